package appropriation_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"

	"pgregory.net/rapid"
)

// delta is what became known of a flow at an instant; a second way to state flows, from
// which both what Build is given and what is expected are made.
type delta struct {
	item   directive.ItemID
	day    calendar.Date
	known  calendar.Instant
	amount money.Amount
}

// world is drawn facts.
type world struct {
	facts  appropriation.Facts
	deltas []delta
	at     calendar.Instant
}

func (w *world) sources() appropriation.Sources {
	s := sources()
	s.Repayments = func(from, to calendar.Date, k calendar.Instant) ([]appropriation.Flow, error) {
		sums := map[delta]money.Amount{}
		for _, d := range w.deltas {
			if d.known <= k && d.day >= from && d.day <= to {
				sums[delta{item: d.item, day: d.day}] += d.amount
			}
		}
		var flows []appropriation.Flow
		for d, a := range sums {
			flows = append(flows, appropriation.Flow{Item: d.item, Day: d.day, Kind: appropriation.Repayment, Amount: a, Count: 1, Source: "claims"})
		}
		return flows, nil
	}
	return s
}

var ownItems = []directive.ItemID{assistance, sickness, promised, running, allowance}

// drawWorld draws bookings, flows and closings of 2025; no closing of December, unless
// asked for, since a closed year moves what comes later out of it.
func drawWorld(t *rapid.T) *world {
	w := &world{at: calendar.StartOfDay(day("2026-01-20"))}
	instantOn := func(name string, from calendar.Date) calendar.Instant {
		d := from + calendar.Date(rapid.IntRange(0, 120).Draw(t, name))
		return min(w.at+1000, calendar.StartOfDay(min(d, day("2026-01-25")))+calendar.Instant(rapid.IntRange(0, 3).Draw(t, "µs")))
	}
	for i := range rapid.IntRange(0, 40).Draw(t, "bookings") {
		kind := rapid.SampledFrom(appropriation.Kinds(appropriation.ItemClass)).Draw(t, "kind")
		e := entry(fmt.Sprint("v", i), "2025-01-01", appropriation.ItemAccount(rapid.SampledFrom(ownItems).Draw(t, "item")), kind, 0)
		e.Day += calendar.Date(rapid.IntRange(0, 364).Draw(t, "day"))
		e.Amount = money.Amount(rapid.Int64Range(1, 9_999_999_99).Draw(t, "öre"))
		if kind.Signed() && rapid.Bool().Draw(t, "below") {
			e.Amount = -e.Amount
		}
		e.KnownAt = instantOn("known", e.Day)
		w.facts.Bookings = append(w.facts.Bookings, appropriation.Booking{Entry: e, Seq: int64(i + 1)})
	}
	for range rapid.IntRange(0, 20).Draw(t, "flows") {
		d := delta{item: rapid.SampledFrom(ownItems).Draw(t, "item"), day: day("2025-01-01") + calendar.Date(rapid.IntRange(0, 364).Draw(t, "day")),
			amount: money.Amount(rapid.Int64Range(-999_99, 9_999_99).Draw(t, "öre"))}
		d.known = instantOn("known", d.day)
		w.deltas = append(w.deltas, d)
	}
	for range rapid.IntRange(0, 6).Draw(t, "closings") {
		through := calendar.New(2025, 1, 1).AddMonths(rapid.IntRange(0, 10).Draw(t, "month")).EndOfMonth()
		w.facts.Closings = append(w.facts.Closings, appropriation.Closing{Through: through, At: instantOn("closed", through+1)})
	}
	return w
}

// counted is the day something is counted on, told in another way: it is moved past every
// closing that was made before it was known and that it lies before.
func (w *world) counted(d calendar.Date, k calendar.Instant) calendar.Date {
	for _, c := range w.facts.Closings {
		if c.At < k && c.Through >= d {
			d = c.Through + 1
		}
	}
	return d
}

// booked is what was booked of some kinds on an item to a day, less what was booked of the
// kinds' reversals.
func (w *world) booked(id directive.ItemID, kind string, to calendar.Date) (sum money.Amount) {
	for _, b := range w.facts.Bookings {
		if b.Account == appropriation.Account(id) && b.KnownAt <= w.at && w.counted(b.Day, b.KnownAt) <= to {
			switch string(b.Kind) {
			case kind:
				sum += b.Amount
			case kind + "_reversed":
				sum -= b.Amount
			}
		}
	}
	return sum
}

