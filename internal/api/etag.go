package api

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/fault"
)

// revisionTag is the entity tag of a record's revision.
func revisionTag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// ifMatch reads the revision that a write replaces.
func ifMatch(header string) (int64, error) {
	tag := strings.TrimSpace(header)
	if tag == "" {
		return 0, fault.New(fault.PreconditionRequired, "State the revision you have seen: If-Match with the ETag of the record.")
	}
	number, ok := strings.CutPrefix(tag, `"`)
	number, closed := strings.CutSuffix(number, `"`)
	revision, err := strconv.ParseInt(number, 10, 64)
	if !ok || !closed || err != nil {
		// A tag that we never gave matches nothing; "*" would overwrite blindly.
		return 0, fault.New(fault.PreconditionFailed, "If-Match is not the ETag of this record.")
	}
	return revision, nil
}

// noneMatch reports whether If-None-Match holds the tag.
func noneMatch(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// idOf reads an id in a path; a text that is none names nothing.
func idOf(text, what string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return id, fault.New(fault.NotFound, "There is no "+what+" with this id.")
	}
	return id, nil
}
