package appropriation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/directive"
)

// Read is the facts of the years that there are editions of, as the journal has them now.
// It fails, with the number of the event, when a stream holds something this program
// cannot read, and when bookings are missing that the year's stream tells of.
func Read(ctx context.Context, j *journal.Journal, editions []directive.Edition) (*Facts, error) {
	head, err := j.Head(ctx) // what comes in while streams are read is left for the next time
	if err != nil {
		return nil, err
	}
	f := &Facts{Editions: editions, register: map[int]registered{}}
	for i := range editions {
		number := editions[i].Letter.Year
		if _, read := f.register[number]; read {
			continue
		}
		if err := f.readYear(ctx, j, number, head.Seq); err != nil {
			return nil, err
		}
	}
	if err := f.readPublished(ctx, j, head.Seq); err != nil {
		return nil, err
	}
	slices.SortFunc(f.Bookings, func(a, b Booking) int { return cmp.Compare(a.Seq, b.Seq) })
	slices.SortFunc(f.Closings, func(a, b Closing) int { return cmp.Compare(a.Seq, b.Seq) })
	slices.SortFunc(f.Overrides, func(a, b Override) int { return cmp.Compare(a.Seq, b.Seq) })
	return f, nil
}

// readYear adds the facts of a year up to an event.
func (f *Facts) readYear(ctx context.Context, j *journal.Journal, number int, last int64) error {
	name := yearStream(number)
	events, err := j.Load(ctx, 0, name)
	if err != nil {
		return err
	}
	r := registered{accounts: map[Account]int32{}}
	var order []Account
	told := 0
	for i := range events {
		e := &events[i]
		if e.Seq > last {
			break
		}
		r.version = e.Version
		body, err := f.readRegister(e, number)
		if err != nil {
			return fmt.Errorf("event %d on %s: %w", e.Seq, name, err)
		}
		told += body.Entries
		for _, a := range body.Opened {
			r.accounts[a] = 0
			order = append(order, a)
		}
	}
	found := 0
	for _, a := range order {
		n, version, err := f.readAccount(ctx, j, number, a, last)
		if err != nil {
			return err
		}
		r.accounts[a] = version
		found += n
	}
	if found != told {
		return fmt.Errorf("the stream %s tells of %d bookings and %d were found; the journal has been changed, run `balans verify`", name, told, found)
	}
	f.register[number] = r
	return nil
}

// readRegister reads an event of the year's stream; the body is empty for all but
// recorded sets.
func (f *Facts) readRegister(e *journal.Event, number int) (recordedBody, error) {
	switch e.Kind {
	case KindRecorded:
		return parse[recordedBody](e.Body)
	case KindClosed:
		body, err := parse[closedBody](e.Body)
		if err == nil && (e.OccurredOn.Year() != number || e.OccurredOn != e.OccurredOn.EndOfMonth() || body.Month != e.OccurredOn.String()[:7]) {
			err = fmt.Errorf("it closes %q and occurred on %s", body.Month, e.OccurredOn)
		}
		f.Closings = append(f.Closings, Closing{Through: e.OccurredOn, At: e.RecordedAt, By: e.Actor, Seq: e.Seq})
		return recordedBody{}, err
	case KindOver:
		body, err := parse[overBody](e.Body)
		f.Overrides = append(f.Overrides, Override{Day: e.OccurredOn, At: e.RecordedAt, Limit: body.Limit, Amount: body.Amount, Used: body.Used,
			Voucher: body.Voucher, Reason: body.Reason, By: e.Actor, Seq: e.Seq})
		return recordedBody{}, err
	}
	return recordedBody{}, fmt.Errorf("the kind %q is unknown to this program", e.Kind)
}

// readAccount adds the bookings of an account, and says how many and up to which version.
func (f *Facts) readAccount(ctx context.Context, j *journal.Journal, number int, a Account, last int64) (n int, version int32, err error) {
	name := accountStream(number, a)
	events, err := j.Load(ctx, 0, name)
	if err != nil {
		return 0, 0, err
	}
	for i := range events {
		e := &events[i]
		if e.Seq > last {
			break
		}
		b, err := bookingOf(e, a)
		if err == nil && b.Day.Year() != number {
			err = fmt.Errorf("it occurred on %s", b.Day)
		}
		if err != nil {
			return 0, 0, fmt.Errorf("event %d on %s: %w", e.Seq, name, err)
		}
		f.Bookings = append(f.Bookings, b)
		n, version = n+1, e.Version
	}
	return n, version, nil
}

