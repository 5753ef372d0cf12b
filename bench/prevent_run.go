package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"balans/exchange/agi"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// standing is a register of absence as it stands, and the payouts of a day for some of
// its people.
type standing struct {
	absences *register.Absences
	entries  []*payout.Entry // in no order
	expected [4]int          // days of the lines by the codes of control.MatchDays
	findings int             // lines with a day that does not agree
}

const (
	daysEach  = 30 // reported of each person in the register
	daysARun  = 3  // that follow each other
	betweenAt = 36 // days from where one run may begin to the next
)

// makeStanding makes a register of so many absence days, in order, and so many lines of
// one to three days in February.
func makeStanding(absences, lines int) (*standing, error) {
	people, err := persons(max(absences/daysEach, lines))
	if err != nil {
		return nil, err
	}
	code, ok := benefit.Parse("tillfallig-foraldrapenning")
	if !ok {
		return nil, fmt.Errorf("no temporary parental benefit in the catalogue")
	}
	s := &standing{}
	rng := rand.New(rand.NewPCG(9, 10))
	var build register.AbsencesBuilder
	build.Grow(len(people) * daysEach)
	step := len(people) / lines
	for i, p := range people {
		for r := range daysEach / daysARun {
			from := firstOfYear + calendar.Date(betweenAt*r+rng.IntN(20))
			fp, percent := rng.IntN(10) == 0, int32(5_000*(1+rng.IntN(2)))
			for d := range daysARun {
				build.Add(p, from+calendar.Date(d), fp, false, percent)
			}
			if r == 1 && i%step == 0 && len(s.entries) < lines {
				s.line(rng, p, code, from, fp, percent)
			}
		}
	}
	s.absences = build.Build()
	rng.Shuffle(len(s.entries), func(i, j int) { s.entries[i], s.entries[j] = s.entries[j], s.entries[i] })
	return s, nil
}

// line plans a payout for days that were reported from a day on, or for the days after
// them, and counts what is to be found.
func (s *standing) line(rng *rand.Rand, p identity.Number, code benefit.Code, from calendar.Date, fp bool, percent int32) {
	n := 1 + rng.IntN(daysARun)
	found := 0
	l := payout.Line{ID: fmt.Sprintf("P%08d", len(s.entries)), Run: "day", Party: p, Benefit: code, Days: n, Extent: percent, Basis: payout.Employee,
		Applied: from + 4, PayOn: calendar.New(2025, 5, 5), Gross: money.Amount(n) * 120_000}
	switch x := rng.IntN(100); {
	case x >= 97:
		from, found = from+daysARun, 3
	case fp:
		found = 2
	case x >= 90 && percent < 10_000:
		l.Extent, found = 10_000, 1
	}
	l.From, l.To = from, from+calendar.Date(n-1)
	s.expected[found] += n
	if found > 0 {
		s.findings++
	}
	s.entries = append(s.entries, &payout.Entry{Line: l, State: payout.Planned})
}

// sorted is the days of the lines in the order of the register.
func (s *standing) sorted() *sortedDays {
	var packed []uint64
	var numbers []uint32
	for i, e := range s.entries {
		for d := e.From; d <= e.To; d++ {
			key, _ := register.DayKey(e.Party, d)
			packed, numbers = append(packed, key<<wantBits|uint64(e.Extent)), append(numbers, uint32(i))
		}
	}
	return sortDays(packed, numbers)
}

