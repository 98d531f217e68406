package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// The length of a token, in bytes: one that is shorter can be guessed.
const (
	minToken = 20
	maxToken = 512
)

func setAdminToken(c *Config, value string) error {
	if value != "" {
		if err := checkToken(value); err != nil {
			return err
		}
	}
	c.AdminToken = Secret(value)
	return nil
}

// checkToken never repeats the token.
func checkToken(value string) error {
	if len(value) < minToken || len(value) > maxToken {
		return fmt.Errorf("the token has %d characters, not %d to %d", len(value), minToken, maxToken)
	}
	for _, c := range []byte(value) {
		if c <= ' ' || c > '~' {
			return errors.New("the token holds a blank, or a character beyond ASCII, which no header carries")
		}
	}
	return nil
}

// Administrator is the bearer token, read from its file where one is named; empty
// where there is none. The file must be one that nobody but its owner may read or
// write.
func (c Config) Administrator() (Secret, error) {
	if c.AdminTokenFile == "" {
		return c.AdminToken, nil
	}
	token, err := readToken(c.AdminTokenFile)
	if err != nil {
		return "", fmt.Errorf("configuration: CAIRN_ADMIN_TOKEN_FILE: %w", err)
	}
	return token, nil
}

func readToken(name string) (Secret, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // opened to read only
	// The open file is asked, not its name, so that nobody can change it between.
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a file", name)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("%s has mode %04o: others may read or write it; chmod 600 it, and replace the token if strangers had access", name, info.Mode().Perm())
	}
	data, err := io.ReadAll(io.LimitReader(f, 2*maxToken))
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(data))
	if err := checkToken(token); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return Secret(token), nil
}
