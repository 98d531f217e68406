package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

const (
	// credentialsKey is where the session keeps the credentials behind lines.
	credentialsKey = "credentials"
	// notesKey is where it keeps what the next page says once.
	notesKey = "notes"
	// linesOnPage is how many lines of a record a page shows.
	linesOnPage = 40
)

// record shows whose lines were understood how.
func (s *Site) record(x *exchange) (*answer, error) {
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	sheet, err := x.rules.Sheet(&who.record, x.asOf)
	if err != nil {
		return nil, err
	}
	r := &view.Record{Sheet: &sheet, Learner: who.learner, Own: who.id == "", Empty: len(sheet.Lines) == 0, Institutions: x.institutions()}
	p := x.page("record", x.loc.T("record.title"))
	r.Forgotten = x.query.Has("forgotten")
	if r.Own {
		s.once(x, r, p)
		r.Editing = editing(x, &who.record)
		r.Units = unitChoices(x)
	}
	r.From, r.To, r.Place = place(x, len(sheet.Lines))
	return &answer{
		page: p, body: view.RecordPage(p, r),
		json: func() ([]byte, error) {
			var buf bytes.Buffer
			err := app.EncodeJSON(&buf, who.record)
			return buf.Bytes(), err
		},
		csv: func() [][]string { return recordRows(&who.record) },
	}, nil
}

// once says what came of the change before, one time.
func (s *Site) once(x *exchange, r *view.Record, p *view.Page) {
	var n view.Notes
	if s.sessions.Get(x.context(), notesKey, &n) {
		s.sessions.Drop(x.context(), notesKey)
		r.Notes = &n
		p.Announce = view.NotesText(p, &n)
	}
}

// place is which lines this page shows.
func place(x *exchange, n int) (from, to int, at view.Place) {
	from, _ = strconv.Atoi(x.query.Get("from"))
	from = max(0, min(from, n-1)) / linesOnPage * linesOnPage
	to = min(n, from+linesOnPage)
	at = view.Place{From: from + 1, To: to, All: n}
	if from > 0 {
		at.Previous = x.href("/record", "from", strconv.Itoa(from-linesOnPage))
	}
	if to < n {
		at.Next = x.href("/record", "from", strconv.Itoa(to))
	}
	return from, to, at
}

// institutions are those that a line may be from, for a select; none where there
// are too many.
func (x *exchange) institutions() []view.Option {
	list := x.rules.Set.Institutions
	if len(list) > maxListed {
		return nil
	}
	out := make([]view.Option, len(list))
	for i := range list {
		out[i] = view.Option{Value: string(list[i].ID), Text: list[i].Name}
	}
	slices.SortFunc(out, func(a, b view.Option) int { return strings.Compare(a.Text, b.Text) })
	return out
}

func unitChoices(x *exchange) []view.Option {
	out := []view.Option{{Value: "", Text: x.loc.T("record.unit.default")}}
	for _, u := range credit.Units() {
		out = append(out, view.Option{Value: string(u), Text: x.loc.Unit(u, credit.Int(2))})
	}
	return out
}

// editing is the line that the address asks to change; a new one is empty.
func editing(x *exchange, rec *record.Record) *record.Attainment {
	id := x.query.Get("edit")
	if id == "new" {
		return &record.Attainment{}
	}
	for i := range rec.Attainments {
		if a := &rec.Attainments[i]; a.ID == id && id != "" && a.Attributes[record.CredentialID] == "" {
			return a
		}
	}
	return nil
}

// addLines takes in what is pasted and sent.
func (s *Site) addLines(x *exchange) (*answer, error) {
	rec, _ := s.sessions.Record(x.context())
	held := map[string]app.HeldCredential{}
	s.sessions.Get(x.context(), credentialsKey, &held)
	var notes view.Notes
	list, err := handedIn(x.r.MultipartForm, x.r.PostForm)
	if err != nil {
		return nil, err
	}
	for _, h := range list {
		taken, err := s.takeIn(x, h)
		if err != nil {
			return nil, err
		}
		var renamed map[string]string
		rec, renamed = app.Join(rec, taken.Record)
		for id, c := range taken.Credentials {
			if now, ok := renamed[id]; ok {
				id = now
			}
			held[id] = c
		}
		notes.Added += len(taken.Record.Attainments)
		notes.Beyond += taken.Beyond
		notes.Warnings = append(notes.Warnings, taken.Warnings...)
	}
	notes.Nothing = notes.Added == 0
	return s.keepRecord(x, rec, held, &notes)
}

