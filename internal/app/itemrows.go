package app

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/wording"
)

// silentCodes are the reasons of lines about which nothing is published.
var silentCodes = []string{"no_rule", "unit_not_convertible"}

// rows sorts the targets: who has decided something, and who is silent.
func (a *ItemAnswer) rows(v *View, asOf calendar.Date) {
	whole := map[catalog.InstitutionID]int{} // the row of an institution, plus one
	var programs []ItemRow
	for i := range a.Result.Targets {
		t := &a.Result.Targets[i]
		if len(t.Lines) == 0 {
			continue
		}
		row := ItemRow{Target: t, Line: &t.Lines[0], Level: v.levelOf(&t.Lines[0], asOf), Rules: v.rulesOf(&t.Lines[0])}
		silent := len(row.Rules) == 0 && len(row.Line.Reasons) > 0 && slices.Contains(silentCodes, row.Line.Reasons[0].Code)
		switch {
		case t.Program != "":
			row.Uses = servedBy(t)
			if !silent {
				programs = append(programs, row)
			}
		case silent:
			in, _ := v.Institution(t.Institution)
			a.Silent = append(a.Silent, in)
		default:
			a.Rows = append(a.Rows, row)
			whole[t.Institution] = len(a.Rows)
		}
	}
	for i := range programs {
		row := &programs[i]
		if at := whole[row.Target.Institution]; at > 0 && sameWorth(a.Rows[at-1].Line, row.Line) {
			a.Rows[at-1].Uses = append(a.Rows[at-1].Uses, row.Uses...)
			continue
		}
		a.Rows = append(a.Rows, *row)
	}
	a.Rows = slices.DeleteFunc(a.Rows, func(r ItemRow) bool { // its programs say more
		return r.Target.Program == "" && len(r.Line.Reasons) > 0 && r.Line.Reasons[0].Code == "program_rules_only" &&
			slices.ContainsFunc(programs, func(p ItemRow) bool { return p.Target.Institution == r.Target.Institution })
	})
	slices.SortStableFunc(a.Rows, func(x, y ItemRow) int {
		return cmp.Or(cmp.Compare(x.Target.InstitutionName, y.Target.InstitutionName),
			cmp.Compare(x.Target.Institution, y.Target.Institution), cmp.Compare(x.Target.Program, y.Target.Program))
	})
	slices.SortStableFunc(a.Silent, func(x, y *catalog.Institution) int { return cmp.Compare(x.Name, y.Name) })
}

// sameWorth reports whether a program takes the item as its institution does.
func sameWorth(whole, program *engine.Line) bool {
	return whole.Status == program.Status && whole.Ledger == program.Ledger && slices.EqualFunc(whole.Awards, program.Awards,
		func(x, y engine.Award) bool { return x.Kind == y.Kind && x.Item == y.Item && x.Name == y.Name })
}

// servedBy are the requirements of the program that use the item.
func servedBy(t *engine.TargetResult) []ItemUse {
	if t.Audit == nil {
		return nil
	}
	var out []ItemUse
	for i := range t.Audit.Requirements {
		r := &t.Audit.Requirements[i]
		for j := range r.Uses {
			u := &r.Uses[j]
			words := r.Words
			if r.Title != "" {
				words = wording.Phrase{}
			}
			out = append(out, ItemUse{
				Program: t.Program, Title: t.ProgramTitle, Words: words,
				UsedFor: UsedFor{Path: r.Path, Text: cmp.Or(r.Title, r.Text), As: u.Code, Beyond: u.Beyond},
			})
		}
	}
	return out
}

// levelOf is the level of the first thing that a line becomes.
func (v *View) levelOf(l *engine.Line, asOf calendar.Date) string {
	for i := range l.Awards {
		a := &l.Awards[i]
		if a.Level != "" {
			return a.Level
		}
		if it, ok := v.Item(a.Item); ok {
			if version, _ := it.At(asOf); version.Level != "" {
				return version.Level
			}
		}
	}
	return ""
}
