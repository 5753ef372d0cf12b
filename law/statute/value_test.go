package statute_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"

	"pgregory.net/rapid"
)

func load(t testing.TB) *statute.Parameters {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestValue_isTheOneInForceOnTheDate(t *testing.T) {
	p := load(t)
	cases := []struct {
		name, on   string
		want       int64
		unit       statute.Unit
		confidence statute.Confidence
	}{
		{statute.ReferenceRate, "2007-01-01", 30_000, statute.Ppm, statute.Verified},
		{statute.ReferenceRate, "2012-06-30", 20_000, statute.Ppm, statute.Verified},
		{statute.ReferenceRate, "2012-07-01", 15_000, statute.Ppm, statute.Verified},
		{statute.ReferenceRate, "2018-12-31", -5_000, statute.Ppm, statute.Verified},
		{statute.ReferenceRate, "2023-12-31", 35_000, statute.Ppm, statute.Verified},
		{statute.ReferenceRate, "2024-01-01", 40_000, statute.Ppm, statute.Verified},
		{statute.ReferenceRate, "2025-03-01", 30_000, statute.Ppm, statute.Remembered},
		{statute.ReferenceRate, "2026-12-31", 20_000, statute.Ppm, statute.Secondary},
		{statute.LateInterestSupplement, "2024-01-01", 80_000, statute.Ppm, statute.Verified},
		{statute.PlanInterestSupplement, "2024-01-01", 20_000, statute.Ppm, statute.Verified},
		{statute.HousingSettlementMinimum, "2024-01-01", 120_000, statute.Ore, statute.Verified},
		{statute.ReminderFeeMax, "2013-03-15", 5_000, statute.Ore, statute.Verified},
		{statute.ReminderFeeMax, "2013-03-16", 6_000, statute.Ore, statute.Verified},
		{statute.DemandFeeMax, "2010-01-01", 16_000, statute.Ore, statute.Verified},
		{statute.PlanFeeMax, "2024-01-01", 17_000, statute.Ore, statute.Verified},
		{statute.NoticeFee, "2024-05-01", 1_500, statute.Ore, statute.Secondary},
		{statute.EnforcementBasicFee, "2024-05-01", 60_000, statute.Ore, statute.Verified},
		{statute.DueDays, "2024-03-04", 30, statute.Days, statute.Secondary},
		{statute.FinalForceMonths, "2024-03-04", 2, statute.Months, statute.Verified},
		{statute.NotServedDays, "2025-02-28", 60, statute.Days, statute.Verified},
		{statute.NearLimitationYearsOld, "2025-02-28", 9, statute.Years, statute.Verified},
		{statute.NearLimitationYearsNew, "2025-02-28", 4, statute.Years, statute.Verified},
		{statute.LimitationYearsOld, "2014-06-16", 10, statute.Years, statute.Verified},
		{statute.LimitationYearsNew, "2022-09-01", 5, statute.Years, statute.Inferred},
		{statute.PlanMaxMonths, "2024-01-01", 12, statute.Months, statute.Secondary},
		{statute.MaintenanceInstalmentMinimum, "2024-01-31", 15_000, statute.Ore, statute.Verified},
		{statute.OpeningMinimum, "2016-01-01", 200_000, statute.Ore, statute.Secondary},
		{statute.AllocationOrder, "2008-01-01", 12_345, statute.Order, statute.Inferred},
		{statute.InterestDayCount, "2024-02-29", 1, statute.Count, statute.Inferred},
		{statute.InterestRounding, "2024-02-29", 1, statute.Count, statute.Inferred},
		{statute.DemandReplyDays, "2021-01-01", 10, statute.Days, statute.Remembered},
		{statute.AppealMonths, "2024-08-20", 2, statute.Months, statute.Verified},
		{statute.ReminderFeeAgreed, "2024-01-01", 0, statute.Count, statute.Inferred},
		{statute.PlanFeeFreeBeforeDue, "2024-04-10", 1, statute.Count, statute.Secondary},
		{statute.DeferralMaxYears, "2024-01-01", 1, statute.Years, statute.Verified},
		{statute.LimitationCourtExtensionsMax, "2030-01-01", 2, statute.Count, statute.Verified},
		{statute.NearBarMonths, "2026-01-01", 12, statute.Months, statute.Inferred},
		{statute.ServiceAttemptDays, "2024-03-01", 21, statute.Days, statute.Inferred},
		{statute.RegisteredNotServedAttempts, "2024-03-01", 2, statute.Count, statute.Inferred},
	}
	for _, c := range cases {
		v, err := p.Value(c.name, day(t, c.on))
		if err != nil || v.Int64 != c.want || v.Unit != c.unit || v.Confidence != c.confidence || v.Name != c.name || v.Source == "" {
			t.Errorf("%s on %s: %+v, %v", c.name, c.on, v, err)
		}
		if !v.Period().Contains(day(t, c.on)) {
			t.Errorf("%s on %s is of %s", c.name, c.on, v.Period())
		}
	}
}

func TestValue_namesParameterAndDateWhenItIsNotKnown(t *testing.T) {
	p := load(t)
	for _, c := range []struct{ name, on string }{
		{statute.StateLendingRate, "2007-01-01"},
		{statute.StateLendingRate, "2024-06-30"},
		{statute.StateLendingRate, "2026-12-31"},
		{statute.StateLoanRate, "2024-12-31"},
		{statute.BaseRate, "2024-12-31"},
		{statute.MaintenanceDebtRate, "2024-12-31"},
		{statute.PaymentOrderCosts, "2021-01-01"},
		{statute.PlanMinimumInstalment, "2024-01-01"},
		{statute.PlanBreachMissedInstalments, "2024-01-01"},
		{statute.HandoverMinimum, "2024-01-01"},
		{statute.ReferenceRate, "2006-12-31"},
		{statute.ReferenceRate, "2027-01-01"},
		{statute.OpeningMinimum, "2024-01-01"},
		{statute.NoticeFee, "2023-12-31"},
	} {
		_, err := p.Value(c.name, day(t, c.on))
		var missing *statute.MissingError
		if !errors.As(err, &missing) || !errors.Is(err, statute.ErrMissing) {
			t.Errorf("%s on %s: %v", c.name, c.on, err)
			continue
		}
		if text := err.Error(); !strings.Contains(text, c.name) || !strings.Contains(text, c.on) {
			t.Errorf("the error %q names too little", text)
		}
	}
	if _, err := p.Value(statute.ReferenceRate, calendar.None); !errors.Is(err, statute.ErrMissing) {
		t.Errorf("no date: %v", err)
	}
	if _, err := p.Value("reference_rat", day(t, "2024-01-01")); !errors.Is(err, statute.ErrUndeclared) {
		t.Errorf("a misspelt name: %v", err)
	}
}

func TestValue_isReadInItsUnitOnly(t *testing.T) {
	p := load(t)
	border, err := p.Value(statute.RegimeBorder, day(t, "2014-06-16"))
	if err != nil {
		t.Fatal(err)
	}
	if d, err := border.Date(); err != nil || d.String() != "2022-09-01" {
		t.Errorf("the border is %s, %v", d, err)
	}
	if _, err = border.Amount(); !errors.Is(err, statute.ErrUnit) {
		t.Errorf("the border as money: %v", err)
	}
	order, err := p.Value(statute.AllocationOrder, day(t, "2024-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	if parts, err := order.Order(); err != nil || !slices.Equal(parts, []int{1, 2, 3, 4, 5}) || order.Text() != "12345" {
		t.Errorf("a payment covers %v, written %s, %v", parts, order.Text(), err)
	}
	if _, err = border.Order(); !errors.Is(err, statute.ErrUnit) || border.Text() != "2022-09-01" {
		t.Errorf("the border as an order: %v; as text %s", err, border.Text())
	}
	least, err := p.Value(statute.HousingSettlementMinimum, day(t, "2024-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	if a, err := least.Amount(); err != nil || a != money.Kronor(1200) {
		t.Errorf("the least settlement is %s, %v", a, err)
	}
	if _, err = least.Date(); !errors.Is(err, statute.ErrUnit) {
		t.Errorf("the least settlement as a date: %v", err)
	}
}

func TestBetween_givesTheRatesOfAPeriod(t *testing.T) {
	p := load(t)
	// Late interest from 21 December 2023 to 2 February 2024: 11 days at 3.5 and 33 at 4.
	days := calendar.Period{From: day(t, "2023-12-21"), To: day(t, "2024-02-02")}
	rates, err := p.Between(statute.ReferenceRate, days)
	if err != nil || len(rates) != 2 || rates[0].Int64 != 35_000 || rates[1].Int64 != 40_000 {
		t.Errorf("%+v, %v", rates, err)
	}
	open, err := p.Between(statute.LateInterestSupplement, days)
	if err != nil || len(open) != 1 {
		t.Errorf("%+v, %v", open, err)
	}
}

func TestBetween_namesTheFirstDayWithout(t *testing.T) {
	p := load(t)
	cases := []struct{ name, from, to, first string }{
		{statute.ReferenceRate, "2026-06-01", "2027-02-01", "2027-01-01"},
		{statute.ReferenceRate, "2006-06-01", "2007-02-01", "2006-06-01"},
		{statute.ReferenceRate, "2027-06-01", "2027-06-01", "2027-06-01"},
		{statute.StateLendingRate, "2024-01-01", "2024-01-02", "2024-01-01"},
		{statute.OpeningMinimum, "2016-12-31", "2017-01-01", "2017-01-01"},
	}
	for _, c := range cases {
		_, err := p.Between(c.name, calendar.Period{From: day(t, c.from), To: day(t, c.to)})
		var missing *statute.MissingError
		if !errors.As(err, &missing) || missing.Name != c.name || missing.On.String() != c.first {
			t.Errorf("%s from %s to %s: %v", c.name, c.from, c.to, err)
		}
	}
	on := day(t, "2024-01-01")
	for name, period := range map[string]calendar.Period{
		"an open end":   {From: on, To: calendar.None},
		"an open start": {From: calendar.None, To: on},
		"no days":       {From: on, To: on - 1},
	} {
		if _, err := p.Between(statute.ReferenceRate, period); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := p.Between("rate", calendar.Period{From: on, To: on}); !errors.Is(err, statute.ErrUndeclared) {
		t.Errorf("a misspelt name: %v", err)
	}
}

func TestBetween_agreesWithValueDayByDay(t *testing.T) {
	p := load(t)
	first, last := int32(day(t, "2006-12-01")), int32(day(t, "2027-02-01"))
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.Date(rapid.Int32Range(first, last).Draw(t, "from"))
		days := calendar.Period{From: from, To: from.AddDays(rapid.IntRange(0, 800).Draw(t, "days"))}
		values, err := p.Between(statute.ReferenceRate, days)
		for d := days.From; d <= days.To; d++ {
			want, wantErr := p.Value(statute.ReferenceRate, d)
			if wantErr != nil {
				var missing *statute.MissingError
				if !errors.As(err, &missing) || missing.On != d {
					t.Fatalf("%s: %v", d, err)
				}
				return
			}
			if len(values) > 0 && values[0].To < d {
				values = values[1:]
			}
			if err == nil && (len(values) == 0 || values[0] != want) {
				t.Fatalf("%s: %+v, want %+v", d, values, want)
			}
		}
	})
}

func TestReferenceRate_isKnownForEveryHalfYearFrom2007To2026(t *testing.T) {
	p := load(t)
	rates, err := p.All(statute.ReferenceRate)
	if err != nil || len(rates) != 40 {
		t.Fatalf("%d rates, %v", len(rates), err)
	}
	next := calendar.New(2007, time.January, 1)
	for _, r := range rates {
		if r.From != next || r.To != next.AddMonths(6)-1 || r.Int64%5_000 != 0 {
			t.Errorf("%+v; want from %s", r, next)
		}
		next = r.To + 1
	}
}
