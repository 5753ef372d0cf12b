package payout_test

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/payoutcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/payout"
)

// parties are test identities of Skatteverket (CC0) and an organisation.
var parties = []identity.Number{193501096998, 193501259166, 193501277697, 162021005521}

var day = calendar.New(2025, 1, 20)

func drawn(t *rapid.T) payout.Payout {
	gross := rapid.OneOf(rapid.Int64Range(1, 100_000), rapid.Int64Range(math.MaxUint32-2, math.MaxUint32+2), rapid.Int64Range(1, 1<<50)).Draw(t, "gross")
	return payout.Payout{Benefit: benefit.Code(rapid.IntRange(1, 4).Draw(t, "benefit")), PaidOn: day + calendar.Date(rapid.IntRange(-3, 3).Draw(t, "day")),
		Party: rapid.SampledFrom(parties).Draw(t, "party"), Gross: money.Amount(gross), Tax: money.Amount(rapid.Int64Range(0, gross).Draw(t, "tax"))}
}

func build(t rapid.TB, all []payout.Payout) *payout.Columns {
	var b payout.Builder
	for _, p := range all {
		if err := b.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	return b.Build()
}

// The second implementation: a map, and a loop over the payouts as they came.
func TestTotals_areThoseOfAPlainLoop(t *testing.T) {
	type key struct {
		day  calendar.Date
		code benefit.Code
	}
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(drawn), 0, 60).Draw(t, "payouts")
		from := day + calendar.Date(rapid.IntRange(-5, 3).Draw(t, "from"))
		to := from + calendar.Date(rapid.IntRange(0, 6).Draw(t, "days"))
		sums, behind := map[key]payout.Total{}, map[key][]payout.Payout{}
		for _, p := range all {
			if p.PaidOn < from || p.PaidOn > to {
				continue
			}
			k := key{p.PaidOn, p.Benefit}
			s := sums[k]
			sums[k] = payout.Total{Benefit: p.Benefit, Day: p.PaidOn, Count: s.Count + 1, Gross: s.Gross + p.Gross, Tax: s.Tax + p.Tax}
			behind[k] = append(behind[k], p)
		}
		var want []payout.Total
		for _, s := range sums {
			want = append(want, s)
		}
		slices.SortFunc(want, func(a, b payout.Total) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Benefit, b.Benefit))
		})
		c := build(t, all)
		got, err := payout.Totals(c, from, to)
		if err != nil || !slices.Equal(got, want) || c.Len() != len(all) {
			t.Fatalf("%d payouts: %v %v\nexpected %v", c.Len(), got, err, want)
		}
		for _, s := range got {
			if lines := slices.Collect(c.Payouts(s.Benefit, s.Day, s.Day)); !slices.Equal(lines, behind[key{s.Day, s.Benefit}]) {
				t.Fatalf("%+v: behind it %v; expected %v", s, lines, behind[key{s.Day, s.Benefit}])
			}
		}
	})
}

// Runs that are larger than what one processor sums at a time, and as large.
func TestTotals_ofLargeRuns(t *testing.T) {
	for _, n := range []int{1<<16 - 1, 1 << 16, 1<<16 + 1, 1<<18 + 3} {
		var b payout.Builder
		var gross, tax money.Amount
		for i := range n {
			p := payout.Payout{Benefit: 1, PaidOn: day, Party: parties[0], Gross: math.MaxUint32 - money.Amount(i), Tax: money.Amount(i)}
			gross, tax = gross+p.Gross, tax+p.Tax
			if err := b.Add(p); err != nil {
				t.Fatal(err)
			}
		}
		c := b.Build()
		got, err := payout.Totals(c, day, day)
		if want := []payout.Total{{Benefit: 1, Day: day, Count: n, Gross: gross, Tax: tax}}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%d: %v %v; expected %v", n, got, err, want)
		}
		if c.Bytes() < 16*n || c.Bytes() > 17*n {
			t.Errorf("%d payouts take %d bytes; 16 each", n, c.Bytes())
		}
	}
}

func TestTotals_refusesToOverflow(t *testing.T) {
	most := payout.Payout{Benefit: 1, PaidOn: day, Party: parties[0], Gross: math.MaxInt64}
	small := most
	small.Gross = 1
	taxed := most
	taxed.Tax = math.MaxInt64
	for _, c := range []struct {
		all  []payout.Payout
		fits bool
	}{{[]payout.Payout{most}, true}, {[]payout.Payout{most, small}, false}, {[]payout.Payout{most, most, most}, false}, {[]payout.Payout{taxed}, true}} {
		got, err := payout.Totals(build(t, c.all), day, day)
		if c.fits != (err == nil) || !c.fits && !errors.Is(err, money.ErrOverflow) {
			t.Errorf("%v: %v %v", c.all, got, err)
		}
	}
	if _, err := payout.Totals(build(t, nil), day, day-1); err == nil {
		t.Error("a period that ends before it begins is summed")
	}
}

