package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/compare"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
)

// op describes an operation beyond what its types say.
type op struct {
	id, method, path, tag, summary, doc string

	// request and response are the bodies that handlers read and write
	// themselves, by media type.
	request, response map[string]reflect.Type
	// status is that of success; 0 means 200, 204 without a body.
	status int
	// faults are the codes of expected problems.
	faults []fault.Code
	// admin: only administrators may.
	admin bool
	// warns: the answer may have the header Cairn-Warnings.
	warns bool
}

// body is a single JSON body of a type.
func body[T any]() map[string]reflect.Type {
	return map[string]reflect.Type{jsonType: reflect.TypeFor[T]()}
}

// add registers an operation. Its handler returns faults; clients get problems.
func add[I, O any](s *Server, o op, handle func(context.Context, *I) (*O, error)) {
	h := huma.Operation{
		OperationID: o.id, Method: o.method, Path: o.path, Tags: []string{o.tag}, Summary: o.summary, Description: o.doc,
		DefaultStatus: o.status, RejectUnknownQueryParameters: true, Responses: map[string]*huma.Response{},
	}
	if o.admin {
		h.Security = []map[string][]string{{adminScheme: {}}, {}} // or nothing, from the same machine
		o.faults = append(slices.Clone(o.faults), fault.Forbidden)
	}
	huma.Register(s.api, h, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
	s.describe(o)
}

// register lists every operation.
func (s *Server) register() {
	s.registerCatalogue()
	s.registerAgreements()
	s.registerRecords()
	s.registerEvaluations()
	s.registerQuestions()
	s.registerVerifications()
	s.registerCredentials()
	s.registerRecognitions()
	s.registerIssuers()
	add(s, op{
		id: "import-file", method: http.MethodPost, path: "/v1/imports", tag: "Imports",
		summary:  "Take in a file, whole or not at all",
		doc:      "The body is the file. Every problem is answered, with its line and column. With dry_run nothing is written. A record that is stored answers 201 with its Location.",
		request:  fileTypes(),
		response: body[imported](),
		faults:   []fault.Code{fault.Malformed, fault.Conflict, fault.TooLarge, fault.Unsupported, fault.Invalid},
	}, s.importFile)
	add(s, op{
		id: "get-graph", method: http.MethodGet, path: "/v1/graph", tag: "Graph",
		summary: "Show what leads where",
		doc:     "Items, credentials, programs and rules as one graph, or the part of it around a focus. It shows; it never awards.",
		response: map[string]reflect.Type{
			jsonType: reflect.TypeFor[graphView](), "text/vnd.graphviz": reflect.TypeFor[string](), "text/vnd.mermaid": reflect.TypeFor[string](),
		},
		faults: []fault.Code{fault.NotFound, fault.Invalid},
	}, s.getGraph)
	add(s, op{
		id: "get-version", method: http.MethodGet, path: "/v1/version", tag: "System",
		summary: "Say which engine, rules and build answer",
	}, s.getVersion)
	add(s, op{
		id: "get-health", method: http.MethodGet, path: "/healthz", tag: "System",
		summary: "Say that the process is alive",
	}, s.alive)
	add(s, op{
		id: "get-readiness", method: http.MethodGet, path: "/readyz", tag: "System",
		summary: "Say whether the store answers and the rules are compiled",
		faults:  []fault.Code{fault.Unavailable},
	}, s.ready)
}

func fileTypes() map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for _, t := range importTypes {
		out[t] = reflect.TypeFor[string]()
	}
	return out
}

