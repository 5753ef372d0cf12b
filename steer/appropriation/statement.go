package appropriation

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/steer/directive"
)

// row is an item's own row or the sum of those under it, before it is one of a report.
type row struct {
	Head
	post  *post // for an item; nil when the edition has it not
	items []int // the rows of the items under it
}

// layout is the rows of a report over items: the whole, areas, appropriations and items,
// by the edition in force. Items with lines that the edition does not have stand last in
// their appropriation, so that nothing booked is left out.
func (y *year) layout(v *view) []row {
	posts := make([]*post, 0, len(v.posts))
	for i := range v.posts {
		if v.posts[i].own {
			posts = append(posts, &v.posts[i])
		}
	}
	for _, id := range y.strays(v) {
		posts = insertStray(posts, y.stray(id))
	}
	rows := []row{{Head: Head{Rank: WholeRank}}}
	area, number := -1, -1
	for i, p := range posts {
		if i == 0 || p.area != posts[i-1].area {
			area = len(rows)
			rows = append(rows, row{Head: Head{Rank: AreaRank, Area: p.area, Name: p.areaName}})
		}
		if i == 0 || p.area != posts[i-1].area || p.number != posts[i-1].number {
			number = len(rows)
			rows = append(rows, row{Head: Head{Rank: AppropriationRank, Area: p.area, Number: p.number, Name: p.appropriation, Line: p.appLine}})
		}
		at := len(rows)
		for _, sum := range []int{0, area, number} {
			rows[sum].items = append(rows[sum].items, at)
		}
		rows = append(rows, row{Head: Head{Rank: ItemRank, Area: p.area, Number: p.number, Item: p.id, Name: p.name, Line: p.line}, post: v.of(p.id)})
	}
	return rows
}

