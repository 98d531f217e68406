package view

import (
	"github.com/cairnproject/cairn/internal/engine"
)

// Mark is a status as it is shown everywhere: a shape, a tone, and the key of its
// word. Shape and word say it; the tone never says it alone.
type Mark struct {
	// Shape is a symbol of the sprite: "full", "half", "over", "cross", "ask",
	// "open", "slash", "dash", "dot", "part", "check", "warn".
	Shape string
	// Tone is a class of the style sheet: "yes", "some", "over", "no", "ask",
	// "quiet".
	Tone string
	// Key is the key of the word.
	Key string
}

// Part is one of the parts of a ledger, by the key of its word: "counted",
// "elective", "excess", "not_accepted", "undecided".
type Part string

// The parts of a ledger, in the order in which they are shown.
const (
	Counted     Part = "counted"
	Elective    Part = "elective"
	Excess      Part = "excess"
	NotAccepted Part = "not_accepted"
	Undecided   Part = "undecided"
)

// Parts lists the parts in order.
func Parts() []Part { return []Part{Counted, Elective, Excess, NotAccepted, Undecided} }

// MarkOfPart is how a part of the ledger is shown.
func MarkOfPart(p Part) Mark {
	m := map[Part]Mark{
		Counted: {"full", "yes", ""}, Elective: {"half", "some", ""}, Excess: {"over", "over", ""},
		NotAccepted: {"cross", "no", ""}, Undecided: {"ask", "ask", ""},
	}[p]
	m.Key = "part." + string(p)
	return m
}

// PartOf is the part of the ledger that a line's status belongs to
// (docs/reference/reasons.md).
func PartOf(s engine.Status) Part {
	switch s {
	case engine.Awarded, engine.Provisional, engine.SatisfiedNoCredit:
		return Counted
	case engine.AwardedAsElective:
		return Elective
	case engine.Duplicate, engine.OverCap:
		return Excess
	case engine.Refused, engine.NoEquivalent, engine.TakeAtReceiver, engine.ConditionFailed, engine.Expired:
		return NotAccepted
	}
	return Undecided
}

// MarkOfLine is how a line's status is shown: the shape of its part, its own word.
func MarkOfLine(s engine.Status) Mark {
	m := MarkOfPart(PartOf(s))
	m.Key = "line." + string(s)
	return m
}

// MarkOfRequirement is how a requirement's status is shown.
func MarkOfRequirement(s engine.RequirementStatus) Mark {
	m := map[engine.RequirementStatus]Mark{
		engine.RequirementSatisfied: {"full", "yes", ""}, engine.RequirementProvisional: {"part", "some", ""},
		engine.RequirementUnmet: {"open", "no", ""}, engine.RequirementUndecided: {"ask", "ask", ""},
		engine.RequirementWaived: {"slash", "yes", ""}, engine.RequirementNotNeeded: {"dash", "quiet", ""},
		engine.RequirementAdvice: {"dot", "quiet", ""},
	}[s]
	m.Key = "req." + string(s)
	return m
}

// MarkOfReceiving is how the status of a receiving course is shown.
func MarkOfReceiving(s engine.ReceivingStatus) Mark {
	m := Mark{"ask", "ask", "receiving." + string(s)}
	switch s {
	case engine.ReceivingSatisfied:
		m.Shape, m.Tone = "full", "yes"
	case engine.ReceivingWaiting:
		m.Shape, m.Tone = "open", "no"
	case engine.ReceivingNoEquivalent, engine.ReceivingTakeAtReceiver:
		m.Shape, m.Tone = "cross", "no"
	case engine.ReceivingAbsent:
		m.Shape, m.Tone = "dash", "quiet"
	case engine.ReceivingNeedsAssessment, engine.ReceivingPending:
	}
	return m
}

// Truth is the answer of one fact about trust.
type Truth string

// The answers: yes, no, nobody knows, and yes with a remark.
const (
	Yes     Truth = "yes"
	No      Truth = "no"
	Unknown Truth = "unknown"
	Warning Truth = "warning"
)

// MarkOfTruth is how the answer of a fact is shown.
func MarkOfTruth(t Truth) Mark {
	m := map[Truth]Mark{
		Yes: {"check", "yes", ""}, No: {"cross", "no", ""}, Unknown: {"ask", "ask", ""}, Warning: {"warn", "over", ""},
	}[t]
	m.Key = "fact." + string(t)
	return m
}
