package dataintegrity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// verifier is one run over one document.
type verifier struct {
	options Options
	proofs  []map[string]any
	subject *subject
	results []ProofResult
	state   []state
}

// state is how far the check of a proof has come.
type state uint8

const (
	unchecked state = iota
	checking
	checked
)

func (v *verifier) all(ctx context.Context) ([]ProofResult, error) {
	v.results = make([]ProofResult, len(v.proofs))
	v.state = make([]state, len(v.proofs))
	for i, proof := range v.proofs {
		v.results[i] = read(proof, i)
	}
	for i := range v.proofs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v.check(ctx, i)
	}
	return v.results, nil
}

// check decides on one proof and, before, on those that it builds upon.
func (v *verifier) check(ctx context.Context, i int) {
	if v.state[i] != unchecked {
		return
	}
	v.state[i] = checking
	r := &v.results[i]
	v.resolve(ctx, r)
	if r.Problem.Code == "" {
		if err := v.decide(ctx, r); err != nil {
			r.Problem, r.Details = problemOf(err)
		}
	}
	r.Verified = r.Problem.Code == ""
	v.state[i] = checked
	if len(r.Details) == 0 && r.Problem.Code != "" {
		r.Problem.Pointer = v.pointer(i) + r.Problem.Pointer
	}
}

func (v *verifier) pointer(i int) string {
	if len(v.proofs) == 1 {
		if _, isList := v.subject.document["proof"].([]any); !isList {
			return "/proof"
		}
	}
	return "/proof/" + strconv.Itoa(i)
}

// resolve finds the key, even where the proof is bad already: whose key it would
// be is a fact of its own.
func (v *verifier) resolve(ctx context.Context, r *ProofResult) {
	if r.VerificationMethod == "" {
		return
	}
	key, err := v.options.Keys.Key(ctx, r.VerificationMethod)
	r.Key = key
	if err == nil || r.Problem.Code != "" {
		return
	}
	var list diag.List
	if errors.As(err, &list) && len(list) > 0 {
		r.Problem = list[0]
		r.Problem.Pointer = ""
	} else {
		r.Problem = diag.Problem{Code: CodeKeyUnresolved, Message: err.Error()}
	}
	if r.Problem.Pointer == "" {
		r.Problem.Pointer = "/verificationMethod"
	}
}

// decide checks a proof that can be read and has a key.
func (v *verifier) decide(ctx context.Context, r *ProofResult) error {
	suite, known := suites[r.Cryptosuite]
	if !known || suite.proofType != r.Type {
		return fail(CodeUnknownSuite, "/cryptosuite", fmt.Sprintf("the suite %q is not one that Cairn knows", r.Cryptosuite))
	}
	if err := v.allowed(r); err != nil {
		return err
	}
	previous, err := v.previous(ctx, r)
	if err != nil {
		return err
	}
	return suite.verify(v.subject.with(previous), v.proofs[r.Index], r.Key)
}

// allowed checks purpose and dates.
func (v *verifier) allowed(r *ProofResult) error {
	now := v.options.Now
	used := r.Created
	if used.IsZero() {
		used = now
	}
	switch {
	case r.Purpose != v.options.Purpose:
		return fail(CodeWrongPurpose, "/proofPurpose", fmt.Sprintf("the proof is made for %q, not for %q", r.Purpose, v.options.Purpose))
	case r.Key.Purposes != nil && !slices.Contains(r.Key.Purposes, r.Purpose):
		return fail(CodeKeyPurpose, "/verificationMethod", "the controller of the key does not list it for "+r.Purpose)
	case past(r.Expires, now):
		return fail(CodeExpired, "/expires", "the proof expired on "+r.Expires.Format(time.RFC3339))
	case past(r.Key.Revoked, used):
		return fail(CodeKeyNotInForce, "/verificationMethod", "the key was revoked on "+r.Key.Revoked.Format(time.RFC3339))
	case past(r.Key.Expires, used):
		return fail(CodeKeyNotInForce, "/verificationMethod", "the key expired on "+r.Key.Expires.Format(time.RFC3339))
	}
	return nil
}

// past reports whether a limit that is stated lies before a moment that is known.
func past(limit, moment time.Time) bool {
	return !limit.IsZero() && !moment.IsZero() && !moment.Before(limit)
}

// previous returns the proofs that a proof builds upon, all of them good.
func (v *verifier) previous(ctx context.Context, r *ProofResult) ([]any, error) {
	var proofs []any
	for _, id := range r.PreviousProof {
		match := -1
		for i := range v.results {
			if id == "" || v.results[i].ID != id {
				continue
			}
			if match >= 0 {
				return nil, fail(CodePrevious, "/previousProof", fmt.Sprintf("two proofs have the id %q", id))
			}
			match = i
		}
		if match < 0 {
			return nil, fail(CodePrevious, "/previousProof", fmt.Sprintf("there is no proof with the id %q", id))
		}
		if v.state[match] == checking {
			return nil, fail(CodePrevious, "/previousProof", "the proofs build upon one another in a circle")
		}
		v.check(ctx, match)
		if !v.results[match].Verified {
			return nil, fail(CodePrevious, "/previousProof", fmt.Sprintf("the proof %q is not good", id))
		}
		proofs = append(proofs, v.proofs[match])
	}
	return proofs, nil
}

// failure is a problem of the proof itself; its pointer is below the proof.
type failure struct{ problem diag.Problem }

func (f *failure) Error() string { return f.problem.String() }

func fail(code, pointer, message string) error {
	return &failure{diag.Problem{Code: code, Message: message, Pointer: pointer}}
}

// problemOf turns the error of a check into what a result says.
func problemOf(err error) (diag.Problem, diag.List) {
	if f, is := errors.AsType[*failure](err); is {
		return f.problem, nil
	}
	var list diag.List
	if errors.As(err, &list) && len(list) > 0 {
		return list[0], list
	}
	return diag.Problem{Code: CodeMalformed, Message: err.Error()}, nil
}
