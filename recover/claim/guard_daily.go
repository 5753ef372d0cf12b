package claim

import (
	"errors"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// The rules for daily work: they are asked of a new event only, because a
// history taken over from another system does not tell what they need.
var (
	ruleReason     = &Rule{"reason-missing", Policy, "a decision states its reason", "FL 32 §, SFB 108:22"}
	ruleStayed     = &Rule{"stayed", Policy, "nothing is collected while a court has ordered a stay", "FL 48 §"}
	ruleBarred     = &Rule{"time-barred", Policy, "no measure is taken on a claim after limitation", "SKPRESKL 10 §, PRESKL 8 §"}
	ruleNotBarred  = &Rule{"not-yet-barred", Policy, "a claim is time barred the day after the last day of its limitation", "PRESKL 2, 5-7 §§, SKPRESKL 3-8 §§"}
	ruleTrack      = &Rule{"wrong-track", Policy, "an order to pay, a demand and a pause are for claims on the civil track, a hand-over for the public track", "HANTF 2 §, UB 3:1"}
	ruleDemand     = &Rule{"demand-first", Policy, "an order to pay is applied for after a demand whose time to answer has passed", "INKL 6 §"}
	ruleTitle      = &Rule{"title-missing", Policy, "enforcement of a claim on the civil track needs a title", "UB 3:1"}
	ruleUnsent     = &Rule{"not-sent", Policy, "nothing is collected before the decision has been sent", "FL 33 §"}
	ruleOverdue    = &Rule{"not-overdue", Policy, "a reminder or a demand is sent after the due date", "HANTF 10 §, INKL 5 §"}
	ruleFee        = &Rule{"fee-too-high", Policy, "a fee is at most what the law allows, and only for what it allows", "INKKL 2-4 §§, KFMAF 1 §"}
	rulePlanLong   = &Rule{"plan-too-long", Policy, "a plan is at most twelve months unless longer is to the State's advantage or there are extraordinary reasons", "HANTF 14 §"}
	rulePlanTerms  = &Rule{"plan-terms", Policy, "a plan states how much, how many times and from when, and pays the claim", "INKKL 3 §"}
	ruleDeferral   = &Rule{"deferral-too-long", Policy, "a deferral ends within a year of the due date unless longer is to the State's advantage or there are extraordinary reasons", "HANTF 14 §"}
	ruleSetoffType = &Rule{"setoff-not-allowed", Policy, "a claim of this type is not deducted from benefits", "SFB 108:22, TANDL 4:2"}
	ruleOneMessage = &Rule{"message-open", Policy, "a message to Kronofogden waits until the one before it is answered", "Balans egen regel"}
	ruleCredit     = &Rule{"no-credit", Policy, "no more is paid out or moved than the claim has in credit", "Balans egen regel"}
	ruleNoPayment  = &Rule{"payment-unknown", Policy, "a reversal that names a payment names one of the claim, and takes back no more than it", "Balans egen regel"}
	ruleMoment     = &Rule{"service-too-early", Policy, "simplified service, service on a legal person and publication take effect two weeks after sending or decision", "DELGL 22, 27, 47 §§"}
	ruleProtected  = &Rule{"identity-protected", Policy, "a letter to a protected person is not sent to an address", "OSL 22:1"}
	ruleDead       = &Rule{"debtor-deceased", Policy, "no plan is agreed with, and no letter sent to, a person who has died; the estate is the debtor", "Balans egen regel"}
	ruleNoWaiver   = &Rule{"waiver-not-allowed", Policy, "a claim on a dental care provider is not waived for special reasons", "TANDL 4:9"}
	ruleRaised     = &Rule{"raised", Policy, "a change is never to the debtor's disadvantage; more is claimed by a new decision", "SFB 113:3, 113:8"}
	ruleReminder   = &Rule{"reminder-first", Policy, "a reminder is sent before a demand", "HANTF 10 §"}
	ruleAttempts   = &Rule{"attempts-left", Policy, "a debtor is registered as not served after the attempts there are to be", "Balans egen regel"}
	ruleMinimum    = &Rule{"below-minimum", Policy, "a claim below the least amount is not handed over", "indrivningsförordningen (1993:1229); which paragraph is not known"}
	ruleNotNow     = &Rule{"not-now", Policy, "an event follows from the state the claim is in (the machines, docs/machines.md)", "Balans egen regel"}
	ruleOpenAmount = &Rule{"nothing-owed", Policy, "no measure is taken on a claim on which nothing is owed", "SFB 108:2"}
)

// DailyRules lists the rules that only new events are held against.
func DailyRules() []*Rule {
	return []*Rule{ruleReason, ruleStayed, ruleBarred, ruleNotBarred, ruleTrack, ruleDemand, ruleTitle, ruleUnsent, ruleOverdue, ruleFee,
		rulePlanLong, rulePlanTerms, ruleDeferral, ruleSetoffType, ruleOneMessage, ruleCredit, ruleNoPayment, ruleMoment,
		ruleProtected, ruleDead, ruleOpenAmount, ruleNoWaiver, ruleRaised, ruleReminder, ruleAttempts, ruleMinimum, ruleNotNow}
}

// isMeasure reports whether an event of this kind is the agency's doing to
// collect the claim.
func (k Kind) isMeasure() bool {
	switch k {
	case Reminded, Demanded, PlanOffered, PlanAgreed, PlanReinstated, SetoffStarted, Referred, OrderApplied, HandoverSent, PreservationStarted, FeeCharged:
		return true
	}
	return false
}

// untilFollows are the kinds whose Until lies on their own day or later.
var untilFollows = [kindCount]bool{DeferralGranted: true, Demanded: true, Dispatched: true, RespiteGranted: true, PlanOffered: true}

// world is what a new event meets: the claim as it stands on its day.
type world struct {
	d      *Decision
	before []Event // what counts before the event
	on     calendar.Date
	terms  Terms

	e       *Event // the new event
	ready   bool   // what follows has been computed
	s       State
	dl      *Deadlines
	limit   *Limitation
	account *Account
	stand   Standing
	fault   error
}

func newWorld(d *Decision, before []Event, on calendar.Date, terms Terms) *world {
	return &world{d: d, before: before, on: on, terms: terms}
}

// endOfTime is when everything is known.
const endOfTime = calendar.Instant(1<<63 - 1)

func (w *world) compute() {
	w.ready = true
	w.s = Fold(w.d, w.before, w.on, endOfTime)
	w.dl = DeadlinesOf(w.d, w.before, w.on, endOfTime, w.terms.Law)
	w.limit = LimitationOf(w.d, w.before, w.on, endOfTime, w.terms.Law)
	if w.account, w.fault = NewAccount(w.d, w.before, w.on, endOfTime, w.terms.Law, false); w.fault == nil {
		w.stand = StandingOf(w.d, w.before, w.on, endOfTime, w.dl, w.limit, w.account)
	}
}

// may holds a new event against the rules for daily work.
func (w *world) may(e *Event) *Refusal {
	if w.e = e; !w.ready {
		w.compute()
	}
	var refusal *Refusal
	if errors.As(w.fault, &refusal) {
		return refusal
	}
	for _, hold := range [...]func(*world) (*Rule, string){(*world).measure, (*world).limitation, (*world).reason, (*world).decision, (*world).track, (*world).fee, (*world).plan,
		(*world).deferral, (*world).setoff, (*world).message, (*world).money, (*world).service, (*world).debtor, (*world).state} {
		if rule, why := hold(w); rule != nil {
			return &Refusal{w.d.ID, rule, *e, why}
		}
	}
	return nil
}

func (w *world) measure() (*Rule, string) {
	if !w.e.Kind.isMeasure() {
		return nil, ""
	}
	switch {
	case w.s.Conditions&Stayed != 0:
		return ruleStayed, "a stay is in force"
	case w.dl.Dispatched == calendar.None && w.e.Kind != PreservationStarted && TypeOf(w.d) != Mistaken:
		return ruleUnsent, "no dispatch is recorded"
	case w.account.IsKnown() && w.account.Total() == 0 && w.e.Kind != FeeCharged:
		return ruleOpenAmount, "everything is paid"
	}
	return nil, ""
}

func (w *world) limitation() (*Rule, string) {
	k := w.e.Kind
	if !k.isMeasure() && k != DeferralGranted && k != TimeBarred {
		return nil, ""
	}
	l := w.limit
	switch {
	case k != TimeBarred && w.s.Conditions&Preserved != 0:
		return nil, "" // what secured payment before may be completed (SKPRESKL 10 st.2)
	case k == TimeBarred && l.Pending:
		return ruleNotBarred, "proceedings are pending"
	case k == TimeBarred && l.Last == calendar.None:
		return ruleNotBarred, "it has no due date"
	case k == TimeBarred && !l.Barred(w.e.OccurredOn):
		return ruleNotBarred, "its last day is " + l.Last.String()
	case k != TimeBarred && l.Barred(w.e.OccurredOn):
		return ruleBarred, "its last day was " + l.Last.String()
	}
	return nil, ""
}

// reason: decisions that are weighed must say why.
func (w *world) reason() (*Rule, string) {
	switch w.e.Kind {
	case SetoffStarted, Waived, WrittenOff, Paused, RecallAsked, PlanReinstated, LimitationExtended:
		if w.e.Detail().Reason == "" {
			return ruleReason, "no reason is stated"
		}
	}
	return nil, ""
}

// decision: what later decisions may not do.
func (w *world) decision() (*Rule, string) {
	switch {
	case w.e.Kind == Waived && TypeOf(w.d) == DentalProvider && w.e.Detail().Part != Fee && w.e.Detail().Part != Cost:
		return ruleNoWaiver, "it is a claim of the type " + DentalProvider.String()
	case w.e.Kind == Changed && w.e.Amount > w.s.Principal:
		return ruleRaised, fmt.Sprintf("the principal is %s kr", w.s.Principal)
	}
	return nil, ""
}

// isCivil reports whether the claim is enforced on the civil track.
func (w *world) isCivil() bool { return TrackOf(w.d) != PublicTrack }

func (w *world) track() (*Rule, string) {
	switch k := w.e.Kind; k {
	case Demanded:
		if !w.isCivil() {
			return ruleTrack, "the decision itself is enforceable"
		}
		if rule, why := w.overdue(); rule != nil {
			return rule, why
		}
		if TypeOf(w.d) != Mistaken && !slices.ContainsFunc(w.before, func(e Event) bool { return e.Kind == Reminded }) {
			return ruleReminder, "no reminder is recorded"
		}
	case Reminded:
		return w.overdue()
	case OrderApplied, OrderDisputed, TitleGranted, Paused:
		if !w.isCivil() {
			return ruleTrack, "it is a public claim"
		}
		if k == OrderApplied {
			return w.demanded()
		}
	case HandoverAccepted, HandoverRefused:
		if w.isCivil() {
			return ruleTrack, "it is on the civil track"
		}
	case HandoverSent:
		if w.isCivil() {
			return ruleTrack, "it is on the civil track"
		}
		if least, err := w.terms.Parameters.Value(statute.HandoverMinimum, w.on); err == nil && w.account.Total() < money.Amount(least.Int64) {
			return ruleMinimum, fmt.Sprintf("%s kr is owed, and the least is %s kr", w.account.Total(), money.Amount(least.Int64))
		}
		return w.final()
	case Referred:
		if !w.isCivil() {
			return w.final()
		}
		if w.s.Conditions&Titled == 0 {
			return ruleTitle, "no title is recorded"
		}
	}
	return nil, ""
}

// final: a decision that is contested, or not served on every debtor, has no
// final force.
func (w *world) final() (*Rule, string) {
	switch dl := w.dl; {
	case w.s.Conditions&(InPlan|Restructuring) != 0 || w.stand.Collection == CollectionDeferred:
		return ruleArrangement, "an arrangement is in force"
	case dl.Due != calendar.None && w.on <= dl.Due:
		return ruleNotDue, "it is due on " + dl.Due.String()
	case dl.Contested:
		return ruleNotFinal, "a reconsideration or an appeal is pending, or its outcome is not served"
	case dl.Final == calendar.None:
		return ruleNotFinal, "it has not been served on every debtor"
	case w.on < dl.EarliestHandover:
		return ruleNotFinal, "it can be handed over from " + dl.EarliestHandover.String()
	}
	return nil, ""
}

func (w *world) overdue() (*Rule, string) {
	if TypeOf(w.d) == Mistaken { // it has no due date before it is demanded
		return nil, ""
	}
	if w.dl.Due == calendar.None || w.e.OccurredOn <= w.dl.Due {
		return ruleOverdue, "it is due on " + w.dl.Due.String()
	}
	return nil, ""
}

func (w *world) demanded() (*Rule, string) {
	for i := len(w.before) - 1; i >= 0; i-- {
		if b := &w.before[i]; b.Kind == Demanded {
			by := b.Detail().Until
			if by == calendar.None {
				by = b.OccurredOn.AddDays(w.terms.Law.replyDays.on(b.OccurredOn))
			}
			if w.e.OccurredOn <= by {
				return ruleDemand, "the demand can be answered through " + by.String()
			}
			return nil, ""
		}
	}
	return ruleDemand, "no demand is recorded"
}

// feeLimits are the parameters that limit a fee, by its mode.
var feeLimits = map[string]string{"reminder": statute.ReminderFeeMax, "demand": statute.DemandFeeMax, "plan": statute.PlanFeeMax, "notice": statute.NoticeFee,
	"payment_order": statute.PaymentOrderApplicationFee, "payment_order_costs": statute.PaymentOrderCosts, "kfm_basic": statute.EnforcementBasicFee}

func (w *world) fee() (*Rule, string) {
	if w.e.Kind != FeeCharged {
		return nil, ""
	}
	name, known := feeLimits[w.e.Mode]
	if !known {
		if w.e.Detail().Part == Cost && w.e.Mode != "" {
			return nil, "" // enforcement costs are set case by case (KFMAF 2)
		}
		return ruleFee, fmt.Sprintf("the fee %q is not one the law knows", w.e.Mode)
	}
	on := w.e.OccurredOn
	limit, err := w.terms.Parameters.Value(name, on)
	if err != nil {
		return ruleFee, err.Error()
	}
	if w.e.Amount > money.Amount(limit.Int64) {
		return ruleFee, fmt.Sprintf("at most %s kr may be charged", money.Amount(limit.Int64))
	}
	if w.e.Mode == "reminder" {
		if agreed, err := w.terms.Parameters.Value(statute.ReminderFeeAgreed, on); err != nil || agreed.Int64 == 0 {
			return ruleFee, "a fee for a reminder must have been agreed when the debt arose"
		}
	}
	if w.e.Mode == "plan" && w.dl.Due != calendar.None && on <= w.dl.Due {
		if free, err := w.terms.Parameters.Value(statute.PlanFeeFreeBeforeDue, on); err == nil && free.Int64 == 1 {
			return ruleFee, "a plan asked for by the due date, " + w.dl.Due.String() + ", is free of charge"
		}
	}
	return nil, ""
}

// mostInstalments is a hundred years of months.
const mostInstalments = 1200

func (w *world) plan() (*Rule, string) {
	d := w.e.Detail()
	if w.e.Kind != PlanAgreed {
		return nil, ""
	}
	switch {
	case d.Count <= 0 || d.First == calendar.None || w.e.Amount <= 0:
		return rulePlanTerms, "the amount, the number of instalments or the first day is missing"
	case d.First < w.e.OccurredOn:
		return rulePlanTerms, "the first instalment is due on " + d.First.String()
	case d.Count > mostInstalments:
		return rulePlanTerms, fmt.Sprintf("%d instalments never end", d.Count)
	case w.account.IsKnown() && w.e.Amount*money.Amount(d.Count) < w.account.Capital():
		return rulePlanTerms, fmt.Sprintf("%d instalments of %s kr do not pay %s kr", d.Count, w.e.Amount, w.account.Capital())
	}
	most, err := w.terms.Parameters.Value(statute.PlanMaxMonths, w.e.OccurredOn)
	if err == nil && int64(d.Count) > most.Int64 && d.Reason == "" {
		return rulePlanLong, fmt.Sprintf("%d months, and no reason for more than %d", d.Count, most.Int64)
	}
	return nil, ""
}

func (w *world) deferral() (*Rule, string) {
	if w.e.Kind != DeferralGranted || w.dl.Due == calendar.None {
		return nil, ""
	}
	years, err := w.terms.Parameters.Value(statute.DeferralMaxYears, w.e.OccurredOn)
	if err != nil {
		return nil, ""
	}
	until, most := w.e.Detail().Until, w.dl.Due.AddYears(int(years.Int64))
	if (until == calendar.None || until > most) && w.e.Detail().Reason == "" {
		return ruleDeferral, "without a reason it ends by " + most.String()
	}
	return nil, ""
}

func (w *world) setoff() (*Rule, string) {
	isDeduction := w.e.Kind == Paid && w.e.Mode == "setoff"
	if w.e.Kind != SetoffStarted && !isDeduction {
		return nil, ""
	}
	switch rule := TypeOf(w.d).Rule(); {
	case !rule.Setoff:
		return ruleSetoffType, "it is a claim of the type " + rule.Name
	case w.s.Conditions&Restructuring != 0:
		return ruleRestructuring, "a restructuring is in force"
	}
	return nil, ""
}

func (w *world) message() (*Rule, string) {
	open := map[Kind]Condition{MessageSent: MessageOpen | RecallOpen | HandoverOpen, HandoverSent: HandoverOpen, RecallAsked: RecallOpen | MessageOpen}[w.e.Kind]
	if w.s.Conditions&open != 0 {
		return ruleOneMessage, "one is open"
	}
	return nil, ""
}

func (w *world) money() (*Rule, string) {
	switch w.e.Kind {
	case Refunded, CreditMoved:
		if w.e.Amount > w.account.Credit {
			return ruleCredit, fmt.Sprintf("the credit is %s kr", w.account.Credit)
		}
	case PaymentReversed:
		ref := w.e.Detail().Ref
		if ref == "" {
			return nil, ""
		}
		left, found := money.Amount(0), false
		for i := range w.before {
			switch b := &w.before[i]; {
			case b.Kind == Paid && b.ID == ref:
				left, found = b.Amount, true
			case b.Kind == PaymentReversed && b.Detail().Ref == ref:
				left -= b.Amount
			}
		}
		if !found || w.e.Amount > left {
			return ruleNoPayment, fmt.Sprintf("of the payment %s %s kr can be taken back", ref, left)
		}
	}
	return nil, ""
}

// service: some modes take effect some time after the sending, and giving up
// comes after trying.
func (w *world) service() (*Rule, string) {
	if w.e.Kind == RegisteredNotServed {
		failed := 0
		for i := range w.before {
			b := &w.before[i]
			about, debtor := b.Detail().Debtor, w.e.Detail().Debtor
			if (b.Kind == MailReturned || b.Kind == ServiceFailed) && (about == 0 || debtor == 0 || about == debtor) {
				failed++
			}
		}
		if least := w.terms.Law.attempts.on(w.on); failed < least {
			return ruleAttempts, fmt.Sprintf("%d of %d attempts have failed", failed, least)
		}
	}
	if w.e.Kind != Served {
		return nil, ""
	}
	days := dated(nil)
	switch w.e.Mode {
	case "simplified", "special_legal_person":
		days = w.terms.Law.bySending
	case "publication":
		days = w.terms.Law.byPublication
	default:
		return nil, ""
	}
	sent := w.dl.Dispatched
	for i := range w.before {
		b := &w.before[i]
		about, debtor := b.Detail().Debtor, w.e.Detail().Debtor
		if b.Kind == ServiceAttempted && (about == 0 || debtor == 0 || about == debtor) {
			sent = b.OccurredOn
		}
	}
	if sent == calendar.None {
		return nil, ""
	}
	if at := sent.AddDays(days.on(sent)); w.e.OccurredOn < at {
		return ruleMoment, "sent on " + sent.String() + ", it takes effect on " + at.String()
	}
	return nil, ""
}

func (w *world) debtor() (*Rule, string) {
	switch w.e.Kind {
	case Dispatched, ServiceAttempted, Reminded, Demanded:
		if w.s.Conditions&Protected != 0 && w.e.Mode != "forwarded" && w.e.Mode != "electronic" {
			return ruleProtected, "the mode is to be electronic or forwarded (by Skatteverket)"
		}
	case PlanOffered, PlanAgreed:
		if w.s.Conditions&Deceased != 0 && len(w.d.Debtors) == 1 && w.e.Detail().Reason == "" {
			return ruleDead, "the debtor has died; a plan with the estate states that as its reason"
		}
	}
	return nil, ""
}

// state: an event that no table of the machines has a row for.
func (w *world) state() (*Rule, string) {
	if ok, why := Expected(w.stand, w.e.Kind); !ok {
		return ruleNotNow, why
	}
	return nil, ""
}
