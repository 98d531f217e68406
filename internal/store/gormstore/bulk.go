package gormstore

import "context"

// flushRows is how many rows a table collects before they are written.
const flushRows = 2000

// table collects rows for the bulk inserter.
type table struct {
	name    string
	columns []string
	// parent is written first, because rows here refer to rows there.
	parent *table
	values []any
}

// writer writes the rows of one Apply.
type writer struct {
	ctx      context.Context //nolint:containedctx // lives for one transaction
	bulk     BulkInserter
	progress func(done, total int)
	done     int // entries and rules written
	total    int

	scales, institutions, items, itemVersions, programs, agreements, rules, ruleItems table
}

func newWriter(ctx context.Context, bulk BulkInserter) *writer {
	w := &writer{
		ctx: ctx, bulk: bulk,
		scales:       table{name: "scales", columns: []string{"id", "name", "hash", "body"}},
		institutions: table{name: "institutions", columns: []string{"id", "name", "kind", "country", "unit", "hash", "body"}},
		items:        table{name: "items", columns: []string{"id", "institution_id", "kind", "hash", "body"}},
		itemVersions: table{name: "item_versions", columns: []string{
			"item_id", "position", "code", "title", "credits", "unit", "valid_from", "valid_to",
		}},
		programs: table{name: "programs", columns: []string{"id", "institution_id", "title", "hash", "body"}},
		agreements: table{name: "agreements", columns: []string{
			"key", "id", "version", "title", "kind", "lifecycle", "receiver_id",
			"effective_from", "effective_to", "review_by", "rule_count", "hash", "body",
		}},
		rules:     table{name: "rules", columns: []string{"agreement_key", "position", "rule_id", "outcome", "hash", "body"}},
		ruleItems: table{name: "rule_items", columns: []string{"agreement_key", "position", "role", "item_id"}},
	}
	w.itemVersions.parent = &w.items
	w.rules.parent = &w.agreements
	w.ruleItems.parent = &w.rules
	return w
}

// add puts one row into a table.
func (w *writer) add(t *table, row ...any) error {
	t.values = append(t.values, row...)
	if len(t.values) < flushRows*len(t.columns) {
		return nil
	}
	return w.flush(t)
}

// flush writes what a table and those before it hold.
func (w *writer) flush(t *table) error {
	if t.parent != nil {
		if err := w.flush(t.parent); err != nil {
			return err
		}
	}
	if len(t.values) == 0 {
		return nil
	}
	err := w.bulk.Insert(w.ctx, t.name, t.columns, t.values)
	clear(t.values) // let go of the texts
	t.values = t.values[:0]
	w.report()
	return err
}

func (w *writer) flushAll() error {
	for _, t := range []*table{&w.scales, &w.institutions, &w.itemVersions, &w.programs, &w.ruleItems} {
		if err := w.flush(t); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) report() {
	if w.progress != nil {
		w.progress(w.done, w.total)
	}
}
