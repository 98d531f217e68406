// Package badgeline makes a line of a record out of a credential and the verdict
// on it: what was achieved, when, at what level, for how much credit; and each
// fact and trust signal apart, as attributes that conditions may ask for. What a
// credential says of itself counts as nothing until its signature is good and
// the key is the issuer's: the signals are then "unproved".
package badgeline

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
)

// Options say how a line is made.
type Options struct {
	// ID is the id of the line; empty means the credential's id.
	ID string
	// Match finds the item that the issuer may speak for; nil finds none.
	Match func(Claim) Found
}

// Line makes the attainment. The error is a diag.List where the verdict has no
// credential about an achievement; warnings say what is not taken over.
func Line(v *verify.Verdict, o Options) (a record.Attainment, warnings diag.List, err error) {
	if v.Credential == nil || v.Document == nil {
		return a, nil, diag.List{{Code: "no_credential", Message: "this holds no credential that can be read"}}
	}
	c := openbadge.Credential{Doc: v.Document}
	achievement, ok := c.Subject()["achievement"].(map[string]any)
	if c.Kind() != openbadge.AchievementKind || !ok {
		return a, nil, diag.List{{
			Code: "no_achievement", Message: "a credential of the kind “" + string(c.Kind()) + "” is about no achievement",
			Suggestion: "of a CLR, import the credentials inside one by one",
		}}
	}
	r := reader{verdict: v, doc: v.Document, subject: c.Subject(), achievement: achievement}
	r.proved = v.Signature == verify.Yes && v.IssuerBound
	a = record.Attainment{
		ID: cmp.Or(o.ID, v.Credential.ID), Institution: issuerPlace(v.Credential.Issuer),
		Code: clean(text(achievement["humanCode"])), Title: clean(text(achievement["name"])), Kind: kinds[text(achievement["achievementType"])],
		Evidence: catalog.SelfReported, Status: record.Earned, Attributes: r.attributes(),
	}
	r.dates(&a, c)
	warnings = append(warnings, r.credits(&a)...)
	warnings = append(warnings, r.grade(&a)...)
	warnings = append(warnings, r.level(&a)...)
	warnings = append(warnings, r.standing(&a)...)
	return a, append(warnings, r.match(&a, o)...), nil
}

// standing decides what the credential is evidence of. Only one that verifies is
// evidence; one that is revoked is withdrawn whatever a rule says.
func (r *reader) standing(a *record.Attainment) diag.List {
	v := r.verdict
	if v.Status == verify.Revoked || v.Status == verify.Suspended {
		a.Status = record.Withdrawn
	} else {
		a.Status = r.outcome()
	}
	expired := v.Time == verify.Expired && v.Signature == verify.Yes && v.IssuerBound && v.Schema == verify.Yes &&
		(v.Status == verify.StatusNone || v.Status == verify.Active) && v.Recipient != verify.No
	if v.Verified || expired { // what has expired is evidence of what was; conditions ask whether it is active
		a.Evidence = catalog.VerifiedCredential
		return nil
	}
	return diag.List{{
		Severity: diag.Warning, Code: "credential_not_verified",
		Message:    "the credential does not verify, so the line counts as " + string(catalog.SelfReported),
		Suggestion: "see the facts: cairn verify",
	}}
}

// outcome is what the results say became of the achievement (ResultStatusType): one
// that says failed or not finished outweighs any that says completed. A credential
// without such a result is about something achieved.
func (r *reader) outcome() record.Status {
	out := record.Earned
	for _, m := range openbadge.Objects(r.subject["result"]) {
		switch strings.ToLower(text(m["status"])) {
		case "failed":
			return record.Failed
		case "enrolled", "inprogress", "onhold", "provisional":
			out = record.InProgress
		case "withdrew":
			return record.Withdrawn
		}
	}
	return out
}

// kinds maps achievementType to kinds of items.
var kinds = map[string]catalog.ItemKind{
	"Course": catalog.Course, "MicroCredential": catalog.MicroCredential, "Badge": catalog.Badge, "Achievement": catalog.Badge,
	"Certificate": catalog.Certificate, "CertificateOfCompletion": catalog.Badge, "Diploma": catalog.Diploma,
	"Degree": catalog.Degree, "AssociateDegree": catalog.Degree, "BachelorDegree": catalog.Degree, "MasterDegree": catalog.Degree,
	"DoctoralDegree": catalog.Degree, "Certification": catalog.Certification, "License": catalog.Licence,
	"Assessment": catalog.Exam, "LearningProgram": catalog.Training,
}

// dates are awardedDate, else when it is valid from; and its last day.
func (r *reader) dates(a *record.Attainment, c openbadge.Credential) {
	from, ok := c.From()
	if ok {
		a.Attained = calendar.Of(from.UTC())
	}
	for _, name := range []string{text(r.doc["awardedDate"]), text(r.subject["activityEndDate"])} {
		if at, err := calendar.ParseDate(name[:min(len(name), len("2006-01-02"))]); err == nil && !at.IsZero() {
			a.Attained = at
			break
		}
	}
	if until, ok := c.Until(); ok {
		a.Expires = calendar.Of(until.UTC())
	}
}

// credits are those earned, else those available; the unit is an alignment's.
func (r *reader) credits(a *record.Attainment) diag.List {
	n, ok := r.subject["creditsEarned"].(float64)
	if !ok {
		n, ok = r.achievement["creditsAvailable"].(float64)
	}
	if !ok || n < 0 {
		return nil
	}
	amount, err := credit.ParseAmount(strconv.FormatFloat(n, 'f', -1, 64))
	if err != nil { // no amount of credit: it is not taken over
		return diag.List{{Severity: diag.Warning, Code: "credits_without_unit", Message: "the credits of the credential are no amount"}}
	}
	unit := r.unit()
	if unit == "" {
		a.Attributes[record.CredentialCredits] = amount.Decimal()
		return diag.List{{
			Severity: diag.Warning, Code: "credits_without_unit",
			Message: "the credential states " + amount.Decimal() + " credits and no unit, so they are not taken over", Suggestion: "the catalogue’s credits count",
		}}
	}
	a.Credits, a.Unit = &amount, unit
	return nil
}

// issuerPlace stands for the institution of a credential that matches no item: no
// name of an institution, because anybody can give himself the name of a college,
// write a code of its catalogue beside it, and would have earned the course there.
func issuerPlace(issuer string) string {
	const most = 60
	short := clean(issuer)
	if r := []rune(short); len(r) > most {
		short = string(r[:most]) + "…"
	}
	return "issuer " + short
}

// clean takes out what would move a cursor or hide other words where the line is
// shown.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}
