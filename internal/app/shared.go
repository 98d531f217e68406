package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/pastetext"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/wording"
)

// SharedStack is what a learner shares, frozen on a day. Hidden data is not in it.
type SharedStack struct {
	Title  string          `json:"title,omitempty"`
	Holder string          `json:"holder,omitempty"`
	AsOf   calendar.Date   `json:"asOf"`
	Rules  ruleset.Version `json:"rulesVersion"`
	// GradesHidden says that grades were left out.
	GradesHidden bool            `json:"gradesHidden"`
	Items        []SharedItem    `json:"items"`
	Programs     []SharedProgram `json:"programs"`
}

// SharedItem is a line of the record.
type SharedItem struct {
	// Line is its place among the items, from 1; never the learner's own id.
	Line            int                   `json:"line"`
	Item            catalog.ItemID        `json:"item,omitempty"`
	Code            string                `json:"code,omitempty"`
	Title           string                `json:"title,omitempty"`
	Kind            catalog.ItemKind      `json:"kind,omitempty"`
	Institution     catalog.InstitutionID `json:"institution,omitempty"`
	InstitutionName string                `json:"institutionName,omitempty"`
	Attained        calendar.Date         `json:"attained,omitzero"`
	Expires         calendar.Date         `json:"expires,omitzero"`
	Credits         *credit.Quantity      `json:"credits,omitempty"`
	Grade           string                `json:"grade,omitempty"`
	Level           string                `json:"level,omitempty"`
	Status          record.Status         `json:"status"`
	Evidence        catalog.EvidenceKind  `json:"evidence,omitempty"`
	// Verified says that a credential stands behind the line and verified on the
	// day of sharing; everything else is what the holder states.
	Verified bool `json:"verified"`
	// Facts are those of the credential on the day of sharing, by the names of
	// attributes; none where no credential stands behind the line.
	Facts map[string]string `json:"facts,omitempty"`
	// Unreached are the facts that are "false" only because what the issuer publishes
	// could not be had on that day.
	Unreached []string `json:"unreached,omitempty"`
	// Credential is the credential itself, where it is shared.
	Credential *HeldCredential `json:"credential,omitempty"`
	// Promises are what the rules of other institutions gave for it on the day.
	Promises []Promise `json:"promises,omitempty"`
}

// SharedProgram is a credential that the record completes.
type SharedProgram struct {
	Program         string                `json:"program"`
	Title           string                `json:"title"`
	Institution     catalog.InstitutionID `json:"institution"`
	InstitutionName string                `json:"institutionName"`
	// State is held, completed (conferred by itself) or available (on application).
	State   string          `json:"state"`
	Step    int             `json:"step"`
	Level   string          `json:"level,omitempty"`
	Issued  calendar.Date   `json:"issued,omitzero"`
	Expires calendar.Date   `json:"expires,omitzero"`
	Counts  credit.Quantity `json:"counts"`
	// Uses are the shared items that it is made of; Others counts those that are
	// not shared.
	Uses   []int `json:"uses,omitempty"`
	Others int   `json:"others,omitempty"`
	// Stated says that not all of it is behind verified credentials that are shared
	// too: it follows from what the holder states.
	Stated   bool     `json:"stated"`
	BuildsOn []string `json:"buildsOn,omitempty"`
}

// maxSharedCredentials bounds the credentials that one share verifies.
const maxSharedCredentials = 40

// freeze makes what is shared. A line with a credential behind it says what the
// credential says, not what the record has made of it since.
func (s *Service) freeze(ctx context.Context, v *View, q *ShareRequest) (*SharedStack, error) {
	out := &SharedStack{Title: q.Title, Holder: q.Holder, AsOf: q.AsOf, Rules: v.Version, GradesHidden: q.HideGrades, Items: []SharedItem{}, Programs: []SharedProgram{}}
	verdicts, err := s.reread(ctx, v, q)
	if err != nil {
		return nil, err
	}
	part := record.Record{EntryCatalog: q.Record.EntryCatalog, PlanSigned: q.Record.PlanSigned}
	for i := range q.Record.Attainments {
		if slices.Contains(q.Lines, q.Record.Attainments[i].ID) {
			part.Attainments = append(part.Attainments, q.Record.Attainments[i])
		}
	}
	slices.SortStableFunc(part.Attainments, func(a, b record.Attainment) int { return int(a.Day()) - int(b.Day()) })
	understood, problems := v.Snapshot.Understand(&part, q.AsOf)
	if problems.HasErrors() {
		return nil, fault.SayList(fault.Invalid, wording.Of("fault.record_mistakes", "The record has mistakes."), problems)
	}
	place := map[string]int{}
	for i := range understood {
		place[understood[i].ID] = i + 1
		out.Items = append(out.Items, q.item(v, &part.Attainments[i], &understood[i], verdicts[understood[i].ID], i+1))
	}
	if err := s.promise(v, &part, q, out, place); err != nil {
		return nil, err
	}
	if len(q.Programs) > 0 {
		stacks, err := s.StacksOn(v, StackQuery{Record: q.Record, AsOf: q.AsOf, Near: -1})
		if err != nil {
			return nil, err
		}
		out.programs(&stacks, q.Programs, place)
	}
	if len(out.Items)+len(out.Programs) == 0 {
		return nil, fault.Say(fault.Invalid, wording.Of("fault.share_gone", "Nothing that was chosen is in the record any more."))
	}
	return out, nil
}

