package plan

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// longestPlan is as far as a schedule is followed, in months: fifty years.
const longestPlan = 600

// assumption is a rate that is taken to go on as it was last known.
type assumption struct {
	parameter string
	from      calendar.Date
	last      statute.Value
}

// projected is the law with the rates of a plan taken to go on as they were last
// known, for days after the day it is agreed. What is missing up to that day
// stays missing, and so does a rate that was never known.
func projected(ps *statute.Parameters, agreed calendar.Date) (*claim.Law, []assumption, error) {
	var assumed []assumption
	var values []statute.Value
	for _, name := range []string{statute.StateLendingRate, statute.PlanInterestSupplement} {
		known, err := ps.All(name)
		if err != nil {
			return nil, nil, err
		}
		if len(known) == 0 || known[len(known)-1].To == calendar.None {
			continue
		}
		v := known[len(known)-1]
		a := assumption{name, max(v.To, agreed) + 1, v}
		v.From, v.To, v.Confidence, v.Source = a.from, calendar.None, statute.Inferred, "taken to go on as last known"
		assumed, values = append(assumed, a), append(values, v)
	}
	ps, err := ps.Overlay(values)
	if err != nil {
		return nil, nil, err
	}
	law, err := claim.NewLaw(ps)
	return law, assumed, err
}

// assumed notes which instalments rest on a rate that is not known yet.
func (p *Proposal) assumed(all []assumption) {
	last := p.Instalments[p.Months()-1].Due
	for _, a := range all {
		if a.from <= last {
			p.note("rate-assumed", "SFB 108:16", "%s is known through %s; from %s it is taken to go on at %s millionths a year", a.parameter, a.last.To, a.from, a.last.Text())
		}
	}
	if len(p.Missing) > 0 {
		var texts []string
		for _, g := range p.Missing {
			texts = append(texts, fmt.Sprintf("%s for %s", g.Parameter, g.Period))
		}
		slices.Sort(texts)
		p.note("rate-missing", "SFB 108:16", "rate missing: %s; the interest is not known", strings.Join(slices.Compact(texts), ", "))
	}
}

// run is the claims of a plan paid as it says.
type run struct {
	ask    Ask
	claims []*track
}

// track is one claim of a run.
type track struct {
	p        *position.Position
	law      *claim.Law
	share    Share
	mode     string
	fee      money.Amount
	firstDue calendar.Date
	start    *claim.Account // on the day of agreement, with the set-up fee
	payments []claim.Event
	final    *claim.Account // explained, after the last instalment
	events   []claim.Event
}

// paymentID marks the payments of a schedule among the claim's own.
const paymentID = "instalment of the proposal"

func newTrack(p *position.Position, ask Ask, law *claim.Law, fee money.Amount) (*track, error) {
	t := &track{p: p, law: law, fee: fee, firstDue: ask.First, share: Share{Claim: p.ID()}}
	if ask.Amortise {
		t.mode = amortise
	}
	var err error
	t.start, err = t.account(p.On, false)
	return t, err
}

// planned are the claim's events with the plan and the payments so far.
func (t *track) planned() []claim.Event {
	more := make([]claim.Event, 0, 2+len(t.payments))
	if t.fee > 0 {
		more = append(more, t.feeEvent())
	}
	if t.share.Amount > 0 {
		more = append(more, t.agreement(longestPlan))
	}
	return t.p.With(append(more, t.payments...)...)
}

func (t *track) feeEvent() claim.Event {
	return claim.Event{Kind: claim.FeeCharged, OccurredOn: t.p.On, Amount: t.fee, ToPrincipal: t.fee, Mode: "plan",
		Details: &claim.Details{Part: claim.Fee, Until: calendar.None, First: calendar.None}}
}

func (t *track) agreement(count int) claim.Event {
	return claim.Event{Kind: claim.PlanAgreed, OccurredOn: t.p.On, Amount: t.share.Amount, ToPrincipal: t.share.Amount, Mode: t.mode,
		Details: &claim.Details{Until: calendar.None, First: t.firstDue, Count: int32(count), Second: t.share.Notice}}
}

