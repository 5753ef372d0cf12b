package letter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"balans/exchange/letterdoc"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// The names in the journal; they never change.
const (
	KindOrdered   = "letter.ordered/1"
	KindQueued    = "letter.queued/1"
	KindHanded    = "letter.handed/1"
	KindReceived  = "letter.received/1"
	KindFailed    = "letter.failed/1"
	KindHeld      = "letter.held/1"
	KindReleased  = "letter.released/1"
	KindParked    = "letter.parked/1"
	KindWithdrawn = "letter.withdrawn/1"
	KindResent    = "letter.resent/1"
	KindListed    = "letters.listed/1" // in the list of the month, under party 0

	streamPrefix = "letter/"
	listPrefix   = "letters/"
)

// Stream is the stream of a letter, kept under its party.
func Stream(id string) string { return streamPrefix + id }

var (
	// ErrUnknown: no letter has the id.
	ErrUnknown = errors.New("letter: there is no letter with that id")
	// ErrOrder: the letter cannot be ordered as it is.
	ErrOrder = errors.New("letter: it cannot be ordered")
)

// isID: letters, digits and hyphens. An id is part of the names of streams and files.
var isID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{2,78}[A-Za-z0-9]$`)

// As is in what place somebody gets a letter.
type As string

// The places.
const (
	Self     As = "self"
	Guardian As = "guardian" // the förvaltare, for the party (NJA 2022 s. 150)
	Estate   As = "estate"   // the dödsbo after the party
)

// Recipient is whom a letter goes to. It holds no name and no address.
type Recipient struct {
	Party identity.Number `json:"-"` // whose letter it is; its stream is kept under it
	As    As              `json:"as"`
	// Guardian is who the guardian is; 0: not known, and the letter is parked.
	Guardian identity.Number `json:"guardian,omitempty"`
}

// Sender is who writes, as the letter says it.
type Sender struct {
	Name    string   `json:"name"`           // the agency
	Unit    string   `json:"unit,omitempty"` // of the agency
	Contact []string `json:"contact"`        // how to reach it: a line each, at least one
}

// Order is one letter to one recipient.
type Order struct {
	// ID is chosen by the caller, 4 to 80 letters, digits and hyphens, no identity number. It
	// makes the order idempotent: the same letter under the same id is ordered once.
	ID     string
	To     Recipient
	Sender Sender
	Facts  Facts
	On     calendar.Date // the day the letter bears
	// Version is the template's; 0: the one in force on the day.
	Version int
	// About are streams the letter belongs to, such as "inquiry/2026-000017": it is shown with them.
	About []string
	Actor string
	Cause string
}

// orderedBody is the body of KindOrdered, as text writes it. It has no identity number but a guardian's: the
// party is the event's.
type orderedBody struct {
	Template string          `json:"template"`
	Version  int             `json:"version"`
	Facts    json.RawMessage `json:"facts"`
	To       Recipient       `json:"to"`
	Sender   Sender          `json:"sender"`
	About    []string        `json:"about,omitempty"`
	Digest   string          `json:"digest"` // of the words
}

// text is the body as journal.Body writes it. The facts were written by it already, and are set
// in as they are: to look through them anew takes as long as all the rest.
func (b *orderedBody) text() (string, error) {
	const stand = `,"facts":null,`
	frame := *b
	frame.Facts = nil
	text, err := journal.Body(&frame)
	if err != nil {
		return "", err
	}
	before, after, found := strings.Cut(text, stand) // before it are an id of a template and a number
	if !found {
		return "", fmt.Errorf("the body of %s has no facts: %s", KindOrdered, text)
	}
	return before + `,"facts":` + string(b.Facts) + "," + after, nil
}

// listedBody is a line of a month's list.
type listedBody struct {
	Letter string          `json:"letter"`
	Party  identity.Number `json:"party"`
}

// Appends is what stores the letter: its stream, and a line in the agency's list. The caller
// stores it in one commit with the facts of its own, and passes the instant that is now
// (calendar.InstantOf(j.Now())). It is ErrOrder when the facts are not enough for the letter.
// journal.ErrConflict on storing it means that the id is used: Do tells whether by the same
// letter.
func (o *Order) Appends(now calendar.Instant) ([]journal.Append, error) {
	event, err := o.event(0)
	if err != nil {
		return nil, err
	}
	note, err := o.listed(0)
	if err != nil {
		return nil, err
	}
	return []journal.Append{
		{Party: int64(o.To.Party), Stream: Stream(o.ID), Events: []journal.New{event}},
		{Stream: listPrefix + monthOf(now), Expected: journal.AnyVersion, Events: []journal.New{note}},
	}, nil
}

// monthOf is the month of an instant, YYYY-MM.
func monthOf(at calendar.Instant) string { return at.Date().String()[:7] }

// event is the letter as it is ordered; at 0 it becomes known when it is stored.
func (o *Order) event(at calendar.Instant) (journal.New, error) {
	body, err := o.body()
	if err != nil {
		return journal.New{}, err
	}
	text, err := body.text()
	if err != nil {
		return journal.New{}, err
	}
	return journal.New{Kind: KindOrdered, OccurredOn: o.On, RecordedAt: at, Ordinal: 1, Actor: o.Actor, Cause: o.Cause, Body: text}, nil
}

func (o *Order) listed(at calendar.Instant) (journal.New, error) {
	text, err := journal.Body(listedBody{o.ID, o.To.Party})
	return journal.New{Kind: KindListed, OccurredOn: o.On, RecordedAt: at, Actor: o.Actor, Cause: o.Cause, Body: text}, err
}

// body writes the letter once, so that one that cannot be written is never stored.
func (o *Order) body() (*orderedBody, error) {
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOrder, err)
	}
	t, err := pick(o.Facts.template(), o.Version, o.On)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOrder, err)
	}
	text, err := journal.Body(o.Facts)
	if err != nil {
		return nil, err
	}
	b := &orderedBody{Template: t.ID, Version: t.Version, Facts: json.RawMessage(text), To: o.To, Sender: o.Sender, About: o.About}
	room := blockRoom.Get().(*[]letterdoc.Block)
	p := &paper{to: o.To, sender: o.Sender, on: o.On, id: o.ID, blocks: *room}
	d, err := t.printable(o.Facts, p)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOrder, err)
	}
	b.Digest = Digest(d)
	clear(p.blocks) // of the person's words
	*room = p.blocks[:0]
	blockRoom.Put(room)
	return b, nil
}

// check refuses what no letter can be.
func (o *Order) check() error {
	_, notNumber := identity.Parse(o.ID)
	switch {
	case o.Facts == nil:
		return errors.New("there are no facts for it")
	case !isID.MatchString(o.ID):
		return fmt.Errorf("the id is 4 to 80 letters, digits and hyphens, not %q", o.ID)
	case notNumber == nil:
		return errors.New("the id is an identity number; it would stand in lists and names of files")
	case o.To.Party.Kind() == identity.Unknown:
		return errors.New("it is to be said whose letter it is")
	case o.To.As != Self && o.To.As != Guardian && o.To.As != Estate:
		return fmt.Errorf("a letter goes to %s, %s or %s, not %q", Self, Guardian, Estate, o.To.As)
	case o.To.As != Guardian && o.To.Guardian != identity.None:
		return errors.New("a guardian is stated, but the letter does not go to one")
	case o.On == calendar.None || o.On == 0:
		return errors.New("the day of the letter is missing")
	case o.Actor == "":
		return errors.New("who orders it is to be named")
	case o.Sender.Name == "" || len(o.Sender.Contact) == 0:
		return errors.New("the sender and how to reach it are missing")
	}
	for _, line := range append([]string{o.Sender.Name, o.Sender.Unit}, o.Sender.Contact...) {
		if !journal.Plain(line) {
			return fmt.Errorf("the sender has a control character: %q", line)
		}
	}
	for _, s := range o.About {
		if s == "" || !journal.Plain(s) || strings.HasPrefix(s, streamPrefix) {
			return fmt.Errorf("a letter cannot be about %q", s)
		}
	}
	var f faults
	o.Facts.faults(&f)
	return f.err()
}

// Receipt says what became of an order.
type Receipt struct {
	ID     string
	Stands bool // the same letter was ordered before, and nothing was stored
	DryRun bool
}

// Do orders a letter by itself. The same order under the same id stores nothing; another one
// is ErrOrder.
func (o *Order) Do(ctx context.Context, j *journal.Journal, dryRun bool) (Receipt, error) {
	r := Receipt{ID: o.ID, DryRun: dryRun}
	appends, err := o.Appends(calendar.InstantOf(j.Now()))
	if err != nil {
		return r, err
	}
	if r.Stands, err = o.stands(ctx, j, appends); err != nil || r.Stands || dryRun {
		return r, err
	}
	if _, err = j.Append(ctx, appends...); errors.Is(err, journal.ErrConflict) {
		r.Stands, err = o.stands(ctx, j, appends)
	}
	return r, err
}

// stands says whether the same letter is stored under the id, or refuses another one.
func (o *Order) stands(ctx context.Context, j *journal.Journal, appends []journal.Append) (bool, error) {
	events, err := j.Load(ctx, appends[0].Party, appends[0].Stream)
	if err != nil || len(events) == 0 {
		return false, err
	}
	want, e := &appends[0].Events[0], &events[0]
	if e.Kind == want.Kind && e.OccurredOn == want.OccurredOn && e.Body == want.Body {
		return true, nil
	}
	return false, fmt.Errorf("%w: the id %s is used for another letter; give this one another id", ErrOrder, o.ID)
}

// Bundle is the letter for a mass write (journal.MassWrite with NewStreams): 65 000 letters
// cost one event each, and are found between the two notes of the write. ListMass tells the
// outbox of it once it is complete. The cause of the letter is the write, and its day of
// knowledge the instant.
func (o *Order) Bundle(w *journal.MassWrite, at calendar.Instant) (*journal.Bundle, error) {
	of := *o
	of.Cause = w.Stream
	event, err := of.event(at)
	if err != nil {
		return nil, err
	}
	return &journal.Bundle{Party: int64(o.To.Party), Stream: Stream(o.ID), Events: []journal.New{event}}, nil
}
