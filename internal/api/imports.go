package api

import (
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/interop/csvtable"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// importTypes are the media types of files, and the names under which readers
// know them.
var importTypes = []string{"text/yaml", "application/yaml", jsonType, "text/csv", "text/tab-separated-values"}

func uploadName(media string) string {
	media, _, _ = strings.Cut(media, ";")
	switch strings.ToLower(strings.TrimSpace(media)) {
	case jsonType:
		return "upload.json"
	case "text/csv":
		return "upload.csv"
	case "text/tab-separated-values":
		return "upload.tsv"
	}
	return "upload.yaml"
}

type importInput struct {
	Request

	Format string `query:"format" required:"true" enum:"catalogue,record,assist,csv" doc:"What the file holds."`
	DryRun bool   `query:"dry_run" doc:"Check everything, report the difference, write nothing."`
	Accept bool   `query:"accept_conflicts" doc:"Take a catalogue although rules contradict one another; they become warnings."`
	Key    string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again."`
	Match  string `header:"If-Match" doc:"The rules version, in quotes, that the sender has seen; another one is refused with conflict."`
}

// imported is what came of an import.
type imported struct {
	Format string `json:"format"`
	DryRun bool   `json:"dryRun"`
	// Change is present for rules.
	Change *ruleset.Change `json:"change,omitempty" doc:"What an import of rules changes."`
	// Record is present for a record.
	Record   *importedRecord  `json:"record,omitempty" doc:"What an import of a record stores."`
	Report   *intake.Report   `json:"report,omitempty" doc:"What became of the content of a foreign file."`
	Table    *csvtable.Report `json:"table,omitempty" doc:"What became of an equivalency table; its agreements are drafts."`
	Warnings []ProblemDetail  `json:"warnings" doc:"Problems that refuse nothing."`
}

type importedRecord struct {
	ID    string `json:"id,omitempty" format:"uuid" doc:"Absent in a dry run."`
	Lines int    `json:"lines" doc:"How many attainments the record holds."`
}

func (s *Server) importFile(ctx context.Context, in *importInput) (*output, error) {
	buf := s.buffers.get()
	defer s.buffers.put(buf)
	if err := s.read(&in.Request, buf, importTypes...); err != nil {
		return nil, err
	}
	key := replayKey{"POST /v1/imports " + in.Format + " " + strconv.FormatBool(in.DryRun) + " " + strconv.FormatBool(in.Accept), in.Key}
	a, err := s.once.do(ctx, key, buf.Bytes(), func() (*answer, error) {
		// Readers may keep parts of the text; the buffer is used again.
		data := append([]byte{}, buf.Bytes()...)
		out, err := s.service.Upload(s.storing(ctx, &in.Request), app.Upload{
			Format: app.Format(in.Format), Name: uploadName(in.ctx.Header("Content-Type")), Data: data,
			DryRun: in.DryRun, Expect: ruleset.Version(strings.Trim(in.Match, `"`)), AcceptConflicts: in.Accept,
		})
		if err != nil {
			return nil, err
		}
		return importAnswer(in, &out)
	})
	if err != nil {
		return nil, err
	}
	return a.output(), nil
}

func importAnswer(in *importInput, out *app.Imported) (*answer, error) {
	body := imported{Format: in.Format, DryRun: in.DryRun, Change: out.Change, Report: out.Report, Table: out.Table, Warnings: []ProblemDetail{}}
	for _, w := range out.Warnings {
		body.Warnings = append(body.Warnings, detailOf(w))
	}
	status, location := 200, ""
	if out.Record != nil {
		body.Record = &importedRecord{Lines: len(out.Record.Record.Attainments)}
		if out.Record.ID != uuid.Nil {
			body.Record.ID = out.Record.ID.String()
			status, location = 201, "/v1/records/"+body.Record.ID
		}
	}
	a, err := jsonAnswer(status, body)
	if err != nil {
		return nil, err
	}
	a.location = location
	return a, nil
}
