// Package nebula reads the degree files of the UTD Nebula planner and turns
// them into programs. It is how the requirement language is tried on files that
// others wrote; it ships no data.
package nebula

import (
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Institution is the id under which the programs are written.
const Institution catalog.InstitutionID = "utd"

// degree is a file as written.
type degree struct {
	ID           string        `json:"id"`
	Name         string        `json:"display_name"`
	URI          string        `json:"catalog_uri"`
	Hours        credit.Amount `json:"minimum_credit_hours"`
	School       string        `json:"school"`
	Subtype      string        `json:"subtype"`
	Year         string        `json:"year"`
	Requirements requirements  `json:"requirements"`
}

type requirements struct {
	Core  string    `json:"core"` // an import of another file
	Major []matcher `json:"major"`
}

// matcher is one requirement; which keys it has depends on Matcher.
type matcher struct {
	Matcher  string            `json:"matcher"`
	Metadata map[string]string `json:"metadata"`
	Parts    []matcher         `json:"requirements"`
	Course   string            `json:"course"`
	Count    int               `json:"required_count"`
	Hours    credit.Amount     `json:"required_hours"`
	Prefix   string            `json:"prefix"`
	Starts   string            `json:"starts_with"`
	Also     []matcher         `json:"also_fulfills"`
	Excluded []string          `json:"excluded_courses"`
	Courses  []string          `json:"accepted_courses"`
	Prefixes []string          `json:"accepted_prefixes"`
}

// Result is a file as a program.
type Result struct {
	Program requirement.Program
	// Items are the courses that it names, by id.
	Items []catalog.Item
	// Constructs counts the matchers; Unknown are those that nothing is known
	// of.
	Constructs map[string]int
	Unknown    []string
}

// Convert reads a file; name is used in problems.
func Convert(name string, data []byte) (*Result, diag.List) {
	docs, problems := yamltext.Parse(data, name, yamltext.Limits{})
	if problems.HasErrors() || len(docs) == 0 {
		return nil, problems
	}
	var d degree
	dec := yamltext.Decoder{File: name}
	dec.Decode(docs[0], &d)
	c := converter{items: map[catalog.ItemID]catalog.Item{}, out: &Result{Constructs: map[string]int{}}}
	c.out.Program = c.program(&d)
	for _, id := range slices.Sorted(maps.Keys(c.items)) {
		c.out.Items = append(c.out.Items, c.items[id])
	}
	return c.out, append(problems, dec.Problems...)
}

type converter struct {
	items map[catalog.ItemID]catalog.Item
	out   *Result
}

func (c *converter) program(d *degree) requirement.Program {
	p := requirement.Program{
		ID: string(Institution) + "/" + slug(d.ID+" "+d.Year), Institution: Institution, Title: d.Name,
	}
	all := c.nodes(d.Requirements.Major)
	if d.Requirements.Core != "" {
		c.out.Constructs["core"]++
		all = append(all, requirement.Node{ID: "core-curriculum", Unknown: "The core curriculum is in another file: " + d.Requirements.Core})
	}
	if !d.Hours.IsZero() {
		c.out.Constructs["minimum_credit_hours"]++
		all = append(all, requirement.Node{ID: "total", Take: &requirement.Take{Credits: d.Hours, Free: true}})
	}
	p.Requires = &requirement.Node{All: all}
	return p
}

func (c *converter) nodes(list []matcher) []requirement.Node {
	out := make([]requirement.Node, len(list))
	for i := range list {
		out[i] = c.node(&list[i])
	}
	return out
}

func (c *converter) node(m *matcher) requirement.Node {
	c.out.Constructs[m.Matcher]++
	n := c.structure(m)
	n.Title = m.Metadata["name"]
	n.ID = "r-" + slug(m.Metadata["id"])
	return n
}

func (c *converter) structure(m *matcher) requirement.Node {
	switch m.Matcher {
	case "AndRequirement":
		return requirement.Node{All: c.nodes(m.Parts)}
	case "OrRequirement":
		return requirement.Node{Any: c.nodes(m.Parts)}
	case "SelectRequirement":
		return requirement.Node{Choose: &requirement.Choose{Count: m.Count, Of: c.nodes(m.Parts)}}
	case "CourseRequirement":
		return requirement.Node{Item: c.item(m.Course)}
	case "HoursRequirement":
		return c.take(requirement.Take{Credits: m.Hours, From: c.union(m.Parts, nil, nil)})
	case "FreeElectiveRequirement":
		t := requirement.Take{Credits: m.Hours}
		if len(m.Excluded) > 0 {
			t.From = &requirement.ItemFilter{Except: c.union(nil, m.Excluded, nil)}
		}
		return c.take(t)
	case "PrefixBucketRequirement":
		return c.take(requirement.Take{Items: 1, From: prefix(m.Prefix)})
	case "CSGuidedElectiveRequirement":
		return c.take(requirement.Take{Items: m.Count, From: c.union(m.Also, nil, []string{m.Starts})})
	case "PsychologyPrefixesOrCourses":
		return c.take(requirement.Take{Credits: m.Hours, From: c.union(nil, m.Courses, m.Prefixes)})
	}
	c.out.Unknown = append(c.out.Unknown, m.Matcher)
	return requirement.Node{Unknown: "The file uses " + m.Matcher + "."}
}

func (c *converter) take(t requirement.Take) requirement.Node { return requirement.Node{Take: &t} }
