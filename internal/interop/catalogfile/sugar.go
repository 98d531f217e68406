package catalogfile

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// What a registrar may write and what it stands for; docs/reference/
// requirement-language.md shows each. Writing a set gives the right-hand side,
// so that a file has one canonical form:
//
//	courses: [A, B]               all: [A, B]
//	choose: 2, from: [A, B, C]    choose: {count: 2, of: [A, B, C]}
//	choose: 2, from: {subject: X} take: {items: 2, from: {subjects: [X]}}
//	credits: 12, from: …          take: {credits: 12, from: …}
//	total: 120                    take: {credits: 120, free: true}
//	minGrade: C                   where: {minGrade: C}
//	residence: 30                 minima: [{credits: 30, of: {origin: home}}]
//	held: [cert]                  held: {items: [cert]}
//	from: [A, B]                  from: {items: [A, B]}
//	subject: CS                   subjects: [CS]
func rewrites() map[reflect.Type]func(*yaml.Node) {
	return map[reflect.Type]func(*yaml.Node){
		reflect.TypeFor[requirement.Node]():       rewriteNode,
		reflect.TypeFor[requirement.ItemFilter](): rewriteFilter,
		reflect.TypeFor[requirement.Minimum]():    rewriteShare,
		reflect.TypeFor[catalog.Cap]():            rewriteShare,
		reflect.TypeFor[requirement.Test]():       func(n *yaml.Node) { wrapLists(n, []string{"is"}) },
	}
}

// takeKeys move from a requirement into its take, whereKeys into its where.
var (
	takeKeys  = []string{"items", "credits", "distinct", "same", "free", "from"}
	whereKeys = []string{"minGrade", "maxGrade", "grading", "maxAgeYears"}
)

// shortKeys are the keys of the short forms, for suggestions.
func shortKeys() map[reflect.Type][]string {
	return map[reflect.Type][]string{
		reflect.TypeFor[requirement.Node]():       slices.Concat(takeKeys, []string{"courses", "total", "residence"}, whereKeys),
		reflect.TypeFor[requirement.ItemFilter](): slices.Sorted(maps.Keys(plurals)),
	}
}

func rewriteNode(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return
	}
	if key, list := find(n, "courses"); key != nil && list.Kind == yaml.SequenceNode && !has(n, "all") {
		key.Value = "all"
	}
	if key, total := find(n, "total"); key != nil && total.Kind == yaml.ScalarNode && !has(n, "take") {
		key.Value = "credits"
		n.Content = append(n.Content, scalarAt(key, "free"), typed(key, "true", "!!bool"))
	}
	rewriteChoose(n)
	if !has(n, "take") && (has(n, "items") || has(n, "credits") || has(n, "distinct") || has(n, "from") && !has(n, "choose")) {
		gather(n, "take", takeKeys)
	}
	if slices.ContainsFunc(whereKeys, func(k string) bool { return has(n, k) }) {
		gather(n, "where", whereKeys)
	}
	rewriteResidence(n)
}

// rewriteChoose reads "choose: 2" beside "from": a list is parts, anything else
// a filter.
func rewriteChoose(n *yaml.Node) {
	key, count := find(n, "choose")
	fromKey, from := find(n, "from")
	if key == nil || from == nil || count.Kind != yaml.ScalarNode {
		return
	}
	if from.Kind != yaml.SequenceNode {
		key.Value = "items"
		return
	}
	fromKey.Value = "of"
	number := *count
	*count = *mapping(&number, scalarAt(key, "count"), &number, fromKey, from)
	drop(n, fromKey)
}

func rewriteResidence(n *yaml.Node) {
	key, value := find(n, "residence")
	if key == nil {
		return
	}
	entry := value
	if value.Kind == yaml.ScalarNode {
		what := "credits"
		if strings.HasSuffix(value.Value, "%") {
			what = "share"
		}
		entry = mapping(value, scalarAt(key, what), value)
	}
	if entry.Kind != yaml.MappingNode || has(entry, "of") {
		return
	}
	of := mapping(key, scalarAt(key, "origin"), scalarAt(key, string(requirement.Home)))
	if k, latest := find(entry, "latest"); k != nil {
		drop(entry, k)
		of.Content = append(of.Content, k, latest)
	}
	entry.Content = append(entry.Content, scalarAt(key, "of"), of)
	drop(n, key)
	if _, minima := find(n, "minima"); minima != nil && minima.Kind == yaml.SequenceNode {
		minima.Content = append(minima.Content, entry)
		return
	}
	n.Content = append(n.Content, scalarAt(key, "minima"), sequence(key, entry))
}

// plurals are the keys of a filter that may be written in the singular.
var plurals = map[string]string{
	"item": "items", "course": "items", "courses": "items", "subject": "subjects", "number": "numbers",
	"kind": "kinds", "level": "levels", "tag": "tags", "institution": "institutions",
}

func rewriteFilter(n *yaml.Node) {
	switch n.Kind {
	case yaml.SequenceNode:
		list := *n
		plain := !slices.ContainsFunc(list.Content, func(c *yaml.Node) bool { return c.Kind != yaml.ScalarNode })
		if plain {
			*n = *mapping(&list, scalarAt(&list, "items"), &list)
			return
		}
		for i, c := range list.Content {
			if c.Kind == yaml.ScalarNode && c.Tag != "!!null" {
				list.Content[i] = mapping(c, scalarAt(c, "items"), sequence(c, c))
			}
		}
		*n = *mapping(&list, scalarAt(&list, "any"), &list)
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if plural := plurals[n.Content[i].Value]; plural != "" && !has(n, plural) {
				n.Content[i].Value = plural
			}
		}
		wrapLists(n, []string{"items", "subjects", "numbers", "kinds", "levels", "tags", "institutions", "evidence"})
	}
}

// rewriteShare reads a part of something as a percentage.
func rewriteShare(n *yaml.Node) {
	if _, share := find(n, "share"); share != nil {
		if digits, ok := strings.CutSuffix(share.Value, "%"); ok && digits != "" && strings.Trim(digits, "0123456789") == "" {
			share.Value = digits + "/100"
		}
	}
}
