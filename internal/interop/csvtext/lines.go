package csvtext

import "bytes"

// LineEnds turns carriage returns that end lines by themselves, as old
// Macintosh programs wrote them, into line feeds. Those before a line feed and
// those in quoted cells stay. Every byte keeps its place; data is not changed.
func LineEnds(data []byte) []byte {
	var out []byte
	quoted := false
	for i, c := range data {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\r' && !quoted && (i+1 == len(data) || data[i+1] != '\n'):
			if out == nil {
				out = bytes.Clone(data)
			}
			out[i] = '\n'
		}
	}
	if out == nil {
		return data
	}
	return out
}
