package difference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/wording"
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
			Kind: Program, ID: "version", NameWords: wording.Of("change.catalogue", "{program}, catalogue version", "program", a.ProgramTitle),
			Cause: RequirementVersion, BeforeWords: held(x), AfterWords: held(y),
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
	none := wording.Of("change.no_requirements", "no requirements are known")
	out := Change{Kind: Program, ID: "requirements", Name: a.ProgramTitle, Cause: RequirementChanged}
	if a.Audit == nil {
		out.BeforeWords, out.AfterWords = none, verdictPhrase(b.Audit)
		return out
	}
	out.BeforeWords, out.AfterWords = verdictPhrase(a.Audit), none
	return out
}

func versionName(a *engine.Audit) string { return a.Version + " " + a.Catalog.String() }

func held(a *engine.Audit) wording.Phrase {
	version := wording.Name(a.Version)
	if a.Version == "" {
		version = wording.Of("change.only_version", "the only one")
	}
	return wording.Of("change.held", "{version} ({period}), by {right}", "version", version, "period", a.Catalog, "right", a.RightWords)
}

func verdictWords(a *engine.Audit) string { return verdictPhrase(a).String() }

func verdictPhrase(a *engine.Audit) wording.Phrase {
	r := &a.Remaining
	verdict := wording.Term("verdict", string(a.Verdict), string(a.Verdict))
	if r.Credits.Amount.IsZero() && r.Items == 0 && r.Unmet == 0 {
		return wording.Of("change.nothing", "{verdict}, nothing remains", "verdict", verdict)
	}
	return wording.Of("change.verdict", "{verdict}; what remains: {credits}, {items}, {unmet}", "verdict", verdict,
		"credits", credits(r.Credits),
		"items", wording.Count("count.items", r.Items, "{n} item", "{n} items"),
		"unmet", wording.Count("count.requirements", r.Unmet, "{n} requirement not met", "{n} requirements not met"))
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
	out.WhyWords, _ = reasonsApart(uncounted(p.Reasons), uncounted(q.Reasons))
	if asks {
		out.WhyWords = append([]wording.Phrase{
			wording.Of("change.asks", "before it asks: {what}", "what", asked(p)), later(asked(q)),
		}, out.WhyWords...)
		return true
	}
	out.Cause = requirementCause(p, q)
	return true
}

// asked is what a requirement asks for.
func asked(r *engine.Requirement) wording.Phrase { return wording.Row(wording.As(r.Text, r.Words)) }

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
		out := Change{Kind: Exception, ID: id, Cause: ExceptionValidity, NameWords: exceptionName(p, q)}
		out.BeforeWords, out.AfterWords = exceptionWords(p), exceptionWords(q)
		if !out.BeforeWords.Equal(out.AfterWords) {
			c.add(out)
		}
	}
}

func exceptionName(p, q *engine.AppliedException) wording.Phrase {
	e := cmp.Or(p, q)
	return wording.Of("change.exception", "exception {id} at {path}", "id", e.ID, "path", e.Path)
}

func exceptionWords(e *engine.AppliedException) wording.Phrase {
	switch {
	case e == nil:
		return wording.Of("change.not_in_force", "not in force")
	case e.Orphan != "":
		return wording.Of("change.idle", "{mark}, changes nothing: {why}", "mark", wording.As(e.Mark, e.Words), "why", wording.As(e.Orphan, e.OrphanWords))
	}
	return wording.Row(wording.As(e.Mark, e.Words))
}
