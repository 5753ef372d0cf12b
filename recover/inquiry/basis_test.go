package inquiry_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/recover/inquiry"
)

// dayText is what a version gives a day, as exact fractions, and to whom.
func dayText(b *inquiry.Basis, d calendar.Date) (all string, payees string) {
	var rates, names []string
	for _, l := range b.Lines {
		if d < l.From || d > l.To {
			continue
		}
		n := int64(l.To-l.From) + 1
		rates = append(rates, fmt.Sprint(l.Payee, big.NewRat(int64(l.Paid), n), big.NewRat(int64(l.Tax), n), big.NewRat(int64(l.Entitled), n)))
		if s := fmt.Sprint(l.Payee); !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	slices.Sort(rates)
	slices.Sort(names)
	return strings.Join(rates, "|"), strings.Join(names, "|")
}

// drawNext is a version that keeps most of the one before.
func drawNext(t *rapid.T, lines []inquiry.Line) (all []inquiry.Line) {
	for i, l := range lines {
		switch rapid.IntRange(0, 8).Draw(t, "change") {
		case 0:
			l.Entitled = drawAmount(t, "entitled")
		case 1:
			l.To = l.To.AddDays(rapid.IntRange(0, 5).Draw(t, "longer"))
		case 2:
			l.Payee = rapid.SampledFrom(people[:3]).Draw(t, "payee")
		case 3:
			all = append(all, drawLine(t, 10+i))
		case 4:
			continue
		case 5:
			l.Tax = max(0, l.Tax-1)
		}
		all = append(all, l)
	}
	if len(all) == 0 {
		return lines
	}
	return rapid.Permutation(all).Draw(t, "order")
}

// Versions differ on the days whose exact öre or payees differ, and on no others.
func TestDiff_dayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := &inquiry.Basis{Lines: drawLines(t)}
		y := &inquiry.Basis{Lines: drawNext(t, x.Lines)}
		changes := inquiry.Diff(x, y)
		from, to := bounds(append(slices.Clone(x.Lines), y.Lines...))
		for d := from - 1; d <= to+1; d++ {
			before, payees := dayText(x, d)
			after, others := dayText(y, d)
			i := slices.IndexFunc(changes, func(c inquiry.Change) bool { return c.Contains(d) })
			if (i >= 0) != (before != after) || i >= 0 && changes[i].Payees != (payees != others) {
				t.Fatalf("%s: %q and then %q, and %+v", d, before, after, changes)
			}
		}
		for i := 1; i < len(changes); i++ {
			if changes[i].From <= changes[i-1].To {
				t.Fatalf("%+v", changes)
			}
		}
		if len(inquiry.Diff(y, y)) > 0 {
			t.Fatal("a version differs from itself")
		}
	})
}

// What was decided of days that a new version does not touch stands; what it touches is stale
// and says on which days; and every word that was written is still there.
func TestStandingOf_newVersion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := drawLines(t)
		c := caseOf(lines, drawSteps(t, lines, rapid.Bool().Draw(t, "gaps")))
		before := bare(t, c)
		next := drawNext(t, lines)
		c.Bases = append(c.Bases, inquiry.Basis{Source: "s", ID: "b", Version: 2, Lines: next, Number: 2})
		days := byDay(c)
		for _, s := range []inquiry.Step{inquiry.Facts, inquiry.Liability, inquiry.Waiver, inquiry.Limitation} {
			touched := map[calendar.Date]bool{}
			for d := range days[s] {
				was, _ := dayText(&c.Bases[0], d)
				now, _ := dayText(&c.Bases[1], d)
				if was != now {
					touched[d] = true
				}
			}
			st := c.StandingOf(s, 0)
			if (len(touched) > 0) != (st.Why == inquiry.StaleBasis) || st.Assessment == nil || len(touched) > 0 && st.Status != inquiry.StepStale {
				t.Fatalf("%s is %s %s, and %d answered days are touched", s, st.Status, st.Why, len(touched))
			}
			for d := range touched {
				if !slices.ContainsFunc(st.Touched, func(c inquiry.Change) bool { return c.Contains(d) }) {
					t.Fatalf("%s does not say that %s is touched: %+v", s, d, st.Touched)
				}
			}
		}
		if slices.Equal(lines, next) {
			for _, s := range append([]inquiry.Step{inquiry.Parties}, inquiry.Facts) {
				if st := c.StandingOf(s, 0); st.Why == inquiry.StaleBasis && s == inquiry.Facts || len(st.Touched) > 0 {
					t.Fatalf("%s: a version that says the same made it %s", s, st.Why)
				}
			}
		}
		c.Bases = c.Bases[:1]
		if bare(t, c) != before {
			t.Fatal("to ask where the steps stand changed them")
		}
	})
}

// Whatever order messages come in, and however often, the same is in force.
func TestCurrent_anyOrder(t *testing.T) {
	p := bench(t)
	rapid.Check(t, func(t *rapid.T) {
		var all []inquiry.Basis
		for v := range rapid.IntRange(1, 5).Draw(t, "versions") {
			b := inquiry.Basis{Source: "tfp", ID: "b", Version: v + 1, Blocked: rapid.IntRange(0, 3).Draw(t, "blocked") == 0}
			if !b.Blocked || rapid.Bool().Draw(t, "with lines") {
				b.Lines = drawLines(t)
			}
			b.Annulled = rapid.IntRange(0, 7).Draw(t, "annulled") == 0
			all = append(all, b)
		}
		force := func(order []int) string {
			c := p.opened(t, date("2026-03-02"))
			act := inquiry.Act{Party: c.Party, Case: c.ID, Actor: "system", Cause: "test"}
			if _, err := act.Accept(p.Context(), p.j, ""); err != nil {
				t.Fatal(err)
			}
			for _, i := range order {
				b := all[i]
				r, err := act.ReceiveBasis(p.Context(), p.j, &b, inquiry.About{})
				if err != nil {
					t.Fatal(err)
				}
				c = r.Case
			}
			now := c.Current()
			text := fmt.Sprint(now.Blocked, now.Annulled, len(c.Bases))
			if now.Basis != nil {
				text += fmt.Sprint(now.Basis.Version, now.Lines, c.Bases[now.Number-1].Version)
			}
			return text
		}
		var inOrder []int
		for i := range all {
			inOrder = append(inOrder, i)
		}
		order := rapid.Permutation(inOrder).Draw(t, "order")
		for range rapid.IntRange(0, 3).Draw(t, "again") {
			order = append(order, rapid.SampledFrom(inOrder).Draw(t, "which"))
		}
		if x, y := force(inOrder), force(order); x != y {
			t.Fatalf("%v: %s\nin order: %s", order, y, x)
		}
	})
}
