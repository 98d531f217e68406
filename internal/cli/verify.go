package cli

import (
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/baked"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// verifyFlags are the flags of verify.
type verifyFlags struct {
	documents, folders, recipient []string
	now, network                  string
	institution                   string
	rules                         rulesSource
	asJSON                        bool
}

func (p *program) verifyCommand() *cobra.Command {
	var f verifyFlags
	cmd := &cobra.Command{
		Use:   "verify FILE|-",
		Short: "Say what is known about a badge or another credential",
		Long: "Reads Open Badges 3.0, CLR 2.0 and other W3C Verifiable Credentials as JSON, compact\n" +
			"JWS, or baked into a PNG or SVG image, and answers each fact apart: signature,\n" +
			"issuerBound, issuerTrusted, time, status, schema, recipient.\n\n" +
			"What the credential names (issuer profiles, keys, status lists) is asked for over\n" +
			"https, or taken from files: with --document or --documents nothing is fetched\n" +
			"unless --network says so.\n\n" +
			"Exit code 0: verified. 3: not, or this is no credential. 2: the file or a document\n" +
			"cannot be opened.",
		Example: "  cairn verify badge.png\n" +
			"  cairn verify badge.json --documents folder/ --now 2026-11-21 --recipient ann@example.org",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return p.verify(cmd, args[0], &f) },
	}
	cmd.Flags().StringArrayVar(&f.documents, "document", nil, "URL=FILE: the document at an address; may be given several times")
	cmd.Flags().StringArrayVar(&f.folders, "documents", nil, "folder whose index.json maps addresses to files; may be given several times")
	cmd.Flags().StringArrayVar(&f.recipient, "recipient", nil, "identity of the person who shows the credential (e-mail address, DID, number); may be given several times")
	cmd.Flags().StringVar(&f.now, "now", "", "the moment of the question, RFC 3339 or YYYY-MM-DD (default: now)")
	cmd.Flags().StringVar(&f.network, "network", "", "off, public or private ($CAIRN_NETWORK; default public, off where documents are given)")
	cmd.Flags().StringVar(&f.institution, "institution", "", "whose register of issuers decides issuerTrusted, by id or name")
	f.rules.flags(cmd)
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print the verdict as one line of JSON")
	return cmd
}

func (p *program) verify(cmd *cobra.Command, name string, f *verifyFlags) error {
	files, err := f.files()
	if err != nil {
		return err
	}
	network, err := p.reach(f)
	if err != nil {
		return err
	}
	now, err := p.moment(f.now)
	if err != nil {
		return err
	}
	data, err := p.credential(name)
	if err != nil {
		return err
	}
	verifier, err := app.NewVerifier(app.VerifierOptions{Network: network, Files: files, Now: p.Now, Version: p.Build.Version})
	if err != nil {
		return err
	}
	question := verify.Question{Data: data, Now: now, Recipient: f.recipient}
	if err := p.register(cmd, f, &question); err != nil {
		return err
	}
	v, err := app.Verify(cmd.Context(), verifier, question)
	if err != nil {
		return err
	}
	if f.asJSON {
		line, err := app.EncodeVerdict(v)
		if err != nil {
			return err
		}
		if _, err := p.Out.Write(line); err != nil {
			return err
		}
	} else if err := p.printVerdict(v); err != nil {
		return err
	}
	if !v.Verified {
		return fault.New(fault.NotMet, "")
	}
	return nil
}

// register finds the institution whose register of issuers is asked.
func (p *program) register(cmd *cobra.Command, f *verifyFlags, q *verify.Question) error {
	if f.institution == "" {
		return nil
	}
	view, err := p.load(cmd.Context(), &f.rules)
	if err != nil {
		return err
	}
	target, problem := resolveTarget(&view.Set, f.institution)
	if problem != nil {
		return fault.List(fault.Usage, "The institution is not known.", diag.List{*problem})
	}
	q.Institution, q.Register = string(target.Institution), app.Issuers{View: view.View}
	return nil
}

// files reads --document and --documents; nil where neither is given.
func (f *verifyFlags) files() (*documents.Files, error) {
	if len(f.documents)+len(f.folders) == 0 {
		return nil, nil
	}
	var files documents.Files
	for _, dir := range f.folders {
		if err := files.AddDir(dir); err != nil {
			return nil, documentFault(err)
		}
	}
	for _, pair := range f.documents {
		// The address may hold "=", a file name rarely does.
		at := strings.LastIndex(pair, "=")
		if at < 0 {
			return nil, usage("--document %s: write URL=FILE.", pair)
		}
		if err := files.AddFile(pair[:at], pair[at+1:]); err != nil {
			return nil, documentFault(err)
		}
	}
	return &files, nil
}

func documentFault(err error) error {
	if list, ok := errors.AsType[diag.List](err); ok {
		return fault.List(fault.Usage, "The documents cannot be used.", list)
	}
	return err
}

// reach decides whether the network is asked.
func (p *program) reach(f *verifyFlags) (config.Network, error) {
	value := f.network
	if value == "" && len(f.documents)+len(f.folders) > 0 {
		return config.NetworkOff, nil
	}
	if value == "" {
		value = p.Getenv("CAIRN_NETWORK")
	}
	if value == "" {
		return config.NetworkPublic, nil
	}
	network, err := config.ParseNetwork(value)
	if err != nil {
		return "", usage("--network: %v.", err)
	}
	return network, nil
}

// moment reads --now.
func (p *program) moment(text string) (time.Time, error) {
	if text == "" {
		return p.Now(), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, usage("--now %q is neither a moment such as 2026-11-21T12:00:00Z nor a day.", text)
}

// credential reads the file, or standard input for "-".
func (p *program) credential(name string) ([]byte, error) {
	in := p.In
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		defer func() { _ = file.Close() }() // opened to read only
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, baked.MaxImage+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(data) > baked.MaxImage {
		return nil, fault.New(fault.TooLarge, name+" is larger than 16 MiB.")
	}
	return data, nil
}
