package claim

import (
	"fmt"
	"math"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Weight says how a refusal is met when a history is taken over as it was booked.
type Weight uint8

// The weights.
const (
	// Policy: the rules do not allow it yet. Refused in daily work; a warning
	// for a history from another system.
	Policy Weight = iota
	// Impossible: it cannot have happened. Always refused.
	Impossible
)

// Rule is a guard: when it stops an event, and what that rests on.
type Rule struct {
	ID     string // stable name, such as "before-decision"
	Weight Weight
	Says   string // the rule in a sentence
	Source string // paragraph, or the design decision behind it
}

// ownRule is the source of a guard that no paragraph states: it follows from
// what the words mean or from keeping books.
const ownRule = "Balans egen regel"

// The guards.
var (
	ruleBeforeDecision = &Rule{"before-decision", Impossible, "nothing happens to a claim before it is decided", "SFB 108:2"}
	ruleAmountMissing  = &Rule{"amount-missing", Impossible, "a payment, a reversal and a change must state an amount above 0", ownRule}
	ruleAmountParts    = &Rule{"amount-parts", Impossible, "the part that goes to principal lies between 0 and the amount", ownRule}
	ruleDecidedTwice   = &Rule{"decided-twice", Impossible, "a claim is decided once; a new decision is a change", "SFB 113:7"}
	ruleOutOfRange     = &Rule{"date-out-of-range", Impossible, "dates lie between 1900-01-01 and 2079-06-06", ownRule}

	ruleAmountLimit = &Rule{"amount-too-large", Impossible, "an amount is at most 10 000 000 000 000 kronor, a thousand times all claims together", ownRule}

	ruleUntilBefore = &Rule{"until-before", Impossible, "what is to last until a day begins on that day or before", ownRule}
	ruleNoDebtor    = &Rule{"not-a-debtor", Impossible, "whom an event concerns is one of the claim's debtors", ownRule}

	ruleInFuture      = &Rule{"known-before-it-occurred", Policy, "an event is recorded on the day it occurs or later", ownRule}
	ruleReversal      = &Rule{"reversal-without-payment", Policy, "no more can be reversed than has been paid", ownRule}
	ruleEndWithout    = &Rule{"end-without-start", Policy, "what is not in force cannot end", ownRule}
	ruleStartTwice    = &Rule{"start-twice", Policy, "what is in force already cannot start again", ownRule}
	ruleEnded         = &Rule{"claim-has-ended", Policy, "no measure is taken on a claim that is annulled, time barred, waived or written off", "SKPRESKL 10 §, PRESKL 8 §"}
	ruleNothingLeft   = &Rule{"nothing-left", Policy, "no measure is taken on a claim that is paid", "SFB 108:2"}
	ruleAtKFM         = &Rule{"closed-at-kfm", Policy, "a NEW claim at Kronofogden is closed in the agency's books until it is returned", "report FK 2024/028035"}
	ruleMoreThanLeft  = &Rule{"more-than-left", Policy, "not more principal can be paid or waived than is left", ownRule}
	ruleNotDispatched = &Rule{"not-dispatched", Policy, "a decision is served after it has been dispatched", "SFB 113:19"}
	ruleNotFinal      = &Rule{"not-final", Policy, "a NEW claim is handed over when the decision has gained final force: served, and two months have passed", "UB 3:20, SFB 113:19"}
	ruleNotDue        = &Rule{"not-due", Policy, "a claim is handed over after its due date", "SFB 108:19"}
	ruleArrangement   = &Rule{"arrangement-in-force", Policy, "a claim in a plan, a deferral or a restructuring is not handed over", "HANTF 14 §"}
	ruleRestructuring = &Rule{"restructuring", Policy, "nothing is collected beside a debt restructuring", "skuldsaneringslagen 2016:675"}
	ruleTooEarly      = &Rule{"limitation-not-reached", Policy, "a claim is not time barred before its shortest period has passed", "PRESKL 2 §, SKPRESKL 3 §"}
)

// Rules lists the guards, for documentation and the rules page.
func Rules() []*Rule {
	return []*Rule{ruleBeforeDecision, ruleAmountMissing, ruleAmountParts, ruleDecidedTwice, ruleOutOfRange, ruleAmountLimit, ruleUntilBefore, ruleNoDebtor,
		ruleInFuture, ruleReversal, ruleEndWithout, ruleStartTwice, ruleEnded, ruleNothingLeft, ruleAtKFM, ruleMoreThanLeft,
		ruleNotDispatched, ruleNotFinal, ruleNotDue, ruleArrangement, ruleRestructuring, ruleTooEarly}
}

// Refusal is an event that a guard stopped.
type Refusal struct {
	Claim string // the claim's number
	Rule  *Rule
	Event Event
	Why   string // with the dates and amounts that mattered
}

// Error says what stopped the event and which rule.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s on %s was refused: %s (rule %s: %s; %s)",
		r.Event.Kind, r.Event.OccurredOn, r.Why, r.Rule.ID, r.Rule.Says, r.Rule.Source)
}

