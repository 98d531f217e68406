package verify

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
)

// signalReader reads one credential.
type signalReader struct{ doc, subject, achievement map[string]any }

// governance is the strongest relation that the credential claims, and the bodies
// of which it claims it.
func (r *signalReader) governance() Signal {
	by := map[string][]string{}
	for _, m := range openbadge.Objects(r.achievement["alignment"]) {
		if plainText(m["targetType"]) != "ext:QualityAssurance" {
			continue
		}
		relation := plainText(m["targetCode"])
		if !slices.Contains([]string{"accredited", "approved", "recognised"}, relation) {
			relation = "stated"
		}
		by[relation] = append(by[relation], cmp.Or(plainText(m["targetName"]), plainText(m["targetUrl"])))
	}
	for _, relation := range []string{"accredited", "approved", "recognised", "stated"} {
		if len(by[relation]) > 0 {
			return Signal{relation, strings.Join(by[relation], ", ")}
		}
	}
	return Signal{Value: NoSignal}
}

// endorsement is whether somebody else than the issuer endorses the achievement,
// the credential or the issuer, and that verifies. Anybody can make a key and
// endorse with it, so that it counts only where the register knows whose it is.
func (r *signalReader) endorsement(v *Verdict) Signal {
	s, best := Signal{Value: NoSignal}, 0
	for _, n := range v.Nested {
		if n.Role != RoleEndorsement || n.Verdict.Credential == nil || n.Verdict.Credential.Issuer == v.Credential.Issuer {
			continue
		}
		about, one := n.Verdict.Credential.Subject, Signal{EndorsedByStranger, n.Verdict.Credential.Issuer}
		switch {
		case !n.Verdict.Verified || about != plainText(r.achievement["id"]) && about != v.Credential.Issuer && about != v.Credential.ID:
			one = Signal{Value: EndorsedUnverified}
		case n.Verdict.IssuerTrusted == Yes:
			one.Value = Endorsed
		case n.Verdict.Trust != nil && n.Verdict.Trust.Refused:
			one.Value = EndorsedByRefused
		}
		if weight := endorsementWeight[one.Value]; weight > best {
			s, best = one, weight
		}
	}
	return s
}

// endorsementWeight says which of several endorsements is told.
var endorsementWeight = map[string]int{EndorsedUnverified: 1, EndorsedByRefused: 2, EndorsedByStranger: 3, Endorsed: 4}

// assessor is who assessed (AchievementSubject.source), where that is named.
func (r *signalReader) assessor() Signal {
	p, _ := r.subject["source"].(map[string]any)
	if name := cmp.Or(plainText(p["name"]), plainText(p["id"])); name != "" {
		return Signal{"named", name}
	}
	return Signal{Value: NoSignal}
}

// assessment: how it was assessed is described, by an alignment of Cairn's, by a
// graded result description, by a rubric, or because it is an assessment.
func (r *signalReader) assessment(rubric Signal) Signal {
	for _, m := range openbadge.Objects(r.achievement["alignment"]) {
		if words := plainText(m["targetDescription"]); words != "" && plainText(m["targetType"]) == "ext:Assessment" {
			return Signal{"described", words}
		}
	}
	for _, d := range openbadge.Objects(r.achievement["resultDescription"]) {
		if kind := plainText(d["resultType"]); kind != "" && kind != "Status" && kind != "Result" {
			return Signal{"described", strings.TrimSpace(plainText(d["name"]) + " " + kind)}
		}
	}
	if rubric.Value != NoSignal || plainText(r.achievement["achievementType"]) == "Assessment" {
		return Signal{Value: "described"}
	}
	return Signal{Value: NoSignal}
}

func (r *signalReader) rubric() Signal {
	for _, d := range openbadge.Objects(r.achievement["resultDescription"]) {
		if len(openbadge.Objects(d["rubricCriterionLevel"])) > 0 {
			return Signal{"described", plainText(d["name"])}
		}
	}
	for _, m := range openbadge.Objects(r.achievement["alignment"]) {
		if strings.HasPrefix(plainText(m["targetType"]), "CFRubric") {
			return Signal{"described", cmp.Or(plainText(m["targetName"]), plainText(m["targetUrl"]))}
		}
	}
	return Signal{Value: NoSignal}
}

func (r *signalReader) evidence() Signal {
	var names []string
	given := false
	for _, e := range openbadge.Objects(r.doc["evidence"]) {
		if id := plainText(e["id"]); id+plainText(e["narrative"]) != "" {
			given = true
			if name := cmp.Or(plainText(e["name"]), id); name != "" {
				names = append(names, name)
			}
		}
	}
	if given {
		return Signal{"given", strings.Join(names, ", ")}
	}
	return Signal{Value: NoSignal}
}

func (r *signalReader) expiry() Signal {
	c := openbadge.Credential{Doc: r.doc}
	if !c.HasUntil() {
		return Signal{Value: NoSignal}
	}
	s := Signal{Value: "stated"}
	if at, ok := c.Until(); ok {
		s.Detail = at.UTC().Format(rfc3339)
	}
	return s
}

// result is whether a result beyond “completed” is given.
func (r *signalReader) result() Signal {
	for _, m := range openbadge.Objects(r.subject["result"]) {
		if value := cmp.Or(plainText(m["value"]), plainText(m["achievedLevel"])); value != "" {
			return Signal{"given", value}
		}
	}
	return Signal{Value: NoSignal}
}

// Level is the level that an achievement is aligned to, as “framework:number”: that of
// the European framework where it states one, else that of the one other. Several of
// one framework are none, because the order of alignments is not signed: whoever holds
// the credential could put any of them first.
func Level(achievement map[string]any) (level string, ambiguous bool) {
	var eqf, others []string
	for _, m := range openbadge.Objects(achievement["alignment"]) {
		list, one := &others, levelOf(m)
		if strings.HasPrefix(one, "eqf:") {
			list = &eqf
		}
		if one != "" && !slices.Contains(*list, one) {
			*list = append(*list, one)
		}
	}
	switch {
	case len(eqf) == 1:
		return eqf[0], false
	case len(eqf) == 0 && len(others) == 1:
		return others[0], false
	}
	return "", len(eqf)+len(others) > 0
}

// levelOf is the level of one alignment, empty where it states none.
func levelOf(m map[string]any) string {
	code, address := plainText(m["targetCode"]), plainText(m["targetUrl"])
	number, found := strings.CutPrefix(address, "http://data.europa.eu/snb/eqf/")
	if !found {
		number, found = strings.CutPrefix(address, "https://data.europa.eu/snb/eqf/")
	}
	kind := plainText(m["targetType"])
	switch {
	case found && catalog.ValidLevel("eqf:"+number):
		return "eqf:" + number
	case kind == "ext:EQF" && catalog.ValidLevel("eqf:"+code):
		return "eqf:" + code
	case (kind == "ext:QualificationLevel" || kind == "ext:EQF") && catalog.ValidLevel(code):
		return strings.ToLower(code)
	}
	return ""
}

func plainText(v any) string {
	s, _ := v.(string)
	return s
}
