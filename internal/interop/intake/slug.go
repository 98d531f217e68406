package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
)

// plainLetters spells the accented letters that occur in names and course codes
// with the letters of a URL.
var plainLetters = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "æ", "ae", "ç", "c", "ð", "d",
	"è", "e", "é", "e", "ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n",
	"ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o", "œ", "oe", "ß", "ss", "þ", "th",
	"ù", "u", "ú", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y", "š", "s", "ž", "z", "č", "c",
	"ć", "c", "ğ", "g", "ı", "i", "ł", "l", "ń", "n", "ś", "s", "ş", "s", "ż", "z", "ź", "z", "ō", "o",
	"'", "", "’", "", ".", "",
)

// maxSlug keeps ids readable; some tables have whole sentences for titles.
const maxSlug = 72

// Slug writes text as an id: lower case, accents and dots dropped, everything
// else that is no letter or digit one hyphen. "CSE: Computer Science B.S." is
// "cse-computer-science-bs". What an id cannot hold (letters of other scripts,
// the end of a long text) is stood for by eight digits of its hash, so that
// different texts keep different ids.
func Slug(text string) string {
	var b strings.Builder
	gap, lost := false, false
	for _, r := range plainLetters.Replace(strings.ToLower(text)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
			continue
		}
		lost = lost || unicode.IsLetter(r) || unicode.IsDigit(r)
		gap = true
	}
	slug := b.String()
	if len(slug) > maxSlug {
		slug, lost = strings.Trim(slug[:maxSlug], "-"), true
	}
	if lost {
		sum := sha256.Sum256([]byte(OneLine(text)))
		slug = strings.TrimPrefix(slug+"-"+hex.EncodeToString(sum[:4]), "-")
	}
	return slug
}

// OneLine trims text and turns every run of blanks and line ends into one
// blank.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