// Terms are the dated figures of law the guards need; the caller looks them up
// for the decision date.
type Terms struct {
	DueDays        int // days from dispatch to the due date
	FinalMonths    int // months from service to final force
	OldLimitYears  int // shortest limitation of an OLD claim, from the decision
	NewLimitYears  int // shortest limitation of a NEW claim, from the end of the year it fell due
	DispatchAssume int // days from decision to dispatch where the dispatch is not recorded
	// Law and Parameters are the law as known when a new event is recorded; nil
	// leaves out the rules for daily work that need them.
	Law        *Law
	Parameters *statute.Parameters
}

// TermsOf are the terms of the law as known at the instant.
func (b *LawBook) TermsOf(knownAt calendar.Instant) Terms {
	l := b.At(knownAt)
	return Terms{DueDays: l.dueDays.on(RegimeBorder), FinalMonths: l.finalMonths.on(RegimeBorder),
		OldLimitYears: l.oldYears.on(RegimeBorder), NewLimitYears: l.newYears.on(RegimeBorder), Law: l, Parameters: b.Parameters(knownAt)}
}

// guard walks a claim's life and calls refuse for every event a rule stops.
type guard struct {
	d            *Decision
	terms        Terms
	s            State
	dispatchedOn calendar.Date
	servedOn     calendar.Date
	dueStated    calendar.Date // the due date that the letter states
	deferredTo   calendar.Date // the last day of a deferral that states one
}

// hasRunOut reports whether a deferral ended by its own date before the day.
func (g *guard) hasRunOut(on calendar.Date) bool {
	return g.deferredTo != calendar.None && on > g.deferredTo
}

func newGuard(d *Decision, terms Terms) guard {
	return guard{d: d, terms: terms, s: Begin(d), dispatchedOn: calendar.None, servedOn: calendar.None, dueStated: calendar.None, deferredTo: calendar.None}
}

// Check replays the sorted events and reports every refusal in order. No
// refusals: the life is possible and allowed.
func Check(d *Decision, events []Event, terms Terms, refuse func(*Refusal)) {
	g := newGuard(d, terms)
	for i := range events {
		e := &events[i]
		if rule, why := g.stops(e); rule != nil {
			refuse(&Refusal{d.ID, rule, *e, why})
			if rule.Weight == Impossible {
				continue
			}
		}
		g.take(i, e)
	}
}

// MayAppend reports whether a new event may follow the sorted ones, at the
// place its date gives it; nil means it may. An event dated in the past is
// tried with all that follows it, so that a late fact cannot make an earlier
// one impossible unnoticed.
func MayAppend(d *Decision, events []Event, e Event, terms Terms) *Refusal {
	place := slices.IndexFunc(events, func(x Event) bool { return compare(&e, &x) < 0 })
	if place < 0 {
		g := guardAfter(d, events, terms)
		return g.mayFollow(newWorld(d, events, e.OccurredOn, terms), &e)
	}
	type refused struct {
		rule  *Rule
		event Event // the whole of it: events recorded without key have no id
	}
	before := map[refused]bool{}
	Check(d, events, terms, func(r *Refusal) { before[refused{r.Rule, r.Event}] = true })
	all := slices.Insert(slices.Clone(events), place, e)
	var first *Refusal
	Check(d, all, terms, func(r *Refusal) {
		if first == nil && (r.Event == e || !before[refused{r.Rule, r.Event}]) {
			first = r
		}
	})
	if first == nil && terms.Law != nil {
		first = newWorld(d, events[:place], e.OccurredOn, terms).may(&e)
	}
	return first
}

