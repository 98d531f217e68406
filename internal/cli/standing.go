package cli

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/store"
)

// standingCommands are revoke, suspend and reinstate.
func (p *program) standingCommands() []*cobra.Command {
	var out []*cobra.Command
	for _, c := range []struct {
		use, short, long string
		standing         store.Standing
	}{
		{"revoke", "Revoke an issued credential, for good", "The status list says so from now on. It cannot be undone.", store.StandingRevoked},
		{"suspend", "Suspend an issued credential", "The status list for suspension says so until cairn reinstate. The issuer file must have\n“suspension” set when the credential is issued.", store.StandingSuspended},
		{"reinstate", "End the suspension of a credential", "A revoked credential stays revoked.", store.StandingActive},
	} {
		var (
			f      issuingFlags
			reason string
		)
		cmd := &cobra.Command{
			Use: c.use + " ID", Short: c.short, Long: c.long, Args: arguments(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return p.change(cmd.Context(), &f, args[0], func(s *app.Service, id uuid.UUID) (app.Issued, error) {
					return s.SetStanding(cmd.Context(), id, c.standing, reason)
				})
			},
		}
		f.flags(cmd)
		cmd.Flags().StringVar(&reason, "reason", "", "why; kept in the database and not published")
		out = append(out, cmd)
	}
	return append(out, p.renewCommand(), p.conferCommand())
}

func (p *program) renewCommand() *cobra.Command {
	var (
		f     issuingFlags
		until string
	)
	cmd := &cobra.Command{
		Use: "renew ID --until DATE", Short: "Sign an issued credential again with a later end",
		Long: "The new one has the same id. Readers that ask the refresh service get it by themselves.",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if until == "" {
				return usage("When does it end now? --until DATE.")
			}
			end, err := p.moment(until)
			if err != nil {
				return err
			}
			return p.change(cmd.Context(), &f, args[0], func(s *app.Service, id uuid.UUID) (app.Issued, error) {
				return s.Renew(cmd.Context(), id, end)
			})
		},
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&until, "until", "", "the new end, RFC 3339 or YYYY-MM-DD")
	return cmd
}

// change changes one issued credential and prints it.
func (p *program) change(ctx context.Context, f *issuingFlags, text string, do func(*app.Service, uuid.UUID) (app.Issued, error)) error {
	id, err := uuid.Parse(text)
	if err != nil {
		return usage("%q is not the id of a credential.", text)
	}
	return p.withIssuing(ctx, f, func(s *app.Service) error {
		c, err := do(s, id)
		if err != nil {
			return err
		}
		return p.printIssued(&c, f.asJSON)
	})
}

func (p *program) conferCommand() *cobra.Command {
	var f issuingFlags
	cmd := &cobra.Command{
		Use: "confer RECORD-ID", Short: "Issue what a stored record completes",
		Long: "Looks at every program of the institutions that issue here. Those that confer\n" +
			"automatically are certified, each once; the others are listed.",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := uuid.Parse(args[0])
			if err != nil {
				return usage("%q is not the id of a record.", args[0])
			}
			return p.withIssuing(cmd.Context(), &f, func(s *app.Service) error {
				list, err := s.Confer(cmd.Context(), id)
				if err != nil {
					return err
				}
				if f.asJSON {
					return json.NewEncoder(p.Out).Encode(map[string]any{"data": list})
				}
				w := printer{w: p.Out}
				for _, c := range list {
					credential := ""
					if c.Credential != nil {
						credential = c.Credential.String()
					}
					w.printf("%-12s %s  %s\n", c.State, c.Program, credential)
				}
				return w.err
			})
		},
	}
	f.flags(cmd)
	return cmd
}