// reread verifies the credentials behind the chosen lines and makes their lines
// anew; the request's record holds them afterwards.
func (s *Service) reread(ctx context.Context, v *View, q *ShareRequest) (map[string]*verify.Verdict, error) {
	verdicts := map[string]*verify.Verdict{}
	q.Record.Attainments = slices.Clone(q.Record.Attainments)
	for i := range q.Record.Attainments {
		a := &q.Record.Attainments[i]
		c, ok := q.Credentials[a.ID]
		if !ok || !slices.Contains(q.Lines, a.ID) {
			continue
		}
		if len(verdicts) == maxSharedCredentials {
			return nil, fault.Say(fault.TooLarge, wording.Of("fault.share_many", "One link shares at most 40 signed credentials; choose fewer."))
		}
		verdict, err := s.VerifyCredential(ctx, verify.Question{Data: c.Data})
		if err != nil {
			return nil, err
		}
		r, err := Recognise(v, verdict, Holder{})
		if err != nil {
			return nil, err
		}
		r.Line.ID = a.ID
		if r.Line.Institution == "" && r.Line.Item == "" {
			r.Line.Institution = pastetext.NotStated
		}
		*a, verdicts[a.ID] = r.Line, verdict
	}
	return verdicts, nil
}

func (q *ShareRequest) item(v *View, a *record.Attainment, u *engine.Understood, verdict *verify.Verdict, place int) SharedItem {
	src := &u.Source
	it := SharedItem{
		Line: place, Item: src.Item, Code: src.Code, Title: src.Title, Kind: a.Kind, Institution: src.Institution, InstitutionName: src.InstitutionName,
		Attained: src.Attained, Expires: a.Expires, Level: a.Level, Status: src.Status,
	}
	if known, ok := v.Item(src.Item); ok {
		it.Kind = known.Kind
		// What the holder wrote beside the code may hold what was to be left out.
		if version, ok := known.At(src.Attained); ok && verdict == nil {
			it.Code, it.Title, it.Level = version.Code, version.Title, cmp.Or(a.Level, version.Level)
		}
	}
	if it.InstitutionName == pastetext.NotStated {
		it.InstitutionName = ""
	}
	if !u.Credits.Amount.IsZero() {
		it.Credits = &u.Credits
	}
	if !q.HideGrades {
		it.Grade = a.Grade
	}
	if verdict == nil {
		return it
	}
	it.Verified, it.Evidence, it.Facts = verdict.Verified, a.Evidence, map[string]string{}
	for name, value := range a.Attributes {
		if strings.HasPrefix(name, "credential.") && name != record.CredentialResult && name != record.CredentialSignals {
			it.Facts[name] = value
		}
	}
	it.Unreached = unreached(verdict)
	if c := q.Credentials[a.ID]; !q.HideGrades || !holdsResult(c) {
		it.Credential = &c
	}
	return it
}

// unreached are the facts of which a no says nothing about the credential.
func unreached(v *verify.Verdict) []string {
	var out []string
	if v.Checks.Signature.Unreached() {
		out = append(out, record.CredentialSignature)
	}
	if len(out) > 0 || v.Checks.IssuerBound.Unreached() {
		out = append(out, record.CredentialIssuerBound)
	}
	return out
}

// holdsResult reports whether a credential says anything like a grade; one that
// cannot be read may.
func holdsResult(c HeldCredential) bool {
	var doc any
	if vcjwt.Looks(c.Data) {
		t, problems := vcjwt.Parse(c.Data)
		if problems.HasErrors() {
			return true
		}
		doc = t.Credential
	} else if json.Unmarshal(c.Data, &doc) != nil {
		return true
	}
	return tells(doc)
}

func tells(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			key = strings.ToLower(key)
			if key == "criteria" || key == "resultdescription" || key == "@context" {
				continue // about everybody's achievement, not this person's
			}
			if strings.HasPrefix(key, "result") || strings.Contains(key, "grade") || strings.Contains(key, "score") || key == "narrative" || tells(inner) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, tells)
	}
	return false
}

func (o *SharedStack) programs(r *engine.StackResult, chosen []string, place map[string]int) {
	for _, group := range []struct {
		state string
		list  []engine.StackAward
	}{{"held", r.Held}, {"completed", r.Completed}, {"available", r.Available}} {
		for i := range group.list {
			a := &group.list[i]
			if !slices.Contains(chosen, a.Program) {
				continue
			}
			p := SharedProgram{
				Program: a.Program, Title: a.Title, Institution: a.Institution, InstitutionName: a.InstitutionName, State: group.state,
				Step: a.Step, Level: a.Level, Issued: a.Issued, Expires: a.Expires, Counts: a.Counts, BuildsOn: a.BuildsOn,
			}
			for j := range a.Uses {
				for _, line := range a.Uses[j].Lines {
					if at := place[line]; at == 0 {
						p.Others++
					} else if !slices.Contains(p.Uses, at) {
						p.Uses = append(p.Uses, at)
						p.Stated = p.Stated || !o.Items[at-1].Verified
					}
				}
			}
			if at := place[a.Line]; group.state == "held" && at > 0 {
				p.Uses, p.Stated = append(p.Uses, at), !o.Items[at-1].Verified
			}
			p.Stated = p.Stated || p.Others > 0 || len(p.Uses) == 0
			slices.Sort(p.Uses)
			p.Uses = slices.Compact(p.Uses)
			o.Programs = append(o.Programs, p)
		}
	}
	slices.SortStableFunc(o.Programs, func(a, b SharedProgram) int { return a.Step - b.Step })
}
