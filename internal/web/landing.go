package web

import (
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/web/view"
)

// The sample answer of the first page: whose, where, and which lines.
const (
	sampleLearner = "demo-maya"
	sampleTarget  = "lakeside/computer-science-bs"
	sampleOther   = "hilltop/computer-science-bs"
	sampleOpen    = "chem110"
)

// landing is the first page.
func (s *Site) landing(x *exchange) (*answer, error) {
	l := &view.Landing{Empty: len(x.rules.Set.Institutions) == 0}
	sample, err := s.sampleAnswer(x)
	if err != nil {
		return nil, err
	}
	if sample != nil {
		l.Sample, l.Examples = sample, []string{"CIS 120", "Network+", "ANTH 230"}
	}
	p := x.page("check", x.loc.T("landing.title"))
	return &answer{page: p, body: view.LandingPage(p, l)}, nil
}

// keptSample is the sample answer of one rules version: it is worked out once.
type keptSample struct {
	version ruleset.Version
	result  engine.Result
}

func (s *Site) sampleAnswer(x *exchange) (*view.Sample, error) {
	at := s.learnerAt(sampleLearner)
	if _, ok := x.rules.Program(sampleTarget); at == nil || !ok {
		return nil, nil
	}
	kept := s.sample.Load()
	if kept == nil || kept.version != x.rules.Version {
		result, err := s.service.EvaluateOn(x.rules, app.Query{
			Record: at.record, Targets: []engine.Target{targetOf(sampleTarget)}, AsOf: s.today(),
		})
		if err != nil {
			return nil, err
		}
		kept = &keptSample{version: x.rules.Version, result: result}
		s.sample.Store(kept)
	}
	t := &kept.result.Targets[0]
	day := s.today().String()
	return &view.Sample{
		Learner: "Maya", From: t.Lines[0].Source.InstitutionName, Target: t, Lines: sampleLines(t), Open: sampleOpen,
		Whole:   x.href("/results", "record", sampleLearner, "target", sampleTarget, "as_of", day),
		Compare: x.href("/compare", "record", sampleLearner, "t", sampleTarget, "t", sampleOther, "as_of", day),
	}, nil
}

// sampleLines are lines that show four different answers, the open one among them.
func sampleLines(t *engine.TargetResult) []engine.Line {
	var out []engine.Line
	seen := map[engine.Status]bool{}
	for i := range t.Lines {
		l := &t.Lines[i]
		if !seen[l.Status] && len(out) < 4 {
			seen[l.Status] = true
			out = append(out, *l)
		}
	}
	return out
}

func (s *Site) learnerAt(id string) *learner {
	for i := range s.learners {
		if s.learners[i].id == id {
			return &s.learners[i]
		}
	}
	return nil
}
