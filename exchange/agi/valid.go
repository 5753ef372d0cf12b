package agi

import (
	"time"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const maxSpec = 9_999_999_999

// wrongKey says what is wrong with what all records have; "" when nothing is.
func wrongKey(employer identity.Number, period calendar.Date) string {
	if _, err := identity.FromInt(int64(employer)); err != nil {
		return "the employer has no number that stands its check"
	}
	if period == calendar.None || period.Year() < 1 || period.Year() > 9999 || period.Day() != 1 {
		return "the period is not the first of a month"
	}
	return ""
}

// wrongPayee says what is wrong with the payee and the specification number.
func wrongPayee(party identity.Number, spec int) string {
	if _, err := identity.FromInt(int64(party)); err != nil {
		return "the payee has no number that stands its check"
	}
	if spec < 1 || spec > maxSpec {
		return "the specification number is not one from 1 of at most ten digits"
	}
	return ""
}

// wrong says why the absence cannot stand in a file; "" when it can.
func (a *Absence) wrong() string {
	if why := wrongKey(a.Employer, a.Period); why != "" {
		return why
	}
	if why := wrongPayee(a.Party, a.Spec); why != "" {
		return why
	}
	most := MaxPercent
	if a.Unit == Hours {
		most = MaxHours
	}
	switch {
	case a.Party.Kind() == identity.Organisation:
		return "an organisation cannot be absent"
	case a.Period < firstAbsencePeriod:
		return "absence is stated from 202501"
	case a.Day == calendar.None || a.Day.Year() < 1 || a.Day > a.Period.EndOfMonth():
		return "the day is none, or after the period"
	case a.Type > FP || a.Type == NoType && !a.Removed:
		return "the type of absence is not TFP or FP"
	case a.Removed && (a.Unit != NoUnit || a.Amount != 0):
		return "a removal has no extent"
	case !a.Removed && a.Unit != Percent && a.Unit != Hours:
		return "the extent is neither a percentage nor hours"
	case !a.Removed && (a.Amount < 1 || a.Amount > most):
		return "the extent is not above zero, or more than a day has"
	}
	return ""
}

// wrong says why the income cannot stand in a file; "" when it can.
func (i *Income) wrong() string {
	if why := wrongKey(i.Employer, i.Period); why != "" {
		return why
	}
	if why := wrongPayee(i.Party, i.Spec); why != "" {
		return why
	}
	const most = 999_999_999_999 * money.Krona
	switch {
	case !whole(i.Cash, most) || !whole(i.Benefits, most) || !whole(i.Tax, most):
		return "an amount is not whole kronor of zero or more, in at most 12 digits"
	case i.TaxKind > Embassy:
		return "there is no such tax field"
	case (i.TaxKind == NoTax || i.TaxKind > ASINK) && i.Tax != 0:
		return "a tax without a field to stand in"
	case i.Removed && (i.Cash != 0 || i.Benefits != 0 || i.TaxKind != NoTax):
		return "a removal has no amounts"
	}
	return ""
}

// wrong says why the declaration cannot stand in a file; "" when it can.
func (d *Declaration) wrong() string {
	if why := wrongKey(d.Employer, d.Period); why != "" {
		return why
	}
	const most = 999_999_999_999_999 * money.Krona
	if !whole(d.SumFees, most) || !whole(d.SumTax, most) || d.SickPayCost != nil && !whole(*d.SickPayCost, most) {
		return "an amount is not whole kronor of zero or more, in at most 15 digits"
	}
	return ""
}

// wrong says why the sender cannot stand in a file; "" when it can.
func (s *Sender) wrong() string {
	for _, text := range []string{s.Program, s.Created} {
		if _, wrong := characters([]byte(text), true); wrong != "" || len(text) > maxText || len(trimmed([]byte(text))) != len(text) {
			return "a text has space at its ends, more than 256 bytes, or a character that XML does not allow"
		}
	}
	if s.Created != "" && !isTime(s.Created) {
		return "the time is not written YYYY-MM-DDTHH:MM:SS"
	}
	if s.Organisation == identity.None {
		return ""
	}
	if _, err := identity.FromInt(int64(s.Organisation)); err != nil {
		return "the organisation has no number that stands its check"
	}
	return ""
}

// isTime says whether a text is a time as XML writes it, with or without a zone.
func isTime(text string) bool {
	_, local := time.Parse("2006-01-02T15:04:05", text)
	_, zoned := time.Parse(time.RFC3339, text)
	return local == nil || zoned == nil
}

func whole(a, most money.Amount) bool { return a >= 0 && a <= most && a%money.Krona == 0 }
