package appropriation

import (
	"slices"
	"strings"
)

// Kind is what a booking does on its account. Amounts are above zero unless the kind is
// signed. Every kind that is not signed has a reversal, named with _reversed, that takes
// away what the kind adds.
type Kind string

// The kinds. Numbers are the columns of the account given of appropriations.
const (
	// On an item.
	Payment         Kind = "payment"          // 7: money paid out
	Repayment       Kind = "repayment"        // 7: money that came back, also of payments of earlier years; lowers it
	Income          Kind = "income"           // 8: only where the letter orders gross accounting
	Opening         Kind = "opening"          // 2, signed: saving is above zero, used credit below; on other accounts the balance carried in
	Reallocated     Kind = "reallocated"      // 4, signed: adds up to zero over the items of one file
	Exceeded        Kind = "exceeded"         // 5: used part of a permitted excess
	Withdrawn       Kind = "withdrawn"        // 6: taken by decision of the year's amount, besides what the letter says
	WithdrawnSaving Kind = "withdrawn_saving" // 6: taken by decision of the saving that was carried in
	PermittedExcess Kind = "permitted_excess" // no column: the frame that may be exceeded with
	CreditRaised    Kind = "credit_raised"    // no column: credit granted by decision, besides what the letter says

	// On a fee-based activity; also opening, the accumulated result of earlier years.
	Cost Kind = "cost"

	// On the interest account; also opening.
	TransferIn Kind = "transfer_in"
	PaymentOut Kind = "payment_out"
	Interest   Kind = "interest" // signed

	// On an account credit, and on loans; also opening.
	Drawn     Kind = "drawn"
	Repaid    Kind = "repaid"
	Taken     Kind = "taken"
	Amortised Kind = "amortised"

	// On an authorisation; also opening. The purpose is the year the commitment falls due.
	Committed Kind = "committed"
	Fulfilled Kind = "fulfilled"
	Lapsed    Kind = "lapsed"
)

const reversal = "_reversed"

// Column is what a kind is counted in.
type Column uint8

// The columns. Those to CreditColumn are of an item; the others are of the accounts beside
// the appropriations.
const (
	OpeningColumn Column = iota
	ReallocatedColumn
	ExceededColumn
	WithdrawnColumn
	WithdrawnSavingColumn // also 6
	PaidColumn            // payments; outgoings are payments less repayments
	RepaidColumn          // repayments
	IncomeColumn
	PermittedColumn
	CreditColumn // credit that was raised
	CostColumn
	InColumn  // what raises a balance or a debt
	OutColumn // what lowers it
	LapsedColumn
	InterestColumn
	columns
)

// rule is what a kind does in a class of accounts.
type rule struct {
	class  Class
	kind   Kind
	column Column
	signed bool
	says   string
}

// rules is the whole meaning of the kinds. A reversal is its kind's rule with the other
// sign.
var rules = []rule{
	{ItemClass, Payment, PaidColumn, false, "money paid out"},
	{ItemClass, Repayment, RepaidColumn, false, "money that came back"},
	{ItemClass, Income, IncomeColumn, false, "income accounted gross"},
	{ItemClass, Opening, OpeningColumn, true, "carried in: saving +, used credit −"},
	{ItemClass, Reallocated, ReallocatedColumn, true, "moved between items"},
	{ItemClass, Exceeded, ExceededColumn, false, "used part of a permitted excess"},
	{ItemClass, Withdrawn, WithdrawnColumn, false, "withdrawn of the year's amount by decision"},
	{ItemClass, WithdrawnSaving, WithdrawnSavingColumn, false, "withdrawn of the saving by decision"},
	{ItemClass, PermittedExcess, PermittedColumn, false, "permitted excess"},
	{ItemClass, CreditRaised, CreditColumn, false, "credit raised by decision"},
	{FeeClass, Income, IncomeColumn, false, "income"},
	{FeeClass, Cost, CostColumn, false, "cost"},
	{FeeClass, Opening, OpeningColumn, true, "accumulated result of earlier years"},
	{InterestClass, Opening, OpeningColumn, true, "balance carried in"},
	{InterestClass, TransferIn, InColumn, false, "paid in under the payment plan"},
	{InterestClass, PaymentOut, OutColumn, false, "paid out"},
	{InterestClass, Interest, InterestColumn, true, "interest"},
	{CreditClass, Opening, OpeningColumn, true, "drawn in earlier years"},
	{CreditClass, Drawn, InColumn, false, "drawn"},
	{CreditClass, Repaid, OutColumn, false, "repaid"},
	{LoanClass, Opening, OpeningColumn, true, "loans of earlier years"},
	{LoanClass, Taken, InColumn, false, "loan taken"},
	{LoanClass, Amortised, OutColumn, false, "amortised"},
	{CommitmentClass, Opening, OpeningColumn, true, "commitments of earlier years"},
	{CommitmentClass, Committed, InColumn, false, "committed"},
	{CommitmentClass, Fulfilled, OutColumn, false, "fulfilled"},
	{CommitmentClass, Lapsed, LapsedColumn, false, "lapsed"},
}

// effect is a kind as it is applied: the column, and whether the amount is taken away.
type effect struct {
	rule
	reversed bool
}

type ruleKey struct {
	class Class
	kind  Kind
}

var effects = func() map[ruleKey]*effect {
	m := map[ruleKey]*effect{}
	for _, r := range rules {
		m[ruleKey{r.class, r.kind}] = &effect{rule: r}
		if !r.signed {
			m[ruleKey{r.class, r.kind + reversal}] = &effect{rule: r, reversed: true}
		}
	}
	return m
}()

// effectOf is what a kind does in a class.
func effectOf(c Class, k Kind) (*effect, bool) {
	e, ok := effects[ruleKey{c, k}]
	return e, ok
}

// Kinds lists the kinds of a class in the order they are taught, each followed by its
// reversal.
func Kinds(c Class) (kinds []Kind) {
	for _, r := range rules {
		if r.class != c {
			continue
		}
		kinds = append(kinds, r.kind)
		if !r.signed {
			kinds = append(kinds, r.kind+reversal)
		}
	}
	return kinds
}

// Signed says whether amounts of the kind may be below zero, and zero for an opening.
func (k Kind) Signed() bool {
	return slices.ContainsFunc(rules, func(r rule) bool { return r.kind == k && r.signed })
}

// Reverse is the kind that takes away what k adds, and the other way round; ok is false
// for a signed kind, which needs none.
func (k Kind) Reverse() (Kind, bool) {
	if base, ok := strings.CutSuffix(string(k), reversal); ok {
		return Kind(base), true
	}
	if k.Signed() {
		return "", false
	}
	return k + reversal, true
}

// decided lists the kinds that rest on a decision outside these books; a booking of one, or
// of its reversal, names the decision in its text.
var decided = []Kind{Reallocated, Exceeded, Withdrawn, WithdrawnSaving, PermittedExcess, CreditRaised}

// needsDecision says whether a booking of the kind is to name a decision.
func (k Kind) needsDecision() bool {
	base, _ := strings.CutSuffix(string(k), reversal)
	return slices.Contains(decided, Kind(base))
}

// Says explains the kind in a few words.
func (k Kind) Says() string {
	base := Kind(strings.TrimSuffix(string(k), reversal))
	for _, r := range rules {
		if r.kind == base {
			if base != k {
				return r.says + ", reversed"
			}
			return r.says
		}
	}
	return string(k)
}
