package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/verify"
)

// fact is one line of the table.
type fact struct {
	name, answer string
	good, bad    bool
	check        *verify.Check
}

func facts(v *verify.Verdict) []fact {
	truth := func(name string, t verify.Truth, c *verify.Check) fact {
		return fact{name, string(t), t == verify.Yes, t == verify.No, c}
	}
	c := &v.Checks
	return []fact{
		truth("signature", v.Signature, &c.Signature),
		{"issuerBound", strconv.FormatBool(v.IssuerBound), v.IssuerBound, !v.IssuerBound, &c.IssuerBound},
		truth("issuerTrusted", v.IssuerTrusted, &c.IssuerTrusted),
		{"time", string(v.Time), v.Time == verify.TimeValid, v.Time != verify.TimeValid, &c.Time},
		{"status", string(v.Status), v.Status == verify.Active, v.Status != verify.Active && v.Status != verify.StatusNone, &c.Status},
		truth("schema", v.Schema, &c.Schema),
		truth("recipient", v.Recipient, &c.Recipient),
	}
}

// sign is a fact at a glance.
func (f *fact) sign() string {
	switch {
	case f.good:
		return "✓"
	case f.bad:
		return "✗"
	}
	return "·"
}

// printVerdict shows a verdict to people: what it is, the facts with their
// reasons, and what is inside.
func (p *program) printVerdict(v *verify.Verdict) error {
	w := &printer{w: p.Out}
	if c := v.Credential; c != nil {
		w.println(p.bold(harmless(first(c.Name, c.ID, "A credential without a name"))))
		p.wrapped(w, "  ", strings.Join(v.Form, " › ")+", "+first(string(c.Kind), "not a credential")+", data model "+c.DataModel)
		p.wrapped(w, "  issuer   ", harmless(issuerWords(c)))
		if c.Subject != "" {
			p.wrapped(w, "  subject  ", harmless(c.Subject))
		}
		w.println()
	}
	rows := [][]string{{"Fact", "Answer", "Why"}}
	for _, f := range facts(v) {
		rows = append(rows, []string{f.name, f.sign() + " " + f.answer, harmless(reasonWords(f.check))})
	}
	most := max(p.width()-13-14-3*3-1, 20)
	w.println(render([]column{{most: 13, least: 13}, {most: 14, least: 14}, {most: most, least: 20}}, rows, p.width()))
	p.printSignals(w, v.Signals)
	p.printNested(w, v, "")
	if v.Refreshed != nil {
		w.println("There is a newer version: " + outcome(v.Refreshed) + ".")
	}
	if v.Verified {
		w.println(p.bold("Verified" + butInside(v) + "."))
	} else {
		w.println(p.bold("Not verified."))
	}
	return w.err
}

// butInside says how many of the credentials inside a good one are not good: what holds
// them is good all the same, and whoever reads one word would take them for good.
func butInside(v *verify.Verdict) string {
	bad := 0
	for _, verified := range v.Inner {
		if !verified {
			bad++
		}
	}
	if bad == 0 {
		return ""
	}
	return fmt.Sprintf("; %d of the %d credentials inside are not", bad, len(v.Inner))
}

// printSignals shows what speaks for a credential, each thing apart, and says
// plainly where nothing does.
func (p *program) printSignals(w *printer, s *verify.Signals) {
	switch {
	case s == nil:
		return
	case s.Governance.Value == verify.Unproved:
		w.println("What speaks for it is not shown: it is not proved that the issuer wrote it.")
		return
	}
	rows := [][]string{{"Signal", "Answer", "In its words"}}
	for _, n := range s.List() {
		sign := "·"
		if n.Value != verify.NoSignal && n.Counts {
			sign = "✓"
		}
		rows = append(rows, []string{n.Name, sign + " " + harmless(n.Value), harmless(n.Detail)})
	}
	most := max(p.width()-13-14-3*3-1, 20)
	w.println(render([]column{{most: 13, least: 13}, {most: 14, least: 14}, {most: most, least: 20}}, rows, p.width()))
	switch s.Endorsement.Value {
	case verify.EndorsedByStranger:
		w.println("Endorsed by a stranger: no register that was asked (--institution) lists who endorses it, and anybody can. It does not count.")
	case verify.EndorsedByRefused:
		w.println("Endorsed by somebody whom the register refuses. It does not count.")
	}
	if s.Trust == verify.NoSignal {
		w.println("A badge of attendance or completion: nothing speaks for what was learnt.")
	}
}

func issuerWords(c *verify.Summary) string {
	if c.IssuerName == "" {
		return c.Issuer
	}
	return c.IssuerName + " (says the credential), " + c.Issuer
}

// reasonWords joins reasons; a place is named where it is not the whole.
func reasonWords(c *verify.Check) string {
	const shown = 4
	var out []string
	for i, r := range c.Reasons {
		if i == shown {
			out = append(out, "and "+strconv.Itoa(len(c.Reasons)-shown)+" more")
			break
		}
		words := r.Message
		if r.Pointer != "" {
			words = r.Pointer + ": " + words
		}
		if r.Severity == verify.SeverityWarning {
			words = "warning: " + words
		}
		out = append(out, words)
	}
	return strings.Join(out, "; ")
}

// printNested lists endorsements and contained credentials.
func (p *program) printNested(w *printer, v *verify.Verdict, indent string) {
	for i := range v.Nested {
		n := &v.Nested[i]
		name := n.Pointer
		if c := n.Verdict.Credential; c != nil {
			name = first(c.Name, c.ID, n.Pointer) + ", " + c.Issuer
		}
		role := map[verify.Role]string{verify.RoleEndorsement: "endorsement", verify.RoleInner: "contains"}[n.Role]
		p.wrapped(w, indent+"  "+role+"  ", harmless(name)+": "+outcome(n.Verdict))
		p.printNested(w, n.Verdict, indent+"  ")
	}
}

// outcome sums a verdict up in one phrase.
func outcome(v *verify.Verdict) string {
	if v.Verified {
		return "verified"
	}
	var bad []string
	for _, f := range facts(v) {
		if f.bad {
			bad = append(bad, f.name+" "+f.answer)
		}
	}
	if v.Signature == verify.None {
		bad = append(bad, "signature none")
	}
	return "not verified (" + strings.Join(bad, ", ") + ")"
}
