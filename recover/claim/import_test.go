package claim_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/claimcsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
)

// terms are those in force at the border between the regimes.
var terms = claim.Terms{DueDays: 30, FinalMonths: 2, OldLimitYears: 10, NewLimitYears: 5}

const (
	claimHeader = "claim_id,debtor,benefit,authority,origin,decided_on,principal_ore\n"
	eventHeader = "event_id,claim_id,kind,occurred_on,recorded_at,amount_ore,principal_ore\n"
	claimA      = "A,193502017456,bostadsbidrag,FK,manual,2024-01-10,100000\n"
	claimB      = "B,193501096998,sjukpenning,FK,settlement,2023-05-02,250000\n"
	claimC      = "C,2021005521,assistansersattning,PM,manual,2019-12-31,5000000\n"
)

// imported is what an import said.
type imported struct {
	claim.ImportResult
	err      error
	leftOut  []string // lines passed over, as file:line
	warnings []string
}

func (i imported) bad() *claim.BadLines {
	var b *claim.BadLines
	errors.As(i.err, &b)
	return b
}

// runImport imports two texts; with skip, claims with bad lines are left out.
func runImport(ctx context.Context, j *journal.Journal, claims, events string, skip bool) (got imported) {
	im := claim.Import{Terms: terms, Actor: "test",
		Claims: claim.File{Name: "claims.csv", Size: int64(len(claims)), Reader: strings.NewReader(claims)},
		Events: claim.File{Name: "events.csv", Size: int64(len(events)), Reader: strings.NewReader(events)}}
	im.Warn = func(r *claim.Refusal) { got.warnings = append(got.warnings, r.Claim+" "+r.Event.ID+" "+r.Rule.ID) }
	if skip {
		im.SkipBad = func(e *claimcsv.LineError) error {
			got.leftOut = append(got.leftOut, fmt.Sprintf("%s:%d", strings.TrimSuffix(e.File, ".csv"), e.Line))
			return nil
		}
	}
	got.ImportResult, got.err = im.Run(ctx, j)
	slices.Sort(got.leftOut)
	return got
}

