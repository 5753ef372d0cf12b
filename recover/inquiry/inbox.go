package inquiry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// Message is a basis as its source sends it: the source knows of no case.
type Message struct {
	Party   identity.Number
	Benefit benefit.Code
	Basis
}

// The names in the journal. A message is kept under its person, in a stream for each source;
// the agency's streams hold what waits for a case, and what could not be taken in.
const (
	kindArrived   = "basis.arrived/1"
	kindWaiting   = "basis.waiting/1"
	kindCoupled   = "basis.coupled/1"
	kindFailed    = "basis.failed/1"
	kindOwned     = "basis.owned/1"
	waitingStream = "bases/waiting"
	failedStream  = "bases/failed"
)

// basisStream is what a source has sent about a person. A stream's name is of one person.
func basisStream(source string, party identity.Number) string {
	return fmt.Sprintf("basis/%s/%012d", source, int64(party))
}

type arrivedBody struct {
	Benefit benefit.Code `json:"benefit"`
	Basis
}

// Waiting is a message no case has been found for.
type Waiting struct {
	Party    identity.Number `json:"party"`
	Benefit  benefit.Code    `json:"benefit"`
	Source   string          `json:"source"`
	ID       string          `json:"id"`
	Version  int             `json:"version"`
	Annulled bool            `json:"annulled,omitempty"`
	On       calendar.Date   `json:"-"` // when it came
}

// ownedBody says whose a basis is.
type ownedBody struct {
	Party identity.Number `json:"party"`
}

// failedBody names a message by what it says: another content is another failure.
type failedBody struct {
	Party   identity.Number `json:"party"`
	Source  string          `json:"source"`
	ID      string          `json:"id"`
	Version int             `json:"version"`
	Digest  string          `json:"digest"`
	Why     string          `json:"why"`
}

// Outcome is what became of a message.
type Outcome string

// The outcomes.
const (
	MessageCoupled Outcome = "coupled" // a case has it
	MessageWaits   Outcome = "waits"   // it is kept until there is a case for it
	MessageStood   Outcome = "stood"   // it had come before
	MessageRefused Outcome = "refused" // it cannot be taken in
	MessageParked  Outcome = "parked"  // it failed so often that it is not tried any more
)

// Taken is a message and what became of it. Why and Svensk say why it waits, was refused or
// is parked.
type Taken struct {
	*Message
	Outcome     Outcome
	Case        string // that has it; "" none
	Why, Svensk string
}

// mostFailures is how often a message may fail before it is parked.
const mostFailures = 5

// Inbox takes in messages of bases.
type Inbox struct {
	// About looks up what is known of those who were paid. An error is a look-up that failed:
	// the case waits for it.
	About  func(ctx context.Context, payees []identity.Number) (About, error)
	Actor  string
	Cause  string
	On     calendar.Date // None: today
	DryRun bool
	Again  bool // tries what is parked too
}

// Receive takes in messages, each by itself: one that cannot be taken in is refused and
// named, and stops no other. A message that came before changes nothing. The error is one of
// the journal alone; what was told before it is done.
func (in *Inbox) Receive(ctx context.Context, j *journal.Journal, all []Message, tell func(*Taken)) error {
	failed, err := in.failures(ctx, j)
	if err != nil {
		return err
	}
	for i := range all {
		m := &all[i]
		slices.SortStableFunc(m.Lines, func(x, y Line) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Payout, y.Payout)) })
		key, err := m.failure("")
		if err != nil {
			return err
		}
		if n := failed[key.name()]; n >= mostFailures && !in.Again {
			tell(&Taken{Message: m, Outcome: MessageParked, Why: fmt.Sprintf("it has failed %d times; a new version is tried", n), Svensk: fmt.Sprintf("det har misslyckats %d gånger; en ny version prövas", n)})
			continue
		}
		t, err := in.one(ctx, j, m)
		if err != nil {
			return err
		}
		if t.Outcome == MessageRefused && !in.DryRun {
			if err := in.fail(ctx, j, m, t.Why); err != nil {
				return err
			}
			if failed[key.name()]++; failed[key.name()] == mostFailures {
				t.Outcome = MessageParked
			}
		}
		tell(t)
	}
	return nil
}

