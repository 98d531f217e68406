package vckeys

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/mr-tron/base58"

	"github.com/cairnproject/cairn/internal/diag"
)

// methodJSON is a verification method in the forms that are in use.
type methodJSON struct {
	ID         string          `json:"id"`
	Type       string          `json:"type"`
	Controller string          `json:"controller"`
	Multibase  string          `json:"publicKeyMultibase"`
	Base58     string          `json:"publicKeyBase58"`
	JWK        json.RawMessage `json:"publicKeyJwk"`
	Expires    string          `json:"expires"`
	Revoked    string          `json:"revoked"`
	// The private part, which makes the key everybody's.
	SecretMultibase  any `json:"secretKeyMultibase"`
	PrivateMultibase any `json:"privateKeyMultibase"`
	PrivateBase58    any `json:"privateKeyBase58"`
	SecretJWK        any `json:"secretKeyJwk"`
	PrivateJWK       any `json:"privateKeyJwk"`
}

// secret reports whether the method holds the private part.
func (m *methodJSON) secret() bool {
	return m.SecretMultibase != nil || m.PrivateMultibase != nil || m.PrivateBase58 != nil || m.SecretJWK != nil || m.PrivateJWK != nil
}

// forms says how the key of each type of method may be written.
var forms = map[string]struct{ multibase, base58, jwk bool }{
	"Multikey":                          {multibase: true},
	"JsonWebKey":                        {jwk: true},
	"JsonWebKey2020":                    {jwk: true},
	"Ed25519VerificationKey2020":        {multibase: true},
	"Ed25519VerificationKey2018":        {base58: true, multibase: true, jwk: true},
	"EcdsaSecp256r1VerificationKey2019": {multibase: true, jwk: true},
	"P256Key2021":                       {multibase: true},
}

// key reads the method.
func (m *methodJSON) key() (Key, error) {
	form, ok := forms[m.Type]
	if !ok {
		return Key{}, problem(BadKey, "the verification method is of type “"+m.Type+"”, which is not supported", "")
	}
	k := Key{ID: m.ID, Type: m.Type, Controller: m.Controller}
	var err error
	switch given := m.given(); {
	case given != 1:
		return Key{}, problem(BadKey, "the verification method states no key, or several", "")
	case m.Multibase != "" && form.multibase:
		k.Public, err = Multikey(m.Multibase)
	case m.JWK != nil && form.jwk:
		var head jwkHead
		head, k.Public, err = readJWK(m.JWK)
		k.Algorithm = head.Alg
	case m.Base58 != "" && form.base58:
		k.Public, err = rawEd25519(m.Base58)
	default:
		return Key{}, problem(BadKey, "a key of type "+m.Type+" is not written like this", "")
	}
	switch {
	case errors.Is(err, errPrivate) && k.Public != nil:
		return k.bar(BadKey, err.Error())
	case errors.Is(err, errUse):
		return k.bar(WrongPurpose, err.Error())
	case err != nil:
		return Key{}, problem(BadKey, err.Error(), "")
	case m.secret():
		return k.bar(BadKey, errPrivate.Error())
	}
	if k.Expires, err = moment(m.Expires); err == nil {
		k.Revoked, err = moment(m.Revoked)
	}
	if err != nil {
		return k.bar(BadKey, "when the key expires or was revoked is no date: "+err.Error())
	}
	return k, nil
}

// bar gives the key back as one that must not be used, whoever else lists it; code is
// what binding it would answer, and the error (BadKey) what using it does.
func (k *Key) bar(code, why string) (Key, error) {
	k.barred = diag.Problem{Code: code, Message: "the issuer lists the key, and not as one to use: " + why}
	return *k, problem(BadKey, why, "")
}

func (m *methodJSON) given() int {
	n := 0
	for _, there := range []bool{m.Multibase != "", m.Base58 != "", m.JWK != nil} {
		if there {
			n++
		}
	}
	return n
}

// rawEd25519 reads the publicKeyBase58 of Ed25519VerificationKey2018.
func rawEd25519(text string) (any, error) {
	if len(text) > maxMultibase {
		return nil, problem(BadKey, "the key is too long", "")
	}
	raw, err := base58.Decode(text)
	if err != nil {
		return nil, problem(BadKey, "the key is not base58", "")
	}
	return Multikey("z" + base58.Encode(append([]byte{0xed, 0x01}, raw...)))
}

func moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, text)
}

// controllerJSON is a controlled identifier document or DID document. Members
// that do not concern keys are not read.
type controllerJSON struct {
	ID      string               `json:"id"`
	Methods oneOrMore[entryJSON] `json:"verificationMethod"`
	Asserts oneOrMore[entryJSON] `json:"assertionMethod"`
	Public  oneOrMore[entryJSON] `json:"publicKey"` // DID documents before 2021
	// The other purposes; a key may be written there and nowhere else.
	Authenticates oneOrMore[entryJSON] `json:"authentication"`
	Agrees        oneOrMore[entryJSON] `json:"keyAgreement"`
	Invokes       oneOrMore[entryJSON] `json:"capabilityInvocation"`
	Delegates     oneOrMore[entryJSON] `json:"capabilityDelegation"`
}

// entryJSON is a method, or only its id.
type entryJSON struct {
	id     string
	method *methodJSON
}

// UnmarshalJSON reads a text or an object.
func (e *entryJSON) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &e.id)
	}
	e.method = &methodJSON{}
	if err := json.Unmarshal(data, e.method); err != nil {
		return err
	}
	e.id = e.method.ID
	return nil
}

// oneOrMore is a list that may be written without its brackets.
type oneOrMore[T any] []T

// UnmarshalJSON reads a list or one value.
func (l *oneOrMore[T]) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, (*[]T)(l))
	}
	var one T
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	*l = oneOrMore[T]{one}
	return nil
}

// absolute completes an id that is only a fragment.
func absolute(id, base string) string {
	if strings.HasPrefix(id, "#") {
		return base + id
	}
	return id
}
