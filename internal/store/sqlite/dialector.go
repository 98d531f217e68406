package sqlite

import (
	"database/sql"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
)

// dialector teaches GORM the SQLite dialect over modernc.org/sqlite, which is
// pure Go. GORM's own driver is not used because it needs cgo and does not
// recognise the errors of the pure Go library.
type dialector struct {
	conn *sql.DB
}

var (
	_ gorm.Dialector                     = dialector{}
	_ gorm.SavePointerDialectorInterface = dialector{}
	_ gorm.ErrorTranslator               = dialector{}
)

// Name is the name GORM callers see.
func (dialector) Name() string { return "sqlite" }

// Initialize connects GORM to the pool and names the clauses SQLite knows,
// RETURNING among them (SQLite ≥ 3.35).
func (d dialector) Initialize(db *gorm.DB) error {
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses: []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses: []string{"DELETE", "FROM", "WHERE", "RETURNING"},
	})
	// SQLite has no SELECT … FOR UPDATE; a transaction already holds the one
	// write lock, so leaving the clause out keeps its meaning.
	db.ClauseBuilders["FOR"] = func(clause.Clause, clause.Builder) {}
	db.ConnPool = d.conn
	return nil
}

// Migrator exists because GORM asks for one. The schema belongs to the
// numbered migrations, so it refuses to create or change tables.
func (d dialector) Migrator(db *gorm.DB) gorm.Migrator {
	return noMigrator{migrator.Migrator{Config: migrator.Config{DB: db, Dialector: d}}}
}

// DataTypeOf names SQLite's storage class of a field.
func (dialector) DataTypeOf(f *schema.Field) string {
	switch f.DataType {
	case schema.Bool:
		return "numeric"
	case schema.Int, schema.Uint:
		return "integer"
	case schema.Float:
		return "real"
	case schema.String:
		return "text"
	case schema.Time:
		return "datetime"
	case schema.Bytes:
		return "blob"
	default:
		return string(f.DataType)
	}
}

// DefaultValueOf is what stands for "let the database choose" in a batch
// insert. SQLite has no DEFAULT keyword there; NULL works for rowids only, and
// for other columns the keyword is kept so that the mistake is an error.
func (dialector) DefaultValueOf(f *schema.Field) clause.Expression {
	if f.AutoIncrement {
		return clause.Expr{SQL: "NULL"}
	}
	return clause.Expr{SQL: "DEFAULT"}
}

// BindVarTo writes a parameter mark.
func (dialector) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) {
	_ = w.WriteByte('?')
}

// QuoteTo writes an identifier, quoting each part of a dotted name.
func (dialector) QuoteTo(w clause.Writer, name string) {
	for i, part := range strings.Split(name, ".") {
		if i > 0 {
			_ = w.WriteByte('.')
		}
		if part == "*" {
			_, _ = w.WriteString(part)
			continue
		}
		part = strings.Trim(part, `"`)
		_, _ = w.WriteString(`"` + strings.ReplaceAll(part, `"`, `""`) + `"`)
	}
}

// Explain renders a statement for a human reader.
func (dialector) Explain(stmt string, vars ...any) string {
	return logger.ExplainSQL(stmt, nil, `"`, vars...)
}

// SavePoint starts a nested transaction.
func (dialector) SavePoint(tx *gorm.DB, name string) error {
	return tx.Exec("SAVEPOINT " + name).Error
}

// RollbackTo undoes everything since the savepoint.
func (dialector) RollbackTo(tx *gorm.DB, name string) error {
	return tx.Exec("ROLLBACK TO SAVEPOINT " + name).Error
}
