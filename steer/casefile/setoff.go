package casefile

import (
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/recover/position"
	"balans/recover/setoff"
)

// askDeduction asks whether a deduction may be made, as the claim stands on the
// day of the payment: "CLAIM on DATE, amount 100, of 6 000, benefit sjukpenning,
// to DEBTOR, barred REASON". Nothing is stored.
func (r *run) askDeduction(b *block) error {
	q, err := r.ask(b)
	if err != nil {
		return err
	}
	if q.on == calendar.None {
		return r.fault(b.line, "no day is named: write CLAIM on DATE, amount AMOUNT, of AMOUNT, benefit NAME, to DEBTOR")
	}
	pay := setoff.Payment{ID: fmt.Sprintf("line-%d", b.line), PaidOn: q.on}
	var d setoff.Deduction
	for _, p := range q.others {
		if err := deductionPart(p, &pay, &d); err != nil {
			return r.fault(b.line, "%v", err)
		}
	}
	decision, events, err := r.load(b.line, q.claim)
	if err != nil {
		return err
	}
	p, err := position.Of(*decision, events, q.on, q.knownAt, r.law.TermsOf(q.knownAt))
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	a := &severalAnswer{}
	if err := a.take(setoff.MayDeduct(pay, d, p)); err != nil {
		return r.fault(b.line, "%v", err)
	}
	r.answer = a
	return nil
}

// deductionPart reads one part of the question.
func deductionPart(text string, pay *setoff.Payment, d *setoff.Deduction) (err error) {
	name, value, _ := strings.Cut(text, " ")
	switch name {
	case "amount":
		d.Amount, err = kronor(value)
	case "of":
		pay.Payable, err = kronor(value)
	case "benefit":
		var ok bool
		if pay.Benefit, ok = benefit.Parse(value); !ok {
			err = fmt.Errorf("there is no benefit %q", value)
		}
	case "to":
		pay.Recipient, err = identity.Parse(value)
	case "barred":
		if d.Barred = unquote(value); d.Barred == "" {
			err = errors.New("barred is followed by why it is deducted all the same")
		}
	default:
		err = fmt.Errorf("%q is not known here; after the day can follow amount AMOUNT, of AMOUNT, benefit NAME, to DEBTOR, barred REASON", text)
	}
	return err
}

// thenAllowed expects that nothing stops the deduction.
func (r *run) thenAllowed(b *block) error {
	if b.rest != "" {
		return r.fault(b.line, "then allowed: is followed by nothing")
	}
	a := r.answer.(*severalAnswer)
	a.told = true
	r.compare(b.line, "the deduction", "not refused", a.text())
	return nil
}
