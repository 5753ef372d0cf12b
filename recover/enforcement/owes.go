package enforcement

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// What a message asks of Kronofogden.
const (
	Change = "change" // collect another amount, or from another
	Stop   = "stop"   // collect nothing more
)

// Message is one thing that Kronofogden must be told.
type Message struct {
	Asks string // Change or Stop
	Code string // lowered, raised, paid_to_us, annulled, waived, written_off, time_barred, deceased, stayed, stay_ended
	Law  statute.Ref
	// Less is by how much less is owed than Kronofogden knows, per component;
	// negative where it is more.
	Less     Amounts
	Received money.Amount    // paid_to_us: what the agency has and cannot place on the claim
	Debtor   identity.Number // deceased: who; otherwise 0
	// Missing are the parameters without a value: Less is then a bound, and a person
	// finds the figure before the message is sent.
	Missing []claim.Gap
	// Waits is why it cannot be sent yet; "" when it can.
	Waits string
}

// Owes is what Kronofogden must be told of a claim it has: the difference between the
// claim as it was known when Kronofogden was last told, and as it is known at the
// position. What Kronofogden itself collected or charged it knows.
//
// Received is money the agency has for the claim and cannot place on it, because a
// NEW claim is closed in its books while Kronofogden has it, öre; the caller knows
// it from the payments that wait.
//
// A claim that Kronofogden does not have owes nothing.
func Owes(p *position.Position, received money.Amount) ([]Message, error) {
	t := toldOf(p)
	if t == nil {
		return nil, nil
	}
	before, err := claim.NewAccount(&p.Decision, t.known, p.On, p.KnownAt, p.Terms.Law, false)
	if err != nil {
		return nil, err
	}
	less := amountsOf(&before.Balances).Less(amountsOf(&p.Account.Balances))
	received = max(0, received-t.received)
	var all []Message
	if m := t.ended(p); m != nil {
		m.Less = less
		all = append(all, *m)
	} else if less != (Amounts{}) {
		m := Message{Asks: Change, Code: "paid_to_us", Law: "SFB 108:2", Less: less}
		switch {
		case less.Total() < 0:
			m.Code = "raised"
		case t.lowered(p):
			m.Code, m.Law = "lowered", "SFB 113:7"
		}
		if p.Account.IsKnown() && p.Account.Total() == 0 {
			m.Asks = Stop
		}
		all = append(all, m)
	}
	if left := p.Account.Total(); received > 0 && (len(all) == 0 || all[0].Asks != Stop) {
		m := Message{Asks: Change, Code: "paid_to_us", Law: "SFB 108:2", Received: received}
		if p.Account.IsKnown() && received+t.received >= left {
			m.Asks = Stop
		}
		all = append(all, m)
	}
	all = append(all, t.debtors(p)...)
	waits := t.waits(p)
	for i := range all {
		all[i].Waits = waits
		if all[i].Less != (Amounts{}) {
			all[i].Missing = p.Account.Missing
		}
	}
	return all, nil
}

// told is what Kronofogden has been told.
type told struct {
	basis    *claim.Event  // the last thing it was told by
	known    []claim.Event // what was known then, and what it knows by itself
	received money.Amount  // of money that the agency has, told before
}

// toldOf is what Kronofogden has been told; nil when it does not have the claim.
func toldOf(p *position.Position) *told {
	var basis, before *claim.Event
	t := &told{}
	var asked money.Amount // received, by the message not answered
	for i := range p.Events {
		e := &p.Events[i]
		if e.OccurredOn > p.On || e.RecordedAt > p.KnownAt {
			continue
		}
		switch e.Kind {
		case claim.HandoverSent:
			basis, t.received, asked = e, 0, 0
		case claim.Referred:
			if basis == nil {
				basis, t.received, asked = e, 0, 0
			}
		case claim.MessageSent:
			before, basis = basis, e
			asked = receivedIn(e)
			t.received += asked
		case claim.MessageAnswered:
			if isRefused(e) && before != nil {
				basis, before = before, nil
				t.received -= asked
			}
		case claim.HandoverRefused, claim.Returned:
			basis, before = nil, nil
		}
	}
	if basis == nil {
		return nil
	}
	t.basis = basis
	for i := range p.Events {
		if e := &p.Events[i]; !t.isNews(e) || isTheirs(p.Events, e) {
			t.known = append(t.known, *e)
		}
	}
	return t
}

// isNews reports whether an event became known after Kronofogden was told.
func (t *told) isNews(e *claim.Event) bool {
	return e.RecordedAt > t.basis.RecordedAt || e.RecordedAt == t.basis.RecordedAt && e.Ordinal > t.basis.Ordinal
}

