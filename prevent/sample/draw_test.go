package sample_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/money"
	"balans/prevent/sample"
)

const lottery = "lottery 2026-01-10: 4 8 15 16 23 42"

// goldenDigest and goldenDrawn were made by a program in another language, from the
// package comment.
const goldenDigest = "b07323332ec27c3a4a83315096334cd8"

var goldenDrawn = map[string][]string{
	"bostadsbidrag":              {"P0184", "P0208", "P0157", "P0166"},
	"sjukpenning":                {"P0210", "P0228", "P0174", "P0201"},
	"tillfällig föräldrapenning": {"P0209", "P0254", "P0293", "P0128"},
}

// threeBenefits is a population of 300 payouts of three benefits.
func threeBenefits() []sample.Item {
	names := []string{"sjukpenning", "bostadsbidrag", "tillfällig föräldrapenning"}
	all := make([]sample.Item, 300)
	for i := range all {
		all[i] = sample.Item{ID: fmt.Sprintf("P%04d", i), Stratum: names[i%3], Paid: money.Amount(100 * (i + 1))}
	}
	return all
}

func take(t rapid.TB, p sample.Plan, all []sample.Item) *sample.Draw {
	t.Helper()
	d, err := sample.Take(p, slices.Values(all))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func ids(s sample.Stratum) (all []string) {
	for _, d := range s.Drawn {
		all = append(all, d.ID)
	}
	return all
}

func TestTake_isTheSameEverywhere(t *testing.T) {
	d := take(t, sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 12}}, threeBenefits())
	if got := d.Population(); got != (sample.Population{Digest: goldenDigest, Items: 300, Paid: 4_515_000}) {
		t.Errorf("population %+v", got)
	}
	got := map[string][]string{}
	for _, s := range d.Strata() {
		got[s.Name] = ids(s)
	}
	if fmt.Sprint(got) != fmt.Sprint(goldenDrawn) {
		t.Errorf("drawn %v\nexpected %v", got, goldenDrawn)
	}
}

func populations() *rapid.Generator[[]sample.Item] {
	return rapid.Custom(func(t *rapid.T) []sample.Item {
		all := make([]sample.Item, rapid.IntRange(8, 80).Draw(t, "items"))
		strata := rapid.IntRange(1, 4).Draw(t, "strata")
		for i := range all {
			paid := rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1, 1<<40)).Draw(t, "paid")
			all[i] = sample.Item{ID: fmt.Sprint("P", i), Stratum: string(rune('A' + i%strata)), Paid: money.Amount(paid)}
		}
		return all
	})
}

func plans(most int) *rapid.Generator[sample.Plan] {
	return rapid.Custom(func(t *rapid.T) sample.Plan {
		return sample.Plan{Seed: rapid.StringMatching(`[a-z0-9]{1,60}`).Draw(t, "seed"), Design: sample.Design{
			Allocation: rapid.SampledFrom([]sample.Allocation{sample.Proportional, sample.ByPaid}).Draw(t, "allocation"),
			Size:       rapid.IntRange(8, most).Draw(t, "size")}}
	})
}

func text(t rapid.TB, d *sample.Draw) string {
	t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTake_orderOfThePopulationMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := populations().Draw(t, "population")
		p := plans(len(all)).Draw(t, "plan")
		first := take(t, p, all)
		other := rapid.Permutation(all).Draw(t, "order")
		if a, b := text(t, first), text(t, take(t, p, other)); a != b {
			t.Fatalf("in one order %s\nin another %s", a, b)
		}
		if err := sample.Verify(first, slices.Values(other)); err != nil {
			t.Fatal(err)
		}
		for _, s := range first.Strata() { // the plain way: sort the stratum by the order of a draw of all of it
			whole := take(t, sample.Plan{Seed: p.Seed, Design: sample.Design{Allocation: sample.Proportional, Size: len(all)}}, other)
			for _, w := range whole.Strata() {
				if w.Name == s.Name && (!slices.Equal(w.Drawn[:len(s.Drawn)], s.Drawn) || int64(len(w.Drawn)) != s.Items) {
					t.Fatalf("%s: %v are not the first of %v", s.Name, s.Drawn, w.Drawn)
				}
			}
		}
	})
}

