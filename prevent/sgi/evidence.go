package sgi

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/statute"
)

// piece is a part of a span, or of protection that follows from other facts, on which one
// answer holds from end to end.
type piece struct {
	ground   Ground
	from, to calendar.Date // to None: without end
	extent   int           // per cent of full time
	// open tells why it is not certain that the piece protects; nil when it does.
	open []Text
	span int // index of the span, -1 when it follows from other facts
}

func (p *piece) covers(d calendar.Date) bool {
	return d >= p.from && (p.to == calendar.None || d <= p.to)
}

// Rejected is time that was stated and does not protect.
type Rejected struct {
	Ground Ground        `json:"ground"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"` // None: without end
	Reason Text          `json:"reason"`
	Law    statute.Ref   `json:"law"`
	Line   int           `json:"line,omitempty"`
}

// Missing is a condition that nobody has stated.
type Missing struct {
	Ground Ground        `json:"ground,omitempty"` // empty when it concerns no ground
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	What   Text          `json:"what"`
	Line   int           `json:"line,omitempty"`
}

// finding is the answer to one condition on one day.
type finding struct {
	fails bool // otherwise it is open
	text  Text
	law   statute.Ref
}

// evidence turns a history into pieces.
type evidence struct {
	law      *law
	h        *History
	age      *ages
	pieces   []piece
	rejected []Rejected
	missing  []Missing
	readings []Reading
}

// Reading is a place where the law is open, with both answers. The kinder one is used.
type Reading struct {
	Ground Ground        `json:"ground"`
	Strict calendar.Date `json:"strict"` // the last day by the stricter reading
	Kind   calendar.Date `json:"kind"`
	Text   Text          `json:"text"`
}

func newEvidence(l *law, h *History) *evidence {
	e := &evidence{law: l, h: h, age: newAges(l, h)}
	for i := range h.Spans {
		e.span(i)
	}
	e.afterSickness()
	e.interruptions()
	e.children()
	// The order in which facts are stated does not matter.
	slices.SortStableFunc(e.pieces, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.ground, b.ground), cmp.Compare(a.from, b.from), cmp.Compare(b.extent, a.extent),
			cmp.Compare(len(a.open), len(b.open)), slices.CompareFunc(a.open, b.open, func(x, y Text) int { return cmp.Compare(x.Sv, y.Sv) }))
	})
	return e
}

// span cuts a span where an answer can change, and judges each part by its first day.
func (e *evidence) span(i int) {
	s := &e.h.Spans[i]
	e.cut(piece{ground: s.Ground, from: s.From, to: s.To, extent: e.extent(s), span: i}, e.cuts(s), func(d calendar.Date) []finding {
		return e.judge(s, d)
	})
}

// extent is how much of full time a span covers, in per cent.
func (e *evidence) extent(s *Span) int {
	switch {
	case s.Days > 0:
		return min(100, 100*s.Days/int(e.law.number(statute.SGIFullParentalDays, s.From)))
	case s.Extent == 0:
		return 100
	}
	return s.Extent
}

// cut judges p between the days where an answer can change. Parts where a condition fails
// are rejected.
func (e *evidence) cut(p piece, at []calendar.Date, judge func(calendar.Date) []finding) {
	if r := ruleOf(p.ground); r.age != noAge {
		at = append(at, e.age.cuts()...)
		inner := judge
		judge = func(d calendar.Date) []finding {
			return append(inner(d), e.age.judge(r, d)...)
		}
	}
	at = append(at, p.from)
	slices.Sort(at)
	at = slices.Compact(at)
	for i, from := range at {
		if from < p.from || p.to != calendar.None && from > p.to {
			continue
		}
		part := p
		part.from = from
		if i+1 < len(at) && (p.to == calendar.None || at[i+1] <= p.to) {
			part.to = at[i+1].AddDays(-1)
		}
		e.take(part, judge(from))
	}
}

// take files a part under what its findings make of it.
func (e *evidence) take(p piece, found []finding) {
	line := 0
	if p.span >= 0 {
		line = e.h.Spans[p.span].Line
	}
	for _, f := range found {
		if f.fails {
			e.rejected = append(e.rejected, Rejected{Ground: p.ground, From: p.from, To: p.to, Reason: f.text, Law: f.law, Line: line})
			return
		}
	}
	for _, f := range found {
		p.open = append(p.open, f.text)
		e.miss(Missing{Ground: p.ground, From: p.from, To: p.to, What: f.text, Line: line})
	}
	e.pieces = append(e.pieces, p)
}

