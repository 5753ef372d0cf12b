// Package claimtest makes random lives of claims for property tests: few claims,
// small amounts and dates that crowd around every border of the definitions, in
// any order, also orders that no agency would allow. What cannot be stored at all
// (an event before the decision, a payment without amount) is not made.
//
// It is for tests only and checks nothing itself.
package claimtest

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"balans/exchange/claimcsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// Life is a decision and all that is ever told of it, in order of telling.
type Life struct {
	claim.Decision
	Events []claim.Event
}

// Clone copies a life, so that its events can be sorted.
func (l Life) Clone() Life {
	l.Events = slices.Clone(l.Events)
	return l
}

// Borders are the dates that reports in the tests are made for, most of them the
// day before, on or after something changes.
func Borders() []calendar.Date {
	return []calendar.Date{
		calendar.New(2022, 8, 31), calendar.New(2022, 9, 1), calendar.New(2022, 10, 31), calendar.New(2022, 11, 1),
		calendar.New(2023, 12, 31), calendar.New(2024, 2, 28), calendar.New(2024, 2, 29), calendar.New(2024, 3, 1), calendar.New(2024, 12, 31),
		calendar.New(2025, 2, 27), calendar.New(2025, 2, 28), calendar.New(2025, 3, 1),
		calendar.New(2026, 8, 31), calendar.New(2026, 9, 1), calendar.New(2028, 2, 28), calendar.New(2028, 2, 29),
	}
}

// Border draws one of Borders or a day near one.
func Border(t *rapid.T, label string) calendar.Date {
	d := rapid.SampledFrom(Borders()).Draw(t, label)
	if rapid.IntRange(0, 3).Draw(t, label+" away") == 0 {
		d = d.AddDays(rapid.IntRange(-90, 90).Draw(t, label+" by"))
	}
	return d
}

// Known draws an instant at which something is known: often the very one at which
// an event of the lives became known, or the one before.
func Known(t *rapid.T, label string, stock []Life) calendar.Instant {
	l := stock[rapid.IntRange(0, len(stock)-1).Draw(t, label+" by claim")]
	switch rapid.IntRange(0, 5).Draw(t, label+" sort") {
	case 0:
		return calendar.EndOfDay(calendar.New(2040, 1, 1))
	case 1:
		return calendar.StartOfDay(l.DecidedOn) - calendar.Instant(rapid.IntRange(0, 1).Draw(t, label+" before"))
	case 2, 3:
		if len(l.Events) > 0 {
			e := l.Events[rapid.IntRange(0, len(l.Events)-1).Draw(t, label+" event")]
			return e.RecordedAt - calendar.Instant(rapid.IntRange(0, 2).Draw(t, label+" before")/2)
		}
	}
	return calendar.EndOfDay(Border(t, label))
}

// debtors are test identities of Skatteverket (CC0) and an organisation.
var debtors = []string{"193501096998", "193501259166", "193501277697", "193502017456", "2021005521"}

// Stock draws from least to most claims in order of number, with unlike numbers.
func Stock(t *rapid.T, least, most int) []Life {
	stock := make([]Life, rapid.IntRange(least, most).Draw(t, "claims"))
	for i := range stock {
		stock[i] = life(t, fmt.Sprintf("C%d", i+1))
	}
	return stock
}

func life(t *rapid.T, id string) Life {
	l := Life{Decision: decision(t, id)}
	used := map[string]bool{}
	for range rapid.IntRange(0, 4).Draw(t, "events") + rapid.IntRange(0, 6).Draw(t, "more events") {
		if e := Event(t, &l.Decision); !used[e.ID] {
			used[e.ID] = true
			l.Events = append(l.Events, e)
		}
	}
	return l
}

func decision(t *rapid.T, id string) claim.Decision {
	d := claim.Decision{ID: id, DecidedOn: decidedOn(t), Principal: money.Amount(rapid.Int64Range(1, 30).Draw(t, "principal"))}
	d.Authority = claim.Authority(min(1, rapid.IntRange(0, 4).Draw(t, "FK or PM")/4))
	d.Origin = claim.Origin(rapid.IntRange(0, 1).Draw(t, "origin"))
	d.Benefit, _ = benefit.Parse(rapid.SampledFrom([]string{"bostadsbidrag", "sjukpenning", "underhallsstod"}).Draw(t, "benefit"))
	first := rapid.IntRange(0, len(debtors)-1).Draw(t, "debtor")
	d.Debtors = []claim.Debtor{{Number: number(debtors[first])}}
	if rapid.IntRange(0, 4).Draw(t, "one debtor") == 4 {
		d.Debtors = append(d.Debtors, claim.Debtor{Number: number(debtors[(first+1)%len(debtors)])})
		if d.Principal > 1 && rapid.Bool().Draw(t, "in shares") {
			d.Debtors[0].Share, d.Debtors[1].Share = 1, d.Principal-1
		}
	}
	ground(t, &d)
	return d
}

func number(s string) identity.Number {
	n, err := identity.ParseOn(s, calendar.New(2020, 1, 1))
	if err != nil {
		panic(err) // the list above is wrong
	}
	return n
}

