package openbadge

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/diag"
)

// maxEmpty is how many places are named.
const maxEmpty = 20

// Empty lists what stands in a credential of Open Badges or CLR and says nothing:
// null, and empty lists, which the standard forbids (Open Badges 3.0, 8.1), and
// empty contexts. RDF keeps nothing of them, so that they could be put under a
// signature unseen. Credentials inside are not looked into. The code is
// empty_member.
func Empty(c Credential) diag.List {
	if k := c.Kind(); k != AchievementKind && k != EndorsementKind && k != ClrKind {
		return nil
	}
	e := empties{}
	e.object("", c.Doc)
	return e.list
}

type empties struct{ list diag.List }

func (e *empties) object(at string, m map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		place := at + "/" + escape(name)
		object, _ := m[name].(map[string]any)
		switch {
		case name == "@context" && (object == nil || len(object) > 0):
			if all, isList := m[name].([]any); isList && len(all) == 0 && at != "" {
				e.add(place)
			}
		case name == "@context":
			e.add(place)
		case name == "endorsement" || name == "verifiableCredential":
			if all, isList := m[name].([]any); m[name] == nil || isList && len(all) == 0 {
				e.add(place)
			}
		default:
			e.value(place, m[name])
		}
	}
}

func (e *empties) value(at string, v any) {
	switch v := v.(type) {
	case nil:
		e.add(at)
	case map[string]any:
		e.object(at, v)
	case []any:
		if len(v) == 0 {
			e.add(at)
		}
		for i, item := range v {
			e.value(at+"/"+strconv.Itoa(i), item)
		}
	}
}

func (e *empties) add(at string) {
	if len(e.list) < maxEmpty {
		e.list = append(e.list, diag.Problem{Code: "empty_member", Pointer: at, Message: "this says nothing; the standard allows neither null nor empty lists", Suggestion: "leave it out"})
	}
}
