package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/steer/report"
)

// writeText writes the claim for a person to read.
func (v *claimFacts) writeText(out io.Writer) error {
	b := bufio.NewWriter(out)
	w := &claimText{claimFacts: v, tw: tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)}
	w.heading()
	if v.decided {
		w.balances()
		w.days()
		w.stands()
		if v.explain {
			w.steps()
			w.payments()
			w.chain()
			w.next()
		} else {
			w.line("")
			w.line("--explain tells every step, where payments went, and what may be done.")
		}
	}
	if err := w.tw.Flush(); err != nil {
		return err
	}
	return b.Flush()
}

// claimText writes a claim as text, in columns.
type claimText struct {
	*claimFacts
	tw *tabwriter.Writer
}

func (w *claimText) line(format string, args ...any) { fmt.Fprintf(w.tw, format+"\n", args...) }

// part begins a part; its columns are set apart from those before.
func (w *claimText) part(title string) {
	w.tw.Flush()
	w.line("\n%s", title)
}

// badgeNames are the names of conditions, in order.
func badgeNames(set claim.Condition) []string {
	names := claim.ConditionNames()
	return slices.DeleteFunc(slices.SortedFunc(maps.Keys(names), func(a, b string) int { return cmp.Compare(names[a], names[b]) }),
		func(name string) bool { return set&names[name] == 0 })
}

// plain is a stored name as words.
func plain(name string) string { return strings.ReplaceAll(name, "_", " ") }

func dayOr(d calendar.Date, none string) string {
	if d == calendar.None {
		return none
	}
	return d.String()
}

func (w *claimText) heading() {
	d := &w.decision
	badges := ""
	for _, name := range badgeNames(w.standing.Badges()) {
		badges += " [" + plain(name) + "]"
	}
	w.line("Claim %s: %s%s", d.ID, plain(w.shown().String()), badges)
	w.line("On %s, as known at %s.%s", w.on, report.KnownText(w.knownAt), aheadText(w.on, w.today))
	w.tw.Flush()
	w.line("")
	if !w.decided {
		w.line("It was not decided, or not known, by then.")
		return
	}
	w.line("  decided\t%s: %s kr, %s (%s), %s, %s", d.DecidedOn, d.Principal, d.Benefit, d.Benefit.Law(), d.Authority, d.Origin)
	ground := claim.TypeOf(d)
	w.line("  type\t%s, %s", plain(ground.String()), ground.Rule().Law)
	w.line("  regime\t%s", claim.RegimeOn(d.DecidedOn))
	for _, debtor := range d.Debtors {
		owes := ""
		switch {
		case debtor.Share != 0:
			owes = ", owes " + debtor.Share.String() + " kr"
		case len(d.Debtors) > 1:
			owes = ", jointly"
		}
		w.line("  debtor\t%s%s", debtor.Number.Masked(), owes)
	}
}

func (w *claimText) balances() {
	a := w.account
	w.part("Balances, kr")
	interest, total := a.Interest.String(), a.Total().String()
	if !a.IsKnown() {
		interest, total = "not known: "+strings.Join(w.gaps(), "; "), "not known, since the interest is not"
	}
	principal := a.Principal.String()
	if w.isBound() {
		principal = "at least " + principal + ", since payments may have gone to interest that is not known"
	}
	w.line("  principal\t%s", principal)
	if a.Charge != 0 {
		w.line("  charge, without interest\t%s", a.Charge)
	}
	w.line("  interest through %s\t%s", a.On, interest)
	w.line("  fees\t%s", a.Fee)
	w.line("  costs\t%s", a.Cost)
	w.line("  total\t%s", total)
	w.line("  credit\t%s", a.Credit)
	if a.Lapsed != 0 {
		w.line("  lapsed when the claim ended\t%s", a.Lapsed)
	}
	if a.Recovered != 0 {
		w.line("  of that paid afterwards\t%s", a.Recovered)
	}
	if a.Overbooked != 0 {
		w.line("  booked beyond what the law gives\t%s", a.Overbooked)
	}
}

// unknownFrom is the first day whose interest is not known; None when all is.
func (v *claimFacts) unknownFrom() calendar.Date {
	from := calendar.None
	for _, g := range v.account.Missing {
		if from == calendar.None || g.From < from {
			from = g.From
		}
	}
	return from
}

