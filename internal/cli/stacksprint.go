package cli

import (
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
)

// printStacks prints what is complete, what lacks little, and the choices.
func (p *program) printStacks(r *engine.StackResult) error {
	w := &printer{w: p.Out}
	p.printAwards(w, "Completed", r.Completed)
	p.printAwards(w, "Available on application", r.Available)
	p.printAwards(w, "Held", r.Held)
	p.printNear(w, "One step away", r.OneStep)
	p.printNear(w, "In reach", r.InReach)
	p.printNear(w, "A person must decide", r.Undecided)
	p.printExcluded(w, r)
	if len(r.Completed)+len(r.Available)+len(r.Held)+len(r.OneStep)+len(r.InReach)+len(r.Undecided) == 0 {
		w.println("Nothing is complete or in reach.")
	}
	if r.More > 0 {
		w.printf("%s; see more with --near.\n\n", count(r.More, "more program may be in reach", "more programs may be in reach"))
	}
	if !r.Decided {
		w.println("The search reached its limit: there may be more, or a better choice.")
	}
	w.printf("As of %s · rules version %s · engine %s\nUnofficial: the institutions decide.\n", r.AsOf, r.RulesVersion.Short(), r.Engine)
	return w.err
}

func (p *program) printAwards(w *printer, title string, list []engine.StackAward) {
	if len(list) == 0 {
		return
	}
	w.println(p.bold(title))
	for i := range list {
		a := &list[i]
		w.printf("  %s %s\n", awardSign(a), credentialWords(a.Title, a.InstitutionName, a.Credential))
		for _, reason := range a.Reasons {
			w.printf("      %s\n", reason.Text)
		}
		if !a.Expires.IsZero() && !a.Expired {
			w.printf("      active until %s\n", a.Expires)
		}
		if len(a.Uses) > 0 {
			w.printf("      made of %s\n", usesWords(a.Uses))
		}
		if len(a.BuildsOn) > 0 {
			w.printf("      builds on %s\n", strings.Join(a.BuildsOn, ", "))
		}
		if len(a.ExitOf) > 0 {
			w.printf("      an exit on the way to %s\n", strings.Join(a.ExitOf, ", "))
		}
	}
	w.println()
}

func awardSign(a *engine.StackAward) string {
	switch {
	case a.Expired:
		return "†"
	case a.ReverseTransfer:
		return "↩"
	case a.Step == 0:
		return "●"
	}
	return "✓"
}

func usesWords(uses []engine.Use) string {
	var out []string
	for i := range uses {
		u := &uses[i]
		name := u.Code
		if name == "" {
			name = u.Title
		}
		if name == "" {
			name = strings.Join(u.Lines, " + ")
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

func (p *program) printNear(w *printer, title string, list []engine.NearMiss) {
	if len(list) == 0 {
		return
	}
	w.println(p.bold(title))
	for i := range list {
		n := &list[i]
		w.printf("  ○ %s\n", credentialWords(n.Title, n.InstitutionName, n.Credential))
		left := count(n.Remaining.Items, "item", "items")
		if n.Remaining.Credits.Amount.Sign() > 0 {
			left = n.Remaining.Credits.Amount.Decimal() + " " + unitWord(n.Remaining.Credits.Unit) + " credits in " + left
		}
		switch {
		case n.AtMost:
			left = "at most " + left
		case n.AtLeast && n.Remaining.Credits.Amount.Sign() > 0:
			left = "at least " + n.Remaining.Credits.Amount.Decimal() + " " + unitWord(n.Remaining.Credits.Unit) + " credits"
		case n.AtLeast:
			left = "at least " + left
		}
		w.printf("      left: %s\n", left)
		for k := range n.Earn {
			w.printf("      %s\n", n.Earn[k].Text)
		}
		for _, m := range n.Missing {
			w.printf("      missing: %s\n", m.Text)
		}
		for _, q := range n.Questions {
			w.printf("      to decide: %s\n", q.Text)
		}
		for _, reason := range n.Reasons {
			w.printf("      %s\n", reason.Text)
		}
		if len(n.Exits) > 0 {
			w.printf("      exits reached: %s\n", strings.Join(n.Exits, ", "))
		}
	}
	w.println()
}

func (p *program) printExcluded(w *printer, r *engine.StackResult) {
	if len(r.Excluded) == 0 {
		return
	}
	w.println(p.bold("Not together with these"))
	for i := range r.Excluded {
		x := &r.Excluded[i]
		w.printf("  ✗ %s, %s\n", x.Title, x.InstitutionName)
		for _, reason := range x.Reasons {
			w.printf("      %s\n", reason.Text)
		}
	}
	for _, c := range r.Choices {
		w.printf("  %s\n", c.Text)
	}
	w.println()
}
