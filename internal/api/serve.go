package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
)

func baseContext(ctx context.Context) func(net.Listener) context.Context {
	// Requests outlive the signal that stops the server, until Shutdown ends.
	ctx = context.WithoutCancel(ctx)
	return func(net.Listener) context.Context { return ctx }
}

// Serve answers requests on the listener until ctx ends, then lets running
// requests finish for as long as the limits allow. It closes the listener. The
// error is nil after an orderly end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := s.HTTPServer(ctx)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("http: %w", err)
	case <-ctx.Done():
	}
	s.log.LogAttrs(ctx, slog.LevelInfo, "shutting down", slog.Duration("at_most", s.limits.ShutdownTimeout))
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limits.ShutdownTimeout)
	defer cancel()
	err := server.Shutdown(wait)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(errors.New("some requests were cut off at shutdown"), server.Close())
	}
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
