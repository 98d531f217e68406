package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/store"
)

// PublishedDocument is a document that readers of our credentials ask for.
type PublishedDocument struct {
	URL  string
	Body []byte
}

// Published are the documents of all issuers: profiles, DID documents, key sets,
// and every status list, signed now. Codes: unavailable, internal.
func (s *Service) Published(ctx context.Context) ([]PublishedDocument, error) {
	var out []PublishedDocument
	hosts := map[string]Signers{}
	var bases []string
	for _, i := range s.signers {
		body, err := i.Controller()
		if err != nil {
			return nil, fault.From(err)
		}
		out = append(out, PublishedDocument{i.ControllerURL(), body})
		if hosts[i.Base] == nil {
			bases = append(bases, i.Base)
		}
		hosts[i.Base] = append(hosts[i.Base], i)
		lists, err := s.publishedLists(ctx, i)
		if err != nil {
			return nil, err
		}
		out = append(out, lists...)
	}
	for _, base := range bases {
		body, err := issuing.KeySet(hosts[base])
		if err != nil {
			return nil, fault.From(fmt.Errorf("key set: %w", err))
		}
		out = append(out, PublishedDocument{base + issuing.KeySetPath, body})
	}
	return out, nil
}

// publishedLists goes through the lists until there is none.
func (s *Service) publishedLists(ctx context.Context, i *issuing.Issuer) ([]PublishedDocument, error) {
	var out []PublishedDocument
	for list := int64(1); ; list++ {
		if _, _, err := s.store.Marked(ctx, i.Institution, list, store.StandingRevoked); errors.Is(err, store.ErrNotFound) {
			return out, nil
		} else if err != nil {
			return nil, stored(err, "status lists")
		}
		for _, purpose := range i.Purposes() {
			signed, err := s.StatusList(ctx, i.Slug(), list, purpose)
			if err != nil {
				return nil, err
			}
			out = append(out, PublishedDocument{i.ListURL(list, purpose), signed.Body})
		}
	}
}
