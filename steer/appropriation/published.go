package appropriation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/exchange/statebudget"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/directive"
)

// publishedStream holds the outcomes of years that these books do not have, as the open
// data of the state budget publishes them. They are for comparing with, and nothing is
// added to them.
const publishedStream = Stream + "published"

// KindPublished is the outcome of a year, published.
const KindPublished = "appropriation.published/1"

// ErrNoRows: a file has no row of the year and the agency.
var ErrNoRows = errors.New("appropriation: the file has no row of this year and agency")

// Published is the outcome of a year by item and month, as a file has it.
type Published struct {
	Year   int
	Source string // the name of the file
	At     calendar.Instant
	Items  map[directive.ItemID][12]Figure
}

type (
	publishedBody struct {
		Year   int             `json:"year"`
		Source string          `json:"source"`
		Items  []publishedItem `json:"items"`
	}
	publishedItem struct {
		Item   directive.ItemID `json:"item"`
		Months []*money.Amount  `json:"months"` // January first, null for what is not known
	}
)

// RecordPublished keeps the outcome of a year from rows of the monthly open data, those of
// one agency; the parts of an item are added up. A later file of the same year takes the
// place of an earlier one, from when it became known; the same figures again are the same
// command.
func RecordPublished(ctx context.Context, j *journal.Journal, number int, agency, source string, rows []statebudget.Month, by By, dryRun bool) (items int, err error) {
	if by.Actor == "" {
		return 0, ErrNobody
	}
	sums := monthsPublished(number, agency, rows)
	if len(sums) == 0 {
		return 0, fmt.Errorf("%w: %d, %s", ErrNoRows, number, agency)
	}
	body := publishedBody{Year: number, Source: source}
	last := calendar.None
	for _, s := range sums {
		one := publishedItem{Item: s.id}
		for m, f := range s.months {
			if !f.Known {
				one.Months = append(one.Months, nil)
				continue
			}
			amount := f.Amount
			one.Months = append(one.Months, &amount)
			last = max(last, firstOf(number, m+1).EndOfMonth())
		}
		body.Items = append(body.Items, one)
	}
	if last == calendar.None {
		return 0, fmt.Errorf("%w: no month has a figure", ErrNoRows)
	}
	text := format(body)
	_, err = j.Do(ctx, journal.Command{Stream: publishedStream, DryRun: dryRun, Rule: func(stream []journal.Event) ([]journal.New, error) {
		for _, e := range slices.Backward(stream) { // the last of the year stands
			if old, err := parse[publishedBody](e.Body); err == nil && old.Year == number {
				if old.Source = source; format(old) == text {
					return nil, nil
				}
				break
			}
		}
		return []journal.New{{Kind: KindPublished, OccurredOn: last, Actor: by.Actor, Cause: by.Cause, Body: text}}, nil
	}})
	return len(body.Items), err
}

// publishedSum is an item of a file.
type publishedSum struct {
	id     directive.ItemID
	line   int
	months [12]Figure
}

// monthsPublished adds up a file's rows of a year and an agency by item, in their order.
func monthsPublished(number int, agency string, rows []statebudget.Month) (all []publishedSum) {
	at := map[directive.ItemID]int{}
	for i := range rows {
		p := &rows[i]
		text, ok := p.Then.ID()
		if !ok {
			text, ok = p.Now.ID()
		}
		if !ok || p.Year != number || !strings.EqualFold(p.Agency, agency) {
			continue
		}
		id := directive.ItemID(text)
		n, given := at[id]
		if !given {
			n = len(all)
			at[id] = n
			all = append(all, publishedSum{id: id})
		}
		for m, s := range p.Outcome {
			if f := fromSum(s); !given {
				all[n].months[m] = f
			} else { // another part of the same item
				all[n].months[m] = all[n].months[m].plus(f)
			}
		}
		all[n].line = p.Line
	}
	return all
}

// readPublished reads what was published up to an event.
func (f *Facts) readPublished(ctx context.Context, j *journal.Journal, last int64) error {
	events, err := j.Load(ctx, 0, publishedStream)
	if err != nil {
		return err
	}
	for i := range events {
		e := &events[i]
		if e.Seq > last {
			break
		}
		body, err := parse[publishedBody](e.Body)
		if err != nil || e.Kind != KindPublished {
			return fmt.Errorf("event %d on %s cannot be read: %w", e.Seq, publishedStream, err)
		}
		p := Published{Year: body.Year, Source: body.Source, At: e.RecordedAt, Items: map[directive.ItemID][12]Figure{}}
		for _, item := range body.Items {
			var months [12]Figure
			for m, amount := range item.Months {
				if amount != nil && m < 12 {
					months[m] = known(*amount)
				}
			}
			p.Items[item.Item] = months
		}
		f.Published = append(f.Published, p)
	}
	return nil
}

// publishedOf is what was published of a year, as known; nil for nothing.
func (b *Books) publishedOf(number int) *Published {
	for i := range slices.Backward(b.published) {
		if p := &b.published[i]; p.Year == number && p.At <= b.KnownAt {
			return p
		}
	}
	return nil
}

// before is an item's months of an earlier year: by these books, and where they do not know
// by what was published.
func (b *Books) before(id directive.ItemID, number int) (months [12]Figure, published bool) {
	months = b.monthsOf(id, number)
	p := b.publishedOf(number)
	if p == nil {
		return months, false
	}
	theirs, ok := p.Items[id]
	for m := range months {
		if !months[m].Known && ok {
			months[m], published = theirs[m], true
		}
	}
	return months, published
}
