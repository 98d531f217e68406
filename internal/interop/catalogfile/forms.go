package catalogfile

import (
	"reflect"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Forms are the short forms of the format: where one of these types belongs, a
// plain text may stand. A source or a requirement is then an item, an award a
// receiving course, a condition its own words, a former name a name.
func Forms() yamltext.Forms {
	return yamltext.Forms{
		reflect.TypeFor[agreement.Expr]():         func(s string) any { return agreement.Expr{Item: catalog.ItemID(s)} },
		reflect.TypeFor[agreement.Text]():         func(s string) any { return agreement.Text{Text: s} },
		reflect.TypeFor[requirement.Node]():       func(s string) any { return requirement.Node{Item: catalog.ItemID(s)} },
		reflect.TypeFor[requirement.ItemFilter](): func(s string) any { return requirement.ItemFilter{Set: s} },
		reflect.TypeFor[catalog.NamePeriod]():     func(s string) any { return catalog.NamePeriod{Name: s} },
		reflect.TypeFor[agreement.Award](): func(s string) any {
			return agreement.Award{Kind: agreement.AwardCourse, Item: catalog.ItemID(s)}
		},
	}
}

// keepEmpty are the types of which an empty list is a mistake to report.
func keepEmpty() map[reflect.Type]bool {
	return map[reflect.Type]bool{
		reflect.TypeFor[agreement.Expr](): true, reflect.TypeFor[requirement.Node](): true,
		reflect.TypeFor[requirement.ItemFilter](): true, reflect.TypeFor[requirement.Test](): true,
		reflect.TypeFor[requirement.Share](): true,
	}
}

// style is how the format is written: short where a short form says it all.
func style() yamltext.Style {
	return yamltext.Style{
		Short: map[reflect.Type]func(any) (string, bool){
			reflect.TypeFor[agreement.Expr]():         shortExpr,
			reflect.TypeFor[agreement.Text]():         shortText,
			reflect.TypeFor[agreement.Award]():        shortAward,
			reflect.TypeFor[requirement.Node]():       shortNode,
			reflect.TypeFor[requirement.ItemFilter](): shortFilter,
			reflect.TypeFor[catalog.NamePeriod]():     shortName,
		},
		Omit: omit,
		Block: map[reflect.Type]bool{
			reflect.TypeFor[catalog.Scale](): true, reflect.TypeFor[catalog.Institution](): true,
			reflect.TypeFor[catalog.Item](): true, reflect.TypeFor[requirement.Program](): true,
			reflect.TypeFor[agreement.Agreement](): true, reflect.TypeFor[agreement.Rule](): true,
			reflect.TypeFor[catalog.Policy](): true, reflect.TypeFor[requirement.ProgramVersion](): true,
		},
		Inline: map[reflect.Type]bool{
			reflect.TypeFor[agreement.Expr](): true, reflect.TypeFor[requirement.Node](): true,
			reflect.TypeFor[agreement.Award](): true, reflect.TypeFor[requirement.ItemFilter](): true,
			reflect.TypeFor[requirement.Limit](): true, reflect.TypeFor[requirement.Minimum](): true,
			reflect.TypeFor[requirement.Test](): true,
		},
	}
}

func shortExpr(v any) (string, bool) {
	e, _ := v.(agreement.Expr)
	bare := e.Item != "" && e.Parts() == nil && e.AtLeast == nil && e.Match == nil && e.IsZero()
	return string(e.Item), bare
}

func shortText(v any) (string, bool) {
	t, _ := v.(agreement.Text)
	return t.Text, t.Meaning == ""
}

func shortAward(v any) (string, bool) {
	w, _ := v.(agreement.Award)
	bare := agreement.Award{Kind: agreement.AwardCourse, Item: w.Item}
	return string(w.Item), w.Item != "" && reflect.DeepEqual(w, bare)
}

func shortNode(v any) (string, bool) {
	n, _ := v.(requirement.Node)
	return string(n.Item), n.Item != "" && reflect.DeepEqual(n, requirement.Node{Item: n.Item})
}

// shortFilter writes a named set by its name alone.
func shortFilter(v any) (string, bool) {
	f, _ := v.(requirement.ItemFilter)
	return f.Set, f.Set != "" && reflect.DeepEqual(f, requirement.ItemFilter{Set: f.Set})
}

func shortName(v any) (string, bool) {
	n, _ := v.(catalog.NamePeriod)
	return n.Name, n == catalog.NamePeriod{Name: n.Name}
}

// omit leaves out what [builder.derive] fills in.
func omit(parent any, key string) bool {
	switch p := parent.(type) {
	case catalog.Item:
		return key == "institution" && p.Institution == p.ID.Institution()
	case requirement.Program:
		return key == "institution" && p.Institution == catalog.ItemID(p.ID).Institution()
	case agreement.Award:
		return key == "kind" && (p.Kind == agreement.AwardCourse && p.Item != "" ||
			p.Kind == agreement.AwardOneOf && p.Item == "" && len(p.OneOf) > 0)
	}
	return false
}