func headOf(t testing.TB, j *journal.Journal) journal.Head {
	t.Helper()
	h, err := j.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// facts is what the journal holds of claims, without what differs between two
// ways of getting it there: seq, hash and cause.
func facts(t testing.TB, j *journal.Journal) []string { return factsAfter(t, j, 0) }

func factsAfter(t testing.TB, j *journal.Journal, seq int64) (all []string) {
	t.Helper()
	_, err := j.Scan(t.Context(), seq, func(e *journal.Event) error {
		if _, ok := claim.IDOf(e.Stream); ok {
			all = append(all, fmt.Sprint(e.Party, " ", e.Stream, " ", e.Version, " ", e.Kind, " ", e.OccurredOn, " ", e.RecordedAt, " ", e.Ordinal, " ", e.Key, " ", e.Body))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// balance is the state of a claim now, in words.
func balance(t testing.TB, j *journal.Journal, id string) string {
	t.Helper()
	c := read(t, t, j)
	i, ok := c.Find(id)
	if !ok {
		return "unknown"
	}
	said := "not in stock"
	far := calendar.New(2040, 1, 1)
	c.WalkStock(i, i+1, claim.NewDates([]calendar.Date{far}), calendar.EndOfDay(far), func(s *claim.Stretch) {
		said = fmt.Sprint(s.Outstanding)
		names := claim.ConditionNames()
		var in []string
		for name, bit := range names {
			if s.Conditions&bit != 0 {
				in = append(in, name)
			}
		}
		slices.Sort(in)
		said += strings.Join(append([]string{""}, in...), " ")
	})
	return said
}

func TestImport_twiceChangesNothingAndSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		j := open(t, dsn)
		claims := claimHeader + claimA + claimB
		events := eventHeader + "e1,A,paid,2024-03-01,2024-03-02,20000,\ne2,B,plan_agreed,2023-07-01,2023-07-01T10:00:00Z,,\n"
		first := runImport(t.Context(), j, claims, events, false)
		if first.err != nil || first.NewClaims != 2 || first.NewEvents != 2 || first.ClaimLines != 2 || first.EventLines != 2 || first.Completed != "" || first.Digest == "" {
			t.Fatalf("%+v", first)
		}
		head := headOf(t, j)
		if head.Seq != 6 { // two decisions, two events, began and completed
			t.Errorf("%d events in the journal", head.Seq)
		}
		again := runImport(t.Context(), j, claims, events, false)
		if again.err != nil || again.Completed == "" || again.NewClaims+again.NewEvents != 0 || again.KnownClaims != 2 || again.KnownEvents != 2 || again.Digest != first.Digest {
			t.Errorf("%+v", again)
		}
		// Other files that say the same are another import, and add nothing either.
		same := runImport(t.Context(), j, claimHeader+claimB+claimA, events+"e2,B,plan_agreed,2023-07-01,2023-07-01T12:00:00+02:00,,\n", false)
		if same.err != nil || same.Completed != "" || same.NewClaims+same.NewEvents != 0 || same.KnownClaims != 2 || same.KnownEvents != 2 || same.Repeated != 1 {
			t.Errorf("%+v", same)
		}
		if now := headOf(t, j); now != head {
			t.Errorf("the journal has moved from %+v to %+v", head, now)
		}
	})
}

func TestImport_linesComeInAnyOrder(t *testing.T) {
	ctx := t.Context()
	inOrder, mixed := open(t, filepath.Join(t.TempDir(), "a.db")), open(t, filepath.Join(t.TempDir(), "b.db"))
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		stock := stockOf(r, round)
		claims, events := claimtest.Files(stock)
		before := [2]journal.Head{headOf(t, inOrder), headOf(t, mixed)}
		if got := runImport(ctx, inOrder, string(claims), string(events), false); got.err != nil {
			r.Fatal(got.err)
		}
		if got := runImport(ctx, mixed, string(shuffled(r, claims)), string(shuffled(r, events)), false); got.err != nil {
			r.Fatal(got.err)
		}
		if a, b := factsAfter(t, inOrder, before[0].Seq), factsAfter(t, mixed, before[1].Seq); !slices.Equal(a, b) {
			r.Fatalf("in order\n%s\nmixed\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
		c, _ := claimtest.Columns(stock)
		in := read(t, r, mixed)
		known, on := claimtest.Known(r, "known at", stock), claimtest.Border(r, "date")
		for i, l := range stock {
			at, ok := in.Find(l.ID)
			if a, b := stretches(in, at, on, known), stretches(c, i, on, known); !ok || a != b {
				r.Fatalf("claim %s: %s as imported, %s as it was", l.ID, a, b)
			}
		}
	})
}

// stockOf numbers the claims of every round anew, so that all can share a journal.
func stockOf(r *rapid.T, round int) []claimtest.Life {
	stock := claimtest.Stock(r, 1, 4)
	for i := range stock {
		stock[i].ID = fmt.Sprintf("R%d-%d", round, i)
	}
	return stock
}

// shuffled mixes the lines below the header.
func shuffled(r *rapid.T, file []byte) []byte {
	lines := bytes.SplitAfter(file, []byte("\n"))
	return slices.Concat(append([][]byte{lines[0]}, rapid.Permutation(lines[1:]).Draw(r, "order")...)...)
}

func TestImport_addsEventsToKnownClaims(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		ctx := t.Context()
		j := open(t, dsn)
		one := runImport(ctx, j, claimHeader+claimA, eventHeader+"e1,A,paid,2024-03-01,2024-03-01,20000,\n", false)
		// A claim may be named again, or only in the events.
		two := runImport(ctx, j, claimHeader+claimA+claimB, eventHeader+"e1,A,paid,2024-03-01,2024-03-01,20000,\ne2,A,paid,2024-04-01,2024-04-01,30000,25000\n", false)
		three := runImport(ctx, j, claimHeader, eventHeader+"e3,A,payment_reversed,2024-02-15,2024-05-05,1000,\n", false)
		for _, x := range []struct {
			imported
			claims, events, known int64
		}{{one, 1, 1, 0}, {two, 1, 1, 1}, {three, 0, 1, 0}} {
			if x.err != nil || x.NewClaims != x.claims || x.NewEvents != x.events || x.KnownEvents != x.known {
				t.Errorf("%+v", x)
			}
		}
		if got := balance(t, j, "A"); got != "56000" {
			t.Errorf("left of A: %s öre", got)
		}
		// The event of a day before others counts there, whenever it came.
		stream, err := j.Load(ctx, 193502017456, claim.Stream("A"))
		if err != nil {
			t.Fatal(err)
		}
		d, events, err := claim.FromJournal(stream)
		if err != nil || d.ID != "A" || len(events) != 3 || events[0].ID != "e3" || events[2].ToPrincipal != 25000 {
			t.Errorf("%+v %+v %v", d, events, err)
		}
	})
}

