package intake

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// addVersion adds one description of an item. Descriptions that differ in their
// dates only are one version from the earliest beginning to the end that is
// stated: files of one publisher learn of an end at different times.
func addVersion(list []catalog.ItemVersion, v catalog.ItemVersion) []catalog.ItemVersion {
	for i := range list {
		k := &list[i]
		if !k.Valid.Overlaps(v.Valid) {
			continue
		}
		switch {
		case sameText(k, &v), bare(&v) && sameCode(k, &v):
			k.Valid = union(k.Valid, v.Valid)
			return list
		case bare(k) && sameCode(k, &v):
			v.Valid = union(k.Valid, v.Valid)
			*k = v
			return list
		}
	}
	return append(list, v)
}

// bare reports whether a version says no more than a code.
func bare(v *catalog.ItemVersion) bool { return v.Title == "" && v.Credits.IsZero() }

func sameCode(a, b *catalog.ItemVersion) bool {
	return a.Code == b.Code || catalog.NormalCode(a.Code) == catalog.NormalCode(b.Code)
}

func sameText(a, b *catalog.ItemVersion) bool {
	return a.Title == b.Title && a.Credits.Equal(b.Credits) && a.MaxCredits.Equal(b.MaxCredits) &&
		a.Unit == b.Unit && a.Level == b.Level && sameCode(a, b)
}

func union(a, b calendar.Range) calendar.Range {
	out := calendar.Range{From: a.From, To: max(a.To, b.To)}
	if out.From.IsZero() || !b.From.IsZero() && b.From < out.From {
		out.From = b.From
	}
	return out
}

// settle makes the versions of one item follow one another: sorted by their
// beginning, an earlier one ends where the next begins, and of two that begin
// on the same day the first in order of title stays, a title before none. It returns how many
// contradicted another.
func settle(list []catalog.ItemVersion) ([]catalog.ItemVersion, int) {
	slices.SortFunc(list, func(a, b catalog.ItemVersion) int {
		return cmp.Or(cmp.Compare(a.Valid.From, b.Valid.From), cmp.Compare(a.Code, b.Code),
			cmp.Compare(min(len(b.Title), 1), min(len(a.Title), 1)), cmp.Compare(a.Title, b.Title), a.Credits.Cmp(b.Credits), cmp.Compare(a.Valid.To, b.Valid.To))
	})
	out, conflicts := list[:0], 0
	for _, v := range list {
		if len(out) == 0 || !out[len(out)-1].Valid.Overlaps(v.Valid) {
			out = append(out, v)
			continue
		}
		conflicts++
		last := &out[len(out)-1]
		if last.Valid.From == v.Valid.From {
			continue
		}
		last.Valid.To = v.Valid.From - 1
		out = append(out, v)
	}
	return out, conflicts
}

// mergeVersions joins the versions of an update to known ones. Where they speak
// of the same code and time, what states its dates wins over what does not, and
// the update wins over what was known.
func mergeVersions(known, update []catalog.ItemVersion) []catalog.ItemVersion {
	out := slices.Clone(known)
	for _, v := range update {
		out = placeVersion(out, v)
	}
	out, _ = settle(out)
	return out
}

func placeVersion(list []catalog.ItemVersion, v catalog.ItemVersion) []catalog.ItemVersion {
	undated := v.Valid == calendar.Range{}
	for i := range list {
		k := &list[i]
		if catalog.NormalCode(k.Code) != catalog.NormalCode(v.Code) || !k.Valid.Overlaps(v.Valid) {
			continue
		}
		switch {
		case undated && k.Valid != calendar.Range{}:
			return list // the known version knows when it was so
		case k.Valid == calendar.Range{}, k.Valid.From == v.Valid.From:
			if v.Valid.To.IsZero() {
				v.Valid.To = k.Valid.To
			}
			*k = v
			return list
		case sameText(k, &v):
			k.Valid = union(k.Valid, v.Valid)
			return list
		}
	}
	return append(list, v)
}
