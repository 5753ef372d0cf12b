package settlement_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/prevent/payout"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/recover/settlement"
)

// sums is what is in the journal of a run, counted by others than who wrote it.
type sums struct {
	claims            int
	principal, charge money.Amount
	settlements       int
	letters           int
	lines             int
	paid              money.Amount
	cases             int
}

func (a *agency) counted() (s sums) {
	a.Helper()
	columns, err := claim.ReadColumns(a.Context(), a.j, nil)
	a.must(err)
	s.claims = columns.Len()
	for i := range columns.Len() {
		s.principal += columns.Principal(i)
		if columns.Origin(i) != claim.Settlement {
			a.Errorf("claim %d has not the origin of a settlement", i)
		}
	}
	waiting, err := letter.Waiting(a.Context(), a.j)
	a.must(err)
	s.letters = len(waiting)
	book, err := payout.ReadBook(a.Context(), a.j, calendar.None, payout.AsOf{Day: calendar.InstantOf(a.j.Now()).Date()})
	a.must(err)
	for _, e := range book.All() {
		s.lines++
		s.paid += e.Gross
	}
	households, err := housing.ReadBook(a.Context(), a.j, 2025, housing.Everything)
	a.must(err)
	for _, k := range households.Households {
		s.settlements += len(k.Settled)
		for i := range k.Settled {
			if k.Settled[i].Outcome == housing.Claim && k.Settled[i].Manual == "" {
				s.charge += k.Settled[i].Charge
			}
		}
	}
	cases, err := inquiry.ReadBook(a.Context(), a.j)
	a.must(err)
	s.cases = len(cases.All())
	return s
}

func TestRun_writesWhatItSays(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(60)
		a.intake(decided)
		dry := a.run(assessed)
		dry.DryRun = true
		first, err := dry.Do(a.Context(), a.j)
		a.must(err)
		if s := a.counted(); s != (sums{}) {
			a.Fatalf("a dry run wrote %+v", s)
		}
		r := a.settle(assessed)
		if first.Totals != r.Totals || first.Automatic != r.Automatic {
			a.Errorf("tried out %+v, and came to %+v", first.Totals, r.Totals)
		}
		s, total := a.counted(), r.Totals
		manual := housing.Total{}
		for _, m := range r.Manual {
			manual.Count, manual.Amount = manual.Count+m.Count, manual.Amount+m.Amount
		}
		if total.Households != 60 || total.By[housing.Claim].Count < 10 || total.By[housing.PayOut].Count < 3 || total.By[housing.Nothing].Count < 10 || manual.Count == 0 {
			a.Fatalf("the households do not try everything: %+v, by a person %d", total, manual.Count)
		}
		want := sums{claims: r.Automatic.Count, principal: r.Automatic.Amount + r.Automatic.Charge, charge: r.Automatic.Charge, settlements: 60, letters: 60 - manual.Count,
			lines: total.By[housing.PayOut].Count, paid: total.By[housing.PayOut].Amount + total.By[housing.PayOut].Charge, cases: manual.Count}
		if s != want {
			a.Errorf("in the journal is\n%+v and it said\n%+v", s, want)
		}
		if r.Automatic.Count+manual.Count != total.By[housing.Claim].Count || r.Automatic.Amount+manual.Amount != total.By[housing.Claim].Amount || r.Cases != manual.Count {
			a.Errorf("by the program %+v and by a person %+v of %+v; %d cases", r.Automatic, manual, total.By[housing.Claim], r.Cases)
		}
		again := a.settle(assessed)
		if !again.Already || again.Cases != 0 || a.counted() != s {
			a.Errorf("done twice: %+v, %+v", again, a.counted())
		}
		a.recounted(60)
	})
}

// recounted holds the journal against a recount.
func (a *agency) recounted(settlements int) {
	a.Helper()
	c, err := settlement.Recount(a.Context(), a.j, func(calendar.Instant) *statute.Parameters { return a.law })
	a.must(err)
	if len(c.Problems) > 0 || c.Settlements != settlements {
		a.Errorf("recounted: %+v", c)
	}
}

