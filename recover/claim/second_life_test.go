package claim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// Random lives of claims for comparing the two implementations: sums that pass
// each other, plans, fees, reversals and changes, in any order.

// secondFixture holds lending rates made up for tests.
const secondFixture = statute.Columns + `
state_lending_rate,10000,ppm,2022-01-01,2022-12-31,fixture of a test,F
state_lending_rate,20000,ppm,2023-01-01,2023-12-31,fixture of a test,F
state_lending_rate,30000,ppm,2024-01-01,2024-12-31,fixture of a test,F
state_lending_rate,25000,ppm,2025-01-01,2025-12-31,fixture of a test,F
state_lending_rate,25000,ppm,2026-01-01,2026-12-31,fixture of a test,F
`

// secondParameters is the law with the fixture.
func secondParameters(t testing.TB) *statute.Parameters {
	t.Helper()
	p, err := statute.Load()
	if err == nil {
		p, err = p.With("fixture", strings.NewReader(secondFixture))
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fataler is a test, or a run of one with drawn values.
type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// overlaid is the law with some values from the beginning of time.
func overlaid(t fataler, p *statute.Parameters, values map[string]int64) *statute.Parameters {
	t.Helper()
	var all []statute.Value
	for name, v := range values {
		declared, err := p.Parameter(name)
		if err != nil {
			t.Fatalf("%v", err)
		}
		all = append(all, statute.Value{Name: name, Int64: v, Unit: declared.Unit, From: calendar.New(1900, time.January, 1), To: calendar.None,
			Source: "test", Confidence: statute.Fictitious})
	}
	out, err := p.Overlay(all)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return out
}

// prepared is the law made ready for the account.
func prepared(t fataler, p *statute.Parameters) *claim.Law {
	t.Helper()
	law, err := claim.NewLaw(p)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return law
}

// secondLife is a claim and all that happened to it, in order.
type secondLife struct {
	claim.Decision
	events []claim.Event
}

func (l secondLife) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n  %s decided, %d öre of which charge %d, type %q, benefit %s, debtors %v", l.DecidedOn, l.Principal, l.Charge, l.Type, l.Benefit, l.Debtors)
	for i := range l.events {
		e := &l.events[i]
		fmt.Fprintf(&b, "\n  %s #%d %s %s %d (principal %d) known %s %s", e.OccurredOn, e.Ordinal, e.ID, e.Kind, e.Amount, e.ToPrincipal, e.RecordedAt, e.DetailText())
	}
	return b.String()
}

// always is an instant at which everything is known.
var always = calendar.EndOfDay(calendar.New(2200, time.January, 1))

// What a life is made of.
var (
	secondMoneyKinds = []claim.Kind{claim.Paid, claim.Paid, claim.Paid, claim.PaymentReversed, claim.Changed, claim.Waived, claim.FeeCharged,
		claim.PlanAgreed, claim.PlanEnded, claim.PlanBreached, claim.PlanReinstated, claim.DeferralGranted, claim.DeferralEnded,
		claim.Refunded, claim.CreditMoved, claim.RestructuringStarted, claim.RestructuringEnded, claim.Dispatched, claim.Demanded,
		claim.NoticeReceived, claim.Served, claim.TimeBarred, claim.WrittenOff, claim.Annulled}
	// secondPlainKinds end nothing, so that a life goes on.
	secondPlainKinds = []claim.Kind{claim.Paid, claim.Paid, claim.Paid, claim.FeeCharged, claim.PlanAgreed, claim.PlanEnded,
		claim.DeferralGranted, claim.DeferralEnded, claim.Changed, claim.PaymentReversed, claim.Refunded}
	secondTimeKinds = []claim.Kind{claim.Dispatched, claim.Paid, claim.PaymentReversed, claim.NoticeReceived, claim.Acknowledged, claim.PlanAgreed, claim.OrderApplied,
		claim.OrderEnded, claim.OrderEnded, claim.TitleGranted, claim.Referred, claim.Returned, claim.DeferralGranted, claim.DeferralEnded,
		claim.RespiteGranted, claim.RestructuringStarted, claim.RestructuringEnded, claim.LimitationExtended}
	secondServiceKinds = []claim.Kind{claim.Dispatched, claim.Served, claim.Served, claim.ReconsiderationAsked, claim.ReconsiderationDecided,
		claim.Appealed, claim.Judged, claim.ReviewServed, claim.RegisteredNotServed, claim.Paid}
)

// secondShape is which lives to draw.
type secondShape struct {
	kinds  []claim.Kind
	span   int  // days from the decision to the last event, at most
	lawful bool // payments are divided by law, nothing names what does not exist
	types  []claim.Type
	from   calendar.Date // the earliest decision day
}

var secondDebtors = []identity.Number{193501096998, 193501259166}

// upTo draws a number from 0 to most: small ones often, and the others alike.
func upTo(most int) *rapid.Generator[int] {
	return rapid.OneOf(rapid.IntRange(0, most), rapid.Map(rapid.IntRange(0, most), func(n int) int { return n * 7919 % (most + 1) }))
}

func drawLife(t *rapid.T, shape secondShape) secondLife {
	l := secondLife{Decision: drawDecision(t, shape)}
	if rapid.IntRange(0, 9).Draw(t, "dispatched") < 9 {
		sent := claim.Event{ID: "sent", Kind: claim.Dispatched, OccurredOn: l.DecidedOn.AddDays(rapid.IntRange(0, 40).Draw(t, "sent after"))}
		sent.RecordedAt = calendar.EndOfDay(sent.OccurredOn)
		l.events = append(l.events, sent)
	}
	more := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) claim.Event {
		return drawEvent(t, &l.Decision, shape)
	}), 0, 12).Draw(t, "events")
	for i := range more {
		more[i].ID = fmt.Sprintf("e%d", i+1)
	}
	l.events = append(l.events, more...)
	claim.Sort(l.events)
	nameReversed(&l)
	return l
}

