package sgi_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/sgi"

	"pgregory.net/rapid"
)

func date(y, m, d int) calendar.Date {
	return calendar.New(y, 1, 1).AddMonths(m - 1).AddDays(d - 1)
}

var stated = []sgi.Ground{sgi.StudiesWithSupport, sgi.StudiesWithoutSupport, sgi.OwnOccupationStudies, sgi.OtherStudySupport, sgi.TermBreak, sgi.AgreementSupport,
	sgi.Programme, sgi.JobSeeking, sgi.ParentalBenefit, sgi.HolidayAfterLeave, sgi.Service, sgi.SicknessBenefit, sgi.WaitingForDecision, sgi.ShortTimeWork, sgi.Disability, sgi.Abroad}

var conditionsOf = map[sgi.Ground][]string{
	sgi.StudiesWithSupport: {"support"}, sgi.StudiesWithoutSupport: {"eligible"}, sgi.OwnOccupationStudies: {"occupation", "leave"}, sgi.OtherStudySupport: {"paid"},
	sgi.AgreementSupport: {"agreement", "periodic"}, sgi.Programme: {"takes-part"}, sgi.JobSeeking: {"registered", "willing"}, sgi.ParentalBenefit: {"paid"},
	sgi.HolidayAfterLeave: {"connected"}, sgi.Service: {"ordered"}, sgi.SicknessBenefit: {"paid"}, sgi.WaitingForDecision: {"against"}, sgi.ShortTimeWork: {"state-support"},
	sgi.Disability: {"paid"}, sgi.Abroad: {"resident"}}

// mostly draws yes often, so that histories are long enough to be interesting.
var mostly = rapid.SampledFrom([]sgi.Answer{sgi.Yes, sgi.Yes, sgi.Yes, sgi.Yes, sgi.Unstated, sgi.No})

func drawSpan(t *rapid.T, near calendar.Date) sgi.Span {
	s := sgi.Span{Ground: rapid.SampledFrom(stated).Draw(t, "ground"), To: calendar.None, Applied: calendar.None, Decided: calendar.None, Shown: map[string]sgi.Answer{}}
	s.From = near.AddDays(rapid.IntRange(-20, 420).Draw(t, "from"))
	if rapid.IntRange(0, 5).Draw(t, "ends") > 0 {
		s.To = s.From.AddDays(rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(0, 500)).Draw(t, "days"))
	}
	for _, c := range conditionsOf[s.Ground] {
		s.Shown[c] = mostly.Draw(t, c)
	}
	if s.Ground == sgi.WaitingForDecision {
		s.Shown["against"] = rapid.SampledFrom([]sgi.Answer{sgi.Unstated, sgi.No, sgi.Yes}).Draw(t, "against")
		if rapid.Bool().Draw(t, "applied") {
			s.Applied = s.From
		}
		if rapid.Bool().Draw(t, "decided") {
			s.Decided = s.From.AddDays(rapid.IntRange(0, 200).Draw(t, "decided after"))
		}
	}
	s.Extent = rapid.SampledFrom([]int{0, 100, 100, 100, 50, 25, 80}).Draw(t, "extent")
	s.Pace = rapid.SampledFrom([]int{0, 50, 100, 100, 49}).Draw(t, "pace")
	s.Level = rapid.SampledFrom([]string{"", sgi.LevelHigher, sgi.LevelSecondary}).Draw(t, "level")
	switch s.Ground {
	case sgi.OtherStudySupport:
		s.Support = rapid.SampledFrom([]string{"", "kpu", "start", "transition"}).Draw(t, "support")
	case sgi.Programme:
		s.Suspended = rapid.SampledFrom([]string{"", "", "reporting", "other"}).Draw(t, "suspended")
	case sgi.ParentalBenefit:
		s.Days = rapid.IntRange(0, 7).Draw(t, "days a week")
	}
	return s
}

