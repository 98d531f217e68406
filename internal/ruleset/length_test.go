package ruleset

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

func TestIDsAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 9000)
	for pointer, change := range map[string]func(*Set){
		"/institutions/0/id":       func(s *Set) { s.Institutions[0].ID = catalog.InstitutionID(long) },
		"/items/0/id":              func(s *Set) { s.Items[0].ID = catalog.ItemID(string(s.Items[0].Institution) + "/" + long) },
		"/items/0/versions/0/code": func(s *Set) { s.Items[0].Versions[0].Code = long },
		"/programs/0/id":           func(s *Set) { s.Programs[0].ID = string(s.Programs[0].Institution) + "/" + long },
		"/agreements/0/id":         func(s *Set) { s.Agreements[0].ID = agreement.ID(long) },
		"/agreements/0/rules/0/id": func(s *Set) { s.Agreements[0].Rules[0].ID = long },
	} {
		s := newWorld(t)
		change(s)
		found := false
		for _, p := range Validate(s) {
			found = found || p.Code == "id_too_long" && p.Pointer == pointer
			if len(p.String()) > 40_000 {
				t.Errorf("%s: a problem of %d bytes", p.Code, len(p.String()))
			}
		}
		if !found {
			t.Errorf("%s: id_too_long is missing", pointer)
		}
	}
}
