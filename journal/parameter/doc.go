// Package parameter keeps the agency's own values of parameters as facts dated twice: the
// days a value is of, and when the agency knew it. A corrected rate thus changes what is
// known from its instant, and a report as known before it stays what it was.
//
// # Stored form
//
// All settings stand in one stream, "parameters", under party 0. A setting is an event of
// the kind parameter.set/1: it occurred on the first day of the value and was recorded
// when the agency knew it. The body is name=value pairs in alphabetical order, each once,
// separated by single spaces; within a value %20 stands for a space and %25 for a percent
// sign. An open last day is left out.
//
//	confidence=S from=2024-01-01 name=state_lending_rate source=Riksgälden%202023-12-14 to=2024-12-31 unit=ppm value=25000
//
// Confidence marks, units and the meaning of the numbers are those of law/statute. The
// name of a parameter is stored, so it never changes.
//
// # What is known at an instant
//
// A Book answers with a set of parameters: the program's own with every setting known by
// the instant laid over it, in the order they became known. Of two settings for one day
// the one that became known later holds; of two known at the same instant, the one
// recorded later.
//
// # Where a setting is refused
//
// Record refuses a parameter that is not declared, another unit, a value out of range, a
// setting known in the future, and two values of a parameter that are to become known at
// the same instant and have a day in common. Nothing is then stored of the whole list.
//
// What this package does not do: a setting can be replaced by a later one but not taken
// back, so a day that has had a value keeps having one. It does not judge sources, does
// not ask who may set a value, and computes nothing from values.
package parameter
