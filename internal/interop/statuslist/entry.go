// Package statuslist reads where a credential's status is published and what is
// published there: W3C Bitstring Status List v1.0, its predecessor
// StatusList2021, and the revocation list of 1EdTech. It verifies no signature:
// whoever fetches a list verifies it like any credential, then asks here.
package statuslist

import (
	"math"
	"regexp"
	"strconv"

	"github.com/cairnproject/cairn/internal/diag"
)

// The types of an entry.
const (
	Bitstring      = "BitstringStatusListEntry"
	StatusList2021 = "StatusList2021Entry"
	RevocationList = "1EdTechRevocationList"
)

// The purposes of Bitstring Status List v1.0, 2.1.
const (
	Revocation = "revocation"
	Suspension = "suspension"
	Refresh    = "refresh"
	Message    = "message"
)

// Entry is one credentialStatus.
type Entry struct {
	// Pointer is where it stands in the credential.
	Pointer string
	ID      string
	Type    string
	// Purpose, Index, Size and List are of the two list types. Size is the number
	// of bits of each entry.
	Purpose string
	Index   int64
	Size    int
	List    string
	// Messages are the meanings of the values of a message entry, as its issuer
	// states them.
	Messages map[int64]string
	// Reference is where the messages are explained; empty where nowhere.
	Reference string
	// Warnings are departures that do no harm.
	Warnings diag.List
}

// decimal is a base-10 whole number without sign or leading zeros.
var decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})$`)

// Entries reads the member credentialStatus: one entry or several. An entry
// that cannot be read is a problem, of the code bad_status_entry, and the status
// is then unknown: nobody can say that it was not the one that revokes.
func Entries(v any) (entries []Entry, problems diag.List) {
	all, several := v.([]any)
	if !several && v != nil {
		all = []any{v}
	}
	for i, e := range all {
		at := "/credentialStatus"
		if several {
			at += "/" + strconv.Itoa(i)
		}
		m, ok := e.(map[string]any)
		if !ok {
			problems = append(problems, diag.Problem{Code: "bad_status_entry", Pointer: at, Message: "the status is not an object"})
			continue
		}
		entry, problem := read(m, at)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		entries = append(entries, entry)
	}
	return entries, problems
}

func read(m map[string]any, at string) (Entry, *diag.Problem) {
	bad := func(message string) *diag.Problem {
		return &diag.Problem{Code: "bad_status_entry", Pointer: at, Message: message}
	}
	e := Entry{Pointer: at, ID: text(m["id"]), Type: typeOf(m["type"]), Purpose: text(m["statusPurpose"]), List: text(m["statusListCredential"]), Size: 1}
	switch e.Type {
	case RevocationList:
		if e.ID == "" {
			return e, bad("the revocation list has no address (id)")
		}
		return e, nil
	case Bitstring, StatusList2021:
	default:
		return e, nil // not read; the caller says so
	}
	switch {
	case e.Purpose == "":
		return e, bad("the status names no purpose (statusPurpose)")
	case e.List == "":
		return e, bad("the status names no list (statusListCredential)")
	case e.ID != "" && e.ID == e.List:
		return e, bad("the id of the status is that of the list")
	}
	var ok bool
	if e.Index, ok = e.index(m["statusListIndex"]); !ok {
		return e, bad("statusListIndex is no whole number from 0")
	}
	if v, there := m["statusSize"]; there {
		n, whole := v.(float64)
		if !whole || n != math.Trunc(n) || n < 1 || n > 32 {
			return e, bad("statusSize is no whole number from 1 to 32")
		}
		e.Size = int(n)
	}
	if e.Type == StatusList2021 && e.Size != 1 {
		return e, bad("a StatusList2021 has one bit an entry")
	}
	if problem := e.messages(m); problem != "" {
		return e, bad(problem)
	}
	return e, nil
}

// index reads a text, as the standard has it, or a number, as the publisher's
// own samples have it.
func (e *Entry) index(v any) (int64, bool) {
	switch v := v.(type) {
	case string:
		if !decimal.MatchString(v) {
			return 0, false
		}
		n, err := strconv.ParseInt(v, 10, 64)
		return n, err == nil
	case float64:
		if v != math.Trunc(v) || v < 0 || v > 1e15 {
			return 0, false
		}
		e.Warnings = append(e.Warnings, diag.Problem{
			Severity: diag.Warning, Code: "status_index_number", Pointer: e.Pointer + "/statusListIndex",
			Message: "statusListIndex is a number; the standard asks for a text",
		})
		return int64(v), true
	}
	return 0, false
}

// messages reads statusMessage: required and complete where an entry has more
// than one bit (2.1). It returns what is wrong.
func (e *Entry) messages(m map[string]any) string {
	e.Reference = text(m["statusReference"])
	all, ok := m["statusMessage"].([]any)
	if !ok {
		if m["statusMessage"] != nil {
			return "statusMessage is no list"
		}
		if e.Size > 1 {
			return "a status of several bits needs its messages (statusMessage)"
		}
		return ""
	}
	e.Messages = map[int64]string{}
	for _, v := range all {
		o, _ := v.(map[string]any)
		n, err := strconv.ParseInt(text(o["status"]), 0, 64)
		if err != nil {
			return "a statusMessage has no value such as 0x1"
		}
		if _, again := e.Messages[n]; again {
			return "a value has two messages"
		}
		e.Messages[n] = text(o["message"])
	}
	if e.Size < 32 && int64(len(all)) != 1<<e.Size {
		e.Warnings = append(e.Warnings, diag.Problem{
			Severity: diag.Warning, Code: "status_messages", Pointer: e.Pointer + "/statusMessage",
			Message: "there is not one message for each value",
		})
	}
	return ""
}

func typeOf(v any) string {
	if l, ok := v.([]any); ok && len(l) > 0 {
		v = l[0]
	}
	return text(v)
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
