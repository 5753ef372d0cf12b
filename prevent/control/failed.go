package control

import "balans/prevent/register"

// factFields are the fields whose facts come as lines of other agencies' files.
const factFields = ReadsIncome | ReadsDeclared | ReadsPermit | ReadsPopulation | ReadsJobSeeker | ReadsA1 | ReadsForeign | ReadsSickPay | ReadsAccounts | ReadsPhones | ReadsAssistance | ReadsInstitution | ReadsSGI

// Incomplete is the fields that a book of the register cannot be asked about: those of
// deliveries that were begun and are not complete. What is missing there would otherwise
// be read as nothing found.
func Incomplete(b *register.Book) (failed Fields) {
	for _, d := range b.Deliveries() {
		if d.Completed != 0 {
			continue
		}
		switch d.Format {
		case register.FormatAGI:
			failed |= ReadsAbsence | ReadsIncome | ReadsDeclared
		case register.FormatAbsence:
			failed |= ReadsAbsence
		default:
			failed |= factFields
		}
	}
	return failed
}
