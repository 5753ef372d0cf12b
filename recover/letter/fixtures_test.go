package letter_test

import (
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/letter"
)

// Official test identities.
const (
	anna    = identity.Number(193501096998)
	bertil  = identity.Number(193501259166)
	cecilia = identity.Number(193501277697)
)

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func kr(n int64) money.Amount { return money.Kronor(n) }

func subject() letter.Subject {
	b, ok := benefit.Parse("bostadsbidrag")
	if !ok {
		panic("no such benefit")
	}
	return letter.Subject{Case: "2026-000017", Claim: "2026-000442", Benefit: b, From: day("2026-01-01"), To: day("2026-03-31")}
}

var pay = letter.PayTo{Account: "bankgiro 555-5551", Reference: "20260004422"}

var sender = letter.Sender{Name: "Försäkringskassan", Unit: "Återkrav", Contact: []string{"Telefon 0771-000 000", "Försäkringskassans inläsningscentral, 839 88 Östersund"}}

func lines() ([]letter.Line, letter.Sums) {
	l := []letter.Line{
		{From: day("2026-01-01"), To: day("2026-01-31"), Paid: kr(4000), Entitled: kr(1000), NotRecovered: kr(100)},
		{From: day("2026-02-01"), To: day("2026-03-31"), Paid: kr(8000), Entitled: kr(5000) + 50, Waived: kr(900)},
	}
	return l, letter.Sums{Paid: kr(12000), Entitled: kr(6000) + 50, Overpaid: kr(6000) - 50, NotRecovered: kr(100), Waived: kr(900)}
}

func hearing() *letter.Hearing {
	l, s := lines()
	sub := subject()
	sub.Claim = ""
	return &letter.Hearing{Subject: sub, Sums: s, Lines: l, Sections: []statute.Ref{"SFB 108:2", "SFB 110:46"},
		Reasons:  letter.Reasons{Facts: "Du har haft högre inkomst än du anmälde.\nArbetsgivaren har lämnat uppgift om lön för januari till mars."},
		Material: []letter.Material{{What: "Lön för januari till mars", From: "Skatteverket", On: day("2026-04-12")}, {What: "Din ansökan", On: calendar.None}},
		Proposed: kr(5900), AnswerBy: day("2026-06-08"), Officials: letter.Officials{By: "Eva Ek"}}
}

func decision() *letter.Decision {
	l, s := lines()
	return &letter.Decision{Subject: subject(), Sums: s, Outcome: letter.RepayPart, Principal: kr(5000) - 50 + kr(75), Charge: kr(75), Tax: kr(0), Net: kr(6000) - 50, Lines: l,
		Sections: []statute.Ref{"SFB 108:2", "SFB 108:11", "SFB 98:7"}, Cause: letter.CauseNotReported,
		Reasons: letter.Reasons{Facts: "Du fick bostadsbidrag som räknades på en lägre inkomst än du hade.", Liability: "Du borde ha förstått att inkomsten var högre, och du anmälde det inte.",
			Waiver: "Du har varit sjuk under mars. Därför slipper du betala tillbaka 900 kronor."},
		HeardOn: day("2026-05-18"), AnswerBy: day("2026-06-08"), AnsweredOn: day("2026-06-01"), Answer: "Du har berättat att du var sjuk i mars.", AnswerMet: "Vi har tagit hänsyn till det.",
		DecidedOn: day("2026-06-15"), Officials: letter.Officials{By: "Karin Krans", Presenter: "Eva Ek", TookPart: []string{"Olle Ohm"}},
		Debtors: 2, DueOn: day("2026-07-15"), Pay: pay, ReviewMonths: 2, LateInterest: true}
}

func terms() letter.Terms {
	return letter.Terms{Number: "P-17", Claims: []string{"2026-000442", "2026-000443"}, Debt: kr(3000), Interest: kr(40), SetUp: kr(170), Notices: kr(30),
		Instalments: []letter.Instalment{{Due: day("2026-08-31"), Amount: kr(1030)}, {Due: day("2026-09-30"), Amount: kr(1030)}, {Due: day("2026-10-31"), Amount: kr(1010)}}, Pay: pay}
}

var owed = letter.Components{Principal: kr(5000), Charge: kr(75), Interest: 5699, Fee: kr(180)}

// samples are facts for every template.
func samples() map[string]letter.Facts {
	s := subject()
	total := owed.Total()
	return map[string]letter.Facts{
		letter.IDHearing:  hearing(),
		letter.IDDecision: decision(),
		letter.IDReminder: &letter.Reminder{Subject: s, DecidedOn: day("2026-06-15"), Due: day("2026-07-15"), Owed: owed, Yours: total, PayBy: day("2026-08-14"), Pay: pay, Public: true},
		letter.IDDemand: &letter.Demand{Subject: s, Creditor: "Staten genom Försäkringskassan", DecidedOn: day("2022-06-15"), Ground: "SFB 108:2", Owed: owed, Yours: kr(2000),
			Accrued: []letter.InterestRun{{From: day("2026-07-16"), To: day("2026-08-20"), On: kr(5000), Ppm: 105_000, Law: "SFB 108:19", Amount: 5799}}, Settled: 100,
			LateFrom: day("2026-08-21"), LatePpm: 105_000, LateLaw: "SFB 108:19", Until: day("2026-08-31"), Pay: pay},
		letter.IDPlanOffer:     &letter.PlanOffer{Subject: s, Terms: terms(), AnswerBy: day("2026-08-10"), Why: "Du bad om två år. Vi får högst ge ett år."},
		letter.IDPlanConfirmed: &letter.PlanConfirmed{Subject: s, Terms: terms(), AgreedOn: day("2026-08-03")},
		letter.IDPlanBreach:    &letter.PlanBreach{Subject: s, Number: "P-17", Missed: terms().Instalments[:2], Owed: owed, PayBy: day("2026-10-20"), Pay: pay},
		letter.IDLimitation:    &letter.Limitation{Subject: s, DecidedOn: day("2016-06-15"), LastDay: day("2026-06-15"), Left: kr(5000), Law: "PRESKL 8"},
		letter.IDRefund:        &letter.Refund{Subject: s, Amount: kr(300), Interest: 1250, Why: "Beslutet har ändrats och du hade betalat för mycket.", PaidOn: day("2026-09-25"), Law: "SFB 113:7"},
		letter.IDHandOver: &letter.HandOver{Subject: s, DecidedOn: day("2026-06-15"), Due: day("2026-07-15"), Final: day("2026-08-20"), HandedOn: day("2026-09-01"), Owed: owed,
			InterestTo: day("2026-09-01")},
		letter.IDHousing: housing(),
	}
}

