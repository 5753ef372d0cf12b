package plan

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Exception is a ground for a plan or deferral longer than usual (HANTF 14).
type Exception string

// The grounds.
const (
	NoException       Exception = ""
	AdvantageOfState  Exception = "advantage_of_state"
	ExtraordinaryCase Exception = "extraordinary"
)

func (x Exception) isKnown() bool { return x == AdvantageOfState || x == ExtraordinaryCase }

// Ask is what is asked for. Either Affordable or Months is stated.
type Ask struct {
	Asked      calendar.Date // the day the debtor asked for a plan
	First      calendar.Date // the first instalment; after the day it is agreed
	Affordable money.Amount  // öre a month in all; for Amortise of the principal
	Months     int           // through in at most so many instalments
	Amortise   bool          // equal parts of the principal, interest and notice fee on top
	Notices    bool          // a notice is sent, and its fee charged, for each instalment
	Fee        money.Amount  // set-up fee to charge, öre
	Consulted  bool          // the plan is complete, written and made with the debtor (INKKL 3)
	Exception  Exception     // why it may be longer than usual
	Reason     string        // in words; needed with an exception
	Others     bool          // the debtor has another plan that goes on beside this one
}

// Share is what one claim has of a plan.
type Share struct {
	Claim  string
	Amount money.Amount // a month; for Amortise of the principal
	Notice money.Amount // fee of each notice
	Count  int          // instalments
}

// Instalment is one payment of a proposal and where it will go.
type Instalment struct {
	Due    calendar.Date
	Amount money.Amount
	Parts  []Part
}

// Part is what an instalment pays of one claim.
type Part struct {
	Claim                                   string
	Amount                                  money.Amount
	Principal, Charge, Interest, Fee, Costs money.Amount
}

// Proposal is a plan as it will be if it is paid as it says.
type Proposal struct {
	Ask
	Agreed      calendar.Date
	Shares      []Share
	Instalments []Instalment
	Debt        money.Amount // owed on the day it is agreed, with the set-up fee
	Interest    money.Amount // from then on; not known while Missing has any
	Notices     money.Amount // fees for notices
	FeeMax      money.Amount // the most the set-up fee may be; see Notes
	Exceeds     bool         // longer than plan_max_months, or than a year beside another plan
	// Missing are days whose rate is not known: principal and fees are right,
	// interest and the number of instalments are at least what is shown.
	Missing []claim.Gap
	Notes   []position.Note
}

// Months is how many instalments the proposal has.
func (p *Proposal) Months() int { return len(p.Instalments) }

// Sum is everything that is paid, öre.
func (p *Proposal) Sum() (sum money.Amount) {
	for _, i := range p.Instalments {
		sum += i.Amount
	}
	return sum
}

// Propose makes the plan for the claims as they stand on the day it is to be
// agreed. A *position.Refusal says what stops it; when that is its length or its
// least instalment, the proposal is returned beside it, to be looked at. The order
// of the claims matters: fees are charged on the first.
func Propose(claims []*position.Position, ask Ask) (*Proposal, error) {
	return propose(claims, ask, nil)
}

// propose makes the plan with the monthly amounts and notice fees the claims have
// already, where those are given.
func propose(claims []*position.Position, ask Ask, have []*Terms) (*Proposal, error) {
	if err := mayAgree(claims, ask); err != nil {
		return nil, err
	}
	p := &Proposal{Ask: ask, Agreed: claims[0].On}
	if err := p.setUpFee(claims); err != nil {
		return nil, err
	}
	notice, err := noticeFee(claims[0], ask)
	if err != nil {
		return nil, err
	}
	law, assumed, err := projected(claims[0].Terms.Parameters, p.Agreed)
	if err != nil {
		return nil, err
	}
	var run *run
	switch {
	case have != nil:
		run, err = asBefore(claims, ask, have, law)
	case ask.Months > 0 && !ask.Amortise:
		run, err = least(claims, ask, notice, law)
	default:
		run, err = amounts(claims, ask, ask.Affordable, notice, law)
	}
	if err == nil {
		err = p.take(run)
	}
	if err != nil {
		return nil, err
	}
	p.assumed(assumed)
	return p, p.hold(claims)
}

