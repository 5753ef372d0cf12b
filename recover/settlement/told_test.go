package settlement_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"balans/exchange/linecsv"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/prevent/payout"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/recover/settlement"
)

// with is a file with a field of some lines changed.
func with(file string, field int, to func(line int, had string) string) string {
	lines := strings.Split(strings.TrimSpace(file), "\n")
	for i := 1; i < len(lines); i++ {
		f := strings.Split(lines[i], ";")
		f[field] = to(i, f[field])
		lines[i] = strings.Join(f, ";")
	}
	return strings.Join(lines, "\n") + "\n"
}

// first is a file's header and its first lines.
func first(file string, lines int) string {
	return strings.Join(strings.SplitAfterN(file, "\n", lines+2)[:lines+1], "")
}

// taken takes a file of households in.
func (a *agency) taken(text string, leaveOut bool) (housing.IntakeReceipt, error) {
	in := housing.Intake{File: "households.csv", In: bytes.NewBufferString(text), Actor: "test", LeaveOut: leaveOut}
	return in.Do(a.Context(), a.j)
}

// What is taken in between a run's computing and its listing would be believed to be what the run
// rests on: the run is computed again.
func TestRun_isListedOnlyOfWhatItRead(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(12)
		a.intake(decided)
		p, err := a.run(assessed).Prepare(a.Context(), a.j)
		a.must(err)
		a.intake(with(decided, 16, func(int, string) string { return "100" }))
		if err := p.List(a.Context(), a.j); !errors.Is(err, housing.ErrBusy) {
			a.Fatalf("a run was listed after something else was told than it read: %v", err)
		}
		a.settle(assessed)
		a.recounted(12)
	})
}

// A file whose incomes were waited with, or that left households out, is run again when they are
// known: it settles those, and leaves the others as they are.
func TestRun_ofTheSameFileSettlesWhatIsToldSince(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(12)
		a.intake(first(decided, 8))
		run := a.run(assessed)
		run.LeaveOut = true
		r, err := run.Do(a.Context(), a.j)
		a.must(err)
		if r.Totals.Households != 8 || r.Run.LeftOut != 4 {
			a.Fatalf("%+v", r.Run)
		}
		if again := a.settle(assessed); !again.Already || again.Run.Name != "2025-1" {
			a.Errorf("with nothing told since: %+v", again.Run)
		}
		a.intake(decided)
		r = a.settle(assessed)
		if r.Already || r.Run.Name != "2025-2" || r.Totals.Households != 4 || r.Totals.Changes != 0 || r.Unchanged != 8 || r.Waiting != 0 {
			a.Errorf("%+v, %+v, %d unchanged", r.Run, r.Totals, r.Unchanged)
		}
		was := a.counted()
		a.intake(decided + "\n") // tells the same
		for range 2 {
			if again := a.settle(assessed); !again.Already || a.counted() != was {
				a.Errorf("when the same was told again: %+v", again.Run)
			}
		}
		a.recounted(12)
	})
}

func TestIntake_keepsTheApplicant(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(12)
		a.intake(decided)
		a.settle(assessed)
		other := with(decided, 1, func(line int, had string) string {
			if line == 4 {
				return person(100).String()
			}
			return had
		})
		_, err := a.taken(other, false)
		var bad *housing.BadFile
		if !errors.As(err, &bad) || len(bad.Faults) != 1 || !strings.Contains(err.Error(), "households.csv:5: household H00004: housing: person: an earlier file of 2025 has it under another applicant") ||
			strings.Contains(err.Error(), person(6).String()) || strings.Contains(err.Error(), person(100).String()) {
			a.Fatalf("%v", err)
		}
		r, err := a.taken(other, true)
		a.must(err)
		if r.Intake.Households != 11 || r.Intake.LeftOut != 1 {
			a.Errorf("%+v", r.Intake)
		}
		book, err := housing.ReadBook(a.Context(), a.j, 2025, housing.Everything)
		a.must(err)
		if k := book.Find("H00004"); k == nil || k.Party != person(6) || k.Last() == nil {
			a.Errorf("the household is %+v", k)
		}
	})
}

