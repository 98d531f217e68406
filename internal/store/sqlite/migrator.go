package sqlite

import (
	"errors"

	"gorm.io/gorm/migrator"
)

// ErrNoAutoMigrate is returned when somebody asks GORM to create or change
// tables. The schema is the business of the numbered migrations alone.
var ErrNoAutoMigrate = errors.New("sqlite: the schema belongs to the numbered migrations; GORM must not change it")

// noMigrator refuses the schema-changing methods of GORM's migrator.
type noMigrator struct{ migrator.Migrator }

// AutoMigrate always returns [ErrNoAutoMigrate].
func (noMigrator) AutoMigrate(...any) error { return ErrNoAutoMigrate }

// CreateTable always returns [ErrNoAutoMigrate].
func (noMigrator) CreateTable(...any) error { return ErrNoAutoMigrate }

// DropTable always returns [ErrNoAutoMigrate].
func (noMigrator) DropTable(...any) error { return ErrNoAutoMigrate }
