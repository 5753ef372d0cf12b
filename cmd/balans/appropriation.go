package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"balans/exchange/sie"
	"balans/exchange/statebudget"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/payout"
	"balans/steer/appropriation"
	"balans/steer/directive"
	"balans/steer/report"
)

var appropriationCommand = command{
	name: "appropriation", args: "report|account|outcome|limits|item|beside|carry|export|compare|book|sie|payouts|published|close …",
	summary: "the books of the appropriations: what was granted, used and is left; booking; the reports",
	long: `  report               account, outcome and limits of a month together, and what was checked
  account              the account of appropriations (anslagsredovisning): nine columns
  outcome              the month beside the same month of the year before, and the year so far
  limits               every condition, credit and frame with what is used of it
  item ITEM            one item: months, limits and the bookings behind
  beside               interest account and payment plan, fee-based activities, loans, credits, authorisations
  carry                what may be kept at the end of the year, what lapses, and the credit that was used
  export year|months   the open data of the state budget (--year). Ändringsbudgetar is what later editions of the
                       letter changed, with what was reallocated; of a year that has not ended Utfall and
                       Utgående överföringsbelopp are left empty
  compare FILE         read the monthly open data and tell where it and the books differ
  book FILE            book from a CSV file: voucher;date;account;kind;amount;purpose;count;text
  sie FILE             book from a SIE 4 file; --mapping says what its accounts are here, and with a line
                       # orgnr: NUMBER whose file it is to be; a voucher is booked once, as it was the first time
  payouts FILE         book payouts from a CSV file, a voucher a day and benefit; the same payouts again are
                       already booked, and further ones of a day and benefit need --more
  published FILE       keep the outcome of an earlier --year from the monthly open data, to compare with
  close YYYY-MM        close a month: what becomes known of it later is counted on the first open day; while earlier
                       months are open they are named and nothing is closed, YYYY-MM..YYYY-MM closes several

The agency is known in the open data by its organisation number (--organisation, or that of the rows with its name)
and otherwise by its name. Of payouts only a digest of each set of ids is kept: whether some of a set stand in an earlier
file too cannot be seen, nor an id that was booked on another day, so --more is for who knows.

Repayments on claims come from the claims themselves and are not booked. A booking that would pass a limit is refused
unless --over tells why. Booking and closing need --by.

  balans appropriation report --month 2025-10
  balans appropriation item "UO10 2:1 ap.1" --month 2025-10
  balans appropriation book october.csv --by karin --dry-run`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &appropriationOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.StringVar(&o.month, "month", "", "the `YYYY-MM` that is reported (default: the last month with bookings)")
		fs.IntVar(&o.year, "year", 0, "export, carry, compare: the budget `YEAR` (default: that of the month); published: that of the file")
		fs.Var(&o.knownAt, "known-at", "use only what was known at this `DATE` (its end) or instant (default: now)")
		fs.StringVar(&o.format, "format", "text", "text, csv or json")
		fs.StringVar(&o.unit, "unit", "tkr", "amounts in text in tkr or kronor")
		fs.StringVar(&o.by, "by", "", "the `NAME` of who books or closes")
		fs.StringVar(&o.over, "over", "", "the `REASON` why limits may be passed; it is kept")
		fs.StringVar(&o.organisation, "organisation", "", "export months, compare, published: the agency's organisation `NUMBER`, which the letter does not print; sie: whose file it is")
		fs.StringVar(&o.mapping, "mapping", "", "sie: the `FILE` that says what the accounts are: "+appropriation.MappingColumns)
		fs.BoolVar(&o.leaveOut, "leave-out", false, "sie: leave out, and list, rows that the mapping does not have and vouchers booked with other rows")
		fs.StringVar(&o.more, "more", "", "the `REASON` for further payouts of a day and benefit, or for rows added to a SIE voucher; it is kept")
		fs.BoolVar(&o.dryRun, "dry-run", false, "check and show without booking")
		return o.run
	},
}

type appropriationOptions struct {
	db                                                         database
	month, format, unit, by, over, mapping, organisation, more string
	year                                                       int
	knownAt                                                    instantFlag
	leaveOut, dryRun                                           bool
}

