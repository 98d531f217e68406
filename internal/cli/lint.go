package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func (p *program) lintCommand() *cobra.Command {
	var (
		asOf        string
		asJSON, all bool
	)
	cmd := &cobra.Command{
		Use:   "lint [PATH…]",
		Short: "Check rules for what is allowed and probably not meant",
		Long: "Checks files or folders, or the database where none are given: rules in conflict,\n" +
			"gaps and overlaps between grades, rules that nobody can meet or needs, credits that\n" +
			"get lost, unsigned or ended agreements, courses that are gone, limits that make a\n" +
			"requirement impossible, stacks that lead nowhere. The findings are grouped by their\n" +
			"code, one a line: file:line:col: code: message (suggestion).\n\n" +
			"Exit code 0: no findings. 3: findings. 2: the files cannot be used at all.",
		Example: "  cairn lint registry/ --as-of 2026-09-01\n  cairn lint --all --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := p.day(asOf)
			if err != nil {
				return err
			}
			view, err := p.load(cmd.Context(), &rulesSource{catalogue: args})
			if err != nil {
				return err
			}
			if len(args) == 0 {
				view.warnings = ruleset.Validate(&view.Set)
			}
			findings := app.Lint(&view.Set, day, view.warnings)
			return p.printFindings(attach(view, findings), asJSON, all)
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "the day for checks of dates, YYYY-MM-DD (default: today, UTC)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all findings as JSON, in the order of their places")
	cmd.Flags().BoolVar(&all, "all", false, "print every finding, not the first ten of each code")
	return cmd
}

// attach gives findings the place in their file or, in the database, the name
// of what they are about.
func attach(view *loaded, list diag.List) diag.List {
	if view.positions != nil {
		return view.positions.Attach(list)
	}
	for i := range list {
		if list[i].File == "" {
			list[i].File = nameAt(view, list[i].Pointer)
		}
	}
	return list
}

// nameAt names what a pointer leads to: /agreements/3/rules/7 is
// "agreement@version/rule", /programs/2/requires/all/0 is "program
// /requires/all/0". What has no name keeps its pointer.
func nameAt(view *loaded, pointer string) string {
	parts := strings.SplitN(pointer, "/", 4)
	if len(parts) < 3 {
		return pointer
	}
	i, err := strconv.Atoi(parts[2])
	if err != nil {
		return pointer
	}
	set := &view.Set
	var name string
	switch {
	case parts[1] == "agreements" && i < len(set.Agreements):
		return ruleAt(&set.Agreements[i], parts[3:])
	case parts[1] == "programs" && i < len(set.Programs):
		name = set.Programs[i].ID
	case parts[1] == "items" && i < len(set.Items):
		name = string(set.Items[i].ID)
	case parts[1] == "institutions" && i < len(set.Institutions):
		name = string(set.Institutions[i].ID)
	default:
		return pointer
	}
	if len(parts) > 3 {
		name += " /" + parts[3]
	}
	return name
}

func ruleAt(a *agreement.Agreement, rest []string) string {
	name := fmt.Sprintf("%s@%d", a.ID, a.Version)
	if len(rest) == 0 {
		return name
	}
	parts := strings.Split(rest[0], "/")
	if parts[0] == "rules" && len(parts) > 1 {
		if j, err := strconv.Atoi(parts[1]); err == nil && j < len(a.Rules) {
			return name + "/" + a.Rules[j].ID
		}
	}
	return name
}
