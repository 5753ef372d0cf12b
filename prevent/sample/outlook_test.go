package sample_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"balans/law/money"
	"balans/prevent/sample"
)

// The same sizes again are expected to give the margin they gave, where it was one of
// the normal interval.
func TestExpect_theSameSizesGiveTheSameMargin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, list := judgedSample(t, false)
		j := judge(t, d, list)
		o, err := j.Outlook()
		if err != nil {
			t.Fatal(err)
		}
		sizes := map[string]int{}
		for _, s := range d.Strata() {
			sizes[s.Name] = len(s.Drawn)
		}
		for _, s := range o.Strata {
			if s.Spread <= 0 {
				t.Fatalf("the spread is %s", s.Spread)
			}
			if s.Guessed || s.Spread < 1000 { // so that a spread in whole öre is near enough
				return
			}
		}
		e, err := o.Expect(sample.Design{Allocation: sample.Given, Sizes: sizes})
		if err != nil || e.Size != d.Len() {
			t.Fatal(e, err)
		}
		for _, s := range j.Estimate().Total.Steps {
			if s.Sort == sample.StepMargin && !near(float64(e.Margin), float64(s.Value), 0.004, 2) && e.Factor == j.Estimate().Total.Factor {
				t.Fatalf("expected %s, it was %s", e.Margin, money.Amount(s.Value))
			}
		}
	})
}

// history is three strata with errors known beforehand.
func history(t testing.TB) sample.Outlook {
	var all []sample.Item
	errors := map[string]money.Amount{}
	for i := range 6000 {
		it := sample.Item{ID: fmt.Sprint("P", i), Stratum: string(rune('A' + i%3)), Paid: money.Amount(100_000 * (1 + i%3*i%7))}
		if all = append(all, it); i%(11-3*(i%3)) == 0 {
			errors[it.ID] = it.Paid / 2
		}
	}
	d := take(t, sample.Plan{Seed: "history", Design: sample.Design{Allocation: sample.Proportional, Size: 600}}, all)
	o, err := judge(t, d, findings(d, errors)).Outlook()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestRequired_isTheSizeFromWhichTheMarginIsReached(t *testing.T) {
	o := history(t)
	for _, a := range []sample.Allocation{sample.Proportional, sample.ByPaid, sample.Neyman} {
		last := 0
		for _, wanted := range []money.Amount{money.Kronor(2_000_000), money.Kronor(500_000), money.Kronor(100_000), money.Kronor(10_000), 0} {
			e, err := o.Required(wanted, sample.Design{Allocation: a})
			if err != nil || e.Margin > wanted || e.Size < last {
				t.Fatalf("%s, %s wanted: %+v %v", a, wanted, e, err)
			}
			last = e.Size
			d := sample.Design{Allocation: a, Size: e.Size - 1}
			if one, err := o.Expect(d); err == nil && one.Margin <= wanted {
				t.Errorf("%s, %s wanted: one less than %d gives %s", a, wanted, e.Size, one.Margin)
			}
		}
		if last != 6000 {
			t.Errorf("%s: no margin takes %d, not all 6000", a, last)
		}
	}
}

// Cochran's formula (1977, 5.46): with Neyman's sizes n = (ΣNS)²/(V + ΣNS²), where V is
// the square of margin over factor.
func TestRequired_isThatOfTheFormula(t *testing.T) {
	o := history(t)
	wanted := money.Kronor(300_000)
	e, err := o.Required(wanted, sample.Design{Allocation: sample.Neyman})
	if err != nil {
		t.Fatal(err)
	}
	sum, squares := 0.0, 0.0
	for _, s := range o.Strata {
		sum += float64(s.Items) * float64(s.Spread)
		squares += float64(s.Items) * math.Pow(float64(s.Spread), 2)
	}
	v := math.Pow(float64(wanted)/(float64(e.Factor)/1e6), 2)
	if want := sum * sum / (v + squares); !near(float64(e.Size), want, 0.01, 2) {
		t.Errorf("%d, the formula gives %.1f", e.Size, want)
	}
}

func TestExpect_largerSamplesAreNarrowerAndNeymanNarrowest(t *testing.T) {
	o := history(t)
	last := money.Amount(math.MaxInt64)
	for _, size := range []int{10, 50, 200, 1000, 5000} {
		even, err := o.Expect(sample.Design{Allocation: sample.Proportional, Size: size})
		if err != nil || even.Margin >= last {
			t.Errorf("%d: %s after %s, %v", size, even.Margin, last, err)
		}
		best, err := o.Expect(sample.Design{Allocation: sample.Neyman, Size: size})
		if err != nil || size > 10 && best.Margin > even.Margin {
			t.Errorf("%d: Neyman gives %s, proportional %s, %v", size, best.Margin, even.Margin, err)
		}
		last = even.Margin
	}
}

func TestOutlook_refusesWhatIsNotKnown(t *testing.T) {
	d := take(t, sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 30}}, threeBenefits())
	if _, err := judge(t, d, findings(d, nil)[:21]).Outlook(); err == nil {
		t.Error("one item judged has a spread")
	}
	o, err := judge(t, d, findings(d, nil)).Outlook()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range o.Strata { // √(q(1 − q)·Σp²/n), for the population's mean paid
		sum, squares := 0.0, 0.0
		for _, x := range d.Strata()[i].Drawn {
			sum, squares = sum+float64(x.Paid), squares+math.Pow(float64(x.Paid), 2)
		}
		q := 1 - math.Pow(0.05, 0.1)
		want := math.Sqrt(q*(1-q)*squares/10) * float64(s.Paid) / float64(s.Items) / (sum / 10)
		if !s.Guessed || !near(float64(s.Spread), want, 0.001, 1) {
			t.Errorf("without an error found: %+v, want %.2f", s, want)
		}
	}
	if _, err := o.Required(1, sample.Design{Allocation: sample.Given}); err == nil {
		t.Error("a size was sought for sizes that are given")
	}
	if _, err := o.Required(-1, sample.Design{Allocation: sample.Proportional}); err == nil {
		t.Error("a margin below zero was reached")
	}
	o.Strata[0].Spread = 0
	if _, err := o.Expect(sample.Design{Allocation: sample.Proportional, Size: 30}); err == nil {
		t.Error("a spread of zero was taken")
	}
	o = sample.Outlook{Strata: []sample.Expected{{Count: sample.Count{Stratum: "A", Items: 60_000_000, Paid: 1 << 50}, Spread: 1 << 40}}}
	if _, err := o.Required(1, sample.Design{Allocation: sample.Proportional}); err == nil {
		t.Error("more than a million are to be drawn")
	}
	if _, err := (sample.Outlook{}).Required(1, sample.Design{Allocation: sample.Proportional}); err == nil {
		t.Error("nothing has a size")
	}
}
