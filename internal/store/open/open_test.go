package open_test

import (
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/open"
	"github.com/cairnproject/cairn/internal/store/postgres"
	"github.com/cairnproject/cairn/internal/store/storetest"
	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

func TestURLsThatNameNothing(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "sqlite:", "sqlite://", "mysql://u:secret@h/d", "cairn.db", "host=h password=secret"} {
		_, err := open.Open(t.Context(), url, open.Options{})
		if !errors.Is(err, open.ErrURL) || strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("%q: %v", url, err)
		}
	}
	_, err := open.Open(t.Context(), "postgres://u:secret@h:notaport/d", open.Options{})
	if !errors.Is(err, postgres.ErrBadURL) || strings.Contains(fmt.Sprint(err), "secret") {
		t.Errorf("bad port: %v", err)
	}
}

func TestAServerThatDoesNotAnswerIsUnavailable(t *testing.T) {
	t.Parallel()
	var cfg net.ListenConfig
	l, err := cfg.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil { // the port is now one where nobody listens
		t.Fatal(err)
	}
	_, err = open.Open(t.Context(), "postgres://user:secret@"+address+"/db", open.Options{})
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
	if text := fmt.Sprint(err); strings.Contains(text, "secret") || strings.Contains(text, "user") {
		t.Errorf("credentials in %q", text)
	}
}

func TestAFileKeepsWhatIsWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "cairn.db")
	set := storetest.Synthetic(storetest.Size{Items: 10, Agreements: 1, Rules: 10})
	var version string
	for _, url := range []string{"sqlite:" + path, "sqlite://" + path} { // both forms name it
		s, err := open.Open(t.Context(), url, open.Options{})
		if err != nil {
			t.Fatal(err)
		}
		c, err := s.Apply(t.Context(), set, store.ApplyOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if version != "" && version != string(c.Before) {
			t.Error("the second opening found another version")
		}
		version = string(c.After)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnOldSchemaIsMigratedOrRefused(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]string{"sqlite": file(t), "postgres": pgtest.NewEmpty(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := open.Open(t.Context(), url, open.Options{Schema: open.Refuse})
			if !errors.Is(err, open.ErrSchemaOld) {
				t.Errorf("refusing: %v", err)
			}
			steps := 0
			s, err := open.Open(t.Context(), url, open.Options{Migration: func(migrate.Step) { steps++ }})
			if err != nil || steps == 0 {
				t.Fatalf("migrating: %d steps, %v", steps, err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			s, err = open.Open(t.Context(), url, open.Options{Schema: open.Refuse})
			if err != nil {
				t.Fatalf("after migrating: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// What one program has locked another waits for; when it waits too long, that is
// "unavailable" and not a message of the database.
func TestABusyDatabaseIsUnavailableInItsOwnWords(t *testing.T) {
	t.Parallel()
	url := file(t)
	s := opened(t, url)
	unlock := lockFile(t, strings.TrimPrefix(url, "sqlite:"))
	_, err := s.PutRecord(t.Context(), uuid.New(), record.Record{}, store.PutOptions{})
	unlock()
	if !errors.Is(err, store.ErrUnavailable) || strings.Contains(err.Error(), "SQLITE") {
		t.Errorf("locked: %v, want ErrUnavailable", err)
	}
	if _, err := s.PutRecord(t.Context(), uuid.New(), record.Record{}, store.PutOptions{}); err != nil {
		t.Errorf("unlocked: %v", err)
	}
}
