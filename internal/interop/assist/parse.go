package assist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// parsed is one agreement file, read but not yet interpreted: ids are known only
// when every file has been read.
type parsed struct {
	file, hash       string
	name, kind       string
	published        calendar.Date
	sender, receiver catalog.InstitutionID
	year             academicYear
	catalogYear      string
	assets           []asset
	articulations    []articulation
}

type academicYear struct {
	code       string
	begin, end calendar.Date
}

// readAgreement reads an agreement, with or without the envelope around it.
func (im *importer) readAgreement(in Input, root *intake.Node) {
	if root.Has("result") {
		root = root.Get("result").Embedded()
	}
	if !root.Has("articulations") || !root.Has("receivingInstitution") || !root.Has("sendingInstitution") {
		root.Report(diag.Error, "unknown_format", "this is not an ASSIST agreement, institution list or area list",
			"an agreement has the members sendingInstitution, receivingInstitution and articulations")
		return
	}
	p := &parsed{
		file: in.Name, hash: sha256Hex(in.Data), name: intake.OneLine(root.Get("name").Text()),
		kind: strings.TrimSpace(root.Get("type").Text()), published: day(root.Get("publishDate")),
	}
	if strings.HasPrefix(p.kind, "All") {
		root.Get("type").Report(diag.Error, "bundled_agreements", fmt.Sprintf("a file of type %q bundles agreements and is not read", p.kind),
			"fetch the agreements one by one (type Major or Department)")
		return
	}
	var okSender, okReceiver bool
	p.sender, okSender = im.institution(root.Get("sendingInstitution").Embedded())
	p.receiver, okReceiver = im.institution(root.Get("receivingInstitution").Embedded())
	p.year = readYear(root.Get("academicYear").Embedded())
	if !okSender || !okReceiver || !p.named(root) {
		return
	}
	year := root.Get("catalogYear").Embedded()
	if year.Present() {
		p.catalogYear = fmt.Sprintf("%d-%d", year.Get("receivingCatalogYearBegin").Int(), year.Get("receivingCatalogYearEnd").Int())
	}
	r := reader{im: im, p: p}
	for _, n := range root.Get("templateAssets").Embedded().List() {
		p.assets = append(p.assets, r.asset(n))
	}
	slices.SortStableFunc(p.assets, func(a, b asset) int { return cmp.Compare(a.position, b.position) })
	r.articulations(root.Get("articulations").Embedded())
	im.parsed = append(im.parsed, p)
}

// named reports whether the agreement has a name and two parties, and says what
// is missing.
func (p *parsed) named(root *intake.Node) bool {
	if p.name == "" {
		root.Get("name").Report(diag.Error, "missing_name", "an agreement needs the name of its program or department", "")
	}
	if p.sender == p.receiver {
		root.Get("sendingInstitution").Report(diag.Error, "self_articulation", fmt.Sprintf("%s is both sender and receiver", p.sender), "")
	}
	return p.name != "" && p.sender != p.receiver
}

// readYear reads the academic year. Without one, or with an unreadable one, the
// agreement cannot be dated and is refused.
func readYear(n *intake.Node) academicYear {
	y := academicYear{code: strings.TrimSpace(n.Get("code").Text()), begin: day(n.Get("beginDate")), end: day(n.Get("endDate"))}
	if y.begin.IsZero() {
		n.Report(diag.Error, "missing_year", "the agreement has no academic year with a beginDate", "")
	}
	return y
}

// day reads the day of a time such as "2024-11-15T19:09:13.83".
func day(n *intake.Node) calendar.Date {
	text, _, _ := strings.Cut(strings.TrimSpace(n.Text()), "T")
	if text == "" {
		return 0
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		n.Report(diag.Error, "bad_date", err.Error(), "")
	}
	return d
}

// reader reads the courses of one agreement.
type reader struct {
	im *importer
	p  *parsed
}

// course reads a course of an institution and what it is cross-listed with.
func (r reader) course(n *intake.Node, inst catalog.InstitutionID) (intake.Key, bool) {
	k, ok := r.plainCourse(n, inst)
	if ok {
		r.crossList(n, k)
	}
	return k, ok
}

func (r reader) plainCourse(n *intake.Node, inst catalog.InstitutionID) (intake.Key, bool) {
	code := intake.OneLine(n.Get("prefix").Text() + " " + n.Get("courseNumber").Text())
	parent := strings.TrimSpace(n.Get("courseIdentifierParentId").Text())
	if code == "" {
		n.Report(diag.Warning, "missing_code", "a course without prefix and number cannot be named", "")
		return intake.Key{}, false
	}
	return r.im.courses.Add(intake.Course{
		Institution: inst, External: parent, Code: code, Title: n.Get("courseTitle").Text(),
		Credits: n.Get("minUnits").Amount(), MaxCredits: n.Get("maxUnits").Amount(),
		Unit: r.im.institutions[inst].Unit, Valid: termRange(n),
	}), true
}

// crossList reads the cross-listed courses beside a course; some files wrap
// each in an object of its own.
func (r reader) crossList(n *intake.Node, k intake.Key) {
	for _, x := range n.Get("visibleCrossListedCourses").List() {
		if x.Has("course") {
			x = x.Get("course")
		}
		if other, ok := r.plainCourse(x, k.Institution()); ok {
			r.im.courses.CrossList(k, other)
		}
	}
}

// termRange is the time from the first day of the first term to the last day of
// the last.
func termRange(n *intake.Node) calendar.Range {
	var out calendar.Range
	if t, ok := term(n.Get("begin")); ok {
		out.From = t.Start()
	}
	if t, ok := term(n.Get("end")); ok {
		out.To = t.End()
	}
	return out
}

func term(n *intake.Node) (calendar.Term, bool) {
	text := strings.TrimSpace(n.Text())
	if text == "" {
		return calendar.Term{}, false
	}
	t, err := calendar.ParseTerm(text)
	if err != nil {
		n.Report(diag.Warning, "bad_term", err.Error(), "the course is taken as open on this side")
		return calendar.Term{}, false
	}
	return t, true
}
