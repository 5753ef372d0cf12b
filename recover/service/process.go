package service

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Outcome is what became of an attempt.
type Outcome uint8

// The outcomes.
const (
	Waiting  Outcome = iota // a receipt, or the day it takes effect, is waited for
	Served                  // it reached the debtor
	Returned                // the letter came back
	Failed                  // no receipt within the time allowed
	Replaced                // another attempt was made before an answer came
)

// String returns the name, such as "waiting".
func (o Outcome) String() string {
	return [...]string{"waiting", "served", "returned", "failed", "replaced"}[o]
}

// Attempt is one try at serving a debtor.
type Attempt struct {
	Mode Mode
	Sent calendar.Date // None: only the outcome is recorded
	// Until is the last day a receipt is waited for; for a mode that takes effect
	// by time the day it does. None when it is not known.
	Until   calendar.Date
	Outcome Outcome
	On      calendar.Date // of the outcome; None while waiting
	Proof   string        // where the receipt is filed
	Event   int           // place of the sending among the sorted events; -1
	Address calendar.Date // a new address was found after it; None: no
	Source  string        // where the new address is known from
}

// Debtor is the service of one debtor.
type Debtor struct {
	Addressee
	State    claim.ServiceState
	Since    calendar.Date
	Attempts []Attempt
	Failed   int // attempts that did not reach him, since he was last registered as not served
	Needed   int // failed attempts before he may be registered as not served
	// Served is his first service; the time to contest runs from there.
	Served       calendar.Date
	Mode         Mode
	Proof        string
	LastDay      calendar.Date // to ask for reconsideration or to appeal; None while contested
	Final        calendar.Date
	RegisteredOn calendar.Date // as not served; None: no
	Next         []Step        // what comes next, the proposed first
}

// Process is the service of a claim.
type Process struct {
	Claim   string
	On      calendar.Date
	Debtors []Debtor // in the order of the decision
	// The days of the whole claim: it is final when it is against all debtors.
	claim.Deadlines
}

// ProcessOf computes the service of a claim on the day of the position. The error is
// a *statute.MissingError when a number of days or attempts is not known.
func ProcessOf(p *position.Position) (*Process, error) {
	wait, err := p.Terms.Parameters.Value(statute.ServiceAttemptDays, p.On)
	if err != nil {
		return nil, err
	}
	least, err := p.Terms.Parameters.Value(statute.RegisteredNotServedAttempts, p.On)
	if err != nil {
		return nil, err
	}
	standing := claim.StandingOf(&p.Decision, p.Events, p.On, p.KnownAt, p.Deadlines, p.Limitation, p.Account)
	x := &Process{Claim: p.ID(), On: p.On, Deadlines: *p.Deadlines}
	for _, s := range standing.Debtors {
		f := fold{p: p, wait: int(wait.Int64)}
		f.Addressee = AddresseeOf(p, s.Debtor)
		f.State, f.Since, f.Needed = s.State, s.Since, int(least.Int64)
		f.Served, f.LastDay, f.Final, f.RegisteredOn = calendar.None, calendar.None, calendar.None, calendar.None
		for i := range p.Events {
			if e := &p.Events[i]; e.OccurredOn <= p.On && e.RecordedAt <= p.KnownAt && concerns(e, s.Debtor) {
				f.take(i, e)
			}
		}
		f.finish(standing.Legal.IsLive())
		x.Debtors = append(x.Debtors, f.Debtor)
	}
	return x, nil
}

// Of is the service of one debtor; nil when he does not owe the claim. 0 means the
// only one.
func (x *Process) Of(debtor identity.Number) *Debtor {
	for i := range x.Debtors {
		if x.Debtors[i].Debtor == debtor || debtor == 0 && len(x.Debtors) == 1 {
			return &x.Debtors[i]
		}
	}
	return nil
}

// fold goes through what concerns a debtor, event by event.
type fold struct {
	Debtor
	p    *position.Position
	wait int
	last calendar.Date // to contest
}

// open is the attempt whose answer is waited for, or came last; one is made up where
// only the outcome is recorded.
func (f *fold) open() *Attempt {
	if len(f.Attempts) == 0 {
		f.Attempts = append(f.Attempts, Attempt{Mode: Ordinary, Sent: calendar.None, Until: calendar.None, On: calendar.None, Event: -1, Address: calendar.None})
	}
	return &f.Attempts[len(f.Attempts)-1]
}

func (f *fold) take(i int, e *claim.Event) {
	switch e.Kind {
	case claim.Dispatched, claim.ServiceAttempted:
		if f.Served == calendar.None { // afterwards it is a copy
			f.sent(i, e)
		}
	case claim.MailReturned, claim.ServiceFailed:
		if f.Served != calendar.None {
			return
		}
		a := f.open()
		if a.Outcome != Returned && a.Outcome != Failed { // one attempt fails once
			f.Failed++
		}
		a.Outcome, a.On = Returned, e.OccurredOn
		if e.Kind == claim.ServiceFailed {
			a.Outcome = Failed
		}
	case claim.AddressFound:
		a := f.open()
		a.Address, a.Source = e.OccurredOn, e.Detail().Ref
	case claim.RegisteredNotServed:
		f.RegisteredOn = e.OccurredOn
	case claim.Served:
		f.served(e)
	case claim.ReviewServed:
		f.last = f.p.Terms.Law.LastDayToAppeal(e.OccurredOn)
	}
}

func (f *fold) sent(i int, e *claim.Event) {
	if n := len(f.Attempts); n > 0 && f.Attempts[n-1].Outcome == Waiting {
		f.Attempts[n-1].Outcome, f.Attempts[n-1].On = Replaced, e.OccurredOn
	}
	a := Attempt{Mode: modeOf(e), Sent: e.OccurredOn, Until: e.OccurredOn.AddDays(f.wait), On: calendar.None, Event: i, Address: calendar.None}
	if r, ok := a.Mode.Rule(); ok && r.Proof == ByTime {
		if at, _, err := Moment(a.Mode, a.Sent, f.p.Terms.Parameters); err == nil {
			a.Until = at
		} else { // the number of days was not known then
			a.Until = calendar.None
		}
	}
	f.Attempts = append(f.Attempts, a)
	if f.RegisteredOn != calendar.None { // it begins anew
		f.RegisteredOn, f.Failed = calendar.None, 0
	}
}

func (f *fold) served(e *claim.Event) {
	if f.Served != calendar.None { // the first counts (SFB 113:19)
		return
	}
	a := f.open()
	a.Outcome, a.On, a.Proof = Served, e.OccurredOn, e.Detail().Ref
	f.Served, f.Mode, f.Proof, f.RegisteredOn = e.OccurredOn, modeOf(e), e.Detail().Ref, calendar.None
	if e.Mode == "" {
		f.Mode = a.Mode
	}
	f.last = f.p.Terms.Law.LastDayToContest(e.OccurredOn)
}

func (f *fold) finish(live bool) {
	if f.Served != calendar.None && !f.p.Deadlines.Contested {
		f.LastDay, f.Final = f.last, f.last+1
	}
	if live {
		f.Next = f.next()
	}
}
