package register

import (
	"math"
	"strconv"

	"io"

	"balans/exchange/agi"
	"balans/law/calendar"
	"balans/law/identity"
)

// readAGI takes in what employers declare.
func (in *intake) readAGI(from io.Reader) error {
	sink := &agiSink{intake: in, seen: map[month]bool{}}
	receipt, err := agi.Read(in.File, from, sink)
	if err != nil {
		return err
	}
	r := &in.receipt
	r.AGI = receipt
	lost := receipt.Absences.SetAside + receipt.Incomes.SetAside
	r.Held += lost
	r.AsideCount += lost
	for _, f := range receipt.Faults {
		r.aside(Aside{f.Line, f.Element, f.Found, f.Expected})
	}
	// Whose records were set aside is not always known, so then none of the file's
	// declarations is believed to be whole.
	status := ""
	if r.AsideCount > 0 {
		status = InPart
	}
	for _, m := range sink.months {
		in.take(Fact{Kind: Declared, Source: in.source(), ID: m.first.String(), Party: m.employer, From: m.first, To: m.first.EndOfMonth(),
			Period: m.first, Status: status}, 0, 0)
		r.Derived++
	}
	return nil
}

// source is who tells what a file does not say who tells.
func (in *intake) source() string {
	if in.Source == "" {
		return DefaultSource
	}
	return in.Source
}

// agiSink makes facts of the records of an AGI file.
type agiSink struct {
	*intake
	seen   map[month]bool
	months []month // whose main declaration the file has, in the order they are met
}

// saw notes that the file has the main declaration of a month. One that has records of
// the month and not that is a correction or an addition, and tells nothing of the whole.
func (s *agiSink) saw(employer identity.Number, period calendar.Date) {
	if m := (month{employer, period}); !s.seen[m] {
		s.seen[m] = true
		s.months = append(s.months, m)
	}
}

// spec is false of a number too large to keep; the record is then set aside.
func (s *agiSink) spec(n, line int, element string) bool {
	if n <= math.MaxInt32 {
		return true
	}
	s.receipt.Held++
	s.receipt.AsideCount++
	s.receipt.aside(Aside{line, element, strconv.Itoa(n), "a specification number up to " + strconv.Itoa(math.MaxInt32)})
	return false
}

// Absence takes a day of absence, or its removal.
func (s *agiSink) Absence(a agi.Absence) error {
	if !s.spec(a.Spec, a.Line, "Franvarouppgift/FranvaroSpecifikationsnummer") {
		return nil
	}
	f := Fact{Kind: Absence, Source: s.source(), Party: a.Party, From: a.Day, To: a.Day, Period: a.Period, Employer: a.Employer, Spec: int32(a.Spec), Withdrawn: a.Removed}
	if !a.Removed {
		f.Status = TFP
		if a.Type == agi.FP {
			f.Status = FP
		}
		if a.Unit == agi.Hours {
			f.Hours = a.Amount
		} else {
			f.Extent = a.Amount
		}
	}
	s.take(f, a.Line, 0)
	return nil
}

// Income takes the pay of a month, or its removal.
func (s *agiSink) Income(i agi.Income) error {
	if !s.spec(i.Spec, i.Line, "IU/Specifikationsnummer") {
		return nil
	}
	f := Fact{Kind: Income, Source: s.source(), Party: i.Party, From: i.Period, To: i.Period.EndOfMonth(), Period: i.Period, Employer: i.Employer,
		Spec: int32(i.Spec), Withdrawn: i.Removed}
	if !i.Removed {
		f.Amount, f.Benefits = i.Cash, i.Benefits
	}
	s.take(f, i.Line, 0)
	return nil
}

// Declaration notes that the employer's month has come in.
func (s *agiSink) Declaration(d agi.Declaration) error {
	s.saw(d.Employer, d.Period)
	return nil
}
