package directive

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
)

// similarityByDefinition is similarity without what rules out that texts are near.
func similarityByDefinition(a, b string) int {
	x, y := plain(a), plain(b)
	switch {
	case a == b:
		return sameText
	case x == y:
		return sameText - 1
	case x == "" || y == "":
		return 0
	}
	pairs := func(s string) map[[2]rune]int {
		all := map[[2]rune]int{}
		before := ' '
		for _, r := range s {
			all[[2]rune{before, r}]++
			before = r
		}
		return all
	}
	shared, of := 0, pairs(y)
	for p, n := range pairs(x) {
		shared += min(n, of[p])
	}
	s := 2 * shared * 1000 / (len([]rune(x)) + len([]rune(y)))
	if s < nearTitle && near(a, b) {
		s = nearTitle
	}
	return min(s, sameText-2)
}

// retyped draws a text and the same text with some letters changed, added or taken away.
func retyped(t *rapid.T) (a, b string) {
	letters := rapid.SliceOfN(rapid.SampledFrom([]rune("abå 1-X")), 0, 40).Draw(t, "a")
	other := slices.Clone(letters)
	for range rapid.IntRange(0, 8).Draw(t, "edits") {
		r := rapid.SampledFrom([]rune("abå 1-X")).Draw(t, "letter")
		switch at := rapid.IntRange(0, len(other)).Draw(t, "at"); {
		case at == len(other):
			other = append(other, r)
		case rapid.Bool().Draw(t, "gone"):
			other = slices.Delete(other, at, at+1)
		default:
			other[at] = r
		}
	}
	return string(letters), string(other)
}

// TestSimilarity_asDefined: what is passed over could not have been near, and what is
// below a border is told to be so without being measured.
func TestSimilarity_asDefined(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := retyped(t)
		want := similarityByDefinition(a, b)
		if got := similarity(a, b); got != want {
			t.Fatalf("%q %q: %d, want %d", a, b, got, want)
		}
		for _, border := range []int{nearWords, nearTitle} {
			if got := (texts{}).atLeast(border, a, b); got != atLeast(border, want) {
				t.Fatalf("%q %q from %d: %d, want %d", a, b, border, got, want)
			}
		}
	})
}

var (
	fewTitles  = rapid.SampledFrom([]string{"", "Bryggor", "bryggor!", "Bryggor i hela landet", "Bryggor i hela lande", "Bryggor i hela", "Brygor", "Bryggor i hela landet och lite till", "Uppdrag om bryggor", "Fyrar", "Brokar", "Bråkar", "Brkar"})
	fewNumbers = rapid.SliceOfN(rapid.SampledFrom([]string{"N2029/1", "n2029/1", "N2029/12", "S 2029/3", "Regleringsbrev för 2029", "Regleringsbrev för 2030"}), 0, 2)
	fewTexts   = rapid.SampledFrom([]string{"", "Se N2029/1.", "Se N2029/12 och S 2029/3.", "Lampor ska lysa.", "Lampor ska lysa", "Lampor ska släckas.", "Se S 2029/33."})
	fewDays    = rapid.SampledFrom([]calendar.Date{calendar.None, onDay("2030-03-01"), onDay("2030-03-02"), onDay("2031-03-01"), onDay("2031-04-01")})
	fewSums    = rapid.SampledFrom([]Sum{{}, {Printed: "–"}, {Printed: "1O"}, inTkr(1, 5), inTkr(2, 5), inTkr(1, 6)})
)

func drawAssignments(t *rapid.T, name string) []Assignment {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Assignment {
		return Assignment{Title: fewTitles.Draw(t, "title"), Basis: fewNumbers.Draw(t, "basis"), Text: []Passage{{1, fewTexts.Draw(t, "text")}}}
	}), 0, 7).Draw(t, name)
}

// TestSuccessors_isThatOfEveryPair: the index finds what asking every pair finds.
func TestSuccessors_isThatOfEveryPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, earlier := &Letter{Assignments: drawAssignments(t, "to")}, drawAssignments(t, "from")
		var want []Succession
		for i := range earlier {
			best := Succession{}
			strongest := 0
			for j := range l.Assignments {
				if strength, why := succeeds(&earlier[i], &l.Assignments[j]); strength > strongest {
					strongest, best = strength, Succession{earlier[i], l.Assignments[j], why}
				}
			}
			if strongest > 0 {
				want = append(want, best)
			}
		}
		got, unsearched := LinkSuccessors(l, earlier)
		if !reflect.DeepEqual(got, want) || len(unsearched) > 0 {
			t.Fatalf(" got %+v\nwant %+v", got, want)
		}
	})
}

