package parental_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/parental"
)

// Days are left while the used and the one asked for are no more than there are; what is not
// stated is not known, and never nothing.
func TestLeft_againstAPlainCount(t *testing.T) {
	law := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		born := calendar.New(2014, 1, 1).AddDays(rapid.IntRange(0, 4300).Draw(t, "born"))
		child := parental.Child{Born: born, Begins: calendar.None, Resident: calendar.None, Siblings: rapid.Int64Range(0, 2).Draw(t, "siblings")}
		day := calendar.Later(born, calendar.New(2026, 1, 1)) + calendar.Date(rapid.IntRange(0, 200).Draw(t, "day"))
		stated := func(name string, most int) *parental.Eighths {
			if rapid.IntRange(0, 3).Draw(t, name+" stated") == 0 {
				return nil
			}
			n := parental.Days(int64(most)) + parental.Eighths(rapid.IntRange(-12, 8).Draw(t, name))
			return &n
		}
		// 480 days of which 90 on the lowest level; 180 more for each sibling, of which the
		// second child has 90 on the lowest (SFB 12:12, 12:19, 12:42).
		higher, lowest, after := 390, 90, 96+36*int(child.Siblings)
		switch child.Siblings {
		case 1:
			higher, lowest = 480, 180
		case 2:
			higher, lowest = 660, 180
		}
		f, err := law.Frame(child, day)
		if err != nil || f.SicknessOrBase != int64(higher) || f.Lowest != int64(lowest) {
			t.Fatalf("%+v %v; expected %d and %d", f, err, higher, lowest)
		}
		level := rapid.SampledFrom(everyLevel).Draw(t, "level")
		on := rapid.SampledFrom([]parental.Compensation{parental.SicknessLevel, parental.BaseLevel, parental.LowestLevel}).Draw(t, "compensation")
		used := parental.UsedDays{SicknessOrBase: stated("higher", higher), Lowest: stated("lowest", lowest), AfterFourth: stated("after", after)}
		got, err := law.Left(child, used, level, on, day)
		if err != nil {
			t.Fatal(err)
		}
		want := parental.Yes
		hold := func(used *parental.Eighths, most int) {
			switch {
			case used == nil && want == parental.Yes:
				want = parental.NotShown
			case used != nil && int64(*used)+int64(level) > int64(most)*8:
				want = parental.No
			}
		}
		if on == parental.LowestLevel {
			hold(used.Lowest, lowest)
		} else {
			hold(used.SicknessOrBase, higher)
		}
		if y := born.AddYears(4); day >= y {
			hold(used.AfterFourth, after)
		}
		if want == parental.Yes && day >= born.AddYears(12) {
			want = parental.NotShown
		}
		if got.Outcome != want || (got.Outcome == parental.NotShown) && len(got.Missing) == 0 {
			t.Fatalf("%s; expected %s: %+v", got.Outcome, want, got)
		}
	})
}

// A child that came later has days that the law does not divide in numbers, and days used
// are not below zero.
func TestLeft_whatIsNotKnownOrCannotBe(t *testing.T) {
	law, day, minus := rules(t), calendar.New(2026, 3, 2), parental.Days(-1)
	child := parental.Child{Born: calendar.New(2023, 5, 1), Begins: calendar.None, Resident: calendar.New(2025, 1, 1)}
	if got, err := law.Left(child, parental.UsedDays{}, parental.Full, parental.SicknessLevel, day); err != nil || got.Outcome != parental.NotShown || got.Missing[0].Fact != "split" {
		t.Errorf("%+v %v", got, err)
	}
	child.Resident = calendar.None
	for want, err := range map[string]error{
		"used":         second(law.Left(child, parental.UsedDays{Lowest: &minus}, parental.Full, parental.LowestLevel, day)),
		"level":        second(law.Left(child, parental.UsedDays{}, 3, parental.LowestLevel, day)),
		"compensation": second(law.Left(child, parental.UsedDays{}, parental.Full, "", day)),
	} {
		if err == nil || !strings.Contains(err.Error(), "parental: "+want+":") {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func second(_ parental.Left, err error) error { return err }

// An income lower than an SGI can be is computed as it was decided, and doubted (SFB 25:3):
// 24 per cent of 59 200 kronor is 14 208.
func TestFloor_isDoubted(t *testing.T) {
	law, day := rules(t), calendar.New(2026, 3, 2)
	for sgi, doubted := range map[int64]bool{0: false, 14_207: true, 14_208: false, 360_000: false} {
		income := parental.Income{Other: money.Kronor(sgi)}
		tfp, err := law.Temporary(parental.TemporaryClaim{SGI: income, Days: []parental.TemporaryDay{{On: day, Level: parental.Full}}})
		fp, err2 := law.Parental(parental.ParentalDay{On: day, SGI: income, Level: parental.Full, Insured: parental.ByBoth, Before: parental.Days(200), Begins: calendar.None})
		sick, err3 := law.Sickness(parental.SicknessClaim{SGI: income, Rate: parental.NormalRate, Days: []parental.SicknessDay{{On: day, Level: parental.Full}}})
		if err != nil || err2 != nil || err3 != nil {
			t.Fatal(err, err2, err3)
		}
		for what, doubts := range map[string][]parental.Missing{"tfp": tfp.Doubts, "fp": fp.Doubts, "sickness": sick.Doubts} {
			if (len(doubts) == 1) != doubted || doubted && (doubts[0].Law != "SFB 25:3" || !strings.Contains(doubts[0].Says.Sv, fmt.Sprint("14", "\u00a0", "208"))) {
				t.Errorf("%s of %d kronor: %+v", what, sgi, doubts)
			}
		}
	}
}
