package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/recover/inquiry"
)

var housingCommand = command{
	name: "housing", args: "amount|months|import|reconcile|incomes|runs|show|watch|whatif|measure|compare …",
	summary: "housing allowance: a month, a year settled, what could be avoided, rules compared",
	long: `  amount          what a household gets in a month, and why; nothing is read or stored (--month, --home, --cost, --area, --income …)
  months          from and to which month it is paid; nothing is read or stored (--arose or --rose, --applied, --ended, --born)
  import FILE     what was decided and paid provisionally in a year (households)
  reconcile FILE  the year settled by assessed incomes (SFB 98:5–7): what is claimed, paid out, and left to a person
  incomes FILE    what is known of incomes month by month while the year goes on (monthly incomes); what a later file tells of a
                  person and month in a household replaces what an earlier one told, from the day all of it was known
  runs            the files that were taken in, and the settlements
  show WHO        why a settlement came to what it did, paragraph by paragraph; WHO is a person's twelve digits or a number
                  such as A2025-1-0000001; written in the reading log (--user, --purpose)
  watch           whose year is expected to end in a claim, as the incomes are known through a month: whom to contact first
  whatif WHO      what --more kronor a month from --from means, told and not told; written in the reading log
  measure         what contact in time would have avoided in a year that is settled
  compare         the same households by the law of two years, or by other values (--parameters)

import, incomes and reconcile are dry runs that store nothing, unless --write is given. They may be stopped anywhere: the same again
completes them, and once more changes nothing. A household with a line that cannot be used stops everything, and is named by line
and field; --leave-out takes the others. Reconcile decides claims below the agency's own limits (parameters housing_automatic_limit,
housing_automatic_sample) and opens recovery cases for the rest; its letters wait for ` + "`balans letter send`" + `, its pay-outs
for ` + "`balans payout pay`" + `.

households (import), unbroken months that are alike a line:
  household;person;spouse;form;from;to;cost;area;rooms;home;alternating;access;accepted_cost;accepted_area;income;spouse_income;paid;supplement;decided_on
assessed incomes (reconcile), a person a line:
  household;person;role;decided_on;employment;business;own_pension;funds_set_aside;funds_reversed;old_deficits;capital;capital_deductions;capital_losses;deferral;interest_allocation;standard_income;wealth;study_grant;study_start;scholarship;foreign
monthly incomes (incomes; watch, measure: --incomes instead of what was taken in), a source of a month a line; household may be empty,
source is told, own or declared:
  household;person;month;amount;source;known_on
` + "`balans demo --housing-files DIR`" + ` writes all three for invented households.

watch and measure: the ordinance that lists what the agency may fetch from employers' declarations (förordning 2001:588 § 7) does
not name housing allowance. The monthly file may hold what the person has told and what the agency has for another reason.

--part NAME=KRONOR adds to the income of amount: employment business own_pension funds_set_aside funds_reversed old_deficits capital
wealth study_grant study_start scholarship foreign; before it spouse. for the spouse, child. or alternating. for a child (capital, wealth).

` + senderHelp + `

  balans housing amount --month 2026-01 --home 2 --cost 9000 --area 75 --income 240000
  balans housing amount --month 2026-01 --home 2 --cost 8500 --spouse --income 180000 --spouse-income 60000 --lang sv
  balans housing months --arose 2026-09-03 --applied 2026-09-10
  balans housing import households-2025.csv --write
  balans housing reconcile incomes-2025.csv --year 2025
  balans housing reconcile incomes-2025.csv --year 2025 --write --sender-name Myndigheten --sender-contact 0771-100100 --pay-to "bankgiro 5050-1055"
  balans housing show A2025-1-0000001 --user eva --purpose "fråga per telefon" --lang sv
  balans housing incomes monthly-2025.csv --year 2025 --write
  balans housing watch --year 2025 --through 5 --top 20
  balans housing whatif 193501096998 --more 2000 --from 5 --user eva --purpose "fråga per telefon"
  balans housing measure --year 2025 --from 3 --answering 60
  balans housing measure --year 2025 --from 3 --answering 60 --incomes monthly-2025.csv
  balans housing compare --year 2025 --law-from 2025 --law-to 2026 --households 150000`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &housingOptions{}
		o.declare(fs)
		return o.run
	},
}

// housingOptions is the command line of housing.
type housingOptions struct {
	db                                     database
	office                                 senderOptions
	payOn, on                              dateFlag
	year, through, top, from, until        int
	lawFrom, lawTo, households             int
	answering                              int64
	more                                   money.Amount
	incomes, parameters, certainty         string
	household, user, purpose, protected    string
	by, lang                               string
	write, leaveOut, withoutCharge, asJSON bool
	month                                  housingMonth
	right                                  housingMonths
}

