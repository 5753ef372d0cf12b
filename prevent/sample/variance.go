package sample

import "math/big"

// Amounts with a fraction are whole numbers of 2^-32 öre, and their squares of 2^-64:
// what is lost is rounded up, and cannot be seen in whole öre.
const fraction = 32

var million = big.NewInt(1_000_000)

func mul(factors ...*big.Int) *big.Int {
	product := big.NewInt(1)
	for _, f := range factors {
		product.Mul(product, f)
	}
	return product
}

// divUp is a/b rounded up, for a from zero and b above zero.
func divUp(a, b *big.Int) *big.Int {
	q, r := new(big.Int).QuoRem(a, b, new(big.Int))
	if r.Sign() > 0 {
		q.Add(q, big.NewInt(1))
	}
	return q
}

// rootUp is the square root rounded up.
func rootUp(a *big.Int) *big.Int {
	r := new(big.Int).Sqrt(a)
	if new(big.Int).Mul(r, r).Cmp(a) < 0 {
		r.Add(r, big.NewInt(1))
	}
	return r
}

// wholeUp takes the fraction away, rounding up.
func wholeUp(a *big.Int) *big.Int {
	return divUp(a, new(big.Int).Lsh(big.NewInt(1), fraction))
}

// squares is Σ(p·eᵢ − e·pᵢ)², where e and p are the sums: the residuals of the ratio,
// times p so that they are whole. It is p²·Σe² − 2·p·e·Σep + e²·Σp².
func (c *cell) squares() *big.Int {
	p, e := big.NewInt(c.sumPaid), big.NewInt(c.sumErr)
	q := mul(p, p, c.err2)
	q.Sub(q, mul(big.NewInt(2), p, e, c.mix))
	return q.Add(q, mul(e, e, c.paid2))
}

// variance is that of the stratum's estimate P·e/p, in squares of 2^-32 öre:
// P²·(N−n)/N · n/(n−1) · Σ(p·eᵢ − e·pᵢ)² / p⁴.
func (c *cell) variance() *big.Int {
	if c.census() {
		return new(big.Int)
	}
	paid, p, n := big.NewInt(c.paid), big.NewInt(c.sumPaid), big.NewInt(c.counted)
	over := mul(paid, paid, big.NewInt(c.population-c.counted), n, c.squares())
	return divUp(over.Lsh(over, 2*fraction), mul(big.NewInt(c.population), big.NewInt(c.counted-1), p, p, p, p))
}

// spread is the standard deviation of the residuals, öre rounded up:
// √(Σ(eᵢ − e/p·pᵢ)²/(n−1)). It is 0 for one item.
func (c *cell) spread() *big.Int {
	if c.counted < leastSize {
		return new(big.Int)
	}
	p := big.NewInt(c.sumPaid)
	return rootUp(divUp(c.squares(), mul(p, p, big.NewInt(c.counted-1))))
}

// bias is the most that the bias of the ratio can be, in 2^-32 öre: the coefficient of
// variation of the mean paid times the standard error (Hartley and Ross).
func (c *cell) bias(variance *big.Int) *big.Int {
	if c.census() {
		return new(big.Int)
	}
	p, n := big.NewInt(c.sumPaid), big.NewInt(c.counted)
	over := mul(n, c.paid2)
	over.Sub(over, mul(p, p))
	over = mul(over, big.NewInt(c.population-c.counted), variance)
	return rootUp(divUp(over, mul(big.NewInt(c.population), big.NewInt(c.counted-1), p, p)))
}

// freedom is Satterthwaite's degrees of freedom of a sum of variances, rounded down to
// a whole number; sizes are what each of them stands on. It is 0 when there is no
// variance. For one stratum it is n − 1 exactly: the fractions below are rounded down,
// so that nothing is lost from a whole number.
func freedom(variances []*big.Int, sizes []int64) int64 {
	sum, below := new(big.Int), new(big.Int)
	for i, v := range variances {
		sum.Add(sum, v)
		if v.Sign() > 0 {
			square := new(big.Int).Lsh(mul(v, v), fraction)
			below.Add(below, square.Quo(square, big.NewInt(sizes[i]-1)))
		}
	}
	if sum.Sign() == 0 {
		return 0
	}
	square := new(big.Int).Lsh(mul(sum, sum), fraction)
	return max(1, square.Quo(square, below).Int64())
}

// normal is the factor of the normal distribution for 95 % on two sides, millionths.
const normal = 1_959_964

// students is Student's factor for 95 % on two sides, millionths rounded up, from so
// many degrees of freedom on.
var students = []struct{ freedom, factor int64 }{
	{1, 12706205}, {2, 4302653}, {3, 3182447}, {4, 2776446}, {5, 2570582}, {6, 2446912}, {7, 2364625}, {8, 2306005}, {9, 2262158},
	{10, 2228139}, {11, 2200986}, {12, 2178813}, {13, 2160369}, {14, 2144787}, {15, 2131450}, {16, 2119906}, {17, 2109816}, {18, 2100923},
	{19, 2093025}, {20, 2085964}, {21, 2079614}, {22, 2073874}, {23, 2068658}, {24, 2063899}, {25, 2059539}, {26, 2055530}, {27, 2051831},
	{28, 2048408}, {29, 2045230}, {30, 2042273}, {35, 2030108}, {40, 2021076}, {50, 2008560}, {60, 2000298}, {80, 1990064}, {100, 1983972},
	{150, 1975906}, {200, 1971897}, {300, 1967904}, {500, 1964720}, {1000, 1962340}, {2000, 1961151}, {5000, 1960439}, {10000, 1960202},
	{100000, normal},
}

// factor is Student's factor, of the nearest degrees of freedom below that are listed;
// 0 for none.
func factor(degrees int64) int64 {
	var f int64
	for _, s := range students {
		if s.freedom <= degrees {
			f = s.factor
		}
	}
	return f
}

// margin is factor·√variance in whole öre rounded up.
func margin(factor int64, variance *big.Int) *big.Int {
	f := big.NewInt(factor)
	return wholeUp(rootUp(divUp(mul(f, f, variance), mul(million, million))))
}

// together is the distance of two that are independent of each other, √(a² + b²)
// rounded up, öre.
func together(a, b *big.Int) *big.Int {
	square := mul(a, a)
	return rootUp(square.Add(square, mul(b, b)))
}
