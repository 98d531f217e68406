package engine

// Status is the one answer that a source line gets at a target.
type Status string

// The sixteen statuses of a line.
const (
	Awarded           Status = "awarded"
	AwardedAsElective Status = "awarded_as_elective"
	SatisfiedNoCredit Status = "satisfied_no_credit"
	Held              Status = "held"
	Pending           Status = "pending"
	Provisional       Status = "provisional"
	NotEvaluated      Status = "not_evaluated"
	Refused           Status = "refused"
	NoEquivalent      Status = "no_equivalent"
	TakeAtReceiver    Status = "take_at_receiver"
	NeedsAssessment   Status = "needs_assessment"
	ConditionFailed   Status = "condition_failed"
	Duplicate         Status = "duplicate"
	OverCap           Status = "over_cap"
	Expired           Status = "expired"
	Ambiguous         Status = "ambiguous"
)

// Statuses lists the sixteen statuses.
func Statuses() []Status {
	return []Status{
		Awarded, AwardedAsElective, SatisfiedNoCredit, Held, Pending, Provisional,
		NotEvaluated, Refused, NoEquivalent, TakeAtReceiver, NeedsAssessment,
		ConditionFailed, Duplicate, OverCap, Expired, Ambiguous,
	}
}

// ReceivingStatus is where a receiving item stands for this learner.
type ReceivingStatus string

// The statuses of a receiving item. The last three are three different answers
// of the receiver: no course is articulated; it must be taken there; the
// agreement lists the item and says nothing.
const (
	ReceivingSatisfied       ReceivingStatus = "satisfied"
	ReceivingWaiting         ReceivingStatus = "waiting" // articulated, the source is not complete
	ReceivingNeedsAssessment ReceivingStatus = "needs_assessment"
	ReceivingPending         ReceivingStatus = "pending"
	ReceivingNoEquivalent    ReceivingStatus = "no_equivalent"
	ReceivingTakeAtReceiver  ReceivingStatus = "take_at_receiver"
	ReceivingAbsent          ReceivingStatus = "absent"
)
