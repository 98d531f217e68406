package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// describe says what was found, and why.
func (s *scratch) describe(r ranked) Hit {
	d, c := &s.x.docs[r.doc()], &s.cells[r.doc()]
	h := Hit{Kind: d.kind, Match: matchOf(r.tier(), c.class)}
	if d.institution >= 0 {
		in := &s.x.set.Institutions[d.institution]
		h.Institution, h.InstitutionName = in.ID, in.Name
	}
	switch d.kind {
	case Institution:
		in := &s.x.set.Institutions[d.at]
		h.ID, h.Title = string(in.ID), in.Name
		s.meetName(&h, d.at)
	case Program:
		p := &s.x.set.Programs[d.at]
		h.ID, h.Title, h.Institution, h.Matched = p.ID, p.Title, p.Institution, p.Title
	case Item:
		it := &s.x.set.Items[d.at]
		h.ID, h.Institution, h.ItemKind = string(it.ID), it.ID.Institution(), it.Kind
		now, _ := it.At(s.q.AsOf)
		h.Code, h.Title = now.Code, now.Title
		if c.entry >= 0 && c.class != byID {
			s.meetCode(&h, it, c.entry)
		} else {
			s.meetTitle(&h, it)
		}
	}
	return h
}

func matchOf(t tier, c class) Match {
	switch {
	case t == tierID:
		return ByID
	case t == tierCode && c == byName:
		return ByName
	case t == tierCode && c == byNumber:
		return ByNumber
	case t == tierCode:
		return ByCode
	case t == tierPrefix:
		return ByCodePrefix
	case t == tierTitle:
		return ByTitle
	}
	return Fuzzy
}

// meetName says under which name an institution was found.
func (s *scratch) meetName(h *Hit, at int32) {
	h.Matched = h.Title
	for _, c := range s.x.names[strings.Join(s.words, "")] {
		if c.institution == at {
			h.Matched = c.name
		}
	}
	for _, f := range s.x.set.Institutions[at].FormerNames {
		if f.Name == h.Matched && f.Name != h.Title {
			h.Former, h.Valid = true, f.Valid
			h.Note = "was called " + f.Name + until(f.Valid)
		}
	}
}

// meetCode says which code was met, when it was in use and who else had it.
func (s *scratch) meetCode(h *Hit, it *catalog.Item, entry int32) {
	e := &s.x.codes[entry]
	if e.number {
		for hub, number := range it.Numbers {
			if codeKey(number) == e.key && (h.Note == "" || h.Note > "common number "+number+" ("+hub+")") {
				h.Matched, h.Note = number, "common number "+number+" ("+hub+")"
			}
		}
		return
	}
	p := periodOf(it, s.q.AsOf, func(v *catalog.ItemVersion) bool { return codeKey(v.Code) == e.key })
	h.Matched, h.Valid, h.Former = it.Versions[p.version].Code, p.valid, p.when < 0
	if h.Former && h.Match == ByCode {
		h.Match = ByFormerCode
	}
	h.Reused = s.reused(e)
	switch {
	case p.when < 0:
		h.Note = "was " + h.Matched + until(p.valid)
	case p.when > 0:
		h.Note = fmt.Sprintf("becomes %s in %d", h.Matched, p.valid.From.Time().Year())
	case h.Reused && !p.valid.From.IsZero():
		h.Note = fmt.Sprintf("%s since %d", h.Matched, p.valid.From.Time().Year())
	}
}

// reused reports whether another item of the institution has or had the code.
func (s *scratch) reused(e *codeEntry) bool {
	codes, in := s.x.codes, s.x.docs[e.doc].institution
	at, _ := slices.BinarySearchFunc(codes, e.key, func(c codeEntry, k string) int { return strings.Compare(c.key, k) })
	for ; at < len(codes) && codes[at].key == e.key; at++ {
		if o := &codes[at]; o.doc != e.doc && !o.number && s.x.docs[o.doc].institution == in && in >= 0 {
			return true
		}
	}
	return false
}

// meetTitle says which title the words met: that of the day, unless a former
// one holds more of them.
func (s *scratch) meetTitle(h *Hit, it *catalog.Item) {
	h.Matched = h.Title
	title, most := h.Title, s.held(h.Title)
	for i := range it.Versions {
		if t := it.Versions[i].Title; t != title {
			if n := s.held(t); n > most {
				h.Matched, most = t, n
			}
		}
	}
	if len(it.Versions) == 0 {
		return
	}
	p := periodOf(it, s.q.AsOf, func(v *catalog.ItemVersion) bool { return v.Title == h.Matched })
	h.Valid, h.Former = p.valid, p.when < 0
	if h.Former && h.Matched != title {
		h.Note = "was called " + h.Matched + until(p.valid)
	}
}

// held counts the words of the query that a title holds, as they are, begun or
// misspelt; whole words count for more.
func (s *scratch) held(title string) int {
	n := 0
	list := words(title)
	for i, w := range s.words {
		if s.need&s.span(i, i+1) == 0 {
			continue
		}
		limit := mistakes(w)
		s.speller.set(w)
		best := 0
		for _, t := range list {
			switch {
			case t == w:
				best = max(best, 4)
			case strings.HasPrefix(t, w):
				best = max(best, 3)
			case limit > 0 && s.speller.distance(t, limit) <= limit:
				best = max(best, 2)
			}
		}
		n += best
	}
	return n
}

func until(r calendar.Range) string {
	if r.To.IsZero() {
		return ""
	}
	return fmt.Sprintf(" until %d", r.To.Time().Year())
}

// period is when an item was described in some way: its version, the days, and
// whether that is before (-1), on (0) or after (1) the day asked about.
type period struct {
	version int
	valid   calendar.Range
	when    int
}

// periodOf finds the period for which the versions have what is asked: that of
// the day, else the last before it, else the first after it. Versions that
// follow on one another are one period.
func periodOf(it *catalog.Item, day calendar.Date, has func(*catalog.ItemVersion) bool) period {
	now, _ := it.At(day)
	var list []int
	for i := range it.Versions {
		if has(&it.Versions[i]) {
			list = append(list, i)
		}
	}
	if len(list) == 0 {
		return period{}
	}
	slices.SortStableFunc(list, func(a, b int) int { return int(it.Versions[a].Valid.From - it.Versions[b].Valid.From) })
	out := period{version: -1}
	for _, i := range list {
		v := &it.Versions[i]
		when := 0
		if *v != now {
			when = 1
			if v.Valid.From <= now.Valid.From {
				when = -1
			}
		}
		switch {
		case out.version >= 0 && follows(out.valid, v.Valid):
			out.valid.To = v.Valid.To
			if when == 0 {
				out.when, out.version = 0, i
			}
		case out.version < 0, out.when != 0 && when <= 0:
			out = period{i, v.Valid, when}
		}
	}
	return out
}

// follows reports whether the second range begins on the day after the first.
func follows(a, b calendar.Range) bool { return !a.To.IsZero() && b.From == a.To+1 }
