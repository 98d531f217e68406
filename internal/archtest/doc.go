// Package archtest holds no code of the product: its test checks that the import graph
// of this repository still follows the arrows of docs/architecture.md.
//
// The rules are tables in rules_test.go, each row with its reason. The same rules stand
// in .golangci.yml for the editor; change both together.
package archtest
