package api

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cairnproject/cairn/internal/fault"
)

// apiVersion is the version of the interface, not of the program.
const apiVersion = "1.0.0"

// adminScheme is how administrators are told from others, in the document.
const adminScheme = "administrator"

// spec is the OpenAPI document, made once.
type spec struct{ json, yaml []byte }

// humaConfig leaves out what huma would add: its documentation page loads
// scripts from elsewhere, and its schema links change the answers.
func humaConfig() huma.Config {
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: json.Unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Cairn", Version: apiVersion,
				Description: "Stackable credentials and credit transfer: what a learner's record is worth, where, and why.\n\n" +
					"Errors are application/problem+json (RFC 9457) with a stable code. Lists are pages: follow Link rel=next or nextCursor. " +
					"Credits are decimal strings with their unit, never floats.",
				License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			},
			Tags: []*huma.Tag{
				{Name: "Evaluations", Description: "What a record is worth."},
				{Name: "Records", Description: "Learners' records."},
				{Name: "Catalogue", Description: "Institutions, items and programs."},
				{Name: "Agreements", Description: "Agreements and their rules."},
				{Name: "Credentials", Description: "Badges and other verifiable credentials."},
				{Name: "Issuers", Description: "What others need to verify the credentials that are issued here."},
				{Name: "Imports", Description: "Files in."},
				{Name: "Graph", Description: "What leads where."},
				{Name: "System", Description: "Health and version."},
			},
			Components: &huma.Components{Schemas: newRegistry(), SecuritySchemes: map[string]*huma.SecurityScheme{adminScheme: {
				Type: "http", Scheme: "bearer",
				Description: "The token of CAIRN_ADMIN_TOKEN. Where none is set, the request must come from the server's own machine, past no proxy.",
			}}},
		},
		Formats:       map[string]huma.Format{jsonType: format, "json": format},
		DefaultFormat: jsonType,
		Transformers:  []huma.Transformer{fromHuma},
	}
}

// describe completes what huma cannot see: the bodies that handlers read and
// write themselves, and the problems.
func (s *Server) describe(o op) {
	registry := s.api.OpenAPI().Components.Schemas
	doc := operationOf(s.api.OpenAPI().Paths[o.path], o.method)
	if o.request != nil {
		doc.RequestBody = &huma.RequestBody{Required: true, Content: content(registry, o.request)}
	}
	if o.response != nil {
		status := strconv.Itoa(cmp.Or(o.status, http.StatusOK))
		doc.Responses[status] = &huma.Response{
			Description: http.StatusText(cmp.Or(o.status, http.StatusOK)), Content: content(registry, o.response),
			Headers: doc.Responses[status].Headers,
		}
	}
	if o.warns {
		success := doc.Responses[strconv.Itoa(cmp.Or(o.status, http.StatusOK))]
		success.Headers = map[string]*huma.Param{warningsHeader: {
			Description: "Warnings about what was sent, as a list (RFC 9651): each code with its count, such as credential_not_verified;count=2. Absent where there are none.",
			Schema:      &huma.Schema{Type: huma.TypeString},
		}}
	}
	problem := map[string]*huma.MediaType{problemType: {Schema: registry.Schema(typeOf[Problem](), true, "")}}
	byStatus := map[int][]string{}
	for _, c := range o.faults {
		at := fault.HTTPStatus(fault.New(c, ""))
		byStatus[at] = append(byStatus[at], string(c))
	}
	for at, codes := range byStatus {
		slices.Sort(codes)
		doc.Responses[strconv.Itoa(at)] = &huma.Response{Description: "Code " + strings.Join(codes, " or ") + ".", Content: problem}
	}
	doc.Responses["default"] = &huma.Response{Description: "Any other problem.", Content: problem}
}

func operationOf(p *huma.PathItem, method string) *huma.Operation {
	switch method {
	case http.MethodPost:
		return p.Post
	case http.MethodPut:
		return p.Put
	case http.MethodDelete:
		return p.Delete
	}
	return p.Get
}

// document renders the OpenAPI document, once everything is registered.
func (s *Server) document() (spec, error) {
	doc := s.api.OpenAPI()
	schemas := doc.Components.Schemas.Map()
	delete(schemas, "ErrorModel") // huma's own error; clients never see it
	delete(schemas, "ErrorDetail")
	for _, schema := range schemas {
		tidy(schema)
	}
	asJSON, err := json.Marshal(doc)
	if err != nil {
		return spec{}, err
	}
	asYAML, err := doc.YAML()
	return spec{json: asJSON, yaml: asYAML}, err
}
