package resultjson

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

func standard(t *testing.T, v any) string {
	t.Helper()
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(buf.Bytes(), []byte("\n")))
}

// Whatever a result holds, the bytes are those of encoding/json.
func TestResultsAreWrittenAsEncodingJSONWritesThem(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		var v engine.Result
		fill(r, reflect.ValueOf(&v).Elem(), 6)
		got := Append(nil, &v)
		if diff := cmp.Diff(standard(t, &v), string(got)); diff != "" {
			t.Fatalf("seed %d: -encoding/json +here: add new fields to result.go:\n%s", seed, diff)
		}
	}
}

// fill puts something, or nothing, into every field.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	switch x := v.Addr().Interface().(type) {
	case *credit.Amount:
		*x = credit.Frac(r.Int64N(2000)-1000, 1+r.Int64N(12))
		return
	case *credit.Quantity:
		*x = credit.Quantity{Amount: credit.Frac(r.Int64N(90), 1+r.Int64N(9)), Unit: "semester"}
		return
	case *calendar.Date:
		*x = calendar.Date(r.Int32N(3) * 700_000)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"", "a<b>&c", "é\u2028\"\\\n\x01\x7f\xff", "plain"}[r.IntN(4)])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(3) - 1)
	case reflect.Pointer:
		if depth > 0 && r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth-1)
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 && depth > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
			for i := range n - 1 {
				fill(r, v.Index(i), depth-1)
			}
		}
	case reflect.Map:
		if r.IntN(3) == 0 {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(4) {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(r, k, 0)
			fill(r, e, depth-1)
			v.SetMapIndex(k, e)
		}
	case reflect.Struct:
		for field, f := range v.Fields() {
			if field.IsExported() {
				fill(r, f, depth)
			}
		}
	}
}

func TestStrings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(rt, "s")) + rapid.String().Draw(rt, "u")
		if want, got := standard(t, s), string(appendString(nil, s)); want != got {
			rt.Fatalf("%q: got %s, want %s", s, got, want)
		}
	})
}
