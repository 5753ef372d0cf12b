package parental_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/parental"

	"pgregory.net/rapid"
)

func TestYearWithoutAPriceBaseAmount_isMissingEverywhere(t *testing.T) {
	law, on := rules(t), calendar.New(2030, time.March, 4)
	sgi := parental.Income{Employment: money.Kronor(360_000)}
	_, temporary := law.Temporary(parental.TemporaryClaim{SGI: sgi, Yearly: 2080, Days: []parental.TemporaryDay{{On: on, Level: parental.Full, Hours: 8 * parental.Hour}}})
	_, parent := law.Parental(parental.ParentalDay{On: on, SGI: sgi, Level: parental.Full, Insured: parental.ByBoth, Before: parental.Days(200), Begins: calendar.None})
	_, sick := law.Sickness(parental.SicknessClaim{SGI: sgi, Rate: parental.NormalRate, Days: []parental.SicknessDay{{On: on, Level: parental.Full}}})
	for name, err := range map[string]error{"temporary": temporary, "parental": parent, "sickness": sick} {
		var missing *statute.MissingError
		if !errors.As(err, &missing) || missing.Name != statute.PriceBaseAmount || missing.On != on {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInputs_thatCannotBeAreNamed(t *testing.T) {
	law, on := rules(t), calendar.New(2026, time.March, 2)
	sgi := parental.Income{Employment: money.Kronor(360_000)}
	day := parental.TemporaryDay{On: on, Level: parental.Full, Hours: 800}
	temporary := func(c parental.TemporaryClaim) error { _, err := law.Temporary(c); return err }
	with := func(change func(*parental.TemporaryDay)) error {
		d := day
		change(&d)
		return temporary(parental.TemporaryClaim{SGI: sgi, Yearly: 2080, Days: []parental.TemporaryDay{d}})
	}
	_, level := law.Parental(parental.ParentalDay{On: on, Level: 3, Insured: parental.ByBoth})
	_, insured := law.Parental(parental.ParentalDay{On: on, Level: parental.Full})
	_, rate := law.Sickness(parental.SicknessClaim{Days: []parental.SicknessDay{{On: on, Level: parental.Full}}})
	_, span := law.RateOn(on, []parental.EarlierSpan{{Kind: parental.SpanBenefit, Days: calendar.Period{From: on - 9, To: calendar.None}}}, "")
	_, reason := law.Right(parental.Circumstances{On: on, Born: on, Reason: "tired"})
	_, unborn := law.Right(parental.Circumstances{On: on, Born: on + 1, Reason: parental.ChildIll})
	_, early := law.Right(parental.Circumstances{On: on, Born: on, Reason: parental.AtBirth, CameHome: on - 1, Died: calendar.None})
	_, kind := law.ApplicationTime(parental.Application{Applied: on, Day: on})
	_, gap := law.WorkFree([]parental.PlannedDay{{On: on}, {On: on + 2}})
	_, adopted := law.Frame(parental.Child{Born: on, Begins: on - 1}, on)
	for _, c := range []struct {
		err   error
		field string
	}{
		{temporary(parental.TemporaryClaim{SGI: sgi, Yearly: 2080}), "days"},
		{temporary(parental.TemporaryClaim{SGI: parental.Income{Employment: -1}, Days: []parental.TemporaryDay{day}}), "sgi"},
		{temporary(parental.TemporaryClaim{SGI: parental.Income{Other: 1 << 62}, Days: []parental.TemporaryDay{day}}), "sgi"},
		{temporary(parental.TemporaryClaim{SGI: sgi, Yearly: 9000, Days: []parental.TemporaryDay{day}}), "yearly"},
		{with(func(d *parental.TemporaryDay) { d.Level = 5 }), "level"},
		{with(func(d *parental.TemporaryDay) { d.Hours = 0 }), "hours"},
		{with(func(d *parental.TemporaryDay) { d.Hours = 2401 }), "hours"},
		{with(func(d *parental.TemporaryDay) { d.Manner = "idle" }), "manner"},
		{with(func(d *parental.TemporaryDay) { d.On = calendar.None }), "days"},
		{level, "level"}, {insured, "insured"}, {rate, "rate"}, {span, "earlier"}, {reason, "reason"}, {unborn, "on"}, {early, "came_home"}, {kind, "benefit"}, {gap, "days"}, {adopted, "begins"},
	} {
		var wrong *parental.InputError
		if !errors.As(c.err, &wrong) || wrong.Field != c.field || wrong.Why == "" {
			t.Errorf("%v; want an error of the field %s", c.err, c.field)
		}
	}
}

func TestApplicationTime_isTheSameAsTheDaysInTime(t *testing.T) {
	law := rules(t)
	first := calendar.New(2020, time.January, 1)
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SampledFrom([]parental.Kind{parental.TemporaryBenefit, parental.ParentalBenefit}).Draw(t, "benefit")
		applied := first + calendar.Date(rapid.IntRange(0, 3000).Draw(t, "applied"))
		if rapid.Bool().Draw(t, "spring") {
			applied = calendar.New(2026, time.March, 20) + calendar.Date(rapid.IntRange(0, 120).Draw(t, "of 2026"))
		}
		periods, err := law.DaysInTime(b, applied)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(periods); i++ {
			if periods[i].From <= periods[i-1].To+1 {
				t.Fatalf("%v do not lie apart", periods)
			}
		}
		change := calendar.New(2026, time.April, 1)
		for day := applied - 120; day <= applied; day++ {
			got, err := law.ApplicationTime(parental.Application{Benefit: b, Applied: applied, Day: day, Extraordinary: parental.StatedFalse})
			if err != nil {
				t.Fatal(err)
			}
			limit := 90
			if b == parental.TemporaryBenefit && day >= change {
				limit = 30
			}
			inTime := int(applied-day) <= limit
			among := slices.ContainsFunc(periods, func(p calendar.Period) bool { return p.Contains(day) })
			if (got.Outcome == parental.Yes) != inTime || among != inTime {
				t.Fatalf("%s applied for on %s: %s, among %v", day, applied, got.Outcome, periods)
			}
			if (applied <= got.Latest) != inTime || (got.Late == 0) != inTime {
				t.Fatalf("%s applied for on %s: latest %s, %d days late", day, applied, got.Latest, got.Late)
			}
		}
	})
}

// Whatever is unstated, stating what is asked for leads to a yes or a no.
func TestRight_askingEndsInAnAnswer(t *testing.T) {
	law := rules(t)
	reasons := []parental.Reason{parental.ChildIll, parental.CarerIll, parental.HealthCentre, parental.OtherChild, parental.Treatment, parental.SchoolMeeting,
		parental.SelfCare, parental.Inquiry, parental.ContactDay, parental.AtBirth, parental.AfterDeath}
	rapid.Check(t, func(t *rapid.T) {
		c := parental.Circumstances{On: drawDay(t, "on"), Reason: rapid.SampledFrom(reasons).Draw(t, "reason"), CameHome: calendar.None, Died: calendar.None}
		c.Born = c.On - calendar.Date(rapid.OneOf(rapid.IntRange(0, 300), rapid.IntRange(0, 24*366)).Draw(t, "age"))
		fields := map[string]*parental.Stated{"seriously_ill": &c.SeriouslyIll, "special_need": &c.SpecialNeed, "lss": &c.LSS, "school": &c.School,
			"spring_term": &c.SpringTerm, "care_arranged": &c.CareArranged, "in_hospital": &c.InHospital, "otherwise": &c.Otherwise}
		for _, name := range []string{"seriously_ill", "special_need", "lss", "school", "care_arranged", "in_hospital", "otherwise"} {
			*fields[name] = rapid.SampledFrom(everyStated).Draw(t, name)
		}
		for round := 0; ; round++ {
			got, err := law.Right(c)
			if err != nil {
				t.Fatal(err)
			}
			checkSteps(t, got.Steps)
			if (got.Outcome == parental.Yes) != (got.Days > 0 || got.Unlimited) || got.Law == "" {
				t.Fatalf("%+v", got)
			}
			if (got.Outcome == parental.NotShown) != (len(got.Missing) > 0) {
				t.Fatalf("%s with %d missing", got.Outcome, len(got.Missing))
			}
			if got.Outcome != parental.NotShown {
				return
			}
			if round > 8 {
				t.Fatalf("it goes on asking: %v", got.Missing)
			}
			for _, m := range got.Missing {
				switch field := fields[m.Fact]; {
				case m.Fact == "came_home":
					c.CameHome = c.Born + calendar.Date(rapid.IntRange(0, 100).Draw(t, "came home"))
				case m.Fact == "died":
					c.Died = max(c.Born, c.On-calendar.Date(rapid.IntRange(-5, 100).Draw(t, "died")))
				case field == nil || *field != parental.Unstated:
					t.Fatalf("%s is asked for and cannot be stated, or has been", m.Fact)
				default:
					*field = rapid.SampledFrom(everyStated[1:]).Draw(t, m.Fact)
				}
			}
		}
	})
}

func TestWorkFree_needsADayBeside(t *testing.T) {
	law := rules(t)
	friday := calendar.New(2026, time.March, 6)
	// A plan is a letter a day: w works, W has benefit on a day of work (full, sickness
	// level), h half, b base level; f is free, F free and asked for, H half asked for.
	plan := func(from calendar.Date, letters string) []parental.PlannedDay {
		var days []parental.PlannedDay
		for i, c := range letters {
			d := parental.PlannedDay{On: from + calendar.Date(i), Free: strings.ContainsRune("fFH", c), Compensation: parental.SicknessLevel}
			switch c {
			case 'W', 'F':
				d.Level = parental.Full
			case 'h', 'H':
				d.Level = parental.Half
			case 'b':
				d.Level, d.Compensation = parental.Full, parental.BaseLevel
			}
			days = append(days, d)
		}
		return days
	}
	for _, c := range []struct{ letters, want string }{
		{"WFFw", "yes yes"},
		{"wFFW", "yes yes"},
		{"wFFw", "no no"},
		{"hFFw", "no no"},
		{"hHHw", "yes yes"},
		{"bFFw", "no no"},
		{"bFFW", "yes yes"},
		{"WFfw", "yes"},
		{"WFFFFw", "yes yes yes yes"},
		{"WFFFFFW", "no no no no no"},
		{"WfffFfW", "no"},
		{"WFF", "not_shown not_shown"},
		{"FFW", "not_shown not_shown"},
		{"FFFFFW", "no no no no no"},
		{"WwWw", ""},
	} {
		answers, err := law.WorkFree(plan(friday, c.letters))
		if err != nil {
			t.Fatalf("%s: %v", c.letters, err)
		}
		var got []string
		for _, a := range answers {
			got = append(got, string(a.Outcome))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.letters, got, c.want)
		}
	}
	var missing *statute.MissingError
	if _, err := law.WorkFree(plan(calendar.New(2025, time.March, 28), "WFFw")); !errors.As(err, &missing) || missing.Name != statute.FPWorkFreeDays {
		t.Errorf("before April 2025: %v", err)
	}
	if got, err := law.WorkFree(plan(calendar.New(2025, time.April, 4), "WFFw")); err != nil || len(got) != 2 {
		t.Errorf("from April 2025: %v, %v", got, err)
	}
}

