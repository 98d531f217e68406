package check

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// versionList checks that every day leads to one version.
func (c *checker) versionList() {
	seen := map[string]bool{}
	for i := range c.p.Versions {
		v := &c.p.Versions[i]
		at := "/versions/" + strconv.Itoa(i)
		switch {
		case v.ID == "":
			c.reportf(at, "missing_id", "such as the year it begins in", "the version has no id")
		case seen[v.ID]:
			c.reportf(at+"/id", "duplicate_id", "", "the version %s is given twice", v.ID)
		}
		seen[v.ID] = true
		if v.Catalog.Empty() {
			c.reportf(at+"/catalog", "inverted_dates", "exchange the two dates", "the range ends on %s, before it begins on %s", v.Catalog.To, v.Catalog.From)
		}
		for j := range i {
			if o := &c.p.Versions[j]; overlap(v.Catalog, o.Catalog) {
				c.reportf(at+"/catalog", "overlapping_versions", "end the older version the day before", "the version is in force %s, and so is %s (%s)", v.Catalog, o.ID, o.Catalog)
				break
			}
		}
	}
}

func overlap(a, b calendar.Range) bool { return !a.Empty() && !b.Empty() && a.Overlaps(b) }

// moved checks that moves lead from a path of the version before to a path of
// this one.
func (c *checker) moved() {
	i, err := strconv.Atoi(strings.TrimPrefix(c.base, "/versions/"))
	if err != nil {
		return
	}
	before := c.pathsBefore(i)
	for from, to := range c.p.Versions[i].Moved {
		at := c.base + "/moved/" + escape(from)
		switch {
		case i == 0:
			c.reportf(at, "unknown_path", "give it with the later version", "the first version has none before it that %q could be of", from)
		case from == "":
			c.reportf(at, "unknown_path", "the program itself is always at \"\"; name its parts", "the program itself does not move")
		case !before[from]:
			c.reportf(at, "unknown_path", nearOf(from, before), "the version before, %s, has no requirement %q; the id of the whole program is no part of a path", c.p.Versions[i-1].ID, from)
		}
		if _, ok := c.byPath[to]; !ok && to != "" {
			c.reportf(c.base+"/moved/"+escape(from), "unknown_path", c.nearPath(to), "the version has no requirement %q", to)
		}
	}
}

// pathsBefore are the paths of the version before one.
func (c *checker) pathsBefore(i int) map[string]bool {
	out := map[string]bool{}
	if i == 0 || len(c.p.Versions[i].Moved) == 0 {
		return out
	}
	places, _ := requirement.Places(c.p.Versions[i-1].Requires, 0, 0)
	for k := range places {
		out[places[k].Path] = true
	}
	return out
}

func nearOf(path string, paths map[string]bool) string {
	if near := diag.Nearest(path, slices.Sorted(maps.Keys(paths))); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

func (c *checker) stack() {
	s := c.p.Stack
	if s == nil {
		return
	}
	word(c, "/stack/pieces", "use of pieces", s.Pieces, requirement.PieceUses(), true)
	word(c, "/stack/conferral", "way of conferral", s.Conferral, requirement.Conferrals(), true)
	for key, list := range map[string][]string{"exits": s.Exits, "notWith": s.NotWith} {
		for i, id := range list {
			at := "/stack/" + key + "/" + strconv.Itoa(i)
			switch {
			case id == c.p.ID:
				c.reportf(at, "names_itself", "remove it", "the program names itself")
			case !c.w.Program(id):
				c.reportf(at, "unknown_program", c.w.Suggest("program", id), "there is no program %q", id)
			}
		}
	}
	for key, years := range map[string]int{"validYears": s.ValidYears, "spanYears": s.SpanYears} {
		if years < 0 {
			c.reportf("/stack/"+key, "bad_years", "give a number of years from 1", "%d years is no time", years)
		}
	}
}

// maxShares bounds the pairs that one program may name: every two parts that
// are cut out of one scope are compared.
const maxShares = 500

// shares checks the ends and budgets of shares.
func (c *checker) shares() {
	at := c.base + "/shares/"
	if len(c.v.Shares) > 0 && c.p.Versions != nil && len(c.p.Shares) > 0 && &c.v.Shares[0] == &c.p.Shares[0] {
		at = "/shares/"
	}
	if c.v.MaxUses < 0 {
		c.reportf(c.base+"/maxUses", "negative_need", "", "an item cannot serve %d requirements", c.v.MaxUses)
	}
	if n := len(c.v.Shares); n > maxShares {
		c.reportf(strings.TrimSuffix(at, "/"), "too_large", "use scopes, which share freely", "the program has %d shares, more than %d", n, maxShares)
		return
	}
	for i := range c.v.Shares {
		c.share(at+strconv.Itoa(i), &c.v.Shares[i])
	}
}

func (c *checker) share(at string, s *requirement.Share) {
	if len(s.Between) != 2 || s.Between[0] == s.Between[1] {
		c.reportf(at+"/between", "bad_share", "name two requirements, scopes or programs", "a share is between two parts")
		return
	}
	for k, end := range s.Between {
		c.shareEnd(at+"/between/"+strconv.Itoa(k), end)
	}
	if a, b := s.Between[0], s.Between[1]; below(a, b) || below(b, a) {
		c.reportf(at+"/between", "bad_share", "name parts beside each other", "%q and %q lie inside one another", a, b)
	}
	if s.Items != nil && *s.Items < 0 || s.Credits != nil && s.Credits.Sign() < 0 {
		c.reportf(at, "negative_need", "give 0 to forbid sharing", "a share cannot be less than nothing")
	}
	if s.Of != nil {
		c.filter(at+"/of", s.Of, 1)
	}
}

func (c *checker) shareEnd(at, end string) {
	if id, ok := strings.CutPrefix(end, "program:"); ok {
		id, _, _ = strings.Cut(id, "#")
		if id != "*" && !c.w.Program(id) {
			c.reportf(at, "unknown_program", c.w.Suggest("program", id), "there is no program %q", id)
		}
		return
	}
	if name, ok := strings.CutPrefix(end, "scope:"); ok {
		if name != "" && !slices.ContainsFunc(c.places, func(p requirement.Place) bool { return p.Scope == name }) {
			c.reportf(at, "unknown_scope", "", "no requirement has the scope %q", name)
		}
		return
	}
	if _, ok := c.byPath[end]; !ok {
		c.reportf(at, "unknown_path", c.nearPath(end), "there is no requirement %q", end)
	}
}

// below reports whether path a lies at or below path b.
func below(a, b string) bool {
	return !strings.Contains(a, ":") && !strings.Contains(b, ":") && (b == "" || a == b || strings.HasPrefix(a, b+"/"))
}
