package repayment_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/repayment"
)

const known = calendar.Instant(math.MaxInt64)

var (
	first = calendar.New(2024, 3, 1)
	end   = calendar.New(2024, 12, 31)
)

// laid is a claim that bears no interest, with these events in their order, each
// a month after the one before.
func laid(principal money.Amount, events ...claim.Event) claimtest.Life {
	code, _ := benefit.Parse("bostadsbidrag")
	l := claimtest.Life{Decision: claim.Decision{ID: "C1", DecidedOn: first, Benefit: code, Principal: principal, Type: claim.Provisional, Debtors: []claim.Debtor{{Number: 193501096998}}}}
	for i, e := range events {
		e.OccurredOn = first.AddMonths(i + 1)
		e.RecordedAt = max(e.RecordedAt, calendar.EndOfDay(e.OccurredOn))
		e.Ordinal = int64(i)
		if e.ID == "" {
			e.ID = fmt.Sprint("e", i)
		}
		l.Events = append(l.Events, e)
	}
	return l
}

func paid(amount money.Amount) claim.Event {
	return claim.Event{Kind: claim.Paid, Amount: amount, ByLaw: true}
}

// told writes flows so that a table of cases can be read.
func told(flows []repayment.Flow) string {
	var b strings.Builder
	for _, f := range flows {
		fmt.Fprintf(&b, "%s:", f.Day)
		for _, x := range []struct {
			name string
			n    int64
		}{{"pay", int64(f.Payments)}, {"back", int64(f.Reversals)}, {"refund", int64(f.Refunds)}, {"cap", int64(f.Capital)}, {"int", int64(f.Interest)}, {"fee", int64(f.Charges)},
			{"rec", int64(f.Recovered)}, {"exc", int64(f.Excess)}, {"odd", int64(f.Unplaced)}, {"tcap", int64(f.Turned.Capital)}, {"texc", int64(f.Turned.Excess)},
			{"tfee", int64(f.Turned.Charges)}, {"ret", int64(f.Returned)}, {"setoff", int64(f.Setoff)}, {"moved", int64(f.Moved)}, {"unknown", int64(f.Unknown)}, {"undiv", int64(f.Undivided)}} {
			if x.n != 0 {
				fmt.Fprintf(&b, " %s %d", x.name, x.n)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var cases = []struct {
	name string
	life claimtest.Life
	want string
}{
	{"in two payments, the second too much", laid(1000, paid(400), paid(700)),
		"2024-04-01: pay 1 cap 400\n2024-05-01: pay 1 cap 600 exc 100\n"},
	{"a refund touches no capital", laid(1000, paid(1100), claim.Event{Kind: claim.Refunded, Amount: 100}),
		"2024-04-01: pay 1 cap 1000 exc 100\n2024-05-01: refund 1 exc -100\n"},
	{"lowered after it was paid: no money moves, capital turns into a debt", laid(1000, paid(1000), claim.Event{Kind: claim.Changed, Amount: 300}, claim.Event{Kind: claim.Refunded, Amount: 700}),
		"2024-04-01: pay 1 cap 1000\n2024-05-01: tcap -700 texc 700\n2024-06-01: refund 1 exc -700 ret 700\n"},
	{"of a credit, what had settled principal leaves first", laid(1000, paid(1100), claim.Event{Kind: claim.Changed, Amount: 800}, claim.Event{Kind: claim.Refunded, Amount: 250}, claim.Event{Kind: claim.Refunded, Amount: 50}),
		"2024-04-01: pay 1 cap 1000 exc 100\n2024-05-01: tcap -200 texc 200\n2024-06-01: refund 1 exc -250 ret 200\n2024-07-01: refund 1 exc -50\n"},
	{"lowered before it was paid gives nothing", laid(1000, claim.Event{Kind: claim.Changed, Amount: 300}), ""},
	{"annulled", laid(1000, paid(200), claim.Event{Kind: claim.Annulled}), "2024-04-01: pay 1 cap 200\n2024-05-01: tcap -200 texc 200\n"},
	{"waived gives nothing", laid(1000, paid(200), claim.Event{Kind: claim.Waived}), "2024-04-01: pay 1 cap 200\n"},
	{"written off, and paid all the same", laid(1000, claim.Event{Kind: claim.WrittenOff}, paid(300)), "2024-05-01: pay 1 rec 300\n"},
	{"time barred gives nothing", laid(1000, claim.Event{Kind: claim.TimeBarred}), ""},
	{"a reversal that names its payment", laid(1000, claim.Event{Kind: claim.Paid, Amount: 400, ByLaw: true, ID: "p"}, paid(100),
		claim.Event{Kind: claim.PaymentReversed, Amount: 400, ByLaw: true, Details: &claim.Details{Ref: "p", Until: calendar.None, First: calendar.None}}),
		"2024-04-01: pay 1 cap 400\n2024-05-01: pay 1 cap 100\n2024-06-01: back 1 cap -400\n"},
	{"a reversal as booked", laid(1000, paid(400), claim.Event{Kind: claim.PaymentReversed, Amount: 150, ToPrincipal: 150}),
		"2024-04-01: pay 1 cap 400\n2024-05-01: back 1 cap -150\n"},
	{"a fee is paid before principal", laid(1000, claim.Event{Kind: claim.FeeCharged, Amount: 60}, paid(100)), "2024-05-01: pay 1 cap 40 fee 60\n"},
	{"more interest booked than there was", laid(1000, claim.Event{Kind: claim.Paid, Amount: 100, ToPrincipal: 80}), "2024-04-01: pay 1 cap 80 odd 20\n"},
	{"set off", laid(1000, claim.Event{Kind: claim.Paid, Amount: 100, ByLaw: true, Mode: "setoff"}), "2024-04-01: pay 1 cap 100 setoff 100\n"},
	{"credit moved to another claim", laid(100, paid(150), claim.Event{Kind: claim.CreditMoved, Amount: 50}),
		"2024-04-01: pay 1 cap 100 exc 50\n2024-05-01: exc -50 moved -50\n"},
	{"moved from another claim", laid(100, claim.Event{Kind: claim.Paid, Amount: 50, ByLaw: true, Mode: "moved"}), "2024-04-01: cap 50 moved 50\n"},
	{"a credit pays a raise", laid(100, paid(150), claim.Event{Kind: claim.Changed, Amount: 130}), "2024-04-01: pay 1 cap 100 exc 50\n2024-05-01: tcap 30 texc -30 ret -30\n"},
}

// makers make a source of a stock: every test runs on each.
var makers = map[string]func(stock []claimtest.Life) (repayment.Source, error){
	"lives": func(stock []claimtest.Life) (repayment.Source, error) { return livesOf(stock), nil },
}

// sourcesOf is the stock as every source there is, in order of name.
func sourcesOf(t rapid.TB, stock []claimtest.Life) (all []repayment.Source) {
	for _, name := range slices.Sorted(maps.Keys(makers)) {
		s, err := makers[name](stock)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func TestSum_workedCases(t *testing.T) {
	for _, c := range cases {
		for _, source := range sourcesOf(t, []claimtest.Life{c.life}) {
			flows, err := repayment.Sum(source, first, end, known)
			if err != nil {
				t.Fatal(err)
			}
			if got := told(flows); got != c.want {
				t.Errorf("%s, %T:\n%sexpected\n%s", c.name, source, got, c.want)
			}
		}
	}
}

// A payment that became known late is on its own day once it is known.
func TestSum_asKnownAt(t *testing.T) {
	late := calendar.EndOfDay(calendar.New(2024, 9, 15))
	for _, source := range sourcesOf(t, []claimtest.Life{laid(1000, claim.Event{Kind: claim.Paid, Amount: 400, ByLaw: true, RecordedAt: late})}) {
		for at, want := range map[calendar.Instant]string{late - 1: "", late: "2024-04-01: pay 1 cap 400\n"} {
			flows, err := repayment.Sum(source, first, end, at)
			if err != nil || told(flows) != want {
				t.Errorf("%T at %s: %q %v; expected %q", source, at, told(flows), err, want)
			}
		}
	}
}

// A division that rests on an unknown rate is in no part, unless it was booked.
func TestSum_unknownStaysUnknown(t *testing.T) {
	l := laid(1000, paid(400), claim.Event{Kind: claim.Paid, Amount: 100, ToPrincipal: 70})
	l.Type = claim.PremiumPension // interest from the payment; its rate is not known
	want := "2024-04-01: pay 1 unknown 1 undiv 400\n2024-05-01: pay 1 cap 70 int 30\n"
	for _, source := range sourcesOf(t, []claimtest.Life{l}) {
		flows, err := repayment.Sum(source, first, end, known)
		if err != nil || told(flows) != want {
			t.Errorf("%T %v\n%sexpected\n%s", source, err, told(flows), want)
		}
	}
}

func TestSum_periods(t *testing.T) {
	source := livesOf([]claimtest.Life{laid(1000, paid(400))})
	if _, err := repayment.Sum(source, end, first, known); err == nil {
		t.Error("a period that ends before it begins is summed")
	}
	low, high := claim.Days()
	for _, p := range []calendar.Period{{From: low - 900, To: low - 1}, {From: high + 1, To: high + 1000}} {
		if flows, err := repayment.Sum(source, p.From, p.To, known); err != nil || len(flows) > 0 {
			t.Errorf("%s: %v %v", p, flows, err)
		}
	}
	if flows, err := repayment.Sum(source, low-900, high+900, known); err != nil || len(flows) != 1 {
		t.Errorf("all time: %v %v", flows, err)
	}
}

// giant is a source whose money does not fit.
type giant struct{ lives }

func (giant) WalkSettled(from, to int, a, _ calendar.Date, _ calendar.Instant, visit func(int, *claim.Event, *claim.Parts)) {
	for i := from; i < to; i++ {
		visit(i, &claim.Event{Kind: claim.Paid, OccurredOn: a, Amount: math.MaxInt64}, &claim.Parts{claim.Principal: math.MaxInt64})
	}
}

func TestSum_refusesToOverflow(t *testing.T) {
	for _, stock := range [][]claimtest.Life{{laid(1), laid(1)}, {laid(1), laid(1), laid(1), laid(1)}} { // between workers, and within one
		if _, err := repayment.Sum(giant{livesOf(stock)}, first, end, known); !errors.Is(err, money.ErrOverflow) {
			t.Errorf("%d claims: %v", len(stock), err)
		}
	}
}

func TestItemOf(t *testing.T) {
	for _, c := range []struct {
		code string
		by   claim.Authority
		want string
	}{{"bostadsbidrag", claim.FK, "UO12 1:8 ap.2"}, {"bostadsbidrag", claim.PM, ""}, {"garantipension", claim.PM, ""}, {"garantipension", claim.FK, ""},
		{"aktivitetsstod", claim.FK, ""}, {"elstod", claim.FK, ""}} {
		code, ok := benefit.Parse(c.code)
		item, known := repayment.ItemOf(code, c.by)
		if !ok || item != c.want || known != (c.want != "") {
			t.Errorf("%s of %s: %q %v", c.code, c.by, item, known)
		}
	}
}

// drawn is a stock with payments that nobody has booked among them.
func drawn(t *rapid.T) []claimtest.Life {
	stock := claimtest.Stock(t, 1, 5)
	claimtest.Unbook(t, stock)
	for i := range stock { // let reversals name payments there are
		for k := range stock[i].Events {
			e := &stock[i].Events[k]
			if e.Kind == claim.PaymentReversed && rapid.Bool().Draw(t, "names a payment") {
				e.Details = &claim.Details{Until: calendar.None, First: calendar.None, Ref: rapid.SampledFrom(stock[i].Events).Draw(t, "payment").ID}
			}
		}
	}
	return stock
}

// oneOf draws one of the sources.
func oneOf(t *rapid.T, stock []claimtest.Life) repayment.Source {
	return rapid.SampledFrom(sourcesOf(t, stock)).Draw(t, "source")
}

func drawnPeriod(t *rapid.T) (from, to calendar.Date) {
	if rapid.IntRange(0, 2).Draw(t, "all time") == 0 {
		return claim.Days()
	}
	from, to = claimtest.Border(t, "from"), claimtest.Border(t, "to")
	return min(from, to), max(from, to)
}

// Flows are the sums of their lines, taken one by one into a map.
func TestSum_isItsLines(t *testing.T) {
	type key struct {
		code benefit.Code
		by   claim.Authority
		day  calendar.Date
	}
	rapid.Check(t, func(t *rapid.T) {
		stock := drawn(t)
		source, at := oneOf(t, stock), claimtest.Known(t, "known", stock)
		from, to := drawnPeriod(t)
		flows, err := repayment.Sum(source, from, to, at)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(flows, func(a, b repayment.Flow) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Benefit, b.Benefit), cmp.Compare(a.Authority, b.Authority))
		}) {
			t.Fatalf("not in order: %v", flows)
		}
		want := map[key]*[8]money.Amount{}
		for _, code := range benefit.All() {
			for _, by := range []claim.Authority{claim.FK, claim.PM} {
				lines, err := repayment.ClaimsOf(source, code, by, from, to, at)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range lines {
					k := key{code, by, l.Day}
					if want[k] == nil {
						want[k] = new([8]money.Amount)
					}
					if l.Day < from || l.Day > to || !l.IsUnknown && l.Capital+l.Interest+l.Charges+l.Recovered+l.Excess+l.Unplaced != l.Amount {
						t.Fatalf("%+v", l)
					}
					w := want[k]
					switch {
					case l.IsUnknown:
						w[6] += l.Amount
					case l.IsTurned:
						w[7] += l.Capital
					default:
						w[0], w[1], w[2], w[3] = w[0]+l.Capital, w[1]+l.Interest, w[2]+l.Charges, w[3]+l.Recovered
						w[4], w[5] = w[4]+l.Excess, w[5]+l.Unplaced
					}
				}
			}
		}
		if len(want) != len(flows) {
			t.Fatalf("%d days, %d with lines", len(flows), len(want))
		}
		for _, f := range flows {
			w := want[key{f.Benefit, f.Authority, f.Day}]
			if w == nil || *w != [8]money.Amount{f.Capital, f.Interest, f.Charges, f.Recovered, f.Excess, f.Unplaced, f.Undivided, f.Turned.Capital} {
				t.Fatalf("%+v; lines %v", f, w)
			}
			if tu := f.Turned; tu.Capital+tu.Interest+tu.Charges+tu.Recovered+tu.Excess+tu.Unplaced != 0 {
				t.Fatalf("what moved no money changed the sum: %+v", f)
			}
		}
	})
}

// All the cash there is, event by event, is in the flows: counted without any
// account.
func TestSum_keepsTheCash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := drawn(t)
		at := claimtest.Known(t, "known", stock)
		from, to := drawnPeriod(t)
		flows, err := repayment.Sum(oneOf(t, stock), from, to, at)
		if err != nil {
			t.Fatal(err)
		}
		var got, want money.Amount
		payments := 0
		for i := range flows {
			cash, err := flows[i].Cash()
			if err != nil {
				t.Fatal(err)
			}
			got, payments = got+cash+flows[i].Moved, payments+flows[i].Payments
		}
		count := 0
		for _, l := range stock {
			for _, e := range l.Events {
				if e.OccurredOn < from || e.OccurredOn > to || e.RecordedAt > at || calendar.StartOfDay(l.DecidedOn) > at {
					continue
				}
				switch e.Kind {
				case claim.Paid:
					want += e.Amount
					count++
				case claim.PaymentReversed, claim.Refunded, claim.CreditMoved:
					want -= e.Amount
				}
			}
		}
		if got != want || payments != count {
			t.Fatalf("%d öre in %d payments; the events state %d in %d", got, payments, want, count)
		}
	})
}

// Two periods side by side give what the whole gives.
func TestSum_addsUpOverPeriods(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := drawn(t)
		source, at := oneOf(t, stock), claimtest.Known(t, "known", stock)
		low, high := claim.Days()
		cut := claimtest.Border(t, "cut")
		whole, err := repayment.Sum(source, low, high, at)
		if err != nil {
			t.Fatal(err)
		}
		before, err1 := repayment.Sum(source, low, cut, at)
		after, err2 := repayment.Sum(source, cut+1, high, at)
		parts := append(before, after...)
		if err1 != nil || err2 != nil || !slices.Equal(parts, whole) {
			t.Fatalf("through %s\n%+v\nthe whole\n%+v", cut, parts, whole)
		}
	})
}
