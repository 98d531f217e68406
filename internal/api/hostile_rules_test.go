package api

import (
	"fmt"
	"strings"
	"testing"
)

// A program built to explode is refused with its place, and the server goes on.
func TestHostileProgramsAreRefused(t *testing.T) {
	t.Parallel()
	program := func(keys string) string {
		return "items: [{id: ridge/zz-1, kind: course, versions: [{code: ZZ 1, title: Z, credits: 3}]}]\nprograms:\n  - {id: ridge/zz, title: Z, " + keys + "}\n"
	}
	var nodes, sets strings.Builder
	for i := range 100_001 {
		fmt.Fprintf(&nodes, "{id: n%d, item: ridge/zz-1}, ", i)
	}
	for i := range 100 {
		fmt.Fprintf(&sets, "s%d: {any: [s%d, s%d]}, ", i, i+1, i+1)
	}
	yaml := map[string]string{"Content-Type": "text/yaml"}
	post := "POST /v1/imports?format=catalogue"
	refused := func(code string, line int) string {
		return problemJSON("invalid", 422, fmt.Sprintf(`{"code":%q,"line":%d}`, code, line))
	}
	runSteps(t, setup(t, setupOptions{}), []step{
		{name: "100,002 requirements", call: post, body: program("requires: {any: [" + nodes.String() + "]}"), header: yaml, status: 422, want: refused("too_large", 3)},
		{name: "a circle", call: post, body: program("sets: {x: y, y: x}, requires: {choose: 1, from: x}"), header: yaml, status: 422, want: refused("cyclic_set", 3)},
		{name: "less than none", call: post, body: program("requires: {items: -1, from: [ridge/zz-1]}"), header: yaml, status: 422, want: refused("negative_need", 3)},
		{name: "doubling sets", call: post, body: program("sets: {" + sets.String() + "s100: [ridge/zz-1]}, requires: {items: 2, from: s0}"), header: yaml, status: 422, want: refused("unsatisfiable", 3)},
		{name: "an alias bomb", call: post, body: "a: &a [x]\nb: &b [*a, *a]\n", header: yaml, status: 422, want: problemJSON("invalid", 422, `{"code":"alias","line":1}`, `{"code":"alias","line":2}`)},
		{name: "deep JSON", call: post, body: `{"programs":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}", header: map[string]string{"Content-Type": jsonType}, status: 400, want: problemJSON("malformed", 400, `{"code":"too_deep"}`)},
		{name: "deep YAML", call: post, body: "programs: " + strings.Repeat("[", 100_000), header: yaml, status: 400, want: problemJSON("malformed", 400, `{"code":"too_deep"}`)},
		{name: "the server goes on", call: "GET /v1/items?limit=1", status: 200},
	})
}
