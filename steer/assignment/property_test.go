package assignment_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

// drawDeadlines is what an assignment asks for in one edition.
func drawDeadlines(t *rapid.T, year int) []directive.Deadline {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) directive.Deadline {
		d := directive.Deadline{Line: rapid.IntRange(1, 99).Draw(t, "line"), Kind: rapid.SampledFrom(kinds[:3]).Draw(t, "kind"), Precision: directive.ToDay,
			Date: calendar.New(year, 1, 1).AddDays(rapid.IntRange(0, 500).Draw(t, "day"))}
		switch rapid.IntRange(0, 9).Draw(t, "form") {
		case 0:
			d.Date, d.Relative, d.Precision = calendar.None, "annual report", ""
		case 1:
			d.Yearly, d.Until = true, year+rapid.IntRange(0, 3).Draw(t, "until")
		case 2:
			d.Date, d.Precision = d.Date.EndOfMonth(), directive.ToMonth
		case 3:
			d.By = "Granskningsverket"
		}
		return d
	}), 0, 4).Draw(t, "deadlines")
}

var ids = []string{"2025-01", "2025-02", "2025-03"}

// drawEditions is some editions of two years, confirmed in any order.
func drawEditions(t *rapid.T) []directive.Edition {
	n := rapid.IntRange(1, 4).Draw(t, "editions")
	var all []directive.Edition
	for i := range n {
		year := 2025 + rapid.IntRange(0, 1).Draw(t, "year")
		from := calendar.New(year, 1, 1).AddDays(rapid.IntRange(-20, 300).Draw(t, "from"))
		e := directive.Edition{ID: string(rune('a'+i)) + "-edition", From: from,
			Confirmed: calendar.StartOfDay(from.AddDays(rapid.IntRange(0, 30).Draw(t, "confirmed"))) + calendar.Instant(i),
			Letter:    &directive.Letter{Year: year, Agency: "Exempelmyndigheten"}}
		for _, id := range ids {
			switch rapid.IntRange(0, 3).Draw(t, "has") {
			case 0:
			case 1:
				e.Letter.Earlier = append(e.Letter.Earlier, asked(id, "Uppdrag "+id, drawDeadlines(t, year)...))
			default:
				e.Letter.Assignments = append(e.Letter.Assignments, asked(id, "Uppdrag "+id, drawDeadlines(t, year)...))
			}
		}
		all = append(all, e)
	}
	return all
}

// drawEvents is facts as they may stand in streams, whatever the guard says, some about
// deadlines that do not exist.
func drawEvents(t *rapid.T) []journal.Event {
	n := map[string]int32{}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) journal.Event {
		id := rapid.SampledFrom(ids).Draw(t, "id")
		r := assignment.Ref{Assignment: id, Kind: rapid.SampledFrom(kinds[:3]).Draw(t, "kind"), No: rapid.IntRange(1, 3).Draw(t, "no"), Year: rapid.SampledFrom([]int{0, 0, 2025, 2026}).Draw(t, "year")}
		b := drawBody(t, r)
		if n[id] > 0 && rapid.IntRange(0, 9).Draw(t, "strike") == 0 {
			b = assignment.Strike{Event: int32(rapid.IntRange(1, int(n[id])).Draw(t, "event")), Why: "fel"}
		}
		n[id]++
		on := calendar.New(2025, 1, 1).AddDays(rapid.IntRange(0, 600).Draw(t, "on"))
		known := on.AddDays(rapid.IntRange(0, 40).Draw(t, "known"))
		text, err := assignment.FormatBody(b)
		if err != nil {
			t.Fatal(err)
		}
		return journal.Event{Stream: assignment.Stream(id), Version: n[id], Kind: assignment.KindOf(b), OccurredOn: on, RecordedAt: calendar.StartOfDay(known), Body: text}
	}), 0, 20).Draw(t, "events")
}

func drawDay(t *rapid.T, name string) calendar.Date {
	return calendar.New(2024, 12, 1).AddDays(rapid.IntRange(0, 800).Draw(t, name))
}

