package agreement

import "github.com/cairnproject/cairn/internal/catalog"

// Number is the common number under which the hub knows an item, or "" where it
// has none. By prefix and last three digits (Florida Statutes 1007.24), "ENC
// 1101" and "ENC 2101" are both "ENC 101"; a suffix stays, so that "2101L" is
// the laboratory and not the course.
func (n *Numbering) Number(it *catalog.Item) string {
	if n.Kind == ByCommonNumber {
		return catalog.NormalCode(it.Numbers[n.Key])
	}
	subject, number := catalog.SplitCode(it.Latest().Code)
	end := 0
	for end < len(number) && number[end] >= '0' && number[end] <= '9' {
		end++
	}
	const significant = 3
	if end < significant {
		return ""
	}
	return subject + " " + number[end-significant:]
}
