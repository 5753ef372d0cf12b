package money_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"balans/law/money"

	"pgregory.net/rapid"
)

var roundings = []money.Rounding{money.Down, money.Up, money.HalfUp, money.HalfEven}

func TestMulDiv_roundsAsTheRoundingIsNamed(t *testing.T) {
	cases := []struct {
		a, num, den                int64
		down, up, halfUp, halfEven money.Amount
	}{
		{a: 10, num: 1, den: 4, down: 2, up: 3, halfUp: 3, halfEven: 2},
		{a: 14, num: 1, den: 4, down: 3, up: 4, halfUp: 4, halfEven: 4},
		{a: 9, num: 1, den: 4, down: 2, up: 3, halfUp: 2, halfEven: 2},
		{a: 11, num: 1, den: 4, down: 2, up: 3, halfUp: 3, halfEven: 3},
		{a: -10, num: 1, den: 4, down: -2, up: -3, halfUp: -3, halfEven: -2},
		{a: 10, num: 1, den: -4, down: -2, up: -3, halfUp: -3, halfEven: -2},
		{a: -10, num: -1, den: 4, down: 2, up: 3, halfUp: 3, halfEven: 2},
		{a: 12, num: 1, den: 4, down: 3, up: 3, halfUp: 3, halfEven: 3},
		{a: 0, num: 7, den: 3},
		{a: 1, num: 1, den: 3, down: 0, up: 1, halfUp: 0, halfEven: 0},
	}
	for _, c := range cases {
		want := []money.Amount{c.down, c.up, c.halfUp, c.halfEven}
		for i, r := range roundings {
			got, err := money.MulDiv(money.Amount(c.a), c.num, c.den, r)
			if err != nil || got != want[i] {
				t.Errorf("%d·%d/%d %s = %d, %v; want %d", c.a, c.num, c.den, r, got, err, want[i])
			}
		}
	}
}

func TestMulDiv_interestOfAWorkedCase(t *testing.T) {
	// 10 000 kr for 11 days at 11.50 % and 33 days at 12.00 %: 143.15 kr in all.
	first, err := money.MulDiv(money.Kronor(10_000), 115_000*11, 1_000_000*365, money.HalfUp)
	if err != nil || first != 3466 {
		t.Errorf("11 days give %v, %v", first, err)
	}
	both, err := money.MulDiv(money.Kronor(10_000), 115_000*11+120_000*33, 1_000_000*365, money.HalfUp)
	if err != nil || both != 14315 {
		t.Errorf("both periods give %v, %v", both, err)
	}
}

func TestMulDiv_refusesWhatItCannotCalculate(t *testing.T) {
	cases := []struct {
		name        string
		a, num, den int64
		r           money.Rounding
		want        error
	}{
		{"a division by zero", 1, 1, 0, money.Down, money.ErrDivision},
		{"a result above the range", math.MaxInt64, 2, 1, money.Down, money.ErrOverflow},
		{"a result that rounding takes above the range", math.MaxInt64, math.MaxInt64, math.MaxInt64 - 1, money.Up, money.ErrOverflow},
		{"the least amount with the sign changed", math.MinInt64, -1, 1, money.Down, money.ErrOverflow},
		{"a product far above the range", math.MaxInt64, math.MaxInt64, 1, money.Up, money.ErrOverflow},
		{"a forgotten rounding", 1, 1, 1, money.Rounding(0), money.ErrRounding},
		{"an unknown rounding", 1, 1, 1, money.Rounding(9), money.ErrRounding},
	}
	for _, c := range cases {
		if _, err := money.MulDiv(money.Amount(c.a), c.num, c.den, c.r); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.want)
		}
	}
	if got, err := money.MulDiv(math.MinInt64, 1, 1, money.Up); err != nil || got != math.MinInt64 {
		t.Errorf("the least amount itself: %d, %v", got, err)
	}
}

