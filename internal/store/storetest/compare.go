package storetest

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cairnproject/cairn/internal/credit"
)

// same compares domain values: amounts by number, an empty list as an absent
// one.
var same = cmp.Options{
	cmp.Comparer(func(a, b credit.Amount) bool { return a.Equal(b) }),
	cmpopts.EquateEmpty(),
}

func equal[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Errorf("%s: -want +got:\n%s", what, diff)
	}
}

// equalJSON compares to the last byte.
func equalJSON(t *testing.T, what string, want, got any) {
	t.Helper()
	w, errW := json.Marshal(want)
	g, errG := json.Marshal(got)
	if errW != nil || errG != nil {
		t.Fatal(errW, errG)
	}
	if diff := cmp.Diff(string(w), string(g)); diff != "" {
		t.Errorf("%s: -want +got:\n%s", what, diff)
	}
}

// zeroFields returns the paths of the fields of a struct type that are zero
// wherever they occur in the value.
func zeroFields(v any) []string {
	seen := map[string]bool{}
	collect(reflect.ValueOf(v), seen)
	var out []string
	for name, filled := range seen {
		if !filled {
			out = append(out, name)
		}
	}
	return out
}

func collect(v reflect.Value, seen map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			collect(v.Elem(), seen)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), seen)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			collect(it.Value(), seen)
		}
	case reflect.Struct:
		if v.Type() == amountType {
			return
		}
		for i := range v.NumField() {
			name := v.Type().String() + "." + v.Type().Field(i).Name
			seen[name] = seen[name] || !v.Field(i).IsZero()
			collect(v.Field(i), seen)
		}
	}
}