// dayOfPayouts controls the payouts of a day against the standing register, and goes on
// with controls that are stored.
func (b *bench) dayOfPayouts() error {
	s, err := makeStanding(b.absenceDays, b.lines)
	if err != nil {
		return err
	}
	var days *sortedDays
	var codes []uint8
	took, err := median(5, func() error {
		days = s.sorted()
		codes = make([]uint8, len(days.keys))
		days.match(s.absences, codes)
		return nil
	})
	if err != nil {
		return err
	}
	var counts [4]int
	for _, c := range codes {
		counts[c]++
	}
	if counts != s.expected {
		return fmt.Errorf("the days of a run come to %v, and were made as %v", counts, s.expected)
	}
	cpuRow("a day's payouts, days alone", took, "%d payouts of %d days against %d absence days, %d MB; the goal is 0.5 s", len(s.entries), len(days.keys), s.absences.Len(), s.absences.Bytes()/1_000_000)
	sources, err := b.sources(s)
	if err != nil {
		return err
	}
	asked, err := askedOf("day")
	if err != nil {
		return err
	}
	var result *control.Result
	took, err = median(5, func() error {
		result, err = control.Check(sources, asked, s.entries, nil, false)
		return err
	})
	if err != nil {
		return err
	}
	if n := result.Tallies[0].Of(control.Task); n != s.findings || result.Tallies[0].Of(control.NoFinding) != len(s.entries)-n {
		return fmt.Errorf("the control made %+v, and %d tasks were to come of it", result.Tallies, s.findings)
	}
	cpuRow("  the control tfp-absence", took, "%d tasks, with what each rests on; the goal is 0.5 s", s.findings)
	return b.storedControls(s, sources, asked)
}

// askedOf is a run of the absence control alone.
func askedOf(run string) (*control.Asked, error) {
	plan, err := control.ParsePlan("bench", `plan bench
name Measurement
from 2025-01-01
to 2099-12-31
risk work
area Work with temporary parental benefit
benefit tillfallig-foraldrapenning
cause applicant
control tfp-absence
meets work
stage before
`)
	return &control.Asked{ID: run, Plan: plan, Version: 1, Stage: control.Before, Payrun: run, On: calendar.New(2025, 5, 2), KnownAt: calendar.InstantOf(time.Now()), By: "bench"}, err
}

// sources is a book of the declarations behind the lines with the standing register's
// columns of absence. The book has one income of each person in the lines and whether the
// employers' months have come in; the sixty million days themselves are columns alone.
func (b *bench) sources(s *standing) (*control.Sources, error) {
	j, err := journal.Open(b.ctx, filepath.Join(b.dir, "register.db"))
	if err != nil {
		return nil, err
	}
	defer j.Close()
	file, err := s.declared()
	if err != nil {
		return nil, err
	}
	im := register.Import{File: "declared.xml", Reader: bytes.NewReader(file), By: "bench"}
	receipt, err := im.Run(b.ctx, j)
	if err != nil {
		return nil, err
	}
	if receipt.AsideCount != 0 {
		return nil, fmt.Errorf("%d records of the declarations were set aside", receipt.AsideCount)
	}
	book, err := register.Read(b.ctx, j, everything)
	if err != nil {
		return nil, err
	}
	return &control.Sources{Register: book.WithAbsences(s.absences)}, nil
}

// declared is the declarations of February and March: a thousand of the lines' people an
// employer.
func (s *standing) declared() ([]byte, error) {
	var out bytes.Buffer
	w := agi.NewWriter(&out, agi.Form{Prefix: "agd"}, agi.Sender{Program: "bench", Organisation: identity.None, Created: "2025-04-10T09:00:00"})
	february := calendar.New(2025, 2, 1)
	const perEmployer = 1000
	for i := 0; i < len(s.entries); i += perEmployer {
		employer, err := identity.NewOrganisation(556_000_000 + int64(i/perEmployer))
		if err != nil {
			return nil, err
		}
		paid := s.entries[i:min(i+perEmployer, len(s.entries))]
		if err := w.Declaration(agi.Declaration{Employer: employer, Period: february, SumTax: money.Kronor(9_000 * int64(len(paid)))}); err != nil {
			return nil, err
		}
		for _, e := range paid {
			if err := w.Income(agi.Income{Employer: employer, Period: february, Party: e.Party, Spec: 1, Cash: money.Kronor(30_000), Tax: money.Kronor(9_000), TaxKind: agi.Preliminary}); err != nil {
				return nil, err
			}
		}
		if err := w.Declaration(agi.Declaration{Employer: employer, Period: february.AddMonths(1)}); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
