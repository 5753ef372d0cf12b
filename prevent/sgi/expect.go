package sgi

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/statute"
)

// Difference is an answer that is not as a text states it, in English words.
type Difference struct {
	Line        int
	What        string
	Want, Found string
	Language    Language // of the line
}

// String is in the language of the line.
func (d Difference) String() string { return d.In(d.Language) }

// In tells the difference in a language.
func (d Difference) In(l Language) string {
	return say("read.differs", d.Line, answerNamed(l, d.What), valueIn(l, d.Want), valueIn(l, d.Found)).In(l)
}

// answerWord is an answer that a text can state.
type answerWord struct {
	name       string // in English
	about      Text
	example    string // in English
	dated      bool   // a date follows the name
	of         func(r *Result, on calendar.Date) string
	determined func(d *Determination) string
}

var answers []answerWord

func init() {
	answers = []answerWord{
		{name: "verdict", about: two("svaret i ett ord", "the answer in a word"), example: "lost 2026-06-02 | protected | partial 50 % | manual | redetermined 288 000 from 2027-09-12", of: func(r *Result, _ calendar.Date) string { return r.VerdictLine() }},
		{name: "because", about: two("nycklarna till skälen", "the keys of the reasons"), example: "why.daysoff", of: func(r *Result, _ calendar.Date) string {
			var keys []string
			for _, t := range r.Verdict.Reasons {
				keys = append(keys, t.Key)
			}
			return listed(keys)
		}},
		{name: "sgi", about: two("SGI den dagen, eller den som fastställs", "the SGI on the day, or that is determined"), example: "360 000 | employment 500 000, other 92 000", of: func(r *Result, _ calendar.Date) string {
			if !r.SGIKnown {
				return partsLine(r.SGI) + ", not fully known"
			}
			return partsLine(r.SGI)
		}, determined: func(d *Determination) string {
			if d.Outcome != Determined {
				return string(d.Outcome)
			}
			return partsLine(d.SGI)
		}},
		{name: "last day", about: two("sista dagen som säkert är täckt", "the last day covered for certain"), example: "2026-04-30", of: func(r *Result, _ calendar.Date) string { return dayLine(r.Last) }},
		{name: "kinder last day", about: two("samma enligt den mildare läsningen av det som är öppet", "the same by the kinder reading of what is open"), example: "2026-05-01", of: func(r *Result, _ calendar.Date) string { return dayLine(r.KindLast) }},
		{name: "day", about: two("läget en dag, och grunderna som täcker den", "the state of a day, and the grounds that cover it"), example: "protected job-seeking", dated: true, of: func(r *Result, on calendar.Date) string { return r.dayState(on) }},
		{name: "rejected", about: two("vad som angetts och inte skyddar: grund och nyckel", "what was stated and does not protect: ground and key"), example: "pregnancy reject.early", of: func(r *Result, _ calendar.Date) string {
			var all []string
			for _, x := range r.Rejected {
				all = append(all, string(x.Ground)+" "+x.Reason.Key)
			}
			return listed(all)
		}},
		{name: "missing", about: two("vad som inte är angivet: grund och nyckel", "what is not stated: ground and key"), example: "job-seeking show.registered", of: func(r *Result, _ calendar.Date) string {
			var all []string
			for _, m := range r.Missing {
				all = append(all, strings.TrimSpace(string(m.Ground)+" "+m.What.Key))
			}
			return listed(all)
		}},
		{name: "sickness", about: two("vad sjukpenning räknas på", "what sickness benefit rests on"), example: "0", of: restOf(Sickness), determined: determinedRest(Sickness)},
		{name: "parental", about: two("vad föräldrapenning räknas på", "what parental benefit rests on"), example: "360 000", of: restOf(Parental), determined: determinedRest(Parental)},
		{name: "temporary", about: two("vad tillfällig föräldrapenning räknas på", "what temporary parental benefit rests on"), example: "360 000", of: restOf(TemporaryParental), determined: determinedRest(TemporaryParental)},
		{name: "pregnancy", about: two("vad graviditetspenning räknas på", "what pregnancy benefit rests on"), example: "360 000", of: restOf(Pregnancy), determined: determinedRest(Pregnancy)},
		{name: "hours", about: two("årsarbetstiden", "the yearly working time"), example: "2080", determined: func(d *Determination) string { return fmt.Sprint(d.Hours) }},
	}
}

