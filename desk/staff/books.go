package staff

import (
	"errors"
	"slices"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

// booksAsked is which part of the books is asked for.
type booksAsked struct {
	known   known
	books   *appropriation.Books
	years   []int // those there are books of
	year    int   // 0 when there are none
	month   int
	on      calendar.Date      // the last day that is counted
	edition *directive.Edition // in force on that day, nil when none was
}

// booksAsked reads the year and either the month (the last one something was booked in
// where none is given) or the day.
func (s *Server) booksAsked(c *call, n *steering, byDay bool) (booksAsked, error) {
	q := booksAsked{known: c.asked.known()}
	b, err := n.booksKnown(q.known)
	if err != nil {
		return q, err
	}
	q.books, q.years = b, b.Years()
	if len(q.years) == 0 {
		return q, nil
	}
	today := min(c.asked.today(), q.known.at.Date())
	q.year = c.asked.budgetYear(q.years, today, byDay)
	q.month = q.lastMonth(n, today)
	if byDay {
		q.on = c.asked.day("on", min(q.monthEnd(), max(today, calendar.New(q.year, 1, 1))))
		if q.on.Year() != q.year {
			c.asked.wrong("on", "error.books.year", q.on.String(), strconv.Itoa(q.year))
		}
	} else {
		q.month = c.asked.monthNumber(q.month, q.year, today)
		q.on = q.monthEnd()
	}
	q.edition = directive.InForce(n.editions, q.year, q.on, q.known.at)
	return q, nil
}

// booksKnown is the books as known. Nothing is known later than the last fact, so the
// books of now stay the same until there is a new one or the day is over.
func (n *steering) booksKnown(k known) (*appropriation.Books, error) {
	if !k.now {
		return n.booksAt(k.at)
	}
	at := max(calendar.StartOfDay(k.at.Date()), n.columns.LastRecorded())
	for i := range n.entries.Bookings {
		at = max(at, n.entries.Bookings[i].KnownAt)
	}
	for i := range n.entries.Closings {
		at = max(at, n.entries.Closings[i].At)
	}
	for i := range n.editions {
		at = max(at, n.editions[i].Confirmed)
	}
	for i := range n.entries.Overrides {
		at = max(at, n.entries.Overrides[i].At)
	}
	return n.booksAt(min(at, k.at))
}

// budgetYear reads the year: that of today, else the last one there are books of. A day
// that is asked for says its year too.
func (a *asked) budgetYear(years []int, today calendar.Date, byDay bool) int {
	fallback := years[len(years)-1]
	for _, y := range years {
		if y <= today.Year() {
			fallback = y
		}
	}
	value := a.get("year")
	if on, ok := parseDay(a.get("on")); byDay && ok && value == "" {
		value = strconv.Itoa(on.Year())
	}
	if value == "" {
		return fallback
	}
	y, err := strconv.Atoi(value)
	if err != nil || !slices.Contains(years, y) {
		a.wrong("year", "error.option", a.text("field.year"), value)
		return fallback
	}
	return y
}

// monthNumber reads a month, 1 to 12, that has begun.
func (a *asked) monthNumber(fallback, year int, today calendar.Date) int {
	value := a.get("month")
	if value == "" {
		return fallback
	}
	m, err := strconv.Atoi(value)
	switch {
	case err != nil || m < 1 || m > 12:
		a.wrong("month", "error.option", a.text("field.month"), value)
	case calendar.New(year, 1, 1).AddMonths(m-1) > today:
		a.wrong("month", "error.books.month", a.text.month(m), strconv.Itoa(year))
	default:
		return m
	}
	return fallback
}

// lastMonth is the last month that something was booked in, else that of today or the
// year's last.
func (q *booksAsked) lastMonth(n *steering, today calendar.Date) int {
	last := calendar.None
	for i := range n.entries.Bookings {
		if g := &n.entries.Bookings[i]; g.KnownAt <= q.known.at && g.Day.Year() == q.year && (last == calendar.None || g.Day > last) {
			last = g.Day
		}
	}
	switch {
	case last != calendar.None && last <= today:
		return int(last.Month())
	case q.year < today.Year():
		return 12
	case q.year > today.Year():
		return 1
	}
	return int(today.Month())
}

// monthEnd is the last day of the month asked for.
func (q *booksAsked) monthEnd() calendar.Date { return q.monthStart().EndOfMonth() }

func (q *booksAsked) monthStart() calendar.Date {
	return calendar.New(q.year, 1, 1).AddMonths(q.month - 1)
}

// pairs is the question about a month as an address carries it.
func (q *booksAsked) pairs() []string {
	return q.withKnown("year", strconv.Itoa(q.year), "month", strconv.Itoa(q.month))
}

// dayPairs is the question about a day.
func (q *booksAsked) dayPairs() []string {
	return q.withKnown("year", strconv.Itoa(q.year), "on", q.on.String())
}

func (q *booksAsked) withKnown(pairs ...string) []string {
	if !q.known.now {
		pairs = append(pairs, "known_at", knownParam(q.known.at))
	}
	return pairs
}

// line leads to a line of the edition in force; nothing for line 0.
func (q *booksAsked) line(t translate, line int) bookLink {
	if q.edition == nil {
		return bookLink{}
	}
	return editionLine(t, q.edition.ID, line)
}

func editionLine(t translate, edition string, line int) bookLink {
	if line <= 0 {
		return bookLink{}
	}
	return bookLink{letterLine(edition, line), t("books.line", line)}
}

// itemLink is the address of an item's page.
func (q *booksAsked) itemLink(id directive.ItemID) string {
	return link("/appropriation", append([]string{"item", string(id)}, q.pairs()...)...)
}

// booksHead is what the pages on the books have in common.
type booksHead struct {
	page
	Year, Month choiceField
	On, Known   field
	Tabs        []navItem

	Ready         bool
	Heading, Lead string
	Letter        bookLink // the edition in force
	None          string   // why there is nothing to show
	Take          bool     // no letter is in use: how to bring one
	CommandTake   string
}

// head fills what the pages have in common. It is called when everything has been read,
// so that the problems found are on the page.
func (s *Server) booksHead(c *call, q *booksAsked, section string, h *booksHead) {
	a, t := c.asked, c.text
	h.page = s.page(c, h.Heading, "/appropriations")
	h.Year = choiceField{Name: "year", Label: t("field.year"), Error: a.problem("year")}
	for _, y := range q.years {
		text := strconv.Itoa(y)
		h.Year.Options = append(h.Year.Options, option{text, text, y == q.year})
	}
	h.Month = choiceField{Name: "month", Label: t("field.month"), Error: a.problem("month")}
	for m := 1; m <= 12; m++ {
		h.Month.Options = append(h.Month.Options, option{strconv.Itoa(m), t.month(m), m == q.month})
	}
	if q.year > 0 {
		h.On = a.dayField("on", q.on.String())
		h.On.Help = t("help.books.on")
	}
	h.Known = a.knownField(q.known)
	for _, tab := range []navItem{{link("/appropriations", q.pairs()...), t("nav.appropriations"), false},
		{link("/conditions", q.dayPairs()...), t("conditions.title"), false}, {link("/accounts", q.dayPairs()...), t("accounts.title"), false}} {
		if q.year == 0 {
			tab.Href = tab.Href[:indexOrLen(tab.Href, '?')]
		}
		tab.Current = tab.Href[:indexOrLen(tab.Href, '?')] == section
		h.Tabs = append(h.Tabs, tab)
	}
}

func indexOrLen(s string, c byte) int {
	for i := range len(s) {
		if s[i] == c {
			return i
		}
	}
	return len(s)
}

// begin says what the page rests on, or why there is nothing; ready when there is.
func (h *booksHead) begin(t translate, q *booksAsked) (ready bool) {
	switch {
	case q.year == 0:
		h.None, h.Take = t("books.none"), true
		h.CommandTake = "balans directive take " + t("books.command.file")
	case q.edition == nil:
		h.None = t("books.none.day", t.longDay(q.on), strconv.Itoa(q.year))
	default:
		h.Ready = true
		h.Letter = bookLink{letterLine(q.edition.ID, 0), t("books.letter", q.edition.ID, t.longDay(q.edition.From))}
	}
	return h.Ready
}

// noLetter is the answer of a download when there is no letter to give an account by.
func noLetter(err error) error {
	if errors.Is(err, appropriation.ErrNoLetter) {
		return problemPage(404, "failure.books")
	}
	return err
}

// figure is an amount of the books in a unit; what is not known is said to be so.
func (t translate) sumOf(f appropriation.Figure, u appropriation.Unit) string {
	if !f.Known {
		return t("books.unknown")
	}
	return u.Text(f.Amount)
}

func knownFigure(a money.Amount) appropriation.Figure {
	return appropriation.Figure{Amount: a, Known: true}
}
