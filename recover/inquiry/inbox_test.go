package inquiry_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/inquiry"
)

// box takes messages in and remembers what became of them.
type box struct {
	*paidRun
	inquiry.Inbox
}

func (p *paidRun) inbox() *box {
	return &box{p, inquiry.Inbox{Actor: "run/inquiry", Cause: "test", About: func(context.Context, []identity.Number) (inquiry.About, error) { return inquiry.About{}, nil }}}
}

func (b *box) receive(all ...inquiry.Message) (got []inquiry.Taken) {
	b.Helper()
	b.must(b.Receive(b.Context(), b.j, all, func(t *inquiry.Taken) { got = append(got, *t) }))
	if len(got) != len(all) {
		b.Fatalf("%d messages were told of, not %d", len(got), len(all))
	}
	return got
}

func (b *box) couple() (got []inquiry.Taken) {
	b.Helper()
	b.must(b.Couple(b.Context(), b.j, func(t *inquiry.Taken) { got = append(got, *t) }))
	return got
}

func (b *box) is(got []inquiry.Taken, want ...inquiry.Outcome) {
	b.Helper()
	for i := range got {
		if got[i].Outcome != want[i] || (got[i].Why == "") != (got[i].Svensk == "") {
			b.Fatalf("message %d is %+v, not %s", i+1, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		b.Fatalf("%+v; expected %v", got, want)
	}
}

func (b *box) waiting() int {
	b.Helper()
	all, err := inquiry.Uncoupled(b.Context(), b.j, date("2026-09-01"))
	b.must(err)
	return len(all)
}

func (b *box) load(c *inquiry.Case) *inquiry.Case {
	b.Helper()
	x, err := inquiry.Load(b.Context(), b.j, c.Party, c.ID)
	b.must(err)
	return x
}

// sent is a message of what the first person was paid, of which so much is right.
func sent(version int, entitled int64) inquiry.Message {
	day := date("2026-01-20")
	vab, _ := benefit.Parse("tillfallig-foraldrapenning")
	return inquiry.Message{Party: parties[0], Benefit: vab, Basis: inquiry.Basis{Source: "tfp", ID: "B1", Version: version,
		Lines: []inquiry.Line{{Payout: "P1", From: day, To: day, Payee: parties[0], Paid: money.Kronor(1000), Tax: money.Kronor(300), Entitled: money.Kronor(entitled)}}}}
}

func (p *paidRun) signalled() *inquiry.Case {
	p.Helper()
	p.confirm(1, "tfp-absence", 800)
	c, err := inquiry.Open(p.Context(), p.j, p.say(1), "tfp-absence", "")
	p.must(err)
	return c
}

// A message that comes before its case waits for it, is told once, and is coupled when the
// case has been accepted; with the case, what waited and the notes agree.
func TestInbox_early(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		b := p.inbox()
		b.DryRun = true
		b.is(b.receive(sent(1, 200)), inquiry.MessageWaits)
		b.DryRun = false
		if b.waiting() != 0 {
			p.Fatal("a dry run stored something")
		}
		b.is(b.receive(sent(1, 200), sent(1, 200)), inquiry.MessageWaits, inquiry.MessageStood)
		c := p.signalled()
		b.is(b.couple(), inquiry.MessageStood) // nobody has taken the case on
		w := p.as("sara", c)
		w.ok(w.Accept(p.Context(), p.j, ""))
		if all, err := inquiry.Uncoupled(p.Context(), p.j, date("2026-08-31")); err != nil || len(all) != 0 || b.waiting() != 1 {
			p.Errorf("%+v %v %d", all, err, b.waiting())
		}
		b.DryRun = true
		b.is(b.couple(), inquiry.MessageCoupled)
		b.DryRun = false
		if x := b.load(c); len(x.Bases) != 0 {
			p.Fatal("a dry run coupled")
		}
		got := b.couple()
		b.is(got, inquiry.MessageCoupled)
		if x := b.load(c); got[0].Case != c.ID || x.State != inquiry.Investigating || x.Reckon(x.Since).Wrong != money.Kronor(800) || x.Bases[0].By != "run/inquiry" {
			p.Errorf("%+v %s", got[0], x.State)
		}
		b.is(b.couple())
		b.is(b.receive(sent(1, 200)), inquiry.MessageStood)
		if b.waiting() != 0 {
			p.Error("it still waits")
		}
		r, err := inquiry.Recount(p.Context(), p.j)
		if err != nil || len(r.Faults) > 0 {
			p.Errorf("%v %v", r, err)
		}
	})
}

