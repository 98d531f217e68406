package gormstore

import (
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// writeCatalog writes scales, institutions, programs and items.
func (p *plan) writeCatalog(w *writer, todo map[ruleset.Key]ruleset.ChangeKind) error {
	scales := entry[catalog.Scale]{
		table:   &w.scales,
		key:     func(x *catalog.Scale) ruleset.Key { return ruleset.Key{What: ruleset.WhatScale, ID: string(x.ID)} },
		columns: func(x *catalog.Scale) []any { return []any{plain(x.Name)} },
	}
	institutions := entry[catalog.Institution]{
		table: &w.institutions,
		key: func(x *catalog.Institution) ruleset.Key {
			return ruleset.Key{What: ruleset.WhatInstitution, ID: string(x.ID)}
		},
		columns: func(x *catalog.Institution) []any {
			return []any{plain(x.Name), plain(string(x.Kind)), plain(x.Country), plain(string(x.Unit))}
		},
	}
	programs := entry[requirement.Program]{
		table:   &w.programs,
		key:     func(x *requirement.Program) ruleset.Key { return ruleset.Key{What: ruleset.WhatProgram, ID: x.ID} },
		columns: func(x *requirement.Program) []any { return []any{plain(string(x.Institution)), plain(x.Title)} },
	}
	items := entry[catalog.Item]{
		table:   &w.items,
		key:     func(x *catalog.Item) ruleset.Key { return ruleset.Key{What: ruleset.WhatItem, ID: string(x.ID)} },
		columns: func(x *catalog.Item) []any { return []any{plain(string(x.Institution)), plain(string(x.Kind))} },
		after:   w.addVersions,
	}
	if err := scales.write(w, p.update.Scales, todo); err != nil {
		return err
	}
	if err := institutions.write(w, p.update.Institutions, todo); err != nil {
		return err
	}
	if err := programs.write(w, p.update.Programs, todo); err != nil {
		return err
	}
	return items.write(w, p.update.Items, todo)
}

// addVersions writes the codes and titles under which an item is found.
func (w *writer) addVersions(x *catalog.Item) error {
	for i := range x.Versions {
		v := &x.Versions[i]
		err := w.add(&w.itemVersions, string(x.ID), int64(i), plain(catalog.NormalCode(v.Code)), plain(v.Title),
			v.Credits.String(), plain(string(v.Unit)), v.Valid.From.String(), v.Valid.To.String())
		if err != nil {
			return err
		}
	}
	return nil
}
