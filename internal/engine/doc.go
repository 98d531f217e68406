// Package engine answers what a learner's record is worth at each target: what
// transfers, what counts, and why. It is pure: no database, clock, network or
// globals; the same snapshot and query give the same bytes.
//
// The flow is: Compile turns a rule set into an immutable Snapshot once;
// Evaluate recognises the record's lines, finds the candidate applications of
// rules, lets the chooser pick the best admissible combination, applies caps,
// and writes the ledger with its reasons.
package engine

// Version is the version of the engine's semantics; it changes when the same
// input may give another answer.
const Version = "1"

// DefaultBudget is the number of search steps allowed for one target.
const DefaultBudget = 2_000_000
