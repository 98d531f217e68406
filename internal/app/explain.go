package app

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Explanation answers "why": for lines of a record, or for one requirement.
type Explanation struct {
	// Lines are the line that was named, once a target.
	Lines       []LineExplanation   `json:"lines,omitempty"`
	Requirement *engine.Explanation `json:"requirement,omitempty"`
}

// LineExplanation is all that is known about one line at one target.
type LineExplanation struct {
	Target string          `json:"target"`
	AsOf   calendar.Date   `json:"asOf"`
	Rules  ruleset.Version `json:"rulesVersion"`
	Line   engine.Line     `json:"line"`
	// Sentences are the rules behind the line, in words, by "agreement/rule".
	Sentences map[string]string `json:"sentences,omitempty"`
	// Rivals are further rules on the same source of which nothing says which is
	// meant, where the line is ambiguous.
	Rivals []Rival `json:"rivals,omitempty"`
	// UsedFor are the requirements of the program that use the line.
	UsedFor []UsedFor `json:"usedFor,omitempty"`
	// Unused says that the line has credit here that no requirement uses.
	Unused bool `json:"unused,omitempty"`
}

// UsedFor is a requirement that uses a line.
type UsedFor struct {
	Path string `json:"path"`
	Text string `json:"text"`
	// As is what the line counts as there; Beyond is more than the need.
	As     string `json:"as,omitempty"`
	Beyond bool   `json:"beyond,omitempty"`
}

// Explain answers why, for a line (its id or code) or else for a requirement
// (its path; "" is the whole program). Codes: invalid, with every problem.
func (v *View) Explain(q engine.Query, line, requirement string) (Explanation, error) {
	if line == "" {
		x, err := v.Snapshot.Explain(q, requirement)
		if err != nil {
			return Explanation{}, fault.From(err)
		}
		return Explanation{Requirement: &x}, nil
	}
	result, err := v.Snapshot.Evaluate(q)
	if err != nil {
		return Explanation{}, fault.From(err)
	}
	lines, err := v.explainLines(&result, line)
	return Explanation{Lines: lines}, err
}

func (v *View) explainLines(r *engine.Result, name string) ([]LineExplanation, error) {
	var out []LineExplanation
	var known []string
	for i := range r.Targets {
		t := &r.Targets[i]
		for j := range t.Lines {
			l := &t.Lines[j]
			if i == 0 {
				known = append(known, l.ID, l.Source.Code)
			}
			sameCode := catalog.NormalCode(l.Source.Code) == catalog.NormalCode(name)
			if l.ID == name || l.Source.Code != "" && sameCode {
				x := LineExplanation{Target: t.String(), AsOf: r.AsOf, Rules: r.RulesVersion, Line: *l, Sentences: v.sentences(l)}
				x.findRivals(v, t.Institution)
				x.place(t.Audit)
				out = append(out, x)
			}
		}
	}
	if out != nil {
		return out, nil
	}
	problem := diag.Problem{Code: "unknown_line", Pointer: "/line", Message: fmt.Sprintf("the record has no line %q", name)}
	if near := diag.Nearest(name, known); near != "" {
		problem.Suggestion = "did you mean " + near + "?"
	}
	return nil, fault.List(fault.Invalid, "The question has mistakes.", diag.List{problem})
}

// place fills which requirements use the line.
func (x *LineExplanation) place(a *engine.Audit) {
	if a == nil {
		return
	}
	for i := range a.Requirements {
		r := &a.Requirements[i]
		for j := range r.Uses {
			if u := &r.Uses[j]; slices.Contains(u.Lines, x.Line.ID) {
				x.UsedFor = append(x.UsedFor, UsedFor{Path: r.Path, Text: strings.TrimSuffix(r.Text, "."), As: u.Code, Beyond: u.Beyond})
			}
		}
	}
	x.Unused = slices.Contains(a.Unused, x.Line.ID)
}

// sentences finds the rules that a line's awards and reasons name.
func (v *View) sentences(l *engine.Line) map[string]string {
	out := map[string]string{}
	add := func(ref *engine.RuleRef) {
		if ref == nil || ref.Rule == "" {
			return
		}
		for _, a := range v.Agreement(ref.Agreement) {
			if a.Version != ref.Version {
				continue
			}
			for i := range a.Rules {
				if a.Rules[i].ID == ref.Rule {
					out[string(ref.Agreement)+"/"+ref.Rule] = a.Rules[i].Sentence(v.Name)
				}
			}
		}
	}
	for i := range l.Awards {
		add(l.Awards[i].Rule)
	}
	for i := range l.Reasons {
		add(l.Reasons[i].Rule)
	}
	return out
}

// Name is the code of an item, for sentences.
func (v *View) Name(id catalog.ItemID) string {
	if it, ok := v.Item(id); ok {
		if code := it.Latest().Code; code != "" {
			return code
		}
	}
	return string(id)
}

// EncodeJSON writes a value as one line of JSON, as the command line and the API
// both do.
func EncodeJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(value)
}
