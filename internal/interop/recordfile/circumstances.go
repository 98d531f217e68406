package recordfile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
)

// circumstances looks at what a record says about the learner: names are never
// empty, and exceptions say everything that their kind needs.
func (c *recordChecker) circumstances(rec *record.Record, ids map[string]int) {
	c.names("/facts", slices.Sorted(maps.Keys(rec.Facts)))
	c.names("/competencies", slices.Sorted(maps.Keys(rec.Competencies)))
	c.names("/milestones", slices.Sorted(maps.Keys(rec.Milestones)))
	seen := map[string]bool{}
	for i := range rec.Exceptions {
		c.exception(&rec.Exceptions[i], "/exceptions/"+strconv.Itoa(i), ids, seen)
	}
}

// maxName is the most bytes of the name of a fact, competency or milestone.
const maxName = 300

func (c *recordChecker) names(at string, names []string) {
	for _, name := range names {
		if strings.TrimSpace(name) == "" {
			c.reportf(at, "empty_text", "name it, or remove it", "a name is empty")
		}
		c.length(at, name, maxName)
	}
}

func (c *recordChecker) exception(e *requirement.Exception, at string, ids map[string]int, seen map[string]bool) {
	switch {
	case e.ID == "":
		c.reportf(at, "missing_id", "", "the exception has no id")
	case seen[e.ID]:
		c.reportf(at+"/id", "duplicate_id", "give every exception an id of its own", "another exception has the id %q", e.ID)
	}
	seen[e.ID] = true
	c.length(at+"/id", e.ID, maxRecordID)
	institution, local, _ := strings.Cut(e.Program, "/")
	if institution == "" || local == "" {
		c.reportf(at+"/program", "missing_program", `write "institution/program"`, "the exception does not say which program it is for")
	}
	if e.Kind == "" {
		c.reportf(at+"/kind", "missing_kind", "", "the exception does not say what it does")
	}
	word(c, at, "kind", "kind of exception", e.Kind, requirement.ExceptionKinds())
	word(c, at, "what", "need of a requirement", e.What, requirement.Needs())
	if strings.TrimSpace(e.Reason) == "" {
		c.reportf(at+"/reason", "missing_reason", "say why", "the exception has no reason")
	}
	if strings.TrimSpace(e.Approver) == "" {
		c.reportf(at+"/approver", "missing_approver", "say who approved it", "nobody approved the exception")
	}
	if !e.Expires.IsZero() && e.Expires < e.ApprovedOn {
		c.reportf(at+"/expires", "inverted_dates", "exchange the two dates", "it expires on %s, before it was approved on %s", e.Expires, e.ApprovedOn)
	}
	if e.To != nil && e.To.Sign() < 0 {
		c.reportf(at+"/to", "negative_need", "", "nothing can become %s", *e.To)
	}
	if _, ok := ids[e.Line]; e.Line != "" && !ok {
		c.reportf(at+"/line", "unknown_line", "use the id of an attainment of this record", "there is no line %q", e.Line)
	}
	c.needs(e, at)
}

// needs reports what an exception of its kind must name.
func (c *recordChecker) needs(e *requirement.Exception, at string) {
	missing := func(is bool, key, code, what string) {
		if is {
			c.reportf(at+"/"+key, code, "", "%s", fmt.Sprintf("an exception of the kind %s says %s", e.Kind, what))
		}
	}
	switch e.Kind {
	case requirement.Force, requirement.Block, requirement.Pin:
		missing(e.Line == "", "line", "missing_line", "which line it is about")
	case requirement.Recredit:
		missing(e.Line == "", "line", "missing_line", "which line it is about")
		missing(e.To == nil, "to", "missing_to", "how many credits it counts")
	case requirement.Substitute:
		missing(e.Item == "", "item", "missing_item", "which item is replaced")
		missing(e.With == "", "with", "missing_with", "what replaces it")
	case requirement.Threshold:
		missing(e.What == "", "what", "missing_what", "which need it changes")
		missing(e.To == nil, "to", "missing_to", "what the need becomes")
	}
}
