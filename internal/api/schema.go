package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/compare"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/interop/csvtable"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// newRegistry teaches huma the domain's types: the domain knows nothing of
// OpenAPI.
func newRegistry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", schemaName)
	for domain, alias := range map[reflect.Type]reflect.Type{
		typeOf[calendar.Date]():           typeOf[dateSchema](),
		typeOf[credit.Amount]():           typeOf[amountSchema](),
		typeOf[credit.Quantity]():         typeOf[Quantity](),
		typeOf[ruleset.Version]():         typeOf[hashSchema](),
		typeOf[engine.Status]():           typeOf[statusSchema](),
		typeOf[engine.ReceivingStatus]():  typeOf[receivingSchema](),
		typeOf[record.Status]():           typeOf[recordStatusSchema](),
		typeOf[catalog.ItemKind]():        typeOf[itemKindSchema](),
		typeOf[catalog.InstitutionKind](): typeOf[institutionKindSchema](),
		typeOf[catalog.EvidenceKind]():    typeOf[evidenceSchema](),
		typeOf[agreement.Kind]():          typeOf[agreementKindSchema](),
		typeOf[agreement.Lifecycle]():     typeOf[lifecycleSchema](),
		typeOf[agreement.Basis]():         typeOf[basisSchema](),
		typeOf[agreement.Outcome]():       typeOf[outcomeSchema](),
		typeOf[agreement.AwardKind]():     typeOf[awardKindSchema](),
		typeOf[catalog.IssuerTier]():      typeOf[issuerTierSchema](),
		typeOf[verify.Truth]():            typeOf[truthSchema](),
		typeOf[verify.Period]():           typeOf[periodSchema](),
		typeOf[verify.Status]():           typeOf[credentialStatusSchema](),
		typeOf[verify.Severity]():         typeOf[severitySchema](),
		typeOf[verify.Role]():             typeOf[roleSchema](),
		typeOf[openbadge.Kind]():          typeOf[credentialKindSchema](),
	} {
		r.RegisterTypeAlias(domain, alias)
	}
	return r
}

// schemaName keeps apart what two rooms call alike.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case typeOf[agreement.Award]():
		return "RuleAward"
	case typeOf[requirement.Node]():
		return "Requirement"
	case typeOf[engine.Requirement]():
		return "AuditRequirement"
	case typeOf[engine.Use]():
		return "AuditUse"
	case typeOf[ruleset.Entry]():
		return "ChangeEntry"
	case typeOf[graphView]():
		return "Graph"
	case typeOf[intake.Report]():
		return "ImportReport"
	case typeOf[csvtable.Report]():
		return "TableReport"
	case typeOf[engine.Explanation]():
		return "RequirementExplanation"
	case typeOf[difference.Change]():
		return "DifferenceChange"
	case typeOf[difference.Side]():
		return "DifferenceSide"
	case typeOf[compare.Row]():
		return "ComparisonRow"
	case typeOf[verify.Summary]():
		return "CredentialSummary"
	case typeOf[verify.Check]():
		return "FactCheck"
	case typeOf[verify.Checks]():
		return "FactChecks"
	case typeOf[verify.Reason]():
		return "FactReason"
	case typeOf[verify.Proof]():
		return "ProofVerdict"
	case typeOf[verify.Nested]():
		return "NestedVerdict"
	case typeOf[verify.Trust]():
		return "IssuerTrust"
	}
	if t.PkgPath() == typeOf[proof.Problem]().PkgPath() {
		return "Proof" + t.Name()
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// Quantity is how an amount with its unit is written.
type Quantity struct {
	Amount string `json:"amount" doc:"Decimal, exact to four places." example:"7.5"`
	Exact  string `json:"exact,omitempty" doc:"The exact value as a fraction, where the decimal had to be rounded." example:"8/3"`
	Unit   string `json:"unit" example:"semester"`
}

type (
	dateSchema            string
	amountSchema          string
	hashSchema            string
	statusSchema          string
	receivingSchema       string
	recordStatusSchema    string
	itemKindSchema        string
	institutionKindSchema string
	evidenceSchema        string
	agreementKindSchema   string
	lifecycleSchema       string
	basisSchema           string
	outcomeSchema         string
	awardKindSchema       string

	issuerTierSchema       string
	truthSchema            string
	periodSchema           string
	credentialStatusSchema string
	severitySchema         string
	roleSchema             string
	credentialKindSchema   string
)

func (issuerTierSchema) Schema(huma.Registry) *huma.Schema { return words(catalog.IssuerTiers()) }

// Schema of what is true, false, or a word.
func (truthSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeBoolean},
		{Type: huma.TypeString, Enum: []any{string(verify.None), string(verify.Unknown)}},
	}, Description: "true, false, none where there is nothing to judge, unknown where it cannot be said."}
}

