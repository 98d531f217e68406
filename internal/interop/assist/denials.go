package assist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// denials writes the courses that articulations deny.
func (b *builder) denials() {
	for i := range b.p.articulations {
		art := &b.p.articulations[i]
		if art.sending != nil {
			b.deny(art.sending.denied, art.receiving)
		}
	}
}

// deny refuses courses that are denied for a receiving course. A course that the
// same agreement articulates elsewhere is not refused: the denial is about this
// receiving course only, so it stays as a note of the agreement.
func (b *builder) deny(courses []intake.Key, what receiving) {
	for _, k := range courses {
		b.im.report.Note("denied courses", 1)
		note := fmt.Sprintf("%s is denied for %s.", b.im.courses.Code(k), b.nameOf(what))
		id := b.im.courses.ID(k)
		if b.awardsFor(id) {
			b.a.Notes = append(b.a.Notes, note)
			continue
		}
		_, local, _ := strings.Cut(string(id), "/")
		b.a.Rules = append(b.a.Rules, agreement.Rule{
			ID:   b.ids.Unique("denied-" + local + "-for-" + b.slug(what)),
			When: &agreement.Expr{Item: id}, Outcome: agreement.OutcomeRefused, Notes: []string{note},
		})
	}
}

// awardsFor reports whether a rule of the agreement gives something for the
// item.
func (b *builder) awardsFor(id catalog.ItemID) bool {
	return slices.ContainsFunc(b.a.Rules, func(r agreement.Rule) bool {
		return r.Outcome == "" && r.When != nil && slices.Contains(r.When.Items(), id)
	})
}

// nameOf is what is received, in the words of the file.
func (b *builder) nameOf(r receiving) string {
	codes := make([]string, len(r.courses))
	for i, k := range r.courses {
		codes[i] = b.im.courses.Code(k)
	}
	return cmp.Or(strings.Join(codes, " + "), r.name)
}
