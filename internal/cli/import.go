package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// importing is what every import command has.
type importing struct {
	dryRun bool
	asJSON bool
	expect string
	// conflicts is what becomes of rules that contradict one another; accept
	// softens it to warnings.
	conflicts app.ConflictPolicy
	accept    bool
}

func (i *importing) policy() app.ConflictPolicy {
	if i.accept {
		return app.WarnOfConflicts
	}
	return i.conflicts
}

func (i *importing) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVarP(&i.dryRun, "dry-run", "n", false, "show what would change and write nothing")
	cmd.Flags().BoolVar(&i.asJSON, "json", false, "print the change and the report as JSON")
	cmd.Flags().StringVar(&i.expect, "expect", "", "refuse unless the rules are at this version")
}

// taken is what a reader made of its files.
type taken struct {
	set ruleset.Set
	// report is printed for people and put into the JSON; nil for none.
	report   fmt.Stringer
	problems diag.List
	locate   func(diag.List) diag.List
}

// reader reads files against the rules that are there already.
type reader func(ctx context.Context, base *ruleset.Set, paths []string, progress func(done, total int)) taken

func (p *program) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Take catalogues and agreements into the database",
		Long: "Reads files, checks everything, and writes all of it or nothing. What is already\n" +
			"there stays; what differs is changed; a second import of the same files changes\n" +
			"nothing. --dry-run shows the difference first.",
		Args: subcommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.importKinds()...)
	return cmd
}

// importCatalogue is the import of what people write by hand: there rules that
// contradict one another are mistakes.
func (p *program) importCatalogue() *cobra.Command {
	opts := &importing{conflicts: app.RefuseConflicts}
	cmd := p.importWith(opts, "catalogue PATH…", "Cairn's own files: YAML or JSON, a file or a folder",
		"  cairn import catalogue registry/ --dry-run", cobra.MinimumNArgs(1), p.readCatalogueFiles)
	cmd.Flags().BoolVar(&opts.accept, "accept-conflicts", false, "take rules that contradict one another; they become warnings")
	return cmd
}

// importOf makes the import command of a kind of data that others publish.
func (p *program) importOf(use, short, example string, args cobra.PositionalArgs, read reader) *cobra.Command {
	return p.importWith(&importing{}, use, short, example, args, read)
}

func (p *program) importWith(opts *importing, use, short, example string, args cobra.PositionalArgs, read reader) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Example: example, Args: arguments(args),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return p.withService(cmd.Context(), func(s *app.Service) error {
				return p.importFiles(cmd.Context(), s, cmd.Name(), paths, opts, read)
			})
		},
	}
	opts.flags(cmd)
	return cmd
}

// imported is the outcome as JSON.
type imported struct {
	DryRun   bool           `json:"dryRun,omitempty"`
	Change   ruleset.Change `json:"change"`
	Report   any            `json:"report,omitempty"`
	Warnings diag.List      `json:"warnings,omitempty"`
}

func (p *program) importFiles(ctx context.Context, s *app.Service, kind string, paths []string, opts *importing, read reader) error {
	view, err := s.Current(ctx)
	if err != nil {
		return err
	}
	reading := p.progress("reading")
	got := read(ctx, &view.Set, paths, reading.update)
	reading.done()
	if got.problems.HasErrors() {
		return fault.List(fault.Invalid, "The files have mistakes; nothing was changed.", got.problems)
	}
	if err := app.NothingToImport(&got.set, strings.Join(paths, ", ")); err != nil {
		return err
	}
	writing := p.progress("writing")
	change, warnings, err := s.Import(ctx, got.set, app.ImportOptions{
		DryRun: opts.dryRun, Expect: ruleset.Version(opts.expect), Source: kind + " import",
		Conflicts: opts.policy(), Locate: got.locate, Progress: writing.update,
	})
	writing.done()
	if err != nil {
		return err
	}
	warnings = distinct(append(got.problems, warnings...))
	if opts.asJSON {
		enc := json.NewEncoder(p.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(imported{opts.dryRun, change, got.report, warnings})
	}
	p.sayWarnings(warnings)
	w := &printer{w: p.Out}
	if got.report != nil {
		w.println(got.report)
	}
	printChange(w, &change, opts.dryRun)
	return w.err
}

// distinct drops what the reader and the service both found.
func distinct(list diag.List) diag.List {
	list.Sort()
	out := list[:0]
	for i, p := range list {
		if i == 0 || p != list[i-1] {
			out = append(out, p)
		}
	}
	return out
}

// shownWarnings is how many warnings are printed; lint shows all.
const shownWarnings = 10

func (p *program) sayWarnings(list diag.List) {
	for i, w := range list {
		if i == shownWarnings {
			p.sayf("… and %d more warnings; cairn lint shows all", len(list)-i)
			return
		}
		p.sayf("warning: %s", w)
	}
}

// shownEntries is how many changed entries are printed, by name.
const shownEntries = 40

func printChange(w *printer, c *ruleset.Change, dryRun bool) {
	counts := map[ruleset.ChangeKind]map[string]int{ruleset.Added: {}, ruleset.Changed: {}}
	for i := range c.Entries {
		e := &c.Entries[i]
		counts[e.Kind][e.What]++
		if dryRun && i < shownEntries {
			sign := "+"
			if e.Kind == ruleset.Changed {
				sign = "~"
			}
			w.printf("%s %s %s", sign, e.What, e.ID)
			if e.Detail != "" {
				w.printf(" (%s)", e.Detail)
			}
			w.println()
		}
	}
	if n := len(c.Entries) - shownEntries; dryRun && n > 0 {
		w.printf("… and %d more\n", n)
	}
	w.println(changeWords(counts[ruleset.Added], counts[ruleset.Changed], c.Unchanged, dryRun))
	switch {
	case c.Before == c.After:
		w.printf("Rules version %s, as before.\n", c.After.Short())
	case dryRun:
		w.printf("Rules version %s would become %s. Nothing was written.\n", c.Before.Short(), c.After.Short())
	default:
		w.printf("Rules version %s → %s.\n", c.Before.Short(), c.After.Short())
	}
}

// changeWords sums a change up in words: what is new, what changed, how much is
// as it was.
func changeWords(added, changed map[string]int, unchanged int, dryRun bool) string {
	add, change, none := "added ", "changed ", "nothing is new or changed"
	if dryRun {
		add, change, none = "would add ", "would change ", "nothing would be new or changed"
	}
	var parts []string
	if words := countWords(added); words != "" {
		parts = append(parts, add+words)
	}
	if words := countWords(changed); words != "" {
		parts = append(parts, change+words)
	}
	if parts == nil {
		parts = append(parts, none)
	}
	if unchanged > 0 {
		parts = append(parts, count(unchanged, "entry", "entries")+" unchanged")
	}
	out := strings.Join(parts, "; ") + "."
	return strings.ToUpper(out[:1]) + out[1:]
}

func countWords(counts map[string]int) string {
	var words []string
	for _, what := range []string{"scale", "institution", "item", "program", "agreement"} {
		if n := counts[what]; n > 0 {
			words = append(words, count(n, what, what+"s"))
		}
	}
	return andWords(words)
}

// count is a number with its noun: "1 entry", "2 entries".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
