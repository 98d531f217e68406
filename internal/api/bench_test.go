package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// largeWorld is a receiver with 5,000 rules from five senders: mostly one to
// one, every tenth needs two courses, every twentieth offers a choice.
func largeWorld() ruleset.Set {
	set := ruleset.Set{Institutions: []catalog.Institution{{ID: "recv", Name: "Receiver", Kind: catalog.FourYear, Unit: credit.Quarter}}}
	course := func(inst catalog.InstitutionID, n int) catalog.ItemID {
		id := catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, n))
		set.Items = append(set.Items, catalog.Item{ID: id, Institution: inst, Kind: catalog.Course, Versions: []catalog.ItemVersion{{
			Code: fmt.Sprintf("SUB%d %d", n%40, 100+n), Title: fmt.Sprintf("Course number %d", n), Credits: credit.Int(int64(3 + n%3)),
		}}})
		return id
	}
	var targets []catalog.ItemID
	for n := range 1000 {
		targets = append(targets, course("recv", n))
	}
	for s := range 5 {
		inst := catalog.InstitutionID(fmt.Sprintf("send%d", s))
		set.Institutions = append(set.Institutions, catalog.Institution{ID: inst, Name: "Sender " + string(inst), Kind: catalog.TwoYear, Unit: credit.Semester})
		a := agreement.Agreement{
			ID: agreement.ID("a-" + inst), Version: 1, Title: "Agreement", Kind: agreement.Articulation, Receiver: "recv",
			Senders: []catalog.InstitutionID{inst}, Lifecycle: agreement.Approved, Use: agreement.Shared, Credit: agreement.BySender,
			Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2024, 1, 1)},
		}
		for n := range 1000 {
			src := agreement.Expr{Item: course(inst, n)}
			other := agreement.Expr{Item: catalog.ItemID(fmt.Sprintf("%s/c-%d", inst, (n+1)%1000))}
			when := src
			switch {
			case n%10 == 0:
				when = agreement.Expr{All: []agreement.Expr{src, other}}
			case n%20 == 1:
				when = agreement.Expr{Any: []agreement.Expr{src, other}}
			}
			a.Rules = append(a.Rules, agreement.Rule{ID: fmt.Sprintf("r%d", n), When: &when, Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: targets[n]}}})
		}
		set.Agreements = append(set.Agreements, a)
	}
	set.Sort()
	return set
}

// transcript is a record of so many lines as a student system would send it.
func transcript(lines int) *record.Record {
	r := &record.Record{Learner: "l-1"}
	for i := range lines {
		n := i * 7 % 1000
		c := credit.Int(int64(3 + n%3))
		r.Attainments = append(r.Attainments, record.Attainment{
			Institution: "send0", Code: fmt.Sprintf("SUB%d %d", n%40, 100+n), Title: fmt.Sprintf("Course number %d", n),
			Attained: calendar.NewDate(2025, 5, 20), Credits: &c, Grade: "B+", Evidence: catalog.Transcript,
		})
	}
	return r
}

// benchHTTP sends the same request over loopback connections that stay open.
// Where fresh is set every body of the process differs in its last bytes, so that
// no kept answer serves.
func benchHTTP(b *testing.B, url, path string, body []byte, fresh bool) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	defer client.CloseIdleConnections()
	b.ReportAllocs()
	b.ResetTimer()
	before := cpuTime(b)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			sent := body
			if fresh {
				sent = append(bytes.Clone(body), different()...)
			}
			resp, err := client.Post(url+path, "application/json", bytes.NewReader(sent))
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				b.Fatalf("status %d", resp.StatusCode)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
	b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
}

// asked counts the fresh bodies of the whole process: a benchmark function is
// called several times, and its server keeps answers from one to the next.
var asked atomic.Int64

// different is a tail of blanks that no other call gives.
func different() []byte { return bytes.Map(blank, fmt.Appendf(nil, "%b", asked.Add(1))) }

// blank writes binary digits as two kinds of blank.
func blank(r rune) rune {
	if r == '1' {
		return '\t'
	}
	return ' '
}

// cpuTime is what the process, client and server, has used: on a machine that
// is busy with other work it compares better than the time that passed.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func evaluateBody(tb testing.TB, lines int) []byte {
	tb.Helper()
	body, err := json.Marshal(evaluateRequest{
		Record: transcript(lines), Targets: []engine.Target{{Institution: "recv"}}, AsOf: calendar.NewDate(2026, 3, 2),
	})
	if err != nil {
		tb.Fatal(err)
	}
	return body
}

// BenchmarkHTTP compares the evaluation endpoint, with everything around it,
// with an empty JSON handler on bare echo in the same run.
func BenchmarkHTTP(b *testing.B) {
	b.Run("empty-echo", func(b *testing.B) {
		e := echo.New()
		e.POST("/", func(c echo.Context) error { return c.JSON(http.StatusOK, struct{}{}) })
		s := httptest.NewServer(e)
		defer s.Close()
		benchHTTP(b, s.URL, "/", []byte("{}"), false)
	})
	set := largeWorld()
	w := setup(b, setupOptions{set: &set})
	for _, lines := range []int{1, 12, 40} {
		body := evaluateBody(b, lines)
		b.Run(fmt.Sprintf("evaluate-%d-lines", lines), func(b *testing.B) {
			benchHTTP(b, w.http.URL, "/v1/evaluations", body, true)
		})
		b.Run(fmt.Sprintf("again-%d-lines", lines), func(b *testing.B) {
			benchHTTP(b, w.http.URL, "/v1/evaluations", body, false)
		})
	}
}

// BenchmarkParts splits the time of an evaluation request.
func BenchmarkParts(b *testing.B) {
	set := largeWorld()
	w := setup(b, setupOptions{set: &set})
	body := evaluateBody(b, 12)
	read := func(b *testing.B) evaluateRequest {
		var req evaluateRequest
		if problems, _ := w.server.evaluate.Read(body, &req); len(problems) > 0 {
			b.Fatal(problems)
		}
		return req
	}
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			read(b)
		}
	})
	req := read(b)
	v, err := w.service.Current(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("prepare", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = v.PrepareRecord(req.Record)
		}
	})
	q := engine.Query{Record: *req.Record, Targets: req.Targets, AsOf: req.AsOf}
	result, err := v.Snapshot.Evaluate(q)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("evaluate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = v.Snapshot.Evaluate(q)
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			a := w.server.encode(&result)
			b.SetBytes(int64(len(a.body)))
			a.release()
		}
	})
	b.Run("handler", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sent := append(bytes.Clone(body), different()...)
			r := httptest.NewRequest(http.MethodPost, "/v1/evaluations", bytes.NewReader(sent))
			r.Header.Set("Content-Type", "application/json")
			rec := httptest.NewRecorder()
			w.server.ServeHTTP(rec, r)
			if rec.Code != http.StatusOK {
				b.Fatal(rec.Body)
			}
		}
	})
}
