package claim

// collectionElsewhere are the states in which Kronofogden or a court has the
// claim, or has been sent it.
var collectionElsewhere = in(CollectionOrderSought, CollectionInCourt, CollectionEnforced, CollectionHandoverSent, CollectionHandedOver, CollectionRecallSent)

var collectionMachine = func() machine {
	all, done := states(1<<len(collectionNames)-1), in(CollectionDone)
	open := all &^ done
	own := open &^ collectionElsewhere
	unsent, notDue, over := in(CollectionNotStarted), in(CollectionNotDue), in(CollectionOverdue)
	told, asked, title := in(CollectionReminded), in(CollectionDemanded), in(CollectionTitled)
	back, ready := in(CollectionReturned), in(CollectionReady)
	plan, rest, saved, paused := in(CollectionInPlan), in(CollectionDeferred), in(CollectionRestructuring), in(CollectionPaused)
	sought, court, enforced := in(CollectionOrderSought), in(CollectionInCourt), in(CollectionEnforced)
	sent, handed, recall := in(CollectionHandoverSent), in(CollectionHandedOver), in(CollectionRecallSent)
	pursued := over | told | asked | title | back // the debtor has not paid, and nothing is arranged
	arrangeable := pursued | notDue | ready | paused

	rows := []row{
		// The letter, and the due date.
		{unsent, by(Dispatched), always, uint8(CollectionNotDue)},
		{open &^ unsent, by(Dispatched), always, stay},
		{unsent | notDue, at(TimerUndispatched), always, stay},
		{notDue, at(TimerDuePassed), always, uint8(CollectionOverdue)},
		{over | told | asked | title, at(TimerWorklist), always, stay},

		// Civil track: reminder, demand, order to pay, enforcement.
		{over | told, by(Reminded), always, uint8(CollectionReminded)},
		{ready | back | plan, by(Reminded), always, stay},
		{over | told | asked | back, by(Demanded), onCivil, uint8(CollectionDemanded)},
		{unsent | notDue, by(Demanded), ifMistake, uint8(CollectionDemanded)}, // nothing is due before it (RANTEL 4)
		{asked, by(OrderApplied), onCivil, uint8(CollectionOrderSought)},
		{sought, by(OrderDisputed), always, uint8(CollectionInCourt)},
		{sought | court, by(OrderEnded), always, uint8(CollectionDemanded)},
		{sought | court, by(TitleGranted), always, uint8(CollectionTitled)},
		{title | back, by(Referred), onCivil, uint8(CollectionEnforced)},
		{sought, at(TimerAskAnswer), always, stay},
		{court, at(TimerCourtAge), always, stay},
		{enforced | handed, at(TimerReconcile), always, stay},

		// Public track: the decision is a title when it is final (UB 3:1, 3:20).
		{over | told | asked, at(TimerReady), onPublic, uint8(CollectionReady)},
		{ready, at(TimerHandOver), always, stay},
		{ready | back, by(HandoverSent), onPublic, uint8(CollectionHandoverSent)},
		{sent, by(HandoverAccepted), always, stay},
		{sent, by(HandoverRefused), always, uint8(CollectionOverdue)},
		{ready | back | sent, by(Referred), onPublic, uint8(CollectionHandedOver)},
		{sent | recall, at(TimerAskAnswer), always, stay},

		// Back from Kronofogden.
		{enforced | handed, by(RecallAsked), always, uint8(CollectionRecallSent)},
		{recall, by(RecallRefused), onPublic, uint8(CollectionHandedOver)},
		{recall, by(RecallRefused), onCivil, uint8(CollectionEnforced)},
		{enforced | handed | recall, by(Returned), always, uint8(CollectionReturned)},
		{back, at(TimerReturnedReview), always, stay},

		// Arrangements: one at a time.
		{arrangeable | rest, by(PlanOffered), always, stay},
		{arrangeable | rest, by(PlanAgreed), always, uint8(CollectionInPlan)},
		{arrangeable &^ paused, by(PlanReinstated), always, uint8(CollectionInPlan)},
		{all &^ plan, by(PlanEnded), always, stay},
		{plan, at(TimerInstalment), always, stay},
		{arrangeable | unsent, by(DeferralGranted), always, uint8(CollectionDeferred)},
		{all &^ rest, by(DeferralEnded), always, stay}, // booked after its day
		{own &^ saved, by(RestructuringStarted), always, uint8(CollectionRestructuring)},
		{collectionElsewhere, by(RestructuringStarted), always, stay},
		{all &^ saved, by(RestructuringEnded), always, stay},
		{saved, at(TimerRestructuringOver), always, stay},
		{pursued, by(Paused), onCivil, uint8(CollectionPaused)},
		{plan | rest | saved | paused, at(TimerYearlyReview), always, stay},

		// What goes on beside: set-off, preservation, a court's stay.
		{(pursued | notDue | ready | plan | paused | sought | court | enforced), by(SetoffStarted), always, stay},
		{all, by(SetoffEnded, PreservationEnded, StayEnded), always, stay},
		{open, by(PreservationStarted), always, stay},
		{ready, by(StayOrdered), always, uint8(CollectionOverdue)},
		{open &^ ready, by(StayOrdered), always, stay},

		// The end. What Kronofogden or a court has must come back first.
		{own, at(TimerSettled, TimerLegalEnd), always, uint8(CollectionDone)},
		{collectionElsewhere, at(TimerStopOwed), always, stay},
	}
	rows = append(rows, leaving(plan, by(PlanEnded, PlanBreached))...)
	rows = append(rows, leaving(rest, append(by(DeferralEnded), at(TimerDeferralOver)...))...)
	rows = append(rows, leaving(saved, by(RestructuringEnded))...)
	rows = append(rows, leaving(paused, by(Resumed))[:3]...) // only what is overdue is paused

	natural := []row{
		{unsent | notDue | rest | paused, by(Reminded), always, uint8(CollectionReminded)},
		{own &^ plan &^ saved, by(Demanded), always, uint8(CollectionDemanded)},
		{own, by(OrderApplied), always, uint8(CollectionOrderSought)},
		{own, by(OrderDisputed), always, uint8(CollectionInCourt)},
		{own, by(TitleGranted), always, uint8(CollectionTitled)},
		{open &^ recall, by(Referred), onPublic, uint8(CollectionHandedOver)},
		{open &^ recall, by(Referred), onCivil, uint8(CollectionEnforced)},
		{own, by(HandoverSent), always, uint8(CollectionHandoverSent)},
		{sent, by(RecallAsked), always, uint8(CollectionRecallSent)},
		{sought | court | sent, by(Returned), always, uint8(CollectionReturned)},
		{unsent | saved, by(PlanAgreed), always, uint8(CollectionInPlan)},
		{unsent | rest | saved | paused, by(PlanReinstated), always, uint8(CollectionInPlan)},
		{paused, by(Resumed), always, uint8(CollectionNotDue)},
		{own &^ plan &^ rest &^ saved, by(Paused), always, uint8(CollectionPaused)},
	}
	return machine{name: "collection", names: collectionNames, start: uint8(CollectionNotStarted), ends: done, fixed: done, rows: rows, natural: natural}
}()

// leaving are the rows out of an arrangement: back to the title or the demand if
// there is one (neither has lost its force), otherwise to the due date.
func leaving(from states, by []cause) []row {
	return []row{
		{from, by, guarding{need: titled}, uint8(CollectionTitled)},
		{from, by, guarding{need: demanded, not: titled}, uint8(CollectionDemanded)},
		{from, by, guarding{need: overdue, not: titled | demanded}, uint8(CollectionOverdue)},
		{from, by, guarding{not: titled | demanded | overdue}, uint8(CollectionNotDue)},
	}
}
