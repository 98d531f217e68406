package view

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/web/diagram"
)

// Pathways is the list of programs.
type Pathways struct {
	Entries []PathwayEntry
	Place   Place
	// Institution and Level are what is chosen from Institutions and Levels.
	Institution, Level string
	Institutions       []Option
	Levels             []string
}

// PathwayEntry is a program of the list.
type PathwayEntry struct {
	ID              string          `json:"id"`
	Title           string          `json:"title"`
	Institution     string          `json:"institution"`
	InstitutionName string          `json:"institutionName"`
	Credential      string          `json:"credential,omitempty"`
	Kind            string          `json:"kind,omitempty"`
	Size            credit.Quantity `json:"credits,omitzero"`
}

// Pathway is the page about one program.
type Pathway struct {
	*app.Pathway

	Entry   PathwayEntry
	AsOf    calendar.Date
	Drawing []byte
	// Hidden is how many boxes the drawing only counts.
	Hidden int
	// Learner is whose progress it is, "" for the session's own record.
	Learner string
	// FromGoal reads from the goal to the start, Lanes shows institutions and
	// what they have that is accepted, All collapses nothing.
	FromGoal, Lanes, All bool
	// Names names institutions, Item finds items, Size writes their credit.
	Names func(catalog.InstitutionID) string
	Item  func(catalog.ItemID) (*catalog.Item, bool)
	Size  func(*catalog.Item) string
}

// stepOf is a step as the outline of a result names it.
func stepOf(s *app.PathStep) *Step {
	return &Step{Requirement: s.Requirement, Number: s.Number, Parts: make([]*Step, len(s.Parts))}
}

// pathName is what a step is called.
func pathName(p *Page, m *Pathway, s *app.PathStep) string {
	if s.Item != nil {
		v, _ := s.Item.At(m.AsOf)
		return strings.TrimSpace(v.Code + " " + v.Title)
	}
	return capital(stepOf(s).name(p))
}

// summary says the program in a sentence.
func (m *Pathway) summary(p *Page) string {
	count := 0
	m.Walk(func(*app.PathStep) { count++ })
	size := ""
	if !m.Entry.Size.Amount.IsZero() {
		size = p.Loc.Quantity(m.Entry.Size)
	}
	parts := []string{}
	exits := ""
	if len(m.Exits) > 0 {
		exits = p.N("path.exits", len(m.Exits))
	}
	for _, text := range []string{size, p.N("path.steps", count), exits} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return p.T("path.summary", "kind", firstOf(kindName(p, m.Entry.Kind), kindName(p, "program")), "institution", m.Entry.InstitutionName, "list", p.Loc.List(parts))
}

// hint says where the goal stands in the drawing, which may not be seen at once.
func (m *Pathway) hint(p *Page) string {
	if m.FromGoal {
		return p.T("path.drawing.goal_left", "program", m.Entry.Title)
	}
	return p.T("path.drawing.goal_right", "program", m.Entry.Title)
}

// goalMark is how the learner stands with the goal; ok is false without one.
func (m *Pathway) goalMark() (mark Mark, ok bool) {
	if !m.Pathway.Learner || m.Target == nil || m.Target.Audit == nil || len(m.Target.Audit.Requirements) == 0 {
		return mark, false
	}
	return MarkOfRequirement(m.Target.Audit.Requirements[0].Status), true
}

// drawing collects the boxes of a pathway.
type drawing struct {
	p     *Page
	m     *Pathway
	g     diagram.Graph
	base  string
	lanes []catalog.InstitutionID
}

const goalBox = "goal"

// pathRanks is how many columns fit on a page and can be read.
const pathRanks = 5

// DrawPathway draws a program: its steps with their numbers, its exits, with
// lanes what other institutions have that is accepted, and the goal. In a file of
// its own links lead back to the page.
func DrawPathway(p *Page, m *Pathway, base string) []byte {
	d := &drawing{p: p, m: m, base: base}
	goal := diagram.Node{
		ID: goalBox, Kind: diagram.Program, Goal: true, Label: m.Entry.Title, Href: d.anchor("outline"),
		Lane: d.lane(m.Program.Institution),
	}
	if !m.Entry.Size.Amount.IsZero() {
		goal.Note = p.Loc.Quantity(m.Entry.Size)
	}
	if m.Pathway.Learner && m.Target != nil && m.Target.Audit != nil && len(m.Target.Audit.Requirements) > 0 {
		s := m.Target.Audit.Requirements[0].Status
		goal.Status, goal.StatusWord = nodeStatus(s), statusWord(p, s)
	}
	d.g.Nodes = append(d.g.Nodes, goal)
	d.steps(m.Steps, goalBox, m.Program.Institution)
	d.exits()
	o := drawOptions(p, "pathway", p.T("path.drawing", "program", m.Entry.Title), "outline")
	o.MoreHref = d.anchor("outline")
	if m.FromGoal {
		o.Direction = diagram.FromGoal
	}
	if o.MaxRanks = pathRanks; m.All {
		o.MaxNodes, o.MaxRanks = len(d.g.Nodes), 0
	}
	if m.Lanes {
		for _, id := range d.lanes {
			d.g.Lanes = append(d.g.Lanes, diagram.Lane{ID: string(id), Label: m.Names(id)})
		}
	}
	l := diagram.Arrange(d.g, o)
	m.Hidden = l.Hidden
	return l.SVG()
}

