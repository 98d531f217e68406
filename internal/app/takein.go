package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/baked"
	"github.com/cairnproject/cairn/internal/interop/pastetext"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// HandIn is what a learner pastes or sends.
type HandIn struct {
	// Data is pasted text or a file, Name the name of the file; "" for a paste.
	Data []byte
	Name string
	// Institution is where pasted lines that do not say so were attained.
	Institution string
}

// HeldCredential is a credential that a line of a record was made from, as its
// issuer gave it: JSON or a compact JWS.
type HeldCredential struct {
	MediaType string `json:"mediaType"`
	Data      []byte `json:"data"`
}

// TakenIn is what came of it.
type TakenIn struct {
	Record record.Record
	// Credentials are those behind lines, by the id of the line.
	Credentials map[string]HeldCredential
	Warnings    diag.List
	// Beyond is how many pasted lines were more than are read.
	Beyond int
}

const (
	// maxPasted bounds the lines of a paste.
	maxPasted = 1000
	// maxHeld bounds a credential that is kept beside its line, in bytes.
	maxHeld = 192 << 10
)

// TakeIn reads what a learner hands in: pasted lines, a table with column names, a
// record file, a credential or an image that holds one. Nothing is stored. A line
// that nobody understands is kept. Codes: malformed and invalid (with every problem
// and its place), unavailable, internal.
func (s *Service) TakeIn(ctx context.Context, v *View, h HandIn) (TakenIn, error) {
	h.Data = utf8Of(h.Data)
	switch {
	case isCredential(h.Data):
		return s.takeCredential(ctx, v, h.Data)
	case h.Name != "" && !plainLines(h) || looksLikeFile(h.Data):
		name := h.Name
		if name == "" {
			name = "-"
		}
		rec, problems := recordfile.Read(bytes.NewReader(h.Data), name, v.tableOptions(&h))
		if err := readFault(problems); err != nil {
			if out, ok := s.salvage(v, &h, problems); ok {
				return out, nil
			}
			return TakenIn{}, err
		}
		problems = append(problems, s.Lower(&rec, nil)...)
		return TakenIn{Record: rec, Warnings: problems}, nil
	}
	lines, beyond := pastetext.Read(string(h.Data), pastetext.Options{Institution: h.Institution, Known: v.Snapshot.KnowsInstitution, Lines: maxPasted})
	v.codesIn(lines)
	out := TakenIn{Record: record.Record{Attainments: lines}, Beyond: beyond}
	if problems := v.PrepareRecord(&out.Record); problems.HasErrors() {
		return TakenIn{}, fault.SayList(fault.Invalid, wording.Of("fault.lines", "The lines cannot be taken in."), problems)
	}
	return out, nil
}

// codesIn reads titles that are codes of the catalogue though they do not look like
// one: "Network+", "cis110".
func (v *View) codesIn(lines []record.Attainment) {
	probe := record.Record{Attainments: slices.Clone(lines)}
	for i := range probe.Attainments {
		if a := &probe.Attainments[i]; a.Code == "" && a.Item == "" {
			a.Code, a.Title = a.Title, ""
		}
	}
	understood, _ := v.Snapshot.Understand(&probe, 0)
	for i := range understood {
		if a := &lines[i]; a.Code == "" && understood[i].Recognised() && understood[i].Source.Item != "" {
			a.Code, a.Title = a.Title, ""
		}
	}
}

