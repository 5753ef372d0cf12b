// Package calendar holds the days and instants that the rules of law count in.
//
// A Date is a civil day without a clock: the day something was true in law. An
// Instant is a point of time in microseconds: when something became known. The
// two are kept apart because every fact in Balans carries one of each. Days begin
// and end in Swedish civil time (Europe/Stockholm); the time zone data is linked
// into the program so that the answer does not depend on the machine.
//
// Bank days are the days that are not Saturday, Sunday, a public holiday (lag
// 1989:253 om allmänna helgdagar), Midsummer Eve, Christmas Eve or New Year's Eve:
// the days on which a statutory period may end (2 § lag 1930:173 om beräkning av
// lagstadgad tid) and on which banks settle.
//
// The package does not read the clock, does not know when a claim is due (the
// number of days is a parameter in law/statute) and does not know bank days of
// other countries. Holidays follow the law as it stands after 1989 with the one
// change since then, the National Day for Whit Monday in 2005; bank days of
// earlier years are not history.
package calendar
