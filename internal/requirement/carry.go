package requirement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Carried is an exception as it counts under the version that a learner is held
// to.
type Carried struct {
	Exception
	// Index is the place in the list that was carried.
	Index int
	// FromVersion and FromPath are where it stood before it migrated; Migrated
	// says that one of them is another now.
	FromVersion, FromPath string
	Migrated              bool
	// Why is empty, or says why it cannot be carried; Fix is what to do then.
	Why, Fix string
}

// Carry brings the exceptions of a program to one of its versions: through every
// version in between, along Moved. An exception that names no version stands
// where its path does: in the version itself, else in the latest one before it
// that has the path. What cannot be carried keeps its path and says why; nothing
// is dropped. Exceptions of other programs are left out.
func Carry(p *Program, to *ProgramVersion, list []Exception) []Carried {
	var out []Carried
	for i := range list {
		if list[i].Program != p.ID {
			continue
		}
		c := carry(versionsUpTo(p, to), to, list[i])
		c.Index, c.FromVersion, c.FromPath = i, cmp.Or(c.FromVersion, list[i].Version), list[i].Path
		if c.Why != "" {
			c.Exception = list[i]
			c.Fix = adviseOn(to, &list[i])
		}
		c.Migrated = c.Why == "" && (c.FromVersion != "" && c.FromVersion != to.ID || c.FromPath != c.Path)
		out = append(out, c)
	}
	return out
}

// versionsUpTo are the versions before one, and it, oldest first.
func versionsUpTo(p *Program, to *ProgramVersion) []*ProgramVersion {
	var out []*ProgramVersion
	for _, v := range p.Each {
		if v.ID == to.ID || v.Catalog.From < to.Catalog.From {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b *ProgramVersion) int { return cmp.Compare(a.Catalog.From, b.Catalog.From) })
	return out
}

func carry(versions []*ProgramVersion, to *ProgramVersion, e Exception) Carried {
	at := standing(versions, &e)
	switch {
	case at < 0 && e.Version != "":
		return Carried{Why: fmt.Sprintf("it is for the version %s, which is not %s or one before it", e.Version, cmp.Or(to.ID, "the program's only one"))}
	case at < 0:
		return Carried{Why: fmt.Sprintf("the version %s has no requirement %q, nor has one before it", cmp.Or(to.ID, "in force"), e.Path)}
	}
	from := versions[at].ID
	for ; versions[at].ID != to.ID; at++ {
		e.Version = versions[at].ID
		kept, orphans := Migrate(e.Program, versions[at], versions[at+1], []Exception{e})
		if len(orphans) > 0 {
			return Carried{FromVersion: from, Why: orphans[0].Why}
		}
		e = kept[0]
	}
	if index(to)[e.Path] == nil {
		return Carried{FromVersion: from, Why: fmt.Sprintf("the version %s has no requirement %q", cmp.Or(to.ID, "in force"), e.Path)}
	}
	e.Version = to.ID
	return Carried{Exception: e, FromVersion: from}
}

// standing is the version in which an exception stands, or -1.
func standing(versions []*ProgramVersion, e *Exception) int {
	if e.Version != "" {
		return slices.IndexFunc(versions, func(v *ProgramVersion) bool { return v.ID == e.Version })
	}
	for i, v := range slices.Backward(versions) {
		if index(v)[e.Path] != nil {
			return i
		}
	}
	return -1
}

// adviseOn names the paths of a version that end as the one of the exception
// does.
func adviseOn(to *ProgramVersion, e *Exception) string {
	last := ending(e.Path)
	var near []string
	places, _ := Places(to.Requires, 0, 0)
	for _, p := range places {
		if ending(p.Path) == last && p.Path != e.Path && last != "" {
			near = append(near, fmt.Sprintf("%q", p.Path))
		}
	}
	if len(near) == 0 {
		return "approve it again for a requirement of this version, or remove it"
	}
	return "approve it again for " + strings.Join(near[:min(3, len(near))], " or ") + ", or remove it"
}

// ending is the last part of a path.
func ending(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
