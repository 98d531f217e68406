package scenario_test

import (
	"path/filepath"
	"testing"

	"github.com/cairnproject/cairn/internal/scenario"
)

// fixtures are the scenario files that the product ships.
var fixtures = filepath.Join("..", "..", "fixtures", "scenarios")

func TestScenariosThroughTheEngine(t *testing.T) {
	t.Parallel()
	files, problems := scenario.Load(t.Context(), []string{fixtures})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for i := range files {
		t.Run(filepath.Base(files[i].Name), func(t *testing.T) {
			t.Parallel()
			outcomes, err := scenario.Run(t.Context(), scenario.Engine{}, files[i:i+1])
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range outcomes {
				if o.Pass {
					continue
				}
				t.Errorf("%s:%d: %s\n%s", o.File, o.Line, o.Case, scenario.Report(o))
			}
		})
	}
}
