package statuslist

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// The limits of a list.
const (
	// MinEntries is the least number of entries: fewer would tell who looks
	// which credential they look at (Bitstring Status List v1.0, 6.1).
	MinEntries = 131_072
	// MaxBytes is the largest list, decompressed: 134 million one-bit entries.
	MaxBytes = 16 << 20
	// maxEncoded is the largest encodedList, in characters.
	maxEncoded = 8 << 20
)

// List is a status list, read.
type List struct {
	Purposes []string
	// TTL is how long the list may be kept; 0: not stated.
	TTL  time.Duration
	bits []byte
}

// ReadList reads the subject of a status list credential whose signature the
// caller has checked. Problems have the code bad_status_list.
func ReadList(subject map[string]any) (*List, diag.List) {
	switch t := typeOf(subject["type"]); t {
	case "BitstringStatusList", "StatusList2021":
	default:
		return nil, bad("the list is of type “" + t + "”")
	}
	l := &List{}
	switch p := subject["statusPurpose"].(type) {
	case string:
		l.Purposes = []string{p}
	case []any:
		for _, e := range p {
			l.Purposes = append(l.Purposes, text(e))
		}
	}
	if len(l.Purposes) == 0 || slices.Contains(l.Purposes, "") {
		return nil, bad("the list names no purpose")
	}
	if ms, ok := subject["ttl"].(float64); ok && ms >= 0 && ms < math.MaxInt64/1e6 {
		l.TTL = time.Duration(ms) * time.Millisecond
	}
	bits, err := decode(text(subject["encodedList"]))
	if err != nil {
		return nil, bad(err.Error())
	}
	l.bits = bits
	return l, nil
}

// decode undoes multibase (u), which StatusList2021 did without, and gzip.
func decode(text string) ([]byte, error) {
	if len(text) > maxEncoded {
		return nil, fmt.Errorf("the list is longer than %d characters", maxEncoded)
	}
	text = strings.TrimRight(text, "=")
	// "H4s" is how gzip begins in base64.
	if rest, ok := strings.CutPrefix(text, "u"); ok && strings.HasPrefix(rest, "H4s") {
		text = rest
	}
	text = strings.NewReplacer("+", "-", "/", "_").Replace(text)
	packed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("the list is not base64url")
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("the list is not gzip")
	}
	bits, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("the list is damaged")
	case len(bits) > MaxBytes:
		return nil, fmt.Errorf("the list is larger than %d bytes", MaxBytes)
	}
	return bits, nil
}

// Entries is how many entries of a size in bits the list has.
func (l *List) Entries(size int) int64 { return int64(len(l.bits)) * 8 / int64(size) }

// Value is the value of an entry: its bits, the first of which is the highest.
// ok is false beyond the end of the list.
func (l *List) Value(index int64, size int) (value int64, ok bool) {
	if index < 0 || size < 1 || size > 32 || index >= l.Entries(size) {
		return 0, false
	}
	for i := range int64(size) {
		at := index*int64(size) + i
		value = value<<1 | int64(l.bits[at/8]>>(7-at%8)&1)
	}
	return value, true
}

// Encode writes a list of one-bit entries, the set ones given, as encodedList.
// The same entries give the same text.
func Encode(entries int64, set []int64) (string, error) {
	if entries < MinEntries || entries > MaxBytes*8 {
		return "", bad(fmt.Sprintf("a list has %d to %d entries", MinEntries, MaxBytes*8))
	}
	bits := make([]byte, (entries+7)/8)
	for _, i := range set {
		if i < 0 || i >= entries {
			return "", bad(fmt.Sprintf("there is no entry %d", i))
		}
		bits[i/8] |= 0x80 >> (i % 8)
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(bits); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return "u" + base64.RawURLEncoding.EncodeToString(b.Bytes()), nil
}

func bad(message string) diag.List {
	return diag.List{{Code: "bad_status_list", Message: message}}
}
