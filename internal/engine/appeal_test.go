package engine_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// appealWorld is a sender with one course and a receiver with two.
func appealWorld(t *rapid.T, policy *catalog.Appeals) *engine.Snapshot {
	t.Helper()
	set := ruleset.Set{Institutions: []catalog.Institution{
		{ID: "s", Name: "Sender", Kind: catalog.TwoYear, Unit: credit.Semester},
		{ID: "r", Name: "Receiver", Kind: catalog.FourYear, Unit: credit.Semester, Policy: catalog.Policy{Appeals: policy}},
	}}
	for id, credits := range map[catalog.ItemID]int64{"s/a": 4, "r/x": 3, "r/y": 4} {
		set.Items = append(set.Items, catalog.Item{
			ID: id, Institution: id.Institution(), Kind: catalog.Course,
			Versions: []catalog.ItemVersion{{Code: "C " + string(id[2:]), Title: string(id), Credits: credit.Int(credits)}},
		})
	}
	set.Sort()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func courseAward(id catalog.ItemID) []agreement.Award {
	return []agreement.Award{{Kind: agreement.AwardCourse, Item: id}}
}

// drawAnswer is what a decision or an answer may say.
func drawAnswer(t *rapid.T) (agreement.Outcome, []agreement.Award) {
	switch rapid.IntRange(0, 4).Draw(t, "answer") {
	case 0:
		return "", courseAward("r/x")
	case 1:
		return "", []agreement.Award{{Kind: agreement.AwardElective}}
	case 2:
		return agreement.OutcomeNeedsAssessment, courseAward("r/x")
	case 3:
		return agreement.OutcomeNoEquivalent, nil
	}
	return agreement.OutcomeRefused, nil
}

func drawPolicy(t *rapid.T) *catalog.Appeals {
	if rapid.IntRange(0, 9).Draw(t, "policy") == 0 {
		return nil
	}
	return &catalog.Appeals{
		Days: rapid.IntRange(1, 15).Draw(t, "days"), Business: rapid.Bool().Draw(t, "business"),
		Silence: rapid.SampledFrom([]catalog.Silence{"", catalog.SilenceNone, catalog.SilenceGranted}).Draw(t, "silence"),
	}
}

// drawDecision is a decision with up to three stages of appeal.
func drawDecision(t *rapid.T) record.Decision {
	d := record.Decision{ID: "d", Receiver: "r", Lines: []string{"l"}, DecidedOn: calendar.NewDate(2026, 3, 1) + calendar.Date(rapid.IntRange(0, 13).Draw(t, "decided"))}
	d.Outcome, d.Awards = drawAnswer(t)
	last := d.DecidedOn
	for range rapid.IntRange(0, 3).Draw(t, "stages") {
		a := record.Appeal{LodgedOn: last + calendar.Date(rapid.IntRange(0, 24).Draw(t, "lodged after")), Asks: courseAward("r/y")}
		open := rapid.IntRange(0, 3).Draw(t, "open") == 0
		if !open {
			a.AnsweredOn = a.LodgedOn + calendar.Date(rapid.IntRange(0, 24).Draw(t, "answered after"))
			a.Outcome, a.Awards = drawAnswer(t)
			last = a.AnsweredOn
		}
		d.Appeals = append(d.Appeals, a)
		if open {
			break
		}
	}
	return d
}

// dayByDay finds what stands by living through every day: an independent reading
// of the rules, with the days counted on a calendar on the wall.
func dayByDay(p *catalog.Appeals, d record.Decision, asOf calendar.Date) record.Decision {
	stages := d.Appeals
	d.Appeals = nil
	heard, closed, count, full := false, false, 0, false
	restart := func(now bool) { heard, count, full = now, 0, false }
	for day := d.DecidedOn; day <= asOf; day++ {
		if p != nil && count >= p.Days {
			full = true // the last day was an earlier one
		}
		if day > d.DecidedOn && (p == nil || !p.Business || day.Business()) {
			count++
		}
		if heard && full && p.Silence == catalog.SilenceGranted && !closed {
			d.Outcome, d.Awards, closed = "", stages[0].Asks, true
		}
		for len(stages) > 0 && !closed {
			switch a := stages[0]; {
			case !heard && a.LodgedOn == day && full:
				closed = true
			case !heard && a.LodgedOn == day:
				restart(true)
				continue
			case heard && a.AnsweredOn == day:
				d.Outcome, d.Awards, stages = a.Outcome, a.Awards, stages[1:]
				restart(false)
				continue
			}
			break
		}
	}
	if heard && !closed && (d.Outcome == agreement.OutcomeRefused || d.Outcome == agreement.OutcomeNoEquivalent) {
		d.Outcome, d.Awards = agreement.OutcomePending, nil
	}
	return d
}

func lineOf(t *rapid.T, s *engine.Snapshot, d *record.Decision, asOf calendar.Date) (engine.Line, string) {
	t.Helper()
	rec := record.Record{Attainments: []record.Attainment{{ID: "l", Item: "s/a", Attained: calendar.NewDate(2025, 6, 1), Grade: "A"}}, Decisions: []record.Decision{*d}}
	res, err := s.Evaluate(engine.Query{Record: rec, Targets: []engine.Target{{Institution: "r"}}, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return res.Targets[0].Lines[0], res.InputHash
}

// A decision with appeals is worth what a plain decision of the same effect is,
// on every day.
func TestAppealsAgainstLivingThroughTheDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPolicy(t)
		s, d := appealWorld(t, p), drawDecision(t)
		for asOf := d.DecidedOn; asOf < d.DecidedOn+90; asOf += calendar.Date(rapid.IntRange(1, 4).Draw(t, "step")) {
			plain := dayByDay(p, d, asOf)
			got, _ := lineOf(t, s, &d, asOf)
			want, _ := lineOf(t, s, &plain, asOf)
			if len(got.Reasons) == 0 {
				t.Fatalf("no reason on %s", asOf)
			}
			got.Reasons, want.Reasons = nil, nil
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%+v under %+v on %s (-want +got):\n%s", d, p, asOf, diff)
			}
		}
	})
}

