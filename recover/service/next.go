package service

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/recover/claim"
)

// Those who take a step.
const (
	byNight  = "nightly run"
	byWorker = "case worker"
)

// Step is what may come next in the service of a debtor.
type Step struct {
	Kind claim.Kind // the event it would be
	Mode Mode       // of a sending; "" otherwise
	Who  string     // who does it
	From calendar.Date
	Law  statute.Ref // "" for our own rule
	Why  string
}

// next is what comes next. The order among the modes is our own: by post, then by
// post again or through one who serves in person, then by publication.
func (f *fold) next() []Step {
	switch f.State {
	case claim.ServiceDone:
		return nil
	case claim.ServiceNotSent:
		return []Step{{claim.Dispatched, f.firstMode(), byWorker, f.p.Decision.DecidedOn, "FL 33", "the decision has not been sent to him"}}
	case claim.ServiceNotServed:
		return []Step{f.search("registered as not served: search again for an address, each year")}
	}
	a := f.open()
	if f.State == claim.ServiceSent {
		return f.waiting(a)
	}
	var steps []Step
	if a.Outcome == Returned && a.Address == calendar.None && f.Failed < f.Needed {
		steps = append(steps, f.search("the letter came back"))
	}
	if f.Failed >= f.Needed && a.Address == calendar.None {
		steps = append(steps, Step{claim.RegisteredNotServed, "", byWorker, f.p.On, "SFB 113:19",
			fmt.Sprintf("%d of %d attempts have failed", f.Failed, f.Needed)})
	}
	for _, m := range f.modesLeft() {
		r, _ := m.Rule()
		steps = append(steps, Step{claim.ServiceAttempted, m, byWorker, f.p.On, r.Law, "served " + r.Says})
	}
	return steps
}

func (f *fold) search(why string) Step {
	return Step{Kind: claim.AddressFound, Who: byWorker, From: f.p.On, Why: why}
}

// waiting is what comes when an answer is waited for.
func (f *fold) waiting(a *Attempt) []Step {
	r, ok := a.Mode.Rule()
	switch {
	case !ok || a.Until == calendar.None:
		return []Step{{claim.Served, a.Mode, byWorker, f.p.On, "DELGL 2", fmt.Sprintf("when service in the mode %q takes effect is not known: see how it reached him", a.Mode)}}
	case r.Proof == ByTime:
		return []Step{{claim.Served, a.Mode, byNight, a.Until, r.Law, "it takes effect " + r.Says}}
	}
	return []Step{{claim.Served, a.Mode, byWorker, a.Sent, r.Law, "he is served " + r.Says},
		{claim.ServiceFailed, "", byNight, a.Until.AddDays(1), "", fmt.Sprintf("no receipt through %s", a.Until)}}
}

func (f *fold) firstMode() Mode {
	if f.Protected {
		return Forwarded
	}
	return Ordinary
}

// modesLeft are the modes to try next, those not tried first.
func (f *fold) modesLeft() []Mode {
	all := []Mode{Ordinary, Bailiff, Publication}
	switch {
	case f.Protected:
		all = []Mode{Electronic, Forwarded}
	case f.Addressee.Debtor.Kind() == identity.Organisation:
		all = []Mode{SpecialLegalPerson, Ordinary, Bailiff, Publication}
	}
	tried := map[Mode]bool{}
	for i := range f.Attempts {
		tried[f.Attempts[i].Mode] = true
	}
	if n := len(f.Attempts); n > 0 && f.Attempts[n-1].Address != calendar.None {
		clear(tried) // nothing has been tried at the new address
	}
	var left, again []Mode
	for _, m := range all {
		if tried[m] {
			again = append(again, m)
		} else {
			left = append(left, m)
		}
	}
	return append(left, again...)
}
