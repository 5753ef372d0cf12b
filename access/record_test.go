package access

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/testenv/require"
)

// agency is a journal and its clock.
type agency struct {
	t *testing.T
	*journal.Journal
	now time.Time
}

func onEach(t *testing.T, test func(t *testing.T, a *agency)) {
	run := func(t *testing.T, dsn string) {
		a := &agency{t: t, now: noon.Time()}
		j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return a.now }))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		a.Journal = j
		test(t, a)
		if r, err := verify.Run(t.Context(), dsn, verify.Options{}); err != nil || len(r.Problems) > 0 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "access.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

func (a *agency) record(actor string, bodies ...Body) error {
	_, err := Record(a.t.Context(), a.Journal, Command{Bodies: bodies, Actor: actor, Cause: "test"})
	return err
}

func (a *agency) must(actor string, bodies ...Body) {
	a.t.Helper()
	if err := a.record(actor, bodies...); err != nil {
		a.t.Fatal(err)
	}
}

// refused checks that a command is refused with a code, and that nothing was stored.
func (a *agency) refused(code, actor string, bodies ...Body) {
	a.t.Helper()
	before, err := a.Head(a.t.Context())
	if err != nil {
		a.t.Fatal(err)
	}
	err = a.record(actor, bodies...)
	var r *Refusal
	if !errors.As(err, &r) || r.Code != code {
		a.t.Errorf("%v, want %s", err, code)
	}
	if after, err := a.Head(a.t.Context()); err != nil || after != before {
		a.t.Errorf("something was stored: %v, %v", after, err)
	}
}

func (a *agency) book() *Book {
	a.t.Helper()
	b, err := Read(a.t.Context(), a.Journal)
	if err != nil {
		a.t.Fatal(err)
	}
	return b
}

// open makes an agency with an administrator, ann, two case workers and a leader.
func (a *agency) open() {
	a.t.Helper()
	t := a.t
	staff := func(id string, serial int) Staff {
		return Staff{ID: id, Number: who(t, serial), Name: "Namn " + id, Unit: "syd", From: early}
	}
	grant := func(staff, role string) Grant {
		return Grant{ID: staff + "-" + role, Staff: staff, Role: role, From: early, Why: "prov"}
	}
	a.refused("first", "operator", staff("ann", 102), Grant{ID: "g", Staff: "ann", Role: "caseworker", From: early, Why: "prov"})
	a.must("operator", staff("ann", 102), staff("adam", 103), grant("ann", "administrator"), grant("adam", "administrator"))
	a.must("ann", staff("eva", 100), staff("kim", 101), staff("lars", 105), staff("bo", 104),
		grant("kim", "caseworker"), grant("lars", "manager"), grant("bo", "protection"),
		Grant{ID: "eva-caseworker", Staff: "eva", Role: "caseworker", Benefits: []string{"bostadsbidrag", "barnbidrag"}, Unit: "syd", From: early, Why: "prov"})
}

