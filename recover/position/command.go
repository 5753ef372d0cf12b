package position

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
)

// Errand is what every command states beside its own facts.
type Errand struct {
	Terms  claim.Terms // with the Law and the Parameters, as known now
	By     claim.Entry
	Key    string // makes the command idempotent; must be stated
	DryRun bool   // check, and show what would be stored
	// Seen is how many events claims had when somebody looked at them and made up his
	// mind. When one of them has got more, nothing is stored and the error is a
	// *Changed. A claim that is not among them is not asked.
	Seen map[Claim]int
	// Read is streams that have been read already. A dry run takes them from here, so
	// that it is about the very facts somebody looks at; a command for real reads anew.
	Read map[Stream][]journal.Event
	// With is what is stored in the same commit beside what the rule adds, such as the letters
	// it calls for: all of it is stored, or nothing. It is asked with the draft as the rule
	// left it, also by a dry run, which stores nothing, and never for a repeated command; like
	// the rule it is asked again when another caller was first. The receipt does not have its
	// events. nil: nothing.
	With func(*Draft) ([]journal.Append, error)
}

// Changed is a command that was not carried out because somebody wrote to a claim
// after it was looked at.
type Changed struct {
	Claim
	Seen   int
	Events []journal.Event // all there are now
}

// Error says which claim, and by how many events.
func (c *Changed) Error() string {
	return fmt.Sprintf("claim %s has %d events, and had %d when it was looked at: nothing was stored; look at what was added, and decide again", c.ID, len(c.Events), c.Seen)
}

// Stream is a stream beside those of claims, such as that of a payment.
type Stream struct {
	Party int64
	Name  string
}

// Command is one use case over several streams. All events are stored in one
// commit, or none.
type Command struct {
	Errand
	Claims []Claim
	Beside []Stream
	// Input is what was asked for, to tell a repeated command from another one
	// under the same key.
	Input string
	// Rule decides what to add. It must not have effects: it is called again
	// when another caller was first.
	Rule func(*Draft) error
}

// maxAttempts is how often a command is decided again because somebody else
// wrote to one of its streams first. Each time one of the others has succeeded.
const maxAttempts = 100

// Do carries the command out. A *claim.Refusal or a *Refusal means that nothing
// was stored; journal.ErrConflict that others were first too many times, and
// journal.ErrUncertain that the connection was lost: repeat it with the same key.
func (c *Command) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	if c.Key == "" {
		return journal.Receipt{}, errors.New("the command has no key: without one it could be carried out twice")
	}
	for attempt := 1; ; attempt++ {
		receipt, err := c.try(ctx, j)
		if !errors.Is(err, journal.ErrConflict) || attempt == maxAttempts {
			return receipt, err
		}
	}
}

func (c *Command) try(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	d := &Draft{Now: calendar.InstantOf(j.Now()), command: c}
	if err := d.load(ctx, j); err != nil {
		return journal.Receipt{}, err
	}
	if events, err := d.replay(c.digest()); err != nil || events != nil {
		return journal.Receipt{Events: events, Replayed: true, DryRun: c.DryRun}, err
	}
	if err := d.unchanged(); err != nil {
		return journal.Receipt{}, err
	}
	if err := c.Rule(d); err != nil {
		return journal.Receipt{}, err
	}
	appends := d.appends(c.digest())
	if len(appends) == 0 {
		return journal.Receipt{DryRun: c.DryRun}, nil
	}
	var with []journal.Append
	if c.With != nil {
		var err error
		if with, err = c.With(d); err != nil {
			return journal.Receipt{}, err
		}
	}
	if c.DryRun {
		return journal.Receipt{Events: d.preview(appends), DryRun: true}, nil
	}
	events, err := j.Append(ctx, append(appends, with...)...)
	if err != nil {
		return journal.Receipt{}, err
	}
	return journal.Receipt{Events: events[:len(d.added)]}, nil // a repeated command finds these
}

func (c *Command) digest() string {
	sum := sha256.Sum256([]byte(c.Input))
	return hex.EncodeToString(sum[:8])
}

// Draft is a command being decided: what is stored, and what the rule adds.
type Draft struct {
	Now     calendar.Instant
	Claims  []*Open           // as the command lists them
	Beside  [][]journal.Event // the streams beside, as the command lists them
	command *Command
	streams []loaded
	added   []addition
}

// Open is a claim of a draft; its events grow as the rule adds to them.
type Open struct {
	Claim
	Decision claim.Decision
	Events   []claim.Event // sorted
}

type loaded struct {
	Stream
	events []journal.Event
}

type addition struct {
	stream int
	event  journal.New
}

func (d *Draft) load(ctx context.Context, j *journal.Journal) error {
	read := func(s Stream) ([]journal.Event, error) {
		for _, other := range d.streams {
			if other.Stream == s {
				return nil, fmt.Errorf("%s is named twice in one command", s.Name)
			}
		}
		events, known := d.command.Read[s]
		var err error
		if !known || !d.command.DryRun {
			events, err = j.Load(ctx, s.Party, s.Name)
		}
		d.streams = append(d.streams, loaded{s, events})
		for i := range events { // another program's clock may be ahead; what it stored is known all the same
			d.Now = max(d.Now, events[i].RecordedAt)
		}
		return events, err
	}
	for _, c := range d.command.Claims {
		events, err := read(Stream{int64(c.Party), claim.Stream(c.ID)})
		if err != nil {
			return err
		}
		if len(events) == 0 {
			return fmt.Errorf("there is no claim %s under %s", c.ID, c.Party.Masked())
		}
		o := &Open{Claim: c}
		if o.Decision, o.Events, err = claim.FromJournal(events); err != nil {
			return fmt.Errorf("claim %s: %w", c.ID, err)
		}
		o.Decision.ID = c.ID
		d.Claims = append(d.Claims, o)
	}
	for _, s := range d.command.Beside {
		events, err := read(s)
		if err != nil {
			return err
		}
		d.Beside = append(d.Beside, events)
	}
	return nil
}

