package sqlite

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"
)

// statementRows is how many rows one INSERT adds. More rows save little, and a
// statement may have at most 32,766 parameters.
const statementRows = 64

// inserter adds rows by prepared statements of many rows each.
type inserter struct{ tx *gorm.DB }

// Insert implements [gormstore.BulkInserter].
func (i inserter) Insert(ctx context.Context, table string, columns []string, values []any) error {
	width := len(columns)
	for _, rows := range []int{statementRows, 1} {
		n := rows * width
		if len(values) < n {
			continue
		}
		if err := i.insert(ctx, insertSQL(table, columns, rows), values[:len(values)/n*n], n); err != nil {
			return err
		}
		values = values[len(values)/n*n:]
	}
	return nil
}

// insert runs one statement for each n values.
func (i inserter) insert(ctx context.Context, query string, values []any, n int) (err error) {
	stmt, err := i.tx.Statement.ConnPool.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stmt.Close()) }()
	for ; len(values) > 0; values = values[n:] {
		if _, err := stmt.ExecContext(ctx, values[:n]...); err != nil {
			return err
		}
	}
	return nil
}

func insertSQL(table string, columns []string, rows int) string {
	one := "(" + strings.Repeat(",?", len(columns))[1:] + ")"
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " +
		strings.Repeat(","+one, rows)[1:]
}
