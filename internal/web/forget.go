package web

import (
	"github.com/cairnproject/cairn/internal/calendar"
)

// forget deletes everything that the session holds, and withdraws what it shared.
func (s *Site) forget(x *exchange) (*answer, error) {
	if err := s.forgetShares(x); err != nil {
		return nil, err
	}
	s.kept.Forget(s.sessions.Owner(x.context()))
	if err := s.sessions.Forget(x.context()); err != nil {
		return nil, err
	}
	return &answer{redirect: "/record?forgotten=1"}, nil
}

// dayText is a day as data; the zero day is "".
func dayText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
