package vckeys

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
)

// errSmallOrder is an Ed25519 key with which anybody can sign anything: to it the eight
// points of small order, in both ways of writing those that have two, are as good as
// none (RFC 8032 leaves refusing them to whoever verifies).
var errSmallOrder = errors.New("the Ed25519 key is a point of small order, for which anybody can sign")

// smallOrder are the encodings without the sign bit.
var smallOrder = map[string]bool{
	"0000000000000000000000000000000000000000000000000000000000000000": true, // order 4
	"0100000000000000000000000000000000000000000000000000000000000000": true, // order 1
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05": true, // order 8
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a": true, // order 8
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true, // order 2
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true, // order 4, again
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true, // order 1, again
}

// sound refuses an Ed25519 key that proves nothing.
func sound(key ed25519.PublicKey) error {
	if len(key) != ed25519.PublicKeySize {
		return errors.New("an Ed25519 key has 32 bytes")
	}
	y := [ed25519.PublicKeySize]byte(key)
	y[31] &= 0x7f
	if smallOrder[hex.EncodeToString(y[:])] {
		return errSmallOrder
	}
	return nil
}
