package web

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// answer is what a page has to say: for people, for programs, for tables.
type answer struct {
	// status is that of the page; 0 means 200.
	status int
	page   *view.Page
	body   templ.Component
	// json is the twin for programs, the API's bytes where the API has them; nil
	// where there is none.
	json func() ([]byte, error)
	// csv is the twin for tables: the first row is the header.
	csv func() [][]string
	// svg is the page's drawing as a file.
	svg func() []byte
	// redirect sends on to another page instead (303).
	redirect string
	// file is sent as it is instead, to be saved.
	file *file
	// fragment answers htmx with the body alone, without the frame.
	fragment bool
}

// file is a document to be saved.
type file struct {
	name, mediaType string
	data            []byte
}

// send writes the answer in the form that was asked for.
func (x *exchange) send(a *answer) error {
	if a.redirect != "" {
		http.Redirect(x.w, x.r, a.redirect, http.StatusSeeOther)
		return nil
	}
	if a.file != nil {
		x.w.Header().Set("Content-Disposition", `attachment; filename="`+plainName(a.file.name)+`"`)
		x.write(a.status, a.file.mediaType, a.file.data)
		return nil
	}
	switch formatOf(x.r) {
	case "json":
		if a.json == nil {
			return fault.Say(fault.NotFound, wording.Of("fault.no_json", "This page has no JSON form."))
		}
		data, err := a.json()
		if err != nil {
			return err
		}
		x.write(a.status, "application/json", data)
		return nil
	case "csv":
		if a.csv == nil {
			return fault.Say(fault.NotFound, wording.Of("fault.no_csv", "This page has no CSV form."))
		}
		data, err := table(a.csv())
		if err != nil {
			return err
		}
		name := strings.Trim(path.Base(x.r.URL.Path), "/.") + ".csv"
		if x.r.PathValue("token") != "" {
			name = "shared-stack.csv" // files are passed on; the secret of a link is not to go with them
		}
		x.w.Header().Set("Content-Disposition", `attachment; filename="`+plainName(name)+`"`)
		x.write(a.status, "text/csv; charset=utf-8; header=present", data)
		return nil
	}
	if formatOf(x.r) == "svg" {
		return x.sendDrawing(a)
	}
	return x.render(a)
}

// sendDrawing sends the drawing alone: a document that may do nothing.
func (x *exchange) sendDrawing(a *answer) error {
	if a.svg == nil {
		return fault.Say(fault.NotFound, wording.Of("fault.no_drawing", "This page has no drawing."))
	}
	x.w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	x.write(a.status, "image/svg+xml", a.svg())
	return nil
}

// render draws the whole page before the first byte is sent, so that what fails
// becomes an error page and never half a page.
func (x *exchange) render(a *answer) error {
	content := a.body
	if !a.fragment {
		a.page.JSON, a.page.CSV, a.page.SVG = a.json != nil, a.csv != nil, a.svg != nil
		content = view.Layout(a.page, a.body)
	}
	var buf bytes.Buffer
	if err := content.Render(x.context(), &buf); err != nil {
		return fault.From(err)
	}
	x.write(a.status, "text/html; charset=utf-8", straight(buf.Bytes()))
	return nil
}

// straight drops the characters that turn the direction of what stands behind them
// (U+202A to U+202E, U+2066 to U+2069): in a name they would turn the page's own
// words too.
func straight(page []byte) []byte {
	for at := 0; ; {
		i := bytes.IndexByte(page[at:], 0xE2)
		if i < 0 || at+i+2 >= len(page) {
			return page
		}
		at += i
		second, third := page[at+1], page[at+2]
		if second == 0x80 && third >= 0xAA && third <= 0xAE || second == 0x81 && third >= 0xA6 && third <= 0xA9 {
			page = slices.Delete(page, at, at+3)
		} else {
			at++
		}
	}
}

func (x *exchange) write(status int, contentType string, data []byte) {
	h := x.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if status == 0 {
		status = http.StatusOK
	}
	x.w.WriteHeader(status)
	_, _ = x.w.Write(data) // the client is gone; there is nobody to tell
}

// table writes rows as CSV (RFC 4180). Cells that a spreadsheet would take for a
// formula get an apostrophe first.
func table(rows [][]string) ([]byte, error) {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = safeCell(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, fault.From(err)
		}
	}
	w.Flush()
	return buf.Bytes(), w.Error()
}

func safeCell(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// plainName keeps a file name to letters, digits, dots and dashes.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name)
}
