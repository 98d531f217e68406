package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
)

// exceptions compares whole lists: every expected exception needs one of its
// own, and none may be left.
func (m *matcher) exceptions(want []Exception, got []engine.AppliedException) {
	if want == nil {
		return
	}
	m.in("exceptions", func() {
		left := slices.Clone(got)
		for i := range want {
			at := slices.IndexFunc(left, func(g engine.AppliedException) bool { return want[i].matches(&g) })
			if at < 0 {
				m.miss(want[i].String(), exceptionList(got))
				return
			}
			left = slices.Delete(left, at, at+1)
		}
		if len(left) > 0 {
			m.miss("no further exception", exceptionList(left))
		}
	})
}

func (x *Exception) matches(got *engine.AppliedException) bool {
	return x.ID == got.ID && (x.Path == "" || x.Path == got.Path) && strings.Contains(got.Mark+" | "+reasonWords(got.Reasons), x.Says) &&
		(!x.Lapsed || got.Lapsed) && (x.Orphan == "") == (got.Orphan == "") && strings.Contains(got.Orphan, x.Orphan)
}

// String shows what is asked of the exception.
func (x *Exception) String() string {
	return x.ID + suffix(" at ", x.Path) + suffix(": ", x.Says) + suffix(", orphaned: ", x.Orphan)
}

func exceptionList(got []engine.AppliedException) string {
	texts := make([]string, len(got))
	for i := range got {
		x := Exception{ID: got[i].ID, Path: got[i].Path, Says: got[i].Mark + " | " + reasonWords(got[i].Reasons), Lapsed: got[i].Lapsed, Orphan: got[i].Orphan}
		texts[i] = x.String()
	}
	return list(texts)
}

// ways compares the first ways in order; an empty list expects none.
func (m *matcher) ways(want []Way, got []engine.Way) {
	if want != nil && len(want) == 0 && len(got) > 0 {
		m.in("ways", func() { m.miss("none", strconv.Itoa(len(got))) })
	}
	for i := range want {
		m.in("ways › "+strconv.Itoa(i), func() {
			if i >= len(got) {
				m.miss("a way", "none")
				return
			}
			m.amount("credits", want[i].Credits, got[i].Credits.Amount)
			m.count("items", want[i].Items, got[i].Items)
			var paths, codes, takes []string
			for k := range got[i].Steps {
				s := &got[i].Steps[k]
				paths = append(paths, s.Path)
				takes = append(takes, s.Choice(len(s.Options)).String())
				for o := range s.Options {
					codes = append(codes, itemCodes(s.Options[o].Items)...)
				}
			}
			m.whole("steps", want[i].Steps, paths)
			for _, words := range want[i].Takes {
				if !slices.Contains(takes, words) {
					m.in("takes", func() { m.miss(words, list(takes)) })
				}
			}
			for _, code := range want[i].Options {
				if !slices.Contains(codes, code) {
					m.in("options", func() { m.miss(code, list(codes)) })
				}
			}
		})
	}
}

// flips looks for each expected change; an empty list expects none.
func (m *matcher) flips(want []Flip, got []engine.Flip) {
	if want != nil && len(want) == 0 && len(got) > 0 {
		m.in("flips", func() { m.miss("none", flipList(got)) })
	}
	for i := range want {
		w := &want[i]
		if !slices.ContainsFunc(got, func(g engine.Flip) bool {
			return (w.To == "" || w.To == g.To) && (w.Lines == nil || sameSet(w.Lines, g.Lines)) &&
				(w.Path == "" || w.Path == g.Path) && strings.Contains(g.Text, w.Says)
		}) {
			m.in("flips › "+strconv.Itoa(i), func() {
				m.miss(flipList([]engine.Flip{{To: w.To, Text: w.Says, Lines: w.Lines, Path: w.Path}}), flipList(got))
			})
		}
	}
}

func flipList(got []engine.Flip) string {
	texts := make([]string, len(got))
	for i := range got {
		texts[i] = string(got[i].To) + suffix(" at ", got[i].Path) + suffix(" by ", strings.Join(got[i].Lines, "+")) + suffix(": ", got[i].Text)
	}
	return list(texts)
}

func (m *matcher) proof(want *Proof, got *engine.Proof) {
	if want == nil {
		return
	}
	m.in("proof", func() {
		if got == nil {
			m.miss("a proof", "none")
			return
		}
		m.text("kind", want.Kind, got.Kind)
		m.flag("checked", want.Checked, got.Checked)
		m.says(want.Says, got.Text)
	})
}
