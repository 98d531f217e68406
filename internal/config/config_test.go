package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// env makes a getenv of a map.
func env(m map[string]string) func(string) string { return func(k string) string { return m[k] } }

func TestDefaultsAreUsable(t *testing.T) {
	t.Parallel()
	got, err := Load(env(nil))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		Listen: "127.0.0.1:8080", LogLevel: slog.LevelInfo, LogFormat: LogAuto, Network: NetworkPublic,
		Limits: Limits{
			BodyBytes: 10 << 20, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
			RequestTimeout: 30 * time.Second, WriteTimeout: time.Minute,
			IdleTimeout: 2 * time.Minute, ShutdownTimeout: 15 * time.Second,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestEveryMistakeIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := Load(env(map[string]string{
		"DATABASE_URL":         "mysql://ann:hunter2@db/x",
		"CAIRN_LISTEN":         "8080",
		"CAIRN_LOG_LEVEL":      "loud",
		"CAIRN_LOG_FORMAT":     "xml",
		"CAIRN_MAX_BODY_BYTES": "-1",
		"CAIRN_READ_TIMEOUT":   "30",
	}))
	if err == nil {
		t.Fatal("Load accepted six mistakes")
	}
	for _, name := range []string{
		"DATABASE_URL", "CAIRN_LISTEN", "CAIRN_LOG_LEVEL",
		"CAIRN_LOG_FORMAT", "CAIRN_MAX_BODY_BYTES", "CAIRN_READ_TIMEOUT",
	} {
		if !strings.Contains(err.Error(), name+": ") {
			t.Errorf("error does not name %s: %v", name, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error shows the password: %v", err)
	}
}

func TestSettingsThatContradictEachOther(t *testing.T) {
	t.Parallel()
	for name, vars := range map[string]map[string]string{
		"CAIRN_READ_HEADER_TIMEOUT": {"CAIRN_READ_HEADER_TIMEOUT": "31s"},
		"CAIRN_REQUEST_TIMEOUT":     {"CAIRN_WRITE_TIMEOUT": "30s"},
	} {
		if _, err := Load(env(vars)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error = %v, want one about %s", err, name)
		}
	}
}

func TestListenAddresses(t *testing.T) {
	t.Parallel()
	for value, ok := range map[string]bool{
		":8080": true, "0.0.0.0:0": true, "[::1]:443": true, "localhost:80": true,
		"8080": false, "host": false, "host:http": false, ":65536": false, "::1:80": false,
	} {
		if _, err := Load(env(map[string]string{"CAIRN_LISTEN": value})); (err == nil) != ok {
			t.Errorf("CAIRN_LISTEN=%s: error = %v, want accepted = %v", value, err, ok)
		}
	}
}

func TestDatabaseChoice(t *testing.T) {
	t.Parallel()
	const pg = "postgres://u:p@db:5432/x"
	const socket = "postgresql://u@/x?host=/run/postgresql"
	for value, want := range map[string]Database{
		"":                    {SQLitePath: "/default.db"},
		"sqlite:rel/cairn.db": {SQLitePath: "rel/cairn.db"},
		"sqlite:///abs/c.db":  {SQLitePath: "/abs/c.db"},
		"sqlite::memory:":     {SQLitePath: ":memory:"},
		pg:                    {PostgresURL: pg},
		socket:                {PostgresURL: socket},
	} {
		c, err := Load(env(map[string]string{"DATABASE_URL": value}))
		if err != nil {
			t.Errorf("DATABASE_URL=%s: %v", value, err)
			continue
		}
		if got := c.Database("/default.db"); got != want {
			t.Errorf("DATABASE_URL=%s: %s or %s, want the other", value, got.SQLitePath, got.PostgresURL.Reveal())
		}
	}
	for _, value := range []string{"sqlite:", "postgres://", "host=db user=u", "http://db/x", "postgres://u:p%zz@db/x"} {
		if _, err := Load(env(map[string]string{"DATABASE_URL": value})); err == nil {
			t.Errorf("DATABASE_URL=%s was accepted", value)
		}
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	c, err := Load(env(map[string]string{"DATABASE_URL": "postgres://ann:hunter2@db/x"}))
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("start", "config", c, "db", c.Database(""), "url", c.DatabaseURL)
	type plain Config // without the String method
	for _, text := range []string{
		c.String(), fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c, c), fmt.Sprintf("%v %+v %#v", plain(c), plain(c), plain(c)),
		fmt.Sprintf("%x %X", c.DatabaseURL, c.DatabaseURL), string(asJSON), logged.String(),
	} {
		if strings.Contains(text, "hunter2") || strings.Contains(text, fmt.Sprintf("%x", "hunter2")) {
			t.Errorf("the password is visible in %s", text)
		}
	}
	if !strings.Contains(c.String(), "DATABASE_URL="+redacted) {
		t.Errorf("String() = %s, want a mark for the hidden URL", c)
	}
	if c.DatabaseURL.Reveal() == redacted {
		t.Error("Reveal() does not reveal")
	}
}

func TestFlagsGoOverTheEnvironment(t *testing.T) {
	t.Parallel()
	set := flag.NewFlagSet("test", flag.ContinueOnError)
	flags := Bind(set)
	if set.Lookup("database-url") != nil {
		t.Error("a secret has a flag")
	}
	if err := set.Parse([]string{"-log-level", "debug", "-listen="}); err != nil {
		t.Fatal(err)
	}
	c, err := Load(flags.Over(env(map[string]string{
		"CAIRN_LOG_LEVEL": "error", "CAIRN_LISTEN": ":1", "CAIRN_LOG_FORMAT": "json", "DATABASE_URL": "sqlite:x.db",
	})))
	if err != nil {
		t.Fatal(err)
	}
	if c.LogLevel != slog.LevelDebug {
		t.Errorf("level = %v, want the flag's", c.LogLevel)
	}
	if c.Listen != "127.0.0.1:8080" {
		t.Errorf("listen = %q, want the default that the empty flag brings back", c.Listen)
	}
	if c.LogFormat != LogJSON || c.Database("").SQLitePath != "x.db" {
		t.Errorf("format = %v, database = %v; want the environment's", c.LogFormat, c.Database(""))
	}
}

// TestEverySettingIsDocumented holds the page to the list.
func TestEverySettingIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "reference", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings() {
		row := "| `" + s.env + "` | `--" + s.flag + "` | `" + s.def + "` | "
		row = strings.Replace(row, "| `` |", "| |", 1) // an empty default is an empty cell
		if s.flag == "" {
			row = "| `" + s.env + "` | "
		}
		if !strings.Contains(string(page), row) {
			t.Errorf("configuration.md has no row that begins\n%s", row)
		}
	}
}
