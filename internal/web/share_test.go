package web_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// sharing is a visitor who has entered a badge with a result and two courses, and
// shares all of it.
func sharing(t *testing.T, world *webtest.World, grades string) (v *guest, link string) {
	t.Helper()
	v = guestAt(t, world)
	status, body := v.upload("badge.jwt", webtest.Badge(t, "Data Literacy", "Reads charts.", map[string]any{
		"result": []any{map[string]any{"type": []any{"Result"}, "value": "SECRETGRADE"}},
	}))
	must(t, status, body)
	status, body = v.send("/record/add", "lines", "CIS 110 Introduction 3 B+ Fall 2024 @ Riverbend Community College\nSTAT 210 Statistics 3 A- Fall 2025 @ Hilltop State University")
	must(t, status, body)
	form := []string{"title", "For my application", "holder", "Ana", "days", "30", "grades", grades}
	_, page := v.get("/shares")
	for _, rest := range strings.Split(page, `name="line" value="`)[1:] {
		id, _, _ := strings.Cut(rest, `"`)
		form = append(form, "line", id)
	}
	status, body = v.send("/shares", form...)
	must(t, status, body, "Your links", "For my application")
	return v, "/s/" + between(t, body, `href="/s/`, `"`)
}

func TestHiddenGradesAreNotStored(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for grades, want := range map[string]bool{"hide": false, "show": true} {
		_, link := sharing(t, world, grades)
		share, _, err := world.Service.Shared(t.Context(), strings.TrimPrefix(link, "/s/"))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(share.Body), `"B+"`) != want {
			t.Errorf("%s: the grade is stored: %t", grades, !want)
		}
		_, twin := guestAt(t, world).get(link + ".json")
		var answer struct {
			Items []app.SharedItem `json:"items"`
		}
		if err := json.Unmarshal([]byte(twin), &answer); err != nil {
			t.Fatal(err)
		}
		signed := 0
		for _, it := range answer.Items {
			if it.Credential != nil {
				signed++
			}
			if it.Grade != "" && !want {
				t.Errorf("a grade is shown: %+v", it)
			}
		}
		if (signed == 1) != want {
			t.Errorf("%s: %d credentials with a result", grades, signed)
		}
	}
}

