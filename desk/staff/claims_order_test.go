package staff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"

	"pgregory.net/rapid"
)

// A list stands in the order of what it is sorted by, then of the claims' numbers and days,
// whatever order the claims have in the columns: held against comparing the numbers as text.
func TestListAsked_order(t *testing.T) {
	benefits := benefit.All()
	rapid.Check(t, func(t *rapid.T) {
		var b claim.Builder
		ids := rapid.SliceOfNDistinct(rapid.IntRange(1, 99_999), 1, 30, rapid.ID[int]).Draw(t, "numbers")
		for _, n := range ids {
			d := claim.Decision{ID: fmt.Sprint("2024-", n), Benefit: rapid.SampledFrom(benefits).Draw(t, "benefit"), DecidedOn: calendar.New(2024, 1, 1).AddDays(rapid.IntRange(0, 3).Draw(t, "decided")), Principal: 100}
			number, err := identity.NewPerson(calendar.New(1950, 1, 1).AddDays(n%9000), 240)
			if err != nil {
				t.Fatal(err)
			}
			d.Debtors = []claim.Debtor{{Number: number}}
			if _, err := b.AddDecision(&d); err != nil {
				t.Fatal(err)
			}
		}
		c := b.Build(journal.Head{})
		var hits []indicator.Hit
		for i := range c.Len() {
			for range rapid.IntRange(0, 3).Draw(t, "entries") {
				hits = append(hits, indicator.Hit{Claim: i, On: calendar.New(2025, 1, 1).AddDays(rapid.IntRange(0, 2).Draw(t, "day")), Amount: money.Amount(rapid.IntRange(0, 2).Draw(t, "amount"))})
			}
		}
		q := listAsked{sort: rapid.SampledFrom([]string{"id", "decided", "amount", "benefit"}).Draw(t, "sort"), order: rapid.SampledFrom([]string{"asc", "desc"}).Draw(t, "order")}
		got := q.sortEntries(c, slices.Clone(hits))
		if len(got) != len(hits) {
			t.Fatalf("%d entries of %d", len(got), len(hits))
		}
		key := func(h indicator.Hit) int {
			switch q.sort {
			case "decided":
				return int(c.DecidedOn(h.Claim))
			case "amount":
				return int(h.Amount)
			case "benefit":
				return int(c.Benefit(h.Claim))
			}
			return 0
		}
		for i := 1; i < len(got); i++ {
			x, y := got[i-1], got[i]
			first, number := cmp.Compare(key(x), key(y)), strings.Compare(c.ID(x.Claim), c.ID(y.Claim))
			if q.order == "desc" {
				first = -first
				if q.sort == "id" {
					number = -number
				}
			}
			if cmp.Or(first, number, cmp.Compare(x.On, y.On)) > 0 {
				t.Fatalf("sorted by %s %s: %s %v comes before %s %v", q.sort, q.order, c.ID(x.Claim), x, c.ID(y.Claim), y)
			}
		}
	})
}
