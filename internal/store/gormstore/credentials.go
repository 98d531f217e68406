package gormstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/store"
)

// credentialRow is one issued credential.
type credentialRow struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Institution string
	Program     string
	RecordID    uuid.NullUUID
	Name        string
	List        int64
	Place       int64
	Standing    string
	Reason      string
	Issued      time.Time
	Changed     time.Time
	ValidFrom   time.Time
	ValidUntil  sql.NullTime
	MediaType   string
	Body        []byte
	Revision    int64
	Learner     string
	ConferredTo string
}

// TableName names the table for GORM.
func (*credentialRow) TableName() string { return "credentials" }

func (s *Store) newCredentialRow(c *store.Credential) (credentialRow, error) {
	r := credentialRow{
		ID: c.ID, Institution: string(c.Institution), Program: c.Program,
		RecordID: uuid.NullUUID{UUID: c.RecordID, Valid: c.RecordID != uuid.Nil}, Name: c.Name,
		List: c.Place.List, Place: c.Place.Index, Standing: string(c.Standing), Reason: c.Reason,
		Issued: s.at(c.Issued), Changed: s.at(c.Changed), ValidFrom: s.at(c.From),
		MediaType: c.MediaType, Body: c.Body, Revision: c.Revision, Learner: c.Learner,
	}
	if c.Conferred {
		r.ConferredTo = c.Learner
	}
	if !c.Until.IsZero() {
		r.ValidUntil = sql.NullTime{Time: s.at(c.Until), Valid: true}
	}
	if r.Body == nil { // the column is NOT NULL
		r.Body = []byte{}
	}
	if c.ID == uuid.Nil {
		return r, fmt.Errorf("%w: a credential without an id", store.ErrInvalid)
	}
	return r, keepable("credential", r.Institution, r.Program, r.Name, r.Reason, r.MediaType, r.Learner)
}

func (r *credentialRow) toDomain() store.Credential {
	c := store.Credential{
		ID: r.ID, Institution: catalog.InstitutionID(r.Institution), Program: r.Program, RecordID: r.RecordID.UUID,
		Name: r.Name, Place: store.Place{List: r.List, Index: r.Place}, Standing: store.Standing(r.Standing), Reason: r.Reason,
		Issued: r.Issued.UTC(), Changed: r.Changed.UTC(), From: r.ValidFrom.UTC(),
		MediaType: r.MediaType, Body: r.Body, Revision: r.Revision, Learner: r.Learner, Conferred: r.ConferredTo != "",
	}
	if r.ValidUntil.Valid {
		c.Until = r.ValidUntil.Time.UTC()
	}
	return c
}

// SaveCredential implements [store.Credentials].
func (s *Store) SaveCredential(ctx context.Context, c store.Credential) error {
	const op = "save a credential"
	c.Revision, c.Changed = 1, c.Issued
	if c.Standing == "" {
		c.Standing = store.StandingActive
	}
	row, err := s.newCredentialRow(&c)
	if err != nil {
		return s.fail(ctx, op, err)
	}
	return s.createForRecord(ctx, op, &row)
}

// Credential implements [store.Credentials].
func (s *Store) Credential(ctx context.Context, id uuid.UUID) (store.Credential, error) {
	var row credentialRow
	if err := s.backend.Read(ctx).Where("id = ?", id).Take(&row).Error; err != nil {
		return store.Credential{}, s.fail(ctx, "read a credential", err)
	}
	return row.toDomain(), nil
}

// ListCredentials implements [store.Credentials].
func (s *Store) ListCredentials(
	ctx context.Context, filter store.CredentialFilter, page store.Page,
) (list []store.Credential, next string, err error) {
	const op = "list credentials"
	query := s.backend.Read(ctx).Order("issued DESC, id DESC").Limit(limit(page) + 1)
	if filter.Institution != "" {
		query = query.Where("institution = ?", string(filter.Institution))
	}
	switch {
	case filter.RecordID != uuid.Nil && filter.Learner != "":
		query = query.Where("record_id = ? OR (learner = ? AND learner <> '') OR record_id IN (SELECT id FROM records WHERE learner = ? AND learner <> '')",
			filter.RecordID, filter.LearnerHash, filter.Learner)
	case filter.RecordID != uuid.Nil:
		query = query.Where("record_id = ?", filter.RecordID)
	}
	if filter.Program != "" {
		query = query.Where("program = ?", filter.Program)
	}
	if page.After != "" {
		issued, id, err := timeCursor(page.After)
		if err != nil {
			return nil, "", s.fail(ctx, op, err)
		}
		query = query.Where("(issued, id) < (?, ?)", issued, id)
	}
	var rows []credentialRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", s.fail(ctx, op, err)
	}
	rows, more := cut(rows, limit(page))
	for i := range rows {
		list = append(list, rows[i].toDomain())
	}
	if more {
		last := &list[len(list)-1]
		next = numberText(last.Issued.UnixMicro()) + "." + last.ID.String()
	}
	return list, next, nil
}

// UpdateCredential implements [store.Credentials].
func (s *Store) UpdateCredential(ctx context.Context, c store.Credential) (out store.Credential, err error) {
	const op = "change a credential"
	row, err := s.newCredentialRow(&c)
	if err != nil {
		return out, s.fail(ctx, op, err)
	}
	err = s.update(ctx, op, func(tx *gorm.DB, _ BulkInserter) error {
		var old credentialRow
		locked := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
		if err := locked.Where("id = ?", c.ID).Take(&old).Error; err != nil {
			return err
		}
		switch {
		case old.Revision != c.Revision:
			return fmt.Errorf("%w: the credential is at revision %d, not %d", store.ErrConflict, old.Revision, c.Revision)
		case old.Standing == string(store.StandingRevoked):
			return fmt.Errorf("%w: a revoked credential stays revoked", store.ErrConflict)
		}
		old.Standing, old.Reason, old.Changed, old.Revision = row.Standing, row.Reason, row.Changed, old.Revision+1
		old.ValidFrom, old.ValidUntil, old.MediaType, old.Body = row.ValidFrom, row.ValidUntil, row.MediaType, row.Body
		out = old.toDomain()
		return tx.Save(&old).Error
	})
	return out, err
}
