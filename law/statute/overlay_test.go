package statute_test

import (
	"errors"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/statute"

	"pgregory.net/rapid"
)

// drawnValue is a value of one of a few parameters, on days in and around 2022 so that
// periods meet; some are open.
func drawnValue(t *rapid.T) statute.Value {
	first := int32(calendar.New(2021, 11, 1))
	v := statute.Value{Name: rapid.SampledFrom([]string{statute.ReferenceRate, statute.StateLendingRate, statute.InterestRounding}).Draw(t, "name"),
		Unit: statute.Ppm, Source: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "source"), Confidence: statute.Fictitious,
		From: calendar.Date(rapid.Int32Range(first, first+420).Draw(t, "from")), To: calendar.None,
		Int64: int64(rapid.IntRange(1, 2).Draw(t, "value"))}
	if v.Name == statute.InterestRounding {
		v.Unit = statute.Count
	}
	if rapid.IntRange(0, 4).Draw(t, "open") > 0 {
		v.To = v.From + calendar.Date(rapid.Int32Range(0, 200).Draw(t, "days"))
	}
	return v
}

// known is the value of a day, or nothing; periods are left out, because a value that was
// cut has a shorter one.
func known(t *rapid.T, p *statute.Parameters, name string, on calendar.Date) (statute.Value, bool) {
	v, err := p.Value(name, on)
	if err != nil {
		if !errors.Is(err, statute.ErrMissing) {
			t.Fatal(err)
		}
		return statute.Value{}, false
	}
	if !v.Period().Contains(on) {
		t.Fatalf("%s on %s is of %s", name, on, v.Period())
	}
	v.From, v.To = 0, 0
	return v, true
}

func TestOverlay_agreesWithAMapDayByDay(t *testing.T) {
	base := load(t)
	names := []string{statute.ReferenceRate, statute.StateLendingRate, statute.InterestRounding, statute.DueDays}
	from, to := calendar.New(2021, 10, 1), calendar.New(2023, 9, 1)
	rapid.Check(t, func(t *rapid.T) {
		type day struct {
			name string
			on   calendar.Date
		}
		want, before := map[day]statute.Value{}, map[day]statute.Value{}
		for _, name := range names {
			for d := from; d <= to; d++ {
				if v, ok := known(t, base, name, d); ok {
					want[day{name, d}], before[day{name, d}] = v, v
				}
			}
		}
		values := rapid.SliceOfN(rapid.Custom(drawnValue), 0, 8).Draw(t, "values")
		for _, v := range values {
			bare := v
			bare.From, bare.To = 0, 0
			for d := v.From; d <= to && (v.To == calendar.None || d <= v.To); d++ {
				want[day{v.Name, d}] = bare
			}
		}
		p, err := base.Overlay(values)
		if err != nil {
			t.Fatal(err)
		}
		// In two steps it is the same, and the first of them is left alone by the second.
		half, err := base.Overlay(values[:len(values)/2])
		if err != nil {
			t.Fatal(err)
		}
		steps, err := half.Overlay(values[len(values)/2:])
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			for d := from; d <= to; d++ {
				wanted, ok := want[day{name, d}]
				if got, has := known(t, p, name, d); got != wanted || has != ok {
					t.Fatalf("%s on %s: %+v %t, want %+v %t", name, d, got, has, wanted, ok)
				}
				if got, has := known(t, steps, name, d); got != wanted || has != ok {
					t.Fatalf("in two steps, %s on %s: %+v %t, want %+v %t", name, d, got, has, wanted, ok)
				}
				if got, has := known(t, base, name, d); got != before[day{name, d}] || has != (got != statute.Value{}) {
					t.Fatalf("the set itself has changed: %s on %s is %+v", name, d, got)
				}
			}
			all, err := p.All(name)
			if err != nil {
				t.Fatal(err)
			}
			for i := 1; i < len(all); i++ {
				if all[i-1].From >= all[i].From || all[i-1].Period().Overlaps(all[i].Period()) {
					t.Fatalf("%+v before %+v", all[i-1], all[i])
				}
			}
		}
	})
}

