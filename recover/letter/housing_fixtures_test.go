package letter_test

import (
	"math/big"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/letter"
)

// stretch is months of a year that are alike, for a letter that is worked out in fractions.
type stretch struct {
	from, to       time.Month
	spouses        bool
	limit          money.Amount
	cost, dwelling money.Amount // considered, and the grant for it
	children, paid money.Amount
	young          bool // in a year that has both: by the rules of the young
	half           bool // the grant is half an öre more
}

// nearest is a fraction of öre as whole öre, halves away from zero.
func nearest(r *big.Rat) money.Amount {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	twice.Add(twice, new(big.Int).Mul(r.Denom(), big.NewInt(int64(r.Sign()))))
	return money.Amount(twice.Quo(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64())
}

func ore(a money.Amount) *big.Rat { return big.NewRat(int64(a), 1) }

// worked is the decision on a year as exact fractions give it: the months, their sums, and what
// the whole difference comes to when nothing was decided before.
func worked(h letter.Housing, stretches ...stretch) *letter.Housing {
	h.Months, h.Paid = nil, 0
	final := new(big.Rat)
	for _, s := range stretches {
		over := []money.Amount{h.Incomes[0].Assessed - s.limit}
		if s.spouses && (h.Young || s.young) {
			over[0] += h.Incomes[1].Assessed
		} else if s.spouses {
			over = append(over, h.Incomes[1].Assessed-s.limit)
		}
		reduction := new(big.Rat)
		for _, o := range over {
			part := big.NewRat(h.SharePpm, 1_000_000)
			if h.Young || s.young {
				part = big.NewRat(1, int64(h.DividedBy))
			}
			reduction.Add(reduction, part.Mul(part, ore(max(0, o))))
		}
		reduction.Quo(reduction, big.NewRat(12, 1))
		dwelling := ore(s.dwelling)
		if s.half {
			dwelling.Add(dwelling, big.NewRat(1, 2))
		}
		month := new(big.Rat).Sub(dwelling, reduction)
		month.Add(month, ore(s.children))
		m := letter.HousingMonths{From: calendar.New(h.Year, s.from, 1), To: calendar.New(h.Year, s.to, 1).EndOfMonth(), Count: int(s.to-s.from) + 1,
			Young: s.young, Spouses: s.spouses, IncomeLimit: s.limit, Cost: s.cost, Housing: nearest(dwelling), Children: s.children, Reduction: nearest(reduction), Paid: s.paid}
		if m.BelowMinimum = new(big.Rat).Mul(month, big.NewRat(12, 1)).Cmp(ore(h.Minimum)) < 0; !m.BelowMinimum {
			m.Final = nearest(month)
			final.Add(final, month.Mul(month, big.NewRat(int64(m.Count), 1)))
		}
		h.Paid += s.paid * money.Amount(m.Count)
		h.Months = append(h.Months, m)
	}
	h.From, h.To = h.Months[0].From, h.Months[len(h.Months)-1].To
	h.Final = nearest(final)
	h.Difference = h.Final - h.Paid
	return settledAs(h, new(big.Rat).Sub(final, ore(h.Paid)))
}

// settledAs is the letter with what an exact difference comes to.
func settledAs(h letter.Housing, difference *big.Rat) *letter.Housing {
	size := new(big.Rat).Abs(difference)
	due := new(big.Rat).Quo(size, ore(money.Krona))
	whole := new(big.Int).Quo(due.Num(), due.Denom())
	switch {
	case size.Cmp(ore(h.Limit)) < 0:
		h.Outcome, h.Amount = letter.HousingNone, 0
	case difference.Sign() < 0:
		h.Outcome, h.Amount = letter.HousingClaim, money.Kronor(whole.Int64())
	default:
		if !due.IsInt() {
			whole.Add(whole, big.NewInt(1))
		}
		h.Outcome, h.Amount = letter.HousingPayout, money.Kronor(whole.Int64())
	}
	return paid(h)
}

// paid is the letter with how its outcome is paid.
func paid(h letter.Housing) *letter.Housing {
	h.DueOn, h.Pay, h.LateInterest, h.PaidOn = calendar.None, letter.PayTo{}, false, calendar.None
	switch h.Outcome {
	case letter.HousingClaim:
		h.DueOn, h.Pay, h.LateInterest = day("2026-07-15"), pay, true
	case letter.HousingPayout:
		h.PaidOn = day("2026-06-25")
	}
	return &h
}

var janDec = stretch{from: time.January, to: time.December, limit: kr(150_000), cost: kr(5900), dwelling: kr(2250), children: kr(2000), paid: kr(2700)}

// family is the frame of a decision on 2025 for a family, with no months.
func family(stated, assessed int64) letter.Housing {
	s := subject()
	return letter.Housing{Subject: s, Year: 2025, SharePpm: 200_000, Minimum: kr(1200), Limit: kr(1200), DecidedOn: day("2026-06-15"), Until: day("2031-12-31"), ReviewMonths: 2, ReportDays: 14,
		Incomes: []letter.HousingIncome{{Who: letter.HousingSelf, Stated: kr(stated), Assessed: kr(assessed), AssessedOn: day("2026-06-04")}}}
}

func housing() *letter.Housing { return worked(family(240_000, 262_000), janDec) }

// housingVariants are the facts of the golden letters of the final housing allowance.
func housingVariants() map[string]letter.Facts {
	all := map[string]letter.Facts{"": housing()}
	payout := worked(family(240_000, 226_000), janDec)
	payout.Charge = kr(51)
	all["-payout"] = payout
	all["-none"] = worked(family(240_000, 244_500), janDec)
	exact := janDec
	exact.paid = kr(2750)
	all["-exact"] = worked(family(240_000, 240_000), exact)

	both := family(180_000, 190_000)
	both.Incomes[0].Parts = letter.HousingParts{Employment: kr(184_000), Capital: kr(6_000)}
	both.Incomes = append(both.Incomes, letter.HousingIncome{Who: letter.HousingSpouse, Stated: kr(90_000), Assessed: kr(85_000), AssessedOn: day("2026-06-11"), Parts: letter.HousingParts{Employment: kr(70_000), Study: kr(15_000)}})
	alone, together := janDec, janDec
	alone.to, alone.paid = time.May, kr(3500)
	together.from, together.to, together.spouses, together.limit, together.children = time.July, time.December, true, kr(75_000), kr(2650)
	together.paid = kr(3200)
	both.Supplement, both.Charge = kr(3375), kr(64)
	all["-spouses"] = worked(both, alone, together)

	young := family(60_000, 84_300)
	young.Young, young.SharePpm, young.DividedBy = true, 0, 3
	cheap := stretch{from: time.January, to: time.March, limit: kr(41_000), cost: kr(3400), dwelling: kr(1240), paid: kr(700)}
	dear := stretch{from: time.April, to: time.December, limit: kr(41_000), cost: kr(3800), dwelling: kr(1370), paid: kr(800)}
	all["-young"] = worked(young, cheap, dear)
	couple := young
	couple.Incomes = []letter.HousingIncome{young.Incomes[0], {Who: letter.HousingSpouse, Stated: kr(0), Assessed: kr(30_000), AssessedOn: day("2026-06-04")}}
	dear.from, dear.spouses, dear.limit = time.January, true, kr(58_000)
	couple.ChargeUnknown = true
	all["-young-spouses"] = worked(couple, dear)

	grown := couple // with a child from May
	grown.Young, grown.SharePpm, grown.ChargeUnknown = false, 200_000, false
	dear.to, dear.young = time.April, true
	child := stretch{from: time.May, to: time.December, spouses: true, limit: kr(75_000), cost: kr(5300), dwelling: kr(1950), children: kr(1500), paid: kr(3400)}
	grown.Incomes = append([]letter.HousingIncome(nil), couple.Incomes...)
	grown.Incomes[1].Parts.Employment = kr(30_000)
	all["-both-forms"] = worked(grown, dear, child)

	all["-high-income"] = worked(family(240_000, 500_000), janDec)
	for name, c := range changes() {
		all[name] = c
	}
	claim := housing()
	claim.ChargeUnknown = true
	all["-charge-unknown"] = claim
	return all
}

// changes are decisions on a year that was settled before, of an income that became another.
func changes() map[string]letter.Facts {
	all := map[string]letter.Facts{}
	for name, c := range map[string]struct {
		earlier, now int64 // incomes
		outcome      letter.HousingOutcome
		amount       int64
	}{
		"-raised":          {262_000, 274_000, letter.HousingClaim, 2400},  // a claim of 3 800 and now 6 200
		"-lowered":         {262_000, 256_000, letter.HousingPayout, 1200}, // 2 600 left of it
		"-falls":           {262_000, 244_500, letter.HousingPayout, 3800}, // too little to be claimed
		"-turned":          {262_000, 226_000, letter.HousingPayout, 7200}, // 3 400 to the person
		"-paid-back":       {226_000, 232_000, letter.HousingClaim, 1200},  // 2 200 kept of 3 400
		"-all-paid-back":   {226_000, 262_000, letter.HousingClaim, 7200},
		"-more":            {226_000, 220_000, letter.HousingPayout, 1200},
		"-as-before":       {243_000, 244_500, letter.HousingNone, 0},
		"-first-claim":     {244_500, 262_000, letter.HousingClaim, 3800},
		"-more-than-first": {244_500, 226_000, letter.HousingPayout, 3400},
	} {
		was, is := worked(family(240_000, c.earlier), janDec), worked(family(240_000, c.now), janDec)
		is.Change = &letter.HousingChange{DecidedOn: day("2026-05-04"), Final: was.Final, Outcome: was.Outcome, Amount: was.Amount}
		is.Outcome, is.Amount = c.outcome, kr(c.amount)
		all["-change"+name] = paid(*is)
	}
	return all
}
