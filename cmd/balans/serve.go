package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"balans/desk/api"
	"balans/desk/staff"
	"balans/journal"
)

var serveCommand = command{
	name: "serve", summary: "serve the web pages",
	long: `There is no sign-in yet, so the pages are served on loopback addresses only; others are refused.
POST /api/controls takes a payout as JSON and answers what the control plan's controls come to, stored.
GET /healthz tells whether the journal answers, GET /metrics gives figures for monitoring.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &serveOptions{}
		o.db.flag(fs, "balans.db")
		fs.StringVar(&o.listen, "listen", "localhost:8080", "`HOST:PORT`; loopback only")
		fs.BoolVar(&o.demo, "demo", false, "offer the demo users")
		return func(ctx context.Context, t *terminal, args []string) error {
			if len(args) > 0 {
				return usage("serve takes no arguments, not %q", args[0])
			}
			j, err := o.db.open(ctx, false)
			if err != nil {
				return err
			}
			defer j.Close()
			l, err := o.take(ctx)
			if err != nil {
				return err
			}
			defer l.Close()
			return serve(ctx, t, *o, j, l)
		}
	},
}

type serveOptions struct {
	db     database
	listen string
	demo   bool
}

// loopback refuses addresses that other machines can reach.
func loopback(ctx context.Context, listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", usage("--listen takes HOST:PORT, such as localhost:8080: %v", err)
	}
	if host == "localhost" {
		return listen, nil
	}
	ip := net.ParseIP(host)
	if ip == nil || !ip.IsLoopback() {
		return "", fmt.Errorf("the address %q can be reached from other machines, and there is no sign-in yet; use localhost:%s", listen, port)
	}
	return listen, nil
}

// ownHost refuses requests that were meant for another host: a page elsewhere
// could otherwise have its own name point here and read what only this machine
// may see.
func ownHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "The pages are served on localhost only.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// take takes the address, before any long work, so that a taken one is told at
// once.
func (o *serveOptions) take(ctx context.Context) (net.Listener, error) {
	address, err := loopback(ctx, o.listen)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("the pages cannot be served: %w; choose another address with --listen", err)
	}
	return l, nil
}

func serve(ctx context.Context, t *terminal, o serveOptions, j *journal.Journal, l net.Listener) error {
	if _, err := o.db.columns(ctx, t, j); err != nil {
		return err
	}
	path, err := o.db.snapshotPath(ctx, j)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(t.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := staff.New(ctx, staff.Options{Journal: j, SnapshotPath: path, Demo: o.demo, Version: version, Log: log})
	if err != nil {
		return err
	}
	doors := http.NewServeMux()
	doors.Handle("/", s.Handler())
	doors.Handle("/api/", api.New(ctx, api.Options{Journal: j, Log: log}).Handler())
	server := &http.Server{Handler: ownHost(doors), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return err
	}
	host, _, _ := net.SplitHostPort(o.listen)
	fmt.Fprintf(t.out, "The pages are on http://%s\n", net.JoinHostPort(host, port))
	if o.demo {
		fmt.Fprint(t.out, "\n  The report          /report\n  Not served 2025 02  /claims?figure=new_not_served&on=2025-02-28\n  Definitions         /figures\n\n"+
			"Demo users, chosen on the first page: handläggare, controller, utredare, revisor.\nStop with Ctrl-C.\n")
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(bound); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
