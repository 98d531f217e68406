package app

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/cairnproject/cairn/internal/engine"
)

// EncodeResult writes a result as one line of JSON. The command line, the API
// and saved evaluations all use it: equal results are equal bytes.
func EncodeResult(w io.Writer, r *engine.Result) error {
	b, err := AppendResult(nil, r)
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}

// AppendResult appends what EncodeResult writes.
func AppendResult(b []byte, r *engine.Result) ([]byte, error) {
	buf := bytes.NewBuffer(b)
	e := json.NewEncoder(buf)
	e.SetEscapeHTML(false) // texts are read by people; nothing puts this into a page unescaped
	if err := e.Encode(r); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
