package requirement

import (
	"fmt"
	"strings"
)

// Orphan is an exception whose requirement is no longer there, with the reason
// for people.
type Orphan struct {
	Exception Exception `json:"exception"`
	Why       string    `json:"why"`
}

// Migrate carries exceptions from one version of a program to the next: along
// Moved, else to the same path where that exists and still asks for the same
// kind of thing. Everything else is listed as an orphan; nothing is dropped.
// Exceptions of other programs are kept as they are.
func Migrate(program string, from, to *ProgramVersion, list []Exception) (kept []Exception, orphans []Orphan) {
	before, after := index(from), index(to)
	for _, e := range list {
		if e.Program != program || e.Version != "" && e.Version != from.ID {
			kept = append(kept, e)
			continue
		}
		path, why := follow(e.Path, to.Moved)
		node := after[path]
		switch {
		case why != "":
		case node == nil:
			why = fmt.Sprintf("the version %s has no requirement %q", to.ID, path)
		default:
			why = unfit(&e, before[e.Path], node)
		}
		if why != "" {
			orphans = append(orphans, Orphan{e, why})
			continue
		}
		e.Path, e.Version = path, to.ID
		kept = append(kept, e)
	}
	return kept, orphans
}

func index(v *ProgramVersion) map[string]*Node {
	out := map[string]*Node{}
	places, _ := Places(v.Requires, 0, 0)
	for _, p := range places {
		out[p.Path] = p.Node
	}
	return out
}

// follow applies the longest move that covers the path.
func follow(path string, moved map[string]string) (to, why string) {
	for prefix, rest := path, ""; ; {
		if target, ok := moved[prefix]; ok {
			if target == "" {
				return "", fmt.Sprintf("the requirement %q was removed", prefix)
			}
			return target + rest, ""
		}
		i := strings.LastIndexByte(prefix, '/')
		if i < 0 {
			return path, ""
		}
		prefix, rest = prefix[:i], path[i:]
	}
}

// unfit says why an exception makes no sense at the node it arrives at.
func unfit(e *Exception, old, now *Node) string {
	switch e.Kind {
	case Threshold:
		if !now.Asks(e.What) {
			return fmt.Sprintf("the requirement no longer asks for %s", e.What)
		}
	case Substitute:
		found := false
		for id := range now.Items {
			found = found || id == e.Item
		}
		if !found && old != nil {
			for id := range old.Items {
				if id == e.Item {
					return fmt.Sprintf("the requirement no longer names %s", e.Item)
				}
			}
		}
	}
	return ""
}

// Asks reports whether the node has the need, so that it can be changed.
func (n *Node) Asks(what Need) bool {
	switch what {
	case NeedItems:
		return n.Take != nil && n.Take.Items != 0
	case NeedCredits:
		return n.Take != nil && !n.Take.Credits.IsZero() || n.Choose != nil && n.Choose.Credits != ""
	case NeedCount:
		return n.Choose != nil && n.Choose.Count != 0
	case NeedDistinct:
		return n.Take != nil && n.Take.Distinct != nil
	case NeedGPA:
		return !n.GPA.IsZero()
	}
	return false
}