// mayKeep is what may be kept of a saving: 3 % of what is allotted for administration, and
// nothing of the others.
func mayKeep(id directive.ItemID, allotted money.Amount) money.Amount {
	if id == running {
		return allotted * 3 / 100
	}
	return 0
}

// secondLapse is what is carried off of a saving with no decision: above what may be kept
// there is nothing left of it when the rest has been withdrawn by decision.
func secondLapse(opening, withdrawnSaving, most money.Amount) money.Amount {
	switch left := opening - withdrawnSaving; {
	case opening <= 0:
		if withdrawnSaving < 0 {
			return max(0, -withdrawnSaving-most)
		}
		return 0
	case left > most:
		return left - most
	}
	return 0
}

// secondNine computes the columns of an item to a day by a loop over the facts.
func (w *world) secondNine(id directive.ItemID, allotted money.Amount, to calendar.Date) (n [9]money.Amount) {
	add := map[string]struct {
		column int
		sign   money.Amount
	}{"opening": {0, 1}, "reallocated": {2, 1}, "exceeded": {3, 1}, "exceeded_reversed": {3, -1}, "withdrawn": {4, 1}, "withdrawn_reversed": {4, -1}, "withdrawn_saving": {4, 1}, "withdrawn_saving_reversed": {4, -1},
		"payment": {6, 1}, "payment_reversed": {6, -1}, "repayment": {6, -1}, "repayment_reversed": {6, 1}, "income": {7, 1}, "income_reversed": {7, -1}}
	for _, b := range w.facts.Bookings {
		if a, ok := add[string(b.Kind)]; ok && b.Account == appropriation.Account(id) && b.KnownAt <= w.at && w.counted(b.Day, b.KnownAt) <= to {
			n[a.column] += a.sign * b.Amount
		}
	}
	for _, d := range w.deltas {
		if d.item == id && d.known <= w.at && w.counted(d.day, d.known) <= to {
			n[6] -= d.amount
		}
	}
	n[1] = allotted
	n[4] += secondLapse(n[0], w.booked(id, "withdrawn_saving", to), mayKeep(id, allotted))
	n[5] = n[0] + n[1] + n[2] + n[3] - n[4]
	n[8] = n[5] - n[6] + n[7]
	return n
}

func build(t *rapid.T, w *world) *appropriation.Books {
	b, err := appropriation.Build(&w.facts, w.sources(), w.at)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAccountOf_isWhatAPlainLoopGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		b := build(t, w)
		to := day("2025-01-01") + calendar.Date(rapid.IntRange(0, 364).Draw(t, "to"))
		s, err := b.AccountOf(2025, to)
		if err != nil {
			t.Fatal(err)
		}
		allotted := map[directive.ItemID]int64{assistance: 5_000, sickness: 1_000, promised: 300, running: 10_000, allowance: 2_000}
		if to >= day("2025-06-19") {
			allotted[running] = 10_600
		}
		sums := map[string]*[9]money.Amount{}
		for _, id := range ownItems {
			n := w.secondNine(id, money.Kronor(allotted[id]*1000), to)
			area := string(id)[:len("UO10")]
			if id == assistance {
				area = "UO9"
			}
			number := string(id)[:len(area)+4]
			for _, label := range []string{"", area, number, string(id)} {
				if sums[label] == nil {
					sums[label] = &[9]money.Amount{}
				}
				for c := range n {
					sums[label][c] += n[c]
				}
			}
		}
		for i := range s.Rows {
			want := sums[s.Rows[i].Label()]
			for c, f := range nineOf(s.Rows[i].Nine) {
				if want == nil || !f.Known || f.Amount != want[c] {
					t.Fatalf("%q column %d: %v, want %v", s.Rows[i].Label(), c+2, f, want)
				}
			}
			delete(sums, s.Rows[i].Label())
		}
		if len(sums) > 0 {
			t.Fatalf("rows are missing: %v", sums)
		}
	})
}

