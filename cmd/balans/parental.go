package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/parental"
)

var parentalCommand = command{
	name: "parental", args: "tfp|fp|sickness|child", summary: "what a day of parental or sickness benefit is, and why",
	long: `  balans parental tfp --sgi 360000 --yearly 2080 --on 2026-03-02 --hours 8 --level 1/2
  balans parental tfp --sgi 360000 --yearly 2080 --day "2026-03-02 full 8" --day "2026-03-03 1/2 7,5" --applied 2026-05-15
  balans parental tfp --other 360000 --on 2026-03-02             who is self-employed: 260 days, five in seven
  balans parental fp --sgi 360000 --on 2026-03-02 --before 200 --level 3/4
  balans parental fp --sgi 360000 --on 2026-03-02 --before 389 --born 2025-06-15     and whether there are days left
  balans parental sickness --sgi 360000 --on 2026-03-02 --continuation
  balans parental child --born 2025-06-15 --on 2026-03-02        how many days of parental benefit there are
  balans parental child --born 2013-01-10 --on 2026-03-02 --reason child_ill --fact special_need=yes

tfp is temporary parental benefit (SFB 13 kap.), fp parental benefit (12 kap.), sickness the daily amounts of sickness benefit
(28 kap.). --sgi is the sickness-based income of employment as it was decided, --other that of other work; the ceiling of the
benefit is applied here. Amounts are in kronor. Each answer is followed by its steps: the paragraph, V when it is applied as the
statute has it or I where the statute is open and a reading was chosen, and what was done; then the values of law with
their sources. What depends on a fact that was not stated is answered "not_shown" with what is missing. A value of law
that is not known for the day is an error, never a guess. The law is the program's own; nothing is read or stored.

Facts of child --fact NAME=yes|no, as the answer asks for them: seriously_ill special_need lss school spring_term care_arranged
in_hospital otherwise; with a date: came_home died. Facts of an application (--applied): seriously_ill after_death (tfp), excused
(fp, a report that came late). Reasons: child_ill carer_ill health_centre other_child treatment
school_meeting self_care inquiry contact_day birth death.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &parentalOptions{facts: map[string]string{}}
		o.declare(fs)
		return o.run
	},
}

// parentalOptions is the command line of parental.
type parentalOptions struct {
	sgi, other                               money.Amount
	on, applied, reported                    dateFlag
	born, begins, resident                   dateFlag
	level, hours, insured, insured240        string
	extraordinary, reason, lang              string
	yearly, before, siblings                 int64
	usedLowest, usedAfterFour                *parental.Eighths // nil: not stated
	beforeSet                                bool
	unemployed, unlimited, lowest, continued bool
	asJSON                                   bool
	days                                     []string
	paid                                     []calendar.Date
	facts                                    map[string]string
}

func (o *parentalOptions) declare(fs *flag.FlagSet) {
	amount := func(to *money.Amount) func(string) error {
		return func(s string) (err error) {
			*to, err = money.Parse(s)
			return err
		}
	}
	used := func(to **parental.Eighths) func(string) error {
		return func(s string) error {
			n, err := strconv.ParseInt(s, 10, 32)
			days := parental.Days(n)
			*to = &days
			return err
		}
	}
	fs.Func("sgi", "sickness-based income of employment, in `KRONOR` a year", amount(&o.sgi))
	fs.Func("other", "sickness-based income of other work, in `KRONOR` a year", amount(&o.other))
	fs.Var(&o.on, "on", "the `DATE` the benefit is for")
	fs.StringVar(&o.level, "level", "full", "full, 3/4, 1/2, 1/4 or 1/8")
	fs.StringVar(&o.hours, "hours", "", "ordinary working `HOURS` of that day; for sickness: compute by working time (the first 14 days)")
	fs.Int64Var(&o.yearly, "yearly", 0, "yearly working time in whole `HOURS`")
	fs.Func("day", "`\"DATE LEVEL HOURS\"` of one of several days, instead of --on, --level and --hours; may be repeated", func(s string) error {
		o.days = append(o.days, s)
		return nil
	})
	fs.Func("paid", "tfp: a `DATE` before with benefit on income of other work; may be repeated", func(s string) error {
		d, err := calendar.Parse(s)
		o.paid = append(o.paid, d)
		return err
	})
	fs.BoolVar(&o.unemployed, "unemployed", false, "unemployed, registered and ready to take work")
	fs.BoolVar(&o.unlimited, "treatment", false, "sickness: without the limit for the unemployed, during treatment or for who is called in when needed")
	fs.BoolVar(&o.continued, "continuation", false, "sickness: on the continuation level")
	fs.StringVar(&o.insured, "insured", "both", "fp: insured by both, residence or work")
	fs.Func("before", "fp: whole `DAYS` on sickness or base level paid for the child before, to both parents (default: 0, and not known to be so)", func(s string) (err error) {
		o.before, err = strconv.ParseInt(s, 10, 32)
		o.beforeSet = true
		return err
	})
	fs.Func("used-lowest", "fp, with --born: whole `DAYS` on the lowest level paid before", used(&o.usedLowest))
	fs.Func("used-after-four", "fp, with --born: whole `DAYS` paid for time from the fourth birthday on", used(&o.usedAfterFour))
	fs.StringVar(&o.insured240, "insured-240", "", "fp: `yes|no`, whether the 240 days of insurance before the birth are shown")
	fs.BoolVar(&o.lowest, "lowest", false, "fp: a day on the lowest level")
	fs.Var(&o.born, "born", "the child's birth, a `DATE`")
	fs.Var(&o.begins, "care-from", "the `DATE` an adopted child came into care, if not at birth")
	fs.Var(&o.resident, "resident", "child: the `DATE` the child became resident in Sweden, if not at birth")
	fs.Int64Var(&o.siblings, "siblings", 0, "child: further children of the same birth")
	fs.StringVar(&o.reason, "reason", "", "child: why the parent stays away, for temporary parental benefit")
	fs.Func("fact", "a fact that is stated, `NAME=VALUE`; may be repeated", o.fact)
	fs.Var(&o.applied, "applied", "tfp and fp: the `DATE` the application came in; says if the days are in time")
	fs.Var(&o.reported, "reported", "fp: the `DATE` of the report to the agency")
	fs.StringVar(&o.extraordinary, "extraordinary", "", "`yes|no`, whether there are extraordinary reasons for a late application")
	fs.StringVar(&o.lang, "lang", "en", "language of the explanation: en or sv")
	fs.BoolVar(&o.asJSON, "json", false, "write JSON: amounts in öre, both languages")
}

