package microaudit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

const small = `{"format":"micro-audit/1","cases":[{"id":"a","measure":"count","exclusive":true,"top":"all",
"courses":[{"id":"C1","credits":1},{"id":"C2","credits":1}],
"requirements":[{"id":"R1","need":1,"eligible":["C1","C2"]},{"id":"R2","need":2,"eligible":["C1"]}]}]}`

func TestRead(t *testing.T) {
	t.Parallel()
	f, err := microaudit.Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	var s solve.Solver
	r := microaudit.Solve(&s, &f.Cases[0], 0)
	if r.Satisfied || !r.Decided || r.Most != 1 || r.MinDeficit != 1 {
		t.Errorf("got %+v", r)
	}
}

// Every error names its place.
func TestReadErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, pointer string }{
		{`"micro-audit/1"`, `"micro-audit/9"`, "/format"},
		{`"need":1`, `"need":-1`, "/cases/0/requirements/0/need"},
		{`"need":1`, `"need":1.5`, "/cases/0/requirements/0/need"},
		{`"need":1`, `"need":99999999999999999999`, "/cases/0/requirements/0/need"},
		{`"need":1,`, ``, "/cases/0/requirements/0/need"},
		{`"need":1`, `"need":1,"need":2`, "/cases/0/requirements/0/need"},
		{`"need":1`, `"need":1,"more":2`, "/cases/0/requirements/0/more"},
		{`["C1","C2"]`, `["C1","C9"]`, "/cases/0/requirements/0/eligible/1"},
		{`["C1","C2"]`, `["C1","C1"]`, "/cases/0/requirements/0/eligible/1"},
		{`["C1","C2"]`, `"C1"`, "/cases/0/requirements/0/eligible"},
		{`"R2"`, `"R1"`, "/cases/0/requirements/1/id"},
		{`"C2","credits"`, `"C1","credits"`, "/cases/0/courses/1/id"},
		{`"count"`, `"weight"`, "/cases/0/measure"},
		{`"all"`, `"any"`, "/cases/0/top"},
		{`true`, `false`, "/cases/0/exclusive"},
		{`{"id":"R1"`, `[{"id":"R1"`, "/cases/0/requirements"},
		{`"a"`, strings.Repeat("[", 40), "/cases/0/id/0"},
	} {
		text := strings.Replace(small, c.old, c.new, 1)
		_, err := microaudit.Read(strings.NewReader(text))
		var e *microaudit.Error
		if !errors.As(err, &e) || e.Pointer != c.pointer && !strings.HasPrefix(e.Pointer, c.pointer) {
			t.Errorf("%s -> %s: got %v", c.old, c.new, err)
		}
	}
}

// A case built to explode is refused, answered or undecided, and soon.
func TestAdversarialSizes(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for _, n := range []int{60, 400} {
		g := newGen(uint64(n))
		c := g.small(n, n/4, microaudit.Credits)
		r := microaudit.Solve(&s, &c, 500)
		if r.Steps > 5000 {
			t.Errorf("%d courses: %d steps", n, r.Steps)
		}
	}
	var b strings.Builder
	b.WriteString(`{"format":"micro-audit/1","cases":[{"id":"a","measure":"count","exclusive":true,"top":"all","requirements":[],"courses":[`)
	for i := range microaudit.MaxCourses + 1 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"C%d","credits":1}`, i)
	}
	b.WriteString(`]}]}`)
	if _, err := microaudit.Read(strings.NewReader(b.String())); err == nil {
		t.Error("too many courses were read")
	}
}

// Beyond the limits of the search the numbers are still those of a placement.
func TestBeyondTheLimits(t *testing.T) {
	t.Parallel()
	const n = 1200
	c := microaudit.Case{ID: "dense"}
	all := make([]int, n)
	for i := range n {
		all[i] = i
		c.Courses = append(c.Courses, microaudit.Course{ID: fmt.Sprint("C", i), Credits: 1})
	}
	for i := range n {
		c.Requirements = append(c.Requirements, microaudit.Requirement{ID: fmt.Sprint("R", i), Measure: microaudit.Count, Need: 1, Eligible: all})
	}
	var s solve.Solver
	r := microaudit.Solve(&s, &c, 500)
	if r.Most < 0 || r.Most > n || r.Most+r.MinDeficit != n {
		t.Errorf("%d of %d requirements, %d lack", r.Most, n, r.MinDeficit)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add(`{"format":"micro-audit/2","cases":[{"id":"a","courses":[],"groups":[],"share_caps":[]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := microaudit.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		var s solve.Solver
		for i := range file.Cases {
			microaudit.Solve(&s, &file.Cases[i], 100)
		}
	})
}
