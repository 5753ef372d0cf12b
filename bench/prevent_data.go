package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"

	"balans/exchange/absencecsv"
	"balans/exchange/linecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/register"
)

// claimedDays are days that temporary parental benefit is claimed for, as columns in no
// order. The place of a day is its number.
type claimedDays struct {
	party []identity.Number
	day   []calendar.Date
	want  []int32 // hundredths of a percent
}

// reportedDays are the absence that employers reported, as columns in no order.
type reportedDays struct {
	party     []identity.Number
	day       []calendar.Date
	amount    []int32 // hundredths of a percent, or of an hour
	fp, hours []bool
}

var firstOfYear = calendar.New(2025, 1, 1)

// persons are so many different people, in order of their numbers.
func persons(n int) ([]identity.Number, error) {
	const days = 12_000 // on which they are born
	perDay := n/days + 1
	all := make([]identity.Number, 0, n)
	for i := range n {
		p, err := identity.NewPerson(calendar.New(1965, 1, 1)+calendar.Date(i/perDay), 1+i%perDay)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// makeDays makes n claimed days of n/4 people and as many reports: of ten days eight or
// nine agree, some of them by two employers' reports, and the rest are reported with less,
// for the other benefit, or not at all.
func makeDays(n int) (*claimedDays, *reportedDays, error) {
	people, err := persons(max(n/4, 1))
	if err != nil {
		return nil, nil, err
	}
	rng := rand.New(rand.NewPCG(7, 8))
	c := &claimedDays{make([]identity.Number, n), make([]calendar.Date, n), make([]int32, n)}
	a := &reportedDays{make([]identity.Number, n), make([]calendar.Date, n), make([]int32, n), make([]bool, n), make([]bool, n)}
	claims, reports := rng.Perm(n), rng.Perm(n)
	extents := []int32{10_000, 10_000, 10_000, 7_500, 5_000, 2_500}
	put := func(p identity.Number, d calendar.Date, percent int32, fp bool) {
		if len(reports) == 0 {
			return
		}
		at := reports[0]
		reports = reports[1:]
		a.party[at], a.day[at], a.amount[at], a.fp[at] = p, d, percent, fp
		if rng.IntN(3) == 0 {
			a.amount[at], a.hours[at] = percent*8/100, true // of a day of eight hours
		}
	}
	for i, at := range claims {
		p, d := people[i/4%len(people)], firstOfYear+calendar.Date(rng.IntN(360))
		want := extents[rng.IntN(len(extents))]
		c.party[at], c.day[at], c.want[at] = p, d, want
		switch x := rng.IntN(100); {
		case x < 76:
			put(p, d, want, false)
		case x < 85:
			put(p, d, want/2, false)
			put(p, d, want/2, false)
		case x < 90:
			put(p, d, want/2, false)
		case x < 93:
			put(p, d, want, true)
		}
	}
	for len(reports) > 0 { // of days nobody has claimed
		put(people[rng.IntN(len(people))], firstOfYear+calendar.Date(rng.IntN(360)), extents[rng.IntN(len(extents))], rng.IntN(2) == 0)
	}
	return c, a, nil
}

// absences makes columns of the reports.
func (a *reportedDays) absences() *register.Absences {
	var build register.AbsencesBuilder
	build.Grow(len(a.party))
	for i, p := range a.party {
		build.Add(p, a.day[i], a.fp[i], a.hours[i], a.amount[i])
	}
	return build.Build()
}

// writeLines writes a file of payout lines, one for each claimed day.
func (c *claimedDays) writeLines(file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	w := linecsv.NewWriter(out)
	children, err := persons(50_000)
	if err != nil {
		return err
	}
	for i, p := range c.party {
		gross := money.Amount(c.want[i]) * 12
		rec := linecsv.Record{Payout: fmt.Appendf(nil, "P%08d", i), Benefit: []byte("tillfallig-foraldrapenning"), Party: p, Payee: p, Child: children[i%len(children)],
			From: c.day[i], To: c.day[i], Days: 1, Extent: c.want[i], Basis: linecsv.Employee, AppliedOn: c.day[i] + 1, PayOn: c.day[i] + 20, Gross: gross, Tax: gross / 10_000 * 3_000}
		if err := w.Write(&rec); err != nil {
			return err
		}
	}
	return errors.Join(w.Flush(), out.Close())
}

// writeAbsences writes a file of the reports. Each has a key of its own: none corrects
// another.
func (a *reportedDays) writeAbsences(file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	w := absencecsv.NewWriter(out)
	var employers []identity.Number
	for i := range int64(20_000) {
		e, err := identity.NewOrganisation(556_000_000 + i)
		if err != nil {
			return err
		}
		employers = append(employers, e)
	}
	for i, p := range a.party {
		rec := absencecsv.Record{Employer: employers[i/40%len(employers)], Period: a.day[i].FirstOfMonth(), Party: p, Day: a.day[i], Spec: int32(i), Type: absencecsv.TFP}
		if a.fp[i] {
			rec.Type = absencecsv.FP
		}
		if rec.Percent = a.amount[i]; a.hours[i] {
			rec.Percent, rec.Hours = 0, a.amount[i]
		}
		if err := w.Write(&rec); err != nil {
			return err
		}
	}
	return errors.Join(w.Flush(), out.Close())
}
