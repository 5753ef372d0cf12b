package recheck_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/claim/recheck"
)

func TestZZ(t *testing.T) {
	j := openJournal(t, "zz.db")
	setRates(t, j)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		stock := claimtest.Stock(t, 1, 1)
		claimtest.Unbook(t, stock)
		stock[0].ID = fmt.Sprint("Z", n)
		k := rapid.SampledFrom([]money.Amount{1, 12345}).Draw(t, "scale")
		scale(stock, k)
		c0, err := j.Head(t.Context())
		_ = c0
		if err := claimtest.Tell(t.Context(), j, claimtest.All(stock)...); err != nil {
			t.Fatal(err)
		}
		c, err := claim.ReadColumns(t.Context(), j, nil)
		if err != nil {
			t.Fatal(err)
		}
		checked, err := recheck.Balances(t.Context(), j, c, nil)
		for _, p := range checked.Problems {
			if p.Claim == stock[0].ID {
				l := stock[0]
				claim.Sort(l.Events)
				fmt.Println("----", p, l.CSV())
				for i := range l.Events {
					fmt.Println("   ", l.Events[i].CSV("x"))
				}
				t.Fatal(p)
			}
		}
	})
}
