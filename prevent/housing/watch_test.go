package housing_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"

	"pgregory.net/rapid"
)

// bb2a is the household of the reconciliation examples: single, two children at home, a cost of
// 9 000 kr and a stated income of 240 000 kr in 2025, with 2 700 kr paid each month.
func bb2a() *housing.Known {
	return &housing.Known{ID: "BB2A", Year: 2025, Party: 1, Spouse: identity.None, Stretches: []housing.Stretch{{From: 1, To: 12, Household: housing.Household{Form: housing.Family, Home: 2, Area: 90, Rooms: 3, Cost: 900_000},
		Stated: [2]money.Amount{24_000_000}, Paid: 270_000}}}
}

// 4 000 kr more a month from July is 24 000 kr more in the year: told, the months from July are
// paid 2 300 kr and 1 800 kr is claimed; never told it is 4 200 kr.
func TestWhatIf_toldAndUntold(t *testing.T) {
	law := propertyRules(t)
	got, err := law.WhatIf(bb2a(), housing.Change{More: 400_000, From: time.July})
	if err != nil {
		t.Fatal(err)
	}
	if got.After[0] != 26_400_000 || got.Month != 270_000 || got.Then != 230_000 || got.Told != -180_000 || got.Untold != -420_000 || got.Costs != housing.Of(480_000) {
		t.Errorf("%+v", got)
	}
	if last := got.Steps[len(got.Steps)-1]; last.Key != "preliminary" || last.Result != "230000" {
		t.Errorf("it ends with %+v", last)
	}
	for name, c := range map[string]housing.Change{"no month": {}, "backwards": {From: 5, Until: 4}, "no spouse": {Who: 1, From: 5}, "nobody": {Who: 2, From: 5}, "after the year": {From: 13},
		"more than can be": {From: 1, More: math.MaxInt64 / 6}, "less than can be": {From: 1, More: math.MinInt64 / 6}} {
		if _, err := law.WhatIf(bb2a(), c); err == nil {
			t.Errorf("%s is let through", name)
		}
	}
}

func monthly(through time.Month, amounts ...money.Amount) (all [2]housing.Incomes) {
	for m := time.January; m <= through; m++ {
		all[0].Known[m], all[0].Amount[m] = true, amounts[min(int(m), len(amounts))-1]
	}
	return all
}

// Three months of 20 000 kr and two of 30 000 kr: at least 120 000 + 7 × 20 000, at most
// 120 000 + 7 × 30 000, and by the last three 120 000 + 7 × 26 666,66.
func TestExpect_isALowestAndAHighest(t *testing.T) {
	law := propertyRules(t)
	e, err := law.Expect(bb2a(), monthly(5, 2_000_000, 2_000_000, 2_000_000, 3_000_000, 3_000_000), time.May)
	if err != nil {
		t.Fatal(err)
	}
	if want := [3]money.Amount{26_000_000, 30_666_666, 33_000_000}; [3]money.Amount{e.Base[0][0], e.Base[1][0], e.Base[2][0]} != want {
		t.Errorf("incomes %v, expected %v", e.Base, want)
	}
	// The final allowance is 51 000 kr less a fifth of what is above 150 000 kr: 29 000 kr at the
	// lowest, 15 000 kr at the highest; 32 400 kr is paid.
	if e.Certainty != housing.Certain || e.Net[housing.Lowest] != -340_000 || e.Net[housing.Highest] != -1_740_000 {
		t.Errorf("%s: %v", e.Certainty, e.Net)
	}
	// At 306 666,66 kr a month is 1 638,89 kr: 1 600 kr from June is 7 × 1 100 kr less.
	if e.Preliminary != 160_000 || e.Now != 270_000 || e.Avoidable != 770_000 || e.Left != -e.Net[housing.Expected]-770_000 {
		t.Errorf("now %s, then %s: %s can be avoided and %s is left of %s", e.Now, e.Preliminary, e.Avoidable, e.Left, e.Net[housing.Expected])
	}
	quiet, err := law.Expect(bb2a(), monthly(5, 2_000_000), time.May)
	if err != nil || quiet.Certainty != housing.NoClaim || quiet.Avoidable != 0 {
		t.Errorf("an income as stated: %+v, %v", quiet, err)
	}
	unknown, err := law.Expect(bb2a(), [2]housing.Incomes{}, time.May)
	if err != nil || !unknown.Unknown[0] || unknown.Base[housing.Highest][0] != 24_000_000 {
		t.Errorf("nothing known: %+v, %v", unknown, err)
	}
}

