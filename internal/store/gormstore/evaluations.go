package gormstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// evaluationRow is one saved answer.
type evaluationRow struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	RecordID     uuid.NullUUID
	Created      time.Time
	AsOf         string
	RulesVersion string
	InputHash    string
	Query        []byte
	Result       []byte
}

// TableName names the table for GORM.
func (*evaluationRow) TableName() string { return "evaluations" }

func (s *Store) newEvaluationRow(e *store.Evaluation) (evaluationRow, error) {
	r := evaluationRow{
		ID: e.ID, RecordID: uuid.NullUUID{UUID: e.RecordID, Valid: e.RecordID != uuid.Nil}, Created: s.at(e.Created),
		AsOf: e.AsOf, RulesVersion: string(e.RulesVersion), InputHash: e.InputHash, Query: e.Query, Result: e.Result,
	}
	if r.Query == nil { // the columns are NOT NULL
		r.Query = []byte{}
	}
	if r.Result == nil {
		r.Result = []byte{}
	}
	return r, keepable("evaluation", r.AsOf, r.RulesVersion, r.InputHash)
}

func (r *evaluationRow) toDomain() store.Evaluation {
	return store.Evaluation{
		ID: r.ID, RecordID: r.RecordID.UUID, Created: r.Created.UTC(), AsOf: r.AsOf,
		RulesVersion: ruleset.Version(r.RulesVersion), InputHash: r.InputHash, Query: r.Query, Result: r.Result,
	}
}

// SaveEvaluation implements [store.Evaluations].
func (s *Store) SaveEvaluation(ctx context.Context, e store.Evaluation) error {
	const op = "save an evaluation"
	row, err := s.newEvaluationRow(&e)
	if err != nil {
		return s.fail(ctx, op, err)
	}
	return s.createForRecord(ctx, op, &row)
}

// Evaluation implements [store.Evaluations].
func (s *Store) Evaluation(ctx context.Context, id uuid.UUID) (store.Evaluation, error) {
	var row evaluationRow
	if err := s.backend.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return store.Evaluation{}, s.fail(ctx, "read an evaluation", err)
	}
	return row.toDomain(), nil
}

// ListEvaluations implements [store.Evaluations].
func (s *Store) ListEvaluations(
	ctx context.Context, recordID uuid.UUID, page store.Page,
) (list []store.Evaluation, next string, err error) {
	const op = "list evaluations"
	query := s.backend.Read(ctx).Order("created DESC, id DESC").Limit(limit(page) + 1)
	if recordID != uuid.Nil {
		query = query.Where("record_id = ?", recordID)
	}
	if page.After != "" {
		created, id, err := timeCursor(page.After)
		if err != nil {
			return nil, "", s.fail(ctx, op, err)
		}
		query = query.Where("(created, id) < (?, ?)", created, id)
	}
	var rows []evaluationRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", s.fail(ctx, op, err)
	}
	rows, more := cut(rows, limit(page))
	for i := range rows {
		list = append(list, rows[i].toDomain())
	}
	if more {
		last := &list[len(list)-1]
		next = numberText(last.Created.UnixMicro()) + "." + last.ID.String()
	}
	return list, next, nil
}

// timeCursor reads a cursor of a time and an id. The time is part of it so that
// the list goes on at the right place even when that answer has been deleted.
func timeCursor(s string) (time.Time, uuid.UUID, error) {
	number, text, _ := strings.Cut(s, ".")
	micros, err := numberCursor(number)
	if err != nil {
		return time.Time{}, uuid.Nil, badCursor(s)
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return time.Time{}, uuid.Nil, badCursor(s)
	}
	return time.UnixMicro(micros).UTC(), id, nil
}

// createForRecord writes one row that belongs to a record; without the record
// it is not found.
func (s *Store) createForRecord(ctx context.Context, op string, row any) error {
	return s.update(ctx, op, func(tx *gorm.DB, _ BulkInserter) error {
		err := tx.Create(row).Error
		if errors.Is(err, gorm.ErrForeignKeyViolated) {
			return fmt.Errorf("%w: the record: %w", store.ErrNotFound, err)
		}
		return err
	})
}
