package appropriation

import (
	"context"
	"errors"

	"balans/journal"
	"balans/law/calendar"
)

// The errors of recording. A *Refusal holds what is wrong with entries.
var (
	ErrNobody   = errors.New("appropriation: who books is to be named")
	ErrNothing  = errors.New("appropriation: there is nothing to book")
	ErrNotEnded = errors.New("appropriation: the month has not ended")
	ErrClosed   = errors.New("appropriation: the month is closed")
)

// By says who books and why: a file, a run.
type By struct{ Actor, Cause string }

// Options of recording.
type Options struct {
	By
	// OverReason, when given, lets limits be passed; it is kept with every limit that was.
	OverReason string
	DryRun     bool
	File       string // where the entries' lines stand, named in refusals; "" for no file
}

// Receipt says what became of a set of entries.
type Receipt struct {
	Booked  []Booking // those that are new; for a dry run as they would be
	Already []Entry   // those that were booked before, the same in everything
	Over    []Override
	// Limits is those of the accounts concerned that are not simply ok, as they stand
	// with the entries booked.
	Limits []Limit
	DryRun bool
}

// Record books entries, all or none. An entry whose voucher was booked before in the same
// year with the same content is left as it is. Everything else that is wrong is in a
// *Refusal, entry by entry: an account or kind that the edition in force on the day does
// not have, a closed item, income where gross accounting is not ordered, a voucher used for
// something else, a day that lies ahead or in a closed year, moves between items that do
// not add up to zero, and a limit that would be passed and has no OverReason.
//
// Those who record at once are put after one another; a caller need not repeat.
func Record(ctx context.Context, j *journal.Journal, s Sources, entries []Entry, o Options) (Receipt, error) {
	return RecordFrom(ctx, j, s, func(*Facts) ([]Entry, error) { return entries, nil }, o)
}

// RecordFrom is Record for entries that depend on what is booked already. They are made
// anew when somebody else books meanwhile, so entriesFor may be called several times; nothing can
// come between the facts it is given and the booking.
func RecordFrom(ctx context.Context, j *journal.Journal, s Sources, entriesFor func(*Facts) ([]Entry, error), o Options) (Receipt, error) {
	switch {
	case o.Actor == "":
		return Receipt{}, ErrNobody
	case !journal.Plain(o.OverReason) || !journal.Plain(o.Actor) || !journal.Plain(o.Cause):
		return Receipt{}, errors.New("appropriation: the name, the cause or the reason holds a control character or is not UTF-8")
	}
	s.Repayments = remembered(s.Repayments)
	for {
		facts, err := Read(ctx, j, s.Editions)
		if err != nil {
			return Receipt{}, err
		}
		entries, err := entriesFor(facts)
		if err != nil {
			return Receipt{}, err
		}
		if len(entries) == 0 {
			return Receipt{}, ErrNothing
		}
		d := &decision{facts: facts, sources: s, options: o, now: calendar.InstantOf(j.Now())}
		receipt, err := d.decide(entries)
		if refusal := (*Refusal)(nil); errors.As(err, &refusal) {
			refusal.inFile(o.File)
		}
		if err != nil || o.DryRun || len(receipt.Booked) == 0 {
			return receipt, err
		}
		events, err := j.Append(ctx, d.appends(receipt)...)
		if errors.Is(err, journal.ErrConflict) {
			continue // another set of the year came first: decide again
		}
		if err != nil {
			return Receipt{}, err
		}
		stored(&receipt, events)
		return receipt, nil
	}
}

// stored takes what the journal gave into the receipt.
func stored(r *Receipt, events []journal.Event) {
	byKey := map[string]*journal.Event{}
	for i := range events {
		if e := &events[i]; e.Kind == KindBooked {
			byKey[e.Stream+"\t"+e.Key] = e
		}
	}
	for i := range r.Booked {
		b := &r.Booked[i]
		if e := byKey[accountStream(b.Day.Year(), b.Account)+"\t"+b.Voucher]; e != nil {
			b.Seq, b.KnownAt = e.Seq, e.RecordedAt
		}
	}
	for i := range events {
		if events[i].Kind != KindOver {
			continue
		}
		if body, err := parse[overBody](events[i].Body); err == nil { // written a moment ago
			for k := range r.Over {
				if o := &r.Over[k]; o.Limit == body.Limit && o.Voucher == body.Voucher && o.Day == events[i].OccurredOn {
					o.At, o.Seq = events[i].RecordedAt, events[i].Seq
				}
			}
		}
	}
}

// remembered keeps the answers of a flow while a set is decided, which asks several times.
func remembered(flows Flows) Flows {
	if flows == nil {
		return nil
	}
	type question struct {
		from, to calendar.Date
		k        calendar.Instant
	}
	answers := map[question][]Flow{}
	return func(from, to calendar.Date, k calendar.Instant) ([]Flow, error) {
		q := question{from, to, k}
		if a, ok := answers[q]; ok {
			return a, nil
		}
		a, err := flows(from, to, k)
		if err == nil {
			answers[q] = a
		}
		return a, err
	}
}
