// Package baked takes credentials out of images and puts them in: PNG and SVG
// files as Open Badges 3.0, 5.3, describes them. An image comes from a stranger:
// lengths, checksums and decompression are bounded, and XML entities are not
// resolved.
package baked

import (
	"bytes"
	"slices"

	"github.com/cairnproject/cairn/internal/diag"
)

// The limits.
const (
	// MaxImage is the largest image that is read, in bytes.
	MaxImage = 16 << 20
	// MaxCredential is the largest credential in an image, decompressed.
	MaxCredential = 4 << 20
	maxChunks     = 20_000
)

// The keywords of the chunk that holds the credential.
const (
	keyword  = "openbadgecredential"
	keyword2 = "openbadges" // Open Badges 2.0
)

var signature = []byte("\x89PNG\r\n\x1a\n")

// Found is what an image holds.
type Found struct {
	// Text is the credential: JSON or a compact JWS. Empty where there is none.
	Text []byte
	// Version2 says that the image holds an Open Badges 2.0 assertion instead, in
	// Text: a format that this package recognises and nobody here verifies.
	Version2 bool
	// Warnings are departures from the standard that do no harm.
	Warnings diag.List
}

// IsPNG reports whether the data begins like a PNG file.
func IsPNG(data []byte) bool { return bytes.HasPrefix(data, signature) }

// PNG takes the credential out of a PNG file. The first chunk with the keyword
// counts, as the standard has it (Open Badges 3.0, section 5.3); another one, which
// could say something else to somebody else, is not read, and a warning.
func PNG(png []byte) (*Found, diag.List) {
	all, problems := chunks(png)
	if problems != nil {
		return nil, problems
	}
	found := &Found{}
	for _, c := range all {
		key, rest, ok := bytes.Cut(c.data, []byte{0})
		if !ok || c.kind != "iTXt" && c.kind != "tEXt" && c.kind != "zTXt" {
			continue
		}
		switch name := string(key); {
		case name == keyword && c.kind == "iTXt":
			if found.Text != nil && !found.Version2 {
				found.warn("the image holds another credential behind this one; the first counts")
				continue
			}
			text, problems := international(found, rest)
			if problems != nil {
				return nil, problems
			}
			found.Text, found.Version2 = text, false
		case name == keyword:
			found.warn("the credential is in a " + c.kind + " chunk; the standard asks for iTXt, so it is not read")
		case name == keyword2 && found.Text == nil:
			found.Version2 = true
			if c.kind == "iTXt" {
				found.Text, _ = international(found, rest)
			}
		}
	}
	return found, nil
}

// international reads what follows the keyword of an iTXt chunk: compression
// flag and method, language, translated keyword, text.
func international(found *Found, rest []byte) ([]byte, diag.List) {
	if len(rest) < 2 {
		return nil, bad("bad_image", "the chunk with the credential is cut off")
	}
	flag, method, rest := rest[0], rest[1], rest[2:]
	for range 2 {
		_, after, ok := bytes.Cut(rest, []byte{0})
		if !ok {
			return nil, bad("bad_image", "the chunk with the credential is cut off")
		}
		rest = after
	}
	if flag == 1 {
		if method != 0 {
			return nil, bad("bad_image", "the credential is compressed in an unknown way")
		}
		found.warn("the credential is compressed; the standard asks for plain text")
		text, err := inflate(rest)
		if err != nil {
			return nil, bad("bad_image", "the compressed credential cannot be read, or is larger than 4 MiB")
		}
		return text, nil
	}
	if flag != 0 {
		return nil, bad("bad_image", "the chunk with the credential has a compression flag that is neither 0 nor 1")
	}
	if len(rest) > MaxCredential {
		return nil, bad("file_too_large", "the credential in the image is larger than 4 MiB")
	}
	return bytes.Clone(rest), nil
}

// BakePNG puts a credential into a PNG file, in place of one that is there.
func BakePNG(png, credential []byte) ([]byte, error) {
	all, problems := chunks(png)
	if problems != nil {
		return nil, problems
	}
	if len(credential) == 0 || len(credential) > MaxCredential {
		return nil, bad("file_too_large", "the credential is empty or larger than 4 MiB")
	}
	text := slices.Concat([]byte(keyword), []byte{0, 0, 0, 0, 0}, credential)
	out := slices.Clone(signature)
	for _, c := range all {
		key, _, _ := bytes.Cut(c.data, []byte{0})
		if c.kind == "iTXt" && string(key) == keyword {
			continue
		}
		if c.kind == "IEND" {
			out = appendChunk(out, "iTXt", text)
		}
		out = append(out, c.raw...)
	}
	return out, nil
}

func (f *Found) warn(message string) {
	f.Warnings = append(f.Warnings, diag.Problem{Severity: diag.Warning, Code: "baked_otherwise", Message: message})
}

func bad(code, message string) diag.List { return diag.List{{Code: code, Message: message}} }
