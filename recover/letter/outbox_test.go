package letter_test

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/exchange/postfile"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/letter"
	"balans/testenv/require"
)

// onEach runs a test on SQLite and on PostgreSQL.
func onEach(t *testing.T, test func(t *testing.T, j *journal.Journal, c *clock)) {
	run := func(t *testing.T, dsn string) {
		j, c := open(t, dsn)
		test(t, j, c)
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "letter.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

// person is one of many official test identities.
func people(t testing.TB) (all []identity.Number) {
	t.Helper()
	raw, err := os.ReadFile("../../demo/identities.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if n, err := identity.Parse(strings.TrimSpace(line)); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// box is an outbox with folders, to people about whom the same is known.
func box(dir string, reach letter.Reach) *letter.Outbox {
	return &letter.Outbox{Carriers: map[letter.Channel]letter.Carrier{letter.ByPost: letter.Post{Dir: dir}, letter.ByMailbox: letter.Mailbox{Dir: dir}, letter.ByPages: letter.Pages{}},
		Reach: func(context.Context, *letter.Letter) (letter.Reach, error) { return reach, nil }, Actor: "outbox", Cause: "test"}
}

func ordered(t *testing.T, j *journal.Journal, orders ...*letter.Order) {
	t.Helper()
	for _, o := range orders {
		if r, err := o.Do(t.Context(), j, false); err != nil || r.Stands {
			t.Fatalf("%+v %v", r, err)
		}
	}
}

func state(t *testing.T, j *journal.Journal, id string) *letter.Letter {
	t.Helper()
	party, err := letter.Find(t.Context(), j, id)
	if err != nil {
		t.Fatal(err)
	}
	l, err := letter.Load(t.Context(), j, party, id, calendar.InstantOf(j.Now()))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Unexpected) > 0 {
		t.Errorf("unexpected: %v", l.Unexpected)
	}
	return l
}

// handedOver are the letters in the batches that a receiver would take, by how often.
func handedOver(t testing.TB, dir string) map[string]int {
	t.Helper()
	found := map[string]int{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".zip") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		entries, err := postfile.Read(f, info.Size())
		for _, e := range entries {
			found[e.Letter]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestOrder_isIdempotentAndInOneCommit with what the caller stores.
func TestOrder_isIdempotentAndInOneCommit(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx := t.Context()
		o := order("L-2001", anna, decision())
		appends, err := o.Appends(calendar.InstantOf(j.Now()))
		if err != nil {
			t.Fatal(err)
		}
		own := journal.Append{Party: int64(anna), Stream: "inquiry/2026-000017", Events: []journal.New{{Kind: "inquiry.decided/1", OccurredOn: day("2026-06-15")}}}
		if _, err := j.Append(ctx, append([]journal.Append{own}, appends...)...); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Hour)
		if r, err := o.Do(ctx, j, false); err != nil || !r.Stands {
			t.Errorf("ordered again: %+v %v", r, err)
		}
		other := order("L-2001", anna, hearing())
		if _, err := other.Do(ctx, j, false); !errors.Is(err, letter.ErrOrder) {
			t.Errorf("another letter under the id: %v", err)
		}
		if r, err := order("L-2002", bertil, hearing()).Do(ctx, j, true); err != nil || !r.DryRun {
			t.Errorf("%+v %v", r, err)
		}
		if w, err := letter.Waiting(ctx, j); err != nil || len(w) != 1 || w[0].ID != "L-2001" {
			t.Errorf("%v %v", w, err)
		}
		for _, id := range []string{"", "x", "19350109-6998", "193501096998", "a/b/c/d", "L-2003 "} {
			if _, err := order(id, anna, hearing()).Do(ctx, j, false); !errors.Is(err, letter.ErrOrder) {
				t.Errorf("id %q: %v", id, err)
			}
		}
		all, err := letter.Of(ctx, j, anna, calendar.InstantOf(j.Now()))
		if err != nil || len(all) != 1 || all[0].About[0] != "inquiry/2026-000017" {
			t.Errorf("%v %v", all, err)
		}
		if r, err := letter.Recount(ctx, j); err != nil || r.Letters != 1 || len(r.Problems) != 0 {
			t.Errorf("%+v %v", r, err)
		}
	})
}

// TestRun_stoppedAnywhere: a run that is stopped at any point, as often as it likes, and run
// again, hands every letter over once; a letter taken back in between is in no batch.
func TestRun_stoppedAnywhere(t *testing.T) {
	all := people(t)
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			if round++; round > 12 { // each round is some twenty commits
				return
			}
			dir := t.TempDir()
			var ids []string
			for i := range 7 {
				id := fmt.Sprintf("R%d-%d", round, i)
				ordered(t, j, order(id, all[i], samples()[letter.IDRefund]))
				ids = append(ids, id)
			}
			stopped := errors.New("stopped")
			o := box(dir, letter.Reach{Protection: letter.Unprotected, Mailbox: rapid.Bool().Draw(rt, "mailbox")})
			o.Slice = rapid.IntRange(1, 4).Draw(rt, "slice")
			stops := rapid.SliceOfN(rapid.IntRange(0, 5), 0, 5).Draw(rt, "stops")
			back := ""
			for _, after := range stops {
				n := after
				o.SetStop(func(string) error {
					if n--; n < 0 {
						return stopped
					}
					return nil
				})
				if _, err := o.Run(t.Context(), j); err != nil && !errors.Is(err, stopped) {
					t.Fatal(err)
				}
				if back == "" && rapid.Bool().Draw(rt, "take back") {
					act := letter.Act{Letter: ids[0], Party: all[0], Why: "fel belopp", Actor: "eva"}
					if _, err := act.Withdraw(t.Context(), j); err == nil {
						back = ids[0]
					}
				}
			}
			o.SetStop(nil)
			for range 2 {
				if _, err := o.Run(t.Context(), j); err != nil {
					t.Fatal(err)
				}
			}
			found := handedOver(t, dir)
			for _, id := range ids {
				want := 1
				if id == back {
					want = 0
				}
				if found[id] != want {
					rt.Errorf("%s was handed over %d times; want %d (stops %v)", id, found[id], want, stops)
				}
			}
			if held, _ := filepath.Glob(dir + "/*/*.held"); len(held) > 0 {
				rt.Errorf("left behind: %v", held)
			}
		})
		if r, err := letter.Recount(t.Context(), j); err != nil || len(r.Problems) != 0 {
			t.Errorf("%+v %v", r, err)
		}
	})
}

