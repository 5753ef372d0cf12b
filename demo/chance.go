package demo

import "math/bits"

// chance is a source of numbers that depend on the seed alone (splitmix64).
// Every claim has its own, so that a claim's life does not change when another
// claim's does.
type chance uint64

// chanceOf is the source of one thing under the seed, told apart by its number.
func chanceOf(seed, number uint64) chance {
	c := chance(seed ^ number*0xd1342543de82ef95)
	c.next()
	return c
}

func (c *chance) next() uint64 {
	*c += 0x9e3779b97f4a7c15
	z := uint64(*c)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1; 0 when n is not above 0.
func (c *chance) below(n int) int {
	if n <= 0 {
		return 0
	}
	hi, _ := bits.Mul64(c.next(), uint64(n))
	return int(hi)
}

// between is a number from a to b, both included; a when b is not above a.
func (c *chance) between(a, b int) int { return a + c.below(b-a+1) }

// often is true in n of 1000 cases.
func (c *chance) often(n int) bool { return c.below(1000) < n }

// sizes are the 128 middle quantiles of a log-normal distribution with median
// 1000 and sigma 0.9: many small sums, few large ones.
var sizes = [128]int32{
	91, 130, 156, 177, 196, 213, 229, 244, 259, 272, 286, 299, 312, 324, 337, 349,
	361, 373, 385, 397, 409, 421, 432, 444, 456, 468, 479, 491, 503, 515, 527, 539,
	551, 563, 575, 588, 600, 612, 625, 638, 651, 663, 676, 690, 703, 716, 730, 744,
	758, 772, 786, 800, 815, 830, 845, 860, 876, 891, 907, 924, 940, 957, 974, 991,
	1009, 1027, 1045, 1064, 1083, 1102, 1122, 1142, 1162, 1183, 1205, 1227, 1249, 1272, 1296, 1320,
	1345, 1370, 1396, 1423, 1450, 1478, 1507, 1537, 1568, 1600, 1633, 1667, 1702, 1738, 1776, 1815,
	1855, 1898, 1942, 1988, 2036, 2086, 2138, 2193, 2251, 2313, 2377, 2446, 2519, 2596, 2680, 2769,
	2865, 2969, 3083, 3208, 3345, 3499, 3671, 3868, 4096, 4365, 4690, 5098, 5636, 6406, 7688, 10958,
}

// size is a weight drawn from sizes, evened out between neighbours.
func (c *chance) size() int32 {
	i := c.below(len(sizes))
	if i == len(sizes)-1 {
		return sizes[i]
	}
	return sizes[i] + int32(c.below(int(sizes[i+1]-sizes[i])))
}
