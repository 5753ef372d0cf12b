package plan_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/plan"
	. "balans/recover/position/positiontest"
)

func parameters(t *testing.T) *statute.Parameters {
	t.Helper()
	ps, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

// The expected amounts are worked out by hand: 1.5 × 20 076 / 12 = 2 509.50.
func TestMaintenanceInstalment(t *testing.T) {
	room := func(k int64) *money.Amount { a := kr(k, 0); return &a }
	for _, x := range []struct {
		name   string
		yearly []money.Amount
		room   *money.Amount
		want   money.Amount
		codes  string
	}{
		{"share", []money.Amount{kr(20_076, 0)}, room(5000), kr(2509, 50), "maintenance-share"},
		{"two children together", []money.Amount{kr(20_076, 0), kr(21_876, 0)}, room(9000), kr(5244, 0), "maintenance-share"},
		{"a krona below the least", []money.Amount{kr(1199, 0)}, room(5000), kr(150, 0), "maintenance-share maintenance-least"},
		{"exactly the least", []money.Amount{kr(1200, 0)}, room(5000), kr(150, 0), "maintenance-share"},
		{"least for two", []money.Amount{kr(600, 0), kr(600, 0)}, room(5000), kr(300, 0), "maintenance-share maintenance-least"},
		{"room", []money.Amount{kr(20_076, 0)}, room(1000), kr(1000, 0), "maintenance-share maintenance-room"},
		{"exactly the room", []money.Amount{kr(1200, 0)}, room(150), kr(150, 0), "maintenance-share"},
		{"no room at all", []money.Amount{kr(600, 0)}, room(0), 0, "maintenance-share maintenance-least maintenance-room"},
		{"room not stated", []money.Amount{kr(20_076, 0)}, nil, kr(2509, 50), "maintenance-share maintenance-room-unknown"},
		{"parts of an öre are dropped", []money.Amount{kr(20_000, 1)}, room(5000), kr(2500, 0), "maintenance-share"},
	} {
		m := plan.Maintenance{On: Day("2024-01-31"), Yearly: x.yearly, Room: x.room}
		got, err := m.Instalment(parameters(t))
		if err != nil {
			t.Errorf("%s: %v", x.name, err)
			continue
		}
		var codes []string
		for _, n := range got.Notes {
			codes = append(codes, n.Code)
			if err := n.Law.Check(); err != nil || n.Text == "" {
				t.Errorf("%s: %+v: %v", x.name, n, err)
			}
		}
		if got.Amount != x.want || strings.Join(codes, " ") != x.codes {
			t.Errorf("%s: %s (%s); want %s (%s)", x.name, got.Amount, codes, x.want, x.codes)
		}
	}
}

func TestMaintenanceInstalment_refusesWhatIsNotStated(t *testing.T) {
	below := money.Amount(-1)
	for _, m := range []plan.Maintenance{
		{},
		{Yearly: []money.Amount{kr(100, 0), 0}},
		{Yearly: []money.Amount{-1}},
		{Yearly: []money.Amount{kr(100, 0)}, Room: &below},
	} {
		m.On = Day("2024-01-31")
		_, err := m.Instalment(parameters(t))
		Refused(t, err, "maintenance-amounts")
	}
	huge := plan.Maintenance{On: Day("2024-01-31"), Yearly: []money.Amount{1 << 62, 1 << 62}}
	if _, err := huge.Instalment(parameters(t)); err == nil {
		t.Error("a sum that no amount holds passes")
	}
}

// Worked example E20 and its neighbours.
func TestMissedMaintenance(t *testing.T) {
	for _, x := range []struct{ missed, last, payBy string }{
		{"2024-01-31", "2024-06-30", "2024-06-30"},
		{"2024-01-15", "2024-06-15", "2024-06-15"},
		{"2023-09-30", "2024-02-29", "2024-02-29"}, // five months by the calendar is the end of February
		{"2024-02-29", "2024-07-31", "2024-07-31"}, // five months is the 29th, before the last is due
		{"2024-02-28", "2024-07-28", "2024-07-28"},
	} {
		m, err := plan.MissedMaintenance(parameters(t), Day(x.missed))
		if err != nil || len(m.Due) != 6 || m.Due[0] != Day(x.missed) || m.Due[5] != Day(x.last) || m.PayBy != Day(x.payBy) {
			t.Errorf("%s: %+v %v", x.missed, m, err)
		}
	}
	m, _ := plan.MissedMaintenance(parameters(t), Day("2024-01-31"))
	on := func(days ...string) (all []calendar.Date) {
		for _, d := range days {
			all = append(all, Day(d))
		}
		return all
	}
	all := on("2024-03-01", "2024-03-01", "2024-04-02", "2024-04-30", "2024-05-31", "2024-06-30")
	for name, x := range map[string]struct {
		paid []calendar.Date
		want calendar.Date
	}{
		"nothing":            {nil, Day("2024-07-01")},
		"all by the day":     {all, calendar.None},
		"a day late":         {append(on("2024-07-01"), all[1:]...), Day("2024-07-01")},
		"five of six":        {all[:5], Day("2024-07-01")},
		"one in the middle":  {append(append(all[:2:2], calendar.None), all[3:]...), Day("2024-07-01")},
		"a seventh too late": {append(all[:6:6], Day("2024-08-15")), calendar.None},
	} {
		if got := m.WholeDebtDue(x.paid); got != x.want {
			t.Errorf("%s: whole debt due %v, want %v", name, got, x.want)
		}
	}
	if text := m.Explain().Text; !strings.Contains(text, "2024-06-30") || !strings.Contains(text, "2024-07-01") {
		t.Error(text)
	}
	_, err := plan.MissedMaintenance(parameters(t), calendar.None)
	Refused(t, err, "maintenance-missed")
}

// Before the law of the chapter is known nothing is made up.
func TestMaintenance_unknownLawIsMissing(t *testing.T) {
	early := Day("2010-12-31")
	m := plan.Maintenance{On: early, Yearly: []money.Amount{kr(20_000, 0)}}
	if _, err := m.Instalment(parameters(t)); !errors.Is(err, statute.ErrMissing) {
		t.Errorf("instalment: %v", err)
	}
	if _, err := plan.MissedMaintenance(parameters(t), early); !errors.Is(err, statute.ErrMissing) {
		t.Errorf("missed: %v", err)
	}
}

// TestMaintenance_holdsForAll draws debts and misses: a year of instalments
// covers the share but for parts of an öre, each child has its least, the room
// is never passed, and paying in time is what saves the plan.
func TestMaintenance_holdsForAll(t *testing.T) {
	ps := parameters(t)
	rapid.Check(t, func(t *rapid.T) {
		m := plan.Maintenance{On: Day("2011-01-01").AddDays(rapid.IntRange(0, 8000).Draw(t, "day"))}
		year := int64(0)
		for _, y := range rapid.SliceOfN(rapid.Int64Range(1, 10_000_000), 1, 8).Draw(t, "yearly") {
			m.Yearly, year = append(m.Yearly, money.Amount(y)), year+y
		}
		free, err := m.Instalment(ps)
		if err != nil {
			t.Fatal(err)
		}
		short := 3*year - 24*int64(free.Share) // twice what a year leaves uncovered
		if short < 0 || short >= 24 || free.Amount < free.Share || free.Amount < kr(150, 0)*money.Amount(len(m.Yearly)) {
			t.Fatalf("%+v of %d", free, year)
		}
		room := money.Amount(rapid.Int64Range(0, 20_000_000).Draw(t, "room"))
		m.Room = &room
		if limited, err := m.Instalment(ps); err != nil || limited.Amount != min(room, free.Amount) {
			t.Fatalf("%+v with room for %s: %v", limited, room, err)
		}
		missed, err := plan.MissedMaintenance(ps, m.On)
		if err != nil {
			t.Fatal(err)
		}
		if span := missed.PayBy - m.On; span < 150 || span > 154 || missed.Due[5] > missed.PayBy {
			t.Fatalf("%+v", missed)
		}
		paid := make([]calendar.Date, 6)
		inTime := true
		for k := range paid {
			paid[k] = m.On.AddDays(rapid.IntRange(120, 160).Draw(t, "paid"))
			inTime = inTime && paid[k] <= missed.PayBy
		}
		if whole := missed.WholeDebtDue(paid); inTime != (whole == calendar.None) {
			t.Fatalf("%+v paid %v: %v", missed, paid, whole)
		}
	})
}