func TestLevelFor_isTheGreatestThatIsAllowed(t *testing.T) {
	for _, c := range []struct {
		worked, whole string
		want          parental.Level
	}{
		{"0", "8", parental.Full}, {"0,01", "8", parental.ThreeQuarters}, {"2", "8", parental.ThreeQuarters}, {"2,01", "8", parental.Half},
		{"4", "8", parental.Half}, {"4,5", "8", parental.Quarter}, {"6", "8", parental.Quarter}, {"6,01", "8", parental.Eighth}, {"7", "8", parental.Eighth},
		{"7,01", "8", 0}, {"8", "8", 0}, {"9", "8", 0}, {"0", "0", 0},
	} {
		worked, err1 := parental.ParseHours(c.worked)
		whole, err2 := parental.ParseHours(c.whole)
		if got := parental.LevelFor(worked, whole); err1 != nil || err2 != nil || got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.worked, c.whole, got, c.want)
		}
	}
}

func TestEighths_areWrittenAsDays(t *testing.T) {
	for e, want := range map[parental.Eighths]string{0: "0", 1: "1/8", 8: "1", 12: "1 1/2", 479: "59 7/8", -3: "−3/8", 2: "1/4", 6: "3/4", parental.Days(60): "60"} {
		if got := e.String(); got != want {
			t.Errorf("%d eighths are %q, want %q", int64(e), got, want)
		}
	}
}

