package baked

import (
	"bytes"
	"compress/zlib"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/diag"
)

// tiny is a PNG file of one pixel, with what is put before its end.
func tiny(between ...[]byte) []byte {
	out := slices.Clone(signature)
	out = appendChunk(out, "IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0})
	out = appendChunk(out, "IDAT", deflate([]byte{0, 0}))
	for _, b := range between {
		out = append(out, b...)
	}
	return appendChunk(out, "IEND", nil)
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func itxt(key string, compressed, method byte, text []byte) []byte {
	return appendChunk(nil, "iTXt", slices.Concat([]byte(key), []byte{0, compressed, method, 0, 0}, text))
}

const (
	json = `{"id":"urn:uuid:1","name":"ü ]]> & <b>"}`
	jws  = "eyJhbGciOiJFZERTQSJ9.e30.AAAA"
)

func TestPNG(t *testing.T) {
	t.Parallel()
	bomb := deflate(make([]byte, 64<<20))
	damaged := tiny(itxt(keyword, 0, 0, []byte(json)))
	damaged[len(damaged)-20] ^= 1
	for name, c := range map[string]struct {
		png  []byte
		want string // the text; "!" and a code for a problem
	}{
		"nothing":                 {tiny(), ""},
		"JSON":                    {tiny(itxt(keyword, 0, 0, []byte(json))), json},
		"JWS":                     {tiny(itxt(keyword, 0, 0, []byte(jws))), jws},
		"compressed":              {tiny(itxt(keyword, 1, 0, deflate([]byte(json)))), json},
		"among others":            {tiny(itxt("Title", 0, 0, []byte("x")), itxt(keyword, 0, 0, []byte(jws)), itxt("Author", 0, 0, nil)), jws},
		"as tEXt":                 {tiny(appendChunk(nil, "tEXt", []byte(keyword+"\x00"+json))), ""},
		"twice":                   {tiny(itxt(keyword, 0, 0, []byte(json)), itxt(keyword, 0, 0, []byte(jws))), json},
		"bomb":                    {tiny(itxt(keyword, 1, 0, bomb)), "!bad_image"},
		"unknown compression":     {tiny(itxt(keyword, 1, 7, deflate([]byte(json)))), "!bad_image"},
		"odd flag":                {tiny(itxt(keyword, 2, 0, []byte(json))), "!bad_image"},
		"no text":                 {tiny(appendChunk(nil, "iTXt", []byte(keyword+"\x00\x00"))), "!bad_image"},
		"damaged":                 {damaged, "!bad_image"},
		"cut off":                 {tiny()[:40], "!bad_image"},
		"something behind":        {append(tiny(), 'x'), "!bad_image"},
		"a chunk longer than all": {append(slices.Clone(signature), 0xff, 0xff, 0xff, 0xff, 'I', 'D', 'A', 'T', 0, 0, 0, 0), "!bad_image"},
		"no PNG":                  {[]byte("GIF89a"), "!bad_image"},
		"too large":               {append(slices.Clone(signature), make([]byte, MaxImage)...), "!file_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, problems := PNG(c.png)
			check(t, found, problems, c.want)
		})
	}
	found, problems := PNG(tiny(itxt(keyword2, 0, 0, []byte(`{"type":"Assertion"}`))))
	if problems != nil || !found.Version2 {
		t.Errorf("Open Badges 2.0: %+v %v", found, problems)
	}
}

func check(t *testing.T, found *Found, problems diag.List, want string) {
	t.Helper()
	got := ""
	if found != nil {
		got = string(found.Text)
	} else if len(problems) > 0 {
		got = "!" + problems[0].Code
	}
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func svg(inside string) string {
	return `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">` + inside + `<rect/></svg>`
}

func TestSVG(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ svg, want string }{
		"nothing":                  {svg(""), ""},
		"JWS":                      {svg(`<openbadges:credential verify="` + jws + `"/>`), jws},
		"JSON":                     {svg(`<openbadges:credential><![CDATA[` + `{"id":"urn:uuid:1"}` + `]]></openbadges:credential>`), `{"id":"urn:uuid:1"}`},
		"JSON, escaped":            {svg(`<openbadges:credential>{"a":"&lt;&amp;"}</openbadges:credential>`), `{"a":"<&"}`},
		"another prefix":           {strings.ReplaceAll(svg(`<openbadges:credential verify="`+jws+`"/>`), "openbadges", "b"), jws},
		"deeper":                   {svg(`<g><openbadges:credential verify="` + jws + `"/></g>`), jws},
		"no namespace":             {`<svg><openbadges:credential verify="` + jws + `"/></svg>`, ""},
		"other namespace":          {strings.Replace(svg(`<openbadges:credential verify="`+jws+`"/>`), "/ob/v3p0", "/ob/v9", 1), ""},
		"public doctype":           {`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + strings.TrimPrefix(svg(""), `<?xml version="1.0"?>`), ""},
		"twice":                    {svg(`<openbadges:credential verify="` + jws + `"/><openbadges:credential verify="` + jws + `"/>`), "!several_credentials"},
		"in both places":           {svg(`<openbadges:credential verify="` + jws + `">{"id":"urn:uuid:1"}</openbadges:credential>`), "!several_credentials"},
		"the same in both places":  {svg(`<openbadges:credential verify="` + jws + `"> ` + jws + ` </openbadges:credential>`), jws},
		"an attribute twice":       {svg(`<openbadges:credential verify="x" verify="` + jws + `"/>`), "!bad_image"},
		"entities":                 {`<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + `<svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential>&e;</openbadges:credential></svg>`, "!bad_image"},
		"billion laughs":           {`<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><svg>&b;</svg>`, "!bad_image"},
		"entity without a doctype": {svg(`<openbadges:credential>&e;</openbadges:credential>`), "!bad_image"},
		"elements inside":          {svg(`<openbadges:credential><b/></openbadges:credential>`), "!bad_image"},
		"deep":                     {svg(strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300)), "!bad_image"},
		"not closed":               {`<svg xmlns="http://www.w3.org/2000/svg">`, "!bad_image"},
		"HTML":                     {`<html><svg/></html>`, "!bad_image"},
		"another character set":    {`<?xml version="1.0" encoding="ISO-8859-1"?><svg/>`, "!bad_image"},
		"a large credential":       {svg(`<openbadges:credential>` + strings.Repeat("x", MaxCredential+1) + `</openbadges:credential>`), "!file_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, problems := SVG([]byte(c.svg))
			check(t, found, problems, c.want)
		})
	}
}