func TestRun_explainsEachClaimToWhoItIsSentTo(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(60)
		a.intake(decided)
		a.settle(assessed)
		book, err := housing.ReadBook(a.Context(), a.j, 2025, housing.Everything)
		a.must(err)
		rules := housing.New(a.law)
		for _, k := range book.Households {
			s := k.Last()
			account, err := rules.Account(k, s)
			a.must(err)
			if len(account.Months) == 0 || len(account.Settlement) < 4 || account.Amount != s.Amount {
				a.Errorf("%s: %+v", k.ID, account)
			}
			if s.Manual != "" {
				continue
			}
			l, err := letter.Load(a.Context(), a.j, k.Party, settlement.LetterID(s.Number), calendar.InstantOf(a.j.Now()))
			a.must(err)
			facts, err := l.FactsOf()
			a.must(err)
			h := facts.(*letter.Housing)
			if h.Amount != s.Amount || h.Charge != s.Charge || string(h.Outcome) != s.Outcome.String() || h.Final-h.Paid != h.Difference {
				a.Errorf("%s: the letter says %+v", k.ID, h)
			}
			if s.Outcome == housing.Claim && (h.Subject.Claim != s.Number || h.Pay.Reference == "" || h.DueOn <= today) {
				a.Errorf("%s: the letter does not say how to pay: %+v", k.ID, h)
			}
		}
	})
}

func TestRun_leavesToAPerson(t *testing.T) {
	decided, assessed := files(60)
	for name, x := range map[string]struct {
		law   map[string]int64
		about func(identity.Number) inquiry.About
		want  string
	}{
		"no limits":  {map[string]int64{statute.HousingChargeShare: 600_000, statute.StateLoanRate: 22_600}, nil, settlement.ManualOff},
		"limit":      {map[string]int64{statute.HousingAutomaticLimit: 100, statute.HousingAutomaticSample: 0, statute.HousingChargeShare: 600_000, statute.StateLoanRate: 22_600}, nil, settlement.ManualLimit},
		"drawn":      {map[string]int64{statute.HousingAutomaticLimit: 90_000_00, statute.HousingAutomaticSample: 1_000_000, statute.HousingChargeShare: 600_000, statute.StateLoanRate: 22_600}, nil, settlement.ManualSample},
		"protected":  {map[string]int64{statute.HousingAutomaticLimit: 90_000_00, statute.HousingAutomaticSample: 0, statute.HousingChargeShare: 600_000, statute.StateLoanRate: 22_600}, func(identity.Number) inquiry.About { return inquiry.About{Protected: true} }, settlement.ManualPerson},
		"the spouse": {settings, func(n identity.Number) inquiry.About { return inquiry.About{Deceased: n == person(3)} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			j, err := openAt(t.Context(), t.TempDir()+"/s.db", 1000)
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			a := &agency{T: t, j: j, law: lawWith(x.law), about: x.about}
			a.intake(decided)
			r := a.settle(assessed)
			s := a.counted()
			if x.want == "" {
				if len(r.Manual) == 0 {
					t.Errorf("nobody's claim was left to a person: %+v", r.Manual)
				}
				return
			}
			if n := r.Manual[x.want].Count; n == 0 || n != r.Totals.By[housing.Claim].Count || s.claims != 0 || s.cases != r.Totals.By[housing.Claim].Count {
				t.Errorf("%+v, and %+v", r.Manual, s)
			}
			a.recounted(60)
			cases, err := inquiry.All(t.Context(), j)
			a.must(err)
			for _, c := range cases {
				if why, err := c.MayDecideAlone(lawWith(map[string]int64{statute.AutomaticLimit: 90_000_00, statute.AutomaticBasisAge: 0, statute.AutomaticSample: 0}), today); err != nil || why != inquiry.AutoLeft {
					t.Errorf("the case %s, %s, was left to a person and may be decided by the program: %q %v", c.ID, c.State, why, err)
				}
			}
		})
	}
}

func TestRun_neverInventsACharge(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(30)
		a.law = lawWith(map[string]int64{statute.HousingAutomaticLimit: 90_000_00, statute.HousingAutomaticSample: 0, statute.StateLoanRate: 22_600})
		a.intake(decided)
		_, err := a.run(assessed).Do(a.Context(), a.j)
		if !errors.Is(err, settlement.ErrCharge) || !strings.Contains(err.Error(), statute.HousingChargeShare) {
			a.Fatalf("%v", err)
		}
		if s := a.counted(); s != (sums{}) {
			a.Fatalf("a refused run wrote %+v", s)
		}
		run := a.run(assessed)
		run.WithoutCharge = true
		r, err := run.Do(a.Context(), a.j)
		a.must(err)
		if s := a.counted(); s.charge != 0 || s.principal != r.Automatic.Amount || !r.Totals.ChargeUnknown {
			a.Errorf("%+v %+v", s, r.Totals)
		}
	})
}

