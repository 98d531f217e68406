package gormstore

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// Record implements [store.Records].
func (s *Store) Record(ctx context.Context, id uuid.UUID) (out store.StoredRecord, err error) {
	err = s.view(ctx, "read a record", func(tx *gorm.DB) error {
		list, err := loadRecords(tx, tx.Where("id = ?", id))
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return store.ErrNotFound
		}
		out = list[0]
		return nil
	})
	return out, err
}

// ListRecords implements [store.Records].
func (s *Store) ListRecords(ctx context.Context, page store.Page) (list []store.StoredRecord, next string, err error) {
	err = s.view(ctx, "list records", func(tx *gorm.DB) error {
		query := tx.Order("id").Limit(limit(page) + 1)
		if page.After != "" {
			after, err := idCursor(page.After)
			if err != nil {
				return err
			}
			query = query.Where("id > ?", after)
		}
		list, err = loadRecords(tx, query)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	list, more := cut(list, limit(page))
	if more {
		next = list[len(list)-1].ID.String()
	}
	return list, next, nil
}

// DeleteRecord implements [store.Records]. Lines, decisions and evaluations go
// with the record by their foreign keys.
func (s *Store) DeleteRecord(ctx context.Context, id uuid.UUID) error {
	return s.update(ctx, "delete a record", func(tx *gorm.DB, _ BulkInserter) error {
		deleted := tx.Where("id = ?", id).Delete(&recordRow{})
		if deleted.Error == nil && deleted.RowsAffected == 0 {
			return store.ErrNotFound
		}
		return deleted.Error
	})
}

// loadRecords reads the records that a query finds, with their lines.
func loadRecords(tx, query *gorm.DB) ([]store.StoredRecord, error) {
	var rows []recordRow
	if err := query.Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	list := make([]store.StoredRecord, len(rows))
	ids := make([]uuid.UUID, len(rows))
	at := make(map[uuid.UUID]*record.Record, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].toDomain(); err != nil {
			return nil, err
		}
		ids[i], at[rows[i].ID] = rows[i].ID, &list[i].Record
	}
	return list, errors.Join(loadAttainments(tx, ids, at), loadDecisions(tx, ids, at))
}

func loadAttainments(tx *gorm.DB, ids []uuid.UUID, at map[uuid.UUID]*record.Record) error {
	var rows []attainmentRow
	if err := tx.Where("record_id IN ?", ids).Order("record_id, position").Find(&rows).Error; err != nil {
		return err
	}
	for i := range rows {
		a, err := rows[i].toDomain()
		if err != nil {
			return err
		}
		r := at[rows[i].RecordID]
		r.Attainments = append(r.Attainments, a)
	}
	return nil
}

func loadDecisions(tx *gorm.DB, ids []uuid.UUID, at map[uuid.UUID]*record.Record) error {
	var rows []decisionRow
	if err := tx.Where("record_id IN ?", ids).Order("record_id, position").Find(&rows).Error; err != nil {
		return err
	}
	for i := range rows {
		d, err := rows[i].toDomain()
		if err != nil {
			return err
		}
		r := at[rows[i].RecordID]
		r.Decisions = append(r.Decisions, d)
	}
	return nil
}