// Task 9: the facts stand on the page, each for itself, with when they were checked.
func TestAnOutsiderSeesTheFacts(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	_, link := sharing(t, world, "show")
	resp, body := ask(t, http.MethodGet, world.URL+link, "", nil)
	must(t, resp.StatusCode, body, "Shared by Ana, who says so", "Signature good", "Key is the issuer’s", "Issuer trusted", "In its time", "Not revoked",
		"Checked on", "Assessment", "Level", "Data Literacy", "CIS 110", "Credit by the published rules of other institutions, as of 1 Sep 2026",
		"Hilltop State University", "elective only", "Report a problem", `<meta name="robots" content="noindex, nofollow">`, "1 is a signed credential that verifies, 2 are what the holder states")
	for name, want := range map[string]string{"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if resp.Header.Get("Set-Cookie") != "" {
		t.Error("an outsider gets a cookie")
	}
	at := between(t, body, link+"/credentials/", `"`)
	resp, credential := ask(t, http.MethodGet, world.URL+link+"/credentials/"+at, "", nil)
	if resp.Header.Get("Content-Type") != "application/vc+jwt" || !strings.HasPrefix(credential, "eyJ") || !strings.HasPrefix(resp.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v %.40s", resp.Header, credential)
	}
	for _, path := range []string{"/credentials/99", "/credentials/0", "/credentials/x"} {
		if resp, _ := ask(t, http.MethodGet, world.URL+link+path, "", nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
	en, es := values(t, world.URL+link+"?lang=en"), values(t, world.URL+link+"?lang=es")
	if en != es || en == "" {
		t.Errorf("the language changes numbers:\n%s\n%s", en, es)
	}
}

// What an agreement promises for one program alone is said as that, beside what the
// institution gives for every program; and a level stands with what is only stated.
func TestPromisesNameThePrograms(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	_, link := sharing(t, world, "hide")
	_, stack, err := world.Service.Shared(t.Context(), strings.TrimPrefix(link, "/s/"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i := range stack.Items {
		for _, p := range stack.Items[i].Promises {
			got[stack.Items[i].Code+" "+string(p.Institution)+" "+p.Program] = string(p.Status) + " " + p.As
		}
	}
	for key, want := range map[string]string{
		"CIS 110 hilltop ": "awarded_as_elective ", "CIS 110 hilltop hilltop/computer-science-bs": "awarded CS 110 Programming",
	} {
		if said, ok := got[key]; !ok || said != want {
			t.Errorf("%s: %q, want %q (of %v)", key, said, want, got)
		}
	}
	resp, body := ask(t, http.MethodGet, world.URL+link, "", nil)
	must(t, resp.StatusCode, body, "only for BS Computer Science", "CS 110 Programming", "lower division")
	resp, body = ask(t, http.MethodGet, world.URL+link+".csv", "", nil)
	must(t, resp.StatusCode, body, "promised_program", "hilltop/computer-science-bs")
	if name := resp.Header.Get("Content-Disposition"); strings.Contains(name, strings.TrimPrefix(link, "/s/")) {
		t.Errorf("the name of the file holds the secret: %s", name)
	}
}

// A name that turns the direction of writing does not turn the words of the page.
func TestANameCannotTurnThePage(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := guestAt(t, world)
	status, body := v.send("/record/add", "lines", "\u202eCIS 110 Java 3 B @ Riverbend Community College")
	must(t, status, body, "CIS 110")
	status, body = v.send("/shares", "title", "T\u2067itle", "holder", "Ana \u202e", "days", "30", "grades", "hide", "line", "line-1")
	must(t, status, body)
	_, page := guestAt(t, world).get("/s/" + between(t, body, `href="/s/`, `"`))
	for _, text := range []string{body, page} {
		if strings.ContainsAny(text, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
			t.Error("a character that turns the direction is on the page")
		}
	}
	must(t, http.StatusOK, page, "Shared by Ana", ", who says so", "Title")
}

// A forged record cannot borrow a signature: the line says what the credential says.
func TestASignatureIsNotBorrowed(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := guestAt(t, world)
	must2(t, v, webtest.Badge(t, "Attendance", "Was there.", nil))
	_, file := v.get("/record.json")
	forged := strings.Replace(file, "Attendance", "Doctor of Medicine", 1)
	status, body := v.upload("record.json", []byte(forged))
	must(t, status, body, "Attendance") // what was proved stays
	// Another line claims facts that no credential supports.
	status, body = v.upload("claims.json", []byte(`{"attainments":[{"id":"urn:x","institution":"Lakeside University","title":"BSc","evidence":"verified-credential",
		"attributes":{"credential.id":"urn:y","credential.verified":"true","credential.signature":"true","credential.issuerTrusted":"true"}}]}`))
	must(t, status, body)
	form := []string{"days", "7", "grades", "hide"}
	_, page := v.get("/shares")
	for _, rest := range strings.Split(page, `name="line" value="`)[1:] {
		id, _, _ := strings.Cut(rest, `"`)
		form = append(form, "line", id)
	}
	_, body = v.send("/shares", form...)
	status, body = guestAt(t, world).get("/s/" + between(t, body, `href="/s/`, `"`))
	must(t, status, body, "Attendance", "1 is a signed credential that verifies, 1 is what the holder states")
	if strings.Contains(body, "Doctor of Medicine") {
		t.Error("a forged title stands beside a good signature")
	}
	if n := strings.Count(body, "Signature good"); n != 1 {
		t.Errorf("%d signatures are good, want 1", n)
	}
}

func must2(t *testing.T, v *guest, badge []byte) {
	t.Helper()
	status, body := v.upload("badge.jwt", badge)
	must(t, status, body, "1 line was added.")
}

func TestAWithdrawnLinkIsGone(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v, link := sharing(t, world, "hide")
	_, page := v.get("/shares")
	id, key := between(t, page, `name="id" value="`, `"`), between(t, page, `class="secret">`, `<`)
	stranger := guestAt(t, world)
	if status, _ := stranger.send("/shares/withdraw", "id", id); status != http.StatusNotFound {
		t.Errorf("a stranger withdraws: %d", status)
	}
	// The key does it from another browser, after the session.
	status, body := stranger.send("/shares/key", "key", key)
	must(t, status, body, "For my application", "The link itself is not stored")
	if strings.Contains(body, link) {
		t.Error("the link is shown though it is not stored")
	}
	status, body = stranger.send("/shares/withdraw", "id", id)
	must(t, status, body, "The link is withdrawn", "withdrawn")
	for _, path := range []string{"", ".json", ".csv", "/credentials/1", "?lang=es"} {
		resp, body := ask(t, http.MethodGet, world.URL+link+path, "", nil)
		if resp.StatusCode != http.StatusGone || strings.Contains(body, "Data Literacy") || resp.Header.Get("X-Robots-Tag") == "" {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
	// Deleting everything withdraws what is left.
	_, link = sharing(t, world, "hide")
	w, link2 := sharing(t, world, "hide")
	status, body = w.send("/record/forget")
	must(t, status, body, "Everything is deleted")
	for path, want := range map[string]int{link2: http.StatusGone, link: http.StatusOK} {
		if resp, _ := ask(t, http.MethodGet, world.URL+path, "", nil); resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, want)
		}
	}
}

func TestAnExpiredLinkIsGone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	world := webtest.DemoAt(t, func() time.Time { return now })
	_, link := sharing(t, world, "hide")
	now = now.AddDate(0, 0, 29)
	if resp, _ := ask(t, http.MethodGet, world.URL+link, "", nil); resp.StatusCode != http.StatusOK {
		t.Errorf("after 29 days: %d", resp.StatusCode)
	}
	now = now.AddDate(0, 0, 1)
	if resp, body := ask(t, http.MethodGet, world.URL+link, "", nil); resp.StatusCode != http.StatusGone || !strings.Contains(body, "expired") {
		t.Errorf("after 30 days: %d", resp.StatusCode)
	}
}

func TestLinksAreNotGuessed(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	_, link := sharing(t, world, "hide")
	token := strings.TrimPrefix(link, "/s/")
	if len(token) != 43 {
		t.Errorf("a token of %d characters", len(token))
	}
	flip := map[byte]string{'A': "E"}
	last := flip[token[0]]
	if last == "" {
		last = "A"
	}
	for _, guess := range []string{
		last + token[1:], token[:42], token + "A", strings.ToUpper(token), "%00", "..", "a'%20OR%201=1--", strings.Repeat("A", 43), strings.Repeat("A", 100_00), "*", "%25",
	} {
		resp, body := ask(t, http.MethodGet, world.URL+"/s/"+guess, "", nil)
		if resp.StatusCode != http.StatusNotFound && resp.StatusCode != http.StatusTemporaryRedirect && resp.StatusCode != http.StatusMovedPermanently || strings.Contains(body, "Data Literacy") {
			t.Errorf("%.60s: %d", guess, resp.StatusCode)
		}
	}
	// What is kept is a hash: nobody who reads the table has the link.
	kept, _, err := world.Service.Shared(t.Context(), token)
	if err != nil || kept.Token != store.SecretOf(token) || strings.Contains(string(kept.Body), token) {
		t.Errorf("%v", err)
	}
	for text, want := range map[string]string{
		world.URL + link: link, "https://elsewhere.example" + link + "?lang=es": link, token: link, " " + token + "\n": link,
	} {
		resp, _ := ask(t, http.MethodGet, world.URL+"/s?"+query("link", text), "", nil)
		if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != want {
			t.Errorf("%q leads to %d %s", text, resp.StatusCode, resp.Header.Get("Location"))
		}
	}
	for _, text := range []string{"", "https://elsewhere.example/", "//evil.example/s/x", "javascript:alert(1)", "/s//evil.example"} {
		if resp, _ := ask(t, http.MethodGet, world.URL+"/s?"+query("link", text), "", nil); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d %s", text, resp.StatusCode, resp.Header.Get("Location"))
		}
	}
}

var postRoute = regexp.MustCompile(`s\.post\("([^"]+)"`)

// unsafeRoutes are all addresses that change something, as routes.go lists them.
func unsafeRoutes(t *testing.T) []string {
	t.Helper()
	source, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range postRoute.FindAllStringSubmatch(string(source), -1) {
		out = append(out, m[1])
	}
	const known = 10
	if len(out) < known {
		t.Fatalf("routes.go lists %d changes, want at least %d: %v", len(out), known, out)
	}
	return out
}

func TestNoChangeComesFromElsewhere(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, path := range unsafeRoutes(t) {
		for _, header := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}} {
			all := map[string]string{"Content-Type": formType}
			maps.Copy(all, header)
			if resp, _ := ask(t, http.MethodPost, world.URL+path, "lines=CIS+110", all); resp.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %v: %d", path, header, resp.StatusCode)
			}
		}
	}
	for _, form := range []string{"days=0&line=x", "days=9999&line=x", "days=x&line=x", "days=7", "days=7&line=unknown"} {
		if resp, _ := ask(t, http.MethodPost, world.URL+"/shares", form, map[string]string{"Content-Type": formType}); resp.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", form, resp.StatusCode)
		}
	}
}

