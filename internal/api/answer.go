package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

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
	// kept is how long anybody may keep the answer; 0: not at all.
	kept time.Duration
	// warnings is the header Cairn-Warnings; empty: there are none.
	warnings string
	// release, where given, takes the buffer behind body back.
	release func()
}

// output is how huma sends it.
type output struct{ Body func(huma.Context) }

func (a *answer) output() *output { return &output{Body: a.write} }

func (a *answer) write(ctx huma.Context) {
	for _, h := range [...][2]string{{"Content-Type", a.contentType}, {"ETag", a.etag}, {"Location", a.location}, {warningsHeader, a.warnings}} {
		if h[1] != "" {
			ctx.SetHeader(h[0], h[1])
		}
	}
	if a.kept > 0 {
		ctx.SetHeader("Cache-Control", "public, max-age="+strconv.Itoa(int(a.kept.Seconds())))
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

// warningsHeader tells of warnings about what was sent where the body of an answer has
// no place for them.
const warningsHeader = "Cairn-Warnings"

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
