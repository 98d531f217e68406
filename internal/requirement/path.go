package requirement

import (
	"strconv"
	"strings"
)

// Segments are the parts that the direct sub-requirements add to a path: the
// id, else one made from the item, the title or the kind. A segment that a
// sibling has already gets "-2", "-3" and so on, in order.
func (n *Node) Segments() []string {
	var out []string
	seen := map[string]int{}
	taken := map[string]bool{}
	next := map[string]int{} // the number after the last that was given
	for _, child := range n.Each {
		taken[child.ID] = true
	}
	for key, child := range n.Each {
		name := child.Segment()
		switch {
		case child.ID != "":
		case strings.HasPrefix(key, "if/") && child.Title == "":
			name = key[len("if/"):]
		}
		seen[name]++
		if k := seen[name]; k > 1 || child.ID == "" && taken[name] {
			for k = max(k, 2, next[name]); taken[name+"-"+strconv.Itoa(k)]; k++ {
			}
			next[name] = k + 1
			name += "-" + strconv.Itoa(k)
			taken[name] = true
		}
		out = append(out, name)
	}
	return out
}

// Segment is the node's own part of a path, before siblings are compared.
func (n *Node) Segment() string {
	switch {
	case n.ID != "":
		return n.ID
	case n.Title != "" && slug(n.Title) != "":
		return slug(n.Title)
	case n.Item != "":
		return local(string(n.Item))
	case len(n.Series) > 0:
		return local(string(n.Series[0])) + "-series"
	case n.Milestone != "" && slug(n.Milestone) != "":
		return slug(n.Milestone)
	case n.Competency != "" && slug(n.Competency) != "":
		return slug(n.Competency)
	}
	return string(n.Kind())
}

func local(id string) string {
	if i := strings.LastIndexByte(id, '/'); i >= 0 && slug(id[i+1:]) != "" {
		return slug(id[i+1:])
	}
	if s := slug(id); s != "" {
		return s
	}
	return "item"
}

// slug keeps letters and digits, in lower case, with hyphens between words.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 && r != '–' && r != '—' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	return b.String()
}
