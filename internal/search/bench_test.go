package search_test

import (
	"runtime"
	"sync"
	"testing"

	"github.com/cairnproject/cairn/internal/search"
)

const benchItems = 100_000

var benchIndex = sync.OnceValue(func() *search.Index { return search.New(large(benchItems)) })

// BenchmarkNew also reports what an index holds, without the set.
func BenchmarkNew(b *testing.B) {
	set := large(benchItems)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		x := search.New(set)
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(x)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-kept")
}

func BenchmarkSearch(b *testing.B) {
	x := benchIndex()
	for name, text := range map[string]string{
		"code":            "MATH 501",
		"code-old":        "math501h",
		"code-prefix":     "math",
		"one-letter":      "m",
		"title":           "introduction to computing",
		"title-prefix":    "intro comp",
		"title-typo":      "introducton to compuitng and mathmatics",
		"common-words":    "introduction survey advanced principles laboratory seminar",
		"institution":     "account ing college math 501",
		"nothing":         "qqqqqqqq zzzzzzzz",
		"sixteen-words":   "introducton to compter sciennce and mathmatics for busineess with statistiics in enviironmental manaagement of clinnical marketing",
		"sixteen-letters": "a b c d e f g h i j k l m n o p",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Search(search.Query{Text: text})
			}
		})
	}
}
