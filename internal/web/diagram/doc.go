// Package diagram draws a pathway as SVG: boxes in layers from what comes first
// to the goal, arrows that do not run through boxes, a lane for each
// institution.
//
// The steps are those of Sugiyama, Tagawa and Toda (1981): turn the edges of
// circles around; give ranks by network simplex (Gansner, Koutsofios, North and
// Vo, 1993); cut long edges at each rank; order the ranks so that few edges
// cross; place what stands in a rank as near to its neighbours as its order
// allows; draw. All of it counts in whole numbers: the same graph, in any order,
// gives the same bytes on every machine.
//
// A drawing has no style and no script in it. Colours come from the page's style
// sheet through classes ([CSS]); without one everything is drawn in currentColor,
// so that it can be read in print and in dark mode.
package diagram

import (
	"bytes"
	"strconv"
)

// Kind says what a box stands for; each kind has its own shape.
type Kind uint8

// The kinds of box.
const (
	Item        Kind = iota // a rectangle
	Credential              // with cut corners
	Program                 // with a double outline
	Requirement             // with round ends
	more                    // what was collapsed: dashed
)

// Status is how far the learner is with a box. Each has an icon of its own shape
// and is drawn with an outline for what is settled, under way, planned, open or
// unsettled; the word is the page's ([Node.StatusWord]).
type Status uint8

// The statuses. Unstated draws nothing.
const (
	Unstated Status = iota
	Satisfied
	InProgress
	Planned
	Partly
	Open
	Waived
	Undecided
	Refused
)

// Direction is the direction in which a drawing is read.
type Direction uint8

// The directions: what comes first at the left, or the goal at the left.
const (
	FromStart Direction = iota
	FromGoal
)

// Node is a box.
type Node struct {
	// ID is unique in the graph; it does not appear in the drawing.
	ID   string
	Kind Kind
	// Step is the number that the outline gives it, such as "1.2.3".
	Step string
	// Code stands beside the step, such as "MATH 151".
	Code string
	// Label is the title, wrapped to at most four lines.
	Label string
	// Note is a further line, such as "18 credits".
	Note string
	// Exit marks what a learner may stop with; a flag stands before the note.
	Exit bool
	// Lane is the id of the institution's lane.
	Lane string
	// Status and StatusWord are the learner's progress.
	Status     Status
	StatusWord string
	// Href is where the box leads: a path, a fragment, a query or an https
	// address. Anything else is not linked.
	Href string
	// Tip is the text of its tooltip and its name for screen readers; where it is
	// empty, it is made of step, code, label, note and status.
	Tip string
	// Goal marks what the pathway leads to: it is never collapsed.
	Goal bool
}

// Edge says that From leads to To.
type Edge struct {
	From, To string
	// Optional edges, one way of several, are dashed.
	Optional bool
}

// Lane is a band for the boxes of an institution.
type Lane struct{ ID, Label string }

// Graph is what is to be drawn. Edges between the same boxes are drawn once,
// edges from a box to itself and to boxes that do not exist are not; of boxes
// with one id one is drawn.
type Graph struct {
	Nodes []Node
	Edges []Edge
	// Lanes are drawn from the top in this order; empty means no lanes. Boxes of
	// other lanes stand in a last one without a name.
	Lanes []Lane
}

// Options say how to draw. The zero value draws from the start, at most 60 boxes.
type Options struct {
	Direction Direction
	// MaxNodes is how many boxes are shown, 0 means DefaultMaxNodes; from 2. The
	// rest is counted in boxes "n more", which lead to MoreHref (the outline).
	MaxNodes int
	MoreHref string
	// MaxRanks, from 2, is how many boxes a way to the goal shows, in columns one
	// beside the other; the rest is counted in boxes "n more". 0 is no bound.
	MaxRanks int
	// More is the label of a box that stands for n others; nil means "n more".
	More func(n int) string
	// ID is the prefix of the ids in the drawing; "diagram" where it is empty.
	ID string
	// Title and Description are for screen readers; the title should be given.
	Title, Description string
}

// DefaultMaxNodes is how many boxes a drawing shows that states no bound.
const DefaultMaxNodes = 60

// leastText is the smallest size of type, in tenths of a pixel, to which a drawing
// may be made smaller.
const leastText = 105

// Least is the width in pixels down to which a drawing can be read: there its
// smallest type is 10.5 pixels. What is no drawing has none.
func Least(svg []byte) int {
	_, behind, _ := bytes.Cut(svg, []byte(` width="`))
	digits, _, _ := bytes.Cut(behind, []byte(`"`))
	width, err := strconv.Atoi(string(digits))
	if err != nil {
		return 0
	}
	return (width*leastText + 10*noteSize - 1) / (10 * noteSize)
}

// Draw lays a graph out and writes it as SVG.
func Draw(g Graph, o Options) []byte { return Arrange(g, o).SVG() }
