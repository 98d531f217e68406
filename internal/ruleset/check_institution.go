package ruleset

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

const idHelp = "use lower-case letters, digits and - . _ ~ & +"

// localID reports a missing, malformed or repeated one-part id.
func localID[T ~string](c *checker, id T, what string, seen map[T]bool) {
	switch {
	case id == "":
		c.reportf("id", "missing_id", idHelp, "the %s has no id", what)
	case c.length("id", string(id), MaxInstitutionID):
	case !validLocal(string(id)):
		c.reportf("id", "bad_id", idHelp, "%q is no id", string(id))
	case seen[id]:
		c.reportf("id", "duplicate_id", "each id stands for one thing", "the %s %s is given twice", what, string(id))
	}
	seen[id] = true
}

func (c *checker) scales() {
	seen := map[catalog.ScaleID]bool{}
	for i := range c.set.Scales {
		s := &c.set.Scales[i]
		c.push("scales", i)
		localID(c, s.ID, "grade scale", seen)
		switch {
		case s.Numeric && len(s.Steps) > 0:
			c.reportf("steps", "bad_scale", "remove one of the two", "a numeric scale has no steps")
		case !s.Numeric && len(s.Steps) == 0:
			c.reportf("", "bad_scale", "list the steps from best to worst, or set numeric with min, max and pass", "the scale has no grades")
		case s.Numeric && (s.Max.Cmp(s.Min) < 0 || s.Pass.Cmp(s.Min) < 0 || s.Pass.Cmp(s.Max) > 0):
			c.reportf("", "bad_scale", "order them min ≤ pass ≤ max", "min %s, pass %s and max %s are out of order", s.Min, s.Pass, s.Max)
		}
		symbols := map[string]bool{}
		for j, step := range s.Steps {
			symbol := strings.ToUpper(step.Symbol)
			if symbol == "" {
				c.reportf("steps/"+strconv.Itoa(j), "missing_symbol", "", "the step has no symbol")
			} else if symbols[symbol] {
				c.reportf("steps/"+strconv.Itoa(j)+"/symbol", "duplicate_grade", "upper and lower case are one", "the grade %q is given twice", step.Symbol)
			}
			symbols[symbol] = true
		}
		c.pop()
	}
}

func (c *checker) institutions() {
	seen := map[catalog.InstitutionID]bool{}
	named := map[string]catalog.InstitutionID{}
	for i := range c.set.Institutions {
		in := &c.set.Institutions[i]
		c.push("institutions", i)
		localID(c, in.ID, "institution", seen)
		if strings.TrimSpace(in.Name) == "" {
			c.reportf("name", "missing_name", "", "the institution has no name")
		}
		enum(c, "kind", "kind of institution", in.Kind, catalog.InstitutionKinds(), false)
		if in.Country != "" && !isCountry(in.Country) {
			c.reportf("country", "bad_country", "use the two capital letters of ISO 3166-1, such as US", "%q is no country code", in.Country)
		}
		if in.Unit == "" {
			c.reportf("unit", "missing_unit", listOf(credit.Units()), "the institution states no unit of credit")
		}
		c.unit("unit", in.Unit)
		c.scale("gradeScale", in.GradeScale)
		for j, f := range in.FormerNames {
			c.dates("formerNames/"+strconv.Itoa(j)+"/valid", f.Valid)
		}
		c.uniqueNames(in, named)
		for j := range in.Issuers {
			c.push("issuers", j)
			c.issuer(in, j)
			c.pop()
		}
		c.in("policy", func() { c.policy(in) })
		c.pop()
	}
}

func isCountry(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// issuer checks one entry of the register of issuers.
func (c *checker) issuer(in *catalog.Institution, at int) {
	e := &in.Issuers[at]
	if !isIssuer(e.ID) {
		c.reportf("id", "bad_issuer", "write what credentials name as issuer.id, such as did:web:college.example", "%q is neither a DID nor an https URL", e.ID)
	}
	enum(c, "tier", "tier of issuers", e.Tier, catalog.IssuerTiers(), false)
	if strings.TrimSpace(e.Reason) == "" {
		c.reportf("reason", "missing_reason", "say who decided and on what grounds", "the entry says not why")
	}
	c.dates("valid", e.Valid)
	for i := range in.Issuers[:at] {
		if other := &in.Issuers[i]; other.ID == e.ID && other.Valid.Overlaps(e.Valid) {
			c.reportf("id", "duplicate_issuer", "let one entry end before the other begins", "two entries decide about %s on the same day", e.ID)
			return
		}
	}
}

// isIssuer reports whether an id has the form of a DID or an https URL.
func isIssuer(id string) bool {
	if strings.ContainsAny(id, " \t\n#") {
		return false
	}
	if rest, ok := strings.CutPrefix(id, "did:"); ok {
		method, name, found := strings.Cut(rest, ":")
		return found && method != "" && name != ""
	}
	host, _ := strings.CutPrefix(id, "https://")
	return host != id && host != "" && host[0] != '/'
}

// uniqueNames warns of a name or alias that two institutions share: a record
// that uses it cannot be recognised.
func (c *checker) uniqueNames(in *catalog.Institution, named map[string]catalog.InstitutionID) {
	check := func(key, name string) {
		fold := strings.ToLower(strings.Join(strings.Fields(name), " "))
		if other, ok := named[fold]; ok && other != in.ID && fold != "" {
			c.warnf(key, "shared_name", "records that use it stay unrecognised", "%q is also a name of %s", name, other)
			return
		}
		named[fold] = in.ID
	}
	check("name", in.Name)
	for i, a := range in.Aliases {
		check("aliases/"+strconv.Itoa(i), a)
	}
}

func (c *checker) unit(key string, u credit.Unit) {
	if u != "" && !c.names.units[u] {
		c.reportf(key, "unknown_unit", c.names.suggestUnit(u), "%q is no unit that Cairn knows or an institution converts", string(u))
	}
}

func (c *checker) scale(key string, s catalog.ScaleID) {
	if s != "" && c.names.scales[s] == nil {
		c.reportf(key, "unknown_scale", c.names.suggestScale(s), "there is no grade scale %q", string(s))
	}
}

func (c *checker) institution(key string, id catalog.InstitutionID) {
	if id != "" && c.names.institutions[id] == nil {
		c.reportf(key, "unknown_institution", c.names.suggestInstitution(id), "there is no institution %q", string(id))
	}
}

func (c *checker) item(key string, id catalog.ItemID) {
	if c.names.items[id] != nil {
		return
	}
	if !validPair(string(id)) {
		c.reportf(key, "bad_id", `an item's id is "institution/item"`, "%q is no item id", string(id))
		return
	}
	c.reportf(key, "unknown_item", c.names.suggestItem(id), "there is no item %q", string(id))
}

func (c *checker) itemList(key string, ids []catalog.ItemID) {
	for i, id := range ids {
		c.item(key+"/"+strconv.Itoa(i), id)
	}
}

func (c *checker) level(key, level string) {
	if level != "" && !catalog.ValidLevel(level) {
		c.reportf(key, "unknown_level", `write lower, upper, graduate or "framework:number" such as eqf:5`, "%q is no level", level)
	}
}

// amount reports a negative credit.
func (c *checker) amount(key string, a credit.Amount) {
	if a.Sign() < 0 {
		c.reportf(key, "negative_credits", "", "%s credits are less than none", a)
	}
}
