// Command balans is the one program: it makes a demo agency, takes over claims
// from other systems, reports, serves the web pages and verifies its own books.
//
// Each command is a file of this folder and a row in the table below, from
// which the help is made. Nothing but wiring belongs here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"text/tabwriter"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailed  = 1 // the command could not do what was asked; the reason is on standard error
	exitUsage   = 2 // the command line cannot be understood
	exitProblem = 3 // verify found the books not in order
)

// command is a row of the table of commands.
type command struct {
	name    string
	args    string // the arguments, as help shows them
	summary string // one line
	long    string // what help NAME tells beside the flags
	// setup declares the flags and returns what runs after they are parsed.
	setup func(fs *flag.FlagSet) func(ctx context.Context, t *terminal, args []string) error
}

// terminal is where a command speaks to its user.
type terminal struct {
	out, err io.Writer
	// showProgress is set when err is a terminal a person looks at.
	showProgress bool
}

// commands is the table. help is generated from it.
func commands() []command {
	return []command{demoCommand, serveCommand, importCommand, reportCommand, claimCommand, worklistCommand, nightCommand, noticeCommand, letterCommand, inquiryCommand, payoutCommand, registerCommand, directiveCommand, appropriationCommand, assignmentCommand, lawCommand, sgiCommand, caseCommand, parentalCommand, housingCommand, controlCommand, accessCommand, verifyCommand, versionCommand, helpCommand()}
}

// usageError is a mistake on the command line.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errProblems: verify did its work and found problems, which it has printed.
var errProblems = errors.New("the books are not in order")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // a second interrupt ends at once
		<-ctx.Done()
		stop()
	}()
	t := &terminal{out: os.Stdout, err: os.Stderr, showProgress: isTerminal(os.Stderr)}
	os.Exit(run(ctx, t, os.Args[1:]))
}

// run finds and runs the command, and says what went wrong.
func run(ctx context.Context, t *terminal, args []string) int {
	if len(args) == 0 {
		printOverview(t.err)
		return exitUsage
	}
	switch args[0] {
	case "-h", "-help", "--help":
		args[0] = "help"
	case "-version", "--version":
		args[0] = "version"
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, t, args[1:])
		}
	}
	fmt.Fprintf(t.err, "balans: there is no command %q; `balans help` lists them\n", args[0])
	return exitUsage
}

func (c *command) run(ctx context.Context, t *terminal, args []string) int {
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	do := c.setup(fs)
	rest, err := parseFlags(fs, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.printHelp(t.out)
		return exitOK
	case err != nil:
		err = usageError{err}
	default:
		err = do(ctx, t, rest)
	}
	var u usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errProblems):
		return exitProblem
	case errors.As(err, &u):
		fmt.Fprintf(t.err, "balans %s: %v\n`balans help %s` tells how it is used\n", c.name, err, c.name)
		return exitUsage
	}
	// A room's errors may begin with its name, which is the command's too.
	fmt.Fprintf(t.err, "balans %s: %s\n", c.name, strings.TrimPrefix(err.Error(), c.name+": "))
	return exitFailed
}

// parseFlags lets flags and arguments stand in any order.
func parseFlags(fs *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		if fs.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, fs.Arg(0))
		args = fs.Args()[1:]
	}
}

// helpCommand is a function because help reads the table it stands in.
func helpCommand() command {
	return command{
		name: "help", args: "[COMMAND | benefits | kinds | parameters]", summary: "explain a command, or list the codes it takes",
		setup: func(*flag.FlagSet) func(context.Context, *terminal, []string) error { return help },
	}
}

func help(_ context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		printOverview(t.out)
		return nil
	}
	if printList(t.out, args[0]) {
		return nil
	}
	for _, c := range commands() {
		if c.name == args[0] {
			c.printHelp(t.out)
			return nil
		}
	}
	return usage("there is no command %q", args[0])
}

func printOverview(w io.Writer) {
	fmt.Fprint(w, "Balans: pay right from the start, recover what was wrongly paid, answer to the government.\n\nUsage: balans COMMAND [flags]\n\n")
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range commands() {
		fmt.Fprintf(tw, "  %s\t%s\n", c.name, c.summary)
	}
	tw.Flush()
	fmt.Fprint(w, "\nTry it:\n  balans demo                                    an invented agency, then its pages on http://localhost:8080\n"+
		"  balans report recovery --db balans-demo.db     the four tables of the report to the government\n\n"+
		"Exit codes: 0 done, 1 failed, 2 not understood, 3 verify found problems. `balans help COMMAND` tells more.\n")
}

func (c *command) printHelp(w io.Writer) {
	fmt.Fprintf(w, "balans %s: %s\n\nUsage: balans %s [flags] %s\n", c.name, c.summary, c.name, c.args)
	if c.long != "" {
		fmt.Fprintf(w, "\n%s\n", c.long)
	}
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(fs)
	fs.SetOutput(w)
	any := false
	fs.VisitAll(func(*flag.Flag) { any = true })
	if any {
		fmt.Fprint(w, "\nFlags:\n")
		fs.PrintDefaults()
	}
}
