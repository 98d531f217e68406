package diagram

import (
	"strings"
	"unicode"
)

// The type of a box, in pixels.
const (
	padX       = 10
	padY       = 9
	headSize   = 12
	headLine   = 16
	labelSize  = 13
	labelLine  = 17
	noteSize   = 12
	noteLine   = 16
	statusLine = 20
	iconSize   = 14
	iconRoom   = 20 // an icon and the blank behind it
	maxLabel   = 4  // lines
	maxNote    = 2
	textWidth  = boxWidth - 2*padX
)

// boxText is the text of a box, in lines that fit.
type boxText struct {
	step, code  string // on one line, or
	codeBelow   bool   // on two
	label, note []string
	word        string
	height      int // of the box
	lower       int // by how much the text stands lower in a box made taller
}

// layText breaks the text of a box into lines.
func layText(n *Node) boxText {
	t := boxText{step: fit(clean(n.Step), headSize, bold, textWidth), height: 2 * padY}
	t.code = clean(n.Code)
	room := textWidth
	if t.step != "" {
		room -= widthOf(t.step, headSize, bold) + headSize*2/3
	}
	if t.step != "" && widthOf(t.code, headSize, plain) > room {
		t.codeBelow, room = true, textWidth
		t.height += headLine
	}
	t.code = fit(t.code, headSize, plain, room)
	if t.step != "" || t.code != "" {
		t.height += headLine
	}
	t.label = wrap(clean(n.Label), labelSize, textWidth, maxLabel)
	t.height += labelLine * len(t.label)
	room = textWidth
	if n.Exit {
		room -= iconRoom
	}
	t.note = wrap(clean(n.Note), noteSize, room, maxNote)
	t.height += noteLine * max(len(t.note), b2i(n.Exit))
	if n.Status != Unstated {
		t.word = fit(clean(n.StatusWord), noteSize, plain, textWidth-iconRoom)
		t.height += statusLine
	}
	return t
}

// stretch makes the box at least so high, with the text in its middle.
func (t *boxText) stretch(height int) {
	if height > t.height {
		t.lower = (height - t.height) / 2
		t.height = height
	}
}

// clean makes one line of a text: white space becomes a blank, and what cannot
// stand in XML or turns the direction of writing around goes.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar, unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isClean reports whether a text is plain ASCII with single blanks inside: nearly
// all are.
func isClean(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && before == ' ' {
			return false
		}
		before = s[i]
	}
	return s == "" || before != ' '
}

// weight of the type, in per cent of the width of the plain one.
const (
	plain = 100
	bold  = 116
)

// runeWidth is the width of a letter in hundredths of the size.
func runeWidth(r rune) int {
	switch {
	case r >= 0x20 && int(r)-0x20 < len(latinWidths):
		return int(latinWidths[r-0x20])
	case r >= 0x370 && int(r)-0x370 < len(greekWidths):
		return int(greekWidths[r-0x370])
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		return 0
	case r >= 0x2010 && r <= 0x2027: // dashes, quotation marks, dots
		return 100
	case r >= 0x1100:
		return 110 // full width, pictures
	}
	return 90
}

// widthOf is the width of a text in pixels, rounded up.
func widthOf(s string, size, weight int) int {
	sum := 0
	for _, r := range s {
		sum += runeWidth(r)
	}
	return (sum*size*weight + 9999) / 10000
}

const ellipsis = "…"

// fit cuts a text off where it is wider than the width.
func fit(s string, size, weight, width int) string {
	if widthOf(s, size, weight) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && widthOf(string(runes)+ellipsis, size, weight) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ") + ellipsis
}

// wrap breaks a text into at most so many lines: at blanks, behind hyphens and
// slashes, and inside a word only where it is wider than a line. What does not
// fit is cut off.
func wrap(s string, size, width, most int) []string {
	var lines []string
	for s != "" {
		if len(lines) == most-1 {
			return append(lines, fit(s, size, plain, width))
		}
		n := breakAt(s, size, width)
		lines = append(lines, strings.TrimRight(s[:n], " "))
		s = strings.TrimLeft(s[n:], " ")
	}
	return lines
}

// breakAt is the length of the first line of a text.
func breakAt(s string, size, width int) int {
	if widthOf(s, size, plain) <= width {
		return len(s)
	}
	sum, last, first := 0, 0, 0
	for i, r := range s {
		if r == ' ' && i > 0 {
			last = i
		}
		if sum += runeWidth(r) * size; sum > width*100 {
			break
		}
		first = i + len(string(r))
		if r == '-' || r == '/' {
			last = first
		}
	}
	if last > 0 {
		return last
	}
	return max(first, len(string([]rune(s)[:1])))
}
