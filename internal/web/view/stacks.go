package view

import (
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
)

// stackCount is a section of the page and how much it holds.
type stackCount struct {
	key string
	n   int
}

func stackCounts(r *engine.StackResult) []stackCount {
	out := []stackCount{{"completed", len(r.Completed)}}
	for _, c := range []stackCount{{"available", len(r.Available)}, {"held", len(r.Held)}} {
		if c.n > 0 {
			out = append(out, c)
		}
	}
	out = append(out, stackCount{"one_step", len(r.OneStep)}, stackCount{"in_reach", len(r.InReach)})
	if len(r.Undecided) > 0 {
		out = append(out, stackCount{"undecided", len(r.Undecided)})
	}
	return out
}

// markOfStack is how a section of the page is marked.
func markOfStack(key string) Mark {
	m := map[string]Mark{
		"completed": {"full", "yes", ""}, "available": {"check", "some", ""}, "held": {"dot", "quiet", ""},
		"one_step": {"part", "some", ""}, "in_reach": {"open", "no", ""}, "undecided": {"ask", "ask", ""},
	}[key]
	m.Key = "stacks.mark." + key
	return m
}

func awardSub(p *Page, a *engine.StackAward) string {
	words := []string{firstOf(a.InstitutionName, string(a.Institution))}
	if !a.Issued.IsZero() {
		words = append(words, p.T("stacks.since", "day", p.Loc.Date(a.Issued)))
	}
	if a.Level != "" {
		words = append(words, p.T("stacks.level", "level", a.Level))
	}
	return strings.Join(words, " · ")
}

func usesText(p *Page, uses []engine.Use) string {
	words := make([]string, len(uses))
	for i := range uses {
		words[i] = firstOf(uses[i].Code, uses[i].Title, strings.Join(uses[i].Lines, " + "))
	}
	return p.Loc.List(words)
}

// leftText is what is left: credits and courses, or at most or at least these.
func leftText(p *Page, n *engine.NearMiss) string {
	key := "stacks.left"
	switch {
	case n.AtMost:
		key = "stacks.left.most"
	case n.AtLeast:
		key = "stacks.left.least"
	}
	switch {
	case n.Remaining.Credits.Amount.IsZero() && n.Remaining.Items == 0:
		return p.N("stacks.left.else", max(1, n.Remaining.Unmet))
	case n.Remaining.Credits.Amount.IsZero():
		return p.T(key+".items", "items", itemsText(p, n.Remaining.Items))
	}
	return workText(p, key, n.Remaining.Credits, n.Remaining.Items)
}

func insteadText(p *Page, s *Stacks, c *engine.StackChoice) string {
	named := func(ids []string) string {
		words := make([]string, len(ids))
		for i, id := range ids {
			words[i] = s.Titles(id)
		}
		return p.Loc.List(words)
	}
	return p.T("stacks.choice", "take", named(c.Take), "leave", named(c.Leave))
}
