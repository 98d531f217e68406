package assist

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// status reads the alternatives of a row; it is false for a status that is not
// known.
func (t *tableReader) status(status string, groups [][]string, sender *catalog.Institution, r *matrixRow) bool {
	var none, pending, words int
	for _, g := range groups {
		var keys []intake.Key
		bad := false
		for _, text := range g {
			key := strings.ToLower(intake.OneLine(text))
			switch {
			case slices.Contains(noneWords, key):
				none++
				r.tidied = r.tidied || status == "articulated"
				bad = true
			case slices.Contains(pendingWords, key):
				pending++
				bad = true
			case slices.Contains(shapeWords, key):
				words++
				r.notes = append(r.notes, intake.OneLine(text))
				bad = true
			case strings.HasPrefix(key, "course(s) denied"):
				t.denial(text, sender, r)
				bad = true
			default:
				k, ok := t.course(text, sender, r)
				if !ok {
					r.unread = append(r.unread, text)
					bad = true
					continue
				}
				keys = append(keys, k)
			}
		}
		if !bad && len(keys) > 0 {
			r.alternatives = append(r.alternatives, keys)
		} else if bad && len(keys) > 0 {
			r.unread = append(r.unread, strings.Join(g, " and "))
		}
	}
	return r.settle(status, none, pending, words)
}

// settle decides what the row as a whole says.
func (r *matrixRow) settle(status string, none, pending, words int) bool {
	switch {
	case status == "no_course_articulated" && len(r.alternatives) > 0:
		r.outcome = rowContradicted
	case status != "articulated" && status != "no_course_articulated":
		return false
	case len(r.alternatives) > 0:
		r.outcome = rowArticulated
	case len(r.unread) > 0 || words > 0:
		r.outcome = rowPerson
	case pending > 0:
		r.outcome = rowPending
	case none > 0 || status == "no_course_articulated":
		r.outcome = rowNone
	case len(r.denied) > 0:
		r.outcome = rowDenied
	default:
		r.outcome = rowPerson
	}
	return true
}

// denial reads "Course(s) Denied: CSIS 12;CSIS 12L;".
func (t *tableReader) denial(text string, sender *catalog.Institution, r *matrixRow) {
	_, list, _ := strings.Cut(text, ":")
	found := false
	for code := range strings.SplitSeq(list, ";") {
		if k, ok := t.course(strings.TrimSpace(code), sender, r); ok {
			r.denied = append(r.denied, k)
			found = true
		}
	}
	if !found {
		r.unread = append(r.unread, text)
	}
	r.tidied = true
}
