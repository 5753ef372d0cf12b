package letter_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"balans/exchange/postfile"
	"balans/journal"
	"balans/law/calendar"
	"balans/recover/letter"
)

// TestOrder_whatCannotBePrinted is refused while its words can still be written in another way,
// and not parked when its facts can no longer be changed.
func TestOrder_whatCannotBePrinted(t *testing.T) {
	odd := hearing()
	odd.Reasons.Facts = "Ett tecken som inget typsnitt har: \U0001F600"
	var lacks *letter.FactsError
	if _, err := order("L-1001", anna, odd).Appends(0); !errors.Is(err, letter.ErrOrder) || !errors.As(err, &lacks) || !strings.Contains(err.Error(), "U+1F600") {
		t.Errorf("ordered: %v", err)
	}
	if _, err := letter.Preview(odd, letter.Recipient{Party: anna, As: letter.Self}, sender, day("2026-06-15"), 0); !errors.As(err, &lacks) {
		t.Errorf("shown as it would be: %v", err)
	}
}

// TestRun_doesNotTellWhatIsNotReleased: a batch of another journal lies where this one is to go.
func TestRun_doesNotTellWhatIsNotReleased(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, _ *clock) {
		dir, stopped := t.TempDir(), errors.New("stopped")
		ordered(t, j, order("L-1001", anna, hearing()))
		o := box(dir, letter.Reach{Protection: letter.Unprotected})
		o.SetStop(func(point string) error {
			if point == "noted" {
				return stopped
			}
			return nil
		})
		if _, err := o.Run(t.Context(), j); !errors.Is(err, stopped) {
			t.Fatal(err)
		}
		o.SetStop(nil)
		held, err := filepath.Glob(dir + "/post/*.zip.held")
		if err != nil || len(held) != 1 {
			t.Fatalf("%v %v", held, err)
		}
		name, _, _ := strings.Cut(filepath.Base(held[0]), ".")
		there := filepath.Join(dir, "post", name+".zip")
		if err := os.WriteFile(there, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if sent, err := o.Run(t.Context(), j); !errors.Is(err, postfile.ErrBatch) || len(sent.Batches) != 0 {
			t.Errorf("%v %v", sent.Batches, err)
		}
		if err := os.Remove(there); err != nil {
			t.Fatal(err)
		}
		if sent, err := o.Run(t.Context(), j); err != nil || !slices.Equal(sent.Batches, []string{name}) {
			t.Errorf("%v %v", sent.Batches, err)
		}
	})
}

// TestClose_leavesWhatIsStillStored: a letter of the last minutes of a month, stored when the
// next one has begun, is not lost to a month that was closed in between.
func TestClose_leavesWhatIsStillStored(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx := t.Context()
		ordered(t, j, order("of-june", anna, hearing()))
		back := letter.Act{Letter: "of-june", Why: "skrevs av misstag", Actor: "eva"}
		if _, err := back.Withdraw(ctx, j); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Date(2026, 6, 30, 21, 59, 59, 0, time.UTC).Sub(c.now)) // in Sweden it is almost July
		late, err := order("late-june", bertil, hearing()).Appends(calendar.InstantOf(j.Now()))
		if err != nil {
			t.Fatal(err)
		}
		c.pass(time.Minute)
		if err := letter.Close(ctx, j, "outbox"); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Append(ctx, late...); err != nil {
			t.Fatal(err)
		}
		if w, err := letter.Waiting(ctx, j); err != nil || len(w) != 1 || w[0].ID != "late-june" {
			t.Errorf("%v %v", w, err)
		}
	})
}

