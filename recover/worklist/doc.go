// Package worklist is what there is to do: lists of claims by saved definitions,
// as of any day and as known at any instant, with how many, how much, how old
// and in which order.
//
// A definition is text (lists.txt): conditions in words, a day to count the age
// from, the paragraph behind it, and what is proposed. A list is computed from
// the columns each time; nothing is stored, and nobody is taken off a list but
// by a fact that makes its condition untrue.
//
//	columns ──▶ claim.Reader ──▶ Item ──▶ conditions ──▶ counts, rows, score
//
// The collecting lists are ordered by priority: the claim's age, size and
// origin, the debtor's circumstances and the limitation that draws near, each
// with a weight that is a dated parameter. The score is told part by part.
//
// The package proposes. It takes no measure, and it knows no case workers: who
// has taken what on is for the desk.
package worklist
