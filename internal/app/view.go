package app

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/search"
)

// View is one version of the rules, compiled and indexed. It never changes, and
// nobody may change what it hands out.
type View struct {
	Set      ruleset.Set
	Version  ruleset.Version
	Snapshot *engine.Snapshot

	units []credit.Unit
	uses  func() *usesIndex
	graph func() (*pathway.Graph, error)
	index func() *search.Index
}

// Uses are the places at which an item matters.
type Uses struct {
	// Source and Award are the rules that name it as a source or as what they
	// give.
	Source, Award []RuleAt
	// Programs are the programs whose requirements or credential name it.
	Programs []*requirement.Program
}

// RuleAt is a rule with the version of the agreement that states it.
type RuleAt struct {
	Agreement *agreement.Agreement
	Rule      *agreement.Rule
}

// NewView compiles a valid, sorted set.
func NewView(set ruleset.Set, version ruleset.Version) (*View, error) {
	v := &View{Set: set, Version: version}
	snapshot, err := engine.CompileVersion(&v.Set, version)
	if err != nil {
		return nil, err
	}
	v.Snapshot = snapshot
	v.units = unitsOf(&v.Set)
	// An evaluation never asks for these; the first page that does pays for them.
	v.uses = sync.OnceValue(v.indexUses)
	v.graph = sync.OnceValues(v.buildGraph)
	v.index = sync.OnceValue(func() *search.Index { return search.New(&v.Set) })
	return v, nil
}

// Institution returns the institution with the id.
func (v *View) Institution(id catalog.InstitutionID) (*catalog.Institution, bool) {
	return find(v.Set.Institutions, id, func(x *catalog.Institution) catalog.InstitutionID { return x.ID })
}

// Item returns the item with the id.
func (v *View) Item(id catalog.ItemID) (*catalog.Item, bool) {
	return find(v.Set.Items, id, func(x *catalog.Item) catalog.ItemID { return x.ID })
}

// ItemsOf returns the items whose ids begin with the institution's.
func (v *View) ItemsOf(id catalog.InstitutionID) []catalog.Item {
	prefix := string(id) + "/"
	at := func(text string) int {
		i, _ := slices.BinarySearchFunc(v.Set.Items, text, func(x catalog.Item, t string) int { return strings.Compare(string(x.ID), t) })
		return i
	}
	return v.Set.Items[at(prefix):at(string(id)+"0")] // "0" follows "/"
}

// Program returns the program with the id.
func (v *View) Program(id string) (*requirement.Program, bool) {
	return find(v.Set.Programs, id, func(x *requirement.Program) string { return x.ID })
}

// Agreement returns the versions of an agreement, oldest first.
func (v *View) Agreement(id agreement.ID) []agreement.Agreement {
	list := v.Set.Agreements
	from, _ := slices.BinarySearchFunc(list, id, func(a agreement.Agreement, t agreement.ID) int {
		return strings.Compare(string(a.ID), string(t))
	})
	to := from
	for to < len(list) && list[to].ID == id {
		to++
	}
	return list[from:to]
}

func find[T any, K ~string](list []T, id K, key func(*T) K) (*T, bool) {
	i, ok := findAt(list, id, key)
	if !ok {
		return nil, false
	}
	return &list[i], true
}

func findAt[T any, K ~string](list []T, id K, key func(*T) K) (int, bool) {
	i := sort.Search(len(list), func(i int) bool { return key(&list[i]) >= id })
	return i, i < len(list) && key(&list[i]) == id
}
