package check

import (
	"github.com/cairnproject/cairn/internal/requirement"
)

// marks reports what nothing can be graded like: a place that takes grades which
// something above it leaves out, and a mean over what carries no points. A
// filter that contradicts itself is reported where it stands.
func (c *checker) marks(k int) {
	n := c.places[k].Node
	var above []*requirement.ItemFilter
	if up := c.places[k].Parent; up >= 0 {
		above = c.wheres(up)
	}
	at := c.at(&c.places[k])
	own := []struct {
		at string
		f  *requirement.ItemFilter
	}{{at + "/where", n.Where}}
	if n.Take != nil {
		own = append(own, struct {
			at string
			f  *requirement.ItemFilter
		}{at + "/take/from", n.Take.From})
	}
	for _, o := range own {
		if o.f == nil {
			continue
		}
		for _, a := range above {
			if c.gradedApart(o.at, o.f, a) {
				return
			}
		}
		above = append(above, o.f)
	}
	c.meanReachable(at, n, above)
}

// gradedApart reports two filters that no grade meets both.
func (c *checker) gradedApart(at string, f, above *requirement.ItemFilter) bool {
	if f.Grading != "" && above.Grading != "" && f.Grading != above.Grading {
		c.reportf(at+"/grading", "unsatisfiable", "remove one of the two", "what counts here must be %s, and above it %s is asked for", f.Grading, above.Grading)
		return true
	}
	for _, side := range []struct {
		key, least, most string
	}{{"/minGrade", f.MinGrade, above.MaxGrade}, {"/maxGrade", above.MinGrade, f.MaxGrade}} {
		if side.least == "" || side.most == "" {
			continue
		}
		if order, ok := c.w.GradeOrder(c.p.Institution, side.least, side.most); ok && order > 0 {
			c.reportf(at+side.key, "inverted_grades", "correct one of the two", "here and above together, no grade is at least %s and at most %s", side.least, side.most)
			return true
		}
	}
	return false
}

// meanReachable reports a mean above the points of the best grade that may be
// used there, and one over grades without points.
func (c *checker) meanReachable(at string, n *requirement.Node, filters []*requirement.ItemFilter) {
	if n.GPA.Sign() <= 0 {
		return
	}
	for _, f := range filters {
		if f.Grading == requirement.PassFail {
			c.warnf(at+"/gpa", "vacuous", "remove the mean, or let graded work count", "only what is graded pass/fail counts here, and that carries no points: the mean asks for nothing")
			return
		}
		if f.MaxGrade == "" {
			continue
		}
		if most, ok := c.w.GradePoints(c.p.Institution, f.MaxGrade); ok && n.GPA.Cmp(most) > 0 {
			c.reportf(at+"/gpa", "unsatisfiable", "at most "+most.String(), "%s carries %s points, no better grade may be used here, and the mean must be %s", f.MaxGrade, most, n.GPA)
			return
		}
	}
}
