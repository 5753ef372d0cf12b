package notice_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/prevent/notice"
)

// tally is the figures of a period counted from the facts alone, by another way: a walk over
// sorted facts with plain maps, and quantiles by counting upwards.
type tally struct {
	notices, reached, open, toPlace, withdrawn, late, dutyKnown, payKnown, beforePay, goalKnown, inGoal int
	first, last                                                                                         []int
}

func countByHand(all [][]notice.Fact, from, to, on calendar.Date, limits notice.Terms) (c tally) {
	for _, facts := range all {
		r := facts[0].Body.(notice.Receive)
		received := facts[0].On
		if received < from || received > to || received > on {
			continue
		}
		sorted := slices.Clone(facts[1:])
		slices.SortFunc(sorted, func(a, b notice.Fact) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Ordinal, b.Ordinal)) })
		pay, answered := map[string]calendar.Date{}, map[string]calendar.Date{}
		asked, since := map[string]bool{}, map[string]calendar.Date{}
		for _, e := range r.Benefits {
			pay[e.Benefit.String()] = e.NextPayment
		}
		for _, b := range r.Reached {
			asked[b.String()], since[b.String()] = true, received
		}
		withdrawn, closed, first, last := false, false, 0, 0
		begun := false
		act := func(day calendar.Date) {
			if !begun {
				begun, first = true, int(day-received)
			}
		}
		taken := map[string]bool{}
		for _, f := range sorted {
			if f.On < received || f.On > on {
				continue
			}
			over := withdrawn || closed
			switch b := f.Body.(type) {
			case notice.Withdraw:
				withdrawn = true
			case notice.Close:
				closed = true
			case notice.Place:
				name := b.Benefits[0].Benefit.String()
				if !over && !asked[name] {
					asked[name], pay[name], since[name] = true, calendar.None, f.On
				}
			case notice.Take:
				name := b.Benefit.String()
				if _, done := answered[name]; !over && asked[name] && !done && !taken[name] {
					taken[name] = true
					act(f.On)
				}
			case notice.Answer:
				name := b.Benefit.String()
				if _, done := answered[name]; !over && asked[name] && !done {
					answered[name], last = f.On, int(f.On-received)
					act(f.On)
				}
			}
		}
		if withdrawn {
			c.withdrawn++
			continue
		}
		c.notices++
		c.reached += len(asked)
		if begun {
			c.first = append(c.first, first)
		}
		switch {
		case closed:
		case len(asked) == 0:
			c.toPlace++
			c.open++
		case len(answered) < len(asked):
			c.open++
		default:
			c.last = append(c.last, last)
		}
		for name := range asked {
			done, has := answered[name]
			if goal := limits.AnswerBy(code(name), since[name]); has || goal < on {
				c.goalKnown++
				if has && done <= goal {
					c.inGoal++
				}
			}
			if pay[name] == calendar.None || !has && on < pay[name] {
				continue
			}
			c.payKnown++
			if has && done < pay[name] {
				c.beforePay++
			}
		}
		if limit := limits.LastReportDay(r.LearntOn, r.TrueFrom); limit != calendar.None {
			c.dutyKnown++
			if received > limit {
				c.late++
			}
		}
	}
	return c
}

// byCounting is the least number of days that so many tenths of them do not exceed.
func byCounting(days []int, tenths int) int {
	for d := 0; ; d++ {
		n := 0
		for _, x := range days {
			if x <= d {
				n++
			}
		}
		if n*10 >= tenths*len(days) {
			return d
		}
	}
}

