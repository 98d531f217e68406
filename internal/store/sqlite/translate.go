package sqlite

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
	modernc "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Translate maps SQLite's extended result codes to GORM's errors, so that the
// store tests for the same values on both dialects. The cause stays reachable
// through errors.As.
func (dialector) Translate(err error) error {
	var cause *modernc.Error
	if !errors.As(err, &cause) {
		return err
	}
	switch cause.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY, lib.SQLITE_CONSTRAINT_ROWID:
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	case lib.SQLITE_CONSTRAINT_CHECK:
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, err)
	}
	return err
}

// IsBusy reports whether err means that another connection or process held the
// write lock for longer than the busy timeout. The operation changed nothing
// and may be repeated.
func IsBusy(err error) bool {
	var cause *modernc.Error
	return errors.As(err, &cause) && cause.Code()&0xff == lib.SQLITE_BUSY
}
