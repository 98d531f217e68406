package web

import (
	"github.com/cairnproject/cairn/internal/app"
)

// Whose answers are kept: those of a session go with it, those about the demo
// learners and about nobody are everybody's.
const (
	keptOfDemo   = "demo"
	keptOfNobody = "nobody"
)

// keep is where answers about the record of this page are kept. Those about a
// stored record are not: it may be changed or deleted elsewhere.
func (x *exchange) keep() *app.Keeper {
	owner := keptOfDemo
	switch id := x.query.Get("record"); {
	case id == "":
		if owner = x.site.sessions.Owner(x.context()); owner == "" {
			owner = keptOfNobody
		}
	case !x.site.isLearner(id):
		return nil
	}
	return x.site.kept.For(owner)
}

// isLearner reports whether an id is that of a demo learner.
func (s *Site) isLearner(id string) bool {
	for i := range s.learners {
		if s.learners[i].id == id {
			return true
		}
	}
	return false
}
