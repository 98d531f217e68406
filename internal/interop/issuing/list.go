package issuing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/statuslist"
)

// ListEntries is the length of the issuer's status lists.
func (s *Settings) ListEntries() int64 {
	if s.Entries == 0 {
		return minEntries
	}
	return int64(s.Entries)
}

// Purposes are the purposes for which status lists are published.
func (s *Settings) Purposes() []string {
	if s.Suspension {
		return []string{statuslist.Revocation, statuslist.Suspension}
	}
	return []string{statuslist.Revocation}
}

// ListURL is the address of a status list.
func (i *Issuer) ListURL(list int64, purpose string) string {
	return i.Base + "/issuers/" + i.Slug() + "/status/" + strconv.FormatInt(list, 10) + "/" + purpose
}

// CredentialURL is where this server gives a credential.
func (i *Issuer) CredentialURL(id uuid.UUID) string { return i.Base + "/v1/credentials/" + id.String() }

// Places are the entries of a credential in every list of the issuer.
func (i *Issuer) Places(list, index int64) []Place {
	var out []Place
	for _, purpose := range i.Purposes() {
		out = append(out, Place{Purpose: purpose, List: i.ListURL(list, purpose), Index: index})
	}
	return out
}

// ListTTL is how long readers may keep a list.
const ListTTL = 5 * time.Minute

// StatusList makes the signed list of one purpose: its length, and the indexes that are set
// (Bitstring Status List v1.0, 4.2). It is signed with the embedded proof that
// the issuer's keys allow, else as a VC-JWT.
func (i *Issuer) StatusList(ctx context.Context, list int64, purpose string, entries int64, set []int64, now time.Time) (Signed, error) {
	encoded, err := statuslist.Encode(entries, set)
	if err != nil {
		return Signed{}, err
	}
	address := i.ListURL(list, purpose)
	doc, err := plain(object{
		"@context":  []any{openbadge.ContextV2},
		"id":        address,
		"type":      []any{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer":    i.ID,
		"validFrom": moments(now),
		"credentialSubject": object{
			"id": address + "#list", "type": "BitstringStatusList", "statusPurpose": purpose,
			"encodedList": encoded, "ttl": ListTTL.Milliseconds(),
		},
	})
	if err != nil {
		return Signed{}, err
	}
	return i.Sign(ctx, doc, i.ListFormat(), now)
}

// ListFormat is the format of the issuer's own documents: the first for which
// there is a key.
func (i *Issuer) ListFormat() Format {
	for _, f := range Formats() {
		if _, ok := i.KeySet.For(formats[f].algorithm); ok {
			return f
		}
	}
	return EmbeddedEdDSA
}

// ListTag names what a list says and the key that signs it, in letters and
// digits; lists that say the same have the same.
func (i *Issuer) ListTag(list int64, purpose string, entries int64, set []int64) string {
	h := sha256.New()
	method := ""
	if k, ok := i.KeySet.For(formats[i.ListFormat()].algorithm); ok {
		method = i.Method(k)
	}
	sorted := slices.Sorted(slices.Values(set))
	_, _ = fmt.Fprintln(h, i.ListURL(list, purpose), method, entries, sorted) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil)[:16])
}
