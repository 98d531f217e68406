package engine_test

import (
	"context"
	"errors"
	"testing"

	"github.com/cairnproject/cairn/internal/engine"
)

// A question that was given up is not answered, and leaves nothing behind that
// stops the next one.
func TestStop(t *testing.T) {
	t.Parallel()
	set, q := ordinaryDegree()
	s, err := engine.Compile(&set)
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	close(stop)
	for range 3 {
		q.Stop = stop
		if _, err := s.Evaluate(q); !errors.Is(err, engine.ErrStopped) || !errors.Is(err, context.Canceled) {
			t.Errorf("evaluation: %v", err)
		}
		if _, err := s.Stacks(engine.StackQuery{Record: q.Record, AsOf: q.AsOf, Stop: stop}); !errors.Is(err, engine.ErrStopped) {
			t.Errorf("stacks: %v", err)
		}
		q.Stop = make(chan struct{})
		res, err := s.Evaluate(q)
		if err != nil || !res.Targets[0].Audit.Proven {
			t.Errorf("the next question: %v", err)
		}
	}
}