// mayAgree refuses what no plan can be made for.
func mayAgree(claims []*position.Position, ask Ask) error {
	switch {
	case len(claims) == 0:
		return &position.Refusal{Code: "no-claim", Why: "a plan pays at least one claim"}
	case (ask.Affordable > 0) == (ask.Months > 0) || ask.Affordable < 0 || ask.Months < 0:
		return &position.Refusal{Code: "amount-or-months", Why: "state either what can be paid a month or in how many months the plan is to be through"}
	case ask.Fee < 0:
		return &position.Refusal{Code: "fee-below-zero", Why: "a fee is not below zero"}
	case ask.First <= claims[0].On:
		return &position.Refusal{Code: "first-instalment", Why: fmt.Sprintf("the first instalment, %s, is to be due after the day the plan is agreed, %s", ask.First, claims[0].On)}
	case ask.Asked > claims[0].On || ask.Asked == calendar.None:
		return &position.Refusal{Code: "asked-later", Why: fmt.Sprintf("the plan is agreed on %s; the day it was asked for, %s, is to be that day or earlier", claims[0].On, ask.Asked)}
	case ask.Exception != NoException && (!ask.Exception.isKnown() || ask.Reason == ""):
		return &position.Refusal{Code: "exception", Law: "HANTF 14", Why: fmt.Sprintf("the exception %q is to be %s or %s, with the reason in words", ask.Exception, AdvantageOfState, ExtraordinaryCase)}
	}
	seen := map[string]bool{}
	for _, c := range claims {
		if err := mayJoin(c, ask, claims[0].On); err != nil {
			return err
		}
		if seen[c.ID()] {
			return &position.Refusal{Claim: c.ID(), Code: "twice", Why: "it is named twice"}
		}
		seen[c.ID()] = true
	}
	return nil
}

// mayJoin refuses a claim that cannot be in a plan.
func mayJoin(c *position.Position, ask Ask, agreed calendar.Date) error {
	refuse := func(code string, law statute.Ref, format string, args ...any) error {
		return &position.Refusal{Claim: c.ID(), Code: code, Law: law, Why: fmt.Sprintf(format, args...)}
	}
	switch {
	case c.On != agreed:
		return refuse("other-day", "", "its position is of %s, that of the plan of %s", c.On, agreed)
	case ask.Asked < c.Decision.DecidedOn:
		return refuse("before-decision", "SFB 108:15", "the plan was asked for on %s, before the decision of %s", ask.Asked, c.Decision.DecidedOn)
	case claim.TypeOf(&c.Decision) == claim.MaintenanceDebt:
		return refuse("maintenance-debt", "SFB 19:43", "a maintenance debt has instalments by a law of its own")
	case c.Has(claim.Ended) || c.Account.Total() == 0:
		return refuse("nothing-owed", "SFB 108:2", "nothing is owed on it")
	case c.Barred():
		return refuse("time-barred", c.Limitation.Law(), "it is time barred since %s", c.Limitation.Last)
	case c.Has(claim.Restructuring):
		return refuse("restructuring", "SKULDL 1", "a debt restructuring is in force; it is paid by that plan")
	case c.State.Regime == claim.New && c.Has(claim.AtKFM):
		return refuse("closed-at-kfm", "INDRL 7", "it is at Kronofogden, who grants respite; recall it first")
	case c.Has(claim.InPlan):
		return refuse("in-plan", "HANTF 14", "it is in a plan already; renegotiate that one")
	}
	return nil
}

