package view

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// Shares is what can be shared, and what has been.
type Shares struct {
	Sheet  *app.Sheet
	Stacks *engine.StackResult
	// Learner and Record are whose record it is, as in owner.
	Learner, Record string
	Empty           bool
	// Owner is the key that withdraws what was shared; "" where nothing was.
	Owner string
	List  []Listed
	// Next is the address of older ones.
	Next string
	// New is the id of the share that was just made.
	New       string
	Withdrawn bool
}

// Listed is one share in a list.
type Listed struct {
	ID, Title                 string
	Created, Expires, Revoked time.Time
	Expired                   bool
	// Path and URL are its link where this session made it; else "".
	Path, URL string
}

// Shared is a shared stack with what was found out about its credentials.
type Shared struct {
	Stack *app.SharedStack
	Share *store.Share
	// Proofs are the verdicts on the credentials that are shared, by line.
	Proofs map[int]*verify.Verdict
	Now    time.Time
	// Titles names a program by its id.
	Titles func(id string) string
}

// moment is a time for people, in UTC.
func moment(p *Page, t time.Time) string {
	t = t.UTC()
	return p.T("shared.moment", "day", p.Loc.Date(calendar.Of(t)), "time", t.Format("15:04"))
}

func dayOf(t time.Time) calendar.Date { return calendar.Of(t.UTC()) }

// shareable are the credentials that a record completes, in the order of the stack.
type shareableGroup struct {
	key  string
	list []engine.StackAward
}

func shareable(r *engine.StackResult) []shareableGroup {
	return []shareableGroup{{"completed", r.Completed}, {"available", r.Available}, {"held", r.Held}}
}

func anyShareable(r *engine.StackResult) bool {
	return len(r.Completed)+len(r.Available)+len(r.Held) > 0
}

func days(p *Page) []Option {
	out := make([]Option, 0, 5)
	for _, n := range []int{7, 30, 90, 180, 365} {
		out = append(out, Option{strconv.Itoa(n), p.N("share.days", n)})
	}
	return out
}

func statusOf(l *Listed) Mark {
	switch {
	case !l.Revoked.IsZero():
		return Mark{"cross", "no", "share.state.withdrawn"}
	case l.Expired:
		return Mark{"dash", "quiet", "share.state.expired"}
	}
	return Mark{"full", "yes", "share.state.open"}
}

// itemName is what a shared item is called.
func itemName(it *app.SharedItem) string {
	return strings.TrimSpace(firstOf(it.Code+" "+it.Title, string(it.Item)))
}

func itemSub(p *Page, it *app.SharedItem) string {
	var words []string
	add := func(w string) {
		if w != "" {
			words = append(words, w)
		}
	}
	if it.Kind != "" {
		if key := "search.kind." + string(it.Kind); p.T(key) != key {
			add(p.T(key))
		}
	}
	add(institutionText(p, firstOf(it.InstitutionName, string(it.Institution))))
	add(p.Loc.Date(it.Attained))
	if it.Status != record.Earned && it.Status != "" {
		add(p.T("record.status." + string(it.Status)))
	}
	return strings.Join(words, " · ")
}

// proofFacts are what was found out about a credential, each for itself.
func proofFacts(p *Page, v *verify.Verdict) []Fact {
	return []Fact{
		keyFact(p, "proof.signature", truthOf(v.Signature), v.Checks.Signature, v),
		keyFact(p, "proof.issuer_bound", truthOf(boolTruth(v.IssuerBound)), v.Checks.IssuerBound, v),
		{Name: p.T("proof.issuer_trusted"), Truth: truthOf(v.IssuerTrusted), Text: trustText(p, v.IssuerTrusted, checked(p, &v.Checks.IssuerTrusted))},
		{Name: p.T("proof.time"), Truth: timeTruth(v.Time), Text: p.T("proof.time."+string(v.Time)) + " " + checked(p, &v.Checks.Time)},
		{Name: p.T("proof.status"), Truth: statusTruth(v.Status), Text: p.T("proof.status."+string(v.Status)) + " " + checked(p, &v.Checks.Status)},
		{Name: p.T("proof.schema"), Truth: truthOf(v.Schema), Text: checked(p, &v.Checks.Schema)},
	}
}

