package verify

import (
	"slices"

	"github.com/cairnproject/cairn/internal/interop/openbadge"
)

// The values of a signal that say nothing.
const (
	// NoSignal: the credential says nothing of the kind.
	NoSignal = "none"
	// Unproved: the signature is not good or the key is not the issuer's, so that
	// anybody may have written it.
	Unproved = "unproved"
)

// The values of the signal endorsement.
const (
	Endorsed           = "verified"
	EndorsedByStranger = "stranger"
	EndorsedByRefused  = "refused"
	EndorsedUnverified = "unverified"
)

// Signal is one thing that may speak for a credential.
type Signal struct {
	// Value is a word of its own for each signal, NoSignal or Unproved.
	Value string `json:"value"`
	// Detail says by whom, or how, as the credential words it.
	Detail string `json:"detail,omitempty"`
}

// Signals are what speaks for a credential about an achievement, each apart. All
// but Endorsement are what the issuer itself says.
type Signals struct {
	// Trust is "some" where at least one signal counts, else "none": a badge of
	// attendance or completion, however good its signature.
	Trust string `json:"trust"`
	// Counted names the signals that count, sorted: all but Result.
	Counted []string `json:"counted"`
	// Governance is accredited, approved, recognised or stated, by whom.
	Governance Signal `json:"governance"`
	// Endorsement is by somebody else than the issuer: verified, by one whom the
	// register of the institution that was named lists; Stranger, good, by one whom it
	// does not list, or where no register was asked; refused, by one whom it refuses;
	// or unverified. Only the first counts.
	Endorsement Signal `json:"endorsement"`
	// Assessor is named: the faculty, person or body that assessed.
	Assessor Signal `json:"assessor"`
	// Assessment and Rubric are described.
	Assessment Signal `json:"assessment"`
	Rubric     Signal `json:"rubric"`
	// Evidence is given.
	Evidence Signal `json:"evidence"`
	// Level is of a qualifications framework, as framework:number.
	Level Signal `json:"level"`
	// Expiry is stated.
	Expiry Signal `json:"expiry"`
	// Result is given: a grade, a score; it counts for nothing by itself.
	Result Signal `json:"result"`
}

// NamedSignal is a signal with its name.
type NamedSignal struct {
	Name string
	Signal
	// Counts: it is a reason to trust.
	Counts bool
}

// List are the signals by name, in the order in which they are shown.
func (s *Signals) List() []NamedSignal {
	return []NamedSignal{
		{"governance", s.Governance, true},
		{"endorsement", s.Endorsement, s.Endorsement.Value == Endorsed},
		{"assessor", s.Assessor, true},
		{"assessment", s.Assessment, true},
		{"rubric", s.Rubric, true},
		{"evidence", s.Evidence, true},
		{"level", s.Level, true},
		{"expiry", s.Expiry, true},
		{"result", s.Result, false},
	}
}

// SignalsOf reads the signals of a judged credential; nil where it is about no
// achievement. Members of the wrong kind count as absent: the fact schema tells
// of them.
func SignalsOf(v *Verdict) *Signals {
	if v.Document == nil || v.Credential == nil {
		return nil
	}
	c := openbadge.Credential{Doc: v.Document}
	achievement, ok := c.Subject()["achievement"].(map[string]any)
	if c.Kind() != openbadge.AchievementKind || !ok {
		return nil
	}
	s := &Signals{Trust: NoSignal, Counted: []string{}}
	if v.Signature != Yes || !v.IssuerBound {
		no := Signal{Value: Unproved}
		s.Governance, s.Endorsement, s.Assessor, s.Assessment, s.Rubric = no, no, no, no, no
		s.Evidence, s.Level, s.Expiry, s.Result = no, no, no, no
		return s
	}
	r := signalReader{doc: v.Document, subject: c.Subject(), achievement: achievement}
	s.Governance, s.Endorsement, s.Assessor = r.governance(), r.endorsement(v), r.assessor()
	s.Rubric, s.Evidence, s.Expiry, s.Result = r.rubric(), r.evidence(), r.expiry(), r.result()
	s.Assessment = r.assessment(s.Rubric)
	s.Level = Signal{Value: NoSignal}
	if level, _ := Level(achievement); level != "" {
		s.Level.Value = level
	}
	for _, n := range s.List() {
		if n.Counts && n.Value != NoSignal {
			s.Counted = append(s.Counted, n.Name)
		}
	}
	slices.Sort(s.Counted)
	if len(s.Counted) > 0 {
		s.Trust = "some"
	}
	return s
}
