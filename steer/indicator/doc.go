// Package indicator computes the figures the agency answers to its government
// with. Each figure is one stored definition (figures.txt): who is counted, in
// words that an auditor can read, with its source. It is evaluated as of a date,
// as known at an instant, and under recorded parameters, one for each question
// that the order leaves open (parameter.go).
//
// A figure is one of three sorts:
//
//	stock     claims in the stock at the end of a day, and their outstanding principal
//	decided   claims decided in a period, and their principal as decided
//	referred  NEW claims handed over to Kronofogden in a period, and the principal handed over
//	returned  NEW claims that came back in a period, and the principal that came back
//
// The words of a definition are conditions of a claim (in_plan, at_kfm, …), traits
// (new, old, fk, pm, settlement) and ages (older_than_limit_days, near_limit_age),
// joined by and, or, not and parentheses. Because the words are the same, the
// claims behind a figure are found by the definition itself (List), and a claim
// says for every figure why it is counted or not (Explain).
//
// What this package does not do: it reads columns only, never the database, and
// lays out no tables; that is package report.
package indicator
