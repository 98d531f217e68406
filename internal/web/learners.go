package web

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/scenario"
)

// learner is a demo learner, chosen with record=demo-NAME.
type learner struct {
	id, name string
	record   record.Record
}

// readLearners reads the demo learners, by name.
func readLearners(set *ruleset.Set) ([]learner, error) {
	entries, err := fs.ReadDir(fixtures.FS, fixtures.Records)
	if err != nil {
		return nil, fault.From(err)
	}
	var out []learner
	for _, e := range entries {
		rec, err := readLearner(set, e.Name())
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		out = append(out, learner{id: "demo-" + name, name: name, record: rec})
	}
	return out, nil
}

func readLearner(set *ruleset.Set, name string) (rec record.Record, err error) {
	f, err := fixtures.FS.Open(path.Join(fixtures.Records, name))
	if err != nil {
		return rec, fault.From(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	rec, problems := recordfile.Read(f, name, recordfile.Options{Units: scenario.Units(set)})
	if problems.HasErrors() {
		return rec, fault.List(fault.Internal, "A demo record has mistakes.", problems)
	}
	return rec, nil
}
