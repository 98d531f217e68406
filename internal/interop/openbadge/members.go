package openbadge

import (
	"strconv"
)

func (s *structure) subjects() {
	v, there := s.Doc["credentialSubject"]
	all := list(v)
	if !there || len(all) == 0 {
		s.fail("missing_member", "", "the member “credentialSubject” is missing")
		return
	}
	for i, e := range all {
		at := "/credentialSubject"
		if _, several := v.([]any); several {
			at += "/" + strconv.Itoa(i)
		}
		m, ok := e.(map[string]any)
		switch {
		case !ok:
			s.fail("wrong_type", at, "a subject is an object")
		case len(m) == 0:
			s.fail("empty_subject", at, "the subject says nothing")
		default:
			s.url(at+"/id", m, "id", true)
		}
	}
}

func (s *structure) dates() {
	for _, name := range []string{"validFrom", "validUntil", "issuanceDate", "expirationDate", "awardedDate"} {
		if v, there := s.Doc[name]; there {
			if _, ok := parseTime(v); !ok {
				s.fail("bad_date", "/"+name, "this is no date with time and zone (RFC 3339)")
			}
		}
	}
	if s.V1() && s.Doc["issuanceDate"] == nil {
		s.fail("missing_member", "", "the member “issuanceDate” is missing")
	}
	from, ok := s.From()
	until, also := s.Until()
	if ok && also && until.Before(from) {
		s.fail("bad_dates", "/validUntil", "the credential ends before it begins")
	}
}

// texts checks names and descriptions: a text, a text with its language, or a
// list of these (VC 2.0, 4.5 and 11.1).
func (s *structure) texts() {
	issuer, _ := s.Doc["issuer"].(map[string]any)
	for _, name := range []string{"name", "description"} {
		s.language("/"+name, s.Doc[name])
		s.language("/issuer/"+name, issuer[name])
	}
}

func (s *structure) language(at string, v any) {
	for _, e := range list(v) {
		switch e := e.(type) {
		case string:
		case map[string]any:
			if _, ok := e["@value"].(string); !ok {
				s.fail("bad_text", at, "a text with a language needs @value")
			}
			for name := range e {
				if name != "@value" && name != "@language" && name != "@direction" {
					s.fail("bad_text", at, "a text with a language has no member “"+name+"”")
				}
			}
		default:
			s.fail("wrong_type", at, "this is not a text")
		}
	}
}

// idRule says what ids the objects of a member have.
type idRule uint8

const (
	noID    idRule = iota // not looked at
	anyID                 // a URL where given
	urlID                 // likewise; the standard's own tests call it so
	needsID               // a URL
)

// typed checks objects that must say what they are.
func (s *structure) typed(member string, ids idRule) {
	v, there := s.Doc[member]
	if !there {
		return
	}
	for i, e := range list(v) {
		at := "/" + member
		if _, several := v.([]any); several {
			at += "/" + strconv.Itoa(i)
		}
		m, ok := e.(map[string]any)
		if !ok {
			s.fail("wrong_type", at, "this is not an object")
			continue
		}
		if types := texts(m["type"]); len(types) == 0 || len(types) != len(list(m["type"])) {
			s.fail("missing_member", at, "the member “type” is missing or no text")
		}
		if ids != noID {
			s.url(at+"/id", m, "id", ids != needsID)
		}
	}
}

// Objects reads a list of objects, or one object that stands for a list.
func Objects(v any) []map[string]any {
	if m, ok := v.(map[string]any); ok {
		return []map[string]any{m}
	}
	list, _ := v.([]any)
	var out []map[string]any
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}