// Couple tries every message that waits. Of a basis the oldest version is tried first.
func (in *Inbox) Couple(ctx context.Context, j *journal.Journal, tell func(*Taken)) error {
	waiting, err := waitingNow(ctx, j)
	if err != nil {
		return err
	}
	slices.SortStableFunc(waiting, func(x, y Waiting) int {
		return cmp.Or(cmp.Compare(x.Party, y.Party), cmp.Compare(x.Source, y.Source), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Version, y.Version))
	})
	for i := range waiting {
		w := &waiting[i]
		arrived, _, err := arrivals(ctx, j, w.Party, w.Source)
		if err != nil {
			return err
		}
		k := slices.IndexFunc(arrived, func(m Message) bool { return m.ID == w.ID && m.Version == w.Version })
		if k < 0 {
			return fmt.Errorf("the basis %s %s version %d waits and is not in the journal; run `balans verify`", w.Source, w.ID, w.Version)
		}
		t, err := in.one(ctx, j, &arrived[k])
		if err != nil {
			return err
		}
		tell(t)
	}
	return nil
}

// one takes in a message. What is wrong with it, or with the person's cases, is its outcome;
// the error is one of the journal.
func (in *Inbox) one(ctx context.Context, j *journal.Journal, m *Message) (*Taken, error) {
	refused := func(err error) *Taken {
		t := &Taken{Message: m, Outcome: MessageRefused, Why: err.Error(), Svensk: err.Error()}
		var r *Refusal
		if errors.As(err, &r) {
			t.Svensk = r.Svensk
		}
		return t
	}
	if err := m.check(); err != nil {
		return refused(err), nil
	}
	for attempt := 1; ; attempt++ {
		t, err := in.try(ctx, j, m)
		var r *Refusal
		switch {
		case errors.As(err, &r):
			return refused(err), nil
		case errors.Is(err, journal.ErrConflict) && attempt < 50:
			continue
		}
		return t, err
	}
}