// Late, twice, out of order, blocked, with other words under the same key, and annulled.
func TestInbox_lifeOfABasis(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		b, c := p.inbox(), p.signalled()
		w := p.as("sara", c)
		w.ok(w.Accept(p.Context(), p.j, ""))
		b.is(b.receive(sent(2, 300), sent(1, 200), sent(2, 300)), inquiry.MessageCoupled, inquiry.MessageCoupled, inquiry.MessageStood)
		x := b.load(c)
		if len(x.Bases) != 2 || x.Current().Version != 2 || x.Reckon(x.Since).Wrong != money.Kronor(700) {
			p.Fatalf("%+v", x.Current())
		}
		got := b.receive(sent(2, 301))
		b.is(got, inquiry.MessageRefused)
		if !strings.Contains(got[0].Why, "version 2") || got[0].Svensk == got[0].Why {
			p.Errorf("%+v", got[0])
		}
		blocked := sent(3, 0)
		blocked.Blocked, blocked.Lines = true, nil
		b.is(b.receive(blocked), inquiry.MessageCoupled)
		if x = b.load(c); !x.Current().Blocked || x.Current().Version != 2 {
			p.Fatalf("%+v", x.Current())
		}
		annulled := sent(4, 0)
		annulled.Annulled, annulled.Lines = true, nil
		b.is(b.receive(annulled), inquiry.MessageCoupled)
		if x = b.load(c); x.State != inquiry.Closed || x.Result != inquiry.Discontinued {
			p.Fatalf("%s %s", x.State, x.Result)
		}
		b.is(b.receive(sent(5, 100)), inquiry.MessageCoupled) // kept with the case; a new one is for a person to open
		if x = b.load(c); len(x.Bases) != 5 || x.State != inquiry.Closed {
			p.Fatalf("%s with %d", x.State, len(x.Bases))
		}
	})
}

// What has no lines says nothing of days and waits for a version that has; what was taken
// back before there was a case is nobody's to do anything about.
func TestInbox_withoutACase(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		b := p.inbox()
		blocked := sent(2, 0)
		blocked.Blocked, blocked.Lines = true, nil
		b.is(b.receive(blocked, sent(1, 200)), inquiry.MessageWaits, inquiry.MessageWaits)
		c := p.signalled()
		w := p.as("sara", c)
		w.ok(w.Accept(p.Context(), p.j, ""))
		b.is(b.couple(), inquiry.MessageCoupled, inquiry.MessageCoupled)
		if x := b.load(c); !x.Current().Blocked || x.Bases[0].Version != 1 || b.waiting() != 0 {
			p.Errorf("%+v", x.Bases)
		}
		other, annulled := sent(1, 200), sent(2, 0)
		other.ID, annulled.ID, annulled.Annulled, annulled.Lines = "B2", "B2", true, nil
		b.is(b.receive(other), inquiry.MessageWaits)
		if b.waiting() != 1 {
			p.Error("it does not wait")
		}
		b.is(b.receive(annulled), inquiry.MessageWaits)
		if b.waiting() != 0 {
			p.Error("it waits though it was taken back")
		}
	})
}

// Another benefit or other days are another matter, and so are two cases that both await.
func TestInbox_choosesNoCaseItCannotTell(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		b := p.inbox()
		open := func(ref, from, to string) *inquiry.Case {
			vab, _ := benefit.Parse("tillfallig-foraldrapenning")
			c, err := inquiry.OpenBy(p.Context(), p.j, inquiry.Opening{Party: parties[0], Benefit: vab, From: date(from), To: date(to), Category: inquiry.OtherCause, Cause: "applicant",
				Signal: inquiry.Signal{Source: inquiry.FromAgency, Ref: ref, Text: "t"}}, inquiry.Act{Actor: "sara"})
			p.must(err)
			w := p.as("sara", c)
			return w.ok(w.Accept(p.Context(), p.j, ""))
		}
		open("A", "2026-01-01", "2026-01-19")
		b.is(b.receive(sent(1, 200)), inquiry.MessageWaits)
		other := sent(1, 200)
		other.ID = "B2"
		other.Benefit, _ = benefit.Parse("bostadsbidrag")
		open("B", "2026-01-20", "2026-01-31")
		b.is(b.receive(other), inquiry.MessageWaits)
		open("C", "2026-01-01", "2026-01-31")
		got := b.couple()
		b.is(got, inquiry.MessageStood, inquiry.MessageStood)
		if !strings.Contains(got[0].Why, "several") || !strings.Contains(got[1].Why, "no case") {
			p.Errorf("%+v", got)
		}
	})
}

