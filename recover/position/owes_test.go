package position_test

import (
	"testing"

	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	. "balans/recover/position/positiontest"
)

// TestOwes_afterLimitationAgainstOne: what the others owe follows the law that bars the claim,
// which is that of how it is collected and not of when it was decided (SKPRESKL 1).
func TestOwes_afterLimitationAgainstOne(t *testing.T) {
	terms := Terms(t)
	for name, c := range map[string]struct {
		decided, on string
		sort        claim.Type
		law         statute.Ref
		parts       money.Amount // of what is owed in all, the other owes one of so many; 0: nothing
	}{
		"an OLD claim":                        {"2020-01-10", "2031-01-02", claim.Ordinary, "PRESKL 8", 2},
		"a mistaken payment of a later year":  {"2023-01-10", "2034-01-02", claim.Mistaken, "PRESKL 8", 2},
		"a maintenance debt of an early year": {"2020-01-10", "2031-01-02", claim.MaintenanceDebt, "SKPRESKL 10", 0},
	} {
		d := Decision("C", c.decided, 900)
		d.Type = c.sort
		d.Debtors = []claim.Debtor{{Number: A}, {Number: B}}
		sent := Event(claim.Dispatched, Day(c.decided).AddDays(1).String())
		said := Event(claim.Acknowledged, Day(c.decided).AddDays(900).String())
		said.Details = &claim.Details{Debtor: B}
		p := At(t, terms, d, c.on, sent, said)
		if p.Limitation.Law() != c.law {
			t.Errorf("%s is barred by %s", name, p.Limitation.Law())
		}
		end := Event(claim.TimeBarred, c.on)
		if law := end.LawOf(p.Limitation.Regime); law != c.law {
			t.Errorf("%s: its end is by %s", name, law)
		}
		if barred, err := p.Owes(A); err != nil || barred != 0 {
			t.Errorf("%s: of whom it is barred against %s can be demanded (%v)", name, barred, err)
		}
		want := money.Amount(0)
		if c.parts > 0 {
			want = p.Account.Total() / c.parts
		}
		if other, err := p.Owes(B); err != nil || other < want || other > want+1 {
			t.Errorf("%s: of the other %s can be demanded, of %s in all (%v)", name, other, p.Account.Total(), err)
		}
	}
}