// nameReversed makes the reversals that are to name a payment name one of the
// same day or before, by the number drawn for it; a number that is too high stays
// a name that no payment has.
func nameReversed(l *secondLife) {
	for i := range l.events {
		e := &l.events[i]
		n := 0
		if _, err := fmt.Sscanf(e.Detail().Ref, "payment %d", &n); err != nil {
			continue
		}
		for _, p := range l.events {
			if p.Kind == claim.Paid && p.OccurredOn <= e.OccurredOn {
				if n--; n < 0 {
					e.Details.Ref = p.ID
					break
				}
			}
		}
	}
}

func drawDecision(t *rapid.T, shape secondShape) claim.Decision {
	d := claim.Decision{ID: "A", Debtors: []claim.Debtor{{Number: secondDebtors[0]}}}
	d.Benefit, _ = benefit.Parse("sjukpenning")
	d.DecidedOn = rapid.OneOf(
		rapid.Map(upTo(1400), func(n int) calendar.Date { return calendar.New(2022, time.February, 1).AddDays(n) }),
		rapid.Map(upTo(6000), func(n int) calendar.Date { return calendar.New(2007, time.July, 1).AddDays(n) }),
		rapid.Map(rapid.IntRange(-3, 3), func(n int) calendar.Date { return calendar.New(2022, time.September, 1).AddDays(n) }),
	).Draw(t, "decided")
	d.DecidedOn = max(d.DecidedOn, shape.from)
	d.Principal = money.Amount(rapid.OneOf(rapid.Int64Range(1, 500), rapid.Map(upTo(500), func(n int) int64 { return 1_000 + 9_973*int64(n) }), rapid.Map(upTo(50_000), func(n int) int64 { return 1_000 + 97*int64(n) })).Draw(t, "principal"))
	if rapid.IntRange(0, 2).Draw(t, "with charge") == 2 {
		d.Charge = money.Amount(rapid.Int64Range(0, int64(d.Principal)).Draw(t, "charge"))
	}
	if len(shape.types) > 0 {
		d.Type = rapid.SampledFrom(shape.types).Draw(t, "type")
	}
	if rapid.IntRange(0, 3).Draw(t, "joint") == 3 {
		d.Debtors = append(d.Debtors, claim.Debtor{Number: secondDebtors[1]})
	}
	return d
}

func drawEvent(t *rapid.T, d *claim.Decision, shape secondShape) claim.Event {
	e := claim.Event{Kind: rapid.SampledFrom(shape.kinds).Draw(t, "kind"), Ordinal: rapid.Int64Range(0, 3).Draw(t, "ordinal")}
	e.OccurredOn = d.DecidedOn.AddDays(rapid.OneOf(rapid.IntRange(0, 90), upTo(shape.span)).Draw(t, "after"))
	e.RecordedAt = calendar.EndOfDay(e.OccurredOn)
	if rapid.IntRange(0, 3).Draw(t, "late") == 3 {
		e.RecordedAt = calendar.EndOfDay(e.OccurredOn.AddDays(rapid.IntRange(1, 500).Draw(t, "days late")))
	}
	details := claim.Details{Until: calendar.None, First: calendar.None}
	sum := rapid.OneOf(rapid.Int64Range(1, 300), rapid.Map(upTo(47), func(n int) int64 { return max(1, int64(d.Principal)*int64(n+1)/32) }),
		rapid.Just(int64(d.Principal)))
	if e.Kind.NeedsAmount() || e.Kind == claim.Waived && rapid.IntRange(0, 5).Draw(t, "with amount") > 0 {
		e.Amount = money.Amount(sum.Draw(t, "amount"))
	}
	drawDetails(t, d, &e, &details, shape)
	if len(d.Debtors) > 1 && e.Kind != claim.Dispatched && rapid.IntRange(0, 2).Draw(t, "of one debtor") == 2 {
		details.Debtor = rapid.SampledFrom(secondDebtors).Draw(t, "debtor")
	}
	if details != (claim.Details{Until: calendar.None, First: calendar.None}) {
		e.Details = &details
	}
	if (e.Kind == claim.Paid || e.Kind == claim.PaymentReversed || e.Kind == claim.Waived) && (shape.lawful || rapid.IntRange(0, 2).Draw(t, "by law") > 0) {
		e.ByLaw = true
	} else if e.Amount > 0 {
		e.ToPrincipal = e.Amount
		if rapid.Bool().Draw(t, "in part to principal") {
			e.ToPrincipal = money.Amount(rapid.Int64Range(0, int64(e.Amount)).Draw(t, "to principal"))
		}
	}
	return e
}

