package app

import (
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// NothingToImport is the fault of files that hold no entry: an empty file or
// folder, or one of another kind. An import that changes nothing because all is
// there already is none. Name stands for the files.
func NothingToImport(set *ruleset.Set, name string) error {
	if len(set.Scales)+len(set.Institutions)+len(set.Items)+len(set.Programs)+len(set.Agreements) > 0 {
		return nil
	}
	return fault.List(fault.Invalid, "There is nothing to import.", diag.List{{
		Code: "nothing_to_import", Message: "no institution, item, program, agreement or scale was found", File: name, Line: 1, Column: 1,
		Suggestion: "check the path, the format and that the file is not empty",
	}})
}
