package assist

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// pair is who sends and who receives.
type pair struct{ sender, receiver catalog.InstitutionID }

// buildMatrix makes one institution-wide agreement for each pair.
func (im *importer) buildMatrix(m *matrix) {
	published := im.o.Published
	if published.IsZero() {
		published = DefaultPublished
		im.problems = append(im.problems, diag.Problem{
			Severity: diag.Warning, Code: "date_assumed", File: m.file,
			Message:    fmt.Sprintf("the table does not say when it was published; %s is assumed", published),
			Suggestion: "state the day of publication",
		})
	}
	byPair := map[pair]*pairBuilder{}
	var order []*pairBuilder
	for i := range m.rows {
		r := &m.rows[i]
		p := pair{r.sender, r.receiver}
		b := byPair[p]
		if b == nil {
			b = im.pairBuilder(m, p)
			b.a.Effective, b.a.Evidence.SignedOn = rangeFrom(published), published
			byPair[p] = b
			order = append(order, b)
		}
		b.row(r)
	}
	for i := range m.rows {
		r := &m.rows[i]
		byPair[pair{r.sender, r.receiver}].deny(r.denied, r.receiving)
	}
	for _, b := range order {
		b.addFallback(b.a.Senders[0])
		im.agreements = append(im.agreements, *b.a)
	}
}

// pairBuilder writes the agreement of one pair.
type pairBuilder struct {
	builder
	file string
	seen map[string]bool // rules already written, by content
}

func (im *importer) pairBuilder(m *matrix, p pair) *pairBuilder {
	sender, receiver := im.institutions[p.sender], im.institutions[p.receiver]
	return &pairBuilder{
		builder: builder{im: im, ids: intake.NewNames(), a: &agreement.Agreement{
			ID:      agreement.ID(strings.Join([]string{"assist-matrix", string(p.sender), string(p.receiver)}, "-")),
			Version: 1, Title: fmt.Sprintf("Computer-science preparation: %s to %s", sender.Name, receiver.Name),
			Kind: agreement.Articulation, Senders: []catalog.InstitutionID{p.sender}, Receiver: p.receiver,
			Basis: agreement.OnEvaluation, Lifecycle: agreement.Approved,
			Use: agreement.Shared, Credit: agreement.BySender, Remainder: agreement.RemainderElective,
			Evidence: agreement.Evidence{
				Reference: "articulation matrix drawn from ASSIST.org (" + filepath.Base(m.file) + ")",
				SHA256:    m.hash, SignedBy: []string{sender.Name, receiver.Name},
			},
		}},
		file: m.file, seen: map[string]bool{},
	}
}

// row writes the rule of one row and counts it.
func (b *pairBuilder) row(r *matrixRow) {
	rule, code, d := b.rule(r)
	sample := fmt.Sprintf("row %d: %s", r.line, r.text)
	key := contentKey(&rule, b.denialKey(r))
	if b.seen[key] {
		b.im.report.Add(rowsTable, "repeats another row", intake.Normalised, sample)
		return
	}
	b.seen[key] = true
	rule.ID = b.ids.Unique(b.slug(r.receiving))
	b.a.Rules = append(b.a.Rules, rule)
	b.im.report.Add(rowsTable, code, d, sample)
	if len(r.unread) > 0 && d != intake.Left {
		b.im.report.Note("matrix alternatives that nobody can read, kept as notes", len(r.unread))
	}
}

// rule writes what a row says, why it is in its count, and what became of it.
func (b *pairBuilder) rule(r *matrixRow) (agreement.Rule, string, intake.Disposition) {
	rule := agreement.Rule{Awards: b.awards(r.receiving), Notes: r.notes}
	for _, text := range r.unread {
		rule.Notes = append(rule.Notes, "Not read: "+strings.TrimSpace(text))
	}
	outcome := r.outcome
	if !r.receiving.readable {
		rule.Conditions = append(rule.Conditions, unknownText("Not read: "+r.text))
		outcome = rowPerson
	}
	code := b.say(&rule, r, outcome)
	switch {
	case outcome == rowContradicted || outcome == rowPerson:
		rule.Outcome = undecided(&rule)
		return rule, code, intake.Left
	case r.tidied || len(r.unread) > 0:
		return rule, code, intake.Normalised
	}
	return rule, code, intake.Kept
}

// say fills in the source, outcome and words of one kind of row.
func (b *pairBuilder) say(rule *agreement.Rule, r *matrixRow, outcome matrixOutcome) string {
	switch outcome {
	case rowArticulated:
		rule.When = b.alternatives(r)
		return "articulated"
	case rowNone:
		rule.Outcome = agreement.OutcomeNoEquivalent
		return "no course articulated"
	case rowPending:
		rule.Outcome = agreement.OutcomeAbsent
		rule.Conditions = append(rule.Conditions, unknownText("Articulation pending review"))
		return "pending review"
	case rowDenied:
		rule.Outcome = agreement.OutcomeNoEquivalent
		return "courses denied, none articulated"
	case rowContradicted:
		rule.When = b.alternatives(r)
		rule.Conditions = append(rule.Conditions, unknownText("The table says \"no course articulated\" and lists courses."))
		return "courses beside \"no course articulated\""
	}
	rule.When, rule.Notes = b.alternatives(r), nil
	for _, text := range slices.Concat(r.notes, r.unread) {
		rule.Conditions = append(rule.Conditions, unknownText(cmp.Or(strings.TrimSpace(text), "(blank)")))
	}
	if len(rule.Conditions) == 0 {
		rule.Conditions = []agreement.Text{unknownText("The row names no course and gives no reason.")}
	}
	return "words that a person must read"
}

// alternatives is any of the groups, all of each; nil where there are none.
func (b *pairBuilder) alternatives(r *matrixRow) *agreement.Expr {
	var list []agreement.Expr
	for _, keys := range r.alternatives {
		e, ok := b.im.groupExpr(group{conjunction: "and", courses: keys})
		if ok {
			list = append(list, e)
		}
	}
	switch len(list) {
	case 0:
		return nil
	case 1:
		return &list[0]
	}
	return &agreement.Expr{Any: list}
}

func (b *pairBuilder) denialKey(r *matrixRow) string {
	var ids []string
	for _, k := range r.denied {
		ids = append(ids, string(b.im.courses.ID(k)))
	}
	return strings.Join(ids, " ")
}

// contentKey is the content of a rule without its id.
func contentKey(r *agreement.Rule, more string) string {
	key, _ := json.Marshal(r) // a rule always encodes
	return string(key) + more
}
