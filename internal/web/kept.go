package web

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// keptKey is where the session holds the what-ifs that were saved by name.
const keptKey = "whatifs"

// The bounds of saved what-ifs.
const (
	maxKept      = 30
	maxKeptName  = 80
	maxKeptState = 8 << 10
)

// kept is a what-if under a name: its address, not its answer.
type kept struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// kept lists the saved what-ifs of the session.
func (x *exchange) kept() []kept {
	var list []kept
	x.site.sessions.Get(x.context(), keptKey, &list)
	return list
}

// keepTrial saves a what-if by name; one of the same name goes. The record is left as
// it is.
func (s *Site) keepTrial(x *exchange) (*answer, error) {
	form := x.r.PostForm
	name := strings.Join(strings.Fields(form.Get("name")), " ")
	state, err := resultState(form.Get("state"))
	if err != nil {
		return nil, err
	}
	if name == "" || utf8.RuneCountInString(name) > maxKeptName {
		return nil, fault.SayList(fault.Invalid, wording.Of("fault.trial_name", "The what-if needs a name."), diag.List{{
			Code: "bad_name", Message: "the name is empty or longer than 80 characters", Suggestion: "go back and write a short name",
		}})
	}
	list := slices.DeleteFunc(x.kept(), func(k kept) bool { return k.Name == name })
	if len(list) >= maxKept {
		return nil, fault.Say(fault.TooLarge, wording.Of("fault.trials", "A session holds 30 what-ifs. Delete one first."))
	}
	if err := s.sessions.Put(x.context(), keptKey, append(list, kept{Name: name, State: state})); err != nil {
		return nil, err
	}
	return &answer{redirect: "/results?" + state + "#saved"}, nil
}

// unkeepTrial deletes a saved what-if.
func (s *Site) unkeepTrial(x *exchange) (*answer, error) {
	state, err := resultState(x.r.PostForm.Get("state"))
	if err != nil {
		return nil, err
	}
	name := x.r.PostForm.Get("name")
	list := slices.DeleteFunc(x.kept(), func(k kept) bool { return k.Name == name })
	if err := s.sessions.Put(x.context(), keptKey, list); err != nil {
		return nil, err
	}
	return &answer{redirect: "/results?" + state + "#what-if"}, nil
}

// resultState lets through what makes a result and nothing else. Codes:
// malformed, too_large.
func resultState(text string) (string, error) {
	if len(text) > maxKeptState {
		return "", fault.Say(fault.TooLarge, wording.Of("fault.trial_large", "This what-if is too large to save."))
	}
	q, err := url.ParseQuery(text)
	if err != nil {
		return "", fault.SayWrap(fault.Malformed, wording.Of("fault.form", "The form cannot be read."), err)
	}
	for name := range q {
		if !slices.Contains(resultParams[:], name) {
			delete(q, name)
		}
	}
	return q.Encode(), nil
}

// keptLinks are the saved what-ifs as links.
func (x *exchange) keptLinks() []view.Kept {
	var out []view.Kept
	for _, k := range x.kept() {
		out = append(out, view.Kept{Name: k.Name, Link: "/results?" + k.State})
	}
	return out
}
