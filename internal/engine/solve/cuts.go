package solve

// Whole items reach less than their credits say: 5 credits from courses of 3
// need two courses. For a row sum a*x >= b and a divisor d, whole items also
// keep sum ceil(a/d)*x >= ceil(b/d) (a Chvatal-Gomory cut). These rows follow
// from the others; they only make the bound stronger.

// maxDivisor is the largest divisor that cuts are made with.
const maxDivisor = 4

// addCuts adds the cuts of needs and minima in credits, and of caps.
func (m *model) addCuts() {
	x := &extras{}
	for at := range m.nodes {
		n := &m.nodes[at]
		n.cutsFrom = int32(len(m.rows))
		if n.rowCr >= 0 {
			m.cutRow(x, n.rowCr)
		}
		for r := n.rowsFrom; r < n.rowsTo; r++ {
			m.cutRow(x, r)
		}
		n.cutsTo = int32(len(m.rows))
	}
	for r := range int32(len(m.rows)) {
		if m.rows[r].kind == limit && m.rows[r].node >= 0 {
			m.cutRow(x, r)
		}
	}
	m.merge(x)
}

// cutRow adds the cuts of one row whose coefficients have one sign.
func (m *model) cutRow(x *extras, r int32) {
	var g, most, least int64
	m.eachCoef(r, func(c *int64) {
		g, most, least = gcd(g, abs(*c)), max(most, *c), min(least, *c)
	})
	if g == 0 || most > 0 && least < 0 || most > 64*g || least < -64*g {
		return
	}
	rhs := ceilDiv(m.rows[r].rhs, g)
	for d := int64(2); d <= min(maxDivisor, max(most, -least)/g); d++ {
		w := row{kind: cut, node: m.rows[r].node, rhs: ceilDiv(rhs, d), unit: 1}
		w.named = m.rows[r].named
		w.named.divisor = g * d
		if m.rows[r].kind == limit {
			w.kind = limit
		}
		m.copyRow(x, r, m.addRow(w), g, d)
	}
}

// copyRow adds the terms of row r, divided and rounded up, to another row.
func (m *model) copyRow(x *extras, r, to int32, g, d int64) {
	for q := range m.pats {
		for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
			if c := ceilDiv(t.coef/g, d); t.row == r && c != 0 {
				x.terms = append(x.terms, patTerm{int32(q), term{to, c}})
			}
		}
	}
	for i := range m.items {
		for _, f := range m.feats[m.foff[i]:m.foff[i+1]] {
			if c := ceilDiv(f.coef/g, d); f.row == r && c != 0 {
				f.row, f.coef = to, c
				x.feats = append(x.feats, itemFeature{int32(i), f})
			}
		}
	}
}
