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
		reflect.TypeFor[agreement.Expr]():     func(s string) any { return agreement.Expr{Item: catalog.ItemID(s)} },
		reflect.TypeFor[agreement.Text]():     func(s string) any { return agreement.Text{Text: s} },
		reflect.TypeFor[requirement.Node]():   func(s string) any { return requirement.Node{Item: catalog.ItemID(s)} },
		reflect.TypeFor[catalog.NamePeriod](): func(s string) any { return catalog.NamePeriod{Name: s} },
		reflect.TypeFor[agreement.Award](): func(s string) any {
			return agreement.Award{Kind: agreement.AwardCourse, Item: catalog.ItemID(s)}
		},
	}
}
