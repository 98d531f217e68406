package web_test

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// Pages that are drawn from a kept answer leave it as it is: what was kept first is
// said last, byte for byte, and so is what a page is made of.
func TestKeptAnswersStayAsTheyAre(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	drawn := func() map[string]string {
		out := map[string]string{}
		for _, path := range demoPages {
			if !strings.Contains(path, "record=demo-") || strings.HasPrefix(path, "/shares") {
				continue
			}
			_, out[path] = ask(t, "GET", world.URL+path, "", nil)
			for _, twin := range []string{"json", "csv"} {
				address := twinOf(path, twin)
				_, out[address] = ask(t, "GET", world.URL+address, "", nil)
			}
		}
		return out
	}
	first := drawn()
	held := world.Site.HeldAnswers()
	if held == 0 {
		t.Fatal("nothing is kept")
	}
	again := drawn()
	if world.Site.HeldAnswers() != held {
		t.Errorf("%d answers are kept, then %d", held, world.Site.HeldAnswers())
	}
	world.Site.ForgetAnswers()
	cold := drawn()
	for path := range first {
		if first[path] != again[path] || first[path] != cold[path] {
			t.Errorf("%s: the page is another one when its answer is kept", path)
		}
	}
}

func twinOf(path, twin string) string {
	before, query, _ := strings.Cut(path, "?")
	return before + "." + twin + "?" + query
}

// What is kept of a session goes with it, and stored records are not kept.
func TestKeptAnswersGoWithTheSession(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	site := v.world.Site
	v.send("/record/add", "lines", "CIS 110 3 A Fall 2024 @ Riverbend Community College")
	site.ForgetAnswers()
	status, body := v.get("/results?target=hilltop")
	must(t, status, body, "CIS 110")
	if site.HeldAnswers() != 1 {
		t.Fatalf("%d answers are kept of a session", site.HeldAnswers())
	}
	v.get("/results?target=hilltop")
	v.get("/results?record=demo-maya&target=hilltop")
	if site.HeldAnswers() != 2 {
		t.Fatalf("%d answers are kept of a session and a demo learner", site.HeldAnswers())
	}
	v.send("/record/forget")
	if site.HeldAnswers() != 1 {
		t.Errorf("%d answers are kept when the session is forgotten", site.HeldAnswers())
	}
}
