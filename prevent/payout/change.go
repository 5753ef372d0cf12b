package payout

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
)

// Change is what is stated whenever a single line is changed.
type Change struct {
	Party  identity.Number
	Payout string
	On     calendar.Date // None or 0: today
	// Person is who decides. Run, instead, is the name of the run that acts by itself; some
	// changes are only for persons.
	Person, Run string
	Cause       string
	Reason      string
	// Key makes the change idempotent; "" gives no protection.
	Key    string
	DryRun bool
}

// HoldTerms is how long a line is held and what that rests on.
type HoldTerms struct {
	Until   calendar.Date // the last day it is held
	Finding string        // the reference of what was found; may be ""
	Law     *statute.Parameters
}

// Receipt says what became of a change.
type Receipt struct {
	Entry    *Entry // as the line stands after it, on its day
	Instead  *Entry // the line planned in its place; nil when none was
	Replayed bool   // the key had already been used for this change
	DryRun   bool
}

// Hold holds a planned line until the case is decided, at most until a last day. It is a
// *Refusal when the benefit may not be held (SFB 112:4), when no person or no probable
// reasons are stated (SFB 112:3), or when the line is not planned on the day.
func Hold(ctx context.Context, j *journal.Journal, c Change, t HoldTerms) (Receipt, error) {
	body, err := journal.Body(heldBody{c.Reason, t.Finding, t.Until, c.Person})
	if err != nil {
		return Receipt{}, err
	}
	return c.do(ctx, j, KindHeld, body, func(e *Entry, on calendar.Date) error { return e.mayHold(&c, on, &t) })
}

// Release ends a hold before its time. It is a *Refusal when none is in force on the day or
// no reason is stated.
func Release(ctx context.Context, j *journal.Journal, c Change) (Receipt, error) {
	body, err := journal.Body(releasedBody{c.Reason})
	if err != nil {
		return Receipt{}, err
	}
	return c.do(ctx, j, KindReleased, body, func(e *Entry, _ calendar.Date) error {
		if err := e.mustBe("released", Held); err != nil {
			return err
		}
		return e.withReason(&c, "released", "")
	})
}

// Cancel takes a planned or held line out of its run for good, because the decision it
// rested on is changed or was never right. It is a *Refusal for a line that was paid.
func Cancel(ctx context.Context, j *journal.Journal, c Change) (Receipt, error) {
	body, err := journal.Body(cancelledBody{Reason: c.Reason, By: c.Person})
	if err != nil {
		return Receipt{}, err
	}
	return c.do(ctx, j, KindCancelled, body, func(e *Entry, _ calendar.Date) error { return e.mayCancel(&c) })
}

func (e *Entry) mayCancel(c *Change) error {
	if err := e.mustBe("cancelled", Planned, Held); err != nil {
		return err
	}
	return e.byPerson(c, "cancelled", "")
}

// Replace cancels a line and plans a smaller one in its place, both or neither. The new line
// is of the same run, party and benefit; its id is that of the old with a hyphen and more.
func Replace(ctx context.Context, j *journal.Journal, c Change, with Line) (Receipt, error) {
	body, err := journal.Body(cancelledBody{c.Reason, c.Person, with.ID})
	if err != nil {
		return Receipt{}, err
	}
	p := c.prepare(KindCancelled, body, func(e *Entry, _ calendar.Date) error {
		if err := e.mayCancel(&c); err != nil {
			return err
		}
		return e.mayReplace(&with)
	})
	p.instead = &with
	return p.do(ctx, j)
}

// change is a Change being carried out.
type change struct {
	*Change
	kind, body string
	rule       func(*Entry, calendar.Date) error
	instead    *Line
}

func (c *Change) prepare(kind, body string, rule func(*Entry, calendar.Date) error) *change {
	return &change{Change: c, kind: kind, body: body, rule: rule}
}

