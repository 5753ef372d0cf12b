package demo

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"balans/exchange/assessedcsv"
	"balans/exchange/householdcsv"
	"balans/exchange/incomecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

// settled is what the settlement of invented households comes to, computed here straight from
// the rules.
type settledHouseholds struct {
	households, families, young, claims, payOuts, spouses int
	claimed, paidOut, paid                                money.Amount
}

func settleHouseholds(t *testing.T, seed uint64, n int) (s settledHouseholds) {
	t.Helper()
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	rules := housing.New(law)
	settlement, err := rules.SettlementLaw(HousingYear)
	if err != nil {
		t.Fatal(err)
	}
	var y housing.Year
	for h, err := range Housing(seed, n) {
		if err != nil {
			t.Fatal(err)
		}
		a := housing.Assessed{Year: HousingYear}
		for _, r := range h.Assessed {
			capital := housing.Capital{Surplus: r.Capital}
			switch {
			case r.Role != assessedcsv.Adult:
				a.Children = append(a.Children, housing.Child{Alternating: r.Role == assessedcsv.Alternating, Capital: capital, Wealth: r.Wealth})
			case r.Person == h.Decided[0].Person:
				a.Adults[0] = housing.Adult{Employment: r.Employment, Business: r.Business, Capital: capital, Wealth: r.Wealth, StudyGrant: r.StudyGrant, Foreign: r.Foreign}
			default:
				a.Spouse = true
				a.Adults[1] = housing.Adult{Employment: r.Employment, Business: r.Business, Capital: capital, Wealth: r.Wealth, StudyGrant: r.StudyGrant, Foreign: r.Foreign}
			}
		}
		base, err := rules.Base(&a)
		if err != nil {
			t.Fatal(err)
		}
		var all []housing.Stretch
		for _, r := range h.Decided {
			form, _ := housing.ParseForm(r.Form.String())
			all = append(all, housing.Stretch{From: r.From.Month(), To: r.To.Month(), Stated: [2]money.Amount{r.Income, r.SpouseIncome}, Paid: r.Paid, Supplement: r.Supplement, DecidedOn: r.DecidedOn,
				Household: housing.Household{Form: form, Spouses: r.Spouse != identity.None, Home: uint8(r.Home), Alternating: uint8(r.Alternating), Access: uint8(r.Access), Rooms: int8(r.Rooms),
					Area: int16(r.Area), Cost: r.Cost, AcceptedCost: r.AcceptedCost, AcceptedArea: int16(r.AcceptedArea)}})
		}
		if err := rules.Year(HousingYear, all, housing.YearEqual(base.Sums()), &y); err != nil {
			t.Fatal(err)
		}
		s.households++
		s.paid += y.Paid
		if a.Spouse {
			s.spouses++
		}
		if all[0].Form == housing.Family {
			s.families++
		} else {
			s.young++
		}
		switch x := settlement.Settle(&y, nil); x.Outcome {
		case housing.Claim:
			s.claims++
			s.claimed += x.Amount
		case housing.PayOut:
			s.payOuts++
			s.paidOut += x.Amount
		}
	}
	return s
}

// The households come to what is published of the settlements: about four of ten repay, some
// 7 500 kronor (2017) each; about 14 of a hundred get more (2014).
func TestHousing_isInProportion(t *testing.T) {
	s := settleHouseholds(t, 1, 6_000)
	average := s.claimed / money.Amount(s.claims)
	t.Logf("%+v; average claim %s, pay-out %s, paid a household %s", s, average, s.paidOut/money.Amount(s.payOuts), s.paid/money.Amount(s.households))
	for name, v := range map[string]struct{ got, least, most int }{
		"claims of a thousand":    {1000 * s.claims / s.households, 380, 430},
		"pay-outs of a thousand":  {1000 * s.payOuts / s.households, 120, 160},
		"families of a thousand":  {1000 * s.families / s.households, 815, 845},
		"kronor of a claim":       {int(average / money.Krona), 6_800, 8_200},
		"two adults, of thousand": {1000 * s.spouses / s.households, 200, 300},
	} {
		if v.got < v.least || v.got > v.most {
			t.Errorf("%s: %d, expected %d to %d", name, v.got, v.least, v.most)
		}
	}
}

// The files that are made can be written, and each household is whole: its months in order, its
// incomes of who was there, and nothing known before it was.
func TestHousing_canBeWritten(t *testing.T) {
	households, assessed, known := householdcsv.NewWriter(io.Discard), assessedcsv.NewWriter(io.Discard), incomecsv.NewWriter(io.Discard)
	lines, spouses, access, alternating, births, supplements, late := 0, 0, 0, 0, 0, 0, 0
	for h, err := range Housing(2, 3_000) {
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(households.Write(h.Decided), assessed.Write(h.Assessed)); err != nil {
			t.Fatal(err)
		}
		with := identity.None
		for i, r := range h.Decided {
			lines++
			if i > 0 && r.Home > h.Decided[i-1].Home {
				births++
			}
			if r.Spouse != identity.None {
				with = r.Spouse
			}
			if r.Supplement > 0 {
				supplements++
				if r.To > calendar.New(2025, 6, 1) {
					t.Errorf("%s has the temporary supplement in %s", r.Household, r.To)
				}
			}
			if r.Paid%10_000 != 0 || r.Paid == 0 {
				t.Errorf("%s: %s paid", r.Household, r.Paid)
			}
			access, alternating = access+int(r.Access), alternating+int(r.Alternating)
		}
		adults := 0
		for _, r := range h.Assessed {
			if r.DecidedOn > HousingAssessed {
				t.Errorf("%s is assessed %s", r.Household, r.DecidedOn)
			}
			if r.Role == assessedcsv.Adult {
				adults++
			}
		}
		if with != identity.None {
			spouses++
		}
		if (with != identity.None) != (adults == 2) {
			t.Errorf("%s: %d adults assessed", h.Decided[0].Household, adults)
		}
		for i := range h.Known {
			if err := known.Write(&h.Known[i]); err != nil {
				t.Fatal(err)
			}
			if r := &h.Known[i]; r.KnownOn > r.Month.AddMonths(1).AddDays(19) {
				late++
			}
		}
	}
	if err := errors.Join(households.Flush(), assessed.Flush(), known.Flush()); err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{"spouses": spouses, "access": access, "alternating": alternating, "births": births, "supplements": supplements, "known late": late} {
		if n == 0 {
			t.Errorf("no household has %s", name)
		}
	}
	if lines < 5_000 {
		t.Errorf("%d lines of 3 000 households", lines)
	}
}

// The same seed gives the same households, and a smaller number the first of them.
func TestHousing_isTheSame(t *testing.T) {
	text := func(n, of int) string {
		var b strings.Builder
		i := 0
		for h, err := range Housing(7, of) {
			if err != nil {
				t.Fatal(err)
			}
			if i++; i > n {
				break
			}
			fmt.Fprintln(&b, h.Decided, h.Assessed, h.Known)
		}
		return b.String()
	}
	if text(40, 40) != text(40, 90) {
		t.Error("the first forty of ninety are others than of forty")
	}
}
