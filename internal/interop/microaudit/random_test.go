package microaudit_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

// gen draws cases like those of the published files: the same numbers of
// courses, needs, caps and floors, in about the same proportions.
type gen struct{ *rand.Rand }

func newGen(seed uint64) gen { return gen{rand.New(rand.NewPCG(seed, 11))} }

func (g gen) between(lo, hi int) int { return lo + g.IntN(hi-lo+1) }

func (g gen) chance(percent int) bool { return g.IntN(100) < percent }

// credits draws 1, 2, 3 or 4: half of the courses have 3.
func (g gen) credits() int64 { return []int64{1, 2, 3, 3, 3, 3, 3, 4}[g.IntN(8)] }

// small draws a case of micro-audit/1.
func (g gen) small(n, reqs int, measure microaudit.Measure) microaudit.Case {
	c := microaudit.Case{ID: fmt.Sprintf("%s-%dx%d", measure, n, reqs)}
	for i := range n {
		k := microaudit.Course{ID: fmt.Sprintf("C%02d", i+1), Credits: 1}
		if measure == microaudit.Credits {
			k.Credits = g.credits()
		}
		c.Courses = append(c.Courses, k)
	}
	for r := range reqs {
		q := microaudit.Requirement{ID: fmt.Sprintf("R%d", r+1), Measure: measure, Eligible: g.subset(n, 45)}
		q.Need = int64(g.between(1, max(1, int(sum(&c, q.Eligible))*2/3)))
		c.Requirements = append(c.Requirements, q)
	}
	return c
}

func (g gen) subset(n, percent int) []int {
	var out []int
	for i := range n {
		if g.chance(percent) {
			out = append(out, i)
		}
	}
	return out
}

func sum(c *microaudit.Case, items []int) (s int64) {
	for _, i := range items {
		s += c.Courses[i].Credits
	}
	return s
}

// full draws a case of micro-audit/2: a hidden placement gives the needs, so
// that about half of the cases can be satisfied and few are easy.
func (g gen) full(n, groups int) microaudit.Case {
	c := microaudit.Case{ID: "full"}
	for i := range n {
		k := microaudit.Course{ID: fmt.Sprintf("C%02d", i+1), Credits: g.credits()}
		k.GradePoints = []int64{100, 170, 200, 230, 270, 300, 330, 370, 400}[g.IntN(9)]
		k.Tags = []string{"home"}
		if g.chance(30) {
			k.Tags = []string{"transfer"}
		}
		if g.chance(40) {
			k.Tags = append(k.Tags, "lower")
		}
		if g.chance(12) {
			k.Tags = append(k.Tags, "passfail")
		}
		c.Courses = append(c.Courses, k)
	}
	for k := range groups {
		c.Groups = append(c.Groups, g.group(&c, fmt.Sprintf("G%d", k)))
	}
	for a := range groups {
		for b := range a {
			if g.chance(60) {
				c.ShareCaps = append(c.ShareCaps, microaudit.ShareCap{A: b, B: a, AtMost: int64(g.between(0, 4))})
			}
		}
	}
	return c
}

func (g gen) group(c *microaudit.Case, id string) microaudit.Group {
	out := microaudit.Group{ID: id}
	n := len(c.Courses)
	home := g.Perm(n)[:g.between(n/3, n*2/3)] // what the hidden placement uses
	reqs := g.between(2, 6)
	for r := range reqs {
		q := microaudit.Requirement{ID: fmt.Sprint("R", r), Measure: microaudit.Credits, Eligible: g.subset(n, 20)}
		if g.chance(15) {
			q.MinGradePoints = 200
		}
		var got []int
		for i, x := range home {
			if i%reqs == r && c.Courses[x].GradePoints >= q.MinGradePoints {
				got = append(got, x)
			}
		}
		q.Eligible = union(q.Eligible, got)
		q.Need = max(1, sum(c, got)-int64(g.IntN(2)))
		if g.chance(35) {
			q.Measure, q.Need = microaudit.Count, max(1, int64(len(got)))
		}
		out.Requirements = append(out.Requirements, q)
	}
	out.Choose = reqs - g.IntN(5)/4
	g.conditions(c, &out)
	return out
}

func (g gen) conditions(c *microaudit.Case, out *microaudit.Group) {
	if g.chance(55) {
		tag := []string{"passfail", "transfer", "lower"}[g.IntN(3)]
		out.Caps = []microaudit.Cap{{Tag: tag, Measure: microaudit.Credits, AtMost: int64(g.between(3, 15))}}
	}
	if g.chance(42) {
		out.Residency = &microaudit.Residency{Tag: "home", AtLeast: int64(g.between(5, len(c.Courses)))}
	}
	if g.chance(32) {
		v := []int64{200, 230, 250, 270}[g.IntN(4)]
		out.MinMean = &v
	}
}

func union(a, b []int) []int {
	in := map[int]bool{}
	var out []int
	for _, x := range append(append([]int(nil), a...), b...) {
		if !in[x] {
			in[x] = true
			out = append(out, x)
		}
	}
	return out
}
