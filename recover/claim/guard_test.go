package claim_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
)

// day reads a date of a test.
func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// story makes a decision and its events of a few words:
//
//	NEW 2023-05-02 | dispatched 2023-05-04 | paid 2023-06-01 500 | paid 2023-06-02 500/400
//	NEW 2023-05-02 | deferral_granted 2023-05-04 until:2023-07-01 | served 2023-06-01 debtor:193502017456
func story(text string) (claim.Decision, []claim.Event) {
	parts := strings.Split(text, " | ")
	d := claim.Decision{ID: "A", DecidedOn: day(strings.Fields(parts[0])[1]), Principal: 1000, Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}
	if got := claim.RegimeOn(d.DecidedOn).String(); got != strings.Fields(parts[0])[0] {
		panic("a claim of " + d.DecidedOn.String() + " is " + got)
	}
	var events []claim.Event
	for i, p := range parts[1:] {
		f := strings.Fields(p)
		kind, ok := claim.ParseKind(f[0])
		if !ok {
			panic(f[0])
		}
		e := claim.Event{ID: fmt.Sprintf("e%d", i+1), Ordinal: int64(i + 1), Kind: kind, OccurredOn: day(f[1])}
		e.RecordedAt = calendar.EndOfDay(e.OccurredOn)
		for _, word := range f[2:] {
			if known, ok := strings.CutPrefix(word, "known:"); ok {
				e.RecordedAt = calendar.EndOfDay(day(known))
				continue
			}
			if detail(&e, word) {
				continue
			}
			var amount, part int64
			if n, _ := fmt.Sscanf(word, "%d/%d", &amount, &part); n == 1 {
				part = amount
			}
			e.Amount, e.ToPrincipal = money.Amount(amount), money.Amount(part)
		}
		events = append(events, e)
	}
	claim.Sort(events)
	return d, events
}

// detail takes a word of a story that states a detail.
func detail(e *claim.Event, word string) bool {
	name, value, ok := strings.Cut(word, ":")
	if !ok {
		return false
	}
	d := e.Detail()
	switch name {
	case "until":
		d.Until = day(value)
	case "debtor":
		n, err := identity.Parse(value)
		if err != nil {
			panic(err)
		}
		d.Debtor = n
	case "second":
		ore, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			panic(err)
		}
		d.Second = money.Amount(ore)
	default:
		panic(word)
	}
	e.Details = &d
	return true
}

