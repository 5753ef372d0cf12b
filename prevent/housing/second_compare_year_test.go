package housing_test

import (
	"math/big"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"

	"pgregory.net/rapid"
)

// The year and its settlement by the room and by the second implementation.

// inMetres is the year in homes of whole square metres.
func (y secondYear) inMetres() secondYear {
	y.income, y.estimated = y.income.inMetres(), y.estimated.inMetres()
	y.stretches = append([]secondStretch(nil), y.stretches...)
	for i := range y.stretches {
		y.stretches[i].household = y.stretches[i].household.inMetres()
	}
	return y
}

// stretchesOfFirst is the months in the words of the first, with a supplement to each. The
// first has no word for a month that was paid without a right: it is told as one that gives
// nothing, and one that was not paid either is left out.
func (y secondYear) stretchesOfFirst(t secondFails, supplement money.Amount) (all []housing.Stretch) {
	t.Helper()
	for _, s := range y.stretches {
		x := housing.Stretch{From: time.Month(s.from), To: time.Month(s.to), Household: s.household.decided(false), Paid: money.Amount(s.paid), Supplement: supplement}
		switch {
		case s.right:
		case s.paid == 0:
			continue
		case s.household.young:
			x.Cost = 0
		default:
			x.Home, x.Alternating, x.Access, x.Rooms = 0, 0, 1, 1
		}
		all = append(all, x)
	}
	if err := housing.CheckStretches(all); err != nil {
		t.Fatalf("%v", err)
	}
	return all
}

// supplementDue is the temporary supplement that the final months would have.
func (y secondYear) supplementDue() *big.Rat {
	sum, rights := new(big.Rat), y.rights()
	for _, s := range y.stretches {
		for month := s.from; month <= s.to && s.right; month++ {
			r := rights[0]
			if rights = rights[1:]; !r.household.young {
				of, _ := secondSupplement(y.income.year, month, r.household.month(r.bases).preliminary())
				sum = secondSum(sum, of)
			}
		}
	}
	return sum
}

// charge is what comes to a claim, or to a pay-out, by shares of a rate in millionths; the
// rounding is in the household's favour as that of the amounts is.
func (o secondOutcome) charge(share, rate int64) *big.Rat {
	part := secondTimes(big.NewRat(share, 1_000_000), big.NewRat(max(0, rate), 1_000_000))
	return secondSum(secondDown(secondTimes(o.claim, part), secondKr(1)), secondUp(secondTimes(o.payOut, part), secondKr(1)))
}

// asked is what the household gets of a settlement, below zero what it owes.
func (o secondOutcome) asked() *big.Rat { return secondLess(o.payOut, o.claim) }

func (o secondOutcome) outcome() housing.Outcome {
	switch o.asked().Sign() {
	case -1:
		return housing.Claim
	case 1:
		return housing.PayOut
	}
	return housing.Nothing
}

func secondCompareOutcome(t secondFails, s housing.Settlement, o secondOutcome) {
	t.Helper()
	secondSame(t, "difference", secondOfExact(s.Difference), o.difference)
	secondTold(t, "outcome", s.Outcome, o.outcome())
	secondSame(t, "amount", secondOfAmount(s.Amount), new(big.Rat).Abs(o.asked()))
	secondSame(t, "whole", secondOfAmount(s.Whole), o.asked())
	secondTold(t, "charge", s.Charge, 0)
	secondTold(t, "charge unknown", s.ChargeUnknown, s.Outcome != housing.Nothing)
}

// compareYear holds the year and its settlement against the other.
func (y secondYear) compareYear(t secondFails, room secondRoom, supplement money.Amount) (*housing.Year, housing.Settlement) {
	t.Helper()
	rules, year := room[y.income.halfAfterFree], y.income.year
	stretches := y.stretchesOfFirst(t, supplement)
	base := y.income.compareBase(t, room, 0, 0)
	of := &housing.Year{}
	if err := rules.Year(year, stretches, housing.YearEqual(base), of); err != nil {
		t.Fatalf("%v", err)
	}
	rights := y.rights()
	secondSame(t, "final", secondOfExact(of.Final), secondFinal(rights))
	secondSame(t, "paid", secondOfAmount(of.Paid), y.paid())
	sum, months, supplements := new(big.Rat), 0, money.Amount(0)
	for i := range of.Months {
		m := &of.Months[i]
		n := int64(m.To-m.From) + 1
		secondTold(t, "count", int64(m.Count()), n)
		months += int(n)
		sum = secondSum(sum, secondTimes(secondOfExact(m.Amount), big.NewRat(n, 1)))
	}
	for _, s := range stretches {
		supplements += s.Supplement * money.Amount(s.To-s.From+1)
		months -= int(s.To-s.From) + 1
	}
	secondSame(t, "sum of the months", sum, secondFinal(rights))
	secondTold(t, "months more", months, 0)
	secondTold(t, "supplements", of.Supplement, supplements)
	secondSame(t, "supplement of the final months", secondOfAmount(of.SupplementDue), y.supplementDue())

	law, err := rules.SettlementLaw(year)
	if err != nil {
		t.Fatalf("%v", err)
	}
	secondTold(t, "year", law.Year, year)
	secondTold(t, "of the year", of.Year, year)
	secondTold(t, "until", law.Until, calendar.New(year+6, time.December, 31)) // 98:9
	s := law.Settle(of, nil)
	secondSame(t, "settled final", secondOfExact(s.Final), secondFinal(rights))
	secondSame(t, "settled paid", secondOfAmount(s.Paid), y.paid())
	secondCompareOutcome(t, s, secondSettle(secondFinal(rights), y.paid()))
	return of, s
}

