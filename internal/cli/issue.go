package cli

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/open"
)

// issuingFlags are what every command that issues has.
type issuingFlags struct {
	issuers, now string
	asJSON       bool
}

func (f *issuingFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.issuers, "issuers", "", "issuer file, or folder of *.issuer.json ($CAIRN_ISSUERS)")
	cmd.Flags().StringVar(&f.now, "now", "", "the moment of issuing, RFC 3339 or YYYY-MM-DD (default: now)")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print what is known of the credential as JSON")
}

// withIssuing opens the database and the issuers, runs fn and closes them.
func (p *program) withIssuing(ctx context.Context, f *issuingFlags, fn func(*app.Service) error) (err error) {
	c, err := p.config()
	if err != nil {
		return err
	}
	now, err := p.moment(f.now)
	if err != nil {
		return err
	}
	clock := p.Now
	if f.now != "" {
		clock = func() time.Time { return now }
	}
	signers, err := app.OpenSigners(first(f.issuers, c.Issuers), p.Getenv)
	if err != nil {
		return err
	}
	data, err := open.Open(ctx, app.DatabaseURL(c, defaultDatabase), open.Options{})
	if err != nil {
		return databaseFault(err)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	service, err := app.New(app.Options{Store: data, Now: clock, Signers: signers})
	if err != nil {
		return err
	}
	return fn(service)
}

// issueFlags are the flags of issue.
type issueFlags struct {
	issuingFlags

	record, recordID, program      string
	recipient, did, kind           string
	format, until, asOf, out, into string
}

func (p *program) issueCommand() *cobra.Command {
	var f issueFlags
	cmd := &cobra.Command{
		Use:   "issue --program INSTITUTION/PROGRAM --record FILE --recipient WHO",
		Short: "Issue a signed badge about a program that a record completes",
		Long: "Audits the record against the program and, where it is complete, signs an Open Badges\n" +
			"3.0 credential, keeps it in the database and gives it a place in the status list.\n\n" +
			"Exit code 0: issued. 3: the program is not complete. 2: the question is wrong.",
		Example: "  cairn issue --program riverbend/data-analytics --record ann.yaml --recipient ann@example.org -o badge.json\n" +
			"  cairn issue --program riverbend/data-analytics --record-id 0193… --recipient S-1042 --into badge.png -o ann.png",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.issue(cmd.Context(), &f) },
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&f.program, "program", "", "the program, INSTITUTION/PROGRAM by id")
	cmd.Flags().StringVarP(&f.record, "record", "r", "", "the learner's record: a YAML, JSON or CSV file, or - for standard input")
	cmd.Flags().StringVar(&f.recordID, "record-id", "", "the id of a stored record, instead of --record")
	cmd.Flags().StringVar(&f.recipient, "recipient", "", "who it is about: an e-mail address or a number; it is hashed")
	cmd.Flags().StringVar(&f.kind, "identity-type", "", "what --recipient is, such as systemId (default: emailAddress where there is an @, else systemId)")
	cmd.Flags().StringVar(&f.did, "recipient-id", "", "a DID of the person, beside or instead of --recipient")
	cmd.Flags().StringVar(&f.format, "format", string(issuing.EmbeddedEdDSA), "eddsa-rdfc-2022, ecdsa-rdfc-2019, vc-jwt-rs256, vc-jwt-es256 or vc-jwt-eddsa")
	cmd.Flags().StringVar(&f.until, "until", "", "when it expires, RFC 3339 or YYYY-MM-DD (default: as the program says)")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "the day of the audit, YYYY-MM-DD (default: today, UTC)")
	cmd.Flags().StringVar(&f.into, "into", "", "bake into an image: a PNG or SVG file, or plain.png or plain.svg for a plain one")
	cmd.Flags().StringVarP(&f.out, "out", "o", "-", "where the credential or image goes; - is standard output")
	return cmd
}

func (p *program) issue(ctx context.Context, f *issueFlags) error {
	if f.program == "" || (f.record == "") == (f.recordID == "") {
		return usage("A program and a record are needed: --program INSTITUTION/PROGRAM, and --record FILE or --record-id ID.")
	}
	if err := mayReplace(f.out); err != nil {
		return err
	}
	return p.withIssuing(ctx, &f.issuingFlags, func(s *app.Service) error {
		request, err := p.issueRequest(ctx, s, f)
		if err != nil {
			return err
		}
		c, err := s.Issue(ctx, request)
		if err != nil {
			return incomplete(err)
		}
		body := c.Body
		if f.into != "" {
			if body, err = p.bake(f.into, &c); err != nil {
				return err
			}
		}
		if f.asJSON && f.out == "-" {
			return p.printIssued(&c, true)
		}
		if err := p.writeTo(f.out, body); err != nil {
			return err
		}
		if f.out == "-" {
			p.sayf("")
		}
		if f.asJSON {
			return p.printIssued(&c, true)
		}
		p.sayf("Issued %s: %s", c.ID, c.Name)
		p.sayf("LinkedIn: %s", c.LinkedIn)
		return nil
	})
}

