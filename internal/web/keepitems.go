package web

import (
	"sync"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// maxKeptItems bounds how many answers about items are kept: what many look at.
const maxKeptItems = 64

// maxKeptGrade bounds what a kept question may hold of an address, in bytes.
const maxKeptGrade = 16

// keptItems are answers about items under one rules version. They are about no
// learner, and the same question has the same answer.
type keptItems struct {
	mu      sync.Mutex
	version ruleset.Version
	answers map[app.ItemQuery]*app.ItemAnswer
}

func (k *keptItems) find(version ruleset.Version, q app.ItemQuery) *app.ItemAnswer {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.version != version {
		return nil
	}
	return k.answers[q]
}

func (k *keptItems) keep(version ruleset.Version, q app.ItemQuery, a *app.ItemAnswer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.version != version || len(k.answers) >= maxKeptItems {
		k.version, k.answers = version, map[app.ItemQuery]*app.ItemAnswer{}
	}
	k.answers[q] = a
}

// itemAnswer answers where an item counts.
func (x *exchange) itemAnswer(q app.ItemQuery) (*app.ItemAnswer, error) {
	if kept := x.site.items.find(x.rules.Version, q); kept != nil {
		return kept, nil
	}
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	found, err := x.site.service.ItemOn(x.rules, q)
	if err != nil {
		return nil, err
	}
	if len(q.Grade) <= maxKeptGrade {
		x.site.items.keep(x.rules.Version, q, &found)
	}
	return &found, nil
}
