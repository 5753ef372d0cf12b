package main

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"balans/desk/staff"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// The goals of the desk.
const (
	pageGoal   = 50 * time.Millisecond
	searchGoal = 30 * time.Millisecond
	massGoal   = 60 * time.Second
	letterGoal = 50 // a second
)

// desk measures the case workers' pages over the demo agency, and what stands behind them.
func (b *bench) desk() error {
	stores := []string{"SQLite"}
	if b.postgres != "" && b.made == "" {
		stores = append(stores, "PostgreSQL")
	}
	for _, store := range stores {
		if err := b.deskOn(store); err != nil {
			return fmt.Errorf("%s: %w", store, err)
		}
	}
	return b.massDecisions(stores)
}

// deskOn measures pages and search on one database, and on PostgreSQL the load of many.
func (b *bench) deskOn(store string) error {
	fmt.Printf(" %s\n", store)
	o, drop, err := b.openOffice(store)
	if err != nil {
		return err
	}
	defer drop()
	if err := errors.Join(o.pages(), o.searches()); err != nil {
		return err
	}
	if store != "PostgreSQL" {
		return nil
	}
	return o.load()
}

// office is the desk of a demo agency.
type office struct {
	*bench
	j        *journal.Journal
	handler  http.Handler
	columns  *claim.Columns
	register *register.Book
	users    []string // one a role
	rng      *rand.Rand
	owed     []int // claims that something is owed on, in no order
}

// openOffice makes the demo agency in a database and its desk.
func (b *bench) openOffice(store string) (*office, func(), error) {
	db, drop := cmp.Or(b.made, filepath.Join(b.dir, "desk.db")), func() {}
	if store == "PostgreSQL" {
		var err error
		if _, drop, err = b.freshPostgres("bench_desk"); err != nil {
			return nil, nil, err
		}
		db = b.postgresDSN("bench_desk")
	}
	took, _, _, err := b.child("demo", "--no-serve", "--scale", b.agency, "--db", db)
	if err != nil {
		drop()
		return nil, nil, err
	}
	o := &office{bench: b, rng: rand.New(rand.NewPCG(7, 7))}
	if o.j, err = journal.OpenExisting(b.ctx, db); err != nil {
		drop()
		return nil, nil, err
	}
	closed := func() {
		o.j.Close()
		drop()
	}
	if err := o.open(); err != nil {
		closed()
		return nil, nil, err
	}
	row("the demo agency made", took, "%d claims, %d events", o.columns.Len(), o.columns.Events())
	return o, closed, nil
}

var userButton = regexp.MustCompile(`name="user" value="([^"]+)"`)

func (o *office) open() error {
	began := time.Now()
	s, err := staff.New(o.ctx, staff.Options{Journal: o.j, Demo: true, Version: "bench"})
	if err != nil {
		return err
	}
	s.ReadAhead(o.ctx)
	row("the desk opened", time.Since(began), "columns and registers read from the journal")
	o.handler = s.Handler()
	if o.columns, err = claim.ReadColumns(o.ctx, o.j, nil); err != nil {
		return err
	}
	if o.register, err = register.Read(o.ctx, o.j, calendar.InstantOf(o.j.Now())); err != nil {
		return err
	}
	start, err := served(o.handler, "", asked{method: http.MethodGet, target: "/"})
	if err != nil {
		return err
	}
	for _, m := range userButton.FindAllStringSubmatch(start.body, -1) {
		o.users = append(o.users, m[1])
	}
	if len(o.users) == 0 {
		return errors.New("the first page offers no demo users")
	}
	r := o.columns.NewReader(moneyDay, everything)
	for _, i := range o.rng.Perm(o.columns.Len())[:min(o.columns.Len(), 60_000)] {
		if r.Seek(i) && r.Account().Total() > 0 {
			o.owed = append(o.owed, i)
		}
	}
	return nil
}

// seen are the requests that a role measures a page with.
type seen struct {
	user string
	asked
}

// addresses is how many addresses of a page each role asks for, and asksEach how often.
const addresses, asksEach = 6, 3

