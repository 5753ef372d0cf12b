package housing_test

import (
	"fmt"
	"math/big"
	"sort"
)

// The second implementation of the housing allowance: kronor as exact fractions, every figure
// of the law written out here once more. It shares no code, type or table with the room it is
// held against. Amounts go in as whole öre and come out as fractions of a krona.
//
// This file is the income that counts (97:2-13): per adult and calendar year, in whole öre.

// secondAdult is what one adult had in a calendar year, in öre.
type secondAdult struct {
	employment int64 // surplus of employment
	sink       int64 // income taxed at source for those who live abroad
	foreign    int64 // foreign and treaty-exempt income
	settling   int64 // etableringsersättning

	business     int64 // result of business, below zero for a deficit
	ownPension   int64 // deducted for the own pension
	setAside     int64 // put into funds (periodiseringsfond, expansionsfond)
	oldDeficits  int64 // deficits of earlier years deducted
	reversed     int64 // funds brought back
	capital      int64 // result of capital, below zero for a deficit
	deductions   int64 // deductions made in it
	keptLosses   int64 // of these: capital losses, up to the gains
	deferral     int64 // of these: deferral of a gain
	negativeRate int64 // of these: negative interest allocation
	standard     int64 // standard income (schablonintäkt) in it

	studyGrant   int64 // without the additional grant
	startSupport int64 // study-start support
	scholarship  int64 // tax-free scholarships, the year's sum
	wealth       int64 // at 31 December
}

// secondKind is how a child lives in the household.
type secondKind int

const (
	secondHome secondKind = iota
	secondAlternating
	secondAccess
)

// secondChild is one child. Wealth and capital of a child with access belong to the other
// household and count nothing here.
type secondChild struct {
	kind    secondKind
	wealth  int64 // öre at 31 December, what the law excepts (97:9-10) left out
	capital int64 // öre, surplus of capital in the year, same exceptions
}

// secondDwelling is the home in a month.
type secondDwelling struct {
	cost         int64 // öre a month
	area         int64 // hundredths of a square metre
	rooms        int   // besides the kitchen
	acceptedCost int64 // öre a month, accepted for disability; 0 for none
	acceptedArea int64 // hundredths of a square metre, likewise
}

// secondHousehold is a household in a month or, for its income, over a year.
type secondHousehold struct {
	year     int
	young    bool // the form for those of 18-28 without children
	adults   []secondAdult
	children []secondChild
	home     secondDwelling

	// Other readings of the law; the zero value is the one held for right.
	halfAfterFree   bool // 97:11 as (surplus - 1 000)/2 and not as surplus/2 - 1 000
	smallHomeCounts bool // a child with access in too small a home counts for cap and area, without access grant
}

// secondHalfPriceBase is half a price base amount in kronor.
var secondHalfPriceBase = map[int]int64{2022: 24_150, 2023: 26_250, 2024: 28_650, 2025: 29_400, 2026: 29_600}

// secondOre is öre as a fraction of kronor.
func secondOre(ore int64) *big.Rat { return big.NewRat(ore, 100) }

// secondKr is whole kronor.
func secondKr(kr int64) *big.Rat { return big.NewRat(kr, 1) }

func secondSum(all ...*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, a := range all {
		sum.Add(sum, a)
	}
	return sum
}

func secondLess(a *big.Rat, less ...*big.Rat) *big.Rat {
	return new(big.Rat).Sub(a, secondSum(less...))
}

