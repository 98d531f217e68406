package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

// microAudits splits the arguments of check: JSON files are micro-audits, the
// rest are scenarios.
func microAudits(args []string) (audits, scenarios []string) {
	for _, a := range args {
		if strings.EqualFold(filepath.Ext(a), ".json") {
			audits = append(audits, a)
		} else {
			scenarios = append(scenarios, a)
		}
	}
	return audits, scenarios
}

// audited is the answer to one micro-audit as JSON. Formats micro-audit/1 and
// micro-audit/2 ask different questions and get different members.
type audited struct {
	ID        string `json:"id"`
	Satisfied *bool  `json:"satisfied,omitempty"`
	Feasible  *bool  `json:"feasible,omitempty"`
	Most      *int64 `json:"maxRequirementsSatisfied,omitempty"`
	Deficit   *int64 `json:"minTotalDeficit,omitempty"`
	Decided   bool   `json:"decided"`
	Micros    int64  `json:"micros"`
}

// checkAudits answers every case of the files and prints one line a case.
func (p *program) checkAudits(files []string, asJSON bool) error {
	var solver solve.Solver
	undecided := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return fault.Wrap(fault.Invalid, "The file cannot be read: "+name, err)
		}
		file, err := microaudit.Read(bytes.NewReader(data))
		if err != nil {
			return fault.List(fault.Invalid, "The micro-audits have mistakes.", auditProblems(name, err))
		}
		for i := range file.Cases {
			a := answer(&solver, &file.Cases[i])
			if !a.Decided {
				undecided++
			}
			if err := p.printAudit(&a, asJSON); err != nil {
				return err
			}
		}
	}
	if undecided > 0 {
		return fault.New(fault.NotMet, "")
	}
	return nil
}

func answer(s *solve.Solver, c *microaudit.Case) audited {
	begun := time.Now()
	r := microaudit.Solve(s, c, 0)
	a := audited{ID: c.ID, Decided: r.Decided, Micros: time.Since(begun).Microseconds()}
	if c.Groups != nil {
		a.Feasible = &r.Satisfied
	} else {
		a.Satisfied, a.Most, a.Deficit = &r.Satisfied, &r.Most, &r.MinDeficit
	}
	return a
}

func (p *program) printAudit(a *audited, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.Out).Encode(a)
	}
	w := &printer{w: p.Out}
	switch {
	case !a.Decided:
		w.printf("%s: undecided\n", a.ID)
	case a.Feasible != nil:
		w.printf("%s: feasible %v\n", a.ID, *a.Feasible)
	default:
		w.printf("%s: satisfied %v, at most %d requirements, least deficit %d\n", a.ID, *a.Satisfied, *a.Most, *a.Deficit)
	}
	return w.err
}

func auditProblems(file string, err error) diag.List {
	var list diag.List
	for _, e := range unjoin(err) {
		p := diag.Problem{Code: "bad_micro_audit", Message: e.Error(), File: file}
		if at, ok := errors.AsType[*microaudit.Error](e); ok {
			p.Message, p.Pointer = at.Reason, at.Pointer
			if at.Pointer != "" { // a file without lines: the pointer is the place
				p.Message = at.Pointer + ": " + p.Message
			}
		}
		list = append(list, p)
	}
	return list
}

func unjoin(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		return j.Unwrap()
	}
	return []error{err}
}
