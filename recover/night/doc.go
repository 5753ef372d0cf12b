// Package night is the nightly run: what has come about since the run before,
// on every work list, for every claim. It makes proposals, rows on a work list;
// it takes no measure.
//
//	lists as of the date, known at the instant
//	  − lists as of the date of the run before, as known then  =  proposals
//
// Of a claim whose history was taken over from another system in between, the
// run before has seen nothing: everything on its lists is new.
//
// A run is dry unless told to write. Written, it is a mass write like any other
// (journal.MassWrite): in slices, noted when it began and when it was completed. A
// run that was stopped is completed by running it again, with what was known
// when it began, so that the result is the same as if it had not been stopped;
// of claims that facts imported in between have changed, what was written stays.
// Runs go forward: a date is run once, and none before the last.
//
// A proposal is an event in a stream of its own, work/DATE/CLAIM, under the
// claim's party. It says which list the claim has come to, since when, how much
// is owed and how urgent it is. Whether it still holds is asked of the list.
package night
