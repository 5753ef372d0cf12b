package indicator_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/steer/indicator"
)

// TestMain lets the properties run three hundred times unless told otherwise:
// the borders of the definitions are many, and a round is cheap.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "300"); err != nil {
		panic(err)
	}
	os.Exit(m.Run()) // parses the flags, so that one given by hand counts
}

// eachCheck runs a property with columns of random lives.
func eachCheck(t *testing.T, most int, property func(t *rapid.T, stock []claimtest.Life, c *claim.Columns)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 1, most)
		property(t, stock, columns(t, stock))
	})
}

type failer interface{ Fatalf(string, ...any) }

func columns(t failer, stock []claimtest.Life) *claim.Columns {
	c, err := claimtest.Columns(stock)
	if err != nil {
		t.Fatalf("columns: %v", err)
	}
	return c
}

func evaluator(t failer, c *claim.Columns, choice indicator.Choice) *indicator.Evaluator {
	e, err := indicator.New(c, choice)
	if err != nil {
		t.Fatalf("evaluator: %v", err)
	}
	return e
}

func drawReading(t *rapid.T) (reading, indicator.Choice) {
	r, c := reading{}, indicator.Choice{}
	if rapid.IntRange(0, 2).Draw(t, "default readings") == 0 {
		r.authority = rapid.SampledFrom([]string{"fk", "pm", "all"}).Draw(t, "authority")
		r.deferralIsMeasure = rapid.Bool().Draw(t, "deferral is a measure")
		c["authority"] = r.authority
		if r.deferralIsMeasure {
			c["deferral"] = "yes"
		}
	}
	return r, c
}

// dates draws rising dates, some twice.
func dates(t *rapid.T, least, most int) []calendar.Date {
	days := make([]calendar.Date, rapid.IntRange(least, most).Draw(t, "dates"))
	for i := range days {
		days[i] = claimtest.Border(t, "date")
	}
	slices.Sort(days)
	return days
}

func spans(t *rapid.T) []indicator.Span {
	ends := slices.Compact(dates(t, 1, 4))
	from := ends[0].AddDays(-rapid.IntRange(0, 700).Draw(t, "first period"))
	var all []indicator.Span
	for _, to := range ends {
		all = append(all, indicator.Span{From: from, To: to})
		from = to + 1
	}
	return all
}

func figuresOf(sort ...indicator.Sort) (all []indicator.Figure) {
	for _, f := range indicator.Figures() {
		if slices.Contains(sort, f.Sort) {
			all = append(all, f)
		}
	}
	return all
}

func asSum(c indicator.Cell) sum { return sum{c.Count, c.Amount} }

func TestStocks_equalTheSecondImplementation(t *testing.T) {
	eachCheck(t, 6, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		p, choice := drawReading(t)
		e := evaluator(t, c, choice)
		days, known := dates(t, 1, 5), claimtest.Known(t, "known at", stock)
		m, err := e.Stocks(days, known)
		if err != nil {
			t.Fatal(err)
		}
		for column, day := range days {
			want := p.stockOn(stock, day, known)
			for _, f := range figuresOf(indicator.Stock) {
				if got := asSum(m.Total(f.ID, column)); got != want[f.ID] {
					t.Fatalf("%s on %s as known %s: %v; the second implementation has %v", f.ID, day, known, got, want[f.ID])
				}
			}
		}
	})
}

func TestFlows_equalTheSecondImplementation(t *testing.T) {
	eachCheck(t, 6, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		p, choice := drawReading(t)
		e := evaluator(t, c, choice)
		periods, known := spans(t), claimtest.Known(t, "known at", stock)
		m, err := e.Flows(periods, known)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range periods {
			want := p.flowsOf(stock, s.From, s.To, known)
			for _, f := range figuresOf(indicator.Decided, indicator.Referred, indicator.Returned) {
				if got := asSum(m.Total(f.ID, i)); got != want[f.ID] {
					t.Fatalf("%s of %s to %s as known %s: %v; the second implementation has %v", f.ID, s.From, s.To, known, got, want[f.ID])
				}
			}
		}
	})
}

