package sample_test

import (
	"fmt"
	"maps"
	"math"
	"testing"

	"pgregory.net/rapid"

	"balans/law/money"
	"balans/prevent/sample"
)

// equal makes one stratum of equal payouts, judged with so many of them wrong in full.
func equal(t rapid.TB, items, size, bad int) *sample.Estimate {
	var all []sample.Item
	for i := range items {
		all = append(all, sample.Item{ID: fmt.Sprint("P", i), Stratum: "A", Paid: 1000})
	}
	d := take(t, sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Proportional, Size: size}}, all)
	errors := map[string]money.Amount{}
	for _, id := range ids(d.Strata()[0])[:bad] {
		errors[id] = 1000
	}
	return judge(t, d, findings(d, errors)).Estimate()
}

// A worked example: 100 of 10 000 payouts of 10 kr, 40 of them wrong. The share is 40 %;
// s² = 0.4·0.6·100/99, its standard error √(0.99·s²/100) = 4.8990 %, and with Student's
// factor for 99 degrees of freedom (80 stand in the table: 1.990064) the margin 9.7493 %.
// The exact binomial limits for 40 of 100 are 30.329 and 50.279 %: the upper one is
// wider, the lower one is not.
func TestEstimate_workedExample(t *testing.T) {
	f := equal(t, 10_000, 100, 40).Total
	se := math.Sqrt(0.99 * 0.4 * 0.6 / 99)
	if f.Amount != money.Kronor(40_000) || f.Ppm != 400_000 || f.Freedom != 99 || f.Factor != 1_990_064 ||
		!near(float64(f.StandardError), 1e7*se, 0, 1) || !near(float64(f.High), 5_027_908, 1e-4, 0) || !near(float64(f.Low), 4e6-1e7*se*1.990064, 0, 2) {
		t.Errorf("%+v; the standard error is to be %.0f", f, 1e7*se)
	}
	want := [2]string{
		"Felaktigt utbetalt skattas till 40\u00a0000,00\u00a0kr av 100\u00a0000,00\u00a0kr (40,00\u00a0%), med 95 procents säkerhet mellan 30\u00a0250,71\u00a0kr och 50\u00a0279,78\u00a0kr (30,25\u00a0% till 50,28\u00a0%).",
		"Wrongly paid is estimated at 40\u00a0000,00\u00a0kr of 100\u00a0000,00\u00a0kr (40.00\u00a0%), with 95 per cent confidence between 30\u00a0250,71\u00a0kr and 50\u00a0279,78\u00a0kr (30.25\u00a0% to 50.28\u00a0%)."}
	if got := f.Text(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// Without an error the upper limit is the exact binomial bound, 1 − 0.05^(1/n), near
// three nths; and it falls as the sample grows.
func TestEstimate_noErrorFoundIsNotNone(t *testing.T) {
	last := money.Amount(math.MaxInt64)
	for _, size := range []int{2, 3, 10, 59, 300, 2000} {
		f := equal(t, 20_000, size, 0).Total
		want := 2e7 * (1 - math.Pow(0.05, 1/float64(size)))
		if f.Amount != 0 || f.Low != 0 || f.High <= 0 || f.High >= last || !near(float64(f.High), want, 0, 2) {
			t.Errorf("%d judged: %s to %s, want %.2f", size, f.Low, f.High, want/100)
		}
		if size >= 59 && !near(float64(f.High), 2e7*3/float64(size), 0.03, 0) {
			t.Errorf("%d judged: %s is far from three nths", size, f.High)
		}
		all := equal(t, 20_000, size, size).Total
		if all.Amount != all.Paid || all.High != all.Paid || !near(float64(all.Low), 2e7-want, 0, 2) {
			t.Errorf("all %d wrong: %s to %s, want %.2f", size, all.Low, all.High, (2e7-want)/100)
		}
		last = f.High
	}
}

// Finding an error never lowers the upper limit. The limits are those of Student or of
// Clopper and Pearson, whichever is wider; these are computed here from the binomial
// distribution itself.
func TestEstimate_fewErrorsHaveARoomyLimit(t *testing.T) {
	for _, size := range []int{3, 10, 60, 400} {
		last := money.Amount(0)
		for bad := 0; bad <= min(size, 60); bad++ {
			f := equal(t, 20_000, size, bad).Total
			if f.High < last || f.High == last && f.High < f.Paid {
				t.Errorf("%d of %d wrong: the upper limit falls from %s to %s", bad, size, last, f.High)
			}
			if last = f.High; bad == 0 || bad == size {
				continue
			}
			share, student := float64(bad)/float64(size), float64(f.Factor)/1e6*float64(f.StandardError)
			high := math.Min(math.Max(2e7*share+student, 2e7*clopperPearson(bad, size)), 2e7-float64(1000*(size-bad)))
			low := math.Max(math.Min(2e7*share-student, 2e7-2e7*clopperPearson(size-bad, size)), float64(1000*bad))
			if !near(float64(f.High), high, 0.004, 2) || !near(float64(f.Low), low, 0, 0.004*(2e7-low)+2) {
				t.Errorf("%d of %d wrong: %s to %s, exact are %.2f and %.2f", bad, size, f.Low, f.High, low/100, high/100)
			}
		}
	}
}

// clopperPearson is the share at which so few or fewer of n come 2.5 times in a hundred.
func clopperPearson(k, n int) float64 {
	low, high := 0.0, 1.0
	for range 60 {
		p, sum := (low+high)/2, 0.0
		for i := range k + 1 {
			a, _ := math.Lgamma(float64(n + 1))
			b, _ := math.Lgamma(float64(i + 1))
			c, _ := math.Lgamma(float64(n - i + 1))
			sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
		}
		if sum > 0.025 {
			low = p
		} else {
			high = p
		}
	}
	return low
}

// The bound over two strata is the largest that any pair of shares can give: all pairs
// on a fine grid are tried.
func TestEstimate_boundOverStrataIsTheWorstCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := map[string]int{"A": rapid.IntRange(2, 60).Draw(t, "a"), "B": rapid.IntRange(2, 60).Draw(t, "b")}
		paid := map[string]money.Amount{"A": money.Amount(rapid.Int64Range(1, 5000).Draw(t, "paid a")), "B": money.Amount(rapid.Int64Range(1, 5000).Draw(t, "paid b"))}
		var all []sample.Item
		for i := range 2000 {
			s := string(rune('A' + i%2))
			all = append(all, sample.Item{ID: fmt.Sprint(i), Stratum: s, Paid: paid[s]})
		}
		d := take(t, sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Given, Sizes: sizes}}, all)
		f := judge(t, d, findings(d, nil)).Estimate().Total
		a, b := 1000*float64(paid["A"]), 1000*float64(paid["B"])
		worst := 0.0
		for i := range 20_001 {
			p := float64(i) / 20_000
			left := 0.05 / math.Pow(1-p, float64(sizes["A"]))
			if left > 1 {
				break
			}
			worst = math.Max(worst, a*p+b*(1-math.Pow(left, 1/float64(sizes["B"]))))
		}
		if float64(f.High) < worst-1e-6*worst-1 || float64(f.High) > worst*1.001+3 {
			t.Fatalf("%s; the worst case is %.2f", f.High, worst/100)
		}
	})
}

