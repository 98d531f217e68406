package api

import (
	"context"
	"html/template"
	"net/http"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/obs"
	"github.com/cairnproject/cairn/internal/ruleset"
)

type versionOutput struct {
	Body struct {
		Engine       string          `json:"engine" doc:"Version of the engine's semantics."`
		RulesVersion ruleset.Version `json:"rulesVersion"`
		Build        obs.Build       `json:"build"`
	}
}

func (s *Server) getVersion(ctx context.Context, _ *struct{}) (*versionOutput, error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	out := &versionOutput{}
	out.Body.Engine, out.Body.RulesVersion, out.Body.Build = engine.Version, v.Version, s.build
	return out, nil
}

type healthOutput struct {
	Body struct {
		Status       string          `json:"status" enum:"ok"`
		RulesVersion ruleset.Version `json:"rulesVersion,omitempty"`
	}
}

// alive answers as long as the process does.
func (s *Server) alive(context.Context, *struct{}) (*healthOutput, error) {
	out := &healthOutput{}
	out.Body.Status = "ok"
	return out, nil
}

// ready answers when the store does and the rules are compiled.
func (s *Server) ready(ctx context.Context, _ *struct{}) (*healthOutput, error) {
	version, err := s.service.Ready(ctx)
	if err != nil {
		return nil, err
	}
	out := &healthOutput{}
	out.Body.Status, out.Body.RulesVersion = "ok", version
	return out, nil
}

// plain are the addresses that are no part of the API.
func (s *Server) plain() map[string]http.Handler {
	routes := map[string]http.Handler{
		"/":             http.HandlerFunc(s.index),
		"/openapi.json": s.fixed("application/openapi+json", func() []byte { return s.spec.json }),
		"/openapi.yaml": s.fixed("application/openapi+yaml", func() []byte { return s.spec.yaml }),
	}
	if s.metrics != nil {
		routes["/metrics"] = s.metrics
	}
	return routes
}

func (s *Server) fixed(contentType string, bytes func() []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(bytes())
	})
}

// indexPage is all the page there is until the pages come.
var indexPage = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cairn</title>
</head>
<body>
<main>
<h1>Cairn</h1>
<p>The open engine for stackable credentials and credit transfer: given a learner's record, what transfers, what counts, at which institution, and why.</p>
<p>As of {{.AsOf}} · rules version <code>{{.Version.Short}}</code></p>
<h2>Interfaces</h2>
<ul>
<li><a href="/openapi.yaml">OpenAPI 3.1 document</a> (also as <a href="/openapi.json">JSON</a>)</li>
{{range .Links}}<li><a href="{{.}}">{{.}}</a></li>
{{end}}</ul>
<p>Official decisions are made by the receiving institution.</p>
</main>
</body>
</html>
`))

func (s *Server) index(w http.ResponseWriter, r *http.Request) {
	v, err := s.service.Current(r.Context())
	if err != nil {
		writeProblem(w, s.problem(r.Context(), err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = indexPage.Execute(w, struct { // the client is gone; there is nobody to tell
		AsOf    calendar.Date
		Version ruleset.Version
		Links   []string
	}{s.service.Today(), v.Version, []string{
		"/v1/institutions", "/v1/items", "/v1/programs", "/v1/agreements", "/v1/rules", "/v1/graph?format=mermaid", "/v1/version",
	}})
}
