package requirement

import "slices"

// Kind is which of the kinds of requirement a node is, by the name of its key.
type Kind string

// The kinds of requirement.
const (
	KindNone       Kind = "none"
	KindAll        Kind = "all"
	KindAny        Kind = "any"
	KindChoose     Kind = "choose"
	KindItem       Kind = "item"
	KindSeries     Kind = "series"
	KindTake       Kind = "take"
	KindHeld       Kind = "held"
	KindCompetency Kind = "competency"
	KindMilestone  Kind = "milestone"
	KindIf         Kind = "if"
	KindUnknown    Kind = "unknown"
)

// Kinds lists what a node can be, KindNone apart.
func Kinds() []Kind { return slices.Clone(kinds[:]) }

var kinds = [...]Kind{
	KindAll, KindAny, KindChoose, KindItem, KindSeries, KindTake, KindHeld, KindCompetency, KindMilestone,
	KindIf, KindUnknown,
}

// Kind returns the first kind that is given.
func (n *Node) Kind() Kind {
	given := n.given()
	for i, k := range kinds {
		if given[i] {
			return k
		}
	}
	return KindNone
}

// Given lists the kinds that are given; a sound node gives one.
func (n *Node) Given() []Kind {
	var out []Kind
	for i, given := range n.given() {
		if given {
			out = append(out, kinds[i])
		}
	}
	return out
}

// given is in the order of kinds.
func (n *Node) given() [len(kinds)]bool {
	return [...]bool{
		n.All != nil, n.Any != nil, n.Choose != nil, n.Item != "", n.Series != nil, n.Take != nil, n.Held != nil,
		n.Competency != "", n.Milestone != "", n.If != nil, n.Unknown != "",
	}
}
