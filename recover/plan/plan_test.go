package plan_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/plan"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

func sent(t testing.TB, terms claim.Terms, id string, kronor int64, on string) *position.Position {
	return At(t, terms, Decision(id, "2024-01-10", kronor), on, Event(claim.Dispatched, "2024-01-15"))
}

func codes(p *plan.Proposal) string {
	var all []string
	for _, n := range p.Notes {
		all = append(all, n.Code)
	}
	return strings.Join(all, " ")
}

func TestPropose_saysWhatIsNotKnown(t *testing.T) {
	ask := plan.Ask{Asked: Day("2024-03-01"), First: Day("2024-03-28"), Affordable: kr(1000, 0)}
	p, err := plan.Propose([]*position.Position{sent(t, TermsAsKnown(t), "C", 3000, "2024-03-01")}, ask)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Missing) == 0 || p.Missing[0].Parameter != statute.StateLendingRate || !strings.Contains(codes(p), "rate-missing") || !strings.Contains(codes(p), "least-unknown") {
		t.Errorf("missing %v, notes %s", p.Missing, codes(p))
	}
	principal := money.Amount(0)
	for _, i := range p.Instalments {
		principal += i.Parts[0].Principal
	}
	if principal != kr(3000, 0) {
		t.Errorf("principal %s", principal)
	}
	// The last known rate goes on after 2026; before the first, nothing is assumed.
	late := At(t, Terms(t), Decision("C", "2026-01-12", 3000), "2026-11-02", Event(claim.Dispatched, "2026-01-15"))
	ask = plan.Ask{Asked: Day("2026-11-02"), First: Day("2026-11-30"), Months: 6, Amortise: true}
	if p, err = plan.Propose([]*position.Position{late}, ask); err != nil || len(p.Missing) != 0 || !strings.Contains(codes(p), "rate-assumed") {
		t.Errorf("%v, missing %v, notes %s", err, p.Missing, codes(p))
	}
	ask.Months = 1
	ask.First = Day("2026-12-30")
	if p, err = plan.Propose([]*position.Position{late}, ask); err != nil || strings.Contains(codes(p), "rate-assumed") {
		t.Errorf("%v, notes %s: every rate of the plan is known", err, codes(p))
	}
}

func TestPropose_refuses(t *testing.T) {
	terms := Terms(t, "plan_minimum_instalment,10000,ore,2024-01-01,,made up,F")
	good := plan.Ask{Asked: Day("2024-03-01"), First: Day("2024-03-28"), Affordable: kr(1000, 0)}
	with := func(change func(*plan.Ask)) plan.Ask { a := good; change(&a); return a }
	ordinary := sent(t, terms, "C", 6000, "2024-03-01")
	planned := At(t, terms, Decision("C", "2024-01-10", 6000), "2024-03-01", Event(claim.Dispatched, "2024-01-15"), Event(claim.PlanAgreed, "2024-02-01"))
	restructured := At(t, terms, Decision("C", "2024-01-10", 6000), "2024-03-01", Event(claim.Dispatched, "2024-01-15"), Event(claim.RestructuringStarted, "2024-02-01"))
	handed := At(t, terms, Decision("C", "2024-01-10", 6000), "2024-03-01", Event(claim.Dispatched, "2024-01-15"), Event(claim.Referred, "2024-02-28"))
	barred := At(t, terms, Decision("C", "2013-01-10", 6000), "2024-03-01", Event(claim.Dispatched, "2013-01-15"))
	for _, c := range []struct {
		code string
		at   *position.Position
		ask  plan.Ask
	}{
		{"amount-or-months", ordinary, with(func(a *plan.Ask) { a.Months = 3 })},
		{"first-instalment", ordinary, with(func(a *plan.Ask) { a.First = Day("2024-03-01") })},
		{"asked-later", ordinary, with(func(a *plan.Ask) { a.Asked = Day("2024-03-02") })},
		{"before-decision", ordinary, with(func(a *plan.Ask) { a.Asked = Day("2024-01-09") })},
		{"exception", ordinary, with(func(a *plan.Ask) { a.Exception = "kind" })},
		{"exception", ordinary, with(func(a *plan.Ask) { a.Exception = plan.AdvantageOfState })}, // without reason
		{"too-long", ordinary, with(func(a *plan.Ask) { a.Affordable = kr(400, 0) })},
		{"too-little", ordinary, with(func(a *plan.Ask) {
			a.Affordable, a.Exception, a.Reason = kr(99, 0), plan.ExtraordinaryCase, "ill"
		})},
		{"never-ends", sent(t, Terms(t), "C", 60_000, "2024-03-01"), with(func(a *plan.Ask) { a.Affordable = kr(200, 0) })},
		{"in-plan", planned, good}, {"restructuring", restructured, good}, {"closed-at-kfm", handed, good}, {"time-barred", barred, good},
		{"set-up-fee", ordinary, with(func(a *plan.Ask) { a.Fee, a.Consulted, a.Asked = 1, true, Day("2024-02-14") })}, // by the due date
	} {
		_, err := plan.Propose([]*position.Position{c.at}, c.ask)
		Refused(t, err, c.code)
	}
	_, err := plan.Propose([]*position.Position{sent(t, Terms(t), "C", 60_000, "2024-03-01")}, with(func(a *plan.Ask) { a.Affordable = kr(200, 0) }))
	if err == nil || !strings.Contains(err.Error(), "2024-04-29") || !strings.Contains(err.Error(), "SFB 108:16") {
		t.Errorf("the second instalment shows that it never ends: %v", err)
	}
	others := plan.Ask{Asked: Day("2024-03-01"), First: Day("2024-04-30"), Months: 12, Others: true}
	_, err = plan.Propose([]*position.Position{ordinary}, others)
	Refused(t, err, "too-long") // the last instalment is due in March 2025, more than a year on
	others.First = Day("2024-03-28")
	if _, err := plan.Propose([]*position.Position{ordinary}, others); err != nil {
		t.Errorf("through within a year: %v", err)
	}
	noFee := good
	noFee.Asked, noFee.Notices = Day("2023-12-30"), true
	early := At(t, terms, Decision("C", "2023-11-01", 6000), "2023-12-30", Event(claim.Dispatched, "2023-11-02"))
	if _, err := plan.Propose([]*position.Position{early}, noFee); !errors.Is(err, statute.ErrMissing) {
		t.Errorf("a notice fee of 2023 is not known: %v", err)
	}
}