func TestIntake_oneWrongYearLeavesOutItself(t *testing.T) {
	j, err := openAt(t.Context(), t.TempDir()+"/s.db", 1000)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	a := &agency{T: t, j: j, law: ordinary}
	decided, _ := files(12)
	for _, field := range []int{4, 5} {
		decided = with(decided, field, func(line int, had string) string {
			if line == 1 {
				return strings.Replace(had, "2025", "2052", 1)
			}
			return had
		})
	}
	r, err := a.taken(decided, true)
	a.must(err)
	if r.Intake.Year != 2025 || r.Intake.Households != 11 || len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Error(), "the file is of 2025") {
		t.Errorf("%+v %v", r.Intake, r.Faults)
	}
}

// An id that is a person's number stands in no error.
func TestFaults_neverTellAnIdentityNumber(t *testing.T) {
	j, err := openAt(t.Context(), t.TempDir()+"/s.db", 1000)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	a := &agency{T: t, j: j, law: ordinary}
	decided, assessed := files(3)
	number := person(4).String()
	for _, id := range []string{number, number[2:], number[:8] + "-" + number[8:], number[2:8] + "-" + number[8:]} {
		as := func(line int, had string) string {
			if line == 1 {
				return id
			}
			return had
		}
		_, err := a.taken(with(decided, 0, as), false)
		if err == nil || !strings.Contains(err.Error(), "it is an identity number") || strings.Contains(err.Error(), number[8:]) {
			t.Errorf("%v", err)
		}
	}
	a.intake(decided)
	_, err = a.run(with(assessed, 0, func(line int, had string) string {
		if line == 1 {
			return number
		}
		return had
	})).Do(t.Context(), j)
	if err == nil || !strings.Contains(err.Error(), "nothing is known of it") || strings.Contains(err.Error(), number[8:]) {
		t.Errorf("%v", err)
	}
}

// A claim of what was paid out by an earlier settlement is on all that was paid.
func TestRun_caseOfAYearThatWasSettledBefore(t *testing.T) {
	j, err := openAt(t.Context(), t.TempDir()+"/s.db", 1000)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	a := &agency{T: t, j: j, law: lawWith(map[string]int64{statute.HousingChargeShare: 0, statute.StateLoanRate: 0})}
	decided, assessed := files(1)
	decided = with(with(decided, 6, func(int, string) string { return "9000" }), 16, func(int, string) string { return "0" })
	employed := func(kronor string) string {
		return with(assessed, 4, func(int, string) string { return kronor })
	}
	a.intake(decided)
	if r := a.settle(employed("0")); r.Totals.By[housing.PayOut].Count != 1 {
		t.Fatalf("%+v", r.Totals)
	}
	r := a.settle(employed("900000"))
	claimed := r.Totals.By[housing.Claim].Amount
	cases, err := inquiry.All(t.Context(), j)
	a.must(err)
	if len(cases) != 1 || claimed < money.Kronor(10_000) {
		t.Fatalf("%d cases of %s", len(cases), claimed)
	}
	c := cases[0]
	if c.Paid != claimed || c.Wrong != claimed || len(c.Bases) != 1 || len(c.Bases[0].Lines) != 1 || c.Bases[0].Lines[0].Wrong() != claimed {
		t.Errorf("%s was paid out, all of it wrongly; the case: %+v, on %+v", claimed, c.Opening, c.Bases)
	}
	book, err := housing.ReadBook(t.Context(), j, 2025, housing.Everything)
	a.must(err)
	account, err := housing.New(a.law).Account(book.Households[0], book.Households[0].Last())
	a.must(err)
	if says := steps(account); !strings.Contains(says, "sammanlagt betalades "+claimed.Kronor()) {
		t.Errorf("%s", says)
	}
}

func steps(a *housing.Account) (all string) {
	for _, s := range a.Settlement {
		all += s.Says.Sv + "\n"
	}
	return all
}

