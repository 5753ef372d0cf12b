package notice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/notice"
)

var drawn = []string{"bostadsbidrag", "barnbidrag", "sjukpenning", "underhallsstod", "assistansersattning", "tandvardsstod", "bostadstillagg"}

func drawCircumstance(t *rapid.T) string {
	all := notice.Circumstances()
	return all[rapid.IntRange(0, len(all)-1).Draw(t, "circumstance")].Code
}

// drawDay is a day of the spring of 2025.
func drawDay(t *rapid.T, name string) calendar.Date {
	return day("2025-01-01").AddDays(rapid.IntRange(0, 120).Draw(t, name))
}

func drawEngagements(t *rapid.T, from calendar.Date) []notice.Engagement {
	chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(drawn), 0, 5, rapid.ID).Draw(t, "benefits")
	all := []notice.Engagement{}
	for _, b := range chosen {
		e := notice.Has(code(b))
		if rapid.Bool().Draw(t, "paid") {
			e.NextPayment = from.AddDays(rapid.IntRange(0, 12).Draw(t, "next"))
		}
		if rapid.IntRange(0, 3).Draw(t, "ends") == 0 {
			e.To = drawDay(t, "to")
		}
		all = append(all, e)
	}
	return all
}

// drawNotice is the facts of a notice: what the guards would let through, and what they
// would not. Each has its own ordinal and its own instant.
func drawNotice(t *rapid.T, id string, corrections bool) []notice.Fact {
	received := drawDay(t, "received")
	r := notice.Receive{Stated: notice.Stated{Circumstance: drawCircumstance(t), TrueFrom: calendar.None, LearntOn: calendar.None},
		Channel: notice.ByWeb, Source: rapid.SampledFrom(notice.Sources()).Draw(t, "source"), Benefits: drawEngagements(t, received)}
	if rapid.Bool().Draw(t, "learnt known") {
		r.LearntOn = received.AddDays(-rapid.IntRange(0, 40).Draw(t, "learnt"))
	}
	if rapid.Bool().Draw(t, "from known") {
		r.TrueFrom = drawDay(t, "true from")
	}
	if r.Source != notice.ByPerson {
		r.Sender = "CSN"
	}
	r.Reached = notice.Reach(r.Stated, received, r.Benefits)
	facts := []notice.Fact{{On: received, Body: r}}
	kinds := 5
	if corrections {
		kinds = 6
	}
	for range rapid.IntRange(0, 7).Draw(t, "facts") {
		var b notice.Body
		one := code(rapid.SampledFrom(drawn).Draw(t, "benefit"))
		switch rapid.IntRange(0, 10).Draw(t, "kind") % kinds {
		case 0, 1:
			b = notice.Answer{Benefit: one, Outcome: notice.NoEffect, EffectFrom: calendar.None}
		case 2:
			b = notice.Take{Benefit: one}
		case 3:
			b = notice.Place{Benefits: []notice.Engagement{notice.Has(one)}, Why: "x"}
		case 4:
			if rapid.Bool().Draw(t, "withdrawn") {
				b = notice.Withdraw{Why: "x"}
			} else {
				b = notice.Close{Why: "x"}
			}
		case 5:
			c := notice.Correct{Stated: r.Stated, Why: "x"}
			c.Circumstance = drawCircumstance(t)
			c.Reached = notice.Reach(c.Stated, received, r.Benefits)
			b = c
		}
		facts = append(facts, notice.Fact{On: received.AddDays(rapid.IntRange(-2, 20).Draw(t, "on")), Body: b})
	}
	for i := range facts {
		f := &facts[i]
		f.Notice, f.Party, f.Event, f.Ordinal, f.Actor = id, anna, int32(i+1), int64(i+1), "kim"
		f.KnownAt = calendar.StartOfDay(f.On) + calendar.Instant(i)
	}
	return facts
}

// telling is all of a notice that does not hang on the order of recording.
func telling(n *notice.Notice) string {
	if n == nil {
		return "none"
	}
	var b strings.Builder
	fmt.Fprint(&b, n.State, " ", n.Stated, " ", n.Duty, " ", n.LateDays, " ", n.FirstAction(), " ", n.LastAnswer(), " ", n.Untouched)
	for _, p := range n.Parts {
		fmt.Fprint(&b, "; ", p.Benefit, " ", p.ReachedOn, " ", p.Placed, " ", p.Lifted, " ", p.Payment, " ", p.AnswerBy)
		if p.Taken != nil {
			fmt.Fprint(&b, " taken ", p.Taken.On)
		}
		if p.Answer != nil {
			fmt.Fprint(&b, " answered ", p.Answer.On, " ", p.Answer.Answer)
		}
	}
	for _, f := range n.Facts {
		fmt.Fprint(&b, "\n", f.On, " ", f.Ordinal, " ", f.Loose)
	}
	return b.String()
}

