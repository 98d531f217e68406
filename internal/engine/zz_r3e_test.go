package engine_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"math/rand/v2"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

type fz struct {
	*finishWorld
	src  []catalog.ItemID
	mode string
}

func envInt(k string, d int) int {
	if n, err := strconv.Atoi(os.Getenv(k)); err == nil {
		return n
	}
	return d
}

func newFz(seed uint64, mode string) *fz {
	w := &finishWorld{Rand: rand.New(rand.NewPCG(seed, 99))}
	f := &fz{finishWorld: w, mode: mode}
	pol := catalog.Policy{Unlisted: []catalog.Unlisted{"", catalog.UnlistedElective, catalog.UnlistedRefused}[w.IntN(3)]}
	pol.Repeats = []catalog.RepeatRule{"", catalog.RepeatBest, catalog.RepeatLatest, catalog.RepeatFirst}[w.IntN(4)]
	pol.Duplicates = []catalog.DuplicateRule{"", catalog.DuplicateHome, catalog.DuplicateBest}[w.IntN(3)]
	if w.IntN(4) == 0 {
		pol.MinGrade = "C"
	}
	w.credits = w.IntN(4) == 0
	for n := range 4 + w.IntN(3) {
		id := catalog.ItemID(fmt.Sprintf("u/i%d", n))
		w.items = append(w.items, id)
		w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Course, Versions: []catalog.ItemVersion{{
			Code: fmt.Sprintf("%s %d", []string{"AA", "BB"}[w.IntN(2)], 100+n), Title: "T", Credits: credit.Int(int64(1 + w.IntN(4))), Level: []string{"lower", "upper"}[w.IntN(2)],
		}}})
	}
	for n := range 4 {
		id := catalog.ItemID(fmt.Sprintf("%s/s%d", []string{"v", "w"}[n/2], n))
		f.src = append(f.src, id)
		w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: id.Institution(), Kind: catalog.Course, Versions: []catalog.ItemVersion{{
			Code: fmt.Sprintf("S %d", 100+n), Title: "S", Credits: credit.Int(int64(1 + w.IntN(4))), Level: []string{"lower", "upper"}[w.IntN(2)],
		}}})
	}
	if w.IntN(4) == 0 && mode != "nocap" {
		pol.Caps = append(pol.Caps, catalog.Cap{ID: "tr", Limit: credit.Int(int64(1 + w.IntN(6))), Filter: catalog.Filter{Institutions: []catalog.InstitutionID{"v", "w"}}, DropSubject: w.IntN(2) == 0, WholeItems: w.IntN(2) == 0})
	}
	if w.IntN(5) == 0 && mode != "nocap" {
		pol.Exclusions = append(pol.Exclusions, catalog.Exclusion{Kind: catalog.OneOf, Items: []catalog.ItemID{w.items[0], w.items[1+w.IntN(len(w.items)-1)]}})
	}
	w.set.Institutions = []catalog.Institution{
		{ID: "u", Name: "U", Kind: catalog.FourYear, Unit: credit.Semester, Policy: pol},
		{ID: "v", Name: "V", Kind: catalog.FourYear, Unit: credit.Semester},
		{ID: "w", Name: "W", Kind: catalog.FourYear, Unit: credit.Semester},
	}
	for k := range 1 + w.IntN(2) {
		a := agreement.Agreement{
			ID: agreement.ID(fmt.Sprint("a", k)), Version: 1, Title: "A", Kind: []agreement.Kind{agreement.Articulation, agreement.ReceiverTable}[w.IntN(2)],
			Receiver: "u", Lifecycle: agreement.Approved, Use: []agreement.Use{agreement.Exclusive, agreement.Shared}[w.IntN(2)],
			Credit: []agreement.CreditSource{agreement.ByRule, agreement.BySender, agreement.ByCatalog, agreement.ByLower}[w.IntN(4)],
			Remainder: []agreement.Remainder{"", agreement.RemainderElective, agreement.RemainderNone}[w.IntN(3)],
			Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2020, 1, 1)},
		}
		if a.Kind == agreement.Articulation {
			a.Senders = []catalog.InstitutionID{"v", "w"}
		}
		for r := range 1 + w.IntN(4) {
			e := agreement.Expr{Item: f.src[w.IntN(4)]}
			if w.IntN(4) == 0 {
				e.MinGrade = "us-letter:B"
			}
			if o := f.src[w.IntN(4)]; w.IntN(4) == 0 && o != e.Item {
				e = agreement.Expr{All: []agreement.Expr{e, {Item: o}}}
			}
			rule := agreement.Rule{ID: fmt.Sprint("r", r), When: &e}
			first := w.items[w.IntN(len(w.items))]
			switch w.IntN(8) {
			case 0:
				rule.Awards = []agreement.Award{{Kind: agreement.AwardElective}}
			case 1:
				rule.Awards = []agreement.Award{{Kind: agreement.AwardSubjectElective, Subject: "AA"}}
			default:
				rule.Awards = []agreement.Award{{Kind: agreement.AwardCourse, Item: first}}
				if o := w.items[w.IntN(len(w.items))]; w.IntN(4) == 0 && o != first {
					rule.Awards = append(rule.Awards, agreement.Award{Kind: agreement.AwardCourse, Item: o})
				}
			}
			if mode == "hold" && w.IntN(3) == 0 {
				rule.HoldUntil = &agreement.Expr{Item: w.items[w.IntN(len(w.items))]}
			}
			a.Rules = append(a.Rules, rule)
		}
		w.set.Agreements = append(w.set.Agreements, a)
	}
	top := requirement.Node{}
	for k := range 1 + w.IntN(3) {
		n := w.node(fmt.Sprint("r", k), 1)
		if w.IntN(5) == 0 {
			n.Where = &requirement.ItemFilter{MinGrade: "us-letter:C"}
		}
		top.All = append(top.All, n)
	}
	if w.IntN(2) == 0 {
		w.conditions(&top)
	}
	if w.IntN(3) == 0 && mode != "nores" {
		top.Minima = append(top.Minima, requirement.Minimum{Items: 1 + w.IntN(2), Of: &requirement.ItemFilter{Origin: "home"}})
	}
	p := requirement.Program{ID: "u/p", Institution: "u", Title: "P", Requires: &top}
	if len(top.All) > 1 && w.IntN(3) == 0 {
		some := w.IntN(3)
		p.Shares = append(p.Shares, requirement.Share{Between: []string{"r0", "r1"}, Items: &some})
	}
	w.set.Programs = []requirement.Program{p}
	w.set.Sort()
	grades := []string{"A", "B", "C", "D"}
	for _, id := range slices.Concat(w.items, f.src) {
		odds := 4
		if id.Institution() != "u" {
			odds = 2
		}
		if w.IntN(odds) == 0 {
			a := attained(id)
			a.Grade = grades[w.IntN(4)]
			w.rec.Attainments = append(w.rec.Attainments, a)
		}
	}
	return f
}