// books is what the verbs that show something work on.
type booksShown struct {
	books       *appropriation.Books
	year, month int
	to          calendar.Date
	unit        appropriation.Unit
	w, errs     io.Writer
}

func (o *appropriationOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		return usage("appropriation takes what to show or do; `balans help appropriation` lists it")
	}
	if !slices.Contains(appropriation.Formats(), o.format) {
		return usage("--format takes %s, not %q", strings.Join(appropriation.Formats(), ", "), o.format)
	}
	unit := appropriation.Unit(o.unit)
	if unit != appropriation.Thousands && unit != appropriation.Kronor {
		return usage("--unit takes tkr or kronor, not %q", o.unit)
	}
	shows := map[string]func(*appropriationOptions, *booksShown, []string) error{"report": (*appropriationOptions).report, "account": (*appropriationOptions).account,
		"outcome": (*appropriationOptions).outcome, "limits": (*appropriationOptions).limits, "item": (*appropriationOptions).item, "beside": (*appropriationOptions).beside,
		"carry": (*appropriationOptions).carry, "export": (*appropriationOptions).export, "compare": (*appropriationOptions).compare}
	does := map[string]func(*appropriationOptions, context.Context, *terminal, *journal.Journal, string) error{"book": (*appropriationOptions).book,
		"sie": (*appropriationOptions).sie, "payouts": (*appropriationOptions).payouts, "published": (*appropriationOptions).published, "close": (*appropriationOptions).close}
	wanted := map[string]int{"item": 1, "export": 1, "compare": 1, "book": 1, "sie": 1, "payouts": 1, "published": 1, "close": 1}
	show, isShow := shows[args[0]]
	do, isDo := does[args[0]]
	switch {
	case !isShow && !isDo:
		return usage("appropriation knows no %q; `balans help appropriation` lists what it takes", args[0])
	case len(args)-1 != wanted[args[0]]:
		return usage("appropriation %s takes %s, not %d", args[0], counted(wanted[args[0]], "argument"), len(args)-1)
	case isDo && strings.TrimSpace(o.by) == "":
		return usage("--by is to name who books or closes")
	case isDo && o.knownAt.set:
		return usage("--known-at is for what is shown; what is booked or closed is known from now on")
	case o.over != "" && strings.TrimSpace(o.over) == "":
		return usage("--over is to tell why a limit may be passed")
	case o.more != "" && (strings.TrimSpace(o.more) == "" || args[0] != "payouts" && args[0] != "sie"):
		return usage("--more is to tell why there are further payouts or rows; it is for payouts and sie")
	case o.year != 0 && !slices.Contains([]string{"export", "carry", "compare", "published"}, args[0]):
		return usage("--year is for export, carry, compare and published; appropriation %s takes --month YYYY-MM", args[0])
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	if isDo {
		return do(o, ctx, t, j, args[1])
	}
	b, err := o.open(ctx, t, j)
	if err != nil {
		return err
	}
	return show(o, &booksShown{books: b.books, year: b.year, month: b.month, to: b.to, unit: unit, w: t.out, errs: t.err}, args[1:])
}

// open builds the books as known, and finds the month that is asked for.
func (o *appropriationOptions) open(ctx context.Context, t *terminal, j *journal.Journal) (*booksShown, error) {
	s, facts, err := o.sources(ctx, t, j)
	if err != nil {
		return nil, err
	}
	known := calendar.InstantOf(j.Now())
	if o.knownAt.set {
		if err := checkKnown(o.knownAt.Instant, known.Date()); err != nil {
			return nil, err
		}
		known = o.knownAt.Instant
	}
	b, err := appropriation.Build(facts, s, known)
	if err != nil {
		return nil, err
	}
	out := &booksShown{books: b}
	if o.month != "" {
		first, err := calendar.Parse(o.month + "-01")
		if err != nil {
			return nil, usage("--month takes YYYY-MM, not %q", o.month)
		}
		out.to = first.EndOfMonth()
	} else {
		booked := false
		for i := range facts.Bookings {
			if g := &facts.Bookings[i]; g.KnownAt <= known {
				out.to, booked = max(out.to, g.Day.EndOfMonth()), true
			}
		}
		if !booked {
			out.to = known.Date().EndOfMonth()
		}
	}
	out.year, out.month = out.to.Year(), int(out.to.Month())
	if o.year != 0 {
		out.year = o.year
	}
	return out, nil
}

