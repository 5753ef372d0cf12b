package sample

import (
	"container/heap"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"unicode/utf8"

	"balans/law/money"
)

// Allocation is how a sample is divided over the strata.
type Allocation string

// The allocations. All but Given never take an item from a stratum when the size
// grows, so that a larger sample keeps a smaller one.
const (
	// Given says the size of each stratum.
	Given Allocation = "given"
	// Proportional follows the number of items (Sainte-Laguë's divisors).
	Proportional Allocation = "proportional"
	// ByPaid follows what was paid: for a first sample, when nothing is known of the
	// errors but that they are of the order of the payouts.
	ByPaid Allocation = "paid"
	// Neyman follows number times spread, from an earlier sample's Outlook. In whole
	// items it is the division with the least variance there is (Wright 2012).
	Neyman Allocation = "neyman"
)

// MaxSize is the largest sample: more than an agency can investigate.
const MaxSize = 1_000_000

// leastSize is how few of a stratum can have a variance.
const leastSize = 2

// Design says how many are drawn of each stratum.
type Design struct {
	Allocation Allocation `json:"allocation"`
	// Size is the whole sample, 1 to MaxSize; 0 with Given.
	Size int `json:"size,omitempty"`
	// Sizes is the size of each stratum; with Given only.
	Sizes map[string]int `json:"sizes,omitempty"`
	// Spread is each stratum's standard deviation of wrong around its ratio to paid,
	// öre, above zero; with Neyman only. Judged.Outlook gives it.
	Spread map[string]money.Amount `json:"spread,omitempty"`
	// Least is how many are drawn of each stratum before the rest is divided, or all
	// where it has fewer; 0 stands for 2, and less there cannot be.
	Least int `json:"least,omitempty"`
}

// Plan is a seed and a design: what a draw is made from.
type Plan struct {
	Seed string `json:"seed"`
	Design
}

func (p *Plan) check() error {
	if p.Seed == "" || !utf8.ValidString(p.Seed) {
		return errors.New("sample: the seed is missing or not UTF-8; give the text that was made known beforehand")
	}
	return p.Design.check()
}

func (d *Design) check() error {
	switch {
	case d.Allocation != Given && d.Allocation != Proportional && d.Allocation != ByPaid && d.Allocation != Neyman:
		return fmt.Errorf("sample: there is no allocation %q; there are given, proportional, paid and neyman", d.Allocation)
	case d.Least < 0 || d.Least == 1:
		return fmt.Errorf("sample: at least %d are drawn of a stratum, otherwise it has no variance; least is %d", leastSize, d.Least)
	case d.Allocation == Given && (len(d.Sizes) == 0 || d.Size != 0):
		return errors.New("sample: the allocation given takes sizes and no size")
	case d.Allocation != Given && (d.Size < 1 || d.Size > MaxSize || len(d.Sizes) > 0):
		return fmt.Errorf("sample: the allocation %s takes a size of 1 to %d, it is %d, and no sizes", d.Allocation, MaxSize, d.Size)
	case (d.Allocation == Neyman) != (len(d.Spread) > 0):
		return fmt.Errorf("sample: the spread of each stratum goes with the allocation neyman, this is %s", d.Allocation)
	}
	whole := 0
	for _, name := range slices.Sorted(maps.Keys(d.Sizes)) {
		if d.Sizes[name] < 1 || d.Sizes[name] > MaxSize-whole {
			return fmt.Errorf("sample: the size of %s is %d; it is to be above zero and all sizes together at most %d", name, d.Sizes[name], MaxSize)
		}
		whole += d.Sizes[name]
	}
	for _, name := range slices.Sorted(maps.Keys(d.Spread)) {
		if d.Spread[name] <= 0 || d.Spread[name] > mostPaid {
			return fmt.Errorf("sample: the spread of %s is %s; it is to be above zero: a stratum where no error was found is not known to have none", name, d.Spread[name])
		}
	}
	return nil
}

func (d Design) clone() Design {
	d.Sizes, d.Spread = maps.Clone(d.Sizes), maps.Clone(d.Spread)
	return d
}

// least is how many a stratum of so many items has at the least.
func (d *Design) least(count int64) int { return int(min(count, int64(max(d.Least, leastSize)))) }

// Count is a stratum of the population.
type Count struct {
	Stratum string
	Items   int64        // above zero
	Paid    money.Amount // öre, above zero
}

