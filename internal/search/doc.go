// Package search finds items, programs and institutions by what people type:
// codes with or without blanks, hyphens and zeros, old codes, words of titles
// with typing mistakes or cut short, names and abbreviations of institutions
// beside them.
//
// An index is made once for a rule set and never changes; the same set and
// query give the same answer.
package search

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// Kind says what was found.
type Kind string

// The kinds of hit.
const (
	Institution Kind = "institution"
	Item        Kind = "item"
	Program     Kind = "program"
)

// Kinds lists the kinds of hit.
func Kinds() []Kind { return []Kind{Institution, Item, Program} }

// Match says why something was found, best first.
type Match string

// The matches, in the order in which hits are ranked. Name ranks with the codes.
const (
	// ByID: the query is the id.
	ByID Match = "id"
	// ByCode: the query holds the code that the item has, or will have.
	ByCode Match = "code"
	// ByFormerCode: the query holds a code that the item had.
	ByFormerCode Match = "former-code"
	// ByNumber: the query holds a common number of the item, such as a TCCNS number.
	ByNumber Match = "number"
	// ByName: the query is a name, alias or abbreviation of the institution.
	ByName Match = "name"
	// ByCodePrefix: a code begins with the query.
	ByCodePrefix Match = "code-prefix"
	// ByTitle: every word is in the title, the code or the institution's name,
	// at least as a beginning.
	ByTitle Match = "title"
	// Fuzzy: words are spelled otherwise, or some are missing.
	Fuzzy Match = "fuzzy"
)

// Query is what to look for.
type Query struct {
	Text string
	// Limit is the most hits to return; 0 means DefaultLimit.
	Limit int
	// AsOf is the day whose codes and titles are current; the zero day means the
	// latest.
	AsOf calendar.Date
	// Kinds are the kinds to look for; empty means all.
	Kinds []Kind
	// Institution leaves out everything of other institutions.
	Institution catalog.InstitutionID
}

// DefaultLimit is how many hits a query returns that states no limit.
const DefaultLimit = 20

// Hit is one thing that was found.
type Hit struct {
	Kind            Kind                  `json:"kind" enum:"institution,item,program"`
	ID              string                `json:"id" doc:"The id of the institution, item or program."`
	Institution     catalog.InstitutionID `json:"institution"`
	InstitutionName string                `json:"institutionName"`
	ItemKind        catalog.ItemKind      `json:"itemKind,omitempty"`
	Code            string                `json:"code,omitempty" doc:"The item's code on the day of the question."`
	Title           string                `json:"title" doc:"The title on the day of the question; an institution's name."`
	Match           Match                 `json:"match" enum:"id,code,former-code,number,name,code-prefix,title,fuzzy" doc:"Why it was found."`
	// Matched is the code, title or name that the query met, as it was written.
	Matched string `json:"matched,omitempty" doc:"The code, title or name that the query met."`
	// Valid is when Matched was in use.
	Valid calendar.Range `json:"valid,omitzero" doc:"When that code or title was in use."`
	// Former is set where Matched was no longer in use on the day.
	Former bool `json:"former,omitempty" doc:"That code or title was no longer in use."`
	// Reused is set where other items of the institution had the same code.
	Reused bool `json:"reused,omitempty" doc:"Another item of the institution has or had the same code."`
	// Note says it in a sentence, such as "was MATH 1A until 2023".
	Note string `json:"note,omitempty" doc:"What to know about the match, in English."`
}

// Result is what a query found, best first.
type Result struct {
	Hits []Hit `json:"hits"`
	// Total counts all that was found, beyond the limit too.
	Total int `json:"total"`
}
