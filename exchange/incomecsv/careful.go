package incomecsv

import (
	"balans/exchange/field"
	"balans/exchange/together"
	"balans/law/calendar"
	"balans/law/identity"
)

// refuser takes what is wrong with a field of the row that is read.
type refuser interface {
	Refuse(field, at int, expected string)
}

const (
	aPerson = "the number of a person in twelve digits"
	aMonth  = "a month written YYYY-MM, from 2011-01 to 2099-12"
	aSource = "told, own or declared"
	aDay    = "a day no earlier than the first of the month"
	kronor  = "kronor from 0 to 1000000 with at most two decimals after a comma"
)

// careful reads the fields of any row, and tells of each that cannot be used.
func careful(line int, f []string, to refuser) Record {
	refuse := func(at Field, expected string) { to.Refuse(int(at), 0, expected) }
	rec := Record{Line: line, Household: []byte(f[Household]), Source: sourceOf([]byte(f[FieldSource]))}
	if f[Household] != "" && !together.IsID(rec.Household) {
		refuse(Household, together.AnID+", or nothing")
	}
	var why string
	if rec.Person, why = field.Party(f[Person]); why != "" || rec.Person.Kind() == identity.Organisation {
		refuse(Person, aPerson)
	}
	if rec.Month, why = field.Month(f[Month]); why != "" || rec.Month < firstMonth || rec.Month > lastMonth {
		refuse(Month, aMonth)
		rec.Month = calendar.None
	}
	if rec.Amount, why = field.Amount(f[Amount]); why != "" || rec.Amount < 0 || rec.Amount > MaxAmount {
		refuse(Amount, kronor+why)
	}
	if rec.Source == NoSource {
		refuse(FieldSource, aSource)
	}
	if rec.KnownOn, why = field.Date(f[KnownOn]); why != "" {
		refuse(KnownOn, why)
	} else if rec.Month != calendar.None && rec.KnownOn < rec.Month {
		refuse(KnownOn, aDay)
	}
	return rec
}
