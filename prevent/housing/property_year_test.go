package housing_test

import (
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"

	"pgregory.net/rapid"
)

// anyStretches draws months of a year in order, with gaps.
func anyStretches(t *rapid.T) (all []housing.Stretch) {
	for month := time.January; month <= time.December; {
		from := month + time.Month(rapid.IntRange(0, 3).Draw(t, "gap"))
		if from > time.December {
			break
		}
		to := min(from+time.Month(rapid.IntRange(0, 11).Draw(t, "length")), time.December)
		all = append(all, housing.Stretch{From: from, To: to, Household: anyHousehold(t, "household"), Paid: money.Amount(rapid.IntRange(0, 53).Draw(t, "paid")) * hundred,
			Supplement: money.Amount(rapid.IntRange(0, 1325).Draw(t, "supplement")) * money.Krona})
		month = to + 1
	}
	if len(all) == 0 {
		all = []housing.Stretch{{From: 12, To: 12, Household: anyHousehold(t, "household")}}
	}
	return all
}

func anyYear(t *rapid.T) int { return rapid.IntRange(2022, 2026).Draw(t, "year") }

func anyBase(t *rapid.T, name string) [2]money.Amount {
	return [2]money.Amount{anyIncome(t, name+" income"), anyIncome(t, name+" spouse")}
}

func yearOf(t *rapid.T, law *housing.Rules, year int, stretches []housing.Stretch, basis housing.IncomeBasis) *housing.Year {
	y := &housing.Year{}
	if err := law.Year(year, stretches, basis, y); err != nil {
		t.Fatal(err)
	}
	return y
}

func settlementLaw(t *rapid.T, law *housing.Rules, year int) *housing.SettlementLaw {
	l, err := law.SettlementLaw(year)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestYear_isItsMonths: the months of a year are those of its stretches, each once, and they add
// up to the final allowance.
func TestYear_isItsMonths(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		year, stretches, base := anyYear(t), anyStretches(t), anyBase(t, "assessed")
		y := yearOf(t, law, year, stretches, housing.YearEqual(base))
		var final housing.Exact
		var paid, supplement money.Amount
		for i := range y.Months {
			m := &y.Months[i]
			final += m.Amount * housing.Exact(m.Count())
			paid += m.Paid * money.Amount(m.Count())
		}
		if final != y.Final || paid != y.Paid {
			t.Fatalf("the months come to %s and %s, the year to %s and %s", final.Kronor(), paid, y.Final.Kronor(), y.Paid)
		}
		n := 0
		final, paid = 0, 0
		for _, s := range stretches {
			for month := s.From; month <= s.To; month++ {
				for n < len(y.Months) && y.Months[n].To < month {
					n++
				}
				alone := monthOf(t, law, calendar.New(year, month, 1), s.Household, base)
				if n == len(y.Months) || month < y.Months[n].From || y.Months[n].Amount != alone.Amount || y.Months[n].Paid != s.Paid || y.Months[n].Supplement() != alone.Supplement() {
					t.Fatalf("month %d is not what it is alone, %s", month, alone.Amount.Kronor())
				}
				if !s.Spouses && y.Months[n].Base[1] != 0 {
					t.Fatalf("month %d has the income of a spouse who is none", month)
				}
				final, paid, supplement = final+alone.Amount, paid+s.Paid, supplement+s.Supplement
			}
		}
		if final != y.Final || paid != y.Paid || supplement != y.Supplement {
			t.Fatalf("%s, %s and %s, not %s, %s and %s", final.Kronor(), paid, supplement, y.Final.Kronor(), y.Paid, y.Supplement)
		}
	})
}

