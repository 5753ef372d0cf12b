package letter

import (
	"fmt"
	"slices"
	"strings"

	"balans/exchange/letterdoc"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
)

// FactsError lists all that the facts of a letter lack, or have that does not agree.
type FactsError struct {
	Faults  []string
	Printed *letterdoc.Error // what the page cannot hold, when that is what is wrong
}

func (e *FactsError) Error() string {
	return "the facts of the letter: " + strings.Join(e.Faults, "; ")
}

// faults gathers what is wrong, so that all of it is told at once.
type faults struct{ all []string }

func (f *faults) add(format string, args ...any) { f.all = append(f.all, fmt.Sprintf(format, args...)) }

func (f *faults) err() error {
	if len(f.all) == 0 {
		return nil
	}
	return &FactsError{Faults: f.all}
}

func given(d calendar.Date) bool { return d != calendar.None && d != 0 }

// day asks for a date.
func (f *faults) day(name string, d calendar.Date) {
	if !given(d) {
		f.add("%s: the day is missing", name)
	}
}

// text asks for words that can stand in a letter.
func (f *faults) text(name, s string, must bool) {
	switch {
	case must && strings.TrimSpace(s) == "":
		f.add("%s: the words are missing", name)
	case !journal.Plain(strings.ReplaceAll(s, "\n", " ")):
		f.add("%s: there is a control character in it, or it is not UTF-8", name)
	}
}

func (f *faults) positive(name string, a money.Amount) {
	if a <= 0 {
		f.add("%s: it is to be above 0, not %s", name, a)
	}
}

func (f *faults) notNegative(name string, a money.Amount) {
	if a < 0 {
		f.add("%s: it cannot be below 0: %s", name, a)
	}
}

func (f *faults) law(name string, must bool, refs ...statute.Ref) {
	if must && len(refs) == 0 {
		f.add("%s: the provisions are missing (FL 32)", name)
	}
	for _, r := range refs {
		if err := r.Check(); err != nil && (r != "" || must) {
			f.add("%s: %v", name, err)
		}
	}
}

func (f *faults) pay(p *PayTo) {
	f.text("pay.account", p.Account, true)
	f.text("pay.reference", p.Reference, true)
}

func (s *Subject) faults(f *faults, claim bool) {
	s.named(f, claim)
	if s.From > s.To || !given(s.From) || !given(s.To) {
		f.add("from, to: the days %s–%s are no period", s.From, s.To)
	}
}

// ofClaim holds the subject of a letter about a claim that stands. Of one that was taken over
// from another system the days may not be known; then the letter does not state them.
func (s *Subject) ofClaim(f *faults) {
	if given(s.From) || given(s.To) {
		s.faults(f, true)
		return
	}
	s.named(f, true)
}

func (s *Subject) named(f *faults, claim bool) {
	if s.Benefit == benefit.None || !s.Benefit.IsKnown() {
		f.add("benefit: it is missing")
	}
	if claim {
		f.text("claim", s.Claim, true)
	}
	f.text("case", s.Case, !claim)
}

// sums holds the totals against themselves and the lines against the totals.
func (s *Sums) faults(f *faults, lines []Line) {
	f.notNegative("paid", s.Paid)
	f.notNegative("entitled", s.Entitled)
	f.notNegative("not_recovered", s.NotRecovered)
	f.notNegative("waived", s.Waived)
	if s.Paid-s.Entitled != s.Overpaid {
		f.add("overpaid: paid %s less entitled %s is not %s", s.Paid, s.Entitled, s.Overpaid)
	}
	if s.NotRecovered+s.Waived > s.Overpaid {
		f.add("waived, not_recovered: %s is more than was overpaid", s.NotRecovered+s.Waived)
	}
	var sum Sums
	for i, l := range lines {
		if l.From > l.To || !given(l.From) || !given(l.To) {
			f.add("lines[%d]: the days %s–%s are no period", i, l.From, l.To)
		} else if i > 0 && l.From <= lines[i-1].To {
			f.add("lines[%d]: it begins %s, within the line before it", i, l.From)
		}
		f.notNegative(fmt.Sprintf("lines[%d].paid", i), l.Paid)
		f.notNegative(fmt.Sprintf("lines[%d].entitled", i), l.Entitled)
		sum.Paid, sum.Entitled = sum.Paid+l.Paid, sum.Entitled+l.Entitled
		sum.NotRecovered, sum.Waived = sum.NotRecovered+l.NotRecovered, sum.Waived+l.Waived
	}
	sum.Overpaid = sum.Paid - sum.Entitled
	if len(lines) == 0 {
		f.add("lines: there are none, so nobody could see how the amount came about (FL 32)")
	} else if sum != *s {
		f.add("lines: they add up to %+v, the totals are %+v", sum, *s)
	}
}

func (o *Officials) faults(f *faults) {
	f.text("officials.by", o.By, false)
	f.text("officials.presented_by", o.Presenter, false)
	for i, n := range o.TookPart {
		f.text(fmt.Sprintf("officials.took_part[%d]", i), n, true)
	}
}

