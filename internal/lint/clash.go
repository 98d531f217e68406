package lint

import (
	"cmp"
	"fmt"
	"slices"
)

// clash is what a rule has against others: the first of them, and how many
// more.
type clash struct {
	x, y          *statement
	code          string
	words, advice string
	on            string // the sources, where they are not all that the rules name
	ways          int    // in how many ways x and y meet
	rivals        []int32
}

// maxRivals is how many rivals of one rule are counted.
const maxRivals = 100

type clashKey struct {
	y    int32
	code string
}

// again reports whether rule x stands against the rule of the key already, and
// counts it.
func (l *linter) again(key clashKey, x int32) bool {
	if key.code == electivesOnly {
		key.code = RulesEquivalent
	}
	known := l.clashes[key]
	switch {
	case known == nil:
		return false
	case known.rivals[0] == x:
		known.ways++
	case len(known.rivals) <= maxRivals && !slices.Contains(known.rivals, x):
		known.rivals = append(known.rivals, x)
	}
	return true
}

// file keeps the first that a rule has against another.
func (l *linter) file(key clashKey, x int32, c clash) {
	if key.code == electivesOnly {
		key.code = RulesEquivalent
	}
	c.code, c.ways, c.rivals = key.code, 1, []int32{x}
	if l.clashes == nil {
		l.clashes = map[clashKey]*clash{}
	}
	l.clashes[key] = &c
}

// reportClashes says each disagreement once: of a rule that differs from many,
// the first is named and the others are counted.
func (l *linter) reportClashes() {
	list := make([]*clash, 0, len(l.clashes))
	for _, c := range l.clashes {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *clash) int {
		return cmp.Or(cmp.Compare(a.y.i, b.y.i), cmp.Compare(a.y.j, b.y.j), cmp.Compare(a.code, b.code))
	})
	for _, c := range list {
		l.findf(c.y.at(), c.code, c.advice, "%s and %s%s: %s%s", c.x.name(), c.y.name(), c.onText(), c.words, c.moreText())
	}
	l.clashes = nil
}

func (c *clash) onText() string {
	switch {
	case c.on == "":
		return ""
	case c.ways > 1:
		return fmt.Sprintf(", on %s and in %d more %s", c.on, c.ways-1, plural(c.ways-1, "way", "ways"))
	}
	return ", on " + c.on
}

func (c *clash) moreText() string {
	switch n := len(c.rivals) - 1; {
	case n == 0:
		return ""
	case n >= maxRivals:
		return fmt.Sprintf("; and so with %d more rules at least", maxRivals)
	default:
		return fmt.Sprintf("; and so with %d more %s", n, plural(n, "rule", "rules"))
	}
}

// incomplete says once that the work was cut off.
func (l *linter) incomplete(s *statement) {
	if l.cutOff {
		return
	}
	l.cutOff = true
	l.findf(s.at(), Incomplete, "repair what is listed, then check again",
		"so many rules speak of the same sources that not all of them were compared; the first not compared is %s", s.name())
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