func anyBook(t *rapid.T, settled bool) *housing.Book {
	b := &housing.Book{Year: rapid.IntRange(2022, 2026).Draw(t, "book's year")}
	for i := range rapid.IntRange(1, 6).Draw(t, "households") {
		k := &housing.Known{ID: string(rune('A' + i)), Year: b.Year, Party: identity.Number(i + 1), Spouse: identity.None, Stretches: anyStretches(t)}
		for n := range k.Stretches {
			if k.Stretches[n].Spouses {
				k.Spouse = 99
			}
		}
		if settled {
			k.Settled = []housing.Settled{{Base: anyBase(t, "assessed")}}
		}
		b.Households = append(b.Households, k)
	}
	return b
}

func TestMeasure_ofNobodyAnsweringChangesNothing(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		book := anyBook(t, true)
		if book.Year == 2026 {
			book.Year = 2025
		}
		for _, k := range book.Households { // paid as it was decided: by the stated income
			paid, err := law.Changed(k, anyBase(t, "stated"), time.January)
			if err != nil {
				t.Fatal(err)
			}
			k.Stretches = paid
		}
		incomes := func(k *housing.Known) (all [2]housing.Incomes) {
			for who := range all {
				for m := time.January; m <= time.December; m++ {
					all[who].Known[m], all[who].Amount[m] = true, k.Last().Base[who]/12
				}
			}
			return all
		}
		none, err := law.Measure(book, time.March, housing.Likely, 0, incomes)
		if err != nil {
			t.Fatal(err)
		}
		if none.Before != none.After || none.UnderpaidBefore != none.UnderpaidAfter {
			t.Errorf("nobody answers, and %+v became %+v", none.Before, none.After)
		}
		all, err := law.Measure(book, time.March, housing.Likely, 1_000_000, incomes)
		if err != nil {
			t.Fatal(err)
		}
		// Each month is as the assessed income says: who is contacted has a claim, and it becomes
		// no larger.
		if all.Before != none.Before || all.After.Amount > all.Before.Amount || all.After.Count > all.Before.Count || all.Needless > 0 {
			t.Errorf("everybody answers: %+v", all)
		}
	})
}

func TestWatch_givesTheSurestAndLargestFirst(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		book := anyBook(t, false)
		incomes := map[string][2]housing.Incomes{}
		through := time.Month(rapid.IntRange(1, 11).Draw(t, "through"))
		for _, k := range book.Households {
			var x [2]housing.Incomes
			for m := time.January; m <= through; m++ {
				x[0].Known[m], x[0].Amount[m] = rapid.Bool().Draw(t, "known"), anyIncome(t, "a month")/10
			}
			incomes[k.ID] = x
		}
		all, err := law.Watch(book, through, func(k *housing.Known) [2]housing.Incomes { return incomes[k.ID] })
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]bool{}
		for i, e := range all {
			told[e.ID] = true
			if e.Net[housing.Lowest] < e.Net[housing.Expected] || e.Net[housing.Expected] < e.Net[housing.Highest] {
				t.Errorf("a higher income gives a smaller claim: %v", e.Net)
			}
			if i > 0 && (all[i-1].Certainty < e.Certainty || all[i-1].Certainty == e.Certainty && all[i-1].Avoidable < e.Avoidable) {
				t.Errorf("%s comes after %s", e.ID, all[i-1].ID)
			}
			if e.Left+e.Avoidable != max(0, -e.Net[housing.Expected]) && e.Left <= -e.Net[housing.Expected] {
				t.Errorf("%s: %s avoidable and %s left of %s", e.ID, e.Avoidable, e.Left, e.Net[housing.Expected])
			}
		}
		for _, k := range book.Households {
			e, err := law.Expect(k, incomes[k.ID], through)
			if err != nil {
				t.Fatal(err)
			}
			if (e.Net[housing.Highest] < 0 || e.Net[housing.Lowest] < 0) != told[k.ID] {
				t.Errorf("%s is told of: %v, its year ends in %v", k.ID, told[k.ID], e.Net)
			}
		}
	})
}

