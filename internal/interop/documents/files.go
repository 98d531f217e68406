package documents

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// MaxFile is the largest file that Files reads, in bytes.
const MaxFile = 8 << 20

// Files are documents given by hand: address to content. The zero value is
// empty; it is filled before it is used.
type Files struct{ byURL map[string]*Document }

// Get returns the document given for the address.
func (f *Files) Get(ctx context.Context, url string) (*Document, error) {
	if d, ok := f.byURL[url]; ok {
		return d, nil
	}
	return None{}.Get(ctx, url)
}

// Addresses lists what is there, sorted.
func (f *Files) Addresses() []string { return slices.Sorted(maps.Keys(f.byURL)) }

// Contexts are the documents that are JSON-LD contexts and nothing else: one
// member, @context. (Documents of issuers have more.)
func (f *Files) Contexts() map[string][]byte {
	out := map[string][]byte{}
	for url, d := range f.byURL {
		var members map[string]json.RawMessage
		if json.Unmarshal(d.Body, &members) == nil && len(members) == 1 && members["@context"] != nil {
			out[url] = d.Body
		}
	}
	return out
}

// Add gives the content of an address; a fragment is cut off. A later content
// replaces an earlier one.
func (f *Files) Add(address string, body []byte, mediaType string) error {
	u, err := url.Parse(address)
	if err != nil || !u.IsAbs() || u.Host == "" {
		return diag.List{{Code: "bad_document", Message: "“" + address + "” is not an absolute URL"}}
	}
	if f.byURL == nil {
		f.byURL = map[string]*Document{}
	}
	plain, _, _ := strings.Cut(address, "#")
	f.byURL[plain] = &Document{URL: plain, Body: body, MediaType: mediaType}
	return nil
}

// AddFile gives a file for an address.
func (f *Files) AddFile(address, name string) error {
	return f.addFrom(os.DirFS(filepath.Dir(name)), address, filepath.Base(name), name)
}

// AddDir gives every document that DIR/index.json lists: one object, addresses
// to names of files inside the folder.
func (f *Files) AddDir(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	defer func() { _ = root.Close() }() // opened to read only
	index := path.Join(dir, "index.json")
	data, err := readFile(root.FS(), "index.json", index)
	if err != nil {
		return err
	}
	var names map[string]string
	if err := json.Unmarshal(data, &names); err != nil {
		return diag.List{{
			Code: "bad_document", File: index, Message: "index.json is not one object of addresses and file names",
			Suggestion: `write {"https://issuer.example/did.json": "did.json"}`,
		}}
	}
	for _, address := range slices.Sorted(maps.Keys(names)) {
		if err := f.addFrom(root.FS(), address, names[address], path.Join(dir, names[address])); err != nil {
			return err
		}
	}
	return nil
}

func (f *Files) addFrom(dir fs.FS, address, name, shown string) error {
	body, err := readFile(dir, name, shown)
	if err != nil {
		return err
	}
	return f.Add(address, body, "")
}

func readFile(dir fs.FS, name, shown string) ([]byte, error) {
	file, err := dir.Open(name)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	defer func() { _ = file.Close() }() // opened to read only
	body, err := io.ReadAll(io.LimitReader(file, MaxFile+1))
	if err != nil {
		return nil, unreadable(shown, err)
	}
	if len(body) > MaxFile {
		return nil, diag.List{{Code: "file_too_large", File: shown, Message: "the document is larger than 8 MiB"}}
	}
	return body, nil
}

func unreadable(name string, err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return diag.List{{Code: "unreadable", File: name, Message: err.Error()}}
}
