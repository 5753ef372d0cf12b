// Package settlement carries out the yearly settlement of housing allowance (SFB 98:5–9): of
// each final allowance that prevent/housing computes it makes what follows.
//
//	final allowance ─▶ nothing    a letter
//	                ─▶ pay-out    a line of a payment run, and a letter
//	                ─▶ claim      by the program: a claim with origin settlement, and its letter
//	                              by a person: a recovery case with its basis
//
// A Run computes everything first (Prepare) and writes then, in one mass write: each
// settlement, its claim and its letter are streams of their own, in slices; what was stopped is
// completed by doing it again, and done twice it changes nothing. After it come, each again
// harmless to repeat: the letters are listed for the outbox, the payment run is planned, and
// the cases are opened. A run is finished when all of that is done.
//
// The program decides a claim when the agency has set the two limits of it (parameters
// housing_automatic_limit and housing_automatic_sample; without them it decides none), and
// nothing asks for judgement: see Manual. Nobody is heard before: the amount follows by law
// from the tax decision that the person has (FL 25 §, an assessment that it is obviously
// unnecessary), and the letter says so.
//
// When the letters have left, Follow tells the claims the day they were sent.
//
// What this package does not do: it computes no allowance, decides no case, and pays nothing.
// Who owes is the applicant alone, whom it was paid to; whether a spouse owes too is not
// settled in the statute (I).
package settlement
