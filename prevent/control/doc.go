// Package control stops wrong payments before they leave, finds them while they run and
// afterwards, and learns from what was found.
//
// A control is a small rule: one payout line and what is known of its person go in, an
// evaluation comes out. It is a pure function; the same one runs for a single payout, for
// a planned payment run, for running benefits each month, and afterwards on a sample.
//
//	payout line ─┐
//	registers   ─┼▶ View (only the fields on the rule's list) ─▶ Rule ─▶ Evaluation
//	other lines ─┘
//
// The outcomes, from the one that asks most of a person:
//
//	task            something to judge before it is paid, or to recover
//	look-up failed  a source did not answer: nothing is known, and nothing is right or wrong
//	manual          the law or the facts leave it to a person
//	not yet         what would tell has not fallen due; the day to ask again is told
//	observation     worth knowing, nothing to do
//	no finding      compared, and it agrees
//
// A task goes on as a machine of its own:
//
//	open ─▶ confirmed  before payment: stopped when it is held, waits, is cancelled or
//	                   made smaller; after it: a recovery case
//	     ─▶ refuted
//	     ─▶ expired    nobody judged it in the time the plan gives
//
// A plan (Plan) says what the agency believes goes wrong, which controls meet it, who is
// selected and what it may cost. Who is selected is an expression over fields that are
// listed here and hold nothing sensitive (SFB 114:12). Runs are mass writes: each
// evaluation is stored with its rule's version, its inputs and outcome, under the person
// it concerns. Judgements stand beside it. The yield is counted from both.
//
// What this package does not do: it holds no payment by itself, because a hold needs
// probable reasons and a person (SFB 112:3); it opens no recovery case; it decides nothing.
package control
