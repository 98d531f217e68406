//go:build unix

package pgtest

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// clusterOwner is the user who runs the server: nil for "us", or an
// unprivileged one when we are root, whom PostgreSQL refuses.
func clusterOwner() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // nil is a meaningful credential: our own
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
		if uidErr == nil && gidErr == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, fmt.Errorf("%w: it refuses to run as root, and there is no user postgres or nobody", errUnavailable)
}

// makeDir makes the cluster's directory, owned by owner, in a place that the
// owner can reach and whose name leaves room for the socket's.
func makeDir(owner *syscall.Credential) (string, error) {
	base := os.TempDir()
	if len(base) > maxSocketDir-len("/cairn-pg-1234567890") || (owner != nil && !worldReachable(base)) {
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, "cairn-pg-")
	if err != nil {
		return "", fmt.Errorf("make the cluster's directory: %w", err)
	}
	if owner != nil {
		if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return "", fmt.Errorf("give the cluster's directory away: %w", err)
		}
	}
	return dir, nil
}

// worldReachable reports whether any user may pass through to dir.
func worldReachable(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return true
		}
		dir = parent
	}
}
