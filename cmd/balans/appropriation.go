package main

import (
	"context"
	"flag"
	"io"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/appropriation"
	"balans/steer/directive"
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