// setUpFee finds the most the fee may be, and refuses a higher one: none when the
// plan was asked for by the due date, and only for a complete written plan made
// with the debtor.
func (p *Proposal) setUpFee(claims []*position.Position) error {
	ps := claims[0].Terms.Parameters
	free, err := ps.Value(statute.PlanFeeFreeBeforeDue, p.Agreed)
	if err != nil && !isMissing(err) {
		return err
	}
	for _, c := range claims {
		due := c.Deadlines.Due
		if (due == calendar.None || p.Asked <= due) && free.Int64 == 1 {
			p.note("set-up-fee-free", "INKKL 4", "no set-up fee: the plan was asked for on %s, by the due date of claim %s (%s)", p.Asked, c.ID(), free.Source)
			return p.refuseFee()
		}
	}
	most, err := ps.Value(statute.PlanFeeMax, p.Agreed)
	switch {
	case isMissing(err) && p.Fee == 0:
		p.note("set-up-fee-unknown", "INKKL 4", "no set-up fee: %v", err)
		return nil
	case err != nil:
		return err
	}
	p.FeeMax = money.Amount(most.Int64)
	p.note("set-up-fee", "INKKL 4", "a set-up fee of at most %s kr may be charged for a complete written plan made with the debtor (INKKL 3)", p.FeeMax)
	if p.Fee > 0 && !p.Consulted {
		return &position.Refusal{Code: "set-up-fee", Law: "INKKL 3", Why: "a set-up fee needs a complete written plan made in consultation with the debtor"}
	}
	return p.refuseFee()
}

func (p *Proposal) refuseFee() error {
	if p.Fee > p.FeeMax {
		return &position.Refusal{Code: "set-up-fee", Law: "INKKL 4", Why: fmt.Sprintf("the set-up fee of %s kr is more than the %s kr that may be charged", p.Fee, p.FeeMax)}
	}
	return nil
}

func (p *Proposal) note(code string, law statute.Ref, format string, args ...any) {
	p.Notes = append(p.Notes, position.Note{Code: code, Law: law, Text: fmt.Sprintf(format, args...)})
}

func noticeFee(c *position.Position, ask Ask) (money.Amount, error) {
	if !ask.Notices {
		return 0, nil
	}
	v, err := c.Terms.Parameters.Value(statute.NoticeFee, c.On)
	return money.Amount(v.Int64), err
}

// hold holds the finished plan against its length and least amount.
func (p *Proposal) hold(claims []*position.Position) error {
	ps := claims[0].Terms.Parameters
	last := p.Instalments[p.Months()-1].Due
	longest, err := ps.Value(statute.PlanMaxMonths, p.Agreed)
	switch {
	case isMissing(err):
		p.note("longest-unknown", "HANTF 14", "how long a plan may be is not checked: %v", err)
	case err != nil:
		return err
	case int64(p.Months()) > longest.Int64:
		p.Exceeds = true
		p.note("longer-than-usual", "HANTF 14", "%d instalments are more than %d months (%s)", p.Months(), longest.Int64, longest.Source)
	}
	if p.Others && last > p.Agreed.AddYears(1) {
		p.Exceeds = true
		p.note("second-plan", "HANTF 14", "beside another plan the whole debt is to be paid within a year; the last instalment is due on %s (HEJA, practice)", last)
	}
	if p.Exceeds && p.Exception == NoException {
		return &position.Refusal{Code: "too-long", Law: "HANTF 14", Why: fmt.Sprintf("%s; a longer plan is to be to the State's advantage or have extraordinary reasons, and say which",
			p.Notes[len(p.Notes)-1].Text)}
	}
	smallest, err := ps.Value(statute.PlanMinimumInstalment, p.Agreed)
	switch {
	case isMissing(err):
		p.note("least-unknown", "", "whether the monthly amount is enough is not checked: %v", err)
	case err != nil:
		return err
	case p.Months() > 1 && slices.MinFunc(p.Instalments[:p.Months()-1], byAmount).Amount < money.Amount(smallest.Int64):
		return &position.Refusal{Code: "too-little", Why: fmt.Sprintf("an instalment of %s kr is below the least, %s kr (%s)",
			slices.MinFunc(p.Instalments[:p.Months()-1], byAmount).Amount, money.Amount(smallest.Int64), smallest.Source)}
	}
	return nil
}

func byAmount(a, b Instalment) int { return int(min(1, max(-1, a.Amount-b.Amount))) }