// decidedOn is a day for which some border lies at an interesting distance.
func decidedOn(t *rapid.T) calendar.Date {
	border := rapid.SampledFrom(Borders()).Draw(t, "decided before")
	switch rapid.IntRange(0, 5).Draw(t, "decided") {
	case 0:
		return border
	case 1:
		return border.AddDays(rapid.IntRange(-62, -59).Draw(t, "days"))
	case 2:
		return border.AddYears(-rapid.SampledFrom([]int{4, 5, 9, 10}).Draw(t, "years")).AddDays(rapid.IntRange(-1, 1).Draw(t, "days"))
	case 3:
		return calendar.New(rapid.SampledFrom([]int{2008, 2012, 2016, 2020, 2024}).Draw(t, "leap year"), 2, 29)
	case 4:
		return claim.RegimeBorder.AddDays(rapid.IntRange(-1, 0).Draw(t, "days"))
	}
	return border.AddDays(-rapid.IntRange(0, 4000).Draw(t, "days"))
}

// telling are the kinds that move claims in and out of figures most.
var telling = []claim.Kind{claim.Paid, claim.Referred, claim.Returned, claim.RegisteredNotServed, claim.Served, claim.PaymentReversed,
	claim.PlanAgreed, claim.PlanEnded, claim.Changed, claim.Waived}

// Event draws an event of a claim. Its ordinal is the number its id ends with,
// as for imported events.
func Event(t *rapid.T, d *claim.Decision) claim.Event {
	decided := d.DecidedOn
	e := claim.Event{Kind: rapid.OneOf(rapid.SampledFrom(telling), rapid.SampledFrom(telling), rapid.SampledFrom(claim.Kinds()[1:])).Draw(t, "kind")}
	e.Ordinal = rapid.Int64Range(0, 6).Draw(t, "ordinal")
	e.ID = rapid.SampledFrom([]string{"a", "b-", "É"}).Draw(t, "prefix") + strconv.FormatInt(e.Ordinal, 10)
	switch rapid.IntRange(0, 4).Draw(t, "occurred") {
	case 0:
		e.OccurredOn = decided
	case 1:
		e.OccurredOn = max(decided, rapid.SampledFrom(Borders()).Draw(t, "on border"))
	case 2:
		e.OccurredOn = decided.AddDays(rapid.IntRange(0, 4000).Draw(t, "days"))
	default:
		e.OccurredOn = decided.AddDays(rapid.IntRange(0, 70).Draw(t, "days"))
	}
	e.RecordedAt = calendar.EndOfDay(e.OccurredOn)
	switch rapid.IntRange(0, 3).Draw(t, "recorded") {
	case 0:
		e.RecordedAt = calendar.EndOfDay(e.OccurredOn.AddDays(rapid.IntRange(1, 800).Draw(t, "days late")))
	case 1:
		e.RecordedAt -= calendar.Instant(rapid.Int64Range(0, 200_000_000_000).Draw(t, "earlier")) // also before it occurred
	}
	amounts(t, &e)
	details(t, d, &e)
	return e
}

func amounts(t *rapid.T, e *claim.Event) {
	switch {
	case e.Kind.NeedsAmount():
		e.Amount = money.Amount(rapid.Int64Range(1, 9).Draw(t, "amount"))
	case e.Kind.MayHaveAmount() && rapid.Bool().Draw(t, "with amount"):
		e.Amount = money.Amount(rapid.Int64Range(1, 9).Draw(t, "amount"))
	}
	e.ToPrincipal = e.Amount
	if e.Amount > 0 && rapid.IntRange(0, 2).Draw(t, "in part to principal") == 2 {
		e.ToPrincipal = money.Amount(rapid.Int64Range(0, int64(e.Amount)).Draw(t, "to principal"))
	}
}

// Columns builds columns of the lives in their order, without a journal.
func Columns(stock []Life) (*claim.Columns, error) {
	var b claim.Builder
	for i := range stock {
		at, err := b.AddDecision(&stock[i].Decision)
		if err != nil {
			return nil, err
		}
		for k := range stock[i].Events {
			if err := b.AddEvent(at, &stock[i].Events[k]); err != nil {
				return nil, err
			}
		}
	}
	return b.Build(journal.Head{}), nil
}

// Files writes the lives as the two neutral files.
func Files(stock []Life) (claims, events []byte) {
	var c, e bytes.Buffer
	cw, ew := claimcsv.NewWriter(&c, claimcsv.WithDetails(claimcsv.ClaimHeader)), claimcsv.NewWriter(&e, claimcsv.WithDetails(claimcsv.EventHeader))
	for _, l := range stock {
		cw.Write(l.CSV()...)
		for i := range l.Events {
			ew.Write(l.Events[i].CSV(l.ID)...)
		}
	}
	for _, w := range []*claimcsv.Writer{cw, ew} {
		if err := w.Flush(); err != nil {
			panic(err) // no id and no detail holds a line end
		}
	}
	return c.Bytes(), e.Bytes()
}
