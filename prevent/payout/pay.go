package payout

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
)

// Payment pays a run: every line that is planned and due, but for those that have a reason
// to wait. One that was interrupted is completed by doing it again, on the same day.
type Payment struct {
	Run   string
	On    calendar.Date // the day it is paid; not before the run's pay day, nor in the future
	Actor string
	// Wait gives the reason why a planned line is not to be paid yet, and "" when there is
	// none. nil: there are none. It may be asked about a line more than once.
	Wait     func(*Entry) string
	DryRun   bool
	Progress func(phase string, done, total int64) // may be nil
}

// PayReceipt says what became of a run. The sums of its parts add up to the whole, to the öre.
type PayReceipt struct {
	Run       RunInfo
	On        calendar.Date
	Paid      Sum // by this payment, also by the part of it before an interruption
	Before    Sum // by earlier payments
	Held      Sum
	Waiting   Sum
	Reasons   []Waiting // by reason
	Cancelled Sum
	Whole     Sum // the run, and the lines planned in the place of others
	DryRun    bool
}

// Waiting is the lines that were left for a reason.
type Waiting struct {
	Reason string
	Sum
}

// The errors of a payment.
var (
	ErrNoRun      = errors.New("payout: there is no such payment run")
	ErrIncomplete = errors.New("payout: the planning of the run was interrupted; complete it before it is paid")
)

// Do carries the payment out.
func (p *Payment) Do(ctx context.Context, j *journal.Journal) (PayReceipt, error) {
	today := calendar.InstantOf(j.Now()).Date()
	switch {
	case p.Actor == "" || !journal.Plain(p.Actor):
		return PayReceipt{}, errors.New("payout: who pays the run is to be named")
	case p.On == calendar.None || p.On == 0:
		return PayReceipt{}, errors.New("payout: the day it is paid is to be stated")
	case p.On > today:
		return PayReceipt{}, fmt.Errorf("%w: %s was stated, and today is %s", ErrFuture, p.On, today)
	}
	for attempt := 1; ; attempt++ {
		receipt, err := p.try(ctx, j)
		// A line that was held or cancelled just now: decide again.
		if !errors.Is(err, journal.ErrConflict) || attempt == maxAttempts {
			return receipt, err
		}
	}
}

func (p *Payment) try(ctx context.Context, j *journal.Journal) (PayReceipt, error) {
	r, err := ReadRun(ctx, j, p.Run, AsOf{Day: p.On})
	if err != nil {
		return PayReceipt{}, err
	}
	if r == nil {
		return PayReceipt{}, fmt.Errorf("%w: %s; `balans payout runs` lists them", ErrNoRun, p.Run)
	}
	stream, begun, err := p.stream(r)
	if err != nil {
		return PayReceipt{}, err
	}
	receipt, due, err := p.divide(r, stream)
	if err != nil || p.DryRun || len(due) == 0 && !begun {
		return receipt, err
	}
	if !begun {
		if err := p.announce(ctx, j, r, stream); err != nil {
			return receipt, err
		}
	}
	w := &journal.MassWrite{Stream: stream, Actor: p.Actor, Summary: "run=" + p.Run + " on=" + p.On.String(), Name: runKind}
	total := int64(len(due))
	return receipt, w.Run(ctx, j, p.bundles(due, calendar.InstantOf(j.Now()), stream), func(n int64) {
		if p.Progress != nil {
			p.Progress("paying", n, total)
		}
	})
}

// stream is the mass write of this payment: that of one that was interrupted, or a new one.
func (p *Payment) stream(r *Run) (stream string, begun bool, err error) {
	switch {
	case !r.read.plan.whole:
		return "", false, fmt.Errorf("%w: run %s, from %s", ErrIncomplete, r.Name, r.File)
	case p.On < r.PayOn:
		return "", false, &Refusal{Payout: "run " + r.Name, Code: "pay-day", Why: fmt.Sprintf("its pay day is %s, and it cannot be paid on %s", r.PayOn, p.On)}
	}
	if err := r.addsUp(); err != nil {
		return "", false, err
	}
	n := len(r.read.pays)
	if n > 0 && !r.read.pays[n-1].whole {
		last := r.read.pays[n-1]
		if last.on != p.On {
			return "", false, fmt.Errorf("the payment of run %s on %s was interrupted; complete it with that day before it is paid on %s", r.Name, last.on, p.On)
		}
		return last.stream, true, nil
	}
	return payStream(r.Name, n+1), false, nil
}