// TestBaking: what is put in comes out again, and the rest stays.
func TestBaking(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		credential := "{" + strings.TrimSpace(rapid.StringMatching(`[ -~]{0,200}(\]\]>)?[ -~äß]{0,20}`).Draw(t, "text")) + "}"
		png, err := BakePNG(tiny(), []byte(credential))
		if err != nil {
			t.Fatal(err)
		}
		again, err := BakePNG(png, []byte(jws))
		if err != nil {
			t.Fatal(err)
		}
		for want, data := range map[string][]byte{credential: png, jws: again} {
			if found, problems := PNG(data); problems != nil || string(found.Text) != want {
				t.Fatalf("PNG: %v %q, want %q", problems, found.Text, want)
			}
		}
		image, err := BakeSVG([]byte(`<!-- <svg> --><svg xmlns='http://www.w3.org/2000/svg' viewBox="0 0 1 1" title="a>b"><rect/></svg>`), []byte(credential))
		if err != nil {
			t.Fatal(err)
		}
		found, problems := SVG(image)
		if problems != nil || string(found.Text) != credential || !bytes.Contains(image, []byte("<rect/>")) {
			t.Fatalf("SVG: %v %q, want %q in %s", problems, found.Text, credential, image)
		}
	})
	if _, err := BakeSVG([]byte(`<svg/>`), []byte(jws)); err == nil {
		t.Error("an image without an inside was baked")
	}
	baked, err := BakeSVG([]byte(`<svg></svg>`), []byte(jws))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := BakeSVG(baked, []byte(jws)); err == nil {
		t.Error("an image was baked twice")
	}
}

// TestPublisherImages: the publisher's own.
func TestPublisherImages(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "credentials", "1edtech-validator")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("%s is not beside the repository; only invented images are tested", dir)
	}
	for _, name := range []string{"simple-json.png", "simple-json.svg", "simple-jwt.png", "simple-jwt.svg", "simple-jwt_v1.png", "simple-jwt_v1.svg"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		read := PNG
		if IsSVG(data) {
			read = SVG
		}
		found, problems := read(data)
		if problems != nil || len(found.Text) < 500 || (found.Text[0] == '{') != strings.Contains(name, "json") {
			t.Errorf("%s: %v, %d bytes", name, problems, len(found.Text))
		}
	}
}