// guardAfter is the guard as it stands after the sorted events.
func guardAfter(d *Decision, events []Event, terms Terms) guard {
	g := newGuard(d, terms)
	for i := range events {
		if rule, _ := g.stops(&events[i]); rule == nil || rule.Weight != Impossible {
			g.take(i, &events[i])
		}
	}
	return g
}

// mayFollow reports whether an event may come after all there are.
func (g *guard) mayFollow(w *world, e *Event) *Refusal {
	if rule, why := g.stops(e); rule != nil {
		return &Refusal{g.d.ID, rule, *e, why}
	}
	if g.terms.Law == nil {
		return nil
	}
	return w.may(e)
}

func (g *guard) take(index int, e *Event) {
	g.s.apply(index, e)
	switch e.Kind {
	case DeferralGranted:
		g.deferredTo = e.Detail().Until
	case DeferralEnded:
		g.deferredTo = calendar.None
	case Dispatched:
		if g.dispatchedOn == calendar.None {
			g.dispatchedOn, g.dueStated = e.OccurredOn, e.Detail().Until
		}
	case Served:
		if g.servedOn == calendar.None { // the time to appeal runs from the first (SFB 113:19)
			g.servedOn = e.OccurredOn
		}
	}
}

// Dates outside this range do not fit the columns' sixteen bits.
var (
	firstDay = calendar.New(1900, 1, 1)
	lastDay  = firstDay + math.MaxUint16
)

// stops returns the first rule the event meets, or nil.
func (g *guard) stops(e *Event) (*Rule, string) {
	if rule, why := g.impossible(e); rule != nil {
		return rule, why
	}
	if e.RecordedAt.Date() < e.OccurredOn {
		return ruleInFuture, fmt.Sprintf("it was recorded on %s", e.RecordedAt.Date())
	}
	if g.s.Conditions&Ended != 0 && !e.mayFollowEnd() {
		return ruleEnded, "the claim has ended"
	}
	if rule, why := g.overlays(e); rule != nil {
		return rule, why
	}
	switch e.Kind {
	case PaymentReversed:
		if e.ToPrincipal > g.s.Paid {
			return ruleReversal, fmt.Sprintf("%s kr is reversed and %s kr has been paid", e.ToPrincipal, g.s.Paid)
		}
	case Paid, Waived:
		if g.s.Regime == New && g.s.Conditions&AtKFM != 0 {
			return ruleAtKFM, "it is at Kronofogden"
		}
		if e.ToPrincipal > g.s.Outstanding {
			return ruleMoreThanLeft, fmt.Sprintf("%s kr of %s kr left", e.ToPrincipal, g.s.Outstanding)
		}
	case Served:
		if g.s.Conditions&HasBeenDispatched == 0 {
			return ruleNotDispatched, "no dispatch is recorded"
		}
	case Referred:
		return g.handOver(e)
	case TimeBarred:
		if first := g.earliestLimitation(); e.OccurredOn <= first {
			return ruleTooEarly, fmt.Sprintf("the shortest period ends on %s", first)
		}
	}
	return nil, ""
}

// mayFollowEnd reports whether an event is no measure: it ends what was in
// force, gives money back, or tells what others did.
func (e *Event) mayFollowEnd() bool {
	switch e.Kind {
	case Paid, PaymentReversed:
		return e.ByLaw // money that came is a fact; the account says what becomes of it
	case Refunded, CreditMoved, RecallAsked, RecallRefused, MessageSent, MessageAnswered, DebtorDied, EstateNotified, GuardianAppointed, IdentityProtected, BankruptcyStarted,
		MailReturned, NoticeReceived, Judged, ReviewServed:
		return true
	}
	return effects[e.Kind].on == 0 && effects[e.Kind].off != 0
}

