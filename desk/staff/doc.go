// Package staff is the door for those who work at the agency: the web pages
// where controllers and case workers read the report on repayment claims, open
// each figure down to its claims, and each claim down to its events, and see
// what there is to do (the work lists). Beside them stand the government's
// appropriation letter, line by line as it was read, and what is made of it; and
// the controls of payouts: their plan and runs, findings that a person judges
// here, what they yield, and everything known of a person by day; and housing allowance: its
// amount, the yearly settlement and a household's account, and rules compared.
//
// A page is one stem: report.go asks and answers, report.html shows,
// testdata/report.golden.html is what it looks like, and one row of the table in
// routes.go names its address, the permission it needs and the name it has in
// the reading log.
//
//	request ─▶ who asks ─▶ permission ─▶ whose matter (may.go) ─▶ read what was asked (query.go) ─▶ columns and evaluator (facts.go)
//	        ─▶ typed view ─▶ template into a buffer ─▶ sent whole, or an error page instead
//
// A form that changes something carries a key of its own, so that sending it twice
// does it once, and keeps what was typed when it cannot be used.
//
// What is done with a claim is an act (claim_act.go): a form, a trial that shows what would be
// stored and the claims before and after, and the same command for real. It is carried out
// only on the claims as they were looked at; where somebody was first, the page shows what
// they did. A claim's page offers an act when a dry run of its plainest form is not refused,
// and says the rule otherwise.
//
// Pages are HTML without script, in Swedish or English (text.go), and ask no
// other host for anything. A page that shows a person's facts writes a line in
// the reading log first; when that line cannot be written, nothing is shown.
//
// What this package does not do: it computes no figure (steer/indicator) and
// no work list (recover/worklist), lays out no table of the report
// (steer/report), makes no control (prevent/control), and decides nothing about
// a claim.
//
// Who asks is told by package desk/signin; in a demo, demo users stand in for it, one for
// each role. Without either everybody is a visitor, and no page about a person is shown.
// What a person may do is answered by the book of package access, for every request anew.
package staff
