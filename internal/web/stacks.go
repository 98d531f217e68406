package web

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/web/view"
)

// stacks is what a record completes, and what lacks little.
func (s *Site) stacks(x *exchange) (*answer, error) {
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	result, err := s.service.StacksOn(x.rules, app.StackQuery{Record: who.record, AsOf: x.asOf, Stop: x.context().Done(), Keep: x.keep()})
	if err != nil {
		return nil, err
	}
	p := x.page("stacks", x.loc.T("stacks.title"))
	v := &view.Stacks{Result: &result, Learner: who.learner, Empty: who.empty, Titles: x.titles()}
	return &answer{
		page: p, body: view.StacksPage(p, v),
		json: func() ([]byte, error) { return app.EncodeStacks(&result) },
		csv:  func() [][]string { return stackRows(&result) },
	}, nil
}

// titles names programs.
func (x *exchange) titles() func(id string) string {
	return func(id string) string {
		if p, ok := x.rules.Program(id); ok {
			return firstOf(p.Title, id)
		}
		return id
	}
}

func stackRows(r *engine.StackResult) [][]string {
	rows := [][]string{{
		"state", "step", "program", "title", "institution", "credential", "level", "issued", "expires",
		"counts", "unit", "remaining", "remaining_unit", "remaining_items", "missing", "builds_on", "exits", "exit_of",
	}}
	award := func(state string, list []engine.StackAward) {
		for i := range list {
			a := &list[i]
			rows = append(rows, []string{
				state, strconv.Itoa(a.Step), a.Program, a.Title, string(a.Institution), string(a.Credential), a.Level, dayText(a.Issued), dayText(a.Expires),
				a.Counts.Amount.String(), string(a.Counts.Unit), "", "", "", "", strings.Join(a.BuildsOn, "; "), "", strings.Join(a.ExitOf, "; "),
			})
		}
	}
	near := func(state string, list []engine.NearMiss) {
		for i := range list {
			n := &list[i]
			missing := make([]string, len(n.Missing))
			for j := range n.Missing {
				missing[j] = n.Missing[j].Text
			}
			left := n.Remaining
			rows = append(rows, []string{
				state, "", n.Program, n.Title, string(n.Institution), string(n.Credential), "", "", "",
				n.Counts.Amount.String(), string(n.Counts.Unit), left.Credits.Amount.String(), string(left.Credits.Unit), strconv.Itoa(left.Items),
				strings.Join(missing, "; "), "", strings.Join(n.Exits, "; "), "",
			})
		}
	}
	award("completed", r.Completed)
	award("available", r.Available)
	award("held", r.Held)
	near("one_step", r.OneStep)
	near("in_reach", r.InReach)
	near("undecided", r.Undecided)
	return rows
}
