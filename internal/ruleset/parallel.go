package ruleset

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// chunk is how many entries a worker takes at a time; smaller lists are not
// worth a second goroutine.
const chunk = 512

// each calls fn once for every index below n, on every processor. Calls may run
// at the same time and must touch only what belongs to their index.
func each(n int, fn func(e *encoder, i int)) {
	workers := min(runtime.GOMAXPROCS(0), (n+chunk-1)/chunk)
	if workers <= 1 {
		var e encoder
		for i := range n {
			fn(&e, i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			var e encoder
			for {
				from := int(next.Add(chunk)) - chunk
				if from >= n {
					return
				}
				for i := from; i < min(from+chunk, n); i++ {
					fn(&e, i)
				}
			}
		})
	}
	wg.Wait()
}
