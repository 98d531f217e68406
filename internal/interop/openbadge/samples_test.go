package openbadge_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/strictjson"
)

func TestDump(t *testing.T) {
	for _, g := range []string{"1edtech-validator/*.json", "1edtech-validator/*/*.json", "clr/*.json", "peer-signed/*.json"} {
		files, _ := filepath.Glob(filepath.Join("../../../../shared/data/credentials", g))
		for _, f := range files {
			data, _ := os.ReadFile(f)
			v, p := strictjson.Tree(data, strictjson.TreeOptions{})
			if p != nil {
				fmt.Println(f, p)
				continue
			}
			m, _ := v.(map[string]any)
			c := openbadge.Credential{Doc: m}
			if c.Kind() == "" {
				continue
			}
			s, _ := openbadge.Schema(c)
			fmt.Println("==", filepath.Base(f), c.Kind())
			for _, p := range append(openbadge.Structure(c), s...) {
				fmt.Println("   ", p.Severity, p)
			}
		}
	}
}