func (periodSchema) Schema(huma.Registry) *huma.Schema {
	return words([]verify.Period{verify.TimeValid, verify.Expired, verify.NotYetValid, verify.TimeUnknown})
}

func (credentialStatusSchema) Schema(huma.Registry) *huma.Schema {
	return words([]verify.Status{verify.StatusNone, verify.Active, verify.Suspended, verify.Revoked, verify.StatusUnknown})
}

func (severitySchema) Schema(huma.Registry) *huma.Schema {
	return words([]verify.Severity{verify.SeverityError, verify.SeverityWarning, verify.SeverityNote})
}

func (roleSchema) Schema(huma.Registry) *huma.Schema {
	return words([]verify.Role{verify.RoleEndorsement, verify.RoleInner})
}

func (credentialKindSchema) Schema(huma.Registry) *huma.Schema { return words(openbadge.Kinds()) }

func (dateSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2024-09-01"}}
}

func (amountSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeString, Pattern: `^-?[0-9]+(\.[0-9]+)?$|^-?[0-9]+/[0-9]+$`, Examples: []any{"3", "2.5", "8/3"},
		Description: "An exact amount of credit: a decimal, or a fraction where no decimal is exact. Requests may also write a JSON number, which is read by its digits.",
	}
}

func (hashSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^[0-9a-f]{64}$", Description: "Hash of the rules' content."}
}

func words[T ~string](list []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, w := range list {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}

func (statusSchema) Schema(huma.Registry) *huma.Schema       { return words(engine.Statuses()) }
func (recordStatusSchema) Schema(huma.Registry) *huma.Schema { return words(record.Statuses()) }
func (itemKindSchema) Schema(huma.Registry) *huma.Schema     { return words(catalog.ItemKinds()) }
func (evidenceSchema) Schema(huma.Registry) *huma.Schema     { return words(catalog.EvidenceKinds()) }

func (lifecycleSchema) Schema(huma.Registry) *huma.Schema { return words(agreement.Lifecycles()) }
func (basisSchema) Schema(huma.Registry) *huma.Schema     { return words(agreement.Bases()) }
func (outcomeSchema) Schema(huma.Registry) *huma.Schema   { return words(agreement.Outcomes()) }
func (awardKindSchema) Schema(huma.Registry) *huma.Schema { return words(agreement.AwardKinds()) }

func (agreementKindSchema) Schema(huma.Registry) *huma.Schema { return words(agreement.Kinds()) }

func (institutionKindSchema) Schema(huma.Registry) *huma.Schema {
	return words(catalog.InstitutionKinds())
}

func (receivingSchema) Schema(huma.Registry) *huma.Schema {
	return words([]engine.ReceivingStatus{
		engine.ReceivingSatisfied, engine.ReceivingWaiting, engine.ReceivingNeedsAssessment, engine.ReceivingPending,
		engine.ReceivingNoEquivalent, engine.ReceivingTakeAtReceiver, engine.ReceivingAbsent,
	})
}

func content(r huma.Registry, types map[string]reflect.Type) map[string]*huma.MediaType {
	out := map[string]*huma.MediaType{}
	for media, t := range types {
		out[media] = &huma.MediaType{Schema: r.Schema(t, true, "")}
	}
	return out
}

// tidy corrects what huma assumes of Go: lists that are never null, and
// structures that others may extend in later versions.
func tidy(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	tidy(s.Items)
	for _, p := range s.Properties {
		tidy(p)
	}
	if p, ok := s.AdditionalProperties.(*huma.Schema); ok {
		tidy(p)
	}
}
