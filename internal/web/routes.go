package web

import (
	"net/http"

	"github.com/cairnproject/cairn/internal/web/static"
)

// routes lists every page. A page at /x has its twins at /x.json and /x.csv
// where its answer has them.
func (s *Site) routes() {
	s.mux.Handle("GET "+static.Prefix, static.Handler())
	s.get("/{$}", s.landing)
	s.get("/tour", s.tour)
	s.get("/search", s.search)
	s.get("/results", s.results)
	s.get("/items/{institution}/{item...}", s.item)
	s.get("/agreements/{id...}", s.agreement)
	s.get("/pathways", s.pathways)
	s.get("/pathways/{program...}", s.pathway)

	s.get("/results/record", s.askedRecord)
	s.post("/results/keep", s.keepTrial)
	s.post("/results/unkeep", s.unkeepTrial)
	s.get("/compare", s.compare)
	s.get("/record", s.record)
	s.post("/record/add", s.addLines)
	s.post("/record/change", s.changeLines)
	s.post("/record/line", s.saveLine)
	s.post("/record/copy", s.copyRecord)
	s.post("/record/forget", s.forget)
	s.get("/stacks", s.stacks)
	s.get("/shares", s.shares)
	s.post("/shares", s.createShare)
	s.post("/shares/withdraw", s.withdrawShare)
	s.post("/shares/key", s.takeKey)
	s.get("/s", s.openShared)
	s.get("/s/{token}", s.shared)
	s.get("/s/{token}/credentials/{line}", s.sharedCredential)
}

// page answers a request for a page; the error becomes an error page.
type page func(*exchange) (*answer, error)

func (s *Site) get(pattern string, p page) { s.mux.HandleFunc("GET "+pattern, s.answering(p)) }

// post is for changes: the form is read first, and the answer ends in a redirect
// (303) to a page.
func (s *Site) post(pattern string, p page) {
	s.mux.HandleFunc("POST "+pattern, s.answering(func(x *exchange) (*answer, error) {
		if _, err := x.form(); err != nil {
			return nil, err
		}
		return p(x)
	}))
}

func (s *Site) answering(p page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		x, err := s.exchange(w, r)
		if err != nil {
			s.fail(x, err)
			return
		}
		a, err := p(x)
		if err == nil {
			err = x.send(a)
		}
		if err != nil {
			s.fail(x, err)
		}
	}
}
