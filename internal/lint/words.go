package lint

import (
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// code is how people know an item.
func (l *linter) code(id catalog.ItemID) string {
	it := l.items[id]
	if it == nil {
		return string(id)
	}
	v := it.Latest()
	return first(v.Code, v.Title, string(id))
}

func (l *linter) wayText(w way) string {
	parts := make([]string, len(w))
	for i := range w {
		parts[i] = l.sourceText(&w[i])
	}
	if len(parts) > 6 {
		parts = append(parts[:5], "…")
	}
	return strings.Join(parts, " and ")
}

func (l *linter) sourceText(s *source) string {
	if s.match == nil {
		return l.code(s.item)
	}
	e := agreement.Expr{Match: s.match}
	return e.Text(func(id catalog.ItemID) string { return l.code(id) })
}

func first[T ~string](values ...T) T {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