// answerNames are the answers as they are written.
func answerNames() Text {
	var sv, en []string
	for _, a := range answers {
		sv, en = append(sv, a.written(Swedish, "DATUM")), append(en, a.written(English, "DATE"))
	}
	return two(strings.Join(sv, ", "), strings.Join(en, ", "))
}

// written is how a line with the answer begins.
func (a *answerWord) written(l Language, day string) string {
	name := two(thenSv, thenEn).In(l) + " " + answerNamed(l, a.name)
	if a.dated {
		name += " " + day
	}
	return name
}

func listed(all []string) string {
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, ", ")
}

func dayLine(d calendar.Date) string {
	if d == calendar.None {
		return "none"
	}
	return d.String()
}

// partsLine is an SGI in a line: one amount when it is of employment alone.
func partsLine(p Parts) string {
	if p.Other == 0 {
		return p.Employment.Kronor()
	}
	return "employment " + p.Employment.Kronor() + ", other " + p.Other.Kronor()
}

// VerdictLine is the verdict as a text states it: "lost 2026-06-02".
func (r *Result) VerdictLine() string {
	v := r.Verdict
	switch v.Kind {
	case VerdictLost:
		return "lost " + v.From.String()
	case VerdictPartial:
		return fmt.Sprintf("partial %d %%", v.Share)
	case VerdictRedetermined:
		last := r.Changes[len(r.Changes)-1]
		return "redetermined " + last.SGI.Total().Kronor() + " from " + last.From.String()
	}
	return string(v.Kind)
}

// dayState is the state of a day of the ruler with its grounds.
func (r *Result) dayState(on calendar.Date) string {
	for _, s := range r.Ruler {
		if on >= s.From && (s.To == calendar.None || on <= s.To) {
			line := string(s.State)
			for _, c := range s.Covers {
				line += " " + string(c.Ground)
			}
			return line
		}
	}
	return "none"
}

func restLine(rests []Rest, b Benefit) string {
	for _, rest := range rests {
		if rest.Benefit == b && rest.Known {
			return partsLine(rest.Parts)
		}
	}
	return "not known"
}

func restOf(b Benefit) func(*Result, calendar.Date) string {
	return func(r *Result, _ calendar.Date) string { return restLine(r.Rests, b) }
}

func determinedRest(b Benefit) func(*Determination) string {
	return func(d *Determination) string { return restLine(d.Rests, b) }
}

// Run answers a text, and tells every answer that is not as the text states it. One of the
// answers is nil.
func (f *File) Run(p *statute.Parameters) (*Result, *Determination, []Difference, error) {
	var r *Result
	var d *Determination
	var err error
	if f.History != nil {
		r, err = Assess(p, *f.History)
	} else {
		d, err = Determine(p, *f.Facts)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	var out []Difference
	for _, e := range f.Expect {
		if found := answerOf(e.What, r, d); plain(found) != plain(e.Want) {
			out = append(out, Difference{Line: e.Line, What: e.What, Want: plain(e.Want), Found: plain(found), Language: e.Language})
		}
	}
	return r, d, out, nil
}

func answerOf(what string, r *Result, d *Determination) string {
	for _, a := range answers {
		name, day, dated := a.name, calendar.None, false
		if rest, ok := strings.CutPrefix(what, name+" "); ok && a.dated {
			on, err := calendar.Parse(rest)
			if err != nil {
				return "not a date"
			}
			day, dated = on, true
		}
		switch {
		case what != name && !dated:
		case r != nil && a.of != nil:
			return a.of(r, day)
		case d != nil && a.determined != nil:
			return a.determined(d)
		default:
			return "no such answer to this sort of text"
		}
	}
	return "no such answer"
}

// plain writes every kind of space alike.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }
