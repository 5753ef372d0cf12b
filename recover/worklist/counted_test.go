package worklist_test

import (
	"fmt"
	"reflect"
	"testing"

	"balans/law/calendar"
	"balans/recover/claim/claimtest"
	"balans/recover/worklist"

	"pgregory.net/rapid"
)

// Counting on from what was counted before is the same as counting all, whichever claims have
// had events since and however many are new; and so is counting on from later columns.
func TestCountOn_isCountingAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := drawStock(t)
		q := drawQuery(t, few)
		q.KnownAt = calendar.EndOfDay(day("2070-01-01"))
		var earlier, later []claimtest.Life
		n := rapid.IntRange(1, 1200).Draw(t, "claims")
		had := rapid.IntRange(0, n).Draw(t, "of them before")
		grown := map[int]bool{}
		for range rapid.IntRange(0, 4).Draw(t, "grown") {
			grown[rapid.IntRange(0, n-1).Draw(t, "which")] = true
		}
		for i := range n {
			l := few[i%len(few)].Clone()
			l.ID = fmt.Sprintf("N%05d", i)
			later = append(later, l)
			if i >= had {
				continue
			}
			if l = l.Clone(); grown[i] && len(l.Events) > 0 {
				l.Events = l.Events[:rapid.IntRange(0, len(l.Events)-1).Draw(t, "events before")]
			}
			earlier = append(earlier, l)
		}
		before, err := claimtest.Columns(earlier)
		if err != nil {
			t.Fatal(err)
		}
		after, err := claimtest.Columns(later)
		if err != nil {
			t.Fatal(err)
		}
		first, err := worklist.CountOn(before, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		on, err := worklist.CountOn(after, q, first)
		if err != nil {
			t.Fatal(err)
		}
		back, err := worklist.CountOn(before, q, on)
		if err != nil {
			t.Fatal(err)
		}
		if want := countsOf(t, after, q); !reflect.DeepEqual(on.Counts(), want) {
			t.Fatalf("counted on: %+v\ncounted all: %+v", on.Counts(), want)
		}
		if want := countsOf(t, before, q); !reflect.DeepEqual(first.Counts(), want) || !reflect.DeepEqual(back.Counts(), want) {
			t.Fatalf("counted back: %+v\ncounted all: %+v", back.Counts(), want)
		}
	})
}