// variants are the facts of the golden letters of a template, by what follows its number.
func variants(id string) map[string]letter.Facts {
	all := map[string]letter.Facts{"": samples()[id]}
	switch f := samples()[id].(type) {
	case *letter.Hearing:
		h := *f
		h.Again, h.Changed, h.Withhold = true, "Beloppet är högre än vi skrev förra gången.", true
		h.Reasons.Liability, h.Reasons.Waiver, h.Material = "Du borde ha förstått att du fick för mycket.", "Vi ser inte några särskilda skäl.", nil
		all["-again"] = &h
	case *letter.Decision:
		none, shared := *f, *f
		none.Outcome, none.Principal, none.Charge, none.Claim, none.NotRecovered, none.Waived, none.Debtors = letter.RepayNone, 0, 0, "", 0, none.Overpaid, 0
		none.Lines = []letter.Line{{From: none.From, To: none.To, Paid: none.Paid, Entitled: none.Entitled, Waived: none.Overpaid}}
		none.HeardOn, none.AnswerBy, none.AnsweredOn, none.Answer, none.AnswerMet, none.NotHeard = calendar.None, calendar.None, calendar.None, "", "", "Beslutet är till din fördel, så vi har inte frågat dig först."
		none.Withhold = true
		shared.Share, shared.Tax, shared.Net, shared.Automatic, shared.AnsweredOn, shared.Answer, shared.AnswerMet = kr(2000), kr(1500), kr(4500)-50, true, calendar.None, "", ""
		shared.Officials = letter.Officials{}
		right := none
		right.Withhold, right.Entitled, right.Overpaid, right.Waived, right.Net = false, right.Paid, 0, 0, 0
		right.Lines = []letter.Line{{From: right.From, To: right.To, Paid: right.Paid, Entitled: right.Paid}}
		right.Reasons = letter.Reasons{Facts: "Din arbetsgivare har rättat sina uppgifter. Det du anmälde stämde.", Liability: "Du har inget att betala tillbaka.", Waiver: "Frågan om eftergift är därför inte aktuell."}
		all["-none"], all["-shared"], all["-right"] = &none, &shared, &right
		upheld, lowered, annulled := *f, *f, none
		upheld.Reviewed, upheld.Debtors = &letter.Reviewed{Was: f.Principal, AppealMonths: 2}, 1
		lowered.Reviewed, lowered.Debtors = &letter.Reviewed{Was: f.Principal + kr(500), AppealMonths: 2}, 1
		annulled.Reviewed, annulled.Claim = &letter.Reviewed{Was: f.Principal, AppealMonths: 2}, f.Claim
		all["-upheld"], all["-lowered"], all["-annulled"] = &upheld, &lowered, &annulled
		kept, own, judged := lowered, lowered, lowered
		kept.DueOn, own.DueOn, judged.DueOn = calendar.None, calendar.None, calendar.None
		own.Reviewed = &letter.Reviewed{Was: f.Principal + kr(500), OwnMotion: true}
		judged.Reviewed = &letter.Reviewed{Was: f.Principal + kr(500), Court: "kammarratten", JudgedOn: f.DecidedOn.AddDays(-9), Judgment: "1234-25"}
		all["-kept"], all["-own"], all["-judgment"] = &kept, &own, &judged
	case *letter.Housing:
		return housingVariants()
	case *letter.Reminder:
		r := *f
		r.Public, r.Yours, r.Owed.Interest = false, kr(1000), 0
		all["-civil"] = &r
	case *letter.PlanBreach:
		b := *f
		b.Broken = true
		all["-broken"] = &b
	case *letter.PlanOffer:
		o := *f
		o.InterestUnknown, o.SetUp, o.Notices, o.Claims, o.Why = true, 0, 0, o.Claims[:1], ""
		all["-unknown"] = &o
	case *letter.Refund:
		r := *f
		r.PaidOn, r.Interest, r.Law = calendar.None, 0, ""
		all["-account"] = &r
	case *letter.HandOver:
		h := *f
		h.Civil, h.Final = true, calendar.None
		all["-civil"] = &h
	}
	return all
}

// order is a letter to a person.
func order(id string, to identity.Number, f letter.Facts) *letter.Order {
	return &letter.Order{ID: id, To: letter.Recipient{Party: to, As: letter.Self}, Sender: sender, Facts: f, On: day("2026-06-15"), About: []string{"inquiry/2026-000017"}, Actor: "eva", Cause: "test"}
}

// clock is what the journal of a test takes for now.
type clock struct{ now time.Time }

func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

func open(t *testing.T, dsn string) (*journal.Journal, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 6, 15, 9, 0, 0, 0, time.UTC)}
	j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return c.now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j, c
}
