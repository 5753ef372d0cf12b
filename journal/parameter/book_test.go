package parameter_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"

	"pgregory.net/rapid"
)

var firstDay, firstInstant = calendar.New(2023, 12, 1), calendar.StartOfDay(calendar.New(2023, 11, 1))

// drawnSetting is a setting of one of three parameters around the turn of 2024, known at
// one of a few instants.
func drawnSetting(t *rapid.T) parameter.Setting {
	s := parameter.Setting{KnownAt: firstInstant + calendar.Instant(rapid.IntRange(0, 5).Draw(t, "known")), Value: statute.Value{
		Name: rapid.SampledFrom([]string{statute.ReferenceRate, statute.StateLendingRate, statute.LateInterestSupplement}).Draw(t, "name"),
		Unit: statute.Ppm, Int64: 20_000 + rapid.Int64Range(1, 1000).Draw(t, "value"), Source: "drawn", Confidence: statute.Fictitious,
		From: firstDay + calendar.Date(rapid.IntRange(0, 50).Draw(t, "from")), To: calendar.None}}
	if !rapid.Bool().Draw(t, "open") {
		s.Value.To = s.Value.From + calendar.Date(rapid.IntRange(0, 20).Draw(t, "days"))
	}
	return s
}

// told is the value of a day as the settings say it, by going through them all.
func told(base *statute.Parameters, settings []parameter.Setting, name string, on calendar.Date, k calendar.Instant) (ppm int64, known bool) {
	if v, err := base.Value(name, on); err == nil {
		ppm, known = v.Int64, true
	}
	best := calendar.Instant(-1 << 63)
	for _, s := range settings {
		if s.Value.Name == name && s.KnownAt <= k && s.KnownAt >= best && s.Value.Period().Contains(on) {
			ppm, known, best = s.Value.Int64, true, s.KnownAt
		}
	}
	return ppm, known
}

func TestBook_isWhatWasToldByTheInstant(t *testing.T) {
	base := program(t)
	rapid.Check(t, func(t *rapid.T) {
		settings := rapid.SliceOfN(rapid.Custom(drawnSetting), 0, 12).Draw(t, "settings")
		b, err := parameter.NewBook(base, settings)
		if err != nil {
			t.Fatal(err)
		}
		for k := firstInstant - 1; k <= firstInstant+6; k++ {
			for _, name := range []string{statute.ReferenceRate, statute.StateLendingRate, statute.LateInterestSupplement} {
				for on := firstDay - 1; on < firstDay+75; on++ {
					want, known := told(base, settings, name, on, k)
					v, err := b.At(k).Value(name, on)
					if (err == nil) != known || v.Int64 != want || err != nil && !errors.Is(err, statute.ErrMissing) {
						t.Fatalf("%s on %s as known %s: %d %v, want %d %t", name, on, k, v.Int64, err, want, known)
					}
				}
			}
		}
		distinct := map[calendar.Instant]bool{}
		for _, s := range settings {
			distinct[s.KnownAt] = true
		}
		changes := b.Changes()
		for i, c := range changes {
			if !distinct[c] || i > 0 && changes[i-1] >= c || b.At(c) == b.At(c-1) {
				t.Fatalf("the changes are %v", changes)
			}
		}
		if len(changes) != len(distinct) {
			t.Fatalf("%d changes, want %d", len(changes), len(distinct))
		}
	})
}

func TestNewBook_leavesWhatItIsGivenAndNamesWhatItRefuses(t *testing.T) {
	late, early := rate(2024, 1), rate(2024, 2)
	late.KnownAt, early.KnownAt = firstInstant+1, firstInstant
	given := []parameter.Setting{late, early}
	b, err := parameter.NewBook(program(t), given)
	if err != nil || given[0] != late {
		t.Fatalf("%+v, %v", given, err)
	}
	b.Changes()[0] = 0
	if b.Changes()[0] != firstInstant {
		t.Error("the changes can be changed from outside")
	}
	unknown, never := late, rate(2024, 3)
	unknown.Value.Name = "of_a_later_program"
	for _, s := range []parameter.Setting{unknown, never} {
		if b, err := parameter.NewBook(program(t), []parameter.Setting{early, s}); err == nil || b != nil || !strings.Contains(err.Error(), s.Value.Name) {
			t.Errorf("%v", err)
		}
	}
}

// Many ask one book at once; the race detector watches.
func TestBook_mayBeAskedByManyAtOnce(t *testing.T) {
	var settings []parameter.Setting
	for i := range 50 {
		s := rate(2024, int64(i))
		s.KnownAt = firstInstant + calendar.Instant(i)
		settings = append(settings, s)
	}
	b, err := parameter.NewBook(program(t), settings)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 50 {
				if v, err := b.At(firstInstant+calendar.Instant(i)).Value(statute.StateLendingRate, calendar.New(2024, 6, 1)); err != nil || v.Int64 != int64(i) {
					t.Errorf("%+v, %v", v, err)
				}
			}
		})
	}
	wg.Wait()
}