func (c *Components) faults(f *faults) {
	for _, p := range []struct {
		name string
		a    money.Amount
	}{{"principal", c.Principal}, {"charge", c.Charge}, {"interest", c.Interest}, {"fee", c.Fee}, {"cost", c.Cost}} {
		f.notNegative("owed."+p.name, p.a)
	}
	f.positive("owed", c.Total())
}

func (h *Hearing) faults(f *faults) {
	h.Subject.faults(f, false)
	h.Sums.faults(f, h.Lines)
	f.law("sections", true, h.Sections...)
	f.text("reasons.facts", h.Reasons.Facts, true)
	f.text("reasons.liability", h.Reasons.Liability, false)
	f.text("reasons.waiver", h.Reasons.Waiver, false)
	for i, m := range h.Material {
		f.text(fmt.Sprintf("material[%d].what", i), m.What, true)
		f.text(fmt.Sprintf("material[%d].from", i), m.From, false)
	}
	f.notNegative("proposed", h.Proposed)
	f.day("answer_by", h.AnswerBy)
	f.text("changed", h.Changed, h.Again)
	h.Officials.faults(f)
}

func (d *Decision) faults(f *faults) {
	d.Subject.faults(f, d.Outcome != RepayNone)
	d.Sums.faults(f, d.Lines)
	f.notNegative("charge", d.Charge)
	if want := d.Overpaid - d.NotRecovered - d.Waived + d.Charge; d.Outcome != RepayNone && d.Principal != want {
		f.add("principal: overpaid less what is not recovered and waived, and the charge, is %s, not %s", want, d.Principal)
	}
	switch part := d.NotRecovered+d.Waived > 0; {
	case d.Outcome != RepayAll && d.Outcome != RepayPart && d.Outcome != RepayNone:
		f.add("outcome: it is %s, %s or %s, not %q", RepayAll, RepayPart, RepayNone, d.Outcome)
	case d.Outcome == RepayNone && (d.Principal != 0 || d.NotRecovered+d.Waived != d.Overpaid):
		f.add("outcome: nothing is to be repaid, but %s is demanded, and of the overpaid %s only %s is let off", d.Principal, d.Overpaid, d.NotRecovered+d.Waived)
	case d.Outcome == RepayAll && part, d.Outcome == RepayPart && !part:
		f.add("outcome: it is %s, and %s is let off", d.Outcome, d.NotRecovered+d.Waived)
	}
	if (d.Tax != 0 || d.Net != 0) && d.Tax+d.Net != d.Overpaid {
		f.add("tax, net: %s and %s are not the overpaid %s", d.Tax, d.Net, d.Overpaid)
	}
	if _, ok := causes[d.Cause]; !ok {
		f.add("cause: there is no %q", d.Cause)
	}
	f.law("sections", true, d.Sections...)
	f.text("reasons.facts", d.Reasons.Facts, true)
	f.text("reasons.liability", d.Reasons.Liability, true)
	f.text("reasons.waiver", d.Reasons.Waiver, true)
	d.heard(f)
	f.day("decided_on", d.DecidedOn)
	d.Officials.faults(f)
	if !d.Automatic && d.By == "" {
		f.add("officials.by: who decided is missing (FL 31)")
	}
	if d.ReviewMonths < 1 {
		f.add("review_months: how long reconsideration can be asked for is missing (FL 33)")
	}
	if r := d.Reviewed; r != nil {
		switch {
		case d.Claim == "":
			f.add("claim: which claim was reconsidered is missing (SFB 113:7)")
		case r.Was <= 0 || d.Principal > r.Was:
			f.add("reviewed.was: %s was demanded and %s is now; a reconsideration does not raise it (SFB 113:8)", r.Was, d.Principal)
		case r.Court != "" && (!slices.Contains(Courts, r.Court) || !given(r.JudgedOn) || r.JudgedOn > d.DecidedOn):
			f.add("reviewed.court: of a judgment the court is one of %v, and the day is not after the decision", Courts)
		case r.Court != "" && r.OwnMotion:
			f.add("reviewed.own_motion: the agency does not act of its own motion after a judgment")
		case r.Court == "" && !r.OwnMotion && r.AppealMonths < 1:
			f.add("reviewed.appeal_months: how long the outcome can be appealed is missing (SFB 113:20)")
		}
	}
	if d.Outcome != RepayNone {
		d.asked(f)
	}
}

// heard holds what is said of the hearing together.
func (d *Decision) heard(f *faults) {
	switch heard := given(d.HeardOn); {
	case !heard && strings.TrimSpace(d.NotHeard) == "":
		f.add("heard_on: neither when the person was heard nor why not is stated (FL 25)")
	case heard && d.NotHeard != "":
		f.add("not_heard: the person was heard on %s, and a reason why not is stated", d.HeardOn)
	case heard && !given(d.AnswerBy):
		f.add("answer_by: the day of the hearing letter is missing")
	case given(d.AnsweredOn) && d.AnsweredOn < d.HeardOn:
		f.add("answered_on: %s is before the hearing of %s", d.AnsweredOn, d.HeardOn)
	}
	f.text("answer", d.Answer, given(d.AnsweredOn))
	f.text("answer_met", d.AnswerMet, given(d.AnsweredOn))
	f.text("not_heard", d.NotHeard, false)
}

