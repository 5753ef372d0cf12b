package letter_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/letter"
)

// TestMachine_everyStateIsLeft: by time unless it is an end or waits for a person with an
// alarm, and every state can be come to.
func TestMachine_everyStateIsLeft(t *testing.T) {
	reached := map[letter.State]bool{letter.Ordered: true}
	for _, s := range letter.Steps() {
		reached[s.To] = true
		if s.From.Ends() && s.To != letter.Parked && s.Kind != letter.KindReceived {
			t.Errorf("%s is an end, and leads to %s", s.From, s.To)
		}
	}
	timed := map[letter.State]bool{}
	for _, x := range letter.Timers() {
		reached[x.To], timed[x.From] = true, true
	}
	for _, s := range letter.States() {
		if !reached[s] {
			t.Errorf("nothing leads to %s", s)
		}
		if timed[s] == (s.Ends() || s == letter.Parked) {
			t.Errorf("%s: an end %v, left by time %v", s, s.Ends(), timed[s])
		}
	}
}

const hour = calendar.Instant(3_600_000_000)

// story makes the events of a letter, with what happens at random.
func story(t *rapid.T, first journal.Event) []journal.Event {
	events := []journal.Event{first}
	at := first.RecordedAt
	kinds := []string{letter.KindQueued, letter.KindHanded, letter.KindReceived, letter.KindFailed, letter.KindHeld, letter.KindReleased, letter.KindParked, letter.KindWithdrawn, letter.KindResent}
	n := rapid.IntRange(0, 14).Draw(t, "facts")
	attempt := 0
	for i := range n {
		at += hour * calendar.Instant(rapid.SampledFrom([]int{0, 1, 3, 30, 100, 400}).Draw(t, "hours"))
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		if kind == letter.KindQueued {
			attempt++
		}
		about := attempt
		if rapid.IntRange(0, 4).Draw(t, "late") == 0 && attempt > 1 {
			about--
		}
		code := ""
		if kind == letter.KindFailed {
			code = rapid.SampledFrom([]string{letter.CodeBusy, letter.CodeUnreachable, letter.CodeRefused, letter.CodeReturned, letter.CodeUnwritable}).Draw(t, "code")
		}
		if kind == letter.KindParked {
			code = letter.CodeNoChannel
		}
		channel := rapid.SampledFrom(letter.Channels).Draw(t, "channel")
		events = append(events, journal.Event{Seq: int64(i + 2), Party: first.Party, Stream: first.Stream, Version: int32(i + 2), Kind: kind, OccurredOn: first.OccurredOn, RecordedAt: at,
			Body: fmt.Sprintf(`{"channel":%q,"batch":"b-1","attempt":%d,"code":%q}`, channel, about, code)})
	}
	return events
}

func firstEvent(t interface{ Fatal(...any) }) journal.Event {
	a, err := order("L-1001", anna, samples()[letter.IDRefund]).Appends(0)
	if err != nil {
		t.Fatal(err)
	}
	n := a[0].Events[0]
	return journal.Event{Seq: 1, Party: a[0].Party, Stream: a[0].Stream, Version: 1, Kind: n.Kind, OccurredOn: n.OccurredOn, RecordedAt: 1_000 * hour, Actor: n.Actor, Body: n.Body}
}

// TestFold_whateverHappens: a letter that was withdrawn is never handed over, one that arrived
// is done with unless it came back, no letter stays anywhere for ever without an alarm, and
// what is known at an instant does not depend on what comes after it.
func TestFold_whateverHappens(t *testing.T) {
	first := firstEvent(t)
	rapid.Check(t, func(t *rapid.T) {
		events := story(t, first)
		last := events[len(events)-1].RecordedAt
		withdrawn, tries := false, 0
		for i := range events {
			at := events[i].RecordedAt
			if i+1 < len(events) && events[i+1].RecordedAt == at {
				continue
			}
			l, err := letter.Fold(events, at)
			if err != nil {
				t.Fatal(err)
			}
			again, err := letter.Fold(events[:i+1], at)
			if err != nil || again.State != l.State || again.Until != l.Until || again.Attempt != l.Attempt {
				t.Fatalf("at %v it is %s, and without what came later %s", at, l.State, again.State)
			}
			if withdrawn && l.State != letter.Withdrawn && (l.Code != letter.CodeAllTheSame || !l.WasHanded(1)) && l.Code != letter.CodeReturned {
				t.Errorf("withdrawn, and now %s", l.State)
			}
			withdrawn = l.State == letter.Withdrawn
			if l.Tries < tries {
				t.Errorf("tried %d times, and before that %d", l.Tries, tries)
			}
			tries = l.Tries
			if timed := l.Until != 0; timed == (l.State.Ends() || l.State == letter.Parked) {
				t.Errorf("%s until %d", l.State, l.Until)
			}
			if timed := l.Until != 0; timed && l.Until <= at {
				t.Errorf("%s until %d, and it is %d", l.State, l.Until, at)
			}
			if l.State == letter.Parked && (!l.Late || l.Code == "") {
				t.Errorf("parked without an alarm: %+v", l)
			}
			if l.State == letter.Handed && !l.WasHanded(l.Tries) {
				t.Error("handed over, and its attempt was not")
			}
		}
		l, err := letter.Fold(events, last+400*24*hour)
		if err != nil {
			t.Fatal(err)
		}
		if !l.State.Ends() && l.State != letter.Parked {
			t.Errorf("a year later it is still %s", l.State)
		}
	})
}

// TestFold_triesFiveTimes, with longer waits, and then parks.
func TestFold_triesFiveTimes(t *testing.T) {
	events := []journal.Event{firstEvent(t)}
	at := events[0].RecordedAt
	add := func(kind string, attempt int, code string) *letter.Letter {
		events = append(events, journal.Event{Stream: events[0].Stream, Kind: kind, RecordedAt: at, Body: fmt.Sprintf(`{"channel":"mailbox","attempt":%d,"code":%q}`, attempt, code)})
		l, err := letter.Fold(events, at)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	var waits []calendar.Instant
	for n := 1; n <= 5; n++ {
		add(letter.KindQueued, n, "")
		add(letter.KindHanded, n, "")
		l := add(letter.KindFailed, n, letter.CodeBusy)
		if n == 5 {
			if l.State != letter.Parked || l.Code != letter.CodeTriedOut || !l.Late {
				t.Errorf("after five tries it is %s, %s", l.State, l.Code)
			}
			break
		}
		if l.State != letter.Failed {
			t.Fatalf("try %d: %s", n, l.State)
		}
		waits = append(waits, l.Until-at)
		if early, err := letter.Fold(events, l.Until-1); err != nil || early.State != letter.Failed {
			t.Errorf("just before its time: %s, %v", early.State, err)
		}
		at = l.Until
		if now, err := letter.Fold(events, at); err != nil || now.State != letter.Ordered {
			t.Errorf("at its time: %s, %v", now.State, err)
		}
	}
	if !slices.IsSorted(waits) || waits[0] != hour || slices.Max(waits) > 14*24*hour {
		t.Errorf("waits %v", waits)
	}
	if l := add(letter.KindResent, 0, ""); l.State != letter.Ordered || l.Attempt != 0 || l.Tries != 5 {
		t.Errorf("sent anew: %+v", l)
	}
}
