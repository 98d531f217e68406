package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
)

// references reports expectations about targets, lines, requirements and words
// that there are not: they could never be met, or never fail.
func (r *reader) references(c *Case, expect *yaml.Node) {
	for name := range c.Expect {
		t := c.Expect[name]
		at := yamltext.At(expect, "/"+yamltext.Escape(name))
		if !slices.ContainsFunc(c.Targets, func(x engine.Target) bool { return x.String() == name }) {
			r.d.Problem(at, "unknown_target", fmt.Sprintf("the case does not ask about %q", name), "add it to targets")
		}
		look := lookup{r: r, c: c, expect: expect, at: "/" + yamltext.Escape(name)}
		for id := range t.Lines {
			look.line(id, "lines", id)
			if l := t.Lines[id]; l.Status != "" && !slices.Contains(engine.Statuses(), l.Status) {
				look.unknown("status", string(l.Status), words(engine.Statuses()), "lines", id, "status")
			}
		}
		if t.Audit != nil {
			look.audit(name, t.Audit)
		}
	}
}

// lookup finds the place of what is wrong below one target.
type lookup struct {
	r      *reader
	c      *Case
	expect *yaml.Node
	at     string
}

func (l *lookup) node(keys []string) *yaml.Node {
	parts := []string{l.at}
	for _, k := range keys {
		parts = append(parts, yamltext.Escape(k))
	}
	return yamltext.At(l.expect, strings.Join(parts, "/"))
}

// unknown reports a word that is not in a vocabulary.
func (l *lookup) unknown(what, word string, known []string, keys ...string) {
	l.r.d.Problem(l.node(keys), "unknown_"+what, fmt.Sprintf("there is no %s %q", what, word), yamltext.DidYouMean(word, known))
}

func (l *lookup) line(id string, keys ...string) {
	if !slices.ContainsFunc(l.c.Record.Attainments, func(a record.Attainment) bool { return a.ID == id }) {
		l.r.d.Problem(l.node(keys), "unknown_line", fmt.Sprintf("the record has no line %q", id), "")
	}
}

func (l *lookup) lines(ids []string, keys ...string) {
	for i, id := range ids {
		l.line(id, append(slices.Clone(keys), fmt.Sprint(i))...)
	}
}

func (l *lookup) verdict(v audit.Verdict, keys ...string) {
	known := []audit.Verdict{audit.Complete, audit.Incomplete, audit.Undecided}
	if v != "" && !slices.Contains(known, v) {
		l.unknown("verdict", string(v), words(known), keys...)
	}
}

func (l *lookup) path(path string, paths []string, keys ...string) {
	if !slices.Contains(paths, path) {
		l.unknown("path", path, slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p == "" }), keys...)
	}
}

func (l *lookup) audit(target string, a *Audit) {
	paths := l.paths(target)
	if len(paths) == 0 {
		l.r.d.Problem(l.node([]string{"audit"}), "no_requirements", fmt.Sprintf("%s is no program with requirements", target), "ask about institution/program")
		return
	}
	l.verdict(a.Verdict, "audit", "verdict")
	for path := range a.Requirements {
		r := a.Requirements[path]
		l.path(path, paths, "audit", "requirements", path)
		if r.Status != "" && !slices.Contains(engine.RequirementStatuses(), r.Status) {
			l.unknown("status", string(r.Status), words(engine.RequirementStatuses()), "audit", "requirements", path)
		}
		l.lines(r.Uses, "audit", "requirements", path, "uses")
		l.lines(r.Beyond, "audit", "requirements", path, "beyond")
		for what := range r.Measures {
			if !slices.Contains(measures, what) {
				l.unknown("measure", what, measures, "audit", "requirements", path, "measures", what)
			}
		}
	}
	l.lines(a.Unused, "audit", "unused")
	for i, path := range a.Questions {
		l.path(path, paths, "audit", "questions", fmt.Sprint(i))
	}
	for with := range a.Lenses {
		if !slices.Contains(lenses, with) {
			l.unknown("lens", with, lenses, "audit", "lenses", with)
		}
		l.verdict(a.Lenses[with].Verdict, "audit", "lenses", with, "verdict")
	}
	l.changes(a, paths)
}

// changes looks at what is expected of exceptions, ways and flips.
func (l *lookup) changes(a *Audit, paths []string) {
	for i, x := range a.Exceptions {
		if !slices.ContainsFunc(l.c.Record.Exceptions, func(e requirement.Exception) bool { return e.ID == x.ID }) {
			l.r.d.Problem(l.node([]string{"audit", "exceptions", fmt.Sprint(i)}), "unknown_exception", fmt.Sprintf("the record has no exception %q", x.ID), "")
		}
	}
	for i, w := range a.Ways {
		for k, path := range w.Steps {
			l.path(path, paths, "audit", "ways", fmt.Sprint(i), "steps", fmt.Sprint(k))
		}
	}
	for i, f := range a.Flips {
		l.verdict(f.To, "audit", "flips", fmt.Sprint(i), "to")
		l.lines(f.Lines, "audit", "flips", fmt.Sprint(i), "lines")
		if f.Path != "" {
			l.path(f.Path, paths, "audit", "flips", fmt.Sprint(i), "path")
		}
	}
}

// The words of measures and lenses; see [engine.Measure] and [engine.Lens].
var (
	measures = []string{"items", "credits", "distinct", "parts", "gpa", "at-least", "at-most"}
	lenses   = []string{string(record.InProgress), string(record.Planned)}
)

// paths are those of all versions of a program; none where the set has no such
// program, or it asks for nothing.
func (l *lookup) paths(program string) []string {
	var out []string
	for i := range l.r.out.Set.Programs {
		p := &l.r.out.Set.Programs[i]
		if p.ID != program {
			continue
		}
		for _, v := range p.Each {
			places, _ := requirement.Places(v.Requires, 0, 0)
			for k := range places {
				out = append(out, places[k].Path)
			}
		}
	}
	slices.SortFunc(out, cmp.Compare[string])
	return slices.Compact(out)
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}
