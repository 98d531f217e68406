package app

import (
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/baked"
)

// Bake puts a credential into an image, PNG or SVG; without one into a plain
// image of the form ("png" or "svg"). Codes: invalid.
func Bake(form, name string, image, credential []byte) ([]byte, error) {
	var err error
	if image == nil && form == "png" {
		image, err = baked.PlainPNG()
	} else if image == nil {
		image = baked.PlainSVG(name)
	}
	if err != nil {
		return nil, fault.From(err)
	}
	var out []byte
	switch {
	case baked.IsPNG(image):
		out, err = baked.BakePNG(image, credential)
	case baked.IsSVG(image):
		out, err = baked.BakeSVG(image, credential)
	default:
		return nil, fault.List(fault.Invalid, "The credential cannot be put into the image.", diag.List{{Code: "bad_image", Message: "the image is neither PNG nor SVG"}})
	}
	if err != nil {
		return nil, fault.List(fault.Invalid, "The credential cannot be put into the image.", diag.List{{Code: "bad_image", Message: err.Error()}})
	}
	return out, nil
}
