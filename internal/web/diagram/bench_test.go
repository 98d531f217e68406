package diagram_test

import (
	"strconv"
	"testing"

	"github.com/cairnproject/cairn/internal/web/diagram"
)

func BenchmarkArrange(b *testing.B) {
	for name, g := range map[string]diagram.Graph{
		"pathway-60": pathwayOf(60), "pathway-200": pathwayOf(200), "demo": demo(b, "hilltop/computer-science-bs", 3),
		"layered-100": layered(100, 1), "layered-200": layered(200, 1),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				diagram.Arrange(g, diagram.Options{MaxNodes: 500})
			}
		})
	}
}

func BenchmarkDraw(b *testing.B) {
	g := pathwayOf(200)
	for _, most := range []int{60, 200} {
		b.Run(strconv.Itoa(most), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(int64(len(diagram.Draw(g, diagram.Options{MaxNodes: most}))))
			}
		})
	}
}
