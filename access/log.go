package access

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// The stored names of what is written about the log; they never change.
const (
	KindReviewed = "access.reviewed/1"
	KindLooked   = "access.looked/1"

	readingPrefix = "reading/"
	looksStream   = "access/looks"
)

// Line is a line of the reading log.
type Line struct {
	Reading
	Event   int64 // its number in the journal
	Version int32 // its number on the person's stream: what a review names
	At      calendar.Instant
	// Reviews is what became of it, in order; none when it has not been reviewed.
	Reviews []Review
}

// Review is the outcome of a second look at one reading.
type Review struct {
	Reading  int32   `json:"reading"` // Line.Version, on the same person's stream
	Outcome  Outcome `json:"outcome"`
	Selected string  `json:"selected,omitempty"` // why it was drawn: codes of Select
	Text     string  `json:"text,omitempty"`
	// Reviewer and At stand in the event, not in its body.
	Reviewer string           `json:"-"`
	At       calendar.Instant `json:"-"`
}

// Outcome is what a review came to.
type Outcome string

// The outcomes.
const (
	Justified   Outcome = "justified"   // the task needed it
	Asked       Outcome = "asked"       // the reader has been asked why
	Unjustified Outcome = "unjustified" // there was no need: it goes further outside this program
)

// Outcomes is every outcome.
func Outcomes() []Outcome { return []Outcome{Justified, Asked, Unjustified} }

var outcomeWords = map[Outcome]wording{
	Justified: {"befogad", "justified"}, Asked: {"läsaren har fått frågan", "the reader has been asked"}, Unjustified: {"obefogad", "unjustified"},
}

// Text is the outcome in words.
func (o Outcome) Text(l Language) string { return l.text(outcomeWords[o].sv, outcomeWords[o].en) }

// Look is a wish to read the log: all lines of a period, of one person, of one reader, or
// both. It is written before anything is shown.
type Look struct {
	Actor   string
	Cause   string // by which page or command
	Purpose string
	Reader  string          // "" is all
	Party   identity.Number // None is all
	Days    calendar.Period
}

type lookBody struct {
	Reader  string          `json:"reader,omitempty"`
	Party   identity.Number `json:"party,omitempty"`
	From    calendar.Date   `json:"from"`
	To      calendar.Date   `json:"to"`
	Purpose string          `json:"purpose"`
}

// Log is the lines that a look gives, in the order they were written.
type Log struct {
	Lines []Line
	// Withheld is how many lines more there are, about persons whom who looks may not see.
	Withheld int
}

// ReadLog gives the lines of a look, once the look has been written. Where staff are kept
// who looks holds log.review. Lines about one's own or somebody near's facts and about
// protected persons are withheld from who may not see them. A look at one person reads
// that person's stream, any other the whole journal. It is a *Refusal for who may not.
func ReadLog(ctx context.Context, j *journal.Journal, b *Book, l Look, persons Persons) (Log, error) {
	now := calendar.InstantOf(j.Now())
	asker := b.Asker(l.Actor, ReviewLog, now.Date(), now, persons)
	switch {
	case l.Actor == "" || l.Purpose == "" || l.Cause == "":
		return Log{}, ErrNoReader
	case b.IsEmpty():
	case !asker.May(Matter{Party: l.Party}).OK:
		a := asker.May(Matter{Party: l.Party})
		return Log{}, refuse(string(publicRule(a.Rule)), a.Law, "%s", a.Why.Text(English))
	}
	if err := l.write(ctx, j); err != nil {
		return Log{}, err
	}
	lines, err := Lines(ctx, j, l.Party)
	if err != nil {
		return Log{}, err
	}
	var log Log
	for _, x := range lines {
		switch {
		case !l.Days.Contains(x.At.Date()) || l.Reader != "" && l.Reader != x.Actor:
		case !b.IsEmpty() && !asker.May(Matter{Party: x.Party}).OK:
			log.Withheld++
		default:
			log.Lines = append(log.Lines, x)
		}
	}
	return log, nil
}

