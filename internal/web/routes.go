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
	s.post("/record/forget", s.forget)
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
