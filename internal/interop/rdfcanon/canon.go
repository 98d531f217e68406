package rdfcanon

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// Canonicalize runs RDFC-1.0 (section 4.4.3) over a dataset. The only error is
// ErrTooComplex. The quads are not changed; duplicates count once.
func Canonicalize(quads []Quad, o Options) (Result, error) {
	if o.Steps <= 0 {
		o.Steps = DefaultSteps
	}
	c := newCanonicalizer(quads, o)
	if err := c.label(); err != nil {
		return Result{Steps: c.steps}, err
	}
	return c.result(), nil
}

// canonicalizer is one run. Blank nodes are numbered in order of appearance; the
// numbers never reach the output.
type canonicalizer struct {
	options    Options
	statements []statement
	seen       map[string]bool // the written form of what was added
	labels     []string        // of blank nodes, as given
	numbers    map[string]int
	mentions   [][]int  // statements that mention a blank node
	first      []string // first-degree hash of each blank node, lower-case hex
	canonical  issuer
	steps      int
	scratch    []byte
	lines      [][]byte
}

func newCanonicalizer(quads []Quad, o Options) *canonicalizer {
	c := &canonicalizer{options: o, numbers: map[string]int{}}
	c.seen = make(map[string]bool, len(quads))
	c.statements = make([]statement, 0, len(quads))
	for i := range quads {
		c.add(&quads[i])
	}
	c.seen = nil
	c.canonical = newIssuer("c14n")
	return c
}

// spend counts steps of work.
func (c *canonicalizer) spend(steps int) error {
	if c.steps += steps; c.steps > c.options.Steps {
		return tooComplex(c.options.Steps)
	}
	return nil
}

func (c *canonicalizer) hash(data []byte) string {
	if c.options.Hash == SHA384 {
		sum := sha512.Sum384(data)
		return hex.EncodeToString(sum[:])
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// label gives every blank node its canonical label.
func (c *canonicalizer) label() error {
	byHash := map[string][]int{}
	c.first = make([]string, len(c.labels))
	for n := range c.labels {
		c.first[n] = c.firstDegree(n)
		byHash[c.first[n]] = append(byHash[c.first[n]], n)
	}
	hashes := make([]string, 0, len(byHash))
	for h := range byHash {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	for _, h := range hashes {
		if same := byHash[h]; len(same) == 1 {
			c.canonical.issue(same[0])
		}
	}
	for _, h := range hashes {
		if len(byHash[h]) == 1 {
			continue
		}
		if err := c.labelAlike(byHash[h]); err != nil {
			return err
		}
	}
	return nil
}

// labelAlike labels the blank nodes that share a first-degree hash.
func (c *canonicalizer) labelAlike(same []int) error {
	var paths []path
	for _, n := range same {
		if c.canonical.issued(n) {
			continue
		}
		temporary := newIssuer("b")
		temporary.issue(n)
		p, err := c.nDegree(n, temporary)
		if err != nil {
			return err
		}
		paths = append(paths, p)
	}
	slices.SortStableFunc(paths, func(a, b path) int { return strings.Compare(a.hash, b.hash) })
	for _, p := range paths {
		for _, n := range p.issuer.order {
			c.canonical.issue(n)
		}
	}
	return nil
}

func (c *canonicalizer) result() Result {
	r := Result{Labels: make(map[string]string, len(c.labels)), Steps: c.steps}
	for n, label := range c.labels {
		r.Labels[label] = "c14n" + strconv.Itoa(c.canonical.ids[n])
	}
	r.Quads = make([]string, len(c.statements))
	for i := range c.statements {
		c.scratch = c.statements[i].write(c.scratch[:0], c.canonical.appendID)
		r.Quads[i] = string(c.scratch)
	}
	slices.Sort(r.Quads)
	r.Quads = slices.Compact(r.Quads)
	return r
}
