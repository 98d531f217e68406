package badgeline

import (
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/record"
)

// Claim is what a credential names its achievement by: URIs and CTIDs, which mean the
// same everywhere. A bare code such as “137” means something else elsewhere.
type Claim struct {
	// Issuer is who issued it, proved to be so.
	Issuer string
	// ID is the achievement's id, empty where that is no URI or CTID. Others are its
	// other identifiers. Both say which achievement this is.
	ID     string
	Others []string
	// Aligned are the credentials that the achievement is aligned to: it goes with
	// them, leads to them or is like them, and is none of them.
	Aligned []string
	// Kind is the kind of item of the achievement's type; empty where it has none.
	Kind catalog.ItemKind
}

// Found is what the catalogue has for a claim.
type Found struct {
	// Item is the item that the achievement is; empty for none.
	Item catalog.ItemID
	// Several: more than one item is named so, so that none is taken.
	Several bool
	// Aligned is an item of the same kind that the achievement is aligned to, where
	// Item is empty. It decides nothing.
	Aligned catalog.ItemID
}

// match sets the item of a line whose signature and issuer are proved.
func (r *reader) match(a *record.Attainment, o Options) diag.List {
	var found Found
	if o.Match != nil && r.proved {
		found = o.Match(r.claim())
	}
	if found.Item != "" {
		a.Item, a.Institution, a.Code, a.Kind = found.Item, "", "", ""
		return nil
	}
	w := diag.Problem{
		Severity: diag.Warning, Code: "credential_not_matched", Message: "no item of the catalogue is known for this achievement and issuer",
		Suggestion: "add the achievement’s id to externalIds of the item, and the issuer’s id to those of its institution",
	}
	if found.Several {
		w.Message, w.Suggestion = "several items of the catalogue have the identifiers of this achievement", "leave its id in externalIds of the one item that it is"
	}
	list := diag.List{w}
	if found.Aligned != "" {
		list = append(list, diag.Problem{
			Severity: diag.Warning, Code: "credential_aligned",
			Message:    "the achievement is aligned to " + string(found.Aligned) + ", which says that the two go together, not that they are the same",
			Suggestion: "if it is that item, add the achievement’s id to its externalIds",
		})
	}
	return list
}

func (r *reader) claim() Claim {
	c := Claim{Issuer: r.verdict.Credential.Issuer, Kind: kinds[text(r.achievement["achievementType"])]}
	if id := text(r.achievement["id"]); worldwide(id) {
		c.ID = id
	}
	add := func(list *[]string, ids ...string) {
		for _, id := range ids {
			if worldwide(id) {
				*list = append(*list, id)
			}
		}
	}
	for _, m := range openbadge.Objects(r.achievement["otherIdentifier"]) {
		add(&c.Others, text(m["identifier"]))
	}
	for _, m := range r.alignments() {
		switch text(m["targetType"]) {
		case "ceterms:Credential", "CTDL":
			add(&c.Aligned, text(m["targetUrl"]), text(m["targetCode"]))
		}
	}
	return c
}

func worldwide(id string) bool { return strings.Contains(id, ":") || strings.HasPrefix(id, "ce-") }
