package pastetext

import (
	"regexp"
	"slices"
	"strings"
)

// dashes part what a line says, as in "ENGL 101 – Composition – 3 – F".
var dashes = regexp.MustCompile(` (?:[-–—]|--) `)

// undashed takes the dashes away before facts at the end of a line: those inside a
// title stay.
func undashed(text string) string {
	marks := dashes.FindAllStringIndex(text, -1)
	for i, mark := range slices.Backward(marks) {
		before, behind := text[:mark[0]], text[mark[1]:]
		of := behind
		if i+1 < len(marks) {
			of = text[mark[1]:marks[i+1][0]]
		}
		if new(parts).fact(unwrapped(strings.TrimSpace(of))) {
			text = before + " " + behind
			continue
		}
		break
	}
	return text
}