func TestSecond_yearAgrees(t *testing.T) {
	room := secondOpen(t)
	rapid.Check(t, func(t *rapid.T) {
		y := secondDrawYear(t).inMetres()
		if rapid.IntRange(0, 2).Draw(t, "at the limit, in metres") == 0 {
			y.earnTheLimit(rapid.SampledFrom([]int64{-1_200, 1_200}).Draw(t, "limit in metres"), rapid.Int64Range(-6, 6).Draw(t, "beside it"))
		}
		y.compareYear(t, room, money.Amount(rapid.Int64Range(0, 2_100_00).Draw(t, "supplement")))
	})
}

// TestSecond_chargeAgrees: the charge where its parameters are known, with the temporary
// supplement settled too.
func TestSecond_chargeAgrees(t *testing.T) {
	room := secondOpen(t)
	rates := [][2]int64{{600_000, 22_600}, {1_000_000, -900}, {333_333, 1_001}, {5_000_000, 300_000}}
	var all []*housing.Rules
	for _, r := range rates {
		all = append(all, secondRead(t, map[string]int64{"housing_charge_share": r[0], "state_loan_rate": r[1], "housing_read_supplement": 1}))
	}
	rapid.Check(t, func(t *rapid.T) {
		y, n := secondDrawYear(t).inMetres(), rapid.IntRange(0, len(rates)-1).Draw(t, "rate")
		of, _ := y.compareYear(t, room, money.Amount(rapid.Int64Range(0, 2_100).Draw(t, "supplement")*100))
		l, err := all[n].SettlementLaw(y.income.year)
		if err != nil {
			t.Fatal(err)
		}
		s := l.Settle(of, nil)
		o := secondSettle(secondSum(secondFinal(y.rights()), y.supplementDue()), secondSum(y.paid(), secondOfAmount(of.Supplement)))
		secondSame(t, "difference", secondOfExact(s.Difference), o.difference)
		secondSame(t, "whole", secondOfAmount(s.Whole), o.asked())
		secondSame(t, "charge", secondOfAmount(s.Charge), o.charge(rates[n][0], rates[n][1]))
		secondTold(t, "charge unknown", s.ChargeUnknown, false)
	})
}

// A year that is settled again for other incomes: by the reading that the order of decisions
// changes nothing both together ask for what the last one asks for alone; by the other the
// difference between the finals is settled for itself.
func TestSecond_settledAgainAgrees(t *testing.T) {
	room := secondOpen(t)
	alone := secondRead(t, map[string]int64{"housing_read_change": 2})
	rapid.Check(t, func(t *rapid.T) {
		y := secondDrawYear(t).inMetres()
		of, first := y.compareYear(t, room, 0)
		firstFinal, paid := secondFinal(y.rights()), y.paid()
		earlier := &housing.Earlier{Final: of.Final}
		if first.Outcome == housing.Claim {
			earlier.Claimed = first.Amount
		} else {
			earlier.PaidOut = first.Amount
		}
		before := secondSettle(firstFinal, paid).asked()

		y.income.adults = append([]secondAdult(nil), y.income.adults...)
		y.income.adults[0].employment = secondEdges(t, "employment decided again", 400_000_00)
		of, direct := y.compareYear(t, room, 0)
		final := secondFinal(y.rights())
		for reading, rules := range map[int]*housing.Rules{1: room[false], 2: alone} {
			l, err := rules.SettlementLaw(y.income.year)
			if err != nil {
				t.Fatal(err)
			}
			s := l.Settle(of, earlier)
			due, whole := secondLess(secondSettle(final, paid).asked(), before), secondOfAmount(direct.Whole)
			if reading == 2 {
				due = secondSettle(final, firstFinal).asked()
				whole = secondSum(before, due)
			}
			secondSame(t, "difference again", secondOfExact(s.Difference), secondLess(final, paid))
			secondSame(t, "due", secondOfAmount(s.Amount), new(big.Rat).Abs(due))
			secondSame(t, "whole again", secondOfAmount(s.Whole), whole)
			secondTold(t, "a claim", s.Outcome == housing.Claim, due.Sign() < 0)
			secondTold(t, "a pay-out", s.Outcome == housing.PayOut, due.Sign() > 0)
		}
	})
}