func TestRecord_whoMayGiveWhat(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		a.open()
		g := func(id, staff, role string) Grant {
			return Grant{ID: id, Staff: staff, Role: role, From: today, Why: "prov"}
		}
		a.refused("not-administrator", "operator", g("n1", "kim", "approver")) // there is an administrator now
		a.refused("not-administrator", "kim", g("n1", "kim", "approver"))
		a.refused("not-administrator", "kim", g("n1", "eva", "approver"))
		a.refused("own", "ann", g("n1", "ann", "caseworker"))
		a.refused("own", "ann", Staff{ID: "ann", Number: who(t, 119), Name: "Ann", Unit: "syd", From: today})
		a.refused("own", "ann", Staff{ID: "ann2", Number: who(t, 102), Name: "Ann", Unit: "syd", From: today})
		a.refused("own", "ann", Left{Staff: "ann", Last: today, Why: "prov"})
		a.refused("two-ids", "ann", Staff{ID: "kim2", Number: who(t, 101), Name: "Kim", Unit: "syd", From: today})
		a.refused("unknown", "ann", g("n1", "nobody", "approver"))
		a.refused("id-used", "ann", g("kim-caseworker", "eva", "approver"))
		// One bad fact of several stores none.
		a.refused("own", "ann", g("n1", "eva", "approver"), g("n2", "ann", "approver"))
		// Through a delegation: who acts for eva gives her nothing.
		a.must("eva", Delegation{ID: "d1", Giver: "eva", Taker: "ann", From: today, To: today, Why: "prov"})
		a.refused("own", "ann", g("n1", "eva", "approver"))
		a.must("adam", g("n1", "eva", "approver"))
		// Somebody near, told of.
		a.must("adam", Tie{ID: "t1", Staff: "adam", To: who(t, 101), From: today, Why: "syskon"})
		a.refused("own", "adam", g("n2", "kim", "approver"))
		a.refused("own", "adam", Ended{ID: "t1", Last: today, Why: "prov"}) // a tie is not taken away by the person
		a.refused("not-own", "kim", Tie{ID: "t2", Staff: "eva", To: who(t, 101), From: today, Why: "granne"})
		// Given back by who has it, but not taken by another.
		a.refused("not-administrator", "kim", Ended{ID: "n1", Last: today, Why: "prov"})
		a.must("eva", Ended{ID: "n1", Last: today, Why: "prov"})
		if in := a.book().Grants("eva", today+1, noon); len(in) != 1 {
			t.Errorf("%+v", in)
		}
		for _, bad := range []Body{Grant{ID: "n3", Staff: "eva", Role: "visitor", From: today, Why: "x"}, Grant{ID: "n3", Staff: "eva", Role: "approver", From: today},
			Grant{ID: "n3", Staff: "eva", Role: "approver", From: today, To: today - 1, Why: "x"}, Grant{ID: "19800517" + "1234 x", Staff: "eva", Role: "approver", From: today, Why: "x"},
			Staff{ID: who(t, 130).String(), Number: who(t, 130), Name: "x", Unit: "x", From: today}, Staff{ID: "x", Name: "x", Unit: "x", From: today},
			Override{ID: "o", Actor: "ann", Party: who(t, 1), Reason: "x", From: noon, Until: noon + 1}, Delegation{ID: "d", Giver: "eva", Taker: "eva", From: today, To: today, Why: "x"},
			Delegation{ID: "d", Giver: "eva", Taker: "kim", From: today, To: calendar.None, Why: "x"}} {
			if err := a.record("ann", bad); !errors.Is(err, ErrBody) {
				t.Errorf("%+v: %v", bad, err)
			} else if strings.Contains(err.Error(), "19800517") {
				t.Errorf("an identity number in %v", err)
			}
		}
	})
}

// When the last administrator has gone, nobody but a new one does anything more.
func TestRecord_withoutAnAdministrator(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		a.open()
		a.must("eva", Tie{ID: "t1", Staff: "eva", To: who(t, 118), From: today, Why: "granne"})
		a.must("ann", Left{Staff: "adam", Last: early, Why: "slutat"})
		a.must("ann", Ended{ID: "ann-administrator", Last: early, Why: "ny tjänst"}) // her own, given back
		a.refused("first", "operator", Left{Staff: "kim", Last: today, Why: "x"})
		a.refused("first", "operator", Ended{ID: "kim-caseworker", Last: today, Why: "x"})
		a.refused("first", "eva", Ended{ID: "t1", Last: today, Why: "x"})
		a.refused("first", "operator", Delegation{ID: "d1", Giver: "kim", Taker: "eva", From: today, To: today, Why: "x"})
		a.refused("first", "operator", Grant{ID: "n1", Staff: "kim", Role: "protection", From: today, Why: "x"})
		a.must("operator", Grant{ID: "n1", Staff: "bo", Role: "administrator", From: today, Why: "x"})
		a.must("bo", Ended{ID: "t1", Last: today, Why: "x"})
	})
}

