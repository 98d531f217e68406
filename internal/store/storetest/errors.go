package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

func runErrors(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"Closed", closedStore},
		{"Cancelled", cancelledContext},
		{"NotFound", notFound},
		{"BadIDs", badIDs},
	})
}

// calls are all the methods that may fail.
func calls(s store.Store) map[string]func(context.Context) error {
	id := uuid.New()
	return map[string]func(context.Context) error{
		"Ping":    s.Ping,
		"Version": func(ctx context.Context) error { _, err := s.Version(ctx); return err },
		"Load":    func(ctx context.Context) error { _, _, err := s.Load(ctx); return err },
		"Apply":   func(ctx context.Context) error { _, err := s.Apply(ctx, small(), store.ApplyOptions{}); return err },
		"DryRun": func(ctx context.Context) error {
			_, err := s.Apply(ctx, small(), store.ApplyOptions{DryRun: true})
			return err
		},
		"History": func(ctx context.Context) error {
			_, _, err := s.History(ctx, store.Page{})
			return err
		},
		"Record":      func(ctx context.Context) error { _, err := s.Record(ctx, id); return err },
		"ListRecords": func(ctx context.Context) error { _, _, err := s.ListRecords(ctx, store.Page{}); return err },
		"PutRecord": func(ctx context.Context) error {
			_, err := s.PutRecord(ctx, id, lines("a"), store.PutOptions{})
			return err
		},
		"DeleteRecord":   func(ctx context.Context) error { return s.DeleteRecord(ctx, id) },
		"SaveEvaluation": func(ctx context.Context) error { return s.SaveEvaluation(ctx, evaluation(uuid.Nil, noon)) },
		"Evaluation":     func(ctx context.Context) error { _, err := s.Evaluation(ctx, id); return err },
		"TakePlace":      func(ctx context.Context) error { _, err := s.TakePlace(ctx, "a", layout(8)); return err },
		"SaveCredential": func(ctx context.Context) error {
			return s.SaveCredential(ctx, store.Credential{ID: id, Institution: "a"})
		},
		"Credential": func(ctx context.Context) error { _, err := s.Credential(ctx, id); return err },
		"ListCredentials": func(ctx context.Context) error {
			_, _, err := s.ListCredentials(ctx, store.CredentialFilter{}, store.Page{})
			return err
		},
		"UpdateCredential": func(ctx context.Context) error {
			_, err := s.UpdateCredential(ctx, store.Credential{ID: id})
			return err
		},
		"Marked": func(ctx context.Context) error {
			_, _, err := s.Marked(ctx, "a", 1, store.StandingRevoked)
			return err
		},
		"ListEvaluations": func(ctx context.Context) error {
			_, _, err := s.ListEvaluations(ctx, id, store.Page{})
			return err
		},
	}
}

func closedStore(t *testing.T, s store.Store) {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	for name, call := range calls(s) {
		checkText(t, name, call(t.Context()), store.ErrUnavailable)
	}
}

func cancelledContext(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range calls(s) {
		checkText(t, name, call(ctx), context.Canceled)
	}
	equal(t, "set", ruleset.Set{}, mustLoad(t, s))
}

func notFound(t *testing.T, s store.Store) {
	for _, name := range []string{"Record", "DeleteRecord", "Evaluation"} {
		checkText(t, name, calls(s)[name](t.Context()), store.ErrNotFound)
	}
}

func badIDs(t *testing.T, s store.Store) {
	for _, id := range []catalog.ScaleID{"a\x00b", "a\xffb"} {
		_, err := s.Apply(t.Context(), ruleset.Set{Scales: []catalog.Scale{{ID: id}}}, store.ApplyOptions{})
		checkText(t, "Apply", err, store.ErrInvalid)
	}
}

// checkText checks the kind of an error, and that its text holds neither SQL nor
// tables.
func checkText(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
		return
	}
	for _, secret := range []string{"SELECT", "INSERT", "UPDATE ", "rule_set", "postgres://", "password", "SQLSTATE"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the text %q tells too much", what, err)
		}
	}
}
