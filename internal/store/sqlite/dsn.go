package sqlite

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// dsn builds the connection string of modernc.org/sqlite.
//
//   - Times are written in UTC in one format whose text order is the time
//     order, so that comparisons in SQL are right.
//   - foreign_keys is off by default in SQLite.
//   - WAL lets readers work while the writer writes; synchronous=NORMAL is its
//     usual partner: no corruption, and at worst the last transactions are
//     lost when the power fails.
//   - _dqs=0 makes a misspelt column an error instead of a string.
func dsn(path string, busy time.Duration, readOnly bool) string {
	q := url.Values{
		"_dqs":         {"0"},
		"_time_format": {"sqlite"},
		"_timezone":    {"UTC"},
		"_pragma": {
			"busy_timeout(" + strconv.FormatInt(busy.Milliseconds(), 10) + ")",
			"foreign_keys(1)",
		},
	}
	if path != Memory {
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "synchronous(NORMAL)")
	}
	if readOnly {
		q.Set("_query_only", "1")
	} else {
		// A transaction takes the write lock when it begins. With the
		// default it would take it at the first write, and two that had
		// read before would both fail without waiting.
		q.Set("_txlock", "immediate")
		// 64 MB for the pages that a large import changes; the default of
		// 2 MB would write them to the log again and again.
		q.Add("_pragma", "cache_size(-65536)")
	}
	return fileURI(path) + "?" + q.Encode()
}

// fileURI escapes a path, so that "?", "#" and "%" in it are part of the name.
func fileURI(path string) string {
	if path == Memory {
		return "file::memory:"
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") { // a Windows drive letter
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}
