package gormstore

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// Apply implements [store.Catalog]. It compares by hashes and reads or writes
// only what changes, so that its cost is that of the update, not of the set.
func (s *Store) Apply(ctx context.Context, update ruleset.Set, opts store.ApplyOptions) (ruleset.Change, error) {
	const op = "apply an update"
	hashes := update.Manifest()
	if len(hashes) < size(&update) { // several entries with one key: the last counts
		update = ruleset.Merge(ruleset.Set{}, update)
	}
	if err := keepableKeys(hashes); err != nil {
		return ruleset.Change{}, s.fail(ctx, op, err)
	}
	p := plan{update: &update, hashes: hashes, expect: opts.Expect}
	if opts.DryRun {
		err := s.view(ctx, op, p.compare)
		return p.result(err)
	}
	err := s.update(ctx, op, func(tx *gorm.DB, bulk BulkInserter) error {
		if err := s.backend.LockRules(tx); err != nil {
			return err
		}
		if err := p.compare(tx); err != nil || len(p.change.Entries) == 0 {
			return err
		}
		w := newWriter(ctx, bulk)
		w.progress = opts.Progress
		if err := p.write(tx, w); err != nil {
			return err
		}
		return addVersion(tx, &p.change, opts.Source, s.at(opts.At))
	})
	return p.result(err)
}

// plan is what one Apply is going to do.
type plan struct {
	update *ruleset.Set
	hashes ruleset.Manifest
	expect ruleset.Version
	change ruleset.Change
	// changed are the numbers of the stored agreements that change.
	changed map[ruleset.Key]int64
}

func (p *plan) result(err error) (ruleset.Change, error) {
	if err != nil {
		return ruleset.Change{}, err
	}
	return p.change, nil
}

// compare finds out what changes.
func (p *plan) compare(tx *gorm.DB) error {
	base, err := readManifest(tx)
	if err != nil {
		return err
	}
	p.change = ruleset.Compare(base, p.hashes)
	if p.expect != "" && p.expect != p.change.Before {
		return fmt.Errorf("%w: the rules version is %s, not %s", store.ErrConflict, p.change.Before.Short(), p.expect.Short())
	}
	return p.describe(tx)
}

// describe fills in the details of changed agreements.
func (p *plan) describe(tx *gorm.DB) error {
	p.changed = map[ruleset.Key]int64{}
	details := map[ruleset.Key]string{}
	for i := range p.change.Entries {
		if e := &p.change.Entries[i]; e.Kind == ruleset.Changed && e.What == ruleset.WhatAgreement {
			details[e.Key] = ""
		}
	}
	if len(details) == 0 {
		return nil
	}
	for i := range p.update.Agreements {
		a := &p.update.Agreements[i]
		key := agreementKey(a)
		if _, changed := details[key]; !changed {
			continue
		}
		var head agreementRow
		if err := tx.Select("key").Where("id = ? AND version = ?", key.ID, key.Version).Take(&head).Error; err != nil {
			return err
		}
		stored, err := storedRules(tx, head.Key)
		if err != nil {
			return err
		}
		p.changed[key] = head.Key
		details[key] = ruleset.DescribeRules(stored, ruleset.RuleHashes(a.Rules))
	}
	for i := range p.change.Entries {
		p.change.Entries[i].Detail = details[p.change.Entries[i].Key]
	}
	return nil
}

func agreementKey(a *agreement.Agreement) ruleset.Key {
	return ruleset.Key{What: ruleset.WhatAgreement, ID: string(a.ID), Version: a.Version}
}

func size(s *ruleset.Set) int {
	return len(s.Scales) + len(s.Institutions) + len(s.Items) + len(s.Programs) + len(s.Agreements)
}

func keepableKeys(m ruleset.Manifest) error {
	for i := range m {
		if err := keepable(m[i].Key.What, m[i].Key.ID); err != nil {
			return err
		}
	}
	return nil
}
