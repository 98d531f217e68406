package engine

import (
	"slices"
	"strings"
)

// maxChoices bounds the other sets of awards that are listed.
const maxChoices = 8

// explain says for every rival that was not chosen what stands in its way, and
// the best set that would hold it.
func (r *stackRun) explain(s *subsets, best *awardSet, out *stackChosen) error {
	for _, p := range s.c.rivals {
		if slices.Contains(best.chosen, p) {
			continue
		}
		for _, q := range best.chosen {
			if r.compete(p, q) {
				out.excluded[p] = append(out.excluded[p], q)
			}
		}
		if len(out.choices) >= maxChoices || s.w.cut {
			continue
		}
		other, err := s.search(p)
		if err != nil {
			return err
		}
		if other != nil {
			r.addChoice(best, other, out)
		}
	}
	return nil
}

func (r *stackRun) addChoice(best, other *awardSet, out *stackChosen) {
	c := StackChoice{Take: r.differ(other, best), Leave: r.differ(best, other)}
	for i := range out.choices {
		if slices.Equal(out.choices[i].Take, c.Take) && slices.Equal(out.choices[i].Leave, c.Leave) {
			return
		}
	}
	c.Text = "instead: " + r.titles(c.Take)
	if len(c.Leave) > 0 {
		c.Text += ", not " + r.titles(c.Leave)
	}
	out.choices = append(out.choices, c)
}

// differ are the programs of a that are not in b, by id.
func (r *stackRun) differ(a, b *awardSet) []string {
	out := []string{}
	for _, p := range a.programs() {
		if !slices.Contains(b.programs(), p) {
			out = append(out, r.ix.list[p].ID)
		}
	}
	return out
}

// titles names programs: "A, B and C".
func (r *stackRun) titles(ids []string) string {
	var names []string
	for _, id := range ids {
		names = append(names, r.title(r.ix.byID[id]))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
