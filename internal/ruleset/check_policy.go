package ruleset

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

func (c *checker) policy(in *catalog.Institution) {
	p := &in.Policy
	c.conversions(p.Conversions)
	c.rounding(p.Rounding)
	c.grade("minGrade", p.MinGrade, nil)
	enum(c, "repeats", "repeat rule", p.Repeats, repeatRules, true)
	enum(c, "duplicates", "duplicate rule", p.Duplicates, duplicateRules, true)
	enum(c, "transferGrades", "use of grades", p.TransferGrades, catalog.GradeUses(), true)
	enum(c, "unlisted", "treatment of unlisted credit", p.Unlisted, unlisted, true)
	for i, x := range p.Exclusions {
		c.push("exclusions", i)
		enum(c, "kind", "kind of exclusion", x.Kind, exclusionKinds, false)
		if len(x.Items) < 2 {
			c.reportf("items", "too_few_items", "", "an exclusion needs at least two items, not %d", len(x.Items))
		}
		c.itemList("items", x.Items)
		c.pop()
	}
	seen := map[string]bool{}
	for i := range p.Caps {
		c.push("caps", i)
		c.cap(&p.Caps[i], seen)
		c.pop()
	}
	for i := range p.Recency {
		c.push("recency", i)
		if p.Recency[i].Years <= 0 {
			c.reportf("years", "bad_years", "give a number of years from 1", "%d years is no age limit", p.Recency[i].Years)
		}
		c.in("filter", func() { c.filter(&p.Recency[i].Filter) })
		c.pop()
	}
	for i := range p.Credentials {
		c.push("credentials", i)
		c.credentialRule(&p.Credentials[i])
		c.pop()
	}
	if p.Catalogue != nil {
		c.in("catalogue", func() { c.rights(p.Catalogue) })
	}
	if p.Appeals != nil {
		c.in("appeals", func() { c.appeals(p.Appeals) })
	}
}

// appeals checks the time for appeals.
func (c *checker) appeals(a *catalog.Appeals) {
	if a.Days < 1 || a.Days > catalog.MaxAppealDays {
		c.reportf("days", "bad_days", fmt.Sprintf("give a number of days from 1 to %d", catalog.MaxAppealDays), "nobody can appeal within %d days", a.Days)
	}
	enum(c, "silence", "meaning of silence", a.Silence, catalog.Silences(), true)
}

// credentialRule checks what is asked of credentials; one that asks nothing is a
// mistake.
func (c *checker) credentialRule(r *catalog.CredentialRule) {
	if r.MinIssuerTier == "" && r.MinLevel == "" && r.MaxAgeMonths == 0 && !r.Active && len(r.Attributes) == 0 {
		c.reportf("", "empty_condition", "ask for minIssuerTier, minLevel, maxAgeMonths, active or attributes", "nothing is asked of credentials")
	}
	if r.MaxAgeMonths < 0 {
		c.reportf("maxAgeMonths", "bad_years", "give a number of months from 1", "%d months is no age limit", r.MaxAgeMonths)
	}
	c.issuerTier(r.MinIssuerTier)
	c.level("minLevel", r.MinLevel)
	c.in("filter", func() { c.filter(&r.Filter) })
}

// issuerTier checks a least tier; refused is none.
func (c *checker) issuerTier(t catalog.IssuerTier) {
	if t != "" {
		enumList(c, "minIssuerTier", "tier of issuers", []catalog.IssuerTier{t},
			[]catalog.IssuerTier{catalog.TierAccredited, catalog.TierApproved, catalog.TierRecognised})
	}
}