// Whoever appeals loses nothing before the answer, and keeps what was asked for
// once silence has granted it.
func TestAnAppealAloneTakesNothingAway(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPolicy(t)
		s, d := appealWorld(t, p), drawDecision(t)
		lodged := d.DecidedOn + calendar.Date(rapid.IntRange(0, 30).Draw(t, "lodged"))
		d.Appeals = []record.Appeal{{LodgedOn: lodged, Asks: courseAward("r/y")}}
		without := d
		without.Appeals = nil
		before := credit.Amount{}
		for asOf := d.DecidedOn; asOf < lodged+40; asOf++ {
			got, hash := lineOf(t, s, &d, asOf)
			plain, other := lineOf(t, s, &without, asOf)
			accepted := got.Ledger.Accepted()
			if accepted.Cmp(plain.Ledger.Accepted()) < 0 || accepted.Cmp(before) < 0 || !got.Ledger.Balanced() {
				t.Fatalf("on %s %+v is accepted with the appeal, %+v without, %s before", asOf, got.Ledger, plain.Ledger, before)
			}
			before = accepted
			if hash == other {
				t.Fatal("the input hash does not know the appeal")
			}
			if late := slices.ContainsFunc(got.Reasons, func(r engine.Reason) bool { return r.Code == "appeal_late" }); late || asOf < lodged {
				got.Reasons, plain.Reasons = nil, nil
				if diff := cmp.Diff(plain, got); diff != "" {
					t.Fatalf("an appeal that does not count changes something on %s:\n%s", asOf, diff)
				}
			}
		}
	})
}

// An open appeal moves no credit of any other line, in worlds with caps,
// duplicates, rules and several lines.
func TestAnOpenAppealInRandomWorlds(t *testing.T) {
	t.Parallel()
	open := 0
	for seed := range uint64(4000) {
		w := newWorld(seed)
		q := w.query()
		q.Targets = q.Targets[:1]
		if len(q.Record.Decisions) == 0 {
			continue
		}
		open++
		for i := range w.set.Institutions {
			w.set.Institutions[i].Policy.Appeals = &catalog.Appeals{Days: 400, Silence: catalog.SilenceGranted}
		}
		s := compile(t, w)
		plain := evaluate(t, s, q).Targets[0]
		q.Record.Decisions[0].Appeals = []record.Appeal{{LodgedOn: calendar.NewDate(2026, 1, 5), Asks: []agreement.Award{w.award("r1")}}}
		got := evaluate(t, s, q).Targets[0]
		if !got.Totals.Accepted.Equal(plain.Totals.Accepted) || !got.Totals.Counted.Equal(plain.Totals.Counted) || !got.Totals.Balanced {
			t.Fatalf("seed %d: %+v becomes %+v", seed, plain.Totals, got.Totals)
		}
		if got.Totals.NotAccepted.Cmp(plain.Totals.NotAccepted) > 0 {
			t.Fatalf("seed %d: the appeal leaves more not accepted", seed)
		}
	}
	if open < 100 {
		t.Errorf("only %d worlds have a decision", open)
	}
}
