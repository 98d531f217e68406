package api

import (
	"errors"
	"strconv"
	"testing"
	"time"
)

func TestTheWindowOfKeysIsBounded(t *testing.T) {
	t.Parallel()
	at := noon
	r := newReplays(func() time.Time { return at })
	runs := 0
	write := func(size int) func() (*answer, error) {
		return func() (*answer, error) { runs++; return &answer{status: 201, body: make([]byte, size)}, nil }
	}
	do := func(key string, size int) {
		t.Helper()
		if _, err := r.do(t.Context(), replayKey{"op", key}, nil, write(size)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 * replayEntries {
		do(strconv.Itoa(i), 100)
	}
	if len(r.byKey) > replayEntries || r.order.Len() != len(r.byKey) || r.bytes != 100*len(r.byKey) {
		t.Errorf("%d keys, %d in order, %d bytes", len(r.byKey), r.order.Len(), r.bytes)
	}
	for i := range 10 {
		do("large-"+strconv.Itoa(i), 4<<20)
	}
	if r.bytes > replayBytes+4<<20 {
		t.Errorf("%d MiB are kept", r.bytes>>20)
	}
	runs = 0
	do("large-9", 1)
	at = at.Add(replayAge)
	do("large-9", 1)
	if runs != 1 {
		t.Errorf("the write ran %d times, want once more after the window", runs)
	}
}

// A key that is forgotten while its request still runs leaves no trace.
func TestAKeyThatIsForgottenWhileItsRequestRuns(t *testing.T) {
	t.Parallel()
	at := noon
	r := newReplays(func() time.Time { return at })
	key := replayKey{"op", "k"}
	for _, failure := range []error{nil, errors.New("no")} {
		_, _ = r.do(t.Context(), key, nil, func() (*answer, error) {
			at = at.Add(replayAge)
			_, err := r.do(t.Context(), key, nil, func() (*answer, error) { return &answer{body: []byte("inner")}, nil })
			if err != nil {
				t.Error(err)
			}
			return &answer{body: []byte("outer")}, failure
		})
		if len(r.byKey) != 1 || r.bytes != len("inner") {
			t.Errorf("%d keys, %d bytes", len(r.byKey), r.bytes)
		}
	}
}
