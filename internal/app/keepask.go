package app

import (
	"crypto/sha256"
	"encoding/json"
	"slices"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// keptQuestion is all of a query that its answer depends on.
type keptQuestion struct {
	Owner string `json:"owner"`
	// Query is a Query or a StackQuery, and Kind which of them.
	Kind  string `json:"kind"`
	Query any    `json:"query"`
	// None are the parts of the record that are there and empty, which the hash of
	// the input tells from those that are not there.
	None []bool `json:"none"`
}

// key is the key of a query about a record. ok is false where it has none.
func (k *Keeper) key(kind string, query any, r *record.Record) (key keptKey, ok bool) {
	asked := keptQuestion{Owner: k.owner, Kind: kind, Query: query, None: []bool{r.Decisions == nil, r.EntryCatalog == nil, r.PlanSigned == nil}}
	text, err := json.Marshal(asked)
	if err != nil {
		return key, false
	}
	return sha256.Sum256(text), true
}

// keptAs is the answer under a key, as the type that it was put as.
func keptAs[A any](k *Keeper, key keptKey, v ruleset.Version) (A, bool) {
	found, _ := k.get(key, v)
	result, ok := found.(A)
	return result, ok
}

// once is the answer of a kind of query about a record, kept or worked out; other
// may know it from what is kept for another query.
func once[A any](k *Keeper, v *View, kind string, q any, r *record.Record, cost func(*A) int, other func() (A, bool), ask func() (A, error)) (A, error) {
	key, ok := k.key(kind, q, r)
	if !ok {
		return ask()
	}
	if a, found := keptAs[A](k, key, v.Version); found {
		return a, nil
	}
	if a, found := other(); found {
		return a, nil
	}
	a, err := ask()
	if err == nil {
		k.put(key, v.Version, a, cost(&a))
	}
	return a, err
}

// evaluation is the answer of a query. A brief one is also what a whole one says
// that is kept.
func (k *Keeper) evaluation(v *View, q Query, ask func() (engine.Result, error)) (engine.Result, error) {
	const kind = "evaluation"
	ofWhole := func() (r engine.Result, found bool) {
		if !q.Brief || q.Together {
			return r, false
		}
		whole := q
		whole.Brief = false
		if key, ok := k.key(kind, &whole, &q.Record); ok {
			r, found = keptAs[engine.Result](k, key, v.Version)
		}
		return briefly(r), found
	}
	return once(k, v, kind, &q, &q.Record, keptCost, ofWhole, ask)
}

// stacks is the answer of a query about stacks.
func (k *Keeper) stacks(v *View, q StackQuery, ask func() (engine.StackResult, error)) (engine.StackResult, error) {
	none := func() (r engine.StackResult, found bool) { return r, false }
	return once(k, v, "stacks", &q, &q.Record, keptStacksCost, none, ask)
}

// briefly is an answer without what a brief query does not ask for.
func briefly(r engine.Result) engine.Result {
	r.Targets = slices.Clone(r.Targets)
	for i := range r.Targets {
		if t := &r.Targets[i]; t.Audit != nil {
			short := *t.Audit
			short.Ways, short.Lenses, short.Flips = nil, nil, nil
			t.Audit = &short
		}
	}
	return r
}
