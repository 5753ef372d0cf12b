//go:build unix

// Command testenv runs a command with everything the tests need around it: a private PostgreSQL
// cluster, a browser and an OpenID provider.
//
//	go run ./testenv -- go test ./...
//	go run ./testenv -summary -- go test -json ./...
//	go run ./testenv -keep
//
// It finds PostgreSQL, Chromium and Node.js, installs them when it is root on Debian, starts the cluster in a
// temporary folder, tells the command through the BALANS_TEST_… variables (package require), and
// removes the cluster whatever happens. It leaves with the command's exit code; 2 means that the
// environment could not be made. It is a tool of developers and of CI, no part of the product.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"balans/testenv/postgres"
	"balans/testenv/require"
)

// Exit codes of our own, beside those that the command's own are passed on as.
const (
	exitFailed = 1 // tests failed, or were skipped in a complete run
	exitNoEnv  = 2
)

// startPatience bounds the start of the cluster; a second or two is usual.
const startPatience = 2 * time.Minute

type options struct {
	postgres, chromium, provider, summary, keep bool

	command []string
}

func main() {
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		os.Exit(exitNoEnv)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx, o, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("testenv", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.postgres, "postgres", true, "start a private PostgreSQL cluster")
	flags.BoolVar(&o.chromium, "chromium", true, "find or install Chromium")
	flags.BoolVar(&o.provider, "provider", true, "fetch the OpenID provider that sign-in is tested with (npm)")
	flags.BoolVar(&o.summary, "summary", false, "the command writes `go test -json`: report failures, skips and totals; a skip fails a complete run")
	flags.BoolVar(&o.keep, "keep", false, "print the DSN and wait for Ctrl-C instead of running a command")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: go run ./testenv [flags] -- command [arguments]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.command = flags.Args()
	if o.keep == (len(o.command) > 0) {
		flags.Usage()
		return o, errors.New("either -keep or a command")
	}
	return o, nil
}

// run makes the environment, runs the command in it, and takes it down. It returns the exit code.
func run(ctx context.Context, o options, stdout, stderr io.Writer) (code int) {
	env := map[string]string{}
	if o.chromium {
		path, err := browser(ctx, stderr)
		if err == nil {
			err = pdftotext(ctx, stderr) // a letter may be a PDF
		}
		if err != nil {
			fmt.Fprintln(stderr, "testenv:", err)
			return exitNoEnv
		}
		env[require.EnvChromium] = path
	}
	if o.provider {
		folder, err := identityProvider(ctx, stderr)
		if err != nil {
			fmt.Fprintln(stderr, "testenv:", err)
			return exitNoEnv
		}
		env[require.EnvProvider] = folder
	}
	if o.postgres {
		dsn, stop, err := database(ctx, stderr)
		if err != nil {
			fmt.Fprintln(stderr, "testenv:", err)
			return exitNoEnv
		}
		defer func() {
			if err := stop(); err != nil {
				fmt.Fprintln(stderr, "testenv: stop PostgreSQL:", err)
				code = max(code, exitFailed)
			}
		}()
		env[require.EnvPostgres] = dsn
	}
	// With a part left out the run is not complete, and what misses that part may skip.
	if o.postgres && o.chromium && o.provider {
		env[require.EnvComplete] = "1"
	}
	if o.keep {
		for _, name := range []string{require.EnvPostgres, require.EnvChromium, require.EnvProvider} {
			if env[name] != "" {
				fmt.Fprintf(stdout, "export %s='%s'\n", name, env[name])
			}
		}
		fmt.Fprintln(stderr, "testenv: Ctrl-C ends it")
		<-ctx.Done()
		return 0
	}
	return command(ctx, o, env, stdout, stderr)
}

// database returns a DSN and what to call when it is not needed any more. A server that the caller
// names in the environment is used as it is.
func database(ctx context.Context, stderr io.Writer) (dsn string, stop func() error, err error) {
	if dsn = os.Getenv(require.EnvPostgres); dsn != "" {
		return dsn, func() error { return nil }, nil
	}
	bin, err := server(ctx, stderr)
	if err != nil {
		return "", nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	cluster, err := postgres.Start(ctx, postgres.Options{BinDir: bin})
	if err != nil {
		return "", nil, err
	}
	return cluster.DSN, cluster.Stop, nil
}