func (g *guard) impossible(e *Event) (*Rule, string) {
	switch {
	case e.Kind == Decided:
		return ruleDecidedTwice, "it was decided on " + g.d.DecidedOn.String()
	case e.OccurredOn < g.d.DecidedOn:
		return ruleBeforeDecision, "the decision is of " + g.d.DecidedOn.String()
	case e.OccurredOn < firstDay || e.OccurredOn > lastDay || !e.Detail().daysFit():
		return ruleOutOfRange, "the date cannot be kept"
	case e.Detail().Count > maxCount || e.Detail().Count < 0:
		return ruleAmountLimit, fmt.Sprintf("the number %d is stated", e.Detail().Count)
	case e.Kind.NeedsAmount() && e.Amount <= 0:
		return ruleAmountMissing, "no amount is stated"
	case e.Amount > AmountLimit || e.Detail().Second > AmountLimit:
		return ruleAmountLimit, fmt.Sprintf("%s kr is stated", max(e.Amount, e.Detail().Second))
	case e.Details != nil && e.Details.Until != calendar.None && e.Details.Until < e.OccurredOn && untilFollows[e.Kind]:
		return ruleUntilBefore, "until " + e.Details.Until.String()
	case e.Details != nil && e.Details.Debtor != 0 && !slices.ContainsFunc(g.d.Debtors, func(d Debtor) bool { return d.Number == e.Details.Debtor }):
		return ruleNoDebtor, e.Details.Debtor.Masked() + " is named"
	case e.Amount < 0 || e.ToPrincipal < 0 || e.ToPrincipal > e.Amount:
		return ruleAmountParts, fmt.Sprintf("amount %d öre, of which principal %d", int64(e.Amount), int64(e.ToPrincipal))
	}
	return nil, ""
}

// overlays guards what starts and ends.
func (g *guard) overlays(e *Event) (*Rule, string) {
	fx := effects[e.Kind]
	const paired = InPlan | Deferred | SettingOff | AtKFM | Preserved | Restructuring
	switch {
	case fx.off&paired != 0 && g.s.Conditions&fx.off&(paired|PlanBroken) == 0:
		return ruleEndWithout, "it was not in force"
	case fx.on&paired != 0 && g.s.Conditions&fx.on != 0 && (fx.on != Deferred || !g.hasRunOut(e.OccurredOn)):
		return ruleStartTwice, "it is in force"
	case fx.on&paired != 0 && g.s.Outstanding <= 0:
		return ruleNothingLeft, "no principal is left"
	case fx.on&(SettingOff|InPlan) != 0 && g.s.Conditions&Restructuring != 0:
		return ruleRestructuring, "a restructuring is in force"
	}
	return nil, ""
}

// handOver guards a referral to KFM. For an OLD claim, a demand and an order
// to pay come first; those steps are not recorded here yet.
func (g *guard) handOver(e *Event) (*Rule, string) {
	in := g.s.Conditions & (InPlan | Deferred | Restructuring)
	if g.hasRunOut(e.OccurredOn) {
		in &^= Deferred
	}
	if in != 0 {
		return ruleArrangement, "an arrangement is in force"
	}
	if due := g.due(); e.OccurredOn <= due {
		return ruleNotDue, "it is due on " + due.String()
	}
	if g.s.Regime == Old {
		return nil, ""
	}
	if g.servedOn == calendar.None {
		return ruleNotFinal, "it has not been served"
	}
	if last := calendar.NextBankDay(g.servedOn.AddMonths(g.terms.FinalMonths)); e.OccurredOn <= last {
		return ruleNotFinal, fmt.Sprintf("it was served on %s and can be appealed through %s", g.servedOn, last)
	}
	return nil, ""
}

func (g *guard) due() calendar.Date {
	if g.dueStated != calendar.None {
		return g.dueStated
	}
	sent := g.dispatchedOn
	if sent == calendar.None {
		sent = g.d.DecidedOn.AddDays(g.terms.DispatchAssume)
	}
	return calendar.NextBankDay(sent.AddDays(g.terms.DueDays))
}

// earliestLimitation is the last day of the shortest limitation period, without
// the interruptions and extensions that can only make it later.
func (g *guard) earliestLimitation() calendar.Date {
	if g.s.Regime == Old {
		return g.d.DecidedOn.AddYears(g.terms.OldLimitYears)
	}
	return g.due().AddYears(g.terms.NewLimitYears).EndOfYear()
}

// Overpaid is how much more principal was paid than is owed; 0 if none.
func (s *State) Overpaid() money.Amount { return max(0, -s.Outstanding) }
