package payment

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/position"
)

// The stored form of a payment's events: name=value pairs in alphabetical order,
// single spaces between, amounts in öre; a space, a per cent sign, a colon and a
// plus sign in a value are percent-encoded. Every event says in rest what is
// unallocated after it.
//
//	payment.received/1   amount=400000 channel=bankgiro reference=C-7 rest=400000
//	payment.allocated/1  parts=198501012382:C-7:209663:directed+… rest=0
//	payment.released/1   amount=400000 reason=… rest=400000
//	payment.refunded/1   amount=1000 reason=… rest=0
//	payment.reversed/1   amount=400000 reason=… rest=0
const (
	streamPrefix = "payment/"

	Received  = "payment.received/1"
	Allocated = "payment.allocated/1"
	Released  = "payment.released/1" // taken back from the claims, to be allocated anew
	Refunded  = "payment.refunded/1" // paid back
	Reversed  = "payment.reversed/1" // bounced
)

// StreamOf is the stream of a payment.
func StreamOf(payer identity.Number, id string) position.Stream {
	return position.Stream{Party: int64(payer), Name: streamPrefix + id}
}

// State is what is true of a payment after its events.
type State struct {
	Incoming
	Parts       []Part       // what claims have of it now; of Why the rule alone
	Allocated   money.Amount // the sum of the parts
	Refunded    money.Amount
	Unallocated money.Amount
	Bounced     bool
}

// Open reads a payment's stream. It fails when an event cannot be read, or says
// that something else is left than what the events add up to.
func Open(stream []journal.Event) (*State, error) {
	if len(stream) == 0 {
		return nil, errors.New("there is no such payment")
	}
	s := &State{}
	for i := range stream {
		e := &stream[i]
		b, err := readBody(e)
		if err == nil {
			err = s.take(e, b)
		}
		if err == nil && b.rest != s.Unallocated {
			err = fmt.Errorf("it says that %s kr is left, and the events add up to %s kr", b.rest, s.Unallocated)
		}
		if err != nil {
			return nil, fmt.Errorf("event %d, %s on %s: %w", e.Seq, e.Kind, e.Stream, err)
		}
	}
	return s, nil
}

func (s *State) take(e *journal.Event, b body) error {
	if (e.Kind == Received) != (s.Amount == 0) {
		return errors.New("a payment is received once, before all else")
	}
	switch e.Kind {
	case Received:
		id, _ := strings.CutPrefix(e.Stream, streamPrefix)
		s.Incoming = Incoming{ID: id, Payer: identity.Number(e.Party), Amount: b.amount, BookedOn: e.OccurredOn, Reference: b.reference, Channel: b.channel}
		s.Unallocated = b.amount
	case Allocated:
		for _, p := range b.parts {
			s.Parts = append(s.Parts, p)
			s.Allocated += p.Amount
			s.Unallocated -= p.Amount
		}
	case Released:
		s.Parts, s.Unallocated, s.Allocated = nil, s.Unallocated+s.Allocated, 0
	case Refunded:
		s.Refunded += b.amount
		s.Unallocated -= b.amount
	case Reversed:
		s.Parts, s.Unallocated, s.Allocated, s.Bounced = nil, 0, 0, true
	}
	if s.Unallocated < 0 {
		return fmt.Errorf("more than the payment was given away, by %s kr", -s.Unallocated)
	}
	return nil
}

// Claims are the claims that have something of the payment now, each once.
func (s *State) Claims() (claims []position.Claim) {
	for _, p := range s.Parts {
		if !slices.Contains(claims, p.Claim) {
			claims = append(claims, p.Claim)
		}
	}
	return claims
}

// Rest reads from one event of the journal what is unallocated of a payment after
// it. ok is false for events that are not of payments.
func Rest(e *journal.Event) (rest money.Amount, ok bool, err error) {
	if !strings.HasPrefix(e.Kind, "payment.") {
		return 0, false, nil
	}
	b, err := readBody(e)
	if err != nil {
		return 0, true, fmt.Errorf("event %d, %s on %s: %w", e.Seq, e.Kind, e.Stream, err)
	}
	return b.rest, true, nil
}

// Waiting is a payment of which something is unallocated.
type Waiting struct {
	Payer identity.Number // 0: not known
	ID    string
	Since calendar.Date // of the event that left it so; for a payment not touched since, when it was booked
	Rest  money.Amount
}