// TestPropose_addsUp: the instalments are the debt, the interest and the fees to
// the öre, every instalment is its parts, and the plan paid as it says ends at
// zero.
func TestPropose_addsUp(t *testing.T) {
	terms := Terms(t, "state_lending_rate,25000,ppm,2027-01-01,,made up for the test,F")
	rapid.Check(t, func(rt *rapid.T) {
		var claims []*position.Position
		for i := range rapid.IntRange(1, 3).Draw(rt, "claims") {
			d := Decision(fmt.Sprintf("C%d", i), "2024-01-10", 1)
			d.Principal = money.Amount(rapid.Int64Range(1, 3_000_000).Draw(rt, "principal"))
			d.Charge = min(d.Principal, money.Amount(rapid.Int64Range(0, 5000).Draw(rt, "charge")))
			if rapid.IntRange(0, 3).Draw(rt, "free of interest") == 0 {
				d.Type = claim.Provisional
			}
			claims = append(claims, At(t, terms, d, "2024-03-20", Event(claim.Dispatched, rapid.SampledFrom([]string{"2024-01-15", "2024-03-11"}).Draw(rt, "sent"))))
		}
		ask := plan.Ask{Asked: Day("2024-03-20"), First: Day("2024-03-21").AddDays(rapid.IntRange(0, 60).Draw(rt, "first")),
			Amortise: rapid.Bool().Draw(rt, "amortise"), Notices: rapid.Bool().Draw(rt, "notices"), Consulted: true, Exception: plan.AdvantageOfState, Reason: "test"}
		if rapid.Bool().Draw(rt, "by months") {
			ask.Months = rapid.IntRange(1, 24).Draw(rt, "months")
		} else {
			ask.Affordable = money.Amount(rapid.Int64Range(10_000, 2_000_000).Draw(rt, "affordable"))
		}
		p, err := plan.Propose(claims, ask)
		var refusal *position.Refusal
		if errors.As(err, &refusal) && refusal.Code == "never-ends" {
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		if p.Sum() != p.Debt+p.Interest+p.Notices || len(p.Missing) > 0 {
			rt.Fatalf("the instalments are %s, debt %s, interest %s, notices %s, missing %v", p.Sum(), p.Debt, p.Interest, p.Notices, p.Missing)
		}
		if ask.Months > 0 && p.Months() > ask.Months {
			rt.Fatalf("%d instalments for %d months", p.Months(), ask.Months)
		}
		paid := map[string][]claim.Event{}
		for k, i := range p.Instalments {
			sum := money.Amount(0)
			for _, part := range i.Parts {
				sum += part.Amount
				if part.Amount != part.Principal+part.Charge+part.Interest+part.Fee+part.Costs {
					rt.Fatalf("instalment %d: %+v is not its parts", k, part)
				}
				e := Paid(i.Due.String(), part.Amount)
				paid[part.Claim] = append(paid[part.Claim], e)
			}
			if sum != i.Amount {
				rt.Fatalf("instalment %d is %s, its parts %s", k, i.Amount, sum)
			}
			if most := ask.Affordable + money.Amount(len(claims)); !ask.Amortise && ask.Affordable > 0 && i.Amount > most+15_00 {
				rt.Fatalf("instalment %d is %s of %s", k, i.Amount, ask.Affordable)
			}
		}
		last := p.Instalments[p.Months()-1].Due
		for i, c := range claims {
			s := p.Shares[i]
			agreed := Event(claim.PlanAgreed, "2024-03-20")
			agreed.Amount = s.Amount
			agreed.Details = &claim.Details{First: p.First, Until: calendar.None, Count: int32(s.Count), Second: s.Notice}
			end, err := claim.NewAccount(&c.Decision, c.With(append([]claim.Event{agreed}, paid[s.Claim]...)...), last, Late, terms.Law, false)
			if err != nil || end.Total() != 0 || end.Credit != 0 {
				rt.Fatalf("claim %s ends at %+v, %v", s.Claim, end, err)
			}
		}
	})
}

// TestMissed_agreesWithCounting counts instalment by instalment.
func TestMissed_agreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := Day("2024-01-28").AddDays(rapid.IntRange(0, 40).Draw(t, "first"))
		count := rapid.IntRange(1, 30).Draw(t, "count")
		amount := money.Amount(rapid.Int64Range(1, 20).Draw(t, "amount"))
		paid, left := money.Amount(rapid.Int64Range(0, 500).Draw(t, "paid")), money.Amount(rapid.Int64Range(0, 300).Draw(t, "left"))
		day := first.AddDays(rapid.IntRange(-20, 1000).Draw(t, "on"))
		want, before := 0, money.Amount(0) // what the instalments before demand
		for k := range count {
			through := min(left, max(0, amount*money.Amount(k+1)-paid))
			if k == count-1 {
				through = left
			}
			if claim.InstalmentDue(first, k) < day && through > before {
				want++
			}
			before = through
		}
		if got := plan.Missed(first, count, amount, paid, left, day); got != want {
			t.Fatalf("%d, counted %d", got, want)
		}
	})
	if n := testing.AllocsPerRun(100, func() { plan.Missed(Day("2024-01-31"), 12, 100, 250, 900, Day("2024-09-02")) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestStanding_followsThePayments pays random sums and compares what the
// instalments say with what is left.
func TestStanding_followsThePayments(t *testing.T) {
	terms := Terms(t)
	rapid.Check(t, func(rt *rapid.T) {
		agreed := Event(claim.PlanAgreed, "2024-02-05")
		agreed.Amount = kr(1000, 0)
		agreed.Details = &claim.Details{First: Day("2024-02-29"), Until: calendar.None, Count: 7, Ref: "P"}
		if rapid.Bool().Draw(rt, "amortise") {
			agreed.Mode = "amortise"
		}
		events := []claim.Event{Event(claim.Dispatched, "2024-01-15"), agreed}
		day := Day("2024-02-06")
		for range rapid.IntRange(0, 9).Draw(rt, "payments") {
			day = day.AddDays(rapid.IntRange(0, 40).Draw(rt, "days"))
			events = append(events, Paid(day.String(), money.Amount(rapid.Int64Range(1, 150_000).Draw(rt, "paid"))))
		}
		p := At(t, terms, Decision("C", "2024-01-10", 6500), day.AddDays(rapid.IntRange(0, 60).Draw(rt, "later")).String(), events...)
		s, err := plan.StandingOf(p)
		if err != nil {
			rt.Fatal(err)
		}
		missed, left := 0, money.Amount(0)
		for _, i := range s.Instalments {
			if i.Left < 0 || (i.Kept == plan.InstalmentPaid) != (i.Left == 0) {
				rt.Fatalf("%+v", i)
			}
			if i.Due < p.On && i.Kept != plan.InstalmentPaid && !(p.Account.Capital() == 0 && agreed.Mode != "") {
				missed++
			}
			left += i.Left
		}
		if missed != s.Missed || left != p.Account.Total() {
			rt.Fatalf("missed %d, counted %d; left %s, owed %s: %+v", s.Missed, missed, left, p.Account.Total(), s.Instalments)
		}
		if now := s.DueNow(); now < 0 || now > left {
			rt.Fatalf("due now %s of %s", now, left)
		}
	})
}

// TestStanding_ofAPaymentTakenBack: one that is named, and one that is not, as in
// a history from another system.
func TestStanding_ofAPaymentTakenBack(t *testing.T) {
	agreed := Event(claim.PlanAgreed, "2024-02-05")
	agreed.Amount = kr(1000, 0)
	agreed.Details = &claim.Details{First: Day("2024-02-29"), Until: calendar.None, Count: 7, Ref: "P"}
	booked := Event(claim.Paid, "2024-02-28")
	booked.ID, booked.Amount, booked.ToPrincipal = "paid", kr(1000, 0), kr(1000, 0)
	for _, ref := range []string{"", "paid"} {
		back := Event(claim.PaymentReversed, "2024-03-04")
		back.Amount, back.ToPrincipal = kr(1000, 0), kr(1000, 0)
		back.Details = &claim.Details{Ref: ref, Until: calendar.None, First: calendar.None}
		for mode, missed := range map[string]int{"": 1, "amortise": 1} {
			agreed.Mode = mode
			p := At(t, Terms(t), Decision("C", "2024-01-10", 6500), "2024-03-05", Event(claim.Dispatched, "2024-01-15"), agreed, booked, back)
			if s, err := plan.StandingOf(p); err != nil || s.Missed != missed || s.Paid != 0 {
				t.Errorf("reversed %q, mode %q: missed %d, paid %s, %v", ref, mode, s.Missed, s.Paid, err)
			}
		}
	}
}

// TestBreachAndReinstatement_conserveMoney: what is owed is what was decided and
// what was added, less what was paid, however often a plan is broken and taken up
// again.
func TestBreachAndReinstatement_conserveMoney(t *testing.T) {
	terms := Terms(t)
	rapid.Check(t, func(rt *rapid.T) {
		agreed := Event(claim.PlanAgreed, "2024-02-05")
		agreed.Amount = kr(1000, 0)
		agreed.Details = &claim.Details{First: Day("2024-02-29"), Until: calendar.None, Count: 12, Second: kr(15, 0), Ref: "P"}
		events := []claim.Event{Event(claim.Dispatched, "2024-01-15"), agreed}
		day, paid, kinds := Day("2024-02-06"), money.Amount(0), []claim.Kind{claim.PlanBreached, claim.PlanReinstated}
		breaks := 0
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			day = day.AddDays(rapid.IntRange(0, 50).Draw(rt, "days"))
			if rapid.Bool().Draw(rt, "pays") {
				amount := money.Amount(rapid.Int64Range(1, 120_000).Draw(rt, "paid"))
				paid += amount
				events = append(events, Paid(day.String(), amount))
			} else {
				events = append(events, Event(kinds[breaks%2], day.String()))
				breaks++
			}
		}
		p := At(t, terms, Decision("C", "2024-01-10", 9000), day.AddDays(100).String(), events...)
		a, err := claim.NewAccount(&p.Decision, p.Events, p.On, Late, terms.Law, true)
		if err != nil {
			rt.Fatal(err)
		}
		added := money.Amount(0)
		for _, s := range a.Steps {
			if s.Sort == claim.StepInterest || s.Sort == claim.StepNotice {
				added += s.Amount
			}
		}
		if kr(9000, 0)+added-paid != a.Total()-a.Credit || len(a.Missing) > 0 || a.Overbooked != 0 {
			rt.Fatalf("9 000 and %s less %s is not %+v", added, paid, a.Balances)
		}
		// Broken and taken up again on the same day changes nothing.
		if last := len(events) - 1; breaks%2 == 0 {
			same := slices.Clone(events)
			day := same[last].OccurredOn.String()
			same = append(same, Event(claim.PlanBreached, day), Event(claim.PlanReinstated, day))
			if q := At(t, terms, Decision("C", "2024-01-10", 9000), p.On.String(), same...); q.Account.Balances != p.Account.Balances {
				rt.Fatalf("%+v, without the breach %+v", q.Account.Balances, p.Account.Balances)
			}
		}
	})
}
