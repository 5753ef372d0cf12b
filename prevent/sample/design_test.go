package sample_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"balans/law/money"
	"balans/prevent/sample"
)

func counts(most int64) *rapid.Generator[[]sample.Count] {
	return rapid.Custom(func(t *rapid.T) []sample.Count {
		all := make([]sample.Count, rapid.IntRange(1, 5).Draw(t, "strata"))
		for i := range all {
			all[i] = sample.Count{Stratum: fmt.Sprint("S", i), Items: rapid.Int64Range(1, most).Draw(t, "items"), Paid: money.Amount(rapid.Int64Range(1, 1<<40).Draw(t, "paid"))}
		}
		return all
	})
}

func TestAllocate_sizesAddUpAndNeverShrink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strata := counts(300).Draw(t, "strata")
		d := sample.Design{Allocation: rapid.SampledFrom([]sample.Allocation{sample.Proportional, sample.ByPaid, sample.Neyman}).Draw(t, "allocation"),
			Least: rapid.SampledFrom([]int{0, 2, 7}).Draw(t, "least")}
		low, high := 0, 0
		if d.Allocation == sample.Neyman {
			d.Spread = map[string]money.Amount{}
		}
		for _, s := range strata {
			low += int(min(s.Items, int64(max(2, d.Least))))
			high += int(s.Items)
			if d.Spread != nil {
				d.Spread[s.Stratum] = money.Amount(rapid.Int64Range(1, 1<<50).Draw(t, "spread"))
			}
		}
		var before []int
		for d.Size = low; d.Size <= high; d.Size += 1 + (high-low)/20 {
			sizes, err := d.Allocate(strata)
			if err != nil {
				t.Fatal(err)
			}
			sum := 0
			for i, n := range sizes {
				sum += n
				if int64(n) > strata[i].Items || int64(n) < min(strata[i].Items, int64(max(2, d.Least))) || before != nil && n < before[i] {
					t.Fatalf("size %d: %v after %v", d.Size, sizes, before)
				}
			}
			if sum != d.Size {
				t.Fatalf("%v adds up to %d, not %d", sizes, sum, d.Size)
			}
			before = sizes
		}
		d.Size = high + 1
		if _, err := d.Allocate(strata); err == nil {
			t.Fatalf("%d of %d were given", d.Size, high)
		}
	})
}

// Proportional sizes are within one of the exact share where the least does not bind.
func TestAllocate_proportionalFollowsTheCounts(t *testing.T) {
	strata := []sample.Count{{Stratum: "A", Items: 500_000, Paid: 1}, {Stratum: "B", Items: 300_000, Paid: 8}, {Stratum: "C", Items: 200_000, Paid: 1}}
	for _, c := range []struct {
		by   sample.Allocation
		size int
		want [3]int
	}{{sample.Proportional, 1000, [3]int{500, 300, 200}}, {sample.Proportional, 10, [3]int{5, 3, 2}}, {sample.ByPaid, 1000, [3]int{100, 800, 100}}} {
		got, err := sample.Design{Allocation: c.by, Size: c.size}.Allocate(strata)
		if err != nil || [3]int(got) != c.want {
			t.Errorf("%s %d: %v %v, want %v", c.by, c.size, got, err, c.want)
		}
	}
}

// Of all divisions into whole numbers, Neyman's has the least variance.
func TestAllocate_neymanIsTheBestOfAllDivisions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strata := counts(12).Draw(t, "strata")[:1]
		strata = append(strata, counts(12).Draw(t, "more")...)
		spread, least, all := map[string]money.Amount{}, 0, 0
		for i := range strata {
			strata[i].Stratum = fmt.Sprint("S", i)
			spread[strata[i].Stratum] = money.Amount(rapid.Int64Range(1, 50).Draw(t, "spread"))
			least += int(min(strata[i].Items, 2))
			all += int(strata[i].Items)
		}
		size := rapid.IntRange(least, min(all, least+8)).Draw(t, "size")
		variance := func(sizes []int) (v float64) {
			for i, s := range strata {
				ns := float64(s.Items) * float64(spread[s.Stratum])
				v += ns * ns * (1/float64(sizes[i]) - 1/float64(s.Items))
			}
			return v
		}
		best := math.Inf(1)
		sizes := make([]int, len(strata))
		var try func(i, left int)
		try = func(i, left int) {
			if i == len(strata) {
				if left == 0 {
					best = min(best, variance(sizes))
				}
				return
			}
			for n := int(min(strata[i].Items, 2)); n <= int(strata[i].Items) && n <= left; n++ {
				sizes[i] = n
				try(i+1, left-n)
			}
		}
		try(0, size)
		got, err := sample.Design{Allocation: sample.Neyman, Size: size, Spread: spread}.Allocate(strata)
		if err != nil || variance(got) > best*(1+1e-12)+1e-9 {
			t.Fatalf("%v %v: variance %g, the best is %g", got, err, variance(got), best)
		}
	})
}
