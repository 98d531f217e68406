package api

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// step is one request of a scenario and what is expected of the answer.
type step struct {
	name   string
	call   string // "GET /v1/items"
	body   string
	header map[string]string
	status int
	// want is a part of the answer: objects may hold more, lists may not.
	want string
	// has are headers of the answer; "*" is any text.
	has map[string]string
	// not must not be in the answer.
	not string
}

// problem is the part of a problem that most scenarios look at.
func problemJSON(code string, status int, errs ...string) string {
	return fmt.Sprintf(`{"type":"urn:cairn:problem:%s","code":"%s","status":%d,"errors":[%s]}`, code, code, status, strings.Join(errs, ","))
}

func runSteps(t *testing.T, w *bundle, steps []step) {
	t.Helper()
	for _, s := range steps {
		name := s.name
		if name == "" {
			name = s.call
		}
		resp, body := w.do(t, s.call, s.body, s.header)
		if resp.StatusCode != s.status {
			t.Errorf("%s: status %d, want %d\n%s", name, resp.StatusCode, s.status, body)
			continue
		}
		for k, v := range s.has {
			if got := resp.Header.Get(k); got != v && (v != "*" || got == "") {
				t.Errorf("%s: header %s = %q, want %q", name, k, got, v)
			}
		}
		if s.not != "" && strings.Contains(body, s.not) {
			t.Errorf("%s: the answer holds %q", name, s.not)
		}
		if s.status >= 400 && resp.Header.Get("Content-Type") != problemType {
			t.Errorf("%s: a problem is %s", name, resp.Header.Get("Content-Type"))
		}
		if s.want != "" {
			if at := missing(t, s.want, body); at != "" {
				t.Errorf("%s: %s\n%s", name, at, body)
			}
		}
	}
}

// reply is what remains of an answer once its body is read.
type reply struct {
	StatusCode int
	Header     http.Header
}

// do sends one request. Bodies are JSON unless a header says otherwise.
func (w *bundle) do(t *testing.T, call, body string, header map[string]string) (reply, string) {
	t.Helper()
	method, path, _ := strings.Cut(call, " ")
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, w.http.URL+path, r)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", jsonType)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	resp, err := w.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header}, string(text)
}

// missing says where the answer lacks a part of what is wanted.
func missing(t *testing.T, want, got string) string {
	t.Helper()
	var w, g any
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("the expectation is not JSON: %v\n%s", err, want)
	}
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		return "the answer is not JSON"
	}
	return lacks("", w, g)
}

func lacks(at string, want, got any) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return fmt.Sprintf("%s is %v, want an object", at, got)
		}
		for k, v := range w {
			if l, isList := v.([]any); isList && len(l) == 0 && g[k] == nil {
				continue // an empty list may be absent
			}
			if d := lacks(at+"/"+k, v, g[k]); d != "" {
				return d
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s is %v, want %d entries", at, got, len(w))
		}
		for i := range w {
			if d := lacks(fmt.Sprintf("%s/%d", at, i), w[i], g[i]); d != "" {
				return d
			}
		}
	case string:
		if w == "*" && got != nil {
			return ""
		}
		if got != want {
			return fmt.Sprintf("%s is %v, want %v", at, got, want)
		}
	default:
		if got != want {
			return fmt.Sprintf("%s is %v, want %v", at, got, want)
		}
	}
	return ""
}
