package csvtable

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// draft finds or makes the agreement that a row belongs to.
func (t *table) draft(row []csvtext.Cell) *draft {
	sending, ok1 := t.needed(row, "sending")
	receiving, ok2 := t.needed(row, "receiving")
	if !ok1 || !ok2 {
		return nil
	}
	unit := t.unit(row)
	sender, receiver := t.build.institution(sending, unit), t.build.institution(receiving, unit)
	id := agreement.ID(string(sender) + "-" + string(receiver))
	if own := t.text(row, "agreement_id"); own != "" {
		id = agreement.ID(slug(own))
	}
	a := agreement.Agreement{
		ID: id, Version: 1, Title: sending + " to " + receiving, Kind: agreement.Articulation,
		Senders: []catalog.InstitutionID{sender}, Receiver: receiver,
		Effective: calendar.Range{From: t.date(row, "effective_from"), To: t.date(row, "effective_until")},
		Lifecycle: t.build.opts.Lifecycle, Evidence: t.build.opts.Evidence,
	}
	if p := t.text(row, "receiving_program"); p != "" {
		a.Programs = []string{t.build.program(receiver, p)}
		a.Title += ": " + p
	}
	if p := t.text(row, "sending_program"); p != "" {
		a.Notes = []string{"From the sender's program: " + p}
	}
	d := t.build.agreements[id]
	if d == nil {
		a.Version = t.build.version(id)
		d = &draft{Agreement: a, names: names{}}
		t.build.agreements[id] = d
		t.build.order = append(t.build.order, id)
		return d
	}
	t.sameAgreement(d, &a, row)
	return d
}

// sameAgreement reports rows of one agreement that disagree about it.
func (t *table) sameAgreement(d *draft, a *agreement.Agreement, row []csvtext.Cell) {
	const help = "rows of one agreement agree about its parties, program and dates; give the other rows another agreement_id"
	switch {
	case d.Senders[0] != a.Senders[0]:
		t.badf(t.cell(row, "sending"), "contradiction", help, "the agreement %s has the sender %s above", d.ID, d.Senders[0])
	case d.Receiver != a.Receiver:
		t.badf(t.cell(row, "receiving"), "contradiction", help, "the agreement %s has the receiver %s above", d.ID, d.Receiver)
	case d.Effective != a.Effective:
		t.badf(t.cell(row, "effective_from"), "contradiction", help, "the agreement %s is valid %s above", d.ID, d.Effective)
	case !slices.Equal(d.Programs, a.Programs):
		t.badf(t.cell(row, "receiving_program"), "contradiction", help, "the agreement %s is about another program above", d.ID)
	}
}