// asked holds what is said of the payment together.
func (d *Decision) asked(f *faults) {
	f.positive("principal", d.Principal)
	if d.Reviewed == nil || given(d.DueOn) { // a claim that was reconsidered keeps its day
		f.day("due_on", d.DueOn)
	}
	f.pay(&d.Pay)
	f.notNegative("share", d.Share)
	switch {
	case d.Debtors < 1:
		f.add("debtors: how many owe it is missing")
	case d.Share > d.Principal:
		f.add("share: %s is more than the whole", d.Share)
	}
	if given(d.DueOn) && d.DueOn < d.DecidedOn {
		f.add("due_on: %s is before the decision of %s", d.DueOn, d.DecidedOn)
	}
}

func (r *Reminder) faults(f *faults) {
	r.Subject.ofClaim(f)
	r.Owed.faults(f)
	f.day("decided_on", r.DecidedOn)
	f.day("due", r.Due)
	f.day("pay_by", r.PayBy)
	f.positive("yours", r.Yours)
	f.pay(&r.Pay)
}

func (d *Demand) faults(f *faults) {
	d.Subject.ofClaim(f)
	d.Owed.faults(f)
	f.text("creditor", d.Creditor, true)
	f.law("ground", true, d.Ground)
	f.positive("yours", d.Yours)
	f.notNegative("settled", d.Settled)
	sum := -d.Settled
	for i, r := range d.Accrued {
		if r.From > r.To || !given(r.From) {
			f.add("accrued[%d]: the days %s–%s are no period", i, r.From, r.To)
		}
		f.law(fmt.Sprintf("accrued[%d].law", i), false, r.Law)
		sum += r.Amount
	}
	if sum != d.Owed.Interest {
		f.add("accrued: the runs less what is settled are %s, the interest is %s (INKL 5)", sum, d.Owed.Interest)
	}
	f.law("late_law", given(d.LateFrom), d.LateLaw)
	f.day("until", d.Until)
	f.pay(&d.Pay)
}

func (t *Terms) faults(f *faults) {
	f.positive("debt", t.Debt)
	f.notNegative("interest", t.Interest)
	f.notNegative("notices", t.Notices)
	f.notNegative("set_up", t.SetUp)
	if len(t.Claims) == 0 {
		f.add("claims: the plan pays none")
	}
	for i, c := range t.Claims {
		f.text(fmt.Sprintf("claims[%d]", i), c, true)
	}
	var sum money.Amount
	for i, n := range t.Instalments {
		f.day(fmt.Sprintf("instalments[%d].due", i), n.Due)
		f.positive(fmt.Sprintf("instalments[%d].amount", i), n.Amount)
		if i > 0 && n.Due <= t.Instalments[i-1].Due {
			f.add("instalments[%d]: %s is not after the one before it", i, n.Due)
		}
		sum += n.Amount
	}
	if want := t.Debt + t.Interest + t.Notices; sum != want && !t.InterestUnknown {
		f.add("instalments: they add up to %s; debt, interest and notices are %s", sum, want)
	}
	if len(t.Instalments) == 0 {
		f.add("instalments: there are none")
	}
	f.pay(&t.Pay)
}

func (p *PlanOffer) faults(f *faults) {
	p.Subject.ofClaim(f)
	p.Terms.faults(f)
	f.day("answer_by", p.AnswerBy)
	f.text("why", p.Why, false)
}

func (p *PlanConfirmed) faults(f *faults) {
	p.Subject.ofClaim(f)
	p.Terms.faults(f)
	f.text("number", p.Number, true)
	f.day("agreed_on", p.AgreedOn)
}

func (p *PlanBreach) faults(f *faults) {
	p.Subject.ofClaim(f)
	f.text("number", p.Number, true)
	if len(p.Missed) == 0 {
		f.add("missed: there is none, so the plan is kept")
	}
	for i, n := range p.Missed {
		f.day(fmt.Sprintf("missed[%d].due", i), n.Due)
		f.positive(fmt.Sprintf("missed[%d].amount", i), n.Amount)
	}
	p.Owed.faults(f)
	f.day("pay_by", p.PayBy)
	f.pay(&p.Pay)
}

func (l *Limitation) faults(f *faults) {
	l.Subject.ofClaim(f)
	f.day("decided_on", l.DecidedOn)
	f.day("last_day", l.LastDay)
	f.notNegative("left", l.Left)
	f.law("law", true, l.Law)
}

func (r *Refund) faults(f *faults) {
	r.Subject.ofClaim(f)
	f.positive("amount", r.Amount)
	f.notNegative("interest", r.Interest)
	f.text("why", r.Why, true)
	f.law("law", false, r.Law)
}

func (h *HandOver) faults(f *faults) {
	h.Subject.ofClaim(f)
	h.Owed.faults(f)
	f.day("decided_on", h.DecidedOn)
	f.day("due", h.Due)
	f.day("handed_on", h.HandedOn)
	f.day("interest_to", h.InterestTo)
	if !h.Civil {
		f.day("final", h.Final)
	}
}
