package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/store"
)

func runShares(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"SaveReadAndList", saveShares},
		{"WithdrawnByItsOwnerOnly", revokeShares},
		{"ForgottenAfterExpiry", forgetShares},
	})
}

func share(token, owner string, created time.Time) store.Share {
	return store.Share{
		ID: uuid.New(), Token: store.SecretOf(token), Owner: store.SecretOf(owner), Title: "For “Ridge”",
		Created: kept(created), Expires: kept(created.Add(24 * time.Hour)), Body: []byte("{}\x00\xff"),
	}
}

func mustShare(t *testing.T, s store.Store, h store.Share) store.Share {
	t.Helper()
	if err := s.SaveShare(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	return h
}

func saveShares(t *testing.T, s store.Store) {
	a := mustShare(t, s, share("one", "me", noon))
	b := mustShare(t, s, share("two", "me", noon.Add(time.Minute)))
	mustShare(t, s, share("three", "you", noon))
	got, err := s.ShareByToken(t.Context(), a.Token)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "share", a, got)
	if _, err := s.ShareByToken(t.Context(), store.SecretOf("four")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a guessed token gives %v", err)
	}
	twin := share("one", "you", noon)
	if err := s.SaveShare(t.Context(), twin); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the same token again gives %v", err)
	}
	if err := s.SaveShare(t.Context(), a); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the same id again gives %v", err)
	}
	for _, bad := range []func(*store.Share){func(h *store.Share) { h.ID = uuid.Nil }, func(h *store.Share) { h.Title = "a\x00" }} {
		h := share("five", "me", noon)
		bad(&h)
		if err := s.SaveShare(t.Context(), h); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%+v gives %v", h, err)
		}
	}
	first, next, err := s.ListShares(t.Context(), a.Owner, store.Page{Limit: 1})
	if err != nil || len(first) != 1 || next == "" {
		t.Fatal(first, next, err)
	}
	second, end, err := s.ListShares(t.Context(), a.Owner, store.Page{Limit: 1, After: next})
	if err != nil || end != "" {
		t.Fatal(end, err)
	}
	a.Body, b.Body = nil, nil
	equal(t, "newest first, without bodies", []store.Share{b, a}, slices.Concat(first, second))
	if _, _, err := s.ListShares(t.Context(), a.Owner, store.Page{After: "x"}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("a foreign cursor gives %v", err)
	}
}

func revokeShares(t *testing.T, s store.Store) {
	a := mustShare(t, s, share("one", "me", noon))
	if err := s.RevokeShare(t.Context(), store.SecretOf("you"), a.ID, noon); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another owner gives %v", err)
	}
	if err := s.RevokeShare(t.Context(), a.Owner, uuid.New(), noon); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown share gives %v", err)
	}
	for _, at := range []time.Time{noon.Add(time.Hour), noon.Add(2 * time.Hour)} {
		if err := s.RevokeShare(t.Context(), a.Owner, a.ID, at); err != nil {
			t.Fatal(err)
		}
		got, err := s.ShareByToken(t.Context(), a.Token)
		if err != nil {
			t.Fatal(err)
		}
		a.Revoked, a.Body = kept(noon.Add(time.Hour)), nil
		equal(t, "withdrawn", a, got)
	}
}

func forgetShares(t *testing.T, s store.Store) {
	old, young := mustShare(t, s, share("one", "me", noon)), mustShare(t, s, share("two", "me", noon.Add(time.Hour)))
	for want := 1; want >= 0; want-- {
		if n, err := s.ForgetShares(t.Context(), noon.Add(24*time.Hour+time.Minute)); n != want || err != nil {
			t.Errorf("%d forgotten (%v), want %d", n, err, want)
		}
	}
	for _, c := range []struct {
		share store.Share
		body  []byte
	}{{old, nil}, {young, young.Body}} {
		got, err := s.ShareByToken(t.Context(), c.share.Token)
		if err != nil {
			t.Fatal(err)
		}
		c.share.Body = c.body
		equal(t, "share", c.share, got)
	}
}
