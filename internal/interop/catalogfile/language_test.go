package catalogfile

import (
	"bytes"
	stdcmp "cmp"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// One file shows every construct as a registrar writes it; the golden shows
// how it is kept, and what each requirement says.
func TestLanguageIsWrittenInOneForm(t *testing.T) {
	t.Parallel()
	set := loadClean(t, "testdata/language.yaml")
	var b bytes.Buffer
	if err := Write(&b, ruleset.Set{Programs: set.Programs}); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/language.golden", b.Bytes())
	golden(t, "testdata/language.sentences", []byte(sentences(&set)))

	var whole bytes.Buffer
	if err := Write(&whole, set); err != nil {
		t.Fatal(err)
	}
	again, _, problems := Parse("again.yaml", whole.Bytes(), Options{})
	if problems.HasErrors() {
		t.Fatal(problems.Error())
	}
	if diff := cmp.Diff(set, again); diff != "" {
		t.Errorf("load after write (-before +after):\n%s", diff)
	}
	for i := range set.Programs {
		if set.Programs[i].Hash() != again.Programs[i].Hash() {
			t.Errorf("%s: the hash changed by writing and loading", set.Programs[i].ID)
		}
	}
}

func sentences(set *ruleset.Set) string {
	codes := map[catalog.ItemID]string{}
	for i := range set.Items {
		codes[set.Items[i].ID] = stdcmp.Or(set.Items[i].Latest().Code, set.Items[i].Latest().Title)
	}
	name := func(id catalog.ItemID) string { return codes[id] }
	var b strings.Builder
	for i := range set.Programs {
		for _, v := range set.Programs[i].Each {
			b.WriteString("# " + set.Programs[i].ID + " " + v.ID + "\n")
			places, _ := requirement.Places(v.Requires, 0, 0)
			for _, p := range places {
				b.WriteString(p.Path + ": " + p.Node.Sentence(name) + "\n")
			}
		}
	}
	return b.String()
}

// Every mistake is reported at the place where it was written, in the sugar
// that was used.
func TestLanguageMistakesHavePlaces(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/mistakes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, _, problems := Parse("mistakes.yaml", data, Options{})
	lines := strings.Split(string(data), "\n")
	want := map[string]int{} // "line code" → times
	for i, line := range lines {
		if _, codes, ok := strings.Cut(line, "#! "); ok {
			for code := range strings.FieldsSeq(codes) {
				want[strconv.Itoa(i+1)+" "+code]++
			}
		}
	}
	got := map[string]int{}
	for _, p := range problems {
		if p.Column < 1 || p.Message == "" {
			t.Errorf("no place or no words: %+v", p)
		}
		got[strconv.Itoa(p.Line)+" "+p.Code]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems by line (-want +got):\n%s\n%s", diff, problems.Error())
	}
}