// On the day, the number that ends event_id is the order: e2 before e10.
func TestImport_ordersADayByTheNumberThatEndsTheID(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	got := runImport(t.Context(), j, claimHeader+claimA+claimB, eventHeader+
		"x-10,A,plan_ended,2024-03-01,2024-03-01,,\nx-2,A,plan_agreed,2024-03-01,2024-03-01,,\n"+
		"y-10,B,plan_agreed,2024-03-01,2024-03-01,,\ny-2,B,plan_ended,2024-03-01,2024-03-01,,\n", false)
	if got.err != nil {
		t.Fatal(got.err)
	}
	if a, b := balance(t, j, "A"), balance(t, j, "B"); a != "100000" || b != "250000 in_plan" {
		t.Errorf("A: %s, B: %s", a, b)
	}
	if want := []string{"B y-2 end-without-start"}; !slices.Equal(got.warnings, want) || got.Warnings != 1 {
		t.Errorf("warned of %q", got.warnings)
	}
}

func TestImport_aDateAloneIsTheEndOfThatDayInSweden(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	got := runImport(t.Context(), j, claimHeader+claimA, eventHeader+"e1,A,paid,2024-03-01,2024-06-30,20000,\ne2,A,paid,2024-03-01,2024-12-31T23:59:59.999999+01:00,30000,\n", false)
	if got.err != nil {
		t.Fatal(got.err)
	}
	c := read(t, t, j)
	on := claim.NewDates([]calendar.Date{calendar.New(2025, 1, 1)})
	left := func(known string) (ore int64) {
		at, err := calendar.ParseInstant(known)
		if err != nil {
			t.Fatal(err)
		}
		c.WalkStock(0, 1, on, at, func(s *claim.Stretch) { ore = s.Outstanding })
		return ore
	}
	for known, want := range map[string]int64{
		"2024-06-29": 100000, "2024-06-30T21:59:59.999998Z": 100000, "2024-06-30T21:59:59.999999Z": 80000, "2024-06-30": 80000, "2024-06-30T22:00:00Z": 80000,
		"2024-12-30": 80000, "2024-12-31": 50000, "2024-01-09": 0, "2024-01-10": 100000,
	} {
		if got := left(known); got != want {
			t.Errorf("as known %s: %d öre left, expected %d", known, got, want)
		}
	}
}

func TestImport_readsDebtorsInEveryForm(t *testing.T) {
	for _, x := range []struct{ debtor, stored string }{
		{"193502017456", "193502017456"},
		{"3502017456", "193502017456"},
		{"350201-7456", "193502017456"},
		{"19350201-7456", "193502017456"},
		{"2021005521", "162021005521"},
		{"202100-5521", "162021005521"},
		{"193502017456+193501096998", "193502017456+193501096998"},
		{"3502017456+350109-6998", "193502017456+193501096998"},
		{"193502017456:60000+193501096998:40000", "193502017456:60000+193501096998:40000"},
		{"3502017456:1+3501096998:99999", "193502017456:1+193501096998:99999"},
	} {
		t.Run(x.debtor, func(t *testing.T) {
			j := open(t, filepath.Join(t.TempDir(), "journal.db"))
			if got := runImport(t.Context(), j, claimHeader+strings.Replace(claimA, "193502017456", x.debtor, 1), eventHeader, false); got.err != nil {
				t.Fatal(got.err)
			}
			f := facts(t, j)
			if want := "debtors=" + x.stored + " "; len(f) != 1 || !strings.Contains(f[0], want) || !strings.HasPrefix(f[0], x.stored[:12]) {
				t.Errorf("stored %q", f)
			}
		})
	}
}

