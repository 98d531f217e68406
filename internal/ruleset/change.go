package ruleset

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
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
func Diff(base, update Set) (Change, Set) {
	merged := Merge(base, update)
	c := Change{Before: base.Version(), After: merged.Version(), Entries: []Entry{}}
	diff(&c, "scale", base.Scales, update.Scales, func(x *catalog.Scale) string { return string(x.ID) }, nil)
	diff(&c, "institution", base.Institutions, update.Institutions, func(x *catalog.Institution) string { return string(x.ID) }, nil)
	diff(&c, "item", base.Items, update.Items, func(x *catalog.Item) string { return string(x.ID) }, nil)
	diff(&c, "program", base.Programs, update.Programs, func(x *requirement.Program) string { return x.ID }, nil)
	diff(&c, "agreement", base.Agreements, update.Agreements, func(a *agreement.Agreement) string {
		return fmt.Sprintf("%s v%d", a.ID, a.Version)
	}, rulesDetail)
	return c, merged
}

func diff[T any](c *Change, what string, base, update []T, id func(*T) string, detail func(a, b *T) string) {
	old := make(map[string]*T, len(base))
	for i := range base {
		old[id(&base[i])] = &base[i]
	}
	seen := make(map[string]bool, len(update))
	for i := range update {
		key := id(&update[i])
		if seen[key] {
			continue
		}
		seen[key] = true
		before, exists := old[key]
		switch {
		case !exists:
			c.Entries = append(c.Entries, Entry{Kind: Added, What: what, ID: key})
		case same(before, &update[i]):
			c.Unchanged++
		default:
			e := Entry{Kind: Changed, What: what, ID: key}
			if detail != nil {
				e.Detail = detail(before, &update[i])
			}
			c.Entries = append(c.Entries, e)
		}
	}
}

func same(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func rulesDetail(a, b *agreement.Agreement) string {
	old := make(map[string]*agreement.Rule, len(a.Rules))
	for i := range a.Rules {
		old[a.Rules[i].ID] = &a.Rules[i]
	}
	added, changed := 0, 0
	for i := range b.Rules {
		before, ok := old[b.Rules[i].ID]
		delete(old, b.Rules[i].ID)
		switch {
		case !ok:
			added++
		case !same(before, &b.Rules[i]):
			changed++
		}
	}
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{added, "added"}, {changed, "changed"}, {len(old), "removed"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d rules %s", p.n, p.word))
		}
	}
	if len(parts) == 0 {
		return "heading changed"
	}
	return strings.Join(parts, ", ")
}