// keyFact is a fact that needs the issuer's key: where that could not be had, a no
// says nothing about the credential.
func keyFact(p *Page, key string, t Truth, c verify.Check, v *verify.Verdict) Fact {
	if t == No && (c.Unreached() || v.Checks.Signature.Unreached()) {
		return Fact{Name: p.T(key), Truth: Unknown, Text: p.T("proof.unreached") + " " + checked(p, &c)}
	}
	return Fact{Name: p.T(key), Truth: t, Text: checked(p, &c)}
}

func checked(p *Page, c *verify.Check) string {
	if c.CheckedAt.IsZero() {
		return ""
	}
	return p.T("proof.checked", "moment", moment(p, c.CheckedAt))
}

func boolTruth(b bool) verify.Truth {
	if b {
		return verify.Yes
	}
	return verify.No
}

func truthOf(t verify.Truth) Truth {
	switch t {
	case verify.Yes:
		return Yes
	case verify.No:
		return No
	case verify.None, verify.Unknown:
	}
	return Unknown
}

func timeTruth(t verify.Period) Truth {
	switch t {
	case verify.TimeValid:
		return Yes
	case verify.Expired, verify.NotYetValid:
		return No
	case verify.TimeUnknown:
	}
	return Unknown
}

// statusTruth answers whether it is not revoked.
func statusTruth(s verify.Status) Truth {
	switch s {
	case verify.Active:
		return Yes
	case verify.Revoked:
		return No
	case verify.Suspended:
		return Warning
	case verify.StatusNone, verify.StatusUnknown: // what names no list cannot be withdrawn, nor be known not to be
	}
	return Unknown
}

// trustText says why nothing is known about trust.
func trustText(p *Page, t verify.Truth, when string) string {
	if t == verify.Yes || t == verify.No {
		return when
	}
	return p.T("proof.trust.unknown") + " " + when
}

// frozenFacts are the facts of the day of sharing, where the credential itself is
// not shared.
func frozenFacts(p *Page, it *app.SharedItem, at time.Time) []Fact {
	when := p.T("proof.checked", "moment", moment(p, at))
	fact := func(key, name string) Fact {
		if slices.Contains(it.Unreached, name) {
			return Fact{Name: p.T(key), Truth: Unknown, Text: p.T("proof.unreached") + " " + when}
		}
		return Fact{Name: p.T(key), Truth: truthOf(verify.Truth(it.Facts[name])), Text: when}
	}
	period, status := verify.Period(it.Facts[record.CredentialTime]), verify.Status(it.Facts[record.CredentialStatus])
	return []Fact{
		fact("proof.signature", record.CredentialSignature), fact("proof.issuer_bound", record.CredentialIssuerBound),
		fact("proof.issuer_trusted", record.CredentialIssuerTrusted),
		{Name: p.T("proof.time"), Truth: timeTruth(period), Text: p.T("proof.time."+string(period)) + " " + when},
		{Name: p.T("proof.status"), Truth: statusTruth(status), Text: p.T("proof.status."+string(status)) + " " + when},
	}
}

// signalFacts are assessment, level and what else speaks for the credential.
func signalFacts(p *Page, it *app.SharedItem) []Fact {
	var out []Fact
	for _, s := range []struct{ key, name string }{
		{"proof.assessment", record.CredentialAssessment},
		{"proof.assessor", record.CredentialAssessor},
		{"proof.level", record.CredentialLevel},
		{"proof.governance", record.CredentialGovernance},
		{"proof.endorsement", record.CredentialEndorsement},
		{"proof.evidence", record.CredentialEvidence},
	} {
		value, found := it.Facts[s.name]
		if !found {
			continue
		}
		switch value {
		case verify.NoSignal, verify.Unproved, "":
			out = append(out, Fact{Name: p.T(s.key), Text: p.T("proof.signal." + firstOf(value, verify.NoSignal))})
		default:
			out = append(out, Fact{Name: p.T(s.key), Text: signalText(p, value)})
		}
	}
	if issuer := it.Facts[record.CredentialIssuer]; issuer != "" {
		out = append(out, Fact{Name: p.T("proof.issuer"), Text: issuer, Link: issuer})
	}
	return out
}