func (s *Server) registerCatalogue() {
	notFound, invalid := []fault.Code{fault.NotFound}, []fault.Code{fault.Invalid}
	add(s, op{
		id: "search", method: http.MethodGet, path: "/v1/search", tag: "Catalogue",
		summary: "Find items, programs and institutions by what people type",
		doc:     "Forgives blanks, hyphens and zeros in codes, accents, words cut short and typing mistakes; knows old codes and the names and abbreviations of institutions. Whole codes and names come first, then codes that begin so, then titles, then what is spelled otherwise. Each hit says why it was found.",
		faults:  []fault.Code{fault.NotFound, fault.Invalid},
	}, s.search)
	add(s, op{
		id: "list-institutions", method: http.MethodGet, path: "/v1/institutions", tag: "Catalogue",
		summary: "List institutions, by id", faults: invalid,
	}, s.listInstitutions)
	add(s, op{
		id: "get-institution", method: http.MethodGet, path: "/v1/institutions/{id}", tag: "Catalogue",
		summary: "Get an institution with its policy", faults: notFound,
	}, s.getInstitution)
	add(s, op{
		id: "list-items", method: http.MethodGet, path: "/v1/items", tag: "Catalogue",
		summary: "List items, by id", faults: invalid,
	}, s.listItems)
	add(s, op{
		id: "get-item", method: http.MethodGet, path: "/v1/items/{institution}/{item}", tag: "Catalogue",
		summary: "Get an item with its versions",
		doc:     "The id of an item is institution/item; its two parts are two segments of the path.", faults: notFound,
	}, s.getItem)
	add(s, op{
		id: "list-item-uses", method: http.MethodGet, path: "/v1/items/{institution}/{item}/uses", tag: "Catalogue",
		summary: "List where an item matters",
		doc:     "The rules that name it as a source, the rules that give it, and the programs that name it, in this order.",
		faults:  []fault.Code{fault.NotFound, fault.Conflict, fault.Invalid},
	}, s.listUses)
	add(s, op{
		id: "list-programs", method: http.MethodGet, path: "/v1/programs", tag: "Catalogue",
		summary: "List programs, by id, without their requirements", faults: invalid,
	}, s.listPrograms)
	add(s, op{
		id: "get-program", method: http.MethodGet, path: "/v1/programs/{institution}/{program}", tag: "Catalogue",
		summary: "Get a program with its requirements", faults: notFound,
	}, s.getProgram)
}

func (s *Server) registerAgreements() {
	add(s, op{
		id: "list-agreements", method: http.MethodGet, path: "/v1/agreements", tag: "Agreements",
		summary: "List versions of agreements, by id and version, without their rules", faults: []fault.Code{fault.Invalid},
	}, s.listAgreements)
	add(s, op{
		id: "get-agreement", method: http.MethodGet, path: "/v1/agreements/{id}", tag: "Agreements",
		summary: "Get one version of an agreement, without its rules", faults: []fault.Code{fault.NotFound, fault.Invalid},
	}, s.getAgreement)
	add(s, op{
		id: "list-agreement-rules", method: http.MethodGet, path: "/v1/agreements/{id}/rules", tag: "Agreements",
		summary: "List the rules of one version of an agreement, in its order",
		faults:  []fault.Code{fault.NotFound, fault.Conflict, fault.Invalid},
	}, s.listAgreementRules)
	add(s, op{
		id: "list-rules", method: http.MethodGet, path: "/v1/rules", tag: "Agreements",
		summary: "Find rules by source, award and receiver",
		doc:     "Wildcard rules name no item and are found by receiver only.",
		faults:  []fault.Code{fault.Conflict, fault.Invalid},
	}, s.listRules)
}

func (s *Server) registerRecords() {
	written := []fault.Code{fault.Malformed, fault.TooLarge, fault.Unsupported, fault.Invalid}
	guarded := []fault.Code{fault.NotFound, fault.PreconditionFailed, fault.PreconditionRequired}
	add(s, op{
		id: "create-record", method: http.MethodPost, path: "/v1/records", tag: "Records", status: http.StatusCreated,
		summary: "Store a record", request: body[record.Record](), response: body[storedRecord](), faults: written,
	}, s.createRecord)
	add(s, op{
		id: "list-records", method: http.MethodGet, path: "/v1/records", tag: "Records",
		summary: "List stored records, oldest first", faults: []fault.Code{fault.Invalid},
	}, s.listRecords)
	add(s, op{
		id: "get-record", method: http.MethodGet, path: "/v1/records/{id}", tag: "Records",
		summary: "Get a stored record", response: body[storedRecord](), faults: []fault.Code{fault.NotFound},
	}, s.getRecord)
	add(s, op{
		id: "replace-record", method: http.MethodPut, path: "/v1/records/{id}", tag: "Records",
		summary: "Replace a stored record", request: body[record.Record](), response: body[storedRecord](),
		faults: append(append([]fault.Code{}, written...), guarded...),
	}, s.putRecord)
	add(s, op{
		id: "delete-record", method: http.MethodDelete, path: "/v1/records/{id}", tag: "Records", status: http.StatusNoContent,
		summary: "Delete a stored record with its evaluations", faults: guarded,
	}, s.deleteRecord)
}