// exact is MulDiv with numbers of any size.
func exact(a, num, den int64, r money.Rounding) *big.Int {
	n := new(big.Int).Mul(big.NewInt(a), big.NewInt(num))
	d := big.NewInt(den)
	negative := n.Sign()*d.Sign() < 0
	n.Abs(n)
	d.Abs(d)
	q, rem := new(big.Int).QuoRem(n, d, new(big.Int))
	half := new(big.Int).Lsh(rem, 1).Cmp(d)
	up := false
	switch r {
	case money.Up:
		up = rem.Sign() > 0
	case money.HalfUp:
		up = half >= 0
	case money.HalfEven:
		up = half > 0 || half == 0 && q.Bit(0) == 1
	}
	if up {
		q.Add(q, big.NewInt(1))
	}
	if negative {
		q.Neg(q)
	}
	return q
}

// wide draws numbers of all sizes, the ends of the range among them.
func wide() *rapid.Generator[int64] {
	return rapid.OneOf(
		rapid.Int64(),
		rapid.Int64Range(-1000, 1000),
		rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, math.MaxInt64, -1, 0, 1}),
	)
}

func TestMulDiv_agreesWithExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, num := wide().Draw(t, "a"), wide().Draw(t, "num")
		den := wide().Filter(func(v int64) bool { return v != 0 }).Draw(t, "den")
		for _, r := range roundings {
			want := exact(a, num, den, r)
			got, err := money.MulDiv(money.Amount(a), num, den, r)
			if !want.IsInt64() {
				if !errors.Is(err, money.ErrOverflow) {
					t.Fatalf("%s: %d, %v; want an overflow (%s)", r, got, err, want)
				}
				continue
			}
			if err != nil || int64(got) != want.Int64() {
				t.Fatalf("%s: %d, %v; want %s", r, got, err, want)
			}
		}
	})
}

func TestRoundTo_roundsToWholeUnits(t *testing.T) {
	cases := []struct {
		a    money.Amount
		unit money.Amount
		r    money.Rounding
		want money.Amount
	}{
		{12_349, money.Krona, money.Down, 12_300},
		{12_349, money.Krona, money.Up, 12_400},
		{12_350, money.Krona, money.HalfUp, 12_400},
		{12_350, money.Krona, money.HalfEven, 12_400},
		{12_250, money.Krona, money.HalfEven, 12_200},
		{-12_350, money.Krona, money.HalfUp, -12_400},
		{-12_349, money.Krona, money.Down, -12_300},
		{345_000, money.Kronor(100), money.Down, 340_000},
		{34_765, 10, money.Up, 34_770},
		{12_300, money.Krona, money.Up, 12_300},
	}
	for _, c := range cases {
		if got := c.a.RoundTo(c.unit, c.r); got != c.want {
			t.Errorf("%d to %d %s = %d, want %d", c.a, c.unit, c.r, got, c.want)
		}
	}
}

func TestRoundTo_panicsOnMistakesInTheCode(t *testing.T) {
	mistakes := map[string]func(){
		"no unit":               func() { money.Krona.RoundTo(0, money.Down) },
		"no rounding":           func() { money.Krona.RoundTo(money.Krona, 0) },
		"a result out of range": func() { money.Amount(math.MaxInt64).RoundTo(money.Krona, money.Up) },
		"kronor out of range":   func() { money.Kronor(math.MaxInt64) },
	}
	for name, mistake := range mistakes {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			mistake()
		})
	}
}

func TestSum_isExactOrAnError(t *testing.T) {
	if got, err := money.Sum(); err != nil || got != 0 {
		t.Errorf("the sum of nothing is %d, %v", got, err)
	}
	if got, err := money.Sum(1, 2, -4); err != nil || got != -1 {
		t.Errorf("1+2-4 = %d, %v", got, err)
	}
	if _, err := money.Sum(math.MaxInt64, 1); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("one more than the most: %v", err)
	}
	if _, err := money.Sum(math.MinInt64, -1); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("one less than the least: %v", err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := wide().Draw(t, "a"), wide().Draw(t, "b")
		want := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		got, err := money.Add(money.Amount(a), money.Amount(b))
		if want.IsInt64() != (err == nil) || err == nil && int64(got) != want.Int64() {
			t.Fatalf("%d, %v; want %s", got, err, want)
		}
	})
}

