package repayment_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/repayment"
)

func init() {
	makers["columns"] = func(stock []claimtest.Life) (repayment.Source, error) { return claimtest.Columns(stock) }
}

// Columns and the claims taken one by one say the same, event by event and in sum.
func TestColumns_agreeWithClaimsOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := drawn(t)
		columns, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		second, at := livesOf(stock), claimtest.Known(t, "known", stock)
		from, to := drawnPeriod(t)
		for i := range stock {
			got, err1 := repayment.ClaimsOf(columns, stock[i].Benefit, stock[i].Authority, from, to, at)
			want, err2 := repayment.ClaimsOf(second, stock[i].Benefit, stock[i].Authority, from, to, at)
			if err1 != nil || err2 != nil || !slices.Equal(got, want) {
				t.Fatalf("%s to %s known at %s\n%+v\n%v\nclaims one by one\n%+v\n%v", from, to, at, got, err1, want, err2)
			}
		}
		got, err1 := repayment.Sum(columns, from, to, at)
		want, err2 := repayment.Sum(second, from, to, at)
		if err1 != nil || err2 != nil || !slices.Equal(got, want) {
			t.Fatalf("%+v %v\nclaims one by one\n%+v %v", got, err1, want, err2)
		}
	})
}

// Over all time the capital of a claim is what its account says the payments
// that stand have paid of principal, where no credit paid a later debt and no
// reversal lacks its payment.
func TestSum_isTheCapitalOfTheAccounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := drawn(t)
		columns, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		low, high := claim.Days()
		for i := range stock {
			l := stock[i].Clone()
			claim.Sort(l.Events)
			a, err := claim.NewAccount(&l.Decision, l.Events, high, known, columns.Law(known), true)
			if err != nil {
				t.Fatal(err)
			}
			if !isPlain(l, a) {
				continue
			}
			want := money.Amount(0)
			for _, p := range a.Payments {
				want += p.Parts.Of(claim.Principal) + p.Parts.Of(claim.Charge)
			}
			one, err := claimtest.Columns([]claimtest.Life{l})
			if err != nil {
				t.Fatal(err)
			}
			flows, err := repayment.Sum(one, low, high, known)
			if err != nil {
				t.Fatal(err)
			}
			got := money.Amount(0)
			for _, f := range flows {
				got += f.Capital + f.Turned.Capital
			}
			if got != want {
				t.Fatalf("%d öre of capital, the account says %d: %+v", got, want, flows)
			}
		}
	})
}

// isPlain reports whether each payment's division in the account is all there is.
func isPlain(l claimtest.Life, a *claim.Account) bool {
	if !a.IsKnown() {
		return false
	}
	credit := money.Amount(0)
	for _, p := range a.Payments {
		credit += p.Parts.Of(claim.Credit)
	}
	return credit == a.Credit && !slices.ContainsFunc(l.Events, func(e claim.Event) bool {
		return e.Kind == claim.PaymentReversed && !slices.ContainsFunc(l.Events, func(o claim.Event) bool {
			return o.Kind == claim.Paid && o.ID == e.Detail().Ref && (o.OccurredOn < e.OccurredOn || o.OccurredOn == e.OccurredOn && o.Ordinal < e.Ordinal)
		})
	})
}
