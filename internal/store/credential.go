package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
)

// Standing is what the issuer says of a credential after issuing it.
type Standing string

// The standings. Revoked is for good.
const (
	StandingActive    Standing = "active"
	StandingSuspended Standing = "suspended"
	StandingRevoked   Standing = "revoked"
)

// Place is an entry of an institution's status lists.
type Place struct {
	List  int64 // from 1
	Index int64 // from 0
}

// Credential is one that was issued here, as the bytes that were signed.
type Credential struct {
	ID          uuid.UUID
	Institution catalog.InstitutionID
	Program     string    // empty where it certifies no program
	RecordID    uuid.UUID // zero where the record is not, or no longer, stored
	Name        string
	Place       Place
	Standing    Standing
	Reason      string // of the standing
	Issued      time.Time
	Changed     time.Time // of standing or content
	From        time.Time
	Until       time.Time // zero: for ever
	MediaType   string
	Body        []byte
	Revision    int64 // counts the writes, from 1
	// Learner is a hash of whom it is about; empty where that is not known.
	Learner string
	// Conferred: it was issued by itself, when a program was complete.
	Conferred bool
}

// CredentialFilter narrows a list; the zero value lists all.
type CredentialFilter struct {
	Institution catalog.InstitutionID
	RecordID    uuid.UUID
	Program     string
	// Learner, beside a RecordID, adds the credentials of the other records that name
	// this learner, and LearnerHash those whose Learner it is.
	Learner, LearnerHash string
}

// Lists says how status lists are laid out.
type Lists struct {
	// Entries is the length of a new list, a power of two.
	Entries int64
	// Seed scatters the entries of a new list, so that neighbours tell nothing
	// about when a credential was issued; from chance.
	Seed uuid.UUID
}

// Credentials keeps what was issued.
type Credentials interface {
	// TakePlace gives away an entry of the institution's newest list, or of a new
	// one where that is full. No entry is ever given twice.
	TakePlace(ctx context.Context, institution catalog.InstitutionID, lists Lists) (Place, error)
	// SaveCredential stores a new credential. ErrConflict: the id or the place is
	// taken, or the record has a credential of the program that is not revoked, or one
	// that is conferred was conferred on the learner already and is not revoked.
	// ErrNotFound: the record does not exist.
	SaveCredential(ctx context.Context, c Credential) error
	// Credential returns one. ErrNotFound.
	Credential(ctx context.Context, id uuid.UUID) (Credential, error)
	// ListCredentials returns credentials, newest first, with the next cursor.
	// ErrInvalid: the cursor is not one of this list.
	ListCredentials(ctx context.Context, filter CredentialFilter, page Page) (list []Credential, next string, err error)
	// UpdateCredential replaces standing, reason, validity and content of the
	// revision c.Revision and returns what is stored then. ErrNotFound.
	// ErrConflict: the stored revision is another, or the stored one is revoked.
	UpdateCredential(ctx context.Context, c Credential) (Credential, error)
	// Marked returns the indexes of a list whose credentials have a standing, in
	// order, and the list's length. ErrNotFound: there is no such list.
	Marked(ctx context.Context, institution catalog.InstitutionID, list int64, standing Standing) (indexes []int64, entries int64, err error)
}
