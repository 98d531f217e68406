package catalogfile

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Whatever a set holds, right or wrong: reading what was written gives the set
// back, and writing that gives the same bytes.
func TestRoundTripOfAnySet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := drawSet(t)
		first := write(t, set)
		again, _, problems := Parse("x.yaml", first, Options{})
		for _, p := range problems {
			switch p.Code {
			case "syntax", "wrong_type", "unknown_key", "duplicate_key", "alias", "tag", "unknown_code", "control_character":
				lines := strings.Split(string(first), "\n")
				t.Fatalf("%s\n%s", p, strings.Join(lines[max(0, p.Line-4):min(len(lines), p.Line+3)], "\n"))
			}
		}
		if diff := cmp.Diff(set, again); diff != "" {
			t.Fatalf("load after write (-before +after):\n%s\n%s", diff, first)
		}
		if set.Version() != again.Version() {
			t.Fatal("the rules version changed")
		}
		if second := write(t, again); !bytes.Equal(first, second) {
			t.Fatalf("second writing differs:\n%s", cmp.Diff(string(first), string(second)))
		}
	})
}

func TestRoundTripThroughFiles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := drawSet(t)
		files, err := Files(set)
		if err != nil {
			t.Fatal(err)
		}
		fsys := fstest.MapFS{}
		for _, f := range files {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		again, _, _ := LoadFS(t.Context(), fsys, ".", Options{})
		if diff := cmp.Diff(set, again); diff != "" {
			t.Fatalf("load after write (-before +after):\n%s", diff)
		}
	})
}

func write(t *rapid.T, set ruleset.Set) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, set); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drawSet draws a set of any content with ids that are unique and sorted.
func drawSet(t *rapid.T) ruleset.Set {
	g := generator{t: t}
	var set ruleset.Set
	g.fill(reflect.ValueOf(&set).Elem(), 0)
	for i := range set.Scales {
		set.Scales[i].ID = catalog.ScaleID(fmt.Sprintf("s%02d", i))
	}
	for i := range set.Institutions {
		set.Institutions[i].ID = catalog.InstitutionID(fmt.Sprintf("i%02d", i))
	}
	for i := range set.Items {
		set.Items[i].ID = catalog.ItemID(fmt.Sprintf("i%02d/x%d", i/2, i))
	}
	for i := range set.Programs {
		set.Programs[i].ID = fmt.Sprintf("i%02d/p%d", i/2, i)
	}
	for i := range set.Agreements {
		set.Agreements[i].ID, set.Agreements[i].Version = agreement.ID(fmt.Sprintf("a%02d", i)), i+1
	}
	return set
}

// generator fills any domain value, choosing texts that are hard to write.
type generator struct{ t *rapid.T }

var awkward = []string{
	"", "x", "MATH 7", "null", "~", "yes", "No", "true", "1.5", "007", "1e3", "0x1F", "2024-01-01", "12:30:45", "a: b",
	"a:", "a #b", "#c", " lead", "trail ", "x, y", "{", "}", "[a]", "'q'", `"`, `\`, "multi\nline", "multi\nline\n",
	"\n", "a\n\nb", "a\n  b", "a \nb", "tab\there", "é", "e\u0301", "🙂", "-", "- a", "? x", "?", "&a", "*a", "!t", "%d",
	"@x", "`", "|", ">", "<<", "=", "---", "...", "--- a", "\u2028", "\ufeff", "\u00a0", "us-letter:C", "a:b c", "C++",
	"http://example.org/?a=1&b=2", ".5", "+1", "-1", ".inf", strings.Repeat("long text ", 20), "\ufffd", "\U0010FFFE", "a\u200bb",
}

func (g generator) fill(v reflect.Value, depth int) {
	switch p := v.Addr().Interface().(type) {
	case *credit.Amount:
		*p = credit.Frac(rapid.Int64Range(0, 999).Draw(g.t, "n"), rapid.SampledFrom([]int64{1, 2, 3, 4, 10, 100}).Draw(g.t, "d"))
		if p.IsZero() {
			*p = credit.Amount{}
		}
		return
	case *calendar.Date:
		*p = calendar.Date(rapid.Int32Range(0, 800000).Draw(g.t, "day"))
		return
	case *catalog.ItemID:
		*p = catalog.ItemID(fmt.Sprintf("i%02d/x%d", rapid.IntRange(0, 2).Draw(g.t, "i"), rapid.IntRange(0, 5).Draw(g.t, "x")))
		return
	case *catalog.InstitutionID:
		*p = catalog.InstitutionID(fmt.Sprintf("i%02d", rapid.IntRange(0, 2).Draw(g.t, "i")))
		return
	case *agreement.AwardKind:
		*p = rapid.SampledFrom(agreement.AwardKinds()).Draw(g.t, "kind")
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		g.structure(v, depth)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		g.fill(v.Elem(), depth+1)
	case reflect.Slice:
		n := rapid.IntRange(1, 2).Draw(g.t, "len")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			g.fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		e := reflect.New(v.Type().Elem()).Elem()
		g.fill(e, depth+1)
		v.SetMapIndex(reflect.ValueOf(g.text()).Convert(v.Type().Key()), e)
	case reflect.String:
		v.SetString(g.text())
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(g.t, "bool"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-5, 5000).Draw(g.t, "int")))
	default:
		panic(v.Type())
	}
}

func (g generator) structure(v reflect.Value, depth int) {
	for _, f := range yamltext.FieldsOf(v.Type()) {
		p := 0.5
		if depth > 3 {
			p = 0.15
		}
		if depth > 6 { // requirements and filters nest without end
			p = 0.05
		}
		if depth > 9 && f.Optional || f.Optional && rapid.Float64Range(0, 1).Draw(g.t, "use") > p {
			continue
		}
		g.fill(v.FieldByIndex(f.Index), depth+1)
	}
}

func (g generator) text() string {
	if rapid.Bool().Draw(g.t, "awkward") {
		return rapid.SampledFrom(awkward).Draw(g.t, "text")
	}
	return rapid.StringMatching(`[ -~\n\t°éß中]{0,12}`).Draw(g.t, "text")
}

// What is said of a set does not depend on how it was written.
func TestValidationSurvivesWriting(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := drawSet(t)
		before := ruleset.Validate(&set)
		again, _, problems := Parse("x.yaml", write(t, set), Options{})
		after := ruleset.Validate(&again)
		before.Sort()
		after.Sort()
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("problems (-before +after):\n%s", diff)
		}
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 {
				t.Fatalf("no place: %+v", p)
			}
		}
	})
}
