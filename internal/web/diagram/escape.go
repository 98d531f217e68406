package diagram

import "strings"

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escape makes a text fit for XML, in elements and in attributes.
func escape(s string) string { return escaper.Replace(clean(s)) }

// safeLink returns the address, escaped, or "" for one that is not linked: only
// paths, fragments and queries of this site and https addresses are.
func safeLink(href string) string {
	href = clean(href)
	switch {
	case href == "", strings.ContainsAny(href, "\\\" <>^`{|}"), strings.HasPrefix(href, "//"):
		return ""
	case strings.HasPrefix(href, "https://"), href[0] == '/', href[0] == '#', href[0] == '?':
		return escape(href)
	}
	return ""
}

// safeID keeps of an id prefix what may stand in an id.
func safeID(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, s)
	if s == "" || digit(s[0]) || s[0] == '-' {
		return "diagram" + s
	}
	return s
}
