package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/wording"
)

// ShareRequest says what of a record is shared.
type ShareRequest struct {
	Record      record.Record
	Credentials map[string]HeldCredential
	// AsOf is the day of stacks and promises; zero: today.
	AsOf calendar.Date
	// Lines are the ids of the lines to share, Programs those of the credentials
	// that the record completes.
	Lines, Programs []string
	// HideGrades leaves grades out, and credentials that hold a result.
	HideGrades bool
	// Title and Holder are shown as the learner writes them.
	Title, Holder string
	// Days is how long the link works, 1 to MaxShareDays.
	Days int
	// Owner is the key that withdraws it; "" makes a new one.
	Owner string
}

// MaxShareDays is the longest life of a share, in days.
const MaxShareDays = 365

// maxSharedText bounds title and holder, in bytes; maxSharedBody the whole.
const (
	maxSharedText = 200
	maxSharedBody = 4 << 20
)

// NewShare is a share with the two secrets that are never shown again: Token stands
// in the link, Owner withdraws it.
type NewShare struct {
	store.Share

	Token, Owner string
}

// Share freezes the chosen part of a record and makes a link's secret for it. What
// is left out is not stored. Codes: invalid, too_large, unavailable, internal.
func (s *Service) Share(ctx context.Context, v *View, q *ShareRequest) (NewShare, error) {
	if err := q.check(); err != nil {
		return NewShare{}, err
	}
	if q.AsOf.IsZero() {
		q.AsOf = s.Today()
	}
	body, err := s.freeze(ctx, v, q)
	if err != nil {
		return NewShare{}, err
	}
	data, err := json.Marshal(body)
	if err != nil {
		return NewShare{}, fault.From(err)
	}
	if len(data) > maxSharedBody {
		return NewShare{}, fault.Say(fault.TooLarge, wording.Of("fault.share_large", "This is more than one link can share; choose fewer items."))
	}
	id, err := s.id()
	if err != nil {
		return NewShare{}, err
	}
	out := NewShare{Token: secret(), Owner: q.Owner}
	if out.Owner == "" {
		out.Owner = secret()
	}
	now := s.stamp()
	out.Share = store.Share{
		ID: id, Token: store.SecretOf(out.Token), Owner: store.SecretOf(out.Owner), Title: q.Title,
		Created: now, Expires: now.AddDate(0, 0, q.Days), Body: data,
	}
	if _, err := s.store.ForgetShares(ctx, now); err != nil {
		return NewShare{}, stored(err, "share")
	}
	return out, stored(s.store.SaveShare(ctx, out.Share), "share")
}

func (q *ShareRequest) check() error {
	var list diag.List
	bad := func(code, pointer, message string) {
		list = append(list, diag.Problem{Code: code, Pointer: pointer, Message: message})
	}
	if len(q.Lines)+len(q.Programs) == 0 {
		bad("nothing_to_share", "/lines", "nothing is chosen")
	}
	if q.Days < 1 || q.Days > MaxShareDays {
		bad("bad_days", "/days", "a link works for 1 to 365 days")
	}
	if len(q.Title) > maxSharedText || len(q.Holder) > maxSharedText {
		bad("too_long", "/title", "a title or name has at most 200 bytes")
	}
	if list != nil {
		return fault.SayList(fault.Invalid, wording.Of("fault.share_bad", "This cannot be shared."), list)
	}
	return nil
}

// secret is 256 bits of chance, as text for a link.
func secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // it never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// ValidShareSecret reports whether a text has the form of a link's secret or an
// owner's key.
func ValidShareSecret(text string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(b) == 32
}

// Shared is what a link shows. Codes: not_found, gone (withdrawn or expired),
// unavailable, internal.
func (s *Service) Shared(ctx context.Context, token string) (store.Share, SharedStack, error) {
	if !ValidShareSecret(token) {
		return store.Share{}, SharedStack{}, errNoShare
	}
	h, err := s.store.ShareByToken(ctx, store.SecretOf(token))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Share{}, SharedStack{}, errNoShare
	case err != nil:
		return store.Share{}, SharedStack{}, stored(err, "share")
	case !h.Revoked.IsZero():
		return store.Share{}, SharedStack{}, fault.Say(fault.Gone, wording.Of("fault.withdrawn", "The person who shared this has withdrawn the link."))
	case !s.now().Before(h.Expires) || len(h.Body) == 0:
		return store.Share{}, SharedStack{}, fault.Say(fault.Gone, wording.Of("fault.expired", "The link has expired."))
	}
	var body SharedStack
	d := json.NewDecoder(bytes.NewReader(h.Body))
	if err := d.Decode(&body); err != nil {
		return store.Share{}, SharedStack{}, fault.From(err)
	}
	return h, body, nil
}

var errNoShare = fault.Say(fault.NotFound, wording.Of("fault.no_share", "No such link was ever given out; check that all of it was copied."))

// Shares lists what the owner of a key has shared, newest first. Codes:
// unavailable, internal.
func (s *Service) Shares(ctx context.Context, owner string, page store.Page) ([]store.Share, string, error) {
	list, next, err := s.store.ListShares(ctx, store.SecretOf(owner), page)
	return list, next, stored(err, "list of shares")
}

// Withdraw ends a share for good and erases what it showed. Codes: not_found,
// unavailable, internal.
func (s *Service) Withdraw(ctx context.Context, owner string, id uuid.UUID) error {
	return stored(s.store.RevokeShare(ctx, store.SecretOf(owner), id, s.stamp()), "share "+id.String())
}

// WithdrawAll ends every share of an owner. Codes: unavailable, internal.
func (s *Service) WithdrawAll(ctx context.Context, owner string) error {
	for page := (store.Page{Limit: store.MaxPage}); ; {
		list, next, err := s.Shares(ctx, owner, page)
		if err != nil {
			return err
		}
		for i := range list {
			if err := s.Withdraw(ctx, owner, list[i].ID); err != nil {
				return err
			}
		}
		if next == "" {
			return nil
		}
		page.After = next
	}
}

// Now is the moment of the service's clock, to the second.
func (s *Service) Now() time.Time { return s.now().UTC().Truncate(time.Second) }
