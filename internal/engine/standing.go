package engine

// Standings says how every line of the record stands to one requirement of the
// query's only target, as [Explanation.Record] does. It does not look for what
// remains. The errors are those of [Snapshot.Explain].
func (s *Snapshot) Standings(q Query, path string) ([]RecordStanding, error) {
	e, notes, err := s.explained(&q)
	if err != nil {
		return nil, err
	}
	defer e.release()
	sol, err := e.solveResults()
	if err != nil {
		return nil, err
	}
	tr := e.result(&sol.solution, notes)
	x := explainer{e: e, sol: sol, audit: &Audit{}, result: &tr}
	if err := x.find(path); err != nil {
		return nil, err
	}
	return x.standings(), nil
}
