package claim

import "balans/journal"

// GuardEdition numbers what Guards returns: it is raised by one whenever that
// changes, also by a new kind or a measure more.
const GuardEdition = 1

// Guards are the gravest rules of MayAppend as the database itself holds them, for
// every program that writes to it. They never refuse what MayAppend allows, as long
// as the clocks of those who write agree.
func Guards() []journal.Guard {
	var all []journal.Guard
	for k := range kindCount {
		for _, stored := range storedNames(k) {
			all = append(all, guardsOf(k, stored)...)
		}
	}
	return all
}

// guardsOf are the guards on one stored form of a kind.
func guardsOf(k Kind, stored string) []journal.Guard {
	all := []journal.Guard{{Kind: stored, Name: "recorded-in-order", InOrder: true,
		Says: "an event becomes known no earlier than those stored before it; check the clocks of the programs that write (Balans egen regel)"}}
	if k.isMeasure() {
		all = append(all,
			journal.Guard{Kind: stored, Name: ruleBarred.ID, BlockedBy: storedNames(TimeBarred), Says: ruleBarred.text()},
			journal.Guard{Kind: stored, Name: ruleStayed.ID, BlockedBy: turningOn(Stayed), ReleasedBy: turningOff(Stayed), Says: ruleStayed.text()})
	}
	if first := toldFirst[k]; first != nil {
		g := journal.Guard{Kind: stored, Name: ruleUnsent.ID, Says: ruleUnsent.text()}
		for _, f := range first {
			g.Needs = append(g.Needs, storedNames(f)...)
		}
		all = append(all, g)
	}
	if k == HandoverSent {
		all = append(all, journal.Guard{Kind: stored, Name: ruleOneMessage.ID, BlockedBy: turningOn(HandoverOpen), ReleasedBy: turningOff(HandoverOpen),
			Says: ruleOneMessage.text()})
	}
	return all
}

// toldFirst says of which events one must come before a measure. The first that is
// sent is the decision; of a payment by mistake it is the demand (RANTEL 4 §), or what
// was arranged without one. The database cannot tell the types of claims apart, so
// what is lawful for one of them passes for all, and a demand itself needs nothing:
// there only MayAppend holds the rule. What the debtor agrees to is no collecting.
var toldFirst = map[Kind][]Kind{
	HandoverSent:  {Dispatched},
	SetoffStarted: {Dispatched},
	Referred:      {Dispatched, TitleGranted},
	OrderApplied:  {Demanded}, // INKL 6 §
	Reminded:      {Dispatched, Demanded, Reminded, PlanAgreed, PlanReinstated, Returned},
}

func (r *Rule) text() string { return r.Says + " (" + r.Source + ")" }

// storedNames are the forms in which a kind is stored.
func storedNames(k Kind) []string {
	if storedByLaw[k] != "" {
		return []string{storedKinds[k], storedByLaw[k]}
	}
	return []string{storedKinds[k]}
}

// turningOn and turningOff are the kinds, as they are stored, that turn a condition
// on or off.
func turningOn(c Condition) []string { return turning(func(fx effect) Condition { return fx.on }, c) }

func turningOff(c Condition) []string { return turning(func(fx effect) Condition { return fx.off }, c) }

func turning(side func(effect) Condition, c Condition) (names []string) {
	for k := range kindCount {
		if side(effects[k])&c != 0 {
			names = append(names, storedNames(k)...)
		}
	}
	return names
}