// strays lists the items with lines that an edition does not have.
func (y *year) strays(v *view) (ids []directive.ItemID) {
	for a := range y.ledgers {
		if id := a.Item(); a.Class() == ItemClass && (v.of(id) == nil || !v.of(id).own) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// stray is what some edition of the year says of an item.
func (y *year) stray(id directive.ItemID) *post {
	for _, v := range slices.Backward(y.views) {
		if p := v.of(id); p != nil {
			return p
		}
	}
	area, number := place(id)
	return &post{id: id, area: area, number: number}
}

// insertStray puts an item after those of its appropriation, or at the end.
func insertStray(posts []*post, p *post) []*post {
	for i, o := range slices.Backward(posts) {
		if o.area == p.area && o.number == p.number {
			return slices.Insert(posts, i+1, p)
		}
	}
	for i, o := range slices.Backward(posts) {
		if o.area == p.area {
			return slices.Insert(posts, i+1, p)
		}
	}
	return append(posts, p)
}

// fold fills every row: items by one function, sums from the items under them.
func fold[T any](rows []row, item func(*row) T, zero func(Head) T, add func(sum, part T) T) []T {
	out := make([]T, len(rows))
	for i := range rows {
		if rows[i].Rank == ItemRank {
			out[i] = item(&rows[i])
		}
	}
	for i := range rows {
		if rows[i].Rank == ItemRank {
			continue
		}
		out[i] = zero(rows[i].Head)
		for _, at := range rows[i].items {
			out[i] = add(out[i], out[at])
		}
	}
	return out
}

// plus adds column by column.
func (n Nine) plus(o Nine) Nine {
	return Nine{n.Opening.plus(o.Opening), n.Allotted.plus(o.Allotted), n.Reallocated.plus(o.Reallocated), n.Exceeded.plus(o.Exceeded),
		n.Withdrawn.plus(o.Withdrawn), n.Total.plus(o.Total), n.Outgoings.plus(o.Outgoings), n.Income.plus(o.Income), n.Closing.plus(o.Closing)}
}

// zeroNine is the sum of nothing.
var zeroNine = Nine{known(0), known(0), known(0), known(0), known(0), known(0), known(0), known(0), known(0)}

// AccountOf is the account of appropriations of a year to a day: what is counted by the
// end of the day, and the amounts of the edition in force on it.
func (b *Books) AccountOf(number int, to calendar.Date) (*Statement, error) {
	y, v, err := b.inForce(number, to)
	if err != nil {
		return nil, err
	}
	if to.Year() != number {
		return nil, fmt.Errorf("the day %s is not in the year %d", to, number)
	}
	s := &Statement{Year: number, To: to, KnownAt: b.KnownAt, Edition: v.edition.ID, LeftOut: b.LeftOut(number),
		Ended: b.KnownAt >= calendar.EndOfDay(to), Late: y.late()}
	s.Rows = fold(y.layout(v),
		func(r *row) AccountRow { return b.accountRow(y, r, to) },
		func(h Head) AccountRow {
			return AccountRow{Head: h, Nine: zeroNine, OpeningBooked: true, Lapses: known(0)}
		},
		func(sum, part AccountRow) AccountRow {
			sum.Nine = sum.Nine.plus(part.Nine)
			sum.Payments += part.Payments
			sum.Repayments += part.Repayments
			sum.Lapses = sum.Lapses.plus(part.Lapses)
			sum.CreditRaised += part.CreditRaised
			sum.OpeningBooked = sum.OpeningBooked && part.OpeningBooked
			sum.Carries = sum.Carries || part.Carries
			return sum
		})
	for i := range v.posts {
		if p := &v.posts[i]; !p.own {
			s.Others = append(s.Others, OtherItem{Head: Head{ItemRank, p.area, p.number, p.id, p.name, p.line}, Disposer: p.disposer, Allotted: printed(p.amount)})
		}
	}
	s.count()
	if err := s.check(y); err != nil {
		return nil, err
	}
	for _, d := range b.Openings(number) {
		if d.Account.Class() == ItemClass && d.Reason == "" {
			s.Openings = append(s.Openings, d)
		}
	}
	if s.Passed, err = b.PassedUnexplained(number, to); err != nil {
		return nil, err
	}
	return s, nil
}

// late lists the editions that count later than they applied.
func (y *year) late() (all []LateEdition) {
	for _, v := range y.views {
		if v.from > v.edition.From {
			all = append(all, LateEdition{v.edition.ID, v.edition.From, v.from})
		}
	}
	return all
}

// accountRow is the row of an item.
func (b *Books) accountRow(y *year, r *row, to calendar.Date) AccountRow {
	account := ItemAccount(r.Item)
	s := y.sum(account, y.upTo(to))
	a := AccountRow{Head: r.Head, Payments: s[PaidColumn], Repayments: s[RepaidColumn], OpeningBooked: y.has(account, Opening, to)}
	a.Allotments, a.CreditRaised = y.allotments(r.Item, to), s[CreditColumn]
	a.Keeps, a.Lapses = b.keeps(y, r.post, &s)
	withdrawn, allotted := Figure{}, Figure{}
	if r.post != nil {
		allotted = printed(r.post.amount)
		if f := r.post.frame; f != nil {
			withdrawn = printed(f.Withdrawn)
			a.Carries = f.All || f.Percent > 0 || f.Kept.Known && f.Kept.Amount > 0
		}
	}
	a.Nine = Nine{Opening: known(s[OpeningColumn]), Allotted: allotted, Reallocated: known(s[ReallocatedColumn]), Exceeded: known(s[ExceededColumn]),
		Withdrawn: withdrawn.plus(known(s[WithdrawnColumn] + s[WithdrawnSavingColumn])).plus(a.Lapses), Outgoings: known(s.outgoings()), Income: known(s[IncomeColumn])}
	a.Total = a.Opening.plus(a.Allotted).plus(a.Reallocated).plus(a.Exceeded).minus(a.Withdrawn)
	a.Closing = a.Total.minus(a.Outgoings).plus(a.Income)
	return a
}

// allotments is an item's amounts by edition, when they differ.
func (y *year) allotments(id directive.ItemID, to calendar.Date) (all []Allotment) {
	for _, v := range y.views {
		if v.from > to {
			break
		}
		a := Allotment{Edition: v.edition.ID, From: v.from}
		if p := v.of(id); p != nil {
			a.Amount, a.Line = printed(p.amount), p.line
		}
		if len(all) == 0 || all[len(all)-1].Amount != a.Amount {
			all = append(all, a)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// count counts what a reader must know of.
func (s *Statement) count() {
	for i := range s.Rows {
		if r := &s.Rows[i]; r.Rank == ItemRank {
			if !r.OpeningBooked {
				s.WithoutOpening++
			}
			if !r.Total.Known {
				s.Unknown++
			}
		}
	}
}

// check holds the account against the lines it was made from, to the öre: the columns of
// every row, the sums of rows, and the whole against a sum over all lines.
func (s *Statement) check(y *year) error {
	var whole sums
	for a, l := range y.ledgers {
		for i := range l.lines {
			if a.Class() == ItemClass && l.lines[i].Counted <= s.To {
				whole.plus(&l.lines[i])
			}
		}
	}
	top := &s.Rows[0]
	if top.Outgoings.Amount != whole.outgoings() || top.Income.Amount != whole[IncomeColumn] || top.Opening.Amount != whole[OpeningColumn] ||
		top.Reallocated.Amount != whole[ReallocatedColumn] || top.Exceeded.Amount != whole[ExceededColumn] {
		return fmt.Errorf("%w: the rows of %d to %s are not the sum of what was booked", ErrNotBalanced, s.Year, s.To)
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		total := r.Opening.Amount + r.Allotted.Amount + r.Reallocated.Amount + r.Exceeded.Amount - r.Withdrawn.Amount
		if r.Total.Amount != total || r.Closing.Amount != total-r.Outgoings.Amount+r.Income.Amount || r.Outgoings.Amount != r.Payments-r.Repayments {
			return fmt.Errorf("%w: %s in %d to %s", ErrNotBalanced, r.Label(), s.Year, s.To)
		}
	}
	return nil
}

// Label names a row as it is written in accounts: "UO10 2:1 ap.1".
func (h *Head) Label() string {
	switch h.Rank {
	case AreaRank:
		return fmt.Sprintf("UO%d", h.Area)
	case AppropriationRank:
		return fmt.Sprintf("UO%d %s", h.Area, h.Number)
	case ItemRank:
		return string(h.Item)
	}
	return ""
}