func drawWork(t *rapid.T, after calendar.Date) sgi.Work {
	w := sgi.Work{To: calendar.None, Extent: rapid.SampledFrom([]int{100, 100, 50, 60, 80}).Draw(t, "work"), Pay: sgi.Pay{Kind: sgi.Employment}}
	w.From = after.AddDays(rapid.OneOf(rapid.Just(1), rapid.IntRange(1, 400)).Draw(t, "work from"))
	if rapid.Bool().Draw(t, "work ends") {
		w.To = w.From.AddDays(rapid.IntRange(0, 300).Draw(t, "work days"))
	}
	if w.Same = rapid.Bool().Draw(t, "same"); !w.Same {
		w.HasIncome = rapid.IntRange(0, 4).Draw(t, "has income") > 0
		if w.HasIncome {
			w.Pay.Yearly = money.Amount(rapid.Int64Range(0, 80_000_000).Draw(t, "income"))
		}
		w.Lasting = mostly.Draw(t, "lasting")
	}
	return w
}

func drawChild(t *rapid.T, near calendar.Date) sgi.Child {
	c := sgi.Child{Expected: calendar.None, Born: calendar.None, Placed: calendar.None, Carried: mostly.Draw(t, "carried"), Cares: mostly.Draw(t, "cares")}
	on := near.AddDays(rapid.IntRange(-300, 400).Draw(t, "child"))
	switch rapid.IntRange(0, 4).Draw(t, "kind of child") {
	case 0:
		c.Placed = on
		if rapid.Bool().Draw(t, "born known") {
			c.Born = on.AddDays(-rapid.IntRange(0, 4000).Draw(t, "age"))
		}
	case 1:
		c.Expected = on
	case 2:
		c.Born = on
	default:
		c.Expected, c.Born = on, on.AddDays(rapid.IntRange(-30, 20).Draw(t, "late"))
	}
	return c
}

func drawHistory(t *rapid.T, work bool) sgi.History {
	h := sgi.History{Extent: rapid.SampledFrom([]int{100, 100, 75, 50}).Draw(t, "extent"), SGI: sgi.Parts{Employment: money.Kronor(100 * rapid.Int64Range(200, 5000).Draw(t, "sgi"))},
		Employment: sgi.Ending{Ended: calendar.None, Continues: true}, Pension: sgi.Pension{From: calendar.None}}
	h.LastWork = date(2024, 1, 1).AddDays(rapid.IntRange(0, 900).Draw(t, "last work"))
	h.On = h.LastWork.AddDays(rapid.OneOf(rapid.IntRange(1, 120), rapid.IntRange(1, 700)).Draw(t, "on"))
	h.Born = rapid.SampledFrom([]calendar.Date{date(1986, 5, 14), date(1986, 5, 14), date(1959, 3, 10), date(1958, 12, 20), date(1959, 1, 31), date(1959, 6, 17), date(2006, 9, 1), calendar.None}).Draw(t, "born")
	if h.Born != calendar.None && rapid.IntRange(0, 5).Draw(t, "age stated") == 0 {
		h.PensionAge = rapid.SampledFrom([]int{66, 67, 68}).Draw(t, "pension age")
	}
	for range rapid.IntRange(0, 5).Draw(t, "spans") {
		h.Spans = append(h.Spans, drawSpan(t, h.LastWork))
	}
	if work {
		for range rapid.IntRange(0, 3).Draw(t, "works") {
			h.Work = append(h.Work, drawWork(t, h.LastWork))
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "children") {
		h.Children = append(h.Children, drawChild(t, h.LastWork))
	}
	return h
}

func assess(t interface{ Fatalf(string, ...any) }, h sgi.History) *sgi.Result {
	r, err := sgi.Assess(parameters, h)
	if err != nil {
		t.Fatalf("%+v: %v", h, err)
	}
	return r
}

var parameters = mustLoad()

// stateOn finds the day in the ruler.
func stateOn(r *sgi.Result, d calendar.Date) sgi.State {
	for _, s := range r.Ruler {
		if d >= s.From && d <= s.To {
			return s.State
		}
	}
	return "nothing"
}

func TestAssess_agreesWithASecondImplementation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t, true)
		r := assess(t, h)
		s := slow{h}
		want := s.assess(h.On)
		for i, state := range want.days {
			if d := h.LastWork.AddDays(i + 1); stateOn(r, d) != state {
				t.Fatalf("%s is %s, the second implementation has %s\n%s", d, stateOn(r, d), state, show(r))
			}
		}
		if got := plain(r.VerdictLine()); got != plain(want.verdict) {
			t.Fatalf("verdict %q, the second implementation has %q\n%s", got, want.verdict, show(r))
		}
		if r.SGI.Total() != want.sgi {
			t.Fatalf("SGI %s, the second implementation has %s", r.SGI.Total(), want.sgi)
		}
		end := farthest(h)
		ahead := s.assess(end)
		switch {
		case ahead.certain < 0 && !r.NoEnd && r.Last <= end.AddDays(-1):
			t.Fatalf("certain until %s; the second implementation finds no end until %s\n%s", r.Last, end, show(r))
		case ahead.certain >= 0 && r.Last != h.LastWork.AddDays(ahead.certain):
			t.Fatalf("certain until %s (no end %v), the second implementation has %s\n%s", r.Last, r.NoEnd, h.LastWork.AddDays(ahead.certain), show(r))
		}
	})
}