// TestReceipts_twiceOutOfOrderUnknown, and what each does to the letter.
func TestReceipts_twiceOutOfOrderUnknown(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx, dir := t.Context(), t.TempDir()
		ordered(t, j, order("L-3001", anna, samples()[letter.IDRefund]), order("L-3002", bertil, samples()[letter.IDRefund]), order("L-3003", cecilia, decision()))
		o := box(dir, letter.Reach{Protection: letter.Unprotected, Mailbox: true})
		sent, err := o.Run(ctx, j)
		if err != nil || sent.Handed != 3 || len(sent.Batches) != 1 {
			t.Fatalf("%+v %v", sent, err)
		}
		batch := sent.Batches[0]
		receipt := func(id, l string, attempt int, s postfile.Status) postfile.Receipt {
			return postfile.Receipt{ID: id, Batch: batch, Letter: l, Attempt: attempt, Status: s, On: day("2026-06-15")}
		}
		take := func(want letter.Taken, all ...postfile.Receipt) {
			t.Helper()
			got, err := letter.TakeReceipts(ctx, j, all, "post", "test")
			if err != nil || got.Stored != want.Stored || got.Stood != want.Stood || len(got.Refused) != len(want.Refused) {
				t.Fatalf("%+v %v; want %+v", got, err, want)
			}
		}
		first := []postfile.Receipt{receipt("r1", "L-3001", 1, postfile.Delivered), receipt("r2", "L-3002", 1, postfile.Unreachable), receipt("r3", "L-9999", 1, postfile.Delivered), receipt("r4", "L-3003", 2, postfile.Delivered)}
		take(letter.Taken{Stored: 2, Refused: []string{"", ""}}, first...)
		take(letter.Taken{Stood: 2, Refused: []string{"", ""}}, first...)
		contradiction := receipt("r1", "L-3001", 1, postfile.Refused)
		take(letter.Taken{Refused: []string{""}}, contradiction)
		tomorrow := receipt("r5", "L-3003", 1, postfile.Delivered)
		tomorrow.On++
		take(letter.Taken{Refused: []string{""}}, tomorrow)
		if l := state(t, j, "L-3001"); l.State != letter.Received {
			t.Errorf("%s", l.State)
		}
		c.pass(time.Second)
		// The mailbox does not reach him: the post is next, and the mailbox is not asked again.
		if sent, err = o.Run(ctx, j); err != nil || sent.Handed != 1 {
			t.Fatalf("%+v %v", sent, err)
		}
		if l := state(t, j, "L-3002"); l.State != letter.Handed || l.Channel != letter.ByPost || l.Route != letter.Looked || l.Tries != 2 {
			t.Errorf("%s by %s, try %d", l.State, l.Channel, l.Tries)
		}
		// Late news: the first attempt did arrive. Then the second is answered for as well.
		take(letter.Taken{Stored: 1}, receipt("r6", "L-3002", 1, postfile.Delivered))
		if l := state(t, j, "L-3002"); l.State != letter.Received {
			t.Errorf("%s", l.State)
		}
		batch = sent.Batches[0]
		take(letter.Taken{Stored: 1}, receipt("r7", "L-3002", 2, postfile.Busy))
		if l := state(t, j, "L-3002"); l.State != letter.Received {
			t.Errorf("a try again after it arrived: %s", l.State)
		}
		if w, err := letter.Waiting(ctx, j); err != nil || len(w) != 1 || w[0].ID != "L-3003" {
			t.Errorf("%v %v", w, err)
		}
		take(letter.Taken{Stored: 1}, receipt("r8", "L-3002", 2, postfile.Returned))
		if l := state(t, j, "L-3002"); l.State != letter.Parked || l.Code != letter.CodeReturned {
			t.Errorf("%s, %s", l.State, l.Code)
		}
		if w, err := letter.Waiting(ctx, j); err != nil || len(w) != 2 {
			t.Errorf("one that came back is not in the list: %v %v", w, err)
		}
		c.pass(80 * time.Hour) // nothing is heard of the third
		if l := state(t, j, "L-3003"); l.State != letter.Parked || l.Code != letter.CodeNoReceipt {
			t.Errorf("%s, %s", l.State, l.Code)
		}
		back := letter.Act{Letter: "L-3003", Why: "behövs inte", Actor: "eva"}
		var refusal *letter.Refusal
		if _, err := back.Withdraw(ctx, j); !errors.As(err, &refusal) {
			t.Errorf("one that may have arrived was taken back: %v", err)
		}
	})
}