// EarlierOpenError is that months before the one to be closed are open.
type EarlierOpenError struct {
	Month  string   // 2026-01
	Months []string // those before it that are open, in order
}

func (e *EarlierOpenError) Error() string {
	return fmt.Sprintf("appropriation: closing %s would close %d earlier months with it: %s. Close them first, or confirm that they are closed with it", e.Month, len(e.Months), spans(e.Months))
}

// spans writes months that follow each other as one span.
func spans(months []string) string {
	if len(months) < 3 {
		return strings.Join(months, " and ")
	}
	return months[0] + " to " + months[len(months)-1] // they have no gap: a closing closes all before it
}

// EarlierOpen lists the open months before one, from January of the first year with a
// confirmed edition of its letter.
func (f *Facts) EarlierOpen(number, month int) (months []string) {
	first := number
	for i := range f.Editions {
		if e := &f.Editions[i]; e.Confirmed != 0 {
			first = min(first, e.Letter.Year)
		}
	}
	from := firstOf(first, 1)
	for _, c := range f.Closings {
		from = max(from, c.Through+1)
	}
	for d := from; d < firstOf(number, month); d = d.AddMonths(1) {
		months = append(months, monthText(d.Year(), int(d.Month())))
	}
	return months
}

// Close closes a month, and with it every day before its end. It is refused for a month
// that has not ended, and for one that lies before a month that is closed. While earlier
// months are open it is an *EarlierOpenError, unless they are all named as those to be closed
// with it. Closing the same month again is the same command.
func Close(ctx context.Context, j *journal.Journal, editions []directive.Edition, number, month int, by By, dryRun bool, earlier ...string) (journal.Receipt, error) {
	if month < 1 || month > 12 || number < 1900 || number > 2999 {
		return journal.Receipt{}, fmt.Errorf("there is no month %s", monthText(number, month))
	}
	if by.Actor == "" {
		return journal.Receipt{}, ErrNobody
	}
	f, err := Read(ctx, j, editions)
	if err != nil {
		return journal.Receipt{}, err
	}
	if _, ok := f.register[number]; !ok {
		return journal.Receipt{}, fmt.Errorf("%w: no edition for %d is taken in, so there are no books to close", ErrNoLetter, number)
	}
	name := monthText(number, month)
	through := firstOf(number, month).EndOfMonth()
	return j.Do(ctx, journal.Command{Stream: yearStream(number), Key: "close " + name, Input: name, DryRun: dryRun,
		Rule: func(stream []journal.Event) ([]journal.New, error) {
			if today := calendar.InstantOf(j.Now()).Date(); today <= through {
				return nil, fmt.Errorf("%w: %s ends on %s and it is %s", ErrNotEnded, name, through, today)
			}
			for _, c := range f.Closings {
				if c.Through > through {
					return nil, fmt.Errorf("%w: %s was closed on %s, and %s with it", ErrClosed, c.Through.String()[:7], c.At.Date(), name)
				}
			}
			for i := range stream {
				if e := &stream[i]; e.Kind == KindClosed && e.OccurredOn > through {
					return nil, fmt.Errorf("%w: %s was closed on %s, and %s with it", ErrClosed, e.OccurredOn.String()[:7], e.RecordedAt.Date(), name)
				}
			}
			if open := f.EarlierOpen(number, month); slices.ContainsFunc(open, func(m string) bool { return !slices.Contains(earlier, m) }) {
				return nil, &EarlierOpenError{Month: name, Months: open}
			}
			return []journal.New{{Kind: KindClosed, OccurredOn: through, Actor: by.Actor, Cause: by.Cause, Body: format(closedBody{name})}}, nil
		}})
}

// firstOf is the first day of a month.
func firstOf(number, month int) calendar.Date { return calendar.New(number, 1, 1).AddMonths(month - 1) }
