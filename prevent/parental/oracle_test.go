package parental_test

import (
	"math/big"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/parental"

	"pgregory.net/rapid"
)

// The second implementation: kronor as exact fractions, day by day, with the law's numbers
// written here once more. It shares no code with the rooms it is held against.

var priceBase = map[int]int64{2020: 47300, 2021: 47600, 2022: 48300, 2023: 52500, 2024: 57300, 2025: 58800, 2026: 59200}

func frac(a, b int64) *big.Rat { return big.NewRat(a, b) }

func times(a *big.Rat, more ...*big.Rat) *big.Rat {
	out := new(big.Rat).Set(a)
	for _, m := range more {
		out.Mul(out, m)
	}
	return out
}

// nearest is the nearest whole number, half upwards; for numbers of zero and above.
func nearest(a *big.Rat) int64 {
	up := new(big.Rat).Add(a, frac(1, 2))
	return new(big.Int).Quo(up.Num(), up.Denom()).Int64()
}

func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// belowCeiling cuts the incomes (in öre) at tenths of price base amounts, in kronor.
func belowCeiling(sgi parental.Income, year int, tenths int64) (employment, other *big.Rat) {
	ceiling := frac(priceBase[year]*tenths, 10)
	employment = least(frac(int64(sgi.Employment), 100), ceiling)
	rest := new(big.Rat).Sub(ceiling, employment)
	return employment, least(frac(int64(sgi.Other), 100), rest)
}

// level names an eighth's share without the product's numbers.
func eighths(l parental.Level) int64 {
	return map[string]int64{"full": 8, "3/4": 6, "1/2": 4, "1/4": 2, "1/8": 1}[l.String()]
}

func shareOf(whole int64, l parental.Level) int64 { return nearest(frac(whole*eighths(l), 8)) }

// oracleTemporary gives the kronor of each day of a claim, by date.
func oracleTemporary(c parental.TemporaryClaim) map[calendar.Date]int64 {
	out := map[calendar.Date]int64{}
	rate := frac(776, 1000)
	paidOther := map[calendar.Date]bool{}
	for _, d := range c.PaidOther {
		paidOther[d] = true
	}
	from, to := c.Days[0].On, c.Days[0].On
	at := map[calendar.Date]parental.TemporaryDay{}
	for _, d := range c.Days {
		at[d.On] = d
		from, to = min(from, d.On), max(to, d.On)
	}
	for on := from; on <= to; on++ {
		d, ok := at[on]
		if !ok {
			continue
		}
		employment, other := belowCeiling(c.SGI, on.Year(), 75)
		if d.Manner != parental.ByWork {
			both := new(big.Rat).Add(employment, other)
			out[on] = shareOf(nearest(times(both, rate, frac(1, 365))), d.Level)
			continue
		}
		sum := int64(0)
		if employment.Sign() > 0 {
			hourly := nearest(times(employment, rate, frac(1, c.Yearly)))
			hours, n := int64(0), int64(0)
			for _, e := range c.Days { // all days of the same level and the same income
				same, _ := belowCeiling(c.SGI, e.On.Year(), 75)
				_, sameOther := belowCeiling(c.SGI, e.On.Year(), 75)
				if e.Manner == parental.ByWork && e.Level == d.Level && same.Cmp(employment) == 0 && sameOther.Cmp(other) == 0 {
					hours += int64(e.Hours)
					n++
				}
			}
			sum += shareOf(nearest(frac(hourly*nearest(frac(hours, 100)), n)), d.Level)
		}
		if other.Sign() > 0 {
			days := 0
			for back := 1; back <= 6; back++ {
				if paidOther[on-calendar.Date(back)] {
					days++
				}
			}
			if days < 5 {
				paidOther[on] = true
				sum += shareOf(nearest(times(other, rate, frac(1, 260))), d.Level)
			}
		}
		out[on] = sum
	}
	return out
}

var everyLevel = []parental.Level{parental.Full, parental.ThreeQuarters, parental.Half, parental.Quarter, parental.Eighth}

func drawIncome(t *rapid.T) parental.Income {
	one := func(name string) money.Amount {
		return rapid.OneOf(
			rapid.Just(money.Amount(0)),
			rapid.Map(rapid.Int64Range(0, 9000), func(h int64) money.Amount { return money.Kronor(100 * h) }), // as 25:5 rounds
			rapid.Map(rapid.Int64Range(0, 90_000_000), func(o int64) money.Amount { return money.Amount(o) }),
		).Draw(t, name)
	}
	return parental.Income{Employment: one("employment"), Other: one("other")}
}

