package cli

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// resolveTargets reads every --to; mistakes come together.
func resolveTargets(set *ruleset.Set, texts []string) ([]engine.Target, error) {
	var (
		out      []engine.Target
		problems diag.List
	)
	for _, text := range texts {
		t, problem := resolveTarget(set, text)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	if problems != nil {
		return nil, fault.List(fault.Usage, "Not every target is known.", problems)
	}
	return out, nil
}

// resolveTarget reads "INSTITUTION" or "INSTITUTION/PROGRAM", each by id, name
// or alias, in any case. A name may hold a slash itself.
func resolveTarget(set *ruleset.Set, text string) (engine.Target, *diag.Problem) {
	if in := findInstitution(set, text); in != nil {
		return engine.Target{Institution: in.ID}, nil
	}
	name, program, found := strings.Cut(text, "/")
	in := findInstitution(set, name)
	if in == nil {
		return engine.Target{}, &diag.Problem{
			Code: "unknown_institution", Message: "no institution is known as " + quoted(name),
			Suggestion: didYouMean(name, institutionNames(set)),
		}
	}
	if !found || program == "" {
		return engine.Target{Institution: in.ID}, nil
	}
	if p := findProgram(set, in.ID, program); p != nil {
		return engine.Target{Institution: in.ID, Program: p.ID}, nil
	}
	return engine.Target{}, &diag.Problem{
		Code: "unknown_program", Message: in.Name + " has no program " + quoted(program),
		Suggestion: didYouMean(program, programNames(set, in.ID)),
	}
}

func findInstitution(set *ruleset.Set, text string) *catalog.Institution {
	text = strings.TrimSpace(text)
	for _, names := range []func(*catalog.Institution) []string{
		func(in *catalog.Institution) []string { return []string{string(in.ID)} },
		func(in *catalog.Institution) []string { return append([]string{in.Name}, in.Aliases...) },
		formerNames,
	} {
		i := slices.IndexFunc(set.Institutions, func(in catalog.Institution) bool {
			return slices.ContainsFunc(names(&in), func(n string) bool { return strings.EqualFold(n, text) })
		})
		if i >= 0 {
			return &set.Institutions[i]
		}
	}
	return nil
}

func formerNames(in *catalog.Institution) []string {
	names := make([]string, len(in.FormerNames))
	for i := range in.FormerNames {
		names[i] = in.FormerNames[i].Name
	}
	return names
}

func findProgram(set *ruleset.Set, in catalog.InstitutionID, text string) *requirement.Program {
	text = strings.TrimSpace(text)
	i := slices.IndexFunc(set.Programs, func(p requirement.Program) bool {
		return p.Institution == in && (strings.EqualFold(localID(p.ID), text) || strings.EqualFold(p.Title, text))
	})
	if i < 0 {
		return nil
	}
	return &set.Programs[i]
}

func localID(id string) string {
	_, local, _ := strings.Cut(id, "/")
	return local
}

func institutionNames(set *ruleset.Set) []string {
	var names []string
	for i := range set.Institutions {
		in := &set.Institutions[i]
		names = append(append(names, string(in.ID), in.Name), in.Aliases...)
	}
	return names
}

func programNames(set *ruleset.Set, in catalog.InstitutionID) []string {
	var names []string
	for i := range set.Programs {
		if set.Programs[i].Institution == in {
			names = append(names, localID(set.Programs[i].ID), set.Programs[i].Title)
		}
	}
	return names
}

// didYouMean suggests the nearest name, names that begin alike, or a few of
// those that exist.
func didYouMean(text string, names []string) string {
	if near := diag.Nearest(text, names); near != "" {
		return "did you mean " + near + "?"
	}
	low := strings.ToLower(strings.TrimSpace(text))
	var alike []string
	for _, n := range names {
		if low != "" && strings.Contains(strings.ToLower(n), low) && len(alike) < 5 && !slices.Contains(alike, n) {
			alike = append(alike, n)
		}
	}
	switch {
	case alike != nil:
		return "did you mean " + strings.Join(alike, ", or ") + "?"
	case len(names) == 0:
		return "none is known; import a catalogue first"
	case len(names) <= 12:
		return "known are " + strings.Join(names, ", ")
	}
	return ""
}

func quoted(s string) string { return "“" + s + "”" }
