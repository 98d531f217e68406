package api

import (
	"fmt"
	"maps"
	"net/url"
	"slices"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
)

// checkQuery refuses a query string that package url would read in part, and
// parameters that come twice: no operation takes a list.
func checkQuery(raw string) error {
	if raw == "" {
		return nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return fault.List(fault.Malformed, "The query cannot be read.", diag.List{{
			Code: "bad_query", Message: "the query is not made of name=value pairs joined by &, with sound %-escapes", Suggestion: "escape % and ; in values",
		}})
	}
	var problems diag.List
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if n := len(values[name]); n > 1 {
			problems = append(problems, diag.Problem{
				Code: "repeated_parameter", Message: fmt.Sprintf("the parameter %q is given %d times", clipped(name), n), Suggestion: "give it once",
			})
		}
	}
	if problems == nil {
		return nil
	}
	return fault.List(fault.Usage, "A parameter is given more than once.", problems)
}

// clipped shortens what a client sent before it is sent back.
func clipped(text string) string {
	if len(text) <= 80 {
		return text
	}
	return text[:80] + "…"
}
