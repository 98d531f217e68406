package baked

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// active names what a reader's browser would run or fetch; the keys are lower case.
var active = map[string]bool{"script": true, "foreignobject": true, "iframe": true, "embed": true, "object": true, "handler": true, "listener": true}

// runs reports what in a sound SVG file would run as a program or load from
// elsewhere: elements, event handlers, addresses of scripts, pictures and styles of
// other hosts, and animations that write such attributes. A
// signed image is opened where its holder is trusted.
func runs(svg []byte) string {
	d := xml.NewDecoder(bytes.NewReader(svg))
	var style strings.Builder
	inStyle := false
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		if p, ok := token.(xml.ProcInst); ok && p.Target != "xml" {
			return "the instruction " + p.Target
		}
		if text, ok := token.(xml.CharData); ok {
			style.Write(text) // comments and CDATA divide it, and not for a browser
			continue
		}
		t, starts := token.(xml.StartElement)
		_, ends := token.(xml.EndElement)
		if starts || ends {
			if fetches(style.String()) {
				return "a style that loads from elsewhere"
			}
			style.Reset()
		}
		if starts {
			if what := runsIn(&t, inStyle); what != "" {
				return what
			}
			inStyle = strings.EqualFold(t.Name.Local, "style")
		} else if ends {
			inStyle = false
		}
	}
}

// runsIn looks at one element and its attributes.
func runsIn(t *xml.StartElement, inStyle bool) string {
	if inStyle || active[strings.ToLower(t.Name.Local)] { // a style holds no elements, which would divide its text
		return "the element " + t.Name.Local
	}
	for _, a := range t.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.ToLower(strings.Map(printable, a.Value))
		switch {
		case strings.HasPrefix(name, "on"),
			strings.HasPrefix(value, "javascript:"), strings.HasPrefix(value, "data:text/"), strings.HasPrefix(value, "data:image/svg"),
			strings.HasPrefix(value, "vbscript:"), fetches(a.Value), fetches(value),
			name == "href" && !strings.EqualFold(t.Name.Local, "a") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/"),
			name == "attributename" && (strings.HasPrefix(value, "on") || strings.HasSuffix(value, "href")):
			return "the attribute " + a.Name.Local
		}
	}
	return ""
}

// outside is an address in a style that is not of the file itself, or a sheet that
// is loaded.
var outside = regexp.MustCompile(`(?i)@import|image-set\(|src\(|url\(\s*["']?\s*[^\s"'#d]|url\(\s*["']?\s*d(?:[^a]|a[^t])`)

// fetches reports whether a style would load something.
func fetches(style string) bool { return outside.MatchString(unescape(style)) }

// escape is a character of a style that is written by its number or after a backslash
// (CSS Syntax 3, 4.3.7).
var escape = regexp.MustCompile(`\\(?:([0-9A-Fa-f]{1,6})\s?|(?s:(.)))`)

func unescape(style string) string {
	if !strings.Contains(style, `\`) {
		return style
	}
	return escape.ReplaceAllStringFunc(style, func(e string) string {
		if n, err := strconv.ParseUint(strings.TrimSpace(e[1:]), 16, 32); err == nil {
			return string(rune(n))
		}
		return e[1:]
	})
}

// printable drops what browsers pass over in addresses.
func printable(r rune) rune {
	if r <= ' ' {
		return -1
	}
	return r
}
