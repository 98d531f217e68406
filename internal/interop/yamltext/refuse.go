package yamltext

import (
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/diag"
)

// nodeChecker refuses the parts of YAML that make a file mean something other
// than what it shows.
type nodeChecker struct {
	file     string
	depth    int
	problems diag.List
}

func (c *nodeChecker) check(n *yaml.Node, depth int) {
	switch {
	case depth > c.depth:
		c.add(n, "too_deep", fmt.Sprintf("nested more than %d levels deep", c.depth), "")
		return
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		c.add(n, "alias", "anchors and aliases (& and *) are not supported", "write the text out, or quote it")
		return
	case n.Style&yaml.TaggedStyle != 0:
		c.add(n, "tag", "tags such as "+n.Tag+" are not supported", "leave the tag out")
		return
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Tag == "!!merge" {
			c.add(child, "alias", "merge keys (<<) are not supported", "write the keys out")
		}
		c.check(child, depth+1)
		if len(c.problems) > 0 && c.problems[len(c.problems)-1].Code == "too_deep" {
			return
		}
	}
}

func (c *nodeChecker) add(n *yaml.Node, code, message, suggestion string) {
	c.problems = append(c.problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion,
		File: c.file, Line: max(n.Line, 1), Column: max(n.Column, 1),
	})
}