func TestAdd_refusesWhatIsNoPayout(t *testing.T) {
	for why, spoil := range map[string]func(*payout.Payout){
		"benefit": func(p *payout.Payout) { p.Benefit = benefit.None }, "catalogue": func(p *payout.Payout) { p.Benefit = 200 },
		"day": func(p *payout.Payout) { p.PaidOn = calendar.None }, "party": func(p *payout.Payout) { p.Party = identity.None },
		"gross": func(p *payout.Payout) { p.Gross, p.Tax = 0, 0 }, "above zero": func(p *payout.Payout) { p.Gross = -1 },
		"tax": func(p *payout.Payout) { p.Tax = 11 }, "from zero": func(p *payout.Payout) { p.Tax = -1 },
	} {
		p := payout.Payout{Benefit: 1, PaidOn: day, Party: parties[0], Gross: 10}
		spoil(&p)
		var b payout.Builder
		err := b.Add(p)
		if err == nil || !strings.Contains(err.Error(), why) || strings.Contains(err.Error(), parties[0].String()) {
			t.Errorf("%+v: %v; expected %q and no number of a person", p, err, why)
		}
		if n := b.Build().Len(); n != 0 {
			t.Errorf("%+v: it is taken in", p)
		}
	}
}

const header = "payout;paid_on;benefit;party;gross;tax;text\n"

func TestReadCSV(t *testing.T) {
	var b payout.Builder
	if err := b.ReadCSV("p.csv", strings.NewReader(header+"1;2025-01-20;barnbidrag;193501096998;1250,00;;\n2;2025-01-20;sjukpenning;350109-6998;900;270,5;januari\n")); err != nil {
		t.Fatal(err)
	}
	c := b.Build()
	child, _ := benefit.Parse("barnbidrag")
	sick, _ := benefit.Parse("sjukpenning")
	got, err := payout.Totals(c, day, day)
	want := []payout.Total{{Benefit: child, Day: day, Count: 1, Gross: 125_000}, {Benefit: sick, Day: day, Count: 1, Gross: 90_000, Tax: 27_050}}
	for i := range got {
		if len(got[i].IDs) != 16 {
			t.Errorf("%+v has no digest of its ids", got[i])
		}
		want[i].IDs = got[i].IDs
	}
	if err != nil || !slices.Equal(got, want) || got[1].Net() != 62_950 {
		t.Errorf("%v %v", got, err)
	}
	for p := range c.Payouts(sick, day, day) {
		if p.Party != parties[0] {
			t.Errorf("%+v", p)
		}
	}
}

// Every bad line is named with its place, and nothing of the file is taken in.
func TestReadCSV_namesBadLines(t *testing.T) {
	var b payout.Builder
	err := b.ReadCSV("p.csv", strings.NewReader(header+"1;2025-01-20;barnbidrag;193501096998;1250,00;;\n2;2025-01-20;barnbidrg;193501096997;1;;\n3;x;barnbidrag;193501096998;1;;\n"))
	var bad *payoutcsv.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != 3 {
		t.Fatal(err)
	}
	for i, want := range []string{`p.csv:3:14: benefit is "barnbidrg"; expected a code`, `p.csv:3:24: party is "193501096997"; expected a personal`, `p.csv:4:3: paid_on is "x"; expected a date`} {
		if !strings.HasPrefix(bad.Faults[i].Error(), want) {
			t.Errorf("%s\nexpected %s", bad.Faults[i], want)
		}
	}
	if n := b.Build().Len(); n != 0 {
		t.Errorf("%d payouts of a bad file are taken in", n)
	}
	var line *payoutcsv.LineError
	if err := b.ReadCSV("p.csv", strings.NewReader("a;b\n")); !errors.As(err, &line) {
		t.Error(err)
	}
}

// Two files may be of the same run.
func TestReadCSV_addsToWhatThereIs(t *testing.T) {
	var b payout.Builder
	for range 2 {
		if err := b.ReadCSV("p.csv", strings.NewReader(header+"1;2025-01-20;barnbidrag;193501096998;1250;;\n")); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := payout.Totals(b.Build(), day, day); err != nil || len(got) != 1 || got[0].Count != 2 {
		t.Errorf("%v %v", got, err)
	}
}

// The digest of a run is that of its set of ids: the order does not change it, and every
// other set has another, also when count and amounts are the same.
func TestTotals_tellSetsOfIdsApart(t *testing.T) {
	digest := func(ids []string) string {
		var b payout.Builder
		for _, id := range ids {
			if err := b.AddPaid(id, payout.Payout{Benefit: 1, PaidOn: day, Party: parties[0], Gross: 100}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := payout.Totals(b.Build(), day, day)
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		return got[0].IDs
	}
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z0-9]{1,4}`), 1, 12, rapid.ID).Draw(t, "ids")
		other := rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Z0-9]{1,4}`), 1, 12, rapid.ID).Draw(t, "other")
		if shuffled := rapid.Permutation(ids).Draw(t, "shuffled"); digest(shuffled) != digest(ids) {
			t.Fatalf("%q and %q are the same set", ids, shuffled)
		}
		sorted := slices.Sorted(slices.Values(ids))
		if same := slices.Equal(sorted, slices.Sorted(slices.Values(other))); same != (digest(ids) == digest(other)) {
			t.Fatalf("%q and %q", ids, other)
		}
	})
	var b payout.Builder
	p := payout.Payout{Benefit: 1, PaidOn: day, Party: parties[0], Gross: 100}
	if err := b.AddPaid("", p); err == nil {
		t.Error("a payout without an id was added as one with")
	}
	for _, err := range []error{b.AddPaid("a", p), b.Add(p)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got, err := payout.Totals(b.Build(), day, day); err != nil || got[0].IDs != "" {
		t.Errorf("%+v, %v: one of the payouts has no id", got, err)
	}
}
