package vckeys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/mr-tron/base58"
)

// maxMultibase is the longest text of a key that is decoded: base58 costs the
// square of its length, and the largest key here (P-384) has 70 characters.
const maxMultibase = 200

// Codes of the multicodec table, as they stand before the key (unsigned varint).
const (
	codecEd25519 = 0xed
	codecP256    = 0x1200
	codecP384    = 0x1201
	codecJWK     = 0xeb51
)

// Multikey decodes a publicKeyMultibase (W3C Controlled Identifiers 1.0, 2.2.2):
// Ed25519, P-256 or P-384, in base58btc (z) or base64url (u).
func Multikey(text string) (crypto.PublicKey, error) {
	codec, key, err := multicodec(text)
	if err != nil {
		return nil, err
	}
	switch codec {
	case codecEd25519:
		if err := sound(key); err != nil {
			return nil, err
		}
		return ed25519.PublicKey(key), nil
	case codecP256:
		return compressed(elliptic.P256(), key)
	case codecP384:
		return compressed(elliptic.P384(), key)
	case codecJWK:
		return JWK(key)
	}
	return nil, fmt.Errorf("keys of multicodec 0x%x are not supported", codec)
}

// multicodec splits multibase text into its code and the bytes behind it.
func multicodec(text string) (codec uint64, key []byte, err error) {
	if text == "" {
		return 0, nil, errors.New("the key is empty")
	}
	switch {
	case text[0] == 'z' && len(text) <= maxMultibase:
		key, err = base58.Decode(text[1:])
	case text[0] == 'u' && len(text) <= 4096:
		key, err = base64.RawURLEncoding.Strict().DecodeString(text[1:])
	case text[0] == 'z':
		return 0, nil, errors.New("the key is too long")
	default:
		return 0, nil, fmt.Errorf("multibase %q is neither z nor u", text[:1])
	}
	if err != nil {
		return 0, nil, errors.New("the key is not " + map[byte]string{'z': "base58", 'u': "base64url"}[text[0]])
	}
	codec, n := varint(key)
	if n == 0 {
		return 0, nil, errors.New("the key has no multicodec")
	}
	return codec, key[n:], nil
}

// varint reads an unsigned varint of at most three bytes, in its shortest form.
func varint(b []byte) (value uint64, n int) {
	for n < len(b) && n < 3 {
		value |= uint64(b[n]&0x7f) << (7 * n)
		n++
		if b[n-1]&0x80 == 0 {
			if n > 1 && b[n-1] == 0 {
				return 0, 0
			}
			return value, n
		}
	}
	return 0, 0
}

// compressed reads a compressed point; the library checks that it lies on the
// curve.
func compressed(curve elliptic.Curve, key []byte) (crypto.PublicKey, error) {
	size := (curve.Params().BitSize + 7) / 8
	if len(key) != size+1 || key[0] != 2 && key[0] != 3 {
		return nil, fmt.Errorf("a %s key is a compressed point of %d bytes", curve.Params().Name, size+1)
	}
	x, y := elliptic.UnmarshalCompressed(curve, key)
	if x == nil {
		return nil, fmt.Errorf("the point is not on %s", curve.Params().Name)
	}
	point := make([]byte, 1+2*size)
	point[0] = 4
	x.FillBytes(point[1 : 1+size])
	y.FillBytes(point[1+size:])
	return ecdsa.ParseUncompressedPublicKey(curve, point)
}

// EncodeMultikey is the publicKeyMultibase (base58btc) of an Ed25519, P-256 or
// P-384 key.
func EncodeMultikey(key crypto.PublicKey) (string, error) {
	switch k := key.(type) {
	case ed25519.PublicKey:
		return "z" + base58.Encode(append([]byte{0xed, 0x01}, k...)), nil
	case *ecdsa.PublicKey:
		head, ok := map[string][]byte{"P-256": {0x80, 0x24}, "P-384": {0x81, 0x24}}[k.Curve.Params().Name]
		if !ok {
			break
		}
		point, err := compress(k)
		if err != nil {
			return "", err
		}
		return "z" + base58.Encode(append(head, point...)), nil
	}
	return "", fmt.Errorf("keys of type %T have no Multikey form here", key)
}

// compress keeps x, and whether y is odd.
func compress(k *ecdsa.PublicKey) ([]byte, error) {
	point, err := k.Bytes()
	if err != nil {
		return nil, err
	}
	size := len(point) / 2
	return append([]byte{2 + point[len(point)-1]&1}, point[1:1+size]...), nil
}
