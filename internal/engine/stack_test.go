package engine_test

import (
	"testing"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
)

// The worked cases are scenarios: fixtures/scenarios/stacks-*.yaml.

func stacks(t *testing.T, s *engine.Snapshot, r record.Record) engine.StackResult {
	t.Helper()
	res, err := s.Stacks(engine.StackQuery{Record: r, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	if !res.Decided {
		t.Error("not decided")
	}
	return res
}