func register(t *rapid.T, editions []directive.Edition, events []journal.Event, on calendar.Date, known calendar.Instant) *assignment.Register {
	r, err := assignment.Build(editions, events, on, known, assignment.Parameters{Remind: []int{7, 30}, Horizon: calendar.New(2028, 6, 30)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The register as known at an instant does not know of what came later, neither facts nor
// editions; and the order in which it is given either does not matter.
func TestBuild_ignoresWhatIsKnownLaterAndTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		editions, events, on := drawEditions(t), drawEvents(t), drawDay(t, "on")
		known := calendar.StartOfDay(drawDay(t, "known"))
		r := register(t, editions, events, on, known)

		var early []journal.Event
		for _, e := range events {
			if e.RecordedAt <= known && (e.OccurredOn <= on || e.Kind == assignment.KindStruck) {
				early = append(early, e)
			}
		}
		confirmed := slices.DeleteFunc(slices.Clone(editions), func(e directive.Edition) bool { return e.Confirmed > known })
		if got := register(t, confirmed, early, on, known); !reflect.DeepEqual(got.Entries, r.Entries) || !reflect.DeepEqual(got.Loose, r.Loose) {
			t.Fatal("what is known later changes the register")
		}
		shuffled := rapid.Permutation(events).Draw(t, "order")
		mixed := rapid.Permutation(editions).Draw(t, "order of editions")
		if got := register(t, mixed, shuffled, on, known); !reflect.DeepEqual(got.Entries, r.Entries) || !reflect.DeepEqual(got.Loose, r.Loose) {
			t.Fatal("the order changes the register")
		}
	})
}

// What becomes known later takes no deadline away and gives no Ref to another: a Ref has
// the deadline that the same edition had under it before.
func TestBuild_refsStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		editions, events, on := drawEditions(t), drawEvents(t), drawDay(t, "on")
		known := calendar.StartOfDay(drawDay(t, "known"))
		before, after := register(t, editions, events, on, known), register(t, editions, events, on, known+calendar.Instant(400*24*3600*1_000_000))
		for _, e := range before.Entries {
			for _, d := range e.Deadlines {
				_, now := after.Deadline(d.Ref)
				if now == nil {
					t.Fatalf("%s is gone", d.Ref)
				}
				if !slices.ContainsFunc(now.Changes, func(c assignment.Change) bool { return c.By == d.Changes[0].By && c.Date == d.Changes[0].Date }) &&
					now.Changes[0].Since > d.Changes[0].Since {
					t.Fatalf("%s was given by %+v and is now given by %+v", d.Ref, d.Changes[0], now.Changes[0])
				}
			}
		}
	})
}

// Every deadline an edition in force prints stands in the register, and nothing else is
// awaited.
func TestBuild_losesAndInventsNoDeadline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		editions, on := drawEditions(t), drawDay(t, "on")
		known := calendar.EndOfDay(calendar.New(2028, 1, 1))
		r := register(t, editions, nil, on, known)
		for _, id := range ids {
			printed := map[calendar.Date]int{}
			most := 0
			for _, year := range []int{2025, 2026} {
				f := directive.InForce(editions, year, on, known)
				if f == nil {
					continue
				}
				for _, a := range append(slices.Clone(f.Letter.Assignments), f.Letter.Earlier...) {
					for _, d := range a.Deadlines {
						if a.ID == id && !d.Yearly {
							printed[d.Date]++
							most++
						}
					}
				}
			}
			live := map[calendar.Date]int{}
			n := 0
			if e := r.Entry(id); e != nil {
				for _, d := range e.Deadlines {
					if d.Dropped == "" && !d.Letter.Yearly {
						live[d.Letter.Date]++
						n++
					}
				}
			}
			if n > most {
				t.Fatalf("%s: %d stand, %d are printed", id, n, most)
			}
			for d := range live {
				if printed[d] == 0 {
					t.Fatalf("%s has %s, which no edition in force prints: %v", id, d, printed)
				}
			}
			// The later of two letters in force is shown in full.
			if e := r.Entry(id); e != nil && e.Dropped == "" {
				for _, d := range e.Letter.Deadlines {
					if !d.Yearly && live[d.Date] == 0 {
						t.Fatalf("%s of %s is printed and not shown: %v", d.Date, id, live)
					}
				}
			}
		}
	})
}

