package claim

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/statute"
)

// Timer is what moves a machine, or calls for someone, without an event: a day
// that has come, or what the balances or another machine say.
type Timer uint8

// The timers; what each means stands in timerRules.
const (
	TimerDecisionDay Timer = iota
	TimerUndispatched
	TimerDuePassed
	TimerFinalForce
	TimerReady
	TimerWorklist
	TimerHandOver
	TimerNoReceipt
	TimerServedByLaw
	TimerPublished
	TimerRetryService
	TimerSearchAddress
	TimerReviewAge
	TimerCourtAge
	TimerServeOutcome
	TimerOfferLapsed
	TimerInstalment
	TimerBreachGrace
	TimerDeferralOver
	TimerRestructuringOver
	TimerYearlyReview
	TimerReturnedReview
	TimerAskAnswer
	TimerReconcile
	TimerRespiteOver
	TimerStopOwed
	TimerCorrect
	TimerLimitation
	TimerBookLimitation
	TimerSettled
	TimerLegalEnd
	timerCount = iota
)

// basis is what the day of a timer is counted from.
type basis uint8

const (
	fromState       basis = iota // so many days after the state began
	fromDecision                 // on the decision day
	fromDue                      // the day after the due date
	fromFinal                    // the first day of final force
	fromHandover                 // the first day a hand-over is allowed
	fromLimitation               // the day after the last day of limitation
	fromDeferral                 // the day after the deferral's last
	fromOffer                    // the day after the offer's last
	fromRespite                  // the day after the respite's last
	fromRestructure              // the day after the restructuring's last payment day
	fromInstalment               // the day after an instalment's due day
	fromSending                  // so many days after a sending that serves by itself
	fromPublication              // so many days after the decision on publication
	fromEnd                      // when the claim is paid or ended and Kronofogden still has it
	fromOthers                   // no day: the balances or another machine say it
)

// TimerRule is what a timer means.
type TimerRule struct {
	Name  string
	Owner string // who acts: the nightly run, or someone
	Rule  string // when it strikes
	Law   string // paragraph, or that it is our own
	basis basis
	// Days to wait, for timers counted from when the state began. They are
	// working habits, not law, unless Parameter names the parameter of law that
	// holds them; see Standing.Strikes.
	Days      int
	Parameter string
	// Books is the event by which the nightly run records that it struck;
	// Decided where it records none.
	Books Kind
}

// Those who act.
const (
	byNight     = "nightly run"
	byWorker    = "case worker"
	byCollector = "collector"
)

var timerRules = [timerCount]TimerRule{
	TimerDecisionDay:       {"decision_day", byNight, "a decision dated ahead has come", "SFB 108:2", fromDecision, 0, "", Decided},
	TimerUndispatched:      {"undispatched", byWorker, "decided and not sent", ownRule, fromState, 1, "", Decided},
	TimerDuePassed:         {"due_passed", byNight, "the day after the due date", "SFB 108:19", fromDue, 0, "", Decided},
	TimerFinalForce:        {"final_force", byNight, "the day after the last day to contest", "SFB 113:19–20", fromFinal, 0, "", Decided},
	TimerReady:             {"ready", byNight, "overdue and final, and no court has stopped collection", "UB 3:20", fromHandover, 0, "", Decided},
	TimerWorklist:          {"worklist", byCollector, "each day until something is done", ownRule, fromState, 0, "", Decided},
	TimerHandOver:          {"hand_over", byNight, "the next hand-over to Kronofogden", ownRule, fromState, 1, "", Decided},
	TimerNoReceipt:         {"no_receipt", byNight, "sent, and no receipt in time", ownRule, fromState, 21, statute.ServiceAttemptDays, ServiceFailed},
	TimerServedByLaw:       {"served_by_law", byNight, "sent in a mode that serves by itself: simplified, or special on a legal person", "DELGL 22, 27", fromSending, 14, statute.ServiceAfterSendingDays, Served},
	TimerPublished:         {"published", byNight, "published (kungörelse)", "DELGL 47", fromPublication, 14, statute.ServicePublicationDays, Served},
	TimerRetryService:      {"retry_service", byWorker, "the letter did not reach: the next attempt, or registration", ownRule, fromState, 7, "", Decided},
	TimerSearchAddress:     {"search_address", byNight, "each year: a new search for an address", ownRule, fromState, 365, "", Decided},
	TimerReviewAge:         {"review_age", byWorker, "a reconsideration has waited", ownRule, fromState, 30, "", Decided},
	TimerCourtAge:          {"court_age", byWorker, "a court has not been heard of", ownRule, fromState, 180, "", Decided},
	TimerServeOutcome:      {"serve_outcome", byWorker, "the outcome of a review is to be served", "SFB 113:20", fromState, 1, "", Decided},
	TimerOfferLapsed:       {"offer_lapsed", byNight, "the day after the last to accept", ownRule, fromOffer, 0, "", PlanLapsed},
	TimerInstalment:        {"instalment", byNight, "the day after an instalment is due: is it paid?", ownRule, fromInstalment, 0, "", Decided},
	TimerBreachGrace:       {"breach_grace", byCollector, "a broken plan is reinstated or ended", ownRule, fromState, 14, "", PlanEnded},
	TimerDeferralOver:      {"deferral_over", byNight, "the day after the deferral's last", "HANTF 14", fromDeferral, 0, "", DeferralEnded},
	TimerRestructuringOver: {"restructuring_over", byWorker, "the day after the last payment day: what is left?", "SKULDL 1", fromRestructure, 0, "", Decided},
	TimerYearlyReview:      {"yearly_review", byCollector, "each year: does what was arranged or paused still hold?", "HANTF 14, 15", fromState, 365, "", Decided},
	TimerReturnedReview:    {"returned_review", byCollector, "returned by Kronofogden: what now? then each year", ownRule, fromState, 1, "", Decided},
	TimerAskAnswer:         {"ask_answer", byCollector, "nothing has been heard of what was sent", ownRule, fromState, 14, "", Decided},
	TimerReconcile:         {"reconcile", byNight, "each month: compare with what Kronofogden has", ownRule, fromState, 30, "", Decided},
	TimerRespiteOver:       {"respite_over", byNight, "the day after the respite's last", "SKPRESKL 6", fromRespite, 0, "", Decided},
	TimerStopOwed:          {"stop_owed", byWorker, "paid or ended, and Kronofogden still has it", ownRule, fromEnd, 0, "", Decided},
	TimerCorrect:           {"correct", byWorker, "a refused hand-over is corrected or given up", ownRule, fromState, 1, "", Decided},
	TimerLimitation:        {"limitation", byNight, "the day after the last day of limitation, with something left", "PRESKL 2, SKPRESKL 3", fromLimitation, 0, "", Decided},
	TimerBookLimitation:    {"book_limitation", byNight, "the limitation has set in and is to be booked", "PRESKL 8, SKPRESKL 10", fromState, 0, "", TimeBarred},
	TimerSettled:           {"settled", byNight, "nothing is owed", ownRule, fromOthers, 0, "", Decided},
	TimerLegalEnd:          {"legal_end", byNight, "the claim cannot be demanded any more", ownRule, fromOthers, 0, "", Decided},
}

