package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// dropTwice takes out of a rule's awards the courses that the learner earned at the
// receiver itself, as long as others are left: a course counts once, and what else
// the rule gives is not lost with it. Where every course was earned there the whole
// rule gives way, and where the policy takes the better of the two nothing is
// settled here.
func (e *evaluation) dropTwice(c *candidate) {
	if len(c.awards) < 2 || e.recv.policy.Duplicates == catalog.DuplicateBest || !c.gives() || len(c.split) != len(c.lines) {
		return
	}
	var rest []agreement.Award
	var why []Reason
	twice := make([]share, len(c.lines))
	for a := range c.awards {
		aw := &c.awards[a]
		by := int32(-1)
		if aw.Kind == agreement.AwardCourse {
			by = e.earnedHome(aw.Item)
		}
		if by < 0 {
			rest = append(rest, *aw)
			continue
		}
		for k, i := range c.lines {
			twice[k].twice = twice[k].twice.Add(e.awardShare(c, int(i), aw))
		}
		why = append(why, duplicateCourse(e.s.codeOf(aw.Item), e.linesText([]int32{by})))
	}
	if len(why) == 0 || !slices.ContainsFunc(rest, func(a agreement.Award) bool { return a.Kind == agreement.AwardCourse }) {
		return
	}
	for k := range c.split {
		c.split[k].counted = c.split[k].counted.Sub(twice[k].twice)
		c.split[k].twice = twice[k].twice
	}
	c.awards, c.reasons = rest, append(c.reasons, why...)
}

// earnedHome is the line at the receiver that gives an item, or -1.
func (e *evaluation) earnedHome(id catalog.ItemID) int32 {
	once := e.oncePerItem(id)
	if once == "" {
		return -1
	}
	for i := range e.lines {
		l := &e.lines[i]
		if l.inst == e.recvIdx && l.item >= 0 && !l.waits() && e.blocked[i].status == "" && e.oncePerItem(e.s.items[l.item].ID) == once {
			return int32(i)
		}
	}
	return -1
}
