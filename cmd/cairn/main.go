// Cairn says what a learner's record is worth at each institution, and why.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/cairnproject/cairn/internal/cli"
	"github.com/cairnproject/cairn/internal/obs"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	fd := int(os.Stdout.Fd())
	width, _, err := term.GetSize(fd)
	if err != nil {
		width = 0
	}
	return cli.Run(ctx, cli.System{
		Name: os.Args[0], In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Getenv: os.Getenv, Now: time.Now,
		Terminal: term.IsTerminal(fd), Width: width, Build: obs.ReadBuild(),
	}, os.Args[1:])
}
