package issuing

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// Settings are the issuer file: who issues, in whose name, and with what.
type Settings struct {
	// Institution is whose programs are certified; empty for a body that only
	// endorses.
	Institution catalog.InstitutionID `json:"institution,omitempty"`
	// ID is what credentials name as their issuer: a did:web, or the https URL of
	// the profile.
	ID string `json:"id"`
	// Base is the https address at which this server is reached from outside.
	Base    string  `json:"base"`
	Profile Profile `json:"profile"`
	// Keys is the key file, relative to the issuer file; KeysEnv instead names an
	// environment variable with the same content.
	Keys    string `json:"keys,omitempty"`
	KeysEnv string `json:"keysEnv,omitempty"`
	// Confer issues automatically what a stored record completes, where the
	// program's policy says so.
	Confer bool `json:"confer,omitempty"`
	// Suspension publishes a second status list, so that credentials can be
	// suspended. Open Badges 3.0 allows one status only: readers that hold
	// credentials to its published schema refuse two.
	Suspension bool `json:"suspension,omitempty"`
	// Renewal names a refresh service in credentials that expire.
	Renewal bool `json:"renewal,omitempty"`
	// Entries is the length of a status list; 0 means 131,072, the least.
	Entries int `json:"entries,omitempty"`
	// Achievements say of each program what the catalogue does not, by program id.
	Achievements map[string]Achievement `json:"achievements,omitempty"`
}

// Profile is how the issuer is described (Open Badges 3.0, B.1.16).
type Profile struct {
	Name        string `json:"name"`
	URL         string `json:"url,omitempty"`
	Email       string `json:"email,omitempty"`
	Phone       string `json:"phone,omitempty"`
	Description string `json:"description,omitempty"`
	Image       string `json:"image,omitempty"`
}

// Issuer is somebody who can sign.
type Issuer struct {
	Settings

	KeySet Keys

	dir string // of the issuer file
}

// EndorsementsOf reads the endorsements that the issuer file names for a
// program. One that is about something else than its achievement is refused.
func (i *Issuer) EndorsementsOf(program string) ([]Endorsement, error) {
	a := i.Achievements[program]
	list, err := ReadEndorsements(i.dir, a.Endorsements)
	if err != nil {
		return nil, err
	}
	about := cmp.Or(a.ID, i.Base+"/v1/programs/"+program)
	for n := range list {
		if got := list[n].About(); got != about && got != i.ID {
			return nil, fmt.Errorf("%s is about %s, not about %s", a.Endorsements[n], got, about)
		}
	}
	return list, nil
}

var settingsReader = strictjson.New[Settings](strictjson.Options{})

// ParseSettings reads and checks the issuer file.
func ParseSettings(data []byte) (Settings, error) {
	var s Settings
	if problems, _ := settingsReader.Read(data, &s); problems.HasErrors() {
		return s, problems
	}
	if err := s.check().Err(); err != nil {
		return s, err
	}
	return s, nil
}

func (s *Settings) check() diag.List {
	var list diag.List
	add := func(pointer, code, message, suggestion string) {
		list = append(list, diag.Problem{Pointer: pointer, Code: code, Message: message, Suggestion: suggestion})
	}
	base, err := url.Parse(s.Base)
	if err != nil || base.Scheme != "https" || base.Host == "" || base.RawQuery != "" || base.Fragment != "" || strings.HasSuffix(s.Base, "/") {
		add("/base", "bad_url", "base is not an https address without a slash at its end", "for example https://badges.college.example")
	}
	switch id, err := url.Parse(s.ID); {
	case strings.HasPrefix(s.ID, "did:web:") && !strings.ContainsAny(s.ID, "#?/"):
	case err == nil && id.Scheme == "https" && id.Host != "" && id.Fragment == "" && id.RawQuery == "":
	default:
		add("/id", "bad_url", "the id of an issuer is a did:web or an https address", "for example "+s.Base+"/issuers/college")
	}
	if s.Profile.Name == "" {
		add("/profile/name", "missing_member", "the issuer has no name", "")
	}
	if (s.Keys == "") == (s.KeysEnv == "") {
		add("/keys", "missing_member", "either keys (a file) or keysEnv (a variable) is needed", "")
	}
	if n := s.Entries; n != 0 && (n < minEntries || n > maxEntries || n&(n-1) != 0) {
		add("/entries", "bad_value", fmt.Sprintf("entries is a power of two from %d to %d", minEntries, maxEntries), "leave it out")
	}
	return list
}

// The lengths of status lists that are issued.
const (
	minEntries = 1 << 17
	maxEntries = 1 << 24
)

// Open reads an issuer file and its keys.
func Open(name string, getenv func(string) string) (*Issuer, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	s, err := ParseSettings(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	i := &Issuer{Settings: s, dir: filepath.Dir(name)}
	if s.KeysEnv != "" {
		content := getenv(s.KeysEnv)
		if content == "" {
			return nil, fmt.Errorf("%s: the variable %s, which should hold the keys, is empty", name, s.KeysEnv)
		}
		if i.KeySet, err = ParseKeys([]byte(content)); err != nil {
			return nil, fmt.Errorf("%s: $%s: %w", name, s.KeysEnv, err)
		}
		return i, nil
	}
	file := s.Keys
	if !filepath.IsAbs(file) {
		file = filepath.Join(filepath.Dir(name), file)
	}
	i.KeySet, err = ReadKeyFile(file)
	return i, err
}

// OpenAll reads one issuer file, or every *.issuer.json of a folder. Two issuers
// of one institution or of one id are refused.
func OpenAll(path string, getenv func(string) string) ([]*Issuer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	files := []string{path}
	if info.IsDir() {
		if files, err = filepath.Glob(filepath.Join(path, "*.issuer.json")); err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, errors.New(path + " holds no *.issuer.json")
		}
	}
	var out []*Issuer
	for _, f := range files {
		i, err := Open(f, getenv)
		if err != nil {
			return nil, err
		}
		for _, o := range out {
			if o.ID == i.ID || o.Slug() == i.Slug() {
				return nil, fmt.Errorf("%s: the issuer %s is there already", f, i.ID)
			}
		}
		out = append(out, i)
	}
	return out, nil
}

// Slug names the issuer in addresses: the institution, else the host.
func (i *Issuer) Slug() string {
	if i.Institution != "" {
		return string(i.Institution)
	}
	u, err := url.Parse(i.Base)
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(u.Hostname(), ".", "-")
}

// Method is the verification method of a key: the address under which the
// issuer's document lists it.
func (i *Issuer) Method(k *Key) string { return i.ID + "#" + k.ID }
