package casefile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
	"balans/recover/payment"
	"balans/recover/position"
)

// receive books a payment over all claims of the case: "4 000 from DEBTOR on
// DATE, for CLAIM, channel kfm, known at DATE".
func (r *run) receive(b *block) error {
	in, knownAt, err := incoming(b.rest)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	if in.ID == "" {
		in.ID = fmt.Sprintf("line-%d", b.line)
	}
	r.clock.set(knownAt)
	book := payment.Book{Incoming: in}
	book.Terms, book.By, book.Key = r.law.TermsOf(knownAt), claim.Entry{Actor: actor}, in.ID
	for _, id := range slices.Sorted(maps.Keys(r.parties)) {
		book.Claims = append(book.Claims, position.Claim{Party: r.parties[id], ID: id})
	}
	receipt, err := book.Do(r.ctx, r.j)
	a := &severalAnswer{allocation: receipt.Allocation}
	if err := a.take(err); err != nil {
		return r.fault(b.line, "%v", err)
	}
	r.answer = a
	return nil
}

// incoming reads a payment received.
func incoming(text string) (in payment.Incoming, knownAt calendar.Instant, err error) {
	all := parts(text)
	amount, rest, ok := strings.Cut(all[0], " from ")
	payer, date, dated := strings.Cut(rest, " on ")
	if !ok || !dated {
		return in, 0, fmt.Errorf("%q is no payment received; write AMOUNT from DEBTOR on DATE", all[0])
	}
	in.Channel = "bankgiro"
	var err1, err2, err3 error
	in.Amount, err1 = kronor(amount)
	if payer != "unknown" {
		in.Payer, err2 = identity.Parse(payer)
	}
	in.BookedOn, err3 = calendar.Parse(date)
	if err := errors.Join(err1, err2, err3); err != nil {
		return in, 0, err
	}
	knownAt = calendar.EndOfDay(in.BookedOn)
	for _, p := range all[1:] {
		name, value, _ := strings.Cut(strings.Replace(p, "known at", "known", 1), " ")
		switch name {
		case "for":
			in.Reference = value
		case "channel":
			in.Channel = value
		case "as":
			in.ID = value
		case "known":
			if knownAt, err = calendar.ParseInstant(value); err != nil {
				return in, 0, err
			}
		default:
			return in, 0, fmt.Errorf("%q is not known here; after the day can follow for CLAIM, channel NAME, as ID, known at DATE", p)
		}
	}
	return in, knownAt, nil
}

// thenDivided compares where a payment went, part by part in order, and what is
// left of it: "CLAIM 3 333,08 because RULE", "rest 12,50".
func (r *run) thenDivided(b *block) error {
	a := r.answer.(*severalAnswer)
	if a.allocation == nil {
		r.compare(b.line, "the payment", "divided", a.text())
		return nil
	}
	var got []string
	for _, p := range a.allocation.Parts {
		got = append(got, fmt.Sprintf("%s %s because %s", p.Claim.ID, shown(p.Amount), p.Why.Rule))
	}
	if a.allocation.Rest > 0 {
		got = append(got, "rest "+shown(a.allocation.Rest))
	}
	lines := b.content()
	r.compare(b.line, "parts of the payment", fmt.Sprint(len(lines)), fmt.Sprint(len(got)))
	for k, l := range lines[:min(len(lines), len(got))] {
		want, err := dividedLine(l.text)
		if err != nil {
			return r.fault(l.at, "%v", err)
		}
		r.compare(l.at, fmt.Sprintf("part %d of the payment", k+1), want, got[k])
	}
	return nil
}

// dividedLine writes a line of a division as the program would.
func dividedLine(text string) (string, error) {
	head, why, because := strings.Cut(text, " because ")
	name, amount, _ := strings.Cut(head, " ")
	a, err := kronor(strings.TrimSpace(amount))
	if err != nil {
		return "", fmt.Errorf("%w; write CLAIM AMOUNT because RULE, or rest AMOUNT", err)
	}
	if !because {
		return name + " " + shown(a), nil
	}
	return name + " " + shown(a) + " because " + strings.TrimSpace(why), nil
}

// thenPassed compares the claims that got nothing, or less than is owed on them,
// and why: "CLAIM CODE", a line each, in any order; none.
func (r *run) thenPassed(b *block) error {
	a := r.answer.(*severalAnswer)
	var want, got []string
	if a.allocation != nil {
		for _, n := range a.allocation.Passed {
			got = append(got, n.Claim+" "+n.Code)
		}
	}
	lines := b.content()
	if b.rest == "none" {
		lines = nil
	}
	for _, l := range lines {
		text := strings.Join(strings.Fields(l.text), " ")
		if want = append(want, text); !slices.Contains(got, text) {
			r.fail(l.at, "claims passed over", text, strings.Join(got, "; "))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	r.compare(b.line, "claims passed over", strings.Join(want, "; "), strings.Join(got, "; "))
	return nil
}