func TestFollowUp_agreesWithACountOfItsOwn(t *testing.T) {
	limits := terms(t)
	rapid.Check(t, func(t *rapid.T) {
		var all [][]notice.Fact
		for i := range rapid.IntRange(0, 8).Draw(t, "notices") {
			all = append(all, drawNotice(t, fmt.Sprintf("N-%02d", i), false))
		}
		from, on := drawDay(t, "from"), drawDay(t, "on")
		to := from.AddDays(rapid.IntRange(0, 90).Draw(t, "length"))
		var notices []*notice.Notice
		for _, facts := range all {
			if n := notice.Fold(facts, on, noon("2026-12-31"), limits); n != nil {
				notices = append(notices, n)
			}
		}
		f := notice.FollowUp(notices, calendar.Period{From: from, To: to}, on)
		want, got := countByHand(all, from, to, on, limits), f.All
		if got.Notices != want.notices || got.Reached != want.reached || got.Open != want.open || got.ToPlace != want.toPlace || f.Withdrawn != want.withdrawn ||
			got.Late != want.late || got.DutyKnown != want.dutyKnown || got.PayKnown != want.payKnown || got.BeforePay != want.beforePay || got.GoalKnown != want.goalKnown || got.InGoal != want.inGoal {
			t.Fatalf("%+v withdrawn %d, counted %+v", got, f.Withdrawn, want)
		}
		for _, c := range []struct {
			got  notice.Spread
			days []int
		}{{got.FirstAction, want.first}, {got.LastAnswer, want.last}} {
			if c.got.Count != len(c.days) || len(c.days) > 0 && (c.got.Median != byCounting(c.days, 5) || c.got.P90 != byCounting(c.days, 9) || c.got.Most != slices.Max(c.days)) {
				t.Fatalf("%+v of %v", c.got, c.days)
			}
		}
		// Rows by circumstance and by benefit add up to all.
		var notes, reached, parts int
		for _, row := range f.By {
			notes, reached = notes+row.Notices, reached+row.Reached
		}
		for _, row := range f.ByBenefit {
			parts += row.Reached
		}
		if notes != got.Notices || reached != got.Reached || parts != got.Reached {
			t.Fatalf("%d notices reached %d and %d by rows, %d and %d in all", notes, reached, parts, got.Notices, got.Reached)
		}
		open := 0
		for _, n := range notices {
			if n.State.IsOpen() {
				open++
			}
		}
		for _, band := range f.Ages {
			open -= band.Open
		}
		if open != 0 {
			t.Fatalf("%d open notices are in no band or in two: %+v", open, f.Ages)
		}
	})
}

func TestSpread_isNearestRank(t *testing.T) {
	for _, c := range []struct {
		days        []int
		median, p90 int
	}{
		{[]int{4}, 4, 4},
		{[]int{9, 1}, 1, 9},
		{[]int{3, 1, 2}, 2, 3},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5, 9},
		{[]int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 99}, 0, 0},
	} {
		if s := notice.SpreadOf(c.days); s.Median != c.median || s.P90 != c.p90 || s.Count != len(c.days) {
			t.Errorf("%v: %+v", c.days, s)
		}
	}
	if s := notice.SpreadOf(nil); s != (notice.Spread{}) {
		t.Errorf("%+v", s)
	}
}

// A list has what is open first, the oldest of it first.
func TestFilter_putsTheOpenFirst(t *testing.T) {
	limits := terms(t)
	make := func(id, received, circumstance, benefits string, more ...notice.Fact) *notice.Notice {
		r := told(circumstance, "2025-01-01", "", benefits)
		r.Reached = notice.Reach(r.Stated, day(received), r.Benefits)
		facts := []notice.Fact{{Notice: id, Event: 1, On: day(received), Ordinal: 1, KnownAt: noon(received), Body: r}}
		for i, f := range more {
			f.Event, f.Ordinal, f.KnownAt = int32(i+2), int64(i+2), noon("2025-04-01")
			facts = append(facts, f)
		}
		return notice.Fold(facts, day("2025-04-30"), noon("2025-04-30"), limits)
	}
	all := []*notice.Notice{
		make("N-01", "2025-01-02", "income", "bostadsbidrag", notice.Fact{On: day("2025-01-05"), Body: noEffect("bostadsbidrag")}),
		make("N-02", "2025-04-28", "income", "bostadsbidrag,sjukpenning"),
		make("N-03", "2025-03-01", "other", "bostadsbidrag"),
		make("N-04", "2025-04-01", "moved", "underhallsstod"),
	}
	ids := func(f notice.Filter) (text string) {
		for _, n := range f.Of(all) {
			text += n.ID + " "
		}
		return text
	}
	for _, c := range []struct {
		filter notice.Filter
		want   string
	}{
		{notice.Filter{}, "N-03 N-04 N-02 N-01 "},
		{notice.Filter{States: []notice.State{notice.ToPlace}}, "N-03 "},
		{notice.Filter{Circumstance: "income"}, "N-02 N-01 "},
		{notice.Filter{Benefit: code("sjukpenning")}, "N-02 "},
		{notice.Filter{Late: true}, "N-04 "},
	} {
		if got := ids(c.filter); got != c.want {
			t.Errorf("%+v: %s, want %s", c.filter, got, c.want)
		}
	}
}
