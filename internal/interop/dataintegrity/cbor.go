package dataintegrity

import (
	"bytes"
	"encoding/base64"
)

// derivedPrefix begins the CBOR of a derived proof.
var derivedPrefix = []byte{0xd9, 0x5d, 0x01}

// maxDisclosure bounds a derived proof value, in bytes.
const maxDisclosure = 1 << 20

func parseDisclosure(value string) (disclosure, error) {
	var d disclosure
	if len(value) < 2 || len(value) > maxDisclosure || value[0] != 'u' {
		return d, badDisclosure()
	}
	data, err := base64.RawURLEncoding.DecodeString(value[1:])
	payload, derived := bytes.CutPrefix(data, derivedPrefix)
	if err != nil || !derived {
		return d, badDisclosure()
	}
	c := cbor{data: payload}
	if c.head(cborArray) != 5 {
		return d, badDisclosure()
	}
	d.base, d.ephemeral = c.bytes(), c.bytes()
	for range c.head(cborArray) {
		d.signatures = append(d.signatures, c.bytes())
	}
	d.labels = map[int]string{}
	for range c.head(cborMap) {
		number := c.head(cborUint)
		d.labels[number] = "u" + base64.RawURLEncoding.EncodeToString(c.bytes())
	}
	d.mandatory = map[int]bool{}
	for range c.head(cborArray) {
		d.mandatory[c.head(cborUint)] = true
	}
	if c.bad || len(c.data) > 0 {
		return d, badDisclosure()
	}
	return d, nil
}

// The major types of CBOR (RFC 8949) that occur.
const (
	cborUint  = 0
	cborBytes = 2
	cborArray = 4
	cborMap   = 5
)

// cbor reads definite-length CBOR; after the first mistake it reads zeros.
type cbor struct {
	data []byte
	bad  bool
}

// head reads the head of an item of a major type and returns its argument. A
// length never exceeds what is left to read.
func (c *cbor) head(major byte) int {
	if c.bad || len(c.data) == 0 || c.data[0]>>5 != major {
		c.bad = true
		return 0
	}
	argument := uint64(c.data[0] & 31)
	c.data = c.data[1:]
	if size := 1 << max(0, int(argument)-24); argument >= 24 {
		if argument > 26 || len(c.data) < size {
			c.bad = true
			return 0
		}
		argument = 0
		for _, b := range c.data[:size] {
			argument = argument<<8 | uint64(b)
		}
		c.data = c.data[size:]
	}
	if major != cborUint && argument > uint64(len(c.data)) {
		c.bad = true
		return 0
	}
	return int(argument)
}

func (c *cbor) bytes() []byte {
	n := c.head(cborBytes)
	if c.bad {
		return nil
	}
	out := c.data[:n]
	c.data = c.data[n:]
	return out
}
