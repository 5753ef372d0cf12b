// Package casefile runs worked cases: files in which a case worker writes what
// has happened to some claims, asks a question and states the answer that the
// rules give. testdata/cases/README.md tells how they are written.
//
//	text ─▶ blocks ─▶ words ─▶ import, commands, questions ─▶ expected against found
//
// A case goes through the real program: given facts are imported as a file from
// another system would be, recorded ones go through the command of daily work
// with its guards, and the answers come from the rooms that give them to the
// pages. Each case needs a journal of its own that is empty.
//
// The words stand in one table (words.go): its name, what it does, an example,
// and the questions a "then" can follow. A case that gives facts and compares
// nothing, or a question nobody answers, is a failure, so that no case can pass
// by saying nothing.
//
// Work lists, the nightly run, plans, payments over several claims, deductions,
// maintenance debts and the account of the stock are asked of the rooms that have them.
//
// It computes no answer of its own. It reads no clock: the journal's shows the
// day on which a fact becomes known.
package casefile
