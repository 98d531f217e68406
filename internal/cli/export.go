package cli

import (
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// setWords says how much a set holds.
func setWords(set *ruleset.Set) string {
	return first(countWords(map[string]int{
		"scale": len(set.Scales), "institution": len(set.Institutions), "item": len(set.Items),
		"program": len(set.Programs), "agreement": len(set.Agreements),
	}), "nothing")
}

// unwritable is the fault of a folder that cannot be written, or of a rule set
// that a file cannot hold; the error then names the file and the entry.
func unwritable(dir string, err error) error {
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return unreadable(dir, err)
	}
	return fault.Wrap(fault.Internal, err.Error(), err)
}

func (p *program) exportCommand() *cobra.Command {
	var rules rulesSource
	cmd := &cobra.Command{
		Use:   "export [DIR|-]",
		Short: "Write the rules as catalogue files",
		Long: "Writes institutions, items, programs and agreements as YAML: into a folder, one\n" +
			"file a subject, or to standard output (-, the default) as one text. What is\n" +
			"written can be imported again and gives the same rules version.",
		Example: "  cairn export registry/",
		Args:    arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			view, err := p.load(cmd.Context(), &rules)
			if err != nil {
				return err
			}
			if len(args) == 0 || args[0] == "-" {
				return catalogfile.Write(p.Out, view.Set)
			}
			if err := catalogfile.WriteDir(args[0], view.Set); err != nil {
				return unwritable(args[0], err)
			}
			p.sayf("Wrote %s to %s (rules version %s).", setWords(&view.Set), args[0], view.Version.Short())
			return nil
		},
	}
	rules.flags(cmd)
	return cmd
}
