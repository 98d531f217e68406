// Package storetest is the one suite that every storage backend must pass. A
// method of the store without a case here is not finished. It serves tests and
// is never part of the program.
package storetest

import (
	"testing"

	"github.com/cairnproject/cairn/internal/store"
)

// Open gives a test its own empty store, which is closed when the test ends.
type Open func(t *testing.T) store.Store

// RunAll runs every category on one backend.
func RunAll(t *testing.T, open func(t *testing.T) store.Store) {
	t.Helper()
	for _, c := range Categories() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.Run(t, open)
		})
	}
}

// Category is a part of the suite. A backend that cannot offer one leaves it out
// by name, which a reader sees.
type Category struct {
	Name string
	Run  func(t *testing.T, open Open)
}

// Categories lists the parts of the suite.
func Categories() []Category {
	return []Category{
		{"Catalog", runCatalog},
		{"RoundTrip", runRoundTrip},
		{"Apply", runApply},
		{"History", runHistory},
		{"Concurrency", runConcurrency},
		{"Records", runRecords},
		{"Evaluations", runEvaluations},
		{"Credentials", runCredentials},
		{"Shares", runShares},
		{"Errors", runErrors},
	}
}

// test is one case of a category.
type test struct {
	name string
	run  func(t *testing.T, s store.Store)
}

// runTests runs each case on a store of its own.
func runTests(t *testing.T, open Open, tests []test) {
	t.Helper()
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, open(t))
		})
	}
}
