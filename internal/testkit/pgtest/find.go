package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// findBinaries returns the directory of initdb and postgres: the one in PATH,
// or else the newest version where Debian, Red Hat and Homebrew install them.
func findBinaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if target, err := filepath.EvalSymlinks(path); err == nil && isBinDir(filepath.Dir(target)) {
			return filepath.Dir(target), nil
		}
	}
	patterns := []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
	}
	best, newest := "", -1
	for _, pattern := range patterns {
		dirs, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		for _, dir := range dirs {
			if v := version(dir); v > newest && isBinDir(dir) {
				best, newest = dir, v
			}
		}
	}
	if best == "" {
		return "", fmt.Errorf("%w: no initdb and postgres in PATH or in /usr/lib/postgresql", errUnavailable)
	}
	return best, nil
}

// version reads the number out of ".../15/bin", ".../pgsql-16/bin" or
// ".../postgresql@17/bin"; 0 if there is none.
func version(binDir string) int {
	name := filepath.Base(filepath.Dir(binDir))
	start := len(name)
	for start > 0 && name[start-1] >= '0' && name[start-1] <= '9' {
		start--
	}
	n, err := strconv.Atoi(name[start:])
	if err != nil {
		return 0
	}
	return n
}

// isBinDir reports whether a directory has both programs.
func isBinDir(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}