func TestImport_acceptsWhatEditorsDoToAFile(t *testing.T) {
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	quoted := `"A","193502017456","bostadsbidrag","FK","manual","2024-01-10","100000"` + "\n"
	events := "e1,A,paid,2024-03-01,2024-03-02,20000,\n"
	for name, x := range map[string][2]string{
		"as it should be":  {claimHeader + claimA, eventHeader + events},
		"byte order mark":  {"\ufeff" + claimHeader + claimA, "\ufeff" + eventHeader + events},
		"CR LF":            {crlf(claimHeader + claimA), crlf(eventHeader + events)},
		"quoted":           {claimHeader + quoted, eventHeader + `"e1","A",paid,2024-03-01,"2024-03-02",20000,""` + "\n"},
		"no last line end": {claimHeader + strings.TrimSuffix(claimA, "\n"), eventHeader + strings.TrimSuffix(events, "\n")},
		"empty lines":      {claimHeader + "\n" + claimA + "\n\n", eventHeader + "\r\n" + events + "\n"},
		"all at once":      {"\ufeff" + crlf(claimHeader+quoted+"\n"), "\ufeff" + crlf(eventHeader+events) + "\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			j := open(t, filepath.Join(t.TempDir(), "journal.db"))
			got := runImport(t.Context(), j, x[0], x[1], false)
			if got.err != nil || got.ClaimLines != 1 || got.EventLines != 1 || balance(t, j, "A") != "80000" {
				t.Errorf("%+v, balance %s", got, balance(t, j, "A"))
			}
		})
	}
}

// Ids may hold what a comma-separated file must quote.
func TestImport_keepsIDsAsTheyAre(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	got := runImport(t.Context(), j, claimHeader+`"Å, ""B"" 1",193502017456,bostadsbidrag,FK,manual,2024-01-10,100000`+"\n",
		eventHeader+`"e,1","Å, ""B"" 1",paid,2024-03-01,2024-03-02,20000,`+"\n", false)
	if got.err != nil || balance(t, j, `Å, "B" 1`) != "80000" {
		t.Errorf("%+v", got)
	}
}

func TestImport_nothingIsImportedUnlessAllIsWell(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		j := open(t, dsn)
		head := headOf(t, j)
		got := runImport(t.Context(), j, claimHeader+claimA+claimB, eventHeader+"e1,A,paid,2024-03-01,2024-03-02,20000,\ne2,B,sold,2024-03-01,2024-03-02,,\n", false)
		if bad := got.bad(); bad == nil || bad.Count != 1 || len(bad.First) != 1 || bad.First[0].Line != 3 {
			t.Errorf("%+v", got)
		}
		if now := headOf(t, j); now != head {
			t.Errorf("the journal has moved to %+v", now)
		}
	})
}

func TestImport_listsAHundredBadLinesAndCountsAll(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	var claims strings.Builder
	claims.WriteString(claimHeader)
	for i := range 250 {
		fmt.Fprintf(&claims, "C%d,193502017456,bostadsbidrag,FK,manual,2024-01-10,0\n", i)
	}
	got := runImport(t.Context(), j, claims.String(), eventHeader, false)
	bad := got.bad()
	if bad == nil || bad.Count != 250 || len(bad.First) != 100 {
		t.Fatalf("%+v", got.err)
	}
	if text := got.err.Error(); !strings.Contains(text, "… and 150 more\n250 bad lines: nothing was imported.") {
		t.Errorf("…%s", text[len(text)-200:])
	}
}

