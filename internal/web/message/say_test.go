package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// phraseKey is the form of a phrase's key.
var phraseKey = regexp.MustCompile(`^[a-z_]+(\.[a-z_0-9]+)*$`)

// spoken are the phrases that the rooms below the pages make: keys with the names
// of their parts, as far as the source tells them. Every call whose first two
// arguments are a key and English words is one: wording.Of, and what wraps it.
type spoken map[string][]string

func phrases(t *testing.T) spoken {
	t.Helper()
	out := spoken{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return strings.HasSuffix(i.Path.Value, `internal/wording"`) }) &&
			!strings.Contains(path, "engine") && !strings.Contains(path, "wording") {
			return nil
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				out.note(call)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 200 {
		t.Fatalf("%d phrases: the sources are not where this test looks", len(out))
	}
	return out
}

func (s spoken) note(call *ast.CallExpr) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	args := call.Args
	switch name {
	case "Of", "Coded", "value":
	case "Count", "creditCount":
		if len(args) > 3 {
			args = append([]ast.Expr{args[0], args[3]}, args[4:]...)
		}
	case "say":
	case "pluralKey":
		if len(args) > 0 {
			if key := literal(args[0]); key != "" {
				s[key+".one"], s[key+".other"] = []string{"n", "status"}, []string{"n", "status"}
			}
		}
		return
	case "add":
		if len(args) > 2 { // add(ok, key, english, …)
			args = args[1:]
		}
	default:
		return
	}
	if len(args) < 2 {
		return
	}
	key, english := literal(args[0]), literal(args[1])
	if !phraseKey.MatchString(key) || english == "" && name != "Coded" {
		return
	}
	names := placeholders(english)
	for i := 2; i < len(args); i++ {
		if word := literal(args[i]); word != "" {
			names = append(names, word)
		}
	}
	plural := name == "Count" || name == "creditCount" || name == "say"
	for _, form := range map[bool][]string{true: {".one", ".other"}, false: {""}}[plural] {
		s[key+form] = append(s[key+form], append(names, "n")...)
	}
}

func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		text, err := strconv.Unquote(l.Value)
		if err == nil {
			return text
		}
	}
	return ""
}

// shared are the names of parts that are given by a list and not in the call.
var shared = []string{
	"have", "need", "left", "of", "one", "many", "class", "day", "grade", "subject", "supply", // see their lists of pairs
}

// Every phrase of the engine has a message in every other language, and names
// only parts that it has.
func TestEveryPhraseHasAMessage(t *testing.T) {
	t.Parallel()
	said := phrases(t)
	for _, l := range Locales()[1:] {
		for key, names := range said {
			text, ok := l.texts["say."+key]
			if !ok {
				if _, coded := l.texts[key]; !coded {
					t.Errorf("%s: there is no say.%s", l.Tag(), key)
				}
				continue
			}
			for _, name := range placeholders(text) {
				if !slices.Contains(names, name) && !slices.Contains(shared, name) {
					t.Errorf("%s: say.%s names {%s}, which the phrase has not", l.Tag(), key, name)
				}
			}
		}
		for _, key := range l.Keys() {
			name, ok := strings.CutPrefix(key, "say.")
			if !ok || strings.HasPrefix(name, "term.") || strings.HasPrefix(name, "list.") {
				continue
			}
			if _, there := said[name]; !there {
				t.Errorf("%s: no phrase says say.%s", l.Tag(), name)
			}
		}
	}
}
