package calendar_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"balans/law/calendar"

	"pgregory.net/rapid"
)

// day reads a date that the test itself has written.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// utc is the same day in package time.
func utc(d calendar.Date) time.Time {
	return time.Unix(int64(d)*86400, 0).UTC()
}

func TestDate_agreesWithPackageTimeFrom1800To2200(t *testing.T) {
	first, last := calendar.New(1800, time.January, 1), calendar.New(2200, time.December, 31)
	want := time.Date(1800, time.January, 1, 0, 0, 0, 0, time.UTC)
	for d := first; d <= last; d++ {
		y, m, dd := d.YMD()
		wy, wm, wd := want.Date()
		if y != wy || m != wm || dd != wd {
			t.Fatalf("day %d is %d-%d-%d, want %s", d, y, m, dd, want)
		}
		if calendar.New(y, m, dd) != d {
			t.Fatalf("%s does not come back", d)
		}
		if d.Weekday() != want.Weekday() {
			t.Fatalf("%s is a %s, want %s", d, d.Weekday(), want.Weekday())
		}
		want = want.AddDate(0, 0, 1)
	}
}

func TestDate_writtenFormsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.Date(rapid.Int32Range(-719162, 2932896).Draw(t, "day"))
		if back, err := calendar.Parse(d.String()); err != nil || back != d {
			t.Fatalf("%s is read as %s, %v", d, back, err)
		}
		if back, err := calendar.FromInt(d.Int()); err != nil || back != d {
			t.Fatalf("%d is read as %s, %v", d.Int(), back, err)
		}
		if got, want := d.String(), utc(d).Format("2006-01-02"); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}

func TestParse_readsOnlyDaysThatExist(t *testing.T) {
	for _, text := range []string{"", "2024", "2024-2-28", "20240228", "2024-02-30", "2023-02-29", "1900-02-29",
		"2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32", "0000-01-01", "2024-02-28 ", "2024/02/28",
		"2024-02-2x", "-024-02-28", "２024-1-1", "+024-01-01"} {
		d, err := calendar.Parse(text)
		var wrong *calendar.ParseError
		if d != calendar.None || !errors.As(err, &wrong) || !errors.Is(err, calendar.ErrDate) || wrong.Text != text {
			t.Errorf("%q is read as %s, %v", text, d, err)
		}
	}
	for _, text := range []string{"2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "1970-01-01"} {
		if d, err := calendar.Parse(text); err != nil || d.String() != text {
			t.Errorf("%q is read as %s, %v", text, d, err)
		}
	}
}

