package enforcement_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
	"balans/recover/service"
)

var giro = enforcement.PayTo{Account: "bankgiro 123-4567"}

func kr(kronor, ore int64) money.Amount { return money.Kronor(kronor) + money.Amount(ore) }

// on is an event with details.
func on(k claim.Kind, day, mode string, set func(*claim.Details)) claim.Event {
	e := Event(k, day)
	e.Mode = mode
	e.Details = &claim.Details{Until: calendar.None, First: calendar.None}
	if set != nil {
		set(e.Details)
	}
	return e
}

// stops fails the test unless the error is that of one or several rules, these among
// them.
func stops(t testing.TB, err error, codes ...string) {
	t.Helper()
	var s *enforcement.Stopped
	if !errors.As(err, &s) {
		t.Errorf("%v; %v should have stopped it", err, codes)
		return
	}
	for _, c := range codes {
		if !s.Has(c) || !strings.Contains(err.Error(), "rule "+c) {
			t.Errorf("%v; the rule %s should be among them", err, c)
		}
	}
	n := 0
	for _, r := range s.Reasons {
		if _, ok := r.(*position.Refusal); ok {
			n++
		}
	}
	if n != len(codes) {
		t.Errorf("%v; the rules are to be %v and no others", err, codes)
	}
}

// e07 is the claim of E07: 20 000 kr, due 2021-03-01.
func e07(more ...claim.Event) (claim.Decision, []claim.Event) {
	d := Decision("2021-0007", "2021-01-20", 20_000)
	events := []claim.Event{on(claim.Dispatched, "2021-01-29", "", func(d *claim.Details) { d.Until = Day("2021-03-01") })}
	return d, append(events, more...)
}

func TestDemandOf_statesWhatTheLawAsksFor(t *testing.T) {
	d, events := e07(Event(claim.Reminded, "2021-03-15"), Paid("2021-06-30", kr(400, 0)))
	x, err := enforcement.DemandOf(At(t, Terms(t), d, "2021-07-05", events...), giro)
	if err != nil {
		t.Fatal(err)
	}
	// E07 with the fee: 180 of the 400 would have gone to it. Without, all 400 are
	// interest: 20 000 at 8 % for 121 days is 530,41, and five days more are 21,92.
	want := enforcement.Amounts{Principal: kr(20_000, 0), Interest: kr(152, 33)}
	if x.Amounts != want || x.Settled != kr(400, 0) {
		t.Errorf("%+v, settled %s", x.Amounts, x.Settled)
	}
	var days int
	sum := money.Amount(0)
	for _, i := range x.Accrued {
		n, _ := i.Days.Days()
		days, sum = days+n, sum+i.Amount
		if i.Principal != kr(20_000, 0) || i.Ppm != 80_000 || i.Law != "SFB 108:19" || !strings.Contains(i.Parameter, statute.ReferenceRate) {
			t.Errorf("%+v", i)
		}
	}
	if len(x.Accrued) != 1 || days != 126 || sum != kr(552, 33) {
		t.Errorf("%d days of interest, %s kr", days, sum)
	}
	if x.Until != Day("2021-07-15") || x.Due != Day("2021-03-01") || x.Late.From != Day("2021-07-06") || x.Late.Ppm != 80_000 || x.Late.None {
		t.Errorf("until %s, due %s, late %+v", x.Until, x.Due, x.Late)
	}
	if identity.CheckOCR(x.PayTo.Reference, true) != nil || !strings.HasPrefix(x.PayTo.Reference, "20210007") {
		t.Errorf("the reference is %s", x.PayTo.Reference)
	}
	g := x.Ground
	if x.Creditor == "" || g.Type != claim.Ordinary || g.Law != "SFB 108:2 st.1" || g.DecidedOn != Day("2021-01-20") {
		t.Errorf("%s, %+v", x.Creditor, g)
	}
	text := strings.ReplaceAll(x.Text(&x.Recipients[0]), "\u00a0", " ")
	for _, must := range []string{"INKASSOKRAV 2021-07-05", "Staten genom Försäkringskassan", "20 000,00 kr", "152,33 kr", "20 152,33 kr", "8,00 procent",
		"108 kap. 2 § första stycket socialförsäkringsbalken", "bankgiro 123-4567", x.PayTo.Reference, "senast 2021-07-15", "19850101-****"} {
		if !strings.Contains(text, must) {
			t.Errorf("the text lacks %q:\n%s", must, text)
		}
	}
	if strings.Contains(text, "198501012382") {
		t.Error("the preview shows the whole number")
	}
}