func (c *Change) do(ctx context.Context, j *journal.Journal, kind, body string, rule func(*Entry, calendar.Date) error) (Receipt, error) {
	return c.prepare(kind, body, rule).do(ctx, j)
}

// maxAttempts is how often a change is decided again because somebody else wrote to the line
// first. Each time one of the others has succeeded.
const maxAttempts = 100

func (c *change) do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	if (c.Person == "") == (c.Run == "") {
		return Receipt{}, errors.New("payout: either the person who decides or the run that acts is to be named")
	}
	for _, text := range []string{c.Person, c.Run, c.Cause, c.Key, c.Payout} {
		if !journal.Plain(text) {
			return Receipt{}, errors.New("payout: a name, the cause, the key or the id holds a control character or is not UTF-8")
		}
	}
	for attempt := 1; ; attempt++ {
		r, err := c.try(ctx, j)
		if attempt == maxAttempts || !errors.Is(err, journal.ErrConflict) && !errors.Is(err, errKeyTaken) {
			return r, err
		}
	}
}

// errKeyTaken: between reading and writing another caller stored the same key.
var errKeyTaken = errors.New("the key was stored meanwhile")

func (c *change) try(ctx context.Context, j *journal.Journal) (Receipt, error) {
	stream, err := j.Load(ctx, int64(c.Party), Stream(c.Payout))
	if err != nil {
		return Receipt{}, err
	}
	now := calendar.InstantOf(j.Now())
	on := c.On
	if on == calendar.None || on == 0 {
		on = now.Date()
	}
	if done, err := c.replay(stream); err != nil || done != nil {
		if err != nil {
			return Receipt{}, err
		}
		return c.receipt(ctx, j, stream, done.OccurredOn, true)
	}
	if on > now.Date() {
		return Receipt{}, fmt.Errorf("%w: %s was stated, and today is %s", ErrFuture, on, now.Date())
	}
	if len(stream) == 0 || stream[0].Kind != KindPlanned {
		return Receipt{}, errNotPlanned(c.Party, c.Payout)
	}
	e, err := FromJournal(stream, AsOf{Day: on})
	if err != nil {
		return Receipt{}, err
	}
	if err := e.inOrder(on); err != nil {
		return Receipt{}, err
	}
	if err := c.rule(e, on); err != nil {
		return Receipt{}, err
	}
	appends, err := c.appends(ctx, j, e, on)
	if err != nil {
		return Receipt{}, err
	}
	if c.DryRun {
		return c.preview(stream, appends, on, now)
	}
	if _, err := j.Append(ctx, appends...); err != nil {
		if errors.Is(err, journal.ErrKeyReused) {
			err = errKeyTaken
		}
		return Receipt{}, err
	}
	if stream, err = j.Load(ctx, int64(c.Party), Stream(c.Payout)); err != nil {
		return Receipt{}, err
	}
	return c.receipt(ctx, j, stream, on, false)
}

