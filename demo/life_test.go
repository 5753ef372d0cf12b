package demo

import (
	"fmt"
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
	sent        calendar.Date
	credit      bool
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
		w.dispatched, w.sent = true, e.OccurredOn
	case claim.Served, claim.RegisteredNotServed, claim.ServiceAttempted, claim.MailReturned, claim.ServiceFailed, claim.AddressFound:
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
	case claim.Paid:
		if e.Mode == "" {
			w.interrupted = e.OccurredOn
		}
	case claim.PlanAgreed, claim.NoticeReceived, claim.Acknowledged, claim.Referred, claim.Returned, claim.OrderApplied, claim.OrderEnded:
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
	case claim.Referred, claim.HandoverSent:
		if to != w.left && (e.Kind == claim.Referred || w.closed == calendar.None) {
			w.fail(e, "hands over "+e.ToPrincipal.String())
		}
	case claim.Refunded:
		if w.left += to; w.left > 0 {
			w.fail(e, "more than the credit")
		}
	case claim.Annulled: // what was paid is a credit
		w.left = -w.paid
	case claim.PlanAgreed, claim.PlanOffered:
		d := e.Detail()
		if to*int64(d.Count) < w.left || to*int64(d.Count-1) >= w.left || to < leastInstalment*100 || d.First <= e.OccurredOn || e.Mode != amortise {
			w.fail(e, fmt.Sprintf("%d instalments of %s from %s for %d öre", d.Count, e.ToPrincipal, d.First, w.left))
		}
	case claim.FeeCharged:
		w.fee(e)
	default:
		if e.Amount != 0 {
			w.fail(e, "states an amount")
		}
	}
	if credit := w.credit || w.left < 0 && (e.Kind == claim.Changed || e.Kind == claim.Annulled); credit {
		w.credit = true // it stays one, or is paid back
	} else if w.left < 0 || w.paid < 0 || w.left != 0 && w.left < leastLeft*100 {
		w.fail(e, "leaves "+money.Amount(w.left).String())
	}
}

// fee checks a fee against what the law allows.
func (w *walk) fee(e claim.Event) {
	due := w.sent.AddDays(30)
	switch {
	case e.Mode == "plan" && e.Detail().Part == claim.Fee && e.OccurredOn > due && (e.Amount == 17000 || e.Amount == 15000 && e.OccurredOn < calendar.New(2013, 3, 16)):
	case e.Mode == "payment_order" && e.Detail().Part == claim.Cost && isOld(w.d) && e.Amount == 30000:
	default:
		w.fail(e, "a fee of "+e.Amount.String()+" for "+e.Mode)
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
	if e.Kind == claim.PlanEnded && !isOld(w.d) && e.OccurredOn-since > 370 {
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
	case claim.MessageSent, claim.MessageAnswered, claim.RespiteGranted, claim.RecallAsked, claim.RecallRefused:
		if _, atKFM := w.on[claim.Referred]; atKFM {
			return
		}
	case claim.ReconsiderationAsked, claim.ReconsiderationDecided, claim.ReviewServed, claim.Judged, claim.Changed, claim.Refunded, claim.StayEnded:
		return // what was paid or ended can still be contested, and become a credit
	case claim.GuardianEnded, claim.ProtectionEnded, claim.BankruptcyEnded, claim.EstateNotified, claim.NoticeReceived:
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

// end counts an OLD claim that is still open though it has become time barred:
// few, and all in the last month.
func (w *walk) end() (unnoticed int) {
	_, atKFM := w.on[claim.Referred]
	if barred := w.interrupted.AddYears(10); isOld(w.d) && w.closed == calendar.None && !atKFM && barred < lastDay {
		if barred < reportDays[2] {
			w.t.Errorf("%s (decided %s) is open, but limitation was last interrupted on %s", w.d.ID, w.d.DecidedOn, w.interrupted)
		}
		return 1
	}
	return 0
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
		claims, unnoticed := 0, 0
		err := Generate(r.seed, r.scale, func(d claim.Decision, events []claim.Event) error {
			w := walk{t: t, d: d, left: int64(d.Principal), prin: int64(d.Principal), on: map[claim.Kind]calendar.Date{},
				served: calendar.None, interrupted: d.DecidedOn, closed: calendar.None, last: d.DecidedOn}
			for i, e := range events {
				w.event(i, e)
			}
			unnoticed += w.end()
			claims++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if unnoticed > 3+claims/1000 || r.scale == Full && unnoticed < 20 {
			t.Errorf("seed %d: %d claims are open after limitation", r.seed, unnoticed)
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
