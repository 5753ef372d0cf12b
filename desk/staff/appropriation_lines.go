package staff

import (
	"cmp"
	"slices"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

// shownBookings is how many bookings of a month stand on the page.
const shownBookings = 300

// year1 is the days of the year asked for.
func (q *booksAsked) year1() calendar.Period {
	return calendar.Period{From: calendar.New(q.year, 1, 1), To: calendar.New(q.year, 12, 31)}
}

// behind lists what stands behind the item's figures of the month: bookings one by one,
// and flows by what they come from.
func (v *appropriationView) behind(t translate, q *booksAsked, id directive.ItemID) {
	v.MonthName = t.monthOf(q.on)
	lines := q.books.Lines(q.year, appropriation.ItemAccount(id), calendar.Period{From: q.monthStart(), To: q.on})
	v.bookings(t, lines)
	v.flows(t, q, lines)
}

func (v *appropriationView) bookings(t translate, lines []appropriation.Line) {
	o := &bookTable{ID: "bookings", Title: t("appropriation.bookings", v.MonthName),
		Columns: columnsOf(t, "column.voucher", "column.counted", "column.kind", "#", "column.amount.sek", "column.purpose", "column.recordedby")}
	all := 0
	for i := range lines {
		l := &lines[i]
		if l.Booking == nil {
			continue
		}
		if all++; all > shownBookings {
			continue
		}
		head := bookCell{Text: l.Booking.Voucher, Name: l.Booking.Text}
		counted := plainCell(l.Counted.String())
		if l.Counted != l.Day {
			counted.Sub = t("appropriation.late", l.Day.String())
		}
		by := plainCell(l.Booking.By)
		by.Sub = t("appropriation.known", l.Booking.KnownAt.Date().String(), strconv.FormatInt(l.Booking.Seq, 10))
		o.Rows = append(o.Rows, bookRow{Head: head, Cells: []bookCell{counted, plainCell(t.bookKind(l.Kind)),
			{Text: appropriation.Kronor.Text(l.Adds())}, plainCell(l.Purpose), by}})
	}
	if all > shownBookings {
		v.More = t("appropriation.more", number(shownBookings), number(int64(all)))
	}
	if all > 0 {
		v.Bookings = o
	}
}

// flowGroup is the flows of a month from one place: those of the month's own days, or
// those of days that were closed when they became known.
type flowGroup struct {
	source, ref string
	late        bool
	kind        appropriation.Kind
	from, to    calendar.Date
	count       int64
	amount      money.Amount
}

// flowGroups sums the flows among lines.
func flowGroups(lines []appropriation.Line) (groups []*flowGroup) {
	type key struct {
		source, ref string
		late        bool
		kind        appropriation.Kind
	}
	by := map[key]*flowGroup{}
	for i := range lines {
		l := &lines[i]
		if l.Flow == nil {
			continue
		}
		k := key{l.Flow.Source, l.Flow.Ref, l.Counted != l.Day, l.Kind}
		g := by[k]
		if g == nil {
			g = &flowGroup{source: k.source, ref: k.ref, late: k.late, kind: k.kind, from: l.Day, to: l.Day}
			by[k], groups = g, append(groups, g)
		}
		g.from, g.to = min(g.from, l.Day), max(g.to, l.Day)
		g.count += l.Count
		g.amount += l.Adds()
	}
	slices.SortStableFunc(groups, func(a, b *flowGroup) int {
		late := func(g *flowGroup) int {
			if g.late {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.ref, b.ref), late(a)-late(b))
	})
	return groups
}

func (v *appropriationView) flows(t translate, q *booksAsked, lines []appropriation.Line) {
	o := &bookTable{ID: "flows", Title: t("appropriation.flows", v.MonthName), Sub: t("appropriation.flows.text"),
		Columns: columnsOf(t, "column.comesfrom", "column.kind", "column.daysof", "#", "column.payments", "#", "column.amount.sek")}
	for _, g := range flowGroups(lines) {
		head := bookCell{Text: t.flowName(g.source, g.ref)}
		if g.source == appropriation.FromClaims {
			head.Href, head.Says = q.claimsBehind(g), t("appropriation.openclaims")
		}
		if g.late {
			head.Sub = t("appropriation.latelyknown")
		}
		o.Rows = append(o.Rows, bookRow{Head: head, Cells: []bookCell{plainCell(t.bookKind(g.kind)), plainCell(g.from.String() + "–" + g.to.String()),
			{Text: number(g.count)}, {Text: appropriation.Kronor.Text(g.amount)}}})
	}
	if len(o.Rows) > 0 {
		v.Flows = o
	}
}

// claimsBehind is the address of the claims behind a group. A month holds what was known
// when it was closed; what became known later of its days is counted in the first month
// that was then open, as the difference between two closings.
func (q *booksAsked) claimsBehind(g *flowGroup) string {
	first, end := q.monthStart(), q.monthEnd()
	known, since := q.books.KnownAt, calendar.Instant(0)
	for _, c := range q.books.Closings() {
		if c.Through < first {
			since = c.At
		} else if c.Through >= end {
			known = c.At
			break
		}
	}
	pairs := []string{"benefit", g.ref, "from", first.String(), "to", end.String(), "known_at", knownParam(known)}
	if g.late {
		pairs = set(pairs, "from", g.from.String(), "to", g.to.String())
		pairs = append(pairs, "since", knownParam(since))
	}
	return link("/repayments", pairs...)
}
