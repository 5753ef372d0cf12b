package register

import (
	"errors"
	"io"
	"strings"

	"balans/exchange/registercsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// readFacts takes in facts of every kind but absence, a line each.
func (in *intake) readFacts(from io.Reader) error {
	if in.Source != "" {
		return errors.New("a file of facts says on each line who tells: it takes no source beside")
	}
	r, err := registercsv.NewReader(in.File, from)
	if err != nil {
		return err
	}
	type name struct {
		kind       Kind
		source, id string
	}
	whose := map[name]identity.Number{}
	for rec := range r.Records() {
		l := line{in: in, rec: &rec, refuse: r.Refuse}
		f := l.fact()
		if l.bad {
			continue
		}
		n := name{f.Kind, f.Source, f.ID}
		if w, told := whose[n]; told && w != f.Party {
			l.wrong(registercsv.ID, "an id of one person only: another line of the file has it for another; withdraw the fact for the wrong one and tell it anew with another id")
			continue
		}
		whose[n] = f.Party
		in.take(f, rec.Line, l.known)
	}
	return r.Err()
}

// line is a line of the neutral file, as it is made a fact.
type line struct {
	in     *intake
	rec    *registercsv.Record
	refuse func(field registercsv.Field, expected string)
	known  calendar.Instant
	bad    bool
}

func (l *line) wrong(field registercsv.Field, expected string) {
	l.bad = true
	l.refuse(field, expected)
}

// fact reads the line, and tells of each field that cannot be used.
func (l *line) fact() Fact {
	rec := l.rec
	f := Fact{Source: rec.Source, ID: rec.ID, Party: rec.Party, From: rec.From, To: rec.To, Period: calendar.None, Text: rec.Text, Withdrawn: rec.Withdrawn}
	l.received()
	var ok bool
	if f.Kind, ok = ParseKind(rec.Kind); !ok {
		l.wrong(registercsv.Kind, "one of "+kindList())
		return f
	}
	d := &ofKinds[f.Kind]
	if d.elsewhere != "" {
		l.wrong(registercsv.Kind, d.elsewhere)
		return f
	}
	if d.month {
		l.month(&f)
	}
	if f.Withdrawn { // the rest of the line may be as it was told, or empty
		return f
	}
	v, ok := d.variantOf(rec.Status)
	if !ok {
		l.wrong(registercsv.Status, d.statuses())
		return f
	}
	f.Status = rec.Status
	if !d.month {
		l.demand(registercsv.To, rec.To != calendar.None, v.to, "the last day")
	}
	l.demand(registercsv.Other, rec.Other != "", v.other, meanings[v.meaning])
	if rec.Other != "" && v.other != no {
		l.other(&f, v.meaning)
	}
	l.measures(&f, d)
	return f
}

// received takes when the source gave it. A day is its end, and today until now.
func (l *line) received() {
	if l.known = l.rec.ReceivedAt; l.known > l.in.now && l.known == calendar.EndOfDay(l.in.today) {
		l.known = l.in.now
	}
	if l.known > l.in.now {
		l.wrong(registercsv.ReceivedAt, "a time that is not still to come, or nothing")
	}
}

// month takes the month the fact is for.
func (l *line) month(f *Fact) {
	first, end := f.From.FirstOfMonth(), f.From.EndOfMonth()
	if f.From != first {
		l.wrong(registercsv.From, "the first day of the month it is for")
	}
	if f.To != calendar.None && f.To != end {
		l.wrong(registercsv.To, "the last day of the month, or nothing")
	}
	f.Period, f.To = first, end
}

// demand holds a field to what its kind and status need.
func (l *line) demand(field registercsv.Field, there bool, want demand, what string) {
	of := l.rec.Kind
	if l.rec.Status != "" {
		of += " " + l.rec.Status
	}
	switch {
	case there && want == no:
		l.wrong(field, "nothing: a fact of "+of+" has none")
	case !there && want == must:
		l.wrong(field, what+": a fact of "+of+" needs it")
	}
}

// measures takes amount, extent and hours.
func (l *line) measures(f *Fact, d *demands) {
	rec := l.rec
	l.demand(registercsv.Amount, rec.HasAmount, d.amount, "an amount in kronor")
	l.demand(registercsv.Extent, rec.Extent != 0, d.extent, "a percentage of full time")
	l.demand(registercsv.Hours, rec.Hours != 0, d.hours, "hours above zero")
	if d.whole && rec.Amount%money.Krona != 0 {
		l.wrong(registercsv.Amount, "whole kronor, as it is decided or declared")
	}
	f.Amount, f.Extent, f.Hours = rec.Amount, rec.Extent, rec.Hours
}

// other takes the field other by what it means.
func (l *line) other(f *Fact, m meaning) {
	s := l.rec.Other
	switch m {
	case employer, child:
		n, err := identity.Parse(s)
		if isOrganisation := n.Kind() == identity.Organisation; err != nil || len(s) != 12 || m == child && isOrganisation {
			l.wrong(registercsv.Other, meanings[m])
			return
		}
		if m == employer {
			f.Employer = n
			return
		}
	case state:
		if len(s) != 2 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			l.wrong(registercsv.Other, meanings[m])
		}
	case account:
		if s != plainAccount(s) || len(s) > 34 {
			l.wrong(registercsv.Other, meanings[m])
		}
	case phone:
		plain := plainPhone(s)
		if strings.Trim(s, "0123456789 -") != "" || !strings.HasPrefix(plain, "0") || len(plain) < 5 || len(plain) > 15 {
			l.wrong(registercsv.Other, meanings[m])
		}
		s = plain
	}
	f.Other = s
}

// kindList are the kinds that lines may tell of.
func kindList() string {
	var names []string
	for _, k := range Kinds() {
		if ofKinds[k].elsewhere == "" {
			names = append(names, k.String())
		}
	}
	return strings.Join(names, ", ")
}
