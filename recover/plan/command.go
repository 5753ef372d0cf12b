package plan

import (
	"context"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Receipt says what became of a command, and the plan it made.
type Receipt struct {
	journal.Receipt
	Proposal *Proposal // nil when none was made, or the command was a repeated one
	Before   []*Terms  // what it replaces
	Notes    []position.Note
}

// Plan is what every command about a plan states.
type Plan struct {
	position.Errand
	Number string           // the plan's, unique at the agency
	Claims []position.Claim // those it pays, in order; fees are charged on the first
	On     calendar.Date    // the day it happens
}

func (p *Plan) do(ctx context.Context, j *journal.Journal, what string, input any, receipt *Receipt, rule func(*position.Draft) error) error {
	if p.Number == "" || strings.ContainsAny(p.Number, " ") {
		return fmt.Errorf("the plan's number %q is to be one word", p.Number)
	}
	c := position.Command{Errand: p.Errand, Claims: p.Claims, Rule: rule, Input: fmt.Sprint(what, p.Number, p.Claims, p.On, input)}
	var err error
	receipt.Receipt, err = c.Do(ctx, j)
	return err
}

// details are an event's, with the plan's number.
func (p *Plan) details(reason string) *claim.Details {
	return &claim.Details{Until: calendar.None, First: calendar.None, Ref: p.Number, Reason: reason}
}

// Offer offers a plan; the debtor has until a day to accept it.
type Offer struct {
	Plan
	Ask   Ask
	Until calendar.Date
}

// Do carries the command out.
func (o *Offer) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	err := o.do(ctx, j, "offer", []any{o.Ask, o.Until}, &r, func(d *position.Draft) error {
		if o.Until < o.On {
			return &position.Refusal{Code: "until", Why: fmt.Sprintf("the offer of %s is open until %s", o.On, o.Until)}
		}
		positions, err := d.Positions(o.On)
		if err != nil {
			return err
		}
		if r.Proposal, err = Propose(positions, o.Ask); err != nil {
			return err
		}
		for i, c := range d.Claims {
			e := o.agreement(claim.PlanOffered, r.Proposal, i)
			e.Details.Until = o.Until
			if err := d.Add(c, e); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// agreement is the event by which a claim is offered or has a plan.
func (p *Plan) agreement(k claim.Kind, made *Proposal, i int) claim.Event {
	s := made.Shares[i]
	e := claim.Event{Kind: k, OccurredOn: p.On, Amount: s.Amount, ToPrincipal: s.Amount, Details: p.details(made.reason())}
	e.Details.First, e.Details.Count, e.Details.Second = made.First, int32(s.Count), s.Notice
	if made.Amortise {
		e.Mode = amortise
	}
	return e
}

// reason is why the plan may be longer than usual.
func (p *Proposal) reason() string {
	if p.Exception == NoException {
		return p.Reason
	}
	return string(p.Exception) + ": " + p.Reason
}

// Agree makes a plan: every claim has its part of it, and the first bears the
// set-up fee and the notices.
type Agree struct {
	Plan
	Ask Ask
}

// Do carries the command out.
func (a *Agree) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	err := a.do(ctx, j, "agree", a.Ask, &r, func(d *position.Draft) (err error) {
		r.Proposal, err = a.agree(d, a.Ask)
		return err
	})
	return r, err
}

func (p *Plan) agree(d *position.Draft, ask Ask) (*Proposal, error) {
	positions, err := d.Positions(p.On)
	if err != nil {
		return nil, err
	}
	for _, c := range positions {
		if t := numbered(c, p.Number); t {
			return nil, &position.Refusal{Claim: c.ID(), Code: "number-used", Why: "the plan's number " + p.Number + " was used on it before"}
		}
	}
	made, err := Propose(positions, ask)
	if err != nil {
		return made, err
	}
	return made, p.store(d, made)
}

func numbered(p *position.Position, number string) bool {
	for i := range p.Events {
		if p.Events[i].Kind == claim.PlanAgreed && p.Events[i].Detail().Ref == number {
			return true
		}
	}
	return false
}

func (p *Plan) store(d *position.Draft, made *Proposal) error {
	if made.Fee > 0 {
		fee := claim.Event{Kind: claim.FeeCharged, OccurredOn: p.On, Amount: made.Fee, ToPrincipal: made.Fee, Mode: "plan", Details: p.details("")}
		fee.Details.Part = claim.Fee
		if err := d.Add(d.Claims[0], fee); err != nil {
			return err
		}
	}
	for i, c := range d.Claims {
		if err := d.Add(c, p.agreement(claim.PlanAgreed, made, i)); err != nil {
			return err
		}
	}
	return nil
}

// each calls do with every claim whose latest plan is this one and as wanted; it
// refuses when there is none.
func (p *Plan) each(d *position.Draft, wanted string, is func(*Terms) bool, do func(*position.Open, *position.Position, *Terms) error) error {
	found := false
	for _, c := range d.Claims {
		at, err := d.Position(c, p.On)
		if err != nil {
			return err
		}
		if t := Of(at); t != nil && t.Number == p.Number && is(t) {
			found = true
			if err := do(c, at, t); err != nil {
				return err
			}
		}
	}
	if !found {
		return &position.Refusal{Code: "no-plan", Why: fmt.Sprintf("no claim named has the plan %s %s on %s", p.Number, wanted, p.On)}
	}
	return nil
}

func inForce(t *Terms) bool { return t.InForce }

// Breach breaks a plan off because instalments were missed: late interest runs
// from the next day and all is due.
type Breach struct {
	Plan
	Reason string // needed while the agency's rule for how many may be missed is not known
}

// Do carries the command out. Fewer missed instalments than the rule says, or
// none, are refused.
func (b *Breach) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	err := b.do(ctx, j, "breach", b.Reason, &r, func(d *position.Draft) error {
		r.Notes = nil
		missed := 0
		err := b.each(d, "in force", inForce, func(_ *position.Open, at *position.Position, _ *Terms) error {
			s, err := StandingOf(at)
			if err == nil {
				missed = max(missed, s.Missed)
			}
			return err
		})
		if err != nil {
			return err
		}
		s := Standing{Missed: missed, On: b.On}
		due, note, err := s.BreachDue(b.Terms.Parameters)
		switch {
		case missed == 0:
			return &position.Refusal{Code: "nothing-missed", Law: "SFB 108:19", Why: "no instalment is missed on " + b.On.String()}
		case isMissing(err) && b.Reason == "":
			return fmt.Errorf("%d instalments are missed; whether that breaks the plan off is a decision that states its reason, because the agency's rule is not known: %w", missed, err)
		case isMissing(err):
			r.Notes = append(r.Notes, position.Note{Code: "breach-decided", Law: "SFB 108:19", Text: fmt.Sprintf("%d instalments are missed; a person has decided (%s)", missed, b.Reason)})
		case err != nil:
			return err
		case !due:
			return &position.Refusal{Code: "too-few-missed", Law: "SFB 108:19", Why: note.Text}
		default:
			r.Notes = append(r.Notes, note)
		}
		return b.each(d, "in force", inForce, func(c *position.Open, _ *position.Position, _ *Terms) error {
			return d.Add(c, claim.Event{Kind: claim.PlanBreached, OccurredOn: b.On, Details: b.details(b.Reason)})
		})
	})
	return r, err
}

// Reinstate takes a broken plan up again: the breach was healed or is excused.
// Instalments count from the next one; what was missed is in the last.
type Reinstate struct {
	Plan
	Reason string
}

// Do carries the command out.
func (x *Reinstate) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	broken := func(t *Terms) bool { return t.Broken }
	err := x.do(ctx, j, "reinstate", x.Reason, &r, func(d *position.Draft) error {
		return x.each(d, "broken", broken, func(c *position.Open, at *position.Position, t *Terms) error {
			if at.Account.Total() == 0 {
				return nil
			}
			if t.passed(x.On+1) >= t.Count {
				return &position.Refusal{Claim: at.ID(), Code: "no-instalment-left", Law: "HANTF 14", Why: "the last instalment has passed; agree a new plan"}
			}
			return d.Add(c, claim.Event{Kind: claim.PlanReinstated, OccurredOn: x.On, Details: x.details(x.Reason)})
		})
	})
	return r, err
}

// End ends a plan that is in force.
type End struct {
	Plan
	How    string // Cancelled, or Fulfilled when nothing is owed any more
	Reason string
}

// Do carries the command out.
func (x *End) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	if x.How != Cancelled && x.How != Fulfilled {
		return r, fmt.Errorf("a plan ends %s or %s, not %q; Renegotiate renews it", Cancelled, Fulfilled, x.How)
	}
	err := x.do(ctx, j, "end", []string{x.How, x.Reason}, &r, func(d *position.Draft) error {
		return x.each(d, "in force", inForce, func(c *position.Open, at *position.Position, _ *Terms) error {
			if x.How == Fulfilled && at.Account.Total() > 0 {
				return &position.Refusal{Claim: at.ID(), Code: "not-fulfilled", Why: fmt.Sprintf("%s kr is owed", at.Account.Total())}
			}
			return d.Add(c, claim.Event{Kind: claim.PlanEnded, OccurredOn: x.On, Mode: x.How, Details: x.details(x.Reason)})
		})
	})
	return r, err
}

