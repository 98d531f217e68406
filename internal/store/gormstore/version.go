package gormstore

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// versionRow is one change of the rule set.
type versionRow struct {
	Seq      int64 `gorm:"primaryKey;autoIncrement:false"`
	Version  string
	Previous string
	Created  time.Time
	Source   string
	Added    int
	Changed  int
	Summary  string
}

// TableName names the table for GORM.
func (*versionRow) TableName() string { return "rule_set_versions" }

// Version implements [store.Catalog].
func (s *Store) Version(ctx context.Context) (ruleset.Version, error) {
	v, err := currentVersion(s.backend.Read(ctx))
	return v, s.fail(ctx, "read the rules version", err)
}

func currentVersion(tx *gorm.DB) (ruleset.Version, error) {
	var list []string
	err := tx.Table("rule_set_versions").Order("seq DESC").Limit(1).Pluck("version", &list).Error
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return ruleset.Manifest(nil).Version(), nil
	}
	return ruleset.Version(list[0]), nil
}

// addVersion records a change; it is the current version from the commit on.
func addVersion(tx *gorm.DB, c *ruleset.Change, source string, at time.Time) error {
	summary := map[string]store.Count{}
	var all store.Count
	for i := range c.Entries {
		n := summary[c.Entries[i].What]
		if c.Entries[i].Kind == ruleset.Added {
			n.Added++
			all.Added++
		} else {
			n.Changed++
			all.Changed++
		}
		summary[c.Entries[i].What] = n
	}
	text, err := json.Marshal(summary)
	if err != nil {
		return err
	}
	var seq int64
	if err := tx.Table("rule_set_versions").Select("COALESCE(MAX(seq), 0) + 1").Scan(&seq).Error; err != nil {
		return err
	}
	return tx.Create(&versionRow{
		Seq: seq, Version: string(c.After), Previous: string(c.Before), Created: at,
		Source: plain(source), Added: all.Added, Changed: all.Changed, Summary: string(text),
	}).Error
}

// History implements [store.History].
func (s *Store) History(ctx context.Context, page store.Page) (list []store.Revision, next string, err error) {
	after, err := numberCursor(page.After)
	if err != nil {
		return nil, "", s.fail(ctx, "list the history", err)
	}
	query := s.backend.Read(ctx).Order("seq DESC").Limit(limit(page) + 1)
	if after > 0 {
		query = query.Where("seq < ?", after)
	}
	var rows []versionRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, "", s.fail(ctx, "list the history", err)
	}
	rows, more := cut(rows, limit(page))
	for i := range rows {
		r, err := rows[i].toDomain()
		if err != nil {
			return nil, "", s.fail(ctx, "list the history", err)
		}
		list = append(list, r)
	}
	if more {
		next = numberText(rows[len(rows)-1].Seq)
	}
	return list, next, nil
}

func (r *versionRow) toDomain() (store.Revision, error) {
	out := store.Revision{
		Seq: r.Seq, Version: ruleset.Version(r.Version), Previous: ruleset.Version(r.Previous),
		At: r.Created.UTC(), Source: r.Source, Count: store.Count{Added: r.Added, Changed: r.Changed},
	}
	return out, json.Unmarshal([]byte(r.Summary), &out.ByKind)
}
