// Package demo invents an agency in real proportions: repayment claims, the
// people who owe them and all that happened to the claims, as decisions and
// events like those a real agency would hand over.
//
// At full scale the indicators of the government report of 2025-04-25
// (FK 2024/028035), with the readings recommended for their open questions,
// give exactly the numbers printed there: the stock at the ends of 2023, 2024
// and February 2025, what was decided and what was handed to Kronofogden. Only
// these totals are real. Every claim, date, payment and cause is made up, and
// the debtors are Skatteverket's official test identities, so one person owes
// far more claims than anybody would.
//
// How it is made:
//
//	paths.go      groups of claims: where they stand at the three report days,
//	              how many, and how much is left at each. Found once by solving
//	              for the printed totals; the tests add it up.
//	decisions.go  when decisions fall: months, batches of the yearly
//	              reconciliation of housing allowance, bank days
//	drafts.go     every claim of every group gets a day, a benefit, a measure
//	              (plan, set-off, Kronofogden, …) and its share of the group's
//	              kronor, exact to the krona (amounts.go)
//	life.go       a draft becomes events that lead it from one report day to the
//	              next (youth.go, stay.go, leave.go)
//	around.go     what happened around the money: terms of plans (plan.go),
//	              letters and interruptions of limitation (letters.go), orders to
//	              pay and hand-over messages (enforcement.go), reconsiderations,
//	              courts and credits (review.go), what befell the debtors (fate.go)
//	record.go     says when the events became known, some of them weeks late
//	interest.go   what the payments carry beside their principal: what
//	              claim.NewAccount gives by the law and the agency's own rates
//	              (parameters.csv, all of them made up and marked F)
//	housing.go    households with housing allowance in 2025, for files of their own: how
//	              they live (housing_home.go), what they earn and believe (housing_income.go)
//
// The same seed gives the same facts on every machine. There is no randomness
// and no clock outside the seed, and all arithmetic is in integers.
//
// What is not true to life: the few tens of thousands of claims that were
// closed before 2023 are a sample, so decisions before September 2022 and the
// stock of those years are far too low. The state lending rate, and so the
// interest in plans, is made up; the late interest is by the rates in force. The
// groups pay so little that many plans run for longer than a year. Of OLD claims
// decided before 2019 no title is known, of hand-overs before 2024-03-28 no
// message. All who die do so in March 2025. Nothing happens to these claims after 2025-03-28;
// the households' year is settled whenever the agency is made.
package demo
