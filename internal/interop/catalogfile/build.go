package catalogfile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// sections are the keys that a file may hold.
var sections = []string{"scales", "institutions", "items", "programs", "agreements"}

// entry is one element of a section and its place.
type entry[T any] struct {
	value T
	at    place
}

// builder collects what the files hold before the set is put together.
type builder struct {
	opts         Options
	problems     diag.List
	stopped      bool
	places       yamltext.PlaceMaker
	scales       []entry[catalog.Scale]
	institutions []entry[catalog.Institution]
	items        []entry[catalog.Item]
	programs     []entry[requirement.Program]
	agreements   []entry[agreement.Agreement]
}

func newBuilder(opts Options) *builder { return &builder{opts: opts} }

func (b *builder) text(name string, data []byte) {
	docs, problems := yamltext.Parse(data, name, b.opts.Limits)
	b.problems = append(b.problems, problems...)
	for _, doc := range docs {
		b.document(name, doc)
	}
}

// document reads one mapping of sections.
func (b *builder) document(file string, doc *yaml.Node) {
	d := &yamltext.Decoder{File: file, Forms: Forms(), KeepEmpty: keepEmpty(), Rewrites: rewrites(), ShortKeys: shortKeys()}
	d.Pairs(doc, func(key, list *yaml.Node) {
		switch key.Value {
		case "scales":
			b.scales = collect(&b.places, d, list, b.scales)
		case "institutions":
			b.institutions = collect(&b.places, d, list, b.institutions)
		case "items":
			b.items = collect(&b.places, d, list, b.items)
		case "programs":
			b.programs = collect(&b.places, d, list, b.programs)
		case "agreements":
			b.agreements = collect(&b.places, d, list, b.agreements)
		default:
			d.Problem(key, "unknown_key", "there is no key "+strconv.Quote(key.Value)+" here", yamltext.DidYouMean(key.Value, sections))
		}
	})
	b.problems = append(b.problems, d.Problems...)
}

// collect decodes the entries of a section.
func collect[T any](m *yamltext.PlaceMaker, d *yamltext.Decoder, list *yaml.Node, out []entry[T]) []entry[T] {
	d.Elements(list, func(n *yaml.Node) {
		e := entry[T]{at: place{file: d.File}}
		before := len(d.Problems)
		d.Decode(n, &e.value)
		e.at.broken = len(d.Problems) > before
		e.at.places = m.Of(n) // and not the nodes: those of a million rules are gigabytes
		out = append(out, e)
	})
	return out
}

// finish derives what was left implicit, sorts, checks, and gives every problem
// its place.
func (b *builder) finish() (ruleset.Set, *Positions, diag.List) {
	b.derive()
	sortEntries(b.scales, func(x, y *catalog.Scale) int { return cmp.Compare(x.ID, y.ID) })
	sortEntries(b.institutions, func(x, y *catalog.Institution) int { return cmp.Compare(x.ID, y.ID) })
	sortEntries(b.items, func(x, y *catalog.Item) int { return cmp.Compare(x.ID, y.ID) })
	sortEntries(b.programs, func(x, y *requirement.Program) int { return cmp.Compare(x.ID, y.ID) })
	sortEntries(b.agreements, func(x, y *agreement.Agreement) int {
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Version, y.Version))
	})
	pos := &Positions{places: map[string][]place{}}
	set := ruleset.Set{
		Scales:       split(b.scales, "scales", pos),
		Institutions: split(b.institutions, "institutions", pos),
		Items:        split(b.items, "items", pos),
		Programs:     split(b.programs, "programs", pos),
		Agreements:   split(b.agreements, "agreements", pos),
	}
	unresolved, silent := resolveCodes(&set, b.opts.Base)
	problems := pos.Attach(b.cross(&set, pos, unresolved, silent))
	b.problems = append(b.problems, problems...)
	b.problems.Sort()
	set.Share() // the last change: what is shared is only read
	return set, pos, b.problems
}

// cross returns the unresolved codes and the cross-checks without the echoes of what is reported
// already: an unresolved code is also no item, and what was written but could
// not be read looks missing.
func (b *builder) cross(set *ruleset.Set, pos *Positions, unresolved diag.List, silent []string) diag.List {
	known := make(map[string]bool, len(unresolved)+len(silent))
	for _, pointer := range silent {
		known[pointer] = true
	}
	for _, p := range unresolved {
		known[p.Pointer] = true
	}
	checked := slices.DeleteFunc(ruleset.ValidateOn(b.opts.Base, set), func(p diag.Problem) bool { return known[p.Pointer] })
	return slices.DeleteFunc(append(unresolved, checked...), func(p diag.Problem) bool {
		at, _, ok := pos.entry(p.Pointer)
		return ok && at.broken && (echoes(p.Code) || p.Code == "zero_required" && b.unread(pos, &p))
	})
}

// unread reports whether a need that looks like none was written, and could not
// be read: its number is wrong, or its key.
func (b *builder) unread(pos *Positions, p *diag.Problem) bool {
	file, first, _, ok := pos.Find(strings.TrimSuffix(p.Pointer, "/take"))
	entry, rest, _ := pos.entry(p.Pointer)
	if !ok {
		return false
	}
	last, _ := entry.places.At(rest)
	type spot struct{ line, column int }
	var needs []spot
	for _, key := range []string{"/items", "/credits", "/distinct"} {
		if _, line, column, ok := pos.Find(p.Pointer + key); ok {
			needs = append(needs, spot{line, column})
		}
	}
	return slices.ContainsFunc(b.problems, func(q diag.Problem) bool {
		return q.File == file && (slices.Contains(needs, spot{q.Line, q.Column}) && (q.Code == "bad_value" || q.Code == "wrong_type") ||
			q.Code == "unknown_key" && q.Line >= first && q.Line <= last)
	})
}

// echoes reports whether a problem may only be the shadow of unreadable text.
func echoes(code string) bool {
	return strings.HasPrefix(code, "missing_") || code == "bad_expression" || code == "bad_requirement" ||
		code == "code_without_institution"
}

// derive fills in what the id already says.
func (b *builder) derive() {
	for i := range b.items {
		if it := &b.items[i].value; it.Institution == "" {
			it.Institution = it.ID.Institution()
		}
	}
	for i := range b.programs {
		if p := &b.programs[i].value; p.Institution == "" {
			p.Institution = catalog.ItemID(p.ID).Institution()
		}
	}
	for i := range b.agreements {
		if a := &b.agreements[i].value; a.Version == 0 {
			a.Version = 1
		}
		for j := range b.agreements[i].value.Rules {
			DeriveKinds(b.agreements[i].value.Rules[j].Awards)
		}
	}
}

// DeriveKinds makes every award that names an item and no kind a course award.
func DeriveKinds(awards []agreement.Award) {
	for i := range awards {
		if awards[i].Kind == "" && awards[i].Item != "" {
			awards[i].Kind = agreement.AwardCourse
		}
		if awards[i].Kind == "" && len(awards[i].OneOf) > 0 {
			awards[i].Kind = agreement.AwardOneOf
		}
		DeriveKinds(awards[i].OneOf)
	}
}

func sortEntries[T any](list []entry[T], compare func(x, y *T) int) {
	slices.SortStableFunc(list, func(x, y entry[T]) int { return compare(&x.value, &y.value) })
}

func split[T any](list []entry[T], section string, pos *Positions) []T {
	var values []T
	for i := range list {
		values = append(values, list[i].value)
		pos.places[section] = append(pos.places[section], list[i].at)
	}
	return values
}
