package vckeys

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/strictjson"
)

// controller are the keys of one document.
type controller struct {
	id   string
	keys []Key
	// barred are keys that are listed and must not be used.
	barred []Key
	// bad are the methods that cannot be used, by id.
	bad map[string]error
}

// find returns the key with an id.
func (c *controller) find(id string) (Key, error) {
	for i := range c.keys {
		if c.keys[i].ID == id {
			return c.keys[i], nil
		}
	}
	if err, ok := c.bad[id]; ok {
		return Key{}, err
	}
	return Key{}, problem(NoSuchKey, "the document of "+c.id+" does not list the key "+id, "")
}

// document reads the controller document at an address; the document must say
// that it is that of id.
func (r *Resolver) document(ctx context.Context, address, id string) (*controller, error) {
	doc, err := r.documents.Get(ctx, address)
	if err != nil {
		return nil, err
	}
	return parseController(doc.Body, address, id)
}

// parseController reads a controller document. A document that means different
// things to different readers (a key given twice) is refused.
func parseController(data []byte, address, id string) (*controller, error) {
	if _, problems := strictjson.Tree(data, strictjson.TreeOptions{Size: 1 << 20}); problems.HasErrors() {
		return nil, problem(BadController, "the document at "+address+" is not sound JSON: "+problems[0].Message, "")
	}
	var d controllerJSON
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, problem(BadController, "the document at "+address+" is no document of a controller", "")
	}
	if d.ID != id {
		return nil, problem(BadController, "the document at "+address+" is of “"+d.ID+"”, not of "+id, "")
	}
	c := &controller{id: id, bad: map[string]error{}}
	asserts := map[string]bool{}
	for _, e := range d.Asserts {
		asserts[absolute(e.id, id)] = true
	}
	for _, list := range []oneOrMore[entryJSON]{d.Methods, d.Asserts, d.Public, d.Authenticates, d.Agrees, d.Invokes, d.Delegates} {
		for _, e := range list {
			if e.method != nil && len(c.keys) < maxKeys && len(c.barred) < maxKeys {
				c.add(e.method, address, asserts)
			}
		}
	}
	return c, nil
}

// all are the keys and those that are barred.
func (c *controller) all() []Key { return slices.Concat(c.keys, c.barred) }

func (c *controller) add(m *methodJSON, address string, asserts map[string]bool) {
	m.ID = absolute(m.ID, c.id)
	k, err := m.key()
	k.Published, k.Assertion = address, asserts[m.ID]
	if err != nil {
		c.bad[m.ID] = err
		if k.barred.Code != "" {
			c.barred = append(c.barred, k)
		}
		return
	}
	c.keys = append(c.keys, k)
}

// webAddress is where the document of a did:web lies.
func webAddress(did string) (string, error) {
	parts := strings.Split(strings.TrimPrefix(did, "did:web:"), ":")
	for i, p := range parts {
		plain, err := url.PathUnescape(p)
		if err != nil || plain == "" || plain == "." || plain == ".." || strings.ContainsAny(plain, "/\\?#@") {
			return "", problem(BadMethod, did+" is not a did:web", "")
		}
		if i == 0 {
			parts[0] = plain
		}
	}
	if len(parts) == 1 {
		parts = append(parts, ".well-known")
	}
	address := "https://" + strings.Join(parts, "/") + "/did.json"
	if u, err := url.Parse(address); err != nil || u.Host != parts[0] || u.Hostname() == "" {
		return "", problem(BadMethod, did+" is not a did:web", "")
	}
	return address, nil
}

// selfKey is the key that a did:key or did:jwk spells out.
func selfKey(did string) (Key, error) {
	k := Key{Controller: did, Published: did, Assertion: true}
	if text, ok := strings.CutPrefix(did, "did:key:"); ok {
		public, err := Multikey(text)
		if err != nil {
			return Key{}, problem(BadKey, "the key of "+did+" cannot be used: "+err.Error(), "")
		}
		k.ID, k.Type, k.Public = did+"#"+text, "Multikey", public
		return k, nil
	}
	text := strings.TrimPrefix(did, "did:jwk:")
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil || len(raw) > 8192 {
		return Key{}, problem(BadKey, did+" is not base64url", "")
	}
	if _, problems := strictjson.Tree(raw, strictjson.TreeOptions{Depth: 4, Entries: 64}); problems.HasErrors() {
		return Key{}, problem(BadKey, "the key of the did:jwk is not sound JSON: "+problems[0].Message, "")
	}
	head, public, err := readJWK(raw)
	if err != nil {
		return Key{}, problem(BadKey, "the key of the did:jwk cannot be used: "+err.Error(), "")
	}
	k.ID, k.Type, k.Public, k.Algorithm = did+"#0", "JsonWebKey", public, head.Alg
	return k, nil
}
