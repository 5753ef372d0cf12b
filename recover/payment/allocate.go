package payment

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/plan"
	"balans/recover/position"
)

// Rule is why a part of a payment went to a claim.
type Rule string

// The rules, in the order they are tried.
const (
	Directed     Rule = "directed"      // the reference names the claim
	PlanDirected Rule = "plan_directed" // the reference names its plan, and an instalment is due
	PlanAhead    Rule = "plan_ahead"    // the reference names its plan; the next instalment
	PlanDue      Rule = "plan_due"      // an instalment of its plan is due
	Limitation   Rule = "limitation"    // it is barred before the others
	DueDate      Rule = "due_date"      // barred as early as others, it was due before them
	Number       Rule = "number"        // barred and due as others, it has the lowest number
	Only         Rule = "only"          // no other claim of the payer is due
)

// Why is the reason of a part, as data.
type Why struct {
	Rule Rule
	Law  statute.Ref
	Plan string        // its number, for the rules of plans
	Last calendar.Date // last day before limitation
	Due  calendar.Date // the claim's due date; for plans of the last instalment meant
}

// String is the reason in English.
func (w Why) String() string {
	switch w.Rule {
	case Directed:
		return "the payer's reference names the claim"
	case PlanDirected:
		return fmt.Sprintf("the payer's reference names plan %s: instalments due through %s", w.Plan, w.Due)
	case PlanAhead:
		return fmt.Sprintf("the payer's reference names plan %s: instalments to come, through %s", w.Plan, w.Due)
	case PlanDue:
		return fmt.Sprintf("instalments of plan %s are due through %s", w.Plan, w.Due)
	case Limitation:
		return "it is time barred before the payer's other due claims, after " + w.Last.String()
	case DueDate:
		return fmt.Sprintf("it is time barred after %s as others are, and was due before them, on %s", w.Last, w.Due)
	case Number:
		return fmt.Sprintf("it is time barred after %s and was due on %s as others were, and has the lowest number", w.Last, w.Due)
	}
	return "it is the only one of the payer's claims that is due and not paid"
}

// Part is what goes to one claim for one reason.
type Part struct {
	Claim  position.Claim
	Amount money.Amount
	Why    Why
}

// Allocation is where a payment goes. The parts and the rest are the payment.
type Allocation struct {
	Parts []Part
	Rest  money.Amount
	// Passed says of each claim that got nothing, or less than is owed on it, why.
	Passed []position.Note
	Notes  []position.Note
}

// candidate is a claim that may take something.
type candidate struct {
	at       *position.Position // on the day the payment counts
	now      *position.Position // on the day it is allocated
	room     money.Amount
	standing *plan.Standing // nil: no plan in force
	given    money.Amount
	passed   *position.Note
}

type allocator struct {
	Allocation
	in         Incoming
	candidates []*candidate
}

// Allocate finds where the payment goes, of the claims as they stand on the day
// it counts: the day it was booked, or the decision if that is later. What is
// due, in a plan or barred is asked of the day it is allocated, asOf. The order
// of the positions does not matter.
func Allocate(in Incoming, positions []*position.Position, asOf calendar.Date) (*Allocation, error) {
	if in.Amount <= 0 {
		return nil, &position.Refusal{Code: "amount-missing", Why: fmt.Sprintf("the payment %s states no amount above 0", in.ID)}
	}
	a := &allocator{in: in}
	a.Rest = in.Amount
	for _, p := range positions {
		c, err := newCandidate(p, asOf)
		if err != nil {
			return nil, err
		}
		a.candidates = append(a.candidates, c)
	}
	slices.SortStableFunc(a.candidates, func(x, y *candidate) int { return position.Compare(x.now, y.now) })
	a.directed()
	if err := a.undirected(); err != nil {
		return nil, err
	}
	for _, c := range a.candidates {
		if c.passed == nil && c.given == 0 {
			c.passed = c.pass("used-up", "HB 9:5", "the payment did not reach it")
		}
		if c.passed != nil && c.given < c.room || c.passed != nil && c.room == 0 {
			a.Passed = append(a.Passed, *c.passed)
		}
	}
	return &a.Allocation, nil
}

func newCandidate(p *position.Position, asOf calendar.Date) (c *candidate, err error) {
	c = &candidate{at: p, now: p}
	if asOf > p.On {
		if c.now, err = position.Of(p.Decision, p.Events, asOf, p.KnownAt, p.Terms); err != nil {
			return nil, err
		}
	}
	if c.room, err = p.Takes(); err != nil {
		return nil, err
	}
	if c.standing, err = plan.StandingOf(c.now); err != nil {
		return nil, err
	}
	if c.standing != nil && c.standing.Count == 0 { // taken over without its terms: it cannot say what is due
		c.standing = nil
	}
	stop := p.Stops(p.Payment(1))
	switch {
	case c.now.State.Regime == claim.New && (c.now.Has(claim.AtKFM) || p.Has(claim.AtKFM)):
		c.passed = c.pass("closed-at-kfm", "UB 3:1", "it is at Kronofogden, who collects it")
	case c.room == 0:
		c.passed = c.pass("nothing-owed", "SFB 108:2", "nothing is owed on it")
	case stop != nil:
		c.passed = c.pass(stop.Rule.ID, "", "%s: %s", stop.Rule.Says, stop.Why)
	default:
		return c, nil
	}
	c.room = 0
	return c, nil
}

func (c *candidate) pass(code string, law statute.Ref, format string, args ...any) *position.Note {
	return &position.Note{Code: code, Claim: c.at.ID(), Law: law, Text: fmt.Sprintf(format, args...)}
}

