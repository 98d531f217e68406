package openbadge

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// Structure checks what the W3C data model asks of every credential (VC 2.0, 4;
// VC 1.1, 4) and what Open Badges adds to the contexts. The problems have the
// codes bad_context, wrong_class, missing_member, bad_url, bad_date, bad_dates,
// bad_text, wrong_type, empty_subject; departures that do no harm are warnings.
func Structure(c Credential) diag.List {
	s := &structure{Credential: c}
	s.contexts()
	if c.presentation() {
		s.presented()
		s.list.Sort()
		return s.list
	}
	s.types()
	s.ids()
	s.subjects()
	s.dates()
	s.texts()
	s.typed("evidence", noID)
	s.typed("proof", noID)
	s.typed("termsOfUse", anyID)
	s.typed("refreshService", anyID)
	s.typed("credentialStatus", urlID)
	s.typed("credentialSchema", needsID)
	s.list.Sort()
	return s.list
}

type structure struct {
	Credential

	list diag.List
}

func (s *structure) fail(code, pointer, message string) {
	s.list = append(s.list, diag.Problem{Code: code, Pointer: pointer, Message: message})
}

func (s *structure) warn(code, pointer, message string) {
	s.list = append(s.list, diag.Problem{Severity: diag.Warning, Code: code, Pointer: pointer, Message: message})
}

// The contexts of Open Badges 3.0 and CLR 2.0; the version may be left out.
var (
	badgeContext = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)?\.json$`)
	clrContext   = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)?\.json$`)
)

func (s *structure) contexts() {
	v, there := s.Doc["@context"]
	all := list(v)
	if !there || len(all) == 0 {
		s.fail("bad_context", "/@context", "there is no @context")
		return
	}
	if all[0] != ContextV2 && all[0] != ContextV1 {
		s.fail("bad_context", "/@context/0", "the first context must be "+ContextV2+" or "+ContextV1)
	}
	for i, e := range all {
		at := "/@context/" + strconv.Itoa(i)
		switch e := e.(type) {
		case map[string]any:
		case string:
			if !isURL(e) {
				s.fail("bad_context", at, "“"+e+"” is no URL")
			}
		default:
			s.fail("bad_context", at, "a context is a URL or an object")
		}
	}
	s.badgeContexts(texts(v))
}

// badgeContexts checks the order that the standards fix.
func (s *structure) badgeContexts(all []string) {
	at := func(i int) string {
		if i < len(all) {
			return all[i]
		}
		return ""
	}
	switch s.Kind() {
	case AchievementKind, EndorsementKind:
		if !badgeContext.MatchString(at(1)) {
			s.second(slices.ContainsFunc(all, badgeContext.MatchString), "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
		}
	case ClrKind:
		if !clrContext.MatchString(at(1)) {
			s.second(slices.ContainsFunc(all, clrContext.MatchString), "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json")
		}
	case StatusListKind, StatusListKind1, PlainKind, PresentationKind, NoKind:
	}
}

func (s *structure) second(elsewhere bool, want string) {
	if elsewhere {
		s.warn("bad_context", "/@context/1", "the standard wants "+want+" as the second context")
		return
	}
	s.fail("bad_context", "/@context/1", "the second context must be "+want)
}

func (s *structure) types() {
	types := s.Types()
	if len(types) != len(list(s.Doc["type"])) {
		s.fail("wrong_type", "/type", "a type is a text")
	}
	if !slices.Contains(types, string(PlainKind)) {
		s.fail("wrong_class", "/type", "type must include VerifiableCredential")
	}
	if k := s.Kind(); k == PlainKind || k == NoKind {
		for subject, want := range map[string]string{
			"AchievementSubject": "AchievementCredential or OpenBadgeCredential", "EndorsementSubject": "EndorsementCredential", "ClrSubject": "ClrCredential",
		} {
			if slices.Contains(texts(s.Subject()["type"]), subject) {
				s.fail("wrong_class", "/type", "a credential about an "+subject+" must be of type "+want)
			}
		}
	}
	for i, t := range types {
		if strings.ContainsAny(t, " \t\n") {
			s.fail("wrong_class", "/type/"+strconv.Itoa(i), "“"+t+"” is neither a term nor a URL")
		}
	}
}

func (s *structure) ids() {
	s.url("/id", s.Doc, "id", true)
	issuer, there := s.Doc["issuer"]
	switch v := issuer.(type) {
	case map[string]any:
		s.url("/issuer/id", v, "id", false)
	case string:
		s.url("/issuer", s.Doc, "issuer", false)
	default:
		if !there {
			s.fail("missing_member", "", "the member “issuer” is missing")
		} else {
			s.fail("wrong_type", "/issuer", "the issuer is a URL or an object with an id")
		}
	}
}

// url checks one member that must be an absolute URL.
func (s *structure) url(at string, m map[string]any, name string, optional bool) {
	v, there := m[name]
	if !there {
		if !optional {
			s.fail("missing_member", strings.TrimSuffix(at, "/"+name), "the member “"+name+"” is missing")
		}
		return
	}
	if t, ok := v.(string); !ok || !isURL(t) {
		s.fail("bad_url", at, fmt.Sprintf("“%.80v” is no absolute URL", v))
	}
}

// scheme is that of RFC 3986, 3.1.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

func isURL(t string) bool {
	if !scheme.MatchString(t) || strings.ContainsAny(t, " \t\r\n<>\"{}|\\^`") {
		return false
	}
	u, err := url.Parse(t)
	return err == nil && (u.Host != "" || u.Opaque != "" || u.Path != "")
}
