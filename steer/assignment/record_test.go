package assignment_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
	"balans/testenv/require"
)

// clock is the journal's, set by the test.
type clock struct{ now time.Time }

func (c *clock) at(s string) { c.now = noon(s).Time() }

// onEach runs a test on SQLite and on PostgreSQL. The chain is to be whole afterwards.
func onEach(t *testing.T, test func(t *testing.T, j *journal.Journal, c *clock)) {
	run := func(t *testing.T, dsn string) {
		c := &clock{}
		c.at("2025-01-15")
		j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return c.now }))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		test(t, j, c)
		if r, err := verify.Run(t.Context(), dsn, verify.Options{}); err != nil || len(r.Problems) > 0 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "assignment.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

// now is the register as it stands in the journal today.
func now(t testing.TB, j *journal.Journal, editions []directive.Edition) *assignment.Register {
	t.Helper()
	events, err := assignment.Read(t.Context(), j, editions)
	if err != nil {
		t.Fatal(err)
	}
	today := calendar.InstantOf(j.Now())
	r, err := assignment.Build(editions, events, today.Date(), today, assignment.Parameters{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// attempt is a fact someone tries to record, and what comes of it.
type attempt struct {
	today, id, on string
	body          assignment.Body
	key, want     string
}

// attempts are tried one after the other.
func attempts(t *testing.T) []attempt {
	plan, report := ref(t, "2025-01/action-plan/1"), ref(t, "2025-01/report/1")
	return []attempt{
		{"2025-01-15", "2025-99", "", assignment.Start{}, "", "unknown"},
		{"2025-01-15", "2025-06", "", assignment.Start{}, "", "unknown"}, // of an edition to come
		{"2025-01-15", "2025-01", "2025-01-16", assignment.Start{}, "", assignment.ErrFuture.Error()},
		{"2025-01-15", "2025-01", "2024-12-18", assignment.Start{}, "", "before-given"},
		{"2025-01-15", "2025-01", "", assignment.SetUnit{}, "", assignment.ErrBody.Error()},
		{"2025-01-15", "2025-01", "", assignment.SetUnit{Unit: "Styrning"}, "", "stored"},
		{"2025-01-16", "2025-01", "", assignment.SetUnit{Unit: "Styrning"}, "", "stands"},
		{"2025-01-16", "2025-01", "", assignment.SetUnit{Unit: "Analys"}, "", "stored"},
		{"2025-01-16", "2025-01", "", assignment.SetUnit{Unit: "Styrning"}, "", "stored"},
		{"2025-01-16", "2025-04", "2025-01-10", assignment.SetUnit{Unit: "Analys"}, "", "stored"},
		{"2025-01-16", "2025-04", "2025-01-15", assignment.SetUnit{Unit: "Styrning"}, "", "stored"},
		{"2025-01-16", "2025-04", "2025-01-12", assignment.SetUnit{Unit: "Styrning"}, "", "stored"}, // from an earlier day than known
		{"2025-01-16", "2025-01", "2025-01-10", assignment.Start{}, "k1", "stored"},
		{"2025-01-17", "2025-01", "2025-01-10", assignment.Start{}, "k1", "replayed"},
		{"2025-01-17", "2025-01", "2025-01-11", assignment.Start{}, "k1", journal.ErrKeyReused.Error()},
		{"2025-01-17", "2025-01", "2025-01-11", assignment.Start{}, "", "started-already"},
		{"2025-02-20", "2025-01", "", assignment.Deliver{Diary: "D 1"}, "", "which-deadline"},
		{"2025-02-20", "2025-01", "", assignment.Deliver{For: plan}, "", assignment.ErrBody.Error()},
		{"2025-02-20", "2025-01", "", assignment.Deliver{For: ref(t, "2025-01/action-plan/2"), Diary: "D 1"}, "", "unknown-deadline"},
		{"2025-02-20", "2025-01", "2024-12-18", assignment.Deliver{For: plan, Diary: "D 1"}, "", "before-given"},
		{"2025-02-20", "2025-01", "", assignment.Deliver{For: plan, Diary: "D 1"}, "", "stored"},
		{"2025-02-20", "2025-01", "", assignment.Deliver{For: plan, Diary: "D 1"}, "", "stands"},
		{"2025-02-21", "2025-01", "2025-02-20", assignment.Deliver{For: plan, Diary: "D 1"}, "", "stands"},
		{"2025-02-21", "2025-01", "2025-02-20", assignment.Deliver{For: plan, Diary: "D 2"}, "", "delivered-already"},
		{"2025-02-21", "2025-01", "", assignment.Extend{For: plan, Date: day("2025-03-31"), Reference: "S"}, "", "delivered-already"},
		{"2025-02-21", "2025-01", "", assignment.Extend{For: report, Date: day("2025-04-25"), Reference: "S"}, "", "same-date"},
		{"2025-02-21", "2025-01", "", assignment.Extend{For: report, Date: day("2025-05-09"), Reference: "S"}, "", "stored"},
		{"2025-02-21", "2025-01", "", assignment.SetPartner{Agency: "X", Removed: true}, "", "no-partner"},
		{"2025-02-21", "2025-01", "", assignment.SetReminder{Days: 5, To: "x", Removed: true}, "", "no-reminder"},
		{"2025-02-21", "2025-01", "", assignment.SetReminder{Days: 5, To: "x"}, "", "stored"},
		{"2025-02-21", "2025-01", "", assignment.SetReminder{Days: 5, To: "x"}, "", "stands"},
		{"2025-02-21", "2025-01", "", assignment.SetReminder{Days: 5, To: "x", Removed: true}, "", "stored"},
		{"2025-02-21", "2025-01", "", assignment.SetReminder{Days: 5, To: "x"}, "", "stored"},
		{"2025-02-21", "2025-01", "", assignment.SetSuccession{Earlier: "2025-01"}, "", "itself"},
		{"2025-02-21", "2025-01", "", assignment.SetSuccession{Earlier: "2024-01"}, "", "unknown-earlier"},
		{"2025-02-21", "2025-01", "", assignment.SetSuccession{Earlier: "2025-E01"}, "", "stored"},
		{"2025-02-21", "2025-E01", "", assignment.SetSuccession{Earlier: "2025-01"}, "", "round"},
		{"2025-02-21", "2025-01", "", assignment.Strike{Event: 99, Why: "fel"}, "", "no-fact"},
		{"2025-03-01", "2025-01", "", assignment.Close{Reason: "klart"}, "", "stored"},
		{"2025-03-02", "2025-01", "", assignment.Close{Reason: "klart igen"}, "", "closed"},
		{"2025-03-02", "2025-01", "", assignment.Deliver{For: report, Diary: "D 3"}, "", "closed"},
		{"2025-03-02", "2025-01", "", assignment.Note{Text: "Ändå en anteckning."}, "", "stored"},
		{"2025-03-02", "2025-01", "2025-02-28", assignment.Deliver{For: report, Diary: "D 3"}, "", "stored"}, // late fact of a day before
		{"2025-03-03", "2025-01", "", assignment.Strike{Event: 11, Why: "inte klart"}, "", "stored"},
		{"2025-03-03", "2025-01", "", assignment.Strike{Event: 11, Why: "en gång till"}, "", "struck-already"},
		{"2025-03-03", "2025-01", "", assignment.Strike{Event: 14, Why: "ångrar"}, "", "strike-of-strike"},
		{"2025-03-03", "2025-04", "", assignment.Deliver{Receipt: "samtal"}, "", "stored"}, // no deadline: the whole
		{"2025-03-03", "2025-04", "", assignment.Deliver{Receipt: "ett till"}, "", "delivered-already"},
		{"2025-07-01", "2025-03", "", assignment.Deliver{For: ref(t, "2025-03/report/1"), Diary: "D 9"}, "", "dropped"},
		{"2025-07-01", "2025-03", "2025-06-16", assignment.Deliver{For: ref(t, "2025-03/report/1"), Diary: "D 9"}, "", "stored"}, // it was asked for then
		{"2025-07-01", "2025-E01", "", assignment.Deliver{For: ref(t, "2025-E01/report/1/2029"), Diary: "D"}, "", "stored"},
		{"2025-07-01", "2025-E01", "", assignment.Deliver{For: ref(t, "2025-E01/report/1/2030"), Diary: "D"}, "", "unknown-deadline"},
	}
}

func TestRecord_onBothDatabases(t *testing.T) {
	editions := []directive.Edition{first(), second()}
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		// do records and says how many events were stored, or why not.
		do := func(id, on string, b assignment.Body, key string) string {
			t.Helper()
			cmd := assignment.Command{Assignment: id, Body: b, Actor: "kim", Cause: "test", Key: key}
			if on != "" {
				cmd.On = day(on)
			}
			r, err := assignment.Record(t.Context(), j, now(t, j, editions), cmd)
			switch {
			case err != nil && code(err) == err.Error():
				for _, known := range []error{assignment.ErrFuture, assignment.ErrBody, journal.ErrKeyReused} {
					if errors.Is(err, known) {
						return known.Error()
					}
				}
				return err.Error()
			case err != nil:
				return code(err)
			case r.Replayed:
				return "replayed"
			case len(r.Events) == 0:
				return "stands"
			}
			return "stored"
		}
		for i, x := range attempts(t) {
			c.at(x.today)
			if got := do(x.id, x.on, x.body, x.key); got != x.want {
				t.Errorf("%d: %s on %s, %+v: %s, want %s", i, x.today, x.id, x.body, got, x.want)
			}
		}
		r := now(t, j, editions)
		if e := r.Entry("2025-01"); e.State != assignment.PartlyDelivered || e.Unit != "Styrning" || e.Started != day("2025-01-10") ||
			deadline(t, r, "2025-01/report/1").Delivery.Diary != "D 3" || deadline(t, r, "2025-01/report/1").Was() != day("2025-04-25") {
			t.Errorf("in the end: %+v", e)
		}
	})
}

func TestRecord_aDryRunStoresNothingAndHistoryIsTakenOver(t *testing.T) {
	editions := []directive.Edition{first()}
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		c.at("2025-03-01")
		cmd := assignment.Command{Assignment: "2025-01", Body: assignment.Start{}, On: day("2025-01-10"), KnownAt: noon("2025-01-12"), Actor: "kim", DryRun: true}
		r, err := assignment.Record(t.Context(), j, now(t, j, editions), cmd)
		if err != nil || len(r.Events) != 1 || len(now(t, j, editions).Entry("2025-01").Facts) != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		cmd.DryRun = false
		if r, err = assignment.Record(t.Context(), j, now(t, j, editions), cmd); err != nil || r.Events[0].RecordedAt != noon("2025-01-12") {
			t.Fatalf("%+v, %v", r, err)
		}
		cmd.KnownAt, cmd.Body = noon("2025-03-02"), assignment.Note{Text: "sedan"}
		if _, err = assignment.Record(t.Context(), j, now(t, j, editions), cmd); !errors.Is(err, assignment.ErrFuture) {
			t.Errorf("known tomorrow: %v", err)
		}
		cmd.KnownAt, cmd.Actor = 0, ""
		if _, err = assignment.Record(t.Context(), j, now(t, j, editions), cmd); !errors.Is(err, assignment.ErrNobody) {
			t.Errorf("nobody: %v", err)
		}
	})
}

