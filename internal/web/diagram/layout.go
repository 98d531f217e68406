package diagram

// The measures of a drawing, in pixels. Heights inside the layout are in parts
// of a pixel (scale), so that means of whole numbers stay fine.
const (
	boxWidth  = 188
	leastGap  = 64 // between columns of boxes; wider where many lines pass, up to mostGap
	mostGap   = 140
	boxGap    = 14 // between boxes of a column
	lineGap   = 10 // between a line and what stands above or below it
	margin    = 12
	laneHead  = 30 // for the label of a lane
	lanePad   = 12 // below the boxes of a lane
	portInset = 9  // of a line's end from the corner of its box
	portGap   = 7  // between lines at one side of a box, at least portLeast
	portLeast = 6
	tallest   = 160 // that a box is made for its lines
	scale     = 8
)

// Layout is a graph with places for everything, in pixels.
type Layout struct {
	Width, Height int
	// Boxes are in the order of their steps.
	Boxes []Box
	Lines []Line
	Bands []Band
	// Hidden is how many nodes were collapsed; Crossings how many pairs of lines
	// cross.
	Hidden, Crossings int

	options Options
}

// Box is a node with its place.
type Box struct {
	Node

	// Count is how many nodes the box stands for: 1, or more where it is a box "n
	// more".
	Count int
	// Rank counts columns from the start.
	Rank       int
	X, Y, W, H int

	text boxText
}

// Line is an edge with its way: it leaves the box From, passes the columns
// between as straight lines and ends at the box To. From and To index Boxes.
type Line struct {
	From, To int
	Optional bool
	// Back lines close a circle: they run against the ranks. Both lines stand for
	// two edges, one in each direction.
	Back, Both bool
	// Points are where the line enters and leaves each column, from From to To.
	Points []Point
}

// Point is a place in the drawing.
type Point struct{ X, Y int }

// Band is the place of a lane.
type Band struct {
	Lane

	Y, H int
}

// Arrange lays a graph out.
func Arrange(g Graph, o Options) *Layout {
	p := prepare(g)
	p.collapseFar(&o)
	p.collapse(&o)
	l := &Layout{options: o, Hidden: p.hidden}
	p.breakCycles()
	p.giveRanks()
	n := newNet(p)
	l.Crossings = n.order()
	n.place()
	n.route(l)
	return l
}