func drawDay(t *rapid.T, name string) calendar.Date {
	first, last := calendar.New(2020, time.January, 1), calendar.New(2026, time.December, 1)
	return first + calendar.Date(rapid.IntRange(0, int(last-first)).Draw(t, name))
}

func drawClaim(t *rapid.T) parental.TemporaryClaim {
	c := parental.TemporaryClaim{SGI: drawIncome(t), Yearly: rapid.Int64Range(1, 2600).Draw(t, "yearly")}
	if rapid.Bool().Draw(t, "usual") {
		c.Yearly = rapid.SampledFrom([]int64{260, 1040, 1664, 2000, 2080}).Draw(t, "usual yearly")
	}
	start := drawDay(t, "start")
	if rapid.Bool().Draw(t, "new year") { // two years, with two ceilings
		start = calendar.New(start.Year(), time.December, 24)
	}
	for i := range rapid.IntRange(1, 16).Draw(t, "span") {
		if on := start + calendar.Date(i); on <= calendar.New(2026, time.December, 31) && (i == 0 || rapid.IntRange(0, 3).Draw(t, "asked") > 0) {
			c.Days = append(c.Days, parental.TemporaryDay{On: on, Level: rapid.SampledFrom(everyLevel).Draw(t, "level"),
				Manner: rapid.SampledFrom([]parental.Manner{parental.ByWork, parental.ByWork, parental.ByWork, parental.Unemployed, parental.OtherBenefit}).Draw(t, "manner"),
				Hours:  parental.Hours(rapid.Int64Range(1, 2400).Draw(t, "hours"))})
		}
	}
	for i := range 6 {
		if rapid.IntRange(0, 2).Draw(t, "paid before") == 0 {
			c.PaidOther = append(c.PaidOther, start-calendar.Date(i+1))
		}
	}
	return c
}

func TestTemporary_agreesWithExactFractions(t *testing.T) {
	law := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawClaim(t)
		want := oracleTemporary(c)
		perm := rapid.Permutation(c.Days).Draw(t, "order")
		got, err := law.Temporary(parental.TemporaryClaim{SGI: c.SGI, Yearly: c.Yearly, Days: perm, PaidOther: c.PaidOther})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Days) != len(c.Days) {
			t.Fatalf("%d days for %d", len(got.Days), len(c.Days))
		}
		var total money.Amount
		for i, d := range got.Days {
			if i > 0 && d.On <= got.Days[i-1].On {
				t.Fatalf("%s after %s", d.On, got.Days[i-1].On)
			}
			if d.Amount != money.Kronor(want[d.On]) {
				t.Fatalf("%s %s: %s, and %d by exact fractions\n%s", d.On, d.Level, d.Amount, want[d.On], told(got.Steps))
			}
			if d.Amount != d.Employment+d.Other+d.ByCalendar {
				t.Fatalf("%s: %+v does not add up", d.On, d)
			}
			total += d.Amount
		}
		if total != got.Total {
			t.Fatalf("the days add up to %s, not %s", total, got.Total)
		}
		checkSteps(t, got.Steps)
	})
}

// In no seven days are more than five paid on income of other work.
func TestTemporary_fiveOfSeven(t *testing.T) {
	law := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := parental.TemporaryClaim{SGI: parental.Income{Other: money.Kronor(360_000)}}
		start := drawDay(t, "start")
		for i := range rapid.IntRange(1, 31).Draw(t, "span") {
			if rapid.IntRange(0, 5).Draw(t, "asked") > 0 && start+calendar.Date(i) <= calendar.New(2026, time.December, 31) {
				c.Days = append(c.Days, parental.TemporaryDay{On: start + calendar.Date(i), Level: rapid.SampledFrom(everyLevel).Draw(t, "level")})
			}
		}
		if len(c.Days) == 0 {
			return
		}
		got, err := law.Temporary(c)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range got.Days {
			paid := 0
			for _, e := range got.Days[:i+1] {
				if d.On-e.On < 7 && e.Other > 0 {
					paid++
				}
			}
			if paid > 5 {
				t.Fatalf("%d days of seven are paid by %s", paid, d.On)
			}
			if d.OverFive != (d.Other == 0) {
				t.Fatalf("%s: %+v", d.On, d)
			}
			if d.OverFive { // and none is refused while there is room
				before := 0
				for _, e := range got.Days[:i] {
					if d.On-e.On < 7 && e.Other > 0 {
						before++
					}
				}
				if before < 5 {
					t.Fatalf("%s is refused with %d paid days in its window", d.On, before)
				}
			}
		}
	})
}

