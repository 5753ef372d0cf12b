// Package access says who may see and do what, and remembers who saw what.
//
// # The book
//
// A Book is read from facts that are dated twice: who are staff and with which identity
// number (Staff, Left), which roles they have been given, for some benefits and a unit or
// for all (Grant), what one has handed to another until a day (Delegation), whom somebody
// told of as near (Tie), and who went beyond a benefit or a unit for a stated reason until
// a time (Override). Book.May answers a Question from them: a pure function, so that what
// was allowed on any day, as known at any instant, can be asked again.
//
// Roles and functions are tables (roles.csv, functions.csv); docs/access.md shows them whole.
//
// # The rules, in order
//
// The core, which nobody goes past: who asks is staff on that day; nobody has the function
// "never"; a role holds the function; the matter is not one's own, nor of somebody near
// (FL 16); each person of it is in the register, and a person who cannot be looked up is
// not; a protected person needs the role for that. Then, with a way past that states a
// reason, ends, and is reviewed: the benefit and the unit are one's own (SFB 114:13).
//
// By delegation a person may do what the giver may do, and never more: the giver's own
// matters and family stay closed, and what guards the rest (Function.Delegable) is not
// handed on, nor is anything that was itself handed on. Four eyes see through it: Behind, Apart.
//
// A person who is unknown and one who is protected are answered in the same words.
//
// # The reading log
//
// A line for every view of a person's facts is written on the person's own stream before
// they are shown (LogReading). Log reads the lines of all, Select draws those to review,
// by rules and by lot, and RecordReview stores the outcome, by another than who read. Look
// writes that the log itself was read.
//
// # Stored form
//
// Facts of staff and rights stand in the stream "access" of party 0, overrides in one
// stream a month, "access/overrides/2026-03", reviews in "access/reviews" and looks at the
// log in "access/looks". Bodies are JSON in one form. They hold identity numbers of staff,
// and of the person an override, a tie or a review is about.
//
// # Beside
//
// Suppress hides small cells of a table so that sums do not give them away. Together says
// which conditions of a search may stand beside each other (SFB 114:12).
//
// What this package does not do: it shows nothing, knows no facts about claims or benefits,
// and asks no register: what is known of persons is given by the caller (Persons). It signs
// nobody in. A fact of staff is not taken away, only followed by a later one.
package access
