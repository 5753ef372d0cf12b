package calendar_test

import (
	"testing"

	"balans/law/calendar"

	"pgregory.net/rapid"
)

func TestPeriod_includesBothEnds(t *testing.T) {
	from, to := day(t, "2024-01-01"), day(t, "2024-06-30")
	p := calendar.Period{From: from, To: to}
	for d, want := range map[calendar.Date]bool{from - 1: false, from: true, to: true, to + 1: false, calendar.None: false} {
		if p.Contains(d) != want {
			t.Errorf("%s in %s: %v", d, p, !want)
		}
	}
	if n, ok := p.Days(); n != 182 || !ok {
		t.Errorf("%s has %d days, %v", p, n, ok)
	}
	open := calendar.Period{From: from, To: calendar.None}
	if !open.Contains(to+100000) || open.Contains(from-1) || open.IsEmpty() {
		t.Errorf("%s is not open", open)
	}
	if _, ok := open.Days(); ok {
		t.Errorf("%s has a number of days", open)
	}
	if got := open.String(); got != "2024-01-01–" {
		t.Errorf("it is written %q", got)
	}
	empty := calendar.Period{From: to, To: from}
	if n, ok := empty.Days(); n != 0 || !ok || !empty.IsEmpty() || empty.Overlaps(open) {
		t.Error("a period that ends before it begins has days")
	}
}

func TestPeriod_overlapsWhenADayIsInBoth(t *testing.T) {
	end := rapid.OneOf(rapid.Int32Range(0, 12), rapid.Just(int32(calendar.None)))
	rapid.Check(t, func(t *rapid.T) {
		p := calendar.Period{From: calendar.Date(end.Draw(t, "a")), To: calendar.Date(end.Draw(t, "b"))}
		q := calendar.Period{From: calendar.Date(end.Draw(t, "c")), To: calendar.Date(end.Draw(t, "d"))}
		common := false
		for d := calendar.Date(-2); d < 15; d++ {
			common = common || p.Contains(d) && q.Contains(d)
		}
		if p.Overlaps(q) != common || q.Overlaps(p) != common {
			t.Fatalf("%v and %v: %v", p, q, !common)
		}
	})
}
