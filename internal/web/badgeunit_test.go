package web_test

import (
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// A badge that states credits and no unit shows them with the words for it, and they
// do not count.
func TestCreditsWithoutAUnitSaySo(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	status, body := v.upload("badge.jwt", webtest.Badge(t, "Data Literacy", "Reads charts.", map[string]any{"creditsEarned": 3.5}))
	must(t, status, body, "1 line was added")
	_, body = v.get("/record")
	must(t, 200, body, `value="3.5"`, "credits (unit not stated)", "not counted: the badge does not say which credits")
	_, body = v.get("/record?lang=es")
	must(t, 200, body, "no se cuentan: la insignia no dice qué créditos son")
}