func TestTake_aLargerSampleKeepsTheSmaller(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := populations().Draw(t, "population")
		p := plans(len(all)).Draw(t, "plan")
		if rapid.Bool().Draw(t, "neyman") {
			p.Allocation, p.Spread = sample.Neyman, map[string]money.Amount{}
			for _, it := range all {
				p.Spread[it.Stratum] = money.Amount(rapid.Int64Range(1, 1000).Draw(t, "spread"))
			}
		}
		small := take(t, p, all)
		p.Size = rapid.IntRange(p.Size, len(all)).Draw(t, "larger")
		large := take(t, p, all)
		if small.Len() > large.Len() || large.Len() != p.Size {
			t.Fatalf("%d of a size of %d", large.Len(), p.Size)
		}
		for i, s := range small.Strata() {
			if l := large.Strata()[i]; len(l.Drawn) < len(s.Drawn) || !slices.Equal(l.Drawn[:len(s.Drawn)], s.Drawn) {
				t.Fatalf("%s: %v is not the beginning of %v", s.Name, s.Drawn, l.Drawn)
			}
		}
	})
}

// All 15 pairs of 6 are drawn equally often: 3 000 seeds, chi-square with 14 degrees of
// freedom, whose 99.99 % point is 42.6.
func TestTake_allSamplesAreEquallyLikely(t *testing.T) {
	var all []sample.Item
	for i := range 6 {
		all = append(all, sample.Item{ID: fmt.Sprint(i), Stratum: "A", Paid: 1})
	}
	count := map[string]int{}
	for seed := range 3000 {
		d := take(t, sample.Plan{Seed: fmt.Sprint("seed ", seed), Design: sample.Design{Allocation: sample.Proportional, Size: 2}}, all)
		pair := ids(d.Strata()[0])
		slices.Sort(pair)
		count[strings.Join(pair, "")]++
	}
	chi := 0.0
	for _, n := range count {
		chi += float64((n-200)*(n-200)) / 200
	}
	if len(count) != 15 || chi > 42.6 {
		t.Errorf("%d pairs, chi-square %.1f: %v", len(count), chi, count)
	}
}

// A correction of amounts moves nobody in or out.
func TestTake_amountsDoNotDecideWhoIsDrawn(t *testing.T) {
	all := threeBenefits()
	p := sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 30}}
	before := take(t, p, all)
	for i := range all {
		all[i].Paid *= 7
	}
	after := take(t, p, all)
	for i, s := range before.Strata() {
		if !slices.Equal(ids(s), ids(after.Strata()[i])) {
			t.Errorf("%s: %v became %v", s.Name, ids(s), ids(after.Strata()[i]))
		}
	}
	if before.Population().Digest == after.Population().Digest {
		t.Error("the digest does not show that the amounts are others")
	}
}

func TestVerify_saysWhatIsNotTheSame(t *testing.T) {
	all := threeBenefits()
	p := sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 30}}
	d := take(t, p, all)
	drawn := map[string]bool{}
	for _, s := range d.Strata() {
		for _, x := range s.Drawn {
			drawn[x.ID] = true
		}
	}
	at := func(isDrawn bool) int {
		return slices.IndexFunc(all, func(it sample.Item) bool { return drawn[it.ID] == isDrawn })
	}
	cases := []struct {
		name   string
		change func(all []sample.Item) []sample.Item
		says   string
	}{
		{"one is gone", func(all []sample.Item) []sample.Item { return slices.Delete(all, at(false), at(false)+1) }, "digest"},
		{"a drawn one is gone", func(all []sample.Item) []sample.Item { return slices.Delete(all, at(true), at(true)+1) }, "noted are"},
		{"a drawn id is another", func(all []sample.Item) []sample.Item { all[at(true)].ID += "x"; return all }, "is another item"},
		{"an amount is another", func(all []sample.Item) []sample.Item { all[at(false)].Paid++; return all }, "noted are"},
		{"an id is another", func(all []sample.Item) []sample.Item { all[at(false)].ID += "x"; return all }, "digest"},
		{"two have changed strata", func(all []sample.Item) []sample.Item {
			all[0].Stratum, all[1].Stratum = all[1].Stratum, all[0].Stratum
			all[0].Paid, all[1].Paid = all[1].Paid, all[0].Paid
			return all
		}, "digest"},
		{"a stratum more", func(all []sample.Item) []sample.Item {
			return append(all, sample.Item{ID: "new", Stratum: "new", Paid: 1})
		}, "there are 4 strata"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := sample.Verify(d, slices.Values(c.change(slices.Clone(all))))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v; it is to speak of %q", err, c.says)
			}
		})
	}
}

func TestReadDraw_readsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := populations().Draw(t, "population")
		d := take(t, plans(len(all)).Draw(t, "plan"), all)
		back, err := sample.ReadDraw([]byte(text(t, d)))
		if err != nil || text(t, back) != text(t, d) || back.Len() != d.Len() || back.Population() != d.Population() {
			t.Fatalf("%v: %s", err, text(t, d))
		}
		if err := sample.Verify(back, slices.Values(all)); err != nil {
			t.Fatal(err)
		}
	})
}

