package app

import (
	"io"

	"github.com/cairnproject/cairn/internal/app/resultjson"
	"github.com/cairnproject/cairn/internal/engine"
)

// EncodeResult writes a result as one line of JSON. The command line, the API
// and saved evaluations all use it: equal results are equal bytes.
func EncodeResult(w io.Writer, r *engine.Result) error {
	_, err := w.Write(AppendResult(nil, r))
	return err
}

// AppendResult appends what EncodeResult writes.
func AppendResult(b []byte, r *engine.Result) []byte {
	return append(resultjson.Append(b, r), '\n')
}
