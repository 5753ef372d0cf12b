package linecsv

import (
	"balans/exchange/field"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// refuser takes what is wrong with a field of the row that is read.
type refuser interface {
	Refuse(field, at int, expected string)
}

// careful reads the fields of any row, and tells of each that cannot be used. That an
// id stands once is looked at elsewhere.
func careful(line int, f []string, to refuser) Record {
	rec := Record{Line: line, Payout: []byte(f[Payout]), Benefit: []byte(f[Benefit]), Account: []byte(f[Account]), Text: []byte(f[Text])}
	c := fields{f, to}
	c.text(Payout, 1, 64)
	rec.Party = c.party(Party, false)
	if rec.Payee = c.party(Payee, true); f[Payee] == "" {
		rec.Payee = rec.Party
	}
	c.text(Benefit, 1, 64)
	rec.From, rec.To = c.date(From, false), c.date(To, false)
	if rec.To != calendar.None && rec.To < rec.From {
		c.refuse(To, "a day that is not before from")
	}
	var why string
	if rec.Days, why = field.Whole(f[Days], MaxDays); why != "" {
		c.refuse(Days, why)
	}
	rec.Extent = c.hundredths(Extent, maxExtent)
	rec.Basis = c.basis()
	rec.Hours = c.hundredths(Hours, MaxHours)
	rec.Child = c.party(Child, true)
	rec.AppliedOn, rec.PayOn = c.date(AppliedOn, true), c.date(PayOn, false)
	if !plainAccount(rec.Account) {
		c.refuse(Account, badAccount)
	}
	rec.Gross, rec.Tax = c.amounts()
	c.text(Text, 0, 200)
	return rec
}

// fields are the texts of a row.
type fields struct {
	f  []string
	to refuser
}

func (c fields) refuse(field Field, expected string) { c.to.Refuse(int(field), 0, expected) }

func (c fields) text(at Field, least, most int) {
	if why := field.Text(c.f[at], least, most); why != "" {
		c.refuse(at, why)
	}
}

func (c fields) party(at Field, mayLack bool) identity.Number {
	if mayLack && c.f[at] == "" {
		return identity.None
	}
	n, why := field.Party(c.f[at])
	if why != "" {
		c.refuse(at, why+orNothing(mayLack))
	}
	return n
}

func (c fields) date(at Field, mayLack bool) calendar.Date {
	if mayLack && c.f[at] == "" {
		return calendar.None
	}
	d, why := field.Date(c.f[at])
	if why != "" {
		c.refuse(at, why+orNothing(mayLack))
	}
	return d
}

func (c fields) hundredths(at Field, most int32) int32 {
	if c.f[at] == "" {
		return 0
	}
	v, why := field.Hundredths(c.f[at], 0, most)
	if why != "" {
		c.refuse(at, why+", or nothing")
	}
	return v
}

func (c fields) basis() Basis {
	b, ok := basisOf([]byte(c.f[FieldBasis]))
	if !ok {
		c.refuse(FieldBasis, "employee, self-employed, unemployed or other, or nothing")
	}
	return b
}

// amounts reads gross and tax. The tax beside an unreadable gross is looked at by
// itself.
func (c fields) amounts() (gross, tax money.Amount) {
	gross, why := field.Amount(c.f[Gross])
	if why != "" || gross <= 0 {
		c.refuse(Gross, "an amount above zero in kronor, such as 1234,50"+why)
		gross = maxAmount
	}
	if c.f[Tax] != "" {
		if tax, why = field.Amount(c.f[Tax]); why != "" || tax < 0 || tax > gross {
			c.refuse(Tax, "an amount in kronor from 0 to gross, or nothing"+why)
		}
	}
	return gross, tax
}

const maxAmount = money.Amount(1<<63 - 1)

const badAccount = "at most 34 of 0 to 9 and A to Z, or nothing"

// plainAccount reports whether an account can stand in the file.
func plainAccount(b []byte) bool {
	for _, c := range b {
		if c-'0' > 9 && c-'A' > 'Z'-'A' {
			return false
		}
	}
	return len(b) <= 34
}

func orNothing(mayLack bool) string {
	if mayLack {
		return ", or nothing"
	}
	return ""
}
