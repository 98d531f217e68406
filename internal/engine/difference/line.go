package difference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/wording"
)

// lines compares the lines by id: their status, what they give, and the credit.
func (c *collector) lines(a, b *engine.TargetResult) {
	for _, id := range ids(a.Lines, b.Lines, func(l *engine.Line) string { return l.ID }) {
		x, y := byID(a.Lines, id, lineID), byID(b.Lines, id, lineID)
		if x == nil || y == nil {
			c.add(oneLine(x, y))
			continue
		}
		before, after := lineWords(x), lineWords(y)
		var beforeWords, afterWords wording.Phrase
		if before == after {
			// The same award may come from another version of the rule.
			before, after = rulesOf(x), rulesOf(y)
			switch {
			case before != after:
				beforeWords, afterWords = by(rulesPhrase(x)), by(rulesPhrase(y))
			case lineCredits(x) != lineCredits(y):
				beforeWords, afterWords = brings(x), brings(y)
				before, after = beforeWords.String(), afterWords.String()
			default:
				continue
			}
		}
		why, codes := reasonsApart(x.Reasons, y.Reasons)
		c.add(Change{
			Kind: Line, ID: id, Name: lineName(x), Before: before, After: after, BeforeWords: beforeWords, AfterWords: afterWords,
			Cause: lineCause(x, y, codes, c.sameRules), WhyWords: append(why, versions(x, y)...),
		})
	}
}

// brings is the credit of a line before anything is made of it.
func brings(l *engine.Line) wording.Phrase {
	from, to := l.Credits.Source, l.Credits.Receiver
	if from.Unit == to.Unit {
		return wording.Of("change.brings", "brings {credits}", "credits", credits(from))
	}
	return wording.Of("change.brings_as", "brings {credits}, which is {here}", "credits", credits(from), "here", credits(to))
}

func credits(v credit.Quantity) any {
	return wording.As(v.Amount.Decimal()+" "+string(v.Unit)+" credits", v)
}

func lineID(l *engine.Line) string { return l.ID }

func oneLine(x, y *engine.Line) Change {
	out := Change{Kind: Line, Cause: Record}
	if x == nil {
		out.ID, out.Name, out.Before, out.After = y.ID, lineName(y), "not in the record", lineWords(y)
		return out
	}
	out.ID, out.Name, out.Before, out.After = x.ID, lineName(x), lineWords(x), "not in the record"
	return out
}

func lineName(l *engine.Line) string {
	return cmp.Or(strings.TrimSpace(l.Source.Code+" "+l.Source.Title), l.ID)
}

// lineWords is what a line is and gives, in words.
func lineWords(l *engine.Line) string {
	words, as := statusWords(string(l.Status)), " as "
	if l.Status == engine.AwardedAsElective {
		as = " in "
	}
	awards := make([]string, 0, len(l.Awards))
	for i := range l.Awards {
		if text := awardWords(&l.Awards[i], l.Status); text != "" {
			awards = append(awards, text)
		}
	}
	if len(awards) > 0 {
		words += as + strings.Join(awards, ", ")
	}
	if got := l.Ledger.Accepted(); !got.IsZero() {
		words += ", " + got.Decimal() + " credits"
	}
	return words
}

// awardWords names what is awarded; "" for elective credit of no subject, which
// the status says.
func awardWords(aw *engine.Award, s engine.Status) string {
	text := cmp.Or(aw.Code, aw.Name, string(aw.Item), aw.Subject)
	if text == "" && s == engine.AwardedAsElective {
		return ""
	}
	if aw.Code == "" && aw.Name == "" && aw.Item == "" && s != engine.AwardedAsElective {
		text = strings.TrimSpace(text + " elective")
	}
	if aw.Credits != nil && !aw.Credits.Amount.IsZero() {
		text += " (" + aw.Credits.Amount.Decimal() + ")"
	}
	return text
}

func statusWords(s string) string { return strings.ReplaceAll(s, "_", " ") }

// rulesOf names the rules behind the awards with their versions.
func rulesOf(l *engine.Line) string { return rulesPhrase(l).String() }

