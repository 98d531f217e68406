package app

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// maxRecordLines is the most lines of a record that comes over the network.
const maxRecordLines = 10_000

// Check cross-checks an update against the rules that it joins, and the whole
// for circles. Problems point into the update, those of a circle at what
// closes it there. The codes are those of [ruleset.Validate] and
// [pathway.Circles].
func Check(base, update *ruleset.Set) diag.List {
	problems := ruleset.ValidateOn(base, update)
	if problems.HasErrors() {
		return problems // the graph of a broken set says nothing new
	}
	merged := ruleset.Merge(*base, *update)
	cycles, found := pathway.Circles(&merged)
	if len(cycles) == 0 {
		return append(problems, found...) // none, or that there is no graph
	}
	for _, c := range cycles {
		p := c.Problem
		p.Pointer = ""
		for _, place := range c.Places {
			if p.Pointer = moved(place, &merged, update); p.Pointer != "" {
				break
			}
		}
		problems = append(problems, p)
	}
	return problems
}

// moved turns a pointer into one set into the pointer to the same entry of
// another, or "" where the other has no such entry.
func moved(pointer string, from, to *ruleset.Set) string {
	parts := strings.SplitN(strings.TrimPrefix(pointer, "/"), "/", 3)
	if len(parts) < 2 {
		return ""
	}
	i, err := strconv.Atoi(parts[1])
	if err != nil {
		return ""
	}
	keys := keysOf(from, parts[0])
	if i < 0 || i >= len(keys) {
		return ""
	}
	j := slices.Index(keysOf(to, parts[0]), keys[i])
	if j < 0 {
		return ""
	}
	parts[1] = strconv.Itoa(j)
	return "/" + strings.Join(parts, "/")
}

// keysOf names the entries of one section of a set.
func keysOf(set *ruleset.Set, section string) []string {
	var keys []string
	switch section {
	case "items":
		for i := range set.Items {
			keys = append(keys, string(set.Items[i].ID))
		}
	case "programs":
		for i := range set.Programs {
			keys = append(keys, set.Programs[i].ID)
		}
	case "agreements":
		for i := range set.Agreements {
			keys = append(keys, fmt.Sprintf("%s %d", set.Agreements[i].ID, set.Agreements[i].Version))
		}
	}
	return keys
}

// PrepareRecord completes the short forms of a record and returns what is wrong
// with it by itself, each problem with its JSON pointer. What the catalogue
// does not know is no problem: it stays, undecided.
func (v *View) PrepareRecord(r *record.Record) diag.List {
	recordfile.Complete(r)
	return recordfile.Check(r, v.recordOptions())
}

func (v *View) recordOptions() recordfile.Options {
	return recordfile.Options{Lines: maxRecordLines, Units: v.units}
}

// unitsOf lists the units that institutions define for themselves.
func unitsOf(set *ruleset.Set) []credit.Unit {
	known := credit.Units()
	var out []credit.Unit
	add := func(u credit.Unit) {
		if u != "" && !slices.Contains(known, u) && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	for i := range set.Institutions {
		add(set.Institutions[i].Unit)
		for _, f := range set.Institutions[i].Policy.Conversions {
			add(f.From)
			add(f.To)
		}
	}
	return out
}
