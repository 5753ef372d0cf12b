package access

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
)

func (a *agency) read(actor string, serial int) {
	a.t.Helper()
	a.now = a.now.Add(time.Second)
	if err := LogReading(a.t.Context(), a.Journal, Reading{Party: who(a.t, serial), Actor: actor, Cause: "claim.view", Purpose: "prov & test", Claim: "K 1"}); err != nil {
		a.t.Fatal(err)
	}
}

func everybody(t testing.TB) *registers {
	r := &registers{known: map[identity.Number]bool{}, protected: map[identity.Number]bool{who(t, 120): true}, steps: 2}
	for i := 100; i < 140; i++ {
		r.known[who(t, i)] = true
	}
	return r
}

func refusalCode(err error) string {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return fmt.Sprint(err)
}

func TestReadLog_byPersonReaderAndPeriod(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		a.open()
		a.read("kim", 116)
		a.read("eva", 116)
		a.read("kim", 117)
		a.read("bo", 120)
		a.read("kim", 105) // of lars, who reviews
		all := calendar.Period{From: today, To: today}
		look := func(actor, reader string, party identity.Number, days calendar.Period) (string, int) {
			t.Helper()
			l, err := ReadLog(t.Context(), a.Journal, a.book(), Look{Actor: actor, Cause: "log.view", Purpose: "granskning", Reader: reader, Party: party, Days: days}, everybody(t))
			if err != nil {
				return refusalCode(err), 0
			}
			var who []string
			for _, x := range l.Lines {
				if x.Purpose != "prov & test" || x.Claim != "K 1" || x.Cause != "claim.view" {
					t.Errorf("%+v", x)
				}
				who = append(who, x.Actor+strings.TrimPrefix(x.Party.String(), "19800517")[:3])
			}
			return strings.Join(who, " "), l.Withheld
		}
		for _, c := range []struct {
			actor, reader string
			party         identity.Number
			days          calendar.Period
			want          string
			withheld      int
		}{
			{"lars", "", identity.None, all, "kim116 eva116 kim117", 2},
			{"lars", "kim", identity.None, all, "kim116 kim117", 1},
			{"lars", "", who(t, 116), all, "kim116 eva116", 0},
			{"lars", "", identity.None, calendar.Period{From: today + 1, To: calendar.None}, "", 0},
			{"lars", "", who(t, 105), all, "own", 0},
			{"lars", "", who(t, 120), all, "unknown", 0},
			{"kim", "", identity.None, all, "role", 0},
			{"ann", "", identity.None, all, "role", 0},
			{"nobody", "", identity.None, all, "staff", 0},
			{"", "", identity.None, all, ErrNoReader.Error(), 0},
		} {
			before, _ := a.Load(t.Context(), 0, looksStream)
			got, withheld := look(c.actor, c.reader, c.party, c.days)
			if got != c.want || withheld != c.withheld {
				t.Errorf("%+v: %s, %d withheld", c, got, withheld)
			}
			after, err := a.Load(t.Context(), 0, looksStream)
			if shown := c.actor == "lars" && got != "own" && got != "unknown"; err != nil || len(after)-len(before) != map[bool]int{true: 1}[shown] {
				t.Errorf("%+v left %d lines (%v)", c, len(after)-len(before), err)
			}
		}
	})
}

