package gormstore

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// errRows means that a table and what another says about it disagree: somebody
// changed the tables by hand.
var errRows = errors.New("the tables of the rule set do not agree with each other")

// Load implements [store.Catalog].
func (s *Store) Load(ctx context.Context) (set ruleset.Set, v ruleset.Version, err error) {
	err = s.view(ctx, "load the rule set", func(tx *gorm.DB) (err error) {
		if v, err = currentVersion(tx); err != nil {
			return err
		}
		set, err = loadSet(tx)
		return err
	})
	if err != nil {
		return ruleset.Set{}, "", err
	}
	return set, v, nil
}

func loadSet(tx *gorm.DB) (set ruleset.Set, err error) {
	d := newDecoder()
	defer func() { err = errors.Join(err, d.wait()) }()
	if set.Scales, err = loadTable[catalog.Scale](tx, d, "scales"); err != nil {
		return set, err
	}
	if set.Institutions, err = loadTable[catalog.Institution](tx, d, "institutions"); err != nil {
		return set, err
	}
	if set.Items, err = loadTable[catalog.Item](tx, d, "items"); err != nil {
		return set, err
	}
	if set.Programs, err = loadTable[requirement.Program](tx, d, "programs"); err != nil {
		return set, err
	}
	set.Agreements, err = loadAgreements(tx, d)
	return set, err
}

// loadTable reads the bodies of a table in order of id.
func loadTable[T any](tx *gorm.DB, d *decoder, table string) ([]T, error) {
	var n int64
	if err := tx.Table(table).Count(&n).Error; err != nil || n == 0 {
		return nil, err
	}
	out := make([]T, n)
	i := 0
	var body sql.RawBytes
	err := each(tx.Table(table).Select("body").Order("id"), func(rows *sql.Rows) error {
		if err := rows.Scan(&body); err != nil {
			return err
		}
		d.add(body, &out[i])
		i++
		return nil
	})
	return out, err
}

// loadAgreements reads the headings, makes room for the rules they count, and
// lets the rules be decoded into that room.
func loadAgreements(tx *gorm.DB, d *decoder) ([]agreement.Agreement, error) {
	var heads []agreementRow
	err := tx.Select("key", "rule_count", "body").Order("id, version").Find(&heads).Error
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	out := make([]agreement.Agreement, len(heads))
	at := make(map[int64]*agreement.Agreement, len(heads))
	rules := 0
	for i := range heads {
		if out[i], err = heads[i].toDomain(); err != nil {
			return nil, err
		}
		at[heads[i].Key] = &out[i]
		rules += heads[i].RuleCount
	}
	found, err := loadRules(tx, d, at)
	if err == nil && found != rules {
		err = errRows
	}
	return out, err
}

// loadRules lets every rule be decoded into its place and counts them.
func loadRules(tx *gorm.DB, d *decoder, at map[int64]*agreement.Agreement) (found int, _ error) {
	var (
		key      int64
		position int
		body     sql.RawBytes
	)
	query := tx.Table("rules").Select("agreement_key", "position", "body").Order("agreement_key, position")
	err := each(query, func(rows *sql.Rows) error {
		found++
		if err := rows.Scan(&key, &position, &body); err != nil {
			return err
		}
		a := at[key]
		if a == nil || position < 0 || position >= len(a.Rules) {
			return errRows
		}
		d.add(body, &a.Rules[position])
		return nil
	})
	return found, err
}
