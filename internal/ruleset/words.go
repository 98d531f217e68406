package ruleset

import (
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// validLocal reports whether a text is one part of an id: lower-case letters,
// digits and - . _ ~ & +, beginning with a letter or digit, so that it can also
// name a file.
func validLocal(s string) bool {
	if s == "" || strings.IndexByte("-._~&+", s[0]) >= 0 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && strings.IndexByte("-._~&+", c) < 0 {
			return false
		}
	}
	return true
}

// validPair reports whether a text is "institution/local".
func validPair(s string) bool {
	inst, local, ok := strings.Cut(s, "/")
	return ok && validLocal(inst) && validLocal(local)
}

// The vocabularies that the domain packages do not list.
var (
	repeatRules    = []catalog.RepeatRule{catalog.RepeatBest, catalog.RepeatLatest, catalog.RepeatFirst}
	duplicateRules = []catalog.DuplicateRule{catalog.DuplicateHome, catalog.DuplicateBest}
	unlisted       = []catalog.Unlisted{catalog.UnlistedUndecided, catalog.UnlistedElective, catalog.UnlistedRefused}
	exclusionKinds = []catalog.ExclusionKind{catalog.OneOf, catalog.NoLowerAfterHigher}
	uses           = []agreement.Use{agreement.Exclusive, agreement.Shared}
	creditSources  = []agreement.CreditSource{agreement.ByRule, agreement.BySender, agreement.ByCatalog, agreement.ByLower}
	remainders     = []agreement.Remainder{agreement.RemainderElective, agreement.RemainderNone}
	numberings     = []agreement.NumberingKind{agreement.ByCommonNumber, agreement.ByPrefixAndLastThree}
	meanings       = []agreement.TextMeaning{agreement.MeansLetterGrade, agreement.MeansOneOfCourses, agreement.MeansInformation}
)