// Nobody can be put among those drawn, even by someone who keeps the sums in order.
func TestReadDraw_refusesWhatWasChanged(t *testing.T) {
	var all []sample.Item
	for i := range 20_000 {
		all = append(all, sample.Item{ID: fmt.Sprintf("P%05d", i), Stratum: "A", Paid: 500})
	}
	whole := text(t, take(t, sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 5}}, all))
	var d struct{ Strata []sample.Stratum }
	if err := json.Unmarshal([]byte(whole), &d); err != nil {
		t.Fatal(err)
	}
	first, last := d.Strata[0].Drawn[0].ID, d.Strata[0].Drawn[4].ID
	risky := ""
	for i := 0; risky == "" || risky == first || risky == last; i++ { // one whose key is after the last
		risky = all[i].ID
		if changed := strings.Replace(whole, last, risky, 1); readsInOrder(changed) {
			continue
		}
		risky = ""
	}
	changes := map[string][2]string{
		"put among those drawn":  {last, risky},
		"the order of the draw":  {first, last},
		"a seed after the draw":  {"lottery", "Lottery"},
		"one item less drawn":    {`,{"id":"` + last + `","paid":500}`, ""},
		"a stratum of more":      {`"items":20000`, `"items":2000000`},
		"an amount too large":    {`"paid":500}`, `"paid":50000000}`},
		"an amount below zero":   {`"paid":500}`, `"paid":-500}`},
		"no allocation":          {`"allocation":"proportional"`, `"allocation":"tips"`},
		"another format":         {"balans.sample/1", "balans.sample/2"},
		"a field nobody knows":   {`"format"`, `"tips":[],"format"`},
		"a digest cut short":     {`"population":"`, `"population":"0`},
		"a plan for more":        {`"size":5`, `"size":6`},
		"an id drawn twice":      {first + `","paid":500},{"id":"`, first + `","paid":500},{"id":"` + first + `","paid":500},{"id":"`},
		"something after it all": {"]}]}", "]}]} {}"},
	}
	for name, c := range changes {
		changed := strings.Replace(whole, c[0], c[1], 1)
		if changed == whole {
			t.Errorf("%s: nothing was changed", name)
		}
		if _, err := sample.ReadDraw([]byte(changed)); err == nil {
			t.Errorf("%s was not noticed", name)
		} else if strings.Contains(err.Error(), first) || strings.Contains(err.Error(), last) {
			t.Errorf("%s: the error names an id: %v", name, err)
		}
	}
}

// readsInOrder tells that the fault, if any, is not one of order.
func readsInOrder(text string) bool {
	_, err := sample.ReadDraw([]byte(text))
	return err == nil || !strings.Contains(err.Error(), "order of the keys")
}

