package demo

import (
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
)

// everyLife calls look with every claim of some agencies: small ones, and when
// there is time a full one.
func everyLife(t *testing.T, look func(full bool, d *claim.Decision, events []claim.Event)) {
	t.Helper()
	for seed := uint64(1); seed <= 6; seed++ {
		scale := Small
		if seed == 6 {
			if scale = Full; testing.Short() {
				return
			}
		}
		err := Generate(seed, scale, func(d claim.Decision, events []claim.Event) error {
			look(scale == Full, &d, events)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func lawOf(t *testing.T) *claim.Law {
	t.Helper()
	law, err := agencyLaw()
	if err != nil {
		t.Fatal(err)
	}
	return law
}

func accountOf(t *testing.T, d *claim.Decision, events []claim.Event, on calendar.Date) *claim.Account {
	t.Helper()
	a, err := claim.NewAccount(d, events, on, always, lawOf(t), false)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// With the last krona of principal nothing is left, no payment carries more than
// is owed, and the principal left is what the booked parts say.
func TestPayments_carryWhatTheAccountSays(t *testing.T) {
	bearing, paidUp := 0, 0
	everyLife(t, func(_ bool, d *claim.Decision, events []claim.Event) {
		a := accountOf(t, d, events, lastDay)
		s := claim.Fold(d, events, lastDay, always)
		if a.Overbooked != 0 {
			t.Errorf("%s: %s kr is booked beyond what was owed", d.ID, a.Overbooked)
		}
		refunded := money.Amount(0)
		looksBack := false
		for i := range events {
			switch e := &events[i]; e.Kind {
			case claim.Refunded:
				refunded += e.Amount
			case claim.Changed, claim.Annulled, claim.PaymentReversed:
				looksBack = true
			case claim.Paid:
				if e.Amount > e.ToPrincipal {
					bearing++
				}
			}
		}
		if s.Conditions&claim.Ended == 0 && a.Capital()-a.Credit-refunded != s.Outstanding {
			t.Errorf("%s: the account has %s kr, the booked parts %s", d.ID, a.Capital()-a.Credit, s.Outstanding)
		}
		if s.Conditions&claim.Ended == 0 && s.Outstanding <= 0 && a.IsKnown() {
			if paidUp++; a.Total() != 0 {
				t.Errorf("%s is paid and owes %+v", d.ID, a.Balances)
			}
		}
		if looksBack || len(events) > 7 {
			return // each payment is looked at for lives where that is quick and exact
		}
		for i := range events {
			if e := &events[i]; e.Kind == claim.Paid {
				b := accountOf(t, d, events[:i+1], e.OccurredOn)
				if b.IsKnown() && b.Interest+b.Fee+b.Cost != 0 || !b.IsKnown() && e.Amount != e.ToPrincipal {
					t.Errorf("%s: after the payment on %s is owed %+v", d.ID, e.OccurredOn, b.Balances)
				}
			}
		}
	})
	if bearing < 500 || paidUp < 1000 {
		t.Errorf("only %d payments with interest, %d claims paid", bearing, paidUp)
	}
}

// A plan that is said to be breached has missed instalments, one that is
// fulfilled has not; of those in force most are kept and some are late.
func TestPlans_areKeptAsTheySay(t *testing.T) {
	outcomes := map[string]map[int64]int{}
	everyLife(t, func(_ bool, d *claim.Decision, events []claim.Event) {
		for i := range events {
			if events[i].Kind != claim.PlanAgreed {
				continue
			}
			how, missed := keptSoFar(d, events, i)
			if outcomes[how] == nil {
				outcomes[how] = map[int64]int{}
			}
			outcomes[how][min(missed, 3)]++
			if how == breached && missed < missedAtBreach || how == fulfilled && missed > 0 {
				t.Errorf("%s: the plan of %s is %s with %d missed", d.ID, events[i].OccurredOn, how, missed)
			}
		}
	})
	o := outcomes["in force"]
	onTime, late := o[0], o[1]+o[2]+o[3]
	if onTime < 2*late || late < onTime/20 || len(outcomes[breached]) == 0 || len(outcomes[fulfilled]) == 0 {
		t.Errorf("plans by outcome and instalments missed: %v", outcomes)
	}
}

// keptSoFar is how the plan that event i agrees to came out, and how many of its
// instalments were missed by then: due before the day and not paid whole.
func keptSoFar(d *claim.Decision, events []claim.Event, i int) (how string, missed int64) {
	plan := events[i].Detail()
	left := int64(claim.Fold(d, events[:i], events[i].OccurredOn, always).Outstanding)
	paid, by := int64(0), lastDay
	how = "in force"
	for j := i + 1; j < len(events) && how == "in force"; j++ {
		switch e := &events[j]; e.Kind {
		case claim.Paid:
			paid += int64(e.ToPrincipal)
		case claim.PlanBreached:
			how, by = breached, e.OccurredOn
		case claim.PlanEnded:
			how, by = e.Mode, e.OccurredOn
		}
	}
	if paid >= left {
		return how, 0
	}
	part, due := int64(events[i].ToPrincipal), int64(0)
	for due < int64(plan.Count) && claim.InstalmentDue(plan.First, int(due)) < by {
		due++
	}
	return how, max(0, due-paid/part)
}

// Limitation as the program computes it: a claim is booked as time barred the day
// after its last day, and of those in the stock few have passed it, in the last
// month, for the nightly run to find.
func TestLimitation_isWhatTheProgramComputes(t *testing.T) {
	open, passed, barred := 0, 0, 0
	everyLife(t, func(full bool, d *claim.Decision, events []claim.Event) {
		for i := range events {
			if e := &events[i]; e.Kind == claim.TimeBarred {
				barred++
				l := claim.LimitationOf(d, events[:i], e.OccurredOn, always, lawOf(t))
				if !l.Barred(e.OccurredOn) || l.Barred(e.OccurredOn-1) {
					t.Errorf("%s is booked as time barred on %s; its last day is %s", d.ID, e.OccurredOn, l.Last)
				}
			}
		}
		s := claim.Fold(d, events, lastDay, always)
		if !s.InStock() {
			return
		}
		l := claim.LimitationOf(d, events, lastDay, always, lawOf(t))
		if full {
			open++
		}
		if l.Barred(lastDay) {
			if full {
				passed++
			}
			if l.Last < reportDays[2] {
				t.Errorf("%s is in the stock; its last day was %s", d.ID, l.Last)
			}
		}
	})
	if barred == 0 || !testing.Short() && (passed < open/10_000 || passed > open/500) {
		t.Errorf("%d claims booked as time barred; %d of %d in the stock have passed their last day", barred, passed, open)
	}
}

// The machines find nothing that contradicts itself, and little that they do not
// expect: before 2019 no titles were taken over.
func TestLives_goThroughTheMachines(t *testing.T) {
	unexpected := map[claim.Kind]int{}
	everyLife(t, func(_ bool, d *claim.Decision, events []claim.Event) {
		dl := claim.DeadlinesOf(d, events, lastDay, always, lawOf(t))
		lim := claim.LimitationOf(d, events, lastDay, always, lawOf(t))
		a := accountOf(t, d, events, lastDay)
		s := claim.StandingOf(d, events, lastDay, always, dl, lim, a)
		for _, c := range s.Contradictions(a) {
			t.Errorf("%s: %s", d.ID, c)
		}
		for _, i := range s.Unexpected {
			if events[i].Kind != claim.Referred || d.DecidedOn >= titlesFrom {
				unexpected[events[i].Kind]++
			}
		}
	})
	for k, n := range unexpected {
		if n > 400 {
			t.Errorf("%d events %s are not expected where they come", n, k)
		}
	}
}

// What is made up says so, wherever it is shown.
func TestSettings_areAllMarkedAsFixtures(t *testing.T) {
	settings, err := Settings()
	if err != nil || len(settings) < 20 {
		t.Fatal(len(settings), err)
	}
	for _, s := range settings {
		if s.Value.Confidence != statute.Fictitious || s.KnownAt == 0 {
			t.Errorf("%s from %s is marked %s, known %s", s.Value.Name, s.Value.From, s.Value.Confidence, s.KnownAt)
		}
	}
	for day := calendar.New(2007, 7, 1); day <= lastDay; day++ {
		if _, ok := lawOf(t).LateRate(day); !ok {
			t.Fatalf("no late interest on %s", day)
		}
		if _, ok := lawOf(t).PlanRate(day); !ok && day >= calendar.New(2011, 1, 1) {
			t.Fatalf("no interest in plans on %s", day)
		}
	}
}
