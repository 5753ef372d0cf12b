package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"balans/exchange/statebudget"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/report"
)

func (o *appropriationOptions) write(b *booksShown, tables []appropriation.Table) error {
	return appropriation.Write(b.w, o.format, tables, b.unit, report.English)
}

func (o *appropriationOptions) account(b *booksShown, _ []string) error {
	s, err := b.books.AccountOf(b.year, b.to)
	if err != nil {
		return err
	}
	return o.write(b, s.Tables(report.English))
}

func (o *appropriationOptions) outcome(b *booksShown, _ []string) error {
	s, err := b.books.OutcomeOf(b.year, b.month)
	if err != nil {
		return err
	}
	return o.write(b, s.Tables(report.English))
}

func (o *appropriationOptions) limits(b *booksShown, _ []string) error {
	all, err := b.books.Limits(b.year, b.to)
	if err != nil {
		return err
	}
	return o.write(b, append([]appropriation.Table{appropriation.LimitTable(all, false, report.English)}, passed(b)...))
}

// passed is the limits that were passed with a reason in the year, as a table; none when
// none was.
func passed(b *booksShown) []appropriation.Table {
	t := appropriation.Table{ID: "passed", Title: "Passed with a reason"}
	for _, c := range [][2]string{{"day", "Day"}, {"voucher", "Voucher"}, {"amount", "Limit"}, {"used", "Used"}, {"by", "By"}, {"reason", "Reason"}} {
		t.Columns = append(t.Columns, appropriation.TableColumn{ID: c[0], Heading: c[1]})
	}
	plain := func(s string) appropriation.Cell { return appropriation.Cell{Text: s, Plain: true} }
	figure := func(a money.Amount) appropriation.Cell {
		return appropriation.Cell{Figure: appropriation.Figure{Amount: a, Known: true}}
	}
	for _, v := range b.books.Overrides(b.year) {
		if v.Day <= b.to {
			t.Rows = append(t.Rows, appropriation.TableRow{Label: string(v.Limit), Rank: appropriation.WholeRank,
				Cells: []appropriation.Cell{plain(v.Day.String()), plain(v.Voucher), figure(v.Amount), figure(v.Used), plain(v.By), plain(v.Reason)}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []appropriation.Table{t}
}

// report is the month in one: the outcome, the account, what is near its limit, and what
// was checked.
func (o *appropriationOptions) report(b *booksShown, _ []string) error {
	s, err := b.books.OutcomeOf(b.year, b.month)
	if err != nil {
		return err
	}
	account, err := b.books.AccountOf(b.year, b.to)
	if err != nil {
		return err
	}
	limits, err := b.books.Limits(b.year, b.to)
	if err != nil {
		return err
	}
	near := slices.DeleteFunc(limits, func(l appropriation.Limit) bool { return l.Level == appropriation.OK })
	tables := slices.Concat(s.Tables(report.English), account.Tables(report.English), []appropriation.Table{appropriation.LimitTable(near, false, report.English)}, passed(b))
	if err := o.write(b, tables); err != nil {
		return err
	}
	if o.format != "text" {
		return nil
	}
	checks, err := b.books.Balance(b.year, b.to)
	if err != nil {
		return err
	}
	fmt.Fprintln(b.w, "\nChecked to the öre:")
	for _, c := range checks {
		fmt.Fprintf(b.w, "  %s: %s\n", c.What, c.Found)
	}
	return nil
}

func (o *appropriationOptions) item(b *booksShown, args []string) error {
	account, err := appropriation.ParseAccount(args[0])
	if err != nil {
		return usageError{err}
	}
	tables, err := b.books.AccountTables(b.year, b.to, account, report.English)
	if err != nil {
		return err
	}
	return o.write(b, tables)
}

func (o *appropriationOptions) beside(b *booksShown, _ []string) error {
	interest, err := b.books.InterestOf(b.year, b.to)
	if err != nil {
		return err
	}
	fees, err := b.books.FeesOf(b.year, b.to)
	if err != nil {
		return err
	}
	debts, err := b.books.DebtsOf(b.year, b.to)
	if err != nil {
		return err
	}
	authorised, err := b.books.AuthorisationsOf(b.year, b.to)
	if err != nil {
		return err
	}
	l := report.English
	return o.write(b, slices.Concat(interest.Tables(l), fees.Tables(l), []appropriation.Table{appropriation.DebtTable(debts, l)}, appropriation.AuthorisationTables(authorised, l)))
}

func (o *appropriationOptions) carry(b *booksShown, _ []string) error {
	c, err := b.books.CarryOverOf(b.year)
	if err != nil {
		return err
	}
	return o.write(b, c.Tables(report.English))
}

func (o *appropriationOptions) export(b *booksShown, args []string) error {
	switch args[0] {
	case "year":
		if err := b.books.WriteYear(b.w, b.year); err != nil {
			return err
		}
		if !b.books.Ended(b.year) {
			fmt.Fprintf(b.errs, "%d had not ended on %s, so Utfall and Utgående överföringsbelopp are empty; `balans appropriation export months` has the months so far\n", b.year, b.books.KnownAt.Date())
		}
		return nil
	case "months":
		return b.books.WriteMonths(b.w, b.year, o.organisation)
	}
	return usage("export takes year or months, not %q", args[0])
}

// compare holds published figures against the books.
func (o *appropriationOptions) compare(b *booksShown, args []string) error {
	f, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := statebudget.NewMonthReader(filepath.Base(args[0]), f)
	if err != nil {
		return err
	}
	rows := slices.Collect(r.Rows())
	if err := r.Err(); err != nil {
		return err
	}
	all, aside, err := b.books.Reconcile(b.year, o.organisation, rows)
	if err != nil {
		return err
	}
	tellAside(b.errs, filepath.Base(args[0]), &aside)
	return o.write(b, []appropriation.Table{appropriation.DifferenceTable(all, b.year, report.English)})
}

// tellAside says which rows of a published file were not looked at.
func tellAside(w io.Writer, file string, a *appropriation.Aside) {
	if s := a.String(); s != "" {
		fmt.Fprintf(w, "%s: rows set aside: %s\n", file, s)
	}
}
