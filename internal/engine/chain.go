package engine

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/wording"
)

// maxSuggestions bounds the chains suggested for one line.
const maxSuggestions = 2

// suggestChains looks for A → B → C: another institution takes the item as a
// course that this receiver takes. Transfer is not transitive, so this is only
// ever a suggestion of whom to ask.
func (e *evaluation) suggestChains(l *line) []Reason {
	if l.item < 0 {
		return nil
	}
	var out []Reason
	for _, u := range e.s.uses.of(l.item) {
		if u.receiver == e.recvIdx || !e.plainAward(u.rule) {
			continue
		}
		for _, aw := range e.s.rules[u.rule].Awards {
			via, ok := e.s.itemByID[aw.Item]
			if !ok {
				continue
			}
			for _, next := range e.s.uses.at(via, e.recvIdx) {
				if !e.plainAward(next.rule) || !e.inScope(next.rule) {
					continue
				}
				then := e.s.rules[next.rule].Awards[0]
				out = append(out, chainSuggestion(l, &e.s.institutions[u.receiver], e.s.codeOf(aw.Item),
					e.awardName(&then), e.recv, e.s.ruleRef(next.rule)))
				if len(out) == maxSuggestions {
					return out
				}
			}
		}
	}
	return out
}

// plainAward reports whether a rule in force today awards for one item alone.
func (e *evaluation) plainAward(ri int32) bool {
	r := &e.s.rules[ri]
	return outcomeStatus(r.Outcome) == Awarded && len(r.Awards) > 0 && r.When.Item != "" &&
		lifecycleForce(&e.s.agreements[r.agreement], e.asOf).ok
}

// awardNames joins the names of several awards.
func (e *evaluation) awardNames(awards []agreement.Award) wording.Phrase {
	if len(awards) == 1 {
		return e.awardName(&awards[0])
	}
	if len(awards) == 0 {
		return wording.Of("award.credit", "credit")
	}
	names := make([]wording.Phrase, len(awards))
	for i := range awards {
		names[i] = e.awardName(&awards[i])
	}
	return alland(names)
}

// awardName is what an award gives, in words.
func (e *evaluation) awardName(a *agreement.Award) wording.Phrase {
	switch a.Kind {
	case agreement.AwardCourse:
		return wording.Name(e.s.codeOf(a.Item))
	case agreement.AwardSubjectElective:
		return wording.Of("award.subject_elective", "{subject} elective", "subject", a.Subject)
	case agreement.AwardLevelElective:
		return wording.Of("award.level_elective", "{level}-level elective", "level", wording.Term("level", a.Level, a.Level))
	case agreement.AwardElective:
		return wording.Of("award.elective", "elective credit")
	}
	return wording.Name(a.Name)
}
