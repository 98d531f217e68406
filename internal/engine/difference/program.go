package difference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
)

// program compares the audits: the version, the verdict, every requirement and
// every exception.
func (c *collector) program(a, b *engine.TargetResult) {
	x, y := a.Audit, b.Audit
	switch {
	case x == nil && y == nil:
		return
	case x == nil || y == nil:
		c.add(oneAudit(a, b))
		return
	}
	moved := versionName(x) != versionName(y) || x.Right != y.Right
	if moved {
		c.add(Change{
			Kind: Program, ID: "version", Name: a.ProgramTitle + ", catalogue version", Cause: RequirementVersion,
			Before: held(x), After: held(y),
		})
	}
	if before, after := verdictWords(x), verdictWords(y); before != after {
		cause := Consequence
		if moved {
			cause = RequirementVersion
		}
		c.add(Change{Kind: Program, ID: "verdict", Name: a.ProgramTitle, Before: before, After: after, Cause: cause})
	}
	c.requirements(x, y, moved)
	c.exceptions(x, y)
}

func oneAudit(a, b *engine.TargetResult) Change {
	out := Change{Kind: Program, ID: "requirements", Name: a.ProgramTitle, Cause: RequirementChanged, Before: "no requirements are known", After: ""}
	if a.Audit == nil {
		out.After = verdictWords(b.Audit)
		return out
	}
	out.Before, out.After = verdictWords(a.Audit), out.Before
	return out
}

func versionName(a *engine.Audit) string { return a.Version + " " + a.Catalog.String() }

func held(a *engine.Audit) string {
	return strings.TrimSpace(fmt.Sprintf("%s (%s), by %s", cmp.Or(a.Version, "the only one"), a.Catalog, a.Right))
}

func verdictWords(a *engine.Audit) string {
	r := &a.Remaining
	return fmt.Sprintf("%s, %s %s credits in %d items remain in %d requirements",
		a.Verdict, r.Credits.Amount.Decimal(), r.Credits.Unit, r.Items, r.Unmet)
}

func (c *collector) requirements(x, y *engine.Audit, moved bool) {
	path := func(r *engine.Requirement) string { return r.Path }
	changed := RequirementChanged
	if moved {
		changed = RequirementVersion
	}
	for _, id := range ids(x.Requirements, y.Requirements, path) {
		p, q := byID(x.Requirements, id, path), byID(y.Requirements, id, path)
		out := Change{Kind: Requirement, ID: id, Cause: changed}
		switch {
		case p == nil:
			out.Name, out.Before, out.After = requirementName(q), "not asked", requirementWords(q)
		case q == nil:
			out.Name, out.Before, out.After = requirementName(p), requirementWords(p), "not asked"
		default:
			if !c.requirement(p, q, &out) {
				continue
			}
		}
		c.add(out)
	}
}

// requirement fills what changed at a requirement that both sides have, if
// anything did.
func (c *collector) requirement(p, q *engine.Requirement, out *Change) bool {
	out.Name, out.Before, out.After = requirementName(p), requirementWords(p), requirementWords(q)
	asks := p.Text != q.Text
	if out.Before == out.After && !asks {
		return false
	}
	out.Why, _ = reasonsApart(uncounted(p.Reasons), uncounted(q.Reasons))
	if asks {
		out.Why = append([]string{"before it asks: " + p.Text, "after: " + q.Text}, out.Why...)
		return true
	}
	out.Cause = requirementCause(p, q)
	return true
}

// uncounted are the reasons that do not merely repeat the two values of a
// measure, which are told anyhow.
func uncounted(list []engine.Reason) []engine.Reason {
	return slices.DeleteFunc(slices.Clone(list), func(r engine.Reason) bool {
		return strings.HasPrefix(r.Code, "requirement_") && (strings.HasSuffix(r.Code, "_short") || strings.HasSuffix(r.Code, "_low"))
	})
}

func requirementName(r *engine.Requirement) string {
	return cmp.Or(r.Title, strings.TrimSuffix(strings.TrimPrefix(r.Text, "Complete "), "."))
}

// requirementWords is where a requirement stands, what it counts, and what is
// used.
func requirementWords(r *engine.Requirement) string {
	parts := []string{statusWords(string(r.Status))}
	for i := range r.Measures {
		m := &r.Measures[i]
		parts = append(parts, fmt.Sprintf("%s %s of %s", m.What, m.Have.Decimal(), m.Need.Decimal()))
	}
	words := strings.Join(parts, ", ")
	uses := make([]string, 0, len(r.Uses))
	for i := range r.Uses {
		u := &r.Uses[i]
		uses = append(uses, cmp.Or(u.Code, u.Title, string(u.Item), strings.Join(u.Lines, "+")))
	}
	slices.Sort(uses)
	if len(uses) > 0 {
		words += " with " + strings.Join(uses, ", ")
	}
	return words
}

func (c *collector) exceptions(x, y *engine.Audit) {
	key := func(e *engine.AppliedException) string { return e.ID + " at " + e.Path }
	for _, id := range ids(x.Exceptions, y.Exceptions, key) {
		p, q := byID(x.Exceptions, id, key), byID(y.Exceptions, id, key)
		out := Change{Kind: Exception, ID: id, Name: "exception " + id, Cause: ExceptionValidity, Before: "not in force", After: "not in force"}
		if p != nil {
			out.Before = exceptionWords(p)
		}
		if q != nil {
			out.After = exceptionWords(q)
		}
		if out.Before != out.After {
			c.add(out)
		}
	}
}

func exceptionWords(e *engine.AppliedException) string {
	if e.Orphan != "" {
		return e.Mark + ", changes nothing: " + e.Orphan
	}
	return e.Mark
}
