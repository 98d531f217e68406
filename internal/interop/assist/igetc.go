package assist

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// areaList is one general-education area of IGETC with the courses of one
// college that satisfy it.
type areaList struct {
	file, hash string
	code, name string
	year       int
	retrieved  calendar.Date
	sender     catalog.InstitutionID
	courses    []areaCourse
}

type areaCourse struct {
	key   intake.Key
	valid calendar.Range
	also  []string
	notes []string
}

// areaCourses is the report's table of lines in area lists.
const areaCourses = "area courses"

// readAreaList reads one list. The college is named in metadata.source only.
func (im *importer) readAreaList(in Input, root *intake.Node) {
	meta, area := root.Get("metadata"), root.Get("area")
	college, _, _ := strings.Cut(meta.Get("source").Text(), " IGETC ")
	inst := im.byName(college)
	if inst == nil {
		meta.Get("source").Report(diag.Error, "missing_institution", fmt.Sprintf("no institution is called %q", college),
			"import the list of institutions first")
		return
	}
	im.institutions[inst.ID] = *inst
	year, _, _ := strings.Cut(meta.Get("academic_year").Text(), "-")
	l := &areaList{
		file: in.Name, hash: sha256Hex(in.Data), sender: inst.ID,
		code: strings.TrimSpace(area.Get("code").Text()), name: intake.OneLine(area.Get("name").Text()),
		retrieved: day(meta.Get("scraped_at")),
	}
	var err error
	if l.year, err = strconv.Atoi(strings.TrimSpace(year)); err != nil || l.code == "" || l.year < 1 {
		meta.Report(diag.Error, "missing_area", "an area list needs an area code and an academic year such as 2024-2025", "")
		return
	}
	for _, n := range root.Get("courses").List() {
		im.areaCourse(l, n, inst)
	}
	im.lists = append(im.lists, l)
}

func (im *importer) areaCourse(l *areaList, n *intake.Node, inst *catalog.Institution) {
	code := intake.OneLine(n.Get("course_code").Text())
	if code == "" {
		n.Report(diag.Error, "missing_code", "a course without a code", "")
		im.report.Add(areaCourses, "without a code", intake.Refused, n.Pointer())
		return
	}
	c := areaCourse{also: texts(n.Get("other_igetc_areas")), notes: texts(n.Get("notes"))}
	if t, ok := term(n.Get("date_approved").Get("raw")); ok {
		c.valid.From = t.Start()
	}
	// Removed "F2021" means: not from that term on.
	if t, ok := term(n.Get("date_removed").Get("raw")); ok {
		c.valid.To = t.Start() - 1
	}
	c.key = im.courses.Add(intake.Course{
		Institution: l.sender, Code: code, Title: n.Get("title").Text(), Credits: n.Get("units").Amount(), Unit: inst.Unit,
	})
	l.courses = append(l.courses, c)
}

// buildAreaList writes the list as a guarantee: every campus of the University
// of California and of California State University honours it. A course counts
// for the area if it was completed while it was on the list.
func (im *importer) buildAreaList(l *areaList) {
	a := agreement.Agreement{
		ID:      agreement.ID("igetc-" + string(l.sender) + "-" + intake.Slug(l.code)),
		Version: l.year, Title: fmt.Sprintf("IGETC area %s, %s, %d-%d", l.name, im.institutions[l.sender].Name, l.year, l.year+1),
		Kind: agreement.Guarantee, Senders: append([]catalog.InstitutionID{l.sender}, im.campuses()...),
		Basis: agreement.OnAttainment, Lifecycle: agreement.Approved,
		Use: agreement.Shared, Credit: agreement.BySender,
		Evidence: agreement.Evidence{
			Reference: fmt.Sprintf("ASSIST IGETC course list, area %s, academic year %d-%d (%s)", l.code, l.year, l.year+1, filepath.Base(l.file)),
			SHA256:    l.hash, SignedOn: binding(calendar.Term{Year: l.year, Season: calendar.Fall}.Start(), l.retrieved),
		},
	}
	b := &builder{im: im, ids: intake.NewNames()}
	for _, c := range l.courses {
		r := agreement.Rule{
			When:   &agreement.Expr{Item: im.courses.ID(c.key), Condition: agreement.Condition{Attained: c.valid}},
			Awards: []agreement.Award{{Kind: agreement.AwardRequirement, Name: "IGETC " + l.code}},
			Notes:  c.notes,
		}
		_, local, _ := strings.Cut(string(r.When.Item), "/")
		r.ID = b.ids.Unique(local)
		for _, other := range c.also {
			r.Notes = append(r.Notes, "Also listed in area "+other)
		}
		code, d := listing(c.valid, &r)
		a.Rules = append(a.Rules, r)
		im.report.Add(areaCourses, code, d, filepath.Base(l.file)+", "+r.ID)
	}
	// Meeting an area takes nothing from what the course counts as elsewhere, and
	// a listed course transfers its units even where nothing else names it.
	a.Rules = append(a.Rules, agreement.Rule{
		ID:     b.ids.Unique("units"),
		When:   &agreement.Expr{Match: &agreement.Pattern{Institution: l.sender, InAgreement: true}},
		Awards: []agreement.Award{{Kind: agreement.AwardElective}},
	})
	im.agreements = append(im.agreements, a)
}

// listing says how a course stands on the list. One that was removed no later
// than it was approved was never on it, or came back to it: a person decides.
func listing(valid calendar.Range, r *agreement.Rule) (string, intake.Disposition) {
	switch {
	case valid.Empty():
		r.When.Attained = calendar.Range{}
		r.Outcome = agreement.OutcomeNeedsAssessment
		r.Conditions = append(r.Conditions, unknownText(fmt.Sprintf("The list has the course removed from %s and approved from %s.", valid.To+1, valid.From)))
		return "removed no later than approved", intake.Left
	case valid.To.IsZero():
		return "listed", intake.Kept
	}
	return "listed until it was removed", intake.Kept
}

// campuses are the receivers that honour IGETC; they join the import.
func (im *importer) campuses() []catalog.InstitutionID {
	var ids []catalog.InstitutionID
	d := loadDirectory()
	for i := range d.all {
		inst := &d.all[i]
		if inst.Kind == catalog.TwoYear {
			continue
		}
		if _, ok := im.institutions[inst.ID]; !ok {
			im.institutions[inst.ID] = *im.known(inst.ExternalIDs[System], nil)
		}
		ids = append(ids, inst.ID)
	}
	slices.Sort(ids)
	return ids
}