// guardExamples has for each rule the stories it stops, and stories near them
// that it lets pass. Of each story only the last event is to be refused.
var guardExamples = map[string]struct{ stopped, allowed []string }{
	"before-decision": {
		[]string{"NEW 2023-05-02 | dispatched 2023-05-01"},
		[]string{"NEW 2023-05-02 | dispatched 2023-05-02"}},
	"amount-missing": {
		[]string{"NEW 2023-05-02 | paid 2023-05-03", "NEW 2023-05-02 | changed 2023-05-03 0", "NEW 2023-05-02 | paid 2023-05-03 5 | payment_reversed 2023-05-04 -5"},
		[]string{"NEW 2023-05-02 | paid 2023-05-03 1", "NEW 2023-05-02 | waived 2023-05-03"}},
	"amount-parts": {
		[]string{"NEW 2023-05-02 | paid 2023-05-03 5/6", "NEW 2023-05-02 | paid 2023-05-03 5/-1", "NEW 2023-05-02 | waived 2023-05-03 -5"},
		[]string{"NEW 2023-05-02 | paid 2023-05-03 5/5", "NEW 2023-05-02 | paid 2023-05-03 5/0"}},
	"decided-twice": {
		[]string{"NEW 2023-05-02 | decided 2023-05-02 1000"},
		[]string{"NEW 2023-05-02 | changed 2023-05-02 1000"}},
	"date-out-of-range": {
		[]string{"NEW 2023-05-02 | dispatched 2079-06-07"},
		[]string{"NEW 2023-05-02 | dispatched 2079-06-06"}},
	"amount-too-large": {
		[]string{"NEW 2023-05-02 | paid 2023-05-03 1000000000000001/5", "NEW 2023-05-02 | changed 2023-05-03 1000000000000001", "NEW 2023-05-02 | plan_agreed 2023-05-03 second:1000000000000001"},
		[]string{"NEW 2023-05-02 | paid 2023-05-03 1000000000000000/5", "NEW 2023-05-02 | changed 2023-05-03 1000000000000000", "NEW 2023-05-02 | plan_agreed 2023-05-03 second:1000000000000000"}},
	"until-before": {
		[]string{"NEW 2023-05-02 | deferral_granted 2023-06-01 until:2023-05-31"},
		[]string{"NEW 2023-05-02 | deferral_granted 2023-06-01 until:2023-06-01", "NEW 2023-05-02 | deferral_granted 2023-06-01"}},
	"not-a-debtor": {
		[]string{"NEW 2023-05-02 | debtor_died 2023-06-01 debtor:193501096998"},
		[]string{"NEW 2023-05-02 | debtor_died 2023-06-01 debtor:193502017456", "NEW 2023-05-02 | debtor_died 2023-06-01"}},
	"known-before-it-occurred": {
		[]string{"NEW 2023-05-02 | dispatched 2023-05-04 known:2023-05-03"},
		[]string{"NEW 2023-05-02 | dispatched 2023-05-04 known:2023-05-04", "NEW 2023-05-02 | dispatched 2023-05-04 known:2024-05-04"}},
	"reversal-without-payment": {
		[]string{"NEW 2023-05-02 | payment_reversed 2023-05-03 5", "NEW 2023-05-02 | paid 2023-05-03 5 | payment_reversed 2023-05-04 6", "NEW 2023-05-02 | paid 2023-05-03 9/5 | payment_reversed 2023-05-04 6"},
		[]string{"NEW 2023-05-02 | paid 2023-05-03 5 | payment_reversed 2023-05-04 5"}},
	"end-without-start": {
		[]string{"NEW 2023-05-02 | plan_ended 2023-05-03", "NEW 2023-05-02 | returned 2023-05-03", "NEW 2023-05-02 | plan_agreed 2023-05-03 | plan_ended 2023-05-04 | plan_ended 2023-05-05"},
		[]string{"NEW 2023-05-02 | plan_agreed 2023-05-03 | plan_ended 2023-05-03"}},
	"start-twice": {
		[]string{"NEW 2023-05-02 | setoff_started 2023-05-03 | setoff_started 2023-05-04"},
		[]string{"NEW 2023-05-02 | setoff_started 2023-05-03 | setoff_ended 2023-05-04 | setoff_started 2023-05-04", "NEW 2023-05-02 | dispatched 2023-05-03 | dispatched 2023-05-04"}},
	"claim-has-ended": {
		[]string{"NEW 2023-05-02 | annulled 2023-05-03 | plan_agreed 2023-05-04", "NEW 2023-05-02 | waived 2023-05-03 | paid 2023-05-04 5"},
		[]string{"NEW 2023-05-02 | plan_agreed 2023-05-03 | annulled 2023-05-04 | plan_ended 2023-05-04", "NEW 2023-05-02 | waived 2023-05-03 5 | paid 2023-05-04 5"}},
	"nothing-left": {
		[]string{"NEW 2023-05-02 | paid 2023-05-03 1000 | plan_agreed 2023-05-04"},
		[]string{"NEW 2023-05-02 | paid 2023-05-03 999 | plan_agreed 2023-05-04", "NEW 2023-05-02 | paid 2023-05-03 1000/999 | plan_agreed 2023-05-04"}},
	"closed-at-kfm": {
		[]string{served + "referred 2023-09-01 | paid 2023-09-02 5", served + "referred 2023-09-01 | waived 2023-09-02 5"},
		[]string{served + "referred 2023-09-01 | returned 2023-09-02 | paid 2023-09-02 5", "OLD 2021-05-02 | referred 2022-09-01 | paid 2022-09-02 5"}},
	"more-than-left": {
		[]string{"NEW 2023-05-02 | paid 2023-05-03 1001", "NEW 2023-05-02 | paid 2023-05-03 600 | waived 2023-05-03 401"},
		[]string{"NEW 2023-05-02 | paid 2023-05-03 1000", "NEW 2023-05-02 | paid 2023-05-03 1500/1000"}},
	"not-dispatched": {
		[]string{"NEW 2023-05-02 | served 2023-05-08"},
		[]string{"NEW 2023-05-02 | dispatched 2023-05-04 | served 2023-05-08"}},
	"not-final": {
		// Served on Monday 2023-05-08: two months later is a Saturday, so the last day is Monday 10 July.
		[]string{served + "referred 2023-07-10", "NEW 2023-05-02 | dispatched 2023-05-04 | referred 2023-09-01"},
		// A second service does not move the time to appeal.
		[]string{served + "referred 2023-07-11", served + "served 2023-07-05 | referred 2023-07-11"}},
	"not-due": {
		// Sent on 5 May: due on Saturday 4 June, and Monday is the national day, so on 7 June.
		[]string{"OLD 2022-05-02 | dispatched 2022-05-05 | referred 2022-06-07", "OLD 2022-05-02 | referred 2022-06-01"},
		[]string{"OLD 2022-05-02 | dispatched 2022-05-05 | referred 2022-06-08", "OLD 2022-05-02 | referred 2022-06-02"}},
	"arrangement-in-force": {
		[]string{served + "plan_agreed 2023-06-01 | referred 2023-09-01", served + "deferral_granted 2023-06-01 | referred 2023-09-01"},
		[]string{served + "plan_agreed 2023-06-01 | plan_ended 2023-09-01 | referred 2023-09-01", served + "setoff_started 2023-06-01 | referred 2023-09-01"}},
	"restructuring": {
		[]string{"NEW 2023-05-02 | restructuring_started 2023-06-01 | plan_agreed 2023-06-02", "NEW 2023-05-02 | restructuring_started 2023-06-01 | setoff_started 2023-06-02"},
		[]string{"NEW 2023-05-02 | restructuring_started 2023-06-01 | restructuring_ended 2023-06-02 | plan_agreed 2023-06-02"}},
	"limitation-not-reached": {
		// OLD: ten years from the decision. NEW: five years after the end of the year it fell due.
		[]string{"OLD 2014-06-16 | time_barred 2024-06-16", "NEW 2022-11-28 | dispatched 2022-11-28 | time_barred 2027-12-31", "NEW 2022-11-28 | dispatched 2022-12-12 | time_barred 2028-12-31"},
		[]string{"OLD 2014-06-16 | time_barred 2024-06-17", "NEW 2022-11-28 | dispatched 2022-11-28 | time_barred 2028-01-01", "NEW 2022-11-28 | dispatched 2022-12-12 | time_barred 2029-01-01"}},
}

