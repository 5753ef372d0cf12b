package letter_test

import (
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/letter"
	"balans/recover/plan"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
	"balans/recover/service"
)

// TestDemandFacts_sayWhatTheDemandSays: a demand of recover/enforcement as a letter, with its
// interest by runs and its sum.
func TestDemandFacts_sayWhatTheDemandSays(t *testing.T) {
	d := Decision("2021-0007", "2021-01-20", 20_000)
	sent := Event(claim.Dispatched, "2021-01-29")
	sent.Details = &claim.Details{Until: Day("2021-03-01"), First: calendar.None}
	p := At(t, Terms(t), d, "2021-07-05", sent, Event(claim.Reminded, "2021-03-15"), Paid("2021-06-30", money.Kronor(400)))
	demand, err := enforcement.DemandOf(p, enforcement.PayTo{Account: "bankgiro 123-4567"})
	if err != nil {
		t.Fatal(err)
	}
	facts := letter.DemandFacts(demand, &demand.Recipients[0], letter.Subject{From: day("2020-01-01"), To: day("2020-12-31")})
	doc, err := letter.Preview(facts, letter.To(&demand.Recipients[0].Addressee, 0), sender, demand.On, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := plain(doc)
	for _, want := range []string{demand.Amounts.Total().Kronor(), demand.Creditor, demand.PayTo.Reference, demand.PayTo.Account, "108 kap.", "8\u00a0procent om året", "referensräntan"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if facts.Yours != facts.Owed.Total() || len(facts.Accrued) != len(demand.Accrued) {
		t.Errorf("%+v", facts)
	}
}

// TestTermsOf_addUp: what a plan proposes is what the letter says, and it adds up.
func TestTermsOf_addUp(t *testing.T) {
	p := At(t, Terms(t), Decision("2024-0007", "2024-01-12", 3000), "2024-03-01", Event(claim.Dispatched, "2024-01-15"))
	for _, ask := range []plan.Ask{{Asked: Day("2024-03-01"), First: Day("2024-03-28"), Months: 6}, {Asked: Day("2024-03-01"), First: Day("2024-03-28"), Months: 9, Amortise: true}} {
		x, err := plan.Propose([]*position.Position{p}, ask)
		if err != nil {
			t.Fatal(err)
		}
		terms := letter.TermsOf(x, "P-1", pay)
		sub := subject()
		doc, err := letter.Preview(&letter.PlanConfirmed{Subject: sub, Terms: terms, AgreedOn: Day("2024-03-01")}, letter.Recipient{Party: anna, As: letter.Self}, sender, Day("2024-03-01"), 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := plain(doc); !strings.Contains(got, x.Instalments[0].Amount.Kronor()) || len(terms.Instalments) != ask.Months {
			t.Errorf("%d instalments\n%s", len(terms.Instalments), got)
		}
	}
}

// TestTo_whomLettersGoTo, as recover/service says.
func TestTo_whomLettersGoTo(t *testing.T) {
	for _, c := range []struct {
		a    service.Addressee
		want letter.Recipient
	}{
		{service.Addressee{Debtor: anna}, letter.Recipient{Party: anna, As: letter.Self}},
		{service.Addressee{Debtor: anna, To: service.ToEstate}, letter.Recipient{Party: anna, As: letter.Estate}},
		{service.Addressee{Debtor: anna, To: service.ToGuardian, Guardian: "GA 1"}, letter.Recipient{Party: anna, As: letter.Guardian, Guardian: bertil}},
	} {
		if got := letter.To(&c.a, bertil); got != c.want {
			t.Errorf("%+v: %+v", c.a, got)
		}
	}
	if got := letter.To(&service.Addressee{Debtor: anna}, identity.Number(bertil)); got.Guardian != 0 {
		t.Errorf("a guardian who is none: %+v", got)
	}
}