// TestYear_isSplitWithoutLoss: a stretch written as two, and a year written as two households,
// come to the same.
func TestYear_isSplitWithoutLoss(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		year, stretches, base := anyYear(t), anyStretches(t), housing.YearEqual(anyBase(t, "assessed"))
		whole := yearOf(t, law, year, stretches, base)
		at := time.Month(rapid.IntRange(1, 12).Draw(t, "the first half to"))
		var first, second []housing.Stretch
		for _, s := range stretches {
			early, late := s, s
			early.To, late.From = min(s.To, at), max(s.From, at+1)
			if early.From <= early.To {
				first = append(first, early)
			}
			if late.From <= late.To {
				second = append(second, late)
			}
		}
		split := yearOf(t, law, year, append(append([]housing.Stretch(nil), first...), second...), base)
		l := settlementLaw(t, law, year)
		if l.Settle(split, nil) != l.Settle(whole, nil) || split.Supplement != whole.Supplement {
			t.Fatalf("%+v, not %+v", l.Settle(split, nil), l.Settle(whole, nil))
		}
		one, other := yearOf(t, law, year, first, base), yearOf(t, law, year, second, base)
		if one.Final+other.Final != whole.Final || one.Paid+other.Paid != whole.Paid || one.Supplement+other.Supplement != whole.Supplement {
			t.Fatalf("%s and %s, not %s", one.Final.Kronor(), other.Final.Kronor(), whole.Final.Kronor())
		}
	})
}

// TestRounding_aloneSettlesNothing: when the year was as stated, what was lost by rounding each
// month down is under 1 200, and never a claim.
func TestRounding_aloneSettlesNothing(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		year, stretches, base := anyYear(t), anyStretches(t), anyBase(t, "stated")
		for i := range stretches {
			s := &stretches[i]
			s.Stated = base
			s.Paid = monthOf(t, law, calendar.New(year, s.From, 1), s.Household, base).Preliminary()
		}
		s := settlementLaw(t, law, year).Settle(yearOf(t, law, year, stretches, housing.YearEqual(base)), nil)
		if s.Outcome != housing.Nothing || s.Amount != 0 || s.Charge != 0 || s.Whole != 0 || s.Difference < 0 {
			t.Fatalf("%s of a difference of %s", s.Outcome, s.Difference.Kronor())
		}
	})
}

// TestSettle_roundsForThePerson: a claim is never above the difference and a pay-out never below
// it, and neither by a krona or more.
func TestSettle_roundsForThePerson(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		year := anyYear(t)
		y := yearOf(t, law, year, anyStretches(t), housing.YearEqual(anyBase(t, "assessed")))
		s := settlementLaw(t, law, year).Settle(y, nil)
		d, least := y.Final-housing.Of(y.Paid), housing.Of(1200*money.Krona)
		if s.Difference != d || s.Amount%money.Krona != 0 || s.Amount < 0 {
			t.Fatalf("%+v of %s", s, d.Kronor())
		}
		over := housing.Of(s.Amount) - max(d, -d) // above zero: to the side away from the difference
		switch {
		case max(d, -d) < least:
			if s.Outcome != housing.Nothing || s.Amount != 0 {
				t.Fatalf("%s %s of %s", s.Outcome, s.Amount, d.Kronor())
			}
		case d < 0:
			if s.Outcome != housing.Claim || over > 0 || over <= -housing.Of(money.Krona) || s.Whole != -s.Amount {
				t.Fatalf("%s %s of %s", s.Outcome, s.Amount, d.Kronor())
			}
		case s.Outcome != housing.PayOut || over < 0 || over >= housing.Of(money.Krona) || s.Whole != s.Amount:
			t.Fatalf("%s %s of %s", s.Outcome, s.Amount, d.Kronor())
		}
	})
}

