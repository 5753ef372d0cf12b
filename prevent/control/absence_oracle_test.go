package control_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/exchange/absencecsv"
	"balans/exchange/registercsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// plainAbsence is the judgement of absence by another way: from the told records
// themselves, in maps by day.
type plainAbsence struct {
	w  *world
	on calendar.Date
}

type entryKey struct {
	party, employer identity.Number
	day, period     calendar.Date
	spec            int32
}

// entries is the records that count on the day of the control.
func (p plainAbsence) entries() map[entryKey]absencecsv.Record {
	all := map[entryKey]absencecsv.Record{}
	for _, received := range []calendar.Date{earlier, date("2026-03-05"), date("2026-04-10")} {
		if received > p.on {
			break
		}
		for _, r := range p.w.absences[received] {
			all[entryKey{r.Party, r.Employer, r.Day, r.Period, r.Spec}] = r
		}
	}
	for k, r := range all {
		if r.Removed {
			delete(all, k)
		}
	}
	return all
}

func (p plainAbsence) declared(e identity.Number, month calendar.Date) bool {
	for _, f := range p.w.facts {
		if f.Kind == "declared" && f.Party == e && f.From == month && f.ReceivedAt.Date() <= p.on && f.Status == "" {
			return true
		}
	}
	return false
}

// due is the bank day on or after the 12th, in January and August the 17th.
func due(month calendar.Date) calendar.Date {
	y, m, _ := month.YMD()
	d := calendar.New(y+int(m)/12, time.Month(int(m)%12+1), 12)
	if m == time.December || m == time.July {
		d += 5
	}
	for !calendar.IsBankDay(d) {
		d++
	}
	return d
}

// day is the code of a claimed day, with the day it can be told when it is pending.
func (p plainAbsence) day(party identity.Number, d calendar.Date, want int32, fp bool, tolerance int32) (code string, found int32, again calendar.Date) {
	sum := map[absencecsv.Type]int32{}
	working := map[identity.Number]bool{}
	lo, hi := d.FirstOfMonth().AddMonths(-3), d.FirstOfMonth().AddMonths(2)
	for _, r := range p.entries() {
		if r.Party != party {
			continue
		}
		if r.Day == d {
			sum[r.Type] += r.Percent + r.Hours*25/2
		}
		if r.Day >= lo && r.Day < hi {
			working[r.Employer] = true
		}
	}
	for _, f := range p.w.facts {
		if f.Kind == "income" && f.Party == party && f.From >= lo && f.From < hi {
			for _, e := range []string{"a", "b"} {
				if f.Other == rest12(employer(e)) {
					working[employer(e)] = true
				}
			}
		}
	}
	mine, other := absencecsv.TFP, absencecsv.FP
	if fp {
		mine, other = other, mine
	}
	found = sum[mine]
	switch {
	case found > 0 && found+tolerance >= want:
		return "", found, 0
	case found > 0:
		code = "lower"
	case sum[other] > 0:
		code = "other type"
	case fp && !calendar.IsBankDay(d):
		return "", found, 0
	default:
		code = "none"
	}
	if len(working) == 0 {
		return "unknown", found, 0
	}
	for _, month := range []calendar.Date{d.FirstOfMonth(), d.FirstOfMonth().AddMonths(1)} {
		for e := range working {
			if !p.declared(e, month) {
				if p.on <= due(month)+7 {
					return "pending", found, due(month) + 8
				}
				return "late", found, 0
			}
		}
	}
	return code, found, 0
}