// What the rule lets through leads where the table says, what the table does not have is
// refused, and every row is walked: all orders of three facts are tried.
func TestMachine_isWhatHappens(t *testing.T) {
	walked := map[assignment.Move]bool{}
	for _, deadlines := range [][]directive.Deadline{{due(directive.Report, "2025-03-01")}, {due(directive.Report, "2025-03-01"), due(directive.Report, "2025-04-01")},
		{due(directive.Report, "2025-03-01"), due(directive.Report, "2025-04-01"), due(directive.Report, "2025-05-01")}} {
		m := &walk{t: t, walked: walked, editions: []directive.Edition{edition("2025-1", "2024-12-19", []directive.Assignment{asked("2025-01", "Ett uppdrag", deadlines...)})}}
		m.on(day("2025-01-01"), nil, 3)
	}
	for _, m := range assignment.Machine() {
		if !walked[m] {
			t.Errorf("never walked: %+v", m)
		}
	}
}

type walk struct {
	t        *testing.T
	editions []directive.Edition
	walked   map[assignment.Move]bool
}

func (w *walk) at(d calendar.Date, stream []journal.Event) *assignment.Register {
	r, err := assignment.Build(w.editions, stream, d, noon("2026-12-31"), assignment.Parameters{})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// on tries every fact on a day, and goes on the day after with those let through.
func (w *walk) on(today calendar.Date, stream []journal.Event, left int) {
	if left == 0 {
		return
	}
	r := w.at(today, stream)
	facts := []assignment.Body{assignment.Start{}, assignment.Close{Reason: "klart"}, assignment.Note{Text: "n"}, assignment.SetReminder{Days: left, To: "x"}}
	for _, d := range r.Entry("2025-01").Deadlines {
		facts = append(facts, assignment.Deliver{For: d.Ref, Diary: "D"}, assignment.Extend{For: d.Ref, Date: today.AddDays(90), Reference: "S"})
	}
	for _, b := range facts {
		w.try(today, r.Entry("2025-01").State, b, stream, left)
	}
}

func (w *walk) try(today calendar.Date, before assignment.State, b assignment.Body, stream []journal.Event, left int) {
	events, err := assignment.Decide(w.at(today, stream), stream, assignment.Command{Assignment: "2025-01", Body: b, Actor: "kim"}, calendar.StartOfDay(today))
	var rows []assignment.Move
	for _, m := range assignment.Machine() {
		if m.From == before && m.Kind == assignment.KindOf(b) {
			rows = append(rows, m)
		}
	}
	if _, note := b.(assignment.Note); note {
		rows = append(rows, assignment.Move{From: before, Kind: assignment.KindNoted, To: before})
	}
	if len(rows) == 0 && (len(events) > 0 || code(err) == "" || code(err) == err.Error()) {
		w.t.Fatalf("%s in %s: %v, %v", assignment.KindOf(b), before, events, err)
	}
	if len(events) == 0 {
		return
	}
	n := events[0]
	stream = append(slices.Clone(stream), journal.Event{Stream: assignment.Stream("2025-01"), Version: int32(len(stream) + 1), Kind: n.Kind,
		OccurredOn: n.OccurredOn, RecordedAt: calendar.StartOfDay(today), Body: n.Body})
	entry := w.at(today, stream).Entry("2025-01")
	when := assignment.NoneLeft
	for _, d := range entry.Deadlines {
		if d.Delivery == nil {
			when = assignment.SomeLeft
		}
	}
	rows = slices.DeleteFunc(rows, func(m assignment.Move) bool { return m.When != "" && m.When != when })
	if len(rows) != 1 || rows[0].To != entry.State {
		w.t.Fatalf("%s in %s (%s) led to %s; the table has %+v", n.Kind, before, when, entry.State, rows)
	}
	w.walked[rows[0]] = true
	w.on(today.AddDays(1), stream, left-1)
}
