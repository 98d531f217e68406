package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
)

// inputHash identifies what was asked: the attainments in canonical order with
// their given ids, the decisions and dates, the targets in the order asked, and
// the as-of date. The learner's id is not part of it.
func inputHash(q *Query, lines []line) string {
	in := struct {
		AsOf         calendar.Date
		Targets      []Target
		Attainments  []record.Attainment
		Decisions    []record.Decision                       `json:",omitempty"`
		EntryCatalog map[catalog.InstitutionID]calendar.Date `json:",omitempty"`
		PlanSigned   map[agreement.ID]calendar.Date          `json:",omitempty"`
	}{
		AsOf: q.AsOf, Targets: q.Targets, EntryCatalog: q.Record.EntryCatalog, PlanSigned: q.Record.PlanSigned,
		Attainments: make([]record.Attainment, len(lines)), Decisions: slices.Clone(q.Record.Decisions),
	}
	for i := range lines {
		in.Attainments[i] = *lines[i].att
		in.Attainments[i].ID = lines[i].id
	}
	slices.SortStableFunc(in.Decisions, func(a, b record.Decision) int { return strings.Compare(a.ID, b.ID) })
	h := sha256.New()
	_ = json.NewEncoder(h).Encode(in) // plain data always encodes
	return hex.EncodeToString(h.Sum(nil))
}
