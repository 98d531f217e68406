package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/pathway"
)

// graphing is what the graph command was asked.
type graphing struct {
	rules  rulesSource
	focus  string
	radius int
	format string
	asOf   string
	limit  int
}

func (p *program) graphCommand() *cobra.Command {
	var g graphing
	cmd := &cobra.Command{
		Use:   "graph [--focus ITEM|PROGRAM]",
		Short: "Draw what leads where: DOT, Mermaid or JSON",
		Long: "Writes the graph of items, credentials, programs and agreements, or the part\n" +
			"around one of them. The output is the same bytes for the same rules.",
		Example: "  cairn graph --focus hilltop/computer-science-bs --format dot | dot -Tsvg > graph.svg",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.graph(cmd.Context(), &g) },
	}
	g.rules.flags(cmd)
	cmd.Flags().StringVar(&g.focus, "focus", "", "an item id, a program id, or a vertex id such as item:hilltop/cs-110")
	cmd.Flags().IntVar(&g.radius, "radius", 2, "steps around the focus")
	cmd.Flags().StringVar(&g.format, "format", "dot", "dot, mermaid or json")
	cmd.Flags().StringVar(&g.asOf, "as-of", "", "leave out rules that are not in force on the day, YYYY-MM-DD")
	cmd.Flags().IntVar(&g.limit, "max", 0, "at most so many vertices (default 5000)")
	return cmd
}

func (p *program) graph(ctx context.Context, g *graphing) error {
	o := pathway.ViewOptions{MaxVertices: g.limit}
	if g.asOf != "" {
		day, err := p.day(g.asOf)
		if err != nil {
			return err
		}
		o.AsOf = day
	}
	if g.format != "dot" && g.format != "mermaid" && g.format != "json" {
		return usage("--format: %s is not one of dot, mermaid, json.", quoted(g.format))
	}
	view, err := p.load(ctx, &g.rules)
	if err != nil {
		return err
	}
	built, err := view.Graph()
	if err != nil {
		return fault.From(err)
	}
	if g.focus != "" {
		o.Radius = g.radius
		if o.Focus, err = built.Resolve(g.focus); err != nil {
			return focusFault(view, g.focus, err)
		}
	}
	drawn, err := built.View(o)
	if err != nil {
		return fault.From(err)
	}
	if drawn.Truncated > 0 {
		p.sayf("%d vertices are left out; see --max and --focus.", drawn.Truncated)
	}
	switch g.format {
	case "mermaid":
		return drawn.WriteMermaid(p.Out)
	case "json":
		return drawn.WriteJSON(p.Out)
	}
	return drawn.WriteDOT(p.Out)
}

func focusFault(view *loaded, focus string, err error) error {
	var ids []string
	for i := range view.Set.Items {
		ids = append(ids, string(view.Set.Items[i].ID))
	}
	for i := range view.Set.Programs {
		ids = append(ids, view.Set.Programs[i].ID)
	}
	hint := didYouMean(strings.TrimSpace(focus), ids)
	if hint != "" {
		hint = " (" + hint + ")"
	}
	return fault.Wrap(fault.Usage, "There is no "+quoted(focus)+" in the graph"+hint+".", err)
}
