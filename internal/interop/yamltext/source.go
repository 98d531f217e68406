package yamltext

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/diag"
)

// ReadAll reads a file's text up to the limit. A longer file is refused after
// one byte too many, without reading the rest: code file_too_large. A read that
// fails is code unreadable.
func ReadAll(r io.Reader, file string, limits Limits) ([]byte, diag.List) {
	limits = limits.WithDefaults()
	data, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, diag.List{{Code: "unreadable", Message: "cannot read: " + err.Error(), File: file}}
	}
	if int64(len(data)) > limits.Bytes {
		p := TooLarge(file, limits)
		p.Line, p.Column = lineColumn(data, len(data)-1)
		return nil, diag.List{p}
	}
	return data, nil
}

// TooLarge is the problem of a file beyond the limit, at its beginning.
func TooLarge(file string, limits Limits) diag.Problem {
	return diag.Problem{
		Code: "file_too_large", File: file, Line: 1, Column: 1,
		Message:    fmt.Sprintf("the file is larger than %d MiB", limits.WithDefaults().Bytes>>20),
		Suggestion: "split it into several files",
	}
}

// CleanText removes a byte order mark and refuses what is not text: invalid
// UTF-8 (code invalid_utf8) and NUL bytes (code not_text), with the position.
func CleanText(data []byte, file string) ([]byte, diag.List) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if i := bytes.IndexByte(data, 0); i >= 0 {
		line, col := lineColumn(data, i)
		return nil, diag.List{{
			Code: "not_text", Message: "a NUL byte: this is not a text file",
			Suggestion: "save the file as UTF-8 text", File: file, Line: line, Column: col,
		}}
	}
	if utf8.Valid(data) {
		return data, nil
	}
	i := invalidAt(data)
	line, col := lineColumn(data, i)
	return nil, diag.List{{
		Code: "invalid_utf8", Message: fmt.Sprintf("byte 0x%02x is not UTF-8", data[i]),
		Suggestion: "save the file as UTF-8", File: file, Line: line, Column: col,
	}}
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return 0
}

// lineColumn counts line and column, both from 1, the column in characters.
func lineColumn(data []byte, offset int) (line, column int) {
	before := data[:offset]
	line = bytes.Count(before, []byte{'\n'}) + 1
	start := bytes.LastIndexByte(before, '\n') + 1
	return line, utf8.RuneCount(before[start:]) + 1
}