// unchanged holds the claims against what was seen of them.
func (d *Draft) unchanged() error {
	for i, c := range d.command.Claims {
		if seen, asked := d.command.Seen[c]; asked && seen != len(d.streams[i].events) {
			return &Changed{c, seen, d.streams[i].events}
		}
	}
	return nil
}

// replay finds what an earlier use of the key stored: events of one commit have
// consecutive numbers, and the first of them holds the key.
func (d *Draft) replay(digest string) ([]journal.Event, error) {
	for _, s := range d.streams {
		for i := range s.events {
			rest, ok := strings.CutPrefix(s.events[i].Key, d.command.Key+":")
			was, count, ok2 := strings.Cut(rest, ":")
			n, err := strconv.Atoi(count)
			if !ok || !ok2 || len(was) != len(digest) || err != nil || n < 1 {
				continue
			}
			if was != digest {
				return nil, fmt.Errorf("%w: key %q, event %d", journal.ErrKeyReused, d.command.Key, s.events[i].Seq)
			}
			return d.between(s.events[i].Seq, s.events[i].Seq+int64(n)), nil
		}
	}
	return nil, nil
}

func (d *Draft) between(from, to int64) (found []journal.Event) {
	for seq := from; seq < to; seq++ {
		for _, s := range d.streams {
			for i := range s.events {
				if s.events[i].Seq == seq {
					found = append(found, s.events[i])
				}
			}
		}
	}
	return found
}

// Position is where a claim of the draft stands at the end of the day, with what
// the rule has added so far.
func (d *Draft) Position(o *Open, on calendar.Date) (*Position, error) {
	return Of(o.Decision, o.Events, on, d.Now, d.command.Terms)
}

// Positions are the positions of all claims.
func (d *Draft) Positions(on calendar.Date) ([]*Position, error) {
	all := make([]*Position, len(d.Claims))
	for i, o := range d.Claims {
		var err error
		if all[i], err = d.Position(o, on); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Add adds an event to a claim, or says which guard stops it.
func (d *Draft) Add(o *Open, e claim.Event) error {
	if strings.Contains(e.Mode, " ") {
		return fmt.Errorf("the mode is one word, not %q", e.Mode)
	}
	e.RecordedAt, e.Ordinal = d.Now, 1
	for i := range o.Events {
		e.Ordinal = max(e.Ordinal, o.Events[i].Ordinal+1)
	}
	if refusal := claim.MayAppend(&o.Decision, o.Events, e, d.command.Terms); refusal != nil {
		return refusal
	}
	n := e.ToJournal(d.command.By)
	n.RecordedAt = 0
	e.ID = d.add(d.index(Stream{int64(o.Party), claim.Stream(o.ID)}), n)
	o.Events = append(o.Events, e)
	claim.Sort(o.Events)
	return nil
}

// Note adds an event to a stream beside, by its place in the command.
func (d *Draft) Note(beside int, n journal.New) {
	n.Actor, n.Cause = d.command.By.Actor, d.command.By.Cause
	d.add(len(d.Claims)+beside, n)
}

// add keeps the event and gives it its key: every event of a command has one, so
// that a later one can name it.
func (d *Draft) add(stream int, n journal.New) string {
	n.Key = fmt.Sprintf("%s/%d", d.command.Key, len(d.added)+1)
	d.added = append(d.added, addition{stream, n})
	return n.Key
}

func (d *Draft) index(s Stream) int {
	for i := range d.streams {
		if d.streams[i].Stream == s {
			return i
		}
	}
	panic("position: an event for a stream the command does not list: " + s.Name)
}

// appends groups what was added by stream, the first event's stream first.
func (d *Draft) appends(digest string) []journal.Append {
	var all []journal.Append
	at := map[int]int{}
	for i, a := range d.added {
		if i == 0 {
			a.event.Key = d.command.Key + ":" + digest + ":" + strconv.Itoa(len(d.added))
		}
		k, ok := at[a.stream]
		if !ok {
			k = len(all)
			at[a.stream] = k
			s := d.streams[a.stream]
			all = append(all, journal.Append{Party: s.Party, Stream: s.Name, Expected: int32(len(s.events))})
		}
		all[k].Events = append(all[k].Events, a.event)
	}
	return all
}

// preview is the events as they would be stored now.
func (d *Draft) preview(appends []journal.Append) (events []journal.Event) {
	for _, a := range appends {
		for i, n := range a.Events {
			events = append(events, journal.Event{Party: a.Party, Stream: a.Stream, Version: a.Expected + int32(i) + 1, Kind: n.Kind,
				OccurredOn: n.OccurredOn, RecordedAt: d.Now, Ordinal: n.Ordinal, Actor: n.Actor, Cause: n.Cause, Key: n.Key, Body: n.Body})
		}
	}
	return events
}
