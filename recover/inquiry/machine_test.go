package inquiry

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
)

// after is the states that a state leads to.
func after(s State) (to []State) {
	for k, n := range next {
		if k.from == s && n != s {
			to = append(to, n)
		}
	}
	return to
}

func reach(from State) map[State]bool {
	seen := map[State]bool{from: true}
	for queue := []State{from}; len(queue) > 0; {
		s := queue[0]
		queue = queue[1:]
		for _, n := range after(s) {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return seen
}

func TestMachine_everyStateIsReachedAndLeft(t *testing.T) {
	from := reach(Signalled)
	for _, s := range States {
		if !from[s] {
			t.Errorf("%s is never reached", s)
		}
		if !reach(s)[Closed] {
			t.Errorf("nothing leads from %s to the end", s)
		}
		if s != Closed && len(after(s)) == 0 || s == Closed && len(after(s)) > 0 {
			t.Errorf("%s leads to %v", s, after(s))
		}
	}
	for k, to := range next {
		if !slices.Contains(States, k.from) || !slices.Contains(States, to) {
			t.Errorf("%+v leads to %s", k, to)
		}
	}
}

// A row that stands twice would have the later one win without anybody seeing it.
func TestMachine_hasOneRowForEachEventInAState(t *testing.T) {
	seen := map[stateAndKind]bool{}
	kinds := map[string]bool{}
	for _, r := range table {
		k := stateAndKind{r.from, r.by}
		if seen[k] {
			t.Errorf("%s in %s has two rows", r.by, r.from)
		}
		seen[k], kinds[r.by] = true, true
		if effects[r.by] == nil {
			t.Errorf("%s does nothing to a case", r.by)
		}
	}
	for k := range effects {
		if !kinds[k] {
			t.Errorf("%s never comes", k)
		}
	}
}

// Nobody decides before the decision was asked for, but the program; and a decision is never
// undone but before its letters left.
func TestMachine_guardsTheDecision(t *testing.T) {
	for _, s := range States {
		_, decided := next[stateAndKind{s, kindDecided}]
		_, alone := next[stateAndKind{s, kindDecidedAlone}]
		if decided != (s == InApproval) || alone != (s == Investigating) {
			t.Errorf("a decision in %s: %t, of the program %t", s, decided, alone)
		}
		for _, k := range []string{kindDiscontinued, kindAssessed, kindHearingSent, kindExempted, kindProposed, kindStopped} {
			if _, ok := next[stateAndKind{s, k}]; ok && (s == Executing || s == Closed) {
				t.Errorf("%s in %s, after the decision", k, s)
			}
		}
		if _, ok := next[stateAndKind{s, kindAssessed}]; ok && (s == Proposed || s == InApproval) {
			t.Errorf("a step is assessed in %s, under what was proposed", s)
		}
	}
}

// Every open state is brought to someone by time, whatever day it was entered, stopped or
// not, and the list says the day.
func TestTimers_everyOpenState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		since := calendar.Date(rapid.Int32Range(15_000, 25_000).Draw(t, "since"))
		for _, s := range States {
			c := &Case{State: s, Since: since, Reasked: calendar.None, Hearings: []Hearing{{AnswerBy: since + 14}}}
			if rapid.Bool().Draw(t, "stopped") {
				c.Stop = &Stop{Until: since + calendar.Date(rapid.Int32Range(1, 365).Draw(t, "until"))}
			}
			if s == Closed {
				if c.Stop = nil; len(c.DueOn(since+4000)) > 0 || c.comes(since) != calendar.None {
					t.Fatal("an ended case has a timer")
				}
				continue
			}
			comes := c.comes(since)
			if comes <= since || comes > since+400 {
				t.Fatalf("%s since %s comes %s", s, since, comes)
			}
			if c.undone(comes-1) != nil || c.undone(comes) == nil || c.undone(comes).Since != comes {
				t.Fatalf("%s comes %s, and is due %+v", s, comes, c.DueOn(comes))
			}
			// Whatever happens in it on the day or later does not make it forgotten.
			later := comes + calendar.Date(rapid.Int32Range(0, 60).Draw(t, "later"))
			if d := c.comes(later); d < comes || d > later {
				t.Fatalf("%s came %s, and on %s the next is %s", s, comes, later, d)
			}
			if c.Stop == nil && !slices.ContainsFunc(timers, func(x Timer) bool { return x.State == s && x == c.undone(comes).Timer }) {
				t.Fatalf("%+v is no timer of %s", c.undone(comes), s)
			}
		}
	})
}

// Any row of events either folds or is refused with the event's name; it never panics, and
// what does not fold is where the table has no row.
func TestFold_anyEvents(t *testing.T) {
	var kinds []string
	for k := range effects {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	bodies := map[string]string{
		kindBasis:       `{"source":"s","id":"b","version":%d,"lines":[{"payout":"P","from":"2026-01-01","to":"2026-01-31","payee":193501096998,"paid":100000,"entitled":%d}]}`,
		kindHearingSent: `{"answer_by":"2026-04-01","amount":100,"grounds":["ordinary"],"basis":1}`, kindProposed: `{"basis":1,"repay":1,"result":"repay_full","digest":"x"}`,
		kindAssessed: `{"step":"facts","spans":[{"from":"2026-01-01","to":"2026-01-31","answer":"wrong","reason":"r"}],"basis":1}`,
	}
	rapid.Check(t, func(t *rapid.T) {
		events := []journal.Event{{Kind: kindOpened, OccurredOn: 20_500, RecordedAt: 1, Actor: "a", Body: `{"id":"R26-000001","benefit":"sjukpenning","from":"2026-01-01","to":"2026-01-31"}`}}
		state := Signalled
		for i := range rapid.IntRange(1, 30).Draw(t, "events") {
			kind := rapid.SampledFrom(kinds).Draw(t, "kind")
			if rapid.IntRange(0, 4).Draw(t, "may come") > 0 {
				var may []string
				for _, k := range kinds {
					if _, ok := next[stateAndKind{state, k}]; ok {
						may = append(may, k)
					}
				}
				kind = rapid.SampledFrom(may).Draw(t, "kind that may come")
			}
			body := bodies[kind]
			switch {
			case kind == kindBasis:
				body = fmt.Sprintf(body, i+1, rapid.IntRange(0, 3).Draw(t, "entitled"))
			case body == "":
				body = `{}`
			}
			events = append(events, journal.Event{Seq: int64(i + 2), Kind: kind, OccurredOn: 20_500 + calendar.Date(i), RecordedAt: calendar.Instant(i + 2), Actor: "a", Body: body})
			c, err := Fold(193501096998, events)
			if _, ok := next[stateAndKind{state, kind}]; ok != (err == nil) {
				t.Fatalf("%s in %s: %v", kind, state, err)
			}
			if err != nil {
				return
			}
			state = c.State
			if c.Version != len(events) || len(c.History) != len(events) || (state == Closed) != (c.EndedOn != calendar.None) {
				t.Fatalf("%+v", c)
			}
			c.summary()
			if state == Proposed && c.Proposal == nil || state == InHearing && len(c.Hearings) == 0 {
				t.Fatalf("it is %s without what makes it so", state)
			}
		}
	})
}
