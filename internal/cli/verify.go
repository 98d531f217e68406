package cli

import (
	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/fault"
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
	f.flags(cmd)
	cmd.Flags().StringVar(&f.institution, "institution", "", "whose register of issuers decides issuerTrusted, by id or name")
	f.rules.flags(cmd)
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print the verdict as one line of JSON")
	return cmd
}

// flags are those of every command that verifies.
func (f *verifyFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.documents, "document", nil, "URL=FILE: the document at an address; may be given several times")
	cmd.Flags().StringArrayVar(&f.folders, "documents", nil, "folder whose index.json maps addresses to files; may be given several times")
	cmd.Flags().StringArrayVar(&f.recipient, "recipient", nil, "identity of the person who shows the credential (e-mail address, DID, number); may be given several times")
	cmd.Flags().StringVar(&f.now, "now", "", "the moment of the question, RFC 3339 or YYYY-MM-DD (default: now)")
	cmd.Flags().StringVar(&f.network, "network", "", "off, public or private ($CAIRN_NETWORK; default public, off where documents are given)")
}

func (p *program) verify(cmd *cobra.Command, name string, f *verifyFlags) error {
	verifier, question, err := p.verifier(f, name)
	if err != nil {
		return err
	}
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
