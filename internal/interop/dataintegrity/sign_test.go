package dataintegrity

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"slices"
	"time"

	"github.com/mr-tron/base58"
)

// testKeys are fixed keys, so that tests say the same every time.
var testKeys = func() map[string]crypto.Signer {
	seed := slices.Repeat([]byte{7}, 32)
	keys := map[string]crypto.Signer{"ed25519": ed25519.NewKeyFromSeed(seed)}
	for name, curve := range map[string]elliptic.Curve{"p256": elliptic.P256(), "p384": elliptic.P384()} {
		key, err := ecdsa.ParseRawPrivateKey(curve, slices.Repeat([]byte{7}, curve.Params().BitSize/8))
		if err != nil {
			panic(err)
		}
		keys[name] = key
	}
	return keys
}()

// didKey is the did:key of a public key, and its only verification method.
func didKey(public crypto.PublicKey) (did, method string) {
	var data []byte
	switch k := public.(type) {
	case ed25519.PublicKey:
		data = append([]byte{0xed, 0x01}, k...)
	case *ecdsa.PublicKey:
		data = []byte{0x80, 0x24}
		if k.Curve == elliptic.P384() {
			data[0] = 0x81
		}
		point, _ := k.Bytes()
		half := (len(point) - 1) / 2
		data = append(append(data, 2+point[len(point)-1]&1), point[1:1+half]...)
	}
	multibase := "z" + base58.Encode(data)
	return "did:key:" + multibase, "did:key:" + multibase + "#" + multibase
}

func signOptions(suite string) SignOptions { return signWithKey(suite, "ed25519") }

func signWithKey(suite, key string) SignOptions {
	_, method := didKey(testKeys[key].Public())
	return SignOptions{
		Cryptosuite: suite, Signer: testKeys[key], VerificationMethod: method,
		Created: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}
}