func (w *fz) dump(t *testing.T, name string) {
	dir := filepath.Join(os.Getenv("R3E_OUT"), name)
	if os.Getenv("R3E_OUT") == "" {
		return
	}
	_ = os.MkdirAll(dir, 0o755)
	fo, _ := os.Create(filepath.Join(dir, "cat.yaml"))
	if err := catalogfile.Write(fo, w.set); err != nil {
		t.Log(err)
	}
	fo.Close()
	b, _ := json.MarshalIndent(w.rec, "", " ")
	_ = os.WriteFile(filepath.Join(dir, "rec.json"), b, 0o644)
}

func (w *fz) with(ids ...catalog.ItemID) engine.Query {
	q := w.query()
	rec := w.rec
	rec.Attainments = slices.Clone(rec.Attainments)
	for _, id := range ids {
		later := attained(id)
		later.ID = "new:" + string(id)
		later.Attained = asOf - 1
		rec.Attainments = append(rec.Attainments, later)
	}
	q.Record = rec
	return q
}

func TestR3EFinish(t *testing.T) {
	mode := os.Getenv("R3E_MODE")
	start, n := envInt("R3E_START", 0), envInt("R3E_N", 300)
	stat := map[string]int{}
	bad := 0
	brought := func(w *fz, id catalog.ItemID) bool {
		for _, a := range w.rec.Attainments {
			if a.Item == id {
				return true
			}
		}
		for i := range w.set.Agreements {
			for j := range w.set.Agreements[i].Rules {
				for _, x := range w.set.Agreements[i].Rules[j].Awards {
					if x.Item == id {
						return true
					}
				}
			}
		}
		return false
	}
	for seed := start; seed < start+n && bad < 40; seed++ {
		w := newFz(uint64(seed), mode)
		if err := ruleset.Validate(&w.set).Err(); err != nil {
			stat["invalid"]++
			continue
		}
		s, err := engine.Compile(&w.set)
		if err != nil {
			stat["compile"]++
			continue
		}
		res, err := s.Evaluate(w.query())
		if err != nil {
			stat["error"]++
			t.Errorf("seed %d: %v", seed, err)
			w.dump(t, fmt.Sprint("err-", mode, seed))
			bad++
			continue
		}
		a := res.Targets[0].Audit
		stat[string(a.Verdict)]++
		if a.Verdict != audit.Incomplete {
			continue
		}
		fail := func(format string, args ...any) {
			bad++
			t.Errorf("seed %d: "+format, append([]any{seed}, args...)...)
			w.dump(t, fmt.Sprint("fin-", mode, seed))
		}
		// brute: subsets of all u items
		type ch struct {
			c   int64
			ids []catalog.ItemID
		}
		var all []ch
		for mask := range 1 << len(w.items) {
			var c ch
			for i, id := range w.items {
				if mask>>i&1 == 1 {
					c.ids = append(c.ids, id)
				}
			}
			c.c = w.size(c.ids)
			all = append(all, c)
		}
		slices.SortStableFunc(all, func(a, b ch) int {
			if a.c != b.c {
				return int(a.c - b.c)
			}
			return len(a.ids) - len(b.ids)
		})
		var best, bestNew *ch
		for i := range all {
			v, err := s.VerdictWith(w.with(all[i].ids...))
			if err != nil {
				t.Fatal(err)
			}
			isNew := !slices.ContainsFunc(all[i].ids, func(id catalog.ItemID) bool { return brought(w, id) })
			if v == audit.Complete && best == nil {
				best = &all[i]
			}
			if v == audit.Complete && isNew {
				bestNew = &all[i]
				break
			}
		}
		q := w.query()
		ways, err := s.FinishedWays(&q)
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range ways {
			if way.Unlisted {
				stat["unlisted"]++
				continue
			}
			if v, err := s.VerdictWith(w.with(way.Take...)); err != nil || v != audit.Complete {
				fail("WAY %v does not complete: %v %v", way, v, err)
				break
			}
		}
		kind := "NEW"
		if best != nil && slices.ContainsFunc(best.ids, func(id catalog.ItemID) bool { return brought(w, id) }) {
			kind = "RETAKE"
		}
		r := a.Remaining
		said, ok := r.Credits.Amount.Scaled(1)
		switch {
		case best == nil:
			stat["none"]++
			if len(ways) > 0 && !ways[0].Unlisted {
				fail("way %v, none completes", ways[0])
			}
		case r.Bound != nil:
			stat["bound"]++
			if m, ok := r.Bound.Amount.Scaled(1); ok && m > best.c {
				fail(kind+" BOUND %d, brute %d %v", m, best.c, best.ids)
			}
			if said < best.c {
				stat["atmost-less"]++
			}
		case w.credits:
			if bestNew != nil && said > bestNew.c {
				fail(kind+" CREDITS said %d, brute %d %v", said, best.c, best.ids)
			}
		case bestNew != nil && best != bestNew && said >= best.c && said <= bestNew.c || bestNew == nil && said >= best.c:
			stat["retake"]++
		case !ok || said != best.c || r.Items != len(best.ids):
			fail(kind+" REMAIN said %v in %d, brute %d %v", r.Credits.Amount, r.Items, best.c, best.ids)
		default:
			stat["same"]++
		}
	}
	t.Log(stat)
}