// samePairs holds a pairing against itself without its keys, which is asking every pair.
func samePairs[T any](t *rapid.T, old, new []T, p *pairing[T]) {
	plain := *p
	plain.key, plain.exact = nil, false
	got, want := matched(old, new, p), matched(old, new, &plain)
	if !reflect.DeepEqual(got, want) || got.bounded {
		t.Fatalf("%+v\n%+v\n got %+v\nwant %+v", old, new, got, want)
	}
}

// TestMatch_keysGiveThePairsOfEveryPair: pairing what has the same key first gives what
// comparing all with all does.
func TestMatch_keysGiveThePairsOfEveryPair(t *testing.T) {
	years := rapid.SampledFrom([]int{2029, 2030})
	rapid.Check(t, func(t *rapid.T) {
		a := &Letter{Year: years.Draw(t, "old"), Assignments: drawAssignments(t, "a"), Earlier: drawAssignments(t, "a earlier")}
		b := &Letter{Year: years.Draw(t, "new"), Assignments: drawAssignments(t, "b"), Earlier: drawAssignments(t, "b earlier")}
		c := &comparer{old: a, new: b, texts: texts{}}
		given := c.assignmentPairs()
		samePairs(t, givenIn(a, b.Year), givenIn(b, a.Year), &given)

		conditions := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Condition {
			return Condition{Kind: rapid.SampledFrom([]ConditionKind{Max, MayUse}).Draw(t, "kind"), Amount: fewSums.Draw(t, "sum"), Purpose: fewTitles.Draw(t, "purpose"), Text: fewTexts.Draw(t, "text")}
		}), 0, 6)
		samePairs(t, conditions.Draw(t, "old conditions"), conditions.Draw(t, "new conditions"), c.conditionPairs())

		deadlines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Deadline {
			return Deadline{Kind: rapid.SampledFrom([]DeadlineKind{Report, Interim}).Draw(t, "kind"), Date: fewDays.Draw(t, "day"), Joint: rapid.Bool().Draw(t, "joint")}
		}), 0, 6)
		samePairs(t, deadlines.Draw(t, "old deadlines"), deadlines.Draw(t, "new deadlines"), deadlinePairs())

		payments := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Payment { return Payment{Date: fewDays.Draw(t, "day")} }), 0, 6)
		paid := c.paymentPairs()
		samePairs(t, payments.Draw(t, "old payments"), payments.Draw(t, "new payments"), &paid)

		ids := rapid.SampledFrom([]ItemID{"UO4 1:2", "UO4 1:3", "UO4 1:4"})
		c.toNew, c.toOld = map[ItemID]ItemID{}, map[ItemID]ItemID{}
		if rapid.Bool().Draw(t, "renumbered") {
			from, to := ids.Draw(t, "from"), ids.Draw(t, "to")
			c.toNew[from], c.toOld[to] = to, from
		}
		items := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Item {
			return Item{ID: ids.Draw(t, "of") + ItemID(fmt.Sprintf(" ap.%d", rapid.IntRange(1, 3).Draw(t, "post"))), Name: fewTitles.Draw(t, "name")}
		}), 0, 6)
		pairs := c.itemPairs()
		samePairs(t, items.Draw(t, "old items"), items.Draw(t, "new items"), &pairs)
	})
}

// manyTitles is a letter with assignments whose titles no other letter has, among some
// that every letter has.
func manyTitles(word string, n int) *Letter {
	l := &Letter{Year: 2031}
	for i := range n {
		l.Assignments = append(l.Assignments, Assignment{Line: i + 1, Title: fmt.Sprintf("%s %s", strings.Repeat(word, 8), strings.Repeat(fmt.Sprint(i, " "), 6))})
		if i%2 == 0 {
			l.Assignments = append(l.Assignments, Assignment{Line: n + i, Title: fmt.Sprintf("Fyr %d", i)})
		}
	}
	return l
}

