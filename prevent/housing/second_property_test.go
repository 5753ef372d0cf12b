package housing_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// What must hold of the second implementation whoever the household is.

func secondNotOver(t *rapid.T, what string, a, b *big.Rat) {
	t.Helper()
	if a.Cmp(b) > 0 {
		t.Errorf("%s: %s is over %s", what, a.FloatString(4), b.FloatString(4))
	}
}

func secondEqual(t *rapid.T, what string, a, b *big.Rat) {
	t.Helper()
	if a.Cmp(b) != 0 {
		t.Errorf("%s: %s is not %s", what, a.FloatString(4), b.FloatString(4))
	}
}

// The bases are whole öre, nothing of the wealth addition is lost in its parts, and a krona
// earned is a krona of base and of nobody else's.
func TestSecond_baseHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := secondDrawHousehold(t)
		before := h.bases()
		for _, b := range before {
			if _, whole := secondOreOf(b); !whole || b.Sign() < 0 {
				t.Fatalf("base %s", b)
			}
		}
		secondEqual(t, "wealth", secondSum(h.wealthParts()...), h.wealthAddition())
		alone := h
		alone.adults = h.adults[:1]
		secondEqual(t, "children", secondSum(h.childrenParts()...), secondSum(alone.childrenParts()...))

		more := h
		more.adults = append([]secondAdult(nil), h.adults...)
		at := rapid.IntRange(0, len(h.adults)-1).Draw(t, "who")
		more.adults[at].employment += 1_00
		for i, b := range more.bases() {
			add := secondKr(0)
			if i == at {
				add = secondKr(1)
			}
			secondEqual(t, "base", b, secondSum(before[i], add))
		}

		if len(h.adults) == 2 {
			turned := h
			turned.adults = []secondAdult{h.adults[1], h.adults[0]}
			secondEqual(t, "turned", secondSum(turned.bases()...), secondSum(before...))
		}
	})
}

// A month is nothing or at least 100 kronor; beforehand it loses less than 100, and a whole year
// estimated right is never settled.
func TestSecond_monthHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := secondDrawHousehold(t)
		m := h.month(h.bases())
		if m.exact.Sign() != 0 {
			secondNotOver(t, "least", secondKr(100), m.exact)
			secondEqual(t, "sum", secondTimes(m.exact, secondKr(12)),
				secondLess(secondTimes(secondSum(m.housing, m.special, m.access), secondKr(12)), m.reduction))
		}
		paid := m.preliminary()
		secondNotOver(t, "beforehand", paid, m.exact)
		if lost := secondLess(m.exact, paid); lost.Cmp(secondKr(100)) >= 0 {
			t.Errorf("%s lost", lost.FloatString(4))
		}
		if kr := new(big.Rat).Quo(paid, secondKr(100)); !kr.IsInt() {
			t.Errorf("%s is no whole hundred", paid)
		}
		o := secondSettle(secondFinal(h.whole()), secondTimes(paid, secondKr(12)))
		if o.claim.Sign() != 0 || o.payOut.Sign() != 0 {
			t.Errorf("rounding alone settles %s", o.difference.FloatString(4))
		}
	})
}

// More cost, less area, more children or children more at home, a later year and less income
// never lower a month.
func TestSecond_monthMovesOneWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := secondDrawHousehold(t)
		bases := h.bases()
		exact := h.month(bases).exact
		better := func(what string, change func(*secondHousehold)) {
			b := h
			b.children = append([]secondChild(nil), h.children...)
			change(&b)
			secondNotOver(t, what, exact, b.month(bases).exact)
		}
		better("cost", func(b *secondHousehold) { b.home.cost += rapid.Int64Range(1, 2_000_00).Draw(t, "more cost") })
		better("2026", func(b *secondHousehold) { b.year = 2026 })
		if least := int64(40_00); h.home.area > least {
			better("area", func(b *secondHousehold) { b.home.area = rapid.Int64Range(least, h.home.area).Draw(t, "less area") })
		}
		if !h.young {
			better("another child", func(b *secondHousehold) { b.children = append(b.children, secondDrawChild(t)) })
			better("more at home", func(b *secondHousehold) {
				c := &b.children[rapid.IntRange(0, len(b.children)-1).Draw(t, "child")]
				c.kind = max(secondHome, c.kind-1)
			})
		}
		better("disability", func(b *secondHousehold) {
			b.home.acceptedCost += 500_00
			b.home.acceptedArea += 10_00
		})
		at := rapid.IntRange(0, len(bases)-1).Draw(t, "who")
		bases[at] = secondAbove(bases[at], secondOre(rapid.Int64Range(1, 20_000_00).Draw(t, "less income")))
		secondNotOver(t, "income", exact, h.month(bases).exact)
	})
}