// TestSettle_byAnyWay: a year settled anew, once or more, comes to the same as settled once with
// the last incomes, when the whole difference is tried (the first reading of SFB 98:9). In
// both readings what was claimed and paid out adds up to what the year comes to in all.
func TestSettle_byAnyWay(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		year, stretches := anyYear(t), anyStretches(t)
		l := settlementLaw(t, law, year)
		l.Change = rapid.Int64Range(1, 2).Draw(t, "reading")
		var earlier *housing.Earlier
		var last housing.Settlement
		var net money.Amount
		for range rapid.IntRange(1, 4).Draw(t, "settlements") {
			y := yearOf(t, law, year, stretches, housing.YearEqual(anyBase(t, "assessed")))
			last = l.Settle(y, earlier)
			e := housing.Earlier{Final: y.Final}
			if earlier != nil {
				e.Claimed, e.PaidOut = earlier.Claimed, earlier.PaidOut
			}
			switch last.Outcome {
			case housing.Claim:
				net, e.Claimed = net-last.Amount, e.Claimed+last.Amount
			case housing.PayOut:
				net, e.PaidOut = net+last.Amount, e.PaidOut+last.Amount
			}
			if last.Whole != net {
				t.Fatalf("%s in all, and %s was claimed and paid out", last.Whole, net)
			}
			if again := l.Settle(y, &e); again.Outcome != housing.Nothing || again.Whole != net {
				t.Fatalf("settled anew with the same incomes: %s %s", again.Outcome, again.Amount)
			}
			if direct := l.Settle(y, nil); l.Change == 1 && direct.Whole != net {
				t.Fatalf("%s in all, and %s directly", net, direct.Whole)
			}
			earlier = &e
		}
	})
}

// TestFrame_ofEqualMonthsIsTheYear: with the same income every month both bases of income give
// the same.
func TestFrame_ofEqualMonthsIsTheYear(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		year, stretches := anyYear(t), anyStretches(t)
		frame, equal := housing.Frame{}, housing.YearEqual{}
		for i := range equal {
			a, others := anyIncome(t, "income")/12, anyIncome(t, "of capital")
			frame.Incomes[i] = map[calendar.Date]money.Amount{}
			for m := range 18 {
				frame.Incomes[i][calendar.New(year-1, 7, 1).AddMonths(m)] = a
			}
			frame.Others[i], equal[i] = others, 12*a+others
		}
		if a, b := yearOf(t, law, year, stretches, frame), yearOf(t, law, year, stretches, equal); a.Final != b.Final || len(a.Months) != len(b.Months) {
			t.Fatalf("%s by the frame, %s by the year", a.Final.Kronor(), b.Final.Kronor())
		}
	})
}

func anyCapital(t *rapid.T) housing.Capital {
	some := func(name string) money.Amount { return anyOf[money.Amount](t, name, 0, 500_000, 0, 100_000) }
	return housing.Capital{Surplus: some("surplus") - some("deficit"), Deductions: some("deductions"), Losses: some("losses"), Deferral: some("deferral"), Allocation: some("allocation"), Standard: some("standard")}
}

// TestBase_addsUp: the parts of each income are its sum, none is below zero, and what is divided
// between spouses is divided without loss.
func TestBase_addsUp(t *testing.T) {
	p := caseLaw(t)
	second, err := p.Overlay([]statute.Value{{Name: statute.HousingReadChildCapital, Int64: 2, Unit: "count", From: calendar.New(2000, 1, 1), To: calendar.None, Source: "the other reading", Confidence: statute.Inferred}})
	if err != nil {
		t.Fatal(err)
	}
	readings := []*housing.Rules{housing.New(p), housing.New(second)}
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string, edges ...money.Amount) money.Amount {
			return anyOf[money.Amount](t, name, 0, 20_000_000, append(edges, 0)...)
		}
		a := housing.Assessed{Year: anyYear(t), Spouse: rapid.Bool().Draw(t, "spouse")}
		for i := range a.Adults {
			if i == 0 || a.Spouse {
				a.Adults[i] = housing.Adult{Employment: some("employment"), Business: some("business") - some("loss"), OwnPension: some("pension", 2_940_000), FundsSetAside: some("set aside"),
					FundsReversed: some("reversed"), OldDeficits: some("deficits"), Capital: anyCapital(t), Wealth: some("wealth", 10_000_000, 11_000_000), StudyGrant: some("grant"),
					StudyStart: some("start"), Scholarship: some("scholarship", 3_600_000), Foreign: some("foreign")}
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "children") {
			a.Children = append(a.Children, housing.Child{Alternating: rapid.Bool().Draw(t, "alternating"), Capital: anyCapital(t), Wealth: some("child's wealth", 10_000_000, 11_000_000)})
		}
		b, err := rapid.SampledFrom(readings).Draw(t, "reading").Base(&a)
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range b.Adults {
			if sum := q.Employment + q.Business + q.Capital + q.Wealth + q.ChildCapital + q.Study + q.Scholarship + q.Foreign; sum != q.Sum || b.Sums()[i] != sum {
				t.Fatalf("%+v adds up to %s", q, sum)
			}
			if min(q.Employment, q.Business, q.Capital, q.Wealth, q.ChildCapital, q.Study, q.Scholarship, q.Foreign) < 0 {
				t.Fatalf("%+v", q)
			}
		}
		if !a.Spouse && b.Adults[1] != (housing.BaseParts{}) {
			t.Fatalf("%+v of nobody", b.Adults[1])
		}
		if w := b.Adults[0].Wealth + b.Adults[1].Wealth; w != b.Addition || b.Addition%(1500*money.Krona) != 0 || 20*b.Addition > 3*b.Wealth {
			t.Fatalf("%s of an addition of %s on %s", w, b.Addition, b.Wealth)
		}
		if more := b.Adults[0].ChildCapital - b.Adults[1].ChildCapital; a.Spouse && (more < 0 || more > 1) {
			t.Fatalf("%s and %s of the children", b.Adults[0].ChildCapital, b.Adults[1].ChildCapital)
		}
		oneMore := a
		oneMore.Adults[0].Wealth += some("more wealth")
		if more, err := readings[0].Base(&oneMore); err != nil || more.Addition < b.Addition {
			t.Fatalf("more wealth counts as %s, less as %s: %v", more.Addition, b.Addition, err)
		}
	})
}

