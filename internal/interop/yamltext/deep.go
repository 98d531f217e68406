package yamltext

import (
	"bytes"
	"fmt"

	"github.com/cairnproject/cairn/internal/diag"
)

// deepAt is the problem too_deep at the first place of a text that is nested
// more than limit levels deep, or nil. It is for texts that the scanner gave up
// and therefore only knows brackets, list dashes and indentation: it may count
// a bracket in a quoted text, but nobody reads ten thousand of those.
func deepAt(data []byte, file string, limit int) *diag.Problem {
	flow, line := 0, 0
	for text := range bytes.Lines(data) {
		line++
		block := 0
		leading := true
		for column, c := range text {
			switch {
			case leading && (c == '-' || c == '?' || c == ' '):
				block++
			case c == '[' || c == '{':
				leading = false
				flow++
			case c == ']' || c == '}':
				flow = max(flow-1, 0)
			default:
				leading = false
			}
			if flow > limit || block/2 > limit {
				return &diag.Problem{
					Code: "too_deep", Message: fmt.Sprintf("nested more than %d levels deep", limit), File: file, Line: line, Column: column + 1,
				}
			}
		}
	}
	return nil
}
