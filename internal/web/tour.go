package web

import "github.com/cairnproject/cairn/internal/web/view"

// tour is the guided page: five links into the demo world.
func (s *Site) tour(x *exchange) (*answer, error) {
	var links []string
	if len(s.learners) > 0 {
		day := s.today().String()
		links = []string{
			x.href("/results", "record", sampleLearner, "target", sampleTarget, "as_of", day),
			x.href("/results", "record", "demo-devon", "target", "lakeside", "as_of", day),
			x.href("/compare", "record", sampleLearner, "t", sampleTarget, "t", sampleOther, "as_of", day),
			x.href("/stacks", "record", "demo-nadia", "as_of", day),
			x.href("/pathways/riverbend/data-studies", "as_of", day),
		}
	}
	p := x.page("", x.loc.T("tour.title"))
	return &answer{page: p, body: view.TourPage(p, links)}, nil
}
