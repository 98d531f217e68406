package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/lint"
)

// shownOfACode is how many findings of one code are printed unless all are
// asked for.
const shownOfACode = 10

// printFindings prints findings grouped by code, or as JSON in the order of
// their places. The fault says how many there are, and makes the exit code 3.
func (p *program) printFindings(list diag.List, asJSON, all bool) error {
	list.Sort()
	groups := groupFindings(list)
	var err error
	if asJSON {
		err = p.findingsJSON(list)
	} else {
		err = p.findingsText(groups, all)
	}
	switch {
	case err != nil:
		return err
	case len(list) == 0:
		p.sayf("No findings.")
		return nil
	}
	var parts []string
	for _, g := range groups {
		parts = append(parts, fmt.Sprintf("%d %s", len(g.list), g.code))
	}
	return fault.New(fault.NotMet, count(len(list), "finding", "findings")+": "+strings.Join(parts, ", ")+".")
}

func (p *program) findingsJSON(list diag.List) error {
	enc := json.NewEncoder(p.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if list == nil {
		list = diag.List{}
	}
	return enc.Encode(list)
}

// findingGroup is the findings of one code.
type findingGroup struct {
	code, title string
	rank        int
	list        diag.List
}

// groupFindings gathers findings by code: what an import refuses first, then
// what the linter finds, then the warnings of the validation.
func groupFindings(list diag.List) []*findingGroup {
	kinds := lint.Kinds()
	byCode := map[string]*findingGroup{}
	var groups []*findingGroup
	for _, f := range list {
		g := byCode[f.Code]
		if g == nil {
			g = &findingGroup{code: f.Code, rank: len(kinds)}
			if i := slices.IndexFunc(kinds, func(k lint.Kind) bool { return k.Code == f.Code }); i >= 0 {
				g.title, g.rank = kinds[i].Title, i
			}
			if f.Severity == diag.Error {
				g.rank = -1
			}
			byCode[f.Code] = g
			groups = append(groups, g)
		}
		g.list = append(g.list, f)
	}
	slices.SortStableFunc(groups, func(a, b *findingGroup) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.code, b.code))
	})
	return groups
}

func (p *program) findingsText(groups []*findingGroup, all bool) error {
	w := printer{w: p.Out}
	for i, g := range groups {
		if i > 0 {
			w.println()
		}
		w.printf("%s", g.code)
		if g.title != "" {
			w.printf(": %s", g.title)
		}
		w.printf(" (%d)\n", len(g.list))
		shown := len(g.list)
		if !all && shown > shownOfACode {
			shown = shownOfACode
		}
		for _, f := range g.list[:shown] {
			w.println(f)
		}
		if rest := g.list[shown:]; len(rest) > 0 {
			w.printf("… and %d more%s; --all shows them\n", len(rest), where(rest))
		}
	}
	return w.err
}

// where counts the files, or the agreements and programs, that findings are in.
func where(list diag.List) string {
	seen := map[string]bool{}
	files := false
	for i := range list {
		name := list[i].File
		files = files || list[i].Line > 0
		if list[i].Line == 0 {
			name, _, _ = strings.Cut(name, " ")
			if agreement, _, found := strings.Cut(name, "@"); found {
				name = agreement
			}
		}
		seen[name] = true
	}
	if files {
		return " in " + count(len(seen), "file", "files")
	}
	return " in " + count(len(seen), "place", "places")
}
