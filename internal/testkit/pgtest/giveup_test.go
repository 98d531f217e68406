package pgtest

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
)

// fakeTB records how a test was ended.
type fakeTB struct {
	testing.TB
	outcome string
}

func (f *fakeTB) Helper() {}

func (f *fakeTB) Skipf(string, ...any) {
	f.outcome = "skipped"
	runtime.Goexit()
}

func (f *fakeTB) Fatalf(string, ...any) {
	f.outcome = "failed"
	runtime.Goexit()
}

func TestMissingPostgresSkipsUnlessRequired(t *testing.T) {
	t.Parallel()
	missing := fmt.Errorf("%w: no binaries", errUnavailable)
	cases := []struct {
		name, require string
		err           error
		want          string
	}{
		{"missing", "", missing, "skipped"},
		{"missing but required", "1", missing, "failed"},
		{"present but broken", "", errors.New("initdb failed"), "failed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeTB{}
			done := make(chan struct{})
			go func() {
				defer close(done)
				giveUp(fake, func(string) string { return c.require }, c.err)
			}()
			<-done
			if fake.outcome != c.want {
				t.Errorf("outcome = %q, want %q", fake.outcome, c.want)
			}
		})
	}
}

func TestVersionOfABinaryDirectory(t *testing.T) {
	t.Parallel()
	for dir, want := range map[string]int{
		"/usr/lib/postgresql/9/bin":             9,
		"/usr/lib/postgresql/15/bin":            15,
		"/usr/pgsql-16/bin":                     16,
		"/opt/homebrew/opt/postgresql@17/bin":   17,
		"/usr/lib/postgresql/experimental/bin/": 0,
	} {
		if got := version(dir); got != want {
			t.Errorf("version(%q) = %d, want %d", dir, got, want)
		}
	}
}
