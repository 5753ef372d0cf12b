package appropriation_test

import (
	"testing"

	"pgregory.net/rapid"

	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/repayment"
	"balans/steer/appropriation"
)

// All money that came in on claims is in the flows, in an item or left out with a reason:
// they add up to the cash, as known at any instant.
func TestClaimFlows_addUpToTheCash(t *testing.T) {
	from, to := claim.Days()
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 1, 6)
		claimtest.Unbook(t, stock)
		columns, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		at := claimtest.Known(t, "known", stock)
		flows, err := appropriation.ClaimFlows(columns)(from, to, at)
		if err != nil {
			t.Fatal(err)
		}
		var got, want money.Amount
		for _, f := range flows {
			if got += f.Amount; (f.Item == "") != (f.LeftOut != "") {
				t.Fatalf("%+v is in an item and left out, or neither", f)
			}
		}
		sums, err := repayment.Sum(columns, from, to, min(at, columns.LastRecorded()))
		if err != nil {
			t.Fatal(err)
		}
		for i := range sums {
			cash, err := sums[i].Cash()
			if err != nil {
				t.Fatal(err)
			}
			want += cash
		}
		if got != want {
			t.Fatalf("flows of %s, cash of %s", got, want)
		}
	})
}
