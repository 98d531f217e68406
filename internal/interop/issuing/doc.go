// Package issuing makes credentials: achievements and endorsements as Open
// Badges 3.0 over VC 2.0, signed with embedded proofs or as VC-JWT, status lists
// (W3C Bitstring Status List v1.0), and the documents by which others find the
// issuer's keys. Package verify is the other side. The clock, ids and chance
// come from the caller.
package issuing