// TestRecount_holdsTheListsAgainstTheLetters: each of these is a letter that would never leave,
// or a line at which every sending stops.
func TestRecount_holdsTheListsAgainstTheLetters(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx := t.Context()
		note := func(stream, kind, body string) {
			t.Helper()
			if _, err := j.Append(ctx, journal.Append{Stream: stream, Expected: journal.AnyVersion, Events: []journal.New{{Kind: kind, OccurredOn: day("2026-06-15"), Body: body}}}); err != nil {
				t.Fatal(err)
			}
		}
		problems := func(want ...string) {
			t.Helper()
			r, err := letter.Recount(ctx, j)
			if err != nil || len(r.Problems) != len(want) {
				t.Fatalf("%q %v; want %q", r.Problems, err, want)
			}
			for i := range want {
				if !strings.Contains(r.Problems[i], want[i]) {
					t.Errorf("%q; want %q", r.Problems[i], want[i])
				}
			}
		}
		ordered(t, j, order("L-0001", anna, hearing()), order("L-0002", bertil, hearing()))
		problems()
		note("letters-done/2026-06", letter.KindDone, `{"letters":["L-0001"]}`)
		problems("letter L-0001: it is ordered, and the lists say that it is done with")
		note("letters/2026-06", letter.KindListed, fmt.Sprintf(`{"letter":"L-0001","party":%d}`, anna)) // it waits again
		note("letters/2026-06", letter.KindListed, fmt.Sprintf(`{"letter":"L-0003","party":%d}`, anna))
		note("letters/2026-06", letter.KindListed, fmt.Sprintf(`{"letter":"L-0002","party":%d}`, anna))
		problems("letter L-0002: the list of 2026-06 names it under another party", "letter L-0003: the lists name it, and the journal does not have it")
		note("letters-closed", letter.KindClosed, `{"month":"2026-06"}`)
		problems("letter L-0001: it is ordered, and its month 2026-06 is closed", "letter L-0002", "letter L-0003")
	})
}

// TestMass_lettersOfAWrite: ordered as bundles, listed when the write is complete, sent, and
// a month of whose letters none waits is closed.
func TestMass_lettersOfAWrite(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx, dir := t.Context(), t.TempDir()
		all := people(t)[:40]
		w := &journal.MassWrite{Stream: "settlement/2026", Actor: "eva", Summary: "n=40", Name: "letters-settled.", NewStreams: true}
		i := 0
		next := func() (*journal.Bundle, error) {
			if i == len(all) {
				return nil, nil
			}
			i++
			return order(fmt.Sprintf("S26-%06d", i), all[i-1], decision()).Bundle(w, calendar.InstantOf(j.Now()))
		}
		if err := letter.ListMass(ctx, j, w); err == nil {
			t.Error("a write that has not begun was listed")
		}
		if err := w.Run(ctx, j, next, nil); err != nil {
			t.Fatal(err)
		}
		if w, _ := letter.Waiting(ctx, j); len(w) != 0 {
			t.Errorf("%d letters wait before the write is listed", len(w))
		}
		if r, err := letter.Recount(ctx, j); err != nil || len(r.Problems) != 40 {
			t.Errorf("letters in no list: %d problems, %v", len(r.Problems), err)
		}
		for range 2 {
			if err := letter.ListMass(ctx, j, w); err != nil {
				t.Fatal(err)
			}
		}
		o := box(dir, letter.Reach{Protection: letter.Unprotected})
		o.Slice = 15
		sent, err := o.Run(ctx, j)
		if err != nil || sent.Handed != 40 || len(sent.Batches) != 3 {
			t.Fatalf("%+v %v", sent, err)
		}
		if found := handedOver(t, dir); len(found) != 40 {
			t.Errorf("%d", len(found))
		}
		var receipts []postfile.Receipt
		for k := range all {
			l := state(t, j, fmt.Sprintf("S26-%06d", k+1))
			receipts = append(receipts, postfile.Receipt{ID: fmt.Sprintf("p%d", k), Batch: l.Batch, Letter: l.ID, Attempt: 1, Status: postfile.Delivered, On: day("2026-06-15")})
		}
		slices.Reverse(receipts)
		if got, err := letter.TakeReceipts(ctx, j, receipts, "post", "test"); err != nil || got.Stored != 40 {
			t.Fatalf("%+v %v", got, err)
		}
		if w, err := letter.Waiting(ctx, j); err != nil || len(w) != 0 {
			t.Errorf("%d wait, %v", len(w), err)
		}
		c.pass(30 * 24 * time.Hour)
		for range 2 {
			if err := letter.Close(ctx, j, "outbox"); err != nil {
				t.Fatal(err)
			}
		}
		if events, err := j.Load(ctx, 0, "letters-closed"); err != nil || len(events) != 1 {
			t.Errorf("%d months closed, %v", len(events), err)
		}
		if n, err := letter.Find(ctx, j, "S26-000007"); err != nil || n != all[6] {
			t.Errorf("%v", err)
		}
		if r, err := letter.Recount(ctx, j); err != nil || r.Letters != 40 || len(r.Problems) != 0 {
			t.Errorf("%+v %v", r, err)
		}
	})
}

