package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const token = "0123456789abcdef0123456789"

func TestTheTokenOfTheAdministrator(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil { // whatever the umask says
			t.Fatal(err)
		}
		return path
	}
	good, open, short := write("good", token+"\n", 0o600), write("open", token, 0o640), write("short", "secret", 0o600)
	for _, c := range []struct {
		token, file string
		want        Secret
		words       string
	}{
		{"", "", "", ""},
		{token, "", token, ""},
		{"", good, token, ""},
		{token, good, "", "both"},
		{"hunter2", "", "", "7 characters"},
		{"0123456789 abcdef0123456789", "", "", "blank"},
		{"", open, "", "0640"},
		{"", short, "", "6 characters"},
		{"", dir, "", "not a file"},
		{"", filepath.Join(dir, "none"), "", "no such file"},
	} {
		loaded, err := Load(env(map[string]string{"CAIRN_ADMIN_TOKEN": c.token, "CAIRN_ADMIN_TOKEN_FILE": c.file}))
		var got Secret
		if err == nil {
			got, err = loaded.Administrator()
		}
		switch {
		case c.words == "" && (err != nil || got != c.want):
			t.Errorf("%+v: %v", c, err)
		case c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "hunter2")):
			t.Errorf("%+v: error %v", c, err)
		}
		if strings.Contains(loaded.String(), token) {
			t.Error("the token is shown")
		}
	}
}
