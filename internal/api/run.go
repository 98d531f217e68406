package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/obs"
	"github.com/cairnproject/cairn/internal/store/open"
)

// RunOptions are what `cairn serve` decides besides the configuration.
type RunOptions struct {
	// DefaultDatabase is the file of the embedded database where the
	// configuration names none.
	DefaultDatabase string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Log is where the server reports; nil means silence.
	Log *slog.Logger
	// Build is shown at /v1/version.
	Build obs.Build
	// Getenv reads the keys of issuers that lie in the environment; nil: none do.
	Getenv func(string) string
	// Prepare, where given, runs after the store is open and before anybody is
	// answered: the demo loads its world here.
	Prepare func(context.Context, *app.Service) error
	// Pages, where given, makes the pages for people once the store is open and
	// prepared.
	Pages func(context.Context, *app.Service) (http.Handler, error)
	// Listening, where given, is told the address, once requests are answered.
	Listening func(net.Addr)
}

// Run is the whole server: it opens and migrates the store, compiles the rules,
// and answers requests until ctx ends.
func Run(ctx context.Context, c config.Config, o RunOptions) (err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	data, err := open.Open(ctx, app.DatabaseURL(c, o.DefaultDatabase), open.Options{Logger: o.Log})
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	token, err := c.Administrator()
	if err != nil {
		return fault.New(fault.Usage, err.Error())
	}
	verifier, err := app.NewVerifier(app.VerifierOptions{Network: c.Network, Now: o.Now, Version: o.Build.Version})
	if err != nil {
		return err
	}
	signers, err := app.OpenSigners(c.Issuers, o.Getenv)
	if err != nil {
		return err
	}
	service, err := app.New(app.Options{
		Store: data, Now: o.Now, Refreshed: refreshLog(o.Log), Verifier: verifier, Signers: signers, Conferred: conferLog(o.Log),
	})
	if err != nil {
		return err
	}
	if o.Prepare != nil {
		if err := o.Prepare(ctx, service); err != nil {
			return err
		}
	}
	if _, err := service.Ready(ctx); err != nil {
		return err
	}
	metrics, err := obs.NewMetrics(o.Build, o.Log)
	if err != nil {
		return err
	}
	var pages http.Handler
	if o.Pages != nil {
		if pages, err = o.Pages(ctx, service); err != nil {
			return err
		}
	}
	server, err := New(Options{
		Service: service, Now: o.Now, Limits: c.Limits, Log: o.Log, Metrics: metrics, Build: o.Build, Pages: pages, AdminToken: token,
	})
	if err != nil {
		return err
	}
	return server.listen(ctx, c.Listen, o.Listening)
}

func (s *Server) listen(ctx context.Context, address string, listening func(net.Addr)) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	s.log.LogAttrs(ctx, slog.LevelInfo, "listening", slog.String("address", l.Addr().String()), slog.Any("build", s.build))
	if listening != nil {
		listening(l.Addr())
	}
	return s.Serve(ctx, l)
}

// conferLog reports conferrals without saying whose.
func conferLog(log *slog.Logger) func(uuid.UUID, []app.Conferral, error) {
	return func(record uuid.UUID, list []app.Conferral, err error) {
		if err != nil {
			log.Error("not conferred", slog.String("record", record.String()), slog.Any("error", err))
		}
		for _, c := range list {
			log.Info("conferral", slog.String("record", record.String()), slog.String("program", c.Program), slog.String("state", string(c.State)), slog.String("reason", c.Reason))
		}
	}
}

func refreshLog(log *slog.Logger) func(time.Duration, error) {
	return func(took time.Duration, err error) {
		if err != nil {
			log.Error("rules not compiled", slog.Any("error", err))
			return
		}
		log.Info("rules compiled", slog.Float64("took_ms", milliseconds(took)))
	}
}
