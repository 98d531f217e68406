package cli

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/scenario"
)

// demoLearner is whose ledger the demo shows, and where.
const demoLearner = "maya.yaml"

var demoTargets = []string{"lakeside/computer-science-bs", "hilltop/computer-science-bs"}

func (p *program) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Load the demo world, evaluate a learner, and say how to go on",
		Long: "Loads Demo Valley (invented institutions with the numbers of real agreements) into\n" +
			"the database and shows one learner's ledger at two places. It may be run again.",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withService(cmd.Context(), func(s *app.Service) error { return p.demo(cmd.Context(), s) })
		},
	}
}

// loadDemo imports the demo world; what is there already stays.
func loadDemo(ctx context.Context, s *app.Service) (ruleset.Change, error) {
	set, positions, problems := catalogfile.LoadFS(ctx, fixtures.FS, fixtures.Catalogue, catalogfile.Options{})
	if problems.HasErrors() {
		return ruleset.Change{}, fault.List(fault.Internal, "The demo world has mistakes.", problems)
	}
	change, _, err := s.Import(ctx, set, app.ImportOptions{Source: "demo world", Locate: positions.Attach})
	return change, err
}

func (p *program) demo(ctx context.Context, s *app.Service) error {
	change, err := loadDemo(ctx, s)
	if err != nil {
		return err
	}
	view, err := s.Current(ctx)
	if err != nil {
		return err
	}
	set := &view.Set
	p.sayf("Demo Valley is loaded: %s (%d new or changed).\n", setWords(set), len(change.Entries))
	f, err := fixtures.FS.Open(path.Join(fixtures.Records, demoLearner))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	rec, problems := recordfile.Read(f, demoLearner, recordfile.Options{Units: scenario.Units(set)})
	if problems.HasErrors() {
		return fault.List(fault.Internal, "The demo record has mistakes.", problems)
	}
	targets, err := resolveTargets(set, demoTargets)
	if err != nil {
		return err
	}
	result, err := view.Snapshot.Evaluate(engine.Query{Record: rec, Targets: targets, AsOf: fixtures.DemoDay()})
	if err != nil {
		return fault.From(err)
	}
	if _, err := fmt.Fprintf(p.Out, "Maya studied at Riverbend Community College. What is it worth elsewhere?\n\n"); err != nil {
		return err
	}
	if err := p.printResult(&result); err != nil {
		return err
	}
	_, err = fmt.Fprint(p.Out, strings.ReplaceAll(howToGoOn, "CAIRN", first(p.Name, "cairn")))
	return err
}

const howToGoOn = `
How to go on:
  CAIRN evaluate --record fixtures/demo/records/grace.yaml --to riverbend --to hilltop --as-of 2026-09-01
  CAIRN explain --record fixtures/demo/records/sam.yaml --to hilltop "ECON 201" --as-of 2026-09-01
  CAIRN lint fixtures/demo/catalogue --as-of 2026-09-01
  CAIRN check fixtures/scenarios
  CAIRN graph --focus hilltop/computer-science-bs --format mermaid
  CAIRN serve --demo        (then: curl http://127.0.0.1:8080/v1/institutions)
`
