// Package app holds the services that the command line and the HTTP API share:
// the current rules as one immutable view, evaluations, records and imports. It
// knows nothing of terminals or HTTP. Errors are *fault.Error.
package app

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// DefaultRecheck is how long a view is used before the store is asked whether
// another process has changed the rules.
const DefaultRecheck = 250 * time.Millisecond

// Options are what a Service stands on.
type Options struct {
	// Store is required.
	Store store.Store
	// Now is the clock; required.
	Now func() time.Time
	// NewID gives new ids; nil means uuid.NewV7, which sort by time.
	NewID func() (uuid.UUID, error)
	// Recheck is the longest time for which rules that another process has
	// imported may go unnoticed: 0 means DefaultRecheck, negative asks the store
	// each time. What this service imports is seen at once.
	Recheck time.Duration
	// Verifier checks credentials; nil means one that knows no network.
	Verifier *verify.Verifier
	// Signers are those in whose name credentials are issued; nil: nobody.
	Signers Signers
	// TrustStated takes a record's word that a credential was verified. For
	// comparisons with the engine only: whoever can post a record could claim it.
	TrustStated bool
	// Conferred, where given, is told what came of each stored record whose
	// completed programs were looked at.
	Conferred func(record uuid.UUID, list []Conferral, err error)
	// Refreshed, where given, is told how long each compilation of the rules
	// took, or why it failed.
	Refreshed func(took time.Duration, err error)
}

// Service answers the questions of every edge. It is safe for concurrent use.
type Service struct {
	store   store.Store
	now     func() time.Time
	newID   func() (uuid.UUID, error)
	current *current
	verify  *verify.Verifier
	signers Signers

	trustStated bool
	vouched     []record.Attainment

	conferred func(uuid.UUID, []Conferral, error)
}

// New makes a service. It does not touch the store yet.
func New(o Options) (*Service, error) {
	if o.Store == nil || o.Now == nil {
		return nil, errors.New("app: a store and a clock are required")
	}
	if o.NewID == nil {
		o.NewID = uuid.NewV7
	}
	if o.Recheck == 0 {
		o.Recheck = DefaultRecheck
	}
	if o.Verifier == nil {
		o.Verifier = verify.New(verify.Options{})
	}
	if o.Conferred == nil {
		o.Conferred = func(uuid.UUID, []Conferral, error) {}
	}
	return &Service{
		store: o.Store, now: o.Now, newID: o.NewID, current: newCurrent(o), verify: o.Verifier,
		signers: o.Signers, trustStated: o.TrustStated, conferred: o.Conferred,
	}, nil
}

// Today is the day of the service's clock, in UTC: the as-of day of a question
// that states none.
func (s *Service) Today() calendar.Date { return calendar.Of(s.now().UTC()) }

// stamp is the time of a write; databases keep microseconds.
func (s *Service) stamp() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// id makes a new id.
func (s *Service) id() (uuid.UUID, error) {
	id, err := s.newID()
	if err != nil {
		return id, fault.From(fmt.Errorf("new id: %w", err))
	}
	return id, nil
}

// stored turns the store's errors into faults; what names the thing asked for.
func stored(err error, what string) error {
	var f *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return f
	case errors.Is(err, store.ErrNotFound):
		return fault.Wrap(fault.NotFound, "There is no "+what+".", err)
	case errors.Is(err, store.ErrConflict):
		return fault.Wrap(fault.Conflict, "The "+what+" was changed in the meantime.", err)
	case errors.Is(err, store.ErrInvalid):
		return fault.Wrap(fault.Invalid, "The database cannot keep or find this: "+what+".", err)
	case errors.Is(err, store.ErrUnavailable):
		return fault.Wrap(fault.Unavailable, "The database does not answer.", err)
	}
	return fault.From(fmt.Errorf("%s: %w", what, err))
}