// A server that cannot be reached is no sign of a forgery, and a forgery is not
// excused by one.
func TestAnUnreachedIssuerIsUnknown(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	badge := string(webtest.Badge(t, "Far away", "Text.", map[string]any{
		"result": []any{map[string]any{"type": []any{"Result"}, "value": "A"}}, // left out with the grades: the facts are those of the day
	}))
	parts := strings.Split(badge, ".")
	did := regexp.MustCompile(`did:key:[A-Za-z0-9]+`)
	for i := range 2 {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		parts[i] = base64.RawURLEncoding.EncodeToString(did.ReplaceAll(text, []byte("did:web:nobody.invalid")))
	}
	for text, unreached := range map[string]bool{
		strings.Join(parts, "."):          true,
		badge[:len(badge)-8] + "AAAAAAAA": false,
	} {
		v := guestAt(t, world)
		status, body := v.upload("badge.jwt", []byte(text))
		must(t, status, body)
		for _, grades := range []string{"show", "hide"} {
			_, body = v.send("/shares", "title", "T", "holder", "Ana", "days", "7", "grades", grades, "line", firstLine(t, v))
			status, body = v.get("/s/" + between(t, body, `href="/s/`, `"`))
			must(t, status, body)
			if got := strings.Contains(body, "no sign of a forgery"); got != unreached {
				t.Errorf("%s: unreached: %t, want %t", grades, got, unreached)
			}
		}
	}
}

