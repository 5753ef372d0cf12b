package demo

import (
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

// interestAccount books the plan's payments as they came, and what went out.
func (k *bookkeeper) interestAccount() {
	a := appropriation.InterestAccount
	k.book("IB", calendar.New(BookYear, 1, 1), a, appropriation.Opening, money.Kronor(84_310_552), "", 1, "ingående saldo")
	for _, p := range k.letter.Plan.Payments {
		day := p.Date
		if !calendar.IsBankDay(day) {
			day = calendar.NextBankDay(day)
		}
		if day.Year() == BookYear {
			k.book("överföring", day, a, appropriation.TransferIn, p.Sum.Amount, "", 1, "enligt utbetalningsplanen")
		} else { // the last one falls on a holiday with no bank day after it in the year
			k.book("överföring", bankDay(12, 30), a, appropriation.TransferIn, p.Sum.Amount, "", 1, "enligt utbetalningsplanen")
		}
	}
	for m, out := range fall(k.letter.Plan.Total.Amount/1000*1003, evenly, 3) {
		suppliers := out / 1000 * 430
		k.book("leverantörer", bankDay(m+1, 14), a, appropriation.PaymentOut, suppliers, "", 6_000, "leverantörer")
		k.book("löner", bankDay(m+1, 30), a, appropriation.PaymentOut, out-suppliers, "", 15_000, "löner och skatter")
	}
	for q := 3; q <= 12; q += 3 {
		k.book("ränta", bankDay(q, 30), a, appropriation.Interest, money.Kronor(612_400+1000*int64(q))-33, "", 1, "ränta för kvartalet")
	}
}

// fees books the fee-based activities near their budget.
func (k *bookkeeper) fees() {
	for i, f := range k.letter.Fees.Rows {
		a := appropriation.FeeAccount(f.Activity)
		k.book("IB", calendar.New(BookYear, 1, 1), a, appropriation.Opening, f.Before.Amount+f.Last.Amount, "", 1, "ackumulerat resultat")
		income, cost := fall(f.Income.Amount/1000*987, evenly, int64(20+i)), fall(f.Cost.Amount/1000*994, evenly, int64(40+i))
		for m := range income {
			k.book("intäkt", bankDay(m+1, 28), a, appropriation.Income, income[m], "", 1, f.Activity)
			k.book("kostnad", bankDay(m+1, 28), a, appropriation.Cost, cost[m], "", 1, f.Activity)
		}
	}
}

// debts books loans for investments and what is drawn while care abroad is settled.
func (k *bookkeeper) debts() {
	for _, l := range k.letter.Loans {
		switch l.Kind {
		case directive.LoanFrame:
			k.book("IB", calendar.New(BookYear, 1, 1), appropriation.Loans, appropriation.Opening, l.Sum.Amount/1000*712, "", 1, "lån från tidigare år")
			for q := 3; q <= 12; q += 3 {
				k.book("lån", bankDay(q, 15), appropriation.Loans, appropriation.Taken, l.Sum.Amount/1000*61, "", 1, "nya investeringar")
				k.book("amortering", bankDay(q, 20), appropriation.Loans, appropriation.Amortised, l.Sum.Amount/1000*49, "", 1, "amortering")
			}
		case directive.AccountCredit:
			a := appropriation.CreditAccount(l.Purpose)
			for m := 1; m <= 12; m++ {
				share := money.Amount(340 + wobble(5, int64(m), 2)/2)
				k.book("vård", bankDay(m, 10), a, appropriation.Drawn, l.Sum.Amount/1000*share, "", 1, "betald vård i andra länder")
				k.book("vård", bankDay(m, 26), a, appropriation.Repaid, l.Sum.Amount/1000*(share-6), "", 1, "ersättning från andra länder")
			}
		}
	}
}

// commitments books the agreement that rests on the authorisation.
func (k *bookkeeper) commitments() {
	for _, a := range k.letter.Authorisations {
		for _, y := range a.Years {
			if y.Sum.Known {
				k.book("åtagande", bankDay(9, 30), appropriation.CommitmentAccount(a.Item), appropriation.Committed, y.Sum.Amount/1000*969, strconv.Itoa(y.Year), 1, "överenskommelse om läkarintyg")
			}
		}
	}
}
