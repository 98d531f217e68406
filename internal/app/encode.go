package app

import (
	"io"
	"sync"

	"github.com/cairnproject/cairn/internal/app/appendjson"
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

var resultEncoder = sync.OnceValue(appendjson.New[engine.Result])

// AppendResult appends what EncodeResult writes.
func AppendResult(b []byte, r *engine.Result) ([]byte, error) {
	b, err := resultEncoder().Append(b, r)
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}
