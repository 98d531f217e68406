package cli

import (
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/baked"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// register finds the institution whose register of issuers is asked.
func (p *program) register(cmd *cobra.Command, f *verifyFlags, q *verify.Question) error {
	if f.institution == "" {
		return nil
	}
	view, err := p.load(cmd.Context(), &f.rules)
	if err != nil {
		return err
	}
	target, problem := resolveTarget(&view.Set, f.institution)
	if problem != nil {
		return fault.List(fault.Usage, "The institution is not known.", diag.List{*problem})
	}
	q.Institution, q.Register = string(target.Institution), app.Issuers{View: view.View}
	return nil
}

// files reads --document and --documents; nil where neither is given.
func (f *verifyFlags) files() (*documents.Files, error) {
	if len(f.documents)+len(f.folders) == 0 {
		return nil, nil
	}
	var files documents.Files
	for _, dir := range f.folders {
		if err := files.AddDir(dir); err != nil {
			return nil, documentFault(err)
		}
	}
	for _, pair := range f.documents {
		// The address may hold "=", a file name rarely does.
		at := strings.LastIndex(pair, "=")
		if at < 0 {
			return nil, usage("--document %s: write URL=FILE.", pair)
		}
		if err := files.AddFile(pair[:at], pair[at+1:]); err != nil {
			return nil, documentFault(err)
		}
	}
	return &files, nil
}

func documentFault(err error) error {
	if list, ok := errors.AsType[diag.List](err); ok {
		return fault.List(fault.Usage, "The documents cannot be used.", list)
	}
	return err
}

// reach decides whether the network is asked.
func (p *program) reach(f *verifyFlags) (config.Network, error) {
	value := f.network
	if value == "" && len(f.documents)+len(f.folders) > 0 {
		return config.NetworkOff, nil
	}
	if value == "" {
		value = p.Getenv("CAIRN_NETWORK")
	}
	if value == "" {
		return config.NetworkPublic, nil
	}
	network, err := config.ParseNetwork(value)
	if err != nil {
		return "", usage("--network: %v.", err)
	}
	return network, nil
}

// moment reads --now.
func (p *program) moment(text string) (time.Time, error) {
	if text == "" {
		return p.Now(), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, usage("--now %q is neither a moment such as 2026-11-21T12:00:00Z nor a day.", text)
}

// credential reads the file, or standard input for "-".
func (p *program) credential(name string) ([]byte, error) {
	in := p.In
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		defer func() { _ = file.Close() }() // opened to read only
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, baked.MaxImage+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(data) > baked.MaxImage {
		return nil, fault.New(fault.TooLarge, name+" is larger than 16 MiB.")
	}
	return data, nil
}
