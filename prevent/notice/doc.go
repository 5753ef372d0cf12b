// Package notice keeps notices of changed circumstances: what a person, another agency or a
// control says has changed, which of the person's benefits it concerns, and what each of
// them did about it and when.
//
// # The table
//
// circumstances.csv lists what can change. effects.csv says, for a circumstance and one or
// several benefits, why it matters and by which paragraph, what the benefit is to do, and
// from when a change counts. Only benefits that the person has and that have a row are
// reached. A circumstance that is not in the table, or that touches no benefit the person
// has, is not dropped: the notice waits for a person, who places it. Marks of confidence are
// those of law/statute: V read in the statute, S in a secondary text, R remembered, I an
// inference, U unknown. The column from_confidence is about the day, confidence about the rest.
//
// # States
//
// A notice is a pure function of its facts, a day and an instant of knowledge:
//
//	to place ─▶ waiting ─▶ under way ─▶ answered
//	  any of the first three ─▶ withdrawn, or closed with a reason
//
// and a benefit's part of it is waiting, taken, answered, or lifted (a correction showed that
// it is not concerned). An answered notice waits again when it is placed with one more benefit.
//
// # Deadlines
//
// The person's: SFB 110:46 and 110:47, counted from the day the person learnt of the change,
// and going on to the next working day (TIDL 2). The agency's own days to take and to answer
// are parameters, and goals of its own. "Before the next payment" is held against the pay
// day that was told when the notice was received; where none was told, that stays unknown.
//
// # Stored form
//
// The facts stand in the stream "notice/<id>" under the person, of the kinds in facts.go. The
// body is JSON with the fields in one order; any other form is refused when it is read.
// Beside the first fact, in the same append, the id and the person are noted under party 0:
// in "notices/<YYYY-MM>" of the month it became known, so that all notices can be listed, and
// in "notice-place/<id>", so that one can be found and an id is used once. "notices" lists the
// months. What was wrong is corrected or struck, never changed.
//
// # What it does not do
//
// It examines no benefit and computes no amount: that is the benefit's own rules. It does not
// know which benefits a person has; the caller tells (Engagements). It sends nothing.
package notice
