package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
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
			a.Lapsed, a.Orphan, a.OrphanWords, a.Reasons = true, why.Text, why.Words, append(a.Reasons, why)
		case applied:
			o.out.Exceptions = append(o.out.Exceptions, a)
			continue
		default:
			why := exceptionOrphaned(&c, o.e.prog.ID)
			a.Orphan, a.OrphanWords, a.Reasons = why.Text, why.Words, append(a.Reasons, why)
		}
		idle = append(idle, a)
	}
	o.out.Exceptions = append(o.out.Exceptions, idle...)
}

func versionName(id string) wording.Phrase {
	if id == "" {
		return wording.Of("exception.version_now", "the version in force")
	}
	return wording.Of("exception.version", "the version {version}", "version", id)
}

// placeOf is a requirement of a version.
func placeOf(path, version string) wording.Phrase {
	return wording.Of("exception.place", "{path} of {version}", "path", strconv.Quote(path), "version", versionName(version))
}

func exceptionMigrated(c *requirement.Carried) Reason {
	from, to := placeOf(c.FromPath, c.FromVersion), placeOf(c.Path, c.Version)
	r := because("exception_migrated", wording.Of("exception.moved", "it was approved for {from} and stands at {to} now", "from", from, "to", to))
	r.Have, r.Need = said(from), said(to)
	return r
}

func exceptionOrphaned(c *requirement.Carried, version string) Reason {
	if c.Why == "" {
		r := because("exception_orphaned", wording.Of("exception.idle", "nothing at this requirement is as the exception expects it"))
		r.Have, r.Need, r.Fix = &Value{Text: c.Path}, said(wording.Term("exception", string(c.Kind), string(c.Kind))), "look at what it names, or remove it"
		return r
	}
	return Reason{
		Code: "exception_orphaned", Text: c.Why, Fix: c.Fix,
		Have: said(placeOf(c.FromPath, cmp.Or(c.FromVersion, c.Version))), Need: said(versionName(version)),
	}
}

// exceptionLapsed says why an exception is not in force on the day.
func exceptionLapsed(c *requirement.Carried, asOf calendar.Date) Reason {
	need := &Value{Text: "in force on " + asOf.String(), Date: asOf, Words: wording.Of("value.in_force_on", "in force on")}
	if !c.Expires.IsZero() && c.Expires < asOf {
		r := because("exception_expired", wording.Of("exception.ended", "it ended on {end}, before the day of evaluation {day}", "end", c.Expires, "day", asOf))
		r.Have, r.Need, r.Fix = value("value.in_force_until", "in force until").on(c.Expires), need, "renew the approval"
		return r
	}
	r := because("exception_not_yet", wording.Of("exception.not_yet", "it was approved on {start}, after the day of evaluation {day}", "start", c.ApprovedOn, "day", asOf))
	r.Have, r.Need = value("value.in_force_from", "in force from").on(c.ApprovedOn), need
	return r
}
