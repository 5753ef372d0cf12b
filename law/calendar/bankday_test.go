package calendar_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"balans/law/calendar"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"
	"pgregory.net/rapid"
)

func TestIsBankDay_agreesWithTheHolidayLibrarySince2005(t *testing.T) {
	swedish := cal.NewBusinessCalendar()
	swedish.AddHoliday(se.Holidays...)
	last := calendar.New(2060, time.December, 31)
	for d := calendar.New(2005, time.January, 1); d <= last; d++ {
		if got, want := calendar.IsBankDay(d), swedish.IsWorkday(utc(d)); got != want {
			t.Fatalf("%s: bank day %v, want %v", d, got, want)
		}
	}
}

func TestIsBankDay_namedDays(t *testing.T) {
	cases := []struct {
		name, on string
		want     bool
	}{
		{"an ordinary Wednesday", "2024-02-28", true},
		{"a Saturday", "2024-03-02", false},
		{"a Sunday", "2024-03-03", false},
		{"New Year's Day", "2024-01-01", false},
		{"Epiphany", "2025-01-06", false},
		{"Maundy Thursday", "2024-03-28", true},
		{"Good Friday", "2024-03-29", false},
		{"Easter Monday", "2024-04-01", false},
		{"Walpurgis Night", "2024-04-30", true},
		{"May Day", "2024-05-01", false},
		{"Ascension Day", "2024-05-09", false},
		{"the National Day", "2024-06-06", false},
		{"Midsummer Eve", "2024-06-21", false},
		{"Christmas Eve", "2024-12-24", false},
		{"Christmas Day", "2024-12-25", false},
		{"Boxing Day", "2024-12-26", false},
		{"the day after", "2024-12-27", true},
		{"New Year's Eve", "2024-12-31", false},
		{"Whit Monday after 2004", "2005-05-16", true},
		{"Whit Monday until 2004", "2004-05-31", false},
		{"6 June 2003, a Friday", "2003-06-06", true},
		{"6 June 2005, a Monday", "2005-06-06", false},
		{"a holiday outside the remembered years", "2301-12-25", false},
		{"a day outside the remembered years", "2301-12-27", true},
	}
	for _, c := range cases {
		if got := calendar.IsBankDay(day(t, c.on)); got != c.want {
			t.Errorf("%s, %s: bank day %v", c.name, c.on, got)
		}
	}
}

func TestNextBankDay_movesOverWeekendsAndHolidays(t *testing.T) {
	for from, want := range map[string]string{
		"2024-04-03": "2024-04-03",
		"2024-03-29": "2024-04-02",
		"2024-12-24": "2024-12-27",
		"2024-12-31": "2025-01-02",
		"2022-10-01": "2022-10-03",
		"2024-06-08": "2024-06-10",
	} {
		if got := calendar.NextBankDay(day(t, from)).String(); got != want {
			t.Errorf("after %s comes %s, want %s", from, got, want)
		}
	}
}

func TestAddBankDays_countsOnlyBankDays(t *testing.T) {
	cases := []struct {
		from string
		n    int
		want string
	}{
		{"2024-12-23", 1, "2024-12-27"},
		{"2024-12-27", -1, "2024-12-23"},
		{"2024-12-25", 0, "2024-12-25"},
		{"2024-12-25", 1, "2024-12-27"},
		{"2024-02-28", 5, "2024-03-06"},
	}
	for _, c := range cases {
		if got := calendar.AddBankDays(day(t, c.from), c.n).String(); got != c.want {
			t.Errorf("%s and %d bank days is %s, want %s", c.from, c.n, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.NextBankDay(calendar.Date(rapid.Int32Range(-30000, 100000).Draw(t, "from")))
		n := rapid.IntRange(-60, 60).Draw(t, "n")
		to := calendar.AddBankDays(from, n)
		if !calendar.IsBankDay(to) || calendar.AddBankDays(to, -n) != from {
			t.Fatalf("%s and %d bank days is %s", from, n, to)
		}
	})
}

func TestIsBankDay_isSafeForManyAtOnceAndDoesNotAllocate(t *testing.T) {
	answers := make(chan string)
	for range 4 {
		go func() {
			var days strings.Builder
			for d := calendar.Date(-20000); d < -19000; d++ {
				fmt.Fprint(&days, calendar.IsBankDay(d))
			}
			answers <- days.String()
		}()
	}
	first := <-answers
	for range 3 {
		if <-answers != first {
			t.Error("two answers for a day")
		}
	}
	d := day(t, "2024-06-21")
	if n := testing.AllocsPerRun(100, func() { calendar.IsBankDay(d) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkIsBankDay(b *testing.B) {
	d := calendar.New(2024, time.June, 20)
	for b.Loop() {
		calendar.IsBankDay(d)
	}
}
