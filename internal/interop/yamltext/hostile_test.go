package yamltext

import (
	"strings"
	"testing"
)

func TestHostileTextHasItsPlace(t *testing.T) {
	t.Parallel()
	deep := 20_000
	for name, c := range map[string]struct{ text, file, want string }{
		"flow":       {"a: " + strings.Repeat("[", deep), "f.yaml", "f.yaml:1:204: too_deep"},
		"block":      {"a:\n  " + strings.Repeat("- ", deep) + "x", "f.yaml", "f.yaml:2:402: too_deep"},
		"surrogate":  {"{\n \"a\": \"x\\ud800\"}", "f.json", "f.json:2:9: syntax"},
		"two halves": {`{"a": "\ud83d\ude00", "b": "\\ud800", "c": "\udc00"}`, "f.json", "f.json:1:45: syntax"},
		"at the end": {`{"a": "\`, "f.json", "f.json:1:9: syntax"},
	} {
		_, problems := Parse([]byte(c.text), c.file, Limits{})
		if len(problems) != 1 || !strings.HasPrefix(problems[0].String(), c.want) {
			t.Errorf("%s: %.300v, want %s", name, problems, c.want)
		}
	}
}