func TestDemandOf_saysAllThatIsInItsWay(t *testing.T) {
	terms := Terms(t)
	reminded := Event(claim.Reminded, "2021-03-15")
	waived := Event(claim.Waived, "2021-04-01")
	for what, c := range map[string]struct {
		on     string
		events []claim.Event
		pay    enforcement.PayTo
		codes  []string
	}{
		"on the due date, without a reminder": {"2021-03-01", nil, giro, []string{"not-overdue"}},
		"the day after":                       {"2021-03-02", nil, giro, []string{"reminder-first"}},
		"no account":                          {"2021-07-05", []claim.Event{reminded}, enforcement.PayTo{}, []string{"no-account"}},
		"nothing is right":                    {"2021-03-02", []claim.Event{Event(claim.ReconsiderationAsked, "2021-02-15")}, enforcement.PayTo{}, []string{"reminder-first", "contested", "no-account"}},
		"contested":                           {"2021-07-05", []claim.Event{reminded, Event(claim.ReconsiderationAsked, "2021-03-16")}, giro, []string{"contested"}},
		"stayed":                              {"2021-07-05", []claim.Event{reminded, Event(claim.StayOrdered, "2021-03-16")}, giro, []string{"stayed"}},
		"paid":                                {"2021-07-05", []claim.Event{reminded, Paid("2021-03-16", kr(30_000, 0))}, giro, []string{"nothing-owed"}},
		"waived":                              {"2021-07-05", []claim.Event{reminded, waived}, giro, []string{"claim-has-ended"}},
		"time barred":                         {"2031-01-21", []claim.Event{reminded}, giro, []string{"time-barred", "interest-unknown"}},
		"deferred":                            {"2021-07-05", []claim.Event{reminded, on(claim.DeferralGranted, "2021-03-16", "", func(d *claim.Details) { d.Until = Day("2021-08-31") })}, giro, []string{"arrangement-in-force", "interest-unknown"}},
		"an order is applied for":             {"2021-07-05", []claim.Event{reminded, Event(claim.Demanded, "2021-03-16"), Event(claim.OrderApplied, "2021-04-06")}, giro, []string{"not-now"}},
		"before the reminder":                 {"2021-03-10", []claim.Event{reminded}, giro, []string{"reminder-first"}},
	} {
		d, events := e07(c.events...)
		_, err := enforcement.DemandOf(At(t, terms, d, c.on, events...), c.pay)
		t.Run(what, func(t *testing.T) { stops(t, err, c.codes...) })
	}
	_, err := enforcement.DemandOf(At(t, terms, Decision("C", "2023-01-10", 100), "2024-01-10", Event(claim.Dispatched, "2023-01-11"), Event(claim.Reminded, "2023-03-01")), giro)
	stops(t, err, "wrong-track", "no-reference")
	if _, err := enforcement.DemandOf(At(t, terms, Decision("C", "2022-01-10", 100), "2022-07-10", Event(claim.Dispatched, "2022-01-11"), Event(claim.Reminded, "2022-03-01")),
		enforcement.PayTo{Account: "bg", Reference: "777"}); err != nil {
		t.Error(err)
	}
}