func (t *track) account(on calendar.Date, explain bool) (*claim.Account, error) {
	t.events = t.planned()
	return claim.NewAccount(&t.p.Decision, t.events, on, t.p.KnownAt, t.law, explain)
}

// amounts splits a monthly amount over the claims, in proportion to what is owed,
// and runs the plan. With months given, each claim's principal is divided by them.
func amounts(claims []*position.Position, ask Ask, monthly, notice money.Amount, law *claim.Law) (*run, error) {
	r, err := begin(claims, ask, law)
	if err != nil {
		return nil, err
	}
	weights := make([]int64, len(claims))
	for i, t := range r.claims {
		weights[i] = int64(t.start.Total())
		if ask.Amortise {
			weights[i] = int64(t.start.Capital())
		}
	}
	r.claims[0].share.Notice = notice
	if err := r.divide(weights, monthly, notice); err != nil {
		return nil, err
	}
	return r, r.pay()
}

// asBefore runs the plan with the amounts the claims have.
func asBefore(claims []*position.Position, ask Ask, have []*Terms, law *claim.Law) (*run, error) {
	r, err := begin(claims, ask, law)
	if err != nil {
		return nil, err
	}
	for i, t := range r.claims {
		t.share.Amount, t.share.Notice = have[i].Amount, have[i].Notice
	}
	return r, r.pay()
}

func begin(claims []*position.Position, ask Ask, law *claim.Law) (*run, error) {
	r := &run{ask: ask}
	for i, c := range claims {
		fee := money.Amount(0)
		if i == 0 {
			fee = ask.Fee
		}
		t, err := newTrack(c, ask, law, fee)
		if err != nil {
			return nil, err
		}
		r.claims = append(r.claims, t)
	}
	return r, nil
}

func (r *run) pay() error {
	for _, t := range r.claims {
		if err := t.run(); err != nil {
			return err
		}
	}
	return nil
}

// divide gives each claim its part of the monthly amount, at least one öre. The
// notice fee goes to the claim that bears it first.
func (r *run) divide(weights []int64, monthly, notice money.Amount) error {
	if r.ask.Amortise && r.ask.Months > 0 {
		n := int64(r.ask.Months)
		for i, t := range r.claims {
			t.share.Amount = money.Amount(max(1, (weights[i]+n-1)/n))
		}
		return nil
	}
	if r.ask.Amortise {
		notice = 0 // it comes on top
	}
	if slices.Max(weights) == 0 {
		for i := range weights {
			weights[i] = 1
		}
	}
	parts, err := money.Split(max(0, monthly-notice), weights)
	if err != nil {
		return err
	}
	for i, t := range r.claims {
		t.share.Amount = max(1, parts[i])
	}
	if !r.ask.Amortise {
		r.claims[0].share.Amount += min(notice, monthly)
	}
	return nil
}

// run pays the claim as planned until nothing is left. When only öre that the
// division of the amount over the claims left over would make an instalment of
// their own, the claim's part is one öre more.
func (t *track) run() error {
	for {
		rest, err := t.pay()
		if err != nil {
			return err
		}
		if n := len(t.payments); rest == 0 || n < 2 || rest >= money.Amount(n) {
			break
		}
		t.share.Amount++
	}
	if t.share.Count = len(t.payments); t.share.Count == 0 {
		return &position.Refusal{Claim: t.p.ID(), Code: "nothing-owed", Law: "SFB 108:2", Why: "nothing is owed on it any more when the first instalment is due"}
	}
	var err error
	t.final, err = t.account(t.payments[t.share.Count-1].OccurredOn, true)
	return err
}

// pay pays instalments until nothing is left, and returns the last of them when
// it is a rest below the ordinary amount; 0 for Amortise.
func (t *track) pay() (rest money.Amount, err error) {
	t.payments = t.payments[:0]
	before := money.Amount(math.MaxInt64)
	for k := range longestPlan {
		due := claim.InstalmentDue(t.firstDue, k)
		a, err := t.account(due, false)
		if err != nil {
			return 0, err
		}
		owed := a.Total()
		pay := min(owed, t.share.Amount)
		if t.mode == amortise {
			pay = min(owed, t.share.Amount+a.Interest+a.Fee+a.Cost)
			if a.Capital() <= t.share.Amount {
				pay = owed
			}
		}
		if pay > 0 {
			t.payments = append(t.payments, claim.Event{ID: paymentID, Kind: claim.Paid, OccurredOn: due, Amount: pay, ByLaw: true})
		}
		left := owed - pay
		switch {
		case left == 0:
			if t.mode == amortise || pay == t.share.Amount {
				return 0, nil
			}
			return pay, nil
		case left >= before:
			return 0, t.neverEnds(due, left)
		}
		before = left
	}
	return 0, t.neverEnds(claim.InstalmentDue(t.firstDue, longestPlan), before)
}

