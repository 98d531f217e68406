package gormstore

import (
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/ruleset"
)

// tables are the tables of the kinds of entry that have no versions.
var tables = []struct{ what, table string }{
	{ruleset.WhatScale, "scales"},
	{ruleset.WhatInstitution, "institutions"},
	{ruleset.WhatItem, "items"},
	{ruleset.WhatProgram, "programs"},
}

// readManifest reads the hashes of all entries.
func readManifest(tx *gorm.DB) (ruleset.Manifest, error) {
	var list []ruleset.Fingerprint
	var hash sql.RawBytes
	for _, t := range tables {
		f := ruleset.Fingerprint{Key: ruleset.Key{What: t.what}}
		err := each(tx.Table(t.table).Select("id", "hash").Order("id"), func(rows *sql.Rows) error {
			if err := rows.Scan(&f.Key.ID, &hash); err != nil {
				return err
			}
			list = append(list, f)
			return setHash(&list[len(list)-1].Hash, hash)
		})
		if err != nil {
			return nil, err
		}
	}
	f := ruleset.Fingerprint{Key: ruleset.Key{What: ruleset.WhatAgreement}}
	query := tx.Table("agreements").Select("id", "version", "hash").Order("id, version")
	err := each(query, func(rows *sql.Rows) error {
		if err := rows.Scan(&f.Key.ID, &f.Key.Version, &hash); err != nil {
			return err
		}
		list = append(list, f)
		return setHash(&list[len(list)-1].Hash, hash)
	})
	return ruleset.NewManifest(list), err
}

var errHash = errors.New("a stored hash is not 32 bytes long")

func setHash(h *ruleset.Hash, b []byte) error {
	if copy(h[:], b) != len(h) || len(b) != len(h) {
		return errHash
	}
	return nil
}

// storedRules returns the ids and hashes of an agreement's rules in order.
func storedRules(tx *gorm.DB, agreementKey int64) ([]ruleset.RuleHash, error) {
	var list []ruleset.RuleHash
	var hash sql.RawBytes
	query := tx.Table("rules").Select("rule_id", "hash").
		Where("agreement_key = ?", agreementKey).Order("position")
	err := each(query, func(rows *sql.Rows) error {
		var r ruleset.RuleHash
		if err := rows.Scan(&r.ID, &hash); err != nil {
			return err
		}
		if err := setHash(&r.Hash, hash); err != nil {
			return err
		}
		list = append(list, r)
		return nil
	})
	return list, err
}
