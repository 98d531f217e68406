package scenario

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Parse reads one scenario file. Problems have their file, line and column; use
// the file only where the list holds no errors. Codes: those of [yamltext],
// [catalogfile] and [recordfile], and missing_set, missing_cases, missing_date,
// missing_targets, missing_expectation, unknown_target, unknown_line,
// unknown_path, unknown_status, unknown_verdict, unknown_lens, unknown_measure,
// unknown_exception, no_requirements, refused_set.
func Parse(ctx context.Context, name string, data []byte) (File, diag.List) {
	docs, problems := yamltext.Parse(data, name, yamltext.Limits{})
	if len(docs) == 0 || problems.HasErrors() {
		if !problems.HasErrors() {
			problems = append(problems, diag.Problem{Code: "empty", Message: "the file holds no scenario", File: name, Line: 1, Column: 1})
		}
		return File{Name: name}, problems
	}
	r := newReader(name)
	r.file(ctx, docs[0])
	problems = append(problems, r.d.Problems...)
	problems.Sort()
	return r.out, problems
}

// reader reads one file; a case takes what it does not state from the file.
type reader struct {
	d      yamltext.Decoder
	out    File
	common caseNodes
	units  []credit.Unit
}

// caseNodes are the parts of a case as written; parts not written are nil.
type caseNodes struct {
	at                                                             *yaml.Node
	name, asOf, targets, record, expect, together, stacks, refused *yaml.Node
}

func newReader(name string) *reader {
	r := &reader{out: File{Name: name}}
	r.d = yamltext.Decoder{
		File: name,
		Forms: yamltext.Forms{reflect.TypeFor[Requirement](): func(text string) any {
			return Requirement{Status: engine.RequirementStatus(text)}
		}},
		KeepEmpty: map[reflect.Type]bool{
			reflect.TypeFor[Stacks](): true, reflect.TypeFor[Together](): true, reflect.TypeFor[StackAward](): true, reflect.TypeFor[NearMiss](): true,
			reflect.TypeFor[Line](): true, reflect.TypeFor[Audit](): true, reflect.TypeFor[Requirement](): true, reflect.TypeFor[Flip](): true,
		},
	}
	return r
}

func (r *reader) file(ctx context.Context, doc *yaml.Node) {
	var set, files, cases *yaml.Node
	others := []string{"title", "source", "set", "files", "lint", "problems", "cases"}
	r.d.Pairs(doc, func(key, child *yaml.Node) {
		switch key.Value {
		case "title":
			r.d.Decode(child, &r.out.Title)
		case "source":
			r.d.Decode(child, &r.out.Source)
		case "lint":
			r.out.Lint = []string{}
			r.d.Decode(child, &r.out.Lint)
		case "problems":
			r.out.Problems = []string{}
			r.d.Decode(child, &r.out.Problems)
			slices.Sort(r.out.Problems)
		case "set":
			set = child
		case "files":
			files = child
		case "cases":
			cases = child
		default:
			r.part(&r.common, key, child, others...)
		}
	})
	r.common.at = doc
	r.set(ctx, doc, set, files)
	switch {
	case r.out.Problems != nil && (cases != nil || r.common.record != nil):
		r.d.Problem(doc, "refused_set", "a file whose set is refused can try nothing on it", "move the cases to another file")
	case cases != nil:
		r.d.Elements(cases, r.nested)
	case r.common.record != nil:
		r.oneCase(r.common)
	case r.out.Problems != nil:
	default:
		r.d.Problem(doc, "missing_cases", "the file tries nothing", "give a record and what is expected, or a list of cases")
	}
}

func (r *reader) nested(n *yaml.Node) {
	c := r.common
	c.at, c.name = n, nil
	r.d.Pairs(n, func(key, child *yaml.Node) { r.part(&c, key, child) })
	r.oneCase(c)
}

// part keeps the node of one key of a case.
func (r *reader) part(c *caseNodes, key, child *yaml.Node, others ...string) {
	parts := map[string]**yaml.Node{
		"name": &c.name, "asOf": &c.asOf, "targets": &c.targets,
		"record": &c.record, "expect": &c.expect, "together": &c.together, "stacks": &c.stacks, "refused": &c.refused,
	}
	if at, ok := parts[key.Value]; ok {
		*at = child
		return
	}
	names := slices.Concat(others, []string{"name", "asOf", "targets", "record", "expect", "together", "stacks", "refused"})
	r.d.Problem(key, "unknown_key", fmt.Sprintf("there is no key %q here", key.Value), yamltext.DidYouMean(key.Value, names))
}

