package appropriation_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
	"balans/testenv/require"
)

// tkr is thousands of kronor, as tables of letters have them.
func tkr(n int64) directive.Sum {
	return directive.Sum{Amount: money.Kronor(n * 1000), Known: true}
}

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func instant(s string) calendar.Instant {
	i, err := calendar.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

// The accounts of the invented letter.
const (
	allowance  = directive.ItemID("UO12 1:1 ap.1") // a benefit with credit
	assistance = directive.ItemID("UO9 4:4 ap.1")  // gross accounting
	sickness   = directive.ItemID("UO10 1:6 ap.2") // conditions, no credit
	others     = directive.ItemID("UO10 1:6 ap.3") // another agency's
	shut       = directive.ItemID("UO10 1:6 ap.4") // closed
	promised   = directive.ItemID("UO10 1:6 ap.10")
	running    = directive.ItemID("UO10 2:1 ap.1") // administration, 3 %
)

// letter is an invented letter for 2025 with one of everything.
func letter(year int) *directive.Letter {
	const agency = "Myndigheten"
	item := func(line int, id directive.ItemID, name string, amount int64, conditions ...directive.Condition) directive.Item {
		return directive.Item{Line: line, ID: id, Name: name, Disposer: agency, Amount: tkr(amount), Conditions: conditions}
	}
	foreign := item(31, others, "Annans bidrag", 500)
	foreign.Disposer = "Kammarkollegiet"
	foreign.Conditions = []directive.Condition{{Line: 32, Kind: directive.Max, Amount: tkr(5), Purpose: "annans ändamål"}}
	return &directive.Letter{Agency: agency, Year: year,
		Appropriations: []directive.Appropriation{
			{Line: 10, Area: 9, AreaName: "Hälsovård", Number: "4:4", Name: "Assistans", Groups: []directive.Group{{Disposer: agency,
				Items: []directive.Item{item(11, assistance, "Assistansersättning", 5_000, directive.Condition{Line: 12, Kind: directive.GrossIncome})}}}},
			{Line: 40, Area: 10, AreaName: "Sjukdom", Number: "2:1", Name: "Myndigheten", Groups: []directive.Group{{Disposer: agency,
				Items: []directive.Item{item(41, running, "Förvaltningsmedel", 10_000,
					directive.Condition{Line: 42, Kind: directive.Max, Amount: tkr(900), Purpose: "att stödja forskning inom socialförsäkringens område", Text: "Högst 900 000 kronor får användas för forskning."},
					directive.Condition{Line: 43, Kind: directive.ShallPay, Amount: tkr(100), Agency: "Radioverket", Text: "Myndigheten ska betala 100 000 kronor till Radioverket."})}}}},
			{Line: 20, Area: 10, AreaName: "Sjukdom", Number: "1:6", Name: "Bidrag", Groups: []directive.Group{
				{Disposer: agency, Items: []directive.Item{
					item(21, sickness, "Samverkan", 1_000, directive.Condition{Line: 22, Kind: directive.MayUse, Amount: tkr(200), Agency: "Socialverket"}),
					item(23, promised, "Vårdbidrag", 300)}},
				{Disposer: "Kammarkollegiet", Items: []directive.Item{foreign}}},
				Conditions: []directive.Condition{{Line: 24, Kind: directive.Max, Amount: tkr(50), Purpose: "informationsinsatser"}}},
			{Line: 50, Area: 12, AreaName: "Familjer", Number: "1:1", Name: "Bidrag till barn", Groups: []directive.Group{{Disposer: agency,
				Items: []directive.Item{item(51, allowance, "Barnbidrag", 2_000)}}}},
		},
		Frames: []directive.Frame{
			{Line: 60, Item: assistance, Credit: tkr(250), CarryOver: "Inget", None: true, Withdrawn: tkr(0)},
			{Line: 61, Item: sickness, Credit: tkr(0), CarryOver: "Inget", None: true, Withdrawn: tkr(0)},
			{Line: 62, Item: promised, Credit: tkr(0), CarryOver: "Inget", None: true, Withdrawn: tkr(0)},
			{Line: 63, Item: running, Credit: tkr(300), CarryOver: "3 %", Percent: 300, Withdrawn: tkr(0)},
			{Line: 64, Item: allowance, Credit: tkr(100), CarryOver: "Inget", None: true, Withdrawn: tkr(0)},
		},
		Closed: []directive.ClosedItem{{Line: 70, Item: shut}},
		Authorisations: []directive.Authorisation{{Line: 80, Item: promised, Frame: tkr(400), End: year + 2,
			Years: []directive.YearSum{{Year: year + 1, Sum: tkr(200)}, {Year: year + 2, Sum: tkr(200)}}}},
		Loans: []directive.Loan{{Line: 90, Kind: directive.LoanFrame, Sum: tkr(2_000)}, {Line: 91, Kind: directive.InterestAccount, Sum: tkr(500)},
			{Line: 92, Kind: directive.AccountCredit, Purpose: "vård i andra länder", Sum: tkr(170)}},
		Plan: directive.Plan{Line: 93, Items: []directive.ItemID{running}, Payments: []directive.Payment{
			{Line: 94, Date: calendar.New(year, 1, 25), Sum: tkr(5_000)}, {Line: 95, Date: calendar.New(year, 7, 25), Sum: tkr(5_000)}}},
		Fees: directive.FeeBudget{Line: 96, Year: year, Rows: []directive.FeeRow{
			{Line: 97, Activity: "Ersättning från försvaret", Before: tkr(10), Last: tkr(-4), Income: tkr(200), Cost: tkr(190), Result: tkr(10), After: tkr(16)}}},
	}
}

// edition is a letter in force from a day.
func edition(l *directive.Letter, id, from string) directive.Edition {
	return directive.Edition{ID: id, Letter: l, From: day(from), Confirmed: calendar.StartOfDay(day(from)), ConfirmedBy: "kim"}
}

// amended is the letter with more for administration and a condition in other words.
func amended() *directive.Letter {
	l := letter(2025)
	item := &l.Appropriations[1].Groups[0].Items[0]
	item.Amount = tkr(10_600)
	item.Conditions[0].Amount = tkr(950)
	item.Conditions[0].Purpose = "forskningsstöd"
	return l
}

// editions is the letter of 2025 from the turn of the year, and as amended in June.
func editions() []directive.Edition {
	return []directive.Edition{edition(letter(2025), "2025-1", "2024-12-19"), edition(amended(), "2025-2", "2025-06-19")}
}

// entry is a booking in kronor; a kind that rests on a decision names one.
func entry(voucher, on string, account appropriation.Account, kind appropriation.Kind, kronor int64, purpose ...string) appropriation.Entry {
	e := appropriation.Entry{Voucher: voucher, Day: day(on), Account: account, Kind: kind, Amount: money.Kronor(kronor), Count: 1}
	if len(purpose) > 0 {
		e.Purpose = purpose[0]
	}
	for _, decided := range []string{"reallocated", "exceeded", "withdrawn", "permitted_excess", "credit_raised"} {
		if strings.HasPrefix(string(kind), decided) {
			e.Text = "regeringsbeslut 7"
		}
	}
	return e
}

// clock is a clock that tests set.
type clock struct{ now time.Time }

func (c *clock) set(s string) { c.now = calendar.StartOfDay(day(s)).Time().Add(12 * time.Hour) }

// bothDatabases runs a test on SQLite and on PostgreSQL, and checks the journals after it.
func bothDatabases(t *testing.T, now string, test func(t *testing.T, j *journal.Journal, c *clock)) {
	run := func(t *testing.T, dsn string) {
		c := &clock{}
		c.set(now)
		j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return c.now }))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		test(t, j, c)
		if r, err := verify.Run(t.Context(), dsn, verify.Options{}); err != nil || len(r.Problems) > 0 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "books.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

var kim = appropriation.Options{By: appropriation.By{Actor: "kim", Cause: "test"}}

func sources() appropriation.Sources { return appropriation.Sources{Editions: editions()} }

func record(t testing.TB, j *journal.Journal, entries ...appropriation.Entry) appropriation.Receipt {
	t.Helper()
	r, err := appropriation.Record(t.Context(), j, sources(), entries, kim)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func booksOf(t testing.TB, j *journal.Journal, s appropriation.Sources, k calendar.Instant) *appropriation.Books {
	t.Helper()
	f, err := appropriation.Read(t.Context(), j, s.Editions)
	if err != nil {
		t.Fatal(err)
	}
	b, err := appropriation.Build(f, s, k)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func known(kronor int64) appropriation.Figure {
	return appropriation.Figure{Amount: money.Kronor(kronor), Known: true}
}