// rights checks which catalogues a learner may choose.
func (c *checker) rights(r *catalog.CatalogueRights) {
	if len(r.Rights) == 0 {
		c.reportf("rights", "missing_rights", "list entry, continuous or graduation, or leave the catalogue out", "no right is given")
	}
	enumList(c, "rights", "right to a catalogue", r.Rights, catalog.CatalogueRightKinds())
	for i, right := range r.Rights {
		if slices.Index(r.Rights, right) < i {
			c.reportf("rights/"+strconv.Itoa(i), "duplicate_right", "name it once", "the right %s is given twice", right)
		}
	}
	if r.TermsPerYear < 0 || r.TermsPerYear > 4 {
		c.reportf("termsPerYear", "bad_terms", "give 1 to 4, or leave it out", "a year has no %d terms", r.TermsPerYear)
	}
	for i, id := range r.With {
		c.institution("with/"+strconv.Itoa(i), id)
	}
	for _, kind := range slices.Sorted(maps.Keys(r.Leaves)) {
		if r.Leaves[kind] <= 0 {
			c.reportf("leaves/"+kind, "bad_years", "give a number of years from 1", "a leave of %d years keeps nothing", r.Leaves[kind])
		}
	}
}

func (c *checker) conversions(list []credit.Factor) {
	type pair struct{ from, to credit.Unit }
	seen := map[pair]bool{}
	for i, f := range list {
		c.push("conversions", i)
		switch {
		case f.From == "" || f.To == "":
			c.reportf("", "missing_unit", "give both from and to", "a conversion joins two units")
		case f.From == f.To:
			c.reportf("to", "bad_conversion", "", "a unit is not converted into itself")
		case seen[pair{f.From, f.To}] || seen[pair{f.To, f.From}]:
			c.reportf("", "duplicate_conversion", "keep one; it is used in both directions", "%s and %s are already converted above", f.From, f.To)
		}
		if f.Ratio.Sign() <= 0 {
			c.reportf("ratio", "bad_conversion", "give what one of from is worth in to, such as 2/3", "the ratio %s is not more than 0", f.Ratio)
		}
		seen[pair{f.From, f.To}] = true
		c.pop()
	}
}

func (c *checker) rounding(r credit.Rounding) {
	c.in("rounding", func() {
		enum(c, "mode", "rounding mode", r.Mode, credit.Modes(), true)
		enum(c, "stage", "rounding stage", r.Stage, credit.Stages(), true)
		if r.Quantum.Sign() < 0 {
			c.reportf("quantum", "negative_quantum", "such as 1, 0.5 or 0.01", "the quantum %s is less than 0", r.Quantum)
		}
	})
}

func (c *checker) cap(cp *catalog.Cap, seen map[string]bool) {
	localID(c, cp.ID, "cap", seen)
	if cp.Limit.Sign() < 0 {
		c.reportf("limit", "negative_credits", "", "a cap of %s is less than none", cp.Limit)
	}
	if cp.Share.Sign() < 0 || cp.Share.Cmp(credit.Int(1)) > 0 {
		c.reportf("share", "bad_part", "such as 30%", "a share of %s is not between none and all", cp.Share)
	}
	c.unit("unit", cp.Unit)
	if cp.Award != nil {
		c.in("award", func() { c.filter(cp.Award) })
	}
	c.in("filter", func() { c.filter(&cp.Filter) })
	if cp.Except != nil {
		c.in("except", func() { c.filter(cp.Except) })
	}
}

func (c *checker) filter(f *catalog.Filter) {
	enumList(c, "kinds", "kind of item", f.Kinds, catalog.ItemKinds())
	enumList(c, "evidence", "kind of evidence", f.Evidence, catalog.EvidenceKinds())
	enumList(c, "institutionKinds", "kind of institution", f.InstitutionKinds, catalog.InstitutionKinds())
	for i, id := range f.Institutions {
		c.institution("institutions/"+strconv.Itoa(i), id)
	}
	c.itemList("items", f.Items)
	for i, l := range f.Levels {
		c.level("levels/"+strconv.Itoa(i), l)
	}
	for key, list := range map[string][]string{"tags": f.Tags, "subjects": f.Subjects} {
		if i := slices.Index(list, ""); i >= 0 {
			c.reportf(key+"/"+strconv.Itoa(i), "empty_text", "remove it", "an entry of %s is empty", key)
		}
	}
}