// check refuses a message that no case could use.
func (m *Message) check() error {
	switch {
	case !isPerson(m.Party):
		return refuse("party", "whose benefit the basis is about is missing")
	case !m.Benefit.IsKnown():
		return refuse("benefit", "which benefit the basis is about is missing")
	case m.Source == "hand" || m.Source == "" || len(m.Source) > 40 || strings.Trim(m.Source, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return refuse("basis.source", "the source is 1 to 40 of a to z, digits and hyphens; what is stated by hand is stated in the case")
	case !journal.Plain(m.ID) || len(m.ID) > 100:
		return refuse("basis.id", "the source's id is at most 100 characters without control characters")
	}
	for i := range m.Lines {
		if !journal.Plain(m.Lines[i].Payout) || len(m.Lines[i].Payout) > 100 {
			return refuse("basis.lines", "payment %d: its id is at most 100 characters without control characters", i+1)
		}
	}
	return m.Basis.check()
}

func (in *Inbox) try(ctx context.Context, j *journal.Journal, m *Message) (*Taken, error) {
	arrived, version, err := arrivals(ctx, j, m.Party, m.Source)
	if err != nil {
		return nil, err
	}
	had := false
	for i := range arrived {
		if o := &arrived[i]; o.ID == m.ID && o.Version == m.Version {
			if !o.same(&m.Basis) || o.Benefit != m.Benefit {
				return nil, refuse("basis.version", "version %d of the basis has come before and says something else; a change is a new version", m.Version)
			}
			had = true
		}
	}
	events, err := j.LoadParty(ctx, int64(m.Party))
	if err != nil {
		return nil, err
	}
	cases, err := Of(m.Party, events)
	if err != nil {
		return nil, refuse("case", "a case of the person cannot be read, so nothing is coupled to it: %v", err)
	}
	t := &Taken{Message: m, Outcome: MessageStood}
	if c := m.in(cases); c != nil {
		t.Case = c.ID
		return t, nil
	}
	var more []journal.Append
	if !had {
		a, err := in.arrival(j, m, version)
		if err != nil {
			return nil, err
		}
		more = append(more, a)
		owned, err := in.own(ctx, j, m)
		if err != nil {
			return nil, err
		}
		more = append(more, owned...)
	}
	c, why := m.caseFor(cases)
	if c == nil {
		t.Why, t.Svensk = why[1], why[0]
		return t, in.wait(ctx, j, m, t, more)
	}
	if had { // it has waited
		a, err := in.note(j, waitingStream, kindCoupled, m.waiting())
		if err != nil {
			return nil, err
		}
		more = append(more, a)
	}
	t.Outcome, t.Case = MessageCoupled, c.ID
	return t, in.couple(ctx, j, m, c, more)
}

// own notes whose a basis is, so that no version of it is taken in for another person.
func (in *Inbox) own(ctx context.Context, j *journal.Journal, m *Message) ([]journal.Append, error) {
	stream := "bases/of/" + m.Source + "/" + m.ID
	events, err := j.Load(ctx, 0, stream)
	if err != nil {
		return nil, err
	}
	if len(events) > 0 {
		had, err := journal.ReadBody[ownedBody](&events[0])
		if err == nil && had.Party != m.Party {
			err = refuse("party", "version %d of the basis is about another person than the versions before; put the number right at the source", m.Version)
		}
		return nil, err
	}
	e, err := in.event(j, kindOwned, ownedBody{m.Party})
	return []journal.Append{{Stream: stream, Events: []journal.New{e}}}, err
}

// wait keeps a message without a case.
func (in *Inbox) wait(ctx context.Context, j *journal.Journal, m *Message, t *Taken, more []journal.Append) error {
	if len(more) == 0 { // it waits already
		return nil
	}
	t.Outcome = MessageWaits
	a, err := in.note(j, waitingStream, kindWaiting, m.waiting())
	if err != nil || in.DryRun {
		return err
	}
	_, err = j.Append(ctx, append(more, a)...)
	return err
}

// couple gives a message to a case; message, case and notes are one commit.
func (in *Inbox) couple(ctx context.Context, j *journal.Journal, m *Message, c *Case, more []journal.Append) error {
	var payees []identity.Number
	for i := range m.Lines {
		if !slices.Contains(payees, m.Lines[i].Payee) {
			payees = append(payees, m.Lines[i].Payee)
		}
	}
	about, err := in.About(ctx, payees)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		about = About{Unknown: []string{"register"}}
	}
	act := Act{Party: m.Party, Case: c.ID, On: in.On, Actor: in.Actor, Cause: in.Cause, DryRun: in.DryRun}
	_, err = act.try(ctx, j, "", func(d *draft) error {
		d.more = append(d.more, more...)
		return d.receive(&m.Basis, about)
	})
	return err
}

// in is the case that has the message; nil when none has.
func (m *Message) in(cases []*Case) *Case {
	for _, c := range cases {
		for i := range c.Bases {
			if b := &c.Bases[i]; b.Source == m.Source && b.ID == m.ID && b.Version == m.Version {
				return c
			}
		}
	}
	return nil
}

// caseFor is the case a message belongs to: that which has the basis in another version,
// otherwise the only one of the benefit that awaits a basis of its days. why says, in Swedish
// and English, why there is none.
func (m *Message) caseFor(cases []*Case) (c *Case, why [2]string) {
	for _, x := range slices.Backward(cases) {
		if len(x.Bases) > 0 && x.Bases[0].Source == m.Source && x.Bases[0].ID == m.ID {
			return x, why
		}
	}
	var found []*Case
	for _, x := range cases {
		if x.State == AwaitingBasis && len(x.Bases) == 0 && x.Benefit == m.Benefit &&
			slices.ContainsFunc(m.Lines, func(l Line) bool { return l.From <= x.To && l.To >= x.From }) {
			found = append(found, x)
		}
	}
	switch len(found) {
	case 0:
		return nil, [2]string{"inget ärende väntar på det", "no case awaits it"}
	case 1:
		return found[0], why
	}
	return nil, [2]string{"flera ärenden väntar på ett underlag för samma dagar", "several cases await a basis of the same days"}
}
