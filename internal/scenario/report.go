package scenario

import (
	"fmt"
	"strings"
)

// Report shows what a case expected and what it got, for people.
func Report(o Outcome) string {
	var b strings.Builder
	if o.Error != "" {
		fmt.Fprintf(&b, "    no answer: %s\n", indent(o.Error))
	}
	for _, m := range o.Mismatches {
		fmt.Fprintf(&b, "    %s\n      expected  %s\n      actual    %s\n", m.Path, indent(m.Want), indent(m.Got))
	}
	return b.String()
}

func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n                ") }
