package register_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
)

type report struct {
	party     identity.Number
	day       calendar.Date
	fp, hours bool
	amount    int32
}

// Test identities of Skatteverket (CC0).
var testParties = []identity.Number{193501096998, 193501259166, 193501277697, 197802242388, 198202252386}

func drawReport(t *rapid.T) report {
	return report{rapid.SampledFrom(testParties).Draw(t, "party"), calendar.New(2025, 1, 1) + calendar.Date(rapid.IntRange(0, 6).Draw(t, "day")),
		rapid.Bool().Draw(t, "fp"), rapid.Bool().Draw(t, "hours"), rapid.Int32Range(1, 2400).Draw(t, "amount")}
}

// The second implementation is a loop over the reports as they came.
func TestAbsences_sumLikeAPlainLoop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(drawReport), 0, 80).Draw(t, "reports")
		hours := rapid.SampledFrom([]int32{800, 750, 1000}).Draw(t, "full day")
		var b register.AbsencesBuilder
		for _, r := range all {
			if !b.Add(r.party, r.day, r.fp, r.hours, r.amount) {
				t.Fatalf("%+v is not kept", r)
			}
		}
		a := b.Build()
		if a.Len() != len(all) {
			t.Fatalf("%d of %d reports", a.Len(), len(all))
		}
		type asked struct {
			party identity.Number
			day   calendar.Date
			want  register.DayAbsence
		}
		var keys []uint64
		var order []asked
		for _, p := range testParties {
			for d := calendar.New(2024, 12, 30); d <= calendar.New(2025, 1, 9); d++ {
				q := asked{party: p, day: d}
				for _, r := range all {
					if r.party != p || r.day != d {
						continue
					}
					share := r.amount
					if r.hours {
						share = r.amount * 10_000 / hours
					}
					if q.want.Reports++; r.fp {
						q.want.FP += share
					} else {
						q.want.TFP += share
					}
				}
				if got := a.On(p, d, hours); got != q.want {
					t.Fatalf("%s %s: %+v, expected %+v", p.Masked(), d, got, q.want)
				}
				order = append(order, q)
			}
		}
		slices.SortFunc(order, func(x, y asked) int { return cmp.Or(cmp.Compare(x.party, y.party), cmp.Compare(x.day, y.day)) })
		for _, q := range order {
			key, ok := register.DayKey(q.party, q.day)
			if !ok {
				t.Fatal("no key")
			}
			keys = append(keys, key)
		}
		n := 0
		check := func(i int, d register.DayAbsence) {
			if n++; d != order[i].want {
				t.Fatalf("walking: %s %s: %+v, expected %+v", order[i].party.Masked(), order[i].day, d, order[i].want)
			}
		}
		a.Walk(keys, hours, check)
		for i := range keys { // few keys among many reports go another way
			a.Walk(keys[i:i+1], hours, func(_ int, d register.DayAbsence) { check(i, d) })
		}
		if n != 2*len(keys) {
			t.Fatalf("%d answers to %d questions", n, 2*len(keys))
		}
	})
}

func TestAbsences_keepsOnlyWhatFits(t *testing.T) {
	var b register.AbsencesBuilder
	for _, r := range []report{{16_5560269986, calendar.New(2025, 1, 1), false, false, 5}, {testParties[0], calendar.New(2019, 12, 31), false, false, 5},
		{testParties[0], calendar.New(2050, 1, 1), false, false, 5}, {testParties[0], calendar.New(2025, 1, 1), false, false, 0},
		{testParties[0], calendar.New(2025, 1, 1), false, false, 10_001}, {identity.None, calendar.New(2025, 1, 1), false, false, 1}} {
		if b.Add(r.party, r.day, r.fp, r.hours, r.amount) {
			t.Errorf("%+v is kept", r)
		}
	}
}