func (s *Site) takeIn(x *exchange, h app.HandIn) (app.TakenIn, error) {
	if err := x.begin(); err != nil {
		return app.TakenIn{}, err
	}
	defer x.end()
	return s.service.TakeIn(x.context(), x.rules, h)
}

// handedIn are the paste and the files of a form.
func handedIn(files *multipart.Form, form url.Values) ([]app.HandIn, error) {
	var out []app.HandIn
	if text := form.Get("lines"); strings.TrimSpace(text) != "" {
		out = append(out, app.HandIn{Data: []byte(text), Institution: form.Get("institution")})
	}
	if files == nil {
		return out, nil
	}
	for _, head := range files.File["file"] {
		f, err := head.Open()
		if err != nil {
			return nil, fault.From(err)
		}
		data, err := io.ReadAll(f)
		_ = f.Close() // it was read whole
		if err != nil {
			return nil, fault.From(err)
		}
		if len(data) > 0 {
			out = append(out, app.HandIn{Data: data, Name: head.Filename, Institution: form.Get("institution")})
		}
	}
	return out, nil
}

// keepRecord puts the record into the session and goes back to it.
func (s *Site) keepRecord(x *exchange, rec record.Record, held map[string]app.HeldCredential, notes *view.Notes) (*answer, error) {
	for id := range held {
		if !slices.ContainsFunc(rec.Attainments, func(a record.Attainment) bool { return a.ID == id }) {
			delete(held, id)
		}
	}
	if problems := x.rules.PrepareRecord(&rec); problems.HasErrors() {
		return nil, fault.SayList(fault.Invalid, wording.Of("fault.record_bad", "The record would have mistakes."), problems)
	}
	if len(notes.Warnings) > diag.Shown {
		notes.Warnings = notes.Warnings[:diag.Shown]
	}
	// Only what fits goes in: where the last does not, nothing has changed.
	before, had := s.sessions.Record(x.context())
	err := s.sessions.Keep(x.context(), rec)
	if err == nil {
		err = s.sessions.Put(x.context(), credentialsKey, held)
	}
	if err == nil {
		err = s.sessions.Put(x.context(), notesKey, notes)
	}
	if err != nil && had {
		_ = s.sessions.Keep(x.context(), before) // it fitted before
	} else if err != nil {
		s.sessions.Drop(x.context(), "record")
	}
	return &answer{redirect: x.own("/record") + "#sheet"}, err
}

// own is the address of a page for the session's own record.
func (x *exchange) own(path string) string {
	if lang := x.query.Get("lang"); lang != "" {
		return path + "?lang=" + url.QueryEscape(lang)
	}
	return path
}

// changeLines settles which items lines mean, or removes a line.
func (s *Site) changeLines(x *exchange) (*answer, error) {
	rec, ok := s.sessions.Record(x.context())
	if !ok {
		return nil, fault.Say(fault.NotFound, wording.Of("fault.record_gone", "There is no record in this session any more."))
	}
	var held map[string]app.HeldCredential
	s.sessions.Get(x.context(), credentialsKey, &held)
	form, notes := x.r.PostForm, &view.Notes{}
	if id := form.Get("remove"); id != "" {
		before := len(rec.Attainments)
		rec.Attainments = slices.DeleteFunc(rec.Attainments, func(a record.Attainment) bool { return a.ID == id })
		if notes.Removed = before - len(rec.Attainments); notes.Removed > 0 {
			rec.Decisions = slices.DeleteFunc(rec.Decisions, func(d record.Decision) bool { return slices.Contains(d.Lines, id) })
			rec.Exceptions = exceptionsWithout(rec.Exceptions, id)
		}
		return s.keepRecord(x, rec, held, notes)
	}
	for key, values := range form {
		line, found := strings.CutPrefix(key, "item:")
		if !found || len(values) != 1 || values[0] == "" {
			continue
		}
		var err error
		if rec, err = x.rules.Settle(rec, line, catalog.ItemID(values[0])); err != nil {
			return nil, err
		}
		notes.Settled++
	}
	return s.keepRecord(x, rec, held, notes)
}
