package config

import (
	"log/slog"
	"net/url"
	"strings"
)

// Secret is a text that must not be shown. Every usual way of printing it shows
// "[redacted]", or nothing when it is empty.
type Secret string

const redacted = "[redacted]"

// Reveal returns the secret itself, for the one place that uses it.
func (s Secret) Reveal() string { return string(s) }

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret from JSON, XML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Database says which database to use: exactly one field is set.
type Database struct {
	// PostgresURL is the URL of a PostgreSQL server.
	PostgresURL Secret
	// SQLitePath is the file of the embedded database, or ":memory:".
	SQLitePath string
}

// Database decides between the two kinds. defaultPath is the embedded database's
// file when DATABASE_URL is empty.
func (c Config) Database(defaultPath string) Database {
	db, err := parseDatabase(c.DatabaseURL.Reveal(), defaultPath)
	if err != nil {
		// Only a hand-made Config gets here: Load has checked the URL.
		return Database{PostgresURL: c.DatabaseURL}
	}
	return db
}

// parseDatabase reads DATABASE_URL: empty, sqlite:PATH or a postgres:// URL.
func parseDatabase(value, defaultPath string) (Database, error) {
	if value == "" {
		return Database{SQLitePath: defaultPath}, nil
	}
	if path, ok := strings.CutPrefix(value, "sqlite:"); ok {
		path = strings.TrimPrefix(path, "//") // sqlite:///abs/path and sqlite:path
		if path == "" {
			return Database{}, errDatabaseURL
		}
		return Database{SQLitePath: path}, nil
	}
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return Database{}, errDatabaseURL
	}
	// A Unix socket is named by ?host=/directory instead.
	if u.Host == "" && u.Query().Get("host") == "" {
		return Database{}, errDatabaseURL
	}
	return Database{PostgresURL: Secret(value)}, nil
}
