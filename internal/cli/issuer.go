package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
)

func (p *program) issuerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "issuer", Short: "Make keys, endorsements, and the documents that an issuer publishes",
		Args: subcommand, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.newKeyCommand(), p.retireKeyCommand(), p.revokeKeyCommand(), p.documentsCommand(), p.endorseCommand())
	return cmd
}

func (p *program) newKeyCommand() *cobra.Command {
	var algorithm, id, now string
	cmd := &cobra.Command{
		Use: "new-key FILE", Short: "Add a key to a key file, or begin one",
		Long: "The newest key of an algorithm signs. The file is a JWK set with private keys that only\n" +
			"its owner may read; Cairn refuses it where others may.",
		Example: "  cairn issuer new-key college.keys.json\n  cairn issuer new-key college.keys.json --algorithm ES256",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			at, err := p.moment(now)
			if err != nil {
				return err
			}
			return p.changeKeys(args[0], true, func(keys issuing.Keys) (issuing.Keys, error) {
				if id == "" {
					id = freeID(keys, at, algorithm)
				}
				if keys.Find(id) != nil {
					return nil, usage("The key id %s is taken.", id)
				}
				k, err := issuing.NewKey(rand.Reader, id, algorithm, at)
				if err != nil {
					return nil, usage("%v.", err)
				}
				p.sayf("Added %s (%s).", id, algorithm)
				return append(keys, k), nil
			})
		},
	}
	cmd.Flags().StringVar(&algorithm, "algorithm", issuing.EdDSA, "EdDSA, ES256 or RS256")
	cmd.Flags().StringVar(&id, "id", "", "the name under which it is published (default: the day and the algorithm)")
	cmd.Flags().StringVar(&now, "now", "", "the moment, RFC 3339 or YYYY-MM-DD (default: now)")
	return cmd
}

func freeID(keys issuing.Keys, at time.Time, algorithm string) string {
	id := "key-" + at.UTC().Format(time.DateOnly) + "-" + strings.ToLower(algorithm)
	for n := 2; keys.Find(id) != nil; n++ {
		id = fmt.Sprintf("key-%s-%s-%d", at.UTC().Format(time.DateOnly), strings.ToLower(algorithm), n)
	}
	return id
}

func (p *program) retireKeyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "retire-key FILE ID", Short: "Forget the private part of a key and go on publishing it",
		Long: "What the key signed still verifies; it never signs again.",
		Args: arguments(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.changeKeys(args[0], false, func(keys issuing.Keys) (issuing.Keys, error) {
				k, err := keyOf(keys, args[1])
				if err == nil {
					k.Private = nil
					p.sayf("Retired %s.", k.ID)
				}
				return keys, err
			})
		},
	}
}

func (p *program) revokeKeyCommand() *cobra.Command {
	var now string
	cmd := &cobra.Command{
		Use: "revoke-key FILE ID", Short: "Declare a key stolen: nothing that it signed verifies any more",
		Args: arguments(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, args []string) error {
			at, err := p.moment(now)
			if err != nil {
				return err
			}
			return p.changeKeys(args[0], false, func(keys issuing.Keys) (issuing.Keys, error) {
				k, err := keyOf(keys, args[1])
				if err == nil {
					k.Private, k.Revoked = nil, at.UTC().Truncate(time.Second)
					p.sayf("Revoked %s. Issue again what it signed.", k.ID)
				}
				return keys, err
			})
		},
	}
	cmd.Flags().StringVar(&now, "now", "", "the moment, RFC 3339 or YYYY-MM-DD (default: now)")
	return cmd
}

func keyOf(keys issuing.Keys, id string) (*issuing.Key, error) {
	if k := keys.Find(id); k != nil {
		return k, nil
	}
	ids := make([]string, len(keys))
	for i := range keys {
		ids[i] = keys[i].ID
	}
	return nil, usage("There is no key %s; there are %s.", id, strings.Join(ids, ", "))
}

// changeKeys reads a key file, changes it and writes it again.
func (p *program) changeKeys(name string, create bool, change func(issuing.Keys) (issuing.Keys, error)) error {
	keys, err := issuing.ReadKeyFile(name)
	if err != nil && (!create || !errors.Is(err, fs.ErrNotExist)) {
		return fault.Wrap(fault.Usage, err.Error(), err)
	}
	if keys, err = change(keys); err != nil {
		return err
	}
	return issuing.WriteKeyFile(name, keys)
}

