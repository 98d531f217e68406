package intake

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
)

// Text is a string as written, or a number as written; null and missing are "".
func (n *Node) Text() string {
	switch v := n.value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	n.wrongType("text")
	return ""
}

// Bool is true or false; null and missing are false.
func (n *Node) Bool() bool {
	if !n.Present() {
		return false
	}
	b, ok := n.value.(bool)
	if !ok {
		n.wrongType("true or false")
	}
	return b
}

// Int is a whole number, written as a number or as text, perhaps with a zero
// fraction ("2.0"); null and missing are 0.
func (n *Node) Int() int {
	text := strings.TrimSpace(n.Text())
	if text == "" {
		return 0
	}
	whole, fraction, _ := strings.Cut(text, ".")
	v, err := strconv.Atoi(whole)
	if err != nil || strings.Trim(fraction, "0") != "" {
		n.wrongType("a whole number")
		return 0
	}
	return v
}

// Amount is a number of credits, never negative; null and missing are 0.
func (n *Node) Amount() credit.Amount {
	text := strings.TrimSpace(n.Text())
	if text == "" {
		return credit.Amount{}
	}
	a, err := credit.ParseAmount(text)
	if err != nil || a.Sign() < 0 {
		n.wrongType("a number of credits")
		return credit.Amount{}
	}
	return a
}

// Embedded is the value itself, or, where it is a string, the JSON inside: the
// published files wrap most members in strings. An empty string is null.
func (n *Node) Embedded() *Node {
	text, ok := n.value.(string)
	if !ok {
		return n
	}
	inner := &Node{doc: n.doc, parent: n.parent, step: n.step, present: true}
	if strings.TrimSpace(text) == "" {
		return inner
	}
	value, problem := decode([]byte(text))
	if problem != nil {
		// The position is inside the string; the pointer says which string.
		problem.Message = fmt.Sprintf("the JSON inside this text is wrong at its line %d, column %d: %s", problem.Line, problem.Column, problem.Message)
		n.Report(diag.Error, problem.Code, problem.Message, problem.Suggestion)
		return inner
	}
	clean, cleaned := cleanValue(value)
	inner.value = clean
	n.doc.cleaned += cleaned
	return inner
}
