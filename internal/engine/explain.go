package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Explain answers a query about one requirement, by its path, of its only
// target. The error is a diag.List as that of Evaluate, and unknown_requirement
// or no_requirements where the target has no such requirement.
func (s *Snapshot) Explain(q Query, path string) (Explanation, error) {
	e, notes, err := s.explained(&q)
	if err != nil {
		return Explanation{}, err
	}
	tr, err := e.withProgram(notes)
	if err != nil {
		return Explanation{}, err
	}
	x := explainer{e: e, sol: e.solved, audit: tr.Audit, result: &tr}
	if err := x.find(path); err != nil {
		return Explanation{}, err
	}
	out := x.explain()
	out.AsOf, out.RulesVersion, out.Engine, out.InputHash = q.AsOf, s.version, Version, inputHash(&q, e.lines)
	return out, nil
}

// explained is the evaluation of a query with one target that asks for something,
// with the notes of its conflicts.
func (s *Snapshot) explained(q *Query) (*evaluation, []Reason, error) {
	problems := s.checkQuery(q)
	lines, recordProblems := s.recognise(&q.Record, q.AsOf)
	problems = append(problems, recordProblems...)
	if len(q.Targets) > 1 {
		problems = append(problems, diag.Problem{Code: "too_many_targets", Pointer: "/targets", Message: "a requirement belongs to one program", Suggestion: "name one target"})
	}
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	e, notes, err := s.settled(q, lines, q.Targets[0])
	if err != nil {
		return nil, nil, err
	}
	if e.prog == nil {
		return nil, nil, diag.List{{
			Code: "no_requirements", Pointer: "/targets/0", Message: e.target.String() + " asks for nothing that is known",
			Suggestion: "name a program with requirements",
		}}
	}
	return e, notes, nil
}

// explainer explains one requirement of a solved program.
type explainer struct {
	e      *evaluation
	sol    *programSolution
	audit  *Audit
	result *TargetResult
	places []requirement.Place
	at     int // in places
	line   Requirement
}

// find looks the requirement up by path, in any case.
func (x *explainer) find(path string) error {
	x.places = x.e.prog.places
	path = strings.Trim(path, "/ ")
	x.at = slices.IndexFunc(x.places, func(p requirement.Place) bool { return strings.EqualFold(p.Path, path) })
	if x.at < 0 {
		known := make([]string, 0, len(x.places))
		for i := range x.places {
			known = append(known, x.places[i].Path)
		}
		return diag.List{{
			Code: "unknown_requirement", Pointer: "/requirement",
			Message:    fmt.Sprintf("%s has no requirement %q", x.e.target, path),
			Suggestion: didYouMean(path, known, "evaluate the program to see its paths"),
		}}
	}
	pointer := x.places[x.at].Pointer
	if i := slices.IndexFunc(x.audit.Requirements, func(r Requirement) bool { return r.Pointer == pointer }); i >= 0 {
		x.line = x.audit.Requirements[i]
		return nil
	}
	// A part of a branch that is closed, of something waived or recommended.
	o := outline{e: x.e, texts: x.e.prog.texts()}
	x.line = o.line(x.at, x.places[x.at].Depth, RequirementNotNeeded)
	return nil
}

func (x *explainer) explain() Explanation {
	a, p := x.audit, &x.places[x.at]
	out := Explanation{
		Target: x.e.target, InstitutionName: x.result.InstitutionName, ProgramTitle: x.result.ProgramTitle,
		Version: a.Version, Catalog: a.Catalog, Right: a.Right, Verdict: a.Verdict, Proven: a.Proven,
		Requirement: x.line, About: p.Node.About, Record: x.standings(), Flips: a.Flips, Proof: a.Proof,
	}
	for i := range a.Requirements {
		r := &a.Requirements[i]
		if x.below(r.Path) && r.Depth == p.Depth+1 {
			out.Parts = append(out.Parts, *r)
		}
	}
	for i := range a.Exceptions {
		if x.about(a.Exceptions[i].Path) {
			out.Exceptions = append(out.Exceptions, a.Exceptions[i])
		}
	}
	for i := range a.Questions {
		if x.about(a.Questions[i].Path) {
			out.Questions = append(out.Questions, a.Questions[i])
		}
	}
	if len(a.Ways) > 0 {
		for i := range a.Ways[0].Steps {
			if x.about(a.Ways[0].Steps[i].Path) {
				out.Steps = append(out.Steps, a.Ways[0].Steps[i])
			}
		}
	}
	out.Accepts, out.AcceptsInAll = x.accepts()
	return out
}

// about reports whether a path is the requirement or a part of it.
func (x *explainer) about(path string) bool { return path == x.line.Path || x.below(path) }

func (x *explainer) below(path string) bool {
	if x.line.Path == "" {
		return path != ""
	}
	return strings.HasPrefix(path, x.line.Path+"/")
}
