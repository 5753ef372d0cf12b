// Package money counts in öre.
//
// An Amount is a whole number of öre, so sums are exact and a result that does not
// fit is an error, never a wrapped number. Where a rule divides, it names how it
// rounds: there is no default rounding anywhere in Balans. Roundings work on the
// size of the amount and keep its sign, so that a claim and the refund of it are
// rounded alike.
//
// The package knows one currency, the Swedish krona. It does not know rates, interest
// or which rounding a paragraph asks for, and it reads and writes only the Swedish
// way of writing amounts; file formats read their own.
package money
