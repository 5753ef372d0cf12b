package inquiry

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
)

// Act is what every command on a case states.
type Act struct {
	Party identity.Number
	Case  string
	On    calendar.Date // None: today
	Actor string
	Cause string // the page or command
	// Behind are others the actor acts for, or who act for the actor: what one of them
	// proposed the actor does not approve.
	Behind []string
	Key    string // makes the command idempotent; "" does not
	// Seen is how many events the case had when the actor looked at it; 0 when that does not
	// matter. When somebody has been there since, it is ErrSeen.
	Seen   int
	DryRun bool
	// Office writes the letters that follow of a command by themselves, such as the end of a
	// case that somebody was heard in; nil writes none.
	Office *Office
}

// Receipt is a case after a command.
type Receipt struct {
	Case     *Case
	Replayed bool // the same had been done under the same key
	DryRun   bool
}

// draft is a command being decided.
type draft struct {
	*Case
	act   *Act
	on    calendar.Date
	now   calendar.Instant
	added []journal.New
	more  []journal.Append // to be stored in the same commit
}

// add adds an event; it is a *Refusal when it may not come in the state the case is in.
func (d *draft) add(kind string, body any) error {
	text, err := journal.Body(body)
	if err != nil {
		return err
	}
	e := journal.New{Kind: kind, OccurredOn: d.on, Actor: d.act.Actor, Cause: d.act.Cause, Body: text}
	if _, ok := next[stateAndKind{d.State, kind}]; !ok {
		return refuse("state", "the case is %s, and this cannot be done then", d.State)
	}
	if (kind == kindProposed || kind == kindSubmitted || kind == kindDecided || kind == kindDecidedAlone) && d.on < d.Since {
		return refuse("on", "the case came to where it is on %s; nothing is proposed or decided in it on a day before that", d.Since)
	}
	seen := journal.Event{Party: int64(d.Party), Kind: kind, OccurredOn: d.on, RecordedAt: d.now, Actor: e.Actor, Cause: e.Cause, Body: text}
	if err := d.take(d.Party, &seen); err != nil {
		return err
	}
	d.Version++
	d.History = append(d.History, Entry{0, kind, d.on, d.now, e.Actor, e.Cause, d.State})
	d.added = append(d.added, e)
	return nil
}

// do carries a command out: load, decide, store the case's events, their note and what
// belongs with them in one commit.
func (a *Act) do(ctx context.Context, j *journal.Journal, what string, input any, rule func(*draft) error) (*Receipt, error) {
	if a.Actor == "" {
		return nil, refuse("actor", "who does it is missing")
	}
	body, err := journal.Body(input)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(what + " " + body))
	key := a.Key
	if key != "" {
		key += ":" + hex.EncodeToString(sum[:8])
	}
	for attempt := 1; ; attempt++ {
		r, err := a.try(ctx, j, key, rule)
		if !errors.Is(err, journal.ErrConflict) || attempt == 50 {
			return r, err
		}
	}
}

func (a *Act) try(ctx context.Context, j *journal.Journal, key string, rule func(*draft) error) (*Receipt, error) {
	stream, err := j.Load(ctx, int64(a.Party), Stream(a.Case))
	if err != nil {
		return nil, err
	}
	if len(stream) == 0 {
		return nil, refuse("case", "there is no case %s", a.Case)
	}
	c, err := Fold(a.Party, stream)
	if err != nil {
		return nil, err
	}
	for i := range stream {
		switch had := stream[i].Key; {
		case a.Key == "" || had == "":
		case had == key:
			return &Receipt{Case: c, Replayed: true, DryRun: a.DryRun}, nil
		case had[:max(0, strings.LastIndexByte(had, ':'))] == a.Key:
			return nil, journal.ErrKeyReused
		}
	}
	if a.Seen != 0 && a.Seen != c.Version {
		return &Receipt{Case: c}, ErrSeen
	}
	d := &draft{Case: c, act: a, now: calendar.InstantOf(j.Now())}
	if err := d.date(); err != nil {
		return nil, err
	}
	d.now = max(d.now, stream[len(stream)-1].RecordedAt)
	if err := rule(d); err != nil {
		return nil, err
	}
	r := &Receipt{Case: c, DryRun: a.DryRun}
	if a.DryRun || len(d.added) == 0 {
		return r, nil
	}
	d.added[0].Key = key
	noted, err := noteOf(c, d.on, a)
	if err != nil {
		return nil, err
	}
	all := append([]journal.Append{{Party: int64(a.Party), Stream: Stream(a.Case), Expected: int32(len(stream)), Events: d.added}, noted}, d.more...)
	_, err = j.Append(ctx, all...)
	return r, err
}

// date is the day of the command: today, or one before that is not before the case was opened.
func (d *draft) date() error {
	today := d.now.Date()
	switch d.on = d.act.On; {
	case d.on == calendar.None || d.on == 0:
		d.on = today
	case d.on > today:
		return refuse("on", "%s is still to come", d.on)
	}
	if d.on < d.Opened {
		return refuse("on", "the case was opened %s, and nothing was done in it on %s", d.Opened, d.on)
	}
	return nil
}

// notesStream is the agency's: what every case came to, event by event, so that all cases
// are listed and counted without reading each person.
const notesStream = "inquiries/notes"

const kindNote = "inquiry.note/1"

func noteOf(c *Case, on calendar.Date, a *Act) (journal.Append, error) {
	body, err := journal.Body(c.summary())
	return journal.Append{Stream: notesStream, Expected: journal.AnyVersion, Events: []journal.New{{Kind: kindNote, OccurredOn: on, Actor: a.Actor, Cause: a.Cause, Body: body}}}, err
}

// Load reads a case; nil when there is none.
func Load(ctx context.Context, j *journal.Journal, party identity.Number, id string) (*Case, error) {
	events, err := j.Load(ctx, int64(party), Stream(id))
	if err != nil || len(events) == 0 {
		return nil, err
	}
	return Fold(party, events)
}

// Of is the cases of a person, in the order they were opened, from what LoadParty read.
func Of(party identity.Number, events []journal.Event) ([]*Case, error) {
	streams := map[string][]journal.Event{}
	var names []string
	for i := range events {
		if e := &events[i]; strings.HasPrefix(e.Stream, "inquiry/") {
			if streams[e.Stream] == nil {
				names = append(names, e.Stream)
			}
			streams[e.Stream] = append(streams[e.Stream], *e)
		}
	}
	var all []*Case
	for _, n := range names {
		c, err := Fold(party, streams[n])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n, err)
		}
		all = append(all, c)
	}
	return all, nil
}
