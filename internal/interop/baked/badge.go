package baked

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// badgeSize is the width and height of the plain images, in pixels.
const badgeSize = 256

// PlainSVG is an image for a badge that has none: a ring with the name in it.
func PlainSVG(name string) []byte {
	var text strings.Builder
	_ = xml.EscapeText(&text, []byte(name)) // a strings.Builder never fails
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256" role="img">` +
		`<title>` + text.String() + `</title>` +
		`<circle cx="128" cy="128" r="116" fill="#ffffff" stroke="#1f4e79" stroke-width="14"/>` +
		`<text x="128" y="134" text-anchor="middle" font-family="sans-serif" font-size="16" fill="#1f4e79" ` +
		`textLength="180" lengthAdjust="spacingAndGlyphs">` + text.String() + `</text></svg>`)
}

// PlainPNG is an image for a badge that has none: a ring.
func PlainPNG() ([]byte, error) {
	palette := color.Palette{color.NRGBA{}, color.White, color.NRGBA{0x1f, 0x4e, 0x79, 0xff}}
	img := image.NewPaletted(image.Rect(0, 0, badgeSize, badgeSize), palette)
	for y := range badgeSize {
		for x := range badgeSize {
			dx, dy := 2*x+1-badgeSize, 2*y+1-badgeSize
			switch d := dx*dx + dy*dy; {
			case d <= 218*218:
				img.SetColorIndex(x, y, 1)
			case d <= 246*246:
				img.SetColorIndex(x, y, 2)
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}
