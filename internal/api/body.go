package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
)

// Request gives a handler the request itself: huma would read and validate a
// body by reflection, twice.
type Request struct{ ctx huma.Context }

// Resolve keeps the request.
func (r *Request) Resolve(ctx huma.Context) []error {
	r.ctx = ctx
	return nil
}

// buffers are for bodies and answers; large ones are not kept.
type buffers struct{ pool sync.Pool }

const keptBuffer = 1 << 20

func (b *buffers) get() *bytes.Buffer {
	if buf, ok := b.pool.Get().(*bytes.Buffer); ok {
		return buf
	}
	return new(bytes.Buffer)
}

func (b *buffers) put(buf *bytes.Buffer) {
	if buf.Cap() <= keptBuffer {
		buf.Reset()
		b.pool.Put(buf)
	}
}

// read reads the body, of one of the media types, into buf.
func (s *Server) read(r *Request, buf *bytes.Buffer, types ...string) error {
	if header := r.ctx.Header("Content-Type"); header != types[0] && !takes(header, types) {
		return fault.New(fault.Unsupported, "The Content-Type must be "+strings.Join(types, " or ")+", in UTF-8.")
	}
	if _, err := buf.ReadFrom(r.ctx.BodyReader()); err != nil {
		return s.readFault(err)
	}
	if buf.Len() == 0 {
		return fault.New(fault.Malformed, "The request has no body.")
	}
	return nil
}

// takes reports whether a Content-Type is one of the types, in UTF-8.
func takes(header string, types []string) bool {
	media, params, err := mime.ParseMediaType(header)
	charset := strings.ToLower(params["charset"])
	return err == nil && slices.Contains(types, media) && (charset == "" || charset == "utf-8" || charset == "us-ascii")
}

func (s *Server) readFault(err error) error {
	var (
		large *http.MaxBytesError
		wait  net.Error
	)
	switch {
	case errors.As(err, &large):
		return s.tooLarge()
	case errors.As(err, &wait) && wait.Timeout():
		return fault.Wrap(fault.SlowRequest, "The body did not arrive in time.", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault.Wrap(fault.Malformed, "The body ended early.", err)
	}
	return fault.Wrap(fault.Malformed, "The body could not be read.", err)
}

// jsonFault is the fault of what a strict reader found, nil for nothing.
func jsonFault(problems diag.List, malformed bool) error {
	switch {
	case malformed:
		return fault.List(fault.Malformed, "The body is not sound JSON.", problems)
	case len(problems) > 0:
		return fault.List(fault.Invalid, "The body has mistakes.", problems)
	}
	return nil
}
