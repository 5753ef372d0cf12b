package worklist_test

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/worklist"
)

// drawStock is claims in all sorts of lives, with some ordinary ones, whose days lie
// close to the borders of the lists.
func drawStock(t *rapid.T) []claimtest.Life {
	stock := claimtest.Stock(t, 1, 4)
	claimtest.Unbook(t, stock)
	for i := range rapid.IntRange(0, 4).Draw(t, "ordinary") {
		x := cases[rapid.IntRange(0, len(cases)-1).Draw(t, "case")]
		l := lifeOf(x.life)
		l.ID = fmt.Sprint("Z", i)
		stock = append(stock, l)
	}
	for i := range stock {
		claim.Sort(stock[i].Events)
	}
	return stock
}

func drawQuery(t *rapid.T, stock []claimtest.Life) worklist.Query {
	q := worklist.Query{On: claimtest.Border(t, "on"), KnownAt: claimtest.Known(t, "known", stock)}
	if rapid.Bool().Draw(t, "on the day of a case") {
		x := cases[rapid.IntRange(0, len(cases)-1).Draw(t, "case day")]
		q = worklist.Query{On: day(x.on), KnownAt: calendar.EndOfDay(day(x.on))}
	}
	return q
}

func countsOf(t rapid.TB, c *claim.Columns, q worklist.Query) []worklist.Count {
	t.Helper()
	counts, err := worklist.CountAll(c, q)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func rowsOf(t rapid.TB, c *claim.Columns, q worklist.Query, l *worklist.List) []worklist.Row {
	t.Helper()
	rows, err := worklist.Rows(c, q, l)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The counts of a list are those of its rows; the rows are in their order, and
// the parts of a score make it.
func TestCounts_areThoseOfTheRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := drawStock(t)
		c, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		q := drawQuery(t, stock)
		for _, n := range countsOf(t, c, q) {
			rows := rowsOf(t, c, q, n.List)
			again := worklist.Count{List: n.List, Claims: len(rows), Oldest: calendar.None}
			for i := range rows {
				r := &rows[i]
				again.Owed += r.Owed
				again.ByAge[r.AgeGroup()]++
				if r.Since != calendar.None && (again.Oldest == calendar.None || r.Since < again.Oldest) {
					again.Oldest = r.Since
				}
				checkRow(t, n.List, r)
				if i > 0 && !inOrder(&rows[i-1], r) {
					t.Fatalf("%s: %+v before %+v", n.List.ID, rows[i-1], *r)
				}
			}
			if n != again {
				t.Fatalf("%s: counted %+v, the rows are %+v", n.List.ID, n, again)
			}
			months, inGroups := worklist.MonthGroups(rows, q.On), 0
			for _, g := range months {
				inGroups += g.Claims
			}
			if n.List.ID == "near_limitation" && inGroups != len(rows) {
				t.Fatalf("%d rows in groups of months, %d on the list", inGroups, len(rows))
			}
		}
	})
}

func checkRow(t *rapid.T, l *worklist.List, r *worklist.Row) {
	sum := 0
	for _, p := range r.Parts {
		if p.Points < 0 || p.Points > 10 || p.Weight < 0 || (p.Name != "") != l.Collecting {
			t.Fatalf("%s: %+v", l.ID, p)
		}
		sum += p.Points * p.Weight
	}
	if sum != r.Score || r.Age < 0 {
		t.Fatalf("%s: the parts make %d: %+v", l.ID, sum, *r)
	}
}

func inOrder(a, b *worklist.Row) bool {
	if a.Score != b.Score {
		return a.Score > b.Score
	}
	return a.Since < b.Since || a.Since == b.Since && a.Claim < b.Claim
}

// However many work at it, the counts and the rows are the same.
func TestCounts_doNotDependOnTheWorkers(t *testing.T) {
	for seed := range 3 {
		few := rapid.Custom(drawStock).Example(seed)
		for _, x := range cases {
			few = append(few, lifeOf(x.life))
		}
		var many []claimtest.Life
		for i := range 9_000 { // more than two parts of claim.Columns.Workers
			l := few[i%len(few)].Clone()
			l.ID = fmt.Sprintf("N%05d", i)
			many = append(many, l)
		}
		many[len(many)-1] = lifeOf("2001-01-01 | paid 2001-02-01 bylaw:20000") // the oldest is not with the first worker
		many[len(many)-1].ID = "N09000"
		c := columns(t, many...)
		q := worklist.Query{On: day("2023-08-02"), KnownAt: calendar.EndOfDay(day("2024-08-02"))}
		type answer struct {
			counts []worklist.Count
			rows   [][]worklist.Row
		}
		ask := func(processors int) (a answer) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
			if got := c.Workers(); got != min(processors, 3) {
				t.Fatalf("%d workers on %d processors", got, processors)
			}
			a.counts = countsOf(t, c, q)
			for _, l := range worklist.Lists() {
				a.rows = append(a.rows, rowsOf(t, c, q, l))
			}
			return a
		}
		one := ask(1)
		if one.counts[1].Claims == 0 || !reflect.DeepEqual(one, ask(2)) || !reflect.DeepEqual(one, ask(3)) {
			t.Errorf("seed %d: one worker finds other claims than several: %+v", seed, one.counts)
		}
	}
}

