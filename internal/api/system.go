package api

import (
	"context"
	"net/http"

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
