//go:build unix

package verify_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/interop/dataintegrity"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// peerRounds is how often the two sides take turns, peerTurn how long each works,
// so that what else the machine does falls on both alike.
const (
	peerRounds = 5
	peerTurn   = 2 * time.Second
)

// BenchmarkAgainstPeer measures the peer and this package on the peer's own badge
// in one run: make bench-vc, which puts both on one core. The peer checks the
// proof; "verdict" answers every fact, "proof" does what the peer does. The times
// are processor time of each side's process, the median of the turns; the peer's
// start and its first twenty verifications are not counted.
func BenchmarkAgainstPeer(b *testing.B) {
	dir := os.Getenv("CAIRN_VC_PEER")
	if dir == "" {
		b.Skip("CAIRN_VC_PEER does not name a copy of ../shared/tools/vc-peer with its libraries (make peer)")
	}
	file, err := filepath.Abs(shared(b, "peer-signed", "valid-didkey-eddsa.json"))
	if err != nil {
		b.Fatal(err)
	}
	data := read(b, file)
	v := verify.New(verify.Options{Documents: nothing()})
	verdict := func() {
		out, err := v.Verify(b.Context(), verify.Question{Data: data, Now: now})
		if err != nil || !out.Verified {
			b.Fatal(err, out)
		}
	}
	proof := func() { proofOnly(b, data) }
	var theirs, whole, alike []float64
	for b.Loop() {
		start, _ := peerTurns(b, dir, file, 0)
		for range peerRounds {
			spent, n := peerTurns(b, dir, file, peerTurn)
			theirs = append(theirs, (spent-start)/float64(n))
			whole = append(whole, ownTurn(b, verdict))
			alike = append(alike, ownTurn(b, proof))
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(1000*middle(theirs), "peer-ms")
	b.ReportMetric(1000*middle(whole), "verdict-ms")
	b.ReportMetric(1000*middle(alike), "proof-ms")
	b.ReportMetric(middle(theirs)/middle(whole), "verdict-times-faster")
	b.ReportMetric(middle(theirs)/middle(alike), "proof-times-faster")
}

// proofOnly checks the proof of a badge of a did:key, from its text.
func proofOnly(b *testing.B, data []byte) {
	b.Helper()
	tree, _ := strictjson.Tree(data, strictjson.TreeOptions{})
	results, err := dataintegrity.Verify(b.Context(), member(object{"": tree}, ""), dataintegrity.Options{Keys: didKeys{}})
	if err != nil || len(results) != 1 || !results[0].Verified {
		b.Fatal(err, results)
	}
}

// didKeys finds the key that a did:key spells out.
type didKeys struct{}

// Key implements dataintegrity.KeyResolver.
func (didKeys) Key(_ context.Context, method string) (dataintegrity.Key, error) {
	did, fragment, _ := strings.Cut(method, "#")
	public, err := vckeys.Multikey(fragment)
	return dataintegrity.Key{ID: method, Controller: did, Public: public}, err
}

// peerTurns lets the peer verify for a while and returns the processor seconds of
// its process and the number of verifications.
func peerTurns(b *testing.B, dir, file string, turn time.Duration) (seconds float64, n int) {
	b.Helper()
	contexts, err := filepath.Abs(shared(b, "contexts"))
	if err != nil {
		b.Fatal(err)
	}
	c := exec.CommandContext(b.Context(), "node", "bench.mjs", file, strconv.FormatFloat(turn.Seconds(), 'f', -1, 64))
	c.Dir, c.Env, c.Stderr = dir, append(os.Environ(), "CTX_DIR="+contexts), os.Stderr
	text, err := c.Output()
	if err != nil {
		b.Fatal(err)
	}
	var out struct{ N int }
	if err := json.Unmarshal(text, &out); err != nil {
		b.Fatal(err)
	}
	return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(), out.N
}

// ownTurn works for a turn and returns the processor seconds of one operation.
func ownTurn(b *testing.B, work func()) float64 {
	b.Helper()
	n, before := 0, processorTime(b)
	for start := time.Now(); time.Since(start) < peerTurn; n++ {
		work()
	}
	return (processorTime(b) - before) / float64(n)
}

func processorTime(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
