package requirement

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
