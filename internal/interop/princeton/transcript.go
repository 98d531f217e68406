package princeton

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Transcript is a verifier case: a program by its code and year, and the
// courses of each semester.
type Transcript struct {
	Code, Year string
	Pieces     []requirement.Piece
	// Settled are the places that the student chose for a course, by line, as
	// the file names them ("Major//2018//COS-BSE//Core Courses//Theory").
	Settled map[string][]string
}

type transcriptCourse struct {
	Name    string   `json:"name"`
	Area    *string  `json:"dist_area"`
	Settled []string `json:"settled"`
}

// ReadTranscript reads a "*.test" file: the code, the year, and semesters of
// courses as JSON. A course has one credit and no grade: it counts as expected.
func ReadTranscript(data []byte) (*Transcript, error) {
	lines := bytes.SplitN(data, []byte("\n"), 3)
	if len(lines) < 3 {
		return nil, fmt.Errorf("the code, the year and the semesters are expected, not %d lines", len(lines))
	}
	var terms [][]transcriptCourse
	if err := json.Unmarshal(lines[2], &terms); err != nil {
		return nil, err
	}
	t := &Transcript{
		Code: strings.TrimSpace(string(lines[0])), Year: strings.TrimSpace(string(lines[1])), Settled: map[string][]string{},
	}
	for i, term := range terms {
		for k, c := range term {
			p := piece(c)
			p.Line = fmt.Sprintf("%d-%d", i+1, k+1)
			p.Term, p.TermIndex = fmt.Sprintf("term %d", i+1), i+1
			t.Pieces = append(t.Pieces, p)
			t.Settled[p.Line] = c.Settled
		}
	}
	return t, nil
}

// piece reads "COS 351/ SOC 353 /WWS351" as one course under three codes.
func piece(c transcriptCourse) requirement.Piece {
	p := requirement.Piece{
		Institution: Institution, Home: true, Kind: catalog.Course, Credits: credit.Int(1), Expected: true,
	}
	for part := range strings.SplitSeq(c.Name, "/") {
		subject, number := split(part)
		if subject == "" {
			continue
		}
		p.Codes = append(p.Codes, requirement.PieceCode{Subject: subject, Number: number})
		p.Also = append(p.Also, catalog.ItemID(string(Institution)+"/"+strings.ToLower(subject+"-"+number)))
	}
	if len(p.Also) > 0 {
		p.Item = p.Also[0]
	}
	if c.Area != nil {
		p.Attributes = map[string]string{"area": *c.Area}
	}
	return p
}

// Expected is what the verifier of the files found, by name as in
// [Result.Paths]: the requirements that it shows and that need something, and
// whether they are satisfied. The top is "".
func Expected(data []byte) (map[string]bool, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	var courses json.RawMessage
	if err := dec.Decode(&courses); err != nil {
		return nil, err
	}
	var top expectedNode
	if err := dec.Decode(&top); err != nil {
		return nil, err
	}
	out := map[string]bool{}
	top.collect(strings.Count(top.Path, "//")+1, out)
	return out, nil
}

type expectedNode struct {
	Path      string         `json:"path_to"`
	Satisfied bool           `json:"satisfied"`
	Needed    int            `json:"min_needed"`
	Parts     []expectedNode `json:"req_list"`
}

// collect names a node by its path without the first parts, which name the
// program.
func (n *expectedNode) collect(skip int, out map[string]bool) {
	parts := strings.Split(n.Path, "//")
	if n.Needed > 0 {
		out[strings.Join(parts[min(skip, len(parts)):], "//")] = n.Satisfied
	}
	for i := range n.Parts {
		n.Parts[i].collect(skip, out)
	}
}
