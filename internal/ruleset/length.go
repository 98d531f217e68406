package ruleset

import "strings"

// The most bytes of an id. Ids name files and are keys of the database: every
// one of them must fit a file name (255 bytes) with what is put around it, and
// a row of an index. The longest of real agreements are half as long.
const (
	MaxInstitutionID = 100 // of a scale too
	MaxLocalID       = 120 // the part of an item's or program's id behind the institution
	MaxAgreementID   = 200
	MaxRuleID        = 240
	MaxItemID        = MaxInstitutionID + 1 + MaxLocalID
	maxCode          = 400 // some sources have titles for codes
)

// length reports an id that is longer than limit bytes, and whether it is.
func (c *checker) length(key, id string, limit int) bool {
	if len(id) <= limit {
		return false
	}
	c.reportf(key, "id_too_long", "shorten it", "the %s that begins with %q is %d bytes long; %d are the most", key, strings.ToValidUTF8(id[:40], ""), len(id), limit)
	return true
}
