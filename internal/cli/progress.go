package cli

import (
	"github.com/schollz/progressbar/v3"
)

// slowSteps is how many steps make work long enough to show its progress.
const slowSteps = 2000

// progress shows how far some work has come, on a terminal and for long work
// only.
type progress struct {
	p    *program
	what string
	bar  *progressbar.ProgressBar
}

func (p *program) progress(what string) *progress { return &progress{p: p, what: what} }

// update is told the steps done and in all.
func (b *progress) update(done, total int) {
	if !b.p.Terminal || b.p.quiet {
		return
	}
	if b.bar == nil {
		if total < slowSteps && b.what != "reading" {
			return
		}
		b.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(b.p.Err), progressbar.OptionSetDescription(b.what),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
	}
	_ = b.bar.Set(done) // a bar that cannot be drawn is no reason to stop
}

func (b *progress) done() {
	if b.bar != nil {
		_ = b.bar.Finish() // see update
	}
}
