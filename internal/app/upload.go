package app

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/assist"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/csvtable"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/wording"
)

// Format is a kind of file that Cairn takes in.
type Format string

// The formats.
const (
	FormatCatalogue Format = "catalogue" // Cairn's own files: institutions, items, programs, agreements
	FormatRecord    Format = "record"    // a learner's record
	FormatAssist    Format = "assist"    // an ASSIST agreement file
	FormatCSV       Format = "csv"       // a flat equivalency table; its agreements are drafts
)

// Formats lists the formats.
func Formats() []Format { return []Format{FormatCatalogue, FormatRecord, FormatAssist, FormatCSV} }

// Upload is one file that somebody sends.
type Upload struct {
	Format Format
	// Name tells YAML, JSON and CSV apart by its extension, and stands in
	// problems.
	Name string
	Data []byte
	// DryRun checks everything and writes nothing.
	DryRun bool
	// Expect is the rules version that the sender has seen; empty means any.
	Expect ruleset.Version
	// AcceptConflicts takes a catalogue although rules contradict one another.
	AcceptConflicts bool
}

// conflicts is the policy: catalogues are written by hand, all else is data.
func (u *Upload) conflicts() ConflictPolicy {
	switch {
	case u.Format != FormatCatalogue:
		return IgnoreConflicts
	case u.AcceptConflicts:
		return WarnOfConflicts
	}
	return RefuseConflicts
}

// Imported is what came of an upload.
type Imported struct {
	// Change is set for rules.
	Change *ruleset.Change
	// Record is set for a record; in a dry run its id and times are zero.
	Record *store.StoredRecord
	// Report counts what became of a foreign file's content, Table of an
	// equivalency table's.
	Report *intake.Report
	Table  *csvtable.Report
	// Warnings refuse nothing.
	Warnings diag.List
}

// Upload takes a file in, whole or not at all. Codes: malformed and invalid
// (with every problem and its place), too_large, unsupported, conflict,
// unavailable, internal.
func (s *Service) Upload(ctx context.Context, u Upload) (Imported, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return Imported{}, err
	}
	switch u.Format {
	case FormatCatalogue:
		set, positions, problems := catalogfile.Parse(u.Name, u.Data, catalogfile.Options{Base: &v.Set})
		return s.uploadRules(ctx, u, set, problems, Imported{}, positions.Attach)
	case FormatAssist:
		set, report, problems := assist.ImportData([]assist.Input{{Name: u.Name, Data: u.Data}}, assist.Options{Base: &v.Set})
		return s.uploadRules(ctx, u, set, problems, Imported{Report: &report}, nil)
	case FormatCSV:
		set, table, problems := csvtable.Import(bytes.NewReader(u.Data), u.Name, csvtable.Options{Base: &v.Set, Lifecycle: agreement.Draft})
		return s.uploadRules(ctx, u, set, problems, Imported{Table: &table}, nil)
	case FormatRecord:
		return s.uploadRecord(ctx, v, u)
	}
	return Imported{}, fault.New(fault.Unsupported, fmt.Sprintf("There is no format %q; the formats are %s.", u.Format, words(Formats())))
}

func (s *Service) uploadRules(ctx context.Context, u Upload, set ruleset.Set, problems diag.List, out Imported, locate func(diag.List) diag.List) (Imported, error) {
	if err := readFault(problems); err != nil {
		return Imported{}, err
	}
	if err := NothingToImport(&set, u.Name); err != nil {
		return Imported{}, err
	}
	change, warnings, err := s.Import(ctx, set, ImportOptions{
		DryRun: u.DryRun, Expect: u.Expect, Source: string(u.Format) + " upload", Conflicts: u.conflicts(), Locate: locate,
	})
	if err != nil {
		return Imported{}, err
	}
	out.Change, out.Warnings = &change, distinctProblems(append(problems, warnings...))
	return out, nil
}

func (s *Service) uploadRecord(ctx context.Context, v *View, u Upload) (Imported, error) {
	rec, problems := recordfile.Read(bytes.NewReader(u.Data), u.Name, v.recordOptions())
	if err := readFault(problems); err != nil {
		return Imported{}, err
	}
	problems = append(problems, s.Lower(&rec, nil)...)
	if u.DryRun {
		return Imported{Record: &store.StoredRecord{Record: rec}, Warnings: problems}, nil
	}
	stored, err := s.CreateRecord(ctx, rec)
	if err != nil {
		return Imported{}, err
	}
	return Imported{Record: &stored, Warnings: problems}, nil
}

// readFault is the fault of what a reader found: the text is broken, or what it
// says is wrong.
func readFault(problems diag.List) error {
	if !problems.HasErrors() {
		return nil
	}
	is := func(codes ...string) bool {
		return slices.ContainsFunc(problems, func(p diag.Problem) bool {
			return p.Severity == diag.Error && slices.Contains(codes, p.Code)
		})
	}
	switch {
	case is("file_too_large"):
		return fault.SayList(fault.TooLarge, wording.Of("fault.file_large", "The file is too large."), problems)
	case is("syntax", "invalid_utf8", "not_text", "too_deep", "not_json"):
		return fault.SayList(fault.Malformed, wording.Of("fault.file_unreadable", "The file cannot be read."), problems)
	}
	return fault.List(fault.Invalid, "The file has mistakes; nothing was changed.", problems)
}

// distinctProblems drops what two checks both found.
func distinctProblems(list diag.List) diag.List {
	list.Sort()
	return slices.Compact(list)
}

func words[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}
