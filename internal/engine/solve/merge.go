package solve

import "slices"

// merge puts the extras where they belong, after what is there.
func (m *model) merge(x *extras) {
	if len(x.terms) == 0 && len(x.feats) == 0 {
		m.foff = grow(m.foff, len(m.items)+1)
		fill(m.foff, 0)
		return
	}
	slices.SortStableFunc(x.terms, func(a, b patTerm) int { return int(a.pat) - int(b.pat) })
	slices.SortStableFunc(x.feats, func(a, b itemFeature) int { return int(a.item) - int(b.item) })
	old := m.terms
	m.terms, m.spareTerms = m.spareTerms[:0], old
	k := 0
	for q := range m.pats {
		from := int32(len(m.terms))
		m.terms = append(m.terms, old[m.pats[q].from:m.pats[q].to]...)
		for ; k < len(x.terms) && x.terms[k].pat == int32(q); k++ {
			m.terms = append(m.terms, x.terms[k].term)
		}
		m.pats[q].from, m.pats[q].to = from, int32(len(m.terms))
	}
	m.mergeFeatures(x)
}

func (m *model) mergeFeatures(x *extras) {
	m.foff = grow(m.foff, len(m.items)+1)
	k := 0
	for i := range m.items {
		m.foff[i] = int32(len(m.feats))
		for ; k < len(x.feats) && x.feats[k].item == int32(i); k++ {
			m.feats = append(m.feats, x.feats[k].feature)
		}
	}
	m.foff[len(m.items)] = int32(len(m.feats))
}
