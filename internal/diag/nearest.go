package diag

import "strings"

// maxNear is the longest text, in bytes, for which a suggestion is sought: the
// work grows with the square of the length, and nobody misspells a page.
const maxNear = 300

// Nearest returns the candidate that is closest to the text a person wrote, or
// "" when none is close: at most a third of the letters may differ. The first
// of equally close candidates wins, so give them in a fixed order.
func Nearest(text string, candidates []string) string {
	if len(text) > maxNear {
		return ""
	}
	low := strings.ToLower(text)
	best, bestDistance := "", len(low)/3+1
	for _, c := range candidates {
		if len(c) > maxNear {
			continue
		}
		if d := distance(low, strings.ToLower(c), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance counts the letters to add, leave out, change, or exchange with their
// neighbour (optimal string alignment), in bytes; limit when it is at least
// that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, above, row = above, row, before
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit // an exchange can undo at most one step of two rows
		}
	}
	return min(row[len(b)], limit)
}