func TestSplit_givesTheLeftOverToTheLargestRemainders(t *testing.T) {
	cases := []struct {
		name    string
		total   money.Amount
		weights []int64
		want    []money.Amount
	}{
		{"one part takes all", 101, []int64{7}, []money.Amount{101}},
		{"among equals the first gets the öre", 100, []int64{1, 1, 1}, []money.Amount{34, 33, 33}},
		{"two left-over öre go to the first two", 101, []int64{1, 1, 1}, []money.Amount{34, 34, 33}},
		{"the largest remainder comes first", 100, []int64{1, 2, 3}, []money.Amount{17, 33, 50}},
		{"a part without weight gets nothing", 5, []int64{0, 1, 1}, []money.Amount{0, 3, 2}},
		{"a negative total is split alike", -101, []int64{1, 1, 1}, []money.Amount{-34, -34, -33}},
		{"nothing is split in nothing", 0, []int64{1, 1}, []money.Amount{0, 0}},
		{"a total smaller than the parts", 1, []int64{1, 1, 1}, []money.Amount{1, 0, 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := money.Split(c.total, c.weights)
			if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func TestSplit_refusesWeightsWithoutMeaning(t *testing.T) {
	for name, c := range map[string]struct {
		weights []int64
		want    error
	}{
		"no weights":       {nil, money.ErrWeights},
		"only zeros":       {[]int64{0, 0}, money.ErrWeights},
		"a negative one":   {[]int64{2, -1}, money.ErrWeights},
		"too large in all": {[]int64{math.MaxInt64, 1}, money.ErrOverflow},
	} {
		if _, err := money.Split(100, c.weights); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSplit_conservesTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := money.Amount(wide().Draw(t, "total"))
		weight := rapid.OneOf(rapid.Int64Range(0, 10), rapid.Int64Range(0, math.MaxInt64/40))
		weights := rapid.SliceOfN(weight, 1, 30).Draw(t, "weights")
		parts, err := money.Split(total, weights)
		if errors.Is(err, money.ErrWeights) {
			return // all zeros
		}
		if err != nil {
			t.Fatal(err)
		}
		sum, whole := new(big.Int), new(big.Int)
		for i, p := range parts {
			sum.Add(sum, big.NewInt(int64(p)))
			whole.Add(whole, big.NewInt(weights[i]))
			if weights[i] == 0 && p != 0 {
				t.Fatalf("part %d has no weight and gets %d", i, p)
			}
		}
		if sum.Cmp(big.NewInt(int64(total))) != 0 {
			t.Fatalf("the parts add up to %s, not %d", sum, total)
		}
		for i, p := range parts { // each part is within one öre of its proportion
			low := new(big.Int).Mul(big.NewInt(int64(total)), big.NewInt(weights[i]))
			diff := new(big.Int).Mul(big.NewInt(int64(p)), whole)
			if diff.Sub(diff, low).CmpAbs(whole) >= 0 {
				t.Fatalf("part %d is %d: an öre or more from its proportion", i, p)
			}
		}
	})
}

func TestMillions_roundsHalfAwayFromZero(t *testing.T) {
	for a, want := range map[money.Amount]int64{
		0:                                0,
		money.Kronor(499_999) + 99:       0,
		money.Kronor(500_000):            1,
		money.Kronor(1_499_999) + 99:     1,
		money.Kronor(1_500_000):          2,
		-money.Kronor(500_000):           -1,
		-money.Kronor(499_999):           0,
		money.Kronor(275_000_000):        275,
		money.Kronor(255_140_860_000_00): 25_514_086,
	} {
		if got := money.Millions(a); got != want {
			t.Errorf("%s is %d million, want %d", a, got, want)
		}
	}
}

func TestShare_isWholePerCentOfTheNumbersAsTheyAre(t *testing.T) {
	cases := []struct {
		part, whole, want int64
		ok                bool
	}{
		{275, 1222, 23, true}, // 22.504
		{2, 7, 29, true},
		{1, 200, 1, true},
		{-1, 200, -1, true},
		{0, 5, 0, true},
		{5, 5, 100, true},
		{7, 5, 140, true},
		{1, 0, 0, false},
		{0, 0, 0, false},
		{math.MaxInt64, math.MaxInt64, 100, true},
		{math.MaxInt64, 1, 0, false},
	}
	for _, c := range cases {
		got, ok := money.Share(c.part, c.whole)
		if got != c.want || ok != c.ok {
			t.Errorf("%d of %d: %d %%, %v; want %d, %v", c.part, c.whole, got, ok, c.want, c.ok)
		}
	}
}
