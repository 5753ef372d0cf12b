package calendar_test

import (
	"errors"
	"testing"
	"time"

	"balans/law/calendar"

	"pgregory.net/rapid"
)

func TestInstant_daysBeginAndEndInSwedishTime(t *testing.T) {
	cases := []struct {
		day, start, end string
		hours           time.Duration
	}{
		{"2024-02-28", "2024-02-27T23:00:00.000000Z", "2024-02-28T22:59:59.999999Z", 24},
		{"2024-07-01", "2024-06-30T22:00:00.000000Z", "2024-07-01T21:59:59.999999Z", 24},
		{"2024-03-31", "2024-03-30T23:00:00.000000Z", "2024-03-31T21:59:59.999999Z", 23},
		{"2024-10-27", "2024-10-26T22:00:00.000000Z", "2024-10-27T22:59:59.999999Z", 25},
		{"2024-12-31", "2024-12-30T23:00:00.000000Z", "2024-12-31T22:59:59.999999Z", 24},
	}
	for _, c := range cases {
		d := day(t, c.day)
		start, end := calendar.StartOfDay(d), calendar.EndOfDay(d)
		if start.String() != c.start || end.String() != c.end {
			t.Errorf("%s is from %s to %s, want %s to %s", d, start, end, c.start, c.end)
		}
		if got := end.Time().Sub(start.Time()) + time.Microsecond; got != c.hours*time.Hour {
			t.Errorf("%s is %s long", d, got)
		}
	}
}

func TestInstant_isInTheDayItFallsOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.Date(rapid.Int32Range(-30000, 60000).Draw(t, "day")) // 1887 to 2134
		start, end := calendar.StartOfDay(d), calendar.EndOfDay(d)
		if start.Date() != d || end.Date() != d || (start-1).Date() != d-1 || end+1 != calendar.StartOfDay(d+1) {
			t.Fatalf("%s: %s to %s", d, start, end)
		}
	})
}

func TestParseInstant_readsDatesAsTheEndOfTheDay(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-28":                          "2024-02-28T22:59:59.999999Z",
		"2024-02-28T10:00:00Z":                "2024-02-28T10:00:00.000000Z",
		"2024-02-28T10:00:00+01:00":           "2024-02-28T09:00:00.000000Z",
		"2024-02-28T10:00:00.123456789+01:00": "2024-02-28T09:00:00.123456Z",
		"1969-12-31T23:59:59.9999999Z":        "1969-12-31T23:59:59.999999Z",
	} {
		if got, err := calendar.ParseInstant(text); err != nil || got.String() != want {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2024-02-30", "2024-02-28T10:00:00", "2024-02-28 10:00:00Z", "now", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-10:00"} {
		if got, err := calendar.ParseInstant(text); !errors.Is(err, calendar.ErrDate) {
			t.Errorf("%q is read as %s, %v", text, got, err)
		}
	}
}

func TestInstant_textIsAlwaysEquallyWideAndSorts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.Int64Range(-60_000_000_000_000_000, 250_000_000_000_000_000)
		a, b := calendar.Instant(draw.Draw(t, "a")), calendar.Instant(draw.Draw(t, "b"))
		if len(a.String()) != 27 || (a < b) != (a.String() < b.String()) {
			t.Fatalf("%s and %s", a, b)
		}
		if calendar.InstantOf(a.Time()) != a {
			t.Fatalf("%s does not come back", a)
		}
		var back calendar.Instant
		text, _ := a.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != a {
			t.Fatalf("%q is read as %s, %v", text, back, err)
		}
	})
}
