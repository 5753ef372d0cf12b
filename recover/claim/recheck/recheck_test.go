package recheck_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/claim/recheck"
)

func openJournal(t *testing.T, name string) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// stockOf numbers the claims of every round anew, so that all can share a journal.
func stockOf(t *rapid.T, round int) []claimtest.Life {
	stock := claimtest.Stock(t, 1, 6)
	for i := range stock {
		stock[i].ID = fmt.Sprintf("R%d-%d", round, i)
	}
	return stock
}

func TestBalances_findNothingInWhatIsRight(t *testing.T) {
	ctx := t.Context()
	j := openJournal(t, "right.db")
	setRates(t, j)
	round := 0
	rapid.Check(t, func(t *rapid.T) {
		round++
		stock := stockOf(t, round)
		if rapid.IntRange(0, 3).Draw(t, "nobody booked") > 0 {
			claimtest.Unbook(t, stock)
			scale(stock, rapid.SampledFrom([]money.Amount{1, 1_000, 12_345, 10_000_000_000_000}).Draw(t, "times"))
		}
		cut := make([]int, len(stock))
		for i := range cut {
			cut[i] = rapid.IntRange(-1, len(stock[i].Events)).Draw(t, "told first")
		}
		first, later := claimtest.Halves(stock, cut)
		if err := claimtest.Tell(ctx, j, first...); err != nil {
			t.Fatal(err)
		}
		if err := claimtest.Tell(ctx, j, later...); err != nil {
			t.Fatal(err)
		}
	})
	c, err := claim.ReadColumns(ctx, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	var told int64
	checked, err := recheck.Balances(ctx, j, c, func(done, _ int64) { told = done })
	if err != nil || len(checked.Problems) > 0 || checked.ByLaw == 0 {
		t.Fatalf("%v; %v", checked, err)
	}
	if c.Events() > 8192 && told == 0 {
		t.Error("no progress was told")
	}
}

// setRates gives the rates that the program does not know values of its own.
func setRates(t *testing.T, j *journal.Journal) {
	t.Helper()
	var settings []parameter.Setting
	for year := 2011; year <= 2035; year++ {
		for name, ppm := range map[string]int64{statute.StateLendingRate: 10_000 + 5_000*int64(year%5), statute.MaintenanceDebtRate: 30_000 + 1_000*int64(year%3)} {
			settings = append(settings, parameter.Setting{Value: statute.Value{Name: name, Int64: ppm, Unit: "ppm", From: calendar.New(year, 1, 1),
				To: calendar.New(year, 12, 31), Source: "invented", Confidence: statute.Fictitious}})
		}
	}
	if _, err := parameter.Record(t.Context(), j, settings, parameter.Entry{Actor: "test", Cause: "test"}, "", false); err != nil {
		t.Fatal(err)
	}
}

// scale makes amounts times larger, so that there is interest on them.
func scale(stock []claimtest.Life, times money.Amount) {
	for i := range stock {
		l := &stock[i]
		l.Principal, l.Charge = l.Principal*times, l.Charge*times
		for k := range l.Debtors {
			l.Debtors[k].Share *= times
		}
		for k := range l.Events {
			e := &l.Events[k]
			e.Amount, e.ToPrincipal = e.Amount*times, e.ToPrincipal*times
			if e.Details != nil {
				d := *e.Details
				d.Second *= times
				e.Details = &d
			}
		}
	}
}

// life is one NEW claim with events in their order of telling.
func life(id string, events ...claim.Event) claimtest.Life {
	for i := range events {
		e := &events[i]
		e.Ordinal = int64(i + 1)
		e.ID = fmt.Sprintf("e%d", i+1)
		e.RecordedAt = calendar.EndOfDay(e.OccurredOn)
		if e.ToPrincipal == 0 && !e.ByLaw {
			e.ToPrincipal = e.Amount
		}
	}
	return claimtest.Life{Events: events, Decision: claim.Decision{ID: id, DecidedOn: calendar.New(2023, 5, 2), Principal: 100_000,
		Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}}
}

func on(month, day int) calendar.Date {
	return calendar.New(2024, 1, 1).AddMonths(month - 1).AddDays(day - 1)
}

func TestBalances_nameTheClaimAndWhatDiffers(t *testing.T) {
	right := func() []claimtest.Life {
		return []claimtest.Life{
			life("A", claim.Event{Kind: claim.PlanAgreed, OccurredOn: on(2, 1)}, claim.Event{Kind: claim.Paid, OccurredOn: on(3, 1), Amount: 20_000}),
			life("B", claim.Event{Kind: claim.Referred, OccurredOn: on(4, 1)}),
		}
	}
	for _, wrong := range []struct {
		name  string
		alter func(stock []claimtest.Life) []claimtest.Life
		want  []string
	}{
		{"amount", func(s []claimtest.Life) []claimtest.Life { s[0].Events[1].ToPrincipal++; return s },
			[]string{"claim A: 79999 öre outstanding in the columns, 80000 in the journal"}},
		{"condition", func(s []claimtest.Life) []claimtest.Life { s[0].Events[0].Kind = claim.DeferralGranted; return s },
			[]string{"claim A: in_plan: false in the columns, true in the journal", "claim A: deferred: true in the columns, false in the journal"}},
		{"stock", func(s []claimtest.Life) []claimtest.Life { s[1].Events[0].Kind = claim.Served; return s },
			[]string{"claim B: in the stock: true in the columns, false in the journal (closed)"}},
		{"event lost", func(s []claimtest.Life) []claimtest.Life { s[0].Events = s[0].Events[:1]; return s },
			[]string{"the columns hold 4 events of claims, the journal 5", "claim A: the number of events is 2 in the columns, 3 in the journal",
				"claim A: 100000 öre outstanding in the columns, 80000 in the journal"}},
		{"claim lost", func(s []claimtest.Life) []claimtest.Life { return s[:1] },
			[]string{"the columns hold 1 claims, the journal 2", "the columns hold 3 events of claims, the journal 5", "claim B: it stands in the journal and not in the columns"}},
		{"claim invented", func(s []claimtest.Life) []claimtest.Life { return append(s, life("C")) },
			[]string{"the columns hold 3 claims, the journal 2", "the columns hold 6 events of claims, the journal 5", "claim C: it stands in the columns and not in the journal"}},
		{"claim twice", func(s []claimtest.Life) []claimtest.Life { return []claimtest.Life{s[1], s[1], s[0]} },
			[]string{"the columns hold 3 claims, the journal 2", "the columns hold 7 events of claims, the journal 5", "claim B: it stands twice in the columns"}},
		{"decision", func(s []claimtest.Life) []claimtest.Life {
			d := &s[1].Decision
			d.DecidedOn, d.Principal, d.Authority, d.Origin, d.Benefit = d.DecidedOn+1, 5, claim.PM, claim.Settlement, 2
			d.Debtors = []claim.Debtor{{Number: 193501096998}, {Number: 193502017456}}
			d.Type, d.Charge = claim.BadFaith, 4
			return s
		}, []string{"claim B: its party is one number in the columns, another in the journal",
			"claim B: the decision day is 2023-05-03 in the columns, 2023-05-02 in the journal",
			"claim B: the principal decided is 5 in the columns, 100000 in the journal",
			"claim B: the benefit is …", "claim B: the authority is PM in the columns, FK in the journal",
			"claim B: the origin is settlement in the columns, manual in the journal", "claim B: several debtors is true in the columns, false in the journal",
			"claim B: the ground is bad_faith in the columns, housing in the journal", "claim B: the part that bears no interest is 4 in the columns, 0 in the journal"}},
	} {
		t.Run(wrong.name, func(t *testing.T) {
			j := openJournal(t, "x.db")
			if err := claimtest.Tell(t.Context(), j, claimtest.All(right())...); err != nil {
				t.Fatal(err)
			}
			c, err := claimtest.Columns(wrong.alter(right()))
			if err != nil {
				t.Fatal(err)
			}
			if c.Head, err = j.Head(t.Context()); err != nil {
				t.Fatal(err)
			}
			checked, err := recheck.Balances(t.Context(), j, c, nil)
			if err != nil {
				t.Fatal(err)
			}
			expect(t, checked.Problems, wrong.want)
		})
	}
}

// expect compares problems; "…" ends what is compared of a line.
func expect(t *testing.T, problems []recheck.Problem, want []string) {
	t.Helper()
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	same := slices.EqualFunc(got, want, func(g, w string) bool {
		begin, _, open := strings.Cut(w, "…")
		return g == w || open && strings.HasPrefix(g, begin)
	})
	if !same {
		t.Errorf("found\n%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBalances_knowWhichJournalTheColumnsAreOf(t *testing.T) {
	ctx := context.Background()
	j, other := openJournal(t, "a.db"), openJournal(t, "b.db")
	for _, x := range []*journal.Journal{j, other} {
		if err := claimtest.Tell(ctx, x, claimtest.All([]claimtest.Life{life("A")})...); err != nil {
			t.Fatal(err)
		}
	}
	c, err := claim.ReadColumns(ctx, other, nil)
	if err != nil {
		t.Fatal(err)
	}
	check := func(want string) {
		t.Helper()
		checked, err := recheck.Balances(ctx, j, c, nil)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, checked.Problems, []string{want})
	}
	check("the columns are of the journal …")
	if c, err = claim.ReadColumns(ctx, j, nil); err != nil {
		t.Fatal(err)
	}
	c.Head.Hash[0]++
	check("event 1 is not the one the columns end at")
	c.Head.Seq++
	check("the columns end at event 2, the journal ends at 1")
}

// What is later than the columns is no fault of theirs.
func TestBalances_stopWhereTheColumnsEnd(t *testing.T) {
	ctx := t.Context()
	j := openJournal(t, "a.db")
	l := life("A", claim.Event{Kind: claim.Paid, OccurredOn: on(3, 1), Amount: 20_000})
	first, later := claimtest.Halves([]claimtest.Life{l}, []int{0})
	if err := claimtest.Tell(ctx, j, first...); err != nil {
		t.Fatal(err)
	}
	c, err := claim.ReadColumns(ctx, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := claimtest.Tell(ctx, j, later...); err != nil {
		t.Fatal(err)
	}
	if checked, err := recheck.Balances(ctx, j, c, nil); err != nil || len(checked.Problems) > 0 {
		t.Fatalf("%v; %v", checked, err)
	}
}

func TestBalances_nameWhatCannotBeRead(t *testing.T) {
	ctx := t.Context()
	day := calendar.New(2024, 1, 2)
	event := func(kind, body string) journal.New {
		return journal.New{Kind: kind, OccurredOn: day, Actor: "x", Body: body}
	}
	decision := event("claim.decided/1", "authority=FK benefit=sjukpenning debtors=193502017456 origin=manual principal=5")
	for _, x := range []struct {
		name   string
		events []journal.New
		want   string
	}{
		{"no decision", []journal.New{event("claim.paid/1", "amount=1")}, "claim X: its first event, 1, is claim.paid/1 and not its decision"},
		{"second decision", []journal.New{decision, decision}, "claim X: event 2 decides it a second time"},
		{"unknown kind", []journal.New{decision, event("claim.sold/1", "")}, `claim X: event 2 is of the unknown kind "claim.sold/1"`},
		{"newer kind", []journal.New{decision, event("claim.paid/3", "amount=1")}, `claim X: event 2 is of the unknown kind "claim.paid/3"`},
		{"no second version", []journal.New{decision, event("claim.served/2", "")}, `claim X: event 2 is of the unknown kind "claim.served/2"`},
		{"unknown ground", []journal.New{event("claim.decided/1", "authority=FK benefit=sjukpenning debtors=193502017456 origin=manual principal=5 type=fraud")},
			`claim X: its ground "fraud" is unknown`},
		{"another room's kind", []journal.New{decision, event("paid/1", "amount=1")}, `claim X: event 2 is of the unknown kind "paid/1"`},
		{"no version", []journal.New{decision, event("claim.paid", "amount=1")}, `claim X: event 2 is of the unknown kind "claim.paid"`},
		{"booked and divided", []journal.New{decision, event("claim.paid/2", "amount=2 principal=1")},
			`claim X: event 2 says what was booked to principal, and that the law divides it: "amount=2 principal=1"`},
		{"amount", []journal.New{decision, event("claim.paid/1", "amount=1,5")}, `claim X: the body of event 2 cannot be read: "amount=1,5"`},
	} {
		t.Run(x.name, func(t *testing.T) {
			j := openJournal(t, "a.db")
			if _, err := j.Append(ctx, journal.Append{Party: 193502017456, Stream: "claim/X", Events: x.events}); err != nil {
				t.Fatal(err)
			}
			c, err := claimtest.Columns(nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.Head, err = j.Head(ctx); err != nil {
				t.Fatal(err)
			}
			checked, err := recheck.Balances(ctx, j, c, nil)
			if err != nil || len(checked.Problems) == 0 || checked.Problems[0].String() != x.want {
				t.Fatalf("%v; %v; expected first %s", checked, err, x.want)
			}
		})
	}
}
