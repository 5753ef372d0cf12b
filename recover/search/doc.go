// Package search finds persons by name or number, and the claims they owe.
//
// It is three small things, which a page puts together:
//
//	Parse      what was written ──▶ an identity number, claim numbers, words of a name
//	People     names ──▶ persons, by the beginnings of words in any order
//	Debts      a person ──▶ claims, those owed together with others too
//
// People and Debts are derived from what the register and the claims say, kept in memory
// and never changed: With and Read make the next one from the one before and what has come
// since.
//
// # Words
//
// A name is found by the beginnings of its words, in any order. Å, ä and ö are letters of
// their own, and who writes them finds the names that have them first; but a name is found
// without them too, because a name read over the telephone, or written on a keyboard that
// lacks them, is the same name. What agrees letter by letter comes first, then what agrees
// without the marks above letters and with v for w.
//
// # Who is not found
//
// Whoever asks says of each person whether they may be shown, and is asked before the person
// is counted. A person who may not be shown is not in the answer, not in whether there are more, and does
// not take the place of another: the answer is the one that would be given if the person
// were not there. No search chooses persons by anything but a number or a name (SFB 114:12).
//
// What this package does not do: it logs no reading, and it knows no rights. The caller
// writes the reading log before an answer is shown.
package search
