package difference

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
)

// causeOf sorts reason codes by what stands behind them.
func causeOf(code string) Cause {
	switch code {
	case "outside_window", "not_yet_in_force", "agreement_draft", "agreement_in_review", "agreement_unsigned", "agreement_suspended", "agreement_expired", "plan_not_signed":
		return RuleValidity
	case "not_active", "credential_expired", "credential_renewed":
		return CredentialValidity
	case "not_finished":
		return Attainment
	case "too_old":
		return Recency
	case "code_not_in_use", "code_ambiguous", "item_unknown", "institution_unknown":
		return ItemRenumbered
	case "over_cap", "unlisted_refused", "policy_min_grade", "policy_pass_fail", "duplicate_repeat", "duplicate_exclusion", "duplicate_after_higher":
		return Policy
	case "rounding", "unit_not_convertible", "unit_unstated", "credits_outside":
		return Credits
	}
	return ""
}

// lineCause says why a line changed: the first of these that is so. Under the
// same rules the policy is the same: then other lines have filled a cap.
func lineCause(x, y *engine.Line, codes []string, sameRules bool) Cause {
	if renumbered(x, y) {
		return ItemRenumbered
	}
	for _, p := range rulePairs(x, y) {
		if p[0].Version != p[1].Version {
			return AgreementVersion
		}
	}
	for _, cause := range []Cause{Attainment, RuleValidity, CredentialValidity, Recency, ItemRenumbered} {
		if slices.ContainsFunc(codes, func(c string) bool { return causeOf(c) == cause }) {
			return cause
		}
	}
	if slices.ContainsFunc(codes, func(c string) bool { return causeOf(c) == Policy }) {
		if sameRules {
			return Consequence
		}
		return Policy
	}
	if rulesOf(x) != rulesOf(y) {
		return Rule
	}
	if lineCredits(x) != lineCredits(y) || slices.ContainsFunc(codes, func(c string) bool { return causeOf(c) == Credits }) {
		return Credits
	}
	return Other
}

// requirementCause says why a requirement that asks for the same stands
// otherwise: a reason of one side compares a day of the record with the day of
// evaluation, or something else has changed that is listed.
func requirementCause(p, q *engine.Requirement) Cause {
	only := func(a, b []engine.Reason) []engine.Reason {
		return slices.DeleteFunc(slices.Clone(a), func(r engine.Reason) bool {
			return slices.ContainsFunc(b, func(x engine.Reason) bool { return x.Text == r.Text })
		})
	}
	for _, r := range append(only(p.Reasons, q.Reasons), only(q.Reasons, p.Reasons)...) {
		switch {
		case r.Have == nil || r.Need == nil || r.Have.Date.IsZero() || r.Need.Date.IsZero():
		case r.Have.Text == "active until":
			return CredentialValidity
		case strings.HasPrefix(r.Need.Text, "not older than"):
			return Recency
		}
	}
	return Consequence
}

func lineCredits(l *engine.Line) [2]string {
	return [2]string{l.Credits.Source.Amount.String(), l.Credits.Receiver.Amount.String()}
}

// renumbered reports whether the line is another item, or an item that has
// another code.
func renumbered(x, y *engine.Line) bool {
	if x.Source.Item != y.Source.Item {
		return true
	}
	for i := range x.Awards {
		for j := range y.Awards {
			a, b := &x.Awards[i], &y.Awards[j]
			if a.Item != "" && a.Item == b.Item && a.Code != b.Code {
				return true
			}
		}
	}
	return false
}
