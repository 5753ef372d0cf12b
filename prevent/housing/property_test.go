package housing_test

import (
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"

	"pgregory.net/rapid"
)

// anyOf draws one of some edges, or anything between two limits.
func anyOf[T int8 | int16 | uint8 | money.Amount](t *rapid.T, name string, least, most T, edges ...T) T {
	if len(edges) > 0 && rapid.Bool().Draw(t, name+" at an edge") {
		near := rapid.SampledFrom(edges).Draw(t, name+" edge") + T(rapid.IntRange(0, 2).Draw(t, name+" beside")) - 1
		return min(max(near, least), most)
	}
	return T(rapid.Int64Range(int64(least), int64(most)).Draw(t, name))
}

// anyIncome has the limits of the reduction, and where allowances end, as edges.
func anyIncome(t *rapid.T, name string) money.Amount {
	return anyOf[money.Amount](t, name, 0, 60_000_000, 0, 4_100_000, 5_800_000, 7_500_000, 8_672_000, 10_372_000, 15_000_000, 35_100_000, 35_700_000)
}

func anyCost(t *rapid.T, name string) money.Amount {
	return anyOf[money.Amount](t, name, 0, 1_500_000, 0, 140_000, 180_000, 260_000, 300_000, 360_000, 420_000, 530_000, 590_000, 660_000, 680_000, 790_000, 860_000)
}

// anyHousehold draws a household that Check lets through.
func anyHousehold(t *rapid.T, name string) housing.Household {
	h := housing.Household{Form: housing.Family, Spouses: rapid.Bool().Draw(t, name+" spouses"), Cost: anyCost(t, name+" cost"),
		Area: anyOf[int16](t, name+" area", 1, 400, 40, 60, 80, 100, 120, 140, 160, 320), Rooms: anyOf[int8](t, name+" rooms", -1, 6)}
	if rapid.IntRange(0, 3).Draw(t, name+" form") == 0 {
		h.Form = housing.Young
	} else {
		h.Home, h.Alternating = anyOf[uint8](t, name+" home", 0, 6), anyOf[uint8](t, name+" alternating", 0, 4)
		h.Access = anyOf[uint8](t, name+" access", 0, 4)
		if h.Home+h.Alternating+h.Access == 0 {
			h.Home = 1
		}
	}
	if rapid.IntRange(0, 3).Draw(t, name+" accepted") == 0 {
		h.AcceptedCost, h.AcceptedArea = anyCost(t, name+" accepted cost"), anyOf[int16](t, name+" accepted area", 0, 400)
	}
	return h
}

// anyMonth draws a month of the years whose law is known.
func anyMonth(t *rapid.T) calendar.Date {
	return calendar.New(2022, 1, 1).AddMonths(rapid.IntRange(0, 59).Draw(t, "month"))
}

func propertyRules(t *testing.T) *housing.Rules { return housing.New(caseLaw(t)) }

func monthOf(t *rapid.T, law *housing.Rules, on calendar.Date, h housing.Household, base [2]money.Amount) *housing.Month {
	if err := h.Check(); err != nil {
		t.Fatal(err)
	}
	scale, err := law.Scale(on)
	if err != nil {
		t.Fatal(err)
	}
	m := &housing.Month{}
	scale.Month(&h, base, m)
	return m
}

const hundred = 100 * money.Krona

func TestMonth_staysWithinItsLimits(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		h, on := anyHousehold(t, "household"), anyMonth(t)
		m := monthOf(t, law, on, h, [2]money.Amount{anyIncome(t, "income"), anyIncome(t, "spouse")})
		switch most := m.Scale.Most(&h); {
		case m.Amount < 0:
			t.Fatalf("%s is below zero", m.Amount.Kronor())
		case h.AcceptedCost == 0 && m.Amount > most:
			t.Fatalf("%s is more than the most, %s", m.Amount.Kronor(), most.Kronor())
		case (m.Why == housing.Given) != (m.Amount > 0):
			t.Fatalf("%s and why is %d", m.Amount.Kronor(), m.Why)
		case m.Amount > 0 && 12*m.Amount < housing.Of(1200*money.Krona):
			t.Fatalf("%s a month is less than 1 200 a year", m.Amount.Kronor())
		case m.Considered > h.Cost:
			t.Fatalf("%s is considered of %s", m.Considered, h.Cost)
		}
		p := m.Preliminary()
		if p%hundred != 0 || housing.Of(p) > m.Amount || m.Amount >= housing.Of(p+hundred) {
			t.Fatalf("%s is paid of %s", p, m.Amount.Kronor())
		}
		if s := m.Supplement(); s < 0 || 5*s > 2*p || h.Form == housing.Young && s != 0 || on >= calendar.New(2025, 7, 1) && s != 0 {
			t.Fatalf("%s: a supplement of %s on %s", on, s, p)
		}
	})
}

