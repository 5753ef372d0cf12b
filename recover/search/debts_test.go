package search_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/search"
	"balans/testenv/require"
)

// Claims are found under each of those who owe them, read at once or read on.
func TestDebts_ofEachDebtor(t *testing.T) {
	at := func(t *testing.T, dsn string) {
		ctx := context.Background()
		j, err := journal.Open(ctx, dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { j.Close() })
		var debts *search.Debts
		var columns []*claim.Columns
		want := map[identity.Number][]int{}
		for i := range 12 {
			d := claim.Decision{ID: fmt.Sprintf("2023-%06d", 100-i), DecidedOn: calendar.New(2023, 5, 2), Principal: money.Kronor(900), Benefit: 1}
			for k := range 1 + i%3 {
				who := number(1 + (i+k)%5)
				d.Debtors = append(d.Debtors, claim.Debtor{Number: who})
				want[who] = append(want[who], i)
			}
			if _, err := j.Append(ctx, journal.Append{Party: int64(d.Party()), Stream: claim.Stream(d.ID), Events: []journal.New{d.ToJournal(claim.Entry{Actor: "t", Cause: "t"})}}); err != nil {
				t.Fatal(err)
			}
			c, err := claim.ReadColumns(ctx, j, nil)
			if err != nil {
				t.Fatal(err)
			}
			if debts, err = search.ReadDebts(ctx, j, c, debts); err != nil {
				t.Fatal(err)
			}
			whole, err := search.ReadDebts(ctx, j, c, nil)
			if err != nil {
				t.Fatal(err)
			}
			columns = append(columns, c)
			older := columns[i/2] // somebody may still have columns that were read before
			if again, err := search.ReadDebts(ctx, j, older, debts); err != nil || again != debts {
				t.Fatal("what is known is read again for older columns", err)
			}
			for n := range 7 {
				all := slices.DeleteFunc(slices.Clone(whole.Of(number(n))), func(i int) bool { return i >= older.Len() })
				if got := debts.Until(older.Len()).Of(number(n)); !slices.Equal(got, all) {
					t.Fatalf("of the first %d claims person %d owes %v, want %v", older.Len(), n, got, all)
				}
			}
			for _, got := range []*search.Debts{debts, whole} {
				for k := range d.Debtors {
					want := slices.DeleteFunc(slices.Clone(d.Debtors), func(x claim.Debtor) bool { return x.Number == c.Party(i) })
					if others := got.Others(i); len(others) != len(want) || k > 0 && !slices.Contains(others, d.Debtors[k].Number) {
						t.Fatalf("claim %d is owed by %v beside its first debtor, want %v", i, others, want)
					}
				}
			}
			for n := range 7 {
				who := number(n)
				slices.Sort(want[who])
				for _, got := range [][]int{debts.Of(who), whole.Of(who)} {
					if slices.Sort(got); !slices.Equal(got, want[who]) {
						t.Fatalf("after %d claims, person %d owes %v, want %v", i+1, n, got, want[who])
					}
				}
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) { at(t, filepath.Join(t.TempDir(), "j.db")) })
	t.Run("postgres", func(t *testing.T) { at(t, require.Postgres(t)) })
}

// What was read from another journal is not read on from, even when its first claims have the
// same numbers, as those of two demonstrations do.
func TestReadDebts_ofAnotherJournal(t *testing.T) {
	ctx := context.Background()
	read := func(debtor identity.Number, claims int, before *search.Debts) *search.Debts {
		t.Helper()
		j, err := journal.Open(ctx, filepath.Join(t.TempDir(), "j.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { j.Close() })
		for i := range claims {
			d := claim.Decision{ID: fmt.Sprintf("2023-%06d", i), DecidedOn: calendar.New(2023, 5, 2), Principal: money.Kronor(900), Benefit: 1, Debtors: []claim.Debtor{{Number: debtor}}}
			if _, err := j.Append(ctx, journal.Append{Party: int64(d.Party()), Stream: claim.Stream(d.ID), Events: []journal.New{d.ToJournal(claim.Entry{Actor: "t", Cause: "t"})}}); err != nil {
				t.Fatal(err)
			}
		}
		c, err := claim.ReadColumns(ctx, j, nil)
		if err != nil {
			t.Fatal(err)
		}
		d, err := search.ReadDebts(ctx, j, c, before)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	other := read(number(1), 3, nil)
	for claims := range 6 { // fewer, as many, more
		d := read(number(2), claims, other)
		if strange, own := d.Of(number(1)), d.Of(number(2)); len(strange) != 0 || len(own) != claims {
			t.Errorf("of %d claims all of one person, that person owes %v, and one of another journal %v", claims, own, strange)
		}
	}
}
