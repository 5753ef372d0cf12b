package claim_test

import (
	"strconv"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// told is a life in words, one fact a line: the day, the kind, the öre if any, and
// details as in the files of events. The first line is the decision, whose details
// are charge=, type= and debtors=2. The events are called e1, e2, … and follow in
// this order. What is paid without by=law is booked to principal, but for
// rest= öre.
//
//	2024-01-10 decided 100000 charge=2600
//	2024-01-15 dispatched
//	2024-03-20 plan_agreed 9000 first=2024-04-30 count=12 second=1500
//	2024-04-30 paid 9000 by=law
func told(t fataler, text string) secondLife {
	t.Helper()
	var l secondLife
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		day, err := calendar.Parse(words[0])
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		rest := words[2:]
		var amount int64
		if len(rest) > 0 {
			if v, err := strconv.ParseInt(rest[0], 10, 64); err == nil {
				amount, rest = v, rest[1:]
			}
		}
		if i == 0 {
			l.Decision = toldDecision(t, day, amount, rest)
			continue
		}
		kind, ok := claim.ParseKind(words[1])
		if !ok {
			t.Fatalf("%q: there is no such kind", line)
		}
		e := claim.Event{ID: "e" + strconv.Itoa(i), Kind: kind, OccurredOn: day, RecordedAt: calendar.EndOfDay(day), Ordinal: int64(i), Amount: money.Amount(amount),
			ToPrincipal: money.Amount(amount), Details: &claim.Details{Until: calendar.None, First: calendar.None}}
		for _, word := range rest {
			toldDetail(t, &e, word)
		}
		l.events = append(l.events, e)
	}
	claim.Sort(l.events)
	return l
}

func toldDecision(t fataler, day calendar.Date, amount int64, words []string) claim.Decision {
	t.Helper()
	d := claim.Decision{ID: "A", DecidedOn: day, Principal: money.Amount(amount), Debtors: []claim.Debtor{{Number: secondDebtors[0]}}}
	d.Benefit, _ = benefit.Parse("sjukpenning")
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		ok := true
		switch name {
		case "charge":
			d.Charge = toldSum(t, value)
		case "type":
			d.Type, ok = claim.ParseType(value)
		case "debtors":
			d.Debtors = append(d.Debtors, claim.Debtor{Number: secondDebtors[1]})
		default:
			ok = false
		}
		if !ok {
			t.Fatalf("%q cannot be read", word)
		}
	}
	return d
}

func toldDetail(t fataler, e *claim.Event, word string) {
	t.Helper()
	name, value, _ := strings.Cut(word, "=")
	d, ok := e.Details, true
	var err error
	switch name {
	case "by":
		e.ByLaw, e.ToPrincipal = true, 0
	case "rest":
		e.ToPrincipal -= toldSum(t, value)
	case "count":
		d.Count = int32(toldSum(t, value))
	case "debtor":
		d.Debtor = secondDebtors[map[string]int{"A": 0, "B": 1}[value]]
	case "first":
		d.First, err = calendar.Parse(value)
	case "known":
		e.RecordedAt, err = calendar.ParseInstant(value)
	case "mode":
		e.Mode = value
	case "part":
		d.Part, ok = claim.ParsePart(value)
	case "ref":
		d.Ref = value
	case "second":
		d.Second = toldSum(t, value)
	case "until":
		d.Until, err = calendar.Parse(value)
	default:
		ok = false
	}
	if err != nil || !ok {
		t.Fatalf("%q cannot be read: %v", word, err)
	}
}

func toldSum(t fataler, s string) money.Amount {
	t.Helper()
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return money.Amount(v)
}

// readDay reads a date; "" is none.
func readDay(t testing.TB, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return calendar.None
	}
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