func TestResults_areWrittenWithTheirSource(t *testing.T) {
	got, err := rules(t).Temporary(parental.TemporaryClaim{SGI: parental.Income{Employment: money.Kronor(360_000)}, Yearly: 2080,
		Days: []parental.TemporaryDay{{On: calendar.New(2026, time.March, 2), Level: parental.Half, Hours: 8 * parental.Hour}}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"total_ore":53600`, `"level":"1/2"`, `"on":"2026-03-02"`, `"name":"price_base_amount","value":"5920000","unit":"ore","source":"SFS 2025:872","mark":"V"`, `"law":"SFB 28:13 p.1"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
	if sv, en := got.Steps[0].Says.In("sv"), got.Steps[0].Says.In("en"); !strings.Contains(sv, "7,5 prisbasbelopp") || !strings.Contains(en, "7.5 price base amounts") {
		t.Errorf("%q, %q", sv, en)
	}
}

func FuzzParseHours(f *testing.F) {
	for _, s := range []string{"8", "7,5", "7.25", "0,01", ",5", "1e3", "7,", "7,125", "-1", "999999", "8 h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parental.ParseHours(s)
		if err != nil {
			return
		}
		if h < 0 {
			t.Fatalf("%q is %d", s, h)
		}
		for _, text := range []string{h.Text().Sv, h.Text().En} {
			if back, err := parental.ParseHours(text); err != nil || back != h {
				t.Fatalf("%q is %s, which is read as %d, %v", s, text, back, err)
			}
		}
	})
}

// The reading that the day exactly the limit before is in time is marked; other days are not.
func TestApplicationTime_marksItsReading(t *testing.T) {
	law := rules(t)
	applied := calendar.New(2026, time.May, 15)
	for back, want := range map[int]string{29: "V", 30: "I", 31: "V"} {
		got, err := law.ApplicationTime(parental.Application{Benefit: parental.TemporaryBenefit, Applied: applied, Day: applied.AddDays(-back), Extraordinary: parental.StatedFalse})
		if err != nil || got.Steps[0].Mark != want {
			t.Errorf("%d days back: %+v, %v", back, got.Steps, err)
		}
	}
}
