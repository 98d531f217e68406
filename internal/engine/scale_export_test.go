package engine

import "github.com/cairnproject/cairn/internal/catalog"

// RulesOf finds the rules that name an item as a source, at one receiver and at
// all, as an evaluation does.
func (s *Snapshot) RulesOf(item catalog.ItemID, receiver catalog.InstitutionID) (there, all int) {
	i := s.itemByID[item]
	return len(s.uses.at(i, s.instByID[receiver])), len(s.uses.of(i))
}

// SayAll makes the words of every rule, the most that answers ever keep.
func (s *Snapshot) SayAll() {
	for ri := range s.rules {
		s.wordsOf(int32(ri))
	}
}