// served begins the story of a NEW claim that can gain final force.
const served = "NEW 2023-05-02 | dispatched 2023-05-04 | served 2023-05-08 | "

func refusals(text string) (all []*claim.Refusal) {
	d, events := story(text)
	claim.Check(&d, events, terms, func(r *claim.Refusal) { all = append(all, r) })
	return all
}

// Every rule stops what it says and nothing near it, and what it says is in a
// file that a person can read.
func TestGuards_eachRuleHasAnExample(t *testing.T) {
	var b strings.Builder
	b.WriteString("# What each rule of a claim's life says when it stops an event (recover/claim/guard_test.go).\n")
	for _, rule := range claim.Rules() {
		x, ok := guardExamples[rule.ID]
		if !ok || len(x.stopped) == 0 || len(x.allowed) == 0 {
			t.Errorf("the rule %s has no example", rule.ID)
			continue
		}
		weight := "a warning for a history from another system"
		if rule.Weight == claim.Impossible {
			weight = "always refused"
		}
		fmt.Fprintf(&b, "\n## %s (%s)\n", rule.ID, weight)
		for _, s := range x.stopped {
			got := refusals(s)
			if len(got) != 1 || got[0].Rule != rule || got[0].Claim != "A" || !strings.HasSuffix(s, got[0].Event.Kind.String()+" "+got[0].Event.OccurredOn.String()+rest(s)) {
				t.Errorf("%s: %q is stopped by %v", rule.ID, s, got)
				continue
			}
			fmt.Fprintf(&b, "%s\n    %v\n", s, got[0])
		}
		for _, s := range x.allowed {
			if got := refusals(s); len(got) > 0 {
				t.Errorf("%s: %q is stopped by %v", rule.ID, s, got)
			}
		}
	}
	if len(guardExamples) != len(claim.Rules()) {
		t.Errorf("%d examples for %d rules", len(guardExamples), len(claim.Rules()))
	}
	golden(t, "guards.golden", b.String())
}

