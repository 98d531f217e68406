package requirement

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Piece is an attainment as a receiver's requirements see it: after transfer,
// with the receiving item it was awarded as. The engine makes pieces; lines
// that carry nothing (failed, withdrawn, refused) are not among them.
type Piece struct {
	// Line is the attainment's id in the record; several pieces may have one
	// line (MATH 7 and 8 awarded as two courses).
	Line string
	// Item is the receiving item, or the item itself where it was earned at
	// home; empty for electives without a course.
	Item catalog.ItemID
	// Also are items that are the same learning (cross-listed), and codes all
	// the codes that it is known by; the first is the one to show.
	Also  []catalog.ItemID
	Codes []PieceCode
	Kind  catalog.ItemKind
	// Institution is where it was earned; Home says that this is the
	// program's own.
	Institution catalog.InstitutionID
	Home        bool
	Level       string
	Tags        []string
	Attributes  map[string]string
	Evidence    catalog.EvidenceKind // "" means a transcript
	Attained    calendar.Date        // zero: not stated
	Expires     calendar.Date
	// Term names the academic term, to tell terms apart; TermIndex counts the
	// learner's terms from 1, 0 where unknown.
	Term      string
	TermIndex int
	Grade     catalog.Mark
	Graded    bool
	// Expected pieces are in progress or planned: a grade that is still to come
	// is assumed to be good enough.
	Expected bool
	// Doubtful pieces may not count at all; a person must say.
	Doubtful bool
	// Exempt pieces waive one required item and are no volume: they satisfy a
	// requirement of that item and are not counted among several.
	Exempt bool
	// Credits in the program's unit.
	Credits credit.Amount
}

// PieceCode is a subject with a course number, both in the form of
// [catalog.SplitCode].
type PieceCode struct{ Subject, Number string }

// CodeOf divides a course code.
func CodeOf(code string) PieceCode {
	subject, number := catalog.SplitCode(code)
	return PieceCode{subject, number}
}

// Class returns the piece's class in a classification: its (first) subject,
// level, term and so on; "" where it has none.
func (p *Piece) Class(by Class) string {
	switch by {
	case BySubject:
		if len(p.Codes) > 0 {
			return p.Codes[0].Subject
		}
	case ByLevel:
		return p.Level
	case ByTerm:
		if p.Term == "" && !p.Attained.IsZero() {
			return p.Attained.String()
		}
		return p.Term
	case ByInstitution:
		return string(p.Institution)
	case ByItem:
		return string(p.Item)
	case ByYear:
		if !p.Attained.IsZero() {
			return strconv.Itoa(p.Attained.Time().Year())
		}
	}
	return ""
}

// is reports whether the piece is the item.
func (p *Piece) is(id catalog.ItemID) bool {
	if p.Item == id {
		return p.Item != ""
	}
	return slices.Contains(p.Also, id)
}