// makesBound reports whether a step is a payment that the law divides while the
// interest is not known: what it leaves of the principal is a bound.
func (v *claimFacts) makesBound(s *claim.Step, unknownFrom calendar.Date) bool {
	return s.Sort == claim.StepEvent && v.events[s.Event].Kind == claim.Paid && v.events[s.Event].ByLaw && unknownFrom != calendar.None && s.On >= unknownFrom
}

// isBound reports whether the principal rests on interest that is not known.
func (v *claimFacts) isBound() bool {
	from := v.unknownFrom()
	for i := range v.account.Steps {
		if v.makesBound(&v.account.Steps[i], from) {
			return true
		}
	}
	return false
}

func (w *claimText) days() {
	dl := w.deadlines
	w.part("Days")
	w.line("  sent\t%s\tFL 33", dayOr(dl.Dispatched, "not sent"))
	w.line("  due\t%s\tSFB 108:19", dayOr(dl.Due, "not known before it is sent"))
	w.line("  served\t%s\tSFB 113:19", dayOr(dl.Served, "not served"))
	last, final := dayOr(dl.LastDay, "counted from the service"), dayOr(dl.Final, "counted from the service")
	if dl.Contested {
		last, final = "none: the decision is being reviewed", "counted from when the outcome is served"
	}
	w.line("  last day to ask for reconsideration\t%s\tSFB 113:19", last)
	w.line("  final force\t%s\tSFB 113:19–20", final)
	if w.standing.Track == claim.PublicTrack {
		w.line("  earliest hand-over\t%s\tUB 3:20", dayOr(dl.EarliestHandover, "when it is final and overdue"))
	}
	w.line("  last day before limitation\t%s\t%s", limitationText(w.limitation, w.on), limitationLaw(w.limitation))
	if len(w.decision.Debtors) > 1 && w.limitation.Regime == claim.Old {
		for _, debtor := range w.decision.Debtors {
			one := claim.LimitationAgainst(&w.decision, debtor.Number, w.events, w.on, w.knownAt, w.law.At(w.knownAt))
			w.line("    against %s\t%s\tPRESKL 9", debtor.Number.Masked(), limitationText(one, w.on))
		}
	}
}

func limitationText(l *claim.Limitation, on calendar.Date) string {
	switch {
	case l.Pending:
		return "none: proceedings are pending"
	case l.Barred(on):
		return l.Last.String() + ", time barred since"
	}
	return dayOr(l.Last, "counted from the first due date")
}

func limitationLaw(l *claim.Limitation) string {
	if l.Regime == claim.Old {
		return "PRESKL 2, 5–7"
	}
	return "SKPRESKL 3–8"
}

func (w *claimText) stands() {
	w.part("Standing")
	for _, m := range claim.Machines() {
		since := ""
		if w.standing.State(m) != m.States()[0] {
			since = "since " + w.standing.Since(m).String()
		}
		w.line("  %s\t%s\t%s", m, plain(w.standing.State(m)), since)
	}
	for _, c := range w.standing.Contradictions(w.account) {
		w.line("  CONTRADICTION: %s", c)
	}
}

func daysText(n int) string {
	if n == 1 {
		return "1 day"
	}
	return number(int64(n)) + " days"
}

// percentText is a rate of millionths in per cent.
func percentText(ppm int64) string {
	sign := ""
	if ppm < 0 {
		sign, ppm = "-", -ppm
	}
	decimals := strconv.FormatInt(10_000+ppm%10_000, 10)[1:]
	for len(decimals) > 2 && strings.HasSuffix(decimals, "0") {
		decimals = decimals[:len(decimals)-1]
	}
	return sign + strconv.FormatInt(ppm/10_000, 10) + "," + decimals + " %"
}

func (w *claimText) steps() {
	w.part("The account, step by step")
	w.line("  day\twhat\tparagraph\tamount\tcapital\tinterest\tfees, costs\tcredit")
	from, bound := w.unknownFrom(), false
	for i := range w.account.Steps {
		s := &w.account.Steps[i]
		interest, capital := s.After.Interest.String(), s.After.Capital().String()
		if from != calendar.None && s.On >= from {
			interest = "not known"
		}
		if bound = bound || w.makesBound(s, from); bound {
			capital = "at least " + capital
		}
		what, amount := w.step(s)
		day := s.On.String()
		if s.From != calendar.None && s.From != s.On {
			day = s.From.String() + "–" + day
		}
		w.line("  %s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", day, what, s.Law, amount, capital, interest, s.After.Fee+s.After.Cost, s.After.Credit)
	}
}

