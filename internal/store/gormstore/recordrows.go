package gormstore

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/store"
)

// recordRow is a record without its lines.
type recordRow struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	Learner      string
	EntryCatalog string
	PlanSigned   string
	// Circumstances holds facts, competencies, milestones and exceptions.
	Circumstances string
	Created       time.Time
	Updated       time.Time
	Revision      int64
}

// TableName names the table for GORM.
func (*recordRow) TableName() string { return "records" }

// newRecordRow leaves times and revision to the caller.
func newRecordRow(id uuid.UUID, r *record.Record) (recordRow, error) {
	if err := keepable("learner", r.Learner); err != nil {
		return recordRow{}, err
	}
	about := circumstances{r.Facts, r.Competencies, r.Milestones, r.Exceptions, r.Enrolments, r.Leaves}
	if err := about.check(); err != nil {
		return recordRow{}, err
	}
	entry, errEntry := toJSON(r.EntryCatalog)
	plan, errPlan := toJSON(r.PlanSigned)
	more, errMore := toJSON(about)
	return recordRow{
		ID: id, Learner: r.Learner, EntryCatalog: entry, PlanSigned: plan, Circumstances: more,
	}, errors.Join(errEntry, errPlan, errMore)
}

// toDomain returns the record without its lines.
func (r *recordRow) toDomain() (store.StoredRecord, error) {
	out := store.StoredRecord{
		ID: r.ID, Created: r.Created.UTC(), Updated: r.Updated.UTC(), Revision: r.Revision,
		Record: record.Record{Learner: r.Learner, Attainments: []record.Attainment{}},
	}
	var more circumstances
	err := errors.Join(
		json.Unmarshal([]byte(r.Circumstances), &more),
		json.Unmarshal([]byte(r.EntryCatalog), &out.Record.EntryCatalog),
		json.Unmarshal([]byte(r.PlanSigned), &out.Record.PlanSigned),
	)
	out.Record.Facts, out.Record.Competencies = more.Facts, more.Competencies
	out.Record.Milestones, out.Record.Exceptions = more.Milestones, more.Exceptions
	out.Record.Enrolments, out.Record.Leaves = more.Enrolments, more.Leaves
	return out, err
}

// circumstances are the parts of a record on which only requirements depend.
type circumstances struct {
	Facts        map[string]string       `json:"facts,omitempty"`
	Competencies map[string]bool         `json:"competencies,omitempty"`
	Milestones   map[string]bool         `json:"milestones,omitempty"`
	Exceptions   []requirement.Exception `json:"exceptions,omitempty"`
	Enrolments   []record.Enrolment      `json:"enrolments,omitempty"`
	Leaves       []record.Leave          `json:"leaves,omitempty"`
}

// decisionRow is one decision of a record.
type decisionRow struct {
	RecordID   uuid.UUID `gorm:"primaryKey"`
	Position   int       `gorm:"primaryKey;autoIncrement:false"`
	DecisionID string
	ReceiverID string
	LineIDs    string `gorm:"column:line_ids"`
	Outcome    string
	Awards     string
	DecidedOn  string
	DecidedBy  string
	Reason     string
	ValidUntil string
	Appeals    string
}

// TableName names the table for GORM.
func (*decisionRow) TableName() string { return "decisions" }

func newDecisionRow(id uuid.UUID, position int, d *record.Decision) (decisionRow, error) {
	lines, errLines := toJSON(d.Lines)
	awards, errAwards := toJSON(d.Awards)
	appeals, errAppeals := toJSON(d.Appeals)
	r := decisionRow{
		RecordID: id, Position: position, DecisionID: d.ID, ReceiverID: string(d.Receiver),
		LineIDs: lines, Outcome: string(d.Outcome), Awards: awards, DecidedOn: d.DecidedOn.String(),
		DecidedBy: d.DecidedBy, Reason: d.Reason, ValidUntil: d.ValidUntil.String(), Appeals: appeals,
	}
	return r, errors.Join(errLines, errAwards, errAppeals,
		keepable("decision", r.DecisionID, r.ReceiverID, r.Outcome, r.DecidedBy, r.Reason))
}

func (r *decisionRow) toDomain() (record.Decision, error) {
	var errs [5]error
	d := record.Decision{
		ID: r.DecisionID, Receiver: catalog.InstitutionID(r.ReceiverID), Outcome: agreement.Outcome(r.Outcome),
		DecidedBy: r.DecidedBy, Reason: r.Reason,
	}
	errs[0] = json.Unmarshal([]byte(r.LineIDs), &d.Lines)
	errs[1] = json.Unmarshal([]byte(r.Awards), &d.Awards)
	d.DecidedOn, errs[2] = day(r.DecidedOn)
	d.ValidUntil, errs[3] = day(r.ValidUntil)
	errs[4] = json.Unmarshal([]byte(r.Appeals), &d.Appeals)
	return d, errors.Join(errs[:]...)
}

// toJSON is json.Marshal as a string. An absent list or map is "null".
func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// check refuses texts that JSON would change in silence.
func (c *circumstances) check() error {
	var texts []string
	for name, value := range c.Facts {
		texts = append(texts, name, value)
	}
	for _, m := range []map[string]bool{c.Competencies, c.Milestones} {
		for name := range m {
			texts = append(texts, name)
		}
	}
	for i := range c.Exceptions {
		e := &c.Exceptions[i]
		texts = append(texts, e.ID, e.Program, e.Version, e.Path, string(e.Kind), e.Line, string(e.Item), string(e.With), string(e.What), e.Reason, e.Approver)
	}
	return keepable("learner's circumstances", texts...)
}
