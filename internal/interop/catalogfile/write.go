package catalogfile

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// File is one file of a written catalogue; Name uses forward slashes.
type File struct {
	Name string
	Data []byte
}

// Write writes the set as one document. [Load] reads back an equal set, and the
// same set gives the same bytes. The error is the writer's, or names a text
// that YAML cannot carry.
func Write(w io.Writer, set ruleset.Set) error {
	data, err := yamltext.Encode(shorten(set, indexCodes(&set)), style(), "")
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// Files writes the set as a folder: institutions/ID.yaml with the institution,
// its items and programs, agreements/ID-vVERSION.yaml with one version, and
// scales.yaml. An id that cannot be the name of a file is an error.
func Files(set ruleset.Set) ([]File, error) {
	var parts []part
	if len(set.Scales) > 0 {
		parts = append(parts, part{"scales", ruleset.Set{Scales: set.Scales}})
	}
	byInstitution := map[catalog.InstitutionID]*ruleset.Set{}
	of := func(id catalog.InstitutionID) *ruleset.Set {
		if byInstitution[id] == nil {
			byInstitution[id] = &ruleset.Set{}
		}
		return byInstitution[id]
	}
	for _, in := range set.Institutions {
		p := of(in.ID)
		p.Institutions = append(p.Institutions, in)
	}
	for _, it := range set.Items {
		p := of(it.Institution)
		p.Items = append(p.Items, it)
	}
	for _, pr := range set.Programs {
		p := of(pr.Institution)
		p.Programs = append(p.Programs, pr)
	}
	for id, p := range byInstitution {
		parts = append(parts, part{"institutions/" + string(id), *p})
	}
	for _, a := range set.Agreements {
		name := "agreements/" + string(a.ID) + "-v" + strconv.Itoa(a.Version)
		parts = append(parts, part{name, ruleset.Set{Agreements: []agreement.Agreement{a}}})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.name, b.name) })
	return encodeParts(parts, indexCodes(&set))
}

// maxName is the most bytes of a file's name that every file system takes,
// less the endings that are put behind it.
const maxName = 255 - len(".yaml.tmp")

// part is what goes into one file.
type part struct {
	name string
	set  ruleset.Set
}

func encodeParts(parts []part, index *codeIndex) ([]File, error) {
	files := make([]File, 0, len(parts))
	for i, p := range parts {
		if i > 0 && parts[i-1].name == p.name {
			return nil, fmt.Errorf("two parts of the catalogue would be written to %s.yaml", p.name)
		}
		if base := path.Base(p.name); strings.Count(p.name, "/") > 1 || base == "" || base[0] == '.' || base[0] == '-' {
			return nil, fmt.Errorf("%q cannot be the name of a file", p.name+".yaml")
		} else if len(base) > maxName {
			return nil, fmt.Errorf("%s….yaml: the name of a file has at most %d bytes, not %d", p.name[:40], maxName, len(base))
		}
		data, err := yamltext.Encode(shorten(p.set, index), style(), "")
		if err != nil {
			return nil, fmt.Errorf("%s.yaml: %w", p.name, err)
		}
		files = append(files, File{Name: p.name + ".yaml", Data: data})
	}
	return files, nil
}

// WriteDir writes [Files] into a folder, which is made where it is missing. All
// is encoded before the first byte is written, and each file appears whole or
// not at all. Files of an earlier export that the set no longer has stay.
func WriteDir(dir string, set ruleset.Set) error {
	files, err := Files(set)
	if err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // a catalogue is public
			return err
		}
		if err := replaceFile(name, f.Data); err != nil {
			return err
		}
	}
	return nil
}

func replaceFile(name string, data []byte) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil { //nolint:gosec // a catalogue is public
		return err
	}
	if err := os.Rename(tmp, name); err != nil {
		_ = os.Remove(tmp) // the first error is the one to report
		return err
	}
	return nil
}

// shorten returns the set with course codes in place of ids wherever the code,
// looked up as [Load] does, means that item alone.
func shorten(set ruleset.Set, index *codeIndex) ruleset.Set {
	out := set
	out.Agreements = slices.Clone(set.Agreements)
	out.Programs = slices.Clone(set.Programs)
	w := itemWalk{}
	w.visit = func(id *catalog.ItemID, inst catalog.InstitutionID) {
		if inst == "" || id.Institution() != inst {
			return
		}
		if code := index.codeOf(*id, w.day); code != "" {
			*id = catalog.ItemID(code)
		}
	}
	for i := range out.Agreements {
		out.Agreements[i] = cloneAgreement(out.Agreements[i])
		w.agreement(&out.Agreements[i], i)
	}
	for i := range out.Programs {
		out.Programs[i] = cloneProgram(out.Programs[i])
		w.program(&out.Programs[i], i)
	}
	return out
}
