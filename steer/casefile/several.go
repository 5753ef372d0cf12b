package casefile

import (
	"errors"
	"strings"

	"balans/recover/claim"
	"balans/recover/payment"
	"balans/recover/plan"
	"balans/recover/position"
)

// severalAnswer is what a rule over several claims has come to: a plan proposed,
// a payment received or a deduction.
type severalAnswer struct {
	proposal   *plan.Proposal
	allocation *payment.Allocation
	refusal    error // nil: it was not refused
	code       string
	told       bool // the case has spoken of a refusal
}

// text is the outcome in the words of a case.
func (a *severalAnswer) text() string {
	if a.refusal != nil {
		return "refused: " + a.refusal.Error()
	}
	return "not refused"
}

// take keeps what a rule says; an error that is no refusal is one of the case.
func (a *severalAnswer) take(err error) error {
	var several *position.Refusal
	var one *claim.Refusal
	switch {
	case errors.As(err, &several):
		a.refusal, a.code = err, several.Code
	case errors.As(err, &one):
		a.refusal, a.code = err, one.Rule.ID
	default:
		return err
	}
	return nil
}

// thenSeveralRefused expects that a rule over several claims refuses; the lines
// below it are words that its reason must have.
func (r *run) thenSeveralRefused(b *block, a *severalAnswer) {
	a.told = true
	got := "not refused"
	if a.refusal != nil {
		got = "refused: " + a.code
	}
	r.compare(b.line, "the outcome", "refused: "+b.rest, got)
	for _, l := range b.lines {
		if says := plain(a.text()); !strings.Contains(says, l.text) {
			r.compare(l.at, "the reason", l.text, says)
		}
	}
}
