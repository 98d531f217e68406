package ruleset

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
)

// MaxDepth is how deeply source expressions and requirements may be nested.
const MaxDepth = 64

// Validate cross-checks a set that stands on its own and returns every problem
// at once, sorted by pointer order of the set, each with the JSON pointer of
// its place. The codes are listed in docs/reference/problem-codes.md. The set is
// not changed. The work grows with the size of the set, not with its square.
func Validate(set *Set) diag.List { return ValidateOn(nil, set) }

// ValidateOn is [Validate] for a set that may refer to what base holds, such as
// an import into a store. Only the set is checked; where both describe the same
// thing the set's word counts.
func ValidateOn(base, set *Set) diag.List {
	c := checker{set: set, names: newNames(base, set)}
	c.scales()
	c.institutions()
	c.items()
	c.programs()
	c.agreements()
	return c.problems
}

// checker walks a set and keeps the path to where it is.
type checker struct {
	set      *Set
	names    *names
	problems diag.List
	path     []step
	world    *programWorld
}

// step is one part of a JSON pointer: a key, or an index where key is "".
type step struct {
	key   string
	index int
}

// in runs f with a key on the path.
func (c *checker) in(key string, f func()) {
	c.path = append(c.path, step{key: key})
	f()
	c.path = c.path[:len(c.path)-1]
}

func (c *checker) push(key string, index int) {
	c.path = append(c.path, step{key: key}, step{index: index})
}

func (c *checker) pop() { c.path = c.path[:len(c.path)-2] }

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")

// pointer is only built for what is reported: most of a set is right.
func (c *checker) pointer(last string) string {
	var b strings.Builder
	for _, s := range c.path {
		b.WriteByte('/')
		if s.key != "" {
			b.WriteString(pointerEscape.Replace(s.key))
		} else {
			b.WriteString(strconv.Itoa(s.index))
		}
	}
	if last != "" {
		b.WriteString("/" + last)
	}
	return b.String()
}

// reportf adds an error at a key below the path; key may be "" or "a/0".
func (c *checker) reportf(key, code, suggestion, format string, args ...any) {
	c.problems = append(c.problems, diag.Problem{
		Code: code, Message: fmt.Sprintf(format, args...), Suggestion: suggestion, Pointer: c.pointer(key),
	})
}

// warnf adds a warning at a key below the path.
func (c *checker) warnf(key, code, suggestion, format string, args ...any) {
	c.reportf(key, code, suggestion, format, args...)
	c.problems[len(c.problems)-1].Severity = diag.Warning
}

// dates reports a range that ends before it begins.
func (c *checker) dates(key string, r calendar.Range) {
	if r.Empty() {
		c.reportf(key, "inverted_dates", "exchange the two dates", "the range ends on %s, before it begins on %s", r.To, r.From)
	}
}

// enum reports a word that is not in the vocabulary. An empty word is right
// where the zero value has a meaning, and missing_<key> elsewhere.
func enum[T ~string](c *checker, key, what string, value T, words []T, optional bool) {
	if value == "" && optional || value != "" && slices.Contains(words, value) {
		return
	}
	if value == "" {
		c.reportf(key, "missing_"+snake(key), listOf(words), "the %s is missing", what)
		return
	}
	c.reportf(key, "unknown_"+snake(key), suggest(string(value), texts(words)), "%q is no %s", string(value), what)
}

func enumList[T ~string](c *checker, key, what string, values, words []T) {
	for i, v := range values {
		if !slices.Contains(words, v) {
			c.reportf(key+"/"+strconv.Itoa(i), "unknown_"+snake(key), suggest(string(v), texts(words)), "%q is no %s", string(v), what)
		}
	}
}

func texts[T ~string](words []T) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if w != "" {
			out = append(out, string(w))
		}
	}
	return out
}

func listOf[T ~string](words []T) string { return "one of " + strings.Join(texts(words), ", ") }

// suggest names the nearest candidate, or all of a short list.
func suggest(text string, candidates []string) string {
	if near := diag.Nearest(text, candidates); near != "" {
		return "did you mean " + near + "?"
	}
	if len(candidates) > 0 && len(candidates) <= 12 {
		return "one of " + strings.Join(candidates, ", ")
	}
	return ""
}

// snake turns the last part of "policy/gradeScale" into "grade_scale".
func snake(key string) string {
	var b strings.Builder
	for _, r := range key[strings.LastIndexByte(key, '/')+1:] {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
