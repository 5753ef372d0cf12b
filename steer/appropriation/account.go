package appropriation

import (
	"fmt"
	"strconv"
	"strings"

	"balans/steer/directive"
)

// Account is where something is booked, as text in its one form:
//
//	UO10 2:1 ap.1                 an item
//	fee:Ersättning från försvaret a fee-based activity, named as in the letter (6.1)
//	interest account              the agency's account with Riksgälden (5.2)
//	credit:…                      an account credit, named as in the letter (5.1)
//	loans                         loans for investments (5.1)
//	commitments:UO10 1:6 ap.10    commitments under an authorisation (4.3.5)
type Account string

// Class is the sort of an account.
type Class string

// The classes of accounts.
const (
	ItemClass       Class = "item"
	FeeClass        Class = "fee"
	InterestClass   Class = "interest account"
	CreditClass     Class = "credit"
	LoanClass       Class = "loans"
	CommitmentClass Class = "commitments"
)

// The accounts that there is one of.
const (
	InterestAccount Account = "interest account"
	Loans           Account = "loans"
)

const (
	feePrefix        = "fee:"
	creditPrefix     = "credit:"
	commitmentPrefix = "commitments:"
)

// mostAccount is how long an account may be, in bytes: it is part of a stream's name.
const mostAccount = 400

// ItemAccount is the account of an item.
func ItemAccount(id directive.ItemID) Account { return Account(id) }

// FeeAccount is the account of a fee-based activity.
func FeeAccount(activity string) Account { return Account(feePrefix + activity) }

// CreditAccount is the account of an account credit.
func CreditAccount(purpose string) Account { return Account(creditPrefix + purpose) }

// CommitmentAccount is the account of the authorisation of an item.
func CommitmentAccount(id directive.ItemID) Account { return Account(commitmentPrefix + string(id)) }

// splitItem takes an item's name apart: "UO10 2:1 ap.1" is area 10 and number 2:1.
func splitItem(s string) (area int, number string, ok bool) {
	rest, isArea := strings.CutPrefix(s, "UO")
	where, item, hasItem := strings.Cut(rest, " ap.")
	digits, number, hasNumber := strings.Cut(where, " ")
	group, n, hasGroup := strings.Cut(number, ":")
	ok = isArea && hasItem && hasNumber && hasGroup && isNumber(digits, 2) && isNumber(group, 2) && isNumber(n, 3) && isNumber(item, 3)
	area, _ = strconv.Atoi(digits)
	return area, number, ok
}

// isNumber says whether s is a whole number above zero of at most so many digits.
func isNumber(s string, most int) bool {
	return s != "" && len(s) <= most && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}

func isItem(s string) bool {
	_, _, ok := splitItem(s)
	return ok
}

// ParseAccount reads an account. It does not ask whether a letter has it.
func ParseAccount(s string) (Account, error) {
	a := Account(s)
	switch {
	case len(s) > mostAccount:
		return "", fmt.Errorf("the account is %d bytes long, at most %d: %q", len(s), mostAccount, s)
	case a.Class() == "", a.Class() != ItemClass && strings.TrimSpace(a.Name()) != a.Name(), a.Name() == "",
		a.Class() == CommitmentClass && !isItem(a.Name()):
		return "", fmt.Errorf("%q is no account; write an item as %q, or %q, %q, %q, %q or %q",
			s, "UO10 2:1 ap.1", InterestAccount, Loans, feePrefix+"activity", creditPrefix+"purpose", commitmentPrefix+"UO10 1:6 ap.10")
	}
	return a, nil
}

// Class is the account's class, "" for a text that is no account.
func (a Account) Class() Class {
	switch {
	case a == InterestAccount:
		return InterestClass
	case a == Loans:
		return LoanClass
	case strings.HasPrefix(string(a), feePrefix):
		return FeeClass
	case strings.HasPrefix(string(a), creditPrefix):
		return CreditClass
	case strings.HasPrefix(string(a), commitmentPrefix):
		return CommitmentClass
	case isItem(string(a)):
		return ItemClass
	}
	return ""
}

// Name is the account without the word for its class: the item, activity or purpose.
func (a Account) Name() string {
	for _, p := range [...]string{feePrefix, creditPrefix, commitmentPrefix} {
		if rest, ok := strings.CutPrefix(string(a), p); ok {
			return rest
		}
	}
	return string(a)
}

// Item is the item that the account is of, or "".
func (a Account) Item() directive.ItemID {
	if c := a.Class(); c == ItemClass || c == CommitmentClass {
		return directive.ItemID(a.Name())
	}
	return ""
}

// place is where an item stands: expenditure area and appropriation.
func place(id directive.ItemID) (area int, number string) {
	if area, number, ok := splitItem(string(id)); ok {
		return area, number
	}
	return 0, ""
}