func (t *track) neverEnds(due calendar.Date, left money.Amount) error {
	return &position.Refusal{Claim: t.p.ID(), Code: "never-ends", Law: "SFB 108:16",
		Why: fmt.Sprintf("%s kr a month does not pay it off: on %s, after the instalment, %s kr is owed; interest and fees take it all. A higher amount is needed", t.share.Amount, due, left)}
}

// least finds the smallest amount in whole kronor that is through in the months
// asked for.
func least(claims []*position.Position, ask Ask, notice money.Amount, law *claim.Law) (*run, error) {
	try := func(kronor int64) (*run, error) {
		r, err := amounts(claims, ask, money.Kronor(kronor), notice, law)
		if err == nil && r.months() > ask.Months {
			err = &position.Refusal{Code: "too-many"}
		}
		if _, refused := err.(*position.Refusal); refused {
			return nil, nil
		}
		return r, err
	}
	high := int64(1)
	for {
		r, err := try(high)
		if err != nil {
			return nil, err
		}
		if r != nil {
			break
		}
		if high *= 2; high > int64(claim.AmountLimit/money.Krona) {
			return nil, &position.Refusal{Code: "never-ends", Law: "SFB 108:16", Why: fmt.Sprintf("no amount pays it in %d months", ask.Months)}
		}
	}
	low := high / 2 // too little
	for low+1 < high {
		mid := low + (high-low)/2
		r, err := try(mid)
		if err != nil {
			return nil, err
		}
		if r == nil {
			low = mid
		} else {
			high = mid
		}
	}
	return try(high)
}

func (r *run) months() (n int) {
	for _, t := range r.claims {
		n = max(n, t.share.Count)
	}
	return n
}

// take makes the proposal of a run.
func (p *Proposal) take(r *run) error {
	for k := range r.months() {
		p.Instalments = append(p.Instalments, Instalment{Due: claim.InstalmentDue(p.First, k)})
	}
	for _, t := range r.claims {
		p.Shares = append(p.Shares, t.share)
		p.Debt += t.start.Total()
		p.Missing = append(p.Missing, t.final.Missing...)
		if left := t.final.Total(); left != 0 {
			return fmt.Errorf("claim %s: %s kr is left after the last instalment", t.p.ID(), left)
		}
		k := 0
		for _, pay := range t.final.Payments {
			if t.events[pay.Event].ID != paymentID {
				continue
			}
			of := pay.Parts.Of
			p.Instalments[k].Amount += pay.Amount
			p.Instalments[k].Parts = append(p.Instalments[k].Parts, Part{Claim: t.p.ID(), Amount: pay.Amount, Principal: of(claim.Principal),
				Charge: of(claim.Charge), Interest: of(claim.Interest), Fee: of(claim.Fee), Costs: of(claim.Cost)})
			k++
		}
		if err := p.addCharges(t); err != nil {
			return err
		}
	}
	return nil
}

// addCharges adds the interest and notice fees that arise after the agreement.
func (p *Proposal) addCharges(t *track) error {
	sums := func(a *claim.Account) (interest, notices money.Amount) {
		for _, s := range a.Steps {
			switch s.Sort {
			case claim.StepInterest:
				interest += s.Amount
			case claim.StepNotice:
				notices += s.Amount
			}
		}
		return
	}
	start, err := t.account(t.p.On, true)
	if err != nil {
		return err
	}
	i0, n0 := sums(start)
	i1, n1 := sums(t.final)
	p.Interest += i1 - i0
	p.Notices += n1 - n0
	return nil
}