func TestColumns_doNotDependOnTheOrderOfArrival(t *testing.T) {
	eachCheck(t, 5, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		other := slices.Clone(stock)
		for i := range other {
			other[i].Events = rapid.Permutation(other[i].Events).Draw(t, "order of events")
		}
		if again := columns(t, other); !reflect.DeepEqual(c, again) {
			t.Fatalf("the columns differ: %+v and %+v", c, again)
		}
		// Claims in another order are other rows, but the figures are the same.
		other = rapid.Permutation(other).Draw(t, "order of claims")
		days, known := dates(t, 1, 3), claimtest.Known(t, "known at", stock)
		a, _ := evaluator(t, c, nil).Stocks(days, known)
		b, _ := evaluator(t, columns(t, other), nil).Stocks(days, known)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("the figures differ: %v and %v", a, b)
		}
	})
}

func TestFigures_asKnownThenStayWhenMoreBecomesKnown(t *testing.T) {
	eachCheck(t, 5, func(t *rapid.T, stock []claimtest.Life, _ *claim.Columns) {
		known, days, periods := claimtest.Known(t, "known at", stock), dates(t, 1, 4), spans(t)
		before := slices.Clone(stock)
		for i := range before {
			var events []claim.Event
			for _, e := range before[i].Events {
				if e.RecordedAt <= known {
					events = append(events, e)
				}
			}
			before[i].Events = events
		}
		then, now := evaluator(t, columns(t, before), nil), evaluator(t, columns(t, stock), nil)
		a, _ := then.Stocks(days, known)
		b, _ := now.Stocks(days, known)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("the stock as known at %s has changed: %v, then %v", known, a, b)
		}
		x, _ := then.Flows(periods, known)
		y, _ := now.Flows(periods, known)
		if !reflect.DeepEqual(x, y) {
			t.Fatalf("the flows as known at %s have changed: %v, then %v", known, x, y)
		}
	})
}

func TestStocks_ofOneDateEqualThatDateInASeries(t *testing.T) {
	eachCheck(t, 5, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		e := evaluator(t, c, nil)
		known, on := claimtest.Known(t, "known at", stock), claimtest.Border(t, "date")
		var days []calendar.Date
		for d := calendar.New(2021, 12, 1); d <= calendar.New(2029, 12, 31); d = d.AddDays(7) {
			days = append(days, d)
		}
		at, _ := slices.BinarySearch(days, on)
		days = slices.Insert(days, at, on)
		series, err := e.Stocks(days, known)
		if err != nil {
			t.Fatal(err)
		}
		single, err := e.Stocks([]calendar.Date{on}, known)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range figuresOf(indicator.Stock) {
			for _, b := range benefit.All() {
				if s, one := series.Of(f.ID, b, at), single.Of(f.ID, b, 0); s != one {
					t.Fatalf("%s of %s on %s: %v in the series, %v alone", f.ID, b, on, s, one)
				}
			}
		}
	})
}

func TestLists_addUpToTheirCells(t *testing.T) {
	eachCheck(t, 6, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		p, choice := drawReading(t)
		e := evaluator(t, c, choice)
		on, known := claimtest.Border(t, "date"), claimtest.Known(t, "known at", stock)
		m, _ := e.Stocks([]calendar.Date{on}, known)
		for _, f := range figuresOf(indicator.Stock) {
			hits, err := e.ListStock(f.ID, on, known)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := total(hits), asSum(m.Total(f.ID, 0)); got != want {
				t.Fatalf("%s: the list has %v, the cell %v", f.ID, got, want)
			}
			for i := range stock { // the very claims, not only as many
				in, ore := p.members(&stock[i], on, known)
				at := slices.IndexFunc(hits, func(h indicator.Hit) bool { return h.Claim == i })
				if in[f.ID] != (at >= 0) || at >= 0 && hits[at].Amount != ore {
					t.Fatalf("%s: claim %s listed: %v; member: %v with %d öre", f.ID, stock[i].ID, at >= 0, in[f.ID], ore)
				}
			}
		}
		s := spans(t)
		flows, _ := e.Flows(s, known)
		for period := range s {
			for _, f := range figuresOf(indicator.Decided, indicator.Referred, indicator.Returned) {
				hits, err := e.ListFlow(f.ID, s[period], known)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := total(hits), asSum(flows.Total(f.ID, period)); got != want {
					t.Fatalf("%s: the list has %v, the cell %v", f.ID, got, want)
				}
			}
		}
	})
}

