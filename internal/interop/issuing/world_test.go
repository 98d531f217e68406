package issuing_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// now is the moment of every test.
var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// keys are made once: RSA keys take long.
var keys = sync.OnceValues(func() (issuing.Keys, error) {
	var out issuing.Keys
	for _, a := range issuing.Algorithms() {
		k, err := issuing.NewKey(rand.Reader, "key-"+a, a, now)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
})

// issuer is a college under an id.
func issuer(tb testing.TB, id string) *issuing.Issuer {
	tb.Helper()
	k, err := keys()
	if err != nil {
		tb.Fatal(err)
	}
	i := &issuing.Issuer{Settings: issuing.Settings{
		Institution: "riverbend", ID: id, Base: "https://badges.riverbend.example", Suspension: true, Renewal: true,
		Profile: issuing.Profile{Name: "Riverbend Community College", URL: "https://riverbend.example/", Email: "registrar@riverbend.example"},
	}}
	i.KeySet = append(i.KeySet, k...)
	return i
}

const (
	httpsID = "https://badges.riverbend.example/issuers/riverbend"
	webID   = "did:web:badges.riverbend.example:issuers:riverbend"
)

// award is a credential with everything in it.
func award() *issuing.Award {
	credits := credit.Frac(25, 2)
	i := issuing.Place{Purpose: "revocation", List: httpsID + "/status/1/revocation", Index: 4711}
	return &issuing.Award{
		ID: uuid.MustParse("01930000-0000-7000-8000-000000000001"),
		Achievement: issuing.Achievement{
			ID: "https://badges.riverbend.example/v1/programs/riverbend/data-analytics", Type: "Certificate",
			Name: "Certificate in Data Analytics", Description: "Statistics, programming & writing.",
			Criteria: "All of MATH 140, CIS 110; one of ENGL 101, ENGL 102.", CriteriaURL: "https://riverbend.example/da",
			Assessment: "Proctored examinations, marked by faculty.", Credits: &credits, Unit: credit.Semester, Level: "eqf:5",
			ESCO:             []issuing.Skill{{URI: "http://data.europa.eu/esco/skill/5fd5c985-eaaa-47aa-8314-62359c54505a", Name: "develop digital content"}},
			ONET:             []issuing.Skill{{Code: "2.A.1.e", Name: "Mathematics"}, {Code: "15-2051.00", Name: "Data Scientists"}},
			CASE:             []issuing.Skill{{Code: "6b5a6a3c-0d4f-11ee-be56-0242ac120002", URI: "https://case.example/uri/6b5a6a3c-0d4f-11ee-be56-0242ac120002", Name: "Interpret data", Framework: "State Standards"}},
			QualityAssurance: []issuing.Assurance{{Relation: "accredited", Name: "Higher Commission", URL: "https://commission.example/"}},
			Code:             "DA-C", Tags: []string{"data", "sql"}, Language: "en",
		},
		Recipient: issuing.Recipient{ID: "did:example:ann", Identity: "ann@example.org", Salt: "s1"},
		From:      now.Add(-time.Hour), Until: now.AddDate(3, 0, 0), Awarded: now.Add(-48 * time.Hour),
		Results:  []issuing.Result{{Name: "MATH 140", Value: "B+", URL: "https://badges.riverbend.example/v1/items/riverbend/math-140"}},
		Evidence: []issuing.Evidence{{Name: "MATH 140", Narrative: "4 semester credits, grade B+", Genre: "Course"}},
		Places:   []issuing.Place{i},
	}
}

// sign issues the award.
func sign(tb testing.TB, i *issuing.Issuer, a *issuing.Award, f issuing.Format) issuing.Signed {
	tb.Helper()
	doc, err := i.Document(a)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := i.Sign(tb.Context(), doc, f, now)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// published are the documents that the issuers serve, with lists in which the
// indexes are set.
func published(tb testing.TB, revoked []int64, issuers ...*issuing.Issuer) *documents.Files {
	tb.Helper()
	var files documents.Files
	add := func(address string, body []byte, err error) {
		if err == nil {
			err = files.Add(address, body, "")
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	for _, i := range issuers {
		body, err := i.Controller()
		add(i.ControllerURL(), body, err)
		list, err := i.StatusList(tb.Context(), 1, "revocation", i.ListEntries(), revoked, now.Add(-time.Minute))
		add(i.ListURL(1, "revocation"), list.Body, err)
	}
	set, err := issuing.KeySet(issuers)
	add("https://badges.riverbend.example"+issuing.KeySetPath, set, err)
	return &files
}

// judge verifies with Cairn.
func judge(tb testing.TB, files *documents.Files, data []byte, recipient ...string) *verify.Verdict {
	tb.Helper()
	v, err := verify.New(verify.Options{Documents: files}).Verify(tb.Context(), verify.Question{Data: data, Now: now, Recipient: recipient})
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func show(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// peer is the directory of the independent peer with its libraries installed.
func peer(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("CAIRN_VC_PEER")
	if dir == "" {
		tb.Skip("CAIRN_VC_PEER does not name a copy of ../shared/tools/vc-peer with its libraries (npm ci)")
	}
	return dir
}

// runPeer runs one of the peer's programs and returns what it prints.
func runPeer(tb testing.TB, args ...string) string {
	tb.Helper()
	contexts, err := filepath.Abs(filepath.Join("..", "..", "..", "..", "shared", "data", "credentials", "contexts"))
	if err != nil {
		tb.Fatal(err)
	}
	var errs bytes.Buffer
	c := exec.CommandContext(tb.Context(), "node", args...)
	c.Dir, c.Env, c.Stderr = peer(tb), append(os.Environ(), "CTX_DIR="+contexts), &errs
	out, err := c.Output()
	if err != nil && len(out) == 0 {
		tb.Fatal(err, errs.String())
	}
	return string(out)
}

// file writes a file for the peer.
func file(tb testing.TB, name string, data []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}
