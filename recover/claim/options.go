package claim

import (
	"math"

	"balans/law/calendar"
)

// Option is something that may be done with a claim, or may not.
type Option struct {
	Kind    Kind
	Refusal *Refusal // nil: it may be done
}

// optional are the measures and decisions a case worker chooses between.
var optional = []Kind{Dispatched, ServiceAttempted, Served, RegisteredNotServed, Reminded, Demanded, Paid, Refunded, FeeCharged,
	PlanOffered, PlanAgreed, PlanReinstated, PlanEnded, DeferralGranted, DeferralEnded, SetoffStarted, SetoffEnded,
	ReconsiderationAsked, Appealed, Changed, Waived, Annulled, OrderApplied, TitleGranted, HandoverSent, Referred, RecallAsked, MessageSent, Returned,
	Paused, Resumed, PreservationStarted, RestructuringStarted, TimeBarred, WrittenOff}

// Options tries every measure on the day, in its plainest form, and says for
// those that are refused which rule refuses them and why. What is decided
// further, such as an amount, is tried when it is known.
func Options(d *Decision, events []Event, on calendar.Date, terms Terms) []Option {
	all := make([]Option, 0, len(optional))
	ordinal := int64(math.MinInt64)
	for i := range events {
		ordinal = max(ordinal, events[i].Ordinal+1)
	}
	if len(events) == 0 {
		ordinal = 1
	}
	// What comes after everything else meets one and the same claim.
	last := len(events) == 0 || events[len(events)-1].OccurredOn <= on
	g, w := guardAfter(d, events, terms), newWorld(d, events, on, terms)
	for _, k := range optional {
		e := Event{ID: "option", Kind: k, OccurredOn: on, RecordedAt: calendar.EndOfDay(on), Ordinal: ordinal}
		plainest(&e, d, terms)
		if last {
			all = append(all, Option{k, g.mayFollow(w, &e)})
		} else {
			all = append(all, Option{k, MayAppend(d, events, e, terms)})
		}
	}
	return all
}

// plainest gives the event what its kind must state.
func plainest(e *Event, d *Decision, terms Terms) {
	details := Details{Until: calendar.None, First: calendar.None, Reason: "-"}
	switch e.Kind {
	case Paid:
		e.Amount, e.ByLaw = 1, true
	case Changed, Refunded:
		e.Amount, e.ToPrincipal = 1, 1
	case FeeCharged:
		e.Amount, e.ToPrincipal, e.Mode = 1, 1, "plan"
		if RegimeOn(d.DecidedOn) == Old {
			e.Mode = "demand"
		}
	case PlanAgreed:
		e.Amount, e.ToPrincipal = d.Principal, d.Principal
		details.Count, details.First = 12, e.OccurredOn
	case DeferralGranted, RespiteGranted:
		details.Until = e.OccurredOn
	case Waived:
		e.ByLaw, details.Part = true, Principal
	}
	e.Details = &details
}
