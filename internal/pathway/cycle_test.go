package pathway_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func program(id string, credential catalog.ItemID, requires *requirement.Node) requirement.Program {
	return requirement.Program{ID: id, Institution: "u", Title: id[2:], Credential: credential, Requires: requires}
}

func TestCycles(t *testing.T) {
	t.Parallel()
	two := []catalog.Item{item("u/a", catalog.Certificate), item("u/b", catalog.Certificate), item("u/c", catalog.Course)}
	internal := articulation("own", "u", "u", rule("r", source("u/a"), gives("u/c")...))
	certs := append(slices.Clone(two), item("v/c", catalog.Course), item("v/d", catalog.Certificate), item("v/e", catalog.Certificate))
	expired := articulation("back", "v", "u", rule("1", source("v/d"), gives("u/a")...))
	expired.Lifecycle = agreement.Expired
	past := internal
	past.Lifecycle = agreement.Expired
	hub := articulation("hub", "u", "", rule("1", source("u/c"), gives("v/c")...), rule("2", source("v/c"), gives("u/c")...))
	hub.Kind = agreement.Hub
	tests := []struct {
		name string
		set  ruleset.Set
		want []string
	}{
		{"a credential asks for itself", ruleset.Set{Items: two, Programs: []requirement.Program{program("u/B", "u/a", needs("u/a"))}}, []string{
			"/programs/0/requires: cyclic_pathway: a credential leads back to itself: certificate A → program B → certificate A (program B cannot ask for certificate A; remove that requirement or make it a recommendation)",
		}},
		{"the shortest circle of a knot, told once", ruleset.Set{Items: two, Programs: []requirement.Program{
			program("u/X", "u/a", needs("u/b", "u/c")), program("u/Y", "u/b", needs("u/a")), program("u/Z", "u/c", needs("u/b")),
		}}, []string{
			"/programs/1/requires: cyclic_pathway: a credential leads back to itself: certificate A → program Y → certificate B → program X → certificate A (program Y cannot ask for certificate A; remove that requirement or make it a recommendation)",
		}},
		{"advice may point back", ruleset.Set{Items: two, Programs: []requirement.Program{
			program("u/B", "u/a", &requirement.Node{Item: "u/a", Recommended: true}),
		}}, nil},
		{"one institution's own rule closes the circle", ruleset.Set{
			Items: two, Programs: []requirement.Program{program("u/X", "u/a", needs("u/c"))}, Agreements: []agreement.Agreement{internal},
		}, []string{
			"/programs/0/requires: cyclic_pathway: a credential leads back to itself: certificate A → rule own v1 r → course C → program X → certificate A (program X cannot ask for course C; remove that requirement or make it a recommendation)",
		}},
		{"not once it has expired", ruleset.Set{
			Items: two, Programs: []requirement.Program{program("u/X", "u/a", needs("u/c"))}, Agreements: []agreement.Agreement{past},
		}, nil},
		{"articulation in both directions is ordinary", ruleset.Set{Items: two, Agreements: []agreement.Agreement{
			articulation("out", "u", "v", rule("1", source("u/c"), gives("v/c")...)),
			articulation("back", "v", "u", rule("1", source("v/c"), gives("u/c")...)),
		}}, nil},
		{"credentials that recognise one another across institutions are too", ruleset.Set{Items: two, Programs: []requirement.Program{
			program("u/X", "u/a", needs("u/c")), {ID: "v/Y", Institution: "v", Credential: "v/b", Requires: needs("v/c")},
		}, Agreements: []agreement.Agreement{
			articulation("out", "u", "v", rule("1", source("u/a"), gives("v/c")...)),
			articulation("back", "v", "u", rule("1", source("v/b"), gives("u/c")...)),
		}}, nil},
		{"certificates for one another across institutions are not", ruleset.Set{Items: certs, Agreements: []agreement.Agreement{
			articulation("out", "u", "v", rule("0", source("u/c"), gives("v/c")...), rule("1", source("u/a"), gives("v/d")...)),
			articulation("back", "v", "u", rule("1", source("v/d"), gives("u/a")...)),
		}}, []string{
			"/agreements/0/rules/1: cyclic_agreement: agreements give credentials for one another: certificate A → rule out v1 1 → certificate D → rule back v1 1 → certificate A (remove one of the rules, or award a course instead of the credential)",
		}},
		{"nor on a detour through a program", ruleset.Set{Items: certs, Programs: []requirement.Program{
			{ID: "v/Y", Institution: "v", Title: "Y", Credential: "v/e", Requires: needs("v/d", "v/c")},
		}, Agreements: []agreement.Agreement{
			articulation("out", "u", "v", rule("1", source("u/a"), gives("v/d")...)),
			articulation("back", "v", "u", rule("1", source("v/e"), gives("u/a")...)),
		}}, []string{
			"/programs/0/requires: cyclic_pathway: a credential leads back to itself: certificate A → rule out v1 1 → certificate D → program Y → certificate E → rule back v1 1 → certificate A (program Y cannot ask for certificate D; remove that requirement or make it a recommendation)",
		}},
		{"what a rule gives besides is no circle", ruleset.Set{Items: certs, Programs: []requirement.Program{
			{ID: "v/Y", Institution: "v", Credential: "v/e", Requires: needs("v/c")},
		}, Agreements: []agreement.Agreement{
			articulation("out", "u", "v", rule("1", source("u/a"), gives("v/d", "v/c")...)),
			articulation("back", "v", "u", rule("1", source("v/e"), gives("u/a")...)),
		}}, nil},
		{"an expired agreement closes no circle", ruleset.Set{Items: certs, Agreements: []agreement.Agreement{
			articulation("out", "u", "v", rule("1", source("u/a"), gives("v/d")...)), expired,
		}}, nil},
		{"a certificate with a course for a certificate is no recognition", ruleset.Set{Items: certs, Agreements: []agreement.Agreement{
			articulation("out", "u", "v", rule("1", source("u/a", "u/c"), gives("v/d")...)),
			articulation("back", "v", "u", rule("1", source("v/d"), gives("u/a")...)),
		}}, nil},
		{"one agreement that gives what it asks for is not", ruleset.Set{Items: two, Agreements: []agreement.Agreement{
			articulation("both", "u", "v", rule("1", source("u/c"), gives("v/c")...), rule("2", source("v/c"), gives("u/c")...)),
		}}, []string{
			"/agreements/0/rules: cyclic_agreement: agreement both version 1 gives what it asks for: course C → rule both v1 1 → item v/c → rule both v1 2 → course C (split the two directions into two agreements, each with its receiver)",
		}},
		{"a hub states equivalence", ruleset.Set{Items: two, Agreements: []agreement.Agreement{hub}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			g, problems := pathway.Build(&test.set)
			var got []string
			for i, p := range problems {
				got = append(got, p.String())
				if path := g.Cycles()[i].Path; path[0] != path[len(path)-1] {
					t.Errorf("path %v is not closed", path)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
