package demo

import (
	"iter"
	"math/bits"
)

// Limits of single amounts, kronor.
const (
	leastPrincipal = 1200 // of a claim; for the reconciliation by SFB 98:6, for others by choice
	leastLeft      = 100  // of what remains of an open claim
	leastPaid      = 400  // by those expected to pay between two report days
)

// portion divides total in proportion to the weights by running totals: every
// part is within one of its exact share and the parts add up to total.
func portion(total int64, weights []int64) []int64 {
	r := running{total: total}
	for _, w := range weights {
		r.whole += w
	}
	parts := make([]int64, len(weights))
	for i, w := range weights {
		parts[i] = r.part(w)
	}
	return parts
}

// running hands out total in parts as weights come by; whole is the sum of all
// weights to come.
type running struct{ total, whole, seen, given int64 }

func (r *running) part(weight int64) int64 {
	if r.whole == 0 {
		return 0
	}
	r.seen += weight
	hi, lo := bits.Mul64(uint64(r.total), uint64(r.seen))
	due, _ := bits.Div64(hi, lo, uint64(r.whole))
	part := int64(due) - r.given
	r.given = int64(due)
	return part
}

// spreadMoney gives every draft of a group its principal and what is left of it
// at each report day, so that the group's totals come out to the krona. In a
// smaller agency the totals shrink with the number of claims.
func spreadMoney(c *chance, drafts []draft, p *path) {
	n := int64(len(drafts))
	scaled := func(total int64) int64 {
		hi, lo := bits.Mul64(uint64(total), uint64(n))
		v, _ := bits.Div64(hi, lo, uint64(p.claims))
		return int64(v)
	}
	r := running{total: scaled(p.decided) - n*leastPrincipal}
	for i := range drafts {
		r.whole += int64(drafts[i].weight)
	}
	now := make([]int32, n)
	for i := range drafts {
		d := &drafts[i]
		d.principal = leastPrincipal + int32(r.part(int64(d.weight)))
		now[i] = d.principal
	}
	for k, s := range []byte(p.stands) {
		if s == 'R' || s == 'Q' || s == 'V' {
			payDown(c, drafts, k, now, scaled(p.referred))
			for i := range drafts {
				drafts[i].referred = now[i]
			}
		}
		if p.left[k] == 0 {
			continue
		}
		payDown(c, drafts, k, now, scaled(p.left[k]))
		for i := range drafts {
			drafts[i].left[k] = now[i]
		}
	}
}

// payDown lowers what is left of the drafts from now to the given total. First
// those pay who are expected to; if that is not enough, others pay something
// now and then; and if that is not enough, all do.
func payDown(c *chance, drafts []draft, k int, now []int32, total int64) {
	rest := -total
	var expected int64
	wants := make([]int32, len(drafts))
	for i := range drafts {
		rest += int64(now[i])
		if part := drafts[i].expectedPart(c, k); part > 0 {
			free := now[i] - leastLeft
			wants[i] = max(int32(int64(free)*int64(part)/1000), min(leastPaid, free))
			expected += int64(wants[i])
		}
	}
	if rest <= 0 {
		return
	}
	rest = payExpected(c, now, wants, expected, rest)
	rest = payOccasionally(c, now, rest)
	if rest <= 0 {
		return
	}
	r := running{total: rest}
	for i := range now {
		r.whole += int64(now[i] - leastLeft)
	}
	for i := range now {
		now[i] -= int32(r.part(int64(now[i] - leastLeft)))
	}
}

// payExpected pays what the claims want to pay, in all expected, or less in
// proportion when the rest is smaller. Nobody's payment shrinks below a quarter:
// then some pay and others do not. What is left of the rest is returned.
func payExpected(c *chance, now, wants []int32, expected, rest int64) int64 {
	if expected > 4*rest {
		for at := range scattered(c, len(now)) {
			paid := min(int64(wants[at]/4), rest)
			now[at] -= int32(paid)
			rest -= paid
		}
		return rest
	}
	r := running{total: min(rest, expected), whole: expected}
	for i := range now {
		paid := int32(r.part(int64(wants[i])))
		now[i] -= paid
		rest -= int64(paid)
	}
	return rest
}

// payOccasionally visits the claims until the rest is paid, and returns what is
// left of it when nobody is.
func payOccasionally(c *chance, now []int32, rest int64) int64 {
	for at := range scattered(c, len(now)) {
		if rest <= 0 {
			break
		}
		free := int64(now[at] - leastLeft)
		paid := min(rest, free*int64(c.between(50, 400))/1000)
		if paid < rest && paid > 200 {
			paid -= paid % 50
		}
		now[at] -= int32(paid)
		rest -= paid
	}
	return rest
}

// scattered visits the numbers below n once each, in an order without pattern.
func scattered(c *chance, n int) iter.Seq[int] {
	at, step := c.below(n), n*8/13+1
	for gcd(step, n) != 1 {
		step++
	}
	return func(yield func(int) bool) {
		for range n {
			at = (at + step) % n
			if !yield(at) {
				return
			}
		}
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// expectedPart is how many thousandths of what is left are expected to be paid
// from the report day before number k until it; 0 when nothing is.
func (d *draft) expectedPart(c *chance, k int) int {
	m, before := d.measures[k], idle
	if k > 0 {
		before = d.measures[k-1]
	}
	if m == idle || m == atKFM {
		if before != idle {
			m = before
		}
	}
	part := 0
	switch k {
	case 0:
		part = c.between(50, 300)
	case 1:
		part = c.between(150, 600)
	case 2:
		part = c.between(20, 90)
	}
	switch {
	case k == 0 && d.interrupts:
		return c.between(80, 300)
	case m == inPlan:
		return part
	case m == settingOff:
		return part / 2
	case m == restructuring:
		return part / 4
	case m == atKFM && c.often(250):
		return part / 3
	}
	return 0
}