// TestRun_whatCannotLeave: the marked wait for a person, the protected go through Skatteverket
// in a file of their own, whoever is not known waits, one that cannot be written does not stop
// the others, and a channel that is down stops itself alone.
func TestRun_whatCannotLeave(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx, dir := t.Context(), t.TempDir()
		all := people(t)
		ordered(t, j, order("marked", all[0], hearing()), order("protected", all[1], hearing()), order("unknown", all[2], hearing()), order("failing", all[3], hearing()),
			order("odd-one", all[4], samples()[letter.IDRefund]), order("plain", all[5], hearing()), order("dead-one", all[6], hearing()), order("by-mail", all[7], hearing()))
		known := map[string]letter.Reach{"marked": {Protection: letter.Marked}, "protected": {Protection: letter.Protected, Mailbox: true, Pages: true}, "unknown": {Mailbox: true},
			"odd-one": {Protection: letter.Unprotected}, "plain": {Protection: letter.Unprotected}, "dead-one": {Protection: letter.Unprotected, Dead: true, Estate: true},
			"by-mail": {Protection: letter.Unprotected, Mailbox: true}}
		o := box(dir, letter.Reach{})
		o.Carriers[letter.ByPost] = picky{letter.Post{Dir: dir}}
		o.Reach = func(_ context.Context, l *letter.Letter) (letter.Reach, error) {
			if l.ID == "failing" {
				return letter.Reach{}, errors.New("the register does not answer")
			}
			return known[l.ID], nil
		}
		down := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(down, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		o.Carriers[letter.ByMailbox] = letter.Mailbox{Dir: down} // no folder can be made in a file
		sent, err := o.Run(ctx, j)
		if err == nil || !strings.Contains(err.Error(), "channel mailbox") {
			t.Errorf("a channel that is down is not told: %v", err)
		}
		if sent.Handed != 2 || sent.Held != 1 || sent.Parked != 1 || sent.Failed != 1 || sent.Waiting["protection-unknown"] != 1 || sent.Waiting["look-up-failed"] != 1 {
			t.Errorf("%+v", sent)
		}
		for id, want := range map[string]letter.State{"marked": letter.Held, "protected": letter.Handed, "unknown": letter.Ordered, "failing": letter.Ordered, "odd-one": letter.Parked,
			"plain": letter.Handed, "dead-one": letter.Parked, "by-mail": letter.Queued} {
			if l := state(t, j, id); l.State != want {
				t.Errorf("%s is %s (%s); want %s", id, l.State, l.Code, want)
			}
		}
		secret := all[1].String()
		for _, path := range zips(t, dir) {
			has := strings.Contains(readAll(t, path), secret)
			if forwarding := strings.Contains(path, "forwarding"); has != forwarding {
				t.Errorf("%s: the protected person stands in it %v", path, has)
			}
		}
		delete(o.Carriers, letter.ByMailbox)
		if sent, err = o.Run(ctx, j); err != nil || sent.Handed != 0 || sent.Waiting["no-carrier-mailbox"] != 1 {
			t.Errorf("queued for a channel that nobody carries: %+v %v", sent, err)
		}
		release := letter.Act{Letter: "marked", Why: "prövat mot OSL 22:1", Actor: "karin"}
		if l, err := release.Release(ctx, j); err != nil || l.State != letter.Ordered {
			t.Errorf("%+v %v", l, err)
		}
		o.Carriers[letter.ByMailbox] = letter.Mailbox{Dir: dir} // it is up again
		if sent, err = o.Run(ctx, j); err != nil || sent.Handed != 2 {
			t.Errorf("%+v %v", sent, err)
		}
		if found := handedOver(t, dir); found["by-mail"] != 1 || found["marked"] != 1 || found["plain"] != 1 || len(found) != 4 {
			t.Errorf("%v", found)
		}
		c.pass(15 * 24 * time.Hour)
		if l := state(t, j, "unknown"); l.State != letter.Parked || l.Code != letter.CodeStale || !l.Late {
			t.Errorf("%s %s", l.State, l.Code)
		}
	})
}