// utf8Of is the text of a file that spreadsheets save as "Unicode text": UTF-16 with
// a mark of its byte order. Everything else stays as it is.
func utf8Of(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return data
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// tableOptions are those of a file of which the learner says where it is from.
func (v *View) tableOptions(h *HandIn) recordfile.Options {
	o := v.recordOptions()
	o.Institution = cmp.Or(h.Institution, pastetext.NotStated) // as for pasted lines
	return o
}

// plainLines reports whether a text file holds lines as people write them, not a
// table with column names.
func plainLines(h HandIn) bool {
	return strings.EqualFold(path.Ext(h.Name), ".txt") && !looksLikeFile(h.Data)
}

// looksLikeFile reports whether a paste is a record file, by how it begins.
func looksLikeFile(data []byte) bool {
	text := strings.TrimLeft(strings.TrimPrefix(string(data[:min(len(data), 4096)]), "\ufeff"), " \t\r\n")
	head, _, _ := strings.Cut(text, "\n")
	if strings.HasPrefix(text, "{") || strings.HasPrefix(head, "attainments:") || strings.HasPrefix(head, "learner:") {
		return true
	}
	columns := 0
	for _, cell := range strings.FieldsFunc(strings.ToLower(head), func(c rune) bool { return strings.ContainsRune(",;\t\r", c) }) {
		switch strings.Trim(cell, ` "'`) {
		case "institution", "school", "college", "issuer", "item", "code", "course", "course code", "subject", "title", "course title",
			"credits", "units", "grade", "term", "semester", "attained", "status", "unit", "id", "learner":
			columns++
		default:
			return false
		}
	}
	return columns > 1
}

// LooksSigned reports whether data looks like a credential, or an image that may hold one.
func LooksSigned(data []byte) bool { return isCredential(data) }

func isCredential(data []byte) bool {
	if baked.IsPNG(data) || baked.IsSVG(data) || vcjwt.Looks(data) {
		return true
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	var doc map[string]json.RawMessage
	return json.Unmarshal(text, &doc) == nil && doc["@context"] != nil
}

// takeCredential makes a line of a credential; of a CLR one of each inside.
func (s *Service) takeCredential(ctx context.Context, v *View, data []byte) (TakenIn, error) {
	verdict, err := s.VerifyCredential(ctx, verify.Question{Data: data})
	if err != nil {
		return TakenIn{}, err
	}
	out := TakenIn{Credentials: map[string]HeldCredential{}}
	var inner []*verify.Verdict
	for i := range verdict.Nested {
		if verdict.Nested[i].Role == verify.RoleInner {
			inner = append(inner, verdict.Nested[i].Verdict)
		}
	}
	if len(inner) == 0 {
		r, err := Recognise(v, verdict, Holder{})
		if err != nil {
			return TakenIn{}, err
		}
		out.add(&r, held(data))
		return out, out.check(v)
	}
	var refused error
	for _, one := range inner {
		r, err := Recognise(v, one, Holder{})
		if err != nil {
			refused = err
			continue
		}
		out.add(&r, heldDocument(one))
	}
	if len(out.Record.Attainments) == 0 {
		return TakenIn{}, refused
	}
	return out, out.check(v)
}

func (t *TakenIn) add(r *Recognised, c *HeldCredential) {
	line := r.Line
	if line.ID == "" || len(line.ID) > maxLineID {
		line.ID = "credential-" + strconv.Itoa(len(t.Record.Attainments)+1)
	}
	if line.Institution == "" && line.Item == "" {
		line.Institution = pastetext.NotStated
	}
	rec, said := AddLine(t.Record, &line)
	t.Record = rec
	t.Warnings = append(append(t.Warnings, r.Warnings...), said...)
	kept := slices.ContainsFunc(said, func(p diag.Problem) bool { return p.Code == "credential_kept" })
	if c != nil && len(c.Data) <= maxHeld && !kept {
		t.Credentials[line.ID] = *c
	}
}

// maxLineID is the longest id of a line, as record files have it.
const maxLineID = 200

func (t *TakenIn) check(v *View) error {
	if problems := v.PrepareRecord(&t.Record); problems.HasErrors() {
		return fault.SayList(fault.Invalid, wording.Of("fault.credential_line", "The credential cannot become a line of a record."), problems)
	}
	return nil
}

// held is the credential without the image around it; nil where there is none.
func held(data []byte) *HeldCredential {
	read := baked.PNG
	switch {
	case baked.IsPNG(data):
	case baked.IsSVG(data):
		read = baked.SVG
	default:
		read = nil
	}
	if read != nil {
		found, problems := read(data)
		if problems.HasErrors() || len(found.Text) == 0 {
			return nil
		}
		data = found.Text
	}
	if vcjwt.Looks(data) {
		return &HeldCredential{"application/vc+jwt", bytes.TrimSpace(data)}
	}
	return &HeldCredential{"application/vc+ld+json", data}
}

// heldDocument is a credential inside another, where it stands there as JSON. What
// its proof covers is the meaning, not the bytes.
func heldDocument(v *verify.Verdict) *HeldCredential {
	if len(v.Form) == 0 || v.Form[len(v.Form)-1] != "json" || v.Document == nil {
		return nil
	}
	data, err := json.Marshal(v.Document)
	if err != nil {
		return nil
	}
	return &HeldCredential{"application/vc+ld+json", data}
}

// Join adds the lines of a record to another. Lines keep their ids where those are
// free; a line of the same credential takes the place of the earlier one. It
// returns the new ids of lines that could not keep theirs.
func Join(to, from record.Record) (record.Record, map[string]string) {
	taken := map[string]bool{}
	for i := range to.Attainments {
		taken[to.Attainments[i].ID] = true
	}
	renamed, next := map[string]string{}, 1
	to.Attainments = slices.Clone(to.Attainments)
	for _, a := range from.Attainments {
		if same := a.Attributes[record.CredentialID]; same != "" && same == a.ID {
			old := a.ID
			to, _ = AddLine(to, &a)
			if taken[a.ID] = true; a.ID != old {
				renamed[old] = a.ID
			}
			continue
		}
		old := a.ID
		for a.ID == "" || taken[a.ID] {
			a.ID = "line-" + strconv.Itoa(next)
			next++
		}
		if old != "" && old != a.ID {
			renamed[old] = a.ID
		}
		taken[a.ID] = true
		to.Attainments = append(to.Attainments, a)
	}
	joinRest(&to, &from, renamed)
	return to, renamed
}

// joinRest takes over what else a record says; what is there already stays.
func joinRest(to, from *record.Record, renamed map[string]string) {
	for _, d := range from.Decisions {
		d.Lines = slices.Clone(d.Lines)
		for i, id := range d.Lines {
			if now, ok := renamed[id]; ok {
				d.Lines[i] = now
			}
		}
		if !slices.ContainsFunc(to.Decisions, func(o record.Decision) bool { return o.ID == d.ID }) {
			to.Decisions = append(to.Decisions, d)
		}
	}
	for _, e := range from.Exceptions {
		if now, ok := renamed[e.Line]; ok {
			e.Line = now
		}
		if !slices.ContainsFunc(to.Exceptions, func(o requirement.Exception) bool { return o.ID == e.ID }) {
			to.Exceptions = append(to.Exceptions, e)
		}
	}
	to.Enrolments, to.Leaves = append(to.Enrolments, from.Enrolments...), append(to.Leaves, from.Leaves...)
	to.EntryCatalog, to.PlanSigned = joined(from.EntryCatalog, to.EntryCatalog), joined(from.PlanSigned, to.PlanSigned)
	to.Facts, to.Competencies = joined(from.Facts, to.Facts), joined(from.Competencies, to.Competencies)
	to.Milestones = joined(from.Milestones, to.Milestones)
	if to.Learner == "" {
		to.Learner = from.Learner
	}
}

func joined[K comparable, V any](first, wins map[K]V) map[K]V {
	if len(first) == 0 {
		return wins
	}
	out := maps.Clone(first)
	maps.Copy(out, wins)
	return out
}
