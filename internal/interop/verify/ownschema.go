package verify

import (
	"bytes"
	"errors"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// errSchema is a schema that cannot be used.
var errSchema = errors.New("it is no usable JSON Schema")

// errSchemaWork is a schema that would take too long: three kilobytes of
// references to references can ask for years.
var errSchemaWork = errors.New("it refers to itself, or asks for more work than is done for a stranger's schema")

// maxSchemaWork bounds the parts of a stranger's schema, written out without
// references, times the size of the document: under a second.
const maxSchemaWork = 10_000_000

// validate compiles a stranger's schema; what it refers to elsewhere is not
// fetched.
func validate(id string, text []byte, doc map[string]any) (valid bool, err error) {
	root, problems := tree(text)
	if problems.HasErrors() {
		return false, errSchema
	}
	if u := (unroller{root: root, known: map[string]int{}, most: maxSchemaWork / sizeOf(doc)}); !u.bounded() {
		return false, errSchemaWork
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return false, errSchema
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(noLoader{})
	if err := c.AddResource(id, v); err != nil {
		return false, errSchema
	}
	compiled, err := c.Compile(id)
	if err != nil {
		return false, errSchema
	}
	return compiled.Validate(doc) == nil, nil
}

// noLoader loads nothing.
type noLoader struct{}

// Load refuses.
func (noLoader) Load(url string) (any, error) { return nil, errors.New(url + " is not fetched") }

// sizeOf is how much there is to look at in a document: values, and texts by
// their length.
func sizeOf(v any) int {
	switch v := v.(type) {
	case map[string]any:
		n := 1
		for k, e := range v {
			n += 1 + len(k)/8 + sizeOf(e)
		}
		return n
	case []any:
		n := 1
		for _, e := range v {
			n += sizeOf(e)
		}
		return n
	case string:
		return 1 + len(v)/8
	}
	return 1
}

// unroller counts the parts of a schema as if every reference were written out.
type unroller struct {
	root  map[string]any
	known map[string]int // by pointer; -1 while it is being counted
	most  int
}

func (u *unroller) bounded() bool {
	n, ok := u.count("", u.root)
	return ok && n <= u.most
}

// count adds up what is at and below a place; ok is false where it has no end, or
// is more than most.
func (u *unroller) count(at string, v any) (n int, ok bool) {
	switch v := v.(type) {
	case map[string]any:
		return u.object(at, v)
	case []any:
		n = 1
		for i, e := range v {
			more, ok := u.count(at+"/"+strconv.Itoa(i), e)
			if n += more; !ok || n > u.most {
				return n, false
			}
		}
		return n, true
	}
	return 1, true
}

func (u *unroller) object(at string, m map[string]any) (n int, ok bool) {
	if known, seen := u.known[at]; seen {
		return known, known >= 0
	}
	u.known[at] = -1
	n = 1
	for key, e := range m {
		more, ok := u.member(at, key, e)
		if n += more; !ok || n > u.most {
			return n, false
		}
	}
	u.known[at] = n
	return n, true
}

// member counts one keyword. What changes the meaning of references is not
// followed: nobody needs it for a credential.
func (u *unroller) member(at, key string, v any) (n int, ok bool) {
	text, isText := v.(string)
	switch {
	case key == "$ref" && isText:
		if text != "#" && !strings.HasPrefix(text, "#/") || strings.Contains(text, "%") {
			return 0, false
		}
		target, found := u.find(text[1:])
		if !found {
			return 0, false
		}
		return u.count(text[1:], target)
	case key == "$dynamicRef" || key == "$recursiveRef":
		return 0, false
	case isText && at != "" && (key == "$id" || key == "id" || key == "$anchor" || key == "$dynamicAnchor"):
		return 0, false
	case key == "uniqueItems": // compares all with all
		return 5000, true
	case key == "pattern" && isText:
		return patternSize(text)
	case key == "patternProperties":
		patterns, _ := v.(map[string]any)
		for p := range patterns {
			more, ok := patternSize(p)
			if n += more; !ok {
				return n, false
			}
		}
	}
	more, ok := u.count(at+"/"+escapePointer(key), v)
	return n + more, ok
}

// find follows a JSON pointer.
func (u *unroller) find(pointer string) (any, bool) {
	var v any = u.root
	if pointer == "" {
		return v, true
	}
	for part := range strings.SplitSeq(pointer[1:], "/") {
		part = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
		switch here := v.(type) {
		case map[string]any:
			next, found := here[part]
			if !found {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(here) {
				return nil, false
			}
			v = here[i]
		default:
			return nil, false
		}
	}
	return v, true
}

func escapePointer(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

// patternSize is how many steps each letter may take.
func patternSize(pattern string) (int, bool) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0, false
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0, false
	}
	return len(prog.Inst), true
}
