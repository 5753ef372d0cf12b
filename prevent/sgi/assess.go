package sgi

import (
	"cmp"
	"errors"
	"slices"

	"balans/law/calendar"
	"balans/law/statute"
)

// ErrHistory is the error behind every history that cannot be assessed.
var ErrHistory = errors.New("sgi: the history cannot be assessed")

// HistoryError says why a history cannot be assessed.
type HistoryError struct{ Why Text }

func (e *HistoryError) Error() string { return ErrHistory.Error() + ": " + e.Why.En }

// Unwrap makes every HistoryError an ErrHistory.
func (e *HistoryError) Unwrap() error { return ErrHistory }

// mostYears is how long after the last day of work a history is followed.
const mostYears = 60

// Assess says whether the SGI of a history is protected on its day. A term of the law that
// is not known for the day it is needed is a *statute.MissingError; an amount or an age
// that is not known is told in the answer.
func Assess(p *statute.Parameters, h History) (*Result, error) {
	if err := check(&h); err != nil {
		return nil, err
	}
	h.Work = slices.Clone(h.Work)
	slices.SortStableFunc(h.Work, func(a, b Work) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Extent, b.Extent), cmp.Compare(a.Pay.Yearly, b.Pay.Yearly), cmp.Compare(a.Lasting, b.Lasting), cmp.Compare(a.Line, b.Line))
	})
	l := &law{p: p}
	e := newEvidence(l, &h)
	s := newSweep(e)
	s.run(h.On)
	if l.err != nil {
		return nil, l.err
	}
	e.settle(s.horizon())
	r := &Result{On: h.On, Rejected: e.rejected, Missing: e.missing, Readings: e.readings, Changes: s.changes, SGIKnown: true}
	r.Ruler = joined(s.segments)
	for _, seg := range r.Ruler {
		if seg.State == Lost || seg.State == DaysOff {
			r.Gaps = append(r.Gaps, seg)
		}
	}
	r.Verdict = s.verdict()
	s.last(r)
	s.uplift(r)
	s.rests(r)
	r.Used = l.used
	r.lists()
	return r, l.err
}

// lists makes what is empty a list of nothing, so that a program that reads JSON finds a
// list in every answer.
func (r *Result) lists() {
	r.Gaps, r.Missing, r.Rejected = listOf(r.Gaps), listOf(r.Missing), listOf(r.Rejected)
	r.Readings, r.Changes, r.Uplifts, r.Notes = listOf(r.Readings), listOf(r.Changes), listOf(r.Uplifts), listOf(r.Notes)
}

