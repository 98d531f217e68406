package dataintegrity

import (
	"strconv"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// maxProofs bounds the work that a document can ask for.
const maxProofs = 10

// proofsOf lists the proofs of a document.
func proofsOf(document map[string]any) ([]map[string]any, error) {
	value, given := document["proof"]
	if !given || value == nil {
		return nil, nil
	}
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	if len(list) > maxProofs {
		return nil, diag.List{{
			Code: CodeMalformed, Pointer: "/proof",
			Message: "the document has " + strconv.Itoa(len(list)) + " proofs, more than " + strconv.Itoa(maxProofs),
		}}
	}
	proofs := make([]map[string]any, len(list))
	for i, item := range list {
		proof, isObject := item.(map[string]any)
		if !isObject {
			pointer := "/proof"
			if isList {
				pointer += "/" + strconv.Itoa(i)
			}
			return nil, diag.List{{Code: CodeMalformed, Message: "a proof is an object", Pointer: pointer}}
		}
		proofs[i] = proof
	}
	return proofs, nil
}

// reader reads members of one proof and keeps the first problem.
type reader struct {
	proof   map[string]any
	problem diag.Problem
}

func (r *reader) fail(member, message string) {
	if r.problem.Code == "" {
		r.problem = diag.Problem{Code: CodeMalformed, Message: message, Pointer: "/" + member}
	}
}

// text reads a text member.
func (r *reader) text(member string, required bool) string {
	value, given := r.proof[member]
	if !given {
		if required {
			r.fail(member, "the proof has no "+member)
		}
		return ""
	}
	s, isString := value.(string)
	if !isString || s == "" {
		r.fail(member, member+" must be a text")
	}
	return s
}

// texts reads a member that is a text or an array of texts.
func (r *reader) texts(member string) []string {
	value, given := r.proof[member]
	if !given {
		return nil
	}
	list, isList := value.([]any)
	if !isList {
		list = []any{value}
	}
	out := make([]string, 0, len(list))
	for _, item := range list {
		s, isString := item.(string)
		if !isString {
			r.fail(member, member+" must be a text or an array of texts")
			return nil
		}
		out = append(out, s)
	}
	return out
}

// date reads an xsd:dateTimeStamp.
func (r *reader) date(member string) time.Time {
	s := r.text(member, false)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		r.fail(member, member+" must be a date and time with its zone, such as 2026-01-31T12:00:00Z")
	}
	return t
}

// read fills in what a proof says of itself.
func read(proof map[string]any, index int) ProofResult {
	r := reader{proof: proof}
	p := ProofResult{
		Index:              index,
		Type:               r.text("type", true),
		VerificationMethod: r.text("verificationMethod", true),
		Purpose:            r.text("proofPurpose", true),
		ID:                 r.text("id", false),
		Created:            r.date("created"),
		Expires:            r.date("expires"),
		Domain:             r.texts("domain"),
		Challenge:          r.text("challenge", false),
		Nonce:              r.text("nonce", false),
		PreviousProof:      r.texts("previousProof"),
	}
	if p.Type == TypeDataIntegrity {
		p.Cryptosuite = r.text("cryptosuite", true)
	} else {
		p.Cryptosuite = p.Type
	}
	r.text("proofValue", true)
	p.Problem = r.problem
	return p
}
