package api

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/fault"
)

// revisionTag is the entity tag of a record's revision.
func revisionTag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// ifMatch finds the revision that a write replaces: the one that the header
// names, or of several, or of "*", the current one, which current looks up. A
// change between the look and the write is still refused.
func ifMatch(header string, current func() (int64, error)) (int64, error) {
	tags := strings.Split(header, ",")
	if strings.TrimSpace(header) == "" {
		return 0, fault.New(fault.PreconditionRequired, "State the revision you have seen: If-Match with the ETag of the record.")
	}
	if revision, ok := revisionOf(tags[0]); ok && len(tags) == 1 {
		return revision, nil
	}
	now, err := current()
	if err != nil {
		return 0, err
	}
	for _, tag := range tags {
		if revision, ok := revisionOf(tag); ok && revision == now || strings.TrimSpace(tag) == "*" && len(tags) == 1 {
			return now, nil
		}
	}
	return 0, fault.New(fault.PreconditionFailed, "If-Match is not the ETag of this record.")
}

// revisionOf reads a tag as we give it; weak tags and others match nothing.
func revisionOf(tag string) (int64, bool) {
	number, ok := strings.CutPrefix(strings.TrimSpace(tag), `"`)
	number, closed := strings.CutSuffix(number, `"`)
	revision, err := strconv.ParseInt(number, 10, 64)
	return revision, ok && closed && err == nil
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
