package sgi

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// fromWork is the SGI that the work of a day gives.
type fromWork struct {
	parts Parts
	known bool
	why   []Text // why it is not known
	text  Text   // how it came about
	law   []statute.Ref
	work  []*Work
}

// fromWork determines the SGI of the work that is done on a day. Work as before is paid in
// proportion to its extent and needs no new ceiling; other work is determined by the rules
// of SFB 25 kap. as of the day on which the last of the work began.
func (s *sweep) fromWork(d calendar.Date) fromWork {
	f := fromWork{known: true}
	facts := Facts{On: calendar.None, Insured: Yes, Lasting: Yes}
	var same Parts
	extent := 0
	for i := range s.h.Work {
		w := &s.h.Work[i]
		if d < w.From || w.To != calendar.None && d > w.To {
			continue
		}
		f.work = append(f.work, w)
		facts.On = max(facts.On, w.From)
		switch {
		case w.Same:
			p, err := s.h.SGI.share(int64(w.Extent), int64(s.h.Extent))
			if err != nil && s.e.law.err == nil {
				s.e.law.err = err
			}
			same.Employment += p.Employment
			same.Other += p.Other
			extent += w.Extent
		default:
			s.other(w, &f, &facts)
		}
	}
	if !f.known {
		slices.SortFunc(f.why, func(a, b Text) int { return cmp.Compare(a.Sv, b.Sv) })
		f.why = slices.Compact(f.why)
		return f
	}
	if len(facts.Pay) == 0 {
		unit := money.Amount(s.e.law.number(statute.SGIRounding, facts.On))
		f.parts = same.rounded(unit)
		f.text = say("change.same", extent, f.parts.Total())
		return f
	}
	if same.Employment > 0 {
		facts.Pay = append(facts.Pay, Pay{Kind: Employment, Yearly: same.Employment})
	}
	if same.Other > 0 {
		facts.Pay = append(facts.Pay, Pay{Kind: Other, Yearly: same.Other})
	}
	s.determine(&f, facts)
	return f
}

// ended is the day after the employment that the work was ended; None while that is not
// stated or goes on.
func (f *fromWork) ended() calendar.Date {
	last := calendar.None
	for _, w := range f.work {
		if w.To == calendar.None || w.Ended != Yes {
			return calendar.None
		}
		last = max(last, w.To)
	}
	return last.AddDays(1)
}

// other takes up work that is not the work as before.
func (s *sweep) other(w *Work, f *fromWork, facts *Facts) {
	switch w.Lasting {
	case No:
		f.known = false
		f.why = append(f.why, say("open.short"))
		return
	case Unstated:
		f.known = false
		f.why = append(f.why, say("missing.lasting", s.e.law.number(statute.SGIWorkMonths, w.From)))
		s.e.miss(Missing{From: w.From, To: w.To, What: f.why[len(f.why)-1], Line: w.Line})
	}
	pay := w.Pay
	if !w.HasIncome && !pay.HasComparable {
		f.known = false
		f.why = append(f.why, say("missing.income"))
		s.e.miss(Missing{From: w.From, To: w.To, What: f.why[len(f.why)-1], Line: w.Line})
		return
	}
	facts.Pay = append(facts.Pay, pay)
}

// determine lets the rules of SFB 25 kap. make the SGI. What stays open there makes it
// unknown here, and a price base amount that is not known too.
func (s *sweep) determine(f *fromWork, facts Facts) {
	if _, known := s.e.law.ceiling(statute.SicknessCeiling, facts.On); !known {
		f.known = false
		f.why = append(f.why, say("rest.unknown", facts.On.Year()))
		return
	}
	d, err := Determine(s.e.law.p, facts)
	if err != nil {
		if s.e.law.err == nil {
			s.e.law.err = err
		}
		f.known = false
		return
	}
	for _, v := range d.Used {
		s.e.law.use(v)
	}
	if d.Outcome == Open {
		f.known = false
		f.why = append(f.why, d.Missing...)
		return
	}
	f.parts = d.SGI
	f.text = say("change.new", f.parts.Total())
	if d.Outcome == None {
		f.text = say("change.none")
	}
	for _, step := range d.Steps {
		if len(f.law) == 0 || f.law[len(f.law)-1] != step.Law {
			f.law = append(f.law, step.Law)
		}
	}
}