func (p *program) documentsCommand() *cobra.Command {
	var f issuingFlags
	cmd := &cobra.Command{
		Use: "documents DIR", Short: "Write what the issuers publish into a folder",
		Long: "Profiles, DID documents, the key set and the status lists, with an index.json that maps\n" +
			"their addresses to the files: for a static web server, or for cairn verify --documents.",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withIssuing(cmd.Context(), &f, func(s *app.Service) error {
				list, err := s.Published(cmd.Context())
				if err != nil {
					return err
				}
				return writeDocuments(args[0], list)
			})
		},
	}
	f.flags(cmd)
	return cmd
}

func writeDocuments(dir string, list []app.PublishedDocument) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return unreadable(dir, err)
	}
	index := map[string]string{}
	for i, d := range list {
		name := fmt.Sprintf("document-%d.json", i+1)
		if err := os.WriteFile(filepath.Join(dir, name), d.Body, 0o644); err != nil { //nolint:gosec // it is published
			return unreadable(name, err)
		}
		index[d.URL] = name
	}
	data, err := json.MarshalIndent(index, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "index.json"), append(data, '\n'), 0o644) //nolint:gosec // it is published
}

// endorseFlags are the flags of issuer endorse.
type endorseFlags struct {
	file, about, name, comment, from, until, format, out string
}

func (p *program) endorseCommand() *cobra.Command {
	var f endorseFlags
	cmd := &cobra.Command{
		Use: "endorse --issuer FILE --about ID --name NAME", Short: "Sign an endorsement of an achievement or an issuer",
		Long: "For bodies that accredit, approve or recognise: an Open Badges 3.0 EndorsementCredential.\n" +
			"The issuer of the achievement names the file under “endorsements” in its issuer file.",
		Example: "  cairn issuer endorse --issuer commission.issuer.json --about https://badges.college.example/v1/programs/college/da \\\n" +
			"    --name Accreditation --comment 'Reviewed in 2026' -o da-endorsement.json",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.endorse(cmd.Context(), &f) },
	}
	cmd.Flags().StringVar(&f.file, "issuer", "", "the issuer file of the body")
	cmd.Flags().StringVar(&f.about, "about", "", "the id of the achievement or issuer")
	cmd.Flags().StringVar(&f.name, "name", "", "what the endorsement is called")
	cmd.Flags().StringVar(&f.comment, "comment", "", "what the body says")
	cmd.Flags().StringVar(&f.from, "now", "", "from when it holds, RFC 3339 or YYYY-MM-DD (default: now)")
	cmd.Flags().StringVar(&f.until, "until", "", "until when (default: for ever)")
	cmd.Flags().StringVar(&f.format, "format", string(issuing.EmbeddedEdDSA), "how it is signed, as for cairn issue")
	cmd.Flags().StringVarP(&f.out, "out", "o", "-", "where it goes; - is standard output")
	return cmd
}

func (p *program) endorse(ctx context.Context, f *endorseFlags) error {
	if err := mayReplace(f.out); err != nil {
		return err
	}
	i, err := issuing.Open(f.file, p.Getenv)
	if err != nil {
		return fault.Wrap(fault.Usage, err.Error(), err)
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	s := &issuing.Statement{ID: id, Name: f.name, About: f.about, Comment: f.comment}
	if s.From, err = p.moment(f.from); err != nil {
		return err
	}
	if f.until != "" {
		if s.Until, err = p.moment(f.until); err != nil {
			return err
		}
	}
	doc, err := i.EndorsementDocument(s)
	if err != nil {
		return endorseFault(err)
	}
	signed, err := i.Sign(ctx, doc, issuing.Format(f.format), s.From)
	if err != nil {
		return endorseFault(err)
	}
	return p.writeTo(f.out, append(signed.Body, '\n'))
}

func endorseFault(err error) error {
	if list, ok := errors.AsType[diag.List](err); ok {
		return fault.List(fault.Usage, "The endorsement cannot be made.", list)
	}
	return err
}
