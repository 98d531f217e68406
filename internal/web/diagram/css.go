package diagram

import _ "embed"

// CSS are the rules for drawings, to be part of the page's style sheet. Colours
// are the custom properties --dg-surface, --dg-line, --dg-muted, --dg-focus,
// --dg-yes and --dg-no, with the system's colours where they are not set.
//
//go:embed diagram.css
var CSS string
