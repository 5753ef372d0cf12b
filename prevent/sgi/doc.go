// Package sgi says which yearly income benefits rest on, the sjukpenninggrundande
// inkomst (SGI), and whether it is protected while a person does not work.
//
// # The amount
//
// Determine makes an SGI of what a person can be assumed to earn (SFB 25 kap.): which
// income counts and as what, each part rounded down, the sum cut at the ceiling, and what
// each benefit rests on. ChangeOf says from when a change has effect (SFB 26:4–7), and
// YearlyHours what the yearly working time is.
//
// # The protection
//
// Assess follows a person day by day from the last day of work to a day that is asked for
// (SFB 26:9–31). Evidence is spans of time on a ground with what has been shown of its
// conditions, children, and work. Some protection follows without evidence: three months
// from an interruption of work, 25 working days after sickness benefit, pregnancy and the
// first year of a child. The answer is a verdict, a ruler of segments, what is missing,
// what was rejected and why, and the next day on which something must be done.
//
//	facts ─▶ pieces (ground, from, to, extent; holds or open) ─▶ sweep over days ─▶ verdict
//
// A day is in one of these states, from the worst: without an SGI, lost, a gap of days off
// only, partly covered, open, protected, at work. The verdict follows from the worst day
// since the SGI was last determined from work:
//
//	protected      every day is covered
//	redetermined   work gave a new SGI, and every day since is covered
//	partial        a share is covered
//	manual         a person decides: the law is open or something is not shown
//	lost           an ordinary working day was not covered at all
//
// Where the law is open both readings are told and the kinder one is used: a verdict that
// depends on the reading is manual, and a gap of Saturdays, Sundays, holidays and eves
// only is never a loss by itself. A condition that nobody has stated is not met and not
// failed: it is open, and stands among what is missing.
//
// # Files
//
// Read takes a person's facts as text that a case worker can read and write, with the
// answers they are to give if wanted; Teach tells how. Each line is in English or Swedish:
// pairs is the one table of words, in which a word of a place in a text has one other word,
// and Words lists it. What was read is in English words, and what is wrong with a text is
// told in both languages. testdata holds worked ones.
//
// The package stores nothing, decides nothing and knows no person's number. It does not
// compute benefits, does not judge whether a document proves what it says, and does not
// compute the SGI of who draws an occupational pension (SFB 26:27): that is manual.
package sgi
