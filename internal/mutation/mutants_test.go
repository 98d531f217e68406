package mutation

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// mutant is one change to one file.
type mutant struct {
	number   int // among all changes of its directory
	file     string
	line     int
	from, to int // bytes that are replaced
	text     string
	what     string
}

func (m *mutant) String() string {
	return fmt.Sprintf("#%d %s:%d: %s", m.number, filepath.Base(m.file), m.line, m.what)
}

// swaps are the operators and what they become.
var swaps = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.ADD, token.QUO: token.MUL,
	token.SHL: token.SHR, token.SHR: token.SHL, token.AND: token.OR, token.OR: token.AND,
}

// assigns are the same for assignments.
var assigns = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN, token.OR_ASSIGN: token.AND_ASSIGN,
}

// mutants lists every change to the code of a directory, in order.
func mutants(t *testing.T, dir string) []mutant {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []mutant
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		m := maker{file: file, text: string(text), set: set}
		ast.Inspect(tree, m.visit)
		out = append(out, m.out...)
	}
	for i := range out {
		out[i].number = i
	}
	return out
}

type maker struct {
	file, text string
	set        *token.FileSet
	out        []mutant
}

func (m *maker) at(p token.Pos) int { return m.set.Position(p).Offset }

func (m *maker) add(from, to token.Pos, text string) {
	a, b := m.at(from), m.at(to)
	was := strings.Join(strings.Fields(m.text[a:b]), " ")
	m.out = append(m.out, mutant{
		file: m.file, line: m.set.Position(from).Line, from: a, to: b, text: text,
		what: fmt.Sprintf("%q becomes %q", was, text),
	})
}

func (m *maker) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.TypeSpec:
		return false
	case *ast.BinaryExpr:
		if to, ok := swaps[n.Op]; ok {
			m.add(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), to.String())
		}
	case *ast.IfStmt:
		m.add(n.Cond.Pos(), n.Cond.End(), "!("+m.text[m.at(n.Cond.Pos()):m.at(n.Cond.End())]+")")
	case *ast.BasicLit:
		m.literal(n)
	case *ast.Ident:
		if n.Name == "true" || n.Name == "false" {
			m.add(n.Pos(), n.End(), strconv.FormatBool(n.Name == "false"))
		}
	case *ast.AssignStmt:
		if to, ok := assigns[n.Tok]; ok {
			m.add(n.TokPos, n.TokPos+token.Pos(len(n.Tok.String())), to.String())
		}
		if n.Tok != token.DEFINE {
			m.add(n.Pos(), n.End(), "{}")
		}
	case *ast.ExprStmt, *ast.IncDecStmt:
		m.add(n.Pos(), n.End(), "{}")
	}
	return true
}

func (m *maker) literal(n *ast.BasicLit) {
	v, err := strconv.ParseInt(n.Value, 0, 64)
	if n.Kind != token.INT || err != nil {
		return
	}
	m.add(n.Pos(), n.End(), strconv.FormatInt(v+1, 10))
	if v > 0 {
		m.add(n.Pos(), n.End(), strconv.FormatInt(v-1, 10))
	}
}
