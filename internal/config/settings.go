package config

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// setting is one variable: how it is named, explained, read and shown.
type setting struct {
	env, flag, def, usage string
	set                   func(*Config, string) error
	get                   func(Config) string
}

// settings is the whole list, in the order of the documentation.
func settings() []setting {
	return append([]setting{
		{
			// No flag: the command line is visible to every user of the machine.
			env: "DATABASE_URL", usage: "postgres:// URL or sqlite:PATH; empty: embedded database",
			set: setDatabaseURL,
			get: func(c Config) string { return c.DatabaseURL.String() },
		},
		{
			env: "CAIRN_LISTEN", flag: "listen", def: "127.0.0.1:8080", usage: "address of the HTTP server, host:port",
			set: setListen,
			get: func(c Config) string { return c.Listen },
		},
		{
			env: "CAIRN_LOG_LEVEL", flag: "log-level", def: "info", usage: "debug, info, warn or error",
			set: setLogLevel,
			get: func(c Config) string { return c.LogLevel.String() },
		},
		{
			env: "CAIRN_LOG_FORMAT", flag: "log-format", def: "auto", usage: "text, json, or auto: text on a terminal",
			set: setLogFormat,
			get: func(c Config) string { return string(c.LogFormat) },
		},
		{
			env: "CAIRN_NETWORK", flag: "network", def: "public", usage: "what is asked for the documents that credentials name: off, public or private",
			set: setNetwork,
			get: func(c Config) string { return string(c.Network) },
		},
		{
			env: "CAIRN_ISSUERS", flag: "issuers", usage: "issuer file, or folder of *.issuer.json; empty: no credentials are issued",
			set: func(c *Config, value string) error { c.Issuers = value; return nil },
			get: func(c Config) string { return c.Issuers },
		},
		{
			// No flag, as for every secret.
			env: "CAIRN_ADMIN_TOKEN", usage: "bearer token of whoever issues and revokes over HTTP",
			set: setAdminToken,
			get: func(c Config) string { return c.AdminToken.String() },
		},
		{
			env: "CAIRN_ADMIN_TOKEN_FILE", flag: "admin-token-file", usage: "file that holds the bearer token of whoever issues and revokes over HTTP",
			set: func(c *Config, value string) error { c.AdminTokenFile = value; return nil },
			get: func(c Config) string { return c.AdminTokenFile },
		},
		{
			env: "CAIRN_MAX_BODY_BYTES", flag: "max-body-bytes", def: "10485760", usage: "largest request body, in bytes",
			set: setBodyBytes,
			get: func(c Config) string { return strconv.FormatInt(c.Limits.BodyBytes, 10) },
		},
	}, timeouts()...)
}

// timeouts are the settings that are durations.
func timeouts() []setting {
	return []setting{
		timeout("CAIRN_READ_HEADER_TIMEOUT", "read-header-timeout", "5s", "time to receive the request headers",
			func(l *Limits) *time.Duration { return &l.ReadHeaderTimeout }),
		timeout("CAIRN_READ_TIMEOUT", "read-timeout", "30s", "time to receive the whole request",
			func(l *Limits) *time.Duration { return &l.ReadTimeout }),
		timeout("CAIRN_REQUEST_TIMEOUT", "request-timeout", "30s", "time to handle a request",
			func(l *Limits) *time.Duration { return &l.RequestTimeout }),
		timeout("CAIRN_WRITE_TIMEOUT", "write-timeout", "60s", "time to handle and answer a request",
			func(l *Limits) *time.Duration { return &l.WriteTimeout }),
		timeout("CAIRN_IDLE_TIMEOUT", "idle-timeout", "2m", "how long an idle connection is kept",
			func(l *Limits) *time.Duration { return &l.IdleTimeout }),
		timeout("CAIRN_SHUTDOWN_TIMEOUT", "shutdown-timeout", "15s", "time to finish requests at shutdown",
			func(l *Limits) *time.Duration { return &l.ShutdownTimeout }),
	}
}

// timeout makes the setting of one duration, above 0 and up to 24 hours.
func timeout(env, flag, def, usage string, field func(*Limits) *time.Duration) setting {
	return setting{
		env: env, flag: flag, def: def, usage: usage,
		set: func(c *Config, value string) error {
			d, err := time.ParseDuration(value)
			if err != nil || d <= 0 || d > 24*time.Hour {
				return fmt.Errorf("%q is not a duration above 0 and up to 24h, such as 30s", value)
			}
			*field(&c.Limits) = d
			return nil
		},
		get: func(c Config) string { return field(&c.Limits).String() },
	}
}

func setListen(c *Config, value string) error {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return fmt.Errorf("%q is not an address such as 127.0.0.1:8080 or :8080", value)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("port %q is not a number from 0 to 65535", port)
	}
	c.Listen = value
	return nil
}

func setLogLevel(c *Config, value string) error {
	if err := c.LogLevel.UnmarshalText([]byte(value)); err != nil {
		return fmt.Errorf("%q is not one of debug, info, warn, error", value)
	}
	return nil
}

func setLogFormat(c *Config, value string) error {
	switch f := LogFormat(value); f {
	case LogAuto, LogText, LogJSON:
		c.LogFormat = f
		return nil
	}
	return fmt.Errorf("%q is not one of auto, text, json", value)
}

func setNetwork(c *Config, value string) (err error) {
	c.Network, err = ParseNetwork(value)
	return err
}

func setBodyBytes(c *Config, value string) error {
	const most = 1 << 30
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 1024 || n > most {
		return fmt.Errorf("%q is not a number of bytes from 1024 to %d", value, most)
	}
	c.Limits.BodyBytes = n
	return nil
}

func setDatabaseURL(c *Config, value string) error {
	if _, err := parseDatabase(value, "unused"); err != nil {
		return err
	}
	c.DatabaseURL = Secret(value)
	return nil
}

// errDatabaseURL does not repeat the value: it may hold a password.
var errDatabaseURL = errors.New("is not a URL such as postgres://user:password@host:5432/database or sqlite:/path/to/file.db")
