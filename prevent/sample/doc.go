// Package sample draws random samples of payouts and estimates from them how much of
// what was paid was wrong.
//
// The states of a sample, each a type that only the one before it can give:
//
//	Plan    seed, and how many of each stratum (Design)
//	Frame   takes in the whole population once and keeps the candidates
//	Draw    who was drawn, and out of what: a fact that can be repeated (Verify)
//	Judged  what people found about those drawn, and about nobody else (Draw.Judge)
//	Estimate, Outlook   computed each time: amounts with their intervals; the next sample
//
// # The draw
//
// Each item has a key, SHA-256(s · id), where s is SHA-256("balans sample 1\n" · seed);
// the items with the smallest keys of a stratum are drawn, in the order of their keys.
// The order in which the population comes, the machine and the version of Go make no
// difference, a correction of an amount moves nobody in or out, and a larger sample
// with the same seed keeps all of a smaller one: sizes are divided over the strata in
// a way that never takes one back. Anyone can repeat it with any tool that knows
// SHA-256. The seed is to be made known before the work and not chosen by someone who
// has seen what it draws; a day's figures of a lottery will do.
//
// # The estimate
//
// In each stratum wrong/paid among those judged, times what was paid in all of the
// stratum; the total is the sum over the strata (the separate ratio estimator). This
// one, and not one ratio for all strata together, because the figure of a benefit is
// then the same beside the total as in it, and they add up to the öre. What it costs
// is a bias in small strata. It is at most the coefficient of variation of the mean
// paid in the sample, counted in standard errors (Hartley and Ross 1954), is computed,
// and is told when it may be felt.
//
// The variance is that of the ratio with the finite population correction. The
// interval has 95 % and two sides, with Student's factor for the degrees of freedom of
// Satterthwaite. It is never below what was found nor above what was not found
// correct, so that a population judged in full has an interval without width. Errors
// are few and uneven, and then that interval would promise too much. So on each side:
//
//   - It is at least as long as that of Korn and Graubard, the exact binomial interval
//     for the effective size of the sample (bound.go).
//   - No error found: 0 up to the largest total that would still give a sample without
//     errors five times in a hundred, never 0 ± 0.
//   - None in some strata: their bound is added, as squares. So it is below, for strata
//     where all judged were wrong in full.
//
// A bound for strata where nobody has seen an error counts on wrong payouts being as
// large as payouts at large; Figure.HighLargest does without that.
//
// Items that are drawn and not judged are told. The figure stands on those judged, as
// if the others were like them; beside it stand the two extremes, all the others right
// and all of them wrong in full.
//
// # What it does not do
//
// It does not judge: everyone drawn is to be investigated to the same depth, also when
// all looks well. It takes no items that were selected for their risk; there is no way
// to hand them over. It counts what was paid too much; what was paid too little must
// not be set off against it and would be a sample of its own. It keeps nothing: a Draw
// is written and read as JSON (ReadDraw), and the journal keeps it. Wrong payments that
// a full investigation cannot see are in no figure here.
//
// All is counted in integers and fractions of integers, without floats, and rounded
// once: points half up, standard errors and upper limits up, lower limits down.
package sample
