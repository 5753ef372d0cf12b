package directive

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
)

// goalsLetter is a letter with dates among goals and requirements, in the prose beside
// them, and in conditions.
const goalsLetter = `Regleringsbrev för budgetåret 2031 avseende Exempelmyndigheten

Regeringen beslutar den 3 april 2031 att följande ska gälla.

VERKSAMHET

Myndigheten ska senast den 1 april 2031 redovisa sin organisation.

1 Mål och återrapporteringskrav

Mål för bryggorna

Bryggorna ska hålla. En inventering den 5 maj 2031 visar läget.

Återrapportering

Myndigheten ska senast den 31 augusti 2031 lämna en redovisning till Regeringskansliet (Socialdepartementet).

Arbetet i hela landet

Myndigheten ska lämna en rapport vid följande tillfällen:

- 15 februari 2031

- 15 juni 2031

Ingen tidpunkt

Myndigheten ska redovisa hur det har gått.

3 Uppdrag

Fyrar

Fyrarna invigs den 9 september 2031. Uppdraget redovisas den 1 oktober 2031.

8 Något annat

Myndigheten ska senast den 2 november 2031 lämna underlag.
`

func readText(t *testing.T, text string) *Letter {
	t.Helper()
	l, _, err := ReadFile("brev.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestRead_goalsHaveTheirDates(t *testing.T) {
	l := readText(t, goalsLetter)
	var got []string
	for _, g := range l.Goals {
		got = append(got, "goal "+g.Title+": "+strings.ReplaceAll(allTold(g.Deadlines), "\n", "; "))
	}
	for _, q := range l.Requirements {
		got = append(got, "requirement "+q.Title+": "+strings.ReplaceAll(allTold(q.Deadlines), "\n", "; "))
	}
	want := []string{
		"goal Mål för bryggorna: report 2031-08-31 to " + ministry,
		"requirement VERKSAMHET: report 2031-04-01",
		"requirement Arbetet i hela landet: report 2031-02-15; report 2031-06-15",
		"requirement Ingen tidpunkt: ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	var b, list strings.Builder
	if err := WriteText(&b, l); err != nil {
		t.Fatal(err)
	}
	if err := WriteChecklist(&list, l); err != nil {
		t.Fatal(err)
	}
	for _, date := range []string{"2031-08-31", "2031-02-15", "2031-06-15"} {
		if !strings.Contains(b.String(), date) || !strings.Contains(list.String(), "redovisning "+date) {
			t.Errorf("%s is not shown", date)
		}
	}
	// A date that moved is told of when editions are compared, though the words are alike.
	other := readText(t, goalsLetter)
	other.Goals[0].Deadlines[0].Date++
	if got := Compare(l, other); len(got) != 1 || got[0].Part != PartDeadline || got[0].Field != "date" {
		t.Errorf("a moved date: %+v", got)
	}
}

// Every date that was read as no deadline is told of, by its line.
func TestDoubts_tellOfDatesPassedOver(t *testing.T) {
	l := readText(t, goalsLetter)
	var got []string
	for _, d := range Doubts(l) {
		if strings.HasPrefix(d.ID, "date passed ") {
			got = append(got, fmt.Sprintf("%s %d: %s", d.ID, d.Lines[0], d.Says[strings.Index(d.Says, ":")+2:]))
		}
	}
	want := []string{"date passed line 13 13: “den 5 maj 2031”", "date passed line 35 35: “den 9 september 2031”", "date passed line 39 39: “senast den 2 november 2031”"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	var list strings.Builder
	if err := WriteChecklist(&list, l); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(list.String(), "[ ]    35 “den 9 september 2031” är inte läst som någon tidpunkt") {
		t.Error("the list for the person who confirms does not tell of it")
	}
}

func TestDatesPassed_noneInTheLettersAtHand(t *testing.T) {
	for _, path := range []string{"../../../shared/seeds/regleringsbrev-2025.txt", "../../demo/letter-2024.txt", "../../demo/letter-2025-1.txt", "../../demo/letter-2025-2.txt",
		"testdata/clean.txt", "testdata/older.txt", "testdata/dates.txt"} {
		data, err := os.ReadFile(path)
		if err != nil && strings.Contains(path, "shared") {
			continue // the published letter is not here
		} else if err != nil {
			t.Fatal(err)
		}
		if passed := DatesPassed(readText(t, string(data))); len(passed) > 0 {
			t.Errorf("%s: %+v", path, passed)
		}
	}
}

// Goals keep their names from one edition of a year to the next, wherever they stand.
func TestNameGoals(t *testing.T) {
	ids := func(l *Letter) string {
		var s []string
		for _, g := range l.Goals {
			s = append(s, g.ID+" "+g.Title)
		}
		for _, q := range l.Requirements {
			s = append(s, q.ID+" "+q.Title)
		}
		return strings.Join(s, "; ")
	}
	goals := func(titles ...string) *Letter {
		l := &Letter{Year: 2031, Agency: us, Decided: calendar.None}
		for _, t := range titles {
			l.Goals = append(l.Goals, Goal{Title: t})
		}
		return l
	}
	first := goals("Mål", "Bryggor", "Mål")
	first.Requirements = []Requirement{{Title: "Lokaler"}}
	nameGoals(first, nil)
	if got := ids(first); got != "2031-G01 Mål; 2031-G02 Bryggor; 2031-G03 Mål; 2031-R01 Lokaler" {
		t.Fatal(got)
	}
	second := goals("Fyrar", "Mål", "Mål", "Bryggor")
	nameGoals(second, []Edition{{Letter: first}, {Letter: goals("Taken in before goals had names")}})
	if got := ids(second); got != "2031-G04 Fyrar; 2031-G01 Mål; 2031-G03 Mål; 2031-G02 Bryggor" {
		t.Error(got)
	}
}