// Nothing is said to be paid out where an earlier claim is made smaller, and afterwards the account
// tells what is left of it.
func TestAccount_ofAClaimMadeSmaller(t *testing.T) {
	j, err := openAt(t.Context(), t.TempDir()+"/s.db", 1000)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	a := &agency{T: t, j: j, law: lawWith(map[string]int64{statute.HousingAutomaticLimit: 90_000_00, statute.HousingAutomaticSample: 0, statute.HousingChargeShare: 0, statute.StateLoanRate: 0})}
	decided, assessed := files(1)
	decided = with(with(decided, 6, func(int, string) string { return "9000" }), 16, func(int, string) string { return "4000" })
	a.intake(decided)
	var whole money.Amount
	for i, kronor := range []string{"900000", "250000", "240000"} {
		a.settle(with(assessed, 4, func(int, string) string { return kronor }))
		book, err := housing.ReadBook(t.Context(), j, 2025, housing.Everything)
		a.must(err)
		k := book.Households[0]
		account, err := housing.New(a.law).Account(k, k.Last())
		a.must(err)
		says := steps(account)
		if i > 0 && (k.Last().Manual != settlement.ManualLess || strings.Contains(says, "betalas ut") || !strings.Contains(says, "sammanlagt krävdes "+(-whole).Kronor()) || !strings.Contains(says, "beslutar om det kravet på nytt")) {
			t.Errorf("%s %s:\n%s", k.Last().Outcome, k.Last().Manual, says)
		}
		whole = k.Last().Whole
	}
}

// The pay day is that of the run, whatever is stated when it is completed, and not before the
// decisions.
func TestRun_keepsItsPayDay(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(12)
		a.intake(decided)
		run := a.run(assessed)
		run.PayOn = today.AddDays(-1)
		if _, err := run.Do(a.Context(), a.j); err == nil || !strings.Contains(err.Error(), "--pay-on") || a.counted() != (sums{}) {
			a.Fatalf("pay-outs before the decisions: %v", err)
		}
		day := calendar.New(2026, 10, 12)
		run = a.run(assessed)
		run.PayOn = day
		a.must(listOnly(a, run))
		r := a.settle(assessed) // without a day
		if !r.Resumed || r.PayOn != day {
			a.Fatalf("resumed %v: the pay-outs are planned for %s, and %s was stated", r.Resumed, r.PayOn, day)
		}
		err := housing.ScanRun(a.Context(), a.j, &r.Run, func(s *housing.Settled) error {
			if s.Outcome != housing.PayOut {
				return nil
			}
			l, err := letter.Load(a.Context(), a.j, s.Party, settlement.LetterID(s.Number), calendar.InstantOf(a.j.Now()))
			a.must(err)
			facts, err := l.FactsOf()
			a.must(err)
			if on := facts.(*letter.Housing).PaidOn; on != day {
				a.Errorf("the letter %s says %s", l.ID, on)
			}
			return nil
		})
		a.must(err)
	})
}

// A run whose pay-outs could not be planned, here because the name of the payment run was taken, is
// told of.
func TestRecount_missesPayOuts(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(30)
		a.intake(decided)
		var file bytes.Buffer
		w := linecsv.NewWriter(&file)
		a.must(w.Write(&linecsv.Record{Payout: []byte("X1"), Benefit: []byte("bostadsbidrag"), Party: person(0), Payee: person(0), From: calendar.New(2026, 9, 1), To: calendar.New(2026, 9, 30), PayOn: today, Gross: money.Kronor(100)}))
		a.must(w.Flush())
		_, err := (&payout.Planning{Run: "bostadsbidrag-slutligt-2025-1", PayOn: today, File: "other.csv", In: &file, Actor: "test"}).Do(a.Context(), a.j)
		a.must(err)
		if _, err := a.run(assessed).Do(a.Context(), a.j); !errors.Is(err, payout.ErrRunTaken) {
			a.Fatalf("%v", err)
		}
		c, err := settlement.Recount(a.Context(), a.j, func(calendar.Instant) *statute.Parameters { return a.law })
		a.must(err)
		if len(c.Problems) != 1 || !strings.Contains(c.Problems[0], "in the payment run bostadsbidrag-slutligt-2025-1, and 1 of 100,00") {
			a.Errorf("%q", c.Problems)
		}
	})
}