// farthest is the last day that any fact names, and a hundred days for what follows from
// the end of work or benefit.
func farthest(h sgi.History) calendar.Date {
	last := h.On
	for _, s := range h.Spans {
		last = max(last, s.From, s.To)
	}
	for _, w := range h.Work {
		last = max(last, w.From, w.To)
	}
	return last
}

// covers is what covers a segment, without the words about what is open.
func covers(s sgi.Segment) string {
	var b strings.Builder
	for _, c := range s.Covers {
		fmt.Fprintf(&b, "%s %d %d; ", c.Ground, c.Extent, len(c.Open))
	}
	return b.String()
}

func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

func show(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestAssess_rulerHasEveryDayOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t, true)
		r := assess(t, h)
		next := h.LastWork.AddDays(1)
		for _, s := range r.Ruler {
			if s.From != next || s.To < s.From {
				t.Fatalf("a segment from %s to %s; %s was expected", s.From, s.To, next)
			}
			next = s.To.AddDays(1)
		}
		if next != h.On.AddDays(1) {
			t.Fatalf("the ruler ends on %s", next.AddDays(-1))
		}
		if !r.NoEnd && !r.KindNoEnd && r.KindLast < r.Last {
			t.Fatalf("kinder %s, certain %s", r.KindLast, r.Last)
		}
	})
}

func TestAssess_orderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t, true)
		want := show(assess(t, h))
		h.Spans = rapid.Permutation(h.Spans).Draw(t, "spans in another order")
		h.Work = rapid.Permutation(h.Work).Draw(t, "work in another order")
		h.Children = rapid.Permutation(h.Children).Draw(t, "children in another order")
		if got := show(assess(t, h)); got != want {
			t.Fatalf("in another order:\n%s\n%s", want, got)
		}
	})
}

func TestAssess_splittingASpanChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t, true)
		want := show(assess(t, h))
		for i, s := range h.Spans {
			if s.To == calendar.None || s.To == s.From {
				continue
			}
			cut := s.From.AddDays(rapid.IntRange(0, int(s.To-s.From)-1).Draw(t, "cut"))
			split := h
			split.Spans = slices.Clone(h.Spans)
			split.Spans[i].To = cut
			s.From = cut.AddDays(1)
			split.Spans = append(split.Spans, s)
			if got := show(assess(t, split)); got != want {
				t.Fatalf("%s split after %s:\n%s\n%s", s.Ground, cut, want, got)
			}
		}
	})
}

// goodness orders verdicts, the worst first. A later loss and a larger share are better.
func goodness(r *sgi.Result) (int, int) {
	switch r.Verdict.Kind {
	case sgi.VerdictLost:
		return 0, int(r.Verdict.From)
	case sgi.VerdictPartial:
		return 2, r.Verdict.Share
	case sgi.VerdictManual:
		if len(r.Gaps) > 0 {
			return 1, 0
		}
		return 3, 0
	}
	return 4, 0
}

