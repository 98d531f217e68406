package archtest

const module = "github.com/cairnproject/cairn"

// A layer is a set of rooms of equal rank. A room may import rooms of its own layer and
// of the layers before it: arrows never turn back.
type layer struct {
	name  string
	rooms []string
}

// layers lists every room of the repository, lowest rank first. A room that is missing
// here fails the test: decide where it belongs before it grows.
var layers = []layer{
	{"foundation", []string{
		"internal/calendar", "internal/credit", "internal/diag", "internal/fault",
		"internal/strictjson", "internal/wording",
	}},
	{"domain", []string{
		"internal/catalog", "internal/agreement", "internal/requirement", "internal/record",
		"internal/ruleset",
	}},
	{"engine", []string{"internal/pathway", "internal/engine"}},
	{"checks", []string{"internal/lint", "internal/search"}},
	{"population", []string{"internal/population"}},
	{"adapters", []string{
		"migrations", "fixtures",
		"internal/config", "internal/obs", "internal/auth",
		"internal/store", "internal/jobs", "internal/interop",
		"internal/draw",
		"internal/testkit",
	}},
	{"scenarios", []string{"internal/scenario"}},
	{"composition", []string{"internal/app"}},
	{"transport", []string{"internal/api", "internal/web"}},
	{"commands", []string{"internal/cli"}},
	{"main", []string{"cmd"}},
	{"outside the product", []string{"internal/archtest", "internal/mutation"}},
}

// domainRooms import the standard library, uuid and each other, nothing else.
var domainRooms = []string{
	"internal/calendar", "internal/credit", "internal/diag", "internal/wording", "internal/catalog",
	"internal/agreement", "internal/requirement", "internal/record", "internal/ruleset",
}

// domainLibraries are the only modules that domain rooms know.
var domainLibraries = []string{"github.com/google/uuid"}

// engineRoom imports the standard library, the domain rooms and itself, nothing else.
const engineRoom = "internal/engine"

// confinement says in which rooms a library may be known.
type confinement struct {
	library string
	rooms   []string
	reason  string
}

var confinements = []confinement{
	{"gorm.io", []string{"internal/store", "migrations"}, "everyone else uses the ports of internal/store"},
	{"github.com/pressly/goose", []string{"internal/store", "migrations"}, "migrations run through internal/store"},
	{"github.com/jackc", []string{"internal/store/postgres", "internal/testkit"}, "nothing else depends on one database"},
	{"modernc.org", []string{"internal/store/sqlite"}, "nothing else depends on one database"},
	{"github.com/labstack", []string{"internal/api", "internal/web"}, "echo v4 loses support on 2026-12-31 (ADR 0001)"},
	{"github.com/danielgtaylor/huma", []string{"internal/api", "internal/web"}, "huma is tied to the echo version (ADR 0001)"},
	{"github.com/dominikbraun/graph", []string{"internal/pathway"}, "authoring-size graphs only (ADR 0003)"},
	{"github.com/riverqueue", []string{"internal/jobs"}, "everyone else uses the queue port"},
	{"github.com/spf13/cobra", []string{"internal/cli", "cmd"}, "commands live in internal/cli"},
	{"github.com/schollz/progressbar", []string{"internal/cli"}, "others report progress through a callback"},
	{"github.com/jedib0t/go-pretty", []string{"internal/cli"}, "tables for people are drawn by the command line"},
	{"github.com/a-h/templ", []string{"internal/web"}, "pages are drawn in internal/web (ADR 0008)"},
	{"github.com/alexedwards/scs", []string{"internal/web/session"}, "everyone else uses internal/web/session"},
	{"github.com/gowebpki/jcs", []string{"internal/interop"}, "canonical JSON belongs to signed documents"},
	{"github.com/mr-tron/base58", []string{"internal/interop"}, "multibase belongs to keys and proofs"},
	{"internal/store/sqlite", []string{"internal/app", "internal/store"}, "only the composition root picks a database"},
	{"internal/store/postgres", []string{"internal/app", "internal/store"}, "only the composition root picks a database"},
}

// refused are libraries that nobody imports, tests included.
var refused = map[string]string{
	"github.com/stretchr/testify":                         "use go-cmp or plain comparisons",
	"github.com/crillab/gophersat":                        "it panics on legal input; the engine has its own solver",
	"gorm.io/driver/sqlite":                               "it brings cgo in",
	"github.com/mattn/go-sqlite3":                         "it brings cgo in",
	"github.com/riverqueue/river/riverdriver/riversqlite": "it does not build with the river we use",
}

// testLibraries serve tests. They are never reachable from cmd, and outside test files
// only packages that serve tests themselves import them.
var testLibraries = map[string]string{
	"testing":                            "it registers flags in the binary",
	"pgregory.net/rapid":                 "property tests",
	"github.com/google/go-cmp":           "comparisons in tests",
	"github.com/rogpeppe/go-internal":    "testscript",
	"github.com/piprate/json-gold":       "what internal/interop/jsonld is compared with (ADR 0007)",
	"github.com/chromedp":                "browser tests",
	module + "/internal/testkit":         "throwaway databases",
	module + "/internal/web/webtest":     "the demo world behind a browser",
	module + "/internal/store/storetest": "the storage suite",
}

// impure are packages of the standard library that the domain and the engine do without:
// the same inputs give the same bytes, and everything enters through a parameter.
var impure = map[string]string{
	"crypto/rand":  "chance",
	"database/sql": "a database",
	"log":          "the domain returns what there is to say",
	"log/slog":     "the domain returns what there is to say",
	"math/rand":    "chance",
	"math/rand/v2": "chance",
	"net":          "the network",
	"net/http":     "the network",
	"os":           "files and environment",
	"os/exec":      "processes",
	"os/signal":    "signals",
	"syscall":      "the system",
}

// clockCalls are the functions of package time that read or wait for the clock.
var clockCalls = map[string]bool{
	"Now": true, "Since": true, "Until": true, "After": true, "AfterFunc": true,
	"NewTicker": true, "NewTimer": true, "Sleep": true, "Tick": true,
}

// vagueNames say nothing about what is inside; name the package after what it provides.
var vagueNames = map[string]bool{
	"base": true, "common": true, "helper": true, "helpers": true, "lib": true, "misc": true,
	"shared": true, "util": true, "utils": true,
}
