package api

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// warnings are what was found in a question and refuses nothing, in answers whose
// bytes are those of the command line and have no place for it.
type warnings struct{ list diag.List }

type warningsKey struct{}

// noting is a context in which query notes warnings.
func noting(ctx context.Context) (context.Context, *warnings) {
	w := &warnings{}
	return context.WithValue(ctx, warningsKey{}, w), w
}

// note adds warnings to those of the context, if it has any.
func note(ctx context.Context, list diag.List) {
	if w, ok := ctx.Value(warningsKey{}).(*warnings); ok {
		w.list = append(w.list, list...)
	}
}

// header is the value of Cairn-Warnings: each code with how often it came, as a list
// of RFC 9651; empty where there is nothing to say.
func (w *warnings) header() string {
	counts := map[string]int{}
	var codes []string
	for _, p := range w.list {
		if counts[p.Code]++; counts[p.Code] == 1 {
			codes = append(codes, p.Code)
		}
	}
	slices.Sort(codes)
	for i, code := range codes {
		codes[i] = code + ";count=" + strconv.Itoa(counts[code])
	}
	return strings.Join(codes, ", ")
}

// details are warnings in a body; nil for none.
func details(list diag.List) []ProblemDetail {
	var out []ProblemDetail
	for _, w := range list {
		out = append(out, detailOf(w))
	}
	return out
}
