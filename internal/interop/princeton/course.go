package princeton

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Institution is the id under which the programs are written.
const Institution catalog.InstitutionID = "princeton"

// languages are the subjects that the files call LANG.
var languages = []string{
	"ARA", "ASL", "BCS", "CHI", "CLG", "CZE", "FRE", "GER", "HEB", "HIN", "ITA", "JPN", "KOR", "LAT", "PER", "POL",
	"POR", "RUS", "SLA", "SPA", "SWA", "TUR", "TWI", "UKR", "URD",
}

// languageSet is the name of the set of languages in a program.
const languageSet = "languages"

// courses turns a list of courses into a filter, and keeps the items that it
// names.
func (c *converter) courses(list, excluded []string) *requirement.ItemFilter {
	var ids []catalog.ItemID
	var patterns []requirement.ItemFilter
	for _, text := range list {
		items, filter, ok := c.course(text)
		switch {
		case !ok:
			c.unread = append(c.unread, text)
		case filter != nil:
			patterns = append(patterns, *filter)
		default:
			ids = append(ids, items...)
		}
	}
	f := union(unique(ids), patterns)
	if len(excluded) > 0 {
		f.Except = c.courses(excluded, nil)
	}
	return f
}

func union(ids []catalog.ItemID, patterns []requirement.ItemFilter) *requirement.ItemFilter {
	patterns = merge(patterns)
	switch {
	case len(patterns) == 0:
		if ids == nil {
			ids = []catalog.ItemID{}
		}
		return &requirement.ItemFilter{Items: ids}
	case len(ids) == 0 && len(patterns) == 1:
		f := patterns[0]
		return &f
	case len(ids) > 0:
		patterns = append([]requirement.ItemFilter{{Items: ids}}, patterns...)
	}
	return &requirement.ItemFilter{Any: patterns}
}

// merge joins patterns of the same numbers, or of one subject.
func merge(list []requirement.ItemFilter) []requirement.ItemFilter {
	var out []requirement.ItemFilter
	for _, f := range list {
		i := slices.IndexFunc(out, func(o requirement.ItemFilter) bool {
			return o.Set == f.Set && slices.Equal(o.Subjects, f.Subjects) && (o.Numbers == nil) == (f.Numbers == nil)
		})
		if i < 0 {
			out = append(out, f)
			continue
		}
		for _, n := range f.Numbers {
			if !slices.Contains(out[i].Numbers, n) {
				out[i].Numbers = append(slices.Clip(out[i].Numbers), n)
			}
		}
	}
	return out
}

// course reads "COS 306/ELE 206: Title", "COS 3**", "HIS *" or "LANG 107".
func (c *converter) course(text string) ([]catalog.ItemID, *requirement.ItemFilter, bool) {
	code, _, _ := strings.Cut(text, ":")
	var ids []catalog.ItemID
	for part := range strings.SplitSeq(code, "/") {
		subject, number := split(part)
		if subject == "" {
			return nil, nil, false
		}
		if prefix, _, star := strings.Cut(number, "*"); star || number == "" || subject == "LANG" {
			return nil, c.pattern(subject, prefix, star, number), true
		}
		ids = append(ids, c.item(subject, number))
	}
	return ids, nil, true
}

func (c *converter) pattern(subject, prefix string, star bool, number string) *requirement.ItemFilter {
	f := &requirement.ItemFilter{Subjects: []string{subject}}
	if subject == "LANG" {
		f.Subjects, f.Set = nil, languageSet
		c.needsLanguages = true
	}
	switch {
	case prefix != "" && star:
		f.Numbers = []string{prefix + "@"}
	case number != "" && !star:
		f.Numbers = []string{number}
	}
	return f
}

// split divides "COS340", "COS 340" and "ant 301" into subject and number.
func split(code string) (subject, number string) {
	code = strings.ToUpper(strings.TrimSpace(code))
	end := 0
	for end < len(code) && code[end] >= 'A' && code[end] <= 'Z' {
		end++
	}
	number = strings.TrimSpace(code[end:])
	if i := strings.IndexAny(number, " ("); i >= 0 {
		number = number[:i]
	}
	for _, r := range number {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && r != '*' {
			return "", ""
		}
	}
	return code[:end], number
}

func (c *converter) item(subject, number string) catalog.ItemID {
	code := subject + " " + number
	id := catalog.ItemID(string(Institution) + "/" + strings.ToLower(subject+"-"+number))
	if _, ok := c.items[id]; !ok {
		c.items[id] = catalog.Item{
			ID: id, Institution: Institution, Kind: catalog.Course, Versions: []catalog.ItemVersion{{Code: code}},
		}
	}
	return id
}

func unique(ids []catalog.ItemID) []catalog.ItemID {
	var out []catalog.ItemID
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