func TestRecordReview_byAnotherThanTheReader(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		a.open()
		a.must("ann", Grant{ID: "kim-manager", Staff: "kim", Role: "manager", From: early, Why: "prov"})
		a.must("eva", Delegation{ID: "d1", Giver: "eva", Taker: "bo", From: today, To: today + 3, Why: "prov"})
		a.read("kim", 116)
		a.read("bo", 116)
		a.read("kim", 105)
		a.read("operator", 117)
		review := func(reviewer string, serial int, v Review) string {
			v.Reviewer = reviewer
			stands, err := RecordReview(t.Context(), a.Journal, a.book(), who(t, serial), v, "test", everybody(t))
			if err != nil {
				return refusalCode(err)
			}
			return map[bool]string{true: "stands", false: "stored"}[stands]
		}
		fine := Review{Reading: 1, Outcome: Justified}
		for _, c := range []struct {
			reviewer string
			serial   int
			v        Review
			want     string
		}{
			{"kim", 116, fine, "own-reading"},
			{"lars", 116, fine, "stored"},
			{"lars", 116, fine, "stands"},
			{"kim", 116, Review{Reading: 2, Outcome: Asked, Text: "varför?", Selected: PickRandom}, "stored"},
			{"eva", 116, fine, "role"},
			{"lars", 105, fine, "own"},
			{"lars", 116, Review{Reading: 3, Outcome: Justified}, "unknown"}, // that is the review
			{"lars", 116, Review{Reading: 9, Outcome: Justified}, "unknown"},
			{"kim", 117, fine, "stored"},
		} {
			if got := review(c.reviewer, c.serial, c.v); got != c.want {
				t.Errorf("%+v: %s", c, got)
			}
		}
		for _, bad := range []Review{{Outcome: Justified}, {Reading: 1, Outcome: "fine"}, {Reading: 1, Outcome: Unjustified}} {
			bad.Reviewer = "lars"
			if _, err := RecordReview(t.Context(), a.Journal, a.book(), who(t, 116), bad, "test", everybody(t)); !errors.Is(err, ErrBody) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		lines, err := Lines(t.Context(), a.Journal, who(t, 116))
		if err != nil || len(lines) != 2 || len(lines[0].Reviews) != 1 || len(lines[1].Reviews) != 1 || lines[1].Reviews[0].Reviewer != "kim" || lines[1].Reviews[0].Outcome != Asked {
			t.Errorf("%+v %v", lines, err)
		}
		if x, err := Audit(t.Context(), a.Journal, nil); err != nil || x.Readings != 4 || x.Reviews != 3 || len(x.Faults) != 1 || !strings.Contains(x.Faults[0], "operator") {
			t.Errorf("%+v %v", x, err)
		}
	})
}

func TestSelect_byRulesAndByLot(t *testing.T) {
	b, r := office(t, Override{ID: "o1", Actor: "eva", Party: who(t, 116), Reason: "prov", From: noon, Until: noon + hour},
		Tie{ID: "t1", Staff: "kim", To: who(t, 118), From: early, Why: "granne"})
	r.Relate(who(t, 101), who(t, 119), calendar.Period{From: early, To: calendar.None})
	var lines []Line
	add := func(actor string, serial int, reviews ...Review) {
		n := int64(len(lines))
		lines = append(lines, Line{Reading: Reading{Party: who(t, serial), Actor: actor}, Event: n + 1, Version: int32(n + 1), At: noon + calendar.Instant(n), Reviews: reviews})
	}
	add("eva", 116)
	add("eva", 117)
	add("kim", 105)
	add("kim", 118)
	add("kim", 119)
	add("bo", 120)
	add("operator", 117)
	add("operator", 117, Review{Reading: 1})
	for range 3 {
		add("bo", 121)
		add("bo", 122)
	}
	s := Selection{Seed: "a", Many: 2, Persons: r, Acted: func(_ string, party identity.Number) bool { return party == who(t, 122) }}
	got := map[int64]string{}
	for _, p := range b.Select(lines, s) {
		got[p.Event] = strings.Join(p.Why, " ")
		for _, code := range p.Why {
			if PickText(code, Swedish) == "" || PickText(code, English) == "" {
				t.Errorf("%s has no words", code)
			}
		}
	}
	want := map[int64]string{1: "override", 3: "colleague", 4: "near", 5: "near", 6: "protected", 7: "stranger", 9: "many", 11: "many", 13: "many"}
	for n := int64(1); n <= int64(len(lines)); n++ {
		if got[n] != want[n] {
			t.Errorf("line %d: %q, want %q", n, got[n], want[n])
		}
	}
	// The lot: its share, the same again, another with another seed.
	lines = lines[:0]
	for range 4000 {
		add("bo", 121)
	}
	lot := Selection{Seed: "a", Share: 100_000, Many: 5000}
	first := b.Select(lines, lot)
	if n := len(first); n < 320 || n > 480 {
		t.Errorf("%d of 4000 drawn at one in ten", n)
	}
	if again := b.Select(lines, lot); !slices.EqualFunc(first, again, func(x, y Pick) bool { return x.Event == y.Event }) {
		t.Error("the same seed draws others")
	}
	lot.Seed = "b"
	if other := b.Select(lines, lot); slices.EqualFunc(first, other, func(x, y Pick) bool { return x.Event == y.Event }) {
		t.Error("another seed draws the same")
	}
	lot.Share = 1_000_000
	if n := len(b.Select(lines, lot)); n != len(lines) {
		t.Errorf("%d of all", n)
	}
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	if s, err := SelectionOn(p, today, "x"); err != nil || s.Share != 10_000 || s.Many != 20 {
		t.Errorf("%+v %v", s, err)
	}
}

