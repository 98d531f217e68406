package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// Every page is sound HTML in both languages, its numbers of bytes are few, and
// it works without the script: nothing but links and forms.
func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, path := range append([]string{"/search?q=anth&suggest=1"}, demoPages...) {
		for _, lang := range []string{"en", "es"} {
			_, body := ask(t, http.MethodGet, world.URL+path, "", map[string]string{"Accept-Language": lang})
			fragment := strings.Contains(path, "suggest=1")
			for _, problem := range webtest.Validate(body, fragment) {
				t.Errorf("%s (%s): %s", path, lang, problem)
			}
			if !fragment && !strings.Contains(body, `<html lang="`+lang+`">`) {
				t.Errorf("%s is not in %s", path, lang)
			}
		}
	}
}
