package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// carried are the learner's exceptions for the target's program under the
// version that the learner is held to.
func (e *evaluation) carried() []requirement.Carried {
	if len(e.rec.Exceptions) == 0 || e.prog == nil {
		return nil
	}
	return requirement.Carry(e.s.programs[e.target.Program].Program, e.prog.ProgramVersion, e.rec.Exceptions)
}

// exceptions are those of them that have a requirement.
func (e *evaluation) exceptions() []requirement.Exception {
	var out []requirement.Exception
	for _, c := range e.carried() {
		if c.Why == "" {
			out = append(out, c.Exception)
		}
	}
	return out
}

// exceptions lists the learner's exceptions for the program: those that changed
// something, first, then those that change nothing, with the reason.
func (o *outline) exceptions() {
	for _, m := range o.tree.Applied {
		if m.Exception.Kind == requirement.Waive && m.Node >= 0 {
			o.waived[m.Node] = true
		}
	}
	var idle []AppliedException
	for _, c := range o.e.carried() {
		a := AppliedException{ID: c.ID, Path: c.Path, Mark: c.Mark(), Words: c.MarkWords(), Pointer: fmt.Sprintf("/exceptions/%d", c.Index)}
		applied := slices.ContainsFunc(o.tree.Applied, func(m view.Mark) bool { return m.Exception.ID == c.ID && m.Exception.Path == c.Path })
		if c.Migrated {
			a.Reasons = append(a.Reasons, exceptionMigrated(&c))
		}
		switch {
		case !c.InForce(o.e.asOf):
			why := exceptionLapsed(&c, o.e.asOf)
			a.Lapsed, a.Orphan, a.Reasons = true, why.Text, append(a.Reasons, why)
		case applied:
			o.out.Exceptions = append(o.out.Exceptions, a)
			continue
		default:
			why := exceptionOrphaned(&c, o.e.prog.ID)
			a.Orphan, a.Reasons = why.Text, append(a.Reasons, why)
		}
		idle = append(idle, a)
	}
	o.out.Exceptions = append(o.out.Exceptions, idle...)
}

func versionName(id string) string {
	if id == "" {
		return "the version in force"
	}
	return "the version " + id
}

func exceptionMigrated(c *requirement.Carried) Reason {
	from := fmt.Sprintf("%q of %s", c.FromPath, versionName(c.FromVersion))
	return Reason{
		Code: "exception_migrated", Text: fmt.Sprintf("it was approved for %s and stands at %q of %s now", from, c.Path, versionName(c.Version)),
		Have: &Value{Text: from}, Need: &Value{Text: fmt.Sprintf("%q of %s", c.Path, versionName(c.Version))},
	}
}

func exceptionOrphaned(c *requirement.Carried, version string) Reason {
	if c.Why == "" {
		return Reason{
			Code: "exception_orphaned", Text: "nothing at this requirement is as the exception expects it", Fix: "look at what it names, or remove it",
			Have: &Value{Text: c.Path}, Need: &Value{Text: string(c.Kind)},
		}
	}
	return Reason{
		Code: "exception_orphaned", Text: c.Why, Fix: c.Fix,
		Have: &Value{Text: fmt.Sprintf("%q of %s", c.FromPath, versionName(cmp.Or(c.FromVersion, c.Version)))}, Need: &Value{Text: versionName(version)},
	}
}

// exceptionLapsed says why an exception is not in force on the day.
func exceptionLapsed(c *requirement.Carried, asOf calendar.Date) Reason {
	need := &Value{Text: "in force on " + asOf.String(), Date: asOf}
	if !c.Expires.IsZero() && c.Expires < asOf {
		return Reason{
			Code: "exception_expired", Text: fmt.Sprintf("it ended on %s, before the day of evaluation %s", c.Expires, asOf),
			Have: &Value{Text: "in force until", Date: c.Expires}, Need: need, Fix: "renew the approval",
		}
	}
	return Reason{
		Code: "exception_not_yet", Text: fmt.Sprintf("it was approved on %s, after the day of evaluation %s", c.ApprovedOn, asOf),
		Have: &Value{Text: "in force from", Date: c.ApprovedOn}, Need: need,
	}
}