// A claim with a bad line is left out with all its lines, and every one of them
// is named; the others are imported.
func TestImport_skipsWholeClaims(t *testing.T) {
	good := "g1,A,paid,2024-03-01,2024-03-02,20000,\n"
	for _, x := range []struct {
		name, claims, events string
		leftOut              []string
		claimsOut            int64
	}{
		{"bad decision", claimA + "B,193501096998,sjukpenning,FK,settlement,2023-05-02,0\n", good + "e1,B,paid,2024-01-01,2024-01-01,5,\n", []string{"claims:3", "events:3"}, 1},
		{"bad event", claimA + claimB, good + "e1,B,paid,2024-01-01,2024-01-01,5,\ne2,B,sold,2024-01-01,2024-01-01,,\n", []string{"claims:3", "events:3", "events:4"}, 1},
		{"bad event before the good ones", claimA + claimB, "e2,B,sold,2024-01-01,2024-01-01,,\n" + good + "e1,B,paid,2024-01-01,2024-01-01,5,\n", []string{"claims:3", "events:2", "events:4"}, 1},
		{"broken line", claimA + claimB, good + "e1,B,paid,2024-01-01,2024-01-01,5,\ne2,B,paid\n", []string{"claims:3", "events:3", "events:4"}, 1},
		{"broken line of the claim, then a good one", "B,193501096998\n" + claimA + claimB, good, []string{"claims:2", "claims:4"}, 1},
		{"not UTF-8", claimA + claimB, good + "e1,B,paid,2024-01-01,2024-01-01,5,\ne2,B,pl\xe5n,2024-01-01,2024-01-01,,\n", []string{"claims:3", "events:3", "events:4"}, 1},
		{"unclosed quotation mark", claimA + claimB, good + "e1,B,paid,2024-01-01,2024-01-01,5,\ne2,B,\"paid,2024-01-01,2024-01-01,5,\n", []string{"claims:3", "events:3", "events:4"}, 1},
		{"second decision", claimA + claimB + strings.Replace(claimB, "250000", "250001", 1), good, []string{"claims:3", "claims:4"}, 1},
		{"good decision, then a bad one", claimA + claimB + strings.Replace(claimB, "250000", "0", 1), good, []string{"claims:3", "claims:4"}, 1},
		{"repeated lines", claimA + claimB + claimB, good + strings.Repeat("e1,B,paid,2024-01-01,2024-01-01,5,\n", 2) + "d,B,decided,2023-05-02,2023-05-02,,\ne2,B,sold,2024-01-01,2024-01-01,,\n",
			[]string{"claims:3", "claims:4", "events:3", "events:4", "events:5", "events:6"}, 1},
		{"decided line that differs", claimA + claimB, good + "d1,B,decided,2023-05-02,2023-05-02,,\nd2,B,decided,2023-05-03,2023-05-03,,\nd3,B,decided,2023-05-02,2023-05-02,,\n",
			[]string{"claims:3", "events:3", "events:4", "events:5"}, 1},
		{"same id, other content", claimA + claimB, good + "e1,B,paid,2024-01-01,2024-01-01,5,\ne1,B,paid,2024-01-02,2024-01-02,5,\n", []string{"claims:3", "events:3", "events:4"}, 1},
		{"before the decision, and twice at that", claimA + claimB, good + "e1,B,paid,2023-05-01,2024-01-01,5,\ne1,B,paid,2023-04-01,2024-01-02,5,\n", []string{"claims:3", "events:3", "events:4"}, 1},
		{"nobody decided it", claimA, good + "e1,X,paid,2024-01-01,2024-01-01,5,\ne2,X,served,2024-01-01,2024-01-01,,\n", []string{"events:3", "events:4"}, 1},
		{"two claims", claimA + claimB + claimC, good + "e1,B,paid,2023-01-01,2024-01-01,5,\ne1,C,paid,2018-01-02,2024-01-02,5,\n", []string{"claims:3", "claims:4", "events:3", "events:4"}, 2},
	} {
		t.Run(x.name, func(t *testing.T) {
			j := open(t, filepath.Join(t.TempDir(), "journal.db"))
			got := runImport(t.Context(), j, claimHeader+x.claims, eventHeader+x.events, true)
			if got.err != nil || got.NewClaims != 1 || got.NewEvents != 1 || balance(t, j, "A") != "80000" {
				t.Fatalf("%+v, A: %s", got, balance(t, j, "A"))
			}
			if !slices.Equal(got.leftOut, x.leftOut) || got.LeftOut != int64(len(x.leftOut)) || got.LeftOutClaims != x.claimsOut {
				t.Errorf("left out %d claims and %d lines: %q; expected %q", got.LeftOutClaims, got.LeftOut, got.leftOut, x.leftOut)
			}
			if balance(t, j, "B") != "unknown" || len(got.warnings) > 0 || got.Warnings != 0 {
				t.Errorf("B: %s; warned of %q", balance(t, j, "B"), got.warnings)
			}
			// The same again adds nothing, and does not claim that all is there.
			head := headOf(t, j)
			again := runImport(t.Context(), j, claimHeader+x.claims, eventHeader+x.events, true)
			if again.err != nil || again.Completed != "" || !slices.Equal(again.leftOut, x.leftOut) || headOf(t, j) != head {
				t.Errorf("again: %+v", again)
			}
			if whole := runImport(t.Context(), j, claimHeader+x.claims, eventHeader+x.events, false); whole.bad() == nil || headOf(t, j) != head {
				t.Errorf("again without leaving out: %+v", whole)
			}
		})
	}
}

// A claim the journal has gets none of the new events when one of them is bad.
func TestImport_skipsNewEventsOfKnownClaims(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	if got := runImport(t.Context(), j, claimHeader+claimA, eventHeader+"e1,A,paid,2024-03-01,2024-03-02,20000,\n", false); got.err != nil {
		t.Fatal(got.err)
	}
	// The bad line comes first, and the claim stands in no file.
	got := runImport(t.Context(), j, claimHeader+claimB, eventHeader+"e2,A,paid\ne3,A,paid,2024-04-01,2024-04-02,1000,\n", true)
	if got.err != nil || balance(t, j, "A") != "80000" || !slices.Equal(got.leftOut, []string{"events:2", "events:3"}) || got.NewClaims != 1 {
		t.Errorf("%+v, A: %s", got, balance(t, j, "A"))
	}
}

