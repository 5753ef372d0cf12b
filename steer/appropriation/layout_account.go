package appropriation

import (
	"fmt"
	"strconv"

	"balans/law/calendar"
	"balans/steer/report"
)

// mostLines is how many bookings and flows a table shows; the last ones are shown.
const mostLines = 200

// AccountTables lays out one account of a year to a day: its months and limits, when it is
// an item, and what stands behind it.
func (b *Books) AccountTables(number int, to calendar.Date, a Account, l report.Language) ([]Table, error) {
	y, v, err := b.inForce(number, to)
	if err != nil {
		return nil, err
	}
	known := false
	for _, have := range v.accounts() {
		known = known || have == a
	}
	if !known && y.ledgers[a] == nil {
		return nil, fmt.Errorf("appropriation: the letter for %d has no account %q, and nothing is booked on it", number, a)
	}
	var tables []Table
	if a.Class() == ItemClass {
		months := Table{ID: "months", Title: fmt.Sprintf("%s %d", a, number), Columns: columnsOf(l, [3]string{"outcome", "Utfall", "Outcome"})}
		for i, f := range b.MonthsOf(number, a.Item()) {
			if i+1 <= int(to.Month()) {
				months.Rows = append(months.Rows, TableRow{Label: fmt.Sprintf("%d-%02d", number, i+1), Rank: ItemRank, Cells: figures(f)})
			}
		}
		tables = append(tables, months)
	}
	limits, err := b.Limits(number, to)
	if err != nil {
		return nil, err
	}
	var own []Limit
	for _, limit := range limits {
		if limit.Account == a {
			own = append(own, limit)
		}
	}
	if len(own) > 0 {
		tables = append(tables, LimitTable(own, true, l))
	}
	lines := b.Lines(number, a, y.upTo(to))
	t := Table{ID: "lines", Title: fmt.Sprintf(word(l, "Bakom siffrorna: %d rader", "Behind the figures: %d lines"), len(lines)),
		Columns: columnsOf(l, [3]string{"day", "Dag", "Day"}, [3]string{"counted", "Räknas", "Counted"}, [3]string{"kind", "Slag", "Kind"}, [3]string{"count", "Antal", "Count"},
			[3]string{"amount", "Belopp", "Amount"}, [3]string{"purpose", "Ändamål", "Purpose"}, [3]string{"from", "Källa", "From"})}
	if len(lines) > mostLines {
		t.Notes = []string{fmt.Sprintf(word(l, "De %d sista visas.", "The last %d are shown."), mostLines)}
		lines = lines[len(lines)-mostLines:]
	}
	for i := range lines {
		line := &lines[i]
		label, from := "", ""
		if line.Booking != nil {
			label, from = line.Booking.Voucher, line.Booking.Text
		} else {
			label, from = line.Flow.Source, line.Flow.Ref
		}
		t.Rows = append(t.Rows, TableRow{Label: label, Rank: ItemRank, Cells: []Cell{text(line.Day.String()), text(line.Counted.String()), text(string(line.Kind)),
			text(strconv.FormatInt(line.Count, 10)), {Figure: Figure{line.Amount, true}}, text(line.Purpose), text(from)}})
	}
	return append(tables, t), nil
}

// DifferenceTable lays out where published figures and the books differ.
func DifferenceTable(all []Difference, number int, l report.Language) Table {
	t := Table{ID: "differences", Title: fmt.Sprintf(word(l, "Publicerade siffror för %d mot böckerna: %d skillnader", "Published figures for %d against the books: %d differences"), number, len(all)),
		Columns: columnsOf(l, [3]string{"month", "Månad", "Month"}, [3]string{"line", "Rad", "Line"}, [3]string{"ours", "Böckerna", "Books"}, [3]string{"theirs", "Publicerat", "Published"},
			[3]string{"difference", "Skillnad", "Difference"})}
	for _, d := range all {
		line := ""
		if d.Line > 0 {
			line = strconv.Itoa(d.Line)
		}
		t.Rows = append(t.Rows, TableRow{Label: string(d.Item), Rank: ItemRank, Cells: append([]Cell{text(fmt.Sprintf("%d-%02d", number, d.Month)), text(line)}, figures(d.Ours, d.Theirs, d.Difference)...)})
	}
	return t
}
