package claim_test

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
)

const (
	claimDetails = "claim_id,debtor,benefit,authority,origin,decided_on,principal_ore,details\n"
	eventDetails = "event_id,claim_id,kind,occurred_on,recorded_at,amount_ore,principal_ore,details\n"
	charged      = "A,193502017456,bostadsbidrag,FK,manual,2024-01-10,100000,charge=5000 type=housing_settlement\n"
)

// worded gives events reasons and references of any letters that the journal
// holds (no control characters), also commas and quotation marks.
func worded(t *rapid.T, stock []claimtest.Life) {
	text := rapid.StringOfN(rapid.OneOf(rapid.SampledFrom([]rune(` %=",;+åÅé–20`)), rapid.Rune().Filter(func(r rune) bool { return !unicode.IsControl(r) })), 1, 12, -1)
	for i := range stock {
		for k := range stock[i].Events {
			if e := &stock[i].Events[k]; e.Details != nil {
				d := *e.Details
				d.Reason, d.Ref = text.Draw(t, "reason"), text.Draw(t, "ref")
				e.Details = &d
			}
		}
	}
}

// stored is a life as the journal would hold it.
func stored(l *claimtest.Life) (stream []journal.Event) {
	by := claim.Entry{Actor: "a", Cause: "c"}
	add := func(n journal.New) {
		stream = append(stream, journal.Event{Party: int64(l.Party()), Stream: claim.Stream(l.ID), Kind: n.Kind, OccurredOn: n.OccurredOn, RecordedAt: n.RecordedAt,
			Ordinal: n.Ordinal, Actor: n.Actor, Cause: n.Cause, Key: n.Key, Body: n.Body})
	}
	add(l.ToJournal(by))
	for i := range l.Events {
		add(l.Events[i].ToJournal(by))
	}
	return stream
}

// isTold reports whether a stream read back is the life that was written.
func isTold(t *rapid.T, l claimtest.Life, stream []journal.Event) {
	t.Helper()
	l = l.Clone()
	claim.Sort(l.Events)
	d, events, err := claim.FromJournal(stream)
	if err != nil || !reflect.DeepEqual(d, l.Decision) || !slices.EqualFunc(events, l.Events, func(a, b claim.Event) bool { return reflect.DeepEqual(a, b) }) {
		for i := range stream {
			t.Logf("%s %s", stream[i].Kind, stream[i].Body)
		}
		t.Fatalf("%+v %+v (%v)\nwritten\n%+v %+v", d, events, err, l.Decision, l.Events)
	}
}

// What is written to the journal is read back whole, details included.
func TestToJournal_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 1, 1)
		claimtest.Unbook(t, stock)
		worded(t, stock)
		isTold(t, stock[0], stored(&stock[0]))
	})
}

// What is written to the two files is imported whole, details included.
func TestFiles_areImportedWhole(t *testing.T) {
	ctx := t.Context()
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		stock := stockOf(r, round)
		claimtest.Unbook(r, stock)
		worded(r, stock)
		claims, events := claimtest.Files(stock)
		if got := runImport(ctx, j, string(claims), string(events), false); got.err != nil {
			r.Fatal(got.err)
		}
		for _, l := range stock {
			stream, err := j.Load(ctx, int64(l.Party()), claim.Stream(l.ID))
			if err != nil {
				r.Fatal(err)
			}
			isTold(r, l, stream)
		}
	})
}

// What the details of an event are is told apart from other events: a line that
// differs in them alone is another event.
func TestImport_comparesDetails(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	const line = "e1,A,appealed,2024-03-01,2024-03-02,,,debtor=193502017456 mode=FR reason=fel%20inkomst\n"
	claims, events := claimDetails+charged, eventDetails+line
	if got := runImport(t.Context(), j, claims, events+line, false); got.err != nil || got.NewEvents != 1 || got.Repeated != 1 {
		t.Fatalf("%+v", got)
	}
	if got := runImport(t.Context(), j, claims, events+"e2,A,reminded,2024-03-01,2024-03-02,,,\n", false); got.err != nil || got.KnownClaims != 1 || got.KnownEvents != 1 || got.NewEvents != 1 {
		t.Fatalf("%+v", got)
	}
	for _, x := range []struct{ claims, events string }{
		{claims, eventDetails + "e1,A,appealed,2024-03-01,2024-03-02,,,debtor=193502017456 mode=FR\n"},
		{claims, eventDetails + "e1,A,appealed,2024-03-01,2024-03-02,,,debtor=193502017456 mode=FR reason=fel%20%20inkomst\n"},
		{claims, eventDetails + "e1,A,appealed,2024-03-01,2024-03-02,,,mode=FR reason=fel%20inkomst\n"},
		{claims, eventHeader + "e1,A,appealed,2024-03-01,2024-03-02,,\n"},
		{claimDetails + with(charged, 7, "charge=4999 type=housing_settlement"), eventHeader},
		{claimDetails + with(charged, 7, "charge=5000"), eventHeader},
		{claimHeader + claimA, eventHeader},
	} {
		head := headOf(t, j)
		if got := runImport(t.Context(), j, x.claims, x.events, false); got.bad() == nil || got.bad().Count != 1 || headOf(t, j) != head {
			t.Errorf("%s%s: %+v", x.claims, x.events, got)
		}
	}
}

// The details in every form the file may have.
func TestImport_readsDetails(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	events := eventDetails +
		"e1,A,plan_agreed,2024-02-01,2024-02-01,5000,,count=12 first=2024-02-29 mode=amortise reason=100%25%20å ref=P-17 second=1500\n" +
		"e2,A,paid,2024-03-01,2024-03-02,20000,,by=law debtor=193502017456\n" +
		"e3,A,paid,2024-03-03,2024-03-03,20000,19000,\n" +
		"e4,A,limitation_extended,2024-04-01,2024-04-01,,,\"count=5 reason=hovrätten,%20mål%20T%201\"\n" +
		"e5,A,fee_charged,2024-04-02,2024-04-02,6000,,part=fee until=2024-05-02\n"
	if got := runImport(t.Context(), j, claimDetails+charged, events, false); got.err != nil {
		t.Fatal(got.err)
	}
	stream, err := j.Load(t.Context(), 193502017456, claim.Stream("A"))
	if err != nil {
		t.Fatal(err)
	}
	d, got, err := claim.FromJournal(stream)
	if err != nil || d.Charge != 5000 || d.Type != claim.HousingSettlement {
		t.Fatalf("%+v %v", d, err)
	}
	const none = calendar.None
	for i, want := range []struct {
		claim.Details
		mode   string
		byLaw  bool
		booked int64
	}{
		{claim.Details{Count: 12, First: calendar.New(2024, 2, 29), Until: none, Reason: "100% å", Ref: "P-17", Second: 1500}, "amortise", false, 5000},
		{claim.Details{Debtor: 193502017456, First: none, Until: none}, "", true, 0},
		{claim.Details{First: none, Until: none}, "", false, 19000},
		{claim.Details{Count: 5, First: none, Until: none, Reason: "hovrätten, mål T 1"}, "", false, 0},
		{claim.Details{Part: claim.Fee, First: none, Until: calendar.New(2024, 5, 2)}, "", false, 6000},
	} {
		e := got[i]
		if e.Detail() != want.Details || e.Mode != want.mode || e.ByLaw != want.byLaw || int64(e.ToPrincipal) != want.booked {
			t.Errorf("%s: %+v %q %v %d; expected %+v", e.ID, e.Detail(), e.Mode, e.ByLaw, e.ToPrincipal, want)
		}
	}
}
