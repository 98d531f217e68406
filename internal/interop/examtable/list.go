package examtable

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// readList reads exams with a least score and units of elective credit.
func (im *importer) readList(root *intake.Node) {
	for _, n := range root.List() {
		name := intake.OneLine(n.Get("exam").Text())
		least, ok := score(n.Get("minScore"), strings.TrimSpace(n.Get("minScore").Text()))
		if name == "" {
			n.Report(diag.Error, "missing_name", "an exam needs a name", "")
		}
		if name == "" || !ok {
			im.report.Add(rowsTable, "unreadable", intake.Refused, n.Pointer())
			continue
		}
		im.rows = append(im.rows, im.listRow(n, name, least))
	}
}

func (im *importer) listRow(n *intake.Node, name string, least int) row {
	r := row{exam: im.exam(name), min: least, sample: name, code: "units", disposition: intake.Kept}
	var total credit.Amount
	for _, c := range n.Get("courses").List() {
		total = total.Add(c.Get("credits").Amount())
		r.notes = append(r.notes, intake.OneLine(c.Get("code").Text()+": "+c.Get("name").Text()))
	}
	r.elective = &total
	r.requirement = intake.OneLine(n.Get("requirement").Text())
	for _, sentence := range sentences(n.Get("note").Text()) {
		r.sentence(sentence)
	}
	return r
}

// sharedLimit reads "Maximum 8 quarter units for both English exams combined" as
// a limit that exams share.
var sharedLimit = regexp.MustCompile(`^Maximum (\d+(?:\.\d+)?) (?:quarter|semester) units for .+ combined\.$`)

// informing are sentences that limit no plain score: they speak of subscores, of
// admission, or of the table.
var informing = []string{
	"Credits shown are quarter units.",
	"Credits shown are semester units.",
	"Only one English exam may satisfy transfer admission requirements.",
	"Credit only granted for the full Music Theory exam, not for subscores.",
	"AB subscore of 3+ on BC exam earns 4 quarter units even if BC score is below 3.",
}

// sentence reads one sentence of a note. What it does not know needs a person.
func (r *row) sentence(text string) {
	if m := sharedLimit.FindStringSubmatch(text); m != nil {
		if limit, err := credit.ParseAmount(m[1]); err == nil {
			r.cap = &examCap{text: text, limit: limit}
			return
		}
	}
	if slices.Contains(informing, text) {
		r.conditions = append(r.conditions, agreement.Text{Text: text, Meaning: agreement.MeansInformation})
		return
	}
	r.conditions = append(r.conditions, agreement.Text{Text: text})
	r.code, r.disposition = "units, with a condition in words", intake.Left
}

// sentences divides a note at its full stops.
func sentences(note string) []string {
	var out []string
	for part := range strings.SplitSeq(intake.OneLine(note), ". ") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, strings.TrimSuffix(part, ".")+".")
		}
	}
	return out
}
