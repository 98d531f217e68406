package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// visitor is a browser without a screen: it keeps cookies and follows redirects.
type visitor struct {
	t     *testing.T
	world *webtest.World
	http  *http.Client
}

func visit(t *testing.T, world *webtest.World) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, world, &http.Client{Jar: jar}}
}

// get reads a page.
func (v *visitor) get(path string) (int, string) {
	v.t.Helper()
	resp, err := v.http.Get(v.world.URL + path)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(resp)
}

// send sends a form and follows it to the page after it.
func (v *visitor) send(path string, pairs ...string) (int, string) {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	resp, err := v.http.PostForm(v.world.URL+path, form)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(resp)
}

// upload sends a file as the form of the record does.
func (v *visitor) upload(name string, data []byte) (int, string) {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		v.t.Fatal(err)
	}
	resp, err := v.http.Post(v.world.URL+"/record/add", w.FormDataContentType(), &body)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(resp)
}

func (v *visitor) read(resp *http.Response) (int, string) {
	v.t.Helper()
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

// must stops where a page does not say something.
func must(t *testing.T, status int, body string, says ...string) {
	t.Helper()
	if status != http.StatusOK {
		t.Fatalf("%d:\n%.1500s", status, body)
	}
	for _, text := range says {
		if !strings.Contains(body, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}
