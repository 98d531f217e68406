package gormstore

import (
	"slices"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// writeAgreements writes new agreements whole, and of changed ones the heading
// and the rules that differ.
func (p *plan) writeAgreements(tx *gorm.DB, w *writer, todo map[ruleset.Key]ruleset.ChangeKind) error {
	var last int64
	if err := tx.Table("agreements").Select("COALESCE(MAX(key), 0)").Scan(&last).Error; err != nil {
		return err
	}
	for i := range p.update.Agreements {
		a := &p.update.Agreements[i]
		key := agreementKey(a)
		kind := todo[key]
		if kind == "" {
			continue
		}
		w.done++
		hash, _ := p.hashes.Find(key)
		var err error
		if kind == ruleset.Added {
			last++
			err = w.addAgreement(last, a, hash)
		} else {
			err = w.changeAgreement(tx, p.changed[key], a, hash)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) addAgreement(key int64, a *agreement.Agreement, hash ruleset.Hash) error {
	r, err := newAgreementRow(key, a, hash)
	if err != nil {
		return err
	}
	err = w.add(&w.agreements, r.Key, r.ID, int64(r.Version), r.Title, r.Kind, r.Lifecycle, r.ReceiverID,
		r.EffectiveFrom, r.EffectiveTo, r.ReviewBy, int64(r.RuleCount), r.Hash, r.Body)
	if err != nil {
		return err
	}
	for i := range a.Rules {
		row, _, err := ruleValues(key, i, &a.Rules[i])
		if err != nil {
			return err
		}
		if err := w.addRule(key, i, &a.Rules[i], row); err != nil {
			return err
		}
	}
	return nil
}

// changeAgreement rewrites the heading and every position whose rule differs.
func (w *writer) changeAgreement(tx *gorm.DB, key int64, a *agreement.Agreement, hash ruleset.Hash) error {
	head, err := newAgreementRow(key, a, hash)
	if err != nil {
		return err
	}
	if err := tx.Save(&head).Error; err != nil {
		return err
	}
	stored, err := storedRules(tx, key)
	if err != nil {
		return err
	}
	if err := tx.Exec("DELETE FROM rules WHERE agreement_key = ? AND position >= ?", key, len(a.Rules)).Error; err != nil {
		return err
	}
	for i := range a.Rules {
		row, hash, err := ruleValues(key, i, &a.Rules[i])
		if err != nil {
			return err
		}
		if i < len(stored) {
			if stored[i].Hash == hash {
				w.done++
				continue
			}
			if err := tx.Exec("DELETE FROM rules WHERE agreement_key = ? AND position = ?", key, i).Error; err != nil {
				return err
			}
		}
		if err := w.addRule(key, i, &a.Rules[i], row); err != nil {
			return err
		}
	}
	return nil
}

// addRule writes a rule and the items it names, each role once.
func (w *writer) addRule(key int64, position int, r *agreement.Rule, row []any) error {
	w.done++
	if err := w.add(&w.rules, row...); err != nil {
		return err
	}
	type use struct{ role, item string }
	var err error
	var seen []use // a rule names few items
	ruleItems(r, func(role, item string) {
		u := use{role, item}
		if err != nil || slices.Contains(seen, u) {
			return
		}
		seen = append(seen, u)
		err = w.add(&w.ruleItems, key, int64(position), role, plain(item))
	})
	return err
}
