package cli

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store/open"
)

// addCredentials verifies the credentials of a question and adds them to the
// record, each as a line.
func (p *program) addCredentials(ctx context.Context, q *question, view *loaded, targets []engine.Target, rec record.Record) (record.Record, error) {
	if len(q.credentials) == 0 {
		return rec, nil
	}
	for _, name := range q.credentials {
		verdict, err := p.judge(ctx, &q.verify, name, func(asked *verify.Question) {
			asked.Institution, asked.Register = receiver(targets), app.Issuers{View: view.View}
		})
		if err != nil {
			return rec, err
		}
		r, err := app.Recognise(view.View, verdict, app.Holder{Learner: rec.Learner, Named: q.verify.recipient})
		if err != nil {
			return rec, err
		}
		with, said := app.AddLine(rec, &r.Line)
		rec = with
		p.sayRemarks(name, append(r.Warnings, said...))
	}
	if problems := view.PrepareRecord(&rec); problems.HasErrors() {
		return rec, fault.List(fault.Invalid, "The record has mistakes.", problems)
	}
	return rec, nil
}

// receiver is the institution whose register is asked: that of the targets, where
// they are of one.
func receiver(targets []engine.Target) string {
	if len(targets) == 0 {
		return ""
	}
	for _, t := range targets {
		if t.Institution != targets[0].Institution {
			return ""
		}
	}
	return string(targets[0].Institution)
}

// judge verifies one file; ask, where given, completes the question.
func (p *program) judge(ctx context.Context, f *verifyFlags, name string, ask func(*verify.Question)) (*verify.Verdict, error) {
	v, question, err := p.verifier(f, name)
	if err != nil {
		return nil, err
	}
	if ask != nil {
		ask(&question)
	}
	return app.Verify(ctx, v, question)
}

// verifier reads what verification needs.
func (p *program) verifier(f *verifyFlags, name string) (*verify.Verifier, verify.Question, error) {
	var question verify.Question
	files, err := f.files()
	if err != nil {
		return nil, question, err
	}
	network, err := p.reach(f)
	if err != nil {
		return nil, question, err
	}
	now, err := p.moment(f.now)
	if err != nil {
		return nil, question, err
	}
	data, err := p.credential(name)
	if err != nil {
		return nil, question, err
	}
	v, err := app.NewVerifier(app.VerifierOptions{Network: network, Files: files, Now: p.Now, Version: p.Build.Version})
	return v, verify.Question{Data: data, Now: now, Recipient: f.recipient}, err
}

func (p *program) sayRemarks(name string, list diag.List) {
	for _, w := range list {
		w.File = name
		p.sayf("warning: %s", harmless(w.String()))
	}
}

// importCredential stores a badge as a line of a record.
func (p *program) importCredential() *cobra.Command {
	var (
		f      verifyFlags
		id     string
		dryRun bool
	)
	cmd := &cobra.Command{
		Use: "credential FILE|-", Short: "A badge or other credential, as a line of a record",
		Long: "Verifies the credential and prints the line that it becomes, with each fact as an\n" +
			"attribute. With --record-id it is added to that stored record, in place of an earlier\n" +
			"line of the same credential; without, a new record is stored.\n\n" +
			"A credential that does not verify becomes a self-reported line; one that is revoked or\n" +
			"suspended a withdrawn one.",
		Example: "  cairn import credential badge.png --institution lakeside --recipient ann@example.org --dry-run",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			record := uuid.Nil
			if id != "" {
				var err error
				if record, err = uuid.Parse(id); err != nil {
					return usage("--record-id %q is not the id of a record.", id)
				}
			}
			return p.takeCredential(cmd.Context(), &f, args[0], record, dryRun)
		},
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&f.institution, "institution", "", "whose register of issuers decides issuerTrusted, by id")
	cmd.Flags().StringVar(&id, "record-id", "", "the stored record that it is added to (default: a new one)")
	cmd.Flags().BoolVarP(&dryRun, "dry-run", "n", false, "print the line and store nothing")
	return cmd
}

// takenCredential is the outcome as JSON.
type takenCredential struct {
	Record   string            `json:"record,omitempty"`
	Line     record.Attainment `json:"line"`
	Verified bool              `json:"verified"`
	Warnings diag.List         `json:"warnings,omitempty"`
}

func (p *program) takeCredential(ctx context.Context, f *verifyFlags, name string, id uuid.UUID, dryRun bool) (err error) {
	verifier, question, err := p.verifier(f, name)
	if err != nil {
		return err
	}
	question.Institution = f.institution
	c, err := p.config()
	if err != nil {
		return err
	}
	data, err := open.Open(ctx, app.DatabaseURL(c, defaultDatabase), open.Options{})
	if err != nil {
		return databaseFault(err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	s, err := app.New(app.Options{Store: data, Now: p.Now, Verifier: verifier})
	if err != nil {
		return err
	}
	var (
		got app.Recognised
		out takenCredential
	)
	if dryRun {
		got, err = s.RecogniseCredential(ctx, question)
	} else {
		stored, r, e := s.ImportCredential(ctx, question, id)
		got, err = r, e
		out.Record = stored.ID.String()
	}
	if err != nil {
		return err
	}
	p.sayRemarks(name, got.Warnings)
	out.Line, out.Verified, out.Warnings = got.Line, got.Verdict.Verified, got.Warnings
	e := json.NewEncoder(p.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
