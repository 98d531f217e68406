package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/pressly/goose/v3"
)

// Up applies every pending migration and returns the version reached. Each
// migration is its own transaction: after an error the earlier ones stay
// applied, and Up may be called again. It returns [ErrSchemaTooNew] and does
// nothing when the database is ahead of the files.
func Up(ctx context.Context, db *sql.DB, d Dialect, o Options) (int64, error) {
	p, err := provider(db, d, o)
	if err != nil {
		return 0, err
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: read version: %w", err)
	}
	if current > target {
		return current, fmt.Errorf("migrate: %w (database %d, program %d)", ErrSchemaTooNew, current, target)
	}
	report := reporter{call: o.Progress, total: count(p, current, target)}
	for {
		res, err := p.UpByOne(ctx)
		switch {
		case errors.Is(err, goose.ErrNoNextVersion):
			return p.GetDBVersion(ctx)
		case err == nil:
			report.step(res)
		case d == SQLite && doneByAnother(ctx, p, err):
			// Another process applied this step between our look and our try.
		default:
			return 0, fmt.Errorf("migrate: up: %w", named(err))
		}
	}
}

// Down undoes, newest first, every migration above version, and returns the
// version reached; 0 undoes all. It returns [ErrUnknownVersion] when version is
// neither 0 nor the number of a file. Undoing a migration loses its data.
func Down(ctx context.Context, db *sql.DB, d Dialect, version int64, o Options) (int64, error) {
	p, err := provider(db, d, o)
	if err != nil {
		return 0, err
	}
	if version != 0 && !slices.ContainsFunc(p.ListSources(), func(s *goose.Source) bool { return s.Version == version }) {
		return 0, fmt.Errorf("migrate: down to %d: %w", version, ErrUnknownVersion)
	}
	current, err := p.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: read version: %w", err)
	}
	report := reporter{call: o.Progress, total: count(p, version, current)}
	for current > version {
		res, err := p.Down(ctx)
		if err != nil {
			return current, fmt.Errorf("migrate: down: %w", named(err))
		}
		report.step(res)
		if current, err = p.GetDBVersion(ctx); err != nil {
			return 0, fmt.Errorf("migrate: read version: %w", err)
		}
	}
	return current, nil
}

// doneByAnother reports whether the migration that failed for us has meanwhile
// been applied.
func doneByAnother(ctx context.Context, p *goose.Provider, err error) bool {
	var partial *goose.PartialError
	if !errors.As(err, &partial) || partial.Failed == nil {
		return false
	}
	now, versionErr := p.GetDBVersion(ctx)
	return versionErr == nil && now >= partial.Failed.Source.Version
}

// named puts the file's name in place of goose's "partial migration error".
func named(err error) error {
	var partial *goose.PartialError
	if errors.As(err, &partial) && partial.Failed != nil && partial.Failed.Source != nil {
		return fmt.Errorf("%s: %w", path.Base(partial.Failed.Source.Path), partial.Err)
	}
	return err
}

// count is the number of files with a version above low and up to high.
func count(p *goose.Provider, low, high int64) int {
	n := 0
	for _, s := range p.ListSources() {
		if s.Version > low && s.Version <= high {
			n++
		}
	}
	return n
}

// reporter numbers the steps and passes them on.
type reporter struct {
	call        func(Step)
	done, total int
}

func (r *reporter) step(res *goose.MigrationResult) {
	r.done++
	if r.call == nil {
		return
	}
	r.call(Step{
		Version: res.Source.Version,
		Name:    path.Base(res.Source.Path),
		Undone:  res.Direction == "down",
		Done:    r.done,
		Total:   max(r.total, r.done),
		Took:    res.Duration,
	})
}
