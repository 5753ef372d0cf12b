package control

import (
	"errors"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/payout"
)

// stopped is how much of a payout was kept from being paid at the end of a day, öre: all of
// it while it is held, or waits because its finding is open or confirmed, or when it was
// cancelled; what a smaller one in its place left. Nothing of one that was paid, that is
// still to be paid, or that is planned by another system, of which nothing is known here.
func (b *Book) stopped(f *Finding, on calendar.Date) (money.Amount, error) {
	e, err := b.line(f.Line.Party, f.Line.ID, on)
	if err != nil || e == nil {
		return 0, err
	}
	if e.State == payout.Planned && f.Stage == Before && f.waits() {
		return e.Gross, nil
	}
	left, err := b.leaves(e, on)
	return max(0, e.Gross-left), err
}

// mostReplaced is how many times a payout can have been replaced by a smaller one.
const mostReplaced = 1000

// leaves is how much of a planned line has been paid or is to be: by itself, or by what
// stands in its place.
func (b *Book) leaves(e *payout.Entry, on calendar.Date) (money.Amount, error) {
	for range mostReplaced {
		switch {
		case e == nil || e.State == payout.Held || e.State == payout.NoState:
			return 0, nil
		case e.State != payout.Cancelled:
			return e.Gross, nil
		case e.End.Instead == "":
			return 0, nil
		}
		var err error
		if e, err = b.line(e.Party, e.End.Instead, on); err != nil {
			return 0, err
		}
	}
	return 0, errors.New("a payout is replaced by itself")
}

// line is a planned line as it stood at the end of a day; nil when there is none.
func (b *Book) line(party identity.Number, id string, on calendar.Date) (*payout.Entry, error) {
	of := payoutOf{party, id}
	kept, _ := b.ended.Load(of)
	stream, _ := kept.([]journal.Event)
	if stream == nil {
		var err error
		if stream, err = b.load(party, payout.Stream(id)); err != nil || len(stream) == 0 || stream[0].Kind != payout.KindPlanned {
			return nil, err
		}
		if last := stream[len(stream)-1].Kind; last == payout.KindPaid || last == payout.KindCancelled { // nothing comes after it
			b.ended.Store(of, stream)
		}
	}
	e, err := payout.FromJournal(stream, payout.AsOf{Day: on})
	if err != nil {
		return nil, fmt.Errorf("payout %s: %w", id, err)
	}
	return e, nil
}

// loader reads a stream of a party.
type loader func(party identity.Number, stream string) ([]journal.Event, error)
