package obs

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"
)

// Build describes the program that is running. Unknown parts are empty.
type Build struct {
	Version  string    `json:"version"`            // e.g. "v1.2.3", or "devel"
	Commit   string    `json:"commit,omitempty"`   // full hash of the Git commit
	Time     time.Time `json:"time,omitzero"`      // of the commit, in UTC
	Modified bool      `json:"modified,omitempty"` // true when built from changed files
	Go       string    `json:"go"`                 // version of the compiler
}

// ReadBuild reads what the Go toolchain stamped into this program.
func ReadBuild() Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Build{Version: "unknown"}
	}
	return BuildFrom(info)
}

// BuildFrom extracts the build from information read elsewhere, for example
// from another binary.
func BuildFrom(info *debug.BuildInfo) Build {
	b := Build{Version: info.Main.Version, Go: info.GoVersion}
	if b.Version == "" || b.Version == "(devel)" {
		b.Version = "devel"
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			if at, err := time.Parse(time.RFC3339, s.Value); err == nil {
				b.Time = at.UTC()
			}
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// String is one line, such as "v1.2.3 (0123456789ab, go1.26.8)".
func (b Build) String() string {
	var parts []string
	if b.Commit != "" {
		commit := b.Commit[:min(12, len(b.Commit))]
		if b.Modified {
			commit += "+changes"
		}
		parts = append(parts, commit)
	}
	if b.Go != "" {
		parts = append(parts, b.Go)
	}
	if len(parts) == 0 {
		return b.Version
	}
	return fmt.Sprintf("%s (%s)", b.Version, strings.Join(parts, ", "))
}

// LogValue logs the build as a group.
func (b Build) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("version", b.Version), slog.String("commit", b.Commit),
		slog.Bool("modified", b.Modified), slog.String("go", b.Go))
}