// In whatever order facts are recorded, a notice is the same on every day.
func TestFold_doesNotHangOnTheOrderOfRecording(t *testing.T) {
	limits := terms(t)
	rapid.Check(t, func(t *rapid.T) {
		facts := drawNotice(t, "N-01", true)
		mixed := rapid.Permutation(facts).Draw(t, "order")
		for i := range mixed {
			mixed[i].Event = int32(i + 1)
		}
		for _, on := range []calendar.Date{drawDay(t, "as of"), day("2025-12-31")} {
			a := telling(notice.Fold(facts, on, noon("2025-12-31"), limits))
			if b := telling(notice.Fold(mixed, on, noon("2025-12-31"), limits)); a != b {
				t.Fatalf("as of %s:\n%s\nin another order:\n%s", on, a, b)
			}
		}
	})
}

// Every benefit the person has with a row that asks something is reached once, no other is,
// and nothing was done before it was asked.
func TestFold_reachesOnceAndCountsNoNegativeDays(t *testing.T) {
	rows, limits := rowsOf(t), terms(t)
	rapid.Check(t, func(t *rapid.T) {
		facts := drawNotice(t, "N-01", true)
		r := facts[0].Body.(notice.Receive)
		n := notice.Fold(facts[:1], day("2025-12-31"), noon("2025-12-31"), limits)
		var want []string
		for _, e := range r.Benefits {
			action := rows[[2]string{r.Circumstance, e.Benefit.String()}]
			ended := e.To != calendar.None && e.To < facts[0].On && (r.TrueFrom == calendar.None || e.To < r.TrueFrom)
			if action != "" && action != "none" && !ended {
				want = append(want, e.Benefit.String())
			}
		}
		var got []string
		for _, p := range n.Parts {
			got = append(got, p.Benefit.String())
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || len(n.Parts)+len(n.Untouched) != len(r.Benefits) {
			t.Fatalf("%s reached %v and not %d; want %v of %d", r.Circumstance, got, len(n.Untouched), want, len(r.Benefits))
		}
		n = notice.Fold(facts, day("2025-12-31"), noon("2025-12-31"), limits)
		seen := map[benefit.Code]bool{}
		for _, p := range n.Parts {
			if seen[p.Benefit] {
				t.Fatalf("%s was reached twice", p.Benefit)
			}
			seen[p.Benefit] = true
			if p.Answer != nil && p.Answer.On < p.ReachedOn || p.Taken != nil && p.Taken.On < p.ReachedOn || p.ReachedOn < n.ReceivedOn {
				t.Fatalf("%s was reached on %s: %+v %+v", p.Benefit, p.ReachedOn, p.Taken, p.Answer)
			}
		}
		if first, last := n.FirstAction(), n.LastAnswer(); first != calendar.None && first < n.ReceivedOn || last != calendar.None && last < first {
			t.Fatalf("received %s, first %s, last %s", n.ReceivedOn, first, last)
		}
		if (n.State == notice.Answered) != (n.LastAnswer() != calendar.None) {
			t.Fatalf("%s, last answer %s", n.State, n.LastAnswer())
		}
	})
}

// What is written is read back, and nothing else is read.
func TestBody_isReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, f := range drawNotice(t, "N-01", true) {
			text, err := notice.FormatBody(f.Body)
			if err != nil {
				t.Fatal(err)
			}
			e := journal.Event{Stream: notice.Stream(f.Notice), Kind: notice.KindOf(f.Body), Body: text, OccurredOn: f.On, Party: int64(anna)}
			got, err := notice.FromJournal(&e)
			if err != nil || fmt.Sprint(got.Body) != fmt.Sprint(f.Body) {
				t.Fatalf("%s: %v, %v", text, got.Body, err)
			}
		}
	})
}

func FuzzBody(f *testing.F) {
	r := told("income", "2025-03-01", "", "bostadsbidrag:2025-04-25")
	r.Reached = []benefit.Code{code("bostadsbidrag")}
	for _, b := range []notice.Body{r, notice.Take{Benefit: code("sjukpenning")}, answer("sjukpenning", "2025-04-01"), notice.Strike{Event: 2, Why: "x"}} {
		text, err := notice.FormatBody(b)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(notice.KindOf(b), text)
	}
	f.Add(notice.KindTaken, `{"benefit":"sjukpenning","benefit":"sjukpenning"}`)
	f.Add(notice.KindTaken, `{"benefit":"sjukpenning"} `)
	f.Fuzz(func(t *testing.T, kind, text string) {
		b, err := notice.ReadBody(kind, text)
		if err != nil {
			return
		}
		if again, err := notice.FormatBody(b); err != nil || again != text || notice.KindOf(b) != kind {
			t.Errorf("%s %q was read, and is written %q, %v", kind, text, again, err)
		}
	})
}