// pages measures every page as each role that may see it. The pages are found as a reader
// finds them: by the links, from the first page on; and beside them claims and persons drawn
// from all.
func (o *office) pages() error {
	found := map[string][]seen{}
	first := map[string]time.Duration{}
	for _, user := range o.users {
		if err := o.walk(user, found, first); err != nil {
			return err
		}
	}
	times, slowest := map[string]spread{}, map[string]seen{}
	var names []string
	for name, all := range found {
		var took []time.Duration
		for range asksEach {
			for _, s := range all {
				a, err := served(o.handler, s.user, s.asked)
				if err != nil || a.status != http.StatusOK {
					return errors.Join(err, fmt.Errorf("%s as %s: status %d where it was 200 before", s.target, s.user, a.status))
				}
				if len(took) == 0 || a.took > slices.Max(took) {
					slowest[name] = s
				}
				took = append(took, a.took)
			}
		}
		names, times[name] = append(names, name), spreadOf(took)
	}
	slices.SortFunc(names, func(x, y string) int { return int(times[y].at(95) - times[x].at(95)) })
	over := 0
	for _, name := range names {
		t, mark := times[name], ""
		if t.at(95) > pageGoal {
			over++
			mark = fmt.Sprintf("; OVER the goal, slowest as %s: %s", slowest[name].user, slowest[name].target)
		}
		row("  "+name, t.at(95), "p50 %s, slowest %s, %d requests; the first took %s%s", t.at(50).Round(100*time.Microsecond), t.at(100).Round(100*time.Microsecond),
			len(t), first[name].Round(time.Millisecond), mark)
	}
	row("pages, p95 of server time", times[names[0]].at(95), "of the slowest; %d of %d pages are over the goal of %s, as %d roles", over, len(names), pageGoal, len(o.users))
	return nil
}

// walk follows the links as one role, and keeps what answered with a page.
func (o *office) walk(user string, found map[string][]seen, first map[string]time.Duration) error {
	queue := []asked{{method: http.MethodGet, target: "/"}}
	for _, i := range o.owed[:min(len(o.owed), 4)] {
		queue = append(queue, asked{http.MethodGet, claimPath(o.columns.ID(i)), nil},
			asked{http.MethodPost, "/person", map[string][]string{"number": {o.columns.Party(i).String()}}})
	}
	met, count := map[string]bool{}, map[string]int{}
	for len(queue) > 0 {
		a := queue[0]
		queue = queue[1:]
		name := a.method + " " + pageOf(a.target)
		if key := name + " " + a.target + a.form.Encode(); met[key] || count[name] >= addresses {
			continue
		} else {
			met[key] = true
		}
		got, err := served(o.handler, user, a)
		if err != nil {
			return err
		}
		if got.status >= http.StatusInternalServerError {
			return fmt.Errorf("%s as %s: status %d", a.target, user, got.status)
		}
		if got.status != http.StatusOK {
			continue
		}
		if count[name]++; first[name] == 0 {
			first[name] = got.took
		}
		found[name] = append(found[name], seen{user, a})
		for _, to := range links(got.body) {
			queue = append(queue, asked{http.MethodGet, to, nil})
		}
	}
	return nil
}

// searchesEach is how often each thing is searched for.
const searchesEach = 300

// searches measures the search for each thing that may be written in its field.
func (o *office) searches() error {
	on := calendar.InstantOf(o.j.Now()).Date()
	var names []string
	for _, party := range o.register.Parties() {
		if n := o.register.Of(party).Name(on); n != "" {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return errors.New("the register has no names; the agency was made by another version")
	}
	name := func() string { return names[o.rng.IntN(len(names))] }
	some := func() int { return o.owed[o.rng.IntN(len(o.owed))] }
	for _, what := range []struct {
		name string
		text func() string
	}{
		{"number", func() string { return o.columns.Party(some()).String() }},
		{"number that nobody has", func() string { return o.stranger().String() }},
		{"name", name},
		{"beginning of a name", func() string { n := []rune(name()); return string(n[:min(3, len(n))]) }},
		{"claim", func() string { return o.columns.ID(some()) }},
		{"OCR", func() string { return inquiry.Reference(o.columns.ID(some())) }},
	} {
		var took []time.Duration
		hits := 0
		for range searchesEach {
			a, err := served(o.handler, "demo-handlaggare", asked{http.MethodPost, "/search", map[string][]string{"find": {what.text()}}})
			if err != nil || a.status >= http.StatusBadRequest {
				return errors.Join(err, fmt.Errorf("a search for a %s: status %d", what.name, a.status))
			}
			if a.status == http.StatusSeeOther || regexp.MustCompile(`class="table__row"`).MatchString(a.body) {
				hits++
			}
			took = append(took, a.took)
		}
		s, mark := spreadOf(took), ""
		if s.at(95) > searchGoal {
			mark = ", OVER it"
		}
		row("search, "+what.name, s.at(95), "p95; p50 %s, slowest %s, %d of %d with hits; the goal is %s%s", s.at(50).Round(100*time.Microsecond), s.at(100).Round(100*time.Microsecond), hits, len(took), searchGoal, mark)
	}
	return nil
}

// stranger is a number that no register and no claim knows.
func (o *office) stranger() identity.Number {
	for {
		n, err := identity.NewPerson(calendar.New(1920, time.January, 1).AddDays(o.rng.IntN(9000)), 900+o.rng.IntN(99))
		if err == nil && len(o.register.Of(n).All()) == 0 {
			return n
		}
	}
}