// drawDetails draws what the kind states.
func drawDetails(t *rapid.T, d *claim.Decision, e *claim.Event, details *claim.Details, shape secondShape) {
	later := func(most int, label string) calendar.Date {
		return e.OccurredOn.AddDays(upTo(most).Draw(t, label))
	}
	switch e.Kind {
	case claim.Paid:
		e.Mode = rapid.SampledFrom([]string{"", "", "setoff", "kfm", "moved"}).Draw(t, "mode")
	case claim.PaymentReversed:
		if shape.lawful || rapid.IntRange(0, 2).Draw(t, "with ref") > 0 {
			details.Ref = fmt.Sprintf("payment %d", rapid.IntRange(0, 3).Draw(t, "ref"))
		}
	case claim.Waived:
		details.Part = rapid.SampledFrom([]claim.Part{claim.Principal, claim.Charge, claim.Interest, claim.Fee, claim.Cost}).Draw(t, "part")
		if rapid.IntRange(0, 2).Draw(t, "from start") == 2 {
			e.Mode = "from_start"
		}
	case claim.FeeCharged:
		details.Part = rapid.SampledFrom([]claim.Part{claim.NoPart, claim.Fee, claim.Cost}).Draw(t, "part")
	case claim.PlanAgreed, claim.PlanOffered:
		if rapid.IntRange(0, 2).Draw(t, "with instalments") > 0 {
			details.First = later(60, "first")
			if rapid.Bool().Draw(t, "last of month") {
				details.First = details.First.EndOfMonth()
			}
			details.Count = int32(rapid.IntRange(1, 12).Draw(t, "count"))
			details.Second = money.Amount(rapid.SampledFrom([]int64{0, 1500}).Draw(t, "notice fee"))
			e.Amount = money.Amount(rapid.Int64Range(1, max(1, int64(d.Principal)/12)).Draw(t, "instalment"))
		}
	case claim.Dispatched, claim.Demanded:
		if rapid.IntRange(0, 3).Draw(t, "states the due date") == 3 {
			details.Until = later(60, "until")
		}
	case claim.DeferralGranted, claim.RestructuringStarted:
		if rapid.IntRange(0, 3).Draw(t, "with until") > 0 {
			details.Until = later(1500, "until")
		}
	case claim.RespiteGranted:
		details.Until = later(9000, "until") // past what a respite can give
	case claim.OrderEnded:
		e.Mode = rapid.SampledFrom([]string{"", "without_notice"}).Draw(t, "mode")
	case claim.LimitationExtended:
		details.Count = int32(rapid.SampledFrom([]int{0, 5}).Draw(t, "years"))
	}
}

// drawOn draws a day to ask for: any, that of an event or the one before, or one
// after them all.
func drawOn(t *rapid.T, l secondLife, span int) calendar.Date {
	n := len(l.events)
	switch rapid.IntRange(0, 3).Draw(t, "on a border") {
	case 1:
		if n > 0 {
			return l.events[rapid.IntRange(0, n-1).Draw(t, "of event")].OccurredOn - calendar.Date(rapid.IntRange(0, 1).Draw(t, "the day before"))
		}
	case 2, 3:
		if n > 0 {
			return l.events[n-1].OccurredOn.AddDays(upTo(400).Draw(t, "after all"))
		}
	}
	return l.DecidedOn.AddDays(upTo(span).Draw(t, "on"))
}

// drawKnown draws an instant: mostly when all is known.
func drawKnown(t *rapid.T, l secondLife) calendar.Instant {
	if n := len(l.events); n > 0 && rapid.IntRange(0, 2).Draw(t, "partly known") == 2 {
		return l.events[rapid.IntRange(0, n-1).Draw(t, "as of event")].RecordedAt - calendar.Instant(rapid.IntRange(0, 1).Draw(t, "just before"))
	}
	return always
}
