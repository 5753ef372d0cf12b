package directive_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/directive"
	"balans/testenv/require"
)

// openBoth runs a test on SQLite and on PostgreSQL.
func openBoth(t *testing.T, test func(t *testing.T, j *journal.Journal)) {
	for _, db := range []string{"SQLite", "PostgreSQL"} {
		t.Run(db, func(t *testing.T) {
			dsn := filepath.Join(t.TempDir(), "j.db")
			if db == "PostgreSQL" {
				dsn = require.Postgres(t)
			}
			at := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
			j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { at = at.Add(time.Second); return at }))
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			test(t, j)
		})
	}
}

func cleanLetter(t *testing.T, change ...string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/clean.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(change...).Replace(string(data))
	if len(change) > 0 && text == string(data) {
		t.Fatalf("the letter does not have %q", change[0])
	}
	return []byte(text)
}

func confirmAll(ctx context.Context, t *testing.T, j *journal.Journal, e *directive.Edition, from calendar.Date, by directive.Entry) *directive.Edition {
	t.Helper()
	var accepted []string
	for _, d := range directive.Doubts(e.Letter) {
		accepted = append(accepted, d.ID)
	}
	c, err := directive.Confirm(ctx, j, e.ID, from, accepted, by)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTakeIn_isNotInForceUntilConfirmed(t *testing.T) {
	openBoth(t, func(t *testing.T, j *journal.Journal) {
		ctx, by := t.Context(), directive.Entry{Actor: "karin"}
		e, err := directive.TakeIn(ctx, j, "brev.txt", cleanLetter(t), by, true)
		if err != nil || e.ID != "2025-1" {
			t.Fatalf("%+v %v", e, err)
		}
		if all, err := directive.Editions(ctx, j); err != nil || len(all) != 0 {
			t.Fatalf("a dry run kept %d editions, %v", len(all), err)
		}
		if e, err = directive.TakeIn(ctx, j, "brev.txt", cleanLetter(t), by, false); err != nil {
			t.Fatal(err)
		}
		all, err := directive.Editions(ctx, j)
		if err != nil || len(all) != 1 || all[0].Confirmed != 0 || directive.InForce(all, 2025, calendar.New(2025, 12, 1), all[0].TakenIn+1) != nil {
			t.Fatalf("in force before it is confirmed: %v %v", all, err)
		}
		if _, err := directive.TakeIn(ctx, j, "samma.txt", cleanLetter(t), by, false); !errors.Is(err, directive.ErrTaken) {
			t.Errorf("the same file again: %v", err)
		}
		from := calendar.New(2025, 1, 1)
		c := confirmAll(ctx, t, j, e, from, directive.Entry{Actor: "omar"})
		if all, err = directive.Editions(ctx, j); err != nil || all[0].ConfirmedBy != "omar" || all[0].From != from {
			t.Fatalf("%+v %v", all, err)
		}
		if got := directive.InForce(all, 2025, from, c.Confirmed); got == nil || got.ID != "2025-1" {
			t.Error("it is not in force when it is confirmed")
		}
		if directive.InForce(all, 2025, from, c.Confirmed-1) != nil || directive.InForce(all, 2025, from-1, c.Confirmed) != nil || directive.InForce(all, 2024, from, c.Confirmed) != nil {
			t.Error("it is in force before it was known, before its day, or in another year")
		}
		if _, err := directive.Confirm(ctx, j, e.ID, from, nil, by); !errors.Is(err, directive.ErrConfirmed) {
			t.Errorf("confirmed twice: %v", err)
		}
		// What was read is what is kept, line by line.
		if len(all[0].Letter.Text) != len(e.Letter.Text) || len(directive.Compare(all[0].Letter, e.Letter)) != 0 {
			t.Error("what is kept is not what was read")
		}
	})
}

func TestConfirm_wantsEveryDoubtAccepted(t *testing.T) {
	openBoth(t, func(t *testing.T, j *journal.Journal) {
		ctx, by := t.Context(), directive.Entry{Actor: "karin"}
		e, err := directive.TakeIn(ctx, j, "brev.txt", cleanLetter(t, "8 273 000 kronor", "8 273 OOO kronor"), by, false)
		if err != nil {
			t.Fatal(err)
		}
		doubts := directive.Doubts(e.Letter)
		unread := ""
		for _, d := range doubts {
			if strings.HasPrefix(d.ID, "line ") {
				unread = d.ID
			}
		}
		if unread == "" {
			t.Fatalf("the line that cannot be read is no doubt: %v", doubts)
		}
		var others []string
		for _, d := range doubts {
			if d.ID != unread {
				others = append(others, d.ID)
			}
		}
		_, err = directive.Confirm(ctx, j, e.ID, calendar.New(2025, 1, 1), others, directive.Entry{Actor: "omar"})
		var doubt *directive.DoubtError
		if !errors.As(err, &doubt) || len(doubt.Open) != 1 || doubt.Open[0].ID != unread || !strings.Contains(err.Error(), "8 273 OOO") {
			t.Fatalf("%v", err)
		}
		if all, _ := directive.Editions(ctx, j); all[0].Confirmed != 0 {
			t.Error("it was confirmed all the same")
		}
		if c, err := directive.Confirm(ctx, j, e.ID, calendar.New(2025, 1, 1), append(others, unread), directive.Entry{Actor: "omar"}); err != nil || len(c.Accepted) != 0 && c.Accepted[len(c.Accepted)-1] != unread {
			t.Errorf("%+v %v", c, err)
		}
		if all, _ := directive.Editions(ctx, j); len(all[0].Accepted) != len(doubts) {
			t.Errorf("accepted: %v", all[0].Accepted)
		}
	})
}

func TestTakeIn_keepsTheNamesOfAssignments(t *testing.T) {
	openBoth(t, func(t *testing.T, j *journal.Journal) {
		ctx, by := t.Context(), directive.Entry{Actor: "karin"}
		first, err := directive.TakeIn(ctx, j, "ett.txt", cleanLetter(t), by, false)
		if err != nil {
			t.Fatal(err)
		}
		confirmAll(ctx, t, j, first, calendar.New(2025, 1, 1), directive.Entry{Actor: "omar"})
		gone := first.Letter.Assignments[0]
		added := "Ett nytt uppdrag om register\n\nExempelmyndigheten ska redovisa arbetet till Regeringskansliet (Socialdepartementet) senast den 3 juni 2025.\n\n" + gone.Title
		second, err := directive.TakeIn(ctx, j, "två.txt", cleanLetter(t, gone.Title, added), by, false)
		if err != nil || second.ID != "2025-2" {
			t.Fatalf("%+v %v", second, err)
		}
		ids := map[string]string{}
		for _, a := range first.Letter.Assignments {
			if a.ID == "" || ids[a.ID] != "" {
				t.Fatalf("%q is called %q", a.Title, a.ID)
			}
			ids[a.ID] = a.Title
		}
		for _, a := range second.Letter.Assignments {
			was, ok := ids[a.ID]
			if isNew := strings.HasPrefix(a.Title, "Ett nytt"); ok == isNew || ok && was != a.Title {
				t.Errorf("%q is called %s, which was %q", a.Title, a.ID, was)
			}
		}
	})
}

func TestConfirm_refuses(t *testing.T) {
	openBoth(t, func(t *testing.T, j *journal.Journal) {
		ctx := t.Context()
		if _, err := directive.TakeIn(ctx, j, "brev.txt", cleanLetter(t), directive.Entry{}, false); !errors.Is(err, directive.ErrNobody) {
			t.Errorf("taken in by nobody: %v", err)
		}
		if _, err := directive.TakeIn(ctx, j, "brev.txt", []byte("En lista över telefonnummer.\n"), directive.Entry{Actor: "k"}, false); !errors.Is(err, directive.ErrNoLetter) {
			t.Errorf("no letter: %v", err)
		}
		if _, err := directive.Confirm(ctx, j, "2025-1", calendar.New(2025, 1, 1), nil, directive.Entry{Actor: "k"}); !errors.Is(err, directive.ErrNoEdition) {
			t.Errorf("what was not taken in: %v", err)
		}
		older, err := os.ReadFile("testdata/dates.txt")
		if err != nil {
			t.Fatal(err)
		}
		e, err := directive.TakeIn(ctx, j, "dates.txt", older, directive.Entry{Actor: "k"}, false)
		if err != nil {
			t.Fatal(err)
		}
		if e.Letter.Decided == calendar.None {
			if _, err := directive.Confirm(ctx, j, e.ID, calendar.None, nil, directive.Entry{Actor: "k"}); !errors.Is(err, directive.ErrNoDay) {
				t.Errorf("without a day: %v", err)
			}
		}
	})
}

// What the letter of another year lists as given earlier is the assignment that the letter
// of that year gave.
func TestTakeIn_knowsAnAssignmentAgainInTheNextYear(t *testing.T) {
	openBoth(t, func(t *testing.T, j *journal.Journal) {
		ctx, by := t.Context(), directive.Entry{Actor: "karin"}
		ids := map[string]string{}
		for _, name := range []string{"letter-2024.txt", "letter-2025-2.txt"} {
			data, err := os.ReadFile(filepath.Join("..", "..", "demo", name))
			if err != nil {
				t.Fatal(err)
			}
			e, err := directive.TakeIn(ctx, j, name, data, by, false)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, a := range append(e.Letter.Assignments, e.Letter.Earlier...) {
				if seen[a.ID] {
					t.Errorf("%s: two are called %s", name, a.ID)
				}
				seen[a.ID] = true
				if old, ok := ids[a.ID]; ok && !strings.HasPrefix(a.ID, "2024-") || ok && old == "" {
					t.Errorf("%s is %q and %q", a.ID, old, a.Title)
				}
			}
			if name == "letter-2024.txt" {
				for _, a := range e.Letter.Assignments {
					ids[a.ID] = a.Title
				}
				continue
			}
			again := 0
			for _, a := range e.Letter.Earlier {
				if ids[a.ID] != "" {
					again++
				}
			}
			if again < 5 {
				t.Errorf("%d of the assignments of 2024 are known again", again)
			}
		}
	})
}

func TestConfirm_wantsAnotherPersonTheSameAgencyAndADayOfTheYear(t *testing.T) {
	openBoth(t, func(t *testing.T, j *journal.Journal) {
		ctx, by, other := t.Context(), directive.Entry{Actor: "karin"}, directive.Entry{Actor: "omar"}
		e, err := directive.TakeIn(ctx, j, "brev.txt", cleanLetter(t), by, false)
		if err != nil {
			t.Fatal(err)
		}
		var accepted []string
		for _, d := range directive.Doubts(e.Letter) {
			accepted = append(accepted, d.ID)
		}
		if _, err := directive.Confirm(ctx, j, e.ID, calendar.New(2025, 1, 1), accepted, by); !errors.Is(err, directive.ErrSame) {
			t.Errorf("confirmed by who took it in: %v", err)
		}
		for _, from := range []calendar.Date{calendar.New(2024, 9, 30), calendar.New(2026, 1, 1), calendar.New(2031, 1, 1)} {
			if _, err := directive.Confirm(ctx, j, e.ID, from, accepted, other); !errors.Is(err, directive.ErrDay) {
				t.Errorf("from %s: %v", from, err)
			}
		}
		confirmAll(ctx, t, j, e, calendar.New(2024, 12, 19), other)
		foreign, err := directive.TakeIn(ctx, j, "annan.txt", cleanLetter(t, "avseende Exempelmyndigheten", "avseende Statskontoret"), by, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := directive.Confirm(ctx, j, foreign.ID, calendar.New(2025, 1, 1), accepted, other); !errors.Is(err, directive.ErrAgency) {
			t.Errorf("another agency's letter: %v", err)
		}
	})
}
