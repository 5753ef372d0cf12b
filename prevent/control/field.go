package control

import "strings"

// Fields is a set of the things a rule may read of a payout and its person. What is not
// on the list of a rule it does not get, and what is not here no rule can read: nothing
// that tells of health, origin, belief, union or sexual life is (SFB 114:12).
type Fields uint32

// The fields.
const (
	ReadsLine         Fields = 1 << iota // the payout line itself
	ReadsAbsence                         // absence days from employers
	ReadsIncome                          // monthly incomes from employers
	ReadsDeclared                        // which declarations have come in
	ReadsPermit                          // residence permits
	ReadsPopulation                      // deaths, moves abroad and back
	ReadsJobSeeker                       // registration with Arbetsförmedlingen
	ReadsA1                              // certificates of the legislation that applies
	ReadsForeign                         // income from abroad
	ReadsSickPay                         // sick pay from employers
	ReadsAccounts                        // who else is paid to the account
	ReadsPhones                          // who else is reached on the number
	ReadsAssistance                      // hours of assistance done
	ReadsInstitution                     // days in an institution, school or daily activity
	ReadsSGI                             // the qualifying income decided
	ReadsOwnPayouts                      // the person's other payouts
	ReadsChildPayouts                    // others' payouts for the same child
	endOfFields
)

var fieldNames = []string{"line", "absence", "income", "declared", "permit", "population", "jobseeker", "a1", "foreign", "sickpay", "accounts", "phones", "assistance", "institution", "sgi", "own payouts", "child's payouts"}

// Has reports whether all of the fields are in the set.
func (f Fields) Has(of Fields) bool { return f&of == of }

// Names is the fields, in order.
func (f Fields) Names() (names []string) {
	for i, name := range fieldNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

func (f Fields) String() string { return strings.Join(f.Names(), ", ") }
