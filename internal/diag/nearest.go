package diag

import "strings"

// Nearest returns the candidate that is closest to the text a person wrote, or
// "" when none is close: at most a third of the letters may differ. The first
// of equally close candidates wins, so give them in a fixed order.
func Nearest(text string, candidates []string) string {
	low := strings.ToLower(text)
	best, bestDistance := "", len(low)/3+1
	for _, c := range candidates {
		if d := distance(low, strings.ToLower(c), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two texts in bytes, or limit when it
// is at least that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal, least := row[0], i
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			diagonal, row[j] = row[j], min(row[j]+1, row[j-1]+1, diagonal+cost)
			least = min(least, row[j])
		}
		if least >= limit {
			return limit
		}
	}
	return min(row[len(b)], limit)
}
