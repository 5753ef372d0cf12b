package sgi

import (
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// span reads evidence.
func (r *reader) span(parts []string, head string) error {
	rl := ruleOf(Ground(head))
	s := Span{Ground: rl.ground, To: calendar.None, Applied: calendar.None, Decided: calendar.None, Shown: map[string]Answer{}, Line: r.line}
	var err error
	if s.From, s.To, err = r.period(parts[0]); err != nil {
		return err
	}
	known := []string{"document"}
	for _, k := range spanKeys(rl) {
		known = append(known, k.name)
	}
	err = r.each(inEvidence, parts[1:], known, func(name, value string) error { return r.spanClause(&s, rl, name, value) })
	if err != nil {
		return err
	}
	h := r.file.History
	h.Spans = append(h.Spans, s)
	return nil
}

// spanClause reads one clause of evidence.
func (r *reader) spanClause(s *Span, rl *rule, name, value string) (err error) {
	if slices.ContainsFunc(rl.conditions, func(c condition) bool { return c.key == name }) || name == "leave" || name == "against" {
		s.Shown[name], err = r.answer(value)
		return err
	}
	switch name {
	case "document":
		s.Document = strings.Trim(value, `"`)
	case "extent", "seeks":
		s.Extent, err = r.percent(value)
	case "pace":
		s.Pace, err = r.percent(value)
	case "level":
		s.Level, err = r.oneOf(value, LevelHigher, LevelSecondary)
	case "support":
		of := otherSupports
		if rl.ground == Programme {
			of = programmeSupports
		}
		s.Support, err = r.oneOf(value, of...)
	case "suspended":
		s.Suspended, err = r.oneOf(value, suspensions...)
	case "applied":
		s.Applied, err = r.date(value)
	case "decided":
		s.Decided, err = r.date(value)
	case "income":
		s.Income, err = r.amount(value)
		s.HasIncome = true
	case "days-a-week":
		s.Days, err = r.count(value, 7)
	}
	return err
}

// period reads from DATE and, if wanted, to DATE.
func (r *reader) period(s string) (from, to calendar.Date, err error) {
	fields := strings.Fields(s)
	if len(fields) != 2 && len(fields) != 4 || inValue.english(fields[0]) != "from" || len(fields) == 4 && inValue.english(fields[2]) != "to" {
		return 0, 0, r.fault("read.period", quoted(s))
	}
	to = calendar.None
	if from, err = r.date(fields[1]); err != nil {
		return 0, 0, err
	}
	if len(fields) == 4 {
		if to, err = r.date(fields[3]); err != nil {
			return 0, 0, err
		}
		if to < from {
			return 0, 0, r.fault("read.backwards", to, from)
		}
	}
	return from, to, nil
}

// each gives every clause to take by its English name, once for each name.
func (r *reader) each(in place, parts, known []string, take func(name, value string) error) error {
	seen := map[string]bool{}
	for _, part := range parts {
		name, value, _ := strings.Cut(part, " ")
		name = in.english(name)
		switch {
		case !slices.Contains(known, name):
			return r.fault("read.clause", quoted(part), in.wordList(known))
		case seen[name] && (name != "registered" || !slices.Contains(known, "comparable")): // a business may have several
			return r.fault("read.twice", in.word(name))
		}
		seen[name] = true
		if err := take(name, value); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) oneOf(value string, of ...string) (string, error) {
	if english := inValue.english(value); slices.Contains(of, english) {
		return english, nil
	}
	return "", r.fault("read.choice", quoted(value), inValue.wordList(of))
}

func (r *reader) pensionAge(parts []string, _ string) (err error) {
	r.file.History.PensionAge, err = r.count(strings.Join(parts, ", "), 90)
	if err == nil && r.file.History.PensionAge < 50 {
		err = r.fault("read.age")
	}
	return err
}

func (r *reader) sgi(parts []string, _ string) (err error) {
	h := r.file.History
	if len(parts) == 1 && parts[0][0] >= '0' && parts[0][0] <= '9' {
		h.SGI.Employment, err = r.amount(parts[0])
		return err
	}
	return r.each(inFact, parts, []string{"employment", "other"}, func(name, value string) (err error) {
		to := &h.SGI.Employment
		if name == "other" {
			to = &h.SGI.Other
		}
		*to, err = r.amount(value)
		return err
	})
}

func (r *reader) extent(parts []string, _ string) (err error) {
	r.file.History.Extent, err = r.percent(strings.Join(parts, ", "))
	return err
}

func (r *reader) employment(parts []string, _ string) (err error) {
	e := &r.file.History.Employment
	if len(parts) == 1 && inValue.english(parts[0]) == "continues" {
		e.Continues = true
		return nil
	}
	return r.each(inFact, parts, []string{"ended"}, func(_, value string) (err error) {
		e.Ended, err = r.date(value)
		return err
	})
}

func (r *reader) work(parts []string, _ string) error {
	w := Work{To: calendar.None, Extent: 100, Pay: Pay{Kind: Employment}, Line: r.line}
	var err error
	if w.From, w.To, err = r.period(parts[0]); err != nil {
		return err
	}
	known := []string{"extent", "same", "income", "kind", "lasting", "employment-ended", "registered", "comparable", "agreement"}
	err = r.each(inFact, parts[1:], known, func(name, value string) (err error) {
		switch name {
		case "extent":
			w.Extent, err = r.percent(value)
		case "same":
			w.Same = true
			if value != "" {
				err = r.fault("read.same")
			}
		case "income":
			w.Pay.Yearly, err = r.amount(value)
			w.HasIncome = true
		case "lasting":
			w.Lasting, err = r.answer(value)
		case "employment-ended":
			w.Ended, err = r.answer(value)
		default:
			err = r.payClause(&w.Pay, name, value)
		}
		return err
	})
	if err != nil {
		return err
	}
	if w.Same && (w.HasIncome || w.Pay.HasComparable || len(w.Pay.Registered) > 0) {
		return r.fault("read.samepay")
	}
	r.file.History.Work = append(r.file.History.Work, w)
	return nil
}

func (r *reader) child(parts []string, _ string) error {
	c := Child{Expected: calendar.None, Born: calendar.None, Placed: calendar.None, Line: r.line}
	err := r.each(inFact, parts, []string{"expected", "born", "placed", "carried", "cares"}, func(name, value string) (err error) {
		switch name {
		case "expected":
			c.Expected, err = r.date(value)
		case "born":
			c.Born, err = r.date(value)
		case "placed":
			c.Placed, err = r.date(value)
		case "carried":
			c.Carried, err = r.answer(value)
		case "cares":
			c.Cares, err = r.answer(value)
		}
		return err
	})
	if err == nil && c.Expected == calendar.None && c.Born == calendar.None && c.Placed == calendar.None {
		err = r.fault("read.child")
	}
	r.file.History.Children = append(r.file.History.Children, c)
	return err
}

func (r *reader) index(parts []string, _ string) error {
	d, err := r.date(parts[0])
	if err != nil {
		return err
	}
	rise := Rise{On: d}
	if len(parts) != 2 {
		return r.fault("read.index")
	}
	err = r.each(inFact, parts[1:], []string{"rise"}, func(_, value string) (err error) {
		rise.Ppm, err = r.millionths(value)
		return err
	})
	for _, other := range r.file.History.Index {
		if err == nil && other.On == d {
			err = r.fault("read.indexagain", d)
		}
	}
	r.file.History.Index = append(r.file.History.Index, rise)
	return err
}

func (r *reader) occupational(parts []string, _ string) error {
	p := &r.file.History.Pension
	from, to, err := r.period(parts[0])
	if err == nil && to != calendar.None {
		err = r.fault("read.pension")
	}
	if err != nil {
		return err
	}
	p.From = from
	return r.each(inFact, parts[1:], []string{"share"}, func(_, value string) (err error) {
		p.Ppm, err = r.millionths(value)
		if err == nil && p.Ppm <= 0 {
			err = r.fault("read.zero")
		}
		return err
	})
}

func (r *reader) incomeOn(parts []string, _ string) (err error) {
	r.file.Facts.On, err = r.date(strings.Join(parts, ", "))
	return err
}

func (r *reader) insured(parts []string, _ string) (err error) {
	r.file.Facts.Insured, err = r.answer(strings.Join(parts, ", "))
	return err
}

func (r *reader) lasting(parts []string, _ string) (err error) {
	r.file.Facts.Lasting, err = r.answer(strings.Join(parts, ", "))
	return err
}

func (r *reader) hours(parts []string, _ string) error {
	a, err := r.amount(strings.Join(parts, ", ")) // hundredths, as öre are of a krona
	if err == nil && (a <= 0 || a > 168*money.Krona) {
		err = r.fault("read.hours")
	}
	r.file.Facts.WeekHours = int64(a)
	return err
}

// pay reads a kind, an amount and what else decides how it counts.
func (r *reader) pay(parts []string, _ string) error {
	p := Pay{}
	for _, kind := range payKinds {
		rest, ok := afterKind(parts[0], kind)
		if !ok {
			continue
		}
		a, err := r.amount(rest)
		if err != nil {
			return err
		}
		p.Kind, p.Yearly = kind, a
	}
	if p.Kind == "" {
		return r.fault("read.pay", quoted(parts[0]), inValue.wordList(kindNames()))
	}
	holiday, work := false, false
	err := r.each(inFact, parts[1:], []string{"holiday", "holiday-at-work", "registered", "comparable", "agreement"}, func(name, value string) (err error) {
		switch name {
		case "holiday":
			p.Holiday, err = r.amount(value)
			holiday = true
		case "holiday-at-work":
			p.AtWork, err = r.amount(value)
			work = true
		default:
			err = r.payClause(&p, name, value)
		}
		return err
	})
	p.HasHoliday = holiday
	switch {
	case err != nil:
	case holiday != work:
		err = r.fault("read.holiday")
	case p.Holiday > p.Yearly:
		err = r.fault("read.holidaymuch", p.Yearly)
	}
	r.file.Facts.Pay = append(r.file.Facts.Pay, p)
	return err
}

// afterKind is what follows a kind of pay, in either language.
func afterKind(s string, k PayKind) (string, bool) {
	w := inValue.word(string(k))
	for _, name := range []string{w.En, w.Sv} {
		if n := len(name); len(s) > n && s[n] == ' ' && strings.ToLower(s[:n]) == name {
			return s[n+1:], true
		}
	}
	return "", false
}

func kindNames() []string {
	names := make([]string, len(payKinds))
	for i, k := range payKinds {
		names[i] = string(k)
	}
	return names
}

// payClause reads what decides how a pay counts.
func (r *reader) payClause(p *Pay, name, value string) (err error) {
	switch name {
	case "kind":
		var kind string
		kind, err = r.oneOf(value, kindNames()...)
		p.Kind = PayKind(kind)
	case "registered":
		var d calendar.Date
		d, err = r.date(value + "-01")
		if err != nil {
			err = r.fault("read.month", quoted(value))
		}
		p.Registered = append(p.Registered, d)
	case "comparable":
		p.Comparable, err = r.amount(value)
		p.HasComparable = true
	case "agreement":
		p.Agreement, err = r.answer(value)
	}
	return err
}
