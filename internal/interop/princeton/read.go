package princeton

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
)

// Unlimited is a max_counted that is not given.
const unlimited = 1 << 20

// file is a requirement file as read.
type file struct {
	top   req
	texts map[string]string // type, name, code, degree, year
	// majors that may not take the program, and how many courses it may share.
	excluded []string
	common   int // -1: not given
	notes    []string
}

// req is one requirement as read.
type req struct {
	name        string
	about       string
	minNeeded   int // -1: ALL
	maxCounted  int
	parts       []*req
	courses     []string
	excluded    []string
	areas       []string // dist_req
	numCourses  int
	unchecked   bool // no_req
	byTerm      int
	pdfs        int // -1: not given
	double      *bool
	common      int
	minGrade    int
	hasCourses  bool
	relationTip string
	made        bool // by the conversion, of several parts
}

// reader turns nodes into requirements and counts what it meets.
type reader struct {
	// Constructs counts every key, keys of the file itself after "file.".
	constructs map[string]int
	unknown    []string
}

// read reads a file; problems are those of the text.
func (r *reader) read(name string, data []byte) (*file, diag.List) {
	docs, problems := yamltext.Parse(data, name, yamltext.Limits{})
	if problems.HasErrors() || len(docs) == 0 {
		return nil, problems
	}
	f := &file{texts: map[string]string{}, common: -1}
	f.top = req{minNeeded: -1, maxCounted: unlimited, pdfs: -1, common: -1}
	for key, value := range pairs(docs[0]) {
		r.constructs["file."+key]++
		switch key {
		case "req_list":
			f.top.parts = r.list(value)
		case "type", "name", "code", "degree", "year":
			f.texts[key] = value.Value
		case "excluded_major", "excluded_majors", "excluded_minors":
			f.excluded = append(f.excluded, words(value)...)
		case "max_common_with_major":
			f.common = number(value, -1)
		case "pdfs_allowed":
			f.top.pdfs = number(value, -1)
		case "double_counting_allowed":
			f.top.double = yes(value)
		case "description", "explanation":
			f.notes = append(f.notes, strings.TrimSpace(value.Value))
		case "min_needed": // of the whole file: all of it is meant
		case "declaration_limit", "iw_required", "contacts", "urls":
		default:
			r.unknown = append(r.unknown, "file."+key)
		}
	}
	return f, problems
}

func (r *reader) list(n *yaml.Node) []*req {
	var out []*req
	for _, child := range n.Content {
		out = append(out, r.requirement(child))
	}
	return out
}

func (r *reader) requirement(n *yaml.Node) *req {
	q := &req{maxCounted: unlimited, pdfs: -1, common: -1}
	for key, value := range pairs(n) {
		r.constructs[key]++
		if !q.limits(key, value) && !r.contents(q, key, value) {
			r.unknown = append(r.unknown, key)
		}
	}
	return q
}

// contents reads what a requirement is made of.
func (r *reader) contents(q *req, key string, value *yaml.Node) bool {
	switch key {
	case "name":
		q.name = text(value)
	case "explanation", "description", "explantion", "note":
		if q.about == "" {
			q.about = strings.TrimSpace(text(value))
		}
	case "req_list":
		q.parts = r.list(value)
	case "course_list":
		q.courses, q.hasCourses = words(value), true
	case "excluded_course_list":
		q.excluded = words(value)
	case "dist_req":
		q.areas = words(value)
	case "num_courses":
		q.numCourses = number(value, 0)
	case "no_req":
		q.unchecked = true
	case "iw_relationship":
		q.relationTip = text(value)
	case "deadline", "no_crosslist", "iw_required": // given without a value, or for the planner's page
	default:
		return false
	}
	return true
}

// limits reads what limits a requirement.
func (q *req) limits(key string, value *yaml.Node) bool {
	switch key {
	case "min_needed":
		q.minNeeded = number(value, 0)
		if value.Value == "ALL" {
			q.minNeeded = -1
		}
	case "max_counted":
		q.maxCounted = number(value, unlimited)
	case "completed_by_semester":
		q.byTerm = number(value, 0)
	case "pdfs_allowed":
		q.pdfs = number(value, -1)
	case "double_counting_allowed", "double_counting_allowed_local":
		q.double = yes(value)
	case "max_common_with_major":
		q.common = number(value, -1)
	case "min_grade":
		q.minGrade = number(value, 0)
	default:
		return false
	}
	return true
}