func (l Look) write(ctx context.Context, j *journal.Journal) error {
	body, err := journal.Body(lookBody{l.Reader, l.Party, l.Days.From, l.Days.To, l.Purpose})
	if err != nil {
		return err
	}
	_, err = j.Append(ctx, journal.Append{Stream: looksStream, Expected: journal.AnyVersion, Events: []journal.New{{Kind: KindLooked,
		OccurredOn: calendar.InstantOf(j.Now()).Date(), Actor: l.Actor, Cause: l.Cause, Body: body}}})
	if err != nil {
		return fmt.Errorf("write that the reading log was read: %w", err)
	}
	return nil
}

// Lines is the lines about one person, or about all when it is None. It is for what checks
// and selects; what is shown to somebody is asked for with ReadLog.
func Lines(ctx context.Context, j *journal.Journal, party identity.Number) ([]Line, error) {
	r := &logReader{at: map[lineKey]int{}}
	if party != identity.None {
		events, err := j.Load(ctx, int64(party), ReadingStream(party))
		if err != nil {
			return nil, err
		}
		for i := range events {
			if err := r.take(&events[i]); err != nil {
				return nil, err
			}
		}
		return r.lines, nil
	}
	_, err := j.Scan(ctx, 0, r.take)
	return r.lines, err
}

// LineAt is the line with a number in the journal, for who reviews it: nothing of it is to be
// shown before ReadLog has been asked. It is a *Refusal when there is none.
func LineAt(ctx context.Context, j *journal.Journal, event int64) (Line, error) {
	r := &logReader{at: map[lineKey]int{}}
	if event > 0 {
		if head, err := j.Head(ctx); err != nil {
			return Line{}, err
		} else if event <= head.Seq {
			if err := j.ScanBetween(ctx, event-1, event+1, r.take); err != nil {
				return Line{}, err
			}
		}
	}
	if len(r.lines) == 0 {
		return Line{}, refuse("unknown", "", "no reading has the number %d", event)
	}
	return r.lines[0], nil
}

type lineKey struct {
	party   identity.Number
	version int32
}

type logReader struct {
	lines []Line
	at    map[lineKey]int
}

// take adds what an event says, if it stands in the log.
func (r *logReader) take(e *journal.Event) error {
	if !strings.HasPrefix(e.Stream, readingPrefix) {
		return nil
	}
	switch e.Kind {
	case readKind:
		l, err := lineOf(e)
		if err != nil {
			return err
		}
		r.at[lineKey{l.Party, l.Version}] = len(r.lines)
		r.lines = append(r.lines, l)
	case KindReviewed:
		v, err := reviewOf(e)
		if err != nil {
			return err
		}
		if i, ok := r.at[lineKey{identity.Number(e.Party), v.Reading}]; ok {
			r.lines[i].Reviews = append(r.lines[i].Reviews, v)
		}
	}
	return nil
}

var errLine = errors.New("the line cannot be read")

// lineOf reads a stored line; the error names the event, never the person.
func lineOf(e *journal.Event) (Line, error) {
	fail := func() (Line, error) { return Line{}, fmt.Errorf("event %d of the reading log: %w", e.Seq, errLine) }
	claim, purpose, ok := strings.Cut(e.Body, " ")
	claim, isClaim := strings.CutPrefix(claim, "claim=")
	purpose, isPurpose := strings.CutPrefix(purpose, "purpose=")
	if !ok || !isClaim || !isPurpose {
		return fail()
	}
	c, cerr := url.QueryUnescape(claim)
	p, perr := url.QueryUnescape(purpose)
	l := Line{Reading: Reading{Party: identity.Number(e.Party), Actor: e.Actor, Cause: e.Cause, Purpose: p, Claim: c}, Event: e.Seq, Version: e.Version, At: e.RecordedAt}
	if cerr != nil || perr != nil || l.check() != nil || l.body() != e.Body {
		return fail()
	}
	return l, nil
}

func reviewOf(e *journal.Event) (Review, error) {
	v, err := journal.ReadBody[Review](e)
	if err != nil {
		return v, fmt.Errorf("event %d of the reading log: %w", e.Seq, errLine)
	}
	v.Reviewer, v.At = e.Actor, e.RecordedAt
	return v, v.check()
}
