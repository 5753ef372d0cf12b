package notice_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/notice"
	"balans/testenv/require"
)

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// noon is an instant on a day.
func noon(s string) calendar.Instant { return calendar.StartOfDay(day(s)) + 12*3600*1_000_000 }

func code(s string) benefit.Code {
	b, ok := benefit.Parse(s)
	if !ok {
		panic("no benefit " + s)
	}
	return b
}

// anna and bo are made-up persons.
var anna, bo = invented(101), invented(103)

func invented(serial int) identity.Number {
	n, err := identity.NewPerson(calendar.New(1984, 5, 17), serial)
	if err != nil {
		panic(err)
	}
	return n
}

func terms(t testing.TB) notice.Terms {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return notice.NewTerms(p)
}

// has is benefits written as the command takes them.
func has(s string) []notice.Engagement {
	all, err := notice.ParseEngagements(s)
	if err != nil {
		panic(err)
	}
	return all
}

// told is what a person states by phone.
func told(circumstance, from, learnt, benefits string) notice.Receive {
	s := notice.Stated{Circumstance: circumstance, TrueFrom: calendar.None, LearntOn: calendar.None}
	if from != "" {
		s.TrueFrom = day(from)
	}
	if learnt != "" {
		s.LearntOn = day(learnt)
	}
	return notice.Receive{Stated: s, Channel: notice.ByPhone, Source: notice.ByPerson, Benefits: has(benefits)}
}

// answer is an answer that changes the benefit.
func answer(b, from string) notice.Answer {
	return notice.Answer{Benefit: code(b), Outcome: notice.Changed, Decision: "B-1", EffectFrom: day(from)}
}

func noEffect(b string) notice.Answer {
	return notice.Answer{Benefit: code(b), Outcome: notice.NoEffect, EffectFrom: calendar.None}
}

// clock is the journal's, set by the test.
type clock struct{ now time.Time }

func (c *clock) at(s string) { c.now = noon(s).Time() }

// office is a journal with what the tests do to it.
type office struct {
	t *testing.T
	*journal.Journal
	*clock
	terms notice.Terms
}

// onEach runs a test on SQLite and on PostgreSQL. The chain is to be whole afterwards.
func onEach(t *testing.T, test func(t *testing.T, o *office)) {
	run := func(t *testing.T, dsn string) {
		c := &clock{}
		c.at("2025-04-02")
		j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return c.now }))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		test(t, &office{t, j, c, terms(t)})
		if r, err := verify.Run(t.Context(), dsn, verify.Options{}); err != nil || len(r.Problems) > 0 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "notice.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

func (o *office) receive(id string, who identity.Number, b notice.Receive) (notice.Receipt, error) {
	return notice.ReceiveReport(o.t.Context(), o.Journal, notice.Report{ID: id, Party: who, Body: b, Actor: "kim", Cause: "test"}, o.terms)
}

func (o *office) record(id, on, actor string, b notice.Body) (notice.Receipt, error) {
	c := notice.Command{Notice: id, Body: b, On: calendar.None, Actor: actor, Cause: "test"}
	if on != "" {
		c.On = day(on)
	}
	return notice.Record(o.t.Context(), o.Journal, c, o.terms)
}

// does is record for what must be recorded.
func (o *office) does(id, on, actor string, b notice.Body) *notice.Notice {
	o.t.Helper()
	r, err := o.record(id, on, actor, b)
	if err != nil || r.Stands {
		o.t.Fatalf("%T of %s on %s: stands %t, %v", b, id, on, r.Stands, err)
	}
	return r.Notice
}

func (o *office) head() int64 {
	o.t.Helper()
	h, err := o.Head(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return h.Seq
}

// refused is the code of a refusal, or the error's words.
func refused(err error) string {
	var r *notice.Refusal
	switch {
	case errors.As(err, &r):
		return r.Code
	case err != nil:
		return err.Error()
	}
	return ""
}

// parts is the reached benefits with a mark of where they stand.
func parts(n *notice.Notice) string {
	text := ""
	for _, p := range n.Parts {
		mark := ""
		switch {
		case p.Lifted != calendar.None:
			mark = "-"
		case p.Answer != nil:
			mark = "!"
		case p.Taken != nil:
			mark = "*"
		}
		text += p.Benefit.String() + mark + " "
	}
	return text
}
