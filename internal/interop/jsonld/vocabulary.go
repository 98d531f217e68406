package jsonld

import (
	"slices"
	"strings"
)

// vocabularyOf collects every IRI that a term of the known contexts stands for,
// with the names that it has there. A document that writes one of these IRIs in
// another way would show a reader of the JSON something else than what is signed.
func vocabularyOf(documents map[string]any) map[string]map[string]bool {
	v := map[string]map[string]bool{}
	for url, context := range documents {
		if url != citizenship {
			collect(v, context, nil)
		}
	}
	return v
}

func collect(v map[string]map[string]bool, context any, outer []map[string]any) {
	list, isList := context.([]any)
	if !isList {
		list = []any{context}
	}
	for _, item := range list {
		local, isObject := item.(map[string]any)
		if !isObject {
			continue
		}
		scope := slices.Concat(outer, []map[string]any{local})
		for name, definition := range local {
			fields, _ := definition.(map[string]any)
			if iri := iriOf(name, definition, scope); iri != "" && !keywordLike(name) {
				if v[iri] == nil {
					v[iri] = map[string]bool{}
				}
				v[iri][name] = true
			}
			if scoped, given := fields["@context"]; given {
				collect(v, scoped, scope)
			}
		}
	}
}

// iriOf expands the @id of a definition; prefixes may stand in any context around
// it.
func iriOf(name string, definition any, scope []map[string]any) string {
	text, isText := definition.(string)
	if fields, isObject := definition.(map[string]any); isObject {
		if text, isText = fields["@id"].(string); !isText {
			text, isText = name, strings.Contains(name, ":")
		}
	}
	colon := strings.IndexByte(text, ':')
	if !isText || colon <= 0 {
		return ""
	}
	for _, local := range slices.Backward(scope) {
		switch base := local[text[:colon]].(type) {
		case string:
			return base + text[colon+1:]
		case map[string]any:
			if iri, isString := base["@id"].(string); isString {
				return iri + text[colon+1:]
			}
		}
	}
	return text
}
