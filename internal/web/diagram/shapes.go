package diagram

import "fmt"

// mark is how a status looks: its class, the icon in a square of 14, and the
// outline of its box.
type mark struct {
	class, icon, outline string
}

const circle = `<circle cx="7" cy="7" r="5.75" fill="none" stroke="currentColor" stroke-width="1.5"`

var marks = [...]mark{
	Unstated: {outline: `stroke-width="1"`},
	// A full disc with a tick cut out of it.
	Satisfied: {
		"dg-satisfied", `<path fill-rule="evenodd" d="M7 .5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13zM6 10.6l5.2-5.4-1.3-1.2L6 8.1 4.1 6.2 2.8 7.5z"/>`,
		`stroke-width="2"`,
	},
	InProgress: {"dg-in-progress", circle + `/><path d="M7 1.25a5.75 5.75 0 0 1 0 11.5z"/>`, `stroke-width="1.5" stroke-dasharray="14 3"`},
	Planned:    {"dg-planned", circle + ` stroke-dasharray="2.5 2"/>`, `stroke-width="1" stroke-dasharray="6 4"`},
	Partly: {
		"dg-partly", `<path d="M1.25 1.25h11.5v11.5h-11.5z" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M1.25 7h11.5v5.75h-11.5z"/>`,
		`stroke-width="1.5" stroke-dasharray="14 3 3 3"`,
	},
	Open:   {"dg-open", circle + `/>`, `stroke-width="1"`},
	Waived: {"dg-waived", circle + `/><path d="M3 11L11 3" stroke="currentColor" stroke-width="1.5"/>`, `stroke-width="2"`},
	Undecided: {
		"dg-undecided", `<path d="M7 .6L13.4 7 7 13.4.6 7z" fill="none" stroke="currentColor" stroke-width="1.3"/><path d="M5.3 5.6c.1-2.4 3.5-2.2 3.4-.1 0 1.3-1.6 1.3-1.65 2.5" fill="none" stroke="currentColor" stroke-width="1.2"/><circle cx="7" cy="9.9" r=".8"/>`,
		`stroke-width="1" stroke-dasharray="2 3"`,
	},
	Refused: {
		"dg-refused", `<path d="M1.25 1.25h11.5v11.5h-11.5zM4.2 4.2l5.6 5.6M9.8 4.2L4.2 9.8" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
		`stroke-width="1"`,
	},
}

func (w *writer) icon(s Status, x, y int) {
	m := marks[min(int(s), len(marks)-1)]
	w.f(`<g class="dg-icon" transform="translate(%d %d)">%s</g>`, x, y, m.icon)
}

// cut is how much a credential's corners are cut.
const cut = 9

// shape draws the outline of a box. The whole of it can be clicked.
func (w *writer) shape(b *Box) {
	outline := marks[min(int(b.Status), len(marks)-1)].outline
	common := `class="dg-box" fill="none" stroke="currentColor" pointer-events="all" ` + outline
	switch b.Kind {
	case Credential:
		w.f(`<path %s d="M%d %dh%dl%d %dv%dl-%d %dh-%dl-%d -%dv-%dz"/>`, common,
			b.X+cut, b.Y, b.W-2*cut, cut, cut, b.H-2*cut, cut, cut, b.W-2*cut, cut, cut, b.H-2*cut)
	case Program:
		w.rect(common, b.X, b.Y, b.W, b.H, 3)
		w.rect(`class="dg-inner" fill="none" stroke="currentColor" stroke-width="1"`, b.X+4, b.Y+4, b.W-8, b.H-8, 1)
	case Requirement:
		w.rect(common, b.X, b.Y, b.W, b.H, 16)
	case more:
		w.rect(`class="dg-box" fill="none" stroke="currentColor" pointer-events="all" stroke-width="1" stroke-dasharray="4 3"`, b.X, b.Y, b.W, b.H, 3)
		w.s(pile(b))
	default:
		w.rect(common, b.X, b.Y, b.W, b.H, 3)
	}
}

func (w *writer) rect(attributes string, x, y, width, height, radius int) {
	w.f(`<rect %s x="%d" y="%d" width="%d" height="%d" rx="%d"/>`, attributes, x, y, width, height, radius)
}

// pile are the edges of boxes below a box that stands for several.
func pile(b *Box) string {
	return fmt.Sprintf(`<path class="dg-pile" fill="none" stroke="currentColor" d="M%d %dh%dM%d %dh%d"/>`,
		b.X+5, b.Y+b.H+3, b.W-10, b.X+10, b.Y+b.H+6, b.W-20)
}
