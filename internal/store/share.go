package store

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/google/uuid"
)

// Secret is the SHA-256 of a secret that the store must know again and never
// give away.
type Secret [sha256.Size]byte

// SecretOf hashes a secret. Secrets have at least 128 bits of chance, so they need
// no salt.
func SecretOf(secret string) Secret { return sha256.Sum256([]byte(secret)) }

// Share is what somebody has shared by a link, frozen on that day.
type Share struct {
	ID uuid.UUID
	// Token is the hash of the secret in the link, Owner that of the key which
	// withdraws it.
	Token, Owner Secret
	Title        string
	Created      time.Time
	Expires      time.Time
	Revoked      time.Time // zero: not withdrawn
	Body         []byte    // empty once withdrawn, or forgotten after expiry
}

// Shares keeps what is shared.
type Shares interface {
	// SaveShare stores a new share. ErrConflict: the id or the token is taken.
	// ErrInvalid: the zero id, or a title with NUL or invalid UTF-8.
	SaveShare(ctx context.Context, s Share) error
	// ShareByToken returns the share of a link, withdrawn ones too. ErrNotFound.
	ShareByToken(ctx context.Context, token Secret) (Share, error)
	// ListShares returns the shares of an owner, newest first and without their
	// bodies, with the next cursor. ErrInvalid: the cursor is not one of this list.
	ListShares(ctx context.Context, owner Secret, page Page) (list []Share, next string, err error)
	// RevokeShare withdraws a share of the owner and erases its body; one that is
	// withdrawn stays as it is. ErrNotFound: the owner has no such share.
	RevokeShare(ctx context.Context, owner Secret, id uuid.UUID, at time.Time) error
	// ForgetShares erases the bodies of the shares that expired before the time and
	// returns how many.
	ForgetShares(ctx context.Context, before time.Time) (int, error)
}