func (e *evidence) miss(m Missing) { e.missing = append(e.missing, m) }

// settle puts what was rejected and what is missing in order, each once for time that
// hangs together. What begins after the horizon concerns evidence without an end at an age
// that is far ahead, and is left out.
func (e *evidence) settle(horizon calendar.Date) {
	slices.SortStableFunc(e.rejected, func(a, b Rejected) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Ground, b.Ground), cmp.Compare(a.Reason.Sv, b.Reason.Sv), cmp.Compare(a.From, b.From))
	})
	e.rejected = merged(e.rejected, func(a, b *Rejected) bool {
		return a.Line == b.Line && a.Ground == b.Ground && a.Reason == b.Reason && hangs(a.To, b.From, b.To, &a.To)
	})
	slices.SortStableFunc(e.rejected, func(a, b Rejected) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Ground, b.Ground)) })
	slices.SortStableFunc(e.missing, func(a, b Missing) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Ground, b.Ground), cmp.Compare(a.What.Sv, b.What.Sv), cmp.Compare(a.From, b.From))
	})
	e.missing = merged(e.missing, func(a, b *Missing) bool {
		return a.Line == b.Line && a.Ground == b.Ground && a.What == b.What && hangs(a.To, b.From, b.To, &a.To)
	})
	slices.SortStableFunc(e.missing, func(a, b Missing) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Ground, b.Ground)) })
	e.rejected = slices.DeleteFunc(e.rejected, func(r Rejected) bool { return r.From > horizon })
	e.missing = slices.DeleteFunc(e.missing, func(m Missing) bool { return m.From > horizon })
	slices.SortStableFunc(e.readings, func(a, b Reading) int {
		return cmp.Or(cmp.Compare(a.Strict, b.Strict), cmp.Compare(a.Ground, b.Ground))
	})
	e.readings = slices.CompactFunc(e.readings, func(a, b Reading) bool { return a == b })
}

// merged lets each element take up the ones after it that join wants in it.
func merged[T any](all []T, join func(a, b *T) bool) []T {
	var out []T
	for i := range all {
		if n := len(out) - 1; n < 0 || !join(&out[n], &all[i]) {
			out = append(out, all[i])
		}
	}
	return out
}

// hangs says whether time that ends on to goes on from from, and if so moves its end.
func hangs(to, from, newTo calendar.Date, end *calendar.Date) bool {
	if to != calendar.None && from > to.AddDays(1) {
		return false
	}
	if to != calendar.None {
		*end = newTo
		if newTo != calendar.None {
			*end = max(to, newTo)
		}
	}
	return true
}

// cuts are the days on which an answer about the span can change, age left out.
func (e *evidence) cuts(s *Span) []calendar.Date {
	switch s.Ground {
	case StudiesWithoutSupport:
		if e.h.Born != calendar.None {
			return []calendar.Date{e.studyStart(s.From)}
		}
	case OwnOccupationStudies:
		return []calendar.Date{e.ownStudiesEnd(s).AddDays(1)}
	case OtherStudySupport:
		if last, ok := e.law.known(statute.SGIStartSupportLast, s.From); ok {
			return []calendar.Date{calendar.Date(last).AddDays(1)}
		}
	case WaitingForDecision:
		if s.Decided != calendar.None {
			return []calendar.Date{s.Decided.AddDays(1)}
		}
	}
	return nil
}

// judge is every condition of the span that does not hold on a day, or that nobody has
// stated.
func (e *evidence) judge(s *Span, d calendar.Date) []finding {
	r := ruleOf(s.Ground)
	var found []finding
	if f, ok := e.special(s, d); ok {
		found = append(found, f)
	}
	for _, c := range r.conditions {
		what := Text{Key: c.key, Sv: c.sv, En: c.en}
		switch s.Shown[c.key] {
		case No:
			found = append(found, finding{fails: true, text: withKey("not."+c.key, say("reject.condition", what)), law: r.law[0]})
		case Unstated:
			found = append(found, finding{text: withKey("show."+c.key, say("missing.condition", what)), law: r.law[0]})
		}
	}
	return found
}

