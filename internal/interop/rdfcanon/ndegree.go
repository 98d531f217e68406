package rdfcanon

import (
	"maps"
	"slices"
	"strconv"
)

// issuer gives out labels in order (section 4.5).
type issuer struct {
	prefix string
	ids    map[int]int // the number of the label, by blank node
	order  []int       // the blank nodes in the order of issue
}

func newIssuer(prefix string) issuer { return issuer{prefix: prefix, ids: map[int]int{}} }

func (s *issuer) clone() issuer {
	return issuer{s.prefix, maps.Clone(s.ids), slices.Clone(s.order)}
}

func (s *issuer) issued(n int) bool {
	_, known := s.ids[n]
	return known
}

func (s *issuer) issue(n int) {
	if !s.issued(n) {
		s.ids[n] = len(s.order)
		s.order = append(s.order, n)
	}
}

func (s *issuer) appendID(out []byte, n int) []byte {
	return strconv.AppendInt(append(out, s.prefix...), int64(s.ids[n]), 10)
}

// path is what nDegree finds: a hash, and the labels issued on the way to it.
type path struct {
	hash   string
	issuer issuer
}

// relatedHash is the hash of a neighbour as seen from a statement (section
// 4.7.3).
func (c *canonicalizer) relatedHash(n int, s *statement, position int, temporary *issuer) string {
	c.scratch = append(c.scratch[:0], "s.og"[position])
	out := c.scratch
	if position != atGraph {
		out = append(out, s.text[atPredicate]...)
	}
	switch {
	case c.canonical.issued(n):
		out = c.canonical.appendID(append(out, "_:"...), n)
	case temporary.issued(n):
		out = temporary.appendID(append(out, "_:"...), n)
	default:
		out = append(out, c.first[n]...)
	}
	c.scratch = out
	return c.hash(out)
}

// neighbours groups the blank nodes around n by their related hash.
func (c *canonicalizer) neighbours(n int, temporary *issuer) (hashes []string, groups map[string][]int, err error) {
	groups = map[string][]int{}
	for _, i := range c.mentions[n] {
		s := &c.statements[i]
		for _, position := range [...]int{atSubject, atObject, atGraph} {
			m := s.blank[position]
			if m < 0 || m == n {
				continue
			}
			if err := c.spend(1); err != nil {
				return nil, nil, err
			}
			h := c.relatedHash(m, s, position, temporary)
			if _, known := groups[h]; !known {
				hashes = append(hashes, h)
			}
			groups[h] = append(groups[h], m)
		}
	}
	slices.Sort(hashes)
	return hashes, groups, nil
}

// nDegree hashes a blank node by everything that can be reached from it (section
// 4.8.3).
func (c *canonicalizer) nDegree(n int, temporary issuer) (path, error) {
	hashes, groups, err := c.neighbours(n, &temporary)
	if err != nil {
		return path{}, err
	}
	var data []byte
	for _, h := range hashes {
		best, chosen, err := c.bestOrder(groups[h], temporary)
		if err != nil {
			return path{}, err
		}
		data = append(append(data, h...), best...)
		temporary = chosen
	}
	return path{c.hash(data), temporary}, nil
}

// bestOrder tries the orders of a group of neighbours and returns the least path
// with the labels that it issues.
func (c *canonicalizer) bestOrder(group []int, temporary issuer) (best []byte, chosen issuer, err error) {
	order := slices.Clone(group)
	slices.Sort(order)
	for more := true; more; more = nextPermutation(order) {
		if err := c.spend(1 + len(temporary.order)/8); err != nil { // to copy the labels is work too
			return nil, issuer{}, err
		}
		p, issued, worse, err := c.follow(order, temporary.clone(), best)
		if err != nil {
			return nil, issuer{}, err
		}
		if !worse && (best == nil || string(p) < string(best)) {
			best, chosen = p, issued
		}
	}
	return best, chosen, nil
}

// follow writes the path of one order. worse reports that it can no longer be
// the least one.
func (c *canonicalizer) follow(order []int, issued issuer, best []byte) (p []byte, out issuer, worse bool, err error) {
	p = []byte{}
	beaten := func() bool { return best != nil && len(p) >= len(best) && string(p) > string(best) }
	var unlabelled []int
	for _, m := range order {
		if c.canonical.issued(m) {
			p = c.canonical.appendID(append(p, "_:"...), m)
		} else {
			if !issued.issued(m) {
				unlabelled = append(unlabelled, m)
				issued.issue(m)
			}
			p = issued.appendID(append(p, "_:"...), m)
		}
		if beaten() {
			return nil, issued, true, nil
		}
	}
	for _, m := range unlabelled {
		deeper, err := c.nDegree(m, issued)
		if err != nil {
			return nil, issued, false, err
		}
		p = issued.appendID(append(p, "_:"...), m)
		p = append(append(append(p, '<'), deeper.hash...), '>')
		issued = deeper.issuer
		if beaten() {
			return nil, issued, true, nil
		}
	}
	return p, issued, false, nil
}

// nextPermutation turns order into its successor in lexical order, so that equal
// entries are not tried twice; false after the last one.
func nextPermutation(order []int) bool {
	i := len(order) - 2
	for i >= 0 && order[i] >= order[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(order) - 1
	for order[j] <= order[i] {
		j--
	}
	order[i], order[j] = order[j], order[i]
	slices.Reverse(order[i+1:])
	return true
}
