package engine

import "slices"

// hub is a numbering function with its members' items by common number.
type hub struct {
	agreement int32
	members   []int32
	except    map[int32]bool
	// numbers maps a common number to its items, ascending.
	numbers map[string][]int32
}

func (s *Snapshot) compileHubs() {
	for ai := range s.agreements {
		a := &s.agreements[ai]
		if a.Numbering == nil {
			continue
		}
		h := hub{agreement: int32(ai), except: map[int32]bool{}, numbers: map[string][]int32{}}
		for _, id := range a.Numbering.Except {
			if i, ok := s.itemByID[id]; ok {
				h.except[i] = true
			}
		}
		for _, id := range a.Senders {
			if i, ok := s.instByID[id]; ok {
				h.members = append(h.members, i)
			}
		}
		for i := range s.items {
			number := a.Numbering.Number(s.items[i].Item)
			if number != "" && !h.except[int32(i)] && slices.Contains(h.members, s.items[i].institution) {
				h.numbers[number] = append(h.numbers[number], int32(i))
			}
		}
		s.hubs = append(s.hubs, h)
	}
}
