package jsonld

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/gowebpki/jcs"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

const (
	xsd        = "http://www.w3.org/2001/XMLSchema#"
	xsdBoolean = xsd + "boolean"
	xsdInteger = xsd + "integer"
	xsdDouble  = xsd + "double"
	rdfJSON    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"
)

func literal(value, datatype string) rdfcanon.Term {
	return rdfcanon.Term{Kind: rdfcanon.Literal, Value: value, Datatype: datatype}
}

// scalar reads a text, number or truth value of a property (JSON-LD 1.1 API,
// section 5.3).
func (r *run) scalar(a *active, t *term, value any) (rdfcanon.Term, bool) {
	if t.scoped {
		scoped, err := r.scoped(a, t, stepProperty)
		if err != nil {
			r.contextProblem(err)
			return rdfcanon.Term{}, false
		}
		a = scoped
	}
	text, isString := value.(string)
	switch {
	case isString && t.typ == "@id":
		return r.whole(a.expandIRI(text, false), text)
	case isString && t.typ == "@vocab":
		iri := a.expandIRI(text, true)
		if strings.IndexByte(iri, ':') <= 0 {
			r.undefined(a, text)
			return rdfcanon.Term{}, false
		}
		object, ok := r.reference(iri, text)
		return object, ok && r.rightName(text, iri, a.definition(text))
	}
	datatype := t.typ
	if strings.HasPrefix(datatype, "@") {
		datatype = ""
	}
	if isString && datatype == "" {
		language := a.language
		if t.language != nil {
			language = *t.language
		}
		if t.typ != "" { // @id, @vocab or @none: no default language
			language = ""
		}
		return r.text(text, language)
	}
	return r.native(value, datatype)
}

func (r *run) text(value, language string) (rdfcanon.Term, bool) {
	if language != "" && !rdfcanon.ValidLanguage(language) {
		r.report(CodeBadValue, fmt.Sprintf("%q is no language tag", language), "")
		return rdfcanon.Term{}, false
	}
	return rdfcanon.Term{Kind: rdfcanon.Literal, Value: value, Language: language}, true
}

// native turns a JSON value into a literal (section 8.2.2).
func (r *run) native(value any, datatype string) (rdfcanon.Term, bool) {
	if datatype != "" && !rdfcanon.ValidIRI(datatype) {
		r.report(CodeBadIRI, fmt.Sprintf("the datatype %q is no IRI", datatype), "")
		return rdfcanon.Term{}, false
	}
	switch v := value.(type) {
	case string:
		// Some libraries rewrite a text of type double and others do not; a text that
		// both leave alone is read.
		if f, err := strconv.ParseFloat(v, 64); datatype == xsdDouble && (err != nil || canonicalDouble(f) != v) {
			r.report(CodeBadValue, fmt.Sprintf("%q is a double that is not written in its canonical form", v), "write a number")
			return rdfcanon.Term{}, false
		}
		return literal(v, datatype), true
	case bool:
		if datatype == "" {
			datatype = xsdBoolean
		}
		return literal(strconv.FormatBool(v), datatype), true
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1e21 && datatype != xsdDouble {
			if datatype == "" {
				datatype = xsdInteger
			}
			return literal(strconv.FormatFloat(v, 'f', 0, 64), datatype), true
		}
		if datatype == "" {
			datatype = xsdDouble
		}
		return literal(canonicalDouble(v), datatype), true
	}
	r.report(CodeBadValue, "this value cannot be a literal", "")
	return rdfcanon.Term{}, false
}

// canonicalDouble is the canonical lexical form of xsd:double: 15 digits behind
// the point, without the zeros that end them, and a bare exponent.
func canonicalDouble(f float64) string {
	s := strconv.FormatFloat(f, 'E', 15, 64)
	mantissa, exponent, _ := strings.Cut(s, "E")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	n, _ := strconv.Atoi(exponent)
	return mantissa + "E" + strconv.Itoa(n)
}

// jsonLiteral keeps any JSON as it is, in the canonical form of RFC 8785.
func (r *run) jsonLiteral(value any) (rdfcanon.Term, bool) {
	data, err := json.Marshal(value)
	if err == nil {
		data, err = jcs.Transform(data)
	}
	if err != nil {
		r.report(CodeBadValue, "this value has no canonical form", "")
		return rdfcanon.Term{}, false
	}
	return literal(string(data), rdfJSON), true
}