// Late ones listed a second way: straight from one edition and the facts.
func TestLate_listedASecondWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEditions(t)[0]
		events, on := drawEvents(t), drawDay(t, "on")
		known := calendar.EndOfDay(drawDay(t, "known"))
		want := map[string]bool{}
		if e.Confirmed <= known && e.From <= on {
			for _, a := range append(slices.Clone(e.Letter.Assignments), e.Letter.Earlier...) {
				for key, d := range lateOf(t, a, e, events, on, known) {
					want[key] = d < on
				}
			}
		}
		got := map[string]bool{}
		for _, i := range register(t, []directive.Edition{e}, events, on, known).Late() {
			got[i.Deadline.Ref.String()] = true
		}
		for k, late := range want {
			if !late {
				delete(want, k)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("late are %v, listed the second way %v", got, want)
		}
	})
}

// lateOf is the deadlines of an assignment that this agency has not delivered, each with
// its date in force, in an edition that is the only one.
func lateOf(t *rapid.T, a directive.Assignment, e directive.Edition, events []journal.Event, on calendar.Date, known calendar.Instant) map[string]calendar.Date {
	dates := map[string]calendar.Date{}
	number := map[directive.DeadlineKind]int{}
	inLetter := slices.Clone(a.Deadlines)
	slices.SortStableFunc(inLetter, func(x, y directive.Deadline) int {
		if x.Line != y.Line {
			return x.Line - y.Line
		}
		return int(min(1, max(-1, int64(x.Date)-int64(y.Date))))
	})
	for _, d := range inLetter {
		number[d.Kind]++
		r := assignment.Ref{Assignment: a.ID, Kind: d.Kind, No: number[d.Kind]}
		if d.By != "" {
			continue
		}
		if !d.Yearly {
			dates[r.String()] = d.Date
			continue
		}
		for y := d.Date.Year(); y <= d.Until; y++ {
			r.Year = y
			if day := calendar.New(y, d.Date.Month(), d.Date.Day()); day == calendar.None { // 29 February
				dates[r.String()] = calendar.New(y, 2, 28)
			} else {
				dates[r.String()] = day
			}
		}
	}
	// What had passed when the edition came, or stands in the table, was given before it.
	given := slices.ContainsFunc(e.Letter.Earlier, func(x directive.Assignment) bool { return x.ID == a.ID }) ||
		slices.ContainsFunc(a.Deadlines, func(d directive.Deadline) bool { return d.Date != calendar.None && d.Date < e.From })
	latest, closed := map[string]calendar.Date{}, false
	latestOrder := map[string][3]int64{}
	for _, ev := range events {
		if ev.Stream != assignment.Stream(a.ID) || ev.RecordedAt > known || ev.OccurredOn > on || struckIn(t, ev, events, known) {
			continue
		}
		b, err := assignment.ParseBody(ev.Kind, ev.Body)
		if err != nil {
			t.Fatal(err)
		}
		switch b := b.(type) {
		case assignment.Extend:
			k, order := b.For.String(), [3]int64{int64(ev.OccurredOn), int64(ev.RecordedAt), int64(ev.Version)}
			if was, ok := latestOrder[k]; !ok || slices.Compare(was[:], order[:]) < 0 {
				latestOrder[k], latest[k] = order, b.Date
			}
		case assignment.Close:
			closed = closed || ev.OccurredOn >= e.From || given
		case assignment.Deliver:
			delete(dates, b.For.String())
		}
	}
	if closed {
		return nil
	}
	for k, d := range dates {
		if moved, ok := latest[k]; ok {
			d = moved
		}
		if dates[k] = d; d == calendar.None {
			delete(dates, k)
		}
	}
	for _, ev := range events { // what was delivered stays so whatever came after
		if b, err := assignment.ParseBody(ev.Kind, ev.Body); err == nil && ev.RecordedAt <= known && ev.OccurredOn <= on && !struckIn(t, ev, events, known) {
			if b, ok := b.(assignment.Deliver); ok {
				delete(dates, b.For.String())
			}
		}
	}
	return dates
}

func struckIn(t *rapid.T, ev journal.Event, events []journal.Event, known calendar.Instant) bool {
	for _, s := range events {
		if s.Stream != ev.Stream || s.Kind != assignment.KindStruck || s.RecordedAt > known {
			continue
		}
		b, err := assignment.ParseBody(s.Kind, s.Body)
		if err != nil {
			t.Fatal(err)
		}
		if b.(assignment.Strike).Event == ev.Version {
			return true
		}
	}
	return false
}
