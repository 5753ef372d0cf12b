// Package plan is instalment plans (avbetalningsplan) and deferrals (anstånd):
// what a plan would look like, the commands that make, change and end it, and how
// it is kept.
//
// A plan is no record of its own. It stands on the claims it pays, as the events
// plan_agreed … plan_ended with the plan's number as their reference, each with
// the claim's own part of the monthly amount:
//
//	(offered ─▶) agreed ─▶ fulfilled | cancelled | renewed
//	               │  ▲
//	        breach ▼  │ reinstated
//	              broken ─▶ cancelled | renewed
//
// A monthly amount either covers everything, in the order of the law, or is the
// part of the principal with interest and notice fee on top (mode amortise). The
// last instalment takes the rest. Which instalments are kept follows from the
// payments: nobody ticks them off.
//
// Schedules are computed by the account of the claim itself, so that a plan paid
// as it says ends at zero to the öre. Days whose rate is not known yet use the
// last known rate, and the proposal says so; where no rate is known at all,
// interest is shown as unknown.
//
// Maintenance debts, which are no claims for repayment, have instalments by a law
// of their own (SFB 19:43): Maintenance and MissedMaintenance compute them from
// what is stated, and keep nothing.
//
// What it does not do: it sends no letters and decides no breach by itself.
package plan
