package appropriation

import (
	"fmt"
	"io"
	"slices"

	"balans/exchange/statebudget"
	"balans/law/calendar"
	"balans/steer/directive"
)

func toSum(f Figure) statebudget.Sum   { return statebudget.Sum{Amount: f.Amount, Known: f.Known} }
func fromSum(s statebudget.Sum) Figure { return Figure{s.Amount, s.Known} }

// placeOf is where a row stands in the budget's classification.
func placeOf(h *Head, areaName, appropriation string) (statebudget.Item, error) {
	id := fmt.Sprintf("UO%d %s", h.Area, h.Number)
	if h.Rank == ItemRank {
		id = string(h.Item)
	}
	code, item, ok := statebudget.Codes(id)
	if !ok {
		return statebudget.Item{}, fmt.Errorf("%s has no code in the classification of the state budget", id)
	}
	p := statebudget.Item{Place: statebudget.Place{Area: statebudget.Named{Code: code[:2], Name: areaName}, Appropriation: statebudget.Named{Code: code, Name: appropriation}}}
	if item != "" {
		p.Item = statebudget.Named{Code: item, Name: h.Name}
	}
	return p, nil
}

// YearRows is the account of a year in the form of the open data of the state budget, an
// appropriation a row. Budget is what the year's first edition allots, and Amendments what
// later editions changed of it and what was reallocated between appropriations, for which
// the form has no column of its own: which amending budget (ändringsbudget) a change came
// of is not in the letters. Only what this agency disposes of is in it. The outcome and the
// closing amount of a year that had not ended when the books were known are unknown.
func (b *Books) YearRows(number int) ([]statebudget.Year, error) {
	end := firstOf(number, 12).EndOfMonth()
	s, err := b.AccountOf(number, end)
	if err != nil {
		return nil, err
	}
	carry, err := b.CarryOverOf(number)
	if err != nil {
		return nil, err
	}
	y := b.years[number]
	var rows []statebudget.Year
	area := ""
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Rank == AreaRank {
			area = r.Name
		}
		if r.Rank != AppropriationRank {
			continue
		}
		p, err := placeOf(&r.Head, area, r.Name)
		if err != nil {
			return nil, err
		}
		first := y.allottedFirst(r.Area, r.Number)
		row := statebudget.Year{Now: p.Place, Then: p.Place, Year: number, Opening: toSum(r.Opening), Budget: toSum(first),
			Amendments: toSum(r.Allotted.minus(first).plus(r.Reallocated)), Withdrawn: toSum(r.Withdrawn), Exceeding: toSum(r.Exceeded),
			Outcome: toSum(r.Outgoings.minus(r.Income)), Credit: toSum(carry.Rows[i].Credit), Closing: toSum(r.Closing)}
		if !b.Ended(number) {
			row.Outcome, row.Closing = statebudget.Sum{}, statebudget.Sum{}
		}
		if d, err := row.Difference(); err != nil || d.Amount != 0 {
			return nil, fmt.Errorf("%w: %s in %d as open data: %v", ErrNotBalanced, r.Label(), number, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Ended says whether a year had ended when the books were known.
func (b *Books) Ended(number int) bool {
	return b.KnownAt >= calendar.EndOfDay(firstOf(number, 12).EndOfMonth())
}

// allottedFirst is what the first edition of the year allots the agency of an
// appropriation.
func (y *year) allottedFirst(area int, number string) Figure {
	sum := Figure{Known: true}
	v := y.views[0]
	for i := range v.posts {
		if p := &v.posts[i]; p.own && p.area == area && p.number == number {
			sum = sum.plus(printed(p.amount))
		}
	}
	return sum
}

// MonthRows is the outcome of a year month by month in the form of the open data, an item
// a row. The organisation number is the agency's as it is to stand there.
func (b *Books) MonthRows(number int, organisation string) ([]statebudget.Month, error) {
	y, v, err := b.inForce(number, firstOf(number, 12).EndOfMonth())
	if err != nil {
		return nil, err
	}
	var rows []statebudget.Month
	area, appropriation := "", ""
	for _, r := range y.layout(v) {
		switch r.Rank {
		case AreaRank:
			area = r.Name
		case AppropriationRank:
			appropriation = r.Name
		case ItemRank:
			p, err := placeOf(&r.Head, area, appropriation)
			if err != nil {
				return nil, err
			}
			m := statebudget.Month{Now: p, Then: p, Agency: v.edition.Letter.Agency, Organisation: organisation, Year: number}
			for i, f := range b.monthsOf(r.Item, number) {
				m.Outcome[i] = toSum(f)
			}
			rows = append(rows, m)
		}
	}
	return rows, nil
}

// Difference is where these books and published figures do not say the same. A figure that
// only one of them has is unknown in the other.
type Difference struct {
	Item         directive.ItemID
	Month        int // 1 to 12
	Line         int // of the published file, 0 for an item it does not have
	Ours, Theirs Figure
	Difference   Figure // ours − theirs
}

// Reconcile compares the outcome by item and month with the published figures of a year.
// The organisation number is the agency's, or "" when it is not known; see Agency. Months
// that are unknown in both are left out; rows of other years and agencies are set aside.
func (b *Books) Reconcile(number int, organisation string, published []statebudget.Month) (all []Difference, aside Aside, err error) {
	ours, err := b.MonthRows(number, "")
	if err != nil {
		return nil, aside, err
	}
	_, v, err := b.inForce(number, firstOf(number, 12).EndOfMonth())
	if err != nil {
		return nil, aside, err
	}
	sums, aside, err := monthsPublished(number, Agency{v.edition.Letter.Agency, organisation}, published)
	if err != nil {
		return nil, aside, err
	}
	var order []directive.ItemID
	byItem := map[directive.ItemID]publishedSum{}
	for i := range ours {
		id, _ := ours[i].Now.ID()
		order = append(order, directive.ItemID(id))
	}
	for _, t := range sums {
		if byItem[t.id] = t; !slices.Contains(order, t.id) {
			order = append(order, t.id)
		}
	}
	for _, id := range order {
		t := byItem[id]
		for m, f := range b.monthsOf(id, number) {
			if f != t.months[m] && (f.Known || t.months[m].Known) {
				all = append(all, Difference{id, m + 1, t.line, f, t.months[m], f.minus(t.months[m])})
			}
		}
	}
	return all, aside, nil
}

// WriteYear writes the account of a year as the open data of the state budget.
func (b *Books) WriteYear(w io.Writer, number int) error {
	rows, err := b.YearRows(number)
	if err != nil {
		return err
	}
	out := statebudget.NewYearWriter(w)
	for _, r := range rows {
		out.Write(r)
	}
	return out.Flush()
}

// WriteMonths writes the outcome of a year month by month as the open data of the state
// budget.
func (b *Books) WriteMonths(w io.Writer, number int, organisation string) error {
	rows, err := b.MonthRows(number, organisation)
	if err != nil {
		return err
	}
	out := statebudget.NewMonthWriter(w)
	for _, r := range rows {
		out.Write(r)
	}
	return out.Flush()
}
