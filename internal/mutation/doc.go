// Package mutation asks whether the tests of the solver and of the checker of
// proofs would notice a change. Its test makes small changes to their code, one
// at a time, and runs their tests on each: a change that no test notices is a
// survivor. It runs with `make mutate`, because it takes long.
package mutation
