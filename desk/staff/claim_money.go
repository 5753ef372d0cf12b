package staff

import (
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/steer/report"
)

// lawRef is a paragraph: as it is written in a table, and as in a sentence.
type lawRef struct{ Short, Long string }

// stepRow is one line of the account.
type stepRow struct {
	From, On        string // From only for a run of days
	What, Sub       string
	Mark            string // how sure the rate is, where it was not read in the primary text
	Law             lawRef
	Amount          string
	Capital         string
	Interest, Total string
	Fees, Credit    string
}

// paymentRow is where one payment went, and why.
type paymentRow struct {
	On, What, Amount                             string
	Cost, Fee, Interest, Capital, Credit, Lapsed string
	How                                          string
}

// balances are what is owed at the end of the day. What is not known is said in
// words.
func (l *claimLife) balances(t translate) []keyFigure {
	a := l.account
	interest, total, note := a.Interest.String(), a.Total().String(), ""
	if !a.IsKnown() {
		interest, total, note = t("money.unknown"), t("money.unknown"), t("money.unknown.note")
	}
	capital := keyFigure{t("money.capital"), l.capitalText(t, a.Capital(), l.asOf), ""}
	switch {
	case l.isBound(l.asOf):
		capital.Note = t("money.capital.bound")
	case a.Charge > 0:
		capital.Note = t("money.capital.charge", a.Charge.String())
	}
	figures := []keyFigure{{t("money.total"), total, note}, capital, {t("money.interest"), interest, t("money.interest.note", a.On.String())},
		{t("money.fee"), a.Fee.String(), ""}, {t("money.cost"), a.Cost.String(), ""}}
	for _, more := range []struct {
		key  string
		sum  money.Amount
		note string
	}{{"money.credit", a.Credit, "money.credit.note"}, {"money.lapsed", a.Lapsed, "money.lapsed.note"}, {"money.recovered", a.Recovered, "money.recovered.note"},
		{"money.overbooked", a.Overbooked, "money.overbooked.note"}} {
		if more.sum != 0 {
			figures = append(figures, keyFigure{t(more.key), more.sum.String(), t(more.note)})
		}
	}
	return figures
}

// isBound reports whether the principal at the end of the day rests on interest
// that is not known: payments divided by the law may have paid too much of it.
func (l *claimLife) isBound(on calendar.Date) bool {
	from := l.unknownFrom()
	return from != calendar.None && slices.ContainsFunc(l.account.Payments, func(p claim.Division) bool {
		day := l.events[p.Event].OccurredOn
		return !p.Booked && day >= from && day <= on
	})
}

// capitalText is the principal left at the end of a day: a sum, or at least one.
func (l *claimLife) capitalText(t translate, left money.Amount, on calendar.Date) string {
	if l.isBound(on) {
		return t("money.atleast", left.String())
	}
	return left.String()
}

// unknownFrom is the first day whose interest is not known; None when all is.
func (l *claimLife) unknownFrom() calendar.Date {
	from := calendar.None
	for _, g := range l.account.Missing {
		if from == calendar.None || g.From < from {
			from = g.From
		}
	}
	return from
}

// gaps say which rates are missing, and for which days.
func (l *claimLife) gaps(t translate) []string {
	var all []string
	for _, g := range l.account.Missing {
		all = append(all, t("money.gap", t.parameter(g.Parameter), g.From.String(), g.To.String()))
	}
	return all
}

// parameter is what a parameter of law is called.
func (t translate) parameter(name string) string {
	if strings.Contains(name, " ") { // no parameter, but that there is no rule to apply
		return t("parameter.rules")
	}
	if _, ok := texts["parameter."+name]; !ok {
		return name
	}
	return t("parameter." + name)
}

// days is a number of days in words.
func (t translate) days(n int) string {
	if n == 1 {
		return t("days.one")
	}
	return t("days.many", number(int64(n)))
}

// percent is a rate in per cent, from millionths, with two decimals or as many
// as it has.
func percent(ppm int64) string {
	if ppm < 0 {
		return "−" + percent(-ppm)
	}
	whole, rest := ppm/10_000, ppm%10_000
	decimals := strconv.FormatInt(10_000+rest, 10)[1:]
	for len(decimals) > 2 && strings.HasSuffix(decimals, "0") {
		decimals = decimals[:len(decimals)-1]
	}
	return strconv.FormatInt(whole, 10) + "," + decimals
}

// steps is the account line by line.
func (l *claimLife) steps(t translate, lang report.Language) []stepRow {
	unknown, bound := l.unknownFrom(), false
	var rows []stepRow
	for i := range l.account.Steps {
		s := &l.account.Steps[i]
		row := stepRow{On: s.On.String(), Law: lawRef{string(s.Law), s.Law.Citation()}, Capital: s.After.Capital().String(), Interest: s.After.Interest.String(),
			Fees: (s.After.Fee + s.After.Cost).String(), Total: s.After.Total().String(), Credit: s.After.Credit.String()}
		if unknown != calendar.None && s.On >= unknown {
			row.Interest, row.Total = t("money.unknown"), t("money.unknown")
			if bound = bound || s.Sort == claim.StepEvent && l.events[s.Event].Kind == claim.Paid && l.events[s.Event].ByLaw; bound {
				row.Capital = t("money.atleast", row.Capital)
			}
		}
		l.tell(t, lang, s, &row)
		rows = append(rows, row)
	}
	return rows
}

