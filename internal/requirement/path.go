package requirement

import (
	"strconv"
	"strings"
)

// Segments are the parts that the direct sub-requirements add to a path: the
// id, else one made from the item, the title or the kind. A segment that a
// sibling has already gets "-2", "-3" and so on, in order.
func (n *Node) Segments() []string {
	var out []string
	seen := map[string]int{}
	taken := map[string]bool{}
	for _, child := range n.Each {
		taken[child.ID] = true
	}
	for key, child := range n.Each {
		name := child.Segment()
		switch {
		case child.ID != "":
		case strings.HasPrefix(key, "if/") && child.Title == "":
			name = key[len("if/"):]
		}
		seen[name]++
		if k := seen[name]; k > 1 || child.ID == "" && taken[name] {
			for k = max(k, 2); taken[name+"-"+strconv.Itoa(k)]; k++ {
			}
			name += "-" + strconv.Itoa(k)
			taken[name] = true
		}
		out = append(out, name)
	}
	return out
}

// Segment is the node's own part of a path, before siblings are compared.
func (n *Node) Segment() string {
	switch {
	case n.ID != "":
		return n.ID
	case n.Title != "" && slug(n.Title) != "":
		return slug(n.Title)
	case n.Item != "":
		return local(string(n.Item))
	case len(n.Series) > 0:
		return local(string(n.Series[0])) + "-series"
	case n.Milestone != "" && slug(n.Milestone) != "":
		return slug(n.Milestone)
	case n.Competency != "" && slug(n.Competency) != "":
		return slug(n.Competency)
	}
	return string(n.Kind())
}

func local(id string) string {
	if i := strings.LastIndexByte(id, '/'); i >= 0 && slug(id[i+1:]) != "" {
		return slug(id[i+1:])
	}
	if s := slug(id); s != "" {
		return s
	}
	return "item"
}

// slug keeps letters and digits, in lower case, with hyphens between words.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 && r != '–' && r != '—' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	return b.String()
}

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
func Kinds() []Kind {
	return []Kind{
		KindAll, KindAny, KindChoose, KindItem, KindSeries, KindTake, KindHeld, KindCompetency, KindMilestone,
		KindIf, KindUnknown,
	}
}

// Kind returns the first kind that is given.
func (n *Node) Kind() Kind {
	if given := n.Given(); len(given) > 0 {
		return given[0]
	}
	return KindNone
}

// Given lists the kinds that are given; a sound node gives one.
func (n *Node) Given() []Kind {
	set := [...]bool{
		n.All != nil, n.Any != nil, n.Choose != nil, n.Item != "", n.Series != nil, n.Take != nil, n.Held != nil,
		n.Competency != "", n.Milestone != "", n.If != nil, n.Unknown != "",
	}
	var out []Kind
	for i, k := range Kinds() {
		if set[i] {
			out = append(out, k)
		}
	}
	return out
}

// Place is a requirement of a tree with where it stands.
type Place struct {
	Node *Node
	// Path is the segments from the top, joined by "/"; "" is the top itself.
	Path string
	// Pointer is the JSON pointer below the top, "/all/0/choose/of/1".
	Pointer string
	// Parent is the index of the place above in the walk, -1 at the top.
	Parent int
	// Scope is the scope that holds here.
	Scope string
	Depth int
}

// Places lists every requirement of the tree, each before its parts, to at most
// the given number and depth; whole is false where that was not all. A limit of
// 0 means [MaxNodes] and [MaxDepth].
func Places(root *Node, maxNodes, maxDepth int) (list []Place, whole bool) {
	if root == nil {
		return nil, true
	}
	w := placeWalk{maxNodes: orElse(maxNodes, MaxNodes), maxDepth: orElse(maxDepth, MaxDepth), whole: true}
	w.visit(Place{Node: root, Parent: -1, Scope: root.Scope})
	return w.list, w.whole
}

// The limits on one program: its requirements and how deep they are nested.
const (
	MaxNodes = 100_000
	MaxDepth = 64
)

func orElse(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

type placeWalk struct {
	list               []Place
	maxNodes, maxDepth int
	whole              bool
}

func (w *placeWalk) visit(p Place) {
	if len(w.list) >= w.maxNodes || p.Depth >= w.maxDepth {
		w.whole = false
		return
	}
	at := len(w.list)
	w.list = append(w.list, p)
	segments := p.Node.Segments()
	i := 0
	for key, child := range p.Node.Each {
		next := Place{
			Node: child, Path: join(p.Path, segments[i]), Pointer: p.Pointer + "/" + key, Parent: at,
			Scope: p.Scope, Depth: p.Depth + 1,
		}
		if child.Scope != "" {
			next.Scope = child.Scope
		}
		i++
		w.visit(next)
		if len(w.list) >= w.maxNodes {
			w.whole = false
			return
		}
	}
}

func join(path, segment string) string {
	if path == "" {
		return segment
	}
	return path + "/" + segment
}
