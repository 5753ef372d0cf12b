package claim

import (
	"fmt"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// The stored form of an event: the kind with its version, and a body of
// name=value pairs in alphabetical order, each once, separated by single spaces.
// Amounts are öre. What is not stated is left out. A space or a per cent sign in
// a value is percent-encoded.
//
//	claim.decided/1      authority=FK benefit=bostadsbidrag debtors=198501012382 origin=settlement principal=123400
//	claim.paid/1         amount=100000 principal=95000        as it was booked
//	claim.paid/2         amount=100000                        divided by law (Event.ByLaw)
//	claim.plan_agreed/1  amount=100000 count=12 first=2024-05-31 ref=P-17 second=1500
//	claim.served/1       mode=ordinary
const (
	streamPrefix = "claim/"
	kindPrefix   = "claim."
	kindVersion  = "/1"
)

var storedKinds, storedByLaw = func() (names, byLaw [kindCount]string) {
	for i := range names {
		names[i] = kindPrefix + kindNames[i] + kindVersion
		if Kind(i).dividesByLaw() {
			byLaw[i] = kindPrefix + kindNames[i] + "/2"
		}
	}
	return
}()

// storedKind is a kind as the journal names it.
type storedKind struct {
	kind  Kind
	byLaw bool
}

var kindsByStored = func() map[string]storedKind {
	m := make(map[string]storedKind, kindCount+3)
	for i, n := range storedKinds {
		m[n] = storedKind{Kind(i), false}
		if storedByLaw[i] != "" {
			m[storedByLaw[i]] = storedKind{Kind(i), true}
		}
	}
	return m
}()

// dividesByLaw reports whether the kind has a form whose amount Account divides.
func (k Kind) dividesByLaw() bool { return k == Paid || k == PaymentReversed || k == Waived }

// Stream returns the journal stream of a claim.
func Stream(id string) string { return streamPrefix + id }

// IDOf returns the claim number of a journal stream.
func IDOf(stream string) (id string, ok bool) { return strings.CutPrefix(stream, streamPrefix) }

// FormatDebtors writes the debtors of a claim: "A" alone, "A+B" jointly, and
// "A:500000+B:200000" with each one's share in öre.
func FormatDebtors(debtors []Debtor) string {
	var b []byte
	for i, d := range debtors {
		if i > 0 {
			b = append(b, '+')
		}
		b = fmt.Appendf(b, "%012d", int64(d.Number))
		if d.Share != 0 {
			b = append(b, ':')
			b = strconv.AppendInt(b, int64(d.Share), 10)
		}
	}
	return string(b)
}

// ParseDebtors reads what FormatDebtors writes. Numbers of ten digits are read
// as of the decision day. Shares must add up to the principal.
func ParseDebtors(s string, decided calendar.Date, principal money.Amount) ([]Debtor, error) {
	if strings.IndexByte(s, '+') < 0 && strings.IndexByte(s, ':') < 0 {
		n, err := identity.ParseOn(s, decided)
		return []Debtor{{Number: n}}, err
	}
	// A ten-digit number of a person over 100 also holds a plus sign, but the
	// next part is then shorter than a number.
	var debtors []Debtor
	var sum money.Amount
	parts := strings.Split(s, "+")
	for i, part := range parts {
		if i+1 < len(parts) && (len(part) == 6 || len(part) == 8) && len(parts[i+1]) == 4 {
			return nil, fmt.Errorf("write the number %q with twelve digits; the sign + separates debtors", part+"+"+parts[i+1])
		}
		number, share, shared := strings.Cut(part, ":")
		n, err := identity.ParseOn(number, decided)
		if err != nil {
			return nil, err
		}
		d := Debtor{Number: n}
		if shared {
			ore, err := strconv.ParseInt(share, 10, 64)
			if err != nil || ore <= 0 {
				return nil, fmt.Errorf("the share %q of %s is not a positive number of öre", share, n.Masked())
			}
			d.Share = money.Amount(ore)
			if d.Share > principal-sum { // so the sum cannot run over either
				return nil, fmt.Errorf("the shares add up to more than the principal, %d öre", int64(principal))
			}
			sum += d.Share
		}
		for _, other := range debtors {
			if other.Number == n {
				return nil, fmt.Errorf("%s is named twice among the debtors", n.Masked())
			}
			if (other.Share == 0) != (d.Share == 0) {
				return nil, fmt.Errorf("either all debtors have a share or none has")
			}
		}
		debtors = append(debtors, d)
	}
	if sum != 0 && sum != principal {
		return nil, fmt.Errorf("the shares add up to %d öre, the principal is %d", int64(sum), int64(principal))
	}
	return debtors, nil
}

// Entry says who stores events and why.
type Entry struct{ Actor, Cause string }

// ToJournal returns the decision as an event to append. A decision is known
// from its own day.
func (d *Decision) ToJournal(by Entry) journal.New {
	b := make([]byte, 0, 96)
	b = append(b, "authority="...)
	b = append(b, d.Authority.String()...)
	b = append(b, " benefit="...)
	b = append(b, d.Benefit.String()...)
	if d.Charge != 0 {
		b = append(b, " charge="...)
		b = strconv.AppendInt(b, int64(d.Charge), 10)
	}
	b = append(b, " debtors="...)
	b = append(b, FormatDebtors(d.Debtors)...)
	b = append(b, " origin="...)
	b = append(b, d.Origin.String()...)
	b = append(b, " principal="...)
	b = strconv.AppendInt(b, int64(d.Principal), 10)
	if d.Type != Unstated {
		b = append(b, " type="...)
		b = append(b, d.Type.String()...)
	}
	return journal.New{Kind: storedKinds[Decided], OccurredOn: d.DecidedOn, RecordedAt: calendar.StartOfDay(d.DecidedOn),
		Ordinal: decisionOrdinal, Actor: by.Actor, Cause: by.Cause, Body: string(b)}
}

// decisionOrdinal puts the decision before everything else of its day.
const decisionOrdinal = -1 << 62

// ToJournal returns the event as one to append.
func (e *Event) ToJournal(by Entry) journal.New {
	b := make([]byte, 0, 48)
	if e.Amount != 0 {
		b = append(b, "amount="...)
		b = strconv.AppendInt(b, int64(e.Amount), 10)
	}
	kind := storedKinds[e.Kind]
	if e.ByLaw {
		kind = storedByLaw[e.Kind]
	}
	b = e.appendDetails(b, e.Amount != 0 && e.ToPrincipal != e.Amount && !e.ByLaw)
	return journal.New{Kind: kind, OccurredOn: e.OccurredOn, RecordedAt: e.RecordedAt, Ordinal: e.Ordinal,
		Actor: by.Actor, Cause: by.Cause, Key: e.ID, Body: string(b)}
}

// FromJournal reads a claim's stream back.
func FromJournal(stream []journal.Event) (Decision, []Event, error) {
	var d Decision
	events := make([]Event, 0, len(stream))
	for i := range stream {
		j := &stream[i]
		k, ok := kindsByStored[j.Kind]
		if !ok {
			return d, nil, fmt.Errorf("event %d: the kind %q is unknown to this program", j.Seq, j.Kind)
		}
		var err error
		if k.kind == Decided {
			d, err = decisionOf(j)
		} else {
			var e Event
			e, err = eventOf(k, j)
			events = append(events, e)
		}
		if err != nil {
			return d, nil, fmt.Errorf("event %d: %w", j.Seq, err)
		}
	}
	if len(d.Debtors) == 0 {
		return d, nil, fmt.Errorf("the claim has events but no decision")
	}
	Sort(events)
	return d, events, nil
}

func decisionOf(j *journal.Event) (Decision, error) {
	id, ok := IDOf(j.Stream)
	if !ok {
		return Decision{}, fmt.Errorf("a decision on the stream %q, which is no claim", j.Stream)
	}
	d := Decision{ID: id, DecidedOn: j.OccurredOn}
	var debtors string
	stated := 0
	err := pairs(j.Body, func(name, value string) (ok bool) {
		switch name {
		case "charge":
			d.Charge, ok = ore(value)
			return
		case "type":
			d.Type, ok = ParseType(value)
			return
		}
		stated++
		switch name {
		case "authority":
			d.Authority, ok = ParseAuthority(value)
		case "benefit":
			d.Benefit, ok = benefit.Parse(value)
		case "debtors":
			debtors, ok = value, true
		case "origin":
			d.Origin, ok = ParseOrigin(value)
		case "principal":
			d.Principal, ok = ore(value)
		}
		return
	})
	if err == nil && (stated != 5 || d.Principal == 0 || d.Charge > d.Principal) {
		err = fmt.Errorf("the body %q of a decision lacks a part", j.Body)
	}
	if err == nil {
		d.Debtors, err = ParseDebtors(debtors, d.DecidedOn, d.Principal)
	}
	return d, err
}

func eventOf(k storedKind, j *journal.Event) (Event, error) {
	e := Event{ID: j.Key, Kind: k.kind, ByLaw: k.byLaw, OccurredOn: j.OccurredOn, RecordedAt: j.RecordedAt, Ordinal: j.Ordinal}
	toPrincipal, stated := money.Amount(0), false
	err := pairs(j.Body, func(name, value string) (ok bool) {
		switch name {
		case "amount":
			e.Amount, ok = ore(value)
		case "principal":
			toPrincipal, ok = ore(value)
			stated = true
		default:
			ok = e.setDetail(name, value)
		}
		return
	})
	switch {
	case stated && k.byLaw:
		err = fmt.Errorf("the body %q says what was booked to principal, and that the law divides it", j.Body)
	case stated:
		e.ToPrincipal = toPrincipal
	case !k.byLaw:
		e.ToPrincipal = e.Amount
	}
	if err == nil && (k.kind.NeedsAmount() && e.Amount == 0 || e.ToPrincipal > e.Amount) {
		err = fmt.Errorf("the body %q lacks the amount that %s must state", j.Body, k.kind)
	}
	return e, err
}

// pairs calls set with each name and value of a body, which stand in
// alphabetical order, each once. The error is a *pairError.
func pairs(body string, set func(name, value string) bool) error {
	last, at := "", 0
	for rest, more := body, body != ""; more; {
		var pair string
		pair, rest, more = strings.Cut(rest, " ")
		name, value, ok := strings.Cut(pair, "=")
		switch {
		case !ok || name == "":
			return &pairError{body: body, pair: pair, at: at, fault: noPair}
		case name <= last:
			return &pairError{body: body, pair: pair, name: name, last: last, at: at, fault: notInOrder}
		case !set(name, value):
			return &pairError{body: body, pair: pair, name: name, at: at, fault: notRead}
		}
		last = name
		at += len(pair) + 1
	}
	return nil
}

// pairError is a pair of a body that cannot be read.
type pairError struct {
	body, pair string
	name, last string // of the pair, and of the one before it
	at         int    // byte of body where the pair begins
	fault      pairFault
}

type pairFault uint8

const (
	noPair pairFault = iota
	notInOrder
	notRead
)

func (e *pairError) Error() string {
	return fmt.Sprintf("the body %q cannot be read at %q", e.body, e.pair)
}

// ore reads an amount as it is written: digits alone, no zero before them.
func ore(s string) (money.Amount, bool) {
	v, err := strconv.ParseInt(s, 10, 64)
	return money.Amount(v), err == nil && (s[0] >= '1' && s[0] <= '9' || s == "0")
}