func FuzzReadDraw(f *testing.F) {
	f.Add([]byte(text(f, take(f, sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 12}}, threeBenefits()))))
	f.Add([]byte(`{"format":"balans.sample/1"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := sample.ReadDraw(b)
		if err != nil {
			return
		}
		again, err := sample.ReadDraw([]byte(text(t, d)))
		if err != nil || text(t, again) != text(t, d) {
			t.Fatalf("%v: %s", err, text(t, d))
		}
	})
}

func TestFrame_errorsSayWhereAndNotWho(t *testing.T) {
	given := sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Given, Sizes: map[string]int{"A": 2}}}
	size := func(n int) sample.Plan {
		return sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Proportional, Size: n}}
	}
	item := func(id, stratum string, paid money.Amount) sample.Item {
		return sample.Item{ID: id, Stratum: stratum, Paid: paid}
	}
	cases := []struct {
		name string
		plan sample.Plan
		all  []sample.Item
		says string
	}{
		{"no seed", sample.Plan{Design: given.Design}, nil, "the seed is missing"},
		{"no allocation", sample.Plan{Seed: "s"}, nil, "there is no allocation"},
		{"size and sizes", sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Given, Size: 3, Sizes: map[string]int{"A": 2}}}, nil, "takes sizes and no size"},
		{"one of a stratum", sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Proportional, Size: 5, Least: 1}}, nil, "at least 2"},
		{"a spread of zero", sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Neyman, Size: 5, Spread: map[string]money.Amount{"A": 0}}}, nil, "not known to have none"},
		{"nothing", size(5), nil, "the population is empty"},
		{"no id", size(5), []sample.Item{item("", "A", 1)}, "item 1 of the population"},
		{"no stratum", size(5), []sample.Item{item("193501096998", "", 1)}, "the stratum is missing"},
		{"no amount", size(5), []sample.Item{item("1", "A", 1), item("193501096998", "A", 0)}, "item 2 of the population"},
		{"not UTF-8", size(5), []sample.Item{item("\xff", "A", 1)}, "not UTF-8"},
		{"too much", size(5), []sample.Item{item("193501096998", "A", 1<<55), item("193501259166", "A", 1<<55), item("3", "A", 1)}, "item 3 of the population"},
		{"a stratum without size", given, []sample.Item{item("193501096998", "B", 1)}, "no size for it"},
		{"a size without stratum", sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Given, Sizes: map[string]int{"A": 2, "B": 2}}},
			[]sample.Item{item("1", "A", 1), item("2", "A", 1)}, "the stratum B, which the population does not have"},
		{"more than there are", size(5), []sample.Item{item("1", "A", 1), item("2", "A", 1)}, "more than the whole population, by 3"},
		{"fewer than the strata take", size(3), []sample.Item{item("1", "A", 1), item("2", "A", 1), item("3", "B", 1), item("4", "B", 1)}, "it would take 4"},
		{"twice in a stratum", size(3), []sample.Item{item("193501096998", "A", 1), item("2", "A", 1), item("193501096998", "A", 1)}, "stands twice in the stratum A"},
		{"twice in two strata", size(4), []sample.Item{item("193501096998", "A", 1), item("2", "A", 1), item("193501096998", "B", 1), item("3", "B", 1)}, "in the stratum A and in B"},
	}
	for _, c := range cases {
		_, err := sample.Take(c.plan, slices.Values(c.all))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v; it is to speak of %q", c.name, err, c.says)
			continue
		}
		if strings.Contains(err.Error(), "193501") {
			t.Errorf("%s: the error names the id: %v", c.name, err)
		}
	}
	_, err := sample.Take(size(5), slices.Values([]sample.Item{item("1", "A", 1<<56), item("2", "A", 1)}))
	if !errors.Is(err, money.ErrOverflow) {
		t.Errorf("an overflow gives %v", err)
	}
}

func TestFrame_isUsedOnce(t *testing.T) {
	f, err := sample.NewFrame(sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Proportional, Size: 2}})
	if err != nil {
		t.Fatal(err)
	}
	good := sample.Item{ID: "1", Stratum: "A", Paid: 1}
	for range 2 {
		if err := f.Add(sample.Item{ID: "2", Stratum: "A"}); err == nil || f.Add(good) == nil {
			t.Error("after an item that cannot be the frame goes on")
		}
	}
	if _, err := f.Draw(); err == nil {
		t.Error("a frame was drawn from that lacks an item")
	}
	f, _ = sample.NewFrame(sample.Plan{Seed: "s", Design: sample.Design{Allocation: sample.Proportional, Size: 1}})
	if err := f.Add(good); err != nil {
		t.Fatal(err)
	}
	if d, err := f.Draw(); err != nil || d.Len() != 1 {
		t.Fatal(d, err)
	}
	if _, err := f.Draw(); err == nil || f.Add(good) == nil {
		t.Error("a frame was drawn from twice")
	}
}

// Wherever in the population an id stands twice, it is noticed when it is drawn.
func TestFrame_noticesIdsDrawnTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := populations().Draw(t, "population")
		p := plans(len(all)/2*2).Draw(t, "plan")
		first := take(t, p, all)
		s := rapid.SampledFrom(first.Strata()).Draw(t, "stratum")
		one := rapid.SampledFrom(s.Drawn).Draw(t, "drawn") // also the last, whose double is just outside
		again := append(slices.Clone(all), sample.Item{ID: one.ID, Stratum: s.Name, Paid: 1})
		p.Allocation, p.Size, p.Sizes = sample.Given, 0, map[string]int{}
		for _, s := range first.Strata() {
			p.Sizes[s.Name] = len(s.Drawn)
		}
		if _, err := sample.Take(p, slices.Values(rapid.Permutation(again).Draw(t, "order"))); err == nil {
			t.Fatal("an id that stands twice was drawn")
		}
	})
}

// million is a population that is made as it is read.
func million(n int) iter.Seq[sample.Item] {
	return func(yield func(sample.Item) bool) {
		rng := rand.New(rand.NewPCG(1, 2))
		names := make([]string, 48)
		for i := range names {
			names[i] = fmt.Sprintf("benefit-%02d", i)
		}
		id := []byte("U-0000000000")
		for range n {
			for k := len(id) - 1; k > 1; k-- {
				if id[k]++; id[k] <= '9' {
					break
				}
				id[k] = '0'
			}
			r := rng.Uint64()
			if !yield(sample.Item{ID: string(id), Stratum: names[r%48], Paid: money.Amount(r>>40 + 1)}) {
				return
			}
		}
	}
}

func BenchmarkTake(b *testing.B) {
	const items = 1_000_000
	for b.Loop() {
		d, err := sample.Take(sample.Plan{Seed: lottery, Design: sample.Design{Allocation: sample.Proportional, Size: 3000}}, million(items))
		if err != nil || d.Len() != 3000 {
			b.Fatal(d.Len(), err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/items, "ns/item")
}
