package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestArrowsNeverTurnBack(t *testing.T) {
	t.Parallel()
	ranks := map[string]int{}
	for rank, l := range layers {
		for _, room := range l.rooms {
			ranks[room] = rank
		}
	}
	for _, p := range load(t).own {
		rank, ok := ranks[p.room()]
		if !ok {
			t.Errorf("%s: the room %s has no layer in rules_test.go", p.rel(), p.room())

			continue
		}
		for _, imported := range p.ownImports() {
			to, ok := ranks[roomOf(imported)]
			if ok && to > rank {
				t.Errorf("%s (%s) imports %s (%s): arrows never turn back",
					p.rel(), layers[rank].name, imported, layers[to].name)
			}
		}
	}
}

func TestDomainAndEngineImports(t *testing.T) {
	t.Parallel()
	for _, p := range load(t).own {
		var allowed []string
		switch {
		case slices.Contains(domainRooms, p.room()):
			allowed = slices.Concat(domainLibraries, inModule(domainRooms))
		case p.room() == engineRoom:
			allowed = inModule(append([]string{engineRoom}, domainRooms...))
		default:
			continue
		}
		for _, imported := range p.Imports {
			if why, bad := impure[imported]; bad {
				t.Errorf("%s imports %s (%s): it must be pure", p.rel(), imported, why)
			}
			if !isStandard(imported) && !underAny(imported, allowed) {
				t.Errorf("%s imports %s: beyond the standard library it may know %s",
					p.rel(), imported, strings.Join(allowed, ", "))
			}
		}
	}
}

func TestDomainAndEngineReadNoClock(t *testing.T) {
	t.Parallel()
	for _, p := range load(t).own {
		if !slices.Contains(domainRooms, p.room()) && p.room() != engineRoom {
			continue
		}
		for _, name := range p.GoFiles {
			for _, call := range clockReads(t, filepath.Join(p.Dir, name)) {
				t.Errorf("%s/%s: the clock is a parameter here", p.rel(), call)
			}
		}
	}
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	t.Parallel()
	for _, p := range load(t).own {
		for _, imported := range p.Imports {
			for _, c := range confinements {
				if under(strings.TrimPrefix(imported, module+"/"), c.library) && !underAny(p.rel(), c.rooms) {
					t.Errorf("%s imports %s, which only %s may know: %s",
						p.rel(), imported, strings.Join(c.rooms, ", "), c.reason)
				}
			}
		}
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			for library, why := range refused {
				if under(imported, library) {
					t.Errorf("%s imports %s, which nobody does: %s", p.rel(), imported, why)
				}
			}
		}
	}
}

func TestTestHelpersStayInTests(t *testing.T) {
	t.Parallel()
	g := load(t)
	for _, p := range g.own {
		if p.servesTests() {
			continue
		}
		for _, imported := range p.Imports {
			for helper, why := range testLibraries {
				if under(imported, helper) {
					t.Errorf("%s imports %s (%s) outside its tests", p.rel(), imported, why)
				}
			}
		}
	}
	for _, p := range g.own {
		if p.Name != "main" {
			continue
		}
		for _, dep := range p.Deps {
			// A library may import testing for helpers of its own; we may not.
			for _, helper := range slices.Sorted(maps.Keys(testLibraries)) {
				if helper != "testing" && under(dep, helper) {
					t.Errorf("%s reaches %s (%s): it would be in the binary", p.rel(), dep, testLibraries[helper])
				}
			}
		}
	}
}

func TestPackagesHaveNames(t *testing.T) {
	t.Parallel()
	for _, p := range load(t).own {
		if base := filepath.Base(p.ImportPath); vagueNames[p.Name] || vagueNames[base] {
			t.Errorf("%s: name a package after what it provides", p.rel())
		}
	}
}

func TestEveryRoomIsInTheArchitectureDocument(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	documented := roomTable(string(doc))
	if len(documented) == 0 {
		t.Fatal("docs/architecture.md has no table whose first column names rooms in backticks")
	}
	for _, p := range load(t).own {
		if !underAny(p.rel(), documented) {
			t.Errorf("%s has no row in the room table of docs/architecture.md", p.rel())
		}
	}
}

// roomTable returns the rooms in the first column of the document's tables. A name
// without a slash that is no top-level folder stands for a room under internal.
func roomTable(doc string) []string {
	var rooms []string
	for line := range strings.Lines(doc) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 || strings.TrimSpace(cells[0]) != "" {
			continue
		}
		quoted := strings.Split(cells[1], "`")
		for i := 1; i < len(quoted); i += 2 {
			room := strings.TrimSuffix(strings.TrimSuffix(quoted[i], "/..."), "/")
			if !strings.Contains(room, "/") && !slices.Contains(topLevel, room) {
				room = "internal/" + room
			}
			rooms = append(rooms, room)
		}
	}

	return rooms
}

// clockReads returns file:line and the call for each use of the clock in a Go file.
func clockReads(t *testing.T, path string) []string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" && clockCalls[sel.Sel.Name] {
			at := fset.Position(sel.Pos())
			found = append(found, filepath.Base(path)+":"+strconv.Itoa(at.Line)+": time."+sel.Sel.Name)
		}

		return true
	})

	return found
}
