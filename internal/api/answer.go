package api

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cairnproject/cairn/internal/fault"
)

// answer is a response whose bytes are ready.
type answer struct {
	status      int
	contentType string
	etag        string
	location    string
	body        []byte
	replayed    bool
	// release, where given, takes the buffer behind body back.
	release func()
}

// output is how huma sends it.
type output struct{ Body func(huma.Context) }

func (a *answer) output() *output { return &output{Body: a.write} }

func (a *answer) write(ctx huma.Context) {
	for _, h := range [...][2]string{{"Content-Type", a.contentType}, {"ETag", a.etag}, {"Location", a.location}} {
		if h[1] != "" {
			ctx.SetHeader(h[0], h[1])
		}
	}
	if a.replayed {
		ctx.SetHeader("Idempotency-Replayed", "true")
	}
	if a.body != nil {
		ctx.SetHeader("Content-Length", strconv.Itoa(len(a.body)))
	}
	ctx.SetStatus(a.status)
	_, _ = ctx.BodyWriter().Write(a.body) // the client is gone; there is nobody to tell
	if a.release != nil {
		a.release()
	}
}

const jsonType = "application/json"

// jsonAnswer encodes a value as every answer is encoded.
func jsonAnswer(status int, v any) (*answer, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fault.From(err)
	}
	return &answer{status: status, contentType: jsonType, body: buf.Bytes()}, nil
}