func TestParse_doesNotAllocate(t *testing.T) {
	text := "2024-02-29"
	if n := testing.AllocsPerRun(100, func() { _, _ = calendar.Parse(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestNew_neverMovesADay(t *testing.T) {
	for _, c := range []struct{ y, m, d int }{{2023, 2, 29}, {2023, 4, 31}, {2023, 13, 1}, {2023, 0, 1}, {2023, 1, 0}, {0, 1, 1}, {10000, 1, 1}} {
		if d := calendar.New(c.y, time.Month(c.m), c.d); d != calendar.None {
			t.Errorf("%v is %s", c, d)
		}
	}
}

func TestFromInt_refusesNumbersThatAreNoDays(t *testing.T) {
	for _, v := range []int32{0, -20240101, 20230229, 20241301, 99999999, math.MinInt32} {
		if d, err := calendar.FromInt(v); d != calendar.None || !errors.Is(err, calendar.ErrDate) {
			t.Errorf("%d is read as %s, %v", v, d, err)
		}
	}
}

func TestNone_staysNone(t *testing.T) {
	n := calendar.None
	for name, d := range map[string]calendar.Date{
		"AddDays": n.AddDays(1), "AddMonths": n.AddMonths(1), "AddYears": n.AddYears(1),
		"FirstOfMonth": n.FirstOfMonth(), "EndOfMonth": n.EndOfMonth(), "FirstOfYear": n.FirstOfYear(), "EndOfYear": n.EndOfYear(),
		"NextBankDay": calendar.NextBankDay(n), "AddBankDays": calendar.AddBankDays(n, 3),
	} {
		if d != n {
			t.Errorf("%s gives %d", name, d)
		}
	}
	if n.String() != "" || n.Int() != 0 || n.Year() != 0 || n.Month() != 0 || n.Day() != 0 || calendar.IsBankDay(n) {
		t.Error("None looks like a day")
	}
	if calendar.YearsBetween(n, 0) != 0 || calendar.YearsBetween(0, n) != 0 {
		t.Error("None has years to it")
	}
	if calendar.Earlier(n, 5) != 5 || calendar.Earlier(5, n) != 5 || calendar.Later(n, 5) != 5 || calendar.Earlier(4, 5) != 4 {
		t.Error("None is chosen before a date")
	}
}

func TestAdd_clampsToTheLengthOfTheMonth(t *testing.T) {
	cases := []struct {
		from   string
		months int
		want   string
	}{
		{"2024-01-31", 1, "2024-02-29"},
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-03-31", -1, "2024-02-29"},
		{"2024-08-20", 2, "2024-10-20"},
		{"2024-12-31", 2, "2025-02-28"},
		{"2024-11-30", 2, "2025-01-30"},
		{"2024-01-15", -13, "2022-12-15"},
		{"2024-05-31", 12, "2025-05-31"},
		{"9999-12-01", 1, ""},
		{"0001-01-01", -1, ""},
	}
	for _, c := range cases {
		if got := day(t, c.from).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.months, got, c.want)
		}
	}
	if got := day(t, "2024-02-29").AddYears(1).String(); got != "2025-02-28" {
		t.Errorf("a leap day a year later is %s", got)
	}
	if got := day(t, "2024-02-29").AddYears(-4).String(); got != "2020-02-29" {
		t.Errorf("a leap day four years earlier is %s", got)
	}
	for _, n := range []int{math.MaxInt, math.MinInt, 100000} {
		if d := day(t, "2024-01-01"); d.AddYears(n) != calendar.None || d.AddMonths(n*0+math.MaxInt) != calendar.None {
			t.Errorf("%d years later is a date", n)
		}
	}
	if day(t, "9999-12-31").AddDays(1) != calendar.None || day(t, "0001-01-01").AddDays(-1) != calendar.None {
		t.Error("a day outside the calendar is a date")
	}
}

func TestEnds_ofMonthAndYear(t *testing.T) {
	d := day(t, "2024-02-10")
	for got, want := range map[calendar.Date]string{
		d.FirstOfMonth(): "2024-02-01", d.EndOfMonth(): "2024-02-29",
		d.FirstOfYear(): "2024-01-01", d.EndOfYear(): "2024-12-31",
	} {
		if got.String() != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestYearsBetween_isTheGreatestNumberOfYearsNotPassed(t *testing.T) {
	cases := []struct {
		from, on string
		want     int
	}{
		{"2014-06-16", "2024-06-15", 9},
		{"2014-06-16", "2024-06-16", 10},
		{"2020-02-29", "2021-02-27", 0},
		{"2020-02-29", "2021-02-28", 1},
		{"2020-02-29", "2024-02-28", 3},
		{"2020-02-29", "2024-02-29", 4},
		{"2024-06-16", "2024-06-15", -1},
		{"2024-06-16", "2024-06-16", 0},
	}
	for _, c := range cases {
		if got := calendar.YearsBetween(day(t, c.from), day(t, c.on)); got != c.want {
			t.Errorf("from %s to %s: %d years, want %d", c.from, c.on, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		between := rapid.Int32Range(-200000, 200000)
		from, on := calendar.Date(between.Draw(t, "from")), calendar.Date(between.Draw(t, "on"))
		n := calendar.YearsBetween(from, on)
		if from.AddYears(n) > on || from.AddYears(n+1) <= on {
			t.Fatalf("from %s to %s: %d years", from, on, n)
		}
	})
}

func TestText_roundTripsThroughMarshalling(t *testing.T) {
	for _, want := range []calendar.Date{calendar.None, day(t, "2024-02-29")} {
		text, err := want.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		got := calendar.Date(7)
		if err = got.UnmarshalText(text); err != nil || got != want {
			t.Errorf("%q is read as %s, %v", text, got, err)
		}
	}
	var d calendar.Date
	if err := d.UnmarshalText([]byte("yesterday")); !errors.Is(err, calendar.ErrDate) {
		t.Errorf("error %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"2024-02-29", "2023-02-29", "0000-00-00", "9999-12-31", "2024-02-28T10:00:00Z", "2024-02-28T10:00:00.1234567+02:00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := calendar.Parse(text); err == nil && d.String() != text {
			t.Fatalf("%q is read as %s", text, d)
		}
		i, err := calendar.ParseInstant(text)
		if err != nil {
			return
		}
		if back, err := calendar.ParseInstant(i.String()); err != nil || back != i {
			t.Fatalf("%q is %s, which is read as %s, %v", text, i, back, err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		_, _ = calendar.Parse("2024-02-29")
	}
}
