package catalogfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// resolver replaces course codes by item ids.
type resolver struct {
	index    *codeIndex
	walk     itemWalk
	codes    map[catalog.InstitutionID][]string // for suggestions
	known    map[catalog.InstitutionID]bool
	problems diag.List
	// silent are the places whose code cannot be looked up because of a mistake
	// that is reported elsewhere: an institution that does not exist.
	silent []string
}

// resolveCodes replaces every item that has no "/" by the item that the code
// means on the day on which the agreement or the catalogue begins. What cannot
// be resolved stays and is reported.
func resolveCodes(set, base *ruleset.Set) (problems diag.List, silent []string) {
	r := resolver{
		index: indexCodes(base, set), codes: map[catalog.InstitutionID][]string{},
		known: map[catalog.InstitutionID]bool{},
	}
	for _, s := range []*ruleset.Set{base, set} {
		if s == nil {
			continue
		}
		for i := range s.Institutions {
			r.known[s.Institutions[i].ID] = true
		}
	}
	r.walk.visit = r.item
	for i := range set.Agreements {
		r.walk.agreement(&set.Agreements[i], i)
	}
	for i := range set.Programs {
		r.walk.program(&set.Programs[i], i)
	}
	return r.problems, r.silent
}

func (r *resolver) item(id *catalog.ItemID, inst catalog.InstitutionID) {
	code := string(*id)
	if code == "" || strings.Contains(code, "/") {
		return
	}
	if inst == "" {
		r.problem("code_without_institution", fmt.Sprintf("%q is a course code, and no single institution is known to look it up at", code), `write the item's id, "institution/item"`)
		return
	}
	switch found := r.index.find(inst, code, r.walk.day); len(found) {
	case 1:
		*id = found[0]
	case 0:
		if !r.known[inst] {
			r.silent = append(r.silent, "/"+strings.Join(r.walk.path, "/"))
			return
		}
		r.problem("unknown_code", fmt.Sprintf("%s has no item with the code %q", inst, code), r.nearest(inst, code))
	default:
		ids := make([]string, len(found))
		for i, f := range found {
			ids[i] = string(f)
		}
		r.problem("ambiguous_code", fmt.Sprintf("at %s the code %q means %s", inst, code, strings.Join(ids, " and ")), "write the id of the one that is meant")
	}
}

// maxSuggested keeps suggesting from being quadratic in what is unknown.
const maxSuggested = 1000

func (r *resolver) nearest(inst catalog.InstitutionID, code string) string {
	if len(r.problems) > maxSuggested {
		return ""
	}
	codes, ok := r.codes[inst]
	if !ok {
		for c := range r.index.byCode[inst] {
			codes = append(codes, c)
		}
		slices.Sort(codes)
		r.codes[inst] = codes
	}
	if near := diag.Nearest(catalog.NormalCode(code), codes); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

func (r *resolver) problem(code, message, suggestion string) {
	r.problems = append(r.problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion,
		Pointer: "/" + strings.Join(r.walk.path, "/"),
	})
}