// Renegotiate ends the plan Old on the claims that have it, and agrees a new one.
type Renegotiate struct {
	Plan
	Old    string
	Ask    Ask
	Reason string
}

// Do carries the command out.
func (x *Renegotiate) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	err := x.do(ctx, j, "renegotiate", []any{x.Old, x.Ask, x.Reason}, &r, func(d *position.Draft) (err error) {
		old := x.Plan
		old.Number = x.Old
		if r.Before, err = old.renew(d, x.Reason); err != nil {
			return err
		}
		r.Proposal, err = x.agree(d, x.Ask)
		return err
	})
	return r, err
}

// renew ends the plan where it is in force. One that is broken gives way by itself.
func (p *Plan) renew(d *position.Draft, reason string) (before []*Terms, err error) {
	err = p.each(d, "in force or broken", func(t *Terms) bool { return t.InForce || t.Broken }, func(c *position.Open, _ *position.Position, t *Terms) error {
		before = append(before, t)
		if t.Broken {
			return nil
		}
		return d.Add(c, claim.Event{Kind: claim.PlanEnded, OccurredOn: p.On, Mode: Renewed, Details: p.details(reason)})
	})
	return before, err
}

// Defer grants a deferral (anstånd): the claim may wait until a day.
type Defer struct {
	position.Errand
	Claim     position.Claim
	On, Until calendar.Date
	Exception Exception // why it may be longer than a year from the due date
	Reason    string
}

