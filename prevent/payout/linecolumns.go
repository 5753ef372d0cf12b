package payout

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// LineColumns is what of many lines controls look through: arrays, one per field, in order
// of party and first day; 29 bytes a line. They are not to be changed.
type LineColumns struct {
	Party    []identity.Number
	Benefit  []benefit.Code
	From, To []calendar.Date
	Extent   []int32 // hundredths of a percent; 0: not stated
	Gross    []money.Amount
}

// LineColumnsOf makes columns of lines in any order. Lines of a party with the same first
// day stay in the order they are given.
func LineColumnsOf(count int, lines func(i int) *Line) *LineColumns {
	c := &LineColumns{Party: make([]identity.Number, count), Benefit: make([]benefit.Code, count), From: make([]calendar.Date, count),
		To: make([]calendar.Date, count), Extent: make([]int32, count), Gross: make([]money.Amount, count)}
	type place struct {
		party identity.Number
		from  calendar.Date
		at    int32
	}
	order := make([]place, count)
	for i := range order {
		l := lines(i)
		order[i] = place{l.Party, l.From, int32(i)}
	}
	before := func(a, b place) int {
		return cmp.Or(cmp.Compare(a.party, b.party), cmp.Compare(a.from, b.from), cmp.Compare(a.at, b.at))
	}
	if !slices.IsSortedFunc(order, before) {
		slices.SortFunc(order, before)
	}
	for i := range order {
		l := lines(int(order[i].at))
		c.Party[i], c.Benefit[i], c.From[i], c.To[i], c.Extent[i], c.Gross[i] = l.Party, l.Benefit, l.From, l.To, l.Extent, l.Gross
	}
	return c
}

// LineColumns makes columns of the lines of the book that are in one of the states, all of
// them when none is named.
func (b *Book) LineColumns(states ...State) *LineColumns {
	all := b.byParty
	if len(states) > 0 {
		all = nil
		for _, e := range b.byParty {
			if slices.Contains(states, e.State) {
				all = append(all, e)
			}
		}
	}
	return LineColumnsOf(len(all), func(i int) *Line { return &all[i].Line })
}

// Len is the number of lines.
func (c *LineColumns) Len() int { return len(c.Party) }

// At is what the columns keep of a line; the other fields are empty.
func (c *LineColumns) At(i int) Line {
	return Line{Party: c.Party[i], Benefit: c.Benefit[i], From: c.From[i], To: c.To[i], Extent: c.Extent[i], Gross: c.Gross[i],
		Applied: calendar.None, PayOn: calendar.None}
}

// Of is where the lines of a party begin and end.
func (c *LineColumns) Of(party identity.Number) (from, to int) {
	from, _ = slices.BinarySearch(c.Party, party)
	to = from
	for to < len(c.Party) && c.Party[to] == party {
		to++
	}
	return from, to
}

// Bytes is the size of the arrays.
func (c *LineColumns) Bytes() int { return len(c.Party) * (8 + 1 + 4 + 4 + 4 + 8) }
