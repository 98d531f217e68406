package intake

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// locate is the offset of the value that a JSON pointer names, or of the last
// value on the way that exists. It reads the text again, so it is for problems
// only.
func locate(data []byte, pointer string) int {
	dec := json.NewDecoder(bytes.NewReader(data))
	at := valueStart(data, 0)
	steps := strings.Split(pointer, "/")[1:]
	if pointer == "" {
		steps = nil
	}
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for _, step := range steps {
		start, ok := enter(dec, data, unescape.Replace(step))
		if !ok {
			return at
		}
		at = start
	}
	return at
}

// enter reads on to a member or element of the value that comes next.
func enter(dec *json.Decoder, data []byte, step string) (offset int, ok bool) {
	open, err := dec.Token()
	if err != nil {
		return 0, false
	}
	switch open {
	case json.Delim('{'):
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return 0, false
			}
			if key == step {
				return valueStart(data, int(dec.InputOffset())), true
			}
			if !skip(dec) {
				return 0, false
			}
		}
	case json.Delim('['):
		n, err := strconv.Atoi(step)
		for i := 0; err == nil && dec.More(); i++ {
			if i == n {
				return valueStart(data, int(dec.InputOffset())), true
			}
			if !skip(dec) {
				return 0, false
			}
		}
	}
	return 0, false
}

// skip reads one value and forgets it.
func skip(dec *json.Decoder) bool {
	var v json.RawMessage
	return dec.Decode(&v) == nil
}

// valueStart passes blanks, a colon and a comma.
func valueStart(data []byte, at int) int {
	return at + len(data[at:]) - len(bytes.TrimLeft(data[at:], " \t\r\n:,"))
}
