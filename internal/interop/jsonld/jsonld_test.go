package jsonld

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/strictjson"
)

func read(tb testing.TB, text string) map[string]any {
	tb.Helper()
	tree, problems := strictjson.Tree([]byte(text), strictjson.TreeOptions{})
	document, isObject := tree.(map[string]any)
	if len(problems) > 0 || !isObject {
		tb.Fatal(text, problems)
	}
	return document
}

// badge is a document with room for more members, in the credential and in the
// achievement.
func badge(context, credential, achievement string) string {
	return `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"` + context + `],
	"id":"urn:uuid:00000000-0000-4000-8000-000000000001","type":["VerifiableCredential","OpenBadgeCredential"],
	"issuer":{"id":"https://a.example/","type":["Profile"],"name":"A"},"validFrom":"2026-01-01T00:00:00Z",
	"credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"urn:x:a","type":["Achievement"],"name":"N",
	"criteria":{"narrative":"C"}` + achievement + `}}` + credential + `}`
}

func problemsOf(err error) []string {
	var list diag.List
	if !errors.As(err, &list) {
		return nil
	}
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.Pointer + " " + p.Code
	}
	return out
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ context, credential, achievement, want string }{
		"sound":                    {"", "", `,"creditsAvailable":3.5,"tag":["a","b"]`, ""},
		"null is nothing":          {"", `,"validUntil":null`, "", ""},
		"undefined term":           {"", "", `,"transferableTo":"x"`, "/credentialSubject/achievement/transferableTo jsonld_undefined_term"},
		"undefined type":           {"", "", `,"creator":{"id":"urn:x:p","type":["Profil"]}`, "/credentialSubject/achievement/creator/type/0 jsonld_undefined_term"},
		"relative id":              {"", `,"evidence":[{"id":"e1","type":["Evidence"]}]`, "", "/evidence/0/id jsonld_relative_iri"},
		"relative reference":       {"", `,"credentialSchema":{"id":"schema.json","type":"JsonSchema"}`, "", "/credentialSchema/id jsonld_relative_iri"},
		"blank in IRI":             {"", `,"evidence":[{"id":"urn:a b","type":["Evidence"]}]`, "", "/evidence/0/id jsonld_bad_iri"},
		"angle in IRI":             {"", `,"evidence":[{"id":"urn:a>b","type":["Evidence"]}]`, "", "/evidence/0/id jsonld_bad_iri"},
		"blank node label":         {"", `,"evidence":[{"id":"_:b0","type":["Evidence"]}]`, "", "/evidence/0/id jsonld_not_in_rdf"},
		"direction":                {"", `,"description":{"@value":"x","@direction":"rtl"}`, "", "/description/@direction jsonld_direction"},
		"context with direction":   {`,{"@direction":"rtl"}`, "", "", "/@context jsonld_direction"},
		"term with direction":      {`,{"dirTerm":{"@id":"urn:x:d","@direction":"rtl"}}`, "", `,"dirTerm":"x"`, "/credentialSubject/achievement/dirTerm jsonld_direction"},
		"context with base":        {`,{"@base":"https://b.example/"}`, "", "", "/@context jsonld_unsupported"},
		"import":                   {`,{"@import":"https://b.example/"}`, "", "", "/@context jsonld_unsupported"},
		"unknown context":          {`,"https://b.example/c"`, "", "", "/@context jsonld_unknown_context"},
		"context null":             {`,null`, "", "", "/@context jsonld_bad_context"},
		"context number":           {`,1`, "", "", "/@context jsonld_bad_context"},
		"context in a circle":      {`,{"p":"q:x","q":"p:y"}`, "", "", "/@context jsonld_bad_context"},
		"included":                 {"", `,"@included":[{"id":"urn:x:i"}]`, "", "/@included jsonld_unsupported"},
		"index":                    {"", `,"@index":"i"`, "", "/@index jsonld_unsupported"},
		"reverse":                  {"", `,"@reverse":{"urn:x:r":{"id":"urn:x:i"}}`, "", "/@reverse jsonld_unsupported"},
		"set object":               {"", `,"evidence":{"@set":[]}`, "", "/evidence/@set jsonld_unsupported"},
		"keyword-like":             {"", `,"@foo":"x"`, "", "/@foo jsonld_undefined_term"},
		"value and more":           {"", `,"description":{"@value":"x","name":"y"}`, "", "/description/name jsonld_bad_value"},
		"two ids":                  {`,{"key":"@id"}`, `,"evidence":[{"id":"urn:x:1","key":"urn:x:2","type":["Evidence"]}]`, "", "/evidence/0/key jsonld_renamed_term"},
		"protected term":           {`,{"VerifiableCredential":"urn:x:vc"}`, "", "", "/@context jsonld_redefined_term"},
		"same definition":          {`,{"VerifiableCredential":{"@id":"https://www.w3.org/2018/credentials#VerifiableCredential"}}`, "", "", "/@context jsonld_redefined_term"},
		"extension":                {`,{"xt":"https://x.example/ns#","ects":"xt:ects"}`, "", `,"ects":3`, ""},
		"extension in scope":       {"", "", `,"@context":{"inScope":"urn:x:n"},"inScope":"y"`, ""},
		"redefined in scope":       {"", `,"credentialSchema":{"@context":{"type":"urn:x:t"},"id":"urn:x:s"}`, "", "/credentialSchema/@context jsonld_redefined_term"},
		"hidden by IRI":            {"", `,"https://www.w3.org/2018/credentials#validUntil":"2020-01-01T00:00:00Z"`, "", "/https:~1~1www.w3.org~12018~1credentials#validUntil jsonld_renamed_term"},
		"hidden by other term":     {`,{"until":"https://www.w3.org/2018/credentials#validUntil"}`, `,"until":"2020"`, "", "/until jsonld_renamed_term"},
		"hidden by vocab":          {`,{"@vocab":"https://www.w3.org/2018/credentials#"}`, `,"status":"x","credentialStatus2":"x"`, "", ""},
		"hidden by keyword":        {"", `,"evidence":[{"@id":"urn:x:1","type":["Evidence"]}]`, "", "/evidence/0/@id jsonld_renamed_term"},
		"hidden date":              {"", `,"validUntil":{"@value":"2020-01-01T00:00:00Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`, "", "/validUntil jsonld_bad_value"},
		"two ids without a word":   {`,{"a":"@id"}`, `,"evidence":[{"a":"urn:x:1","id":"urn:x:2","type":["Evidence"]}]`, "", "/evidence/0/a jsonld_renamed_term"},
		"free value":               {"", `,"@graph":[{"@value":"x"}]`, "", "/@graph/0 jsonld_bad_value"},
		"hidden type":              {"", `,"evidence":[{"type":["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Evidence"]}]`, "", "/evidence/0/type/0 jsonld_renamed_term"},
		"foreign IRI":              {"", `,"urn:x:extension":"x"`, "", ""},
		"credential in two places": {"", `,"evidence":[{"id":"urn:uuid:00000000-0000-4000-8000-000000000001","type":["Evidence","VerifiableCredential"],"validUntil":"2020-01-01T00:00:00Z"}]`, "", "/type/0 jsonld_split_credential"},
		"id by a prefix":           {`,{"u":{"@id":"urn:uuid:","@prefix":true}}`, `,"evidence":[{"id":"u:1","type":["Evidence"]}]`, "", "/evidence/0/id jsonld_renamed_term"},
		"id by a simple prefix":    {`,{"u":"urn:uuid:"}`, `,"evidence":[{"id":"u:1","type":["Evidence"]}]`, "", "/evidence/0/id jsonld_renamed_term"},
		"reference by a prefix":    {`,{"h":{"@id":"https://x.example/","@prefix":true}}`, "", `,"image":"h:1"`, "/credentialSubject/achievement/image jsonld_renamed_term"},
		"a prefix that is an IRI":  {`,{"https":{"@id":"https://x.example/","@prefix":true}}`, `,"evidence":[{"id":"https://y.example/1","type":["Evidence"]}]`, "", ""},
		"achievement in an endorsement": {"", `,"endorsement":[{"id":"urn:x:e","type":["VerifiableCredential","EndorsementCredential"],"name":"E",
			"credentialSubject":{"id":"urn:x:a","type":["EndorsementSubject","Achievement"],"creditsAvailable":3}}]`, "", "/endorsement/0/credentialSubject/type jsonld_split_credential"},
		"endorsement in an achievement": {"", `,"evidence":[{"id":"urn:x:b","type":["Achievement","EndorsementSubject"],"endorsementComment":"x"}]`, "", "/evidence/0/type jsonld_split_credential"},
		"two endorsements": {"", `,"endorsement":[{"id":"urn:x:e","type":["VerifiableCredential","EndorsementCredential"],"name":"E",
			"credentialSubject":{"id":"urn:x:a","type":["EndorsementSubject"]}},{"id":"urn:x:f","type":["VerifiableCredential","EndorsementCredential"],"name":"F",
			"credentialSubject":{"id":"urn:x:a","type":["EndorsementSubject"]}}]`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Default().ToRDF(read(t, badge(c.context, c.credential, c.achievement)))
			got := strings.Join(problemsOf(err), "\n")
			if !strings.HasPrefix(got, c.want) || (c.want == "") != (err == nil) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestSwappedTerms is an attack on readers of the JSON: the document's own context
// exchanges two terms, and the values are exchanged too, so that the statements
// stay the same.
func TestSwappedTerms(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		badge(`,{"name":"https://schema.org/description","description":"https://schema.org/name"}`, "", ""),
		strings.Replace(badge("", "", ""), `"id":"https://a.example/"`,
			`"@context":{"name":"https://schema.org/description"},"id":"https://a.example/"`, 1),
	} {
		if _, err := Default().ToRDF(read(t, text)); !slices.ContainsFunc(problemsOf(err), func(p string) bool {
			return strings.HasSuffix(p, CodeRedefinedTerm)
		}) {
			t.Errorf("%v in %s", err, text)
		}
	}
}

func TestSuppliedContexts(t *testing.T) {
	t.Parallel()
	document := read(t, badge(`,"https://x.example/c"`, "", `,"ects":3`))
	p, err := New(Options{Contexts: map[string][]byte{
		"https://x.example/c": []byte(`{"@context":{"ects":"https://x.example/ects"}}`),
		// It must not replace the embedded one.
		"https://www.w3.org/ns/credentials/v2": []byte(`{"@context":{"issuer":"https://x.example/nobody"}}`),
	}})
	if err != nil {
		t.Fatal(err)
	}
	quads, err := p.ToRDF(document)
	if err != nil || !strings.Contains(canonical(t, quads), `<https://x.example/ects> "3"`) || strings.Contains(canonical(t, quads), "nobody") {
		t.Error(err)
	}
	for _, broken := range []string{`{`, `{}`, `[]`} {
		_, err := New(Options{Contexts: map[string][]byte{"https://x.example/c": []byte(broken)}})
		if err == nil || !strings.Contains(err.Error(), "https://x.example/c") {
			t.Errorf("%s: %v", broken, err)
		}
	}
}

// TestContextsAreTheOriginals compares the embedded contexts with the copies of
// the test data.
func TestContextsAreTheOriginals(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(sharedCredentials, "contexts")
	data, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Skip("the contexts are not at ../shared/data/credentials beside the repository")
	}
	var index map[string]struct{ File string }
	if err := json.Unmarshal(data, &index); err != nil {
		t.Fatal(err)
	}
	for url, entry := range index {
		want, err := os.ReadFile(filepath.Join(dir, entry.File))
		if err != nil {
			t.Fatal(err)
		}
		if _, known := embedded[url]; !known {
			if url != "https://w3id.org/openbadges/v2" { // Open Badges 2.0 has no proofs
				t.Errorf("%s is not embedded", url)
			}
			continue
		}
		if diff := cmp.Diff(read(t, string(want))["@context"], Default().documents[url]); diff != "" {
			t.Errorf("%s differs:\n%s", url, diff)
		}
	}
}

