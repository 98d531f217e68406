package lint

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// peers are the rules of a group that stand in one tier and speak to one
// program, or to the institution.
type peers struct {
	program string
	list    []member
}

func peersOf(list []member) []peers {
	var out []peers
	at := map[string]int{}
	file := func(program string, m member) {
		key := fmt.Sprint(m.s.tier, " ", program)
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, peers{program: program})
		}
		out[k].list = append(out[k].list, m)
	}
	for _, m := range list {
		if len(m.s.a.Programs) == 0 {
			file("", m)
		}
		for _, p := range m.s.a.Programs {
			file(p, m)
		}
	}
	return slices.DeleteFunc(out, func(p peers) bool { return len(p.list) < 2 })
}

// firstCommon is the first program that both agreements speak to, or "".
func firstCommon(a, b *agreement.Agreement) string {
	for _, p := range a.Programs {
		if slices.Contains(b.Programs, p) {
			return p
		}
	}
	return ""
}

func (l *linter) untouched(s *statement) int {
	if l.touches(s.a) {
		return 0
	}
	return 1
}
