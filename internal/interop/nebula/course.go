package nebula

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// union is what any of the parts, courses and prefixes matches.
func (c *converter) union(parts []matcher, courses, prefixes []string) *requirement.ItemFilter {
	ids := []catalog.ItemID{}
	var patterns []requirement.ItemFilter
	for i := range parts {
		c.out.Constructs[parts[i].Matcher]++
		switch p := &parts[i]; p.Matcher {
		case "CourseRequirement":
			ids = append(ids, c.item(p.Course))
		case "PrefixBucketRequirement":
			patterns = append(patterns, *prefix(p.Prefix))
		case "AndRequirement", "OrRequirement": // hours count the courses below
			patterns = append(patterns, *c.union(p.Parts, nil, nil))
		default:
			c.out.Unknown = append(c.out.Unknown, p.Matcher+" inside hours")
		}
	}
	for _, code := range courses {
		ids = append(ids, c.item(code))
	}
	for _, p := range prefixes {
		patterns = append(patterns, *prefix(p))
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	switch {
	case len(patterns) == 0:
		return &requirement.ItemFilter{Items: ids}
	case len(ids) == 0 && len(patterns) == 1:
		return &patterns[0]
	case len(ids) > 0:
		patterns = append([]requirement.ItemFilter{{Items: ids}}, patterns...)
	}
	return &requirement.ItemFilter{Any: patterns}
}

// prefix reads "MECO" and "CS 43".
func prefix(text string) *requirement.ItemFilter {
	subject, number, _ := strings.Cut(text, " ")
	f := &requirement.ItemFilter{Subjects: []string{subject}}
	if number != "" {
		f.Numbers = []string{number + "@"}
	}
	return f
}

// item keeps the course; at this university the second digit of a number is
// the hours, V where they vary.
func (c *converter) item(code string) catalog.ItemID {
	id := catalog.ItemID(string(Institution) + "/" + slug(code))
	v := catalog.ItemVersion{Code: code}
	_, number, _ := strings.Cut(code, " ")
	if len(number) > 1 {
		if hours := number[1]; hours >= '1' && hours <= '9' {
			v.Credits = credit.Int(int64(hours - '0'))
		}
	}
	c.items[id] = catalog.Item{ID: id, Institution: Institution, Kind: catalog.Course, Versions: []catalog.ItemVersion{v}}
	return id
}

func slug(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}