func (o *housingOptions) declare(fs *flag.FlagSet) {
	o.db.flag(fs, "balans-demo.db")
	o.office.flags(fs)
	o.month.declare(fs)
	o.right.declare(fs)
	fs.Var(&o.on, "on", "reconcile: the `DATE` it is decided; watch: by which the incomes were known (default: today; the "+fmt.Sprint(housing.KnownIn)+"th of the month after --through)")
	fs.Var(&o.payOn, "pay-on", "reconcile: the `DATE` pay-outs are planned for (default: the next ordinary pay day)")
	for _, f := range []struct {
		to       *int
		name     string
		standard int
		help     string
	}{
		{&o.year, "year", 0, "the calendar `YEAR` of the allowances (default: the newest that was taken in; reconcile needs it)"}, {&o.through, "through", 0, "watch: the last `MONTH` whose incomes are used, 1 to 11"},
		{&o.top, "top", 20, "watch: how `MANY` households are listed, the first to contact first"}, {&o.from, "from", 0, "whatif: the `MONTH` from which the income is another; measure: after which contact begins"},
		{&o.until, "until", 12, "whatif: the last `MONTH` with that income"}, {&o.lawFrom, "law-from", 0, "compare: the `YEAR` whose law is compared from (default: --year)"},
		{&o.lawTo, "law-to", 0, "compare: the `YEAR` whose law is compared to (default: the year after)"}, {&o.households, "households", 0, "compare: also as it would be of so `MANY` households"},
	} {
		fs.IntVar(f.to, f.name, f.standard, f.help)
	}
	fs.Func("more", "whatif: `KRONOR` more a month; below zero for less", func(s string) (err error) {
		less := strings.HasPrefix(s, "-")
		if o.more, err = money.Parse(strings.TrimPrefix(s, "-")); less {
			o.more = -o.more
		}
		return err
	})
	fs.Int64Var(&o.answering, "answering", 60, "measure: of a hundred who are contacted, how `MANY` have their allowance changed")
	for _, f := range []struct {
		to                   *string
		name, standard, help string
	}{
		{&o.incomes, "incomes", "", "watch, measure: a `FILE` of monthly incomes, instead of those that were taken in"}, {&o.parameters, "parameters", "", "amount, compare: a `FILE` of other values, laid over the law (compare: over that of --law-to); columns as of `balans law`"},
		{&o.certainty, "certainty", housing.Likely.String(), "measure: who is contacted: those whose claim is at least `SO` sure: possible, likely or certain"},
		{&o.household, "household", "", "show, whatif: this household's `ID`, where the person has several"},
		{&o.user, "user", "", "show, whatif: who reads, for the reading log: a user `ID`"}, {&o.purpose, "purpose", "", "show, whatif: why, for the reading log: a `TEXT`"},
		{&o.protected, protectedFlag, "", "show, whatif: " + protectedHelp}, {&o.by, "by", inquiry.AutoActor, "import, incomes, reconcile: the `NAME` of who does it"},
		{&o.lang, "lang", "en", "amount, show, whatif: the `LANGUAGE` of the explanation, en or sv"},
	} {
		fs.StringVar(f.to, f.name, f.standard, strings.ReplaceAll(f.help, "`balans law`", "balans law"))
	}
	fs.BoolVar(&o.write, "write", false, "import, incomes, reconcile: store it")
	fs.BoolVar(&o.leaveOut, "leave-out", false, "leave out households with a line that cannot be used; incomes: the person in that household; watch, measure: such lines")
	fs.BoolVar(&o.withoutCharge, "without-charge", false, "reconcile: settle also where the charge cannot be computed (SFB 98:7)")
	fs.BoolVar(&o.asJSON, "json", false, "not for import and incomes: JSON, amounts in öre")
}

// The years an allowance can be of: SFB entered into force in the first.
const firstHousingYear, lastHousingYear = 2011, 2099

// housingVerbs is what each verb takes, and what does it.
var housingVerbs = map[string]struct {
	takes  string
	stores bool
	do     func(o *housingOptions, ctx context.Context, t *terminal, j *journal.Journal, arg string) error
}{
	"import": {"a file", true, (*housingOptions).take}, "reconcile": {"a file", true, (*housingOptions).reconcile}, "incomes": {"a file", true, (*housingOptions).takeIncomes}, "runs": {"", false, (*housingOptions).runs},
	"show": {"a person or a number", false, (*housingOptions).show}, "watch": {"", false, (*housingOptions).watch}, "whatif": {"a person or a number", false, (*housingOptions).whatIf},
	"measure": {"", false, (*housingOptions).measure}, "compare": {"", false, (*housingOptions).compare},
}