func TestSortKeys_isTheSortOfTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.Uint64()).Draw(t, "keys")
		low := rapid.SampledFrom([]int{0, 16, 40}).Draw(t, "low bits")
		with := make([]uint32, len(keys))
		for i := range with {
			with[i] = uint32(i)
		}
		want := slices.Clone(with)
		slices.SortStableFunc(want, func(x, y uint32) int { return cmp.Compare(keys[x]>>low, keys[y]>>low) })
		before := slices.Clone(keys)
		sorted := register.SortKeys(keys, with, low)
		if !slices.Equal(with, want) {
			t.Fatalf("%v, expected %v", with, want)
		}
		for i, at := range with {
			if sorted[i] != before[at] {
				t.Fatalf("place %d holds another key than what belongs to it", i)
			}
		}
	})
}

// Every amount in hours there can be is the same share of a full day, whether it is
// divided or, when many are looked up, multiplied.
func TestAbsences_walkDividesExactly(t *testing.T) {
	var b register.AbsencesBuilder
	var keys []uint64
	var days []calendar.Date
	for amount := range int32(10_000) {
		party, day := testParties[amount/5000], calendar.New(2020, 1, 1)+calendar.Date(amount%5000)
		key, ok := register.DayKey(party, day)
		if !ok || !b.Add(party, day, amount%2 == 0, true, amount+1) {
			t.Fatalf("%s is not kept", day)
		}
		keys, days = append(keys, key), append(days, day)
	}
	a := b.Build()
	for _, hours := range []int32{1, 99, 100, 101, 333, 750, 799, 800, 801, 1000, 2400, 4096, 5999, 6000, 6001, 20_000} {
		a.Walk(keys, hours, func(i int, d register.DayAbsence) {
			if want := a.On(testParties[i/5000], days[i], hours); d != want {
				t.Fatalf("%d hundredths of a day of %d: %+v, expected %+v", i+1, hours, d, want)
			}
		})
	}
}

// So many keys are divided before they are sorted.
func TestSortKeys_ofManyIsTheSortOfTheLibrary(t *testing.T) {
	const n = 100_000
	for name, key := range map[string]func(rng *rand.Rand) uint64{
		"people and days": func(rng *rand.Rand) uint64 { return (19_500_101_000+rng.Uint64N(500_000))<<13 | rng.Uint64N(365) },
		"anything":        func(rng *rand.Rand) uint64 { return rng.Uint64() >> 8 },
		"one far away":    func(rng *rand.Rand) uint64 { return rng.Uint64N(1<<20) | (rng.Uint64N(n)/(n-1))<<50 },
		"few":             func(rng *rand.Rand) uint64 { return rng.Uint64N(3) << 40 },
		"one":             func(rng *rand.Rand) uint64 { return 7 },
	} {
		rng := rand.New(rand.NewPCG(5, 6))
		keys, with := make([]uint64, n), make([]uint32, n)
		for i := range keys {
			keys[i], with[i] = key(rng)<<4|rng.Uint64N(16), uint32(i)
		}
		want := slices.Clone(with)
		slices.SortStableFunc(want, func(x, y uint32) int { return cmp.Compare(keys[x]>>4, keys[y]>>4) })
		before := slices.Clone(keys)
		alone := register.SortKeys(slices.Clone(keys), nil, 4)
		sorted := register.SortKeys(keys, with, 4)
		if !slices.Equal(with, want) || !slices.Equal(sorted, alone) {
			t.Errorf("%s: in another order than the library's", name)
		}
		for i, at := range with {
			if sorted[i] != before[at] {
				t.Fatalf("%s: place %d holds another key than what belongs to it", name, i)
			}
		}
	}
}

func BenchmarkAbsences_buildUnsorted(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 5_000_000
	parties := make([]identity.Number, n)
	for i := range parties {
		parties[i] = identity.Number(195001010000 + rng.Int64N(5_00_00_0000))
	}
	for b.Loop() {
		var build register.AbsencesBuilder
		build.Grow(n)
		for i := range n {
			build.Add(parties[i], calendar.New(2025, 1, 1)+calendar.Date(i%300), false, true, 800)
		}
		build.Build()
	}
}
