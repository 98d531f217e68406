package cli

import (
	"context"
	"flag"
	"net"
	"net/http"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/api"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/web"
)

func (p *program) serveCommand() *cobra.Command {
	var demo bool
	settings := flag.NewFlagSet("serve", flag.ContinueOnError)
	given := config.Bind(settings)
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Answer HTTP requests until interrupted",
		Long:    "Serves the pages for people at /, the API under /v1, its description at /openapi.json, /healthz, /readyz and\n/metrics. Every flag has an environment variable; see docs/reference/configuration.md.",
		Example: "  cairn serve --demo\n  DATABASE_URL=postgres://… cairn serve --listen :8080",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			mark(settings, cmd.Flags().Changed)
			c, err := config.Load(given.Over(p.getenv))
			if err != nil {
				return fault.New(fault.Usage, err.Error())
			}
			return p.serve(cmd.Context(), c, demo)
		},
	}
	cmd.Flags().AddGoFlagSet(settings)
	cmd.Flags().BoolVar(&demo, "demo", false, "load the demo world first; what is there already stays")
	return cmd
}

// mark tells the flag set which of its flags were given: cobra sets their
// values behind its back.
func mark(settings *flag.FlagSet, given func(name string) bool) {
	settings.VisitAll(func(f *flag.Flag) {
		if given(f.Name) {
			_ = settings.Set(f.Name, f.Value.String()) // the value is the flag's own
		}
	})
}

func (p *program) serve(ctx context.Context, c config.Config, demo bool) error {
	log, err := p.logger(c)
	if err != nil {
		return fault.New(fault.Usage, err.Error())
	}
	options := api.RunOptions{
		DefaultDatabase: defaultDatabase, Now: p.Now, Log: log, Build: p.Build, Getenv: p.Getenv,
		Listening: func(a net.Addr) { p.sayf("Cairn answers on http://%s — stop it with Ctrl-C.", a) },
	}
	options.Pages = func(ctx context.Context, s *app.Service) (http.Handler, error) {
		return web.New(ctx, web.Options{Service: s, Log: log, Demo: demo})
	}
	if demo {
		options.Prepare = func(ctx context.Context, s *app.Service) error {
			_, err := loadDemo(ctx, s)
			return err
		}
	}
	room := p.room()
	defer runtime.KeepAlive(room)
	return databaseFault(api.Run(ctx, c, options))
}
