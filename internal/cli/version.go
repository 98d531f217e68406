package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/engine"
)

func (p *program) versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "version", Short: "Show the version of the program and of the engine's semantics", Args: arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return json.NewEncoder(p.Out).Encode(map[string]any{"build": p.Build, "engine": engine.Version})
			}
			_, err := fmt.Fprintf(p.Out, "cairn %s (engine %s, %s)\n", p.Build.Version, engine.Version, p.Build.Go)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
