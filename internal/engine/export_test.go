package engine

import "github.com/cairnproject/cairn/internal/engine/choose"

// WithChooser returns the snapshot with another chooser, for comparing it with
// brute force.
func (s *Snapshot) WithChooser(c choose.Chooser) *Snapshot {
	other := &Snapshot{
		version: s.version, set: s.set, chooser: c, institutions: s.institutions, instByID: s.instByID,
		instByName: s.instByName, items: s.items, itemByID: s.itemByID, codes: s.codes, scales: s.scales,
		programs: s.programs, typical: s.typical, agreements: s.agreements, rules: s.rules, nodes: s.nodes, words: s.words,
		uses: s.uses, wildcards: s.wildcards, hubs: s.hubs,
	}
	return other
}
