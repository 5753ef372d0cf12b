package directive_test

import (
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/directive"
)

// A letter that is taken in has names for its goals and requirements, and a later edition
// of the year keeps them.
func TestTakeIn_keepsTheNamesOfGoals(t *testing.T) {
	openBoth(t, func(t *testing.T, j *journal.Journal) {
		ctx, by := t.Context(), directive.Entry{Actor: "karin"}
		first, err := directive.TakeIn(ctx, j, "ett.txt", cleanLetter(t), by, false)
		if err != nil {
			t.Fatal(err)
		}
		confirmAll(ctx, t, j, first, calendar.New(2025, 1, 1), directive.Entry{Actor: "omar"})
		if len(first.Letter.Goals) < 2 || len(first.Letter.Requirements) == 0 {
			t.Fatal("the letter has too few goals")
		}
		title := first.Letter.Goals[1].Title
		second, err := directive.TakeIn(ctx, j, "två.txt", cleanLetter(t, title, "Mål för något nytt\n\nDet nya ska gå bra.\n\n"+title), by, false)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]string{}
		for _, g := range second.Letter.Goals {
			ids[g.Title] = g.ID
		}
		for i, g := range first.Letter.Goals {
			if want := []string{"2025-G01", "2025-G02"}[i]; g.ID != want || ids[g.Title] != want {
				t.Errorf("%s: %q, then %q, want %s", g.Title, g.ID, ids[g.Title], want)
			}
		}
		if ids["Mål för något nytt"] != "2025-G03" || first.Letter.Requirements[0].ID != "2025-R01" || second.Letter.Requirements[0].ID != "2025-R01" {
			t.Errorf("%v %s", ids, second.Letter.Requirements[0].ID)
		}
	})
}
