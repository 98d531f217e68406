// Package ruleset is everything that one evaluation stands on: institutions,
// items, programs and agreements as one set with a canonical order, a content
// hash (the rules version) and cross-checks.
package ruleset

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Set is a catalogue with its agreements. The zero Set is empty and valid.
type Set struct {
	Scales       []catalog.Scale       `json:"scales,omitempty"`
	Institutions []catalog.Institution `json:"institutions,omitempty"`
	Items        []catalog.Item        `json:"items,omitempty"`
	Programs     []requirement.Program `json:"programs,omitempty"`
	Agreements   []agreement.Agreement `json:"agreements,omitempty"`
}

// Version identifies the content of a set: the lower-case hex SHA-256 of its
// [Manifest], which holds the hash of each entry's canonical JSON.
type Version string

// Short is the first twelve digits, for people.
func (v Version) Short() string { return string(v[:min(12, len(v))]) }

// Sort puts the set into canonical order: scales, institutions, items and
// programs by id, agreements by id and version. Lists whose order carries
// meaning (rules, awards, versions) or a person's intent stay as they are.
func (s *Set) Sort() {
	slices.SortStableFunc(s.Scales, func(a, b catalog.Scale) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(s.Institutions, func(a, b catalog.Institution) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(s.Items, func(a, b catalog.Item) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(s.Programs, func(a, b requirement.Program) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(s.Agreements, func(a, b agreement.Agreement) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version))
	})
}

// Version hashes the content: equal content gives equal versions whatever order
// it was read in.
func (s *Set) Version() Version { return s.Manifest().Version() }

// Merge returns the union of two sets. Where both describe the same thing (same
// id, for agreements id and version) the one from update wins; nothing is ever
// removed.
func Merge(base, update Set) Set {
	out := Set{
		Scales:       merge(base.Scales, update.Scales, func(x *catalog.Scale) catalog.ScaleID { return x.ID }),
		Institutions: merge(base.Institutions, update.Institutions, func(x *catalog.Institution) catalog.InstitutionID { return x.ID }),
		Items:        merge(base.Items, update.Items, func(x *catalog.Item) catalog.ItemID { return x.ID }),
		Programs:     merge(base.Programs, update.Programs, func(x *requirement.Program) string { return x.ID }),
		Agreements:   merge(base.Agreements, update.Agreements, agreementKey),
	}
	out.Sort()
	return out
}

// AgreementKey identifies one version of an agreement.
type AgreementKey struct {
	ID      agreement.ID
	Version int
}

func agreementKey(a *agreement.Agreement) AgreementKey { return AgreementKey{a.ID, a.Version} }

func merge[T any, K comparable](base, update []T, key func(*T) K) []T {
	out := slices.Clone(base)
	at := make(map[K]int, len(out))
	for i := range out {
		at[key(&out[i])] = i
	}
	for i := range update {
		if j, ok := at[key(&update[i])]; ok {
			out[j] = update[i]
			continue
		}
		at[key(&update[i])] = len(out)
		out = append(out, update[i])
	}
	return out
}
