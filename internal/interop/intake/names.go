package intake

import "fmt"

// Names gives each wanted name once: the second "math-11" is "math-11~2". The
// zero Names is not ready: make it with NewNames.
type Names map[string]int

// NewNames returns names of which none is given.
func NewNames() Names { return Names{} }

// Unique is the name, made unique.
func (n Names) Unique(name string) string {
	n[name]++
	if k := n[name]; k > 1 {
		return n.Unique(fmt.Sprintf("%s~%d", name, k))
	}
	return name
}
