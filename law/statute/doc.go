// Package statute holds where the law stands and what it says in numbers: references to
// paragraphs, and parameters (rates, limits, fees, terms) in force on a date.
//
// # References
//
// A Ref names one paragraph, such as "SFB 108:14a" or "RANTEL 6 st.1". The acts that can
// be named stand in acts.csv. European regulations have articles and cannot be named
// yet.
//
// # Parameters
//
// parameters.csv declares every parameter with its unit, its range if the unit allows
// more than makes sense, its paragraph and its meaning.
// The values stand in data/*.csv with the columns
//
//	name,value,unit,from,to,source,confidence
//
// from and to are the first and last day of the period; an empty to is an open end. Two
// values of a parameter may not have a day in common. A line that begins with # is a
// comment. The value is a whole number of the unit:
//
//	ore      öre
//	ppm      millionths; a rate of 1 % a year is 10000
//	days, months, years, count
//	date     a date YYYY-MM-DD
//	order    an order of parts: the number of every part of the range once, such as 12345
//
// Confidence says how the value is known:
//
//	V  read in the primary text: the statute, an official page or the agency's report
//	S  read in a secondary text
//	R  remembered, to be checked before it is relied on
//	I  an inference or a recommended reading, not a rule
//	U  its source is unknown
//	F  made up for a demonstration or a test; never in the files of the program
//
// A value that is not known is not in the files, and asking for it is an error that names
// the parameter and the date (ErrMissing). It is never zero and never the latest known
// value. Where the first day of a value is not known, from is the earliest day for which
// the value is documented and the source says so. Borders, conventions of counting and
// definitions of reports and work lists hold for facts of any age and have the from
// 1900-01-01.
//
// Sources are named as in acts.csv, or: FK 2024/028035 the report "Rätt från början och
// en återbetalningsverksamhet i balans" of 2025-04-25; RB Riksbanken's table of reference
// rates; regleringsbrev 2025 the government's letter of appropriation to the agency for
// 2025; PROP49 prop. 2006/07:49 in summary; FKWEB forsakringskassan.se; HEJA
// hejaolika.se 2023-2024; METRO metro.se 2016; DELGW pages of authorities about service.
//
// # The agency's own values
//
// An agency has values of its own: an amount it has decided, a rate the program does not
// know, a better value than the program's. Overlay lays them over a set. What the agency
// knew when is kept by journal/parameter.
//
// The package does not remember what a value was believed to be: a corrected value of the
// program is a changed line in a file of a later version. It computes nothing: that late
// interest is the reference rate plus a supplement is a rule of recover/claim.
package statute