// What is paid grows with the income, stays below the maxima of the year and is, at a
// level, within a krona of that share.
func TestTemporary_growsWithTheIncomeUpToTheMaximum(t *testing.T) {
	law := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		on, manner := drawDay(t, "on"), rapid.SampledFrom([]parental.Manner{parental.ByWork, parental.Unemployed}).Draw(t, "manner")
		sgi := drawIncome(t)
		hours, yearly := parental.Hours(rapid.Int64Range(1, 2400).Draw(t, "hours")), rapid.Int64Range(1, 2600).Draw(t, "yearly")
		pay := func(sgi parental.Income, l parental.Level) money.Amount {
			got, err := law.Temporary(parental.TemporaryClaim{SGI: sgi, Yearly: yearly, Days: []parental.TemporaryDay{{On: on, Level: l, Manner: manner, Hours: hours}}})
			if err != nil {
				t.Fatal(err)
			}
			return got.Total
		}
		if sgi.Employment == 0 || manner != parental.ByWork { // above the ceiling more employment displaces other work, which is divided in another way
			more := sgi
			more.Other += money.Amount(rapid.Int64Range(0, 10_000_000).Draw(t, "more"))
			if pay(more, parental.Full) < pay(sgi, parental.Full) {
				t.Fatalf("a higher income %v gives less than %v", more, sgi)
			}
			most := nearest(times(frac(priceBase[on.Year()]*75, 10), frac(776, 1000), frac(1, map[parental.Manner]int64{parental.ByWork: 260, parental.Unemployed: 365}[manner])))
			if got := pay(sgi, parental.Full); got > money.Kronor(most) {
				t.Fatalf("%s is above the most, %d", got, most)
			}
		}
		if sgi.Other == 0 {
			more := parental.Income{Employment: sgi.Employment + money.Amount(rapid.Int64Range(0, 10_000_000).Draw(t, "more employment"))}
			if sgi.Employment > 0 && pay(more, parental.Full) < pay(sgi, parental.Full) {
				t.Fatalf("a higher income %v gives less than %v", more, sgi)
			}
		}
		full := pay(sgi, parental.Full)
		parts := int64(1)
		if sgi.Employment > 0 && sgi.Other > 0 && manner == parental.ByWork {
			parts = 2 // each is rounded
		}
		for _, l := range everyLevel {
			off := pay(sgi, l)*8 - full*money.Amount(eighths(l))
			if max(off, -off) > 8*money.Amount(parts)*money.Krona {
				t.Fatalf("%s of %s is %s", l, full, pay(sgi, l))
			}
		}
	})
}

func oracleParental(d parental.ParentalDay) (outcome string, kronor int64) {
	employment, other := belowCeiling(d.SGI, d.On.Year(), 100)
	sickness := nearest(times(new(big.Rat).Add(employment, other), frac(776, 1000), frac(1, 365)))
	early := int64(d.Before) < 180*8
	if d.Begins != calendar.None {
		y, m, day := d.Begins.YMD()
		fourth := calendar.New(y+4, m, day)
		if fourth == calendar.None { // 29 February
			fourth = calendar.New(y+4, time.February, 28)
		}
		early = early && d.On < fourth
	}
	switch {
	case d.Lowest && (d.Insured == parental.ByLabour || early):
		return "no", 0
	case d.Lowest:
		return "yes", shareOf(180, d.Level)
	case d.Insured == parental.ByResidence:
		return "yes", shareOf(250, d.Level)
	}
	paid := shareOf(max(sickness, 250), d.Level)
	if !early || d.Insured240 == parental.StatedTrue {
		return "yes", paid
	}
	if d.Insured == parental.ByLabour {
		if d.Insured240 == parental.StatedFalse {
			return "no", 0
		}
		return "not_shown", 0
	}
	if d.Insured240 == parental.StatedFalse || sickness <= 250 {
		return "yes", shareOf(250, d.Level)
	}
	return "not_shown", 0
}

var everyStated = []parental.Stated{parental.Unstated, parental.StatedTrue, parental.StatedFalse}

func TestParental_agreesWithExactFractions(t *testing.T) {
	law := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		d := parental.ParentalDay{On: drawDay(t, "on"), SGI: drawIncome(t), Level: rapid.SampledFrom(everyLevel).Draw(t, "level"),
			Insured: rapid.SampledFrom([]parental.Insured{parental.ByBoth, parental.ByResidence, parental.ByLabour}).Draw(t, "insured"),
			Lowest:  rapid.IntRange(0, 3).Draw(t, "lowest") == 0, Before: parental.Eighths(rapid.Int64Range(0, 390*8).Draw(t, "before")),
			Insured240: rapid.SampledFrom(everyStated).Draw(t, "240"), Begins: calendar.None}
		if rapid.Bool().Draw(t, "begins is stated") {
			d.Begins = d.On - calendar.Date(rapid.IntRange(0, 2100).Draw(t, "age"))
		}
		outcome, kronor := oracleParental(d)
		got, err := law.Parental(d)
		if err != nil {
			t.Fatal(err)
		}
		if string(got.Outcome) != outcome || got.Amount != money.Kronor(kronor) {
			t.Fatalf("%s %s, and %s %d by exact fractions\n%s", got.Outcome, got.Amount, outcome, kronor, told(got.Steps))
		}
		if (got.Outcome == parental.NotShown) != (len(got.Missing) > 0) {
			t.Fatalf("%s with %d missing", got.Outcome, len(got.Missing))
		}
		checkSteps(t, got.Steps)
	})
}

