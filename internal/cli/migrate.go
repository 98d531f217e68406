package cli

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/open"
)

func (p *program) migrateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database schema up to date, or look at it",
		Long:  "The other commands migrate by themselves; this one is for operators.",
		Args:  subcommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.migrateUp(), p.migrateStatus(), p.migrateDown())
	return cmd
}

// step prints one migration as it happens.
func (p *program) step(s migrate.Step) {
	verb := "applied"
	if s.Undone {
		verb = "undone"
	}
	p.sayf("%s %s (%d of %d, %s)", verb, s.Name, s.Done, s.Total, s.Took.Round(time.Millisecond))
}

func (p *program) url() (string, error) {
	c, err := p.config()
	if err != nil {
		return "", err
	}
	return app.DatabaseURL(c, defaultDatabase), nil
}

func (p *program) migrateUp() *cobra.Command {
	return &cobra.Command{
		Use: "up", Short: "Apply every pending migration", Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			url, err := p.url()
			if err != nil {
				return err
			}
			version, err := open.SchemaUp(cmd.Context(), url, migrate.Options{Progress: p.step})
			if err != nil {
				return databaseFault(err)
			}
			_, err = fmt.Fprintf(p.Out, "schema version %d\n", version)
			return err
		},
	}
}

func (p *program) migrateStatus() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "List the migrations and when they were applied", Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			url, err := p.url()
			if err != nil {
				return err
			}
			list, err := open.SchemaStatus(cmd.Context(), url)
			if err != nil && !errors.Is(err, migrate.ErrSchemaTooNew) {
				return databaseFault(err)
			}
			w := &printer{w: p.Out}
			for _, e := range list {
				state := "pending"
				if !e.Pending() {
					state = "applied " + e.AppliedAt.Format(time.RFC3339)
				}
				w.printf("%s  %s\n", e.Name, state)
			}
			return errors.Join(w.err, databaseFault(err))
		},
	}
}

func (p *program) migrateDown() *cobra.Command {
	return &cobra.Command{
		Use: "down VERSION", Short: "Undo migrations down to a version; 0 removes everything", Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			version, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil || version < 0 {
				return usage("%s is not a schema version, a number from 0.", quoted(args[0]))
			}
			url, err := p.url()
			if err != nil {
				return err
			}
			reached, err := open.SchemaDown(cmd.Context(), url, version, migrate.Options{Progress: p.step})
			if err != nil {
				return databaseFault(err)
			}
			_, err = fmt.Fprintf(p.Out, "schema version %d\n", reached)
			return err
		},
	}
}