// TestMonth_movesOneWay: more income never gives more, and more cost, another child or a smaller
// dwelling that is large enough never less.
func TestMonth_movesOneWay(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		h, on := anyHousehold(t, "household"), anyMonth(t)
		base := [2]money.Amount{anyIncome(t, "income"), anyIncome(t, "spouse")}
		was := monthOf(t, law, on, h, base)
		var least, most *housing.Month
		what := rapid.SampledFrom([]string{"income", "spouse's income", "cost", "accepted cost", "accepted area", "child", "area"}).Draw(t, "what")
		switch what {
		case "income", "spouse's income":
			who := map[string]int{"spouse's income": 1}[what]
			base[who] += anyIncome(t, "more")
			least, most = monthOf(t, law, on, h, base), was
		case "cost":
			h.Cost += anyCost(t, "more")
		case "accepted cost":
			h.AcceptedCost += anyCost(t, "more")
		case "accepted area":
			h.AcceptedArea += anyOf[int16](t, "more", 0, 400)
		case "child":
			if h.Form == housing.Family {
				*rapid.SampledFrom([]*uint8{&h.Home, &h.Alternating, &h.Access}).Draw(t, "sort")++
			}
		case "area":
			h.Area = max(min(h.Area, 40), h.Area-anyOf[int16](t, "less", 0, 400))
		}
		if least == nil {
			least, most = was, monthOf(t, law, on, h, base)
		}
		if least.Amount > most.Amount {
			t.Fatalf("%s: %s is more than %s", what, least.Amount.Kronor(), most.Amount.Kronor())
		}
	})
}

// TestMonth_whatChangesNothing: facts that the law does not ask for.
func TestMonth_whatChangesNothing(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		h, on := anyHousehold(t, "household"), anyMonth(t)
		base := [2]money.Amount{anyIncome(t, "income"), anyIncome(t, "spouse")}
		was, other := monthOf(t, law, on, h, base), h
		switch {
		case was.AccessRefused && h.Home+h.Alternating > 0:
			other.Access = 0 // refused, the child counts for nothing
		case h.Access == 0:
			other.Rooms = anyOf[int8](t, "other rooms", -1, 6)
		}
		switch {
		case !h.Spouses:
			base[1] = anyIncome(t, "somebody's income")
		default:
			base[0], base[1] = base[1], base[0]
		}
		if now := monthOf(t, law, on, other, base); now.Amount != was.Amount {
			t.Fatalf("%s, and %s of %+v", was.Amount.Kronor(), now.Amount.Kronor(), other)
		}
	})
}

// TestSteps_endInTheAmount holds the explanation against what it explains.
func TestSteps_endInTheAmount(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		h, on := anyHousehold(t, "household"), anyMonth(t)
		m := monthOf(t, law, on, h, [2]money.Amount{anyIncome(t, "income"), anyIncome(t, "spouse")})
		steps := m.Steps()
		if last := steps[len(steps)-1]; last.Key != "amount" || last.Result != m.Amount.String() {
			t.Fatalf("%s %s ends the steps of %s", last.Key, last.Result, m.Amount)
		}
		sums := map[string]string{"housing": m.Housing.String(), "reduction": m.Reduction[0].String(), "reduction_spouse": m.Reduction[1].String(),
			"special": housing.Of(m.Special).String(), "access": housing.Of(m.Access).String()}
		for _, s := range append(steps, m.PreliminaryStep()) {
			if want, ok := sums[s.Key]; ok && s.Result != want {
				t.Fatalf("%s is explained as %s, not %s", s.Key, s.Result, want)
			}
			if err := s.Law.Check(); err != nil {
				t.Fatal(err)
			}
			if both := s.Says.Sv + s.Says.En; s.Says.Sv == "" || s.Says.En == "" || s.Says.Sv == s.Says.En || strings.Contains(both, "%!") || s.Result == "" || s.How == "" {
				t.Fatalf("%+v", s)
			}
		}
	})
}

// TestCaps2026_raiseByAtMost: the published rise of 2026 is at most 800 a month with one child
// and 1 000 with more, on what is paid; and both are reached.
func TestCaps2026_raiseByAtMost(t *testing.T) {
	law := propertyRules(t)
	before, _ := law.Scale(calendar.New(2025, 12, 1))
	after, err := law.Scale(calendar.New(2026, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	for children, published := range map[uint8]money.Amount{1: 800, 2: 1000, 3: 1000} {
		var most money.Amount
		for cost := money.Amount(0); cost <= 9000; cost += 25 {
			for income := money.Amount(0); income <= 500_000; income += 5000 {
				h := housing.Household{Form: housing.Family, Home: children, Area: 60, Cost: cost * money.Krona}
				var was, now housing.Month
				before.Month(&h, [2]money.Amount{income * money.Krona}, &was)
				after.Month(&h, [2]money.Amount{income * money.Krona}, &now)
				most = max(most, now.Preliminary()-was.Preliminary())
			}
		}
		if most != published*money.Krona {
			t.Errorf("with %d children it rises by at most %s, not %d", children, most.Kronor(), published)
		}
	}
}
