package api

import (
	"container/list"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// The answers that are kept, per process: the same question is asked again by a
// reload, a print view, or the next of several clients.
const (
	keptQuestions   = 4096
	keptAnswerBytes = 16 << 20
)

// answers are the newest results by their question. An evaluation is a pure
// function of body, day and rules, so a kept answer is the answer; answers to
// other rules are forgotten with the rules. A question is only noted the first
// time, and its answer kept the second: most are asked once, and a copy of
// every answer would cost more than it saves.
type answers struct {
	mu      sync.Mutex
	version ruleset.Version
	byKey   map[answerKey]*list.Element
	order   *list.List // of *keptAnswer, oldest first
	bytes   int
}

// answerKey is a hash of the question: nothing of a record is kept as a key.
type answerKey [sha256.Size]byte

type keptAnswer struct {
	key  answerKey
	body []byte // nil where the question came once
}

func newAnswers() *answers {
	return &answers{byKey: map[answerKey]*list.Element{}, order: list.New()}
}

// question is the key of a body asked on a day.
func question(body []byte, today calendar.Date) answerKey {
	h := sha256.New()
	var day [4]byte
	binary.BigEndian.PutUint32(day[:], uint32(today))
	h.Write(day[:])
	h.Write(body)
	return answerKey(h.Sum(nil))
}

// get returns the answer under a version of the rules. It must not be changed.
func (a *answers) get(key answerKey, v ruleset.Version) ([]byte, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	el, ok := a.byKey[key]
	if !ok || a.version != v {
		return nil, false
	}
	a.order.MoveToBack(el)
	kept, ok := el.Value.(*keptAnswer)
	return kept.body, ok && kept.body != nil
}

// put notes a question, or keeps a copy of its answer, and forgets the oldest
// beyond the bounds.
func (a *answers) put(key answerKey, v ruleset.Version, body []byte) {
	if len(body) > keptAnswerBytes/8 {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.version != v {
		clear(a.byKey)
		a.order.Init()
		a.version, a.bytes = v, 0
	}
	if el, ok := a.byKey[key]; !ok {
		a.byKey[key] = a.order.PushBack(&keptAnswer{key: key})
	} else if kept, ok := el.Value.(*keptAnswer); ok && kept.body == nil {
		a.order.MoveToBack(el)
		kept.body = append([]byte{}, body...)
		a.bytes += len(body)
	}
	for a.order.Len() > keptQuestions || a.bytes > keptAnswerBytes {
		oldest, ok := a.order.Remove(a.order.Front()).(*keptAnswer)
		if !ok {
			return
		}
		delete(a.byKey, oldest.key)
		a.bytes -= len(oldest.body)
	}
}