func rulesPhrase(l *engine.Line) wording.Phrase {
	var out []wording.Phrase
	for i := range l.Awards {
		if r := l.Awards[i].Rule; r != nil {
			out = append(out, ruleWords(r))
		}
	}
	slices.SortFunc(out, func(a, b wording.Phrase) int { return cmp.Compare(a.String(), b.String()) })
	return wording.Join(slices.CompactFunc(out, wording.Phrase.Equal), ", ")
}

// by names the rules by which a line counts.
func by(rules wording.Phrase) wording.Phrase {
	if rules.String() == "" {
		rules = wording.Of("change.no_rule", "no rule")
	}
	return wording.Of("change.by", "by {rules}", "rules", rules)
}

func earlier(p wording.Phrase) wording.Phrase {
	return wording.Of("change.before", "before: {why}", "why", p)
}

func later(p wording.Phrase) wording.Phrase {
	return wording.Of("change.after", "after: {why}", "why", p)
}

func ruleWords(r *engine.RuleRef) wording.Phrase {
	if r.Rule != "" {
		return wording.Of("change.rule", "rule {rule}, version {n} of {agreement}", "rule", r.Rule, "n", r.Version, "agreement", string(r.Agreement))
	}
	return wording.Of("change.version", "version {n} of {agreement}", "n", r.Version, "agreement", string(r.Agreement))
}

// versions says which version of an agreement answers on each side, where they
// differ.
func versions(x, y *engine.Line) []wording.Phrase {
	var out []wording.Phrase
	for _, p := range rulePairs(x, y) {
		if p[0].Version != p[1].Version {
			out = append(out, wording.Of("change.versions", "version {before} of {agreement} answers before, version {after} after",
				"before", p[0].Version, "agreement", string(p[0].Agreement), "after", p[1].Version))
		}
	}
	return slices.CompactFunc(out, wording.Phrase.Equal)
}

// rulePairs are the rules of both sides that belong to one agreement.
func rulePairs(x, y *engine.Line) [][2]*engine.RuleRef {
	var out [][2]*engine.RuleRef
	for _, p := range refs(x) {
		for _, q := range refs(y) {
			if p.Agreement == q.Agreement {
				out = append(out, [2]*engine.RuleRef{p, q})
			}
		}
	}
	return out
}

func refs(l *engine.Line) []*engine.RuleRef {
	var out []*engine.RuleRef
	for i := range l.Awards {
		if l.Awards[i].Rule != nil {
			out = append(out, l.Awards[i].Rule)
		}
	}
	if out == nil { // nothing is given: the rules that say why
		for i := range l.Reasons {
			if l.Reasons[i].Rule != nil {
				out = append(out, l.Reasons[i].Rule)
			}
		}
	}
	return out
}

// reasonsApart are the reasons that one side gives and the other does not, in
// words, with their codes.
func reasonsApart(a, b []engine.Reason) (texts []wording.Phrase, codes []string) {
	has := func(list []engine.Reason, r *engine.Reason) bool {
		return slices.ContainsFunc(list, func(x engine.Reason) bool { return x.Text == r.Text && x.Code == r.Code })
	}
	for i := range a {
		if r := &a[i]; !has(b, r) {
			texts, codes = append(texts, earlier(r.Phrase())), append(codes, r.Code)
		}
	}
	for i := range b {
		if r := &b[i]; !has(a, r) {
			texts, codes = append(texts, later(r.Phrase())), append(codes, r.Code)
		}
	}
	return texts, codes
}

// ids are the ids of both lists, in the order of the first, then of the second.
func ids[T any](a, b []T, id func(*T) string) []string {
	var out []string
	seen := map[string]bool{}
	for _, list := range [2][]T{a, b} {
		for i := range list {
			if k := id(&list[i]); !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	return out
}

func byID[T any](list []T, want string, id func(*T) string) *T {
	for i := range list {
		if id(&list[i]) == want {
			return &list[i]
		}
	}
	return nil
}
