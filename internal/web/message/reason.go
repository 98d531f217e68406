package message

// Reason is the engine's reason in the language, made from its code and values
// ("have", "need", "agreement", …); ok is false where only the engine's own
// English sentence says it.
func (l *Locale) Reason(code string, pairs ...any) (text string, ok bool) {
	return l.own("reason."+code, pairs)
}

// Fix is what would change the answer, by the reason's code; ok is false where
// only the engine's English sentence says it.
func (l *Locale) Fix(code string, pairs ...any) (text string, ok bool) {
	return l.own("fix."+code, pairs)
}

// own is a text that translations have and English, whose sentences come from
// the engine, has not. It needs every value that it names.
func (l *Locale) own(key string, pairs []any) (string, bool) {
	text, ok := l.texts[key]
	if !ok {
		return "", false
	}
	given := map[string]bool{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, isText := pairs[i].(string); isText && pairs[i+1] != "" {
			given[name] = true
		}
	}
	for _, name := range placeholders(text) {
		if !given[name] {
			return "", false
		}
	}
	return fill(text, pairs), true
}

// placeholders lists the names in braces, in order.
func placeholders(text string) []string {
	var out []string
	for i := 0; i < len(text); i++ {
		if text[i] != '{' {
			continue
		}
		for j := i + 1; j < len(text); j++ {
			if text[j] == '}' {
				out = append(out, text[i+1:j])
				i = j
				break
			}
		}
	}
	return out
}
