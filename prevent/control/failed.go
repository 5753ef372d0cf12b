package control

import (
	"balans/law/identity"
	"balans/prevent/register"
)

// factFields are the fields whose facts come as lines of other agencies' files.
const factFields = ReadsIncome | ReadsDeclared | ReadsPermit | ReadsPopulation | ReadsJobSeeker | ReadsA1 | ReadsForeign | ReadsSickPay | ReadsAccounts | ReadsPhones | ReadsAssistance | ReadsInstitution | ReadsSGI

// Incomplete is the fields that a book of the register cannot be asked about: those of
// deliveries that were begun and are not complete. What is missing there would otherwise
// be read as nothing found.
func Incomplete(b *register.Book) (failed Fields) {
	for _, d := range b.Deliveries() {
		if d.Completed == 0 {
			failed |= fieldsIn(d.Format)
		}
	}
	return failed
}

// fieldsIn is the fields that a file of a form can tell of.
func fieldsIn(f register.Format) Fields {
	switch f {
	case register.FormatAGI:
		return ReadsAbsence | ReadsIncome | ReadsDeclared
	case register.FormatAbsence:
		return ReadsAbsence
	}
	return factFields
}

// asideOf is the fields that cannot be asked of a person, because facts of that person may
// have been set aside when the identity was protected: nobody else's answer changes.
func asideOf(b *register.Book, party identity.Number) (failed Fields) {
	for _, format := range b.SetAside(party) {
		failed |= fieldsIn(format)
	}
	return failed
}