// A changed tax decision settles the year anew: what it comes to in all is what it would have
// come to at once.
func TestRun_settlesAnew(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(60)
		a.law = lawWith(map[string]int64{statute.HousingAutomaticLimit: 90_000_00, statute.HousingAutomaticSample: 0, statute.HousingChargeShare: 0, statute.StateLoanRate: 0})
		a.intake(decided)
		a.settle(assessed)
		before := map[string]money.Amount{}
		book, err := housing.ReadBook(a.Context(), a.j, 2025, housing.Everything)
		a.must(err)
		for _, k := range book.Households {
			before[k.ID] = k.Last().Whole
		}
		lines := strings.Split(strings.TrimSpace(assessed), "\n")
		for i := 1; i < len(lines); i++ { // every third adult's employment is another
			if f := strings.Split(lines[i], ";"); i%3 == 0 && f[4] != "0" && f[4] != "0,00" {
				f[4] = []string{"10000", "190000", "260000"}[i%9/3]
				lines[i] = strings.Join(f, ";")
			}
		}
		changed := strings.Join(lines, "\n") + "\n"
		r := a.settle(changed)
		if r.Run.Name != "2025-2" || r.Unchanged == 0 || r.Totals.Changes == 0 || r.Totals.Changes != r.Totals.Households || r.Unchanged+r.Totals.Changes != 60 {
			a.Fatalf("%+v: %d unchanged, %+v", r.Run, r.Unchanged, r.Totals)
		}
		rules := housing.New(a.law)
		law, err := rules.SettlementLaw(2025)
		a.must(err)
		book, err = housing.ReadBook(a.Context(), a.j, 2025, housing.Everything)
		a.must(err)
		kinds := map[string]int{}
		for _, k := range book.Households {
			if len(k.Settled) < 2 {
				continue
			}
			last := k.Last()
			var y housing.Year
			a.must(rules.Year(2025, k.Stretches, housing.YearEqual(last.Base), &y))
			if want := law.Settle(&y, nil).Whole; last.Whole != want {
				a.Errorf("%s comes to %s in all, at once it would have been %s", k.ID, last.Whole, want)
			}
			if due := last.Whole - before[k.ID]; due < 0 && (last.Outcome != housing.Claim || last.Amount != -due) || due > 0 && (last.Outcome != housing.PayOut || last.Amount != due) || due == 0 && last.Outcome != housing.Nothing {
				a.Errorf("%s: %s before and %s now, decided %s %s", k.ID, before[k.ID], last.Whole, last.Outcome, last.Amount)
			}
			kinds[last.Outcome.String()+" "+last.Manual]++
			if before[k.ID] < 0 && last.Outcome == housing.PayOut && last.Manual != settlement.ManualLess {
				a.Errorf("%s: an earlier claim is made smaller by the program", k.ID)
			}
		}
		for _, kind := range []string{"claim ", "payout less", "none "} {
			if kinds[kind] == 0 {
				a.Errorf("no household tries %q: %v", kind, kinds)
			}
		}
		a.recounted(60 + r.Totals.Households)
		cases, err := inquiry.ReadBook(a.Context(), a.j)
		a.must(err)
		for _, s := range cases.All() {
			c, err := inquiry.Load(a.Context(), a.j, s.Party, s.ID)
			a.must(err)
			if c.Signal.Source != inquiry.FromReview || c.Why != inquiry.OwnMotion || c.Reviews == "" || len(c.Bases) != 1 {
				a.Errorf("the case of an earlier claim that became smaller: %+v", c.Opening)
			}
		}
	})
}

