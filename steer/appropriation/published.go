package appropriation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
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

// Agency is whose figures are looked for in a file of several agencies.
type Agency struct {
	Name string // as the letter prints it
	// Organisation is its organisation number, as printed; "" when it is not known. It is
	// then that of the rows with the name, if these have one.
	Organisation string
}

// Aside is the rows of a published file that were set aside.
type Aside struct {
	Years  int // rows of other years
	NoItem int // rows of the year and agency whose codes are no item's
	// Others is the rows of the year that are of others, by name and number as printed.
	Others map[Agency]int
}

// String tells what was set aside; "" for nothing.
func (a *Aside) String() string {
	var parts []string
	others := slices.SortedFunc(maps.Keys(a.Others), func(x, y Agency) int {
		return cmp.Or(cmp.Compare(a.Others[y], a.Others[x]), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Organisation, y.Organisation))
	})
	for _, o := range others[:min(len(others), mostTold)] {
		parts = append(parts, fmt.Sprintf("%d of %s", a.Others[o], cmp.Or(strings.TrimSpace(o.Name+" "+o.Organisation), "no named agency")))
	}
	if more := len(others) - mostTold; more > 0 {
		parts = append(parts, fmt.Sprintf("those of %d agencies more", more))
	}
	if a.NoItem > 0 {
		parts = append(parts, fmt.Sprintf("%d without the code of an item", a.NoItem))
	}
	if a.Years > 0 {
		parts = append(parts, fmt.Sprintf("%d of other years", a.Years))
	}
	return strings.Join(parts, ", ")
}

// RecordPublished keeps the outcome of a year from rows of the monthly open data, those of
// one agency; the parts of an item are added up. A later file of the same year takes the
// place of an earlier one, from when it became known; the same figures again are the same
// command. What was set aside is told also with an error.
func RecordPublished(ctx context.Context, j *journal.Journal, number int, agency Agency, source string, rows []statebudget.Month, by By, dryRun bool) (items int, aside Aside, err error) {
	if by.Actor == "" {
		return 0, aside, ErrNobody
	}
	sums, aside, err := monthsPublished(number, agency, rows)
	if err != nil {
		return 0, aside, err
	}
	if len(sums) == 0 {
		if aside.String() != "" {
			return 0, aside, fmt.Errorf("%w: %d, %s; its rows are: %s", ErrNoRows, number, agency.Name, aside.String())
		}
		return 0, aside, fmt.Errorf("%w: %d, %s", ErrNoRows, number, agency.Name)
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
		return 0, aside, fmt.Errorf("%w: no month has a figure", ErrNoRows)
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
	return len(body.Items), aside, err
}

// publishedSum is an item of a file.
type publishedSum struct {
	id     directive.ItemID
	line   int
	months [12]Figure
}

// numberOf is the organisation number to look for: what is given, or that of the rows of
// the year with the agency's name. Rows of one name with several numbers are an error.
func (a Agency) numberOf(number int, rows []statebudget.Month) (string, error) {
	if a.Organisation != "" {
		digits := organisationDigits(a.Organisation)
		if len(digits) != 10 {
			return "", fmt.Errorf("%q is no organisation number, such as 202100-5521", a.Organisation)
		}
		return digits, nil
	}
	found := map[string]bool{}
	for i := range rows {
		if p := &rows[i]; p.Year == number && a.sameName(p.Agency) {
			found[organisationDigits(p.Organisation)] = true
		}
	}
	delete(found, "")
	all := slices.Sorted(maps.Keys(found))
	if len(all) > 1 {
		return "", fmt.Errorf("the file has rows of %s in %d with several organisation numbers (%s); say which is meant", a.Name, number, strings.Join(all, ", "))
	}
	if len(all) == 0 {
		return "", nil
	}
	return all[0], nil
}

func (a Agency) sameName(name string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(name), " "), strings.Join(strings.Fields(a.Name), " "))
}

// monthsPublished adds up a file's rows of a year and an agency by item, in their order. A
// row is the agency's by its organisation number, and by its name where it or the agency
// has no number.
func monthsPublished(number int, agency Agency, rows []statebudget.Month) (all []publishedSum, aside Aside, err error) {
	aside.Others = map[Agency]int{}
	organisation, err := agency.numberOf(number, rows)
	if err != nil {
		return nil, aside, err
	}
	at := map[directive.ItemID]int{}
	for i := range rows {
		p := &rows[i]
		if p.Year != number {
			aside.Years++
			continue
		}
		theirs := organisationDigits(p.Organisation)
		own := theirs == organisation
		if theirs == "" || organisation == "" {
			own = agency.sameName(p.Agency)
		}
		if !own {
			aside.Others[Agency{p.Agency, p.Organisation}]++
			continue
		}
		text, ok := p.Then.ID()
		if !ok {
			text, ok = p.Now.ID()
		}
		if !ok {
			aside.NoItem++
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
	return all, aside, nil
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
