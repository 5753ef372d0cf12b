package assessedcsv

import (
	"fmt"

	"balans/exchange/field"
	"balans/exchange/together"
	"balans/law/identity"
	"balans/law/money"
)

// refuser takes what is wrong with a field of the row that is read.
type refuser interface {
	Refuse(field, at int, expected string)
}

// careful reads the fields of any row, and tells of each that cannot be used. The other rows
// of the household are looked at elsewhere; a number that cannot be used is None.
func careful(line int, f []string, to refuser) Record {
	rec := Record{Line: line, Household: []byte(f[Household]), Role: roleOf([]byte(f[FieldRole]))}
	refuse := func(at Field, expected string) { to.Refuse(int(at), 0, expected) }
	if !together.IsID(rec.Household) {
		refuse(Household, together.AnID)
	}
	var why string
	if rec.Person, why = field.Party(f[Person]); why == "" && rec.Person.Kind() == identity.Organisation {
		rec.Person, why = identity.None, "the number of a person"
	}
	if why != "" {
		refuse(Person, why)
	}
	if rec.Role == NoRole {
		refuse(FieldRole, "adult, child or alternating")
	}
	rec.DecidedOn, why = field.Date(f[DecidedOn])
	switch child := rec.Role == Child || rec.Role == Alternating; {
	case why != "" && child && f[DecidedOn] != "":
		refuse(DecidedOn, why+", or nothing")
	case why != "" && !child:
		refuse(DecidedOn, why)
	}
	for i, a := range rec.amounts() {
		var expected string
		at := Employment + Field(i)
		if *a, expected = rec.Role.amount(at, f[at]); expected != "" {
			refuse(at, expected)
		}
	}
	return rec
}

// amount reads kronor of a person with the role, and says what is expected where they cannot
// stand in the field.
func (r Role) amount(at Field, text string) (a money.Amount, expected string) {
	switch {
	case text == "" && (at != Employment || r != Adult):
		return 0, ""
	case r != NoRole && !r.of(at):
		return 0, "nothing, of a child"
	}
	a, why := field.Amount(text)
	if least := least(at); why != "" || a < least || a > MaxAmount {
		expected = fmt.Sprintf("an amount in kronor from %d to %d, such as 1234,50", least/money.Krona, money.Amount(MaxAmount)/money.Krona)
		if at == Employment && text == "" {
			return 0, expected + "; 0 where an adult had none"
		}
		return 0, expected + ", or nothing" + why
	}
	return a, ""
}

// isNet reports whether a field is a surplus that may be a deficit.
func isNet(at Field) bool { return at == Business || at == Capital }

// least is the least amount that can stand in a field.
func least(at Field) money.Amount {
	if isNet(at) {
		return -MaxAmount
	}
	return 0
}
