// Package directive reads the government's appropriation letter (regleringsbrev) to an
// agency as data, checks it, compares its editions and keeps those taken into use.
//
// Reading is tolerant of how a letter is set and strict about what it says. Headings are
// known by their words, a misspelt one too, whatever numbers they have this year; rows are
// put together where a page has cut them. An amount is one amount or it is not read: a
// letter O, a point or a space in the wrong place is listed with its line, never guessed.
// Every line that is not empty has a role, and the lines that could not be read are those
// of Letter.Unread.
//
// How it is made:
//
//	letter.go      the letter as data; every value with its line
//	read.go        headings cut the letter into segments, each with a reader of its own:
//	               read_head, read_goals (goals, assignments), read_items and condition
//	               (appropriations), read_tables (credit, closed,
//	               authorisations), read_accounts (loans, plan, fees)
//	para.go        lines to paragraphs, headings and rows; read_layout.go those of other
//	               years, put into the form the readers know
//	sentence.go    sentences; deadline*.go when something is due; party.go by and for whom
//	amount.go      amounts; word.go words that are nearly the same
//	check*.go      the letter held against itself; compare.go against another;
//	               succession.go assignments that continue earlier ones
//	doubt*.go      what a person has to look at, also each date that was read as no deadline
//	taking.go      editions in the journal; goal_names.go the names of goals in them
//	write.go       tables, JSON, CSV; checklist.go the list for the person who confirms
//
// An edition has the states read (nothing is kept), taken in (kept in the journal as it
// was read) and confirmed (a person looked at what is in doubt; it is in force from its
// day). What was read is kept, not only the text: a later version of the program that
// reads better does not change what was confirmed.
//
// What it does not do: it fetches no letters, knows nothing of what was paid, and keeps no
// status of assignments.
package directive
