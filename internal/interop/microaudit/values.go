package microaudit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// reader turns values into cases and keeps what is wrong, up to maxErrors.
type reader struct{ errs []error }

const maxErrors = 100

// MaxNumber is the largest credit, need, cap or grade point that is read.
const MaxNumber = 1 << 20

func (r *reader) failf(at, format string, args ...any) {
	if len(r.errs) < maxErrors {
		r.errs = append(r.errs, &Error{at, fmt.Sprintf(format, args...)})
	}
}

// escape writes a name for a JSON pointer (RFC 6901).
func escape(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// object checks the member names; optional ones begin with a question mark.
func (r *reader) object(n node, names ...string) map[string]node {
	list, ok := n.value.([]member)
	if !ok {
		r.failf(n.at, "must be an object")
		return nil
	}
	out := make(map[string]node, len(list))
	for _, m := range list {
		if !slices.Contains(names, m.name) && !slices.Contains(names, "?"+m.name) {
			r.failf(m.at, "unknown member")
		}
		out[m.name] = m.node
	}
	for _, name := range names {
		if _, ok := out[name]; !ok && !strings.HasPrefix(name, "?") {
			r.failf(n.at+"/"+escape(name), "is missing")
		}
	}
	return out
}

func (r *reader) list(n node) []node {
	if n.at == "" && n.value == nil {
		return nil // missing, and reported
	}
	l, ok := n.value.([]node)
	if !ok {
		r.failf(n.at, "must be a list")
	}
	return l
}

func (r *reader) text(n node) string {
	if n.at == "" {
		return ""
	}
	s, ok := n.value.(string)
	if !ok || s == "" {
		r.failf(n.at, "must be a text that is not empty")
	}
	return s
}

// number reads a whole number from 0 to MaxNumber.
func (r *reader) number(n node) int64 {
	if n.at == "" {
		return 0
	}
	num, ok := n.value.(json.Number)
	if !ok {
		r.failf(n.at, "must be a number")
		return 0
	}
	v, err := num.Int64()
	if err != nil || v < 0 || v > MaxNumber {
		r.failf(n.at, "must be a whole number from 0 to %d, not %s", MaxNumber, num)
		return 0
	}
	return v
}

func (r *reader) flag(n node) bool {
	if n.at == "" {
		return false
	}
	b, ok := n.value.(bool)
	if !ok {
		r.failf(n.at, "must be true or false")
	}
	return b
}

func (r *reader) measure(n node) Measure {
	m := Measure(r.text(n))
	if n.at != "" && m != Count && m != Credits {
		r.failf(n.at, "must be %q or %q", Count, Credits)
	}
	return m
}

// null reports whether the member is absent or null.
func null(n node) bool { return n.value == nil }