func (o *housingOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		return usage("say what to do: amount, months, import, reconcile, incomes, runs, show, watch, whatif, measure or compare")
	}
	if o.lang != "en" && o.lang != "sv" {
		return usage("--lang is en or sv")
	}
	if o.year != 0 && (o.year < firstHousingYear || o.year > lastHousingYear) {
		return usage("--year is a year from %d to %d", firstHousingYear, lastHousingYear)
	}
	if compute := map[string]func(*terminal) error{"amount": o.amount, "months": o.months}[args[0]]; compute != nil {
		switch {
		case len(args) > 1:
			return usage("housing %s takes flags alone, not %q", args[0], args[1])
		case o.write:
			return usage("housing %s stores nothing, so that there is no --write", args[0])
		}
		return inputMistake(compute(t))
	}
	verb, ok := housingVerbs[args[0]]
	rest := args[1:]
	switch {
	case !ok:
		return usage("housing knows no %q; `balans help housing` lists what it takes", args[0])
	case verb.takes == "" && len(rest) > 0:
		return usage("housing %s takes no arguments, not %q", args[0], rest[0])
	case verb.takes != "" && len(rest) != 1:
		return usage("housing %s takes %s", args[0], verb.takes)
	case o.write && !verb.stores:
		return usage("--write is for import, incomes and reconcile, not for %s", args[0])
	}
	if err := o.office.complete(); err != nil {
		return err
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	arg := ""
	if len(rest) > 0 {
		arg = rest[0]
	}
	return inputMistake(verb.do(o, ctx, t, j, arg))
}

// inputMistake tells of an input that cannot be as a mistake on the command line, by its flag.
func inputMistake(err error) error {
	var wrong *housing.InputError
	var faults *housing.BadFile
	if errors.As(err, &wrong) && !errors.As(err, &faults) {
		return usageError{fmt.Errorf("%s: %s%s", strings.ReplaceAll(wrong.Field, "_", "-"), wrong.Why, inBrackets(string(wrong.Law)))}
	}
	return err
}

// book reads the households of the year that is asked for.
func (o *housingOptions) book(ctx context.Context, j *journal.Journal) (*housing.Book, error) {
	if err := o.newest(ctx, j); err != nil {
		return nil, err
	}
	book, err := housing.ReadBook(ctx, j, o.year, housing.Everything)
	if err == nil && len(book.Households) == 0 {
		return nil, fmt.Errorf("nothing is known of housing allowances in %d; `balans housing import` takes them in", o.year)
	}
	return book, err
}

// newest sets the year to the newest that was taken in, when none was said.
func (o *housingOptions) newest(ctx context.Context, j *journal.Journal) error {
	if o.year != 0 {
		return nil
	}
	all, err := housing.Intakes(ctx, j)
	for _, in := range all {
		o.year = max(o.year, in.Year)
	}
	if err == nil && o.year == 0 {
		return errors.New("nothing is known of housing allowances; `balans housing import` takes them in")
	}
	return err
}

// monthFlag is a month of a year that a flag gives by its number.
func monthFlag(name string, n, most int) (time.Month, error) {
	if n < 1 || n > most {
		return 0, usage("--%s is a month from 1 to %d", name, most)
	}
	return time.Month(n), nil
}

// overlaid is a law with the values of --parameters laid over it.
func (o *housingOptions) overlaid(law *statute.Parameters) (*statute.Parameters, error) {
	if o.parameters == "" {
		return law, nil
	}
	f, err := os.Open(o.parameters)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	settings, err := parameter.ReadFile(filepath.Base(o.parameters), f)
	if err != nil {
		return nil, err
	}
	values := make([]statute.Value, len(settings))
	for i := range settings {
		values[i] = settings[i].Value
	}
	return law.Overlay(values)
}

// hiddenHouseholds tells which households stand in no list: those in which somebody is
// protected today.
func hiddenHouseholds(ctx context.Context, j *journal.Journal) (func(*housing.Known) bool, error) {
	hidden, err := hiddenPersons(ctx, j)
	return func(k *housing.Known) bool {
		return slices.ContainsFunc([]identity.Number{k.Party, k.Spouse}, func(n identity.Number) bool { return n != identity.None && hidden(n) })
	}, err
}
