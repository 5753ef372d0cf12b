package claim

// The tables of the machines. A row is what may happen in a state; what stands
// in no row is refused in daily work, and noted in a history taken over.
var machines = [machineCount]*machine{
	LegalMachine:      &legalMachine,
	ServiceMachine:    &serviceMachine,
	CollectionMachine: &collectionMachine,
	HandoverMachine:   &handoverMachine,
	PlanMachine:       &planMachine,
	ContestMachine:    &contestMachine,
}

var wholeWaiver = []cause{causeWholeWaiver}

var legalMachine = func() machine {
	live, ended := in(LegalDecided, LegalFinal), in(LegalAnnulled, LegalWaived, LegalTimeBarred, LegalWrittenOff)
	open := live | in(LegalExpired)
	return machine{name: "legal", names: legalNames, start: uint8(LegalDraft), ends: ended, fixed: ended,
		rows: []row{
			{in(LegalDraft), by(Decided), always, uint8(LegalDecided)},
			{in(LegalDraft), at(TimerDecisionDay), always, uint8(LegalDecided)},
			{in(LegalDecided), at(TimerFinalForce), always, uint8(LegalFinal)},
			{live, at(TimerLimitation), always, uint8(LegalExpired)},
			{live, by(Changed, Waived), always, stay},
			{live, by(LimitationExtended), onPublic, stay},
			{live, wholeWaiver, always, uint8(LegalWaived)},
			{open, by(Annulled), always, uint8(LegalAnnulled)},
			{open, by(WrittenOff), always, uint8(LegalWrittenOff)},
			{in(LegalExpired), by(TimeBarred), always, uint8(LegalTimeBarred)},
			{in(LegalExpired), at(TimerBookLimitation), always, stay},
		},
		natural: []row{
			{open, wholeWaiver, always, uint8(LegalWaived)},
			{open, by(TimeBarred), always, uint8(LegalTimeBarred)},
		}}
}()

var serviceMachine = func() machine {
	sent, served := in(ServiceSent), in(ServiceDone)
	tried := in(ServiceNoReceipt, ServiceMailBack, ServiceAddressKnown)
	again := tried | sent | in(ServiceNotServed)
	return machine{name: "service", names: serviceNames, start: uint8(ServiceNotSent), ends: served, fixed: served,
		rows: []row{
			{in(ServiceNotSent) | again, by(Dispatched), always, uint8(ServiceSent)},
			{again, by(ServiceAttempted), always, uint8(ServiceSent)},
			{again, by(Served), always, uint8(ServiceDone)},
			{sent | in(ServiceNoReceipt), by(MailReturned), always, uint8(ServiceMailBack)},
			{in(ServiceMailBack, ServiceAddressKnown, ServiceNotServed), by(MailReturned), always, stay},
			{sent, by(ServiceFailed), always, uint8(ServiceNoReceipt)},
			{tried, by(RegisteredNotServed), always, uint8(ServiceNotServed)},
			{in(ServiceNoReceipt, ServiceMailBack, ServiceNotServed), by(AddressFound), always, uint8(ServiceAddressKnown)},
			{served, by(Dispatched, ServiceAttempted, Served, MailReturned), always, stay}, // a copy; it changes nothing
			{in(ServiceNotSent), at(TimerUndispatched), always, stay},
			{sent, at(TimerNoReceipt), always, uint8(ServiceNoReceipt)},
			{sent, at(TimerServedByLaw, TimerPublished), always, uint8(ServiceDone)},
			{tried, at(TimerRetryService), always, stay},
			{in(ServiceNotServed), at(TimerSearchAddress), always, stay},
		},
		natural: []row{
			{serviceMachineAll, by(ServiceAttempted), always, uint8(ServiceSent)},
			{serviceMachineAll, by(Served), always, uint8(ServiceDone)},
			{serviceMachineAll, by(MailReturned), always, uint8(ServiceMailBack)},
			{in(ServiceNotSent), by(ServiceFailed), always, uint8(ServiceNoReceipt)},
			{serviceMachineAll, by(RegisteredNotServed), always, uint8(ServiceNotServed)},
		}}
}()

const serviceMachineAll = states(1<<(ServiceDone+1) - 1)

