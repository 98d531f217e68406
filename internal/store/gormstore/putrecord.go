package gormstore

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// linesAtOnce keeps one INSERT of lines far below SQLite's 32,766 parameters.
const linesAtOnce = 500

// recordRows is a record as rows.
type recordRows struct {
	record      recordRow
	attainments []attainmentRow
	decisions   []decisionRow
}

// PutRecord implements [store.Records]. The revision is compared under a lock
// on the row, so that of two writers who saw the same revision one is refused.
func (s *Store) PutRecord(
	ctx context.Context, id uuid.UUID, r record.Record, opts store.PutOptions,
) (out store.StoredRecord, err error) {
	const op = "write a record"
	rows, err := newRecordRows(id, &r)
	if err != nil {
		return out, s.fail(ctx, op, err)
	}
	rows.record.Updated = s.at(opts.At)
	err = s.update(ctx, op, func(tx *gorm.DB, _ BulkInserter) error {
		if opts.Expect == 0 {
			err = rows.create(tx)
		} else {
			err = rows.replace(tx, opts.Expect)
		}
		if err != nil {
			return err
		}
		if err := createAll(tx, rows.attainments); err != nil {
			return err
		}
		return createAll(tx, rows.decisions)
	})
	if err != nil {
		return out, err
	}
	row := &rows.record
	return store.StoredRecord{ID: id, Record: r, Created: row.Created, Updated: row.Updated, Revision: row.Revision}, nil
}

func newRecordRows(id uuid.UUID, r *record.Record) (rows recordRows, err error) {
	if id == uuid.Nil { // it stands for "no record" in evaluations
		return rows, fmt.Errorf("%w: a record without an id", store.ErrInvalid)
	}
	if rows.record, err = newRecordRow(id, r); err != nil {
		return rows, err
	}
	rows.attainments = make([]attainmentRow, len(r.Attainments))
	for i := range r.Attainments {
		if rows.attainments[i], err = newAttainmentRow(id, i, &r.Attainments[i]); err != nil {
			return rows, err
		}
	}
	rows.decisions = make([]decisionRow, len(r.Decisions))
	for i := range r.Decisions {
		if rows.decisions[i], err = newDecisionRow(id, i, &r.Decisions[i]); err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// create adds the record; a taken id is a duplicate key, which means conflict.
func (rows *recordRows) create(tx *gorm.DB) error {
	rows.record.Created, rows.record.Revision = rows.record.Updated, 1
	return tx.Create(&rows.record).Error
}

// replace takes the place of one revision and removes its lines.
func (rows *recordRows) replace(tx *gorm.DB, expect int64) error {
	var stored []recordRow
	locked := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	if err := locked.Where("id = ?", rows.record.ID).Limit(1).Find(&stored).Error; err != nil {
		return err
	}
	if len(stored) == 0 {
		return fmt.Errorf("%w: the record is gone", store.ErrConflict)
	}
	if stored[0].Revision != expect {
		return fmt.Errorf("%w: the record is at revision %d, not %d", store.ErrConflict, stored[0].Revision, expect)
	}
	rows.record.Created, rows.record.Revision = stored[0].Created.UTC(), expect+1
	if err := tx.Save(&rows.record).Error; err != nil {
		return err
	}
	if err := tx.Where("record_id = ?", rows.record.ID).Delete(&attainmentRow{}).Error; err != nil {
		return err
	}
	return tx.Where("record_id = ?", rows.record.ID).Delete(&decisionRow{}).Error
}

func createAll[T any](tx *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.CreateInBatches(rows, linesAtOnce).Error
}
