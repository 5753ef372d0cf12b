// Package statebudget reads and writes the open data on the outcome of the state
// budget that Statskontoret publishes (until 2026 Ekonomistyrningsverket): the
// yearly file "Årsutfall utgifter" with what each appropriation was granted, used
// and kept, and the monthly file "Månadsutfall utgifter" with what each agency
// used of each item in each month. The licence is CC0.
//
// Both are UTF-8, with a byte order mark as published, fields separated by
// semicolons, and amounts in million kronor with a comma and at most eight
// decimals, so that the last decimal is one öre and nothing is rounded. An empty
// amount is unknown, such as a month that is not yet reported, and never zero.
// Rows without expenditure area (the expenditure ceiling, the old-age pension
// system beside the state budget, …) are kept: a sum over all rows is no sum of
// appropriations.
//
// Columns are found by name, in whatever order they stand. All known ones must be
// there; those that are not known are listed and not read. How sure the headers
// are:
//
//   - monthly: high. Header and rows are as in a copy of a part of the file of July
//     2026, and the same columns are read from the file of February 2018.
//   - yearly: high for the names, by which programs read the published files of
//     2018 and 2025; medium for their order. År is the fifth and Utfall the
//     eleventh for a program that reads by place; that the columns of the row's own
//     year (utfallsår) come last is concluded from the monthly file.
//   - that opening + budget + amendments − withdrawn + exceeding − outcome is the
//     closing amount follows from the form of bilaga 3 to förordningen (2000:605)
//     om årsredovisning och budgetunderlag; it has not been tried on published
//     rows, and the sign of Indragningar there is not known. Year.Difference
//     therefore tells and does not refuse.
//
// A reader gives rows and gathers the lines that are none, until the file ends or
// a hundred faults are found; then it is over, and Err says what was wrong. The
// package does not fetch or unpack the files, does not read those of income, and
// does not know which appropriations there are.
package statebudget
