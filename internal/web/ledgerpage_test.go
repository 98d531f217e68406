package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

var (
	ledgerRow  = regexp.MustCompile(`id="line-([^"]+)"`)
	nextPage   = regexp.MustCompile(`<a rel="next" href="([^"]+)"`)
	balanceOf  = regexp.MustCompile(`(?s)<p class="balance">.*?</p>`)
	figuresOf  = regexp.MustCompile(`(?s)<dl class="figures">.*?</dl>`)
	pageWeight = 100 << 10
)

// A ledger of many lines comes in pages by links: each line stands on one of them, the
// totals on all, and paper has everything.
func TestLongLedgersArePaged(t *testing.T) {
	t.Parallel()
	v := guestAt(t, webtest.Demo(t))
	courses := []string{"CIS 110 Introduction to Computing 3 A", "MATH 151 Calculus I 5 B", "ENGL 101 Composition 3 F", "STAT 999 Unknown thing 3 B"}
	const lines = 230
	var pasted strings.Builder
	for i := range lines {
		fmt.Fprintf(&pasted, "%s Fall %d @ Riverbend Community College\n", courses[i%len(courses)], 1990+i%35)
	}
	v.send("/record/add", "lines", pasted.String())
	const first = "/results?target=hilltop%2Fcomputer-science-bs"
	_, whole := v.get(first + "&print=1")
	all := ledgerRow.FindAllStringSubmatch(whole, -1)
	if len(all) != lines || strings.Contains(whole, `class="paging"`) {
		t.Errorf("%d of %d lines are printed", len(all), lines)
	}
	var seen []string
	for address, pages := first, 0; address != ""; pages++ {
		status, body := v.get(address)
		if status != http.StatusOK || pages > lines {
			t.Fatalf("%s: %d on page %d", address, status, pages)
		}
		if len(body) > pageWeight {
			t.Errorf("%s weighs %d bytes", address, len(body))
		}
		if balanceOf.FindString(body) != balanceOf.FindString(whole) || figuresOf.FindString(body) != figuresOf.FindString(whole) || balanceOf.FindString(body) == "" {
			t.Errorf("%s: the totals are others", address)
		}
		for _, row := range ledgerRow.FindAllStringSubmatch(body, -1) {
			seen = append(seen, row[1])
		}
		next := nextPage.FindStringSubmatch(body)
		if address = ""; next != nil {
			address, _, _ = strings.Cut(strings.ReplaceAll(next[1], "&amp;", "&"), "#")
		}
	}
	var want []string
	for _, row := range all {
		want = append(want, row[1])
	}
	if !slices.Equal(seen, want) {
		t.Errorf("the pages show %d lines, the print %d", len(seen), len(want))
	}
	for _, odd := range []string{"-5", "9999999", "x"} {
		if status, body := v.get(first + "&lines=" + odd); status != http.StatusOK || len(ledgerRow.FindAllString(body, -1)) == 0 {
			t.Errorf("lines=%s: %d", odd, status)
		}
	}
}
