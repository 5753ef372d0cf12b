package notice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// The errors of recording. A *Refusal is the answer to what the notice's facts do not allow.
var (
	ErrNobody = errors.New("notice: who records it is to be named")
	ErrBody   = errors.New("notice: it cannot be recorded")
	ErrFuture = errors.New("notice: a fact cannot lie in the future")
)

// isID: letters, digits and hyphens. An id is part of the names of streams.
var isID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{2,38}[A-Za-z0-9]$`)

// attempts is how often a receipt is tried when another program was first.
const attempts = 5

// Report is a notice that comes in.
type Report struct {
	// ID is chosen by the caller, 4 to 40 letters, digits and hyphens. It makes the report
	// idempotent: the same report under the same id is received once.
	ID    string
	Party identity.Number // whose circumstances have changed
	// On is the day it was received; None or 0 is today.
	On    calendar.Date
	Body  Receive // Reached is found by Receive
	Actor string
	Cause string
	// KnownAt takes over history: when it became known; 0 is now.
	KnownAt calendar.Instant
	DryRun  bool
}

// Receipt says what became of a report or another fact.
type Receipt struct {
	// Notice is the notice after it, today and as known now.
	Notice *Notice
	// Stands: it had been recorded already, and nothing was stored.
	Stands bool
	DryRun bool
	// Alike are other notices of the person with the same circumstance from the same day.
	Alike []string
}

// ReceiveReport stores a notice and lists it, in one append. The benefits the person has that
// the table reaches are found here and stored with it. A circumstance that the table does not
// have, and one that reaches no benefit, are stored too: they wait for a person. It is a
// *Refusal when the id is used for something else, ErrBody for what cannot be stored, and
// ErrFuture for a day or an instant to come.
func ReceiveReport(ctx context.Context, j *journal.Journal, r Report, terms Terms) (Receipt, error) {
	now := calendar.InstantOf(j.Now())
	known := r.KnownAt
	if known == 0 {
		known = now
	}
	if r.On == calendar.None || r.On == 0 {
		r.On = now.Date()
	}
	if err := r.check(now, known); err != nil {
		return Receipt{}, err
	}
	r.Body.Reached = Reach(r.Body.Stated, r.On, r.Body.Benefits)
	if r.Body.Benefits == nil {
		r.Body.Benefits = []Engagement{}
	}
	if err := r.Body.check(); err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrBody, err)
	}
	body, err := journal.Body(r.Body)
	if err != nil {
		return Receipt{}, err
	}
	receipt, err := r.store(ctx, j, monthOf(known), body)
	if err != nil {
		return receipt, err
	}
	return receipt, r.finish(ctx, j, &receipt, terms)
}

// check refuses what can be told without the journal.
func (r *Report) check(now, known calendar.Instant) error {
	switch {
	case r.Actor == "":
		return ErrNobody
	case !isID.MatchString(r.ID):
		return fmt.Errorf("%w: the id is 4 to 40 letters, digits and hyphens, not %q", ErrBody, r.ID)
	case r.Party.Kind() != identity.Person && r.Party.Kind() != identity.Coordination:
		return fmt.Errorf("%w: a notice is about a person", ErrBody)
	case r.On > now.Date() || known > now:
		return fmt.Errorf("%w: it was received on %s, known at %s; today is %s", ErrFuture, r.On, known, now.Date())
	case r.Body.LearntOn > r.On:
		return fmt.Errorf("%w: it was received on %s, before the person learnt of it on %s", ErrBody, r.On, r.Body.LearntOn)
	}
	for _, e := range r.Body.Benefits {
		if e.NextPayment != calendar.None && e.NextPayment < r.On {
			return fmt.Errorf("%w: the next pay day of %s, %s, lies before the notice was received on %s", ErrBody, e.Benefit, e.NextPayment, r.On)
		}
	}
	return nil
}

// store appends the notice and its three notes, unless it stands.
func (r *Report) store(ctx context.Context, j *journal.Journal, month, body string) (Receipt, error) {
	for n := 1; ; n++ {
		stands, err := r.stands(ctx, j, body)
		if err != nil || stands || r.DryRun {
			return Receipt{Stands: stands, DryRun: r.DryRun}, err
		}
		appends, err := r.appends(ctx, j, month, body)
		if err != nil {
			return Receipt{}, err
		}
		if _, err = j.Append(ctx, appends...); err == nil || !errors.Is(err, journal.ErrConflict) || n == attempts {
			return Receipt{}, err
		}
	}
}

// stands says whether the same notice is stored under the id, or refuses another one.
func (r *Report) stands(ctx context.Context, j *journal.Journal, body string) (bool, error) {
	party, err := Find(ctx, j, r.ID)
	if errors.Is(err, ErrUnknown) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	used := &Refusal{Notice: r.ID, Code: "id-used", Why: "the id is used for another notice; give this one another id"}
	if party != r.Party {
		return false, used
	}
	events, err := j.Load(ctx, int64(r.Party), Stream(r.ID))
	switch {
	case err != nil:
		return false, err
	case len(events) == 0 || events[0].Kind != KindReceived || events[0].OccurredOn != r.On || events[0].Body != body:
		return false, used
	}
	return true, nil
}

func (r *Report) appends(ctx context.Context, j *journal.Journal, month, body string) ([]journal.Append, error) {
	months, err := j.Load(ctx, 0, monthsStream)
	if err != nil {
		return nil, err
	}
	note, err := journal.Body(placeBody{r.ID, r.Party})
	if err != nil {
		return nil, err
	}
	named, err := journal.Body(monthBody{month})
	if err != nil {
		return nil, err
	}
	event := func(kind, body string) []journal.New {
		return []journal.New{{Kind: kind, OccurredOn: r.On, RecordedAt: r.KnownAt, Actor: r.Actor, Cause: r.Cause, Body: body}}
	}
	list := journal.Append{Stream: monthPrefix + month, Expected: journal.AnyVersion, Events: event(KindListed, note)}
	all := []journal.Append{
		{Party: int64(r.Party), Stream: Stream(r.ID), Events: event(KindReceived, body)},
		{Stream: placePrefix + r.ID, Events: event(KindFound, note)},
	}
	if !slices.ContainsFunc(months, func(e journal.Event) bool { return e.Body == named }) {
		list.Expected = 0 // who is first with a month also lists the month
		all = append(all, journal.Append{Stream: monthsStream, Expected: journal.AnyVersion, Events: event(KindMonth, named)})
	}
	return append(all, list), nil
}

// finish folds the notice for the receipt and looks for others like it.
func (r *Report) finish(ctx context.Context, j *journal.Journal, receipt *Receipt, terms Terms) error {
	now := calendar.InstantOf(j.Now())
	others, err := Of(ctx, j, r.Party, now.Date(), now, terms)
	if err != nil {
		return err
	}
	for _, n := range others {
		switch {
		case n.ID == r.ID:
			receipt.Notice = n
		case n.Stated.Circumstance == r.Body.Circumstance && n.Stated.TrueFrom == r.Body.TrueFrom && n.State != Withdrawn:
			receipt.Alike = append(receipt.Alike, n.ID)
		}
	}
	if receipt.Notice == nil { // a dry run
		known := cmp.Or(r.KnownAt, now)
		receipt.Notice = Fold([]Fact{{Notice: r.ID, Party: r.Party, Event: 1, On: r.On, Ordinal: 1, KnownAt: known, Actor: r.Actor, Body: r.Body}}, now.Date(), now, terms)
	}
	return nil
}

// Command is another fact to be recorded of a notice.
type Command struct {
	Notice string // id
	Body   Body
	// On is the day it happened; None or 0 is today.
	On    calendar.Date
	Actor string
	Cause string
	// KnownAt takes over history: when it became known; 0 is the moment of the commit.
	KnownAt calendar.Instant
	// Key makes the command idempotent; "" gives no protection, but the same fact is
	// stored once all the same.
	Key    string
	DryRun bool
}

// Record stores a fact on its notice's stream. A fact that stands already stores nothing. It
// is ErrUnknown for an id nobody has, a *Refusal when what stands does not allow the fact,
// ErrFuture for a day or an instant to come, and ErrBody for what cannot be stored. What a
// Correct reaches is found here.
func Record(ctx context.Context, j *journal.Journal, c Command, terms Terms) (Receipt, error) {
	if c.Actor == "" {
		return Receipt{}, ErrNobody
	}
	facts, err := Load(ctx, j, c.Notice)
	if err != nil {
		return Receipt{}, err
	}
	if b, ok := c.Body.(Correct); ok && len(facts) > 0 {
		if r, ok := facts[0].Body.(Receive); ok {
			b.Reached = Reach(b.Stated, facts[0].On, r.Benefits)
			c.Body = b
		}
	}
	if c.Body == nil {
		return Receipt{}, fmt.Errorf("%w: there is nothing to record", ErrBody)
	}
	if err := c.Body.check(); err != nil {
		return Receipt{}, fmt.Errorf("%w: %s of %s: %w", ErrBody, strings.TrimSuffix(c.Body.kind(), "/1"), c.Notice, err)
	}
	body, err := journal.Body(c.Body)
	if err != nil {
		return Receipt{}, err
	}
	if c.On == 0 {
		c.On = calendar.None
	}
	party := facts[0].Party
	done, err := j.Do(ctx, journal.Command{Party: int64(party), Stream: Stream(c.Notice), Key: c.Key, DryRun: c.DryRun,
		Input: fmt.Sprint(c.Body.kind(), " ", c.On, " ", c.KnownAt, " ", body),
		Rule: func(stream []journal.Event) ([]journal.New, error) {
			return decide(stream, c, body, calendar.InstantOf(j.Now()), terms)
		}})
	if err != nil {
		return Receipt{}, err
	}
	return c.receipt(ctx, j, party, done, terms)
}

// receipt folds the notice with what was stored, or would be.
func (c *Command) receipt(ctx context.Context, j *journal.Journal, party identity.Number, done journal.Receipt, terms Terms) (Receipt, error) {
	facts, err := loadFacts(ctx, j, party, c.Notice)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{Stands: len(done.Events) == 0 || done.Replayed, DryRun: c.DryRun}
	if c.DryRun && !r.Stands {
		more, err := factsOf(done.Events)
		if err != nil {
			return Receipt{}, err
		}
		facts = append(facts, more...)
	}
	now := latest(facts, calendar.InstantOf(j.Now()))
	r.Notice = Fold(facts, now.Date(), now, terms)
	return r, nil
}

// latest is now, or the last instant of the facts where another program's clock is ahead.
func latest(facts []Fact, now calendar.Instant) calendar.Instant {
	for _, f := range facts {
		now = max(now, f.KnownAt)
	}
	return now
}

// decide is the rule of Record: the event to store, or none when the fact stands.
func decide(stream []journal.Event, c Command, body string, now calendar.Instant, terms Terms) ([]journal.New, error) {
	on := c.On
	if on == calendar.None {
		on = now.Date()
	}
	if on > now.Date() || c.KnownAt > now {
		return nil, fmt.Errorf("%w: it is of %s; today is %s", ErrFuture, on, now.Date())
	}
	facts, err := factsOf(stream)
	if err != nil {
		return nil, err
	}
	at := latest(facts, now)
	n := Fold(facts, calendar.Later(now.Date(), at.Date()), at, terms)
	if n == nil {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, c.Notice)
	}
	stands, err := n.guard(on, c.Actor, c.Body)
	if err != nil || stands {
		return nil, err
	}
	return []journal.New{{Kind: c.Body.kind(), OccurredOn: on, RecordedAt: c.KnownAt, Actor: c.Actor, Cause: c.Cause, Body: body}}, nil
}

// sortNotices puts notices in the order they were received, then as they became known.
func sortNotices(all []*Notice) {
	slices.SortStableFunc(all, func(a, b *Notice) int {
		return cmp.Or(cmp.Compare(a.ReceivedOn, b.ReceivedOn), cmp.Compare(a.ReceivedAt, b.ReceivedAt), strings.Compare(a.ID, b.ID))
	})
}
