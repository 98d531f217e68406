package app

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/badgeline"
)

// matchBadge finds the item that a credential is about: the one whose external ids
// have the achievement's own id, else another identifier of the achievement; or the
// credential that a program with such an id earns. The issuer must be known for it: as
// an external id of the item or of its institution. Otherwise anybody could name
// anybody's achievement. What the achievement is only aligned to is never the item.
func (v *View) matchBadge(c badgeline.Claim) badgeline.Found {
	for _, ids := range [][]string{{c.ID}, c.Others} {
		switch items := v.itemsNamed(c.Issuer, ids); len(items) {
		case 0:
		case 1:
			return badgeline.Found{Item: items[0]}
		default:
			return badgeline.Found{Several: true}
		}
	}
	items := slices.DeleteFunc(v.itemsNamed(c.Issuer, c.Aligned), func(id catalog.ItemID) bool {
		it, ok := v.Item(id)
		return !ok || c.Kind == "" || it.Kind != c.Kind
	})
	if len(items) != 1 {
		return badgeline.Found{}
	}
	return badgeline.Found{Aligned: items[0]}
}

// itemsNamed are the different items that have one of the ids, else the credentials of
// programs that do, as far as the issuer may speak for them. The issuer's own id names
// nothing that it issues.
func (v *View) itemsNamed(issuer string, ids []string) []catalog.ItemID {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" || id == issuer })
	if len(ids) == 0 {
		return nil
	}
	var out []catalog.ItemID
	for i := range v.Set.Items {
		it := &v.Set.Items[i]
		if named(it.ExternalIDs, ids) && v.mayIssue(issuer, it.Institution, it.ExternalIDs) {
			out = append(out, it.ID)
		}
	}
	if len(out) > 0 {
		return out
	}
	for i := range v.Set.Programs {
		p := &v.Set.Programs[i]
		if p.Credential != "" && named(p.ExternalIDs, ids) && v.mayIssue(issuer, p.Institution, p.ExternalIDs) && !slices.Contains(out, p.Credential) {
			out = append(out, p.Credential)
		}
	}
	return out
}

func named(ids map[string]string, wanted []string) bool {
	for _, id := range ids {
		if slices.Contains(wanted, id) {
			return true
		}
	}
	return false
}

func (v *View) mayIssue(issuer string, institution catalog.InstitutionID, own map[string]string) bool {
	if named(own, []string{issuer}) {
		return true
	}
	in, ok := v.Institution(institution)
	return ok && named(in.ExternalIDs, []string{issuer})
}
