package baked

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"

	"github.com/cairnproject/cairn/internal/diag"
)

// chunk is one piece of a PNG file.
type chunk struct {
	kind string
	data []byte
	raw  []byte // with length, kind and checksum
}

// chunks reads the file (PNG Specification, third edition, 5.3). Every checksum
// is checked; what follows IEND is an error, because two readers could differ
// about it.
func chunks(png []byte) ([]chunk, diag.List) {
	if len(png) > MaxImage {
		return nil, bad("file_too_large", "the image is larger than 16 MiB")
	}
	if !IsPNG(png) {
		return nil, bad("bad_image", "this is not a PNG file")
	}
	var out []chunk
	for rest := png[len(signature):]; ; {
		if len(rest) < 12 || len(out) == maxChunks {
			return nil, bad("bad_image", "the PNG file ends in the middle, or has too many chunks")
		}
		size := binary.BigEndian.Uint32(rest)
		if size > uint32(len(rest)-12) {
			return nil, bad("bad_image", "a chunk of the PNG file is longer than the file")
		}
		c := chunk{kind: string(rest[4:8]), data: rest[8 : 8+size], raw: rest[:12+size]}
		if crc32.ChecksumIEEE(rest[4:8+size]) != binary.BigEndian.Uint32(rest[8+size:]) {
			return nil, bad("bad_image", "the checksum of a chunk is wrong: the image is damaged")
		}
		out, rest = append(out, c), rest[12+size:]
		if c.kind == "IEND" {
			if len(rest) > 0 {
				return nil, bad("bad_image", "something follows the end of the PNG file")
			}
			return out, nil
		}
	}
}

func inflate(data []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxCredential+1))
	if err == nil && len(text) > MaxCredential {
		err = io.ErrShortBuffer
	}
	return text, err
}

func appendChunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}
