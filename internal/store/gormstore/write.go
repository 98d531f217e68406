package gormstore

import (
	"crypto/sha256"
	"encoding/json"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/ruleset"
)

// write carries the plan out.
func (p *plan) write(tx *gorm.DB, w *writer) error {
	todo := make(map[ruleset.Key]ruleset.ChangeKind, len(p.change.Entries))
	for i := range p.change.Entries {
		todo[p.change.Entries[i].Key] = p.change.Entries[i].Kind
	}
	w.total = p.size(todo)
	for _, t := range tables {
		if err := p.deleteChanged(tx, t.what, t.table); err != nil {
			return err
		}
	}
	if err := p.writeCatalog(w, todo); err != nil {
		return err
	}
	if err := p.writeAgreements(tx, w, todo); err != nil {
		return err
	}
	return w.flushAll()
}

// size is how many entries and rules there are to write.
func (p *plan) size(todo map[ruleset.Key]ruleset.ChangeKind) int {
	n := len(todo)
	for i := range p.update.Agreements {
		if _, ok := todo[agreementKey(&p.update.Agreements[i])]; ok {
			n += len(p.update.Agreements[i].Rules)
		}
	}
	return n
}

// deleteChanged removes the entries that are written anew; what belongs to them
// goes with them.
func (p *plan) deleteChanged(tx *gorm.DB, what, table string) error {
	const atOnce = 500 // far below SQLite's 32,766 parameters
	var ids []string
	del := func() error {
		if len(ids) == 0 {
			return nil
		}
		err := tx.Exec("DELETE FROM "+table+" WHERE id IN ?", ids).Error
		ids = ids[:0]
		return err
	}
	for i := range p.change.Entries {
		e := &p.change.Entries[i]
		if e.What != what || e.Kind != ruleset.Changed {
			continue
		}
		if ids = append(ids, e.Key.ID); len(ids) == atOnce {
			if err := del(); err != nil {
				return err
			}
		}
	}
	return del()
}

// entry is what one kind of entry has of its own.
type entry[T any] struct {
	table *table
	key   func(*T) ruleset.Key
	// columns are those between the id and the hash.
	columns func(*T) []any
	// after, where given, writes what belongs to the entry.
	after func(*T) error
}

// write adds those of a list that are to be written.
func (e *entry[T]) write(w *writer, list []T, todo map[ruleset.Key]ruleset.ChangeKind) error {
	for i := range list {
		x := &list[i]
		key := e.key(x)
		if todo[key] == "" {
			continue
		}
		body, err := json.Marshal(x)
		if err != nil {
			return err
		}
		hash := sha256.Sum256(body)
		w.done++
		row := append([]any{key.ID}, e.columns(x)...)
		if err := w.add(e.table, append(row, hash[:], string(body))...); err != nil {
			return err
		}
		if e.after == nil {
			continue
		}
		if err := e.after(x); err != nil {
			return err
		}
	}
	return nil
}
