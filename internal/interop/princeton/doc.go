// Package princeton reads the requirement files of TigerPath and HoagiePlan, in
// the format of 2019 (JSON) and of 2026 (YAML), and turns them into programs.
// It is how the requirement language is tried on files that others wrote; it
// ships no data.
//
// In these files every requirement has a count: of courses, or of what its
// parts pass up. It is satisfied when the count reaches min_needed, and then
// passes up at most max_counted; ALL is the sum of what the parts can pass up.
package princeton
