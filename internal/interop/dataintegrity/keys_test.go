package dataintegrity

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mr-tron/base58"

	"github.com/cairnproject/cairn/internal/strictjson"
)

// sharedCredentials are the credentials of the test data.
const sharedCredentials = "../../../../shared/data/credentials"

// shared reads a document of the test data.
func shared(tb testing.TB, name string) map[string]any {
	tb.Helper()
	return parse(tb, sharedText(tb, name))
}

func sharedText(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(sharedCredentials, name))
	if err != nil {
		tb.Skip("the credentials are not at ../shared/data/credentials beside the repository")
	}
	return data
}

func parse(tb testing.TB, data []byte) map[string]any {
	tb.Helper()
	tree, problems := strictjson.Tree(data, strictjson.TreeOptions{})
	document, isObject := tree.(map[string]any)
	if len(problems) > 0 || !isObject {
		tb.Fatal("not a JSON object", problems)
	}
	return document
}

// fragmentKeys takes the key from the fragment of the method, without looking at
// who controls it: for tests of the mathematics only.
type fragmentKeys struct{}

func (fragmentKeys) Key(_ context.Context, method string) (Key, error) {
	controller, fragment, _ := strings.Cut(method, "#")
	if fragment == "" {
		fragment = strings.TrimPrefix(controller, "did:key:")
	}
	public, err := multikey(fragment)
	return Key{ID: method, Controller: controller, Public: public}, err
}

func multikey(s string) (crypto.PublicKey, error) {
	data, err := base58.Decode(strings.TrimPrefix(s, "z"))
	if err != nil {
		return nil, err
	}
	if key, ok := bytes.CutPrefix(data, []byte{0xed, 0x01}); ok && len(key) == 32 {
		return ed25519.PublicKey(key), nil
	}
	for prefix, curve := range map[string]elliptic.Curve{"\x80\x24": elliptic.P256(), "\x81\x24": elliptic.P384()} {
		if point, ok := bytes.CutPrefix(data, []byte(prefix)); ok {
			if x, y := elliptic.UnmarshalCompressed(curve, point); x != nil {
				half := (curve.Params().BitSize + 7) / 8
				uncompressed := append([]byte{4}, make([]byte, 2*half)...)
				x.FillBytes(uncompressed[1 : 1+half])
				y.FillBytes(uncompressed[1+half:])
				return ecdsa.ParseUncompressedPublicKey(curve, uncompressed)
			}
		}
	}
	return nil, errors.New("no multikey")
}

// namedKeys are keys by verification method.
type namedKeys map[string]Key

func (k namedKeys) Key(_ context.Context, method string) (Key, error) {
	if key, known := k[method]; known {
		return key, nil
	}
	return Key{}, errors.New("nobody has the key " + method)
}

// as is v as a T, which it must be.
func as[T any](tb interface {
	Helper()
	Fatalf(format string, args ...any)
}, v any,
) T {
	tb.Helper()
	out, is := v.(T)
	if !is {
		tb.Fatalf("%T is no %T", v, out)
	}
	return out
}