// TestManyContexts: documents with ever new contexts do not fill the memory, and
// readers do not disturb one another.
func TestManyContexts(t *testing.T) {
	t.Parallel()
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for worker := range 4 {
		wait.Go(func() {
			for i := range 300 {
				text := badge(fmt.Sprintf(`,{"t%d":"urn:x:%d"}`, i, worker), "", fmt.Sprintf(`,"t%d":"v"`, i))
				quads, err := p.ToRDF(read(t, text))
				if err != nil || !strings.Contains(canonical(t, quads), fmt.Sprintf(`<urn:x:%d> "v"`, worker)) {
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	if kept := p.kept.Load(); kept > 2*maxKept {
		t.Errorf("%d definitions are kept", kept)
	}
	if _, err := p.ToRDF(read(t, badge(strings.Repeat(`,"https://www.w3.org/ns/did/v1"`, maxContexts), "", ""))); err == nil {
		t.Error("a document with too many contexts is read")
	}
}

// TestContextsThatCostTooMuch: one large context at the top, and small ones below
// that each copy it.
func TestContextsThatCostTooMuch(t *testing.T) {
	t.Parallel()
	var terms, nodes strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&terms, `"t%d":"urn:x:t","x%d":"urn:x:x",`, i, i)
	}
	for i := range 200 {
		fmt.Fprintf(&nodes, `{"@context":{"n%d":"urn:x:n"},"t1":1},`, i)
	}
	text := `{"@context":{` + strings.TrimSuffix(terms.String(), ",") + `},"t0":[` + strings.TrimSuffix(nodes.String(), ",") + `]}`
	_, err := Default().ToRDF(read(t, text))
	if got := problemsOf(err); len(got) == 0 || !strings.HasSuffix(got[0], "/@context jsonld_bad_context") {
		t.Errorf("%.300v", err)
	}
}

// FuzzToRDF: whatever is accepted is a sound dataset; nothing panics.
func FuzzToRDF(f *testing.F) {
	f.Add(badge("", "", ""))
	f.Add(badge(`,{"@vocab":"urn:x:","p":{"@id":"q:r","@container":"@list"},"q":"urn:q:"}`, `,"p":[1,true,"a",1.5]`, ""))
	f.Add(badge(`,{"l":{"@id":"urn:l","@container":"@language"},"j":{"@id":"urn:j","@type":"@json"}}`, `,"l":{"en":["a"],"@none":"b"},"j":{"b":[1]}`, ""))
	f.Add(`{"@context":{"a":{"@id":"urn:a","@context":{"b":"urn:b"}}},"@graph":[{"a":{"b":1}}]}`)
	for _, pattern := range []string{"peer-signed/*.json", "1edtech-validator/*.json", "clr/*.json", "w3c-vcdm2-tests/*.json"} {
		names, err := filepath.Glob(filepath.Join(sharedCredentials, filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, _ := strictjson.Tree([]byte(text), strictjson.TreeOptions{Depth: 30, Entries: 2000, Size: 1 << 16})
		document, isObject := tree.(map[string]any)
		if !isObject {
			return
		}
		quads, err := Default().ToRDF(document)
		if err != nil {
			if len(problemsOf(err)) == 0 {
				t.Fatalf("an error without problems: %v", err)
			}
			return
		}
		again, err := Default().ToRDF(document)
		if err != nil || cmp.Diff(quads, again) != "" {
			t.Fatal("another answer the second time", err)
		}
		checkSound(t, quads)
	})
}

// TestACredentialTwice: in a presentation each stands in a graph of its own, so that
// nothing of one could belong to the other; in a record of CLR 2.0 they share one.
func TestACredentialTwice(t *testing.T) {
	t.Parallel()
	const one = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:x:c",
	"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":"https://a.example/","credentialSubject":{"id":"urn:x:s","type":["AchievementSubject"]}}`
	presentation := `{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiablePresentation","verifiableCredential":[` + one + "," + one + `]}`
	if _, err := Default().ToRDF(read(t, presentation)); err != nil {
		t.Errorf("in a presentation: %v", err)
	}
	record := `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id":"urn:x:r","type":["VerifiableCredential","ClrCredential"],"issuer":"https://a.example/","credentialSubject":{"id":"urn:x:s","type":["ClrSubject"],"verifiableCredential":[` + one + "," + one + `]}}`
	_, err := Default().ToRDF(read(t, record))
	if got := strings.Join(problemsOf(err), " "); !strings.Contains(got, "/credentialSubject/verifiableCredential/1/type/0 jsonld_split_credential") {
		t.Errorf("in a record: %v", err)
	}
}

// TestNamesThatOlderContextsLack: what Cairn reads by name keeps its meaning also where
// the context of the document does not define it.
func TestNamesThatOlderContextsLack(t *testing.T) {
	t.Parallel()
	for context, want := range map[string]string{
		`{"awardedDate":"urn:x:d"}`: "/awardedDate jsonld_redefined_term",
		`{"awardedDate":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#awardedDate","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}}`: "",
	} {
		_, err := Default().ToRDF(read(t, `{"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context.json",`+context+`],
		"id":"urn:x:c","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":"https://a.example/","awardedDate":"2026-01-01T00:00:00Z","credentialSubject":{"id":"urn:x:s"}}`))
		if got := strings.Join(problemsOf(err), " "); got != want {
			t.Errorf("%s: %q, want %q", context, got, want)
		}
	}
}
