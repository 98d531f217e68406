package webtest

import (
	"strings"
	"testing"
)

const sound = `<!doctype html><html lang="en"><head><title>T</title></head><body><header></header><main><h1>H</h1>%s</main><footer></footer></body></html>`

// Every fault is found, and what is sound passes.
func TestValidate(t *testing.T) {
	t.Parallel()
	if got := Validate(strings.Replace(sound, "%s", `<p>a <a href="/x">b</a></p><ul><li><div>c</div></li></ul>`, 1), false); len(got) > 0 {
		t.Error(got)
	}
	for body, want := range map[string]string{
		`<p id="a"></p><p id="a"></p>`:        `the id "a" is given twice`,
		`<p class="a" class="b"></p>`:         ": class twice",
		`<p><div></div></p>`:                  "no phrasing",
		`<p><span></p></span>`:                "closes nothing",
		`<div>`:                               "closes nothing",
		`<h3>x</h3>`:                          "level 3 follows one of level 1",
		`<h2></h2>`:                           "is empty",
		`<h1>x</h1>`:                          "2 <h1>",
		`<ul><p>x</p></ul>`:                   "<p> may not stand in <ul>",
		`<div><li>x</li></div>`:               "<li> may not stand in <div>",
		`<a href="/x"><button>y</button></a>`: "both answer to a click",
		`<a href="#none">x</a>`:               "leads to nothing",
		`<a>x</a>`:                            "has no href",
		`<a href="javascript:x">y</a>`:        "runs a script",
		`<button></button>`:                   "has no name",
		`<input name="q">`:                    "has no label",
		`<label for="q">x</label>`:            "leads to nothing",
		`<p aria-labelledby="gone">x</p>`:     "leads to nothing",
		`<p aria-labeledby="x">x</p>`:         "unknown aria-labeledby",
		`<p role="buton">x</p>`:               "unknown role",
		`<p style="x">x</p>`:                  "style inline",
		`<p onclick="x">x</p>`:                "onclick inline",
		`<script>x</script>`:                  "has no src",
		`<img src="/x">`:                      "has no alt",
		`<table><thead><tr><th>x</th></tr></thead></table>`: "has no scope",
		`<table><tbody><tr><td>x</td></tr></tbody></table>`: "caption",
		`<details><p>x</p></details>`:                       "summary",
		`<section><h2>x</h2></section>`:                     "<section> has no name",
		`<svg><path d="M0 0"/></svg>`:                       "drawing has no name",
		`<svg aria-hidden="true"><use href="#gone"/></svg>`: "leads to nothing",
		`<time>x</time>`:                                    "has no datetime",
		`<p lang="xx">x</p>`:                                "unknown language",
		`<p tabindex="3">x</p>`:                             "tabindex",
		`<blink>x</blink>`:                                  "is not known",
		`<form action="/"><form action="/"></form></form>`:  "stands in a <form>",
	} {
		got := strings.Join(Validate(strings.Replace(sound, "%s", body, 1), false), "\n")
		if !strings.Contains(got, want) {
			t.Errorf("%s: want %q, got\n%s", body, want, got)
		}
	}
}