func TestOverlay_splitsWhatItLiesIn(t *testing.T) {
	v := statute.Value{Name: statute.ReferenceRate, Int64: 45_000, Unit: statute.Ppm, From: day(t, "2024-02-01"), To: day(t, "2024-02-29"), Source: "a correction", Confidence: statute.Verified}
	p, err := load(t).Overlay([]statute.Value{v})
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Between(statute.ReferenceRate, calendar.Period{From: day(t, "2024-01-15"), To: day(t, "2024-07-15")})
	if err != nil || len(got) != 4 || got[1] != v {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, want := range []string{"2024-01-01–2024-01-31", "2024-02-01–2024-02-29", "2024-03-01–2024-06-30", "2024-07-01–2024-12-31"} {
		if got[i].Period().String() != want {
			t.Errorf("%s, want %s", got[i].Period(), want)
		}
	}
	// A file cannot have days in common with it; the error names the file's line.
	_, err = p.With("more.csv", strings.NewReader(statute.Columns+"\nreference_rate,1,ppm,2024-02-10,2024-02-10,X,F\n"))
	if !errors.Is(err, statute.ErrFile) || !strings.Contains(err.Error(), "more.csv:2") {
		t.Errorf("%v", err)
	}
	_, err = p.With("more.csv", strings.NewReader(statute.Columns+"\nreference_rate,1,ppm,2024-01-31,2024-02-10,X,F\n"))
	if !errors.Is(err, statute.ErrFile) || !strings.Contains(err.Error(), "more.csv:2") {
		t.Errorf("%v", err)
	}
}

func TestOverlay_namesTheParameterItRefuses(t *testing.T) {
	good := statute.Value{Name: statute.StateLendingRate, Int64: 10_000, Unit: statute.Ppm, From: day(t, "2024-01-01"), To: day(t, "2024-12-31"), Source: "X", Confidence: statute.Fictitious}
	order := statute.Value{Name: statute.AllocationOrder, Int64: 31_245, Unit: statute.Order, From: good.From, To: calendar.None, Source: "X", Confidence: statute.Inferred}
	with := func(v statute.Value, change func(*statute.Value)) statute.Value {
		change(&v)
		return v
	}
	for name, c := range map[string]struct {
		value statute.Value
		want  error
	}{
		"a misspelt name":             {with(good, func(v *statute.Value) { v.Name = "state_lending_rat" }), statute.ErrUndeclared},
		"another unit":                {with(good, func(v *statute.Value) { v.Unit = statute.Ore }), statute.ErrUnit},
		"no unit":                     {with(good, func(v *statute.Value) { v.Unit = "" }), statute.ErrUnit},
		"no first day":                {with(good, func(v *statute.Value) { v.From = calendar.None }), statute.ErrValue},
		"a first day out of the ages": {with(good, func(v *statute.Value) { v.From = 1 << 30; v.To = calendar.None }), statute.ErrValue},
		"a last day out of the ages":  {with(good, func(v *statute.Value) { v.To = 1<<31 - 1 }), statute.ErrValue},
		"a last day before the first": {with(good, func(v *statute.Value) { v.To = v.From - 1 }), statute.ErrValue},
		"no source":                   {with(good, func(v *statute.Value) { v.Source = "" }), statute.ErrValue},
		"no mark":                     {with(good, func(v *statute.Value) { v.Confidence = 0 }), statute.ErrValue},
		"an unknown mark":             {with(good, func(v *statute.Value) { v.Confidence = 'X' }), statute.ErrValue},
		"a part left out":             {with(order, func(v *statute.Value) { v.Int64 = 1235 }), statute.ErrValue},
		"a part that is none":         {with(order, func(v *statute.Value) { v.Int64 = 12346 }), statute.ErrValue},
		"a part twice":                {with(order, func(v *statute.Value) { v.Int64 = 12344 }), statute.ErrValue},
		"no order":                    {with(order, func(v *statute.Value) { v.Int64 = 0 }), statute.ErrValue},
		"a choice that is none":       {with(good, func(v *statute.Value) { v.Name, v.Unit, v.Int64 = statute.InterestDayCount, statute.Count, 3 }), statute.ErrValue},
		"negative days":               {with(good, func(v *statute.Value) { v.Name, v.Unit, v.Int64 = statute.DueDays, statute.Days, -1 }), statute.ErrValue},
		"no date":                     {with(good, func(v *statute.Value) { v.Name, v.Unit, v.Int64 = statute.RegimeBorder, statute.Day, 1<<40 }), statute.ErrValue},
	} {
		p, err := load(t).Overlay([]statute.Value{good, order, c.value})
		if !errors.Is(err, c.want) || p != nil || !strings.Contains(err.Error(), c.value.Name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if p, err := load(t).Overlay([]statute.Value{good, order}); err != nil {
		t.Error(err)
	} else if v, err := p.Value(statute.AllocationOrder, day(t, "2024-06-01")); err != nil || v != order {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestUnit_readsWhatItWrites(t *testing.T) {
	for _, unit := range []statute.Unit{statute.Ore, statute.Ppm, statute.Days, statute.Count, statute.Day, statute.Order} {
		rapid.Check(t, func(t *rapid.T) {
			v := rapid.Int64().Draw(t, "value")
			if unit == statute.Day {
				v = int64(rapid.Int32Range(int32(calendar.New(1, 1, 1)), int32(calendar.New(9999, 12, 31))).Draw(t, "date"))
			}
			read, err := unit.Parse(unit.Format(v))
			if err == nil && read != v {
				t.Fatalf("%s: %d is written %s and read %d", unit, v, unit.Format(v), read)
			}
			if free := unit == statute.Ore || unit == statute.Ppm || unit == statute.Day || unit != statute.Order && v >= 0; free != (err == nil) && unit != statute.Order {
				t.Fatalf("%s: %d: %v", unit, v, err)
			}
		})
	}
	if _, err := statute.Unit("kg").Parse("1"); err == nil {
		t.Error("there are values of an unknown unit")
	}
}