func signalText(p *Page, value string) string {
	if key := "proof.signal." + value; p.T(key) != key {
		return p.T(key)
	}
	return value
}

func programState(state string) Mark {
	return Mark{markOfStack(state).Shape, markOfStack(state).Tone, "shared.state." + state}
}

func programSub(p *Page, g *app.SharedProgram) string {
	words := []string{firstOf(g.InstitutionName, string(g.Institution))}
	if !g.Issued.IsZero() {
		words = append(words, p.T("stacks.since", "day", p.Loc.Date(g.Issued)))
	}
	if g.Level != "" {
		words = append(words, p.T("stacks.level", "level", g.Level))
	}
	return strings.Join(words, " · ")
}

func usedItems(p *Page, s *app.SharedStack, g *app.SharedProgram) string {
	words := make([]string, 0, len(g.Uses))
	for _, at := range g.Uses {
		if at >= 1 && at <= len(s.Items) {
			words = append(words, p.T("shared.item", "n", at, "name", firstOf(s.Items[at-1].Code, s.Items[at-1].Title)))
		}
	}
	if g.Others > 0 {
		words = append(words, p.N("shared.others", g.Others))
	}
	return p.Loc.List(words)
}

func titlesOf(p *Page, ids []string, titles func(string) string) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = titles(id)
	}
	return p.Loc.List(words)
}

// downloadPath is where the credential of a line is given.
func downloadPath(p *Page, line int) string { return p.Path + "/credentials/" + strconv.Itoa(line) }

// proved counts the items behind which a credential verifies now, or verified when
// it was shared and is not shared itself.
func proved(s *Shared) int {
	n := 0
	for i := range s.Stack.Items {
		it := &s.Stack.Items[i]
		if v, ok := s.Proofs[it.Line]; ok && v.Verified || !ok && it.Verified {
			n++
		}
	}
	return n
}

func storyText(p *Page, s *Shared) string {
	items := p.N("shared.story.items", len(s.Stack.Items))
	if len(s.Stack.Programs) == 0 {
		return p.T("shared.story.only", "items", items)
	}
	return p.T("shared.story", "items", items, "programs", p.N("shared.story.programs", len(s.Stack.Programs)))
}

func proofText(p *Page, s *Shared) string {
	n := proved(s)
	return p.T("shared.story.proof", "proved", p.N("shared.story.proved", n), "stated", p.N("shared.story.stated", len(s.Stack.Items)-n),
		"moment", moment(p, s.Now))
}

// itemFacts are grade and what the credential says of level and assessment.
func itemFacts(p *Page, it *app.SharedItem) []Fact {
	var out []Fact
	if it.Grade != "" {
		out = append(out, Fact{Name: p.T("shared.grade"), Text: it.Grade})
	}
	if level := it.Level; it.Facts[record.CredentialLevel] == "" && (level != "" || len(it.Facts) == 0) {
		out = append(out, Fact{Name: p.T("proof.level"), Text: firstOf(levelName(p, level), p.T("proof.signal.none"))})
	}
	if !it.Expires.IsZero() {
		out = append(out, Fact{Name: p.T("stacks.expires"), Text: p.Loc.Date(it.Expires)})
	}
	out = append(out, signalFacts(p, it)...)
	if len(it.Facts) == 0 {
		out = append(out, Fact{Name: p.T("proof.assessment"), Text: p.T("proof.signal.none")})
	}
	return out
}

// chosenAtFirst reports whether a line is shared unless the learner says otherwise:
// that a course was not passed is a grade too.
func chosenAtFirst(l *app.SheetLine) bool {
	s := l.Understood.Source.Status
	return s != record.Failed && s != record.Withdrawn
}
