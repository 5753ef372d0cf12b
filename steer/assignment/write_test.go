package assignment_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"balans/journal"
	"balans/steer/assignment"
	"balans/steer/directive"
)

func written(t testing.TB, items []assignment.Item, format string, l assignment.Language) string {
	t.Helper()
	var b bytes.Buffer
	if err := assignment.Write(&b, items, format, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func someItems(t testing.TB) []assignment.Item {
	e := first()
	e.Letter.Assignments[3].Title = "=Löpande \"information\"; med\tmera"
	r := build(t, []directive.Edition{e}, []journal.Event{
		event(t, "2025-01", 1, "2025-02-20", "2025-02-20", assignment.Deliver{For: ref(t, "2025-01/action-plan/1"), Diary: "D 1"}),
		event(t, "2025-01", 2, "2025-02-20", "2025-02-20", assignment.Extend{For: ref(t, "2025-01/report/1"), Date: day("2025-05-10"), Reference: "S 1"}),
	}, "2025-03-01", "2025-03-01")
	items, err := r.Listed(assignment.All, 0)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func TestWrite_theFormatsAgree(t *testing.T) {
	items := someItems(t)
	var rows []assignment.Row
	if err := json.Unmarshal([]byte(written(t, items, "json", assignment.Swedish)), &rows); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(written(t, items, "csv", assignment.Swedish))).ReadAll()
	if err != nil || len(records) != len(items)+1 || len(rows) != len(items) {
		t.Fatalf("%d items, %d rows, %d records: %v", len(items), len(rows), len(records), err)
	}
	column := map[string]int{}
	for i, name := range records[0] {
		column[name] = i
	}
	for i, row := range rows {
		for name, want := range map[string]string{"assignment": row.Assignment, "ref": row.Ref, "date": row.Date, "was": row.Was, "status": string(row.Status),
			"delivered": row.Delivered, "diary": row.Diary, "next_bank_day": row.NextBankDay, "to": strings.Join(row.To, "; ")} {
			if got := records[i+1][column[name]]; got != want {
				t.Errorf("item %d: %s is %q in CSV and %q in JSON", i, name, got, want)
			}
		}
		if row.Assignment == "2025-04" && (records[i+1][column["title"]] != "'=Löpande \"information\"; med mera" || row.Ref != "" || row.Days != nil) {
			t.Errorf("%+v, %q", row, records[i+1])
		}
		if row.Ref == "2025-01/report/1" && (row.Was != "2025-04-25" || row.Date != "2025-05-10" || *row.Days != 70 || row.NextBankDay != "2025-05-12") {
			t.Errorf("%+v", row)
		}
	}
	if err := assignment.Write(&bytes.Buffer{}, items, "pdf", assignment.Swedish); err == nil {
		t.Error("a format that does not exist was written")
	}
}

func TestWrite_textForPeople(t *testing.T) {
	items := someItems(t)
	sv, en := written(t, items, "text", assignment.Swedish), written(t, items, "text", assignment.English)
	if strings.Count(sv, "\n") != len(items)+1 || strings.Count(en, "\n") != len(items)+1 {
		t.Errorf("%d items in\n%s", len(items), sv)
	}
	for _, want := range []string{
		"2025-05-10", "flyttad från 2025-04-25; ingen bankdag, nästa är 2025-05-12", "i samband med årsredovisningen 2026", "februari 2026", "lämnas av Granskningsverket", "lämnad",
	} {
		if !strings.Contains(sv, want) {
			t.Errorf("the text has no %q:\n%s", want, sv)
		}
	}
	if !strings.Contains(en, "moved from 2025-04-25") || strings.Contains(en, "lämnad") {
		t.Errorf("in English:\n%s", en)
	}
}

// Everything that people see has words in both languages.
func TestText_everyNameHasWords(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range []assignment.Language{assignment.Swedish, assignment.English} {
		for _, k := range kinds {
			seen[assignment.KindText(k, l)] = true
		}
		for _, m := range assignment.Machine() {
			seen[m.From.Text(l)], seen[m.To.Text(l)] = true, true
		}
		for _, n := range assignment.Lists() {
			seen[n.Text(l)] = true
			if n.Text(l) == string(n) {
				t.Errorf("the list %s has no title", n)
			}
		}
		for _, o := range []assignment.Origin{assignment.Given, assignment.Earlier, assignment.Reporting, assignment.Forecasts, assignment.Condition} {
			if o.Text(assignment.Swedish) == string(o) {
				t.Errorf("the origin %s has no words", o)
			}
		}
	}
	for _, k := range kinds {
		if assignment.KindText(k, assignment.Swedish) == string(k) {
			t.Errorf("the kind %s has no words", k)
		}
	}
	if seen[""] {
		t.Error("something has empty words")
	}
}