// Timers lists every timer.
func Timers() []Timer {
	all := make([]Timer, timerCount)
	for i := range all {
		all[i] = Timer(i)
	}
	return all
}

// Rule is what the timer means.
func (t Timer) Rule() *TimerRule { return &timerRules[t] }

// String returns the timer's name, such as "due_passed".
func (t Timer) String() string {
	if int(t) < timerCount {
		return timerRules[t].Name
	}
	return fmt.Sprintf("timer(%d)", uint8(t))
}

// ByDate reports whether the timer strikes on a day, and not by what the
// balances or another machine say.
func (t Timer) ByDate() bool { return timerRules[t].basis != fromOthers }

// Strike is a timer that runs, and the first day on which it strikes.
type Strike struct {
	Timer   Timer
	Machine Machine
	Debtor  int // place among the debtors for ServiceMachine; otherwise -1
	On      calendar.Date
}

// Strikes lists the timers that run where the claim stands, and from which day
// each strikes; a day in the past means that it calls for something now. Wait
// gives the days to wait for those counted from when a state began; nil means
// each timer's own.
func (s Standing) Strikes(wait func(*TimerRule) int) []Strike {
	if wait == nil {
		wait = func(r *TimerRule) int { return r.Days }
	}
	var list []Strike
	for m := Machine(0); m < machineCount; m++ {
		if m != ServiceMachine && (m == LegalMachine || s.Legal != LegalDraft) {
			list = s.strikes(list, m, s.spot.at[m], s.spot.since[m], -1, wait)
		}
	}
	if !s.Legal.IsLive() || s.Collection == CollectionDone {
		return list // nobody is served a claim that is not collected any more
	}
	for i := range s.Debtors {
		list = s.strikes(list, ServiceMachine, uint8(s.Debtors[i].State), s.Debtors[i].Since, i, wait)
	}
	return list
}

func (s *Standing) strikes(list []Strike, m Machine, state uint8, since calendar.Date, debtor int, wait func(*TimerRule) int) []Strike {
next:
	for t := range Timer(timerCount) {
		if governed[t.cause()]&(1<<m) == 0 || tables[m][place(state, t.cause(), s.now)]&unexpected != 0 {
			continue
		}
		on := s.strikesOn(t, since, debtor, wait)
		if on == calendar.None {
			continue
		}
		for _, k := range list { // two machines may wait for the same
			if k.Timer == t && (k.Debtor == debtor || k.Debtor < 0) {
				continue next
			}
		}
		list = append(list, Strike{t, m, debtor, on})
	}
	return list
}

// strikesOn is the first day the timer strikes, None when it is not known.
func (s *Standing) strikesOn(t Timer, since calendar.Date, debtor int, wait func(*TimerRule) int) calendar.Date {
	r := &timerRules[t]
	next := func(day calendar.Date) calendar.Date {
		if day == calendar.None {
			return day
		}
		return day + 1
	}
	switch r.basis {
	case fromState:
		return since.AddDays(wait(r))
	case fromDecision:
		return s.decided
	case fromDue:
		return next(s.clock.Due)
	case fromFinal:
		return s.clock.Final
	case fromHandover:
		return s.clock.Handover
	case fromLimitation:
		return next(s.clock.LimitationLast)
	case fromDeferral:
		return next(s.until.deferral)
	case fromOffer:
		return next(s.until.offer)
	case fromRespite:
		return next(s.until.respite)
	case fromRestructure:
		return next(s.until.restructuring)
	case fromInstalment:
		return next(s.nextInstalment())
	case fromSending:
		if mode := s.Debtors[debtor].Mode; mode == "simplified" || mode == "special_legal_person" {
			return since.AddDays(wait(r))
		}
	case fromPublication:
		if s.Debtors[debtor].Mode == "publication" {
			return since.AddDays(wait(r))
		}
	case fromEnd:
		switch {
		case !s.Legal.IsLive():
			return s.spot.since[LegalMachine]
		case s.Money.IsSettled():
			return s.On
		}
	}
	return calendar.None
}

// nextInstalment is the due day of the first instalment that is not checked
// before On; None after the last, or when the plan states none.
func (s *Standing) nextInstalment() calendar.Date {
	p := &s.plan
	for k := range p.count {
		if due := p.due(k); due+1 >= s.On {
			return due
		}
	}
	return calendar.None
}