// What was not passed is not chosen at first: that it was not is a grade too.
func TestFailedLinesAreNotChosenAtFirst(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	_, body := v.send("/record/add", "institution", "riverbend", "lines", "ENGL 101 Composition 3 [F]\nCIS 110 Java Programming 3 W\nMATH 151 Calculus I 5 B")
	if strings.Contains(body, "Composition 3") {
		t.Error("the mark in brackets was not read")
	}
	status, body := v.get("/shares")
	must(t, status, body)
	if n := strings.Count(body, `name="line"`); n != 3 {
		t.Fatalf("%d lines", n)
	}
	if n := len(regexp.MustCompile(`name="line" value="[^"]*" checked`).FindAllString(body, -1)); n != 1 {
		t.Errorf("%d lines are chosen at first, want the passed one", n)
	}
}

// The ledger of a line of one long word is no wider than the page.
func TestLongWordsWrapInTheLedger(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	tab := webtest.Open(t, webtest.Look{Width: 768})
	tab.Go(world.URL + "/record")
	tab.Do(
		chromedp.SetValue(chromedp.CSS("#lines"), "Donaudampfschifffahrtsgesellschaftskapitänsmützenherstellung 3 A\nSTAT-1010 Statistiek 5 ECTS 7.5 @ Hogeschool Noordhaven"),
		chromedp.Click(chromedp.CSS("form.add-lines button")), chromedp.WaitVisible(chromedp.CSS("#sheet")),
	)
	tab.Go(world.URL + "/results?target=hilltop/computer-science-bs")
	if over := tab.Overflow(); over > 0 {
		t.Errorf("the ledger is %d px too wide", over)
	}
}

// A title of one long word does not push the page wide.
func TestLongTitlesWrap(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	v := guestAt(t, world)
	long := strings.Repeat("Donaudampfschifffahrt", 9)
	status, body := v.send("/record/add", "lines", long+" @ "+long)
	must(t, status, body)
	_, body = v.send("/shares", "title", long, "holder", long, "days", "7", "grades", "show", "line", firstLine(t, v))
	link := world.URL + "/s/" + between(t, body, `href="/s/`, `"`)
	tab := webtest.Open(t, webtest.Look{Width: 320})
	tab.Go(world.URL + "/results?record=demo-maya&target=hilltop&add=hilltop/cs-255")
	tab.Do(
		chromedp.SetValue(chromedp.CSS("#keep-name"), strings.Repeat("W", 80)),
		chromedp.Click(chromedp.CSS("form.keep button")), chromedp.WaitVisible(chromedp.CSS(".kept")),
	)
	if over := tab.Overflow(); over > 0 {
		t.Errorf("the name of a what-if is %d px too wide", over)
	}
	tab.Go(link)
	if over := tab.Overflow(); over > 0 {
		t.Errorf("the outsider's page is %d px too wide", over)
	}
}