func TestRecord_delegationEndsAndHandsOnNoMore(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		a.open()
		d := func(id, giver, taker, role string, to calendar.Date) Delegation {
			return Delegation{ID: id, Giver: giver, Taker: taker, Role: role, From: today, To: to, Why: "semester"}
		}
		a.refused("not-held", "kim", d("d1", "kim", "eva", "approver", today))
		a.refused("too-long", "kim", d("d1", "kim", "eva", "", today+400))
		a.refused("not-administrator", "eva", d("d1", "kim", "eva", "", today))
		a.refused("own", "ann", d("d1", "kim", "ann", "", today))
		a.refused("unknown", "kim", d("d1", "kim", "nobody", "", today))
		a.must("kim", d("d1", "kim", "lars", "", today+10))
		a.must("kim", d("d1", "kim", "lars", "", today+10)) // again: it stands
		a.must("bo", d("d2", "bo", "kim", "", today+10))
		r := &registers{known: map[identity.Number]bool{who(t, 116): true, who(t, 120): true}, protected: map[identity.Number]bool{who(t, 120): true}}
		ask := func(b *Book, actor string, serial int, on calendar.Date) Answer {
			return b.May(Question{Actor: actor, Function: ActOnClaim, Party: who(t, serial), On: on, Now: calendar.EndOfDay(on), Persons: r})
		}
		b := a.book()
		for _, c := range []struct {
			actor string
			party int
			on    calendar.Date
			want  bool
		}{{"lars", 116, today, true}, {"lars", 116, today + 10, true}, {"lars", 116, today + 11, false}, {"lars", 116, today - 1, false},
			{"kim", 120, today, false}, {"bo", 120, today, true}, {"kim", 104, today, false}} {
			if x := ask(b, c.actor, c.party, c.on); x.OK != c.want {
				t.Errorf("%+v: %+v", c, x)
			}
		}
		a.refused("not-giver", "eva", Ended{ID: "d1", Last: today, Why: "prov"})
		a.now = a.now.Add(time.Hour)
		a.must("lars", Ended{ID: "d1", Last: today + 1, Why: "åter"})
		a.must("ann", Left{Staff: "bo", Last: today + 2, Why: "slutat"})
		if b = a.book(); ask(b, "lars", 116, today+2).OK || !ask(b, "lars", 116, today+1).OK {
			t.Error("the delegation did not end on its day")
		}
		if got := len(b.Behind("kim", today, calendar.EndOfDay(today))); got != 2 {
			t.Errorf("%d behind kim", got)
		}
	})
}

func TestOverride_isTakenLoggedAndEnds(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		a.open()
		r := &registers{known: map[identity.Number]bool{who(t, 116): true, who(t, 120): true}, protected: map[identity.Number]bool{who(t, 120): true}}
		q := Question{Actor: "eva", Function: ReadClaim, Party: who(t, 116), Benefit: "bostadsbidrag", Unit: "nord", Persons: r}
		take := func(q Question, id, reason string, until calendar.Instant) error {
			_, err := TakeOverride(t.Context(), a.Journal, a.book(), Beyond{Question: q, ID: id, Reason: reason, Until: until, Cause: "test"})
			return err
		}
		code := func(err error) string {
			var f *Refusal
			if errors.As(err, &f) {
				return f.Code
			}
			return ""
		}
		with := func(change func(*Question)) Question { x := q; change(&x); return x }
		for want, err := range map[string]error{
			"too-long":   take(q, "o1", "prov", noon+9*hour),
			"not-needed": take(with(func(q *Question) { q.Unit = "syd" }), "o1", "prov", 0),
			"unknown":    take(with(func(q *Question) { q.Party = who(t, 120) }), "o1", "prov", 0), // protected, told as unknown
			"own":        take(with(func(q *Question) { q.Party = who(t, 100) }), "o1", "prov", 0),
			"role":       take(with(func(q *Question) { q.Actor = "ann" }), "o1", "prov", 0),
			"staff":      take(with(func(q *Question) { q.Actor = "nobody" }), "o1", "prov", 0),
		} {
			if code(err) != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		if err := take(q, "o1", " ", 0); !errors.Is(err, ErrBody) {
			t.Errorf("without a reason: %v", err)
		}
		if err := take(q, "o1", "granskning av samma hushåll", 0); err != nil {
			t.Fatal(err)
		}
		ask := func() Answer {
			now := calendar.InstantOf(a.Now())
			x := q
			x.On, x.Now = now.Date(), now
			return a.book().May(x)
		}
		if x := ask(); !x.OK || x.Rule != RuleOverride {
			t.Errorf("%+v", x)
		}
		a.now = a.now.Add(time.Minute)
		if err := EndOverride(t.Context(), a.Journal, a.book(), "kim", "o1", "prov", "test"); code(err) != "not-own" {
			t.Errorf("%v", err)
		}
		if err := EndOverride(t.Context(), a.Journal, a.book(), "eva", "o1", "klar", "test"); err != nil {
			t.Fatal(err)
		}
		if x := ask(); x.OK || !x.Overridable {
			t.Errorf("after its end: %+v", x)
		}
		all := a.book().Overrides(calendar.Period{From: today, To: today}, calendar.InstantOf(a.Now()))
		if len(all) != 1 || all[0].Until != noon+60_000_000 {
			t.Errorf("%+v", all)
		}
	})
}

