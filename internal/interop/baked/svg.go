package baked

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// The namespaces of the element that holds the credential.
const (
	namespace  = "https://purl.imsglobal.org/ob/v3p0"
	namespace2 = "http://openbadges.org" // Open Badges 2.0
)

// maxXMLDepth is how deep elements may be nested.
const maxXMLDepth = 256

// IsSVG reports whether the data begins like an XML file whose first element is
// svg.
func IsSVG(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n")
	return bytes.HasPrefix(head, []byte("<")) && svgStart.Match(head)
}

var svgStart = regexp.MustCompile(`<(?:[A-Za-z]\w*:)?svg[\s>/]`)

// SVG takes the credential out of an SVG file: the first element credential of
// the badge namespace, its attribute verify (a JWS) or its text (JSON). A
// document type that declares entities is refused; no entity but the five of XML
// is resolved, and nothing is fetched.
func SVG(svg []byte) (*Found, diag.List) {
	if len(svg) > MaxImage {
		return nil, bad("file_too_large", "the image is larger than 16 MiB")
	}
	d := xml.NewDecoder(bytes.NewReader(svg))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("only UTF-8 is read") }
	r := &svgReader{found: &Found{}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, bad("bad_image", "the SVG file is not sound XML: "+err.Error())
		}
		if problems := r.take(token); problems != nil {
			return nil, problems
		}
	}
	if !r.root {
		return nil, bad("bad_image", "this is not an SVG file")
	}
	return r.found, nil
}

// svgReader follows the elements of the file.
type svgReader struct {
	found  *Found
	root   bool
	depth  int
	inside int // the depth of the credential element, 0 outside
	text   strings.Builder
}

func (r *svgReader) take(token xml.Token) diag.List {
	switch t := token.(type) {
	case xml.Directive:
		if bytes.Contains(t, []byte("[")) || bytes.Contains(bytes.ToUpper(t), []byte("ENTITY")) {
			return bad("bad_image", "the SVG file declares entities or other markup of its own, which is not read")
		}
	case xml.StartElement:
		return r.open(&t)
	case xml.CharData:
		if r.inside > 0 {
			if r.text.Len()+len(t) > MaxCredential {
				return bad("file_too_large", "the credential in the image is larger than 4 MiB")
			}
			r.text.Write(t)
		}
	case xml.EndElement:
		return r.close()
	}
	return nil
}

// twice is an attribute that is given twice, which XML forbids and encoding/xml lets
// pass: readers would take one or the other.
func twice(t *xml.StartElement) bool {
	if len(t.Attr) < 2 {
		return false
	}
	seen := make(map[xml.Name]bool, len(t.Attr))
	for _, a := range t.Attr {
		if seen[a.Name] {
			return true
		}
		seen[a.Name] = true
	}
	return false
}

func (r *svgReader) open(t *xml.StartElement) diag.List {
	r.depth++
	if twice(t) {
		return bad("bad_image", "the SVG file is not sound XML: the element "+t.Name.Local+" has an attribute twice")
	}
	if r.depth == 1 {
		if t.Name.Local != "svg" {
			return bad("bad_image", "this is not an SVG file")
		}
		r.root = true
	}
	switch {
	case r.depth > maxXMLDepth:
		return bad("bad_image", "the SVG file is nested too deeply")
	case r.inside > 0:
		return bad("bad_image", "the credential in the SVG file holds other elements")
	case t.Name.Space == namespace && t.Name.Local == "credential":
		if r.found.Text != nil && !r.found.Version2 {
			return bad("several_credentials", "the image holds several credentials")
		}
		r.found.Text, r.found.Version2 = nil, false
		r.inside = r.depth
		r.verify(t)
	case t.Name.Space == namespace2 && t.Name.Local == "assertion" && r.found.Text == nil:
		r.found.Version2 = true
		r.inside = r.depth
		r.verify(t)
	}
	return nil
}

// verify reads the attribute that holds a JWS.
func (r *svgReader) verify(t *xml.StartElement) {
	for _, a := range t.Attr {
		if a.Name.Local == "verify" && a.Name.Space == "" {
			r.found.Text = []byte(strings.TrimSpace(a.Value))
		}
	}
}

func (r *svgReader) close() diag.List {
	if r.depth == r.inside {
		text := strings.TrimSpace(r.text.String())
		switch {
		case len(r.found.Text) == 0:
			r.found.Text = []byte(text)
		case text != "" && text != string(r.found.Text):
			return bad("several_credentials", "the image holds one credential in the attribute verify and another as text")
		}
		r.inside = 0
		r.text.Reset()
	}
	r.depth--
	return nil
}

// svgTag finds the end of the opening tag of the first element svg, over
// attribute values that hold ">".
var svgTag = regexp.MustCompile(`<svg((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`)

// aside is what may hold tags that are none.
var aside = regexp.MustCompile(`(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>`)

// blank overwrites comments and the like, so that places stay where they are.
func blank(svg []byte) []byte {
	return aside.ReplaceAllFunc(svg, func(b []byte) []byte { return bytes.Repeat([]byte(" "), len(b)) })
}

// BakeSVG puts a credential into an SVG file that holds none and that runs nothing.
func BakeSVG(svg, credential []byte) ([]byte, error) {
	found, problems := SVG(svg)
	switch {
	case problems != nil:
		return nil, problems
	case found.Text != nil:
		return nil, bad("several_credentials", "the image holds a credential already")
	case len(credential) == 0 || len(credential) > MaxCredential:
		return nil, bad("file_too_large", "the credential is empty or larger than 4 MiB")
	}
	if what := runs(svg); what != "" {
		return nil, bad("bad_image", "the SVG file holds a program or loads something ("+what+"), which would happen where the badge is shown")
	}
	at := svgTag.FindSubmatchIndex(blank(svg))
	if at == nil || len(svg[at[4]:at[5]]) > 0 {
		return nil, bad("bad_image", "the opening tag of the SVG file cannot be read, or the image is empty")
	}
	var b bytes.Buffer
	b.Write(svg[:at[3]])
	if !bytes.Contains(svg[at[2]:at[3]], []byte("xmlns:openbadges=")) {
		b.WriteString(` xmlns:openbadges="` + namespace + `"`)
	}
	b.WriteString(">\n")
	if credential[0] == '{' {
		b.WriteString("<openbadges:credential><![CDATA[")
		b.Write(bytes.ReplaceAll(credential, []byte("]]>"), []byte("]]]]><![CDATA[>")))
		b.WriteString("]]></openbadges:credential>")
	} else {
		b.WriteString(`<openbadges:credential verify="`)
		if err := xml.EscapeText(&b, credential); err != nil {
			return nil, err
		}
		b.WriteString(`"></openbadges:credential>`)
	}
	b.Write(svg[at[1]:])
	// What looks like the first tag may stand in a comment: only what comes out
	// again is in.
	if again, problems := SVG(b.Bytes()); problems != nil || !bytes.Equal(again.Text, bytes.TrimSpace(credential)) {
		return nil, bad("bad_image", "the SVG file cannot take a credential")
	}
	return b.Bytes(), nil
}
