package gormstore

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/ruleset"
)

// decoder turns bodies into values on other processors while the database is
// still being read. Its memory is bounded by a few batches.
type decoder struct {
	batch   *batch
	work    chan *batch
	free    chan *batch
	done    chan error
	workers int
	sharer  ruleset.Sharer
}

// batch is some bodies, one after another, and where their values go.
type batch struct {
	text []byte
	ends []int
	into []any
}

const (
	batchText = 128 << 10
	batchRows = 512
)

func newDecoder() *decoder {
	n := runtime.GOMAXPROCS(0)
	d := &decoder{
		batch: &batch{}, workers: n,
		work: make(chan *batch, n), free: make(chan *batch, 2*n+1), done: make(chan error, n),
	}
	for range n {
		go func() { d.done <- d.run() }()
	}
	return d
}

// run decodes batches until there are no more. After an error it goes on taking
// them, so that nobody waits for it.
func (d *decoder) run() (failed error) {
	for b := range d.work {
		if failed == nil {
			failed = b.decode()
			d.sharer.Share(b.into...)
		}
		b.text, b.ends, b.into = b.text[:0], b.ends[:0], b.into[:0]
		select {
		case d.free <- b:
		default:
		}
	}
	return failed
}

func (b *batch) decode() error {
	from := 0
	for i, end := range b.ends {
		if err := json.Unmarshal(b.text[from:end], b.into[i]); err != nil {
			return fmt.Errorf("stored %T: %w", b.into[i], err)
		}
		from = end
	}
	return nil
}

// add asks for one body to be decoded into a pointer. The body may be reused
// afterwards, the value is not there before [decoder.wait].
func (d *decoder) add(body []byte, into any) {
	b := d.batch
	b.text = append(b.text, body...)
	b.ends = append(b.ends, len(b.text))
	b.into = append(b.into, into)
	if len(b.ends) >= batchRows || len(b.text) >= batchText {
		d.flush()
	}
}

func (d *decoder) flush() {
	d.work <- d.batch
	select {
	case d.batch = <-d.free:
	default:
		d.batch = &batch{}
	}
}

// wait decodes what is left and ends the decoder.
func (d *decoder) wait() error {
	d.flush()
	close(d.work)
	var failed error
	for range d.workers {
		if err := <-d.done; err != nil {
			failed = err
		}
	}
	return failed
}

// each calls fn for every row of a query.
func each(query *gorm.DB, fn func(*sql.Rows) error) (err error) {
	rows, err := query.Rows()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