// digest tells a change under the same key from another one.
func (c *change) digest() string {
	var with []byte
	if c.instead != nil {
		with = c.instead.appendBody(nil)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s", c.kind, c.On, c.body, with))
	return hex.EncodeToString(sum[:8])
}

func (c *change) key() string {
	if c.Key == "" {
		return ""
	}
	return c.Key + ":" + c.digest()
}

// replay finds what an earlier use of the key stored.
func (c *change) replay(stream []journal.Event) (*journal.Event, error) {
	if c.Key == "" {
		return nil, nil
	}
	for i := range stream {
		rest, ok := strings.CutPrefix(stream[i].Key, c.Key+":")
		if !ok || len(rest) != len(c.digest()) {
			continue
		}
		if rest != c.digest() {
			return nil, fmt.Errorf("%w: key %q, event %d", journal.ErrKeyReused, c.Key, stream[i].Seq)
		}
		return &stream[i], nil
	}
	return nil, nil
}

// appends is everything that is stored for the change: the fact, the line in its place, and
// a reference to each under the run.
func (c *change) appends(ctx context.Context, j *journal.Journal, e *Entry, on calendar.Date) ([]journal.Append, error) {
	actor := c.Person
	if actor == "" {
		actor = "run:" + c.Run
	}
	event := func(kind, body, key string) journal.New {
		return journal.New{Kind: kind, OccurredOn: on, Actor: actor, Cause: c.Cause, Key: key, Body: body}
	}
	all := []journal.Append{{Party: int64(c.Party), Stream: Stream(c.Payout), Expected: e.version, Events: []journal.New{event(c.kind, c.body, c.key())}}}
	changed := []changedBody{{c.Party, c.Payout}}
	if l := c.instead; l != nil {
		there, err := j.Load(ctx, int64(l.Party), Stream(l.ID))
		if err != nil {
			return nil, err
		}
		runs, err := Runs(ctx, j)
		if err != nil {
			return nil, err
		}
		taken, err := takenIDs(ctx, j, runs, []Line{*l})
		if err != nil {
			return nil, err
		}
		if len(there) > 0 || len(taken) > 0 {
			return nil, e.refuse("replace-id", "", "the id %s is taken; use another", l.ID)
		}
		planned, err := l.appends(event)
		if err != nil {
			return nil, err
		}
		all = append(all, planned...)
		changed = append(changed, changedBody{l.Party, l.ID})
	}
	notes := journal.Append{Stream: changesStream(e.Run), Expected: journal.AnyVersion}
	for _, b := range changed {
		body, err := journal.Body(b)
		if err != nil {
			return nil, err
		}
		notes.Events = append(notes.Events, event(KindChanged, body, ""))
	}
	return append(all, notes), nil
}

// appends plans the line, and refers to it under whom it is about.
func (l *Line) appends(event func(kind, body, key string) journal.New) ([]journal.Append, error) {
	all := []journal.Append{{Party: int64(l.Party), Stream: Stream(l.ID), Events: []journal.New{event(KindPlanned, string(l.appendBody(nil)), "")}}}
	if l.Child == 0 {
		return all, nil
	}
	body, err := journal.Body(concernsBody{l.Party})
	if err != nil {
		return nil, err
	}
	return append(all, journal.Append{Party: int64(l.Child), Stream: ConcernsStream(l.ID), Events: []journal.New{event(KindConcerns, body, "")}}), nil
}

// preview is the receipt of a dry run.
func (c *change) preview(stream []journal.Event, appends []journal.Append, on calendar.Date, now calendar.Instant) (Receipt, error) {
	r := Receipt{DryRun: true}
	stored := func(a journal.Append, after int) journal.Event {
		n := a.Events[0]
		return journal.Event{Party: a.Party, Stream: a.Stream, Version: int32(after) + 1, Kind: n.Kind, OccurredOn: n.OccurredOn, RecordedAt: now, Actor: n.Actor, Body: n.Body}
	}
	var err error
	if r.Entry, err = FromJournal(append(stream[:len(stream):len(stream)], stored(appends[0], len(stream))), AsOf{Day: on}); err != nil {
		return r, err
	}
	if c.instead != nil {
		r.Instead, err = FromJournal([]journal.Event{stored(appends[1], 0)}, AsOf{Day: on})
	}
	return r, err
}

// receipt is the receipt of what is stored.
func (c *change) receipt(ctx context.Context, j *journal.Journal, stream []journal.Event, on calendar.Date, replayed bool) (Receipt, error) {
	r := Receipt{Replayed: replayed, DryRun: c.DryRun}
	var err error
	if r.Entry, err = FromJournal(stream, AsOf{Day: on}); err != nil || c.instead == nil {
		return r, err
	}
	there, err := j.Load(ctx, int64(c.Party), Stream(c.instead.ID))
	if err == nil {
		r.Instead, err = FromJournal(there, AsOf{Day: on})
	}
	return r, err
}