// Do carries the command out. A deferral that ends later than the law has it as a
// rule needs an exception with its reason (HANTF 14).
func (x *Defer) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	c := position.Command{Errand: x.Errand, Claims: []position.Claim{x.Claim}, Input: fmt.Sprint("defer", x.Claim, x.On, x.Until, x.Exception, x.Reason)}
	c.Rule = func(d *position.Draft) error {
		at, err := d.Position(d.Claims[0], x.On)
		if err != nil {
			return err
		}
		if err := x.hold(at); err != nil {
			return err
		}
		reason := x.Reason
		if x.Exception != NoException {
			reason = string(x.Exception) + ": " + reason
		}
		return d.Add(d.Claims[0], claim.Event{Kind: claim.DeferralGranted, OccurredOn: x.On,
			Details: &claim.Details{Until: x.Until, First: calendar.None, Reason: reason}})
	}
	return c.Do(ctx, j)
}

func (x *Defer) hold(at *position.Position) error {
	refuse := func(code string, law statute.Ref, format string, args ...any) error {
		return &position.Refusal{Claim: at.ID(), Code: code, Law: law, Why: fmt.Sprintf(format, args...)}
	}
	switch {
	case x.Until <= x.On:
		return refuse("until", "HANTF 14", "a deferral granted on %s ends later than %s", x.On, x.Until)
	case at.Has(claim.Ended) || at.Account.Total() == 0:
		return refuse("nothing-owed", "SFB 108:2", "nothing is owed on it")
	case at.Barred():
		return refuse("time-barred", at.Limitation.Law(), "it is time barred since %s", at.Limitation.Last)
	case at.Has(claim.InPlan):
		return refuse("in-plan", "HANTF 14", "it is in a plan; renegotiate that instead")
	case x.Exception != NoException && (!x.Exception.isKnown() || x.Reason == ""):
		return refuse("exception", "HANTF 14", "the exception %q is to be %s or %s, with the reason in words", x.Exception, AdvantageOfState, ExtraordinaryCase)
	}
	due := at.Deadlines.Due
	years, err := at.Terms.Parameters.Value(statute.DeferralMaxYears, x.On)
	switch {
	case err != nil:
		return err
	case due == calendar.None:
		return refuse("not-due", "HANTF 14", "it has no due date to defer: it has not been sent")
	case x.Until > due.AddYears(int(years.Int64)) && x.Exception == NoException:
		return refuse("too-long", "HANTF 14", "it was due on %s; later than %s is to be to the State's advantage or have extraordinary reasons, and say which", due, due.AddYears(int(years.Int64)))
	}
	return nil
}