// statedFacts are the facts of child and whether they are dates.
var statedFacts = map[string]bool{"seriously_ill": false, "special_need": false, "lss": false, "school": false, "spring_term": false,
	"care_arranged": false, "in_hospital": false, "otherwise": false, "came_home": true, "died": true, "after_death": false, "excused": false}

func (o *parentalOptions) fact(s string) error {
	name, value, _ := strings.Cut(s, "=")
	isDate, known := statedFacts[name]
	switch {
	case !known:
		return fmt.Errorf("there is no fact %q", name)
	case isDate:
		if _, err := calendar.Parse(value); err != nil {
			return err
		}
	case value != string(parental.StatedTrue) && value != string(parental.StatedFalse):
		return fmt.Errorf("%s is stated as yes or no", name)
	}
	o.facts[name] = value
	return nil
}

func (o *parentalOptions) run(_ context.Context, t *terminal, args []string) error {
	if len(args) != 1 {
		return usage("say what to compute: tfp, fp, sickness or child")
	}
	if err := o.check(); err != nil {
		return err
	}
	law, err := statute.Load()
	if err != nil {
		return err
	}
	rules := parental.New(law)
	var a *parentalAnswer
	switch args[0] {
	case "tfp":
		a, err = o.temporary(rules)
	case "fp":
		a, err = o.parental(rules)
	case "sickness":
		a, err = o.sickness(rules)
	case "child":
		a, err = o.child(rules)
	default:
		return usage("there is no %q; it is tfp, fp, sickness or child", args[0])
	}
	var wrong *parental.InputError
	if errors.As(err, &wrong) {
		return usageError{fmt.Errorf("%s: %s%s", wrong.Field, wrong.Why, inBrackets(string(wrong.Law)))}
	}
	if err != nil {
		return err
	}
	if o.asJSON {
		e := json.NewEncoder(t.out)
		e.SetIndent("", "  ")
		return e.Encode(a)
	}
	return a.print(t.out, o.lang)
}

// check looks at what the flag package cannot.
func (o *parentalOptions) check() error {
	for name, s := range map[string]string{"insured-240": o.insured240, "extraordinary": o.extraordinary} {
		if s != "" && s != "yes" && s != "no" {
			return usage("--%s is yes or no; leave it out when it has not been stated", name)
		}
	}
	if o.lang != "en" && o.lang != "sv" {
		return usage("--lang is en or sv")
	}
	if len(o.days) > 0 && (o.on.set || o.hours != "") {
		return usage("--day stands instead of --on, --level and --hours")
	}
	return nil
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// parentalAnswer is what the command answers.
type parentalAnswer struct {
	Lines       [][]string            `json:"-"` // a table for people
	Result      any                   `json:"result"`
	Left        *parental.Left        `json:"left,omitempty"`
	Application []parental.Timeliness `json:"application,omitempty"`
	Doubts      []parental.Missing    `json:"-"`
	Missing     []parental.Missing    `json:"-"`
	Steps       []parental.Step       `json:"-"` // those of all parts
}

// row adds a line of the table; what is empty at its end is left out.
func (a *parentalAnswer) row(cells ...string) {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	a.Lines = append(a.Lines, cells)
}

func (a *parentalAnswer) print(w io.Writer, lang string) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range a.Lines {
		fmt.Fprintln(tw, strings.Join(l, "\t"))
	}
	for _, m := range a.Doubts {
		fmt.Fprintf(tw, "%s: %s\t%s\t%s\n", map[bool]string{true: "to examine", false: "att pröva"}[lang == "en"], m.Fact, m.Law, m.Says.In(lang))
	}
	for _, m := range a.Missing {
		fmt.Fprintf(tw, "missing: %s\t%s\t%s\n", m.Fact, m.Law, m.Says.In(lang))
	}
	fmt.Fprintln(tw)
	for _, s := range a.Steps {
		fmt.Fprintf(tw, "%s\t%s\t%s\n", s.Law, s.Mark, s.Says.In(lang))
	}
	fmt.Fprintln(tw)
	seen := map[parental.Quantity]bool{}
	for _, s := range a.Steps {
		for _, q := range s.Inputs {
			if q.Source != "" && !seen[q] {
				seen[q] = true
				fmt.Fprintf(tw, "%s\t%s %s\t%s\t%s\n", q.Name, q.Value, q.Unit, q.Mark, q.Source)
			}
		}
	}
	return tw.Flush()
}