func TestSickness_agreesWithExactFractions(t *testing.T) {
	law := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		c := parental.SicknessClaim{SGI: drawIncome(t), Rate: rapid.SampledFrom([]parental.Rate{parental.NormalRate, parental.ContinuationRate}).Draw(t, "rate"),
			Unemployed: rapid.Bool().Draw(t, "unemployed"), Unlimited: rapid.Bool().Draw(t, "unlimited"), Yearly: rapid.Int64Range(1, 2600).Draw(t, "yearly")}
		on := drawDay(t, "on")
		d := parental.SicknessDay{On: on, Level: rapid.SampledFrom(everyLevel[:4]).Draw(t, "level"), ByTime: !c.Unemployed && rapid.Bool().Draw(t, "by time"),
			Hours: parental.Hours(rapid.Int64Range(1, 2400).Draw(t, "hours"))}
		c.Days = []parental.SicknessDay{d}
		tenths := int64(100)
		if on.Year() < 2022 {
			tenths = 80
		}
		employment, other := belowCeiling(c.SGI, on.Year(), tenths)
		share := frac(776, 1000)
		if c.Rate == parental.ContinuationRate {
			share = frac(7275, 10000)
		}
		var want int64
		if d.ByTime {
			if employment.Sign() > 0 {
				want = shareOf(nearest(times(employment, share, frac(1, c.Yearly)))*nearest(frac(int64(d.Hours), 100)), d.Level)
			}
			want += shareOf(nearest(times(other, share, frac(1, 365))), d.Level)
		} else {
			full := nearest(times(new(big.Rat).Add(employment, other), share, frac(1, 365)))
			if c.Unemployed && !c.Unlimited {
				full = min(full, 543)
			}
			want = shareOf(full, d.Level)
		}
		got, err := law.Sickness(c)
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != money.Kronor(want) || got.Days[0].ByTime+got.Days[0].ByCalendar != got.Total {
			t.Fatalf("%+v, and %d by exact fractions\n%s", got.Days[0], want, told(got.Steps))
		}
		checkSteps(t, got.Steps)
	})
}

// The frame of 364 days, by a line of days.
func TestRateOn_agreesWithALineOfDays(t *testing.T) {
	law := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		on := calendar.New(2026, time.March, 2)
		var line [1200]bool // line[n] is n days before
		var spans []parental.EarlierSpan
		for range rapid.IntRange(0, 6).Draw(t, "spans") {
			back, length := rapid.IntRange(-5, 700).Draw(t, "back"), rapid.IntRange(1, 400).Draw(t, "length")
			s := parental.EarlierSpan{Kind: parental.SpanBenefit, Deduction: rapid.Bool().Draw(t, "deduction")}
			s.Days.To = on - calendar.Date(back)
			s.Days.From = s.Days.To - calendar.Date(length-1)
			if rapid.IntRange(0, 3).Draw(t, "sick pay") == 0 {
				s.Kind = parental.SpanSickPay
			}
			spans = append(spans, s)
			for i := range length { // from the first day on
				before := int(on-s.Days.From) - i
				counts := s.Kind == parental.SpanSickPay && i >= 1 && i <= 13 || s.Kind == parental.SpanBenefit && (i > 0 || !s.Deduction)
				if counts && before > 0 {
					line[before] = true
				}
			}
		}
		counted := int64(0)
		for n := 1; n <= 450; n++ {
			if line[n] {
				counted++
			}
		}
		serious := rapid.SampledFrom(everyStated).Draw(t, "serious")
		want := parental.NormalRate
		if counted >= 364 && serious != parental.StatedTrue {
			want = parental.ContinuationRate
		}
		got, err := law.RateOn(on, spans, serious)
		if err != nil || got.Rate != want || got.Counted != counted {
			t.Fatalf("%s with %d days, %v; want %s with %d", got.Rate, got.Counted, err, want, counted)
		}
		checkSteps(t, got.Steps)
	})
}
