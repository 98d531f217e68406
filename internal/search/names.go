package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// general are words that people leave out of the names of institutions.
var general = map[string]bool{
	"college": true, "university": true, "institute": true, "community": true, "school": true, "the": true,
	"of": true, "and": true, "at": true, "for": true, "colegio": true, "universidad": true, "de": true,
}

// small are words without a letter in abbreviations.
var small = map[string]bool{"of": true, "and": true, "at": true, "the": true, "for": true, "in": true, "de": true, "la": true}

// called is an institution under one of its names. exact names are its own;
// the others are abbreviations that were made up here.
type called struct {
	institution int32
	exact       bool
	name        string
}

// nameIndex finds institutions by whole names, written without blanks.
type nameIndex map[string][]called

func newNameIndex(set *ruleset.Set) nameIndex {
	x := nameIndex{}
	for i := range set.Institutions {
		in := &set.Institutions[i]
		at := int32(i)
		x.add(codeKey(string(in.ID)), called{at, true, string(in.ID)})
		for _, name := range namesOf(in) {
			w := words(name)
			x.add(strings.Join(w, ""), called{at, true, name})
			for _, short := range shortened(w) {
				x.add(short, called{at, false, name})
			}
		}
	}
	return x
}

// add keeps the first of several ways to call an institution the same.
func (x nameIndex) add(key string, c called) {
	if key == "" || slices.ContainsFunc(x[key], func(o called) bool { return o.institution == c.institution }) {
		return
	}
	x[key] = append(x[key], c)
}

func namesOf(in *catalog.Institution) []string {
	out := append([]string{in.Name}, in.Aliases...)
	for _, f := range in.FormerNames {
		out = append(out, f.Name)
	}
	return out
}

// shortened lists what people make of a name: "de anza" of "De Anza College",
// "smc" of "Santa Monica College", "ucsd", "uc san diego" and "ucsandiego" of
// "University of California, San Diego".
func shortened(name []string) []string {
	var special, telling []string
	for _, w := range name {
		if !general[w] {
			special = append(special, w)
		}
		if !small[w] {
			telling = append(telling, w)
		}
	}
	if len(name) > 1 && general[name[0]] && small[name[0]] && len(special) > 0 {
		special = slices.Concat(name[:1], special) // "De Anza" keeps its first word
	}
	var out []string
	if s := strings.Join(special, ""); len(s) > 2 {
		out = append(out, s)
	}
	var initials []rune
	for i, w := range telling {
		first, _ := utf8.DecodeRuneInString(w)
		if initials = append(initials, first); i > 0 {
			out = append(out, string(initials)+strings.Join(telling[i+1:], ""))
		}
	}
	return out
}
