package yamltext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoted writes a text without quotes where every YAML reader takes it for the
// same text, else in double quotes with escapes as JSON has them.
func quoted(s string, flow bool) string {
	if plain(s, flow) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r != ' ' && (!unicode.IsPrint(r) || r == '\uFEFF'):
			b.WriteString(escaped(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

func escaped(r rune) string {
	h := strconv.FormatInt(int64(r), 16)
	if r > 0xFFFF {
		return `\U` + strings.Repeat("0", 8-len(h)) + h
	}
	return `\u` + strings.Repeat("0", 4-len(h)) + h
}

// words that some YAML reader takes for something other than text.
var words = map[string]bool{
	"true": true, "false": true, "yes": true, "no": true, "on": true, "off": true,
	"y": true, "n": true, "null": true,
}

func plain(s string, flow bool) bool {
	if s == "" || strings.TrimSpace(s) != s || !printable(s) || words[strings.ToLower(s)] || numberLike(s) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) && !strings.ContainsRune("/(.+_$", first) {
		return false
	}
	if strings.HasSuffix(s, ":") || strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return false
	}
	return !flow || !strings.ContainsAny(s, ",[]{}?") && (!strings.ContainsRune(s, ':') || idLike(s))
}

// idLike texts such as us-letter:C and https://example.org are plain although
// they hold a colon.
func idLike(s string) bool {
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._~&+/", r):
		case r == ':' && i > 0 && i < len(s)-1:
		default:
			return false
		}
	}
	return s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z'
}

// numberLike texts could be read as numbers, times or dates.
func numberLike(s string) bool {
	if s[0] != '.' && s[0] != '+' && (s[0] < '0' || s[0] > '9') {
		return false
	}
	return strings.Trim(s, "0123456789abcdefABCDEFxXoOTtZz_.:+- ") == "" || strings.EqualFold(s, ".inf") || strings.EqualFold(s, "+.inf") || strings.EqualFold(s, ".nan")
}
