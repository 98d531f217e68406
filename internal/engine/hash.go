package engine

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
)

// inputHash identifies what was asked: the attainments in canonical order with
// their ids, the decisions and dates, the targets in the order asked, and the
// as-of date. The learner's id is not part of it. Every field is written with
// its length in front, so that no two inputs look alike.
func inputHash(q *Query, lines []line) string {
	b := make([]byte, 0, 192*(len(lines)+1))
	b = appendFields(b, q.AsOf.String(), strconv.Itoa(len(q.Targets)))
	for _, t := range q.Targets {
		b = appendFields(b, string(t.Institution), t.Program)
	}
	b = appendFields(b, strconv.Itoa(len(lines)))
	for i := range lines {
		b = appendAttainment(b, &lines[i])
	}
	decisions := slices.Clone(q.Record.Decisions)
	slices.SortStableFunc(decisions, func(a, b record.Decision) int { return cmp.Compare(a.ID, b.ID) })
	if decisions == nil && q.Record.EntryCatalog == nil && q.Record.PlanSigned == nil {
		b = append(b, "[null,null,null]"...)
	} else {
		rest, _ := json.Marshal([]any{decisions, q.Record.EntryCatalog, q.Record.PlanSigned}) // plain data always encodes
		b = append(b, rest...)
	}
	if r := &q.Record; len(r.Enrolments)+len(r.Leaves) > 0 {
		more, _ := json.Marshal([]any{sortedBy(r.Enrolments), sortedBy(r.Leaves)}) // plain data always encodes
		b = append(b, more...)
	}
	if r := &q.Record; len(r.Facts)+len(r.Competencies)+len(r.Milestones)+len(r.Exceptions) > 0 {
		exceptions := slices.Clone(r.Exceptions)
		slices.SortStableFunc(exceptions, func(a, b requirement.Exception) int { return cmp.Compare(a.ID, b.ID) })
		more, _ := json.Marshal([]any{r.Facts, r.Competencies, r.Milestones, exceptions})
		b = append(b, more...)
	}
	if q.Together || q.Certificate || q.Critical {
		b = appendFields(b, "asked", strconv.FormatBool(q.Together), strconv.Itoa(q.MaxUses), strconv.FormatBool(q.Certificate), strconv.FormatBool(q.Critical))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func appendAttainment(b []byte, l *line) []byte {
	a := l.att
	credits := ""
	if a.Credits != nil {
		credits = a.Credits.String()
	}
	b = appendFields(b, l.id, string(a.Item), a.Institution, a.Code, a.Title, string(a.Kind),
		day(int32(a.Started)), day(int32(a.Attained)), a.Term, day(int32(a.Expires)), credits, string(a.Unit),
		a.Grade, string(a.Scale), string(a.Status), a.Level, string(a.Evidence))
	if len(a.Attributes) == 0 {
		return append(b, '.')
	}
	return appendFields(b, flatten(a.Attributes)...)
}

func day(d int32) string { return strconv.Itoa(int(d)) }

func appendFields(b []byte, fields ...string) []byte {
	for _, f := range fields {
		b = strconv.AppendInt(b, int64(len(f)), 10)
		b = append(b, ':')
		b = append(b, f...)
	}
	return b
}

// sortedBy is a copy of the list in the order of its texts.
func sortedBy[T any](list []T) []T {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b T) int {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return bytes.Compare(x, y)
	})
	return out
}