func total(hits []indicator.Hit) (s sum) {
	for _, h := range hits {
		s = sum{s.count + 1, s.ore + h.Amount}
	}
	return s
}

func TestExplain_agreesWithMembership(t *testing.T) {
	eachCheck(t, 4, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		p, choice := drawReading(t)
		e := evaluator(t, c, choice)
		on, known := claimtest.Border(t, "date"), claimtest.Known(t, "known at", stock)
		for i := range stock {
			l := stock[i].Clone()
			claim.Sort(l.Events)
			s := claim.Fold(&l.Decision, l.Events, on, known)
			verdicts, err := e.Explain(i, &s, on)
			if err != nil {
				t.Fatal(err)
			}
			in, _ := p.members(&l, on, known)
			for _, v := range verdicts {
				if v.Counted != in[v.Figure.ID] {
					t.Fatalf("claim %s in %s on %s: counted %v; member %v (%+v)", l.ID, v.Figure.ID, on, v.Counted, in[v.Figure.ID], v.Reasons)
				}
				if len(v.Reasons) == 0 {
					t.Fatalf("claim %s in %s: no reasons", l.ID, v.Figure.ID)
				}
			}
			if len(verdicts) != len(figuresOf(indicator.Stock)) {
				t.Fatalf("%d verdicts", len(verdicts))
			}
		}
	})
}

func TestIdentity_hasNoDifference(t *testing.T) {
	eachCheck(t, 6, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		_, choice := drawReading(t)
		e := evaluator(t, c, choice)
		periods, known := spans(t), claimtest.Known(t, "known at", stock)
		days := []calendar.Date{periods[0].From - 1}
		for _, s := range periods {
			days = append(days, s.To)
		}
		stocks, _ := e.Stocks(days, known)
		flows, err := e.Flows(periods, known)
		if err != nil {
			t.Fatal(err)
		}
		for i := range periods {
			for _, r := range []claim.Regime{claim.Old, claim.New} {
				id := flows.Identity(i, r, stocks, i, i+1)
				if id.Difference != (indicator.Cell{}) {
					t.Fatalf("%s claims of %v: %+v", r, periods[i], id)
				}
				all := id.Opening
				for _, line := range id.Lines {
					all = indicator.Cell{Count: all.Count + line.Count, Amount: all.Amount + line.Amount}
				}
				if all != id.Closing {
					t.Fatalf("%s claims of %v: the lines end at %v: %+v", r, periods[i], all, id)
				}
			}
		}
	})
}

func TestMatrix_benefitsAddUpToTheTotal(t *testing.T) {
	eachCheck(t, 6, func(t *rapid.T, stock []claimtest.Life, c *claim.Columns) {
		e := evaluator(t, c, indicator.Choice{"authority": "all"})
		days, periods, known := dates(t, 1, 3), spans(t), claimtest.Known(t, "known at", stock)
		stocks, _ := e.Stocks(days, known)
		flows, _ := e.Flows(periods, known)
		check := func(m *indicator.Matrix, columns int, sorts ...indicator.Sort) {
			for _, f := range figuresOf(sorts...) {
				with := m.Benefits(f.ID)
				for column := range columns {
					var s sum
					for _, b := range with {
						cell := m.Of(f.ID, b, column)
						s = sum{s.count + cell.Count, s.ore + cell.Amount}
					}
					if got := asSum(m.Total(f.ID, column)); got != s {
						t.Fatalf("%s: the benefits add up to %v, the total is %v", f.ID, s, got)
					}
				}
			}
		}
		check(stocks, len(days), indicator.Stock)
		check(flows.Matrix, len(periods), indicator.Decided, indicator.Referred, indicator.Returned)
	})
}

// manyLives makes enough claims for several workers: rapid's small stock over
// and over, with chance of its own.
func manyLives(n int) []claimtest.Life {
	chance := rand.New(rand.NewPCG(1, 2))
	kinds := claim.Kinds()[1:]
	code, _ := benefit.Parse("bostadsbidrag")
	stock := make([]claimtest.Life, n)
	for i := range stock {
		l := &stock[i]
		l.ID = fmt.Sprintf("C%06d", i)
		l.Decision = claim.Decision{ID: l.ID, Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: code,
			DecidedOn: calendar.New(2013, 1, 1).AddDays(chance.IntN(4500)), Principal: money.Amount(1 + chance.Int64N(9))}
		for k := range chance.IntN(12) {
			on := l.DecidedOn.AddDays(chance.IntN(900))
			e := claim.Event{ID: fmt.Sprint(k), Ordinal: int64(k), Kind: kinds[chance.IntN(len(kinds))], OccurredOn: on,
				RecordedAt: calendar.EndOfDay(on.AddDays(chance.IntN(90)))}
			if e.Kind.NeedsAmount() {
				e.Amount = money.Amount(1 + chance.Int64N(4))
				e.ToPrincipal = e.Amount
			}
			l.Events = append(l.Events, e)
		}
	}
	return stock
}

