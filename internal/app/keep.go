package app

import (
	"container/list"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/cairnproject/cairn/internal/ruleset"
)

// The bounds of what a Kept holds where nothing else is asked for.
const (
	keptAnswers = 512
	keptBytes   = 32 << 20
	keptFor     = 15 * time.Minute
)

// Kept holds answers of this process for those who ask the same again: the next
// page about a record asks what the last one did. An evaluation is a pure function
// of the query and the rules, so a kept answer is the answer; under other rules all
// are forgotten. The answers are about people: each belongs to an owner, nobody
// else is given it, and what nobody has asked for in a while goes. It is safe for
// concurrent use.
type Kept struct {
	now   func() time.Time
	most  int
	bytes int

	mu      sync.Mutex
	version ruleset.Version
	byKey   map[keptKey]*list.Element
	order   *list.List // of *keptResult, longest unused first
	held    int
}

// keptKey is a hash of the question and of whose it is.
type keptKey [sha256.Size]byte

type keptResult struct {
	key    keptKey
	owner  string
	result any // an engine.Result or engine.StackResult
	bytes  int
	used   time.Time
}

// KeptOptions are what kept answers may cost. Zero values mean the defaults.
type KeptOptions struct {
	// Answers (512) and Bytes (32 MiB, by estimate) bound what is held.
	Answers, Bytes int
	// Now is the clock by which answers go that nobody asked for in 15 minutes;
	// nil means time.Now.
	Now func() time.Time
}

// NewKept holds nothing yet.
func NewKept(o KeptOptions) *Kept {
	if o.Answers == 0 {
		o.Answers = keptAnswers
	}
	if o.Bytes == 0 {
		o.Bytes = keptBytes
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Kept{now: o.Now, most: o.Answers, bytes: o.Bytes, byKey: map[keptKey]*list.Element{}, order: list.New()}
}

// For is the part of it that belongs to an owner, such as a session; nil, which
// keeps nothing, for none.
func (k *Kept) For(owner string) *Keeper {
	if k == nil || owner == "" {
		return nil
	}
	return &Keeper{kept: k, owner: owner}
}

// Forget drops everything of an owner.
func (k *Kept) Forget(owner string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var next *list.Element
	for el := k.order.Front(); el != nil; el = next {
		next = el.Next()
		if entry(el).owner == owner {
			k.drop(el)
		}
	}
}

// Held is how many answers there are.
func (k *Kept) Held() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.order.Len()
}

// Clear drops everything.
func (k *Kept) Clear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.clear(k.version)
}

func (k *Kept) clear(v ruleset.Version) {
	clear(k.byKey)
	k.order.Init()
	k.version, k.held = v, 0
}

// Keeper keeps the answers of one owner.
type Keeper struct {
	kept  *Kept
	owner string
}

// get returns a kept answer. It must not be changed.
func (k *Keeper) get(key keptKey, v ruleset.Version) (any, bool) {
	k.kept.mu.Lock()
	defer k.kept.mu.Unlock()
	k.kept.age()
	el, ok := k.kept.byKey[key]
	if !ok || k.kept.version != v {
		return nil, false
	}
	k.kept.order.MoveToBack(el)
	entry(el).used = k.kept.now()
	return entry(el).result, true
}

// put keeps an answer of a size, and forgets what was unused longest beyond the
// bounds.
func (k *Keeper) put(key keptKey, v ruleset.Version, result any, size int) {
	kept := k.kept
	if size > kept.bytes/8 {
		return
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if kept.version != v {
		kept.clear(v)
	}
	if el, ok := kept.byKey[key]; ok { // two asked at once
		kept.drop(el)
	}
	kept.byKey[key] = kept.order.PushBack(&keptResult{key: key, owner: k.owner, result: result, bytes: size, used: kept.now()})
	kept.held += size
	for kept.order.Len() > kept.most || kept.held > kept.bytes {
		kept.drop(kept.order.Front())
	}
}

// age drops what nobody has asked for in a while.
func (k *Kept) age() {
	end := k.now().Add(-keptFor)
	for el := k.order.Front(); el != nil && entry(el).used.Before(end); el = k.order.Front() {
		k.drop(el)
	}
}

func (k *Kept) drop(el *list.Element) {
	r := entry(el)
	k.order.Remove(el)
	delete(k.byKey, r.key)
	k.held -= r.bytes
}

func entry(el *list.Element) *keptResult {
	r, _ := el.Value.(*keptResult)
	return r
}