// TestBase_whatItLetsThroughCanBeComputed: with the largest numbers that are read and many
// children, the incomes are refused, or the allowance is within its limits.
func TestBase_whatItLetsThroughCanBeComputed(t *testing.T) {
	law := propertyRules(t)
	const most = 500_000_000 * money.Krona
	rapid.Check(t, func(t *rapid.T) {
		some := func(name string) money.Amount {
			return rapid.SampledFrom([]money.Amount{most, 0, most / 2, most - 1, 1}).Draw(t, name)
		}
		a := housing.Assessed{Year: anyYear(t), Spouse: rapid.Bool().Draw(t, "spouse")}
		for i := range a.Adults {
			a.Adults[i] = housing.Adult{Employment: some("employment"), Business: some("business"), OwnPension: some("pension"), FundsSetAside: some("set aside"), OldDeficits: some("deficits"),
				Capital: housing.Capital{Surplus: some("surplus"), Deductions: some("deductions")}, Wealth: some("wealth"), StudyGrant: some("grant"), StudyStart: some("start"),
				Scholarship: some("scholarship"), Foreign: some("foreign")}
		}
		child := housing.Child{Alternating: rapid.Bool().Draw(t, "alternating"), Capital: housing.Capital{Surplus: some("child's surplus"), Deductions: some("child's deductions")}, Wealth: some("child's wealth")}
		for range rapid.IntRange(0, 300).Draw(t, "children") {
			a.Children = append(a.Children, child)
		}
		b, err := law.Base(&a)
		if err != nil {
			return
		}
		if max(b.Sums()[0], b.Sums()[1]) > 10_000_000_000*money.Krona {
			t.Fatalf("%s and %s are let through", b.Sums()[0], b.Sums()[1])
		}
		h, on := anyHousehold(t, "household"), anyMonth(t)
		m := monthOf(t, law, on, h, b.Sums())
		if less := monthOf(t, law, on, h, [2]money.Amount{}); m.Amount < 0 || m.Amount > less.Amount || min(b.Sums()[0], b.Sums()[1]) < 0 {
			t.Fatalf("%s with %s and %s, and %s with nothing", m.Amount.Kronor(), b.Sums()[0], b.Sums()[1], less.Amount.Kronor())
		}
		y := yearOf(t, law, a.Year, []housing.Stretch{{From: 1, To: 12, Household: h}}, housing.YearEqual(b.Sums()))
		if y.Final < 0 || y.Final > 12*m.Scale.Most(&h) && h.AcceptedCost == 0 && on.Year() == a.Year {
			t.Fatalf("%s in a year", y.Final.Kronor())
		}
	})
}