// isTheirs reports whether Kronofogden knows an event by itself: what it collected
// and charged.
func isTheirs(events []claim.Event, e *claim.Event) bool {
	switch e.Kind {
	case claim.Paid:
		return e.Mode == "kfm"
	case claim.FeeCharged:
		return strings.HasPrefix(e.Mode, "kfm")
	case claim.PaymentReversed:
		for i := range events {
			if x := &events[i]; x.Kind == claim.Paid && x.ID != "" && x.ID == e.Detail().Ref {
				return x.Mode == "kfm"
			}
		}
	}
	return false
}

// ended is the message of a claim that ended since Kronofogden was told; nil if none.
func (t *told) ended(p *position.Position) *Message {
	for i := range p.Events {
		e := &p.Events[i]
		if !t.isNews(e) || e.OccurredOn > p.On || e.RecordedAt > p.KnownAt {
			continue
		}
		switch {
		case e.Kind == claim.Annulled:
			return &Message{Asks: Stop, Code: "annulled", Law: "SFB 113:7"}
		case e.Kind == claim.WrittenOff:
			return &Message{Asks: Stop, Code: "written_off", Law: "HANTF 17"}
		case e.Kind == claim.TimeBarred:
			return &Message{Asks: Stop, Code: "time_barred", Law: e.LawOf(p.Limitation.Regime)}
		case e.Kind == claim.Waived && e.Amount == 0 && !e.ByLaw:
			return &Message{Asks: Stop, Code: "waived", Law: "SFB 108:11"}
		}
	}
	return nil
}

// lowered reports whether less is owed because of a decision: a change or a waiver.
func (t *told) lowered(p *position.Position) bool {
	for i := range p.Events {
		e := &p.Events[i]
		if (e.Kind == claim.Changed || e.Kind == claim.Waived) && t.isNews(e) && e.OccurredOn <= p.On && e.RecordedAt <= p.KnownAt {
			return true
		}
	}
	return false
}

// debtors are the messages about those who owe it, and about a court's stay.
func (t *told) debtors(p *position.Position) (all []Message) {
	for i := range p.Events {
		e := &p.Events[i]
		if e.Kind != claim.DebtorDied || !t.isNews(e) || e.OccurredOn > p.On || e.RecordedAt > p.KnownAt {
			continue
		}
		who := e.Detail().Debtor
		if who == 0 {
			who = p.Decision.Party()
		}
		all = append(all, Message{Asks: Change, Code: "deceased", Law: "INDRL 1", Debtor: who})
	}
	then := claim.Fold(&p.Decision, t.known, p.On, p.KnownAt)
	switch stayed := p.Has(claim.Stayed); {
	case stayed && then.Conditions&claim.Stayed == 0:
		all = append(all, Message{Asks: Stop, Code: "stayed", Law: "FL 48"})
	case !stayed && then.Conditions&claim.Stayed != 0:
		all = append(all, Message{Asks: Change, Code: "stay_ended", Law: "FL 48"})
	}
	return all
}

func (t *told) waits(p *position.Position) string {
	switch {
	case p.Has(claim.MessageOpen):
		return "the message before it is not answered"
	case p.Has(claim.RecallOpen):
		return "the recall is not answered"
	case !p.Has(claim.AtKFM):
		return "the hand-over is not registered"
	}
	return ""
}

// state has an event say what the messages tell: what it asks for, the amount by
// which less or more is owed, and the components in its reason.
func state(e *claim.Event, messages []Message) {
	d := e.Detail()
	var tells []string
	var less Amounts
	received := money.Amount(0)
	for _, m := range messages {
		tells = append(tells, m.Code)
		if m.Asks == Stop {
			e.Mode = Stop
		}
		less = less.Less(Amounts{}.Less(m.Less))
		received += m.Received
		if m.Debtor != 0 {
			d.Debtor = m.Debtor
		}
	}
	all := less.Total() + received
	e.Amount = max(all, -all)
	if c := max(less.Capital(), -less.Capital()); c <= e.Amount {
		e.ToPrincipal = c
	}
	d.Second = max(less.Interest, -less.Interest)
	d.Until, d.First = calendar.None, calendar.None
	d.Reason = fmt.Sprintf("%s: %s received=%d", strings.Join(tells, ","), less, int64(received))
	e.Details = &d
}

// receivedIn is the money received that a message told of.
func receivedIn(e *claim.Event) money.Amount {
	_, v, ok := strings.Cut(e.Detail().Reason, " received=")
	ore, err := strconv.ParseInt(v, 10, 64)
	if !ok || err != nil { // it told of none, or another system wrote it
		return 0
	}
	return money.Amount(ore)
}
