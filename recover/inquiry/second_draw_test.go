package inquiry_test

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// people are the payees and debtors of drawn cases: made-up numbers in order of birth.
var people = func() (all []identity.Number) {
	for i := range 5 {
		n, err := identity.NewPerson(date("1950-05-04").AddDays(i), 11+2*i)
		if err != nil {
			panic(err)
		}
		all = append(all, n)
	}
	return all
}()

// begins are first days of lines: within a month, over the turn of a year, in a leap year.
var begins = []string{"2025-12-20", "2025-12-31", "2026-01-01", "2026-01-15", "2026-02-26", "2024-02-27", "2024-12-28"}

func drawAmount(t *rapid.T, name string) money.Amount {
	return money.Amount(rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(1, 30), rapid.Int64Range(1, 3_000_000), rapid.Int64Range(0, 1e13)).Draw(t, name))
}

func drawLine(t *rapid.T, i int) inquiry.Line {
	from := date(rapid.SampledFrom(begins).Draw(t, "from"))
	l := inquiry.Line{Payout: fmt.Sprintf("P%d", i), From: from, To: from.AddDays(rapid.IntRange(0, 40).Draw(t, "days")), Payee: rapid.SampledFrom(people[:3]).Draw(t, "payee")}
	l.Paid, l.Entitled = drawAmount(t, "paid"), drawAmount(t, "entitled")
	if rapid.Bool().Draw(t, "wrong") {
		l.Entitled = min(l.Entitled, l.Paid)
	}
	l.Tax = l.Paid / 100 * money.Amount(rapid.Int64Range(0, 100).Draw(t, "tax"))
	return l
}

func drawLines(t *rapid.T) (all []inquiry.Line) {
	for i := range rapid.IntRange(1, 5).Draw(t, "lines") {
		all = append(all, drawLine(t, i+1))
	}
	return all
}

// drawSpans answers the days from to to in periods; with gaps some have no answer.
func drawSpans(t *rapid.T, s inquiry.Step, from, to calendar.Date, gaps bool) (all []inquiry.Span) {
	for d := from; d <= to; {
		last := min(to, d.AddDays(rapid.IntRange(0, 30).Draw(t, "long")))
		answers := append([]string{s.Answers()[0]}, s.Answers()...) // most is to be repaid
		x := inquiry.Span{From: d, To: last, Answer: rapid.SampledFrom(answers).Draw(t, "answer "+string(s)), Reason: "skäl för " + string(s)}
		switch x.Answer {
		case inquiry.Liable:
			x.Ground = rapid.SampledFrom([]claim.Type{claim.Ordinary, claim.BadFaith, claim.Provisional}).Draw(t, "ground").String()
		case inquiry.Waived:
			x.Share = rapid.OneOf(rapid.Just(int32(10_000)), rapid.Int32Range(1, 10_000), rapid.SampledFrom([]int32{1, 3333, 5000, 9999})).Draw(t, "share")
		}
		if !gaps || rapid.IntRange(0, 9).Draw(t, "gap") > 0 {
			all = append(all, x)
		}
		d = last + 1
	}
	return all
}

// drawRecipients says who owes what each payee got: themselves, others together, or by shares.
func drawRecipients(t *rapid.T) (all []inquiry.Recipient) {
	guardian := rapid.IntRange(0, 3).Draw(t, "one guardian for all") == 0
	for _, p := range people[:3] {
		r := inquiry.Recipient{Payee: p, Debtors: []inquiry.Debtor{{Number: p}}, Reason: "vårdnadshavare"}
		owes := rapid.IntRange(0, 3).Draw(t, "owes")
		if guardian {
			owes = 1
		}
		switch owes {
		case 1:
			r.Debtors = []inquiry.Debtor{{Number: people[3]}}
		case 2:
			r.Debtors = []inquiry.Debtor{{Number: people[4]}, {Number: p}}
		case 3:
			a := rapid.Int32Range(1, 9998).Draw(t, "first")
			b := rapid.Int32Range(1, 9999-a).Draw(t, "second")
			r.Debtors = []inquiry.Debtor{{p, a}, {people[3], b}, {people[4], 10_000 - a - b}}
		}
		all = append(all, r)
	}
	return all
}

func bounds(lines []inquiry.Line) (from, to calendar.Date) {
	from, to = lines[0].From, lines[0].To
	for _, l := range lines {
		from, to = min(from, l.From), max(to, l.To)
	}
	return from, to
}

// drawSteps is an assessment of every step of lines. gaps leaves days without an answer.
func drawSteps(t *rapid.T, lines []inquiry.Line, gaps bool) map[inquiry.Step][]inquiry.Assessment {
	from, to := bounds(lines)
	made := map[inquiry.Step][]inquiry.Assessment{}
	for _, s := range []inquiry.Step{inquiry.Facts, inquiry.Liability, inquiry.Waiver, inquiry.Limitation} {
		made[s] = []inquiry.Assessment{{Step: s, Basis: 1, Spans: drawSpans(t, s, from, to, gaps), Cause: letter.CauseUnknown, By: "sara"}}
	}
	made[inquiry.Parties] = []inquiry.Assessment{{Step: inquiry.Parties, Basis: 1, Recipients: drawRecipients(t), By: "sara"}}
	return made
}

// caseOf is a case under investigation with one version of a basis.
func caseOf(lines []inquiry.Line, steps map[inquiry.Step][]inquiry.Assessment) *inquiry.Case {
	code, _ := benefit.Parse("sjukpenning")
	c := &inquiry.Case{Opening: inquiry.Opening{ID: "R26-000001", Party: people[0], Benefit: code, Opened: date("2026-03-01")}, State: inquiry.Investigating, Since: date("2026-03-01"),
		Bases: []inquiry.Basis{{Source: "s", ID: "b", Version: 1, Lines: lines, Number: 1, On: date("2026-03-01")}}, Assessments: map[inquiry.Step][]inquiry.Assessment{}}
	for s, a := range steps {
		c.Assessments[s] = slices.Clone(a)
	}
	return c
}
