// Package config reads Cairn's settings from the environment and from flags,
// checks all of them, and reports every mistake at once.
//
// Precedence: a flag given on the command line, the environment variable, the
// default.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Config is the checked configuration. It is a value: copies are independent.
// Printing it with any fmt verb, slog or JSON never shows a secret.
type Config struct {
	// DatabaseURL is a postgres:// URL or sqlite:PATH; empty means the
	// embedded database. Use [Config.Database].
	DatabaseURL Secret
	// Listen is the address of the HTTP server, host:port.
	Listen string
	// LogLevel is the lowest level that is logged.
	LogLevel slog.Level
	// LogFormat is the form of the log lines.
	LogFormat LogFormat
	// Network says which addresses are asked for what a credential names: issuer
	// profiles, keys, status lists.
	Network Network
	// Issuers is the issuer file, or the folder of issuer files, in whose names
	// credentials are issued; empty: nobody issues.
	Issuers string
	// AdminToken is the bearer token of whoever issues, revokes and renews over
	// HTTP, AdminTokenFile the file that holds it; at most one is given. Use
	// [Config.Administrator].
	AdminToken     Secret
	AdminTokenFile string
	// Limits bound what one HTTP request may cost.
	Limits Limits
}

// Network is how far Cairn reaches for the documents that credentials name.
type Network string

// The reaches.
const (
	NetworkOff     Network = "off"     // nothing is fetched
	NetworkPublic  Network = "public"  // public addresses, over https
	NetworkPrivate Network = "private" // private and loopback addresses too, over https
)

// ParseNetwork reads a Network; the error names the choices.
func ParseNetwork(value string) (Network, error) {
	switch n := Network(value); n {
	case NetworkOff, NetworkPublic, NetworkPrivate:
		return n, nil
	}
	return "", fmt.Errorf("%q is not one of off, public, private", value)
}

// Limits bound what one HTTP request may cost.
type Limits struct {
	BodyBytes         int64         // largest request body, in bytes
	ReadHeaderTimeout time.Duration // to receive the headers
	ReadTimeout       time.Duration // to receive headers and body
	RequestTimeout    time.Duration // to handle the request
	WriteTimeout      time.Duration // from the headers' end to the response's
	IdleTimeout       time.Duration // of a kept-alive connection
	ShutdownTimeout   time.Duration // to finish running requests at the end
}

// LogFormat is the form of the log lines.
type LogFormat string

// The forms.
const (
	LogAuto LogFormat = "auto" // text on a terminal, JSON elsewhere
	LogText LogFormat = "text"
	LogJSON LogFormat = "json"
)

// Load reads every setting through getenv, usually os.Getenv or the result of
// [Flags.Over]; an empty value means the default. The error joins one error for
// each wrong setting, names the variable, and never repeats a secret.
func Load(getenv func(string) string) (Config, error) {
	var (
		c    Config
		errs []error
	)
	for _, s := range settings() {
		value := strings.TrimSpace(getenv(s.env))
		if value == "" {
			value = s.def
		}
		if err := s.set(&c, value); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.env, err))
		}
	}
	if len(errs) == 0 {
		errs = c.Limits.conflicts()
		if c.AdminToken != "" && c.AdminTokenFile != "" {
			errs = append(errs, errors.New("CAIRN_ADMIN_TOKEN and CAIRN_ADMIN_TOKEN_FILE are both given; keep one of the two"))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	return c, nil
}

// conflicts reports settings that are right alone but not together.
func (l Limits) conflicts() []error {
	var errs []error
	if l.ReadHeaderTimeout > l.ReadTimeout {
		errs = append(errs, fmt.Errorf("CAIRN_READ_HEADER_TIMEOUT (%s) must not exceed CAIRN_READ_TIMEOUT (%s)",
			l.ReadHeaderTimeout, l.ReadTimeout))
	}
	if l.RequestTimeout >= l.WriteTimeout {
		errs = append(errs, fmt.Errorf("CAIRN_REQUEST_TIMEOUT (%s) must be below CAIRN_WRITE_TIMEOUT (%s), "+
			"or nobody can be told that a request took too long", l.RequestTimeout, l.WriteTimeout))
	}
	return errs
}

// String lists every setting as NAME=value, one a line, without secrets.
func (c Config) String() string {
	var b strings.Builder
	for _, s := range settings() {
		fmt.Fprintf(&b, "%s=%s\n", s.env, s.get(c))
	}
	return b.String()
}