func TestAbsence_againstTheRecordsThemselves(t *testing.T) {
	outcomes := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		w := told(t)
		w.facts = slices.DeleteFunc(w.facts, func(f registercsv.Record) bool { return f.Status == register.Protected })
		on := date("2026-02-01") + calendar.Date(rapid.IntRange(0, 90).Draw(t, "on"))
		tolerance := rapid.SampledFrom([]int32{0, 0, 100, 5000}).Draw(t, "tolerance")
		inJournal(t, w, func(ctx context.Context, j *journal.Journal) {
			s := sources(ctx, t, j, on)
			for _, l := range lines(s) {
				for _, id := range []string{"tfp-absence", "fp-absence"} {
					r, _ := control.Find(id)
					if !r.Covers(l.Benefit) || l.Days != int(l.To-l.From)+1 {
						continue
					}
					e := control.Evaluate(r, s, l, on, control.Settings{Tolerance: tolerance, GraceDays: 7})
					want := plainAbsence{w, on}.judge(l, id == "fp-absence", tolerance)
					got := fmt.Sprintln(e.Outcome, e.Reason, e.Again, e.AtStake)
					for _, d := range e.Days {
						got += fmt.Sprintln(d.Day, d.Code, d.Found)
					}
					if got != want {
						t.Fatalf("%s of %s, %s to %s: %s\nby the records: %s", id, l.ID, l.From, l.To, got, want)
					}
					outcomes[e.Reason]++
				}
			}
		})
	})
	if len(outcomes) < 4 {
		t.Errorf("the worlds show little: %v", outcomes)
	}
}

func (p plainAbsence) judge(l *payout.Line, fp bool, tolerance int32) string {
	count, days := map[string]int{}, ""
	again, short := calendar.Date(0), new(big.Rat)
	var bad []calendar.Date
	for d := l.From; d <= l.To; d++ {
		code, found, ask := p.day(l.Party, d, l.Extent, fp, tolerance)
		if code == "" {
			continue
		}
		if l.Basis == payout.SelfEmployed { // what was reported, whoever could report more
			code = p.bare(l.Party, d, found, fp)
		}
		count[code]++
		bad = append(bad, d)
		days += fmt.Sprintln(d, code, found)
		if code == "pending" && (again == 0 || ask < again) {
			again = ask
		}
		if code == "lower" || code == "other type" || code == "none" {
			short.Add(short, big.NewRat(int64(l.Extent-found), int64(l.Extent)*int64(l.Days)))
		}
	}
	switch missing := count["lower"] + count["other type"] + count["none"]; {
	case days == "":
		return fmt.Sprintln(control.NoFinding, "absence.agrees", calendar.Date(0), money.Amount(0))
	case l.Basis == payout.SelfEmployed && p.employs(l.Party, bad[0].FirstOfMonth(), bad[len(bad)-1].EndOfMonth()):
		return fmt.Sprintln(control.Manual, "absence.basis", calendar.Date(0), money.Amount(0)) + days
	case l.Basis == payout.SelfEmployed:
		return fmt.Sprintln(control.Observation, "absence.noemployer", calendar.Date(0), money.Amount(0)) + days
	case missing > 0:
		reason := "absence.lower"
		if count["none"] > 0 {
			reason = "absence.none"
		} else if count["other type"] > 0 {
			reason = "absence.other"
		}
		stake := short.Mul(short, big.NewRat(int64(l.Gross), 1))
		stake.Add(stake, big.NewRat(1, 2))
		half := new(big.Int).Quo(stake.Num(), stake.Denom())
		return fmt.Sprintln(control.Task, reason, calendar.Date(0), money.Amount(half.Int64())) + days
	case count["late"] > 0:
		return fmt.Sprintln(control.Manual, "absence.late", calendar.Date(0), money.Amount(0)) + days
	case count["unknown"] > 0:
		return fmt.Sprintln(control.Manual, "absence.unknownemployer", calendar.Date(0), money.Amount(0)) + days
	}
	return fmt.Sprintln(control.NotYet, "absence.pending", again, money.Amount(0)) + days
}

// employs reports whether anybody declared pay for a month of the days, or absence on one.
func (p plainAbsence) employs(party identity.Number, from, to calendar.Date) bool {
	for _, r := range p.entries() {
		if r.Party == party && r.Day >= from && r.Day <= to {
			return true
		}
	}
	for _, f := range p.w.facts {
		if f.Kind == "income" && f.Party == party && f.From >= from && f.From <= to {
			return true
		}
	}
	return false
}

// bare is the code of a day by what was reported alone.
func (p plainAbsence) bare(party identity.Number, d calendar.Date, found int32, fp bool) string {
	if found > 0 {
		return "lower"
	}
	for _, r := range p.entries() {
		if r.Party == party && r.Day == d && (r.Type == absencecsv.FP) != fp {
			return "other type"
		}
	}
	return "none"
}
