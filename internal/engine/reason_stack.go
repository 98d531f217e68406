package engine

import (
	"cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// The reasons of credentials in a stack.

func spentElsewhere(l *line) Reason {
	return because("stack_spent", wording.Of("stack.spent", "{line} serves another award, which uses it up", "line", lineName(l)))
}

func stackConferred(day calendar.Date) Reason {
	if day.IsZero() {
		return because("stack_conferred", wording.Of("stack.conferred", "complete, and conferred without an application; the pieces have no dates"))
	}
	return because("stack_conferred", wording.Of("stack.conferred_since",
		"complete since {day}, when the last piece was attained; conferred without an application", "day", day))
}

func stackAvailable(day calendar.Date) Reason {
	words := wording.Of("stack.available", "complete; conferred when the learner applies")
	if !day.IsZero() {
		words = wording.Of("stack.available_since", "complete since {day}; conferred when the learner applies", "day", day)
	}
	return because("stack_by_application", words).fix(wording.Of("fix.apply", "apply for it"))
}

func stackHeld(l *line) Reason {
	words := wording.Of("stack.held", "the record shows it")
	if !l.day.IsZero() {
		words = wording.Of("stack.held_since", "the record shows it since {day}", "day", l.day)
	}
	if len(l.madeOf) == 0 {
		words = wording.Row(words, wording.Of("stack.held_for", "; it does not say what it was conferred for, so no piece counts as used"))
	}
	return because("stack_held", words)
}

func stackExpired(until, asOf calendar.Date) Reason {
	r := because("stack_expired", wording.Of("stack.expired", "it was active until {day}", "day", until))
	r.Have, r.Need = dayValue(until), &Value{Text: "active on " + asOf.String(), Date: asOf, Words: wording.Of("value.active_on", "active on")}
	return r.fix(wording.Of("fix.renew", "renew it"))
}

func stackReverse(a *StackAward, last calendar.Date) Reason {
	r := because("stack_reverse_transfer", wording.Of("stack.reverse",
		"reverse transfer: nothing was earned here after {day}, and {elsewhere} of the {credits} come from elsewhere",
		"day", last, "elsewhere", a.Elsewhere.Amount, "credits", units(a.Counts.Amount, a.Counts.Unit)))
	r.Have, r.Need = dayValue(last), dayValue(a.Issued)
	return r
}

func stackNotWith(title, other string) Reason {
	return because("stack_not_with", wording.Of("stack.not_with", "a learner gets {one} or {other}, not both", "one", title, "other", other))
}

func stackPiecesUsed(other string, own, its requirement.PieceUse) Reason {
	words := wording.Of("stack.pieces_once", "the same pieces are used for {other}, and a piece serves one award of the institution", "other", other)
	switch {
	case its == requirement.PiecesDebited:
		words = wording.Of("stack.pieces_gone", "the same pieces are used for {other}, which uses them up", "other", other)
	case own == requirement.PiecesDebited:
		words = wording.Of("stack.pieces_own", "the same pieces are used for {other}, and this award would use them up", "other", other)
	}
	r := because("stack_pieces_used", words)
	use := string(cmp.Or(its, requirement.PiecesShared))
	r.Have = said(wording.Term("pieces", use, use))
	return r
}

func stackSpan(years int) Reason {
	span := wording.Count("count.years", years, "{n} year", "{n} years")
	r := because("stack_span", wording.Of("stack.span", "there is enough, but not within {years} from the first piece to the last", "years", span))
	r.Need = said(span)
	return r
}
