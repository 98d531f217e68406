package app

import "github.com/cairnproject/cairn/internal/config"

// DatabaseURL is the URL of the configured database as package store/open takes
// it; defaultPath is the file of the embedded database where none is
// configured.
func DatabaseURL(c config.Config, defaultPath string) string {
	db := c.Database(defaultPath)
	if db.SQLitePath != "" {
		return "sqlite:" + db.SQLitePath
	}
	return db.PostgresURL.Reveal()
}