// give gives a claim so much, or what there is.
func (a *allocator) give(c *candidate, want money.Amount, why Why) {
	amount := min(want, c.room-c.given, a.Rest)
	if amount <= 0 {
		return
	}
	a.Rest -= amount
	c.given += amount
	to := position.Claim{Party: c.at.Decision.Party(), ID: c.at.ID()}
	if i := slices.IndexFunc(a.Parts, func(p Part) bool { return p.Claim == to && p.Why.Rule == why.Rule }); i >= 0 {
		a.Parts[i].Amount += amount
		a.Parts[i].Why = why
	} else {
		a.Parts = append(a.Parts, Part{to, amount, why})
	}
	if missing := c.at.Account.Missing; len(missing) > 0 && c.given == amount {
		a.Notes = append(a.Notes, *c.pass("rate-missing", "", "%s is not known for %s: what is owed on it is at least what was counted with", missing[0].Parameter, missing[0].Period))
	}
}

// directed follows the payer's reference (HB 9:5, NJA 2013 s. 1190): to a claim,
// also one that is not due yet, or to a plan's instalments, those due first.
func (a *allocator) directed() {
	if a.in.Reference == "" {
		return
	}
	var planned []*candidate
	for _, c := range a.candidates {
		if c.at.ID() == a.in.Reference {
			a.give(c, c.room, c.why(Directed))
			return
		}
		if c.standing != nil && c.standing.Number == a.in.Reference {
			planned = append(planned, c)
		}
	}
	if len(planned) == 0 {
		a.Notes = append(a.Notes, position.Note{Code: "reference-unknown", Law: "HB 9:5", Text: fmt.Sprintf("the reference %q names no claim and no plan in force among those looked at", a.in.Reference)})
		return
	}
	for k := 0; a.Rest > 0; k++ {
		more := false
		for _, c := range planned {
			if k >= c.standing.Count {
				continue
			}
			more = true
			why := c.why(PlanAhead)
			if why.Due = c.standing.Due(k); why.Due <= c.now.On {
				why.Rule = PlanDirected
			}
			a.give(c, c.standing.LeftThrough(k)-c.given, why)
		}
		if !more {
			return
		}
	}
}

func (c *candidate) why(r Rule) Why {
	w := Why{Rule: r, Law: "HB 9:5", Last: c.now.Limitation.Last, Due: c.now.Deadlines.Due}
	if c.standing != nil {
		w.Plan = c.standing.Number
	}
	return w
}

// undirected divides what is left among what the payer owes and is due: the
// instalments due of his plans first, then his due claims in their order.
func (a *allocator) undirected() error {
	var due []*candidate
	owes := map[*candidate]money.Amount{}
	for _, c := range a.candidates {
		if c.passed != nil {
			continue
		}
		if c.passed = c.waits(a.in); c.passed != nil {
			continue
		}
		own, err := c.at.Owes(a.in.Payer)
		if err != nil {
			return err
		}
		if owes[c] = min(own, c.room) - c.given; owes[c] <= 0 {
			if c.given < c.room {
				c.passed = c.pass("own-share", "PRESKL 9", "the payer's own share of it is paid")
			}
			continue
		}
		due = append(due, c)
	}
	for _, c := range due {
		if s := c.standing; s != nil {
			why := c.why(PlanDue)
			why.Due = lastDue(s)
			a.give(c, min(owes[c], s.DueNow()-c.given), why)
			c.passed = c.pass("not-due", "HANTF 14", "the rest of it is due by plan %s, later", s.Number)
		}
	}
	due = slices.DeleteFunc(due, func(c *candidate) bool { return c.standing != nil })
	for i, c := range due {
		why := c.why(Only)
		if i+1 < len(due) {
			why.Rule = ahead(c.now, due[i+1].now)
		}
		before := c.given
		a.give(c, owes[c], why)
		if c.given-before == owes[c] && c.given < c.room {
			c.passed = c.pass("own-share", "PRESKL 9", "the payer's own share of it is paid")
		}
	}
	return nil
}

// lastDue is the day of the last instalment that has fallen due.
func lastDue(s *plan.Standing) calendar.Date {
	last := calendar.None
	for _, i := range s.Instalments {
		if i.Due <= s.On {
			last = i.Due
		}
	}
	return last
}

// ahead is what puts one claim before the next.
func ahead(first, next *position.Position) Rule {
	switch {
	case first.Limitation.Last != next.Limitation.Last:
		return Limitation
	case first.Deadlines.Due != next.Deadlines.Due:
		return DueDate
	}
	return Number
}

// waits says why a claim takes nothing that is not directed to it; nil when it does.
func (c *candidate) waits(in Incoming) *position.Note {
	p := c.now
	switch {
	case !p.IsDebtor(in.Payer):
		return c.pass("not-debtor", "HB 9:5", "the payer does not owe it, and the payment is not directed to it")
	case p.Barred():
		return c.pass("time-barred", "", "it is time barred since %s", p.Limitation.Last)
	case p.Has(claim.Restructuring):
		return c.pass("restructuring", "SKULDL 1", "it is paid by a debt restructuring")
	case c.standing != nil:
		if c.standing.DueNow() == 0 {
			return c.pass("not-due", "HANTF 14", "no instalment of plan %s is due", c.standing.Number)
		}
	case p.Has(claim.Deferred):
		return c.pass("deferred", "HANTF 14", "a deferral is in force")
	case p.Deadlines.Due == calendar.None:
		return c.pass("not-due", "SFB 108:15", "it has no due date: it has not been sent")
	case p.Deadlines.Due > p.On:
		return c.pass("not-due", "SFB 108:15", "it is due on %s", p.Deadlines.Due)
	}
	return nil
}
