package claim_test

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/claim/recheck"
)

// FuzzImport imports any two files: it ends, nothing is written when it fails,
// and what it wrote is whole, right and not written again.
func FuzzImport(f *testing.F) {
	for i, x := range importErrors {
		if i%4 == 0 && len(x.claims)+len(x.events) < 5_000 { // the test of messages has them all
			f.Add(x.claims, x.events, i%8 == 0)
		}
	}
	for seed := range 5 {
		claims, events := claimtest.Files(rapid.Custom(func(t *rapid.T) []claimtest.Life { return claimtest.Stock(t, 1, 3) }).Example(seed))
		f.Add(string(claims), string(events), seed%2 == 0)
	}
	f.Add(claimHeader+claimA+claimA+claimB, eventHeader+badEvent(0, "e9")+badEvent(0, "e9")+badEvent(1, "B"), true)
	f.Add(claimDetails+charged, eventDetails+"e1,A,paid,2024-03-01,2024-03-02,20000,,by=law debtor=193502017456\ne2,A,waived,2024-03-01,2024-03-02,,,by=law part=fee reason=%25%20å\n"+
		"e3,A,plan_agreed,2024-03-02,2024-03-02,5000,,count=12 first=2024-03-31 mode=amortise ref=P-17 second=1500\n", false)
	f.Fuzz(func(t *testing.T, claims, events string, skip bool) {
		j := open(t, filepath.Join(t.TempDir(), "journal.db"))
		before := headOf(t, j)
		got := runImport(t.Context(), j, claims, events, skip)
		after := headOf(t, j)
		if got.err != nil {
			if after != before {
				t.Fatalf("it failed (%v) and wrote %d events", got.err, after.Seq-before.Seq)
			}
			if bad := got.bad(); bad == nil || bad.Count == 0 || strings.Contains(got.err.Error(), "nothing was imported") == false {
				t.Fatal(got.err)
			}
			return
		}
		c := read(t, t, j)
		if int64(c.Len()) != got.NewClaims || int64(c.Events()) != got.NewClaims+got.NewEvents || got.KnownClaims+got.KnownEvents != 0 || len(c.Interrupted()) > 0 {
			t.Fatalf("%+v; the columns hold %d claims and %d events", got.ImportResult, c.Len(), c.Events())
		}
		// Every line is written, repeats another, or is left out; only blank ones are not counted.
		if got.NewClaims+got.NewEvents+got.Repeated > got.ClaimLines+got.EventLines || got.LeftOut == 0 && got.NewClaims+got.NewEvents+got.Repeated != got.ClaimLines+got.EventLines {
			t.Fatalf("%+v", got.ImportResult)
		}
		if got.LeftOut != int64(len(got.leftOut)) || got.Warnings != int64(len(got.warnings)) || !skip && got.LeftOut > 0 {
			t.Fatalf("%+v", got)
		}
		for i := 1; i < len(got.leftOut); i++ {
			if got.leftOut[i] == got.leftOut[i-1] {
				t.Fatalf("%s is left out twice: %q", got.leftOut[i], got.leftOut)
			}
		}
		if checked, err := recheck.Balances(t.Context(), j, c, nil); err != nil || len(checked.Problems) > 0 {
			t.Fatal(checked.Problems, err)
		}
		again := runImport(t.Context(), j, claims, events, skip)
		if again.err != nil || again.NewClaims+again.NewEvents != 0 || headOf(t, j) != after {
			t.Fatalf("imported again: %+v", again)
		}
	})
}

