package store

import "errors"

// The errors that every backend returns; compare with errors.Is.
var (
	// ErrNotFound: there is nothing under the id.
	ErrNotFound = errors.New("not found")
	// ErrConflict: somebody else changed it first, or the id is taken.
	ErrConflict = errors.New("changed in the meantime")
	// ErrInvalid: the call cannot be carried out as it stands: a cursor that no
	// list returned, or text that no database keeps (NUL, invalid UTF-8).
	ErrInvalid = errors.New("cannot be kept or asked for")
	// ErrUnavailable: the database does not answer.
	ErrUnavailable = errors.New("the database is not available")
)