// Allocate is the size of each of the strata, in their order; the sizes add up to the
// design's. The error says which stratum lacks what, or that the size does not reach
// for the least of each or is more than there is.
func (d Design) Allocate(strata []Count) ([]int, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if err := d.checkStrata(strata); err != nil {
		return nil, err
	}
	sizes := make([]int, len(strata))
	left := d.Size
	for i, s := range strata {
		if d.Allocation == Given {
			sizes[i] = d.Sizes[s.Stratum]
			if least := int(min(s.Items, leastSize)); sizes[i] < least || int64(sizes[i]) > s.Items {
				return nil, fmt.Errorf("sample: %s has %d items and its size is %d; it is to be %d to %d", s.Stratum, s.Items, sizes[i], least, s.Items)
			}
			continue
		}
		sizes[i] = d.least(s.Items)
		left -= sizes[i]
	}
	if d.Allocation == Given {
		return sizes, nil
	}
	if left < 0 {
		return nil, fmt.Errorf("sample: the size %d does not reach for the least of each of the %d strata; it would take %d", d.Size, len(strata), d.Size-left)
	}
	return sizes, d.divide(strata, sizes, left)
}

// checkStrata holds the names of the design against those of the population.
func (d *Design) checkStrata(strata []Count) error {
	seen := map[string]bool{}
	for _, s := range strata {
		if seen[s.Stratum] {
			return fmt.Errorf("sample: the stratum %s stands twice", s.Stratum)
		}
		if s.Items <= 0 || s.Paid <= 0 {
			return fmt.Errorf("sample: the stratum %s has %d items and %s paid; both are to be above zero", s.Stratum, s.Items, s.Paid)
		}
		seen[s.Stratum] = true
		if _, ok := d.Sizes[s.Stratum]; d.Allocation == Given && !ok {
			return fmt.Errorf("sample: the plan has no size for the stratum %s", s.Stratum)
		}
		if _, ok := d.Spread[s.Stratum]; d.Allocation == Neyman && !ok {
			return fmt.Errorf("sample: the plan has no spread for the stratum %s", s.Stratum)
		}
	}
	if len(strata) == 0 {
		return errors.New("sample: the population is empty")
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(d.Sizes)), slices.Sorted(maps.Keys(d.Spread))) {
		if !seen[name] {
			return fmt.Errorf("sample: the plan names the stratum %s, which the population does not have", name)
		}
	}
	return nil
}

// divide gives the rest away one by one, each to the stratum with the highest claim.
func (d *Design) divide(strata []Count, sizes []int, left int) error {
	queue := claims{}
	for i, s := range strata {
		c := claim{index: i, name: s.Stratum, neyman: d.Allocation == Neyman}
		switch d.Allocation {
		case ByPaid:
			c.weight = big.NewInt(int64(s.Paid))
		case Neyman:
			c.weight = new(big.Int).Mul(big.NewInt(s.Items), big.NewInt(int64(d.Spread[s.Stratum])))
			c.weight.Mul(c.weight, c.weight)
		default:
			c.weight = big.NewInt(s.Items)
		}
		if int64(sizes[i]) < s.Items {
			queue.list = append(queue.list, c.at(sizes[i]))
		}
	}
	heap.Init(&queue)
	for ; left > 0; left-- {
		if len(queue.list) == 0 {
			return fmt.Errorf("sample: the size %d is more than the whole population, by %d", d.Size, left)
		}
		top := &queue.list[0]
		sizes[top.index]++
		if int64(sizes[top.index]) == strata[top.index].Items {
			heap.Pop(&queue)
			continue
		}
		*top = top.at(sizes[top.index])
		heap.Fix(&queue, 0)
	}
	return nil
}

// claim is what a stratum puts forward for one item more: weight/divisor.
type claim struct {
	index   int
	name    string
	weight  *big.Int
	divisor *big.Int
	neyman  bool
}

// at is the claim of a stratum that has so many: the weight over 2·size + 1, and for
// Neyman the square of N·S over size·(size + 1), which is by how much the variance
// falls.
func (c claim) at(size int) claim {
	n := int64(size)
	c.divisor = big.NewInt(2*n + 1)
	if c.neyman {
		c.divisor = big.NewInt(n * (n + 1))
	}
	return c
}

// claims is a heap with the highest claim first; equal ones go by name.
type claims struct {
	list []claim
	a, b big.Int
}

func (q *claims) Len() int { return len(q.list) }

func (q *claims) Less(i, j int) bool {
	x, y := &q.list[i], &q.list[j]
	if c := q.a.Mul(x.weight, y.divisor).Cmp(q.b.Mul(y.weight, x.divisor)); c != 0 {
		return c > 0
	}
	return x.name < y.name
}

// Swap, Push and Pop are for container/heap.
func (q *claims) Swap(i, j int) { q.list[i], q.list[j] = q.list[j], q.list[i] }

// Push is for container/heap.
func (q *claims) Push(x any) { q.list = append(q.list, x.(claim)) }

// Pop is for container/heap.
func (q *claims) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}
