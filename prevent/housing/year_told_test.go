package housing_test

import (
	"errors"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"

	"pgregory.net/rapid"
)

// TestYear_toldMonthsAreTheSame: the months as they are told are each of the months as they
// were computed, once, and two that follow each other differ in something that can be seen.
func TestYear_toldMonthsAreTheSame(t *testing.T) {
	room := secondOpen(t)
	rapid.Check(t, func(t *rapid.T) {
		y := secondDrawYear(t).inMetres()
		for i := range y.stretches { // some that follow each other are the same but for what was paid, or wholly
			if i > 0 && rapid.IntRange(0, 2).Draw(t, "as before") == 0 {
				y.stretches[i].household, y.stretches[i].right = y.stretches[i-1].household, y.stretches[i-1].right
				if rapid.Bool().Draw(t, "paid as before") {
					y.stretches[i].paid = y.stretches[i-1].paid
				}
			}
		}
		of, _ := y.compareYear(t, room, 0)
		byMonth := func(all []housing.MonthsAlike) map[time.Month]housing.MonthsAlike {
			months := map[time.Month]housing.MonthsAlike{}
			for i := range all {
				for month := all[i].From; month <= all[i].To; month++ {
					m := all[i]
					m.From, m.To, m.Scale = month, month, nil
					if _, twice := months[month]; twice {
						t.Fatalf("%s is there twice", month)
					}
					months[month] = m
				}
			}
			return months
		}
		told := of.Told()
		computed, seen := byMonth(of.Months), byMonth(told)
		secondTold(t, "months", len(seen), len(computed))
		for month, m := range computed {
			secondTold(t, month.String(), seen[month], m)
		}
		for i := 1; i < len(told); i++ {
			a, b := seen[told[i-1].To], seen[told[i].From]
			b.From, b.To = a.From, a.To
			if told[i-1].To+1 == told[i].From && a == b {
				t.Errorf("%s and the month before are told apart", told[i].From)
			}
		}
	})
}

// TestYear_toldPastALawThatChangesNothing: the temporary supplement of July 2022 is no reason
// to tell a year in two parts. What was paid is one, and months between.
func TestYear_toldPastALawThatChangesNothing(t *testing.T) {
	rules := secondRead(t, nil)
	h := secondFamily(2022, 1, 7_000, 60, secondHome).decided(false)
	of := &housing.Year{}
	for _, c := range []struct {
		stretches      []housing.Stretch
		computed, told int
	}{
		{[]housing.Stretch{{From: 1, To: 12, Household: h, Paid: 3_400_00}}, 2, 1},
		{[]housing.Stretch{{From: 1, To: 6, Household: h, Paid: 3_400_00}, {From: 7, To: 12, Household: h, Paid: 3_400_00}}, 2, 1},
		{[]housing.Stretch{{From: 1, To: 6, Household: h, Paid: 3_400_00}, {From: 7, To: 12, Household: h, Paid: 3_300_00}}, 2, 2},
		{[]housing.Stretch{{From: 1, To: 2, Household: h, Paid: 3_400_00}, {From: 4, To: 5, Household: h, Paid: 3_400_00}}, 2, 2},
	} {
		if err := rules.Year(2022, c.stretches, housing.YearEqual{}, of); err != nil {
			t.Fatal(err)
		}
		if len(of.Months) != c.computed || len(of.Told()) != c.told {
			t.Errorf("%v: %d computed and %d told, want %d and %d", c.stretches, len(of.Months), len(of.Told()), c.computed, c.told)
		}
	}
}

// outOfReach is an income that no household has.
type outOfReach [2]money.Amount

func (b outOfReach) Of(calendar.Date, bool) ([2]money.Amount, error) { return b, nil }

// TestYear_refusesIncomesItCannotCompute: incomes beyond ten thousand million kronor, or below
// zero, whichever way they come; ten thousand millions are computed.
func TestYear_refusesIncomesItCannotCompute(t *testing.T) {
	const most = money.Amount(10_000_000_000_00)
	rules := secondRead(t, nil)
	h := secondFamily(2026, 2, 7_000, 60, secondHome).decided(false)
	of := &housing.Year{}
	for _, c := range []struct {
		base    [2]money.Amount
		refused bool
	}{{[2]money.Amount{most, most}, false}, {[2]money.Amount{most + 1, 0}, true}, {[2]money.Amount{0, most + 1}, true}, {[2]money.Amount{-1, 0}, true}, {[2]money.Amount{0, -1}, true}} {
		for _, basis := range []housing.IncomeBasis{housing.YearEqual(c.base), outOfReach(c.base)} {
			err := rules.Year(2026, []housing.Stretch{{From: 1, To: 12, Household: h}}, basis, of)
			var refused *housing.InputError
			if errors.As(err, &refused) != c.refused || !c.refused && err != nil {
				t.Errorf("%v: %v", c.base, err)
			}
		}
	}
}