// Whatever was settled before, the claim that is looked at anew is made smaller by what is less now,
// and the year's case never demands more than the claim did.
func TestRun_caseOfAClaimThatBecomesSmaller(t *testing.T) {
	for name, x := range map[string]struct {
		paid    string
		incomes []string
		rest    bool
	}{
		"a claim":               {"4000", []string{"300000", "280000"}, false},
		"a pay-out and a claim": {"1000", []string{"150000", "240000", "230000"}, false},
		"two claims":            {"4000", []string{"250000", "300000", "290000"}, false},
		"more than the newest":  {"4000", []string{"250000", "270000", "220000"}, true},
		"twice":                 {"4000", []string{"300000", "290000", "280000"}, false},
		"it is paid out":        {"2000", []string{"300000", "150000"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			j, err := openAt(t.Context(), t.TempDir()+"/s.db", 1000)
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			a := &agency{T: t, j: j, law: lawWith(map[string]int64{statute.HousingAutomaticLimit: 90_000_00, statute.HousingAutomaticSample: 0, statute.HousingChargeShare: 0, statute.StateLoanRate: 0})}
			decided, assessed := files(1)
			for field, to := range map[int]string{6: "9000", 7: "60", 9: "2", 16: x.paid} {
				decided = with(decided, field, func(int, string) string { return to })
			}
			a.intake(decided)
			stands := map[string]money.Amount{}
			for _, kronor := range x.incomes {
				a.settle(with(assessed, 4, func(int, string) string { return kronor }))
				book, err := housing.ReadBook(t.Context(), j, 2025, housing.Everything)
				a.must(err)
				s := book.Households[0].Last()
				if s.Outcome == housing.Claim {
					stands[s.Number] = s.Amount
				}
				if s.Manual != settlement.ManualLess {
					continue
				}
				cases, err := inquiry.All(t.Context(), j)
				a.must(err)
				c := cases[len(cases)-1]
				want, line := max(0, stands[c.Reviews]-s.Amount), c.Bases[0].Lines[0]
				if c.Signal.Ref != s.Number || c.Wrong != want || line.Wrong() != want || c.Wrong > c.Was || strings.Contains(c.Signal.Text, "prövas för sig") != x.rest {
					t.Errorf("the claim of %s becomes %s smaller; the case: %+v, on %+v", stands[c.Reviews], s.Amount, c.Opening, line)
				}
				if final := s.Settlement.Paid + s.Whole; !x.rest && line.Entitled != final {
					t.Errorf("entitled to %s, and %s is right", line.Entitled, final)
				}
				stands[c.Reviews] = want
			}
			if cases, err := inquiry.All(t.Context(), j); err != nil || len(cases) == 0 {
				t.Errorf("no claim became smaller: %v", err)
			}
		})
	}
}

// listOnly lists a run and stops before anything of it is written.
func listOnly(a *agency, run *settlement.Run) error {
	p, err := run.Prepare(a.Context(), a.j)
	if err != nil {
		return err
	}
	p.Run.PayOn = run.PayOn
	return p.List(a.Context(), a.j)
}

// An older tax decision never settles a year anew, and an older file is not used again once
// other incomes have been settled.
func TestRun_neverGoesBackToAnOlderTaxDecision(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(12)
		a.intake(decided)
		first := a.settle(assessed)
		later := strings.NewReplacer("2026-06-10", "2026-07-10", "2026-06-11", "2026-07-11").Replace(assessed)
		lines := strings.Split(strings.TrimSpace(later), "\n")
		for i := 1; i < len(lines); i++ {
			f := strings.Split(lines[i], ";")
			f[4] = "77000"
			lines[i] = strings.Join(f, ";")
		}
		if r := a.settle(strings.Join(lines, "\n") + "\n"); r.Totals.Changes != 12 {
			t.Fatalf("%+v", r.Totals)
		}
		a.intake(strings.Replace(decided, ";2024-12-10", ";2024-12-11", 1))
		if r := a.settle(assessed); !r.Already || r.Run.Name != first.Run.Name {
			t.Errorf("the first file settles the year anew: %+v", r.Run)
		}
		_, err := a.run(assessed+"\n").Do(a.Context(), a.j)
		if err == nil || !strings.Contains(err.Error(), "settled by a later tax decision than this one (SFB 98:9)") {
			t.Errorf("%v", err)
		}
		a.recounted(24)
	})
}