// TestWaiting_cameBackLater: a letter that comes back in a month after the one it arrived in waits
// once, and can be sent anew, also when the month it was ordered in is closed.
func TestWaiting_cameBackLater(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx, dir := t.Context(), t.TempDir()
		o := box(dir, letter.Reach{Protection: letter.Unprotected})
		waiting := func() (ids []string) {
			t.Helper()
			all, err := letter.Waiting(ctx, j)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range all {
				ids = append(ids, w.ID)
			}
			return ids
		}
		said := func(id string, s postfile.Status) {
			t.Helper()
			l := state(t, j, id)
			r := postfile.Receipt{ID: fmt.Sprint(id, "-", s, "-", j.Now().Unix()), Batch: l.Batch, Letter: id, Attempt: l.Tries, Status: s, On: calendar.InstantOf(j.Now()).Date()}
			if got, err := letter.TakeReceipts(ctx, j, []postfile.Receipt{r}, "post", "test"); err != nil || got.Stored != 1 {
				t.Fatalf("%+v %v", got, err)
			}
		}
		send := func(n int) {
			t.Helper()
			if sent, err := o.Run(ctx, j); err != nil || sent.Handed != n {
				t.Fatalf("%+v %v", sent, err)
			}
		}
		c.pass(13 * 24 * time.Hour) // 28 June
		ordered(t, j, order("in-june", anna, hearing()), order("in-july", bertil, hearing()), order("soon-back", cecilia, hearing()))
		send(3)
		said("in-june", postfile.Delivered)
		c.pass(7 * 24 * time.Hour) // 5 July
		ordered(t, j, order("another", anna, hearing()), order("of-july", bertil, hearing()))
		send(2)
		said("of-july", postfile.Delivered)
		said("in-july", postfile.Delivered)
		said("soon-back", postfile.Delivered)
		if err := letter.Close(ctx, j, "outbox"); err != nil {
			t.Fatal(err)
		}
		said("soon-back", postfile.Returned)
		if got := waiting(); !slices.Equal(got, []string{"another", "soon-back"}) {
			t.Errorf("one that came back in the month it arrived in: %v", got)
		}
		c.pass(30 * 24 * time.Hour) // 4 August
		said("in-june", postfile.Returned)
		said("in-july", postfile.Returned)
		said("of-july", postfile.Returned)
		if got := waiting(); !slices.Equal(got, []string{"another", "of-july", "soon-back", "in-june", "in-july"}) {
			t.Errorf("those that came back: %v", got)
		}
		said("in-july", postfile.Delivered)
		for _, id := range []string{"soon-back", "of-july"} {
			again := letter.Act{Letter: id, Why: "ny adress", Actor: "eva"}
			if _, err := again.Resend(ctx, j); err != nil {
				t.Fatal(err)
			}
		}
		send(2)
		if got := waiting(); !slices.Equal(got, []string{"another", "of-july", "soon-back", "in-june"}) {
			t.Errorf("sent anew: %v", got)
		}
	})
}