// FuzzParseDebtors: what is read is written in one form, which reads the same.
func FuzzParseDebtors(f *testing.F) {
	for _, s := range []string{"193502017456", "3502017456", "350201-7456", "202100-5521", "193502017456+193501096998", "193502017456:60000+193501096998:40000",
		"193502017456:100000", "350201+7456", "19350201+7456", "193502017456+", "+", ":", "193502017456:1+193501096998:99999", "193502017456:00100000", ""} {
		f.Add(s, int64(100_000))
	}
	f.Fuzz(func(t *testing.T, s string, principal int64) {
		on := calendar.New(2024, 1, 10)
		debtors, err := claim.ParseDebtors(s, on, money.Amount(principal))
		if err != nil {
			return
		}
		written := claim.FormatDebtors(debtors)
		again, err := claim.ParseDebtors(written, on, money.Amount(principal))
		if err != nil || !reflect.DeepEqual(debtors, again) || claim.FormatDebtors(again) != written {
			t.Fatalf("%q is read as %v, written as %q and read as %v (%v)", s, debtors, written, again, err)
		}
		var sum money.Amount
		seen := map[claim.Debtor]bool{}
		for _, d := range debtors {
			if d.Share < 0 || d.Number == 0 || seen[claim.Debtor{Number: d.Number}] {
				t.Fatalf("%q is read as %v", s, debtors)
			}
			seen[claim.Debtor{Number: d.Number}] = true
			sum += d.Share
		}
		if len(debtors) == 0 || sum != 0 && int64(sum) != principal {
			t.Fatalf("%q is read as %v, of %d", s, debtors, principal)
		}
	})
}

// FuzzBody: any stored body is refused or read; what is read is written in one
// form, which reads the same.
func FuzzBody(f *testing.F) {
	decision := "authority=FK benefit=sjukpenning debtors=193502017456 origin=manual principal=5"
	for _, s := range []string{"", "amount=5", "amount=5 principal=4", "mode=ordinary", "amount=5 mode=x principal=0", "amount=05", "amount=-5", "principal=5", "mode=", "amount=5 amount=5", "principal=4 amount=5", "amount=5 ", " ", "=", "amount", decision,
		"amount=5 count=12 debtor=193502017456 first=2024-05-31 mode=x part=fee principal=4 reason=a%20%25å ref=P-17 second=1500 until=2024-06-30",
		"debtor=162021005521", "debtor=2021005521", "debtor=3502017456", "count=0", "count=05", "count=+5", "second=-1", "second=0", "part=", "part=credit", "until=2024-02-30", "reason=%", "reason=%2", "reason=%2f", "reason=%C3%A5",
		"authority=FK benefit=sjukpenning charge=5 debtors=193502017456 origin=manual principal=5 type=ordinary",
		"authority=FK benefit=sjukpenning charge=6 debtors=193502017456 origin=manual principal=5", decision + " type="} {
		f.Add(decision, "paid", s, false)
		f.Add(decision, "paid", s, true)
		f.Add(s, "served", "", false)
	}
	f.Fuzz(func(t *testing.T, decision, kind, body string, byLaw bool) {
		k, ok := claim.ParseKind(kind)
		if !ok || k == claim.Decided {
			return
		}
		version := "/1"
		if byLaw {
			version = "/2"
		}
		stream := []journal.Event{
			{Stream: "claim/A", Kind: "claim.decided/1", OccurredOn: calendar.New(2024, 1, 10), Body: decision},
			{Stream: "claim/A", Kind: "claim." + k.String() + version, OccurredOn: calendar.New(2024, 1, 10), Key: "e1", Ordinal: 7, Body: body},
		}
		d, events, err := claim.FromJournal(stream)
		if err != nil {
			return
		}
		if d.Principal <= 0 || len(d.Debtors) == 0 || !d.Benefit.IsKnown() || events[0].Amount < 0 || events[0].ToPrincipal < 0 || events[0].ToPrincipal > events[0].Amount ||
			k.NeedsAmount() && events[0].Amount == 0 || events[0].ByLaw != byLaw || byLaw && events[0].ToPrincipal != 0 || d.Charge < 0 || d.Charge > d.Principal {
			t.Fatalf("%q and %q are read as %+v %+v", decision, body, d, events)
		}
		written := events[0].ToJournal(claim.Entry{})
		stream[0].Body, stream[1].Kind, stream[1].Body = d.ToJournal(claim.Entry{}).Body, written.Kind, written.Body
		d2, events2, err := claim.FromJournal(stream)
		if err != nil || !reflect.DeepEqual(d, d2) || !reflect.DeepEqual(events, events2) {
			t.Fatalf("%q and %q are written as %q and %q and read as %+v %+v (%v)", decision, body, stream[0].Body, stream[1].Body, d2, events2, err)
		}
	})
}