func (o *appropriationOptions) sources(ctx context.Context, t *terminal, j *journal.Journal) (s appropriation.Sources, facts *appropriation.Facts, err error) {
	if s.Editions, err = directive.Editions(ctx, j); err != nil {
		return s, nil, err
	}
	columns, err := o.db.columns(ctx, t, j)
	if err != nil {
		return s, nil, err
	}
	s.Repayments = appropriation.ClaimFlows(columns)
	facts, err = appropriation.Read(ctx, j, s.Editions)
	return s, facts, err
}

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

func (o *appropriationOptions) book(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	entries, err := appropriation.ReadBookings(filepath.Base(path), f)
	if err != nil {
		return err
	}
	return o.record(ctx, t, j, func(*appropriation.Facts) ([]appropriation.Entry, error) { return entries, nil }, filepath.Base(path))
}

func (o *appropriationOptions) sie(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	if o.mapping == "" {
		return usage("--mapping is to name the file that says what the accounts are, with the columns %s", appropriation.MappingColumns)
	}
	mf, err := os.Open(o.mapping)
	if err != nil {
		return err
	}
	defer mf.Close()
	mapping, err := appropriation.ReadMapping(filepath.Base(o.mapping), mf)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	read, err := sie.Read(filepath.Base(path), f)
	if err != nil {
		return err
	}
	options := appropriation.SIEOptions{LeaveOut: o.leaveOut, Organisation: o.organisation}
	all, err := mapping.Entries(read, options)
	if err != nil {
		return err
	}
	if why := mapping.Unchecked(read, options); why != "" {
		fmt.Fprintln(t.err, why)
	}
	for _, u := range all.Left {
		if !u.Knowingly {
			fmt.Fprintf(t.err, "%s:%d: voucher %s, account %s is left out: %s\n", filepath.Base(path), u.Line, u.Voucher, u.Account, u.Why)
		}
	}
	var changed []appropriation.Changed
	err = o.record(ctx, t, j, func(f *appropriation.Facts) (entries []appropriation.Entry, err error) {
		if entries, changed = all.Against(f, o.more != ""); len(changed) > 0 && !o.leaveOut {
			return nil, &appropriation.ChangedError{File: filepath.Base(path), Vouchers: changed}
		}
		return entries, nil
	}, filepath.Base(path))
	if o.leaveOut {
		for i := range changed {
			fmt.Fprintf(t.err, "%s:%d: left out, booked with other rows: %s\n", filepath.Base(path), changed[i].Line, changed[i].String())
		}
	}
	return err
}

// payouts books a file of payouts: a voucher for each day and benefit.
func (o *appropriationOptions) payouts(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var b payout.Builder
	if err := b.ReadCSV(filepath.Base(path), f); err != nil {
		return err
	}
	entries, err := appropriation.PayoutEntries(b.Build(), filepath.Base(path))
	if err != nil {
		return err
	}
	var further []appropriation.FurtherPayouts
	err = o.record(ctx, t, j, func(f *appropriation.Facts) ([]appropriation.Entry, error) {
		if further = appropriation.FindFurther(entries, f); len(further) > 0 && o.more == "" {
			return nil, &appropriation.FurtherError{File: filepath.Base(path), Sets: further}
		}
		return entries, nil
	}, filepath.Base(path))
	if err == nil {
		for i := range further {
			fmt.Fprintf(t.out, "FURTHER %s (%s)\n", further[i].String(), o.more)
		}
	}
	return err
}