// picky is the post that can make no form of one letter.
type picky struct{ letter.Post }

func (p picky) Form(s *letter.Sheet) error {
	if s.Letter.ID == "odd-one" {
		return errors.New("no form can be made of it")
	}
	return p.Post.Form(s)
}

func zips(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(dir + "/*/*.zip")
	if err != nil || len(all) == 0 {
		t.Fatalf("%v %v", all, err)
	}
	return all
}

// readAll is everything in a batch but the letters themselves.
func readAll(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var b strings.Builder
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, f.UncompressedSize64)
		n, _ := in.Read(buf)
		b.Write(buf[:n])
		in.Close()
	}
	return b.String()
}

// TestRun_twoAtOnce: another run comes in between any two steps of one, while the receiver
// takes what is handed over at once: every letter leaves once all the same.
func TestRun_twoAtOnce(t *testing.T) {
	all := people(t)
	onEach(t, func(t *testing.T, j *journal.Journal, _ *clock) {
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			if round++; round > 12 { // each round is some twenty commits
				return
			}
			dir, taken := t.TempDir(), map[string]int{}
			receive := func() {
				files, _ := filepath.Glob(dir + "/*/*.zip")
				for id, n := range handedOver(t, dir) {
					taken[id] += n
				}
				for _, f := range files {
					os.Remove(f)
				}
			}
			for i := range 6 {
				ordered(t, j, order(fmt.Sprintf("T%d-%d", round, i), all[i], samples()[letter.IDRefund]))
			}
			one, other := box(dir, letter.Reach{Protection: letter.Unprotected}), box(dir, letter.Reach{Protection: letter.Unprotected})
			one.Slice, other.Slice = 2, 3
			at := rapid.SliceOfN(rapid.IntRange(0, 11), 1, 4).Draw(rt, "points")
			point := 0
			one.SetStop(func(string) error {
				receive()
				if slices.Contains(at, point) {
					if _, err := other.Run(t.Context(), j); err != nil {
						rt.Error(err)
					}
				}
				point++
				return nil
			})
			if _, err := one.Run(t.Context(), j); err != nil {
				rt.Errorf("stopped by the other one: %v", err)
			}
			one.SetStop(nil)
			if _, err := one.Run(t.Context(), j); err != nil {
				rt.Error(err)
			}
			receive()
			for i := range 6 {
				if id := fmt.Sprintf("T%d-%d", round, i); taken[id] != 1 {
					rt.Errorf("%s left %d times (points %v)", id, taken[id], at)
				}
			}
			if left, _ := filepath.Glob(dir + "/*/*"); len(left) > 0 {
				rt.Errorf("left behind: %v", left)
			}
		})
	})
}

