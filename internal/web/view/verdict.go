package view

import (
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// in is the credit that enters a ledger.
func in(t *engine.TargetResult) credit.Quantity {
	return credit.Quantity{Amount: t.Totals.In(), Unit: t.Unit}
}

// share is " (34.2 %)", or nothing.
func share(p *Page, text string) string {
	if text == "" {
		return ""
	}
	return " (" + p.T("results.figure.share", "share", p.Loc.Number(text)) + ")"
}

func verdictMark(v audit.Verdict) Mark {
	switch v {
	case audit.Complete:
		return Mark{"full", "yes", "results.lens.complete"}
	case audit.Incomplete:
		return Mark{"open", "no", "req.unmet"}
	case audit.Undecided:
	}
	return Mark{"ask", "ask", "results.lens.undecided"}
}

func verdictTone(t *engine.TargetResult) string {
	if t.Audit == nil {
		return "plain"
	}
	return string(t.Audit.Verdict)
}

// verdictText is the first sentence of an answer.
func verdictText(p *Page, t *engine.TargetResult) string {
	if t.Audit == nil {
		if t.Totals.In().IsZero() && len(t.Lines) == 0 {
			return p.T("results.verdict.nothing")
		}
		return p.T("results.verdict.transfer",
			"accepted", p.Loc.Amount(t.Totals.Accepted), "brought", p.Loc.Quantity(in(t)))
	}
	program := firstOf(t.ProgramTitle, t.Program)
	switch t.Audit.Verdict {
	case audit.Complete:
		return p.T("results.verdict.complete", "program", program)
	case audit.Incomplete:
		left := t.Audit.Remaining
		if left.Credits.Amount.IsZero() {
			return p.T("results.verdict.incomplete.items", "items", itemsText(p, left.Items))
		}
		return workText(p, "results.verdict.incomplete", left.Credits, left.Items)
	case audit.Undecided:
	}
	return p.T("results.verdict.undecided", "program", program)
}

// splitText keeps what transfers and what counts apart.
func splitText(p *Page, t *engine.TargetResult) string {
	if t.Audit == nil && t.Totals.In().IsZero() {
		return ""
	}
	key := "results.verdict.split"
	if !t.Totals.Granted.IsZero() {
		key = "results.verdict.split_granted"
	}
	return p.T(key, "brought", p.Loc.Quantity(in(t)),
		"accepted", p.Loc.Amount(t.Totals.Accepted), "counted", p.Loc.Amount(t.Totals.Counted))
}

// lensText is the verdict of a lens.
func lensText(p *Page, l *engine.Lens) string {
	if l.Verdict == audit.Incomplete {
		return workText(p, "results.lens.incomplete", l.Remaining.Credits, l.Remaining.Items)
	}
	return p.T("results.lens." + string(l.Verdict))
}

func wayKey(i int) string {
	if i == 0 {
		return "results.way.first"
	}
	return "results.way"
}

// stepWords is what a way asks for, without "Complete".
func stepWords(p *Page, s *engine.Step) string {
	if p.Loc.Tag() != "en" && !s.Words.IsZero() {
		return p.Loc.Say(s.BareWords())
	}
	return strings.TrimSuffix(strings.TrimPrefix(s.Text, "Complete "), ".")
}

// receivingName is the codes of a receiving course or series.
func receivingName(p *Page, r *engine.Receiving) string {
	words := make([]string, len(r.Items))
	for i := range r.Items {
		words[i] = firstOf(r.Items[i].Code, r.Items[i].Title, string(r.Items[i].Item))
	}
	return p.Loc.List(words)
}

// receivingText is where it stands, in words.
func receivingText(p *Page, t *engine.TargetResult, r *engine.Receiving) string {
	text := p.T("receiving." + string(r.Status))
	if len(r.By) > 0 {
		text += " " + p.T("results.receiving.by", "lines", linesText(p, r.By, Names(t)))
	}
	if len(r.Missing) > 0 {
		text += ": " + p.T("results.receiving.missing", "items", words(p, r.Missing[0].Words, r.Missing[0].Text))
	}
	return text
}
