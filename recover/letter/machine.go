package letter

import (
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// State is where a letter is on its way out.
type State uint8

// The states. Received and Withdrawn are ends; Parked is one unless a person sends the letter
// anew or takes it back, and is an alarm for as long as it stands.
const (
	Ordered   State = iota // it waits for a channel to be chosen
	Held                   // a person must release it (sekretessmarkering)
	Queued                 // it stands in a batch that has not left
	Handed                 // the batch has left; a receipt is waited for
	Failed                 // it did not arrive; it is tried again at a time
	Received               // the channel says that it arrived, or was posted
	Parked                 // it is not tried again; a person must act
	Withdrawn              // taken back before it left
)

var stateNames = [...]string{"ordered", "held", "queued", "handed", "failed", "received", "parked", "withdrawn"}

// String is the state in a word.
func (s State) String() string { return stateNames[s] }

// States is every state.
func States() []State {
	return []State{Ordered, Held, Queued, Handed, Failed, Received, Parked, Withdrawn}
}

// Ends reports whether nothing more is done with the letter.
func (s State) Ends() bool { return s == Received || s == Withdrawn }

// Step is one way out of a state by a fact.
type Step struct {
	From State
	Kind string
	To   State
}

// steps are all ways by facts. A receipt that says "arrived" counts in every state a letter
// can be in after it was handed over once, because the letter is there, whatever was believed.
var steps = []Step{
	{Ordered, KindQueued, Queued}, {Ordered, KindHeld, Held}, {Ordered, KindParked, Parked}, {Ordered, KindWithdrawn, Withdrawn}, {Ordered, KindReceived, Received},
	{Held, KindReleased, Ordered}, {Held, KindWithdrawn, Withdrawn}, {Held, KindParked, Parked}, {Held, KindReceived, Received},
	{Queued, KindHanded, Handed}, {Queued, KindFailed, Failed}, {Queued, KindWithdrawn, Withdrawn}, {Queued, KindReceived, Received},
	{Handed, KindReceived, Received}, {Handed, KindFailed, Failed},
	{Failed, KindWithdrawn, Withdrawn}, {Failed, KindResent, Ordered}, {Failed, KindReceived, Received},
	{Parked, KindResent, Ordered}, {Parked, KindWithdrawn, Withdrawn}, {Parked, KindReceived, Received},
	{Received, KindFailed, Parked},      // it came back in the post
	{Withdrawn, KindReceived, Received}, // it had not arrived by what was known, and then had (CodeAllTheSame)
}

// Steps is every way by a fact.
func Steps() []Step { return append([]Step(nil), steps...) }

// stepOf is where a fact leads; false when it leads nowhere from the state.
func stepOf(from State, kind string) (State, bool) {
	for _, s := range steps {
		if s.From == from && s.Kind == kind {
			return s.To, true
		}
	}
	return from, false
}

const hour, daily = calendar.Instant(3_600_000_000), 24 * hour

// stale is how long a letter may wait to leave before a person must look at it: its days to
// answer or pay were counted from the day it bears.
const stale = 14 * daily

// Timer is how a state is left by time.
type Timer struct {
	From  State
	After calendar.Instant // microseconds since the state was entered; 0: see retryAfter and receiptWithin
	To    State
	Code  string // why, when To is Parked
}

// timers has a row for every state that is no end.
var timers = []Timer{
	{Ordered, stale, Parked, CodeStale},
	{Held, stale, Parked, CodeNotReleased},
	{Queued, stale, Parked, CodeStale},
	{Handed, 0, Parked, CodeNoReceipt}, // receiptWithin; a logged-in message goes by another channel instead
	{Failed, 0, Ordered, ""},           // retryAfter; Parked with CodeTriedOut after the last of them
}

// Timers is how states are left by time.
func Timers() []Timer { return append([]Timer(nil), timers...) }

// Why a letter is parked or has failed.
const (
	CodeStale       = "not-sent-in-time"   // it waited so long that its days may be wrong
	CodeNotReleased = "not-released"       // nobody released it
	CodeNoReceipt   = "no-receipt"         // handed over, and nothing is heard
	CodeTriedOut    = "tried-out"          // it failed as often as it is tried
	CodeReturned    = "returned"           // it came back
	CodeNotOpened   = "not-opened"         // a logged-in message nobody opened
	CodeUnwritable  = "cannot-be-written"  // the form of the letter cannot be made of it
	CodeWords       = "words-have-changed" // written again it does not say what it said
	CodeNoChannel   = "no-channel"         // no channel is left
	CodeDied        = "died-since"         // written to somebody who has died
	CodeAllTheSame  = "arrived-though-withdrawn"
	CodeNoEstate    = "estate-unknown"      // nobody is known to write to for the estate
	CodeNoGuardian  = "guardian-unknown"    // who the guardian is, is not known
	CodeUnreachable = "not-reachable"       // the channel does not reach the recipient
	CodeRefused     = "refused"             // the channel does not take the letter
	CodeBusy        = "temporarily-not-now" // the channel asks to try again
)

// retries is how long after each failure a letter is tried again. An outage of a mailbox lasts
// hours, seldom days; with the last the letter is still in time (stale).
var retries = [...]calendar.Instant{hour, 4 * hour, daily, 3 * daily}

// receiptWithin is how long a receipt is waited for: the printer sends a file a bank day and
// holidays are at most five days; a mailbox answers at once and is given three days for an
// outage; a logged-in message is to be opened in a week, or the letter goes another way.
var receiptWithin = map[Channel]calendar.Instant{ByPost: 10 * daily, ByMailbox: 3 * daily, ByPages: 7 * daily}

// lateAfter is when a wait is told as late though the state stands.
const lateAfter = 2 * daily

// Letter is a letter as it stands at an instant.
type Letter struct {
	ID        string
	Party     int64
	Template  string
	Version   int
	To        Recipient
	Sender    Sender
	On        calendar.Date
	About     []string
	Digest    string
	OrderedAt calendar.Instant
	By        string

	State    State
	Since    calendar.Instant // when it came to be in the state
	Until    calendar.Instant // when time takes it out of the state; 0 for ends and Parked
	Late     bool             // it has waited longer than it should, in the state
	Code     string           // why it is held, has failed or is parked
	Why      string           // the same in words, where somebody wrote them
	Attempt  int              // how often it has been queued since it was ordered or sent anew
	Tries    int              // how often it has been queued in all
	Channel  Channel          // of the last attempt; "" before the first
	Route    Route
	Batch    string
	Released bool      // a person has released it
	Shut     []Channel // channels that do not reach the recipient
	Facts    int       // how many events it has: the version its stream is at
	// Unexpected are facts that lead nowhere from where the letter was; they count for nothing.
	Unexpected []string

	facts  orderedBody
	handed map[int]bool // attempts that were handed over
}

// Fold is the letter at an instant; nil when it was not ordered then. The events are those of
// its stream.
func Fold(events []journal.Event, at calendar.Instant) (*Letter, error) {
	if len(events) == 0 || events[0].RecordedAt > at {
		return nil, nil
	}
	first := &events[0]
	b, err := journal.ReadBody[orderedBody](first)
	if err != nil {
		return nil, err
	}
	l := &Letter{ID: first.Stream[len(streamPrefix):], Party: first.Party, Template: b.Template, Version: b.Version, To: b.To, Sender: b.Sender, On: first.OccurredOn,
		About: b.About, Digest: b.Digest, OrderedAt: first.RecordedAt, By: first.Actor, facts: b, handed: map[int]bool{}, Facts: len(events)}
	l.To.Party = identity.Number(first.Party)
	l.enter(Ordered, first.RecordedAt)
	for i := range events[1:] {
		e := &events[i+1]
		if e.RecordedAt > at {
			break
		}
		l.pass(e.RecordedAt)
		if err := l.apply(e); err != nil {
			return nil, err
		}
	}
	l.pass(at)
	l.Late = l.Until != 0 && l.State != Failed && l.State != Handed && at-l.Since > lateAfter || l.State == Parked
	return l, nil
}

// pass lets time take the letter out of its state, as often as it does until the instant.
func (l *Letter) pass(at calendar.Instant) {
	for l.Until != 0 && l.Until <= at {
		when := l.Until
		switch {
		case l.State == Failed:
			l.enter(Ordered, when)
		case l.State == Handed && l.Channel == ByPages:
			l.shut(ByPages)
			l.enter(Ordered, when)
		default:
			for _, t := range timers {
				if t.From == l.State {
					l.Code, l.Why = t.Code, ""
					l.enter(t.To, when)
					break
				}
			}
		}
	}
}

// enter puts the letter into a state and sets when time takes it out of it.
func (l *Letter) enter(s State, at calendar.Instant) {
	l.State, l.Since, l.Until = s, at, 0
	switch s {
	case Handed:
		l.Until = at + receiptWithin[l.Channel]
	case Failed:
		l.Until = at + l.wait()
	default:
		for _, t := range timers {
			if t.From == s {
				l.Until = at + t.After
			}
		}
	}
}

// wait is how long until the next try. A channel that does not reach the recipient is not
// asked again, so the next one is tried at once.
func (l *Letter) wait() calendar.Instant {
	if l.Code == CodeUnreachable || l.Attempt == 0 {
		return 1
	}
	return retries[min(l.Attempt, len(retries))-1]
}

func (l *Letter) shut(c Channel) {
	for _, s := range l.Shut {
		if s == c {
			return
		}
	}
	l.Shut = append(l.Shut, c)
}

// apply takes one fact.
func (l *Letter) apply(e *journal.Event) error {
	to, ok := stepOf(l.State, e.Kind)
	b, err := journal.ReadBody[factBody](e)
	if err != nil {
		return err
	}
	switch {
	case e.Kind == KindReceived && l.State == Received:
		return nil // another receipt for the same letter
	case e.Kind == KindFailed && l.State == Parked && b.Attempt == l.Tries:
		l.Code, l.Why = b.Code, b.Why // now it is known why
		return nil
	case e.Kind == KindFailed && (b.Attempt != l.Tries || l.State != Queued && l.State != Handed && b.Code != CodeReturned):
		return nil // a late answer about an attempt that something else has followed
	case !ok || l.State == Withdrawn && len(l.handed) == 0:
		l.Unexpected = append(l.Unexpected, fmt.Sprintf("event %d: %s when the letter was %s", e.Seq, e.Kind, l.State))
		return nil
	}
	if l.State == Withdrawn {
		b.Code = CodeAllTheSame
	}
	l.Code, l.Why = b.Code, b.Why
	switch e.Kind {
	case KindQueued:
		l.Attempt++
		l.Tries, l.Channel, l.Route, l.Batch = b.Attempt, b.Channel, b.Route, b.Batch
	case KindHanded:
		l.handed[l.Tries] = true
	case KindReleased:
		l.Released = true
	case KindResent:
		l.Attempt, l.Shut = 0, nil
	case KindFailed:
		to = l.fail(to)
	}
	l.enter(to, e.RecordedAt)
	return nil
}

// fail is where a failure leads: some can be tried again, some by another channel, some not.
func (l *Letter) fail(to State) State {
	switch {
	case to == Parked:
		return Parked
	case l.Code == CodeUnreachable && l.Channel != ByPost:
		l.shut(l.Channel)
		return Failed
	case l.Code != CodeBusy:
		return Parked
	case l.Attempt > len(retries):
		l.Code = CodeTriedOut
		return Parked
	}
	return Failed
}

// WasHanded reports whether the attempt of a number was handed over.
func (l *Letter) WasHanded(attempt int) bool { return l.handed[attempt] }

// factBody is the body of every event after the first.
type factBody struct {
	Channel Channel  `json:"channel,omitempty"`
	Route   Route    `json:"route,omitempty"`
	Batch   string   `json:"batch,omitempty"`
	Attempt int      `json:"attempt,omitempty"`
	Code    string   `json:"code,omitempty"`
	Why     string   `json:"why,omitempty"`
	Receipt string   `json:"receipt,omitempty"` // the receipt's own id
	File    string   `json:"file,omitempty"`    // SHA-256 of what was handed over
	Chosen  []string `json:"chosen,omitempty"`  // why this channel, as codes
}
