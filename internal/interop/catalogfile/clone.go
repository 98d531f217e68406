package catalogfile

import (
	"reflect"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/requirement"
)

// The copies below reach as deep as items are named, so that writing a set with
// codes in place of ids leaves the set as it was.

func cloneAgreement(a agreement.Agreement) agreement.Agreement {
	a.Rules = slices.Clone(a.Rules)
	for i := range a.Rules {
		r := &a.Rules[i]
		r.When, r.HoldUntil = cloneExpr(r.When), cloneExpr(r.HoldUntil)
		if r.VoidIf != nil {
			v := *r.VoidIf
			v.Items = slices.Clone(v.Items)
			r.VoidIf = &v
		}
		r.Awards = cloneAwards(r.Awards)
	}
	return a
}

func cloneAwards(list []agreement.Award) []agreement.Award {
	list = slices.Clone(list)
	for i := range list {
		list[i].OneOf = cloneAwards(list[i].OneOf)
	}
	return list
}

func cloneExpr(e *agreement.Expr) *agreement.Expr {
	if e == nil {
		return nil
	}
	out := *e
	out.All, out.Any, out.Sequence = cloneExprs(e.All), cloneExprs(e.Any), cloneExprs(e.Sequence)
	if e.AtLeast != nil {
		n := *e.AtLeast
		n.Of = cloneExprs(n.Of)
		out.AtLeast = &n
	}
	return &out
}

func cloneExprs(list []agreement.Expr) []agreement.Expr {
	list = slices.Clone(list)
	for i := range list {
		list[i] = *cloneExpr(&list[i])
	}
	return list
}

func cloneProgram(p requirement.Program) requirement.Program {
	return deepCopy(reflect.ValueOf(p)).Interface().(requirement.Program) //nolint:forcetypeassert,errcheck // a copy has the type of the original
}

// deepCopy copies all that lists, maps and pointers of domain types hold.
// Values with hidden fields (amounts) never change, so their copy may share.
func deepCopy(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(deepCopy(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(deepCopy(v.Index(i)))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
			for _, k := range v.MapKeys() {
				out.SetMapIndex(k, deepCopy(v.MapIndex(k)))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out.Field(i).Set(deepCopy(v.Field(i)))
			}
		}
	}
	return out
}