// List is the work list of unallocated payments, kept while the journal is read
// in order. It holds no more than those that wait.
type List map[position.Stream]Waiting

// Take takes an event of the journal, of any kind, into account.
func (l List) Take(e *journal.Event) error {
	rest, ok, err := Rest(e)
	if !ok || err != nil {
		return err
	}
	stream := position.Stream{Party: e.Party, Name: e.Stream}
	if rest == 0 {
		delete(l, stream)
		return nil
	}
	w := Waiting{Payer: identity.Number(e.Party), Since: e.OccurredOn, Rest: rest}
	w.ID, _ = strings.CutPrefix(e.Stream, streamPrefix)
	if was, waits := l[stream]; waits {
		w.Since = was.Since
	}
	l[stream] = w
	return nil
}

// body is what the events state.
type body struct {
	amount             money.Amount
	rest               money.Amount
	channel, reference string
	reason             string
	parts              []Part
}

var (
	encoder = strings.NewReplacer("%", "%25", " ", "%20", ":", "%3A", "+", "%2B")
	decoder = strings.NewReplacer("%25", "%", "%20", " ", "%3A", ":", "%2B", "+")
)

// text writes the one stored form.
func (b *body) text() string {
	var out []string
	put := func(name, value string) {
		if value != "" {
			out = append(out, name+"="+value)
		}
	}
	if b.amount > 0 {
		put("amount", strconv.FormatInt(int64(b.amount), 10))
	}
	put("channel", encoder.Replace(b.channel))
	var parts []string
	for _, p := range b.parts {
		parts = append(parts, fmt.Sprintf("%012d:%s:%d:%s", int64(p.Claim.Party), encoder.Replace(p.Claim.ID), int64(p.Amount), p.Why.Rule))
	}
	put("parts", strings.Join(parts, "+"))
	put("reason", encoder.Replace(b.reason))
	put("reference", encoder.Replace(b.reference))
	put("rest", strconv.FormatInt(int64(b.rest), 10))
	return strings.Join(out, " ")
}

// readBody reads what text writes, and refuses every other form.
func readBody(e *journal.Event) (body, error) {
	if !slices.Contains([]string{Received, Allocated, Released, Refunded, Reversed}, e.Kind) {
		return body{}, fmt.Errorf("the kind %q is unknown to this program", e.Kind)
	}
	b := body{}
	for pair := range strings.SplitSeq(e.Body, " ") {
		name, value, _ := strings.Cut(pair, "=")
		var err error
		switch name {
		case "amount":
			b.amount, err = ore(value)
		case "rest":
			b.rest, err = ore(value)
		case "channel":
			b.channel = decoder.Replace(value)
		case "reason":
			b.reason = decoder.Replace(value)
		case "reference":
			b.reference = decoder.Replace(value)
		case "parts":
			b.parts, err = readParts(value)
		}
		if err != nil {
			return b, fmt.Errorf("the body %q cannot be read at %q: %w", e.Body, pair, err)
		}
	}
	// Order, repeated and foreign names and other spellings all show here.
	if written := b.text(); written != e.Body {
		return b, fmt.Errorf("the body %q is not in its one form, %q", e.Body, written)
	}
	if (b.amount == 0) != (e.Kind == Allocated) || (len(b.parts) > 0) != (e.Kind == Allocated) {
		return b, fmt.Errorf("the body %q lacks what %s must state", e.Body, e.Kind)
	}
	return b, nil
}

func readParts(value string) (parts []Part, err error) {
	for text := range strings.SplitSeq(value, "+") {
		f := strings.Split(text, ":")
		if len(f) != 4 || f[1] == "" {
			return nil, fmt.Errorf("a part is party:claim:öre:rule, not %q", text)
		}
		p := Part{Claim: position.Claim{ID: decoder.Replace(f[1])}, Why: Why{Rule: Rule(f[3]), Last: calendar.None, Due: calendar.None}}
		if p.Claim.Party, err = identity.Parse(f[0]); err != nil {
			return nil, err
		}
		if p.Amount, err = ore(f[2]); err != nil {
			return nil, err
		}
		if p.Amount == 0 {
			return nil, errors.New("a part of nothing")
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func ore(s string) (money.Amount, error) {
	v, err := strconv.ParseInt(s, 10, 64)
	if err == nil && v < 0 {
		err = errors.New("an amount is not below zero")
	}
	return money.Amount(v), err
}