// Student's factor is checked by integrating his distribution.
func TestFigure_factorIsStudents(t *testing.T) {
	for _, size := range []int{2, 3, 5, 11, 31, 61, 101} {
		f := equal(t, 1000, size, 1).Total
		degrees := float64(size - 1)
		if f.Freedom != int64(size-1) {
			t.Fatalf("%d judged: %d degrees of freedom", size, f.Freedom)
		}
		a, _ := math.Lgamma((degrees + 1) / 2)
		b, _ := math.Lgamma(degrees / 2)
		c := math.Exp(a-b) / math.Sqrt(degrees*math.Pi)
		// With x = √ν·tan θ the density becomes c·√ν·cos^(ν−1) θ, which is smooth (Simpson).
		end := math.Atan(float64(f.Factor) / 1e6 / math.Sqrt(degrees))
		const parts = 2000
		sum := 0.0
		for i := range parts + 1 {
			weight := 2 + 2*float64(i%2)
			if i == 0 || i == parts {
				weight = 1
			}
			sum += weight * c * math.Sqrt(degrees) * math.Pow(math.Cos(end*float64(i)/parts), degrees-1)
		}
		if inside := 2 * sum * end / parts / 3; !near(inside, 0.95, 0, 2e-7) {
			t.Errorf("%v degrees: %.7f inside %d", degrees, inside, f.Factor)
		}
	}
}

