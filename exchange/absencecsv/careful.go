package absencecsv

import (
	"balans/exchange/field"
	"balans/law/calendar"
)

// refuser takes what is wrong with a field of the row that is read.
type refuser interface {
	Refuse(field, at int, expected string)
}

// careful reads the fields of any row, and tells of each that cannot be used.
func careful(line int, f []string, to refuser) Record {
	refuse := func(at Field, expected string) { to.Refuse(int(at), 0, expected) }
	rec := Record{Line: line, Removed: f[Removed] == "1"}
	var why string
	if rec.Employer, why = field.Party(f[Employer]); why != "" {
		refuse(Employer, why)
	}
	if rec.Period, why = field.Month(f[Period]); why != "" || rec.Period < firstPeriod {
		refuse(Period, "a month written YYYY-MM, from 2025-01")
		rec.Period = calendar.None
	}
	if rec.Party, why = field.Party(f[Party]); why != "" {
		refuse(Party, why)
	}
	if rec.Day, why = field.Date(f[Day]); why != "" {
		refuse(Day, why)
	} else if rec.Period != calendar.None && rec.Day > rec.Period.EndOfMonth() {
		refuse(Day, "a day no later than the last of the period")
	}
	if rec.Spec, why = field.Whole(f[Spec], MaxSpec); why != "" {
		refuse(Spec, why)
	}
	if rec.Type = typeOf([]byte(f[FieldType])); rec.Type == NotStated && !(rec.Removed && f[FieldType] == "") {
		refuse(FieldType, "TFP or FP (nothing only where removed is 1)")
	}
	extent(&rec, f, refuse)
	if !rec.Removed && f[Removed] != "" {
		refuse(Removed, "1 or nothing")
	}
	return rec
}

// extent reads percent and hours, of which a line that is not removed has one.
func extent(rec *Record, f []string, refuse func(Field, string)) {
	var why string
	if f[Percent] != "" {
		if rec.Percent, why = field.Hundredths(f[Percent], 1, maxPercent); why != "" {
			refuse(Percent, why+", or nothing")
		}
	}
	if f[Hours] != "" {
		if rec.Hours, why = field.Hundredths(f[Hours], 1, maxHours); why != "" {
			refuse(Hours, why+", or nothing")
		}
	}
	switch both, none := f[Percent] != "" && f[Hours] != "", f[Percent] == "" && f[Hours] == ""; {
	case both:
		refuse(Hours, "nothing beside percent: one of the two is stated")
	case none && !rec.Removed:
		refuse(Percent, "a number from 0,01 to 100, or hours in the next field")
	}
}
