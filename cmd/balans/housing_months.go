package main

import (
	"flag"
	"fmt"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/housing"
)

// housingMonths is when a right arose, was applied for and ended.
type housingMonths struct {
	arose, applied, rose, learnt, ended, born dateFlag
}

func (m *housingMonths) declare(fs *flag.FlagSet) {
	fs.Var(&m.arose, "arose", "months: the `DATE` the right arose, such as the day of moving in")
	fs.Var(&m.rose, "rose", "months: the `DATE` of a higher rent, instead of --arose")
	fs.Var(&m.learnt, "learnt", "months: the `DATE` the person learnt of the higher rent (default: --rose)")
	fs.Var(&m.applied, "applied", "months: the `DATE` of the application")
	fs.Var(&m.ended, "ended", "months: the `DATE` the right ended or changed")
	fs.Var(&m.born, "born", "months: the `DATE` of birth of a young person without children")
}

// months says from and to which month an allowance is paid. The law is the program's own.
func (o *housingOptions) months(t *terminal) error {
	m := &o.right
	switch {
	case m.arose.set == m.rose.set:
		return usage("say when the right arose (--arose), or when the rent rose (--rose)")
	case !m.applied.set:
		return usage("say when it was applied for (--applied): it is not paid for months before that (SFB 96:14)")
	case m.learnt.set && !m.rose.set:
		return usage("--learnt is of a higher rent (--rose)")
	}
	first, learnt := housing.FirstMonth(m.arose.Date, m.applied.Date), m.rose.Date
	if m.learnt.set {
		learnt = m.learnt.Date
	}
	if m.rose.set {
		first = housing.FirstMonthOfRise(m.rose.Date, learnt, m.applied.Date)
	}
	law, err := statute.Load()
	if err != nil {
		return err
	}
	most, err := law.Value(statute.HousingPeriodMonths, first)
	if err != nil {
		return err
	}
	last, why := first.AddMonths(int(most.Int64)).AddDays(-1), fmt.Sprintf("a decision is for at most %d months (SFB 96:13)", most.Int64)
	if m.ended.set {
		if ended := housing.LastMonth(m.ended.Date); ended < last {
			last, why = ended, "the month the right ended, or the one before when it was on its first day (SFB 96:12)"
		}
	}
	if last < first {
		return usage("the right ended on %s, before the first month it could be paid for, %s", m.ended.Date, first.String()[:7])
	}
	return m.print(t, housing.New(law), first, last, why)
}

// firstMonthBy is how the first month is found.
const firstMonthBy = "the month after the right arose, the same for the first day of a month; not before the application, but for a rise applied for within a month (SFB 96:12, 96:14)"

func (m *housingMonths) print(t *terminal, rules *housing.Rules, first, last calendar.Date, why string) error {
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "first month\t%s\t%s\n", first.String()[:7], firstMonthBy)
	fmt.Fprintf(tw, "last month\t%s\t%s\n", last.String()[:7], why)
	if m.born.set {
		young, err := rules.YoungAt(m.born.Date, first)
		if err != nil {
			return err
		}
		says := "not of an age for the allowance of the young that month"
		if young {
			says = "of an age for the allowance of the young that month"
		}
		fmt.Fprintf(tw, "age\t%s\t%s (SFB 96:10)\n", m.born.Date, says)
	}
	return tw.Flush()
}
