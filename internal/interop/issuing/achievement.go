package issuing

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
)

// Achievement is what a credential is about (Open Badges 3.0, B.1.1). Members
// left empty in the issuer file are filled in from the catalogue.
type Achievement struct {
	ID   string `json:"id,omitempty"`
	Type string `json:"type,omitempty"`
	Name string `json:"name,omitempty"`
	// Description says what it is, Criteria what had to be done; CriteriaURL is a
	// page that says so.
	Description string `json:"description,omitempty"`
	Criteria    string `json:"criteria,omitempty"`
	CriteriaURL string `json:"criteriaUrl,omitempty"`
	// Assessment says how it was assessed, and by whom.
	Assessment string `json:"assessment,omitempty"`
	// Assessor is who assessed on the issuer's behalf: the faculty, a person, a
	// body.
	Assessor *Assessor `json:"assessor,omitempty"`
	// Credits is what it is worth, in Unit.
	Credits *credit.Amount `json:"credits,omitempty"`
	Unit    credit.Unit    `json:"unit,omitempty"`
	// Level is "eqf:5", or one of another framework.
	Level     string      `json:"level,omitempty"`
	Alignment []Alignment `json:"alignment,omitempty"`
	// ESCO are URIs of skills or occupations; the address is the identifier and
	// keeps its http. ONET are codes of occupations or elements.
	ESCO []Skill `json:"esco,omitempty"`
	ONET []Skill `json:"onet,omitempty"`
	// CASE are CFItems: their uri, and their identifier as code.
	CASE []Skill `json:"case,omitempty"`
	// QualityAssurance are the bodies that accredit, approve or recognise it.
	QualityAssurance []Assurance `json:"qualityAssurance,omitempty"`
	// Endorsements are files with signed EndorsementCredentials, JSON or compact
	// JWS, relative to the issuer file.
	Endorsements []string `json:"endorsements,omitempty"`
	Code         string   `json:"code,omitempty"`
	Tags         []string `json:"tags,omitempty"`
	Language     string   `json:"language,omitempty"`
	Image        string   `json:"image,omitempty"`
	// ValidMonths is how long a credential is valid; 0 means as the program says.
	ValidMonths int `json:"validMonths,omitempty"`
}

// Alignment says which entry of a framework an achievement corresponds to.
type Alignment struct {
	Name        string `json:"targetName"`
	URL         string `json:"targetUrl"`
	Code        string `json:"targetCode,omitempty"`
	Description string `json:"targetDescription,omitempty"`
	Framework   string `json:"targetFramework,omitempty"`
	Type        string `json:"targetType,omitempty"`
}

// Skill is an entry of a framework that Cairn knows by name.
type Skill struct {
	Code string `json:"code,omitempty"`
	URI  string `json:"uri,omitempty"`
	Name string `json:"name"`
	// Framework is the title of the document, for CASE.
	Framework string `json:"framework,omitempty"`
}

// Assessor is who assessed; the id is a URI, the name may be left out.
type Assessor struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Assurance is a body that stands for the quality of an achievement.
type Assurance struct {
	// Relation is accredited, approved or recognised.
	Relation string `json:"relation"`
	Name     string `json:"name"`
	URL      string `json:"url"`
}

// Types of alignments beyond those that Open Badges names; readers that do not
// know them keep them as text.
const (
	// TargetUnit: targetCode is the unit in which the credits count.
	TargetUnit = "ext:CreditUnit"
	// TargetLevel: targetCode is the level of a qualifications framework.
	TargetLevel = "ext:QualificationLevel"
	// TargetAssurance: the target is a body; targetCode says how it stands for it.
	TargetAssurance = "ext:QualityAssurance"
	// TargetAssessment: targetDescription says how it was assessed.
	TargetAssessment = "ext:Assessment"
)

const (
	frameworkESCO  = "ESCO"
	frameworkONET  = "O*NET"
	frameworkUnits = "Units of credit"
	frameworkEQF   = "European Qualifications Framework"
)

// unitURLs are the published names of units; ECTS by the controlled vocabulary
// of the EU, the others by CTDL.
var unitURLs = map[credit.Unit]struct{ name, url string }{
	credit.Semester:     {"Semester credit hour", "https://purl.org/ctdl/vocabs/creditUnit/SemesterHour"},
	credit.Quarter:      {"Quarter credit hour", "https://purl.org/ctdl/vocabs/creditUnit/QuarterHour"},
	credit.ECTS:         {"ECTS credit", "http://data.europa.eu/snb/education-credit/6fcec5c5af"},
	credit.Competency:   {"Competency credit", "https://purl.org/ctdl/vocabs/creditUnit/CompetencyCredit"},
	credit.ContactHour:  {"Contact hour", "https://purl.org/ctdl/vocabs/creditUnit/ContactHour"},
	credit.ClockHour:    {"Clock hour", "https://purl.org/ctdl/vocabs/creditUnit/ClockHour"},
	credit.CEU:          {"Continuing education unit", "https://purl.org/ctdl/vocabs/creditUnit/ContinuingEducationUnit"},
	credit.LearningHour: {"Notional learning hour", "https://purl.org/ctdl/vocabs/creditUnit/TimeBasedCredit"},
}

// types maps kinds of items to achievementType.
var types = map[catalog.ItemKind]string{
	catalog.Course: "Course", catalog.MicroCredential: "MicroCredential", catalog.Badge: "Badge",
	catalog.Certificate: "Certificate", catalog.Diploma: "Diploma", catalog.Degree: "Degree",
	catalog.Certification: "Certification", catalog.Licence: "License", catalog.Exam: "Assessment",
	catalog.Training: "LearningProgram", catalog.Portfolio: "Assessment",
}

