package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/assist"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/csvtable"
	"github.com/cairnproject/cairn/internal/interop/examtable"
	"github.com/cairnproject/cairn/internal/interop/precedent"
	"github.com/cairnproject/cairn/internal/interop/renumber"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func (p *program) importKinds() []*cobra.Command {
	return []*cobra.Command{
		p.importCatalogue(), p.importCredential(),
		p.importOf("assist PATH…", "ASSIST agreements, institutions, area lists, and the course matrix (JSON, TSV)",
			"  cairn import assist agreements/smc_to_ucsd", cobra.MinimumNArgs(1), readAssist),
		p.importOf("csv FILE", "A flat equivalency table; its agreements become drafts", "  cairn import csv equivalencies.csv",
			cobra.ExactArgs(1), p.readTable),
		p.importOf("exams FILE", "An exam score table (JSON)", "", cobra.ExactArgs(1),
			one(func(path string, base *ruleset.Set, progress func(int, int)) taken {
				set, report, problems := examtable.Import(path, examtable.Options{Base: base, Progress: progress})
				return taken{set: set, report: &report, problems: problems}
			})),
		p.importOf("precedents FILE", "A table of exchange credit decisions (CSV)", "", cobra.ExactArgs(1),
			one(func(path string, base *ruleset.Set, progress func(int, int)) taken {
				set, report, problems := precedent.Import(path, precedent.Options{Base: base, Progress: progress})
				return taken{set: set, report: &report, problems: problems}
			})),
		p.importOf("renumbering FILE", "A list of course renumberings (CSV)", "", cobra.ExactArgs(1),
			one(func(path string, base *ruleset.Set, progress func(int, int)) taken {
				set, report, problems := renumber.Import(path, renumber.Options{Base: base, Progress: progress})
				return taken{set: set, report: &report, problems: problems}
			})),
	}
}

// one makes a reader of a function that reads a single file.
func one(read func(path string, base *ruleset.Set, progress func(int, int)) taken) reader {
	return func(_ context.Context, base *ruleset.Set, paths []string, progress func(int, int)) taken {
		return read(paths[0], base, progress)
	}
}

func readAssist(_ context.Context, base *ruleset.Set, paths []string, progress func(int, int)) taken {
	set, report, problems := assist.Import(paths, assist.Options{Base: base, Progress: progress})
	return taken{set: set, report: &report, problems: problems}
}

func (p *program) readCatalogueFiles(ctx context.Context, base *ruleset.Set, paths []string, _ func(int, int)) taken {
	set, positions, problems := catalogfile.Load(ctx, paths, catalogfile.Options{Base: base, Stdin: p.In})
	return taken{set: set, problems: problems, locate: positions.Attach}
}

// tableReport prints what became of a table.
type tableReport csvtable.Report

// String says how much was read and what was new.
func (r tableReport) String() string {
	out := fmt.Sprintf("%s: %s with %s, as drafts", count(r.Rows, "row", "rows"),
		count(r.Agreements, "agreement", "agreements"), count(r.Rules, "rule", "rules"))
	if news := countWords(map[string]int{"institution": len(r.NewInstitutions), "item": len(r.NewItems), "program": len(r.NewPrograms)}); news != "" {
		out += "; new: " + news
	}
	if r.Texts > 0 {
		out += "; " + count(r.Texts, "note needs", "notes need") + " a person"
	}
	return out
}

func (p *program) readTable(_ context.Context, base *ruleset.Set, paths []string, _ func(int, int)) taken {
	in := p.In
	if paths[0] != "-" {
		f, err := os.Open(paths[0])
		if err != nil {
			return taken{problems: diag.List{{Code: "unreadable", Message: unreadable(paths[0], err).Error()}}}
		}
		defer func() { _ = f.Close() }() // it was only read
		in = f
	}
	set, report, problems := csvtable.Import(in, paths[0], csvtable.Options{Base: base, Lifecycle: agreement.Draft})
	return taken{set: set, report: tableReport(report), problems: problems}
}
