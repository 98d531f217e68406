package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/lint"
	"github.com/cairnproject/cairn/internal/pathway"
)

func (p *program) lintCommand() *cobra.Command {
	var (
		asOf   string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "lint [PATH…]",
		Short: "Check rules for what is allowed and probably not meant",
		Long: "Checks files or folders, or the database where none are given: gaps and overlaps\n" +
			"between grades, rules in conflict, credits that get lost, unsigned or ended\n" +
			"agreements, inactive and renumbered courses. One finding a line:\n" +
			"file:line:col: code: message (suggestion).\n\n" +
			"Exit code 0: no findings. 3: findings. 2: the files cannot be used at all.",
		Example: "  cairn lint registry/ --as-of 2026-09-01",
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := p.day(asOf)
			if err != nil {
				return err
			}
			view, err := p.load(cmd.Context(), &rulesSource{catalogue: args})
			if err != nil {
				return err
			}
			findings := append(slices.Clone(view.warnings), lint.Check(&view.Set, lint.Options{AsOf: day})...)
			_, circles := pathway.Circles(&view.Set)
			findings = attach(view, append(findings, circles...))
			findings.Sort()
			return p.printFindings(findings, asJSON)
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "the day for checks of dates, YYYY-MM-DD (default: today, UTC)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return cmd
}

// attach gives findings the place in their file or, in the database, the name
// of what they are about.
func attach(view *loaded, list diag.List) diag.List {
	if view.positions != nil {
		return view.positions.Attach(list)
	}
	for i := range list {
		list[i].File = ruleAt(view, list[i].Pointer)
	}
	return list
}

// ruleAt names what a pointer such as /agreements/3/rules/7 leads to:
// "agreement@version/rule".
func ruleAt(view *loaded, pointer string) string {
	parts := strings.Split(pointer, "/")
	if len(parts) < 3 || parts[1] != "agreements" {
		return pointer
	}
	i, err := strconv.Atoi(parts[2])
	if err != nil || i >= len(view.Set.Agreements) {
		return pointer
	}
	a := &view.Set.Agreements[i]
	name := fmt.Sprintf("%s@%d", a.ID, a.Version)
	if len(parts) < 5 {
		return name
	}
	if j, err := strconv.Atoi(parts[4]); err == nil && j < len(a.Rules) {
		name += "/" + a.Rules[j].ID
	}
	return name
}

func (p *program) printFindings(list diag.List, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(p.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if list == nil {
			list = diag.List{}
		}
		if err := enc.Encode(list); err != nil {
			return err
		}
	} else {
		for _, f := range list {
			if _, err := fmt.Fprintln(p.Out, f); err != nil {
				return err
			}
		}
	}
	switch len(list) {
	case 0:
		p.sayf("No findings.")
		return nil
	case 1:
		return fault.New(fault.NotMet, "1 finding.")
	}
	return fault.New(fault.NotMet, fmt.Sprintf("%d findings.", len(list)))
}