// published keeps the outcome of a year that the books do not have.
func (o *appropriationOptions) published(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	if o.year == 0 {
		return usage("--year is to say which year of the file is kept")
	}
	editions, err := directive.Editions(ctx, j)
	if err != nil {
		return err
	}
	if len(editions) == 0 {
		return fmt.Errorf("no letter is taken into %s, so it is not known which agency's figures to keep", j.Name())
	}
	agency := editions[len(editions)-1].Letter.Agency
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := statebudget.NewMonthReader(filepath.Base(path), f)
	if err != nil {
		return err
	}
	rows := slices.Collect(r.Rows())
	if err := r.Err(); err != nil {
		return err
	}
	items, aside, err := appropriation.RecordPublished(ctx, j, o.year, appropriation.Agency{Name: agency, Organisation: o.organisation}, filepath.Base(path), rows, appropriation.By{Actor: o.by, Cause: "balans appropriation published"}, o.dryRun)
	if err != nil {
		return err
	}
	tellAside(t.err, filepath.Base(path), &aside)
	word := "Kept"
	if o.dryRun {
		word = "Would keep"
	}
	fmt.Fprintf(t.out, "%s the outcome of %d for %s, %s.\n", word, o.year, agency, counted(items, "item"))
	return nil
}

// record books what entries gives for the books as they are, and tells of it.
func (o *appropriationOptions) record(ctx context.Context, t *terminal, j *journal.Journal, entries func(*appropriation.Facts) ([]appropriation.Entry, error), file string) error {
	s, _, err := o.sources(ctx, t, j)
	if err != nil {
		return err
	}
	cause := file
	if o.more != "" {
		cause += " (" + o.more + ")"
	}
	r, err := appropriation.RecordFrom(ctx, j, s, entries, appropriation.Options{By: appropriation.By{Actor: o.by, Cause: cause}, OverReason: o.over, DryRun: o.dryRun, File: file})
	if err != nil {
		return err
	}
	word := "Booked"
	if r.DryRun {
		word = "Would book"
	}
	fmt.Fprintf(t.out, "%s %s", word, counted(len(r.Booked), "booking"))
	if len(r.Already) > 0 {
		fmt.Fprintf(t.out, "; %s already booked", counted(len(r.Already), "row"))
	}
	fmt.Fprintln(t.out, ".")
	if n := appropriation.Unnumbered(r.Already); n > 0 {
		fmt.Fprintf(t.out, "%s of them of vouchers without a number: they are the same in day, text and rows as what is booked, and were taken for that.\n", counted(n, "row"))
	}
	for _, v := range r.Over {
		fmt.Fprintf(t.out, "PASSED %s: %s used of %s (%s)\n", v.Limit, v.Used.Kronor(), v.Amount.Kronor(), v.Reason)
	}
	for i := range r.Limits {
		l := &r.Limits[i]
		fmt.Fprintf(t.out, "%s: %s, %s kronor used\n", l.ID, appropriation.LevelText(l.Level, report.English), l.Used.Kronor())
	}
	return nil
}

func (o *appropriationOptions) close(ctx context.Context, t *terminal, j *journal.Journal, months string) error {
	from, month, several := strings.Cut(months, "..")
	if !several {
		month = from
	}
	first, err1 := calendar.Parse(from + "-01")
	last, err2 := calendar.Parse(month + "-01")
	if err1 != nil || err2 != nil || first > last || last.Year()-first.Year() > 50 {
		return usage("close takes YYYY-MM, or YYYY-MM..YYYY-MM to close several, not %q", months)
	}
	var earlier []string // those that are told to be closed with it
	for ; first < last; first = first.AddMonths(1) {
		earlier = append(earlier, first.String()[:7])
	}
	editions, err := directive.Editions(ctx, j)
	if err != nil {
		return err
	}
	r, err := appropriation.Close(ctx, j, editions, last.Year(), int(last.Month()), appropriation.By{Actor: o.by, Cause: "balans appropriation close"}, o.dryRun, earlier...)
	var open *appropriation.EarlierOpenError
	if errors.As(err, &open) {
		return fmt.Errorf("%w; `balans appropriation close %s..%s` closes them all", err, open.Months[0], open.Month)
	}
	if err != nil {
		return err
	}
	switch {
	case r.Replayed:
		fmt.Fprintf(t.out, "%s was closed before.\n", month)
	case o.dryRun:
		fmt.Fprintf(t.out, "%s can be closed.\n", month)
	default:
		fmt.Fprintf(t.out, "%s is closed. What becomes known of it from now on is counted on the first open day.\n", month)
	}
	return nil
}
