package verify_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

func shared(tb testing.TB, parts ...string) string {
	tb.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "..", "shared", "data", "credentials"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("%s is not beside the repository; only invented credentials are tested", path)
	}
	return path
}

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestThin(t *testing.T) {
	dir := shared(t, "peer-signed")
	var files documents.Files
	if err := files.AddDir(dir); err != nil {
		t.Fatal(err)
	}
	v := verify.New(verify.Options{Documents: &files})
	all, _ := filepath.Glob(dir + "/*.jwt")
	for _, f := range append(all, dir+"/baked-jwt.png", dir+"/plain.png", dir+"/valid-didkey-eddsa.json") {
		data, _ := os.ReadFile(f)
		out, err := v.Verify(t.Context(), verify.Question{Data: data, Now: now})
		if err != nil {
			t.Error(f, err)
			continue
		}
		b, _ := json.MarshalIndent(out, "", " ")
		fmt.Println(filepath.Base(f), string(b))
	}
}
