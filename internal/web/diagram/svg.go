package diagram

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// writer collects the drawing.
type writer struct {
	l   *Layout
	out []byte
}

func (w *writer) f(format string, a ...any) { w.out = fmt.Appendf(w.out, format, a...) }
func (w *writer) s(text string)             { w.out = append(w.out, text...) }

// SVG writes the drawing: lanes, lines, and boxes in the order of the outline.
// It can stand in a page or be a file. A drawing with links is a group, one
// without is an image: what stands inside an image is hidden from screen readers.
func (l *Layout) SVG() []byte {
	w := &writer{l: l}
	o := &l.options
	id, role := safeID(o.ID), "img"
	for i := range l.Boxes {
		if safeLink(l.Boxes[i].Href) != "" {
			role = "group"
		}
	}
	w.f(`<svg xmlns="http://www.w3.org/2000/svg" class="dg" role="%s" aria-labelledby="%s-title"`, role, id)
	if o.Description != "" {
		w.f(` aria-describedby="%s-desc"`, id)
	}
	w.f(` width="%d" height="%d" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="%d" fill="currentColor">`+"\n",
		l.Width, l.Height, l.Width, l.Height, labelSize)
	w.f("<title id=\"%s-title\">%s</title>\n", id, escape(o.Title))
	if o.Description != "" {
		w.f("<desc id=\"%s-desc\">%s</desc>\n", id, escape(o.Description))
	}
	for i := range l.Bands {
		w.band(i)
	}
	w.s("<g class=\"dg-lines\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.25\">\n")
	for i := range l.Lines {
		w.line(&l.Lines[i])
	}
	w.s("</g>\n")
	for i := range l.Boxes {
		w.box(&l.Boxes[i])
	}
	w.s("</svg>\n")
	return w.out
}

func (w *writer) band(i int) {
	b := &w.l.Bands[i]
	w.f(`<g class="dg-lane"><rect x="0" y="%d" width="%d" height="%d" fill-opacity="%s"/>`, b.Y, w.l.Width, b.H, []string{"0.05", "0.025"}[i%2])
	if label := fit(clean(b.Label), noteSize, bold, w.l.Width-2*margin); label != "" {
		w.f(`<text x="%d" y="%d" font-size="%d" font-weight="600">%s</text>`, margin, b.Y+16, noteSize, escape(label))
	}
	w.s("</g>\n")
}

// arrow is the length of an arrow's head.
const arrow = 7

func (w *writer) line(l *Line) {
	points := slices.Clone(l.Points)
	last := len(points) - 1
	heads := head(points[last-1], points[last])
	points[last].X -= arrow * sign(points[last].X-points[last-1].X)
	if l.Both {
		heads += head(points[1], points[0])
		points[0].X += arrow * sign(points[1].X-points[0].X)
	}
	class, dash := "dg-line", ""
	if l.Optional {
		class, dash = class+" dg-optional", ` stroke-dasharray="5 4"`
	}
	if l.Back {
		class += " dg-back"
	}
	w.f(`<path class="%s"%s d="%s"/>`, class, dash, way(points))
	w.f(`<path class="dg-head" fill="currentColor" stroke="none" d="%s"/>`+"\n", heads)
}

func sign(n int) int { return cmp.Compare(n, 0) }

// head is an arrow's head that comes from one point and ends at the other.
func head(from, to Point) string {
	back := -arrow * sign(to.X-from.X)
	return fmt.Sprintf("M%d %dl%d -4v8z", to.X, to.Y, back)
}

// way is a line through the points: level through columns, in curves between.
func way(points []Point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", points[0].X, points[0].Y)
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		if from.Y == to.Y {
			fmt.Fprintf(&b, "H%d", to.X)
			continue
		}
		middle := (from.X + to.X) / 2
		fmt.Fprintf(&b, "C%d %d %d %d %d %d", middle, from.Y, middle, to.Y, to.X, to.Y)
	}
	return b.String()
}

var kindClasses = [...]string{Item: "dg-item", Credential: "dg-credential", Program: "dg-program", Requirement: "dg-requirement", more: "dg-more"}

func (w *writer) box(b *Box) {
	class := "dg-node " + kindClasses[min(int(b.Kind), len(kindClasses)-1)]
	if s := marks[min(int(b.Status), len(marks)-1)]; s.class != "" {
		class += " " + s.class
	}
	if b.Goal {
		class += " dg-goal"
	}
	w.f(`<g class="%s">`, class)
	href := safeLink(b.Href)
	if href != "" {
		w.f(`<a href="%s">`, href)
	}
	w.f("<title>%s</title>", escape(tip(b)))
	w.shape(b)
	w.text(b)
	if href != "" {
		w.s("</a>")
	}
	w.s("</g>\n")
}

// tip is the name of a box for screen readers.
func tip(b *Box) string {
	if b.Tip != "" {
		return b.Tip
	}
	var parts []string
	for _, s := range []string{strings.TrimSpace(b.Step + " " + b.Code), b.Label, b.Note, b.StatusWord} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// text writes the lines of a box.
func (w *writer) text(b *Box) {
	t := &b.text
	x, y := b.X+padX, b.Y+padY+t.lower
	if t.step != "" || t.code != "" {
		y += headLine
		w.f(`<text class="dg-head-line" x="%d" y="%d" font-size="%d">`, x, y-4, headSize)
		codeX := ""
		if t.step != "" {
			w.f(`<tspan class="dg-step" font-weight="700">%s</tspan>`, escape(t.step))
			codeX = ` dx="8"`
		}
		if t.codeBelow {
			y += headLine
			codeX = fmt.Sprintf(` x="%d" y="%d"`, x, y-4)
		}
		if t.code != "" {
			w.f(`<tspan class="dg-code"%s>%s</tspan>`, codeX, escape(t.code))
		}
		w.s("</text>")
	}
	for _, line := range t.label {
		y += labelLine
		w.f(`<text class="dg-label" x="%d" y="%d">%s</text>`, x, y-4, escape(line))
	}
	noteX := x
	if b.Exit {
		w.f(`<path class="dg-flag" d="M%d %dv12M%d %dh9l-2.5 3 2.5 3h-9z" stroke="currentColor" stroke-width="1.25"/>`, x+2, y+3, x+2, y+3)
		noteX += iconRoom
		if len(t.note) == 0 {
			y += noteLine
		}
	}
	for _, line := range t.note {
		y += noteLine
		w.f(`<text class="dg-note" x="%d" y="%d" font-size="%d">%s</text>`, noteX, y-4, noteSize, escape(line))
	}
	if b.Status != Unstated {
		w.icon(b.Status, x, y+4)
		w.f(`<text class="dg-word" x="%d" y="%d" font-size="%d" font-weight="600">%s</text>`, x+iconRoom, y+4+11, noteSize, escape(t.word))
	}
}
