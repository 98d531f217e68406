package ruleset

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// sharedSource draws from so few values that equal ones are common.
func sharedSource(t *rapid.T, depth int) agreement.Expr {
	pick := func(name string, n int) int { return rapid.IntRange(0, n).Draw(t, name) }
	if depth < 2 && pick("compound", 5) == 0 {
		parts := []agreement.Expr{sharedSource(t, depth+1), sharedSource(t, depth+1)}
		switch pick("kind", 2) {
		case 0:
			return agreement.Expr{All: parts}
		case 1:
			return agreement.Expr{AtLeast: &agreement.AtLeast{Count: 1, Of: parts}}
		}
		return agreement.Expr{Any: parts}
	}
	e := agreement.Expr{Item: catalog.ItemID(fmt.Sprintf("a/%d", pick("item", 2)))}
	if pick("wild", 6) == 0 {
		e = agreement.Expr{Match: &agreement.Pattern{Subject: "X"}}
	}
	switch c := &e.Condition; pick("condition", 14) {
	case 0:
		c.MinGrade = strings.Clone("C")
	case 1:
		c.MaxGrade = strings.Clone("C")
	case 2:
		c.MinLevel = "lower"
	case 3:
		c.MinCredits = credit.Int(int64(pick("credits", 1)))
	case 4:
		c.MaxCredits = credit.Frac(1, 2)
	case 5:
		c.Attained = calendar.Range{From: calendar.NewDate(2020, 1, 1+pick("day", 1))}
	case 6:
		c.MaxAgeYears = pick("age", 2)
	case 7:
		c.LetterGrade = true
	case 8:
		c.Active = true
	case 9:
		c.Evidence = []catalog.EvidenceKind{catalog.EvidenceKinds()[pick("evidence", 1)]}
	case 10:
		c.Attributes = map[string]string{"k": fmt.Sprint(pick("value", 1))}
	}
	return e
}

func sharedAward(t *rapid.T, depth int) agreement.Award {
	pick := func(name string, n int) int { return rapid.IntRange(0, n).Draw(t, name) }
	a := agreement.Award{Kind: agreement.AwardCourse, Item: catalog.ItemID(fmt.Sprintf("b/%d", pick("gives", 2)))}
	switch pick("award", 7) {
	case 0:
		a = agreement.Award{Kind: agreement.AwardSubjectElective, Subject: strings.Clone("X")}
	case 1:
		a = agreement.Award{Kind: agreement.AwardLevelElective, Level: "X"}
	case 2:
		a = agreement.Award{Kind: agreement.AwardArea, Name: "X"}
	case 3:
		n := credit.Int(int64(pick("stated", 1)))
		a.Credits = &n
	case 4:
		a.If = &agreement.Condition{MinGrade: "B"}
	case 5:
		if depth == 0 {
			a = agreement.Award{Kind: agreement.AwardOneOf, OneOf: []agreement.Award{sharedAward(t, 1), sharedAward(t, 1)}}
		}
	}
	return a
}

func sharedSet(t *rapid.T) Set {
	var a agreement.Agreement
	for i := range rapid.IntRange(0, 40).Draw(t, "rules") {
		r := agreement.Rule{ID: fmt.Sprint(i)}
		if rapid.IntRange(0, 9).Draw(t, "when") > 0 {
			e := sharedSource(t, 0)
			r.When = &e
		}
		if rapid.IntRange(0, 5).Draw(t, "hold") == 0 {
			e := sharedSource(t, 0)
			r.HoldUntil = &e
		}
		for range rapid.IntRange(0, 2).Draw(t, "awards") {
			r.Awards = append(r.Awards, sharedAward(t, 0))
		}
		a.Rules = append(a.Rules, r)
	}
	return Set{
		Items:      []catalog.Item{{ID: "a/0", Institution: "a", Kind: catalog.Course, Tags: []string{"t"}, CrossListed: []catalog.ItemID{"a/1"}}},
		Agreements: []agreement.Agreement{a},
	}
}

// What is shared says the same as before, all at once or one by one.
func TestShareChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := sharedSet(t)
		hashes := RuleHashes(set.Agreements[0].Rules)
		version := set.Version()
		one := Set{Items: set.Items, Agreements: []agreement.Agreement{set.Agreements[0]}}
		one.Agreements[0].Rules = append([]agreement.Rule(nil), set.Agreements[0].Rules...)
		set.Share()
		if diff := cmp.Diff(hashes, RuleHashes(set.Agreements[0].Rules)); diff != "" {
			t.Error(diff)
		}
		var s Sharer
		var wait sync.WaitGroup
		for i := range one.Agreements[0].Rules {
			wait.Go(func() { s.Share(&one.Agreements[0].Rules[i], "not an entry") })
		}
		wait.Wait()
		if set.Version() != version || one.Version() != version {
			t.Error("the version changed")
		}
	})
}

func TestShareJoinsEqualParts(t *testing.T) {
	t.Parallel()
	rule := func(grade string) agreement.Rule {
		return agreement.Rule{
			When:   &agreement.Expr{Item: "a/x", Condition: agreement.Condition{MinGrade: grade}},
			Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: "b/x"}},
		}
	}
	set := Set{Agreements: []agreement.Agreement{{Rules: []agreement.Rule{rule("C"), rule("")}}, {Rules: []agreement.Rule{rule("C")}}}}
	set.Share()
	first, other, again := &set.Agreements[0].Rules[0], &set.Agreements[0].Rules[1], &set.Agreements[1].Rules[0]
	if first.When != again.When || &first.Awards[0] != &again.Awards[0] || &first.Awards[0] != &other.Awards[0] {
		t.Error("equal parts are not shared")
	}
	if first.When == other.When || other.When.MinGrade != "" {
		t.Error("a source without its grade is shared")
	}
	if cap(first.Awards) != 1 {
		t.Error("who appends an award would change another rule")
	}
}