func (d *drawing) anchor(id string) string { return d.base + "#" + id }

func (d *drawing) lane(id catalog.InstitutionID) string {
	if !slices.Contains(d.lanes, id) {
		d.lanes = append(d.lanes, id)
	}
	return string(id)
}

func (d *drawing) steps(list []*app.PathStep, to string, home catalog.InstitutionID) {
	for _, s := range list {
		if s.Status == engine.RequirementNotNeeded && d.m.Pathway.Learner && s.Item == nil && len(s.Parts) == 0 {
			continue
		}
		id := "step " + s.Number
		n := d.box(s, home)
		n.ID = id
		d.g.Nodes = append(d.g.Nodes, n)
		d.g.Edges = append(d.g.Edges, diagram.Edge{From: id, To: to, Optional: s.Optional})
		inner := home
		if s.Program != "" && s.Item != nil {
			inner = s.Item.Institution
		}
		d.steps(s.Parts, id, inner)
		if d.m.Lanes {
			d.ways(s, id)
		}
	}
}

// box is a step as a box.
func (d *drawing) box(s *app.PathStep, home catalog.InstitutionID) diagram.Node {
	n := diagram.Node{Step: s.Number, Lane: d.lane(home), Href: d.anchor(stepID(s.Number)), Kind: diagram.Requirement}
	if d.m.Pathway.Learner {
		n.Status, n.StatusWord = nodeStatus(s.Status), statusWord(d.p, s.Status)
	}
	if s.Item == nil {
		n.Label = pathName(d.p, d.m, s)
		if s.Requirement != nil && s.Requirement.Remaining != nil && !d.m.Pathway.Learner {
			n.Note = d.p.Loc.Quantity(*s.Requirement.Remaining)
		}
		return n
	}
	v, _ := s.Item.At(d.m.AsOf)
	n.Code, n.Label, n.Note = v.Code, firstOf(v.Title, v.Code), d.m.Size(s.Item)
	if n.Label == n.Code {
		n.Code = ""
	}
	n.Kind, n.Lane, n.Href = diagram.Item, d.lane(s.Item.Institution), d.p.Href("/items/"+string(s.Item.ID))
	if s.Item.Kind.Credential() {
		n.Kind, n.Exit = diagram.Credential, true
	}
	if s.Program != "" {
		n.Href = d.p.Href("/pathways/" + s.Program)
	}
	return n
}

// ways draws what is accepted for a step, each way as one box.
func (d *drawing) ways(s *app.PathStep, to string) {
	for i := range s.Ways {
		w := &s.Ways[i]
		first := w.Sources[0]
		n := diagram.Node{
			ID: "way " + w.Number, Step: w.Number, Lane: d.lane(first.Institution), Tip: w.Number + " " + words(d.p, w.Rule.Words, w.Rule.Sentence),
			Href: d.p.Href("/items/" + string(first.ID)), Code: wayNames(d.m, w, false), Label: wayNames(d.m, w, true),
		}
		d.g.Nodes = append(d.g.Nodes, n)
		d.g.Edges = append(d.g.Edges, diagram.Edge{From: n.ID, To: to, Optional: true})
	}
}

// wayNames are the codes of what is accepted, or its titles.
func wayNames(m *Pathway, w *app.PathWay, titles bool) string {
	mark := " / "
	if w.Joint {
		mark = " + "
	}
	words := make([]string, len(w.Sources))
	for i, it := range w.Sources {
		v, _ := it.At(m.AsOf)
		words[i] = firstOf(v.Code, v.Title, string(it.ID))
		if titles {
			words[i] = firstOf(v.Title, v.Code, string(it.ID))
		}
	}
	return strings.Join(words, mark)
}

// exits draws the exits that are no steps themselves.
func (d *drawing) exits() {
	for i := range d.m.Exits {
		e := &d.m.Exits[i]
		if !strings.HasPrefix(e.Number, "E") {
			continue
		}
		id := "exit " + e.Number
		n := diagram.Node{
			ID: id, Step: e.Number, Kind: diagram.Credential, Exit: true, Label: firstOf(e.Credential.Title, e.Credential.Name),
			Lane: d.lane(e.Credential.Institution), Href: d.p.Href("/pathways/" + e.Program.Ref), Note: exitSize(d.p, e),
		}
		if d.m.Pathway.Learner {
			n.Status, n.StatusWord = nodeStatus(e.Status), statusWord(d.p, e.Status)
		}
		d.g.Nodes = append(d.g.Nodes, n)
		d.g.Edges = append(d.g.Edges, diagram.Edge{From: id, To: goalBox, Optional: true})
		for _, number := range e.From {
			d.g.Edges = append(d.g.Edges, diagram.Edge{From: "step " + number, To: id, Optional: true})
		}
	}
}

func exitSize(p *Page, e *app.PathExit) string {
	if e.Credits.Amount.IsZero() {
		return ""
	}
	return p.Loc.Quantity(e.Credits)
}