// TestDemandOf_namesTheRateThatIsMissing: a demand must state the interest.
func TestDemandOf_namesTheRateThatIsMissing(t *testing.T) {
	d, events := e07(Event(claim.Reminded, "2021-03-15"),
		on(claim.DeferralGranted, "2021-03-16", "", func(d *claim.Details) { d.Until = Day("2021-05-31") }), Event(claim.DeferralEnded, "2021-05-31"))
	_, err := enforcement.DemandOf(At(t, TermsAsKnown(t), d, "2021-07-05", events...), giro)
	stops(t, err, "interest-unknown")
	var missing *statute.MissingError
	if !errors.As(err, &missing) || missing.Name != statute.StateLendingRate || missing.On != Day("2021-03-17") {
		t.Errorf("%v: %+v", err, missing)
	}
	terms := Terms(t, "state_lending_rate,10000,ppm,2021-01-01,2021-12-31,made up for the test,F\n")
	x, err := enforcement.DemandOf(At(t, terms, d, "2021-07-05", events...), giro)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(x.Accrued, func(i enforcement.Interest) bool { return i.Ppm == 30_000 && i.Law == "SFB 108:16" }) {
		t.Errorf("%+v", x.Accrued)
	}
}

func TestDemandOf_isAddressedToWhoMustHaveIt(t *testing.T) {
	terms := Terms(t)
	forA := func(d *claim.Details) { d.Debtor = A }
	guardian := on(claim.GuardianAppointed, "2021-02-01", "forvaltare", func(d *claim.Details) { d.Debtor, d.Ref = A, "F-12" })
	for what, c := range map[string]struct {
		event claim.Event
		to    service.Who
		text  string
	}{
		"alive":         {Event(claim.Reminded, "2021-03-16"), service.ToDebtor, "Till: 19850101-****\n"},
		"a förvaltare":  {guardian, service.ToGuardian, "förvaltaren (F-12) för 19850101-****"},
		"a god man":     {on(claim.GuardianAppointed, "2021-02-01", "god_man", forA), service.ToDebtor, "Till: 19850101-****\n"},
		"dead":          {on(claim.DebtorDied, "2021-04-01", "", forA), service.ToEstate, "dödsboet efter 19850101-****"},
		"of protection": {on(claim.IdentityProtected, "2021-04-01", "", forA), service.ToDebtor, "skyddad identitet"},
		"no one else's": {on(claim.DebtorDied, "2021-04-01", "", func(d *claim.Details) { d.Debtor = B }), service.ToDebtor, "Till: 19850101-****\n"},
	} {
		d, events := e07(Event(claim.Reminded, "2021-03-15"), on(claim.IdentityProtected, "2021-01-21", "", forA), on(claim.ProtectionEnded, "2021-01-22", "", forA),
			on(claim.GuardianAppointed, "2021-01-21", "forvaltare", forA), on(claim.GuardianEnded, "2021-01-22", "", forA), c.event)
		d.Debtors = []claim.Debtor{{Number: A, Share: kr(5_000, 0)}, {Number: B, Share: kr(15_000, 0)}}
		x, err := enforcement.DemandOf(At(t, terms, d, "2021-07-05", events...), giro)
		if err != nil {
			t.Fatal(what, err)
		}
		r := &x.Recipients[0]
		if r.Protected != (what == "of protection") {
			t.Errorf("%s: %+v", what, r)
		}
		if text := x.Text(r); r.To != c.to || !strings.Contains(text, c.text) || !strings.Contains(text, "Av er begärs") {
			t.Errorf("%s: %+v\n%s", what, r, text)
		}
		if sum := x.Recipients[0].Owes + x.Recipients[1].Owes; len(x.Recipients) != 2 || sum != x.Amounts.Total() {
			t.Errorf("%s: %d recipients owe %s of %s", what, len(x.Recipients), sum, x.Amounts.Total())
		}
	}
}