func withKey(key string, t Text) Text {
	t.Key = key
	return t
}

// special is what the ground asks for beside its conditions.
func (e *evidence) special(s *Span, d calendar.Date) (finding, bool) {
	switch s.Ground {
	case StudiesWithoutSupport:
		return e.unsupported(s, d)
	case OwnOccupationStudies:
		if last := e.ownStudiesEnd(s); s.Shown["leave"] != Yes && d > last {
			if s.Shown["leave"] == Unstated {
				return finding{text: say("missing.leave", last), law: "SGIF 2"}, true
			}
			return finding{fails: true, text: say("reject.year", last), law: "SGIF 2"}, true
		}
	case OtherStudySupport:
		return e.otherSupport(s, d)
	case TermBreak:
		return finding{text: say("open.termbreak"), law: "SFB 26:22"}, true
	case Programme:
		if s.Suspended == "other" {
			return finding{fails: true, text: say("reject.suspended"), law: "SGIF 4"}, true
		}
	case JobSeeking:
		if s.Extent == 0 {
			return finding{text: say("missing.seeks"), law: "SGIF 3"}, true
		}
	case WaitingForDecision:
		if s.Decided != calendar.None && d > s.Decided {
			return finding{fails: true, text: say("reject.decided", s.Decided), law: "SFB 26:17"}, true
		}
		if s.Shown["against"] == Yes {
			return finding{fails: true, text: say("reject.against"), law: "SFB 26:17"}, true
		}
		if s.Applied == calendar.None {
			return finding{text: say("missing.applied"), law: "SFB 26:17"}, true
		}
	}
	return finding{}, false
}

// unsupported judges studies without support: pace, level, and the age below it.
func (e *evidence) unsupported(s *Span, d calendar.Date) (finding, bool) {
	least := int(e.law.number(statute.SGIStudyPace, d) / (million / 100))
	switch {
	case s.Pace != 0 && s.Pace < least:
		return finding{fails: true, text: say("reject.pace", s.Pace, least), law: "SFB 26:11"}, true
	case s.Level == LevelSecondary && e.h.Born != calendar.None && d < e.studyStart(d):
		return finding{fails: true, text: say("reject.level", e.studyStart(d)), law: "SFB 26:11"}, true
	case s.Pace == 0:
		return finding{text: say("missing.pace"), law: "SFB 26:11"}, true
	case s.Level == "":
		return finding{text: say("missing.level"), law: "SFB 26:11"}, true
	case s.Level == LevelSecondary && e.h.Born == calendar.None:
		return finding{text: say("missing.born"), law: "SFB 26:11"}, true
	}
	return finding{}, false
}

// studyStart is the first day of the second half of the year in which the person reaches
// the age from which studies on any level protect.
func (e *evidence) studyStart(on calendar.Date) calendar.Date {
	return calendar.New(e.h.Born.Year()+int(e.law.number(statute.SGIStudyAge, on)), 7, 1)
}

// otherSupport judges support by other ordinances than the act on study support.
func (e *evidence) otherSupport(s *Span, d calendar.Date) (finding, bool) {
	switch s.Support {
	case "":
		return finding{text: say("missing.support"), law: "SGIF 2"}, true
	case "start":
		last := calendar.Date(e.law.number(statute.SGIStartSupportLast, s.From))
		if d > last {
			return finding{fails: true, text: say("reject.start", last), law: "SGIF 2"}, true
		}
	}
	return finding{}, false
}

// ownStudiesEnd is the last day on which studies in the own occupation without leave
// protect: the year is counted from the first day of studies that hang together.
func (e *evidence) ownStudiesEnd(s *Span) calendar.Date {
	first := s.From
	for again := true; again; {
		again = false
		for i := range e.h.Spans {
			o := &e.h.Spans[i]
			if o.Ground == OwnOccupationStudies && o.Shown["leave"] != Yes && o.From < first && (o.To == calendar.None || o.To >= first.AddDays(-1)) {
				first, again = o.From, true
			}
		}
	}
	return first.AddYears(int(e.law.number(statute.SGIOwnStudiesYears, first))).AddDays(-1)
}
