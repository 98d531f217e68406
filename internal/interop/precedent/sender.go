package precedent

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// rowsTable is the report's table of decisions.
const rowsTable = "decisions"

// sender writes the agreement of one institution.
type sender struct {
	im      *importer
	a       agreement.Agreement
	ids     intake.Names
	seen    map[string]bool            // rows by content
	targets map[string]map[string]bool // what each source was accepted as
}

func (im *importer) newSender(inst catalog.Institution) *sender {
	return &sender{
		im: im, ids: intake.NewNames(), seen: map[string]bool{}, targets: map[string]map[string]bool{},
		a: agreement.Agreement{
			ID:      agreement.ID(fmt.Sprintf("exchange-%s-%s", inst.ID, im.receiver.ID)),
			Version: 1, Title: fmt.Sprintf("Exchange decisions: %s to %s", inst.Name, im.receiver.Name),
			Kind: agreement.Exchange, Senders: []catalog.InstitutionID{inst.ID}, Receiver: im.receiver.ID,
			Basis: agreement.OnEvaluation, Effective: calendar.Range{From: im.published}, Lifecycle: agreement.Approved,
			Evidence: agreement.Evidence{
				Reference: "credit transfer database (" + im.file + ")", SHA256: im.hash,
				SignedOn: im.published, SignedBy: []string{im.receiver.Name},
			},
			Use: agreement.Exclusive, Credit: agreement.BySender,
		},
	}
}

// add writes the rule of one row, unless another row says the same.
func (s *sender) add(d *decision) {
	r := agreement.Rule{When: s.source(d), Outcome: d.outcome, Awards: s.awards(d), Conditions: d.conditions, Notes: d.notes}
	if r.When == nil {
		// There is nothing to write a rule about: the report alone has the row.
		code := "no source course"
		if d.disposition == intake.Left {
			code = d.code
		}
		s.im.report.Add(rowsTable, code, intake.Left, d.sample)
		return
	}
	content, _ := json.Marshal(r) // a rule always encodes
	if s.seen[string(content)] {
		s.im.report.Add(rowsTable, "repeats another row", intake.Normalised, d.sample)
		return
	}
	s.seen[string(content)] = true
	r.ID = s.ids.Unique(s.slug(r.When))
	s.a.Rules = append(s.a.Rules, r)
	s.im.report.Add(rowsTable, d.code, d.disposition, d.sample)
	if r.Outcome == "" {
		s.note(r.When, r.Awards)
	}
}

// source is all courses of the row, or any of them where the row says "or".
func (s *sender) source(d *decision) *agreement.Expr {
	var leaves []agreement.Expr
	for _, k := range d.source {
		leaf := agreement.Expr{Item: s.im.courses.ID(k)}
		if !slices.ContainsFunc(leaves, func(e agreement.Expr) bool { return e.Item == leaf.Item }) {
			leaves = append(leaves, leaf)
		}
	}
	switch {
	case len(leaves) == 0:
		return nil
	case len(leaves) == 1:
		return &leaves[0]
	case d.anySource:
		return &agreement.Expr{Any: leaves}
	}
	return &agreement.Expr{All: leaves}
}

func (s *sender) awards(d *decision) []agreement.Award {
	out := slices.Clone(d.awards)
	for _, k := range d.courses {
		out = append(out, agreement.Award{Kind: agreement.AwardCourse, Item: s.im.courses.ID(k)})
	}
	return out
}

func (s *sender) slug(e *agreement.Expr) string {
	var parts []string
	for _, id := range e.Items() {
		_, local, _ := strings.Cut(string(id), "/")
		parts = append(parts, local)
	}
	return strings.Join(parts, "+")
}

// note remembers what a source was accepted as, to find decisions that
// contradict one another.
func (s *sender) note(when *agreement.Expr, awards []agreement.Award) {
	source, _ := json.Marshal(when) // both always encode
	target, _ := json.Marshal(awards)
	if s.targets[string(source)] == nil {
		s.targets[string(source)] = map[string]bool{}
	}
	s.targets[string(source)][string(target)] = true
}

func (s *sender) countContradictions() {
	for _, targets := range s.targets {
		if len(targets) > 1 {
			s.im.report.Note("sources with decisions that differ", 1)
		}
	}
}

func compareIDs(a, b agreement.ID) int { return cmp.Compare(a, b) }

func sha256Hex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
