package notice

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/prevent/benefit"
)

// Refusal says why a fact is not recorded.
type Refusal struct {
	Notice string
	Code   string // such as "answered-already"; it never changes
	Why    string // what is wrong, and what to do
}

func (r *Refusal) Error() string { return "notice " + r.Notice + ": " + r.Why }

func (n *Notice) refuse(code, format string, args ...any) error {
	return &Refusal{Notice: n.ID, Code: code, Why: fmt.Sprintf(format, args...)}
}

// guard says whether a fact stands already, or why it may not be recorded. n is the notice
// with all that is known of it today, whatever day its facts are of.
func (n *Notice) guard(on calendar.Date, actor string, body Body) (stands bool, err error) {
	if on < n.ReceivedOn {
		return false, n.refuse("before-received", "it was received on %s, and nothing was done about it on %s", n.ReceivedOn, on)
	}
	switch b := body.(type) {
	case Receive:
		return false, n.refuse("received-already", "it was received on %s; correct it, or give the new notice another id", n.ReceivedOn)
	case Take:
		return n.guardTake(on, actor, b)
	case Answer:
		return n.guardAnswer(on, b)
	case Place:
		return false, n.guardPlace(b)
	case Correct:
		if n.Stated == b.Stated {
			return true, nil
		}
		return false, n.ends(on, "corrected", false)
	case Withdraw:
		if n.Withdrawn != nil {
			return true, nil
		}
		if n.Received.Source != ByPerson {
			return false, n.refuse("not-the-persons", "it came from %s, and only the person's own notice can be withdrawn; close it with the reason", n.Received.Source)
		}
		return false, n.ends(on, "withdrawn", true)
	case Close:
		if n.Closed != nil {
			return true, nil
		}
		return false, n.ends(on, "closed", true)
	case Strike:
		return n.guardStrike(b)
	}
	return false, n.refuse("unknown", "%s cannot be recorded", body.kind())
}

// ended is the refusal of what cannot be done after a withdrawal or a closing.
func (n *Notice) ended() error {
	for _, e := range []struct {
		*Ending
		word string
	}{{n.Withdrawn, "withdrawn"}, {n.Closed, "closed"}} {
		if e.Ending != nil {
			return n.refuse(e.word, "it was %s on %s (%s); strike number %d if that was wrong, or record a new notice", e.word, e.On, e.Why, e.Event)
		}
	}
	return nil
}

// ends is the refusal of what decides over all parts at once: it cannot come after an ending,
// nor lie before what has been done already.
func (n *Notice) ends(on calendar.Date, word string, needsOpen bool) error {
	if err := n.ended(); err != nil {
		return err
	}
	if needsOpen && n.State == Answered {
		return n.refuse("nothing-open", "every benefit has answered, so there is nothing left to be %s", word)
	}
	for _, f := range n.Facts {
		if f.Struck == 0 && f.On > on {
			return n.refuse("before-last", "something was done about it on %s, so it cannot have been %s on %s", f.On, word, on)
		}
	}
	return nil
}

// part is the benefit's part, or the refusal that it has none.
func (n *Notice) part(b benefit.Code) (*Part, error) {
	p := n.Part(b)
	switch {
	case p == nil:
		return nil, n.refuse("not-reached", "%s was not reached by it; it reached %s; place it if that is wrong", b, n.reachedText())
	case p.Lifted != calendar.None:
		return nil, n.refuse("lifted", "a correction of %s showed that %s is not concerned; place it if that is wrong", p.Lifted, b)
	}
	return p, nil
}

func (n *Notice) reachedText() string {
	var all []string
	for _, p := range n.Parts {
		if p.Lifted == calendar.None {
			all = append(all, p.Benefit.String())
		}
	}
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, ", ")
}

func (n *Notice) guardTake(on calendar.Date, actor string, b Take) (stands bool, err error) {
	if err := n.ended(); err != nil {
		return false, err
	}
	p, err := n.part(b.Benefit)
	switch {
	case err != nil:
		return false, err
	case p.Taken != nil && p.Taken.Actor == actor && p.Taken.Take == b:
		return true, nil
	case p.Taken != nil:
		return false, n.refuse("taken-already", "%s took %s of it on %s", p.Taken.Actor, b.Benefit, p.Taken.On)
	case p.Answer != nil:
		return false, n.refuse("answered-already", "%s answered on %s (%s)", b.Benefit, p.Answer.On, p.Answer.Outcome)
	case on < p.ReachedOn:
		return false, n.refuse("before-reached", "%s was reached on %s and cannot have taken it on %s", b.Benefit, p.ReachedOn, on)
	}
	return false, nil
}

func (n *Notice) guardAnswer(on calendar.Date, b Answer) (stands bool, err error) {
	p, err := n.part(b.Benefit)
	if err == nil && p.Answer != nil && p.Answer.Answer == b {
		return true, nil
	}
	if over := n.ended(); over != nil {
		return false, over
	}
	switch {
	case err != nil:
		return false, err
	case p.Answer != nil:
		return false, n.refuse("answered-already", "%s answered on %s (%s); strike number %d if that was wrong", b.Benefit, p.Answer.On, p.Answer.Outcome, p.Answer.Event)
	case on < p.ReachedOn:
		return false, n.refuse("before-reached", "%s was reached on %s and cannot have answered on %s", b.Benefit, p.ReachedOn, on)
	case p.Taken != nil && on < p.Taken.On:
		return false, n.refuse("before-taken", "%s took it on %s and cannot have answered on %s", b.Benefit, p.Taken.On, on)
	case b.EffectFrom != calendar.None && n.Stated.TrueFrom != calendar.None && b.EffectFrom < n.Stated.TrueFrom.FirstOfMonth():
		// A benefit that is paid by the month may count from the first of the month of the
		// change; none counts a change before it (an inference, which no paragraph says for all).
		return false, n.refuse("effect-before-change", "%s cannot change from %s by what is true from %s; correct the notice if it was true before that", b.Benefit, b.EffectFrom, n.Stated.TrueFrom)
	}
	return false, nil
}

func (n *Notice) guardPlace(b Place) error {
	if err := n.ended(); err != nil {
		return err
	}
	for _, e := range b.Benefits {
		if p := n.Part(e.Benefit); p != nil && p.Lifted == calendar.None {
			return n.refuse("reached-already", "it reached %s on %s", e.Benefit, p.ReachedOn)
		}
		if e.NextPayment != calendar.None && e.NextPayment < n.ReceivedOn {
			return n.refuse("payment-passed", "the next pay day of %s, %s, lies before the notice was received on %s", e.Benefit, e.NextPayment, n.ReceivedOn)
		}
	}
	return nil
}

func (n *Notice) guardStrike(b Strike) (stands bool, err error) {
	for _, f := range n.Facts {
		if f.Event != b.Event {
			continue
		}
		switch f.Body.(type) {
		case Strike:
			return false, n.refuse("strike-of-strike", "number %d is itself a strike; record the fact again instead", b.Event)
		case Receive:
			return false, n.refuse("strike-of-receipt", "that it was received is not struck; correct what it says, or close it with the reason")
		}
		return f.Struck != 0, nil
	}
	return false, n.refuse("no-fact", "it has no number %d to strike", b.Event)
}
