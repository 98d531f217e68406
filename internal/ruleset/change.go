package ruleset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
)

// ChangeKind says what an update does to one entry.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Changed ChangeKind = "changed"
)

// Entry is one thing that an update adds or changes.
type Entry struct {
	Key  Key        `json:"-"`
	Kind ChangeKind `json:"kind"`
	// What is scale, institution, item, program or agreement.
	What string `json:"what"`
	// ID is the id; for agreements "id v2".
	ID string `json:"id"`
	// Detail says in words what differs, for example "3 rules added, 1 changed".
	Detail string `json:"detail,omitempty"`
}

// Change is the difference that an update makes. An update that makes none has
// no entries and equal versions.
type Change struct {
	Before    Version `json:"before"`
	After     Version `json:"after"`
	Entries   []Entry `json:"entries"`
	Unchanged int     `json:"unchanged"`
}

// Diff returns what merging update into base would change, and the merged set.
// The entries come in the order of update's kinds and ids.
func Diff(base, update Set) (Change, Set) {
	old := make(map[AgreementKey]*agreement.Agreement, len(base.Agreements))
	for i := range base.Agreements {
		old[agreementKey(&base.Agreements[i])] = &base.Agreements[i]
	}
	now := make(map[AgreementKey]*agreement.Agreement, len(update.Agreements))
	for i := range update.Agreements {
		now[agreementKey(&update.Agreements[i])] = &update.Agreements[i]
	}
	c := Compare(base.Manifest(), update.Manifest())
	for i := range c.Entries {
		if e := &c.Entries[i]; e.Kind == Changed && e.What == WhatAgreement {
			key := AgreementKey{agreement.ID(e.Key.ID), e.Key.Version}
			e.Detail = DescribeRules(RuleHashes(old[key].Rules), RuleHashes(now[key].Rules))
		}
	}
	return c, Merge(base, update)
}

// whats is the order in which a change is told.
var whats = []string{WhatScale, WhatInstitution, WhatItem, WhatProgram, WhatAgreement}

// Compare returns what merging update into base would change, without the
// details of changed agreements (see [DescribeRules]).
func Compare(base, update Manifest) Change {
	c := Change{Entries: []Entry{}, Before: base.Version()}
	for i := range update {
		f := &update[i]
		before, exists := base.Find(f.Key)
		switch {
		case !exists:
			c.Entries = append(c.Entries, Entry{Key: f.Key, Kind: Added, What: f.Key.What, ID: f.Key.Name()})
		case before != f.Hash:
			c.Entries = append(c.Entries, Entry{Key: f.Key, Kind: Changed, What: f.Key.What, ID: f.Key.Name()})
		default:
			c.Unchanged++
		}
	}
	slices.SortStableFunc(c.Entries, func(a, b Entry) int {
		return cmp.Compare(slices.Index(whats, a.What), slices.Index(whats, b.What))
	})
	c.After = c.Before
	if len(c.Entries) > 0 {
		c.After = base.Merge(update).Version()
	}
	return c
}

// DescribeRules says in words what differs between two versions of an
// agreement's rules: "3 rules added, 1 changed", or that only the heading or the
// order of the rules does.
func DescribeRules(before, after []RuleHash) string {
	old := make(map[string]Hash, len(before))
	for _, r := range before {
		old[r.ID] = r.Hash
	}
	added, changed := 0, 0
	for _, r := range after {
		hash, ok := old[r.ID]
		delete(old, r.ID)
		switch {
		case !ok:
			added++
		case hash != r.Hash:
			changed++
		}
	}
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{added, "added"}, {changed, "changed"}, {len(old), "removed"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s %s", p.n, plural(p.n, "rule"), p.word))
		}
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case !slices.Equal(before, after):
		return "rules reordered"
	}
	return "heading changed"
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
