package requirement

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// limits are what stands beside the structure.
func (w words) limits(n *Node) []string {
	var out []string
	if n.Where != nil && !n.Where.IsZero() {
		each := "each "
		if n.Kind() == KindItem {
			each = ""
		}
		out = append(out, each+w.filter(n.Where, ""))
	}
	if !n.GPA.IsZero() {
		out = append(out, "with a grade point average of at least "+n.GPA.String())
	}
	for i := range n.Limits {
		out = append(out, w.limit(&n.Limits[i]))
	}
	for i := range n.Minima {
		out = append(out, w.minimum(&n.Minima[i]))
	}
	for i := range n.Changes {
		out = append(out, w.change(&n.Changes[i]))
	}
	return out
}

func (w words) limit(l *Limit) string {
	var caps []string
	if l.Items != nil {
		caps = append(caps, count(*l.Items, "course"))
	}
	if l.Credits != nil {
		caps = append(caps, credits(*l.Credits))
	}
	text := "at most " + list(caps, "and")
	if l.Of != nil && !l.Of.IsZero() {
		text += " " + w.ofFilter(l.Of)
	}
	if l.Each != "" {
		text += " of any one " + string(l.Each)
	}
	switch l.In {
	case InProgram:
		text += " in the whole program"
	case InRecord:
		text += " in the whole record"
	}
	return text
}

// ofFilter is a filter after an amount: "of lower level", "earned here".
func (w words) ofFilter(f *ItemFilter) string {
	text := w.filter(f, "")
	what := w.what(f)
	if len(what) == 0 || strings.HasPrefix(text, "of ") || strings.HasPrefix(text, "tagged ") {
		return text
	}
	return "of " + text
}

func (w words) minimum(m *Minimum) string {
	var needs []string
	if m.Items > 0 {
		needs = append(needs, count(m.Items, "course"))
	}
	if !m.Credits.IsZero() {
		needs = append(needs, credits(m.Credits))
	}
	if !m.Share.IsZero() {
		text := m.Share.Mul(credit.Int(100)).Decimal() + " %"
		if !m.OutOf.IsZero() {
			text += " of " + credits(m.OutOf)
		} else {
			text += " of the credits of the award"
		}
		needs = append(needs, text)
	}
	text := "at least " + list(needs, "and")
	if m.Of != nil && !m.Of.IsZero() {
		text += " " + w.ofFilter(m.Of)
	}
	return text
}

func (w words) change(c *NeedChange) string {
	text := "the " + string(c.What) + " "
	switch {
	case c.To != nil:
		text += "become " + c.To.String()
	case c.By != nil && c.By.Sign() < 0:
		text += "go down by " + c.By.Neg().String()
	case c.By != nil:
		text += "go up by " + c.By.String()
	}
	return text + " if " + w.test(&c.When)
}

func (w words) names(ids []catalog.ItemID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = w.name(id)
	}
	return out
}

func credits(a credit.Amount) string {
	if a.Equal(credit.Int(1)) {
		return "1 credit"
	}
	return a.Decimal() + " credits"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// list joins at most maxWords texts.
func list(texts []string, last string) string {
	if len(texts) > maxWords {
		texts = append(texts[:maxWords-1:maxWords-1], strconv.Itoa(len(texts)-maxWords+1)+" more")
	}
	switch len(texts) {
	case 0:
		return "nothing"
	case 1:
		return texts[0]
	}
	return strings.Join(texts[:len(texts)-1], ", ") + " " + last + " " + texts[len(texts)-1]
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// ConditionText is one of the node's limits or minima in words, by the pointer
// below the node: "/limits/0", "/minima/1", "/gpa"; "" for anything else.
func (n *Node) ConditionText(pointer string, name Namer) string {
	w := words{name: name}
	kind, index, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	i, err := strconv.Atoi(index)
	switch {
	case kind == "choose" && n.Choose != nil:
		return "at least " + n.Choose.Credits + " credits in all"
	case kind == "gpa":
		return "a grade point average of at least " + n.GPA.String()
	case err != nil:
		return ""
	case kind == "limits" && i < len(n.Limits):
		return w.limit(&n.Limits[i])
	case kind == "minima" && i < len(n.Minima):
		return w.minimum(&n.Minima[i])
	}
	return ""
}