// set reads the catalogue: inline, from files beside the scenario, or both.
func (r *reader) set(ctx context.Context, doc, inline, files *yaml.Node) {
	if inline == nil && files == nil {
		r.d.Problem(doc, "missing_set", "the scenario has no catalogue", "give it under set, or name files")
	}
	var base ruleset.Set
	if files != nil {
		var names []string
		r.d.Decode(files, &names)
		for i, n := range names {
			names[i] = filepath.Join(filepath.Dir(r.d.File), filepath.FromSlash(n))
		}
		var problems diag.List
		base, _, problems = catalogfile.Load(ctx, names, catalogfile.Options{})
		r.keepErrors(problems)
	}
	if inline != nil {
		set, _, problems := catalogfile.FromNode(inline, r.d.File, catalogfile.Options{Base: &base})
		r.keepErrors(problems)
		base = ruleset.Merge(base, set)
	}
	r.out.Set = base
	r.units = Units(&base)
}

// keepErrors leaves out the catalogue's warnings: a scenario states as little as
// it can, and what looks odd in it may be its point.
func (r *reader) keepErrors(problems diag.List) {
	for _, p := range problems {
		switch {
		case p.Severity != diag.Error:
		case r.out.Problems != nil:
			r.out.refusals = append(r.out.refusals, p.Code)
		default:
			r.d.Problems = append(r.d.Problems, p)
		}
	}
	slices.Sort(r.out.refusals)
}

// Units lists the units that institutions of the set define for themselves.
func Units(set *ruleset.Set) []credit.Unit {
	var units []credit.Unit
	add := func(u credit.Unit) {
		if u != "" && !credit.Known(u) && !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	for i := range set.Institutions {
		add(set.Institutions[i].Unit)
		for _, f := range set.Institutions[i].Policy.Conversions {
			add(f.From)
			add(f.To)
		}
	}
	return units
}

func (r *reader) oneCase(n caseNodes) {
	c := Case{Name: r.out.Title, Line: n.at.Line}
	r.optional(n.name, &c.Name)
	r.optional(n.asOf, &c.AsOf)
	var targets []string
	r.optional(n.targets, &targets)
	for _, t := range targets {
		c.Targets = append(c.Targets, ParseTarget(t))
	}
	if n.refused != nil {
		c.Refused = []string{}
		r.d.Decode(n.refused, &c.Refused)
	}
	r.optional(n.expect, &c.Expect)
	if n.together != nil {
		c.Together = &Together{}
		r.d.Decode(n.together, c.Together)
	}
	if n.stacks != nil {
		c.Stacks = &Stacks{}
		r.d.Decode(n.stacks, c.Stacks)
	}
	if c.AsOf.IsZero() {
		r.d.Problem(n.at, "missing_date", "the case has no asOf date", "give the day of evaluation, for example asOf: 2024-06-01")
	}
	if len(c.Targets) == 0 && c.Stacks == nil {
		r.d.Problem(n.at, "missing_targets", "the case has no targets", "")
	}
	if len(c.Expect) == 0 && c.Refused == nil && c.Stacks == nil && c.Together == nil {
		r.d.Problem(n.at, "missing_expectation", "the case expects nothing", "state what is expected under expect")
	}
	if n.record == nil {
		r.d.Problem(n.at, "missing_record", "the case has no record", "")
	} else {
		c.Record = r.record(n.record, c.Refused != nil)
	}
	r.references(&c, n.expect)
	r.togetherReferences(&c, n)
	r.stackReferences(&c, n.stacks)
	r.out.Cases = append(r.out.Cases, c)
}

// record reads a learner's record. Where the case is about a record that is
// refused, its mistakes are the point and are left for the engine to find.
func (r *reader) record(n *yaml.Node, refused bool) record.Record {
	if refused {
		var rec record.Record
		r.d.Decode(n, &rec)
		return rec
	}
	rec, problems := recordfile.FromNode(n, r.d.File, recordfile.Options{Units: r.units})
	r.d.Problems = append(r.d.Problems, problems...)
	return rec
}

func (r *reader) optional(n *yaml.Node, into any) {
	if n != nil {
		r.d.Decode(n, into)
	}
}

// ParseTarget reads "institution" or "institution/program".
func ParseTarget(text string) engine.Target {
	institution, _, program := strings.Cut(text, "/")
	t := engine.Target{Institution: catalog.InstitutionID(institution)}
	if program {
		t.Program = text
	}
	return t
}