func secondTimes(a *big.Rat, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

func secondMin(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func secondMax(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// secondAbove is what a has above the limit, never below zero.
func secondAbove(a, limit *big.Rat) *big.Rat { return secondMax(secondLess(a, limit), secondKr(0)) }

// secondDown rounds an amount of zero or more down to whole steps (in kronor).
func secondDown(a, step *big.Rat) *big.Rat {
	if a.Sign() < 0 {
		panic(fmt.Sprintf("rounding %s down: below zero", a))
	}
	n := new(big.Rat).Quo(a, step)
	whole := new(big.Int).Quo(n.Num(), n.Denom())
	return secondTimes(new(big.Rat).SetInt(whole), step)
}

// secondUp rounds an amount of zero or more up to whole steps.
func secondUp(a, step *big.Rat) *big.Rat {
	down := secondDown(a, step)
	if down.Cmp(a) == 0 {
		return down
	}
	return secondSum(down, step)
}

// secondNearest rounds an amount of zero or more to whole öre, half upwards.
func secondNearest(a *big.Rat) *big.Rat {
	return secondDown(secondSum(a, big.NewRat(1, 200)), secondOre(1))
}

// secondHalves splits an amount of whole öre in two, an odd öre to the first.
func secondHalves(a *big.Rat) (first, second *big.Rat) {
	second = secondDown(secondTimes(a, big.NewRat(1, 2)), secondOre(1))
	return secondLess(a, second), second
}

// bases are the incomes that count of each adult, in kronor with whole öre.
func (h secondHousehold) bases() []*big.Rat {
	wealth, children := h.wealthParts(), h.childrenParts()
	out := make([]*big.Rat, len(h.adults))
	for i, a := range h.adults {
		out[i] = secondSum(
			secondOre(a.employment), secondOre(a.sink), secondOre(a.foreign), secondOre(a.settling),
			a.fromBusiness(h.year), a.fromCapital(),
			a.fromStudies(h.year), a.fromScholarships(),
			wealth[i], children[i],
		)
	}
	return out
}

// fromBusiness is 97:4.
func (a secondAdult) fromBusiness(year int) *big.Rat {
	half, known := secondHalfPriceBase[year]
	if !known {
		panic(fmt.Sprintf("no price base amount of %d", year))
	}
	pension := secondMin(secondOre(a.ownPension), secondKr(half))
	added := secondSum(secondOre(a.business), pension, secondOre(a.setAside), secondOre(a.oldDeficits))
	return secondAbove(added, secondOre(a.reversed))
}

// fromCapital is 97:5.
func (a secondAdult) fromCapital() *big.Rat {
	gross := secondSum(secondOre(a.capital), secondOre(a.deductions))
	stays := secondSum(secondOre(a.keptLosses), secondOre(a.deferral), secondOre(a.negativeRate), secondOre(a.standard))
	return secondAbove(gross, stays)
}

// fromStudies is 80 % of the study grant and, through 2025, of the study-start support, each
// in whole öre (97:13).
func (a secondAdult) fromStudies(year int) *big.Rat {
	share := big.NewRat(4, 5)
	grant := secondNearest(secondTimes(secondOre(a.studyGrant), share))
	if year > 2025 {
		return grant
	}
	return secondSum(grant, secondNearest(secondTimes(secondOre(a.startSupport), share)))
}

// fromScholarships is what the year's sum has above 3 000 kronor for each month (97:13).
func (a secondAdult) fromScholarships() *big.Rat {
	return secondAbove(secondOre(a.scholarship), secondKr(12*3_000))
}

// childWealth is the wealth of the children that counts, an alternating child's at half and
// that half down to whole öre (97:7).
func (h secondHousehold) childWealth() *big.Rat {
	sum := new(big.Rat)
	for _, c := range h.children {
		switch c.kind {
		case secondHome:
			sum.Add(sum, secondOre(c.wealth))
		case secondAlternating:
			sum.Add(sum, secondDown(secondTimes(secondOre(c.wealth), big.NewRat(1, 2)), secondOre(1)))
		}
	}
	return sum
}

// wealthAddition is 15 % of the household's wealth above 100 000 kronor, the excess down to
// whole 10 000 (97:6). It is always whole kronor.
func (h secondHousehold) wealthAddition() *big.Rat {
	joint := h.childWealth()
	for _, a := range h.adults {
		joint = secondSum(joint, secondOre(a.wealth))
	}
	excess := secondDown(secondAbove(joint, secondKr(100_000)), secondKr(10_000))
	return secondTimes(excess, big.NewRat(15, 100))
}

// wealthParts are the adults' parts of the wealth addition: by their own wealth, the children's
// part in equal halves (97:8).
func (h secondHousehold) wealthParts() []*big.Rat {
	weights := make([]*big.Rat, 0, 3)
	for _, a := range h.adults {
		weights = append(weights, secondOre(a.wealth))
	}
	weights = append(weights, h.childWealth())
	parts := secondRemainders(h.wealthAddition(), weights)
	own, children := parts[:len(h.adults)], parts[len(h.adults)]
	if len(own) == 1 {
		return []*big.Rat{secondSum(own[0], children)}
	}
	first, second := secondHalves(children)
	return []*big.Rat{secondSum(own[0], first), secondSum(own[1], second)}
}

// secondRemainders divides an amount of whole öre by the weights: every part down to whole öre,
// the öre left to those that lost most, the first of equals first.
func secondRemainders(amount *big.Rat, weights []*big.Rat) []*big.Rat {
	parts, lost, order := make([]*big.Rat, len(weights)), make([]*big.Rat, len(weights)), make([]int, len(weights))
	all := secondSum(weights...)
	for i, w := range weights {
		order[i] = i
		parts[i], lost[i] = new(big.Rat), new(big.Rat)
		if all.Sign() == 0 {
			continue
		}
		exact := secondTimes(amount, new(big.Rat).Quo(w, all))
		parts[i] = secondDown(exact, secondOre(1))
		lost[i] = secondLess(exact, parts[i])
	}
	sort.SliceStable(order, func(a, b int) bool { return lost[order[a]].Cmp(lost[order[b]]) > 0 })
	left := secondLess(amount, parts...)
	for _, i := range order {
		if left.Sign() <= 0 {
			break
		}
		parts[i] = secondSum(parts[i], secondOre(1))
		left = secondLess(left, secondOre(1))
	}
	return parts
}

// childrenParts are the adults' parts of the children's surplus of capital above 1 000 kronor
// each (97:11-12): the children's sum in equal halves.
func (h secondHousehold) childrenParts() []*big.Rat {
	sum, free := new(big.Rat), secondKr(1_000)
	for _, c := range h.children {
		surplus := secondOre(c.capital)
		half := big.NewRat(1, 2)
		switch {
		case c.kind == secondHome:
			sum.Add(sum, secondAbove(surplus, free))
		case c.kind == secondAlternating && h.halfAfterFree:
			sum.Add(sum, secondDown(secondTimes(secondAbove(surplus, free), half), secondOre(1)))
		case c.kind == secondAlternating:
			sum.Add(sum, secondAbove(secondDown(secondTimes(surplus, half), secondOre(1)), free))
		}
	}
	if len(h.adults) == 1 {
		return []*big.Rat{sum}
	}
	first, second := secondHalves(sum)
	return []*big.Rat{first, second}
}