// tell says what a step is and what it did.
func (l *claimLife) tell(t translate, lang report.Language, s *claim.Step, row *stepRow) {
	if s.From != calendar.None && s.From != s.On {
		row.From = s.From.String()
	}
	switch s.Sort {
	case claim.StepDecided:
		row.What, row.Amount = report.KindText(claim.Decided, lang), "+"+s.Amount.String()
		row.Sub = t("type." + claim.TypeOf(&l.decision).String())
		if s.Amount != l.decision.Principal {
			row.Sub += "; " + t("step.lowered", l.decision.Principal.String())
		}
	case claim.StepInterest:
		row.What, row.Amount = t("step.interest", percent(s.Ppm), s.Base.String(), t.days(s.Days)), "+"+s.Amount.String()
		row.Sub, row.Mark = l.rate(t, s)
	case claim.StepUnknown:
		row.What, row.Amount = t("step.unknown", s.Base.String(), t.days(s.Days)), t("money.unknown")
		row.Sub = t("step.missing", t.parameter(s.Parameter))
	case claim.StepNotice:
		row.What, row.Amount = t("step.notice"), "+"+s.Amount.String()
	case claim.StepEvent:
		e := &l.events[s.Event]
		row.What, row.Amount = report.KindText(e.Kind, lang), signed(e.Kind, s.Amount)
		var more []string
		if mode := t.mode(e.Mode); mode != "" {
			more = append(more, mode)
		}
		row.Sub = strings.Join(append(more, l.parts(t, s.Parts, s.Undone)...), "; ")
	}
}

// rate says what a rate is made of, and how sure the values are.
func (l *claimLife) rate(t translate, s *claim.Step) (of, mark string) {
	var parts []string
	for name := range strings.SplitSeq(s.Parameter, " + ") {
		part := t.parameter(name)
		if v, err := l.law.Parameters(l.known.at).Value(name, s.From); err == nil {
			part += "\u00a0" + percent(v.Int64) + "\u00a0%"
			if m := v.Confidence.String(); m != "V" {
				mark = t("confidence." + m)
			}
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " + "), mark
}

// signed is an event's amount as it moves the debt: up, down, or as stated.
func signed(k claim.Kind, a money.Amount) string {
	switch {
	case a == 0:
		return ""
	case k == claim.Paid || k == claim.Waived || k == claim.CreditMoved || k == claim.Refunded:
		return "−" + a.String()
	case k == claim.FeeCharged || k == claim.PaymentReversed:
		return "+" + a.String()
	}
	return a.String()
}

// parts names the balances that a payment or waiver went to.
func (l *claimLife) parts(t translate, parts claim.Parts, undone money.Amount) []string {
	var all []string
	for _, p := range []claim.Part{claim.Cost, claim.Fee, claim.Interest, claim.Charge, claim.Principal, claim.Credit, claim.NoPart} {
		if ore := parts.Of(p); ore != 0 {
			all = append(all, t("part."+partKey(p), ore.String()))
		}
	}
	if undone != 0 {
		all = append(all, t("payment.undone", undone.String()))
	}
	return all
}

// partKey is the part's name; what paid a debt that had lapsed has none.
func partKey(p claim.Part) string {
	if p == claim.NoPart {
		return "lapsed"
	}
	return p.String()
}

// payments says of every payment where it went and why.
func (l *claimLife) payments(t translate) []paymentRow {
	unknown := l.unknownFrom()
	var rows []paymentRow
	for _, p := range l.account.Payments {
		e := &l.events[p.Event]
		row := paymentRow{On: e.OccurredOn.String(), What: t.mode(e.Mode), Amount: e.Amount.String(), How: t("payment.booked"),
			Cost: p.Parts.Of(claim.Cost).String(), Fee: p.Parts.Of(claim.Fee).String(), Interest: p.Parts.Of(claim.Interest).String(),
			Capital: (p.Parts.Of(claim.Principal) + p.Parts.Of(claim.Charge)).String(), Credit: p.Parts.Of(claim.Credit).String()}
		if !p.Booked {
			row.How = t("payment.bylaw", l.order(t))
			if unknown != calendar.None && e.OccurredOn >= unknown {
				row.How = t("payment.unknown")
			}
		}
		if lapsed := p.Parts.Of(claim.NoPart); lapsed != 0 {
			row.Lapsed = t("part.lapsed", lapsed.String())
		}
		if p.Undone != 0 {
			row.How += " " + t("payment.undone.later", p.Undone.String())
		}
		rows = append(rows, row)
	}
	return rows
}

// order is the order in which the law divides payments, in words.
func (l *claimLife) order(t translate) string {
	v, err := l.law.Parameters(l.known.at).Value("allocation_order", l.asOf)
	if err != nil {
		return ""
	}
	order, err := v.Order()
	if err != nil {
		return ""
	}
	var words []string
	for _, n := range order {
		words = append(words, t("order."+[...]string{"", "cost", "fee", "interest", "charge", "principal"}[n]))
	}
	return strings.Join(words, ", ")
}

// paidCapital is how much of the capital payments have paid: as booked, or for
// payments that the law divides as the account divided them.
func (l *claimLife) paidCapital() money.Amount {
	if !l.isByLaw() {
		return l.state.Paid
	}
	paid, before := money.Amount(0), money.Amount(0)
	for i := range l.account.Steps {
		s := &l.account.Steps[i]
		if s.Sort == claim.StepEvent {
			if k := l.events[s.Event].Kind; k == claim.Paid || k == claim.PaymentReversed {
				paid += before - s.After.Capital()
			}
		}
		before = s.After.Capital()
	}
	return paid
}

// isByLaw reports whether the law divides anything of what counts.
func (l *claimLife) isByLaw() bool {
	return slices.ContainsFunc(l.counted, func(e claim.Event) bool { return e.ByLaw })
}
