package directive

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
)

// creditOf finds the credit finding of the sample's own item.
func creditOf(t rapid.TB, l *Letter) Finding {
	for _, f := range Check(l) {
		if f.ID == "credit UO4 2:1 ap.1" {
			return f
		}
	}
	t.Fatal("no finding about the credit")
	return Finding{}
}

// changedLetter is the sample with the item's amount changed in a month while its credit
// still rests on the amount before. The plan is made for planned.
func changedLetter(before, now, planned int64, month int, percent int64) *Letter {
	l := sample()
	g := &l.Appropriations[1].Groups[0]
	g.Amount, g.Items[0].Amount = inTkr(71, now), inTkr(72, now)
	l.Frames[4].Credit, l.Frames[4].Percent = inTkr(94, before*percent/100), int(percent)*100
	l.Frames[4].CarryOver = fmt.Sprint(percent, " %")
	l.Plan = planOf(110, 2031, "UO4 2:1 ap.1", planned, now, month)
	return l
}

// bases tries every amount up to a limit: those that a credit is the percentage of and,
// with a plan, those whose plan changed in some month gives the printed payments. It
// shares nothing with the search it checks.
func bases(l *Letter, percent, limit int64, planned bool) (fit []int64) {
	now := int64(l.Appropriations[1].Groups[0].Items[0].Amount.Amount / tkr)
	credit := int64(l.Frames[4].Credit.Amount / tkr)
	var printed [12]int64
	for i, p := range l.Plan.Payments {
		printed[i] = int64(p.Sum.Amount / tkr)
	}
	for b := int64(0); b <= limit; b++ {
		if b*percent/100 != credit {
			continue
		}
		fits := !planned
		for month := 2; month <= 12 && !fits; month++ {
			fits = payments(b, now, month) == printed
		}
		if fits {
			fit = append(fit, b)
		}
	}
	return fit
}

func TestCredit_findsTheEarlierAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.Int64Range(5_000, 9_000).Draw(t, "amount before")
		change := rapid.Int64Range(1, 10).Draw(t, "change") * 100
		if rapid.Bool().Draw(t, "odd change") {
			change += rapid.Int64Range(1, 99).Draw(t, "odd")
		}
		if rapid.Bool().Draw(t, "less") {
			change = -change
		}
		month := rapid.IntRange(2, 12).Draw(t, "month")
		percent := rapid.Int64Range(1, 3).Draw(t, "percent")
		l := changedLetter(before, before+change, before, month, percent)
		f := creditOf(t, l)
		if f.Verdict != DoesNotHold || len(f.Earlier) == 0 || !f.Earlier[0].Plan || f.Earlier[0].From != l.Plan.Payments[month-1].Date {
			t.Fatalf("%+v", f)
		}
		e := f.Earlier[0]
		fit := bases(l, percent, 12_000, true)
		if len(fit) == 0 || e.Low != money.Amount(fit[0])*tkr || e.High != money.Amount(fit[len(fit)-1])*tkr {
			t.Fatalf("interval %s–%s, tried %v", e.Low, e.High, fit)
		}
		if change%100 == 0 && (!e.Known || e.Amount != money.Amount(before)*tkr || e.Change != money.Amount(change)*tkr) {
			t.Fatalf("not singled out: %+v", e)
		}
		if e.Known && e.Amount+e.Change != money.Amount(before+change)*tkr {
			t.Fatalf("%s and %s do not make the amount", e.Amount, e.Change)
		}
		for _, other := range f.Earlier[1:] {
			if other.Plan {
				t.Fatalf("the plan agrees with two percentages: %+v", f.Earlier)
			}
		}
	})
}

func TestCredit_givesTheIntervalWithoutThePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.Int64Range(5_000, 9_000).Draw(t, "amount before")
		change := rapid.SampledFrom([]int64{-700, -250, 250, 700}).Draw(t, "change")
		percent := rapid.Int64Range(1, 3).Draw(t, "percent")
		l := changedLetter(before, before+change, before+change, 0, percent) // the plan is for the amount now
		f := creditOf(t, l)
		fit := bases(l, percent, 12_000, false)
		e := f.Earlier[0]
		if e.Plan || e.Known || e.From != calendar.None || e.Percent != int(percent)*100 {
			t.Fatalf("%+v", e)
		}
		if e.Low != money.Amount(fit[0])*tkr || e.High != money.Amount(fit[len(fit)-1])*tkr {
			t.Fatalf("interval %s–%s, tried %d–%d", e.Low, e.High, fit[0], fit[len(fit)-1])
		}
	})
}

// TestCredit_planForTheOldAmount: the appropriation was changed and neither credit nor
// plan followed.
func TestCredit_planForTheOldAmount(t *testing.T) {
	l := changedLetter(5_000, 5_000, 5_000, 0, 3)
	g := &l.Appropriations[1].Groups[0]
	g.Amount, g.Items[0].Amount = inTkr(71, 5_640), inTkr(72, 5_640)
	e := creditOf(t, l).Earlier[0]
	if !e.Plan || !e.Known || e.Amount != 5_000*tkr || e.Change != 640*tkr || e.From != calendar.None {
		t.Errorf("%+v", e)
	}
}

// TestCredit_learnsThePercentage: the letter's percentage is what most items have.
func TestCredit_learnsThePercentage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Int64Range(1, 10).Draw(t, "percent")
		l := sample()
		for i := range l.Frames[1:3] {
			f := &l.Frames[1+i]
			f.Credit = inTkr(f.Line, int64(l.Appropriations[0].Groups[1].Items[i].Amount.Amount/tkr)*p/100)
		}
		for _, f := range Check(l) {
			if f.Kind == CheckCredit && (f.Item == "UO4 1:2 ap.1" || f.Item == "UO4 1:2 ap.2") && (f.Verdict != Holds || f.Outcome != fmt.Sprint(p, " %")) {
				t.Fatalf("%s %s %s", f.ID, f.Verdict, f.Outcome)
			}
		}
	})
}

// TestShape_recognisesEveryPlan: any plan made for one amount and changed once has the
// shape it was made with.
func TestShape_recognisesEveryPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.Int64Range(1_200, 90_000).Draw(t, "before")
		change := rapid.Int64Range(-1_000, 1_000).Draw(t, "change")
		month := rapid.IntRange(2, 12).Draw(t, "month")
		p := planOf(1, 2031, "", before, before+change, month)
		s, ok := shapeOf(&p)
		if !ok || s.total != money.Amount(before+change)*tkr {
			t.Fatalf("%+v", s)
		}
		if s.isChanged() && (s.low > money.Amount(before)*tkr || s.high < money.Amount(before)*tkr) {
			t.Fatalf("%d is not within %s–%s", before, s.low, s.high)
		}
		i := rapid.IntRange(1, 10).Draw(t, "spoilt")
		p.Payments[i].Sum.Amount += 7 * tkr
		p.Payments[0].Sum.Amount -= 20_000 * tkr
		if s, ok := shapeOf(&p); ok && s.changed > 1 {
			t.Fatalf("a plan of three amounts has a shape: %+v", s)
		}
	})
}

// TestShape_lastTwo: with two payments left after the change, the first takes half of what
// is left, rounded down; anything else is no shape.
func TestShape_lastTwo(t *testing.T) {
	p := planOf(1, 2031, "", 12_000, 12_501, 11)
	if s, ok := shapeOf(&p); !ok || s.changed != 10 || s.later != 1_250*tkr || s.remainder() != tkr {
		t.Errorf("%+v %t", s, ok)
	}
	p.Payments[10].Sum.Amount -= 100 * tkr
	p.Payments[11].Sum.Amount += 100 * tkr
	if s, ok := shapeOf(&p); ok {
		t.Errorf("%+v", s)
	}
}
