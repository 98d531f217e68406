package solve

// Whole items reach less than their credits say: 5 credits from courses of 3
// need two courses. For a row sum a*x >= b and a fraction f, whole items also
// keep sum ceil(f*a)*x >= ceil(f*b) (a Chvatal-Gomory cut). These rows follow
// from the others; they only make the bound stronger.

// factors are the fractions that rows are multiplied with before rounding up.
var factors = [...][2]int64{{1, 2}, {1, 3}, {1, 4}, {2, 3}, {3, 4}, {2, 5}, {3, 5}, {1, 5}, {2, 7}, {3, 7}}

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
	for _, f := range factors {
		if !m.cuts(r, g, rhs, f) {
			continue
		}
		w := row{kind: cut, node: m.rows[r].node, rhs: ceilDiv(f[0]*rhs, f[1]), unit: 1}
		w.named = m.rows[r].named
		w.named.base, w.named.factor, w.named.divisor = g, f[0], f[1]
		if m.rows[r].kind == limit {
			w.kind = limit
		}
		m.copyRow(x, r, m.addRow(w), g, f)
	}
}

// cuts reports whether rounding takes anything away: whether some coefficient
// is a smaller part of the right side than before.
func (m *model) cuts(r int32, g, rhs int64, f [2]int64) bool {
	b := ceilDiv(f[0]*rhs, f[1])
	useful := false
	m.eachCoef(r, func(c *int64) {
		a := *c / g
		useful = useful || ceilDiv(f[0]*a, f[1])*abs(rhs) < a*abs(b)
	})
	return useful
}

// copyRow adds the terms of row r, divided and rounded up, to another row.
func (m *model) copyRow(x *extras, r, to int32, g int64, by [2]int64) {
	for q := range m.pats {
		for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
			if c := ceilDiv(by[0]*(t.coef/g), by[1]); t.row == r && c != 0 {
				x.terms = append(x.terms, patTerm{int32(q), term{to, c}})
			}
		}
	}
	for i := range m.items {
		for _, f := range m.feats[m.foff[i]:m.foff[i+1]] {
			if c := ceilDiv(by[0]*(f.coef/g), by[1]); f.row == r && c != 0 {
				f.row, f.coef = to, c
				x.feats = append(x.feats, itemFeature{int32(i), f})
			}
		}
	}
}