// Audit finds what was written past the rules.
func TestAudit_findsWhatIsWrong(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		raw := func(kind, actor, stream string, party identity.Number, body string) {
			t.Helper()
			a.now = a.now.Add(time.Second)
			_, err := a.Append(t.Context(), journal.Append{Party: int64(party), Stream: stream, Expected: journal.AnyVersion,
				Events: []journal.New{{Kind: kind, OccurredOn: today, Actor: actor, Cause: "x", Body: body}}})
			if err != nil {
				t.Fatal(err)
			}
		}
		a.read("operator", 116) // before staff were kept
		a.open()
		a.must("kim", Tie{ID: "t1", Staff: "kim", To: who(t, 118), From: today, Why: "granne"})
		a.read("kim", 116)
		a.read("bo", 120)
		protected := func(n identity.Number, _ calendar.Instant) bool { return n == who(t, 120) }
		if x, err := Audit(t.Context(), a.Journal, protected); err != nil || len(x.Faults) > 0 || x.Readings != 3 {
			t.Fatalf("%+v %v", x, err)
		}
		const line = "claim=a purpose=b"
		of := func(serial int) (string, identity.Number) { return ReadingStream(who(t, serial)), who(t, serial) }
		wrong := []func(){
			func() { a.read("operator", 116) },
			func() { a.read("kim", 101) },
			func() { a.read("kim", 118) },
			func() { a.read("kim", 120) },
			func() { s, n := of(117); raw(readKind, "kim", s, n, "claim=a") },
			func() { s, n := of(117); raw(readKind, "kim", s, n, "claim=a purpose=") },
			func() { s, n := of(117); raw(readKind, "kim", s, n, "claim=%61 purpose=b") },
			func() { s, n := of(117); raw(readKind, "", s, n, line) },
			func() { raw(readKind, "kim", "reading/0", 0, line) },
			func() { s, n := of(117); raw("access.other/1", "kim", s, n, line) },
			func() { s, n := of(116); raw(KindReviewed, "kim", s, n, `{"reading":2,"outcome":"justified"}`) },
			func() { s, n := of(116); raw(KindReviewed, "eva", s, n, `{"reading":2,"outcome":"justified"}`) },
			func() { s, n := of(116); raw(KindReviewed, "lars", s, n, `{"reading":77,"outcome":"justified"}`) },
			func() { s, n := of(116); raw(KindReviewed, "lars", s, n, `{"reading":2}`) },
		}
		for i, do := range wrong {
			do()
			x, err := Audit(t.Context(), a.Journal, protected)
			if err != nil || len(x.Faults) != i+1 {
				t.Fatalf("number %d: %d faults: %v %v", i, len(x.Faults), x.Faults, err)
			}
			if strings.Contains(x.Faults[i], "19800517") {
				t.Errorf("an identity number in %s", x.Faults[i])
			}
		}
		// One on another's stream, which journal/verify finds too, so it is not stored here.
		x := &auditor{book: a.book(), read: map[lineKey]journal.Event{}}
		stream, _ := of(117)
		x.take(&journal.Event{Seq: 99, Party: int64(who(t, 119)), Stream: stream, Kind: readKind, Actor: "kim", Cause: "x", Body: line})
		if len(x.Faults) != 1 || !strings.Contains(x.Faults[0], "event 99") {
			t.Errorf("%v", x.Faults)
		}
	})
}