// TestPages_openedOrByPost: a message on our pages has arrived when it is opened; one that
// nobody opens in a week goes by post. What is to be served never goes there.
func TestPages_openedOrByPost(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		ctx, dir := t.Context(), t.TempDir()
		ordered(t, j, order("G-0001", anna, samples()[letter.IDPlanConfirmed]), order("G-0002", bertil, samples()[letter.IDPlanConfirmed]), order("G-0003", cecilia, decision()))
		o := box(dir, letter.Reach{Protection: letter.Unprotected, Pages: true})
		if sent, err := o.Run(ctx, j); err != nil || sent.Handed != 3 {
			t.Fatalf("%+v %v", sent, err)
		}
		if found := handedOver(t, dir); len(found) != 1 || found["G-0003"] != 1 {
			t.Errorf("by post: %v", found)
		}
		for range 2 {
			if err := letter.Opened(ctx, j, state(t, j, "G-0001"), "anna"); err != nil {
				t.Fatal(err)
			}
		}
		if l := state(t, j, "G-0001"); l.State != letter.Received {
			t.Errorf("opened, and %s", l.State)
		}
		c.pass(8 * 24 * time.Hour)
		if l := state(t, j, "G-0002"); l.State != letter.Ordered || !slices.Contains(l.Shut, letter.ByPages) {
			t.Errorf("not opened, and %s", l.State)
		}
		if sent, err := o.Run(ctx, j); err != nil || sent.Handed != 1 {
			t.Fatalf("%+v %v", sent, err)
		}
		if l := state(t, j, "G-0002"); l.State != letter.Handed || l.Channel != letter.ByPost {
			t.Errorf("%s by %s", l.State, l.Channel)
		}
	})
}

// TestAct_onceAndWithAReason: what a person does needs a reason, is done once, and says when it
// cannot be done.
func TestAct_onceAndWithAReason(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, _ *clock) {
		ctx := t.Context()
		ordered(t, j, order("A-0001", anna, hearing()))
		act := letter.Act{Letter: "A-0001", Actor: "eva"}
		var refusal *letter.Refusal
		if _, err := act.Withdraw(ctx, j); !errors.As(err, &refusal) || refusal.Code != "reason-missing" {
			t.Errorf("without a reason: %v", err)
		}
		act.Why = "skrevs av misstag"
		for name, do := range map[string]func(context.Context, *journal.Journal) (*letter.Letter, error){"release": act.Release, "resend": act.Resend} {
			if _, err := do(ctx, j); !errors.As(err, &refusal) || !strings.Contains(err.Error(), map[string]string{"release": "that is held", "resend": "that is failed or parked"}[name]) {
				t.Errorf("%s of an ordered letter: %v", name, err)
			}
		}
		act.DryRun = true
		if l, err := act.Withdraw(ctx, j); err != nil || l.State != letter.Ordered {
			t.Errorf("%+v %v", l, err)
		}
		act.DryRun = false
		for range 2 {
			if l, err := act.Withdraw(ctx, j); err != nil || l.State != letter.Withdrawn {
				t.Errorf("%+v %v", l, err)
			}
		}
		if events, err := j.Load(ctx, int64(anna), letter.Stream("A-0001")); err != nil || len(events) != 2 {
			t.Errorf("%d events, %v", len(events), err)
		}
		if w, err := letter.Waiting(ctx, j); err != nil || len(w) != 0 {
			t.Errorf("%v %v", w, err)
		}
		act.Letter, act.Party = "A-9999", 0
		if _, err := act.Withdraw(ctx, j); !errors.Is(err, letter.ErrUnknown) {
			t.Errorf("a letter nobody ordered: %v", err)
		}
	})
}
