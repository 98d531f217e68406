package assist

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// asset is one part of the template: a title, a text or a requirement group.
type asset struct {
	kind, area  string
	position    int
	text        string
	instruction *instruction
	sections    []section
	attributes  []string
}

// instruction says how the sections of a group are combined.
type instruction struct {
	kind, conjunction, selection string
	amount, toAmount             credit.Amount
	unit, quantifier, determiner string
}

type section struct {
	position    int
	advisements []instruction
	rows        []row
	attributes  []string
}

type row struct {
	position   int
	cells      []cell
	attributes []string
}

type cell struct {
	position   int
	id         string
	receiving  receiving
	attributes []string
}

// receiving is what an articulation or a cell is about.
type receiving struct {
	kind        string // Course, Series, Requirement, GeneralEducation
	conjunction string // of a series
	name        string
	courses     []intake.Key
	readable    bool
}

func (r reader) asset(n *intake.Node) asset {
	a := asset{
		kind: n.Get("type").Text(), area: n.Get("area").Text(), position: n.Get("position").Int(),
		text: plainText(n.Get("content").Text()), attributes: texts(n.Get("attributes")),
	}
	if i := n.Get("instruction"); i.Present() {
		a.instruction = new(readInstruction(i))
	}
	for _, v := range n.Get("advisements").List() {
		a.attributes = append(a.attributes, adviceText(v))
	}
	for i, s := range n.Get("sections").List() {
		a.sections = append(a.sections, r.section(s, i))
	}
	slices.SortStableFunc(a.sections, func(a, b section) int { return cmp.Compare(a.position, b.position) })
	return a
}

func readInstruction(n *intake.Node) instruction {
	return instruction{
		kind: n.Get("type").Text(), conjunction: n.Get("conjunction").Text(), selection: n.Get("selectionType").Text(),
		amount: n.Get("amount").Amount(), toAmount: n.Get("toAmount").Amount(), unit: n.Get("amountUnitType").Text(),
		quantifier: stated(n.Get("amountQuantifier")), determiner: stated(n.Get("toAmountDeterminer")),
	}
}

// stated is a word, or "" for the word None.
func stated(n *intake.Node) string {
	if t := n.Text(); t != "None" {
		return t
	}
	return ""
}

func (r reader) section(n *intake.Node, i int) section {
	s := section{position: positionOf(n, i), attributes: texts(n.Get("attributes"))}
	for _, v := range n.Get("advisements").List() {
		s.advisements = append(s.advisements, readInstruction(v))
	}
	for i, rn := range n.Get("rows").List() {
		w := row{position: positionOf(rn, i), attributes: texts(rn.Get("attributes"))}
		for i, c := range rn.Get("cells").List() {
			w.cells = append(w.cells, r.cell(c, i))
		}
		slices.SortStableFunc(w.cells, func(a, b cell) int { return cmp.Compare(a.position, b.position) })
		s.rows = append(s.rows, w)
	}
	slices.SortStableFunc(s.rows, func(a, b row) int { return cmp.Compare(a.position, b.position) })
	return s
}

func (r reader) cell(n *intake.Node, i int) cell {
	return cell{
		position: positionOf(n, i), id: strings.TrimSpace(n.Get("id").Text()),
		receiving: r.receiving(n), attributes: allAttributes(n),
	}
}

// positionOf is the stated position, or the place in the file.
func positionOf(n *intake.Node, i int) int {
	if p := n.Get("position"); p.Present() {
		return p.Int()
	}
	return i
}

// receiving reads the course, series, requirement or area of a cell or an
// articulation.
func (r reader) receiving(n *intake.Node) receiving {
	out := receiving{kind: n.Get("type").Text()}
	switch {
	case n.Get("series").Present():
		r.series(n.Get("series"), &out)
	case n.Get("course").Present():
		if k, ok := r.plainCourse(n.Get("course"), r.p.receiver); ok {
			r.crossList(n, k)
			r.crossList(n.Get("course"), k)
			out.courses = []intake.Key{k}
		}
	default:
		out.name = namedThing(n)
	}
	out.readable = len(out.courses) > 0 || out.name != "" && out.kind != "Course" && out.kind != "Series"
	if !out.readable {
		n.Report(diag.Warning, "unclear_receiving", "it is not clear what is to be satisfied here", "a person must decide")
	}
	return out
}

func (r reader) series(n *intake.Node, out *receiving) {
	out.kind, out.conjunction, out.name = "Series", n.Get("conjunction").Text(), intake.OneLine(n.Get("name").Text())
	type placed struct {
		position int
		key      intake.Key
	}
	var list []placed
	for i, c := range n.Get("courses").List() {
		if k, ok := r.course(c, r.p.receiver); ok {
			list = append(list, placed{positionOf(c, i), k})
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.position, b.position) })
	for _, c := range list {
		out.courses = append(out.courses, c.key)
	}
}

// namedThing is the name of a requirement or a general-education area, which
// the files write in an object called after its type.
func namedThing(n *intake.Node) string {
	for _, key := range []string{"requirement", "generalEducationArea", "generalEducation", "area"} {
		if v := n.Get(key); v.IsObject() {
			name := intake.OneLine(v.Get("name").Text())
			if code := intake.OneLine(v.Get("code").Text()); code != "" && !strings.HasPrefix(name, code) {
				name = intake.OneLine(code + " " + name)
			}
			return name
		} else if v.Present() {
			return intake.OneLine(v.Text())
		}
	}
	return intake.OneLine(n.Get("name").Text())
}
