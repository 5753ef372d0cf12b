package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"balans/desk/api"
	"balans/desk/signin"
	"balans/desk/staff"
	"balans/journal"
)

var serveCommand = command{
	name: "serve", summary: "serve the web pages",
	long: signInHelp + `

` + senderHelp + `

POST /api/controls takes a payout as JSON and answers what the control plan's controls come to, stored; with
sign-in it is served at --api-listen alone.
GET /healthz tells whether the journal answers, GET /metrics gives figures for monitoring.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &serveOptions{}
		o.db.flag(fs, "balans.db")
		fs.StringVar(&o.listen, "listen", "localhost:8080", "`HOST:PORT`; loopback only, unless there is sign-in")
		fs.BoolVar(&o.demo, "demo", false, "offer the demo users")
		o.signIn.flags(fs)
		o.office.flags(fs)
		return func(ctx context.Context, t *terminal, args []string) error {
			if len(args) > 0 {
				return usage("serve takes no arguments, not %q", args[0])
			}
			if err := o.signIn.complete(o.listen, o.demo); err != nil {
				return err
			}
			if err := o.office.complete(); err != nil {
				return err
			}
			j, err := o.db.open(ctx, false)
			if err != nil {
				return err
			}
			defer j.Close()
			l, err := o.take()
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
	signIn signInOptions
	office senderOptions
}

// loopback refuses addresses that other machines can reach. flag is where the address was
// given.
func loopback(flag, at string) error {
	host, port, err := net.SplitHostPort(at)
	switch {
	case err != nil:
		return usage("--%s takes HOST:PORT, such as localhost:8080: %v", flag, err)
	case !signin.IsLoopback(host):
		return fmt.Errorf("--%s %s can be reached from other machines, and nobody signs in there; use localhost:%s", flag, at, port)
	}
	return nil
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
		if !signin.IsLoopback(host) {
			http.Error(w, "The pages are served on localhost only.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// take takes the address, before any long work, so that a taken one is told at
// once.
func (o *serveOptions) take() (net.Listener, error) {
	if !o.signIn.isOn() {
		if err := loopback("listen", o.listen); err != nil {
			return nil, err
		}
	}
	if o.signIn.isTLS() { // told before any long work too
		if _, err := tls.LoadX509KeyPair(o.signIn.tlsCert, o.signIn.tlsKey); err != nil {
			return nil, fmt.Errorf("the certificate and its key cannot be used: %w", err)
		}
	}
	return listen("listen", o.listen)
}

func listen(flag, at string) (net.Listener, error) {
	l, err := net.Listen("tcp", at)
	if err != nil {
		return nil, fmt.Errorf("it cannot be served: %w; choose another address with --%s", err, flag)
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
	host, _, _ := net.SplitHostPort(o.listen)
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return err
	}
	at := net.JoinHostPort(host, port)
	log := slog.New(slog.NewJSONHandler(t.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	// Who signed in and out is told also when all is well.
	door, err := o.signIn.door(at, slog.New(slog.NewJSONHandler(t.err, nil)))
	if err != nil {
		return err
	}
	s, err := staff.New(ctx, staff.Options{Journal: j, SnapshotPath: path, Demo: o.demo, Version: version, Log: log, Sender: o.office.sender(), PayTo: o.office.payTo, SignIn: door, Limits: staff.NewLimits(o.signIn.front)})
	if err != nil {
		return err
	}
	go s.ReadAhead(ctx)
	doors := http.NewServeMux()
	doors.Handle("/", s.Handler())
	programs := api.New(ctx, api.Options{Journal: j, Log: log}).Handler()
	if !o.signIn.isOn() {
		doors.Handle("/api/", programs)
	}
	handler, err := o.signIn.guard(doors)
	if err != nil {
		return err
	}
	listeners := []listening{{newServer(handler), l, &o.signIn}}
	if o.signIn.apiListen != "" {
		apart, err := listen("api-listen", o.signIn.apiListen)
		if err != nil {
			return err
		}
		listeners = append(listeners, listening{newServer(ownHost(programs)), apart, &signInOptions{}})
	}
	o.announce(t, at)
	return serveAll(ctx, listeners)
}

// announce says where the pages are.
func (o *serveOptions) announce(t *terminal, at string) {
	if o.signIn.isOn() {
		fmt.Fprintf(t.out, "The pages are on %s, served at %s. Staff sign in at %s.\n", o.signIn.publicURL, at, o.signIn.issuer)
		return
	}
	fmt.Fprintf(t.out, "The pages are on http://%s\n", at)
	if o.demo {
		fmt.Fprint(t.out, "\n  The report          /report?as_of=2025-02-28\n  Not served 2025 02  /claims?figure=new_not_served&on=2025-02-28\n  Definitions         /figures\n\n"+
			"Demo users are chosen on the first page.\nStop with Ctrl-C.\n")
	}
}

// listening is a server and its address.
type listening struct {
	server *http.Server
	at     net.Listener
	signIn *signInOptions
}

func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute}
}

// serveAll serves until the context ends or one of them fails, and then lets requests under way
// be answered for a few seconds.
func serveAll(ctx context.Context, all []listening) error {
	failed := make(chan error, len(all))
	for _, one := range all {
		go func() {
			if one.signIn.isTLS() {
				failed <- one.server.ServeTLS(one.at, one.signIn.tlsCert, one.signIn.tlsKey)
			} else {
				failed <- one.server.Serve(one.at)
			}
		}()
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	var faults []error
	for _, one := range all {
		if err := one.server.Shutdown(bound); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}