func TestFigures_doNotDependOnHowTheWorkIsSplit(t *testing.T) {
	stock := manyLives(20_000)
	e := evaluator(t, columns(t, stock), nil)
	days := []calendar.Date{calendar.New(2023, 12, 31), calendar.New(2024, 12, 31), calendar.New(2025, 2, 28)}
	periods := []indicator.Span{{From: days[0] + 1, To: days[1]}, {From: days[1] + 1, To: days[2]}}
	known := calendar.EndOfDay(days[2])
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	stocks, _ := e.Stocks(days, known)
	flows, _ := e.Flows(periods, known)
	for _, processors := range []int{2, 3, 7} {
		runtime.GOMAXPROCS(processors)
		if e.Columns().Workers() == 1 {
			t.Fatal("too few claims for more than one worker")
		}
		s, _ := e.Stocks(days, known)
		f, _ := e.Flows(periods, known)
		if !reflect.DeepEqual(stocks, s) || !reflect.DeepEqual(flows, f) {
			t.Fatalf("with %d processors the figures differ", processors)
		}
	}
	// A sample this large is also held against the second implementation.
	want := reading{}.stockOn(stock, days[2], known)
	for _, f := range figuresOf(indicator.Stock) {
		if got := asSum(stocks.Total(f.ID, 2)); got != want[f.ID] {
			t.Errorf("%s: %v; the second implementation has %v", f.ID, got, want[f.ID])
		}
	}
}

func TestEvaluator_refusesWhatHasNoAnswer(t *testing.T) {
	e := evaluator(t, columns(t, manyLives(3)), nil)
	day := calendar.New(2025, 2, 28)
	known := calendar.EndOfDay(day)
	for name, ask := range map[string]func() error{
		"no date":           func() error { _, err := e.Stocks(nil, known); return err },
		"no period":         func() error { _, err := e.Flows(nil, known); return err },
		"a backward period": func() error { _, err := e.Flows([]indicator.Span{{From: day, To: day - 1}}, known); return err },
		"a gap": func() error {
			_, err := e.Flows([]indicator.Span{{From: day, To: day}, {From: day + 2, To: day + 3}}, known)
			return err
		},
		"dates that fall":    func() error { _, err := e.Stocks([]calendar.Date{day, day - 1}, known); return err },
		"no such figure":     func() error { _, err := e.ListStock("none", day, known); return err },
		"a flow as a stock":  func() error { _, err := e.ListStock("decided", day, known); return err },
		"a stock as a flow":  func() error { _, err := e.ListFlow("old", indicator.Span{From: day, To: day}, known); return err },
		"before all law":     func() error { _, err := e.Stocks([]calendar.Date{calendar.New(1899, 12, 31)}, known); return err },
		"beyond the columns": func() error { _, err := e.Stocks([]calendar.Date{calendar.New(2079, 6, 7)}, known); return err },
	} {
		if err := ask(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Nothing at all has figures too.
func TestFigures_ofAnEmptyStock(t *testing.T) {
	e := evaluator(t, columns(t, nil), nil)
	day := calendar.New(2025, 2, 28)
	m, err := e.Stocks([]calendar.Date{day}, calendar.EndOfDay(day))
	if err != nil || m.Total("stock", 0) != (indicator.Cell{}) || len(m.Benefits("stock")) > 0 {
		t.Error(m, err)
	}
	f, err := e.Flows([]indicator.Span{{From: day, To: day}}, calendar.EndOfDay(day))
	if err != nil || f.Total("decided", 0) != (indicator.Cell{}) {
		t.Error(err)
	}
	if hits, err := e.ListStock("old", day, calendar.EndOfDay(day)); err != nil || len(hits) > 0 {
		t.Error(hits, err)
	}
}
