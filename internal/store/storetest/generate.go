package storetest

import (
	"fmt"
	"reflect"
	"strings"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// filler fills values of any domain type by reflection, so that a field added
// to the domain tomorrow is part of the suite the same day.
type filler struct {
	t *rapid.T
	// full leaves no field zero, as far as depth allows.
	full bool
	// plain keeps NUL out of texts: records refuse it.
	plain bool
}

// maxDepth is how many pointers and lists deep values go.
const maxDepth = 5

var (
	dateType   = reflect.TypeFor[calendar.Date]()
	amountType = reflect.TypeFor[credit.Amount]()
)

// lastDay is 9999-12-31.
const lastDay = 3652059

func (f *filler) fill(v reflect.Value, depth int) {
	switch v.Type() {
	case dateType:
		v.SetInt(rapid.Int64Range(f.least(), lastDay).Draw(f.t, "day"))
		return
	case amountType:
		n := rapid.Int64Range(f.least(), 1e7).Draw(f.t, "n")
		v.Set(reflect.ValueOf(credit.Frac(n, rapid.Int64Range(1, 1000).Draw(f.t, "d"))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(f.full || rapid.Bool().Draw(f.t, "bool"))
	case reflect.Int:
		v.SetInt(rapid.Int64Range(f.least(), 99).Draw(f.t, "int"))
	case reflect.Struct:
		for _, field := range v.Fields() {
			f.fill(field, depth)
		}
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if depth < maxDepth && (f.full || rapid.Bool().Draw(f.t, "set")) {
			f.fillRef(v, depth+1)
		}
	default:
		panic(fmt.Sprintf("storetest: teach the generator %s", v.Type()))
	}
}

// fillRef fills what a pointer, list or map refers to. Lists grow shorter with
// depth, because expressions hold expressions.
func (f *filler) fillRef(v reflect.Value, depth int) {
	n := 1
	switch {
	case depth == 1:
		n = rapid.IntRange(1, 3).Draw(f.t, "n")
	case depth < 4:
		n = rapid.IntRange(1, 2).Draw(f.t, "n")
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			f.fill(v.Index(i), depth)
		}
	default:
		v.Set(reflect.MakeMap(v.Type()))
		for range n {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			f.fill(key, depth)
			f.fill(value, depth)
			v.SetMapIndex(key, value)
		}
	}
}

// least is the least number: 0 only where fields may stay zero.
func (f *filler) least() int64 {
	if f.full {
		return 1
	}
	return 0
}

// awkward are texts that databases and encoders like to change.
var awkward = []string{
	"", " ", "a", "MATH 7", `quote " back \ slash /`, "<b>&amp;</b>", "O'Brien; DROP TABLE rules;--", "100% _sure_",
	"new\nline\ttab\r", "Pädagogik 教育 🎓", "e\u0301 and é", "\u2028\u2029", "null", "\ufeffbom", "\uFFFD", "\u0000nul",
}

func (f *filler) text() string {
	s := rapid.SampledFrom(awkward).Draw(f.t, "text")
	if f.full && s == "" {
		s = "full"
	}
	if f.plain {
		s = strings.ReplaceAll(s, "\x00", "0")
	}
	return s
}

// sets generates rule sets. Ids come from a small stock, so that two sets have
// entries in common.
func sets(full bool) *rapid.Generator[ruleset.Set] {
	return rapid.Custom(func(t *rapid.T) ruleset.Set {
		f := &filler{t: t, full: full}
		var s ruleset.Set
		f.fill(reflect.ValueOf(&s).Elem(), 0)
		for i := range s.Scales {
			s.Scales[i].ID = catalog.ScaleID(f.id(i))
		}
		for i := range s.Institutions {
			s.Institutions[i].ID = catalog.InstitutionID(f.id(i))
		}
		for i := range s.Items {
			s.Items[i].ID = catalog.ItemID("x/" + f.id(i))
		}
		for i := range s.Programs {
			s.Programs[i].ID = "x/" + f.id(i)
		}
		for i := range s.Agreements {
			a := &s.Agreements[i]
			a.ID, a.Version = agreement.ID(f.id(i)), rapid.IntRange(1, 2).Draw(t, "version")
			for j := range a.Rules {
				a.Rules[j].ID = f.id(j)
			}
		}
		s.Sort()
		return s
	})
}

// id names entry i of a list: different within the list, often the same in the
// next, and awkward to sort by anything but bytes.
func (f *filler) id(i int) string {
	stock := []string{"a", "B", "a-b", "ab", "é", "z", "Z", "10", "9", "a b", "a_b", "ß"}
	return stock[(i*4+rapid.IntRange(0, 3).Draw(f.t, "id"))%len(stock)]
}

// records generates records.
func records(full bool) *rapid.Generator[record.Record] {
	return rapid.Custom(func(t *rapid.T) record.Record {
		f := &filler{t: t, full: full, plain: true}
		var r record.Record
		f.fill(reflect.ValueOf(&r).Elem(), 0)
		return r
	})
}