// What each note says is computed here from its definition.
func TestFigure_notesSayWhatIsSo(t *testing.T) {
	var all []sample.Item
	for i := range 900 {
		it := sample.Item{ID: fmt.Sprint("P", i), Stratum: string(rune('A' + i%3)), Paid: 1000}
		if it.Stratum == "C" { // a few are large
			it.Paid = 10 + 100_000*money.Amount(i%5/4)
		}
		all = append(all, it)
	}
	d := take(t, sample.Plan{Seed: "notes", Design: sample.Design{Allocation: sample.Given, Sizes: map[string]int{"A": 20, "B": 10, "C": 8}}}, all)
	errors := map[string]money.Amount{}
	for _, s := range d.Strata()[1:] {
		for i, x := range s.Drawn {
			if s.Name == "B" || i%2 == 0 {
				errors[x.ID] = x.Paid
			}
		}
	}
	e := judge(t, d, findings(d, errors)).Estimate()
	c := cellsOf(d, findings(d, errors), func(sample.Wrong) bool { return true })[2]
	sum, square := 0.0, 0.0
	for _, p := range c.p {
		sum, square = sum+p, square+p*p
	}
	cv := math.Sqrt((1 - 8.0/300) / 8 * (square - sum*sum/8) / 7 / (sum * sum / 64))
	notes := map[sample.NoteSort]sample.Note{}
	for _, n := range e.Total.Notes {
		notes[n.Sort] = n
	}
	want := map[sample.NoteSort]sample.Note{
		sample.NoteFew: {sample.NoteFew, "", 14}, sample.NoteClean: {sample.NoteClean, "A", 20}, sample.NoteSpoilt: {sample.NoteSpoilt, "B", 10},
		sample.NoteStudent: {sample.NoteStudent, "", 7}, sample.NoteBias: {sample.NoteBias, "", int64(math.Ceil(100 * cv))},
	}
	if !maps.Equal(notes, want) {
		t.Errorf("%v\nwant %v", notes, want)
	}
	steps := map[sample.StepSort]float64{}
	for _, s := range e.Total.Steps {
		steps[s.Sort] = float64(s.Value)
	}
	clean, spoilt := 3e5*(1-math.Pow(0.025, 1.0/20)), 3e5*(1-math.Pow(0.025, 1.0/10))
	if !near(steps[sample.StepClean], clean, 0, 1.01) || !near(steps[sample.StepCleanLargest], clean, 0, 1.01) || !near(steps[sample.StepSpoilt], spoilt, 0, 1.01) {
		t.Errorf("the bounds are %.0f, %.0f and %.0f; want %.2f and %.2f", steps[sample.StepClean], steps[sample.StepCleanLargest], steps[sample.StepSpoilt], clean, spoilt)
	}
	if f := equal(t, 1000, 100, 40).Total; len(f.Notes) != 0 {
		t.Errorf("a plain sample has notes: %v", f.Notes)
	}
}

// What nobody has seen may be the largest payouts of all.
func TestFigure_highLargestCountsOnTheLargest(t *testing.T) {
	var all []sample.Item
	for i := range 10_000 {
		all = append(all, sample.Item{ID: fmt.Sprint("P", i), Stratum: "A", Paid: 100 + 300*money.Amount(i%2)})
	}
	d := take(t, sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Proportional, Size: 50}}, all)
	f := judge(t, d, findings(d, nil)).Estimate().Total
	share := 1 - math.Pow(0.05, 1.0/50)
	if !near(float64(f.High), share*2_500_000, 0, 1.01) || !near(float64(f.HighLargest), share*4_000_000, 0, 1.01) {
		t.Errorf("%d and %d; want %.1f and %.1f", f.High, f.HighLargest, share*2_500_000, share*4_000_000)
	}
}
