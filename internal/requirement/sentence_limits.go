package requirement

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// limits are what stands beside the structure.
func (w words) limits(n *Node) []wording.Phrase {
	var out []wording.Phrase
	if n.Where != nil && !n.Where.IsZero() {
		each := w.filter(n.Where, wording.Phrase{})
		if n.Kind() != KindItem {
			each = wording.Of("requirement.each", "each {what}", "what", each)
		}
		out = append(out, each)
	}
	if !n.GPA.IsZero() {
		out = append(out, wording.Of("requirement.with_gpa", "with a grade point average of at least {gpa}", "gpa", exact(n.GPA)))
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

func (w words) limit(l *Limit) wording.Phrase {
	var caps []wording.Phrase
	if l.Items != nil {
		caps = append(caps, courses(*l.Items))
	}
	if l.Credits != nil {
		caps = append(caps, credits(*l.Credits))
	}
	if len(caps) == 0 {
		caps = append(caps, nothing())
	}
	out := []any{wording.Of("requirement.at_most", "at most {what}", "what", wording.And(caps))}
	if l.Of != nil && !l.Of.IsZero() {
		out = append(out, " ", w.ofFilter(l.Of))
	}
	if l.Each != "" {
		out = append(out, " ", wording.Of("requirement.of_any_one", "of any one {class}", "class", className(l.Each)))
	}
	switch l.In {
	case InProgram:
		out = append(out, " ", wording.Of("requirement.in_program", "in the whole program"))
	case InRecord:
		out = append(out, " ", wording.Of("requirement.in_record", "in the whole record"))
	}
	return wording.Row(out...)
}

// ofFilter is a filter after an amount: "of lower level", "earned here".
func (w words) ofFilter(f *ItemFilter) wording.Phrase {
	text := w.filter(f, wording.Phrase{})
	english := text.String()
	what := w.what(f)
	if len(what) == 0 || strings.HasPrefix(english, "of ") || strings.HasPrefix(english, "tagged ") {
		return text
	}
	if f.nominal() {
		return wording.Of("filter.of_what", "of {what}", "what", text)
	}
	return wording.Of("filter.of_such", "of {what}", "what", text)
}

// nominal reports whether the words of the filter begin with what is selected,
// and not with what it is like.
func (f *ItemFilter) nominal() bool {
	return f.Set != "" || len(f.Items) > 0 || f.Subjects != nil || f.Numbers != nil || f.All != nil || f.Any != nil || f.Kinds != nil
}

func (w words) minimum(m *Minimum) wording.Phrase {
	var needs []wording.Phrase
	if m.Items > 0 {
		needs = append(needs, courses(m.Items))
	}
	if !m.Credits.IsZero() {
		needs = append(needs, credits(m.Credits))
	}
	if !m.Share.IsZero() {
		share := m.Share.Mul(credit.Int(100))
		if !m.OutOf.IsZero() {
			needs = append(needs, wording.Of("requirement.share_of", "{share} % of {credits}", "share", share, "credits", credits(m.OutOf)))
		} else {
			needs = append(needs, wording.Of("requirement.share", "{share} % of the credits of the award", "share", share))
		}
	}
	if len(needs) == 0 {
		needs = append(needs, nothing())
	}
	text := wording.Of("requirement.at_least", "at least {what}", "what", wording.And(needs))
	if m.Of != nil && !m.Of.IsZero() {
		return wording.Row(text, " ", w.ofFilter(m.Of))
	}
	return text
}

func (w words) change(c *NeedChange) wording.Phrase {
	what, when := wording.Term("need", string(c.What), string(c.What)), w.test(&c.When)
	switch {
	case c.To != nil:
		return wording.Of("requirement.become", "the {what} become {n} if {test}", "what", what, "n", exact(*c.To), "test", when)
	case c.By != nil && c.By.Sign() < 0:
		return wording.Of("requirement.go_down", "the {what} go down by {n} if {test}", "what", what, "n", exact(c.By.Neg()), "test", when)
	case c.By != nil:
		return wording.Of("requirement.go_up", "the {what} go up by {n} if {test}", "what", what, "n", exact(*c.By), "test", when)
	}
	return wording.Of("requirement.stay", "the {what}  if {test}", "what", what, "test", when)
}

func (w words) names(ids []catalog.ItemID) []wording.Phrase {
	out := make([]wording.Phrase, len(ids))
	for i, id := range ids {
		out[i] = wording.Name(w.name(id))
	}
	return most(out)
}

func credits(a credit.Amount) wording.Phrase {
	return creditCount("count.credits", a, "{n} credit", "{n} credits")
}

func creditCount(key string, a credit.Amount, one, other string) wording.Phrase {
	if a.Equal(credit.Int(1)) {
		return wording.Of(key+".one", one, "n", a)
	}
	return wording.Of(key+".other", other, "n", a)
}

func courses(n int) wording.Phrase {
	return wording.Count("count.courses", n, "{n} course", "{n} courses")
}

func years(n int) wording.Phrase { return wording.Count("count.years", n, "{n} year", "{n} years") }

func different(n int, by Class) wording.Phrase {
	return wording.Count("count.different", n, "{n} different {class}", "{n} different {class}s", classWords(by)...)
}

func className(c Class) wording.Phrase { return wording.Term("class", string(c), string(c)) }

// classWords are the words for different classes: other languages have the class
// and "different" agree.
func classWords(by Class) []any {
	return []any{
		"class", className(by),
		"one", wording.Term("different_one", string(by), string(by)), "many", wording.Term("different", string(by), string(by)),
	}
}

func nothing() wording.Phrase { return wording.Of("requirement.none", "nothing") }

// exact is an amount that English writes without rounding.
func exact(a credit.Amount) any { return wording.As(a.String(), a) }

// creditsOf is an amount as the program writes it.
func creditsOf(text string) any {
	if a, err := credit.ParseAmount(text); err == nil {
		return wording.As(text, a)
	}
	return text
}

// terms are words of a vocabulary.
func terms[T ~string](group string, list []T) []wording.Phrase {
	out := make([]wording.Phrase, len(list))
	for i, word := range list {
		out[i] = wording.Term(group, string(word), string(word))
	}
	return out
}

func evidence(list []catalog.EvidenceKind) []wording.Phrase {
	out := make([]wording.Phrase, len(list))
	for i, k := range list {
		out[i] = wording.Term("evidence", string(k), strings.ReplaceAll(string(k), "-", " "))
	}
	return out
}

// named are names of the data, at most maxWords.
func named[T ~string](list []T) []wording.Phrase { return most(wording.Names(list)) }

// most keeps at most maxWords phrases; none is "nothing".
func most(parts []wording.Phrase) []wording.Phrase {
	if len(parts) == 0 {
		return []wording.Phrase{nothing()}
	}
	return wording.Most(parts, maxWords)
}

// ConditionText is one of the node's limits or minima in words, by the pointer
// below the node: "/limits/0", "/minima/1", "/gpa"; "" for anything else.
func (n *Node) ConditionText(pointer string, name Namer) string {
	return n.ConditionWords(pointer, name).String()
}

// ConditionWords is the phrase of [Node.ConditionText]; the zero phrase for
// anything else.
func (n *Node) ConditionWords(pointer string, name Namer) wording.Phrase {
	w := words{name: name}
	kind, index, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	i, err := strconv.Atoi(index)
	switch {
	case kind == "choose" && n.Choose != nil:
		return wording.Of("requirement.credits_in_all", "at least {credits} credits in all", "credits", creditsOf(n.Choose.Credits))
	case kind == "gpa":
		return wording.Of("requirement.gpa", "a grade point average of at least {gpa}", "gpa", exact(n.GPA))
	case err != nil:
		return wording.Phrase{}
	case kind == "limits" && i < len(n.Limits):
		return w.limit(&n.Limits[i])
	case kind == "minima" && i < len(n.Minima):
		return w.minimum(&n.Minima[i])
	}
	return wording.Phrase{}
}
