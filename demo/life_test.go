package demo

import (
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// walk follows one claim event by event and complains of what cannot be.
type walk struct {
	t    *testing.T
	d    claim.Decision
	left int64 // öre
	paid int64
	prin int64

	on          map[claim.Kind]calendar.Date // what is in force, and since when
	dispatched  bool
	served      calendar.Date
	interrupted calendar.Date // last event that interrupts limitation
	closed      calendar.Date // None: open
	last        calendar.Date
}

var began = []claim.Kind{claim.PlanAgreed, claim.SetoffStarted, claim.Referred, claim.RestructuringStarted, claim.PreservationStarted, claim.DeferralGranted}

func (w *walk) fail(e claim.Event, why string) {
	w.t.Errorf("%s (decided %s): %s on %s: %s", w.d.ID, w.d.DecidedOn, e.Kind, e.OccurredOn, why)
}

func (w *walk) event(i int, e claim.Event) {
	switch {
	case e.OccurredOn < w.d.DecidedOn, e.OccurredOn < w.last, e.OccurredOn > calendar.New(2025, 3, 28):
		w.fail(e, "out of order")
	case e.RecordedAt.Date() < e.OccurredOn, e.RecordedAt > calendar.EndOfDay(calendar.New(2025, 3, 28)):
		w.fail(e, "recorded "+e.RecordedAt.String())
	case e.Ordinal != int64(i+1):
		w.fail(e, "misnumbered")
	}
	w.last = e.OccurredOn
	if w.closed != calendar.None {
		w.afterClosing(e)
	}
	w.money(e)
	w.measures(e)
	switch e.Kind {
	case claim.Dispatched:
		w.dispatched = true
	case claim.Served, claim.RegisteredNotServed:
		if !w.dispatched {
			w.fail(e, "before dispatch")
		}
		if e.Kind == claim.Served {
			w.served = e.OccurredOn
		}
	case claim.TimeBarred:
		if !isOld(w.d) || e.OccurredOn != w.interrupted.AddYears(10).AddDays(1) {
			w.fail(e, "limitation ran from "+w.interrupted.String())
		}
	}
	switch e.Kind {
	case claim.Paid, claim.PlanAgreed, claim.Referred, claim.Returned, claim.SetoffStarted, claim.RestructuringStarted:
		w.interrupted = e.OccurredOn
	}
	w.close(e)
}

// money keeps what is left and checks amounts.
func (w *walk) money(e claim.Event) {
	to := int64(e.ToPrincipal)
	if to < 0 || e.ToPrincipal > e.Amount || to%100 != 0 {
		w.fail(e, "amount "+e.Amount.String())
	}
	switch e.Kind {
	case claim.Paid:
		w.left, w.paid = w.left-to, w.paid+to
	case claim.PaymentReversed:
		w.left, w.paid = w.left+to, w.paid-to
	case claim.Waived:
		w.left -= to
	case claim.Changed:
		w.left, w.prin = w.left+int64(e.Amount)-w.prin, int64(e.Amount)
	case claim.Referred:
		if to != w.left {
			w.fail(e, "hands over "+e.ToPrincipal.String())
		}
	default:
		if e.Amount != 0 {
			w.fail(e, "states an amount")
		}
	}
	if w.left < 0 || w.paid < 0 || w.left != 0 && w.left < leastLeft*100 {
		w.fail(e, "leaves "+money.Amount(w.left).String())
	}
}

// measures checks that things end after they begin, one at a time.
func (w *walk) measures(e claim.Event) {
	for _, k := range began {
		if e.Kind == k {
			for _, other := range began {
				if _, in := w.on[other]; in && (other != claim.DeferralGranted || k == claim.Referred) {
					w.fail(e, "while "+other.String())
				}
			}
			w.on[k] = e.OccurredOn
			if k == claim.Referred && !isOld(w.d) && (w.served == calendar.None || e.OccurredOn-w.served < 60) {
				w.fail(e, "served "+w.served.String())
			}
			return
		}
	}
	start, ends := endOf[e.Kind]
	if e.Kind == claim.DeferralEnded {
		start, ends = claim.DeferralGranted, true
	}
	if !ends {
		return
	}
	since, in := w.on[start]
	if !in {
		w.fail(e, "without a beginning")
	}
	if start == claim.PlanAgreed && !isOld(w.d) && e.OccurredOn-since > 370 {
		w.fail(e, "the plan is of "+since.String())
	}
	delete(w.on, start)
}

func (w *walk) afterClosing(e claim.Event) {
	switch e.Kind {
	case claim.PlanEnded, claim.SetoffEnded, claim.RestructuringEnded, claim.PreservationEnded:
		if e.OccurredOn == w.closed {
			return
		}
	case claim.PaymentReversed: // it bounced
		if e.OccurredOn-w.closed <= 10 && w.left == 0 {
			w.closed = calendar.None
			return
		}
	case claim.Served: // the receipt of one who paid, or whose payment then bounced
		if e.OccurredOn-w.closed <= 10 && w.left == 0 {
			return
		}
	case claim.Returned:
		if !isOld(w.d) {
			w.closed = calendar.None
			return
		}
	}
	w.fail(e, "after the claim was closed on "+w.closed.String())
}

func (w *walk) close(e claim.Event) {
	terminal := e.Kind == claim.Annulled || e.Kind == claim.TimeBarred || e.Kind == claim.WrittenOff || e.Kind == claim.Waived && e.Amount == 0
	if w.closed == calendar.None && (w.left == 0 || terminal || e.Kind == claim.Referred && !isOld(w.d)) {
		w.closed = e.OccurredOn
	}
}

// end checks that an OLD claim that is still open has not become time barred.
func (w *walk) end() {
	_, atKFM := w.on[claim.Referred]
	if isOld(w.d) && w.closed == calendar.None && !atKFM && w.interrupted.AddYears(10) < calendar.New(2025, 3, 28) {
		w.t.Errorf("%s (decided %s) is open, but limitation was last interrupted on %s", w.d.ID, w.d.DecidedOn, w.interrupted)
	}
}

func TestLives_couldHaveHappened(t *testing.T) {
	runs := []struct {
		seed  uint64
		scale Scale
	}{{1, Small}, {2, Small}, {3, Small}, {4, Full}}
	if testing.Short() {
		runs = runs[:3]
	}
	for _, r := range runs {
		err := Generate(r.seed, r.scale, func(d claim.Decision, events []claim.Event) error {
			w := walk{t: t, d: d, left: int64(d.Principal), prin: int64(d.Principal), on: map[claim.Kind]calendar.Date{},
				served: calendar.None, interrupted: d.DecidedOn, closed: calendar.None, last: d.DecidedOn}
			for i, e := range events {
				w.event(i, e)
			}
			w.end()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// The program's own guards have nothing to say about the demo agency.
func TestLives_passTheGuards(t *testing.T) {
	terms := claim.Terms{DueDays: 30, FinalMonths: 2, OldLimitYears: 10, NewLimitYears: 5, DispatchAssume: 1}
	scale := Full
	if testing.Short() {
		scale = Small
	}
	err := Generate(5, scale, func(d claim.Decision, events []claim.Event) error {
		claim.Check(&d, events, terms, func(r *claim.Refusal) { t.Error(d.ID, r) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