// What was left out can be imported later from the same files, when a program
// that can read them does it. Here the claim becomes good because it is decided.
func TestImport_completesWhatWasLeftOut(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	claims, events := claimHeader+claimA, eventHeader+"e1,B,paid,2024-03-01,2024-03-02,20000,\n"
	if got := runImport(t.Context(), j, claims, events, true); got.err != nil || got.LeftOut != 1 {
		t.Fatalf("%+v", got)
	}
	if got := runImport(t.Context(), j, claimHeader+claimB, eventHeader, false); got.err != nil {
		t.Fatalf("%+v", got)
	}
	got := runImport(t.Context(), j, claims, events, false)
	if got.err != nil || got.NewEvents != 1 || balance(t, j, "B") != "230000" {
		t.Fatalf("%+v, B: %s", got, balance(t, j, "B"))
	}
	if got := runImport(t.Context(), j, claims, events, false); got.err != nil || got.Completed == "" {
		t.Errorf("%+v", got)
	}
	if c := read(t, t, j); len(c.Interrupted()) > 0 {
		t.Errorf("interrupted: %v", c.Interrupted())
	}
}

// A history is kept as it was booked: what the rules would not have allowed is
// a warning, once, and the event counts.
func TestImport_warnsOfWhatTheRulesWouldNotAllow(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	events := eventHeader + "e1,A,paid,2024-03-01,2024-03-02,120000,\ne2,A,plan_ended,2024-03-02,2024-03-02,,\ne3,A,payment_reversed,2024-03-05,2024-03-04,50000,\n"
	got := runImport(t.Context(), j, claimHeader+claimA, events, false)
	want := []string{"A e1 more-than-left", "A e2 end-without-start", "A e3 known-before-it-occurred"}
	if got.err != nil || !slices.Equal(got.warnings, want) || got.Warnings != 3 || balance(t, j, "A") != "30000" {
		t.Errorf("%+v, balance %s", got, balance(t, j, "A"))
	}
	more := runImport(t.Context(), j, claimHeader+claimA, events+"e4,A,returned,2024-04-01,2024-04-01,,\n", false)
	if want := []string{"A e4 end-without-start"}; more.err != nil || !slices.Equal(more.warnings, want) {
		t.Errorf("only what is new is warned of: %+v", more)
	}
}

// What the journal holds, written as files and imported elsewhere, is the same.
func TestImport_ofAnExportIsTheSame(t *testing.T) {
	ctx := t.Context()
	here, there := open(t, filepath.Join(t.TempDir(), "a.db")), open(t, filepath.Join(t.TempDir(), "b.db"))
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		stock := stockOf(r, round)
		claims, events := claimtest.Files(stock)
		before := [2]journal.Head{headOf(t, here), headOf(t, there)}
		if got := runImport(ctx, here, string(claims), string(events), false); got.err != nil {
			r.Fatal(got.err)
		}
		claims, events = export(t, here, stock)
		if got := runImport(ctx, there, string(claims), string(events), false); got.err != nil {
			r.Fatal(got.err)
		}
		if a, b := factsAfter(t, here, before[0].Seq), factsAfter(t, there, before[1].Seq); !slices.Equal(a, b) {
			r.Fatalf("exported\n%s\nimported\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
	})
}

// export writes the claims as the journal holds them, as the two files.
func export(t testing.TB, j *journal.Journal, stock []claimtest.Life) (claims, events []byte) {
	var held []claimtest.Life
	for _, l := range stock {
		stream, err := j.Load(t.Context(), int64(l.Party()), claim.Stream(l.ID))
		if err != nil {
			t.Fatal(err)
		}
		var h claimtest.Life
		if h.Decision, h.Events, err = claim.FromJournal(stream); err != nil {
			t.Fatal(err)
		}
		held = append(held, h)
	}
	return claimtest.Files(held)
}

func TestImport_stopsWhenToldTo(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	head := headOf(t, j)
	if got := runImport(ctx, j, claimHeader+claimA, eventHeader, false); !errors.Is(got.err, context.Canceled) || headOf(t, j) != head {
		t.Errorf("%+v", got)
	}
}