func TestRefresh_isReadingAgain(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		b := a.book()
		if !b.IsEmpty() {
			t.Fatal("not empty")
		}
		again := func() {
			t.Helper()
			var err error
			if b, err = b.Refresh(t.Context(), a.Journal); err != nil {
				t.Fatal(err)
			}
			want := a.book()
			if len(b.Facts()) != len(want.Facts()) || b.seq != want.seq {
				t.Errorf("%d facts to %d, want %d to %d", len(b.Facts()), b.seq, len(want.Facts()), want.seq)
			}
		}
		a.open()
		again()
		if err := LogReading(t.Context(), a.Journal, Reading{Party: who(t, 116), Actor: "kim", Cause: "c", Purpose: "p", Claim: "x"}); err != nil {
			t.Fatal(err)
		}
		again()
		same := b
		again()
		if b != same {
			t.Error("nothing has come, and it is another book")
		}
		a.now = a.now.AddDate(0, 2, 0)
		q := Question{Actor: "eva", Function: ReadClaim, Party: who(t, 116), Unit: "nord", Persons: &registers{known: map[identity.Number]bool{who(t, 116): true}}}
		if _, err := TakeOverride(t.Context(), a.Journal, b, Beyond{Question: q, ID: "o1", Reason: "prov", Cause: "test"}); err != nil {
			t.Fatal(err)
		}
		again()
		if len(b.Overrides(calendar.Period{From: today, To: calendar.None}, calendar.InstantOf(a.Now()))) != 1 {
			t.Error("the override is not in the book")
		}
	})
}

func TestRecord_isIdempotentAndDry(t *testing.T) {
	onEach(t, func(t *testing.T, a *agency) {
		a.open()
		c := Command{Bodies: []Body{Grant{ID: "n1", Staff: "eva", Role: "approver", From: today, Why: "x"}}, Actor: "ann", Cause: "test", Key: "k1", DryRun: true}
		r, err := Record(t.Context(), a.Journal, c)
		if err != nil || len(r.Events) != 1 || len(a.book().Grants("eva", today, noon)) != 1 {
			t.Fatalf("%+v %v", r, err)
		}
		c.DryRun = false
		for range 2 {
			if _, err := Record(t.Context(), a.Journal, c); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(a.book().Grants("eva", today, noon)); n != 2 {
			t.Errorf("%d grants", n)
		}
		ended, end := context.WithCancel(t.Context())
		end()
		if _, err := Record(ended, a.Journal, Command{Bodies: c.Bodies, Actor: "ann"}); err == nil {
			t.Error("recorded after the end")
		}
		if err := a.record(""); !errors.Is(err, ErrNobody) {
			t.Error(err)
		}
		if err := a.record("ann"); !errors.Is(err, ErrBody) {
			t.Error(err)
		}
	})
}
