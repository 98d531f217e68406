// Package static holds the files that every page shares: the style sheet, the
// icon and htmx (4.0.1, Zero-Clause BSD, htmx.LICENSE). Addresses carry a hash
// of the content, so that a browser keeps them for good and never keeps an old one.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/web/diagram"
)

//go:embed css/*.css htmx.min.js suggest.js icon.svg
var files embed.FS

// Prefix is the path below which the files are.
const Prefix = "/static/"

// The names of the files.
const (
	Style = "cairn.css"
	Htmx  = "htmx.min.js"
	Icon  = "icon.svg"
	// Suggest are the suggestions below the search box.
	Suggest = "suggest.js"
)

type file struct {
	data []byte
	// packed is the data by gzip.
	packed      []byte
	contentType string
	hash        string
}

var all = load()

func load() map[string]file {
	out := map[string]file{
		Style:   {data: style(), contentType: "text/css; charset=utf-8"},
		Htmx:    {data: read(Htmx), contentType: "text/javascript; charset=utf-8"},
		Suggest: {data: read(Suggest), contentType: "text/javascript; charset=utf-8"},
		Icon:    {data: read(Icon), contentType: "image/svg+xml"},
	}
	for name, f := range out {
		sum := sha256.Sum256(f.data)
		f.hash, f.packed = hex.EncodeToString(sum[:8]), packed(f.data)
		out[name] = f
	}
	return out
}

// style is one sheet out of the layers, in the order of their file names, and the
// rules for drawings.
func style() []byte {
	names, err := fs.Glob(files, "css/*.css")
	if err != nil {
		panic(err) // the pattern is ours
	}
	slices.Sort(names)
	var out []byte
	for _, name := range names {
		out = append(out, read(name)...)
	}
	return compact(append(append(append(out, "@layer components {\n"...), diagram.CSS...), "}\n"...))
}

// compact leaves out what only people who write style sheets need: comments,
// indents and line ends. Nothing within a line changes.
func compact(sheet []byte) []byte {
	var out []byte
	for line := range strings.Lines(comment.ReplaceAllString(string(sheet), "")) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		out = append(out, line...)
		// A line that ends within a value goes on after a blank.
		if !strings.ContainsAny(line[len(line)-1:], "{};") {
			out = append(out, ' ')
		}
	}
	return append(out, '\n')
}

// comment is a comment of a style sheet.
var comment = regexp.MustCompile(`(?s)/\*.*?\*/`)

func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the files are part of the program
	}
	return data
}

// URL is the address of a file, with the hash of what is in it.
func URL(name string) string { return Prefix + name + "?v=" + all[name].hash }

// Handler serves the files.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	f, ok := all[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h, tag := w.Header(), `"`+f.hash+`"`
	h.Set("ETag", tag)
	h.Set("Cache-Control", "public, no-cache")
	if r.URL.Query().Get("v") == f.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Content-Type", f.contentType)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	// What is public and never changes gives nothing away by its packed length;
	// pages, which hold a learner's record, are not packed.
	h.Set("Vary", "Accept-Encoding")
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		_, _ = w.Write(f.packed) // the client is gone; there is nobody to tell
		return
	}
	_, _ = w.Write(f.data) // the client is gone; there is nobody to tell
}

func packed(data []byte) []byte {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a known one
	}
	_, _ = w.Write(data) // a buffer takes all
	_ = w.Close()
	return buf.Bytes()
}

// acceptsGzip reads Accept-Encoding (RFC 9110, 12.5.3); a weight of 0 refuses.
func acceptsGzip(r *http.Request) bool {
	for one := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(one, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.Trim(strings.TrimPrefix(strings.ToLower(weight), "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
