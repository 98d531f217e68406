package pathway

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/wording"
)

// VertexID is the stable id of a vertex: a prefix for its kind and the domain
// id, for example "item:smc/math-7" or "rule:smc-ucsd@2/r12".
type VertexID string

// Kind says what a vertex stands for.
type Kind string

// The kinds of vertex.
const (
	KindItem       Kind = "item"       // anything that can be earned and is no credential
	KindCredential Kind = "credential" // an item whose kind stacks: micro-credential to degree
	KindProgram    Kind = "program"    // requirements that lead to a credential
	KindRule       Kind = "rule"       // one rule of one version of an agreement
	KindAward      Kind = "award"      // what a rule gives besides items: elective, area, block, right
)

// Vertex is one thing of the graph.
type Vertex struct {
	ID   VertexID `json:"id"`
	Kind Kind     `json:"kind"`
	// Ref is the id in the domain: of the item, the program or the rule.
	Ref string `json:"ref"`
	// Name is short, for people: the code of an item, the title of a program.
	Name  string `json:"name"`
	Title string `json:"title,omitempty"`
	// Detail is the item kind or the award kind.
	Detail      string                `json:"detail,omitempty"`
	Institution catalog.InstitutionID `json:"institution,omitempty"`
	// Unknown marks an item or program that is named but not described.
	Unknown bool `json:"unknown,omitempty"`
	// Rule is set for rules only.
	Rule *RuleFacts `json:"rule,omitempty"`
	// Words are the phrase of Name where it is made of words; the zero phrase for
	// codes and titles.
	Words wording.Phrase `json:"-"`
}

// ItemVertex is the id of the vertex of an item, credential or not.
func ItemVertex(id catalog.ItemID) VertexID { return VertexID("item:" + string(id)) }

// ProgramVertex is the id of the vertex of a program.
func ProgramVertex(id string) VertexID { return VertexID("program:" + id) }

// RuleVertex is the id of the vertex of a rule: "rule:agreement@version/rule".
// "@" and "%" of the agreement's id are percent-encoded, so that no two rules
// share an id.
func RuleVertex(id agreement.ID, version int, rule string) VertexID {
	return VertexID("rule:" + escapePart(string(id), "@") + "@" + strconv.Itoa(version) + "/" + rule)
}

// awardVertex is the id of what a receiver gives besides items, for example
// "award:ucsd/area/name=Arts". Parts are encoded like those of a rule; a receiver left open (a hub) is "*".
func awardVertex(receiver catalog.InstitutionID, a *agreement.Award) VertexID {
	inst := "*"
	if receiver != "" {
		inst = escapePart(string(receiver), "/*")
	}
	parts := []string{"award:" + inst, escapePart(string(a.Kind), "/")}
	for _, part := range [][2]string{{"subject", a.Subject}, {"level", a.Level}, {"name", a.Name}} {
		if part[1] != "" {
			parts = append(parts, part[0]+"="+escapePart(part[1], "/"))
		}
	}
	return VertexID(strings.Join(parts, "/"))
}

// escapePart percent-encodes "%" and the given ASCII characters.
func escapePart(s, special string) string {
	if !strings.ContainsAny(s, "%"+special) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c == '%' || strings.IndexByte(special, c) >= 0 {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c), 16)))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// awardName says what an award that is no item gives, for people.
func awardName(a *agreement.Award) wording.Phrase {
	what := map[agreement.AwardKind]string{
		agreement.AwardCourse:          "course",
		agreement.AwardSubjectElective: "elective",
		agreement.AwardLevelElective:   "elective",
		agreement.AwardElective:        "general elective",
		agreement.AwardArea:            "area",
		agreement.AwardBlock:           "block",
		agreement.AwardRequirement:     "requirement",
		agreement.AwardExemption:       "exemption",
		agreement.AwardAdmission:       "right",
	}[a.Kind]
	if what == "" {
		what = string(a.Kind)
	}
	parts := []wording.Phrase{wording.Term("award", string(a.Kind), what)}
	for _, p := range []wording.Phrase{wording.Name(a.Subject), wording.Term("level", a.Level, a.Level), wording.Name(a.Name)} {
		if p.String() != "" {
			parts = append(parts, p)
		}
	}
	return wording.Join(parts, " ")
}

// words names a vertex with its kind, for paths: "certificate Web basics".
func (v *Vertex) words() string {
	kind := string(v.Kind)
	if v.Detail != "" && (v.Kind == KindItem || v.Kind == KindCredential) {
		kind = v.Detail
	}
	return kind + " " + v.Name
}