// TestAssess_evidenceNeverMakesItWorse: with more evidence of a ground the verdict is as
// good or better. The exceptions are evidence that says more than that a ground holds:
// work (which gives an SGI of its own), an occupational pension, studies in the own
// occupation (which move the beginning of the one year), and sickness benefit in a part
// (which says that the right to it has not ended, so that the 25 working days have not
// begun).
func TestAssess_evidenceNeverMakesItWorse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t, false)
		more := h
		s := drawSpan(t, h.LastWork)
		if s.Ground == sgi.OwnOccupationStudies || s.Ground == sgi.SicknessBenefit && s.Extent != 100 {
			return
		}
		more.Spans = append(slices.Clone(h.Spans), s)
		a, b := assess(t, h), assess(t, more)
		class1, at1 := goodness(a)
		class2, at2 := goodness(b)
		if class2 < class1 || class2 == class1 && at2 < at1 {
			t.Fatalf("%s makes %s %v into %s %v", s.Ground, a.VerdictLine(), a.Verdict.Reasons, b.VerdictLine(), b.Verdict.Reasons)
		}
		if !b.NoEnd && !a.NoEnd && b.Last < a.Last { // without an end, an age may come into sight
			t.Fatalf("%s makes the last day %s into %s", s.Ground, a.Last, b.Last)
		}
	})
}

// TestAssess_movesWithTheCalendar: 28 years are a whole number of weeks, and their years
// have the same days on the same weekdays but for the holidays around Easter. Autumn and
// winter are kept to, and what depends on a year's amounts or ages is left out.
func TestAssess_movesWithTheCalendar(t *testing.T) {
	const years = 28
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t, false)
		h.LastWork = date(2025, 7, 14).AddDays(rapid.IntRange(0, 60).Draw(t, "autumn"))
		h.On = h.LastWork.AddDays(rapid.IntRange(1, 170).Draw(t, "on"))
		h.Born, h.PensionAge = date(1986, 5, 14), 67
		h.Children = nil
		h.Spans = slices.DeleteFunc(h.Spans, func(s sgi.Span) bool { return s.Ground == sgi.OtherStudySupport || s.Ground == sgi.SicknessBenefit })
		for i := range h.Spans {
			d := int(h.Spans[i].From) % 120
			length := h.Spans[i].To - h.Spans[i].From
			h.Spans[i].From = h.LastWork.AddDays(d)
			if h.Spans[i].To != calendar.None {
				h.Spans[i].To = h.Spans[i].From.AddDays(int(length) % 90)
			}
			h.Spans[i].Applied, h.Spans[i].Decided = h.Spans[i].From, calendar.None
		}
		moved := h
		move := func(d calendar.Date) calendar.Date {
			if d == calendar.None {
				return d
			}
			return d.AddYears(years)
		}
		moved.LastWork, moved.On, moved.Born = move(h.LastWork), move(h.On), move(h.Born)
		moved.Spans = slices.Clone(h.Spans)
		for i, s := range moved.Spans {
			moved.Spans[i].From, moved.Spans[i].To, moved.Spans[i].Applied = move(s.From), move(s.To), move(s.Applied)
		}
		a, b := assess(t, h), assess(t, moved)
		if len(a.Ruler) != len(b.Ruler) || a.Verdict.Kind != b.Verdict.Kind || a.Verdict.Share != b.Verdict.Share || move(a.Verdict.From) != b.Verdict.From {
			t.Fatalf("%s becomes %s\n%s\n%s", a.VerdictLine(), b.VerdictLine(), show(a), show(b))
		}
		for i := range a.Ruler {
			if x, y := a.Ruler[i], b.Ruler[i]; move(x.From) != y.From || move(x.To) != y.To || x.State != y.State || covers(x) != covers(y) {
				t.Fatalf("segment %d: %+v\n%+v", i, x, y)
			}
		}
	})
}
