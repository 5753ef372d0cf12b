package worklist

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// conditionWords are the words that definitions are made of.
var conditionWords = map[string]func(*Item) bool{
	"new":    func(x *Item) bool { return x.Regime == claim.New },
	"old":    func(x *Item) bool { return x.Regime == claim.Old },
	"public": func(x *Item) bool { return x.Regime == claim.New && !x.Walk.IsCivil() },
	"live":   func(x *Item) bool { return x.Walk.Legal().IsLive() && x.Walk.Conditions&claim.Ended == 0 },
	"ended":  on(claim.Ended),
	"owed":   func(x *Item) bool { return x.Account.Total() > 0 },
	"credit": func(x *Item) bool { return x.Account.Credit > 0 },
	"overbooked": func(x *Item) bool {
		return x.Account.Overbooked > 0
	},
	"rate_missing": func(x *Item) bool { return !x.Account.IsKnown() && x.Account.Total() > 0 },

	"dispatched":          on(claim.HasBeenDispatched),
	"unserved":            (*Item).isUnserved,
	"registered_unserved": on(claim.RegisteredUnserved),
	"service_failed": func(x *Item) bool {
		s := x.Walk.Service()
		return s == claim.ServiceMailBack || s == claim.ServiceNoReceipt
	},
	"older_than_not_served_days": func(x *Item) bool { return x.On > x.Decided.AddDays(x.terms.notServedDays) },

	"due_within_week": func(x *Item) bool {
		return x.Deadlines.Due != calendar.None && x.Deadlines.Due >= x.On && x.Deadlines.Due <= x.On.AddDays(7)
	},
	"overdue": func(x *Item) bool { return x.Deadlines.Due != calendar.None && x.On > x.Deadlines.Due },
	"final":   func(x *Item) bool { return x.Deadlines.Final != calendar.None && x.On >= x.Deadlines.Final },
	"ready":   func(x *Item) bool { return x.Walk.Collection() == claim.CollectionReady },

	// The measures of the report: see steer/indicator, parameter A-measure.
	"measure": func(x *Item) bool {
		return x.Walk.Conditions&(claim.InPlan|claim.SettingOff|claim.AtKFM|claim.Restructuring|claim.Preserved) != 0
	},
	"arranged":       func(x *Item) bool { return x.Walk.Conditions&(claim.InPlan|claim.Restructuring) != 0 || x.isDeferred() },
	"in_plan":        on(claim.InPlan),
	"plan_broken":    on(claim.PlanBroken),
	"missed":         func(x *Item) bool { return x.Missed > 0 },
	"breach_reached": func(x *Item) bool { return x.terms.breachMissed > 0 && x.Missed >= x.terms.breachMissed },
	"deferral_over":  func(x *Item) bool { return x.Walk.Conditions&claim.Deferred != 0 && !x.isDeferred() },
	"paused":         on(claim.Pausing),

	"contested":        func(x *Item) bool { return x.Walk.Conditions&claim.Contested != 0 },
	"outcome_unserved": func(x *Item) bool { return x.Deadlines.Contested && x.Walk.Conditions&claim.Contested == 0 },
	"stayed":           on(claim.Stayed),

	"handed_over":      func(x *Item) bool { return x.Walk.Conditions&claim.AtKFM != 0 },
	"handover_refused": func(x *Item) bool { return x.Walk.Handover() == claim.HandoverTurnedDown },
	"waits_for_kfm": func(x *Item) bool {
		return x.Walk.Conditions&(claim.HandoverOpen|claim.RecallOpen|claim.MessageOpen) != 0
	},

	"near_bar": func(x *Item) bool {
		l := &x.Limitation
		return !l.Pending && l.Last != calendar.None && x.On >= l.Last.AddMonths(-x.terms.nearBar)
	},
	"barred": func(x *Item) bool { return x.Limitation.Barred(x.On) },

	"deceased":      on(claim.Deceased),
	"protected":     on(claim.Protected),
	"guardian":      on(claim.UnderGuardian),
	"bankrupt":      on(claim.InBankruptcy),
	"contradiction": func(x *Item) bool { return len(x.reader.Contradictions(x.Walk, x.Account)) > 0 },
}

// isUnserved: a claim that several owe is served when all are.
func (x *Item) isUnserved() bool {
	if x.Several {
		return x.Deadlines.Served == calendar.None
	}
	return x.Walk.Service() != claim.ServiceDone
}

func on(c claim.Condition) func(*Item) bool {
	return func(x *Item) bool { return x.Walk.Conditions&c != 0 }
}

// isDeferred: a deferral with a last day ends by itself.
func (x *Item) isDeferred() bool { return x.Walk.Collection() == claim.CollectionDeferred }

// sinceWord is a day of a claim that its age on a list is counted from; None
// when the claim has no such day.
type sinceWord func(*Item) calendar.Date

var sinceWords = map[string]sinceWord{
	"decided":    func(x *Item) calendar.Date { return x.Decided },
	"due":        func(x *Item) calendar.Date { return x.Deadlines.Due },
	"final":      func(x *Item) calendar.Date { return x.Deadlines.Final },
	"ready":      func(x *Item) calendar.Date { return x.Deadlines.EarliestHandover },
	"last_day":   func(x *Item) calendar.Date { return x.Limitation.Last },
	"service":    func(x *Item) calendar.Date { return x.Walk.Since(claim.ServiceMachine) },
	"collection": func(x *Item) calendar.Date { return x.Walk.Since(claim.CollectionMachine) },
	"plan":       func(x *Item) calendar.Date { return x.Walk.Since(claim.PlanMachine) },
	"handover":   func(x *Item) calendar.Date { return x.Walk.Since(claim.HandoverMachine) },
	"contest":    func(x *Item) calendar.Date { return x.Walk.Since(claim.ContestMachine) },
}

// sumWords are the amounts that a list may add up instead of what is owed.
var sumWords = map[string]func(*claim.Account) money.Amount{
	"credit":     func(a *claim.Account) money.Amount { return a.Credit },
	"overbooked": func(a *claim.Account) money.Amount { return a.Overbooked },
}