func TestCompare_addsUp(t *testing.T) {
	law := propertyRules(t)
	rapid.Check(t, func(t *rapid.T) {
		book := anyBook(t, rapid.Bool().Draw(t, "settled"))
		from := housing.RuleSet{Name: "from", Rules: law, Year: rapid.IntRange(2022, 2026).Draw(t, "from")}
		to := housing.RuleSet{Name: "to", Rules: law, Year: rapid.IntRange(2022, 2026).Draw(t, "to")}
		c, err := housing.Compare(book, from, to)
		if err != nil {
			t.Fatal(err)
		}
		back, err := housing.Compare(book, to, from)
		if err != nil {
			t.Fatal(err)
		}
		all := &c.All
		if all.Difference() != (housing.Sum{}).Minus(back.All.Difference()) || all.Winners != back.All.Losers || all.MostGained != back.All.MostLost {
			t.Errorf("there %+v and back %+v", all, back.All)
		}
		var months, groups, households housing.Sum
		n := 0
		for m := time.January; m <= time.December; m++ {
			months = months.Plus(all.ByMonth[m].After)
		}
		for _, g := range c.Groups {
			groups, n = groups.Plus(g.After), n+g.Households
		}
		for _, k := range book.Households {
			base := k.Stated()
			if last := k.Last(); last != nil {
				base = last.Base
			}
			y := yearOf(t, law, to.Year, k.Stretches, housing.YearEqual(base))
			households = households.Add(y.Final)
		}
		if months != all.After || groups != all.After || households != all.After || n != len(book.Households) || n != all.Households {
			t.Errorf("months %v, groups %v, households %v of %v; %d of %d", months, groups, households, all.After, n, all.Households)
		}
		counted := 0
		for _, x := range c.Gains {
			counted += x
		}
		if counted != n {
			t.Errorf("%d households by gain, of %d", counted, n)
		}
		if from.Year < 2026 && to.Year == 2026 && all.Losers > 0 {
			t.Errorf("higher limits, and %d lose", all.Losers)
		}
	})
}

// A Frame whose months are a twelfth of the year's income gives what the year's income gives.
func TestCompare_byAnotherIncomeBasis(t *testing.T) {
	law := propertyRules(t)
	frame := func(k *housing.Known) (housing.IncomeBasis, error) {
		f := housing.Frame{Incomes: [2]map[calendar.Date]money.Amount{{}, {}}}
		for m := calendar.New(2024, 1, 1); m < calendar.New(2026, 1, 1); m = m.AddMonths(1) {
			f.Incomes[0][m] = 2_000_000
		}
		return f, nil
	}
	book := &housing.Book{Year: 2025, Households: []*housing.Known{bb2a()}}
	year := housing.RuleSet{Name: "year", Rules: law, Year: 2025}
	reform := housing.RuleSet{Name: "reform", Rules: law, Year: 2025, Basis: frame}
	c, err := housing.Compare(book, year, reform)
	if err != nil || c.All.Winners+c.All.Losers != 0 || c.All.Before != c.All.After {
		t.Fatalf("%+v %v", c.All, err)
	}
	reform.Basis = func(*housing.Known) (housing.IncomeBasis, error) { return housing.Frame{}, nil }
	if _, err := housing.Compare(book, year, reform); err == nil {
		t.Error("months that are not known are counted as nothing")
	}
	reform.Basis = func(*housing.Known) (housing.IncomeBasis, error) {
		return housing.YearEqual{1_000_000_000_001}, nil
	}
	if _, err := housing.Compare(book, year, reform); err == nil || !strings.Contains(err.Error(), "BB2A") {
		t.Errorf("an income that is too large to compute with: %v", err)
	}
}

func TestPayDay(t *testing.T) {
	for after, want := range map[string]string{
		"2026-01-02": "2026-01-27", // a Tuesday
		"2026-01-20": "2026-02-27",
		"2026-05-30": "2026-06-26", // the 27th is a Saturday
		"2026-12-01": "2026-12-23", // 26 and 27 December, and the days before, are no bank days
	} {
		d, err := calendar.Parse(after)
		if err != nil {
			t.Fatal(err)
		}
		if got := housing.PayDay(d).String(); got != want {
			t.Errorf("after %s: %s, expected %s", after, got, want)
		}
	}
}
