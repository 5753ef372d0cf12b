package staff

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"balans/steer/appropriation"
	"balans/steer/report"
)

// bookFile is an account of the books that can be taken away.
type bookFile struct {
	path, label string // "appropriations", "books.file.account"
	byDay       bool   // it is asked for by day; else by month
	endings     []string
	write       func(w io.Writer, ending string, q *booksAsked, l report.Language) error
}

// bookFiles are the accounts, as the room of the books writes them. Amounts are exact in
// all but text.
var bookFiles = []bookFile{
	{"appropriations", "books.file.account", false, tableEndings, tablesOf(func(q *booksAsked, l report.Language) ([]appropriation.Table, error) {
		s, err := q.books.AccountOf(q.year, q.on)
		if err != nil {
			return nil, err
		}
		return s.Tables(l), nil
	})},
	{"outcome", "books.file.outcome", false, tableEndings, tablesOf(func(q *booksAsked, l report.Language) ([]appropriation.Table, error) {
		o, err := q.books.OutcomeOf(q.year, q.month)
		if err != nil {
			return nil, err
		}
		return o.Tables(l), nil
	})},
	{"carry-over", "books.file.carry", false, tableEndings, tablesOf(func(q *booksAsked, l report.Language) ([]appropriation.Table, error) {
		o, err := q.books.CarryOverOf(q.year)
		if err != nil {
			return nil, err
		}
		return o.Tables(l), nil
	})},
	{"budget-year", "books.file.year", false, []string{"csv"}, writeBudgetYear},
	{"budget-months", "books.file.months", false, []string{"csv"}, writeBudgetMonths},
	{"conditions", "books.file.limits", true, tableEndings, tablesOf(func(q *booksAsked, l report.Language) ([]appropriation.Table, error) {
		all, err := q.books.Limits(q.year, q.on)
		if err != nil {
			return nil, err
		}
		return []appropriation.Table{appropriation.LimitTable(all, true, l)}, nil
	})},
	{"accounts", "books.file.accounts", true, tableEndings, tablesOf(accountTables)},
}

var tableEndings = []string{"csv", "json", "txt"}

// accountTables is the accounts beside the appropriations.
func accountTables(q *booksAsked, l report.Language) ([]appropriation.Table, error) {
	interest, err := q.books.InterestOf(q.year, q.on)
	if err != nil {
		return nil, err
	}
	debts, err := q.books.DebtsOf(q.year, q.on)
	if err != nil {
		return nil, err
	}
	authorisations, err := q.books.AuthorisationsOf(q.year, q.on)
	if err != nil {
		return nil, err
	}
	fees, err := q.books.FeesOf(q.year, q.on)
	if err != nil {
		return nil, err
	}
	tables := append(interest.Tables(l), appropriation.DebtTable(debts, l))
	tables = append(tables, appropriation.AuthorisationTables(authorisations, l)...)
	return append(tables, fees.Tables(l)...), nil
}

// tablesOf writes what a function lays out.
func tablesOf(tables func(*booksAsked, report.Language) ([]appropriation.Table, error)) func(io.Writer, string, *booksAsked, report.Language) error {
	return func(w io.Writer, ending string, q *booksAsked, l report.Language) error {
		all, err := tables(q, l)
		if err != nil {
			return err
		}
		format := ending
		if ending == "txt" {
			format = "text"
		}
		return appropriation.Write(w, format, all, appropriation.Kronor, l)
	}
}

// writeBudgetYear writes the whole year in the form of the open data of the state budget.
func writeBudgetYear(w io.Writer, _ string, q *booksAsked, _ report.Language) error {
	return q.books.WriteYear(w, q.year)
}

// writeBudgetMonths writes the year's months in that form. The letter does not print the
// agency's organisation number, so it is left empty.
func writeBudgetMonths(w io.Writer, _ string, q *booksAsked, _ report.Language) error {
	return q.books.WriteMonths(w, q.year, "")
}

// contentTypes of files by their ending.
var contentTypes = map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json", "txt": "text/plain; charset=utf-8"}

// bookDownload sends an account.
func (s *Server) bookDownload(c *call, f *bookFile, ending string) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q, err := s.booksAsked(c, n, f.byDay)
	if err != nil {
		return err
	}
	switch {
	case len(c.asked.problems) > 0:
		return problemPage(http.StatusBadRequest, "failure.question")
	case q.edition == nil:
		return problemPage(http.StatusNotFound, "failure.books")
	}
	var b bytes.Buffer
	if err := f.write(&b, ending, &q, c.lang); err != nil {
		return noLetter(fmt.Errorf("write %s.%s: %w", f.path, ending, err))
	}
	c.attach(contentTypes[ending], "balans-"+f.path+"-"+q.on.String()+"."+ending)
	c.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = c.w.Write(b.Bytes())
	return nil
}

// files are the links to the accounts of a month, or of a day.
func (q *booksAsked) files(t translate, byDay ...string) (groups []downloadGroup) {
	for i := range bookFiles {
		f := &bookFiles[i]
		pairs := q.pairs()
		if f.byDay {
			pairs = q.dayPairs()
		}
		if wanted := len(byDay) > 0; f.byDay != wanted || wanted && f.path != byDay[0] {
			continue
		}
		g := downloadGroup{Name: t(f.label)}
		for _, ending := range f.endings {
			g.Links = append(g.Links, downloadLink{link("/"+f.path+"."+ending, pairs...), t("ending." + ending)})
		}
		groups = append(groups, g)
	}
	return groups
}

// bookingsFile sends what was booked on an item in the year, in the form it is read in.
func (s *Server) bookingsFile(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q, err := s.booksAsked(c, n, false)
	if err != nil {
		return err
	}
	var account *appropriation.Statement
	id := c.asked.get("item")
	if len(c.asked.problems) == 0 && q.edition != nil {
		if account, err = q.books.AccountOf(q.year, q.on); err != nil {
			return noLetter(err)
		}
		id = string(c.asked.item(account))
	}
	switch {
	case len(c.asked.problems) > 0:
		return problemPage(http.StatusBadRequest, "failure.question")
	case q.edition == nil:
		return problemPage(http.StatusNotFound, "failure.books")
	}
	var bookings []appropriation.Booking
	for _, l := range q.books.Lines(q.year, appropriation.Account(id), q.year1()) {
		if l.Booking != nil {
			bookings = append(bookings, *l.Booking)
		}
	}
	var b bytes.Buffer
	if err := appropriation.WriteBookings(&b, bookings); err != nil {
		return fmt.Errorf("write the bookings of %s: %w", id, err)
	}
	c.attach(contentTypes["csv"], "balans-bookings-"+id+"-"+strconv.Itoa(q.year)+".csv")
	c.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	_, _ = c.w.Write(b.Bytes())
	return nil
}