// partsOn is the parts of the claim's score on a day, and how long it has left.
func partsOn(t rapid.TB, l claimtest.Life, on calendar.Date) (parts [5]worklist.ScorePart, item worklist.Item) {
	t.Helper()
	c, err := claimtest.Columns([]claimtest.Life{l})
	if err != nil {
		t.Fatal(err)
	}
	r, err := worklist.NewReader(c, on, calendar.EndOfDay(day("2070-01-01")))
	if err != nil {
		t.Fatal(err)
	}
	x := r.Read(0)
	if x == nil {
		t.Fatalf("%s is not decided on %s", l.ID, on)
	}
	if got := x.Score(c.Origin(0)); got != total(x.ScoreParts(c.Origin(0))) {
		t.Fatalf("the score is %d", got)
	}
	return x.ScoreParts(c.Origin(0)), *x
}

func total(parts [5]worklist.ScorePart) (sum int) {
	for _, p := range parts {
		sum += p.Points * p.Weight
	}
	return sum
}

// An older claim is never less urgent than a younger one that is like it, up to
// the day it is time barred, nor a larger one than a smaller.
func TestPriority_growsWithAgeSizeAndNearness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		decided := calendar.New(2010, 1, 1).AddDays(rapid.IntRange(0, 5500).Draw(t, "decided"))
		l := lifeOf(decided.String() + " | dispatched " + decided.AddDays(1).String())
		l.Principal = money.Amount(rapid.Int64Range(1, 80_000_000).Draw(t, "principal"))
		l.Origin = claim.Origin(rapid.IntRange(0, 1).Draw(t, "origin"))
		on := decided.AddDays(rapid.IntRange(1, 4_000).Draw(t, "on"))
		parts, x := partsOn(t, l, on)

		later := on.AddDays(rapid.IntRange(1, 1_500).Draw(t, "later"))
		if x.Limitation.Last == calendar.None || later <= x.Limitation.Last {
			old, _ := partsOn(t, l, later)
			for i := range parts {
				if old[i].Points < parts[i].Points {
					t.Fatalf("%s: %d points on %s, %d on %s", parts[i].Name, parts[i].Points, on, old[i].Points, later)
				}
			}
		}
		l.Principal += money.Amount(rapid.Int64Range(1, 80_000_000).Draw(t, "more"))
		if larger, _ := partsOn(t, l, on); total(larger) < total(parts) {
			t.Fatalf("%v, and larger %v", parts, larger)
		}
		l.Events = append(l.Events, claim.Event{ID: "died", Ordinal: 99, Kind: claim.DebtorDied, OccurredOn: on, RecordedAt: calendar.EndOfDay(on)})
		if dead, _ := partsOn(t, l, on); dead[3].Points != 0 {
			t.Fatalf("%d points for a deceased debtor", dead[3].Points)
		}
	})
}

func TestPriority_atItsBorders(t *testing.T) {
	points := func(life, on, part string, ore int64) int {
		l := lifeOf(life)
		if ore > 0 {
			l.Principal = money.Amount(ore)
		}
		parts, _ := partsOn(t, l, day(on))
		i := slices.IndexFunc(parts[:], func(p worklist.ScorePart) bool { return p.Name == part })
		return parts[i].Points
	}
	for _, c := range []struct {
		life, on, part string
		ore            int64
		want           int
	}{
		{"2023-05-02", "2024-05-01", "age", 0, 0}, {"2023-05-02", "2024-05-02", "age", 0, 1}, {"2010-05-02", "2020-05-01", "age", 0, 9},
		{"2010-05-02", "2020-05-02", "age", 0, 10}, {"2010-05-02", "2024-05-02", "age", 0, 10},
		{"2023-05-02", "2023-05-02", "size", 49_999, 0}, {"2023-05-02", "2023-05-02", "size", 50_000, 1}, {"2023-05-02", "2023-05-02", "size", 999_999, 4},
		{"2023-05-02", "2023-05-02", "size", 1_000_000, 5}, {"2023-05-02", "2023-05-02", "size", 49_999_999, 9}, {"2023-05-02", "2023-05-02", "size", 50_000_000, 10},
		{served, "2026-12-31", "limitation", 0, 0}, {served, "2028-12-31", "limitation", 0, 10}, {served, "2029-01-01", "limitation", 0, 0},
		{served, "2028-10-20", "limitation", 0, 10}, {served, "2028-10-19", "limitation", 0, 9},
		{served, "2023-06-01", "debtor", 0, 10}, {inPlan, "2023-06-29", "debtor", 0, 6}, {served + " | guardian_appointed 2023-06-01", "2023-06-01", "debtor", 0, 4},
		{served + " | identity_protected 2023-06-01", "2023-06-01", "debtor", 0, 4}, {served + " | bankruptcy_started 2023-06-01", "2023-06-01", "debtor", 0, 0},
	} {
		if got := points(c.life, c.on, c.part, c.ore); got != c.want {
			t.Errorf("%s on %s, %d öre: %s gives %d points, want %d", c.life, c.on, c.ore, c.part, got, c.want)
		}
	}
}