// step says what a step did, and its amount.
func (w *claimText) step(s *claim.Step) (what, amount string) {
	switch s.Sort {
	case claim.StepDecided:
		what = "decided"
		if s.Amount != w.decision.Principal {
			what += " at " + w.decision.Principal.String() + ", lowered later: computed anew from the start"
		}
		return what, s.Amount.String()
	case claim.StepInterest:
		return fmt.Sprintf("interest on %s at %s for %s: %s", s.Base, percentText(s.Ppm), daysText(s.Days), w.rate(s)), s.Amount.String()
	case claim.StepUnknown:
		return fmt.Sprintf("interest on %s for %s: %s is missing", s.Base, daysText(s.Days), s.Parameter), "not known"
	case claim.StepNotice:
		return "notice fee of an instalment", s.Amount.String()
	}
	e := &w.events[s.Event]
	what = strings.ToLower(report.KindText(e.Kind, report.English))
	if e.Mode != "" {
		what += " (" + plain(e.Mode) + ")"
	}
	if s.Amount == 0 {
		return what, ""
	}
	return what, s.Amount.String()
}

// rate says what a rate is made of; a value that was not read in the primary
// text carries its mark.
func (v *claimFacts) rate(s *claim.Step) string {
	var parts []string
	for name := range strings.SplitSeq(s.Parameter, " + ") {
		if value, err := v.law.Parameters(v.knownAt).Value(name, s.From); err == nil {
			name += " " + percentText(value.Int64)
			if m := value.Confidence.String(); m != "V" {
				name += " (" + confidences[m] + ")"
			}
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, " + ")
}

// confidences are the marks of how a value is known.
var confidences = map[string]string{"S": "secondary source", "R": "to be checked", "I": "inferred, not a rule", "U": "source unknown", "F": "invented value"}

func (w *claimText) payments() {
	w.part("Where the payments went")
	if len(w.account.Payments) == 0 {
		w.line("  no payments")
		return
	}
	w.line("  day\tpaid\tcosts\tfees\tinterest\tcapital\tcredit\twhy")
	for i := range w.account.Payments {
		p := &w.account.Payments[i]
		w.line("  %s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", w.events[p.Event].OccurredOn, p.Amount, p.Parts.Of(claim.Cost), p.Parts.Of(claim.Fee), p.Parts.Of(claim.Interest),
			p.Parts.Of(claim.Principal)+p.Parts.Of(claim.Charge), p.Parts.Of(claim.Credit), w.why(p))
	}
}

// why says how a payment was divided.
func (v *claimFacts) why(p *claim.Division) string {
	why := "as it was booked"
	if !p.Booked {
		why = "in the order of the law (HB 9:5, allocation_order)"
		if from := v.unknownFrom(); from != calendar.None && v.events[p.Event].OccurredOn >= from {
			why += ", uncertain because the interest is not known"
		}
	}
	if lapsed := p.Parts.Of(claim.NoPart); lapsed != 0 {
		why += "; " + lapsed.String() + " recovered of what had lapsed"
	}
	if p.Undone != 0 {
		why += "; " + p.Undone.String() + " was taken back later and counts as never paid"
	}
	return why
}

func (w *claimText) chain() {
	w.part("Limitation")
	if len(w.limitation.Chain) == 0 {
		w.line("  the time does not run yet: the claim has no due date")
		return
	}
	w.line("  day\twhat\tparagraph\tlast day then")
	for _, link := range w.limitation.Chain {
		w.line("  %s\t%s\t%s\t%s", link.On, linkReasons[link.Why], link.Law, dayOr(link.Last, "none: pending"))
	}
}

func (w *claimText) next() {
	w.part("May be done on " + w.on.String())
	for i := range w.options {
		if rule, _, _ := refused(&w.options[i]); rule == "" {
			w.line("  %s", plain(w.options[i].Kind.String()))
		}
	}
	w.part("May not be done, and why")
	for i := range w.options {
		if rule, why, source := refused(&w.options[i]); rule != "" {
			w.line("  %s\t%s (%s; %s)", plain(w.options[i].Kind.String()), why, rule, source)
		}
	}
}