// addsUp holds that the lines of the run are those it was listed with, but for those planned
// in the place of others.
func (r *Run) addsUp() error {
	instead := map[string]bool{}
	for _, e := range r.entries {
		for i := range e.later {
			if id := e.later[i].Instead; id != "" {
				instead[id] = true
			}
		}
	}
	var sum Sum
	for _, e := range r.entries {
		if instead[e.ID] {
			continue
		}
		if err := sum.add(&e.Line); err != nil {
			return err
		}
	}
	if sum != (Sum{r.Lines, r.Gross, r.Tax}) {
		return fmt.Errorf("run %s was listed with %d lines, %s kronor before tax and %s in tax, and its lines are %d, %s and %s; run `balans verify`",
			r.Name, r.Lines, r.Gross, r.Tax, sum.Count, sum.Gross, sum.Tax)
	}
	return nil
}

// divide decides line by line.
func (p *Payment) divide(r *Run, stream string) (receipt PayReceipt, due []*Entry, err error) {
	receipt = PayReceipt{Run: r.RunInfo, On: p.On, DryRun: p.DryRun}
	reasons := map[string]*Sum{}
	for _, e := range r.entries {
		to := &receipt.Waiting
		switch reason := p.reason(e); {
		case e.State == Paid && e.End.Cause == stream:
			to = &receipt.Paid
		case e.State == Paid:
			to = &receipt.Before
		case e.State == Held:
			to = &receipt.Held
		case e.State == Cancelled:
			to = &receipt.Cancelled
		case reason == "":
			to = &receipt.Paid
			due = append(due, e)
		default:
			if reasons[reason] == nil {
				reasons[reason] = &Sum{}
			}
			err = errors.Join(err, reasons[reason].add(&e.Line))
		}
		if err = errors.Join(err, to.add(&e.Line), receipt.Whole.add(&e.Line)); err != nil {
			return receipt, nil, err
		}
	}
	for reason, sum := range reasons {
		receipt.Reasons = append(receipt.Reasons, Waiting{reason, *sum})
	}
	slices.SortFunc(receipt.Reasons, func(a, b Waiting) int { return strings.Compare(a.Reason, b.Reason) })
	return receipt, due, nil
}

// reason is why a line is not paid now; "" when it is, or is not planned.
func (p *Payment) reason(e *Entry) string {
	switch {
	case e.State == NoState:
		return "planned after " + p.On.String()
	case e.State != Planned:
		return ""
	case e.inOrder(p.On) != nil: // it has facts of a later day
		return "changed after " + p.On.String()
	case p.Wait == nil:
		return ""
	}
	return p.Wait(e)
}

// announce notes that the run is being paid, so that the payment is found again.
func (p *Payment) announce(ctx context.Context, j *journal.Journal, r *Run, stream string) error {
	body, err := journal.Body(payingBody{stream, p.On})
	if err != nil {
		return err
	}
	_, err = j.Append(ctx, journal.Append{Stream: changesStream(r.Name), Expected: int32(r.read.changes), Events: []journal.New{{
		Kind: KindPaying, OccurredOn: p.On, Actor: p.Actor, Body: body}}})
	return err
}

// bundles gives each payment.
func (p *Payment) bundles(due []*Entry, at calendar.Instant, cause string) func() (*journal.Bundle, error) {
	return func() (*journal.Bundle, error) {
		if len(due) == 0 {
			return nil, nil
		}
		e := due[0]
		due = due[1:]
		known := at
		for i := range e.later { // another program's clock may be ahead
			known = max(known, e.later[i].At)
		}
		return &journal.Bundle{Party: int64(e.Party), Stream: Stream(e.ID), After: e.version, Events: []journal.New{{
			Kind: KindPaid, OccurredOn: p.On, RecordedAt: max(known, e.planned.At), Ordinal: int64(e.version) + 1, Actor: p.Actor, Cause: cause, Body: "{}"}}}, nil
	}
}
