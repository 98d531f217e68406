package cli

import (
	"context"
	"errors"
	"log/slog"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/obs"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/open"
)

// defaultDatabase is the embedded database's file, seen from the working
// directory.
const defaultDatabase = "data/cairn.db"

// getenv is the environment with --db over it.
func (p *program) getenv(name string) string {
	if name == "DATABASE_URL" && p.databaseURL != "" {
		return p.databaseURL
	}
	return p.Getenv(name)
}

func (p *program) config() (config.Config, error) {
	c, err := config.Load(p.getenv)
	if err != nil {
		return c, fault.New(fault.Usage, err.Error())
	}
	return c, nil
}

// logger reports slow statements and the like to standard error.
func (p *program) logger(c config.Config) (*slog.Logger, error) {
	if p.quiet {
		return slog.New(slog.DiscardHandler), nil
	}
	return obs.NewLogger(p.Err, obs.LogOptions{Level: c.LogLevel, Format: string(c.LogFormat)})
}

// withService opens the database, runs f and closes it.
func (p *program) withService(ctx context.Context, f func(*app.Service) error) (err error) {
	c, err := p.config()
	if err != nil {
		return err
	}
	data, err := open.Open(ctx, app.DatabaseURL(c, defaultDatabase), open.Options{})
	if err != nil {
		return databaseFault(err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	service, err := app.New(app.Options{Store: data, Now: p.Now})
	if err != nil {
		return err
	}
	return f(service)
}

// databaseFault says what is wrong with the database, never with its password.
func databaseFault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, open.ErrURL), errors.Is(err, open.ErrSchemaOld),
		errors.Is(err, migrate.ErrSchemaTooNew), errors.Is(err, migrate.ErrUnknownVersion):
		return fault.Wrap(fault.Usage, err.Error(), err)
	case errors.Is(err, store.ErrUnavailable):
		return fault.Wrap(fault.Unavailable, "The database does not answer.", err)
	}
	return err
}
