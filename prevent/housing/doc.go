// Package housing is housing allowance (bostadsbidrag, SFB 95–98 kap.): what a household gets
// a month, what it finally gets of a year when the incomes are assessed, and what follows of
// the difference.
//
// # The amount
//
// Rules.Month computes one month of a Household with the incomes that count (Base, SFB
// 97:2–13). A Month is the amount and every number on the way to it, so that keeping it is
// keeping the explanation; Steps puts it in words, paragraph by paragraph. Money is öre, and
// what is not a whole öre is an Exact: nothing is rounded but where the law or a named reading
// rounds.
//
// What the law says in numbers is parameters of law/statute by date. Where it is open the
// reading is a parameter too (housing_read_…), so that another reading is a setting and not
// another program. The readings that are fixed here are
//
//   - parts of the income that do not come out are counted to the nearest öre, halves up; half of
//     what an alternating child has is rounded down;
//   - the wealth addition is divided by largest remainder, and of what two spouses share
//     equally the first has an odd öre;
//   - the cost of a dwelling above the area limit is cut to the nearest öre;
//   - at most three children count, those at home first, then alternating, then on access;
//   - a dwelling too small for an access grant is refused for that child in all: it raises neither
//     the limit of the cost nor that of the area;
//   - wealth and children's capital of a year are divided between two adults who both count in some
//     month, also in the months when one of them does not;
//   - where the rooms of an access child's home are not stated, the decision is believed.
//
// Beside them the law is taken to mean that a deficit of business is taken of what is added back
// to it (SFB 97:4), and that a child on access whose home gives no access grant counts for nothing
// else either (SFB 96:6). The young with such a child alone have the allowance of the young (SFB
// 96:11): the household is stated as young and without the child.
//
// # The income of a month
//
// IncomeBasis says which income a month has: of the calendar year, equally over its months
// (YearEqual, SFB 97:3), or of three of the four months before it (Frame), which is the
// announced reform of 2027 and off until the parameter housing_income_basis says otherwise.
//
// # The year
//
// Rules.Year adds the months with a right; Settle holds what that is against what was paid
// (SFB 98:6): a claim, a pay-out, or nothing below the least amount. The charge and the
// supplement of SFB 98:7 are computed where the parameters are known, and unknown otherwise.
//
//	paid provisionally ─▶ assessed ─▶ settled ─▶ settled anew   (98:9, until the sixth year)
//
// # Facts
//
// What was decided and paid comes in by file (Intake), each household a stream
// "housing/<household>/<year>/<intake>" under the applicant; a year is settled by a
// Reconciliation over assessed incomes, each settlement a stream
// "housing-final/<household>/<run>" under the applicant. Both are mass writes that are completed
// by doing them again, and done twice they change nothing. A file cannot be listed while
// settlements are listed or written, nor the other way, so that what a run rests on is what was
// told before it was listed. A household keeps its applicant for the year: another applicant's
// months are another household. Everything else, also each explanation, is computed of those
// facts.
//
// What is known of incomes while the year goes on comes in by file too (IncomesIntake), each
// person of a household a stream "housing-income/<household>/<year>/<intake>/<n>" under the
// person; KnownIncomes is all of it as it was known on a day. It settles nothing: whom to contact
// (Watch) and what that would have avoided (Measure) are computed of it.
//
// What this package does not do: it examines no right (who lives where, who is whose spouse:
// those are facts of the decision), lays down no claim and sends no letter (recover/settlement),
// and does not fetch what employers declare.
package housing
