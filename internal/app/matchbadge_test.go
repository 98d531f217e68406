package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/badgeline"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// TestOnlyItsOwnIdentifiersSayWhatABadgeIs: an alignment decides nothing, also where
// the catalogue has nothing else, and suggests only an item of the same kind.
func TestOnlyItsOwnIdentifiersSayWhatABadgeIs(t *testing.T) {
	t.Parallel()
	const issuer, x, y, degree, twice = "https://a.example/i", "https://a.example/x", "https://a.example/y", "https://a.example/bs", "https://a.example/2"
	set := ruleset.Set{
		Institutions: []catalog.Institution{institution("a")},
		Items:        []catalog.Item{item("a/bs"), item("a/t1"), item("a/t2"), item("a/x"), item("a/y")},
	}
	set.Institutions[0].ExternalIDs = map[string]string{"issuer": issuer}
	for i, id := range []string{degree, twice, twice, x, y} {
		set.Items[i].ExternalIDs = map[string]string{"badge": id, "by": issuer}
	}
	set.Items[0].Kind = catalog.Degree
	kind := set.Items[3].Kind
	v, err := NewView(set, set.Version())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		claim badgeline.Claim
		want  badgeline.Found
	}{
		"its id, beside a degree":   {badgeline.Claim{ID: x, Aligned: []string{degree}, Kind: kind}, badgeline.Found{Item: "a/x"}},
		"its id before others":      {badgeline.Claim{ID: y, Others: []string{x}}, badgeline.Found{Item: "a/y"}},
		"another identifier":        {badgeline.Claim{ID: "https://a.example/z", Others: []string{x}}, badgeline.Found{Item: "a/x"}},
		"identifiers of two":        {badgeline.Claim{Others: []string{x, y}}, badgeline.Found{Several: true}},
		"an id that two items have": {badgeline.Claim{ID: twice, Others: []string{x}}, badgeline.Found{Several: true}},
		"aligned only":              {badgeline.Claim{ID: "https://a.example/z", Aligned: []string{x}, Kind: kind}, badgeline.Found{Aligned: "a/x"}},
		"aligned to another kind":   {badgeline.Claim{ID: "https://a.example/z", Aligned: []string{degree}, Kind: kind}, badgeline.Found{}},
		"aligned, of no kind":       {badgeline.Claim{ID: "https://a.example/z", Aligned: []string{x}}, badgeline.Found{}},
		"aligned to two":            {badgeline.Claim{Aligned: []string{x, y}, Kind: kind}, badgeline.Found{}},
		"the id of its issuer":      {badgeline.Claim{ID: issuer}, badgeline.Found{}},
	} {
		c.claim.Issuer = issuer
		if diff := cmp.Diff(c.want, v.matchBadge(c.claim)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
