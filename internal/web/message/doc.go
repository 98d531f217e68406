// Package message holds every word that stands on a page, in each language, and
// writes numbers, credit and days as people of that language write them. Texts
// are files, en/*.txt and es/*.txt; a test holds that both say the same.
package message

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

//go:embed en/*.txt es/*.txt
var files embed.FS

// Locale is one language with its formats. It never changes.
type Locale struct {
	tag, name string
	texts     map[string]string
	// english are the texts of the source language, for keys without a
	// translation.
	english map[string]string
	decimal string
	months  [12]string
	day     func(l *Locale, year, month, day int) string
}

// all are the locales by tag; English comes first.
var all = load()

func load() []*Locale {
	en := &Locale{
		tag: "en", name: "English", decimal: ".", day: dayMonthYear,
		months: [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	}
	es := &Locale{
		tag: "es", name: "Español", decimal: ",", day: dayMonthYear,
		months: [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
	}
	list := []*Locale{en, es}
	for _, l := range list {
		texts, err := read(l.tag)
		if err != nil {
			panic(err) // the files are part of the program
		}
		l.texts, l.english = texts, en.texts
	}
	return list
}

// read reads the texts of one language: "key = text", one a line.
func read(tag string) (map[string]string, error) {
	out := map[string]string{}
	names, err := fs.Glob(files, path.Join(tag, "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for n, line := range strings.Split(string(text), "\n") {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			key, value, ok := strings.Cut(line, " = ")
			if _, twice := out[key]; !ok || twice {
				return nil, fmt.Errorf("message: %s:%d: not \"key = text\", or the key is there already: %s", name, n+1, line)
			}
			out[key] = strings.TrimSpace(value)
		}
	}
	return out, nil
}

// Locales lists the languages, English first.
func Locales() []*Locale { return slices.Clone(all) }

// Find returns the locale with the tag, "en" or "es".
func Find(tag string) (*Locale, bool) {
	for _, l := range all {
		if l.tag == tag {
			return l, true
		}
	}
	return nil, false
}

// English is the source language.
func English() *Locale { return all[0] }

// Tag is the language as BCP 47 names it.
func (l *Locale) Tag() string { return l.tag }

// Name is the language in itself: "Español".
func (l *Locale) Name() string { return l.name }

// Keys lists the keys of the texts, sorted.
func (l *Locale) Keys() []string { return slices.Sorted(maps.Keys(l.texts)) }