// TestDemandOf_aMistakenPaymentFallsDueByIt: thirty days, and interest from then
// (RANTEL 4, E11).
func TestDemandOf_aMistakenPaymentFallsDueByIt(t *testing.T) {
	d := Decision("2024-11", "2024-05-01", 7_500)
	d.Type = claim.Mistaken
	x, err := enforcement.DemandOf(At(t, Terms(t), d, "2024-05-02"), giro)
	if err != nil {
		t.Fatal(err)
	}
	if x.Until != Day("2024-06-01") || x.Late.From != Day("2024-06-02") || x.Late.Law != "RANTEL 4" || x.Amounts.Total() != kr(7_500, 0) || len(x.Accrued) != 0 {
		t.Errorf("%+v", x)
	}
}

// TestDemandOf_addsUpToTheAccount: whatever was paid, waived and charged, the parts of
// a demand are the account's, and its interest is what accrued less what was settled.
func TestDemandOf_addsUpToTheAccount(t *testing.T) {
	terms := Terms(t)
	rapid.Check(t, func(rt *rapid.T) {
		more := []claim.Event{Event(claim.Reminded, "2021-03-15")}
		for range rapid.IntRange(0, 5).Draw(rt, "events") {
			day := Day("2021-03-15").AddDays(rapid.IntRange(0, 1200).Draw(rt, "day")).String()
			amount := money.Amount(rapid.Int64Range(1, 600_000).Draw(rt, "amount"))
			switch rapid.IntRange(0, 3).Draw(rt, "kind") {
			case 0:
				more = append(more, Paid(day, amount))
			case 1:
				e := on(claim.FeeCharged, day, "demand", func(d *claim.Details) { d.Part = claim.Fee })
				e.Amount, e.ToPrincipal = kr(180, 0), kr(180, 0)
				more = append(more, e)
			case 2:
				e := on(claim.Waived, day, "", func(d *claim.Details) { d.Part, d.Reason = claim.Interest, "illness" })
				e.Amount, e.ByLaw = amount, true
				more = append(more, e)
			case 3:
				e := Event(claim.Changed, day)
				e.Amount = amount + kr(10_000, 0)
				e.ToPrincipal = e.Amount
				more = append(more, e)
			}
		}
		d, events := e07(more...)
		p := At(t, terms, d, "2024-09-02", events...)
		x, err := enforcement.DemandOf(p, giro)
		var s *enforcement.Stopped
		if errors.As(err, &s) && s.Has("nothing-owed") && p.Account.Total() == 0 {
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		accrued := money.Amount(0)
		for i, step := range x.Accrued {
			accrued += step.Amount
			if i > 0 && step.Days.From <= x.Accrued[i-1].Days.To {
				rt.Fatalf("%s begins before %s ends", step.Days, x.Accrued[i-1].Days)
			}
		}
		if x.Amounts.Total() != p.Account.Total() || x.Recipients[0].Owes != p.Account.Total() || accrued-x.Settled != x.Amounts.Interest || x.Settled < 0 {
			rt.Fatalf("%+v of %s, accrued %s, settled %s", x.Amounts, p.Account.Total(), accrued, x.Settled)
		}
	})
}

func TestAmounts_areReadAsWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		part := func() money.Amount { return money.Amount(rapid.Int64Range(-1e12, 1e12).Draw(rt, "part")) }
		a := enforcement.Amounts{Principal: part(), Charge: part(), Interest: part(), Fee: part(), Cost: part()}
		if b, err := enforcement.ParseAmounts(a.String()); err != nil || a != b {
			rt.Fatalf("%s read as %s, %v", a, b, err)
		}
	})
	for _, wrong := range []string{"", "principal=1", "principal=1 charge=2 interest=3 fee=4 cost=x", "principal=1 charge=2 interest=3 cost=4 fee=5", "principal=1  charge=2 interest=3 fee=4 cost=5"} {
		if a, err := enforcement.ParseAmounts(wrong); err == nil || a != (enforcement.Amounts{}) {
			t.Errorf("%q was read as %s", wrong, a)
		}
	}
}