// incomplete gives a program that is not complete the exit code of a no.
func incomplete(err error) error {
	f := fault.From(err)
	for _, d := range f.Details {
		if d.Code == "program_incomplete" {
			return fault.List(fault.NotMet, f.Message, f.Details)
		}
	}
	return err
}

func (p *program) issueRequest(ctx context.Context, s *app.Service, f *issueFlags) (*app.IssueRequest, error) {
	r := &app.IssueRequest{
		Program: f.program, Format: issuing.Format(f.format),
		Recipient: issuing.Recipient{ID: f.did, Identity: f.recipient, Type: f.kind},
	}
	var err error
	if f.until != "" {
		if r.Until, err = p.moment(f.until); err != nil {
			return nil, err
		}
	}
	if f.asOf != "" {
		if r.AsOf, err = calendar.ParseDate(f.asOf); err != nil {
			return nil, usage("--as-of: %v", err)
		}
	}
	if f.recordID != "" {
		if r.RecordID, err = uuid.Parse(f.recordID); err != nil {
			return nil, usage("--record-id %q is not the id of a record.", f.recordID)
		}
		kept, err := s.RecordToday(ctx, r.RecordID)
		r.Record = kept.Record
		return r, err
	}
	v, err := s.Current(ctx)
	if err != nil {
		return nil, err
	}
	if r.Record, err = p.readRecord(f.record, &loaded{View: v}); err != nil {
		return nil, err
	}
	p.sayRemarks(f.record, s.Lower(&r.Record, nil))
	return r, nil
}

// bake puts the credential into an image.
func (p *program) bake(into string, c *app.Issued) ([]byte, error) {
	form, found := strings.CutPrefix(into, "plain.")
	if found && (form == "png" || form == "svg") {
		return app.Bake(form, c.Name, nil, c.Body)
	}
	image, err := p.credential(into)
	if err != nil {
		return nil, err
	}
	return app.Bake("", c.Name, image, c.Body)
}

// mayReplace refuses to write over a file that is there and is neither empty nor a
// credential or an image: a key file or a database has no second copy.
func mayReplace(name string) error {
	if name == "-" {
		return nil
	}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return nil //nolint:nilerr // nothing is there to be lost; writing says what is wrong
	}
	if info.Size() <= maxReplaced {
		if data, err := os.ReadFile(name); err == nil && app.LooksSigned(data) {
			return nil
		}
	}
	return usage("%s is there already and is no credential; name another file (-o), or move it away first.", name)
}

// maxReplaced is the largest file that is looked at, in bytes.
const maxReplaced = 64 << 20

// writeTo writes a file that only its owner may change, or standard output.
func (p *program) writeTo(name string, data []byte) error {
	if name == "-" {
		_, err := p.Out.Write(data)
		return err
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return unreadable(name, err)
	}
	return nil
}

// issuedJSON is what is known of a credential.
type issuedJSON struct {
	ID         uuid.UUID      `json:"id"`
	Program    string         `json:"program,omitempty"`
	Name       string         `json:"name"`
	Standing   store.Standing `json:"standing"`
	Reason     string         `json:"reason,omitempty"`
	From       string         `json:"validFrom"`
	Until      string         `json:"validUntil,omitempty"`
	List       int64          `json:"statusList"`
	Index      int64          `json:"statusIndex"`
	Revision   int64          `json:"revision"`
	URL        string         `json:"url"`
	LinkedIn   string         `json:"linkedIn"`
	Credential any            `json:"credential"`
}

func (p *program) printIssued(c *app.Issued, asJSON bool) error {
	if !asJSON {
		w := printer{w: p.Out}
		w.printf("%s  %s  %s\n", c.ID, c.Standing, c.Name)
		return w.err
	}
	out := issuedJSON{
		ID: c.ID, Program: c.Program, Name: c.Name, Standing: c.Standing, Reason: c.Reason, From: c.From.UTC().Format(time.RFC3339),
		List: c.Place.List, Index: c.Place.Index, Revision: c.Revision, URL: c.URL, LinkedIn: c.LinkedIn, Credential: json.RawMessage(c.Body),
	}
	if !c.Until.IsZero() {
		out.Until = c.Until.UTC().Format(time.RFC3339)
	}
	if c.MediaType == issuing.MediaJWT {
		out.Credential = string(c.Body)
	}
	e := json.NewEncoder(p.Out)
	e.SetEscapeHTML(false)
	return e.Encode(out)
}