func FuzzPNG(f *testing.F) {
	f.Add(tiny())
	f.Add(tiny(itxt(keyword, 0, 0, []byte(json))))
	f.Add(tiny(itxt(keyword, 1, 0, deflate([]byte(json)))))
	for _, data := range seed(f, "peer-signed/*.png", "1edtech-validator/*.png") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found, problems := PNG(data)
		if problems != nil {
			return
		}
		if len(found.Text) > MaxCredential {
			t.Errorf("%d bytes", len(found.Text))
		}
		out, err := BakePNG(data, []byte(jws))
		if err != nil {
			t.Fatal(err)
		}
		if again, problems := PNG(out); problems != nil || string(again.Text) != jws {
			t.Errorf("%v %q", problems, again.Text)
		}
	})
}

func FuzzSVG(f *testing.F) {
	f.Add([]byte(svg(`<openbadges:credential verify="` + jws + `"/>`)))
	f.Add([]byte(svg(`<openbadges:credential><![CDATA[{}]]></openbadges:credential>`)))
	f.Add([]byte(`<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>`))
	for _, data := range seed(f, "peer-signed/*.svg", "1edtech-validator/*.svg") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found, problems := SVG(data)
		if problems != nil || found.Text != nil {
			return
		}
		out, err := BakeSVG(data, []byte(jws))
		if err != nil {
			return
		}
		if again, problems := SVG(out); problems != nil || string(again.Text) != jws {
			t.Errorf("%v %q from %q", problems, again.Text, out)
		}
	})
}

// seed adds files of the shared data, where they are beside the repository.
func seed(f *testing.F, patterns ...string) [][]byte {
	f.Helper()
	var out [][]byte
	for _, p := range patterns {
		names, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "data", "credentials", filepath.FromSlash(p)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			out = append(out, data)
		}
	}
	return out
}

// TestNoProgramIsBaked: an image that would run something is refused.
func TestNoProgramIsBaked(t *testing.T) {
	t.Parallel()
	const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"`
	for _, svg := range []string{
		head + `><script>alert(1)</script></svg>`, head + ` onload="alert(1)"><g/></svg>`, head + `><a xlink:href=" java&#10;script:alert(1)"><g/></a></svg>`,
		head + `><foreignObject><b xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></svg>`, head + `><g OnClick="x"/></svg>`,
		head + `><set attributeName="onload" to="x"/></svg>`,
		head + `><style>@import url(https://a.example/x.css);</style></svg>`, head + `><rect style="fill:url('https://a.example/f#x')"/></svg>`,
		head + `><image href="https://a.example/p.png"/></svg>`, head + `><use xlink:href="//a.example/s.svg#x"/></svg>`,
		head + `><style>@\69mport "https://a.example/x.css"</style></svg>`, head + `><rect style="fill:u\72 l(https://a.example/f#x)"/></svg>`,
		head + `><style>@imp<!-- -->ort "https://a.example/x.css"</style></svg>`, head + `><style>@imp<![CDATA[ort "https://a.example/x.css"]]></style></svg>`,
		head + `><style>@imp<g/>ort "https://a.example/x.css"</style></svg>`, head + `><style>.a{background:image-set("https://a.example/x" 1x)}</style></svg>`,
		head + `><a href="vbscript:x"><g/></a></svg>`, head + `><rect style="background:url(javascript:x)"/></svg>`,
	} {
		if _, err := BakeSVG([]byte(svg), []byte(json)); err == nil {
			t.Errorf("baked into %s", svg)
		}
	}
	for _, svg := range []string{
		`><a href="https://a.example/"><g/></a></svg>`, `><use href="#x"/><rect fill="url(#g)" style="fill:url( '#g' )"/></svg>`,
		`><style>.b{fill:red}/* \ */</style><text>a <tspan>b</tspan> c</text></svg>`, `><image href="data:image/png;base64,AAAA"/><style>.a{background:url(data:image/png;base64,AA)}</style></svg>`,
	} {
		if _, err := BakeSVG([]byte(head+svg), []byte(json)); err != nil {
			t.Error(svg, err)
		}
	}
}