func listOf[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// check says what in a history cannot be followed.
func check(h *History) *HistoryError {
	bad := func(key string, about ...any) *HistoryError { return &HistoryError{Why: say(key, about...)} }
	switch {
	case h.LastWork == calendar.None || h.On == calendar.None:
		return bad("history.days")
	case h.On <= h.LastWork:
		return bad("history.before", h.On, h.LastWork)
	case h.On > h.LastWork.AddYears(mostYears):
		return bad("history.far", mostYears)
	case h.Extent < 1 || h.Extent > 100:
		return bad("history.extent", h.Extent)
	case h.SGI.Employment < 0 || h.SGI.Other < 0 || h.SGI.Total() <= 0 || h.SGI.Total() > mostIncome:
		return bad("history.sgi")
	case h.Born != calendar.None && h.Born >= h.LastWork:
		return bad("history.born")
	}
	for _, s := range h.Spans {
		r := ruleOf(s.Ground)
		if r == nil || r.derived {
			return bad("history.ground", quoted(string(s.Ground)))
		}
		if s.From == calendar.None || s.To != calendar.None && s.To < s.From || s.Extent < 0 || s.Extent > 100 {
			return bad("history.span", inValue.word(string(s.Ground)))
		}
	}
	for _, w := range h.Work {
		if w.From <= h.LastWork || w.To != calendar.None && w.To < w.From || w.Extent < 1 || w.Extent > 100 {
			return bad("history.work", w.From)
		}
	}
	for _, c := range h.Children {
		if c.Placed == calendar.None && c.Born == calendar.None && c.Expected == calendar.None {
			return bad("history.child")
		}
	}
	return nil
}

// joined puts together neighbours that differ in nothing but their days.
func joined(segments []Segment) []Segment {
	var out []Segment
	for _, s := range segments {
		if n := len(out) - 1; n >= 0 && alike(&out[n], &s) {
			out[n].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

func alike(a, b *Segment) bool {
	return a.State == b.State && a.Work == b.Work && a.Share == b.Share && a.To.AddDays(1) == b.From && a.State != Lost &&
		slices.Equal(a.Why, b.Why) && slices.EqualFunc(a.Covers, b.Covers, func(x, y Cover) bool {
		return x.Ground == y.Ground && x.Extent == y.Extent && slices.Equal(x.Open, y.Open)
	})
}

// rank orders the states that count in a verdict, the worst first.
func rank(s State) int {
	return slices.Index([]State{DaysOff, Partly, Unsettled}, s)
}

// verdict is the answer that follows from the worst segment since the SGI was last
// determined.
func (s *sweep) verdict() Verdict {
	if s.lost != calendar.None {
		return Verdict{Kind: VerdictLost, From: s.lost, Reasons: s.reasons()}
	}
	worst, share := -1, 100
	for _, seg := range s.segments[s.fresh:] {
		if r := rank(seg.State); r >= 0 && (worst < 0 || r < worst) {
			worst = r
		}
		if seg.State == Partly {
			share = min(share, seg.Share)
		}
	}
	v := Verdict{Kind: VerdictProtected, From: calendar.None, Reasons: s.reasons()}
	switch worst {
	case rank(DaysOff), rank(Unsettled):
		v.Kind = VerdictManual
	case rank(Partly):
		v.Kind, v.Share = VerdictPartial, share
	default:
		if s.base.made || !s.base.has {
			v.Kind, v.From = VerdictRedetermined, s.base.since
			if n := len(s.changes); n > 0 {
				v.Reasons = append(v.Reasons, s.changes[n-1].Text)
			}
		}
	}
	return v
}

// reasons is why, each once.
func (s *sweep) reasons() []Text {
	var all []Text
	for _, seg := range s.segments[s.fresh:] {
		if seg.State == Without {
			continue
		}
		for _, t := range seg.Why {
			if !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	return all
}

// last finds the last day that is covered for certain, also after the day asked about.
func (s *sweep) last(r *Result) {
	ahead := newSweep(&evidence{law: s.e.law, h: s.h, age: s.e.age, pieces: s.e.pieces})
	ahead.run(s.horizon())
	fresh := calendar.None
	if s.fresh < len(s.segments) {
		fresh = s.segments[s.fresh].From
	}
	certain := func(st State) bool { return st == Protected || st == Working }
	r.Last, r.NoEnd = ahead.firstOther(fresh, certain)
	r.KindLast, r.KindNoEnd = ahead.firstOther(fresh, func(st State) bool { return certain(st) || st == Unsettled })
}

// firstOther is the day before the first segment from a day on that is not as wanted, or
// that begins with another SGI after the day asked about.
func (s *sweep) firstOther(from calendar.Date, wanted func(State) bool) (last calendar.Date, noEnd bool) {
	changed := calendar.None
	for _, c := range s.changes {
		if c.From > s.h.On && changed == calendar.None {
			changed = c.From
		}
	}
	for _, seg := range s.segments {
		if seg.From >= from && (seg.From == changed || !wanted(seg.State)) {
			return seg.From.AddDays(-1), false
		}
	}
	return calendar.None, true
}

// horizon is a day after everything that is stated has ended or gone on without end. Ages
// do not count: that a ground ends with them is no day on which something must be done.
func (s *sweep) horizon() calendar.Date {
	last := s.h.On
	for _, sp := range s.h.Spans {
		last = calendar.Later(calendar.Later(last, sp.From), sp.To)
	}
	for _, p := range s.e.pieces {
		if p.span < 0 {
			last = calendar.Later(last, p.to)
		}
	}
	for _, w := range s.h.Work {
		last = calendar.Later(calendar.Later(last, w.From), w.To)
	}
	limit := s.h.LastWork.AddYears(mostYears)
	return min(last, limit).AddDays(1)
}
