package catalogfile

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// typeComments reads the comments of the domain's types and fields, which the
// schemas show to whoever writes a file: "Item" and "Item.CrossListed".
func typeComments(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, room := range []string{"agreement", "catalog", "credit", "calendar", "record", "requirement", "ruleset"} {
		files, err := filepath.Glob(filepath.Join("..", "..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				decl, ok := n.(*ast.GenDecl)
				if !ok || decl.Tok != token.TYPE {
					return true
				}
				for _, spec := range decl.Specs {
					commentsOf(out, decl, spec)
				}
				return true
			})
		}
	}
	return out
}

func commentsOf(out map[string]string, decl *ast.GenDecl, spec ast.Spec) {
	ts, ok := spec.(*ast.TypeSpec)
	if !ok {
		return
	}
	st, ok := ts.Type.(*ast.StructType)
	if !ok || !ts.Name.IsExported() {
		return
	}
	out[ts.Name.Name] = sentence(decl.Doc.Text())
	for _, field := range st.Fields.List {
		text := field.Doc.Text()
		if text == "" {
			text = field.Comment.Text()
		}
		for _, name := range field.Names {
			out[ts.Name.Name+"."+name.Name] = sentence(text)
		}
	}
}

var docLink = regexp.MustCompile(`\[([A-Za-z.]+)\]`)

func sentence(comment string) string {
	return docLink.ReplaceAllString(strings.Join(strings.Fields(comment), " "), "$1")
}
