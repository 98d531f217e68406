package solve

import "fmt"

// Error says why a problem is not one. Node is the node it is about, or -1.
type Error struct {
	Node   int32
	Reason string
}

func (e *Error) Error() string {
	if e.Node < 0 {
		return e.Reason
	}
	return fmt.Sprintf("node %d: %s", e.Node, e.Reason)
}

// Limits on the numbers of a problem; beyond them nothing is searched.
const (
	// MaxAmount is the largest credit, need, cap or remaining work.
	MaxAmount = 1 << 24
	// MaxPoints is the largest value of points and of a mean's floor.
	MaxPoints = 1 << 36
	maxDepth  = 1 << 10
)

// checkMemory is what Validate needs.
type checkMemory struct {
	seen  []bool
	stack []step
	owner []int32
}

type step struct{ node, depth int32 }

// Validate reports the first thing that is wrong with a problem.
func (p *Problem) Validate() error { return p.validate(&checkMemory{}) }

func (p *Problem) validate(c *checkMemory) error {
	for i := range p.Items {
		it := &p.Items[i]
		if bad(it.Credits) || it.Points < 0 || it.Points > MaxPoints || bad(it.GPACredits) {
			return &Error{-1, fmt.Sprintf("item %d: a number is negative or too large", i)}
		}
	}
	for i, k := range p.Classes {
		if len(k) != len(p.Items) {
			return &Error{-1, fmt.Sprintf("classification %d does not have one class an item", i)}
		}
	}
	if bad(p.Typical) || p.MaxUses < 0 {
		return &Error{-1, "the typical course or the most uses is negative or too large"}
	}
	if p.Root < 0 || int(p.Root) >= len(p.Nodes) {
		return &Error{-1, "there is no root"}
	}
	if err := p.validateTree(c); err != nil {
		return err
	}
	if err := p.validateMeans(); err != nil {
		return err
	}
	if err := p.validateAlternatives(c); err != nil {
		return err
	}
	return p.validateShares()
}

func bad(v int64) bool { return v < 0 || v > MaxAmount }

func (p *Problem) validateTree(c *checkMemory) error {
	c.seen = grow(c.seen, len(p.Nodes))
	fill(c.seen, false)
	c.stack = append(c.stack[:0], step{p.Root, 0})
	for len(c.stack) > 0 {
		s := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		if s.node < 0 || int(s.node) >= len(p.Nodes) {
			return &Error{s.node, "there is no such node"}
		}
		if c.seen[s.node] {
			return &Error{s.node, "the node has two parents or is in a circle"}
		}
		if s.depth > maxDepth {
			return &Error{s.node, "the tree is too deep"}
		}
		c.seen[s.node] = true
		if err := p.validateNode(s.node); err != nil {
			return err
		}
		for _, k := range p.Nodes[s.node].Children {
			c.stack = append(c.stack, step{k, s.depth + 1})
		}
	}
	return nil
}

func (p *Problem) validateNode(at int32) error {
	n := &p.Nodes[at]
	switch {
	case n.Kind > Fixed:
		return &Error{at, "unknown kind"}
	case (n.Kind == Take || n.Kind == Fixed) && len(n.Children) > 0:
		return &Error{at, "a leaf has children"}
	case n.Kind == Fixed && len(n.Conditions) > 0:
		return &Error{at, "a leaf that uses no items has conditions"}
	case bad(n.NeedItems) || bad(n.NeedCredits) || bad(n.NeedDistinct) || bad(n.Remaining) || bad(n.Typical):
		return &Error{at, "a need is negative or too large"}
	case n.Kind == Choose && (n.K < 0 || int(n.K) > len(n.Children)) || n.Kind == Any && len(n.Children) == 0:
		return &Error{at, "chooses a negative number, or more children than there are"}
	case n.Kind == Take && (n.Set < 0 || int(n.Set) >= len(p.Sets)):
		return &Error{at, "unknown set"}
	case n.Kind == Take && n.NeedDistinct > 0 && (n.Class < 0 || int(n.Class) >= len(p.Classes)):
		return &Error{at, "unknown classification"}
	case n.Kind == Take && !n.Free && n.Scope < 0:
		return &Error{at, "negative scope"}
	}
	for _, c := range n.Conditions {
		if c.Measure > MeanAtLeast || c.Set < -1 || int(c.Set) >= len(p.Sets) ||
			c.Amount < 0 || c.Amount > MaxPoints || c.Measure != MeanAtLeast && bad(c.Amount) {
			return &Error{at, "a condition has an unknown measure, set or amount"}
		}
	}
	return nil
}

// validateMeans keeps the sums of means inside an int64.
func (p *Problem) validateMeans() error {
	var most int64
	for i := range p.Items {
		most = max(most, p.Items[i].GPACredits)
	}
	for i := range p.Nodes {
		for _, c := range p.Nodes[i].Conditions {
			if c.Measure == MeanAtLeast && most > 0 && c.Amount > MaxPoints/most {
				return &Error{-1, "a mean times its credits is too large"}
			}
		}
	}
	return nil
}

func (p *Problem) validateAlternatives(c *checkMemory) error {
	if len(p.Alternatives) == 0 {
		return nil
	}
	c.owner = grow(c.owner, len(p.Items))
	fill(c.owner, 0)
	owner := c.owner
	for a := range p.Alternatives {
		if len(p.Alternatives[a].Bundles) == 0 {
			return &Error{-1, fmt.Sprintf("alternative %d has no bundle", a)}
		}
		for _, b := range p.Alternatives[a].Bundles {
			if b.Cost < -MaxAmount || b.Cost > MaxAmount {
				return &Error{-1, fmt.Sprintf("alternative %d: a cost is too large", a)}
			}
			for _, i := range b.Items {
				if i < 0 || int(i) >= len(p.Items) {
					return &Error{-1, fmt.Sprintf("alternative %d has an unknown item", a)}
				}
				if owner[i] != 0 && owner[i] != int32(a+1) {
					return &Error{-1, fmt.Sprintf("item %d is in two alternatives", i)}
				}
				owner[i] = int32(a + 1)
			}
		}
	}
	return nil
}

func (p *Problem) validateShares() error {
	for i := range p.Shares {
		s := &p.Shares[i]
		if s.A == s.B || s.Unit > Credits || s.Limit > MaxAmount {
			return &Error{-1, fmt.Sprintf("share %d: equal sides, unknown unit or too large", i)}
		}
		if s.Set < -1 || int(s.Set) >= len(p.Sets) {
			return &Error{-1, fmt.Sprintf("share %d: unknown set", i)}
		}
		if s.Scopes {
			continue
		}
		for _, n := range [2]int32{s.A, s.B} {
			if n < 0 || int(n) >= len(p.Nodes) || p.Nodes[n].Kind != Take || p.Nodes[n].Free {
				return &Error{-1, fmt.Sprintf("share %d is not between consuming Takes", i)}
			}
		}
	}
	return nil
}
