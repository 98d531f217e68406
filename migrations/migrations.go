// Package migrations embeds the numbered schema changes. Both dialects have the
// same numbers and names, so that a version means the same everywhere.
package migrations

import (
	"embed"
	"io/fs"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// FS returns the embedded files: one directory for each dialect, "postgres" and
// "sqlite", with goose files named NNNNN_name.sql.
func FS() fs.FS { return files }
