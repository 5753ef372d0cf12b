package claim_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/testenv/require"
)

// watched is a journal whose database holds the guards of claims.
type watched struct {
	t     testing.TB
	j     *journal.Journal
	plain *sql.DB // as any other program would open it
	now   time.Time
	terms claim.Terms
	n     int // claims so far
}

func onEachWatched(t *testing.T, test func(t *testing.T, w *watched)) {
	run := func(t *testing.T, driver, dsn string) {
		base, err := statute.Load()
		if err != nil {
			t.Fatal(err)
		}
		book, err := claim.NewLawBook(base, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := &watched{t: t, now: time.Date(2070, 1, 1, 9, 0, 0, 0, time.UTC), terms: book.TermsOf(calendar.Instant(math.MaxInt64))}
		w.j, err = journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return w.now }), journal.WithGuards(claim.GuardEdition, claim.Guards()))
		if err != nil {
			t.Fatal(err)
		}
		defer w.j.Close()
		if w.plain, err = sql.Open(driver, dsn); err != nil {
			t.Fatal(err)
		}
		defer w.plain.Close()
		test(t, w)
	}
	t.Run("SQLite", func(t *testing.T) { run(t, "sqlite", filepath.Join(t.TempDir(), "watched.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, "pgx", require.Postgres(t)) })
}

// decide stores a decision under a number of its own.
func (w *watched) decide(d claim.Decision) claim.Decision {
	w.t.Helper()
	w.n++
	d.ID = fmt.Sprint("W-", w.n)
	w.append(&d, d.ToJournal(claim.Entry{Actor: "test", Cause: "test"}))
	return d
}

// append stores an event as a program does that asks no rule.
func (w *watched) append(d *claim.Decision, n journal.New) error {
	n.RecordedAt, n.Ordinal = 0, 0
	if n.OccurredOn == d.DecidedOn && strings.HasPrefix(n.Kind, "claim.decided/") {
		n.Ordinal = -1 << 62
	}
	_, err := w.j.Append(w.t.Context(), journal.Append{Party: int64(d.Party()), Stream: claim.Stream(d.ID), Expected: journal.AnyVersion, Events: []journal.New{n}})
	return err
}

// insert has a plain connection write the event after the claim's others, and
// takes it back.
func (w *watched) insert(d *claim.Decision, e claim.Event) error {
	tx, err := w.plain.Begin()
	if err != nil {
		w.t.Fatal(err)
	}
	defer tx.Rollback()
	n := e.ToJournal(claim.Entry{})
	_, err = tx.Exec(fmt.Sprintf(`INSERT INTO journal_event (seq, party, stream, version, kind, occurred_on, recorded_at, ordinal, actor, cause, key, body, hash)
		SELECT h.seq + 1, e.party, e.stream, MAX(e.version) + 1, '%s', %d, MAX(e.recorded_at), MAX(e.ordinal) + 1, '', 'another program', '', '%s', h.hash
		FROM journal_event e, journal_head h WHERE e.party = %d AND e.stream = '%s' GROUP BY h.seq, h.hash, e.party, e.stream`,
		n.Kind, n.OccurredOn.Int(), n.Body, int64(d.Party()), claim.Stream(d.ID)))
	return err
}

// The claims of the stories: a civil and a public one.
func storyClaim(decided string) claim.Decision {
	code, _ := benefit.Parse("bostadsbidrag")
	return claim.Decision{Debtors: []claim.Debtor{{Number: identity.Number(198501012382)}}, Benefit: code, DecidedOn: day(decided), Principal: money.Kronor(1000)}
}

// Each of the gravest rules, with what is lawful beside it. A story is what was
// stored, as "kind date, kind date"; the last event is what another program wants.
func TestGuards_holdAgainstAnotherProgram(t *testing.T) {
	const before = "dispatched 2023-01-10, "
	stories := []struct{ guard, story string }{
		{"not-sent", "reminded 2023-03-01"},
		{"not-sent", "order_applied 2023-03-01"},
		{"not-sent", "dispatched 2023-02-01, order_applied 2023-03-01"},
		{"", "demanded 2023-02-01, order_applied 2023-03-01"},
		{"", "demanded 2023-03-01"}, // of a payment by mistake it is the first letter
		{"not-sent", "handover_sent 2023-03-01"},
		{"not-sent", "referred 2023-03-01"},
		{"not-sent", "setoff_started 2023-03-01"},
		{"not-sent", "dispatched 2023-03-02, reminded 2023-03-01"},
		{"", "dispatched 2023-03-01, reminded 2023-03-01"},
		{"", "preservation_started 2023-03-01"},
		{"", "served 2023-03-01"}, // no measure

		{"time-barred", before + "time_barred 2029-01-01, reminded 2029-01-01"},
		{"time-barred", before + "time_barred 2029-01-01, plan_agreed 2030-01-01"},
		{"time-barred", before + "time_barred 2029-01-01, handover_sent 2030-01-01"},
		{"time-barred", before + "time_barred 2029-01-01, preservation_started 2030-01-01"},
		{"", before + "time_barred 2029-01-01, reminded 2028-12-31"}, // it became known late
		{"", before + "time_barred 2029-01-01, refunded 2030-01-01"},

		{"stayed", before + "stay_ordered 2023-04-01, reminded 2023-04-01"},
		{"stayed", before + "stay_ordered 2023-04-01, setoff_started 2023-05-01"},
		{"stayed", before + "stay_ordered 2023-04-01, stay_ended 2023-06-01, handover_sent 2023-05-31"},
		{"stayed", before + "stay_ordered 2023-04-01, stay_ended 2023-06-01, stay_ordered 2023-06-01, reminded 2023-06-02"},
		{"", before + "stay_ordered 2023-04-01, stay_ended 2023-06-01, reminded 2023-06-01"},
		{"", before + "stay_ordered 2023-04-01, judged 2023-06-01, reminded 2023-06-02"},
		{"", before + "stay_ordered 2023-04-01, reminded 2023-03-31"},
		{"", before + "stay_ordered 2023-04-01, paid 2023-04-02"},

		{"message-open", before + "handover_sent 2023-06-01, handover_sent 2023-06-01"},
		{"message-open", before + "handover_sent 2023-06-01, handover_accepted 2023-06-02, handover_sent 2023-06-03"},
		{"", before + "handover_sent 2023-06-01, handover_refused 2023-06-02, handover_sent 2023-06-03"},
		{"", before + "handover_sent 2023-06-01, referred 2023-06-02, returned 2023-08-01, handover_sent 2023-09-01"},
		{"", before + "handover_sent 2023-06-01, message_sent 2023-06-02"},
	}
	onEachWatched(t, func(t *testing.T, w *watched) {
		for _, s := range stories {
			w.now = w.now.Add(time.Minute)
			d := w.decide(storyClaim("2023-01-02"))
			steps := strings.Split(s.story, ", ")
			for i, step := range steps {
				name, on, _ := strings.Cut(step, " ")
				kind, ok := claim.ParseKind(name)
				if !ok {
					t.Fatal(step)
				}
				e := claim.Event{Kind: kind, OccurredOn: day(on)}
				if kind.NeedsAmount() {
					e.Amount = 1
				}
				if i < len(steps)-1 {
					if err := w.append(&d, e.ToJournal(claim.Entry{Cause: "test"})); err != nil {
						t.Fatalf("%s: %v", s.story, err)
					}
					continue
				}
				if err := w.insert(&d, e); (err == nil) != (s.guard == "") || err != nil && !strings.Contains(err.Error(), "the guard "+s.guard+": claim."+name) {
					t.Errorf("%s: %v, want the guard %q", s.story, err, s.guard)
				}
				// A history that was taken over is kept as it was booked.
				if err := w.append(&d, e.ToJournal(claim.Entry{Cause: "import/5f3c"})); err != nil {
					t.Errorf("%s, taken over: %v", s.story, err)
				}
			}
		}
	})
}

// Files with a history that the guards would refuse are imported whole.
func TestGuards_leaveAnImportAlone(t *testing.T) {
	onEachWatched(t, func(t *testing.T, w *watched) {
		events := eventHeader
		for i, e := range []string{"reminded,2024-03-01,2024-03-02", "dispatched,2024-04-01,2024-04-02", "stay_ordered,2024-04-02,2024-04-03", "reminded,2024-05-02,2024-05-03",
			"time_barred,2024-05-03,2024-05-04", "reminded,2024-06-02,2024-05-01"} {
			events += fmt.Sprintf("e%d,A,%sT10:00:00Z,,\n", i, e)
		}
		got := runImport(t.Context(), w.j, claimHeader+claimA, events, false)
		if got.err != nil || len(facts(t, w.j)) != 7 {
			t.Fatalf("%+v: %v", got, facts(t, w.j))
		}
		d := claim.Decision{ID: "A", Debtors: []claim.Debtor{{Number: 193502017456}}}
		if err := w.insert(&d, claim.Event{Kind: claim.Reminded, OccurredOn: day("2025-01-01")}); err == nil || !strings.Contains(err.Error(), "the guard ") {
			t.Errorf("another reminder of today: %v", err)
		}
	})
}

// What MayAppend lets through no guard refuses, whatever the claim has been
// through; and what it stops for a reason that is a guard's too, that guard stops.
func TestGuards_agreeWithTheRules(t *testing.T) {
	onEachWatched(t, func(t *testing.T, w *watched) {
		stopped := map[string]int{}
		life := func(t *rapid.T) {
			d := w.decide(claimtest.Stock(t, 1, 1)[0].Decision)
			var events []claim.Event
			if rapid.Bool().Draw(t, "sent") {
				sent := claim.Event{Kind: claim.Dispatched, OccurredOn: d.DecidedOn, RecordedAt: calendar.InstantOf(w.now)}
				if err := w.append(&d, sent.ToJournal(claim.Entry{Cause: "test"})); err != nil {
					t.Fatal(err)
				}
				events = append(events, sent)
			}
			for range rapid.IntRange(1, 12).Draw(t, "events") {
				e := claimtest.Event(t, &d)
				if rapid.IntRange(0, 2).Draw(t, "often") > 0 {
					e.Kind = rapid.SampledFrom(often).Draw(t, "kind of the guards")
					e.Details, e.Mode = nil, ""
					e.Amount, e.ToPrincipal = 0, 0
				}
				if e.Kind.NeedsAmount() && e.Amount == 0 {
					e.Amount = 1
				}
				e.ID = ""
				w.now = w.now.Add(time.Second)
				e.RecordedAt, e.Ordinal = calendar.InstantOf(w.now), int64(1+len(events))
				refusal := claim.MayAppend(&d, events, e, w.terms)
				guard := ""
				if refusal != nil {
					guard = guardOf(refusal, &d, events, &e)
				}
				if refusal != nil && refusal.Rule.Weight == claim.Impossible {
					continue
				}
				err := w.append(&d, e.ToJournal(claim.Entry{Cause: "another program"}))
				switch {
				case refusal == nil && err != nil:
					t.Fatalf("the rules allow %s on %s: %v\nafter %v", e.Kind, e.OccurredOn, err, events)
				case guard != "" && (!errors.Is(err, journal.ErrGuard) || !strings.Contains(err.Error(), "claim."+e.Kind.String())):
					t.Fatalf("the rules refuse %s on %s (%v), the database says %v\nafter %v", e.Kind, e.OccurredOn, refusal, err, events)
				case err != nil && !errors.Is(err, journal.ErrGuard):
					t.Fatal(err)
				case err == nil:
					events = append(events, e)
					claim.Sort(events)
				default:
					_, rest, _ := strings.Cut(err.Error(), "refused by the guard ")
					name, _, _ := strings.Cut(rest, ":")
					stopped[name]++
				}
			}
		}
		// A hundred lives may miss the rarest of the guards; then there are more.
		guards := []string{"not-sent", "stayed", "time-barred", "message-open"}
		missed := func(guard string) bool { return stopped[guard] == 0 }
		for round := 0; round == 0 || round < 20 && slices.ContainsFunc(guards, missed); round++ {
			rapid.Check(t, life)
		}
		for _, guard := range guards {
			if stopped[guard] == 0 {
				t.Errorf("no life met the guard %s: %v", guard, stopped)
			}
		}
	})
}

// often are the kinds that guards are about, and some that only they depend on.
var often = []claim.Kind{claim.Dispatched, claim.Dispatched, claim.StayOrdered, claim.StayEnded, claim.Judged, claim.TimeBarred,
	claim.Reminded, claim.Demanded, claim.OrderApplied, claim.HandoverSent, claim.HandoverSent, claim.HandoverSent, claim.HandoverSent, claim.HandoverRefused, claim.Referred}

// guardOf names the guard that rests on the same reason as the refusal, or "".
func guardOf(r *claim.Refusal, d *claim.Decision, events []claim.Event, e *claim.Event) string {
	isMeasure := slices.ContainsFunc(claim.Guards(), func(g journal.Guard) bool {
		return g.Kind == e.ToJournal(claim.Entry{}).Kind && g.Name == "stayed"
	})
	if r.Event != *e || !isMeasure {
		return ""
	}
	switch r.Rule.ID {
	case "stayed":
		return "stayed"
	case "not-sent":
		if e.Kind == claim.HandoverSent || e.Kind == claim.SetoffStarted {
			return "not-sent"
		}
	case "demand-first":
		if !slices.ContainsFunc(events, func(b claim.Event) bool { return b.Kind == claim.Demanded && b.OccurredOn <= e.OccurredOn }) {
			return "not-sent"
		}
	case "message-open":
		if e.Kind == claim.HandoverSent {
			return r.Rule.ID
		}
	case "claim-has-ended":
		if slices.ContainsFunc(events, func(b claim.Event) bool { return b.Kind == claim.TimeBarred && b.OccurredOn <= e.OccurredOn }) {
			return "time-barred"
		}
	}
	return ""
}

// The list of the edition. When it changes, raise GuardEdition: a journal that
// has this edition would otherwise be refused as changed by someone.
func TestGuards_areThoseOfTheirEdition(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "# The guards that the database holds, edition %d (recover/claim/guard_store.go).\n# A list that changes is a new edition: raise GuardEdition with it.\n", claim.GuardEdition)
	for _, g := range claim.Guards() {
		fmt.Fprintf(&b, "%s %s", g.Kind, g.Name)
		for _, l := range []struct {
			name  string
			kinds []string
		}{{"blocked by", g.BlockedBy}, {"released by", g.ReleasedBy}, {"needs", g.Needs}} {
			if len(l.kinds) > 0 {
				fmt.Fprintf(&b, ", %s %s", l.name, strings.Join(l.kinds, " "))
			}
		}
		if g.InOrder {
			b.WriteString(", in order")
		}
		fmt.Fprintf(&b, ": %s\n", g.Says)
	}
	golden(t, filepath.Join("..", "recover", "claim", "testdata", fmt.Sprintf("guards_edition_%d.golden", claim.GuardEdition)), b.String())
}
