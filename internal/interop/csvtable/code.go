package csvtable

import (
	"strings"
	"unicode"

	"github.com/cairnproject/cairn/internal/catalog"
)

// wildcard recognises a receiving code that stands for any course: "SOC 1XX",
// "HIST 2##", "IIMTxxxx", "ART ----". It returns the subject.
func wildcard(code string) (subject string, ok bool) {
	at := len(code)
	for at > 0 && strings.IndexByte("xX#-*", code[at-1]) >= 0 {
		at--
	}
	if len(code)-at < 2 {
		return "", false
	}
	subject = strings.TrimRightFunc(code[:at], func(r rune) bool { return unicode.IsDigit(r) || unicode.IsSpace(r) })
	subject, number := catalog.SplitCode(subject)
	return subject, subject != "" && number == ""
}

// alternatives divides "MATH 7 + MATH 8 | MATH 7H" into the groups of codes of
// which one group is needed whole: + binds tighter than |.
func alternatives(text string) [][]string {
	var out [][]string
	for group := range strings.SplitSeq(text, "|") {
		var all []string
		for code := range strings.SplitSeq(group, "+") {
			if code = strings.TrimSpace(code); code != "" {
				all = append(all, code)
			}
		}
		if len(all) > 0 {
			out = append(out, all)
		}
	}
	return out
}

var plainLetters = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "æ", "ae", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e",
	"ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o", "œ", "oe",
	"ß", "ss", "ù", "u", "ú", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y", "ł", "l", "ś", "s", "š", "s", "ž", "z", "č", "c",
)

// slug makes an id of a text: what cannot stand in an id becomes one hyphen.
// A text without any such letter is "x".
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range plainLetters.Replace(strings.ToLower(text)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '&' && b.Len() > 0:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case r == '\'' || r == '’' || r == '.':
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "x"
	}
	return b.String()
}