// TestCompare_tellsItsBound: lists that are too long are matched by title, and that is told.
func TestCompare_tellsItsBound(t *testing.T) {
	const n = 2000
	a, b := manyTitles("Slussar", n), manyTitles("Bojar", n)
	changes := Compare(a, b)
	bound := changes[len(changes)-1]
	if bound.Kind != Changed || bound.Field != notAllCompared || bound.Part != PartAssignment || bound.Old.Value != fmt.Sprint(n) || bound.New.Value != fmt.Sprint(n) || len(changes) != 2*n+1 {
		t.Fatalf("%d changes, the last %+v", len(changes), bound)
	}
	if says := bound.Says(); says[0] != "uppdrag, inte alla jämförda, utan motsvarighet: 2000 → 2000" || says[1] != "assignment, "+notAllCompared+": 2000 → 2000" {
		t.Errorf("says %q", says)
	}
	checkMirror(t, changes, Compare(b, a))
	if changes := Compare(a, manyTitles("Slussar", n)); len(changes) != 0 {
		t.Errorf("a long letter differs from itself: %+v", changes[0])
	}
}

// TestCheck_tellsItsBounds: what a letter has too much of to be looked at is undecidable.
func TestCheck_tellsItsBounds(t *testing.T) {
	numbers := make([]string, 2000)
	for i := range numbers {
		numbers[i] = fmt.Sprintf("X2029/%d", i)
	}
	for id, spoil := range map[string]func(*Letter){
		"name rest": func(l *Letter) {
			g := &l.Appropriations[0].Groups[1]
			for range mostRepeats {
				g.Items = append(g.Items, Item{Line: 67, ID: "UO4 1:2 ap.1", Name: "Träbryggor"})
			}
		},
		"closed rest": func(l *Letter) {
			for range mostRepeats {
				l.Closed = append(l.Closed, l.Closed[0])
			}
		},
		"generations due rest": func(l *Letter) {
			l.Assignments[0].Text = []Passage{{31, strings.Repeat("Se X2029/1. ", 50_000)}}
			l.Earlier[1].Title, l.Earlier[1].Basis = "Kummel", numbers
		},
		"plan parts 5.2": func(l *Letter) {
			for len(l.Plan.Payments) <= mostPayments {
				l.Plan.Payments = append(l.Plan.Payments, l.Plan.Payments[0])
			}
		},
	} {
		l := sample()
		if before := outcomes(l)[id]; before == Undecidable {
			t.Errorf("%s is undecidable before", id)
		}
		spoil(l)
		for _, f := range Check(l) {
			if f.ID == id && (f.Verdict != Undecidable || len(f.Lines) == 0 || f.Says[0] == f.Says[1]) {
				t.Errorf("%s: %+v", id, f)
			}
		}
		if after := outcomes(l)[id]; after != Undecidable {
			t.Errorf("%s: %q", id, after)
		}
		isDoubt := slices.ContainsFunc(Doubts(l), func(d Doubt) bool { return d.ID == id })
		if strings.HasSuffix(id, " rest") && !isDoubt {
			t.Errorf("%s is no doubt", id)
		}
	}
}

// TestDueDates_isTheFirstOfEveryPair: the first two days that lie near each other.
func TestDueDates_isTheFirstOfEveryPair(t *testing.T) {
	days := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Deadline {
		if rapid.IntRange(0, 5).Draw(t, "none") == 0 {
			return Deadline{Date: calendar.None}
		}
		return Deadline{Date: onDay("2031-01-01") + calendar.Date(rapid.IntRange(0, 90).Draw(t, "day"))}
	}), 0, 5)
	rapid.Check(t, func(t *rapid.T) {
		a, b := days.Draw(t, "a"), days.Draw(t, "b")
		from, to := calendar.None, calendar.None
		for _, x := range a {
			for _, y := range b {
				if apart := int(y.Date) - int(x.Date); from == calendar.None && x.Date != calendar.None && y.Date != calendar.None && -dueTogether <= apart && apart <= dueTogether {
					from, to = x.Date, y.Date
				}
			}
		}
		due := dueDates{}
		for range 2 { // also from what is kept
			if x, y := due.together(a, b); x != from || y != to {
				t.Fatalf("%v %v: %s and %s, want %s and %s", a, b, x, y, from, to)
			}
		}
	})
}
