package staff

import (
	"context"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

// did is something recorded of an assignment, and known the same day.
type did struct {
	id, on string
	body   assignment.Body
}

// askedFacts is an assignment in every state, and a fact of every sort.
func askedFacts(t testing.TB) []did {
	t.Helper()
	ref := func(s string) assignment.Ref {
		r, err := assignment.ParseRef(s)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	return []did{
		{"2025-01", "2025-02-03", assignment.Deliver{For: ref("2025-01/forecast/1"), Diary: "FK 2025/000010"}},
		{"2025-02", "2025-01-07", assignment.SetUnit{Unit: "Återkravsavdelningen", Worker: "Sara Ek"}},
		{"2025-02", "2025-01-13", assignment.Start{}},
		{"2025-02", "2025-01-20", assignment.AddDocument{Title: "Utkast <b>till</b> plan", Diary: "FK 2025/000011", Reference: "utkast 1"}},
		{"2025-02", "2025-02-26", assignment.Deliver{For: ref("2025-02/report/1"), Diary: "FK 2025/000012", To: []string{"Socialdepartementet"}}},
		{"2025-02", "2025-02-26", assignment.AddDocument{Title: "Redovisningen", SHA256: strings.Repeat("ab", 32), For: ref("2025-02/report/1")}},
		{"2025-02", "2025-03-03", assignment.SetReminder{Days: 30, To: "Carin Lind", For: ref("2025-02/report/2")}},
		{"2025-02", "2025-03-04", assignment.SetPartner{Agency: "Pensionsmyndigheten", Contact: "registrator"}},
		{"2025-02", "2025-03-05", assignment.Note{Text: "Stämt av med departementet."}},
		{"2025-02", "2025-03-06", assignment.Note{Text: "Fel uppdrag."}},
		{"2025-02", "2025-03-07", assignment.Strike{Event: 9, Why: "gäller ett annat uppdrag"}},
		{"2025-04", "2025-01-07", assignment.SetUnit{Unit: "Sjukförsäkringsavdelningen"}},
		{"2025-04", "2025-02-03", assignment.SetPartner{Agency: "Arbetsmiljöverket", Removed: true}},
		{"2025-04", "2025-04-03", assignment.Extend{For: ref("2025-04/report/1"), Date: day(t, "2025-12-01"), Reference: "S2025/00077"}},
		{"2025-05", "2025-02-04", assignment.SetSuccession{Earlier: "2025-E03", Why: "samma insatser"}},
		{"2025-05", "2025-02-05", assignment.SetSuccession{Earlier: "2025-E02", Not: true, Why: "ett annat område"}},
		{"2025-06", "2025-02-05", assignment.Close{Reason: "flödena är anslutna"}},
	}
}

func noonOf(t testing.TB, s string) calendar.Instant {
	t.Helper()
	return calendar.StartOfDay(day(t, s)) + 12*3600*1_000_000
}

// assignmentLetters are three editions of one letter: the first; one that moves a date,
// drops an assignment and gives another; and one that nobody has confirmed.
func assignmentLetters(t testing.TB) []string {
	t.Helper()
	change := func(text string, pairs ...string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if !strings.Contains(text, pairs[i]) {
				t.Fatalf("the letter has no %q", pairs[i])
			}
			text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
		}
		return text
	}
	first := read(t, "testdata/letter-assignments.txt")
	second := change(first, "2024-12-19", "2025-03-27", "II:1", "II:7", "den 16 juni 2025", "den 14 november 2025",
		"Kontroll av intyg A1", "Återkrav av utländska vårdkostnader", "utveckla kontrollen av intyg A1", "kräva tillbaka vårdkostnader från andra länder",
		"senast den 31 mars 2025.", "senast den 1 maj 2025.")
	return []string{first, second, change(second, "2025-03-27", "2025-04-22", "II:7", "II:9")}
}

// askedAgency is the small agency with letters, and with assignments in every state.
func askedAgency(t testing.TB) *agency {
	t.Helper()
	a := newAgency(t, smallAgency...)
	ctx := context.Background()
	for i, text := range assignmentLetters(t) {
		by := directive.Entry{Actor: "karin", Cause: "test", KnownAt: noonOf(t, []string{"2024-12-20", "2025-03-28", "2025-04-24"}[i])}
		e, err := directive.TakeIn(ctx, a.j, "brev.txt", []byte(text), by, false)
		if err != nil {
			t.Fatal(err)
		}
		var accepted []string
		for _, d := range directive.Doubts(e.Letter) {
			accepted = append(accepted, d.ID)
		}
		if i == 2 {
			break // nobody has confirmed it
		}
		if _, err := directive.Confirm(ctx, a.j, e.ID, calendar.None, accepted, directive.Entry{Actor: "omar", Cause: by.Cause, KnownAt: by.KnownAt}); err != nil {
			t.Fatal(err)
		}
	}
	editions, err := directive.Editions(ctx, a.j)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range askedFacts(t) {
		facts, err := assignment.Read(ctx, a.j, editions)
		if err != nil {
			t.Fatal(err)
		}
		r, err := assignment.Build(editions, facts, day(t, x.on), noonOf(t, x.on), assignment.Parameters{Horizon: calendar.None})
		if err != nil {
			t.Fatal(err)
		}
		c := assignment.Command{Assignment: x.id, Body: x.body, On: day(t, x.on), KnownAt: noonOf(t, x.on), Actor: "karin", Cause: "test"}
		if _, err := assignment.Record(ctx, a.j, r, c); err != nil {
			t.Fatalf("%s on %s, %T: %v", x.id, x.on, x.body, err)
		}
	}
	return a
}
