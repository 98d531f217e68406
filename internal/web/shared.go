package web

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// shared is the outsider's page: a stack as it was shared, its credentials checked
// now.
func (s *Site) shared(x *exchange) (*answer, error) {
	x.alone()
	share, stack, err := s.service.Shared(x.context(), x.r.PathValue("token"))
	if err != nil {
		return nil, err
	}
	x.asOf = stack.AsOf
	proofs, err := s.prove(x, &stack)
	if err != nil {
		return nil, err
	}
	p := x.page("", firstOf(stack.Title, x.loc.T("shared.title")))
	p.NoIndex, p.Demo, p.Rules = true, false, stack.Rules.Short()
	p.Query = url.Values{}
	for _, name := range []string{"lang", "print"} {
		if x.query.Has(name) {
			p.Query.Set(name, x.query.Get(name))
		}
	}
	v := &view.Shared{Stack: &stack, Share: &share, Proofs: proofs, Now: s.service.Now(), Titles: x.titles()}
	return &answer{
		page: p, body: view.SharedPage(p, v),
		json: func() ([]byte, error) { return encodeShared(&share, &stack, proofs) },
		csv:  func() [][]string { return sharedRows(&stack) },
	}, nil
}

// alone keeps the page out of search engines, and its address out of what other
// sites are told.
func (x *exchange) alone() {
	x.w.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	x.w.Header().Set("Referrer-Policy", "no-referrer")
}

// prove verifies the credentials of a shared stack, by the line.
func (s *Site) prove(x *exchange, stack *app.SharedStack) (map[int]*verify.Verdict, error) {
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	out := map[int]*verify.Verdict{}
	for i := range stack.Items {
		it := &stack.Items[i]
		if it.Credential == nil {
			continue
		}
		q := verify.Question{Data: it.Credential.Data}
		if _, known := x.rules.Institution(it.Institution); known {
			q.Institution = string(it.Institution)
		}
		verdict, err := s.service.VerifyCredential(x.context(), q)
		if err != nil {
			return nil, err
		}
		out[it.Line] = verdict
	}
	return out, nil
}

func encodeShared(share *store.Share, stack *app.SharedStack, proofs map[int]*verify.Verdict) ([]byte, error) {
	var buf bytes.Buffer
	err := app.EncodeJSON(&buf, struct {
		*app.SharedStack

		Created  time.Time               `json:"sharedAt"`
		Expires  time.Time               `json:"expiresAt"`
		Verdicts map[int]*verify.Verdict `json:"verdicts"`
	}{stack, share.Created, share.Expires, proofs})
	return buf.Bytes(), err
}

func sharedRows(stack *app.SharedStack) [][]string {
	rows := [][]string{{"line", "institution", "code", "title", "attained", "expires", "credits", "unit", "grade", "level", "status", "verified", "promised_by", "promised_credits", "promised_unit", "promised_as", "promised_on", "promised_program", "promised_status", "promised_elective"}}
	for i := range stack.Items {
		it := &stack.Items[i]
		row := []string{strconv.Itoa(it.Line), firstOf(it.InstitutionName, string(it.Institution)), it.Code, it.Title, dayText(it.Attained), dayText(it.Expires), "", "", it.Grade, it.Level, string(it.Status), strconv.FormatBool(it.Verified)}
		if it.Credits != nil {
			row[6], row[7] = it.Credits.Amount.String(), string(it.Credits.Unit)
		}
		for j := range it.Promises {
			p := &it.Promises[j]
			rows = append(rows, slices.Concat(row, []string{p.InstitutionName, p.Credits.Amount.String(), string(p.Credits.Unit), p.As, stack.AsOf.String(), p.Program, string(p.Status), p.Elective.String()}))
		}
		if len(it.Promises) == 0 {
			rows = append(rows, slices.Concat(row, make([]string, 8)))
		}
	}
	return rows
}

// sharedCredential gives a credential as its issuer signed it.
func (s *Site) sharedCredential(x *exchange) (*answer, error) {
	x.alone()
	_, stack, err := s.service.Shared(x.context(), x.r.PathValue("token"))
	if err != nil {
		return nil, err
	}
	line, err := strconv.Atoi(x.r.PathValue("line"))
	if err != nil || line < 1 || line > len(stack.Items) || stack.Items[line-1].Credential == nil {
		return nil, fault.Say(fault.NotFound, wording.Of("fault.not_shared", "This credential is not shared."))
	}
	c, name := stack.Items[line-1].Credential, "credential-"+strconv.Itoa(line)
	if c.MediaType == "application/vc+jwt" {
		name += ".jwt"
	} else {
		name += ".json"
	}
	return &answer{file: &file{name: name, mediaType: c.MediaType, data: c.Data}}, nil
}

var errNoLink = fault.Say(fault.Usage, wording.Of("fault.no_link", "This is no link to a shared stack; it ends in /s/ and 43 letters, digits, dashes and underscores."))

// openShared sends a pasted link on. Whatever site it names, nothing else than the
// secret is taken from it.
func (s *Site) openShared(x *exchange) (*answer, error) {
	x.alone()
	text := strings.TrimSpace(x.query.Get("link"))
	if _, rest, found := strings.Cut(text, "/s/"); found {
		text = rest
	}
	token := text
	if end := strings.IndexAny(token, "/?#. \t"); end >= 0 {
		token = token[:end]
	}
	if !app.ValidShareSecret(token) {
		return nil, errNoLink
	}
	return &answer{redirect: "/s/" + token}, nil
}

// forgetShares ends every link of this session.
func (s *Site) forgetShares(x *exchange) error {
	var kept keptShares
	if !s.sessions.Get(x.context(), sharesKey, &kept) || kept.Owner == "" {
		return nil
	}
	return s.service.WithdrawAll(x.context(), kept.Owner)
}
