package lint

// The codes of the findings. What each means, with an example and what to do, is
// in docs/reference/lint-codes.md.
const (
	RulesAmbiguous  = "rules_ambiguous"
	RulesBlanket    = "rules_blanket"
	RulesEquivalent = "rules_equivalent"
	RulesDuplicate  = "rules_duplicate"
	GradeOverlap    = "grade_overlap"
	GradeGap        = "grade_gap"
	RuleShadowed    = "rule_shadowed"
	RuleUnreachable = "rule_unreachable"
	CreditsLost     = "credits_lost"
	CreditsGranted  = "credits_granted"
	ItemInactive    = "item_inactive"
	ItemRenumbered  = "item_renumbered"
	ExamTwoSources  = "exam_two_sources"

	Unsigned      = "agreement_unsigned"
	Ended         = "agreement_ended"
	Expired       = "agreement_expired"
	ReviewOverdue = "review_overdue"

	CapConflictsNeed     = "cap_conflicts_need"
	CredentialUnearnable = "credential_unearnable"
	StackDeadEnd         = "stack_dead_end"
	ExitOffPath          = "exit_off_path"

	Incomplete = "lint_incomplete"
)

// Kind is a kind of finding.
type Kind struct {
	Code string
	// Title says what such findings are, for the heading of a list.
	Title string
}

// Kinds lists the kinds of finding, what hurts learners most first.
func Kinds() []Kind {
	return []Kind{
		{RulesAmbiguous, "rules for the same sources give different courses"},
		{GradeOverlap, "some grades meet two rules"},
		{GradeGap, "some grades meet no rule"},
		{RulesBlanket, "elective credit beside a real course"},
		{RulesEquivalent, "rules differ in elective credit only"},
		{RulesDuplicate, "rules say the same"},
		{RuleUnreachable, "rules that nobody can meet"},
		{RuleShadowed, "rules or alternatives that are never needed"},
		{CreditsLost, "credits brought are unaccounted for"},
		{CreditsGranted, "more credits are given than brought"},
		{ExamTwoSources, "examination credit needs two scores"},
		{ItemInactive, "courses that are not offered any more"},
		{ItemRenumbered, "courses that were renumbered"},
		{CapConflictsNeed, "limits that make a requirement impossible"},
		{CredentialUnearnable, "credentials are asked for that nobody can earn"},
		{StackDeadEnd, "credentials that are meant to stack and lead nowhere"},
		{ExitOffPath, "exits that do not lie on the way"},
		{Unsigned, "agreements without a signature"},
		{Expired, "agreements that have expired"},
		{Ended, "agreements whose time is over"},
		{ReviewOverdue, "agreements past their review"},
		{Incomplete, "not everything was compared"},
	}
}
