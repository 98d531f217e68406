package requirement

import (
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
)

// Facts are what is known about a learner besides the pieces. A name that is
// not in a map is not known, which is no "no".
type Facts struct {
	// Values are facts by name: "concentration": "theory", "gpa": "3.2",
	// "honors": "yes".
	Values map[string]string
	// Competencies and Milestones by the name that requirements use.
	Competencies map[string]Truth
	Milestones   map[string]Truth
	// Results are other requirements, decided in an earlier audit: by path, or
	// by "program:id".
	Results map[string]Truth
	// Entered is the day on which the learner entered the catalogue.
	Entered calendar.Date
}

// Decide answers a test. pieces answers Holds; nil leaves it open.
func (f *Facts) Decide(t *Test, pieces *Selector) Truth {
	switch {
	case t.All != nil:
		result := Yes
		for i := range t.All {
			result = result.And(f.Decide(&t.All[i], pieces))
		}
		return result
	case t.Any != nil:
		result := No
		for i := range t.Any {
			result = result.Or(f.Decide(&t.Any[i], pieces))
		}
		return result
	case t.Not != nil:
		return f.Decide(t.Not, pieces).Not()
	case t.Fact != "":
		return f.fact(t)
	case t.Met != "":
		return f.Results[t.Met]
	case t.Holds != nil:
		return holdsOne(t.Holds, pieces)
	case t.Entered != (calendar.Range{}):
		if f.Entered.IsZero() {
			return Open
		}
		return truth(t.Entered.Contains(f.Entered))
	}
	return Open
}

func (f *Facts) fact(t *Test) Truth {
	value, known := f.Values[t.Fact]
	switch {
	case !known:
		return Open
	case t.Is != nil:
		return truth(slices.Contains(t.Is, value))
	case t.AtLeast == nil && t.AtMost == nil:
		return truth(value == "yes" || value == "true")
	}
	n, err := credit.ParseAmount(value)
	if err != nil {
		return Open
	}
	return truth((t.AtLeast == nil || n.Cmp(*t.AtLeast) >= 0) && (t.AtMost == nil || n.Cmp(*t.AtMost) <= 0))
}

func holdsOne(f *ItemFilter, pieces *Selector) Truth {
	if pieces == nil {
		return Open
	}
	result := No
	for _, t := range pieces.held().Select(f) {
		result = result.Or(t)
	}
	return result
}

// Held tells whether a credential requirement is met by the pieces.
func (f *Facts) Held(filter *ItemFilter, pieces *Selector) Truth { return holdsOne(filter, pieces) }

// Changed is the need after the changes that apply; open says that a change
// depends on what is not known, and the need is then the one without it.
func (f *Facts) Changed(n *Node, what Need, need credit.Amount, pieces *Selector) (out credit.Amount, open bool) {
	out = need
	for i := range n.Changes {
		c := &n.Changes[i]
		if c.What != what {
			continue
		}
		switch f.Decide(&c.When, pieces) {
		case Yes:
			if c.To != nil {
				out = *c.To
			}
			if c.By != nil {
				out = out.Add(*c.By)
			}
		case Open:
			open = true
		}
	}
	if out.Sign() < 0 {
		out = credit.Amount{}
	}
	return out, open
}