// TypeOf is the achievementType of a kind of item.
func TypeOf(k catalog.ItemKind) string { return cmp.Or(types[k], "Achievement") }

// unitAlignment states the unit of the credits: Open Badges 3.0 has no member
// for it.
func unitAlignment(u credit.Unit) Alignment {
	a := Alignment{
		Name: string(u), URL: "https://purl.org/ctdl/vocabs/creditUnit/DegreeCredit", Code: string(u),
		Framework: frameworkUnits, Type: TargetUnit,
	}
	if known, ok := unitURLs[u]; ok {
		a.Name, a.URL = known.name, known.url
	}
	return a
}

func levelAlignment(level, base string) Alignment {
	framework, number, found := strings.Cut(level, ":")
	switch {
	case found && strings.EqualFold(framework, "eqf"):
		return Alignment{
			Name: "EQF level " + number, URL: "http://data.europa.eu/snb/eqf/" + number, Code: "eqf:" + number,
			Framework: frameworkEQF, Type: TargetLevel,
		}
	case found:
		framework = strings.ToUpper(framework)
		return Alignment{
			Name: framework + " level " + number, URL: base + "/levels/" + url.PathEscape(level), Code: level,
			Framework: framework, Type: TargetLevel,
		}
	}
	return Alignment{Name: level, URL: base + "/levels/" + url.PathEscape(level), Code: level, Framework: "Level of study", Type: TargetLevel}
}

// alignments are all that the achievement corresponds to, in a fixed order.
func (a *Achievement) alignments(base string) []Alignment {
	out := append([]Alignment{}, a.Alignment...)
	for _, s := range a.ESCO {
		out = append(out, Alignment{Name: s.Name, URL: s.URI, Code: s.Code, Framework: frameworkESCO, Type: "ceasn:Competency"})
	}
	for _, s := range a.ONET {
		out = append(out, s.onet())
	}
	for _, s := range a.CASE {
		out = append(out, Alignment{Name: s.Name, URL: s.URI, Code: s.Code, Framework: s.Framework, Type: "CFItem"})
	}
	if a.Level != "" {
		out = append(out, levelAlignment(a.Level, base))
	}
	if a.Unit != "" {
		out = append(out, unitAlignment(a.Unit))
	}
	if a.Assessment != "" {
		out = append(out, Alignment{
			Name: "How it was assessed", URL: cmp.Or(a.CriteriaURL, a.ID), Description: a.Assessment, Type: TargetAssessment,
		})
	}
	for _, q := range a.QualityAssurance {
		out = append(out, Alignment{Name: q.Name, URL: q.URL, Code: q.Relation, Framework: "Quality assurance", Type: TargetAssurance})
	}
	return out
}

// onet is an occupation (15-2051.00) or an element of the content model
// (2.A.1.a).
func (s Skill) onet() Alignment {
	a := Alignment{Name: s.Name, Code: s.Code, URL: s.URI, Framework: frameworkONET, Type: "ceasn:Competency"}
	occupation := strings.Contains(s.Code, "-")
	if occupation {
		a.Type = "ceterms:Credential"
	}
	switch {
	case a.URL != "":
	case occupation:
		a.URL = "https://www.onetonline.org/link/summary/" + s.Code
	default:
		a.URL = "https://www.onetonline.org/find/descriptor/result/" + s.Code
	}
	return a
}

// check says what Open Badges 3.0 wants and the achievement lacks.
func (a *Achievement) check() diag.List {
	var list diag.List
	add := func(pointer, code, message string) {
		list = append(list, diag.Problem{Pointer: pointer, Code: code, Message: message})
	}
	for _, m := range []struct{ name, value string }{
		{"id", a.ID}, {"name", a.Name}, {"description", a.Description}, {"criteria", a.Criteria + a.CriteriaURL},
	} {
		if m.value == "" {
			add("/"+m.name, "missing_member", "the achievement has no "+m.name)
		}
	}
	if x := a.Assessor; x != nil {
		if u, err := url.Parse(x.ID); err != nil || !u.IsAbs() {
			add("/assessor/id", "bad_url", "the assessor needs an id that is an absolute URI")
		}
	}
	switch {
	case a.Credits == nil:
	case a.Unit == "":
		add("/unit", "missing_member", "the credits have no unit")
	case a.Credits.Sign() < 0:
		add("/credits", "bad_value", "the credits are fewer than none")
	}
	if a.Level != "" && !catalog.ValidLevel(a.Level) {
		add("/level", "bad_value", fmt.Sprintf("%q is no level such as eqf:5", a.Level))
	}
	if a.ValidMonths < 0 {
		add("/validMonths", "bad_value", "a credential is not valid for less than no months")
	}
	for i, x := range a.alignments("https://x.example") {
		u, err := url.Parse(x.URL)
		if x.Name == "" || err != nil || !u.IsAbs() {
			add("/alignment", "bad_url", fmt.Sprintf("alignment %d (%s) needs a name and an absolute address", i+1, x.Name))
		}
	}
	for _, q := range a.QualityAssurance {
		if q.Relation != "accredited" && q.Relation != "approved" && q.Relation != "recognised" {
			add("/qualityAssurance", "bad_value", fmt.Sprintf("the relation %q is not accredited, approved or recognised", q.Relation))
		}
	}
	return list
}
