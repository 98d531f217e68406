package gormstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/store"
)

// statusListRow is one status list. Entries are given away in the order
// (Start + n * Stride) mod Entries: Entries is a power of two and Stride odd, so
// each comes once.
type statusListRow struct {
	Institution string `gorm:"primaryKey"`
	List        int64  `gorm:"primaryKey;autoIncrement:false"`
	Entries     int64
	Taken       int64
	Stride      int64
	Start       int64
}

// TableName names the table for GORM.
func (*statusListRow) TableName() string { return "status_lists" }

func (r *statusListRow) place(n int64) store.Place {
	return store.Place{List: r.List, Index: (r.Start + n*r.Stride) & (r.Entries - 1)}
}

// maxListEntries keeps n * stride inside an int64.
const maxListEntries = 1 << 30

// TakePlace implements [store.Credentials]. Counting is one statement, so that
// of two transactions the second waits for the first.
func (s *Store) TakePlace(
	ctx context.Context, institution catalog.InstitutionID, lists store.Lists,
) (place store.Place, err error) {
	const op = "take a place in a status list"
	if err := keepable("institution", string(institution)); err != nil {
		return place, s.fail(ctx, op, err)
	}
	if n := lists.Entries; n < 1 || n > maxListEntries || n&(n-1) != 0 {
		return place, s.fail(ctx, op, fmt.Errorf("%w: a status list of %d entries", store.ErrInvalid, n))
	}
	const attempts = 10 // others may start a list at the same moment
	for range attempts {
		place, err = s.takePlace(ctx, op, string(institution), lists)
		if !errors.Is(err, store.ErrConflict) {
			return place, err
		}
	}
	return place, err
}

func (s *Store) takePlace(ctx context.Context, op, institution string, lists store.Lists) (place store.Place, err error) {
	err = s.update(ctx, op, func(tx *gorm.DB, _ BulkInserter) error {
		var rows []statusListRow
		err := tx.Raw(`UPDATE status_lists SET taken = taken + 1
			WHERE institution = ? AND taken < entries
			  AND list = (SELECT max(list) FROM status_lists WHERE institution = ?)
			RETURNING institution, list, entries, taken, stride, start`, institution, institution).Scan(&rows).Error
		if err != nil {
			return err
		}
		if len(rows) == 1 {
			place = rows[0].place(rows[0].Taken - 1)
			return nil
		}
		row, err := newList(tx, institution, lists)
		if err != nil {
			return err
		}
		place = row.place(0)
		return tx.Create(&row).Error // a duplicate key: somebody was faster
	})
	return place, err
}

// newList is the institution's next list, with its first entry taken.
func newList(tx *gorm.DB, institution string, lists store.Lists) (statusListRow, error) {
	var last int64
	err := tx.Raw("SELECT coalesce(max(list), 0) FROM status_lists WHERE institution = ?", institution).Scan(&last).Error
	return statusListRow{
		Institution: institution, List: last + 1, Entries: lists.Entries, Taken: 1,
		Stride: scatter(lists.Seed, 0, lists.Entries) | 1, Start: scatter(lists.Seed, 8, lists.Entries),
	}, err
}

// scatter takes a number below a power of two out of a seed. The high bits of a
// UUID are a clock, so all of it is mixed (the finaliser of SplitMix64).
func scatter(seed uuid.UUID, salt uint64, below int64) int64 {
	x := binary.BigEndian.Uint64(seed[:8]) ^ binary.BigEndian.Uint64(seed[8:])*0x9e3779b97f4a7c15 + salt
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return int64((x ^ x>>31) & uint64(below-1))
}

// Marked implements [store.Credentials].
func (s *Store) Marked(
	ctx context.Context, institution catalog.InstitutionID, list int64, standing store.Standing,
) (indexes []int64, entries int64, err error) {
	err = s.view(ctx, "read a status list", func(tx *gorm.DB) error {
		var row statusListRow
		if err := tx.Where("institution = ? AND list = ?", string(institution), list).Take(&row).Error; err != nil {
			return err
		}
		entries = row.Entries
		return tx.Model(&credentialRow{}).Where("institution = ? AND list = ? AND standing = ?", string(institution), list, string(standing)).
			Order("place").Pluck("place", &indexes).Error
	})
	return indexes, entries, err
}
