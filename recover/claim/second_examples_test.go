package claim_test

import (
	"fmt"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// The worked examples of the domain, with its numbers and lending rates made up
// for them: sums are öre.

// examples are accounts on days.
var examples = []struct {
	name, life string
	asked      []string // the day, and what there is then
}{
	{"E01 paid on the due date", `
		2024-03-04 decided 1000000
		2024-03-04 dispatched
		2024-04-03 paid 1000000 by=law`,
		[]string{"2024-04-02 due 2024-04-03 principal 1000000", "2024-04-03 due 2024-04-03", "2024-12-31 due 2024-04-03"}},
	{"E02 paid late, over a change of the reference rate", `
		2023-11-20 decided 1000000
		2023-11-20 dispatched
		2024-02-02 paid 1000000 by=law`,
		[]string{"2024-02-01 due 2023-12-20 principal 1000000 interest 13986", "2024-02-02 due 2023-12-20 principal 14315"}},
	{"E03 an old claim at 7.50 %", `
		2018-01-15 decided 500000
		2018-01-15 dispatched until=2018-02-15`,
		[]string{"2018-02-15 due 2018-02-15 principal 500000", "2018-12-31 due 2018-02-15 principal 500000 interest 32774"}},
	{"E05 a plan after the due date, with a fee", `
		2024-01-15 decided 800000
		2024-01-15 dispatched
		2024-03-20 plan_agreed
		2024-03-20 fee_charged 17000
		2024-04-30 paid 100000 by=law`,
		[]string{"2024-03-20 due 2024-02-14 principal 800000 interest 9205 fee 17000", "2024-04-30 due 2024-02-14 principal 730699"}},
	{"E06 a plan that is cancelled", `
		2024-02-01 decided 600000
		2024-02-01 dispatched
		2024-02-20 plan_agreed
		2024-03-29 paid 100000 by=law
		2024-05-31 plan_ended`,
		[]string{"2024-03-29 due 2024-03-04 principal 502055", "2024-05-31 due 2024-03-04 principal 502055 interest 4333",
			"2024-07-31 due 2024-03-04 principal 502055 interest 14401"}},
	{"E07 fee before interest before principal", `
		2021-01-15 decided 2000000
		2021-01-15 dispatched until=2021-03-01
		2021-04-06 fee_charged 18000
		2021-06-30 paid 40000 by=law
		2021-12-31 paid 150000 by=law`,
		[]string{"2021-06-30 due 2021-03-01 principal 2000000 interest 31041", "2021-12-31 due 2021-03-01 principal 1961699"}},
	{"E08 claim A, undirected", `
		2023-01-02 decided 300000
		2023-01-02 dispatched
		2024-01-31 paid 333308 by=law`,
		[]string{"2024-01-30 due 2023-02-01 principal 300000 interest 33210", "2024-01-31 due 2023-02-01"}},
	{"E08 claim B, what is left of the 4 000", `
		2023-08-01 decided 200000
		2023-08-01 dispatched until=2023-09-01
		2024-01-31 paid 66692 by=law`,
		[]string{"2024-01-31 due 2023-09-01 principal 142971"}},
	{"E08 claim A, when B is paid first", `
		2023-01-02 decided 300000
		2023-01-02 dispatched
		2024-01-31 paid 190337 by=law`,
		[]string{"2024-01-31 due 2023-02-01 principal 142971"}},
	{"E09 the charge on housing allowance bears no interest", `
		2024-02-05 decided 132600 charge=2600 type=housing_settlement
		2024-02-05 dispatched`,
		[]string{"2024-06-28 due 2024-03-06 principal 130000 charge 2600 interest 4872"}},
	{"E10 a care provider pays no interest", `
		2024-01-02 decided 4500000 type=dental_provider
		2024-01-02 dispatched`,
		[]string{"2024-12-31 due 2024-02-01 principal 4500000"}},
	{"E11 a mistaken payment bears interest after a demand", `
		2024-04-02 decided 750000 type=mistaken_payment
		2024-05-02 demanded`,
		[]string{"2024-06-01 due  principal 750000", "2024-06-02 due  principal 750000 interest 247", "2024-08-30 due  principal 750000 interest 22192"}},
	{"E17 set-off against a benefit", `
		2024-04-02 decided 840000
		2024-04-02 dispatched
		2024-09-25 paid 200000 by=law mode=setoff`,
		[]string{"2024-09-24 due 2024-05-02 principal 840000 interest 40044", "2024-09-25 due 2024-05-02 principal 680320"}},
	{"E18 lowered on reconsideration", `
		2024-02-12 decided 2000000
		2024-02-12 dispatched
		2024-06-14 paid 1500000 by=law
		2024-06-14 changed 1400000 known=2024-09-02`,
		[]string{"2024-06-14 due 2024-03-13 credit 57195"}},
	{"E19 joint debtors owe one sum", `
		2024-02-12 decided 3000000 debtors=2
		2024-02-12 dispatched
		2024-03-13 paid 1000000 by=law debtor=A`,
		[]string{"2024-03-13 due 2024-03-13 principal 2000000"}},
}

func TestAccount_ofTheWorkedExamples(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	for _, x := range examples {
		t.Run(x.name, func(t *testing.T) {
			l := told(t, x.life)
			for _, asked := range x.asked {
				on := readDay(t, asked[:10])
				m := secondMoneyOf(&l.Decision, l.events, on, always, p)
				if got := examined(on, m); got != asked {
					t.Errorf("by the second implementation %s; want %s", got, asked)
				}
				if got := examined(on, summed(account(t, l, on, always, law), l.events)); got != asked {
					t.Errorf("%s; want %s", got, asked)
				}
			}
		})
	}
}

func examined(on calendar.Date, m secondMoney) string {
	s := fmt.Sprintf("%s due %s", on, m.due)
	if said := m.said(); said != "" {
		s += " " + said
	}
	return s
}

// E18 before the change is known.
func TestAccount_ofExampleE18BeforeTheChange(t *testing.T) {
	law := prepared(t, secondParameters(t))
	l := told(t, examples[len(examples)-2].life)
	on := readDay(t, "2024-06-14")
	if a := account(t, l, on, calendar.EndOfDay(on), law); a.Principal != 561151 || a.Total() != 561151 || a.Credit != 0 {
		t.Errorf("before the change %+v; want 561151 of principal", a.Balances)
	}
	a := account(t, l, on, always, law)
	if got := a.Payments[0].Parts.Of(claim.Interest); got != 42805 {
		t.Errorf("after it %d of the payment is interest; want 42805", got)
	}
}

// E04: twelve instalments of 1 000 and the interest and notice of the month.
func TestAccount_ofExampleE04(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	l := told(t, `
		2024-03-21 decided 1200000
		2024-03-21 dispatched
		2024-04-10 plan_agreed 100000 mode=amortise first=2024-05-31 count=12 second=1500`)
	var interest, fees money.Amount
	for i, text := range []string{"2024-05-31", "2024-07-01", "2024-07-31", "2024-09-02", "2024-09-30", "2024-10-31", "2024-12-02", "2025-01-02",
		"2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"} {
		day := readDay(t, text)
		m := secondMoneyOf(&l.Decision, l.events, day, always, p)
		paid := at(claim.Paid, day, "p"+text)
		paid.ByLaw, paid.Amount = true, money.Amount(100_000+m.interest+m.fee)
		if i == 0 && paid.Amount != 107911 {
			t.Errorf("the first instalment is %d; want 107911", paid.Amount)
		}
		l = l.with(paid)
		a := account(t, l, day, always, law)
		if got, want := summed(a, l.events).text(), secondMoneyOf(&l.Decision, l.events, day, always, p).text(); got != want {
			t.Errorf("on %s\n%s\n%s by the second", text, got, want)
		}
		if i == 0 && a.Due.String() != "2024-04-22" {
			t.Errorf("due %s", a.Due)
		}
		last := a.Payments[len(a.Payments)-1]
		interest += last.Parts.Of(claim.Interest)
		fees += last.Parts.Of(claim.Fee)
		if want := 1200000 - money.Amount(i+1)*100_000; a.Balances != (claim.Balances{Principal: want}) {
			t.Errorf("on %s %+v is left; want %d of principal", text, a.Balances, want)
		}
	}
	if interest != 33641 || fees != 18000 {
		t.Errorf("interest in all %d and fees %d; want 33641 and 18000", interest, fees)
	}
}

// limits are the examples of limitation, E12 and E13, and E19 for debtors.
var limits = []struct{ name, life, on, last, lastB string }{
	{"E12 nothing happened", "2014-06-16 decided 100000", "2024-06-16", "2024-06-16", ""},
	{"E12 a demand", "2014-06-16 decided 100000\n2019-03-11 notice_received", "2026-01-01", "2029-03-11", ""},
	{"E12 and a payment", "2014-06-16 decided 100000\n2019-03-11 notice_received\n2021-08-30 paid 100 by=law", "2026-01-01", "2031-08-30", ""},
	{"E12 and an order to pay, pending", "2014-06-16 decided 100000\n2019-03-11 notice_received\n2021-08-30 paid 100 by=law\n2022-10-03 order_applied", "2023-01-01", "", ""},
	{"E12 and ended", "2014-06-16 decided 100000\n2019-03-11 notice_received\n2021-08-30 paid 100 by=law\n2022-10-03 order_applied\n2023-05-15 order_ended",
		"2026-01-01", "2033-05-15", ""},
	{"E12 a demand on the last day", "2014-06-16 decided 100000\n2024-06-16 notice_received", "2026-01-01", "2034-06-16", ""},
	{"E12 a demand too late", "2014-06-16 decided 100000\n2024-06-17 notice_received", "2026-01-01", "2024-06-16", ""},
	{"E13 sent 2022-09-01", "2022-09-01 decided 100000\n2022-09-01 dispatched", "2023-01-01", "2027-12-31", ""},
	{"E13 sent 2022-11-28", "2022-11-28 decided 100000\n2022-11-28 dispatched", "2023-01-01", "2027-12-31", ""},
	{"E13 sent 2022-12-12", "2022-12-12 decided 100000\n2022-12-12 dispatched", "2023-01-01", "2028-12-31", ""},
	{"E13 not sent", "2022-12-12 decided 100000", "2023-01-01", "", ""},
	{"E13 a deferral that ended", "2022-09-01 decided 100000\n2022-09-01 dispatched\n2027-01-15 deferral_granted\n2027-06-30 deferral_ended", "2027-07-01", "2029-12-31", ""},
	{"E13 a respite", "2022-09-01 decided 100000\n2022-09-01 dispatched\n2025-01-15 respite_granted until=2045-06-30", "2026-01-01", "2037-12-31", ""},
	{"E19 OLD: each debtor for himself", "2014-06-16 decided 3000000 debtors=2\n2020-03-02 acknowledged debtor=B", "2025-01-01", "2024-06-16", "2030-03-02"},
	{"E19 NEW: one time for both", "2022-09-01 decided 3000000 debtors=2\n2022-09-01 dispatched\n2024-03-04 acknowledged debtor=B", "2025-01-01", "2027-12-31", "2027-12-31"},
}

func TestLimitation_ofTheWorkedExamples(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	for _, x := range limits {
		t.Run(x.name, func(t *testing.T) {
			l := told(t, x.life)
			on := readDay(t, x.on)
			for i, want := range []string{x.last, x.lastB}[:len(l.Debtors)] {
				debtor := l.Debtors[i].Number
				got := claim.LimitationAgainst(&l.Decision, debtor, l.events, on, always, law)
				if got.Last.String() != want {
					t.Errorf("against debtor %d the last day is %q; want %q; chain %v", i+1, got.Last, want, got.Chain)
				}
				checkSecondLimit(t, l, got, secondLimitAgainst(&l.Decision, debtor, l.events, on, always, p))
			}
			if got, want := claim.LimitationOf(&l.Decision, l.events, on, always, law).Last.String(), max(x.last, x.lastB); got != want {
				t.Errorf("the last day is %q; want %q", got, want)
			}
		})
	}
}

// E13 and E14: the days after sending and service, and after a review.
func TestDeadlines_ofTheWorkedExamples(t *testing.T) {
	law := prepared(t, secondParameters(t))
	for _, x := range []struct{ life, due, lastDay, final, earliest string }{
		{"2022-09-01 decided 100\n2022-09-01 dispatched", "2022-10-03", "", "", ""},
		{"2022-11-28 decided 100\n2022-11-28 dispatched", "2022-12-28", "", "", ""},
		{"2022-12-12 decided 100\n2022-12-12 dispatched", "2023-01-11", "", "", ""},
		{"2024-03-01 decided 100\n2024-03-01 dispatched\n2024-03-15 served", "2024-04-02", "2024-05-15", "2024-05-16", "2024-05-16"},
		{"2024-04-01 decided 100\n2024-04-02 dispatched\n2024-04-08 served", "2024-05-02", "2024-06-10", "2024-06-11", "2024-06-11"},
		{"2024-10-20 decided 100\n2024-12-20 dispatched\n2024-10-31 served", "2025-01-20", "2025-01-02", "2025-01-03", "2025-01-21"},
		{"2024-12-20 decided 100\n2024-12-20 dispatched\n2024-12-31 served", "2025-01-20", "2025-02-28", "2025-03-01", "2025-03-01"},
		{"2024-03-01 decided 100\n2024-03-01 dispatched\n2024-03-15 served\n2024-05-15 reconsideration_asked", "2024-04-02", "", "", ""},
		{"2024-03-01 decided 100\n2024-03-01 dispatched\n2024-03-15 served\n2024-05-16 reconsideration_asked", "2024-04-02", "2024-05-15", "2024-05-16", "2024-05-16"},
		{"2024-03-01 decided 100\n2024-03-01 dispatched\n2024-03-15 served\n2024-05-15 reconsideration_asked\n2024-08-12 reconsideration_decided\n2024-08-20 review_served",
			"2024-04-02", "2024-10-21", "2024-10-22", "2024-10-22"},
	} {
		l := told(t, x.life)
		d := claim.DeadlinesOf(&l.Decision, l.events, readDay(t, "2025-03-31"), always, law)
		got := fmt.Sprint(d.Due, d.LastDay, d.Final, d.EarliestHandover)
		if want := fmt.Sprint(readDay(t, x.due), readDay(t, x.lastDay), readDay(t, x.final), readDay(t, x.earliest)); got != want {
			t.Errorf("due, last day, final and earliest hand-over are %s; want %s%v", got, want, l)
		}
	}
}