// A message that cannot be taken in stops no other, is named, and after five failures is not
// tried any more unless that is asked for.
func TestInbox_poison(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		b := p.inbox()
		bad := sent(1, 200)
		bad.ID, bad.Lines[0].To = "BAD", date("2046-01-01")
		for i := range 6 {
			good := sent(1, 200)
			want := []inquiry.Outcome{inquiry.MessageRefused, inquiry.MessageStood}
			if i == 0 {
				want[1] = inquiry.MessageWaits
			}
			if i >= 4 {
				want[0] = inquiry.MessageParked
			}
			got := b.receive(bad, good)
			b.is(got, want...)
			if got[0].Why == "" || strings.Contains(got[0].Why, parties[0].String()) {
				p.Errorf("%q", got[0].Why)
			}
		}
		head := p.head()
		b.is(b.receive(bad), inquiry.MessageParked)
		if p.head() != head {
			p.Error("a parked message was tried")
		}
		b.Again = true
		b.is(b.receive(bad), inquiry.MessageRefused)
		b.Again = false
		bad.Lines[0].To = bad.Lines[0].From // put right: it is another content
		b.is(b.receive(bad), inquiry.MessageWaits)
		for name, spoil := range map[string]func(*inquiry.Message){"by hand": func(m *inquiry.Message) { m.Source = "hand" }, "no benefit": func(m *inquiry.Message) { m.Benefit = benefit.None },
			"an organisation": func(m *inquiry.Message) { m.Party = company }, "no payments": func(m *inquiry.Message) { m.Lines = nil }, "version": func(m *inquiry.Message) { m.Version = 0 },
			"stream": func(m *inquiry.Message) { m.Source = "a/b" }, "id": func(m *inquiry.Message) { m.ID = "a\nb" }} {
			m := sent(1, 200)
			m.ID = "B-" + name
			spoil(&m)
			if got := b.receive(m); got[0].Outcome != inquiry.MessageRefused {
				p.Errorf("%s: %+v", name, got[0])
			}
		}
	})
}

// A source's basis is of one person: the same id for somebody else is an error of the source.
func TestInbox_anotherPerson(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		b := p.inbox()
		other := sent(2, 200)
		other.Party = parties[1]
		b.is(b.receive(sent(1, 200), other), inquiry.MessageWaits, inquiry.MessageRefused)
		other.ID = "B2"
		b.is(b.receive(other, sent(2, 200)), inquiry.MessageWaits, inquiry.MessageWaits)
	})
}

// A look-up that fails is no "no": the case waits for it.
func TestInbox_lookUpThatFails(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		b, c := p.inbox(), p.signalled()
		w := p.as("sara", c)
		w.ok(w.Accept(p.Context(), p.j, ""))
		b.About = func(context.Context, []identity.Number) (inquiry.About, error) {
			return inquiry.About{}, errors.New("down")
		}
		b.is(b.receive(sent(1, 200)), inquiry.MessageCoupled)
		if x := b.load(c); x.State != inquiry.Enriching {
			p.Errorf("%s", x.State)
		}
	})
}

// Whatever order messages and the case come in, the case ends with every version, and the
// newest in force.
func TestInbox_anyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		j, err := journal.Open(t.Context(), t.TempDir()+"/j.db")
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		in := inquiry.Inbox{Actor: "run/inquiry", About: func(context.Context, []identity.Number) (inquiry.About, error) { return inquiry.About{}, nil }}
		var c *inquiry.Case
		steps := rapid.Permutation([]int{0, 1, 2, 3, 1, 2}).Draw(rt, "order")
		for _, s := range steps {
			if s > 0 {
				err = in.Receive(t.Context(), j, []inquiry.Message{sent(s, int64(100*s))}, func(x *inquiry.Taken) {
					if x.Outcome == inquiry.MessageRefused || x.Outcome == inquiry.MessageParked {
						rt.Fatalf("%+v", x)
					}
				})
			} else {
				m := sent(1, 0)
				c, err = inquiry.OpenBy(t.Context(), j, inquiry.Opening{Party: m.Party, Benefit: m.Benefit, From: m.Lines[0].From, To: m.Lines[0].To, Category: inquiry.OtherCause,
					Signal: inquiry.Signal{Source: inquiry.FromAgency, Ref: "r", Text: "t"}}, inquiry.Act{Actor: "sara"})
				if err == nil {
					_, err = (&inquiry.Act{Party: c.Party, Case: c.ID, Actor: "sara"}).Accept(t.Context(), j, "")
				}
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		if err := in.Couple(t.Context(), j, func(*inquiry.Taken) {}); err != nil {
			rt.Fatal(err)
		}
		c, err = inquiry.Load(t.Context(), j, c.Party, c.ID)
		if err != nil {
			rt.Fatal(err)
		}
		var versions []int
		for _, b := range c.Bases {
			versions = append(versions, b.Version)
		}
		slices.Sort(versions)
		left, err := inquiry.Uncoupled(t.Context(), j, calendar.InstantOf(j.Now()).Date())
		if err != nil || !slices.Equal(versions, []int{1, 2, 3}) || c.Current().Version != 3 || len(left) != 0 {
			rt.Fatalf("after %v: versions %v, waiting %v, %v", steps, versions, left, err)
		}
	})
}
