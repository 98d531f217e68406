package gormstore

import (
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
)

// attainmentRow is one line of a record.
type attainmentRow struct {
	RecordID    uuid.UUID `gorm:"primaryKey"`
	Position    int       `gorm:"primaryKey;autoIncrement:false"`
	LineID      string
	ItemID      string
	Institution string
	Code        string
	Title       string
	Kind        string
	Started     string
	Attained    string
	Term        string
	Expires     string
	Credits     *string // exact; nil: the catalogue's
	Unit        string
	Grade       string
	Scale       string
	Status      string
	Level       string
	Evidence    string
	Attributes  string
}

// TableName names the table for GORM.
func (*attainmentRow) TableName() string { return "attainments" }

func newAttainmentRow(id uuid.UUID, position int, a *record.Attainment) (attainmentRow, error) {
	attributes, err := toJSON(a.Attributes)
	r := attainmentRow{
		RecordID: id, Position: position, LineID: a.ID, ItemID: string(a.Item), Institution: a.Institution,
		Code: a.Code, Title: a.Title, Kind: string(a.Kind), Started: a.Started.String(),
		Attained: a.Attained.String(), Term: a.Term, Expires: a.Expires.String(), Unit: string(a.Unit),
		Grade: a.Grade, Scale: string(a.Scale), Status: string(a.Status), Level: a.Level,
		Evidence: string(a.Evidence), Attributes: attributes,
	}
	if a.Credits != nil {
		exact := a.Credits.String()
		r.Credits = &exact
	}
	return r, errors.Join(err, keepable("line", r.LineID, r.ItemID, r.Institution, r.Code, r.Title, r.Kind,
		r.Term, r.Unit, r.Grade, r.Scale, r.Status, r.Level, r.Evidence))
}

func (r *attainmentRow) toDomain() (record.Attainment, error) {
	var errs [5]error
	a := record.Attainment{
		ID: r.LineID, Item: catalog.ItemID(r.ItemID), Institution: r.Institution, Code: r.Code, Title: r.Title,
		Kind: catalog.ItemKind(r.Kind), Term: r.Term, Unit: credit.Unit(r.Unit), Grade: r.Grade,
		Scale: catalog.ScaleID(r.Scale), Status: record.Status(r.Status), Level: r.Level,
		Evidence: catalog.EvidenceKind(r.Evidence),
	}
	a.Started, errs[0] = day(r.Started)
	a.Attained, errs[1] = day(r.Attained)
	a.Expires, errs[2] = day(r.Expires)
	errs[3] = json.Unmarshal([]byte(r.Attributes), &a.Attributes)
	if r.Credits != nil {
		var exact credit.Amount
		exact, errs[4] = credit.ParseAmount(*r.Credits)
		a.Credits = &exact
	}
	return a, errors.Join(errs[:]...)
}