// The disposable amount by the words of 6 §, taken one after the other from what there is:
// the saving first loses what was withdrawn of it, then what may not be kept; what was
// withdrawn of it beyond what there was is of the year's amount.
func secondDisposable(allotted, reallocated, opening, withdrawn, ofSaving, credit, permitted, most money.Amount) money.Amount {
	disposable := allotted + reallocated + credit + permitted - withdrawn
	if opening < 0 {
		disposable += opening // credit used last year
		opening = 0
	}
	saving := opening - ofSaving
	if saving < 0 {
		disposable += saving
		saving = 0
	}
	return disposable + min(saving, most)
}

func TestLimits_areWhatAPlainLoopGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		all, err := build(t, w).Limits(2025, day("2025-12-31"))
		if err != nil {
			t.Fatal(err)
		}
		terms := map[directive.ItemID][3]int64{assistance: {5_000, 250, 0}, sickness: {1_000, 0, 0}, promised: {300, 0, 0}, running: {10_600, 300, 318}, allowance: {2_000, 100, 0}}
		found := 0
		for _, l := range all {
			if l.Kind != appropriation.Disposable {
				continue
			}
			found++
			id := l.Account.Item()
			n := w.secondNine(id, money.Kronor(terms[id][0]*1000), day("2025-12-31"))
			end := day("2025-12-31")
			want := secondDisposable(n[1], n[2], n[0], w.booked(id, "withdrawn", end), w.booked(id, "withdrawn_saving", end),
				money.Kronor(terms[id][1]*1000)+w.booked(id, "credit_raised", end), w.booked(id, "permitted_excess", end), money.Kronor(terms[id][2]*1000))
			if !l.Amount.Known || l.Amount.Amount != want || l.Used != n[6]-n[7] {
				t.Fatalf("%s: %v used %s, want %s used %s", l.ID, l.Amount, l.Used, want, n[6]-n[7])
			}
		}
		if found != len(ownItems) {
			t.Fatalf("%d items", found)
		}
	})
}

// Whatever order facts come in, and whether months are closed or not, the year is the same.
func TestBooks_theYearIsTheSameInAnyOrderAndClosedOrNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		whole := func(w *world) ([]appropriation.AccountRow, []appropriation.Limit) {
			b := build(t, w)
			s, err := b.AccountOf(2025, day("2025-12-31"))
			if err != nil {
				t.Fatal(err)
			}
			l, err := b.Limits(2025, day("2025-12-31"))
			if err != nil {
				t.Fatal(err)
			}
			return s.Rows, l
		}
		rows, limits := whole(w)
		shuffled := *w
		shuffled.facts.Bookings = rapid.Permutation(w.facts.Bookings).Draw(t, "order")
		shuffled.facts.Closings = rapid.Permutation(w.facts.Closings).Draw(t, "order of closings")
		open := *w
		open.facts.Closings = nil
		for name, other := range map[string]*world{"shuffled": &shuffled, "open": &open} {
			r, l := whole(other)
			if !reflect.DeepEqual(r, rows) || !reflect.DeepEqual(l, limits) {
				t.Fatalf("%s: the year differs", name)
			}
		}
		// Months add up to the year.
		b := build(t, w)
		for _, r := range rows {
			if r.Rank == appropriation.ItemRank {
				sum := money.Amount(0)
				for _, m := range b.MonthsOf(2025, r.Item) {
					sum += m.Amount
				}
				if sum != r.Outgoings.Amount-r.Income.Amount {
					t.Fatalf("%s: the months add up to %s", r.Item, sum)
				}
			}
		}
	})
}

// What was told of a closed month is what the books show of it ever after.
func TestBooks_closedMonthsStayAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		if len(w.facts.Closings) == 0 {
			return
		}
		slices.SortStableFunc(w.facts.Closings, func(a, b appropriation.Closing) int { return cmp.Compare(a.At, b.At) })
		c := w.facts.Closings[rapid.IntRange(0, len(w.facts.Closings)-1).Draw(t, "closing")]
		if c.At > w.at {
			return
		}
		then := *w
		then.at = c.At
		a, b := build(t, &then), build(t, w)
		for _, id := range ownItems {
			for m := range int(c.Through.Month()) {
				if x, y := a.MonthsOf(2025, id)[m], b.MonthsOf(2025, id)[m]; x != y || !x.Known {
					t.Fatalf("%s month %d: %v then, %v now", id, m+1, x, y)
				}
			}
		}
	})
}