var handoverMachine = func() machine {
	rest := in(HandoverNone, HandoverOver)
	free := rest | in(HandoverTurnedDown)
	underway, takenIn, booked := in(HandoverUnderway), in(HandoverTakenIn), in(HandoverBooked)
	message, recall := in(HandoverMessageOut), in(HandoverRecallOut)
	return machine{name: "handover", names: handoverNames, start: uint8(HandoverNone), ends: rest,
		rows: []row{
			{free, by(HandoverSent), onPublic, uint8(HandoverUnderway)},
			{underway, by(HandoverAccepted), always, uint8(HandoverTakenIn)},
			{underway | takenIn, by(HandoverRefused), always, uint8(HandoverTurnedDown)},
			{free | underway | takenIn, by(Referred), always, uint8(HandoverBooked)},
			{booked, by(MessageSent), always, uint8(HandoverMessageOut)},
			{message, by(MessageAnswered), always, uint8(HandoverBooked)},
			{booked, by(RecallAsked), always, uint8(HandoverRecallOut)},
			{recall, by(RecallRefused), always, uint8(HandoverBooked)},
			{booked | message | recall, by(Returned), always, uint8(HandoverOver)},
			{booked | message | recall, by(RespiteGranted), onPublic, stay},
			{in(HandoverTurnedDown), at(TimerLegalEnd, TimerSettled), always, uint8(HandoverOver)},
			{underway | takenIn | message | recall, at(TimerAskAnswer), always, stay},
			{booked, at(TimerReconcile, TimerStopOwed), always, stay},
			{booked | message | recall, at(TimerRespiteOver), onPublic, stay},
			{in(HandoverTurnedDown), at(TimerCorrect), always, stay},
		},
		natural: []row{
			{free, by(HandoverSent), onCivil, uint8(HandoverUnderway)},
			{free, by(HandoverAccepted), always, uint8(HandoverTakenIn)},
			{rest, by(HandoverRefused), always, uint8(HandoverTurnedDown)},
			{underway | takenIn | message, by(RecallAsked), always, uint8(HandoverRecallOut)},
			{free | underway | takenIn, by(Returned), always, uint8(HandoverOver)},
		}}
}()

var planMachine = func() machine {
	none, offered, active, breached := in(PlanNone), in(PlanOnOffer), in(PlanActive), in(PlanInBreach)
	rest := none | in(PlanOfferGone, PlanOver, PlanPaidUp)
	return machine{name: "plan", names: planNames, start: uint8(PlanNone), ends: rest,
		rows: []row{
			{rest | offered | breached, by(PlanOffered), always, uint8(PlanOnOffer)},
			{rest | offered | breached, by(PlanAgreed), always, uint8(PlanActive)},
			{offered, by(PlanLapsed), always, uint8(PlanOfferGone)},
			{in(PlanOfferGone), by(PlanLapsed), always, stay}, // booked after its day
			{active, by(PlanBreached), always, uint8(PlanInBreach)},
			{breached, by(PlanReinstated), always, uint8(PlanActive)},
			{active | breached | in(PlanPaidUp), by(PlanEnded), always, uint8(PlanOver)},
			{in(PlanOver), by(PlanEnded), always, stay}, // it ended with the claim, and is now booked
			{offered, by(RestructuringStarted), always, uint8(PlanOfferGone)},
			{active | breached, by(RestructuringStarted), always, uint8(PlanOver)},
			{rest, by(RestructuringStarted), always, stay},
			{offered, at(TimerOfferLapsed, TimerLegalEnd, TimerSettled), always, uint8(PlanOfferGone)},
			{active | breached, at(TimerLegalEnd), always, uint8(PlanOver)},
			{active | breached, at(TimerSettled), always, uint8(PlanPaidUp)},
			{active, at(TimerInstalment), always, stay},
			{breached, at(TimerBreachGrace), always, uint8(PlanOver)},
		},
		natural: []row{
			{rest | offered, by(PlanBreached), always, uint8(PlanInBreach)},
			{rest | offered, by(PlanReinstated), always, uint8(PlanActive)},
		}}
}()

var contestMachine = func() machine {
	none, over, asked := in(ContestNone), in(ContestOver), in(ContestReconsidering)
	court, decided, known := in(ContestInCourt), in(ContestDecided), in(ContestOutcomeServed)
	return machine{name: "contest", names: contestNames, start: uint8(ContestNone), ends: none | over,
		rows: []row{
			{none | over | decided | known, by(ReconsiderationAsked), always, uint8(ContestReconsidering)},
			{asked, by(ReconsiderationAsked), always, stay},
			// An appeal before reconsideration counts as a request for it (SFB 113:10).
			{none, by(Appealed), always, uint8(ContestReconsidering)},
			{asked, by(Appealed), always, stay},
			{decided | known | over, by(Appealed), always, uint8(ContestInCourt)},
			{court, by(Appealed), always, stay},
			// Also of the agency's own motion (SFB 113:3–6).
			{none | over | asked | known, by(ReconsiderationDecided), always, uint8(ContestDecided)},
			{court, by(Judged), always, uint8(ContestDecided)},
			{decided, by(ReviewServed), always, uint8(ContestOutcomeServed)},
			{known, by(ReviewServed), always, stay},
			{known, at(TimerFinalForce), always, uint8(ContestOver)},
			{asked, at(TimerReviewAge), always, stay},
			{court, at(TimerCourtAge), always, stay},
			{decided, at(TimerServeOutcome), always, stay},
		},
		natural: []row{
			{court | decided, by(ReconsiderationDecided), always, uint8(ContestDecided)},
			{none | over | asked | known, by(Judged), always, uint8(ContestDecided)},
			{none | over | asked | court, by(ReviewServed), always, uint8(ContestOutcomeServed)},
			{court, by(ReconsiderationAsked), always, uint8(ContestReconsidering)},
		}}
}()