// Spouses with children have a limit each: evening out what they earn never raises the
// reduction. For the young it is one and the same however they share.
func TestSecond_limitsOfSpouses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := secondDrawHousehold(t)
		if len(h.adults) == 1 {
			h.adults = append(h.adults, secondDrawAdult(t, h.year))
		}
		bases := h.bases()
		mean := secondTimes(secondSum(bases...), big.NewRat(1, 2))
		uneven, even := h.month(bases).reduction, h.month([]*big.Rat{mean, mean}).reduction
		if h.young {
			secondEqual(t, "young", even, uneven)
			return
		}
		secondNotOver(t, "even", even, uneven)
		secondEqual(t, "as one", even, secondFamilyReduction([]*big.Rat{secondTimes(mean, secondKr(2))}))
	})
}

// A settlement asks for no öre too much and pays none too little, and less than a krona off.
func TestSecond_settlementHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := secondDrawYear(t)
		o := secondSettle(secondFinal(y.rights()), y.paid())
		if o.claim.Sign() > 0 && o.payOut.Sign() > 0 {
			t.Fatal("claimed and paid out")
		}
		asked := secondLess(o.payOut, o.claim)
		if asked.Sign() == 0 {
			size := new(big.Rat).Abs(o.difference)
			if size.Cmp(secondKr(1_200)) >= 0 {
				t.Errorf("%s is dropped", o.difference.FloatString(4))
			}
			return
		}
		favour := secondLess(asked, o.difference)
		if favour.Sign() < 0 || favour.Cmp(secondKr(1)) >= 0 || !asked.IsInt() {
			t.Errorf("%s for %s", asked, o.difference.FloatString(4))
		}
		secondNotOver(t, "the limit", secondKr(1_200), new(big.Rat).Abs(asked))
	})
}

// The draws reach what they are there for.
func TestSecond_drawsReachTheEdges(t *testing.T) {
	seen := map[string]int{}
	note := func(what string, is bool) {
		if is {
			seen[what]++
		} else {
			seen[what] += 0
		}
	}
	households, years := rapid.Custom(secondDrawHousehold), rapid.Custom(secondDrawYear)
	for seed := range 3000 {
		h := households.Example(seed)
		m := h.month(h.bases())
		home, turns, access := h.byKind()
		note("exactly the least amount", m.exact.Cmp(secondKr(100)) == 0)
		note("just above the least amount", m.exact.Cmp(secondKr(100)) > 0 && m.exact.Cmp(big.NewRat(1001, 10)) < 0)
		note("nothing for reduction", m.exact.Sign() == 0 && m.housing.Sign() > 0)
		note("no reduction", m.reduction.Sign() == 0)
		note("a month in thirds", m.exact.Sign() > 0 && !secondTimes(m.exact, secondKr(100)).IsInt())
		note("cost cut by area", m.cost.Cmp(secondOre(h.home.cost)) < 0)
		note("all three kinds", home > 0 && turns > 0 && access > 0)
		note("at home and by turns", home > 0 && turns > 0 && home+turns <= 3)
		note("access alone", home+turns == 0 && access > 0)
		note("more than five", home+turns+access > 5)
		note("no child counts", !h.young && home+turns+access == 0)
		note("young couple in too large a home", h.young && len(h.adults) == 2 && h.home.area > 60_00)
		note("wealth of a couple and children", len(h.adults) == 2 && h.wealthAddition().Sign() > 0 && h.childWealth().Sign() > 0)
	}
	for seed := range 1000 {
		y := years.Example(seed)
		o := secondSettle(secondFinal(y.rights()), y.paid())
		size := new(big.Rat).Abs(o.difference)
		note("a claim of the limit", o.claim.Cmp(secondKr(1_200)) == 0)
		note("a claim all but the limit", o.difference.Sign() < 0 && size.Cmp(big.NewRat(119_999, 100)) >= 0 && size.Cmp(secondKr(1_200)) < 0)
		note("a pay-out of the limit or a krona more", size.Cmp(secondKr(1_201)) < 0 && o.payOut.Sign() > 0)
		note("a pay-out all but the limit", o.difference.Sign() > 0 && size.Cmp(big.NewRat(119_999, 100)) >= 0 && size.Cmp(secondKr(1_200)) < 0)
		note("claimed", o.claim.Sign() > 0)
		note("paid out", o.payOut.Sign() > 0)
		note("dropped", o.difference.Sign() != 0 && o.claim.Sign()+o.payOut.Sign() == 0)
		note("fewer than twelve months", len(y.rights()) > 0 && len(y.rights()) < 12)
	}
	for what, n := range seen {
		if n < 5 {
			t.Errorf("%s: %d times", what, n)
		}
	}
	t.Log(seen)
}