// rest is what follows the date of a story's last event.
func rest(story string) string {
	last := strings.Fields(story[strings.LastIndex(story, "| ")+2:])
	return strings.Join(append([]string{""}, last[2:]...), " ")
}

// What is impossible does not take effect; what only the rules forbid does, as
// in a history that was booked so.
func TestCheck_whatIsRefusedAndTakesEffectAllTheSame(t *testing.T) {
	got := refusals("NEW 2023-05-02 | plan_ended 2023-05-03 | paid 2023-05-03 | paid 2023-05-04 2000 | plan_agreed 2023-05-05")
	var rules []string
	for _, r := range got {
		rules = append(rules, r.Event.ID+" "+r.Rule.ID)
	}
	if want := "[e1 end-without-start e2 amount-missing e3 more-than-left e4 nothing-left]"; fmt.Sprint(rules) != want {
		t.Errorf("%v; expected %s", rules, want)
	}
}

func TestMayAppend_triesTheEventInItsPlace(t *testing.T) {
	for _, x := range []struct{ story, event, want string }{
		{"NEW 2023-05-02 | plan_agreed 2023-06-01", "plan_ended 2023-07-01", ""},
		{"NEW 2023-05-02 | plan_agreed 2023-06-01", "plan_agreed 2023-07-01", "start-twice"},
		// Dated before what is there, so that what follows would not have been allowed.
		{"NEW 2023-05-02 | plan_agreed 2023-06-01 | plan_ended 2023-07-01", "plan_ended 2023-06-15", "end-without-start"},
		{"NEW 2023-05-02 | paid 2023-06-01 1000", "paid 2023-05-15 1", "more-than-left"},
		{"NEW 2023-05-02 | paid 2023-06-01 1000", "waived 2023-05-15", "claim-has-ended"},
		// What was wrong before does not stop something else.
		{"NEW 2023-05-02 | plan_ended 2023-06-01", "paid 2023-06-02 1", ""},
		{"NEW 2023-05-02 | plan_ended 2023-06-01", "plan_agreed 2023-05-15", ""},
	} {
		d, events := story(x.story)
		_, more := story("NEW 2023-05-02 | " + x.event)
		e := more[0]
		e.ID, e.Ordinal = "new", 100
		before := fmt.Sprint(events)
		got := ""
		if r := claim.MayAppend(&d, events, e, terms); r != nil {
			got = r.Rule.ID
		}
		if got != x.want {
			t.Errorf("%s, then %s: %q; expected %q", x.story, x.event, got, x.want)
		}
		if fmt.Sprint(events) != before {
			t.Errorf("%s: the events were changed", x.story)
		}
	}
}

// Events recorded without a key have no id. What one of them did must not excuse
// another.
func TestMayAppend_tellsEventsWithoutIDApart(t *testing.T) {
	d, events := story("NEW 2023-05-02 | plan_ended 2023-06-01")
	events[0].ID = ""
	_, more := story("NEW 2023-05-02 | plan_ended 2023-06-02")
	e := more[0]
	e.ID, e.Ordinal = "", 2
	if r := claim.MayAppend(&d, events, e, terms); r == nil || r.Rule.ID != "end-without-start" || r.Event != e {
		t.Errorf("%v", r)
	}
}

// Every name that other systems use for a kind is read as that kind, and the
// stored names are the ones written.
func TestParseKind(t *testing.T) {
	for _, k := range claim.Kinds() {
		if got, ok := claim.ParseKind(k.String()); !ok || got != k {
			t.Errorf("%s is read as %s", k, got)
		}
		if k.NeedsAmount() && !k.MayHaveAmount() {
			t.Errorf("%s must have an amount and may not", k)
		}
	}
	for name, want := range map[string]claim.Kind{"referred_to_kfm": claim.Referred, "returned_from_kfm": claim.Returned, "changed_amount": claim.Changed, "set_off_started": claim.SetoffStarted} {
		if got, ok := claim.ParseKind(name); !ok || got != want {
			t.Errorf("%s is read as %s", name, got)
		}
	}
	for _, name := range []string{"", "Paid", "paid ", "kind(3)", "payment"} {
		if k, ok := claim.ParseKind(name); ok {
			t.Errorf("%q is read as %s", name, k)
		}
	}
	if got := claim.Kind(200).String(); got != "kind(200)" {
		t.Error(got)
	}
}