func (s *Server) registerEvaluations() {
	add(s, op{
		warns: true, id: "evaluate", method: http.MethodPost, path: "/v1/evaluations", tag: "Evaluations",
		summary: "Say what a record is worth at each target",
		doc:     "The answer is byte for byte what `cairn evaluate --json` prints. With save it is kept and answers 201 with its Location.",
		request: body[evaluateRequest](), response: body[engine.Result](),
		faults: []fault.Code{fault.Malformed, fault.NotFound, fault.UnknownRulesVersion, fault.TooLarge, fault.Unsupported, fault.Invalid},
	}, s.evaluateRecord)
	add(s, op{
		warns: true, id: "find-stacks", method: http.MethodPost, path: "/v1/stacks", tag: "Evaluations",
		summary: "Say what a record completes anywhere, and what it nearly does",
		doc:     "Each completed credential is an attainment for the next, until nothing is added. The answer is byte for byte what `cairn stacks --json` prints. Nothing is kept.",
		request: body[stackRequest](), response: body[engine.StackResult](),
		faults: []fault.Code{fault.Malformed, fault.NotFound, fault.UnknownRulesVersion, fault.TooLarge, fault.Unsupported, fault.Invalid},
	}, s.findStacks)
	add(s, op{
		id: "list-evaluations", method: http.MethodGet, path: "/v1/evaluations", tag: "Evaluations",
		summary: "List saved evaluations, newest first", faults: []fault.Code{fault.Invalid},
	}, s.listEvaluations)
	add(s, op{
		id: "get-evaluation", method: http.MethodGet, path: "/v1/evaluations/{id}", tag: "Evaluations",
		summary: "Get a saved evaluation, byte for byte as it was given", response: body[engine.Result](), faults: []fault.Code{fault.NotFound},
	}, s.getEvaluation)
}

func (s *Server) registerQuestions() {
	asked := []fault.Code{fault.Malformed, fault.NotFound, fault.UnknownRulesVersion, fault.TooLarge, fault.Unsupported, fault.Invalid}
	add(s, op{
		warns: true, id: "explain", method: http.MethodPost, path: "/v1/explanations", tag: "Evaluations",
		summary: "Say why a line, or a requirement, got its answer",
		doc:     "A line is explained at every target; a requirement, by its path, at one program. The answer is byte for byte what `cairn explain --json` prints.",
		request: body[explainRequest](), response: body[app.Explanation](), faults: asked,
	}, s.explain)
	add(s, op{
		id: "get-explanation", method: http.MethodGet, path: "/v1/explanations", tag: "Evaluations",
		summary:  "Say why a line of a stored record, or a requirement, got its answer",
		response: body[app.Explanation](), faults: []fault.Code{fault.NotFound, fault.Invalid},
	}, s.getExplanation)
	add(s, op{
		warns: true, id: "compare", method: http.MethodPost, path: "/v1/comparisons", tag: "Evaluations",
		summary: "Rank targets by what remains",
		doc:     "Complete programs first, then by least remaining credit in semester hours, then by most credit that counts, then by name; targets without requirements follow, by accepted credit. The answer is byte for byte what `cairn compare --json` prints.",
		request: body[compareRequest](), response: body[compare.Comparison](), faults: asked,
	}, s.compare)
	add(s, op{
		warns: true, id: "differ", method: http.MethodPost, path: "/v1/differences", tag: "Evaluations",
		summary: "Say what changed between two days, or since a saved answer, and why",
		doc:     "Equal answers have no changes. For two days the answer is byte for byte what `cairn diff --json` prints.",
		request: body[differRequest](), response: body[difference.Difference](), faults: asked,
	}, s.differ)
}
