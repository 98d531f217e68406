package ruleset

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

func (c *checker) agreements() {
	seen := map[AgreementKey]bool{}
	versions := map[agreement.ID][]int{}
	for i := range c.set.Agreements {
		a := &c.set.Agreements[i]
		c.push("agreements", i)
		c.agreementID(a, seen)
		c.agreementWords(a)
		c.parties(a)
		c.dates("effective", a.Effective)
		c.evidence(a)
		c.numbering(a)
		c.rules(a)
		for _, j := range versions[a.ID] {
			c.bothInForce(a, &c.set.Agreements[j])
		}
		if a.Lifecycle == agreement.Approved {
			versions[a.ID] = append(versions[a.ID], i)
		}
		c.pop()
	}
}

func (c *checker) agreementID(a *agreement.Agreement, seen map[AgreementKey]bool) {
	key := agreementKey(a)
	switch {
	case a.ID == "":
		c.reportf("id", "missing_id", idHelp, "the agreement has no id")
	case c.length("id", string(a.ID), MaxAgreementID):
	case !validLocal(string(a.ID)):
		c.reportf("id", "bad_id", idHelp, "%q is no id", string(a.ID))
	case seen[key]:
		c.reportf("id", "duplicate_id", "give the newer one the next version", "version %d of %s is given twice", a.Version, a.ID)
	}
	if a.Version < 1 {
		c.reportf("version", "bad_version", "versions count from 1", "%d is no version", a.Version)
	}
	seen[key] = true
}

func (c *checker) agreementWords(a *agreement.Agreement) {
	if strings.TrimSpace(a.Title) == "" {
		c.warnf("title", "missing_title", "people choose agreements by their titles", "the agreement has no title")
	}
	enum(c, "kind", "kind of agreement", a.Kind, agreement.Kinds(), false)
	enum(c, "basis", "validity basis", a.Basis, agreement.Bases(), true)
	enum(c, "lifecycle", "state of an agreement", a.Lifecycle, agreement.Lifecycles(), false)
	enum(c, "use", "use of sources", a.Use, uses, true)
	enum(c, "credit", "credit source", a.Credit, creditSources, true)
	enum(c, "remainder", "treatment of a remainder", a.Remainder, remainders, true)
}

func (c *checker) parties(a *agreement.Agreement) {
	for i, s := range a.Senders {
		key := "senders/" + strconv.Itoa(i)
		c.institution(key, s)
		switch {
		case s == "":
			c.reportf(key, "missing_sender", "", "the sender is empty")
		case s == a.Receiver && a.Kind != agreement.Reverse:
			c.reportf(key, "self_articulation", "a receiver recognises its own items without an agreement", "%s is both sender and receiver", s)
		case slices.Contains(a.Senders[:i], s):
			c.reportf(key, "duplicate_sender", "remove it", "%s is listed twice", s)
		}
	}
	c.institution("receiver", a.Receiver)
	switch {
	case a.Kind == agreement.Hub && len(a.Senders) == 0:
		c.reportf("senders", "missing_sender", "list the members of the hub", "a hub without members reaches nobody")
	case a.Kind != agreement.Hub && a.Kind != agreement.Guarantee && a.Receiver == "":
		c.reportf("receiver", "missing_receiver", "only hubs have none: there every member receives", "the agreement has no receiver")
	case a.Kind != agreement.Hub && a.Kind != agreement.ReceiverTable && a.Kind != agreement.Guarantee && len(a.Senders) == 0:
		c.reportf("senders", "missing_sender", "only receiver tables and guarantees are open to any sender", "the agreement has no sender")
	}
	for i, p := range a.Programs {
		key := "programs/" + strconv.Itoa(i)
		switch {
		case c.names.programs[p] == nil:
			c.reportf(key, "unknown_program", c.names.suggestProgram(p), "there is no program %q", p)
		case a.Receiver != "" && c.names.programs[p].Institution != a.Receiver:
			c.reportf(key, "wrong_institution", "an agreement limits itself to programs of its receiver", "%s is no program of %s", p, a.Receiver)
		}
	}
}

func (c *checker) evidence(a *agreement.Agreement) {
	if h := a.Evidence.SHA256; h != "" && (len(h) != 64 || strings.Trim(h, "0123456789abcdef") != "") {
		c.reportf("evidence/sha256", "bad_sha256", "64 lower-case hexadecimal digits, as sha256sum prints them", "%q is no SHA-256", h)
	}
	if a.Lifecycle == agreement.Approved && !a.Evidence.Signed() {
		c.warnf("evidence", "unsigned", "give evidence.reference and evidence.signedOn", "the version is approved but not signed, so it awards nothing")
	}
}

func (c *checker) numbering(a *agreement.Agreement) {
	n := a.Numbering
	if n == nil {
		return
	}
	c.in("numbering", func() {
		enum(c, "kind", "numbering", n.Kind, numberings, false)
		if n.Kind == agreement.ByCommonNumber && n.Key == "" {
			c.reportf("key", "missing_key", "the key under which items list this hub's numbers", "a common number needs its key")
		}
		c.itemList("except", n.Except)
		if a.Kind != agreement.Hub && a.Kind != agreement.Guarantee {
			c.reportf("", "numbering_outside_hub", "make the agreement a hub", "only hubs and guarantees recognise by numbering")
		}
	})
}

// bothInForce warns where two approved versions of one agreement hold on the
// same day.
func (c *checker) bothInForce(a, other *agreement.Agreement) {
	if a.Version != other.Version && a.Lifecycle == agreement.Approved && a.Effective.Overlaps(other.Effective) {
		c.warnf("effective", "overlapping_agreements", "end the older version the day before, or mark it superseded",
			"version %d (%s) and version %d (%s) are approved for the same days", a.Version, a.Effective, other.Version, other.Effective)
	}
}

func (c *checker) rules(a *agreement.Agreement) {
	rc := newRuleChecker(c, a)
	seen := make(map[string]bool, len(a.Rules))
	for i := range a.Rules {
		r := &a.Rules[i]
		c.push("rules", i)
		switch {
		case r.ID == "":
			c.reportf("id", "missing_id", "", "the rule has no id")
		case c.length("id", r.ID, MaxRuleID):
		case seen[r.ID]:
			c.reportf("id", "duplicate_rule", fmt.Sprintf("give it an id of its own, such as %s-%d", r.ID, i+1), "the agreement has another rule %q", r.ID)
		}
		seen[r.ID] = true
		rc.rule(r)
		c.pop()
	}
}

// belongs reports whether an item's institution is among those listed; an empty
// list admits all.
func belongs(id catalog.ItemID, list []catalog.InstitutionID) bool {
	return len(list) == 0 || slices.Contains(list, id.Institution())
}
