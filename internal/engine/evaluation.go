package engine

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// evaluation is one record at one target.
type evaluation struct {
	// figures says that the query is brief: no ways to finish are asked for.
	figures bool

	s       *Snapshot
	rec     *record.Record
	lines   []line
	target  Target
	recv    *institution
	recvIdx int32
	asOf    calendar.Date
	budget  int
	stop    <-chan struct{}
	// solver is the auditor of this evaluation, while it has one.
	solver *audit.Auditor
	// critical asks which lines a complete program depends on.
	critical bool
	// certificate asks for the whole certificate of the verdict.
	certificate bool
	// prog is the version of the target program that the learner is held to, nil
	// where the target asks for nothing; right says why that version.
	prog  *programVersion
	right wording.Phrase
	// choices are the versions that the learner may choose among, where there are
	// several; rightReasons say how the right came about.
	choices      []CatalogueChoice
	rightReasons []Reason
	// crew are the programs that this one stands for, where the least that
	// completes several is looked for; else nil.
	crew *crew
	// strict searches for the least count on nothing that is no item.
	strict bool
	// apart are the items that the search for the least tries for themselves.
	apart apart
	// results are requirements and programs decided before, for tests on them.
	results map[string]requirement.Truth
	// others are programs that are known to be complete, as "program:id".
	others map[string]requirement.Truth
	// spent are the ids of lines that serve other awards and nothing here.
	spent map[string]bool
	// solved is the answer that was written, for explanations.
	solved *programSolution

	// blocked says which lines cannot be a source here, and why.
	blocked []block
	// brought is each line's credit in the receiver's unit; convertible is
	// false where nobody has stated a factor.
	brought     []credit.Amount
	convertible []bool

	cands []candidate
	// prospects are matches that award nothing today and say why.
	prospects []prospect
	// chosenOf and leftOf are the chosen and the other candidates by line, and
	// givenBy the chosen candidate that gives a receiving item.
	chosenOf, leftOf [][]int
	givenBy          map[catalog.ItemID]int
	// byRule are a rule's candidates, pendingOf its first pending prospect.
	byRule    map[int32][]int
	pendingOf map[int32]int
	// touched are the rules in scope that name a line's item or may match one.
	touched []int32
	// nearMisses are the touched rules that no set of lines meets.
	nearMisses []int32
	near       [][]near
	waysMade   map[int32][]way
	// programLines counts, by program, the lines that only its agreements name.
	programLines map[string]int
	// byItem finds the lines of an item.
	byItem []itemLine
	// issuers are the institutions of the recognised lines.
	issuers   []int32
	truncated bool
	// numbers are the lines' numbers, matchRoom matches that are not yet used.
	numbers   []int32
	matchRoom []match
	// ofRule is what candidatesOf returned last.
	ofRule []int
	// joined counts the lines looked at while joining matches.
	joined int
}

// block is why a line cannot be a source at this target.
type block struct {
	status Status
	why    Reason
	how    verdict
}

// candidate is one application of a statement to lines.
type candidate struct {
	rule    int32 // -1 where no rule of an agreement is behind it
	ref     *RuleRef
	tier    agreement.Tier
	floor   bool
	share   int32 // agreement whose candidates share sources, or -1
	lines   []int32
	outcome Status // what a line becomes when the candidate is chosen
	awards  []agreement.Award
	split   []share // per line, in the order of lines
	reasons []Reason
	// rivals are reported when this candidate stands for several.
	rivals []Reason
	// consumes is false for effects without credit: they never compete.
	consumes bool
	texts    []string
}

// share is what one line gives in a candidate.
type share struct {
	counted, elective, granted, notAccepted, rounding credit.Amount
	// twice is the credit of awards that the learner earned at the receiver as well.
	twice credit.Amount
}

func (s *share) units() credit.Amount { return s.counted.Add(s.elective) }

// prospect is a match that awards nothing today.
type prospect struct {
	rule   int32
	lines  []int32
	status Status
	why    Reason
}

// homeTier marks what the learner earned at the receiver itself.
const homeTier = agreement.TierDecision

// unlistedTier comes after every rule.
const unlistedTier = agreement.TierWildcard + 1
