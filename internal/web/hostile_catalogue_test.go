package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/web"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// payload is what somebody hides in a name; as a cell it begins like a formula.
const payload = `=1+1"><script>alert(1)</script><img src=x onerror=alert(1)>`

// hostileSet is the demo world with the payload in every text for people.
func hostileSet(t *testing.T) ruleset.Set {
	t.Helper()
	set, _, problems := catalogfile.LoadFS(context.Background(), fixtures.FS, fixtures.Catalogue, catalogfile.Options{})
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	hide(reflect.ValueOf(&set))
	for i := range set.Institutions {
		set.Institutions[i].Name += " " + string(set.Institutions[i].ID) // told apart
	}
	for i := range set.Items {
		for j := range set.Items[i].Versions {
			if set.Items[i].Kind != catalog.Course { // which records name by their codes
				set.Items[i].Versions[j].Code += payload
			}
		}
	}
	return set
}

// textFields are the fields of a catalogue that are words for people, which
// nothing refers to.
var textFields = strings.Fields("Title Name Notes Note Text SignedBy Reference Milestone Unknown Competency")

// hide puts the payload into every text for people below a value.
func hide(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			hide(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			hide(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Field(i)
			switch isText := slices.Contains(textFields, v.Type().Field(i).Name) && field.CanSet(); {
			case isText && field.Kind() == reflect.String && field.String() != "":
				field.SetString(payload)
			case isText && field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.String:
				for k := range field.Len() {
					field.Index(k).SetString(payload)
				}
			default:
				hide(field)
			}
		}
	default:
	}
}

// hostilePages are pages of the hostile world whose texts come from a catalogue or
// a record. A new page adds its line; STORED stands for a stored record full of
// payloads.
var hostilePages = []string{
	"/", "/tour", "/results", "/search?q=CIS+120",
	"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs&print=1",
	"/results?record=demo-devon&target=lakeside&print=1",
	"/results?record=STORED&target=lakeside&print=1",
	"/results?record=STORED&target=lakeside%2Fcomputer-science-bs&lang=es",
	"/items/riverbend/cis-120?print=1", "/items/riverbend/archaeology?lang=es",
	"/items/examboard/calculus-ab?grade=" + hostileQuery, "/items/riverbend/data-certificate",
	"/pathways", "/pathways?institution=" + hostileQuery + "&level=" + hostileQuery,
	"/pathways/riverbend/data-studies?print=1", "/pathways/hilltop/computer-science-bs?lanes=1&record=STORED&read=" + hostileQuery,
	"/agreements/riverbend-hilltop?print=1", "/agreements/riverbend-lakeside-cs?rule=" + hostileQuery,

	"/results?record=STORED&target=lakeside%2Fcomputer-science-bs&print=1&add=lakeside%2Fcse-15l&pin=all%2Fcse-12%7Cb",
	"/results?record=STORED&target=lakeside%2Fcomputer-science-bs&pin_for=b&from=hilltop",
	"/results?record=STORED&target=lakeside&print=1&as_of=2024-01-01&against=2026-09-01",
	"/compare?record=STORED&t=lakeside%2Fcomputer-science-bs&t=hilltop&print=1",
	"/compare?record=demo-maya&t=lakeside%2Fcomputer-science-bs&t=hilltop%2Fcomputer-science-bs",

	"/record?record=STORED&print=1", "/record?record=demo-noah&edit=" + hostileQuery,
	"/stacks?record=STORED", "/stacks?record=demo-ruth&print=1", "/stacks?record=demo-maya&lang=es",
	"/shares?record=STORED&print=1", "/shares?record=demo-ruth&print=1",
}

// hostileQuery is a payload in an address.
const hostileQuery = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3Cimg%20src=x%3E"

func TestCatalogueAndRecordCannotInject(t *testing.T) {
	t.Parallel()
	world := webtest.Serve(t, hostileSet(t), web.Options{Demo: true})
	stored := storeHostileRecord(t, world)
	for _, path := range hostilePages {
		path = strings.Replace(path, "STORED", url.QueryEscape(stored), 1)
		resp, body := ask(t, http.MethodGet, world.URL+path, "", nil)
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s: the payload stands in the page", path)
		}
		if strings.Contains(path, "print=1") && !strings.Contains(body, "&lt;script&gt;alert") {
			t.Errorf("%s shows nothing of the payload: the test tries nothing", path)
		}
		table, query, _ := strings.Cut(path, "?")
		if table == "/" {
			continue
		}
		_, cells := ask(t, http.MethodGet, world.URL+table+".csv?"+query, "", nil)
		tryDrawing(t, world.URL+table+".svg?"+query)
		for line := range strings.Lines(cells) {
			if strings.HasPrefix(line, "=") || strings.Contains(line, ",=") || strings.Contains(line, `,"=`) {
				t.Errorf("%s: a cell is a formula: %s", path, line)
			}
		}
	}
}

// tryDrawing reads the drawing of a page, where it has one, as XML: a file that
// runs nothing, links only here, and may do nothing.
func tryDrawing(t *testing.T, address string) {
	t.Helper()
	resp, body := ask(t, http.MethodGet, address, "", nil)
	if resp.StatusCode == http.StatusNotFound {
		return
	}
	if policy := resp.Header.Get("Content-Security-Policy"); resp.StatusCode != http.StatusOK || !strings.Contains(policy, "sandbox") {
		t.Errorf("%s: %d, policy %q", address, resp.StatusCode, policy)
	}
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s is no XML: %v", address, err)
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if name := start.Name.Local; !slices.Contains(drawnElements, name) {
			t.Errorf("%s has <%s>", address, name)
		}
		for _, a := range start.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "/") {
				t.Errorf("%s has %s=%q", address, a.Name.Local, a.Value)
			}
		}
	}
}

var drawnElements = strings.Fields("svg title desc g rect path text tspan a circle line polygon polyline")

func storeHostileRecord(t *testing.T, world *webtest.World) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{
		"learner": payload,
		"attainments": []any{
			map[string]any{"id": payload, "institution": payload, "code": payload, "title": payload, "grade": payload, "credits": "3", "unit": "semester"},
			map[string]any{"id": "b", "institution": "riverbend", "code": "CIS 110", "grade": payload, "term": "Fall 2024", "attributes": map[string]string{payload: payload}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	resp, answer := ask(t, http.MethodPost, world.URL+"/v1/records", string(bytes.TrimSpace(body)), map[string]string{"Content-Type": "application/json"})
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("%d\n%s", resp.StatusCode, answer)
	}
	return strings.TrimPrefix(resp.Header.Get("Location"), "/v1/records/")
}
