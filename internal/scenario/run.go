package scenario

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/lint"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Runner answers a query with a rule set: through the engine, the command line
// or the HTTP API. All of them answer with the same bytes. An error means that
// the query was refused.
type Runner interface {
	Evaluate(ctx context.Context, set *ruleset.Set, q engine.Query) (resultJSON []byte, err error)
	// Stacks answers what a record completes.
	Stacks(ctx context.Context, set *ruleset.Set, q engine.StackQuery) (resultJSON []byte, err error)
}

// Answer asks everything that the case asks and returns the answers one after
// the other.
func Answer(ctx context.Context, r Runner, set *ruleset.Set, c *Case) (resultJSON []byte, err error) {
	evaluation, stacks, err := answers(ctx, r, set, c)
	return append(evaluation, stacks...), err
}

func answers(ctx context.Context, r Runner, set *ruleset.Set, c *Case) (evaluation, stacks []byte, err error) {
	if c.evaluates() {
		if evaluation, err = r.Evaluate(ctx, set, c.Query()); err != nil {
			return nil, nil, err
		}
	}
	if c.Stacks != nil {
		if stacks, err = r.Stacks(ctx, set, c.StackQuery()); err != nil {
			return nil, nil, err
		}
	}
	return evaluation, stacks, nil
}

// Outcome is what became of one case.
type Outcome struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Case string `json:"case"`
	Pass bool   `json:"pass"`
	// Mismatches are the expectations that were not met.
	Mismatches []Mismatch `json:"mismatches,omitempty"`
	// Error is why there was no answer although one was expected.
	Error string `json:"error,omitempty"`
}

// Run tries every case of the files and returns an outcome for each, in order,
// with one more for each file that expects findings of the linter, or that its
// rule set is refused. It stops
// early only when the context ends.
func Run(ctx context.Context, r Runner, files []File) ([]Outcome, error) {
	var out []Outcome
	for i := range files {
		f := &files[i]
		if f.Lint != nil {
			out = append(out, checkLint(f))
		}
		if f.Problems != nil {
			out = append(out, checkProblems(f))
		}
		for j := range f.Cases {
			if err := ctx.Err(); err != nil {
				return out, err
			}
			out = append(out, RunCase(ctx, r, f, &f.Cases[j]))
		}
	}
	return out, nil
}

// RunCase tries one case.
func RunCase(ctx context.Context, r Runner, f *File, c *Case) Outcome {
	o := Outcome{File: f.Name, Line: c.Line, Case: c.Name}
	evaluation, stacks, err := answers(ctx, r, &f.Set, c)
	if c.Refused != nil {
		o.Mismatches = refused(c.Refused, err)
	} else if err == nil {
		o.Mismatches, err = compared(c, evaluation, stacks)
	}
	if err != nil && c.Refused == nil {
		o.Error = err.Error()
	}
	o.Pass = o.Error == "" && len(o.Mismatches) == 0
	return o
}

// compared reads the answers and compares them with what is expected.
func compared(c *Case, evaluation, stacks []byte) ([]Mismatch, error) {
	var out []Mismatch
	if evaluation != nil {
		var result engine.Result
		if err := json.Unmarshal(evaluation, &result); err != nil {
			return nil, err
		}
		out = Compare(c, &result)
	}
	if stacks != nil {
		var result engine.StackResult
		if err := json.Unmarshal(stacks, &result); err != nil {
			return nil, err
		}
		out = append(out, CompareStacks(c.Stacks, &result)...)
	}
	return out, nil
}

func refused(texts []string, err error) []Mismatch {
	if err == nil {
		return []Mismatch{{Path: "refused", Want: "an error", Got: "an answer"}}
	}
	var list []Mismatch
	for _, t := range texts {
		if !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(t)) {
			list = append(list, Mismatch{Path: "refused", Want: t, Got: err.Error()})
		}
	}
	return list
}

func checkProblems(f *File) Outcome {
	o := Outcome{File: f.Name, Line: 1, Case: "problems", Pass: slices.Equal(f.Problems, f.refusals)}
	if !o.Pass {
		o.Mismatches = []Mismatch{{Path: "problems", Want: list(f.Problems), Got: list(f.refusals)}}
	}
	return o
}

func checkLint(f *File) Outcome {
	o := Outcome{File: f.Name, Line: 1, Case: "lint", Pass: true}
	var codes []string
	for _, p := range lint.Check(&f.Set, lint.Options{}) {
		codes = append(codes, p.Code)
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	want := slices.Sorted(slices.Values(f.Lint))
	if !slices.Equal(want, codes) {
		o.Pass = false
		o.Mismatches = []Mismatch{{Path: "lint", Want: list(want), Got: list(codes)}}
	}
	return o
}

// Engine runs scenarios in this process.
type Engine struct{}

// Evaluate compiles the set and asks it once.
func (Engine) Evaluate(_ context.Context, set *ruleset.Set, q engine.Query) ([]byte, error) {
	snapshot, err := engine.Compile(set)
	if err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	result, err := snapshot.Evaluate(q)
	if err != nil {
		return nil, err
	}
	return encode(result)
}

// Stacks compiles the set and asks it once.
func (Engine) Stacks(_ context.Context, set *ruleset.Set, q engine.StackQuery) ([]byte, error) {
	snapshot, err := engine.Compile(set)
	if err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	result, err := snapshot.Stacks(q)
	if err != nil {
		return nil, err
	}
	return encode(result)
}

func encode(result any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // as the command line and the API write it
	if err := e.Encode(result); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
