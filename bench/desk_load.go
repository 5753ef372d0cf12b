package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/recover/inquiry"
)

// The demo users of the load: one works on claims and cases, another approves.
const (
	caseworker = "demo-handlaggare"
	approver   = "demo-beslutsfattare"
)

// casesEach is how many cases there are for each who works at the desk: to be investigated
// from the beginning, to be proposed, and to be approved by somebody else.
const casesEach = 6

// The stages that cases are in when the load begins, turn by turn.
const (
	fromStart = iota
	assessed
	submitted
	stages
)

// load lets many work at the desk at once, over a real connection each: first as people do,
// with a look at each page, then as fast as the machine answers.
func (o *office) load() error {
	l := &load{office: o}
	began := time.Now()
	if err := l.prepare(2 * casesEach * o.workers); err != nil {
		return err
	}
	row("cases made for the load", time.Since(began), "%d, not part of it", len(l.cases))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: o.handler}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	l.base = "http://" + listener.Addr().String()
	l.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: o.workers, MaxIdleConns: o.workers},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, pause := range []time.Duration{o.pause, 0} {
		if err := l.run(pause); err != nil {
			return errors.Join(err, server.Close())
		}
	}
	l.client.CloseIdleConnections()
	err = server.Close()
	if err := <-stopped; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return err
}

type load struct {
	*office
	base      string
	client    *http.Client
	cases     []inquiry.Opening
	approvals chan string // cases that wait for somebody else's approval
	started   int         // of the cases, those somebody has had

	mu    sync.Mutex
	taken []time.Duration
	by    map[string][]time.Duration
	done  map[string]int // errands carried through
	met   map[string]int // rules that stopped one, as the page said
	errs  []error
}

// prepare opens cases of persons of their own, with a basis, for people to investigate.
func (l *load) prepare(n int) error {
	code, _ := benefit.Parse("bostadsbidrag")
	today := calendar.InstantOf(l.j.Now()).Date()
	on := today.AddDays(-settledDays)
	agency, err := massOffice(l.bench, l.j)
	if err != nil {
		return err
	}
	for i := range n {
		who, err := identity.NewPerson(calendar.New(1945, time.January, 1).AddDays(i), 240)
		if err != nil {
			return err
		}
		l.cases = append(l.cases, inquiry.Opening{Party: who, Benefit: code, From: calendar.New(2024, time.January, 1), To: calendar.New(2024, time.December, 31), Category: inquiry.IncomeWrong,
			Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: "load-" + strconv.Itoa(i), Text: "slutlig avräkning"}})
	}
	if err := inquiry.OpenMany(l.ctx, l.j, l.cases, inquiry.Act{On: on, Actor: inquiry.AutoActor, Cause: "bench"}, nil); err != nil {
		return err
	}
	return eachAtOnce(n, func(i int) error {
		c := &l.cases[i]
		a := inquiry.Act{Party: c.Party, Case: c.ID, On: on, Actor: inquiry.AutoActor, Cause: "bench"}
		if _, err := a.Accept(l.ctx, l.j, ""); err != nil {
			return err
		}
		_, err := a.ReceiveBasis(l.ctx, l.j, &inquiry.Basis{Source: "bob", ID: c.ID, Version: 1,
			Lines: []inquiry.Line{{Payout: "U-" + c.ID, From: c.From, To: c.To, Payee: c.Party, Paid: 24_000_00, Entitled: 24_000_00 - wrongOf(i)}}}, inquiry.About{})
		if err != nil || i%stages == fromStart {
			return err
		}
		a.On = today
		if _, err := a.AssessAlone(l.ctx, l.j, agency.Parameters); err != nil || i%stages == assessed {
			return err
		}
		a.Actor = caseworker
		_, err = a.Spare(l.ctx, l.j, "unnecessary", "bench")
		if err == nil {
			_, err = a.Propose(l.ctx, l.j, "", "")
		}
		if err == nil {
			_, err = a.Submit(l.ctx, l.j)
		}
		return err
	})
}

// run is everybody at work for the time of the load.
func (l *load) run(pause time.Duration) error {
	l.taken, l.by, l.done, l.met, l.errs = nil, map[string][]time.Duration{}, map[string]int{}, map[string]int{}, nil
	ctx, stop := context.WithTimeout(l.ctx, l.loadTime)
	defer stop()
	clerks := make([]*clerk, l.workers)
	for n := range clerks {
		clerks[n] = &clerk{load: l, ctx: ctx, number: n, pause: pause, rng: rand.New(rand.NewPCG(uint64(n), uint64(pause)))}
	}
	l.share(clerks)
	var wg sync.WaitGroup
	began := time.Now()
	for _, w := range clerks {
		wg.Go(w.work)
	}
	wg.Wait()
	took := time.Since(began)
	what := fmt.Sprintf("%d at work, no pauses", l.workers)
	if pause > 0 {
		what = fmt.Sprintf("%d at work, a page each %s", l.workers, pause)
	}
	all := spreadOf(l.taken)
	row(what, all.at(95), "%s; %d requests, %.0f/s, %d errors; the goal is none", all, len(all), float64(len(all))/took.Seconds(), len(l.errs))
	for _, name := range sortedKeys(l.by) {
		s := spreadOf(l.by[name])
		row("  "+name, s.at(95), "%s; %d requests", s, len(s))
	}
	fmt.Printf("  carried through: %s; stopped by a rule the page named: %s\n", counts(l.done), counts(l.met))
	for i, err := range l.errs {
		if i == 5 {
			break
		}
		fmt.Printf("  ERROR %v\n", err)
	}
	if len(l.errs) > 0 {
		return fmt.Errorf("%d of %d requests failed", len(l.errs), len(all))
	}
	for _, name := range []string{"assess", "spare", "propose", "submit", "approve", "pay", "receipt", "plan"} {
		if l.done[name] == 0 {
			fmt.Printf("  nobody came as far as: %s\n", name)
		}
	}
	return nil
}

// share gives each their cases, and puts those that are submitted where others find them.
func (l *load) share(clerks []*clerk) {
	l.approvals = make(chan string, casesEach*l.workers)
	for i := range casesEach * l.workers {
		id, w := l.cases[l.started+i].ID, clerks[i/stages%len(clerks)]
		switch (l.started + i) % stages {
		case fromStart:
			w.cases = append(w.cases, task{id, 0})
		case assessed:
			w.cases = append(w.cases, task{id, len(inquiry.Steps)})
		case submitted:
			l.approvals <- id
		}
	}
	l.started += casesEach * l.workers
	for _, w := range clerks {
		w.rng.Shuffle(len(w.cases), func(i, k int) { w.cases[i], w.cases[k] = w.cases[k], w.cases[i] })
	}
}

// task is a case and how far it has been worked on, by caseSteps.
type task struct {
	id   string
	step int
}

func sortedKeys[V any](m map[string]V) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func counts(m map[string]int) string {
	var all []string
	for _, name := range sortedKeys(m) {
		all = append(all, fmt.Sprintf("%s %d", name, m[name]))
	}
	if all == nil {
		return "nothing"
	}
	return strings.Join(all, ", ")
}
