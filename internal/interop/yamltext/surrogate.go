package yamltext

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// loneSurrogate finds an escape of half a surrogate pair, which is no character
// and which encoding/json replaces without a word; -1 where there is none. The
// text is JSON: a backslash stands in strings only.
func loneSurrogate(data []byte) int {
	for i := 0; ; {
		next := bytes.IndexByte(data[i:], '\\')
		if next < 0 || i+next+1 >= len(data) {
			return -1
		}
		i += next
		r := codeUnit(data[i:])
		switch {
		case !utf16.IsSurrogate(r):
			i += 2
		case utf16.DecodeRune(r, codeUnit(data[i+6:])) == utf8.RuneError:
			return i
		default:
			i += 12
		}
	}
}

// codeUnit reads the \uXXXX that the text begins with; -1 where it does not.
func codeUnit(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}
