package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// The days of the mass decision: when the settlements came, and when they are decided.
var settledOn = calendar.New(2025, time.March, 3)

const settledDays = 30

// massResult is what a mass decision came to, to be the same on every database.
type massResult struct {
	decided, claims, letters int
	principal                money.Amount
}

// massDecisions decides a year's settlements by the program, with their claims and letters, on
// each database.
func (b *bench) massDecisions(stores []string) error {
	fmt.Printf(" mass decision\n")
	var first massResult
	for i, store := range stores {
		r, err := b.massOn(store)
		if err != nil {
			return fmt.Errorf("mass decision, %s: %w", store, err)
		}
		if i == 0 {
			first = r
		} else if r != first {
			return fmt.Errorf("mass decision: %s comes to %+v and %s to %+v", store, r, stores[0], first)
		}
	}
	return nil
}

func (b *bench) massOn(store string) (r massResult, err error) {
	db, drop := filepath.Join(b.dir, "mass.db"), func() {}
	if store == "PostgreSQL" {
		if _, drop, err = b.freshPostgres("bench_mass"); err != nil {
			return r, err
		}
		db = b.postgresDSN("bench_mass")
	}
	defer drop()
	j, err := journal.Open(b.ctx, db)
	if err != nil {
		return r, err
	}
	defer j.Close()
	m := &mass{bench: b, j: j}
	if m.office, err = massOffice(b, j); err != nil {
		return r, err
	}
	began := time.Now()
	if err := m.prepare(); err != nil {
		return r, err
	}
	row(store+": cases made", time.Since(began), "%d, from the signal to an inquiry with its steps, %.0f commands/s; not part of the goal", b.cases, 4*float64(b.cases)/time.Since(began).Seconds())
	took, err := m.decide()
	if err != nil {
		return r, err
	}
	if r, err = m.result(); err != nil {
		return r, err
	}
	row(store+": decided alone", took, "%d cases, %d claims of %s kronor, %d letters, %.0f/s; the goal is %s for 65 000", r.decided, r.claims, r.principal.Kronor(), r.letters,
		float64(r.decided)/took.Seconds(), massGoal)
	if took.Seconds()/float64(b.cases) > massGoal.Seconds()/65_000 {
		row("  OVER the goal", took, "")
	}
	if store == "SQLite" {
		return r, m.papers()
	}
	return r, nil
}

type mass struct {
	*bench
	j      *journal.Journal
	office *inquiry.Office
	all    []inquiry.Opening
	want   money.Amount
}

// massOffice is the agency with limits that let the program decide; as installed it has none.
func massOffice(b *bench, j *journal.Journal) (*inquiry.Office, error) {
	law, err := statute.Load()
	if err != nil {
		return nil, err
	}
	var values []statute.Value
	for name, v := range map[string]int64{statute.AutomaticLimit: 50_000_00, statute.AutomaticBasisAge: 10, statute.AutomaticSample: 0, statute.HousingSettlementMinimum: 1_200_00} {
		p, err := law.Parameter(name)
		if err != nil {
			return nil, err
		}
		values = append(values, statute.Value{Name: name, Int64: v, Unit: p.Unit, From: calendar.New(2020, time.January, 1), To: calendar.None, Source: "bench", Confidence: statute.Fictitious})
	}
	if law, err = law.Overlay(values); err != nil {
		return nil, err
	}
	book, err := claim.ReadLaw(b.ctx, j)
	if err != nil {
		return nil, err
	}
	return &inquiry.Office{Sender: letter.Sender{Name: "Demomyndigheten", Unit: "Återkrav", Contact: []string{"Telefon 010-000 00 00 (påhittat)"}}, Account: "bankgiro 5050-1055",
		Parameters: law, Terms: book.TermsOf(calendar.InstantOf(j.Now()))}, nil
}

// wrongOf is what was paid too much in a case, öre.
func wrongOf(i int) money.Amount { return money.Kronor(1_500+int64(i%9_000)) + money.Amount(i%100) }

// prepare brings every case to where the program may decide it.
func (m *mass) prepare() error {
	code, _ := benefit.Parse("bostadsbidrag")
	for i := range m.cases {
		who, err := identity.NewPerson(calendar.New(1940, time.January, 1).AddDays(i%20_000), 238+i/20_000)
		if err != nil {
			return err
		}
		m.want += wrongOf(i)
		m.all = append(m.all, inquiry.Opening{Party: who, Benefit: code, From: calendar.New(2024, time.January, 1), To: calendar.New(2024, time.December, 31), Category: inquiry.IncomeWrong,
			Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: "bench-" + strconv.Itoa(i), Text: "slutlig avräkning"}})
	}
	if err := inquiry.OpenMany(m.ctx, m.j, m.all, inquiry.Act{On: settledOn, Actor: inquiry.AutoActor, Cause: "bench"}, nil); err != nil {
		return err
	}
	return eachAtOnce(len(m.all), m.investigate)
}

// investigate takes a case on, receives its basis, assesses it and lets the hearing be.
func (m *mass) investigate(i int) error {
	o := &m.all[i]
	a := inquiry.Act{Party: o.Party, Case: o.ID, On: settledOn, Actor: inquiry.AutoActor, Cause: "bench"}
	if _, err := a.Accept(m.ctx, m.j, ""); err != nil {
		return err
	}
	const paid = 24_000_00
	basis := &inquiry.Basis{Source: "bob", ID: o.ID, Version: 1, Lines: []inquiry.Line{{Payout: "U-" + o.ID, From: o.From, To: o.To, Payee: o.Party, Paid: paid, Entitled: paid - wrongOf(i)}}}
	if _, err := a.ReceiveBasis(m.ctx, m.j, basis, inquiry.About{}); err != nil {
		return err
	}
	a.On = settledOn.AddDays(settledDays - 1)
	if _, err := a.AssessAlone(m.ctx, m.j, m.office.Parameters); err != nil {
		return err
	}
	_, err := a.Spare(m.ctx, m.j, "unnecessary", "den slutliga avräkningen följer av lag och är känd")
	return err
}

