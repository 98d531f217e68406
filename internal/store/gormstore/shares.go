package gormstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/store"
)

// shareRow is one share.
type shareRow struct {
	ID      uuid.UUID `gorm:"primaryKey"`
	Token   []byte
	Owner   []byte
	Title   string
	Created time.Time
	Expires time.Time
	Revoked sql.NullTime
	Body    []byte
}

// TableName names the table for GORM.
func (*shareRow) TableName() string { return "shares" }

func (s *Store) newShareRow(h *store.Share) (shareRow, error) {
	r := shareRow{
		ID: h.ID, Token: h.Token[:], Owner: h.Owner[:], Title: h.Title, Created: s.at(h.Created), Expires: s.at(h.Expires), Body: h.Body,
	}
	if r.Body == nil { // the column is NOT NULL
		r.Body = []byte{}
	}
	if h.ID == uuid.Nil {
		return r, fmt.Errorf("%w: a share without an id", store.ErrInvalid)
	}
	return r, keepable("share", r.Title)
}

func (r *shareRow) toDomain() store.Share {
	h := store.Share{ID: r.ID, Title: r.Title, Created: r.Created.UTC(), Expires: r.Expires.UTC(), Body: r.Body}
	copy(h.Token[:], r.Token)
	copy(h.Owner[:], r.Owner)
	if r.Revoked.Valid {
		h.Revoked = r.Revoked.Time.UTC()
	}
	if len(h.Body) == 0 {
		h.Body = nil
	}
	return h
}

// SaveShare implements [store.Shares].
func (s *Store) SaveShare(ctx context.Context, h store.Share) error {
	const op = "save a share"
	row, err := s.newShareRow(&h)
	if err != nil {
		return s.fail(ctx, op, err)
	}
	return s.update(ctx, op, func(tx *gorm.DB, _ BulkInserter) error { return tx.Create(&row).Error })
}

// ShareByToken implements [store.Shares].
func (s *Store) ShareByToken(ctx context.Context, token store.Secret) (store.Share, error) {
	var row shareRow
	if err := s.backend.Read(ctx).Where("token = ?", token[:]).Take(&row).Error; err != nil {
		return store.Share{}, s.fail(ctx, "read a share", err)
	}
	return row.toDomain(), nil
}

// ListShares implements [store.Shares].
func (s *Store) ListShares(ctx context.Context, owner store.Secret, page store.Page) (list []store.Share, next string, err error) {
	const op = "list shares"
	query := s.backend.Read(ctx).Select("id", "token", "owner", "title", "created", "expires", "revoked").
		Where("owner = ?", owner[:]).Order("created DESC, id DESC").Limit(limit(page) + 1)
	if page.After != "" {
		created, id, err := timeCursor(page.After)
		if err != nil {
			return nil, "", s.fail(ctx, op, err)
		}
		query = query.Where("(created, id) < (?, ?)", created, id)
	}
	var rows []shareRow
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

// RevokeShare implements [store.Shares].
func (s *Store) RevokeShare(ctx context.Context, owner store.Secret, id uuid.UUID, at time.Time) error {
	return s.update(ctx, "withdraw a share", func(tx *gorm.DB, _ BulkInserter) error {
		var row shareRow
		if err := tx.Where("id = ? AND owner = ?", id, owner[:]).Take(&row).Error; err != nil {
			return err
		}
		if row.Revoked.Valid {
			return nil
		}
		row.Revoked, row.Body = sql.NullTime{Time: s.at(at), Valid: true}, []byte{}
		return tx.Save(&row).Error
	})
}

// ForgetShares implements [store.Shares].
func (s *Store) ForgetShares(ctx context.Context, before time.Time) (n int, err error) {
	err = s.update(ctx, "forget shares", func(tx *gorm.DB, _ BulkInserter) error {
		done := tx.Model(&shareRow{}).Where("expires < ? AND length(body) > 0", s.at(before)).Update("body", []byte{})
		n = int(done.RowsAffected)
		return done.Error
	})
	return n, err
}
