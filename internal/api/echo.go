package api

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"github.com/cairnproject/cairn/internal/fault"
)

// wire is the only place that knows echo (ADR 0001): it routes, and nothing
// else. Everything around a request is in ServeHTTP, on net/http.
func (s *Server) wire() (http.Handler, huma.API) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect() // forwarded-for headers are anybody's claim
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if allow := c.Response().Header().Get(echo.HeaderAllow); strings.Contains(allow, http.MethodGet) {
			c.Response().Header().Set(echo.HeaderAllow, allow+", "+http.MethodHead)
		}
		if !c.Response().Committed {
			writeProblem(c.Response(), s.problem(c.Request().Context(), routeFault(err)))
		}
	}
	e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if x, ok := c.Response().Writer.(*exchange); ok {
				x.route = c.Path()
			}
			unescapeParams(c)
			return next(c)
		}
	})
	for path, handler := range s.plain() {
		e.GET(path, echo.WrapHandler(handler))
	}
	return e, humaecho.New(e, humaConfig())
}

// unescapeParams undoes the escapes of a path: echo leaves them in where the
// path has another form too, such as %26 for &.
func unescapeParams(c echo.Context) {
	if c.Request().URL.RawPath == "" {
		return
	}
	values := slices.Clone(c.ParamValues())
	for i, v := range values {
		if plain, err := url.PathUnescape(v); err == nil {
			values[i] = plain
		}
	}
	c.SetParamValues(values...)
}

// routeFault says in our words that echo found no handler.
func routeFault(err error) error {
	var he *echo.HTTPError
	if !errors.As(err, &he) {
		return err
	}
	switch he.Code {
	case http.StatusNotFound:
		return fault.New(fault.NotFound, "There is nothing at this address.")
	case http.StatusMethodNotAllowed:
		return fault.New(fault.MethodNotAllowed, "This address does not answer that method.")
	}
	return err
}
