package sample

import "math/big"

// precision is the bits of a probability, lambdaBits those of λ after the point.
const (
	precision  = 128
	lambdaBits = 20
)

// meanWorth is what a stratum loses when all of it is wrong; so one wrong item costs
// as much as items do at large.
func meanWorth(c *cell) *big.Int { return big.NewInt(c.paid) }

// largestWorth lets each wrong item cost as much as the largest of the stratum.
func largestWorth(c *cell) *big.Int { return mul(big.NewInt(c.population), big.NewInt(c.largest)) }

// unseen is how much can be wrong, öre, in strata in whose samples no error was found:
// the largest Σ W·q over the shares q of wrong items for which the samples had been
// without an error with a probability of alpha thousandths, Π(1 − q)^n ≥ alpha. For
// one stratum it is the exact binomial bound W·(1 − alpha^(1/n)), three nths for 50 of
// a thousand and a large n.
//
// At the largest sum every stratum with q above 0 gives the same loss for the same
// loss of probability, 1 − q = λ·n/W; so it is a search for the least λ, and the bound
// is the sum of W − λ·n. All is rounded so that the bound is rather too large.
func unseen(cells []*cell, worth func(*cell) *big.Int, alpha int64) *big.Int {
	if len(cells) == 0 {
		return new(big.Int)
	}
	least := new(big.Int).Lsh(big.NewInt(alpha), precision)
	least.Quo(least, big.NewInt(1000))
	low, high := new(big.Int), new(big.Int)
	for i := range cells {
		lambda := divUp(new(big.Int).Lsh(worth(cells[i]), lambdaBits), big.NewInt(cells[i].counted))
		if lambda.Cmp(high) > 0 {
			high = lambda
		}
	}
	for one := big.NewInt(1); new(big.Int).Sub(high, low).Cmp(one) > 0; {
		middle := new(big.Int).Add(low, high)
		middle.Rsh(middle, 1)
		if chance(cells, worth, middle).Cmp(least) >= 0 {
			high = middle
		} else {
			low = middle
		}
	}
	sum := new(big.Int)
	for i := range cells {
		loss := new(big.Int).Lsh(worth(cells[i]), lambdaBits)
		if loss.Sub(loss, mul(low, big.NewInt(cells[i].counted))); loss.Sign() > 0 {
			sum.Add(sum, loss)
		}
	}
	return divUp(sum, big.NewInt(1<<lambdaBits))
}

// chance is Π min(1, λ·n/W)^n in 2^-precision, rounded up at each step.
func chance(cells []*cell, worth func(*cell) *big.Int, lambda *big.Int) *big.Int {
	one := new(big.Int).Lsh(big.NewInt(1), precision)
	product := new(big.Int).Set(one)
	for i := range cells {
		right := mul(lambda, big.NewInt(cells[i].counted))
		right = divUp(right.Lsh(right, precision), new(big.Int).Lsh(worth(cells[i]), lambdaBits))
		if right.Cmp(one) < 0 {
			product = timesUp(product, powerUp(right, cells[i].counted))
		}
	}
	return product
}

// timesUp is a·b of two numbers in 2^-precision, rounded up.
func timesUp(a, b *big.Int) *big.Int {
	c := new(big.Int).Mul(a, b)
	c.Add(c, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), precision), big.NewInt(1)))
	return c.Rsh(c, precision)
}

func powerUp(a *big.Int, n int64) *big.Int {
	power := new(big.Int).Lsh(big.NewInt(1), precision)
	for square := a; n > 0; n >>= 1 {
		if n&1 == 1 {
			power = timesUp(power, square)
		}
		square = timesUp(square, square)
	}
	return power
}

// rare is how far above the estimate the upper limit of Korn and Graubard (1998) lies,
// öre rounded up: the exact binomial limit of Clopper and Pearson, 97,5 % on its side,
// for the effective size of the sample
//
//	n = T·(P − T)/σ² · j/(j − 1) · (t(j − 1)/t(freedom))², at most j, the number judged,
//
// of which k = n·T/P are wrong. For one stratum of equal payouts n is j, and the limit
// the exact one. Few errors, or errors of uneven size, make it wider
// than the normal interval; and as n is at most the number judged, a small error that
// was found never lowers the limit below the one without any. estimate and variance
// are in 2^-32 öre and its square, all of strata that are not judged in full.
func rare(estimate, paid, variance *big.Int, judged, degrees int64) (distance *big.Int, effective int64) {
	n := new(big.Int).Lsh(big.NewInt(judged), scale)
	if variance.Sign() > 0 {
		own := mul(estimate, new(big.Int).Sub(paid, estimate))
		own = mul(own.Lsh(own, scale), big.NewInt(judged))
		own.Quo(own, mul(variance, big.NewInt(judged-1)))
		f, g := big.NewInt(factor(judged-1)), big.NewInt(factor(degrees))
		n = least(n, own.Quo(mul(own, f, f), mul(g, g)))
	}
	k := mul(n, estimate)
	limit := clopperPearson(k.Quo(k, paid), n)
	limit.Sub(mul(limit, paid), new(big.Int).Lsh(estimate, scale))
	if limit.Sign() < 0 {
		limit.SetInt64(0)
	}
	return wholeUp(limit.Rsh(limit, scale)), new(big.Int).Rsh(n, scale).Int64()
}

// scale is the bits after the point of the shares and sizes below.
const scale = 64

// clopperPearson is the share at which k or fewer of n are wrong 2.5 times in a hundred,
// for k and n that need not be whole: (k + 1)·F/(n − k + (k + 1)·F), where F is the
// quantile of the F distribution with 2(k + 1) and 2(n − k) degrees of freedom. It is
// taken by Paulson's approximation, which is Wilson and Hilferty's of both its parts:
//
//	F^(1/3) = ((1 − a)(1 − b) + z·√(a(1 − b)² + b(1 − a)² − z²ab)) / ((1 − b)² − z²b)
//
// with a = 1/9(k + 1) and b = 1/9(n − k). Where the denominator is not above zero
// nearly none are right, and the share is 1.
func clopperPearson(k, n *big.Int) *big.Int {
	one := new(big.Int).Lsh(big.NewInt(1), scale)
	times := func(a, b *big.Int) *big.Int { return new(big.Int).Rsh(mul(a, b), scale) }
	over := func(a, b *big.Int) *big.Int { return new(big.Int).Quo(new(big.Int).Lsh(a, scale), b) }
	more, rest := new(big.Int).Add(k, one), new(big.Int).Sub(n, k)
	if rest.Sign() <= 0 {
		return one
	}
	nine := big.NewInt(9)
	a, b := over(one, mul(nine, more)), over(one, mul(nine, rest))
	z := over(big.NewInt(normal), million)
	fromA, fromB := new(big.Int).Sub(one, a), new(big.Int).Sub(one, b)
	below := times(fromB, fromB)
	if below.Sub(below, times(times(z, z), b)); fromB.Sign() <= 0 || below.Sign() <= 0 {
		return one
	}
	under := times(a, times(fromB, fromB))
	under.Add(under, times(b, times(fromA, fromA)))
	under.Sub(under, times(times(z, z), times(a, b)))
	root := new(big.Int).Sqrt(under.Lsh(under, scale))
	cube := times(fromA, fromB)
	cube = over(cube.Add(cube, times(z, root)), below)
	f := times(more, times(cube, times(cube, cube)))
	return over(f, new(big.Int).Add(rest, f))
}