// What is told after a settlement changes neither the settlement nor why it came to what it did;
// the next one rests on it. Ten intakes come in an order that their names do not have.
func TestAccount_isOfWhatWasKnownThen(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(12)
		a.intake(decided)
		a.settle(assessed)
		rules := housing.New(a.law)
		accounts := func() (all []string) {
			for i := range 12 {
				events, err := a.j.LoadParty(a.Context(), int64(person(2*i)))
				a.must(err)
				own, _, err := housing.OfParty(person(2*i), events)
				a.must(err)
				account, err := rules.Account(own[0], &own[0].Settled[0])
				a.must(err)
				all = append(all, fmt.Sprintf("%+v %+v", account.Settlement, account.Months[0].Steps))
			}
			return all
		}
		before := accounts()
		lines := strings.Split(strings.TrimSpace(decided), "\n")
		for n := range 10 {
			for i := 1; i < len(lines); i++ {
				f := strings.Split(lines[i], ";")
				f[16] = fmt.Sprint(100 * (n + 1)) // paid for each month
				lines[i] = strings.Join(f, ";")
			}
			a.intake(strings.Join(lines, "\n") + "\n")
		}
		if after := accounts(); !slices.Equal(before, after) {
			t.Errorf("before\n%s\nafter\n%s", before, after)
		}
		book, err := housing.ReadBook(a.Context(), a.j, 2025, housing.Everything)
		a.must(err)
		if paid := book.Households[0].Paid(); paid != money.Kronor(12_000) {
			t.Errorf("the newest of ten intakes says that 12 000 was paid, not %s", paid)
		}
		if r := a.settle(assessed + "\n"); r.Totals.Changes != 12 || r.Totals.Paid != money.Kronor(12*12_000) {
			t.Errorf("the same incomes and other payments: %+v", r.Totals)
		}
		a.recounted(24)
	})
}

func TestRun_refusesWhatItCannotSettle(t *testing.T) {
	decided, assessed := files(12)
	lines := strings.Split(strings.TrimSpace(assessed), "\n")
	change := func(line int, field int, to string) string {
		all := slices.Clone(lines)
		f := strings.Split(all[line], ";")
		f[field] = to
		all[line] = strings.Join(f, ";")
		return strings.Join(all, "\n") + "\n"
	}
	household := strings.Split(lines[1], ";")[0]
	for name, x := range map[string]struct{ file, want string }{
		"an amount":            {change(1, 4, "x"), "incomes.csv:2:38: employment"},
		"an unknown household": {change(1, 0, "HX"), `incomes.csv:2: household HX: nothing is known of it for 2025`},
		"another person":       {change(1, 1, "193501096998"), "incomes.csv:2: household " + household + ": housing: person: the applicant is another"},
		"tax not decided":      {change(1, 3, "2026-12-01"), "incomes.csv:2: household " + household + ": housing: decided_on: the final tax was decided after"},
		"tax of the year":      {change(1, 3, "2025-12-01"), "is not after the year 2025"},
		"the spouse's missing": {strings.Join(slices.Delete(slices.Clone(lines), 3, 4), "\n") + "\n", "the spouse's assessed income is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			j, err := openAt(t.Context(), t.TempDir()+"/s.db", 1000)
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			a := &agency{T: t, j: j, law: ordinary}
			a.intake(decided)
			_, err = a.run(x.file).Do(t.Context(), j)
			var bad *housing.BadFile
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), x.want) || strings.Contains(err.Error(), person(0).String()) {
				t.Fatalf("%v\nexpected %s", err, x.want)
			}
			run := a.run(x.file)
			run.LeaveOut = true
			r, err := run.Do(t.Context(), j)
			a.must(err)
			if r.Totals.Households != 11 || r.Run.LeftOut == 0 || r.Waiting != 1 {
				t.Errorf("left out %d, settled %d, waiting %d", r.Run.LeftOut, r.Totals.Households, r.Waiting)
			}
		})
	}
}

func TestFollow_tellsClaimsWhenTheirLettersHaveLeft(t *testing.T) {
	onBoth(t, func(a *agency) {
		decided, assessed := files(30)
		a.intake(decided)
		r := a.settle(assessed)
		f := settlement.Following{Terms: termsOf(a.Context(), a.j), Actor: settlement.Actor, Cause: "test"}
		got, err := f.Do(a.Context(), a.j)
		a.must(err)
		if got.Told != 0 || got.Waiting != r.Automatic.Count {
			a.Fatalf("before any letter has left: %+v", got)
		}
		box := &letter.Outbox{Slice: 100, Actor: "test", Cause: "test", Carriers: map[letter.Channel]letter.Carrier{letter.ByPost: letter.Post{Dir: a.TempDir()}},
			Reach: func(context.Context, *letter.Letter) (letter.Reach, error) {
				return letter.Reach{Protection: letter.Unprotected}, nil
			}}
		_, err = box.Run(a.Context(), a.j)
		a.must(err)
		got, err = f.Do(a.Context(), a.j)
		a.must(err)
		if got.Told != r.Automatic.Count || got.Waiting != 0 || len(got.Refused) > 0 {
			a.Fatalf("after they have left: %+v of %d", got, r.Automatic.Count)
		}
		if got, err = f.Do(a.Context(), a.j); err != nil || got.Runs != 0 {
			a.Fatalf("the next night: %+v, %v", got, err)
		}
	})
}