// manyAtOnce is how many cases are worked on at a time: they share commits.
const manyAtOnce = 128

// eachAtOnce does something for each of n, many at a time, until one fails.
func eachAtOnce(n int, do func(i int) error) error {
	next := make(chan int)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	for range manyAtOnce {
		wg.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					mu.Lock()
					first = errors.Join(first, err)
					mu.Unlock()
				}
			}
		})
	}
	for i := range n {
		mu.Lock()
		failed := first != nil
		mu.Unlock()
		if failed {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return first
}

func (m *mass) decide() (time.Duration, error) {
	book, err := inquiry.ReadBook(m.ctx, m.j)
	if err != nil {
		return 0, err
	}
	cases := book.All()
	began := time.Now()
	r, err := inquiry.DecideAll(m.ctx, m.j, m.office, cases, inquiry.Act{On: settledOn.AddDays(settledDays), Actor: inquiry.AutoActor, Cause: "bench"}, nil)
	took := time.Since(began)
	if err == nil && r.Decided != m.cases {
		err = fmt.Errorf("%d of %d cases were decided; left: %v", r.Decided, m.cases, r.Left)
	}
	return took, err
}

// recountEvery is how far apart the cases are that are held against their own streams.
const recountEvery = 50

// result counts what is in the journal afterwards: the claims from the columns, the letters
// from the outbox's list, and of a sample of cases everything the decision says.
func (m *mass) result() (r massResult, err error) {
	columns, err := claim.ReadColumns(m.ctx, m.j, nil)
	if err != nil {
		return r, err
	}
	r.claims = columns.Len()
	for i := range columns.Len() {
		r.principal += columns.Principal(i)
	}
	waiting, err := letter.Waiting(m.ctx, m.j)
	if err != nil {
		return r, err
	}
	r.letters = len(waiting)
	book, err := inquiry.ReadBook(m.ctx, m.j)
	if err != nil {
		return r, err
	}
	for i, s := range book.All() {
		if s.Decided == settledOn.AddDays(settledDays) && s.Auto {
			r.decided++
		}
		if i%recountEvery == 0 {
			if err := m.recount(s); err != nil {
				return r, err
			}
		}
	}
	if r.principal != m.want || r.letters != r.decided || r.claims != r.decided {
		return r, fmt.Errorf("%+v, and the settlements had %s too much", r, m.want)
	}
	return r, nil
}

// recount holds one case against its note, its claim and its letter.
func (m *mass) recount(s *inquiry.Summary) error {
	c, err := inquiry.Load(m.ctx, m.j, s.Party, s.ID)
	if err != nil {
		return err
	}
	if c.State != s.State || c.Version != s.Version || c.Decision == nil || len(c.Decision.Claims) != 1 || len(c.Decision.Letters) != 1 {
		return fmt.Errorf("the case %s does not agree with its note: %+v", s.ID, c.Decision)
	}
	stream, err := m.j.Load(m.ctx, int64(s.Party), claim.Stream(c.Decision.Claims[0].ID))
	if err != nil {
		return err
	}
	d, _, err := claim.FromJournal(stream)
	if err != nil {
		return err
	}
	l, err := letter.Load(m.ctx, m.j, s.Party, c.Decision.Letters[0], calendar.InstantOf(m.j.Now()))
	if err != nil {
		return err
	}
	if _, err := l.Document(); err != nil || d.Principal != c.Decision.Repay || d.Principal != s.Repay {
		return errors.Join(err, fmt.Errorf("the case %s decided %s and its claim is %s", s.ID, c.Decision.Repay, d.Principal))
	}
	return nil
}

// paperTime is how long letters are written.
const paperTime = 3 * time.Second

// papers writes decision letters as PDF: of one letter on one processor, and of many letters
// from what the journal keeps on all.
func (m *mass) papers() error {
	read := func(i int) (*letter.Letter, error) {
		o := &m.all[i%len(m.all)]
		c, err := inquiry.Load(m.ctx, m.j, o.Party, o.ID)
		if err != nil {
			return nil, err
		}
		return letter.Load(m.ctx, m.j, o.Party, c.Decision.Letters[0], calendar.InstantOf(m.j.Now()))
	}
	l, err := read(0)
	if err != nil {
		return err
	}
	doc, err := l.Document()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	n, began := 0, time.Now()
	for ; time.Since(began) < paperTime; n++ {
		b.Reset()
		if err := doc.PDF(&b); err != nil {
			return err
		}
	}
	took := time.Since(began)
	row("a decision letter as PDF", took/time.Duration(n), "%.0f a second on one processor, %d bytes; the goal is %d a second", float64(n)/took.Seconds(), b.Len(), letterGoal)
	n, began = 0, time.Now()
	for ; time.Since(began) < paperTime; n += manyAtOnce {
		err := eachAtOnce(manyAtOnce, func(i int) error {
			l, err := read(n + i)
			if err != nil {
				return err
			}
			doc, err := l.Document()
			if err != nil {
				return err
			}
			var b bytes.Buffer
			return doc.PDF(&b)
		})
		if err != nil {
			return err
		}
	}
	took = time.Since(began)
	row("  from the journal to PDF", took/time.Duration(n), "%.0f a second on all processors, each letter read, its words written and made a PDF; the goal is %d a second", float64(n)/took.Seconds(), letterGoal)
	return nil
}
