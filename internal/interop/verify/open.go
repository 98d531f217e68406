package verify

import (
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/baked"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// input is a credential, taken out of whatever held it.
type input struct {
	form     []string
	doc      map[string]any // nil: there is no credential
	token    *vcjwt.Token   // nil: not a JWS
	warnings diag.List
	broken   diag.List // why it cannot be read
}

// open takes the credential out of an image or a JWS, or reads it as JSON. What
// is wrong is in the input.
func open(data []byte) *input {
	in := &input{}
	switch {
	case baked.IsPNG(data):
		in.image("png", data, baked.PNG)
	case baked.IsSVG(data):
		in.image("svg", data, baked.SVG)
	default:
		in.broken = in.text(data)
	}
	return in
}

func (in *input) image(form string, data []byte, read func([]byte) (*baked.Found, diag.List)) {
	in.form = []string{form}
	found, problems := read(data)
	if problems.HasErrors() {
		in.broken = problems
		return
	}
	in.warnings = found.Warnings
	switch {
	case found.Version2:
		in.warnings = append(in.warnings, diag.Problem{Code: "open_badges_2", Message: "the image holds an Open Badges 2.0 assertion, which is not verified; ask the issuer for a 3.0 badge"})
	case len(found.Text) == 0:
		in.warnings = append(in.warnings, diag.Problem{Code: "no_credential", Message: "the image holds no credential"})
	default:
		in.broken = in.text(found.Text)
	}
}

// text reads JSON or a compact JWS.
func (in *input) text(data []byte) diag.List {
	if vcjwt.Looks(data) {
		return in.jws(data)
	}
	in.form = append(in.form, "json")
	v, problems := strictjson.Tree(data, strictjson.TreeOptions{})
	if problems.HasErrors() {
		return problems
	}
	switch v := v.(type) {
	case map[string]any:
		if jws, ok := openbadge.Enveloped(v); ok {
			return in.jws([]byte(jws))
		}
		in.doc = v
		return nil
	case string: // a JWS in quotes, as APIs send it
		if vcjwt.Looks([]byte(v)) {
			in.form = in.form[:len(in.form)-1]
			return in.jws([]byte(v))
		}
	}
	return diag.List{{Code: "wrong_type", Message: "a credential is a JSON object", Suggestion: "send JSON, a compact JWS, or a baked PNG or SVG image"}}
}

func (in *input) jws(data []byte) diag.List {
	in.form = append(in.form, "jws")
	t, problems := vcjwt.Parse([]byte(strings.TrimSpace(string(data))))
	if problems.HasErrors() {
		return problems
	}
	in.token, in.doc = t, t.Credential
	in.warnings = append(in.warnings, t.Warnings...)
	return nil
}
