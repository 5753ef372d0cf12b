package householdcsv

import (
	"fmt"

	"balans/exchange/field"
	"balans/exchange/together"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// refuser takes what is wrong with a field of the row that is read.
type refuser interface {
	Refuse(field, at int, expected string)
}

// careful reads the fields of any row, and tells of each that cannot be used. The other rows
// of the household are looked at elsewhere; a number or a day that cannot be used is None.
func careful(line int, f []string, to refuser) Record {
	c := fields{f, to}
	rec := Record{Line: line, Household: []byte(f[Household]), Form: formOf([]byte(f[FieldForm])), Rooms: RoomsNotStated}
	if !together.IsID(rec.Household) {
		c.refuse(Household, together.AnID)
	}
	rec.Person = c.person(Person, false)
	if f[Spouse] != "" {
		if rec.Spouse = c.person(Spouse, true); rec.Spouse != identity.None && rec.Spouse == rec.Person {
			c.refuse(Spouse, "another person than the one who applied, or nothing")
		}
	}
	if rec.Form == NoForm {
		c.refuse(FieldForm, "family or young")
	}
	rec.From, rec.To = c.month(From), c.month(To)
	if rec.From != calendar.None && rec.To != calendar.None && !oneYear(rec.From, rec.To) {
		c.refuse(To, "a month of the same year as from and not before it")
	}
	rec.Cost = c.amount(Cost, MaxMonth, false)
	rec.Area = c.whole(Area, 1, MaxArea, false)
	if f[Rooms] != "" {
		rec.Rooms = c.whole(Rooms, 0, MaxRooms, true)
	}
	c.children(&rec)
	if f[AcceptedCost] != "" {
		if rec.AcceptedCost = c.amount(AcceptedCost, MaxMonth, true); rec.AcceptedCost == 0 {
			c.refuse(AcceptedCost, "a cost above zero, or nothing")
		}
	}
	if f[AcceptedArea] != "" {
		rec.AcceptedArea = c.whole(AcceptedArea, 1, MaxArea, true)
	}
	rec.Income = c.amount(Income, MaxIncome, false)
	switch {
	case f[Spouse] != "":
		rec.SpouseIncome = c.amount(SpouseIncome, MaxIncome, false)
	case f[SpouseIncome] != "":
		c.refuse(SpouseIncome, "nothing, where there is no spouse")
	}
	rec.Paid = c.amount(Paid, MaxMonth, false)
	if f[Supplement] != "" {
		rec.Supplement = c.amount(Supplement, MaxMonth, true)
	}
	var why string
	if rec.DecidedOn, why = field.Date(f[DecidedOn]); why != "" {
		c.refuse(DecidedOn, why)
	}
	return rec
}

// fields are the texts of a row.
type fields struct {
	f  []string
	to refuser
}

func (c fields) refuse(field Field, expected string) { c.to.Refuse(int(field), 0, expected) }

// person reads a number of a person; None when it is none, which is told.
func (c fields) person(at Field, mayLack bool) identity.Number {
	n, why := field.Party(c.f[at])
	if why == "" && n.Kind() == identity.Organisation {
		why = "the number of a person"
	}
	if why != "" {
		c.refuse(at, why+orNothing(mayLack))
		return identity.None
	}
	return n
}

// month reads a month that a line can be of; None when it is none, which is told.
func (c fields) month(at Field) calendar.Date {
	m, why := field.Month(c.f[at])
	if why != "" || m < firstMonth || m > lastMonth {
		c.refuse(at, "a month written YYYY-MM, from 2011-01 to 2099-12")
		return calendar.None
	}
	return m
}

// amount reads kronor from zero to most. What cannot be used is told, and is not zero.
func (c fields) amount(at Field, most money.Amount, mayLack bool) money.Amount {
	a, why := field.Amount(c.f[at])
	if why != "" || a < 0 || a > most {
		c.refuse(at, fmt.Sprintf("an amount in kronor from 0 to %d, such as 1234,50", most/money.Krona)+orNothing(mayLack)+why)
		return most
	}
	return a
}

func (c fields) whole(at Field, least, most int32, mayLack bool) int32 {
	v, why := field.Whole(c.f[at], most)
	if why != "" || v < least {
		c.refuse(at, fmt.Sprintf("a whole number from %d to %d in digits alone", least, most)+orNothing(mayLack))
	}
	return v
}

// children reads how many children there are, and holds them against the form where all of
// them can be read.
func (c fields) children(rec *Record) {
	known := rec.Form != NoForm
	read := func(at Field) int32 {
		n, why := field.Whole(c.f[at], MaxChildren)
		if why != "" {
			c.refuse(at, why)
			known = false
		}
		return n
	}
	rec.Home, rec.Alternating, rec.Access = read(Home), read(Alternating), read(Access)
	if at, expected := rec.wrongChildren(); known && expected != "" {
		c.refuse(at, expected)
	}
}

// wrongChildren says what is expected where the children are not those of the form.
func (rec *Record) wrongChildren() (at Field, expected string) {
	switch some := rec.Home+rec.Alternating+rec.Access > 0; {
	case rec.Form == Family && !some:
		return Home, "a child at home, or one of another sort in the next two fields, in a family"
	case rec.Form != Young || !some:
		return 0, ""
	case rec.Home > 0:
		at = Home
	case rec.Alternating > 0:
		at = Alternating
	default:
		at = Access
	}
	return at, "0, where the form is young"
}

// oneYear reports whether two first days of months are of one year and in order.
func oneYear(from, to calendar.Date) bool { return from <= to && from.Year() == to.Year() }

func orNothing(mayLack bool) string {
	if mayLack {
		return ", or nothing"
	}
	return ""
}
