package task_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim/claimtest"
	"balans/recover/task"
	"balans/recover/worklist"
)

func anyTask(t *rapid.T, i int) task.Task {
	day := func(label string) calendar.Date {
		if rapid.IntRange(0, 3).Draw(t, label+" none") == 0 {
			return calendar.None
		}
		return calendar.New(2025, 1, rapid.IntRange(1, 4).Draw(t, label))
	}
	return task.Task{Sort: rapid.SampledFrom(task.Sorts()).Draw(t, "sort"), ID: string(rune('a' + i)),
		Rank: task.Rank{Tier: rapid.SampledFrom(task.Tiers()).Draw(t, "tier"), Day: day("day"), Since: day("since"), Score: rapid.IntRange(0, 2).Draw(t, "score"), Amount: money.Amount(rapid.IntRange(0, 2).Draw(t, "amount"))}}
}

// The order is total: of two tasks one comes first, of three none goes around, and what has
// been mixed is put back as it was.
func TestOrder_isTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []task.Task
		for i := range rapid.IntRange(3, 12).Draw(t, "tasks") {
			all = append(all, anyTask(t, i))
		}
		for i := range all {
			for k := range all {
				x, y := all[i].Compare(&all[k]), all[k].Compare(&all[i])
				if x != -y || (x == 0) != (i == k) {
					t.Fatalf("%+v and %+v: %d and %d", all[i], all[k], x, y)
				}
				for l := range all {
					if x <= 0 && all[k].Compare(&all[l]) <= 0 && all[i].Compare(&all[l]) > 0 {
						t.Fatalf("around: %+v, %+v, %+v", all[i], all[k], all[l])
					}
				}
				if all[i].Tier < all[k].Tier && x >= 0 {
					t.Fatalf("the tier %s comes after %s", all[i].Tier, all[k].Tier)
				}
			}
		}
		order := func(tasks []task.Task) (keys []string) {
			for x := range task.All(nil, nil, tasks) {
				keys = append(keys, x.Key())
			}
			return keys
		}
		want := order(all)
		rand.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		if got := order(all); !slices.Equal(got, want) {
			t.Fatalf("%v, and mixed %v", want, got)
		}
	})
}

// The claims with something to be done are those that are on a list, each with the rank of its
// most pressing one; and together with other tasks they stand as if all had been sorted at
// once.
func TestClaims_areThoseOnTheLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 1, 8)
		c, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		on := claimtest.Border(t, "on")
		q := worklist.Query{On: on, KnownAt: claimtest.Known(t, "known", stock)}
		limits := task.Limits{Near: rapid.SampledFrom([]int{0, 30, 60, 400}).Draw(t, "near"), Taken: 14}
		entries, err := task.Claims(c, q, limits)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]task.Task{}
		for i := range entries {
			x := entries[i].Of(c)
			got[x.ID] = x
		}
		lists := map[string][]string{}
		best := map[string]task.Tier{}
		for _, l := range worklist.Lists() {
			tier := task.TierOf(l.ID)
			if tier == 0 {
				continue
			}
			rows, err := worklist.Rows(c, q, l)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				id, of := c.ID(r.Claim), tier
				if tier == task.Losing && int(r.Since-on) > limits.Near {
					of = task.Collecting
				}
				lists[id] = append(lists[id], l.ID)
				if best[id] == 0 || of < best[id] {
					best[id] = of
				}
			}
		}
		if len(got) != len(lists) || len(entries) != len(lists) {
			t.Fatalf("%d claims have something to be done, %d are on a list", len(entries), len(lists))
		}
		for i := range c.Len() {
			x, ok, err := task.OfClaim(c, q, limits, i)
			if want, has := got[c.ID(i)]; err != nil || ok != has || ok && fmt.Sprint(x) != fmt.Sprint(want) {
				t.Fatalf("alone %+v %v %v, among all %+v", x, ok, err, want)
			}
		}
		for id, on := range lists {
			x := got[id]
			reasons := append([]string{x.Why}, x.More...)
			slices.Sort(reasons)
			slices.Sort(on)
			if x.Tier != best[id] || !slices.Equal(reasons, on) {
				t.Fatalf("%s: %s for %v, want %s for %v", id, x.Tier, reasons, best[id], on)
			}
		}
		var others, want []task.Task
		for i := range rapid.IntRange(0, 6).Draw(t, "others") {
			x := anyTask(t, i)
			if len(entries) > 0 && rapid.Bool().Draw(t, "as a claim") {
				x.Rank = entries[rapid.IntRange(0, len(entries)-1).Draw(t, "claim")].Rank
			}
			others = append(others, x)
		}
		want = append(want, others...)
		for i := range entries {
			want = append(want, entries[i].Of(c))
		}
		slices.SortFunc(want, func(a, b task.Task) int {
			return cmp.Or(a.Rank.Compare(b.Rank), cmp.Compare(a.Sort, b.Sort), strings.Compare(a.ID, b.ID))
		})
		i := 0
		for x := range task.All(c, entries, others) {
			if i >= len(want) || x.Key() != want[i].Key() {
				t.Fatalf("in place %d stands %s", i, x.Key())
			}
			i++
		}
		if i != len(want) {
			t.Fatalf("%d stand in the list, want %d", i, len(want))
		}
	})
}

// What is read on from earlier columns is what would be found in all of them, whatever came
// since: more events of some claims, and new claims.
func TestUpdate_isAsAllAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 1, 8)
		now := slices.Clone(stock)
		for i := range stock {
			now[i] = stock[i].Clone()
			if n := len(stock[i].Events); n > 0 {
				stock[i].Events = stock[i].Events[:rapid.IntRange(0, n).Draw(t, "of its events")]
			}
		}
		stock = stock[:rapid.IntRange(0, len(stock)).Draw(t, "of the claims")]
		before, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		c, err := claimtest.Columns(now)
		if err != nil {
			t.Fatal(err)
		}
		q := worklist.Query{On: claimtest.Border(t, "on"), KnownAt: calendar.EndOfDay(calendar.New(2078, 12, 31))}
		limits := task.Limits{Near: 60, Taken: 14}
		old, err := task.Claims(before, q, limits)
		if err != nil {
			t.Fatal(err)
		}
		want, err := task.Claims(c, q, limits)
		if err != nil {
			t.Fatal(err)
		}
		got, err := task.Update(before, old, c, q, limits)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v, all anew %v", got, want)
		}
	})
}

// Every work list gives tasks of a tier, or is left out on purpose.
func TestTierOf_everyList(t *testing.T) {
	without := []string{}
	for _, l := range worklist.Lists() {
		if task.TierOf(l.ID) == 0 {
			without = append(without, l.ID)
		}
	}
	if want := []string{"protected", "contradictions", "overbooked"}; !slices.Equal(without, want) {
		t.Errorf("the lists %v give no tasks, want %v", without, want)
	}
}
