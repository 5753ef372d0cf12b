package main

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/emersion/go-ical"
)

// inUse is a journal with the second letter in use, and nothing recorded.
func inUse(t *testing.T, s steering) steering {
	t.Helper()
	told(t, s.db)
	s.does("directive", "take", secondLetter, "--by", "karin")
	s.does("directive", "confirm", "2025-1", "--by", "omar", "--accept", "all")
	return s
}

// listed is a list in CSV by the deadlines it names, or the assignments without one.
func (s steering) listed(args ...string) map[string]map[string]string {
	s.t.Helper()
	r := csv.NewReader(strings.NewReader(s.does(append(append([]string{"assignment", "list"}, args...), "--format", "csv")...)))
	rows, err := r.ReadAll()
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string]map[string]string{}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, name := range rows[0] {
			cells[name] = row[i]
		}
		key := cells["ref"]
		if key == "" {
			key = cells["assignment"]
		}
		if all[key] != nil {
			s.t.Errorf("%s stands twice", key)
		}
		all[key] = cells
	}
	return all
}

func TestAssignment_lists(t *testing.T) {
	s := demonstration(t)
	on := []string{"--on", "2025-06-18"}
	all := s.listed(append(on, "all")...)
	late := s.listed(append(on, "late")...)
	if l := late["2025-22/report/1"]; len(late) != 1 || l["date"] != "2025-06-02" || l["days"] != "-16" || l["status"] != "late" {
		t.Errorf("%v", late)
	}
	if d := all["2025-08/report/1"]; d["status"] != "delivered" || d["joint"] != "yes" || d["date"] != "2025-06-16" || d["diary"] != "FK 2025/004112" {
		t.Errorf("%v", d)
	}
	// Sixty days ahead is what has a day until then and is not delivered.
	due := s.listed(append(on, "due")...)
	for ref, row := range all {
		_, is := due[ref]
		if want := row["status"] == "coming" && row["date"] >= "2025-06-18" && row["date"] <= "2025-08-17"; is != want {
			t.Errorf("%s: in the list %t, %v", ref, is, row)
		}
	}
	if short := s.listed(append(on, "due", "--days", "36")...); len(short) != 0 || len(due) < 3 {
		t.Errorf("%v, %v", short, due)
	}
	if seven := s.listed(append(on, "due", "--days", "37")...); len(seven) != len(due) {
		t.Errorf("%v", seven)
	}
	for list, count := range map[string]int{"joint": 3, "recurring": 6, "undated": 6, "no-bank-day": 9, "moved": 0, "reminders": 0} {
		rows := s.listed(append(on, list)...)
		for ref := range rows {
			if all[ref] == nil {
				t.Errorf("%s of %s is not in all", ref, list)
			}
		}
		if len(rows) != count {
			t.Errorf("%s: %d rows, not %d", list, len(rows), count)
		}
	}
	out := s.does("assignment", "--on", "2025-06-18")
	says(t, out, fmt.Sprintf("Due soon as of 2025-06-18: %s", counted(len(due), "row")), "2025-02/forecast/3")
	var items []map[string]any
	if err := json.Unmarshal([]byte(s.does("assignment", "list", "late", "--on", "2025-06-18", "--format", "json")), &items); err != nil || len(items) != 1 || items[0]["ref"] != "2025-22/report/1" {
		t.Errorf("%v, %v", items, err)
	}
	// Known in May, what was delivered in June was not.
	if early := s.listed("all", "--on", "2025-06-18", "--known-at", "2025-05-31"); early["2025-08/report/1"]["status"] != "late" || early["2025-25/ready/1"] != nil {
		t.Errorf("%v", early["2025-08/report/1"])
	}
}

// Every fact is recorded, shown in words and counted in the lists, on both databases.
func TestAssignment_recordsItsLife(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		s := inUse(t, steering{t, db()})
		record := func(line string, more ...string) string {
			t.Helper()
			return s.does(append(append([]string{"assignment"}, words(line)...), append(more, "--by", "karin")...)...)
		}
		paper := written(t, "pm.txt", "hej\n")
		recorded := "Recorded on 2025-07, "
		says(t, record("unit 2025-07 Sjukförsäkring --worker Eva --on 2025-06-27 --dry-run"), "It can be recorded on 2025-07.")
		if out := s.does("assignment", "show", "2025-07"); strings.Contains(out, "recorded:") || !strings.HasPrefix(out, "2025-07  Uppdrag om arbetsgivares plan") {
			t.Errorf("a dry run recorded: %s", out)
		}
		for _, line := range []string{
			"unit 2025-07 Sjukförsäkring --worker Eva --on 2025-06-27", "start 2025-07 --on 2025-06-28", "document 2025-07 PM --for 2025-07/report/1 --on 2025-06-28 --file " + paper,
			"remind 2025-07 karin --days 10 --for 2025-07/report/1 --on 2025-06-28", "extend 2025-07/report/1 2025-09-01 --reference S2025/1 --on 2025-06-30",
			"partner 2025-07 Arbetsförmedlingen --contact a@b --on 2025-06-30", "continues 2025-07 2025-E18 --why likhet --on 2025-06-30", "note 2025-07 hej --on 2025-06-30",
		} {
			says(t, record(line), recorded+"2025-06-")
			says(t, record(line), "It stands already; nothing was recorded on 2025-07.")
		}
		if d := s.listed("due", "--on", "2025-08-01")["2025-07/report/1"]; d["date"] != "2025-09-01" || d["was"] != "2025-06-16" || d["unit"] != "Sjukförsäkring" || d["days"] != "31" {
			t.Errorf("%v", d)
		}
		if r := s.listed("reminders", "--on", "2025-08-22"); r["2025-07/report/1"] == nil || len(s.listed("reminders", "--on", "2025-08-23")) != 0 {
			t.Errorf("%v", r)
		}
		if m := s.listed("moved", "--on", "2025-08-01"); len(m) != 1 {
			t.Errorf("%v", m)
		}
		says(t, record("remind 2025-07 karin --days 10 --for 2025-07/report/1 --remove --on 2025-07-02"), recorded)
		says(t, record("partner 2025-07 Arbetsförmedlingen --remove --on 2025-07-02"), recorded)
		says(t, record("continues 2025-07 2025-E18 --not --why olika --on 2025-07-02"), recorded)
		if r := s.listed("reminders", "--on", "2025-08-22"); len(r) != 0 {
			t.Errorf("a reminder that was taken away is there: %v", r)
		}
		says(t, record("deliver 2025-07/report/1 --on 2025-09-04", "--diary", "FK 2025/7", "--to", "Socialdepartementet; SKR"), recorded+"2025-09-04.")
		if d := s.listed("all", "--on", "2025-09-30")["2025-07/report/1"]; d["status"] != "delivered late" || d["delivered"] != "2025-09-04" || d["diary"] != "FK 2025/7" {
			t.Errorf("%v", d)
		}
		says(t, record("close 2025-07 klart --on 2025-09-05"), recorded)
		out := s.does("assignment", "show", "2025-07", "--on", "2025-12-31")
		says(t, out, "closed, from edition 2025-1 line 168; Sjukförsäkring answers for it", "2025-07/report/1  2025-09-01  delivered late  2025-09-04 FK 2025/7",
			"  1  2025-06-27  Sjukförsäkring answers for it, case worker Eva, by karin\n", "  2  2025-06-28  the work began, by karin\n",
			fmt.Sprintf("  3  2025-06-28  document “PM”, for 2025-07/report/1, SHA-256 %x, by karin\n", sha256.Sum256([]byte("hej\n"))),
			"  4  2025-06-28  remind karin 10 days before, 2025-07/report/1, by karin\n", "  5  2025-06-30  2025-07/report/1 is due 2025-09-01, by the decision S2025/1, by karin\n",
			"  6  2025-06-30  Arbetsförmedlingen takes part, contact a@b, by karin\n", "  7  2025-06-30  continues 2025-E18, likhet, by karin\n", "  8  2025-06-30  note: hej, by karin\n",
			"  9  2025-07-02  no longer remind karin 10 days before, 2025-07/report/1, by karin\n", "  10  2025-07-02  Arbetsförmedlingen takes part no longer, by karin\n",
			"  11  2025-07-02  does not continue 2025-E18, olika, by karin\n", "  12  2025-09-04  delivered 2025-07/report/1, to Socialdepartementet; SKR, diary number FK 2025/7, by karin\n",
			"  13  2025-09-05  closed: klart, by karin\n")
		if strings.Contains(out, "with Arbetsförmedlingen") || strings.Contains(out, "continues 2025-E18: ") {
			t.Errorf("what was taken away is shown: %s", out)
		}
		// What was recorded wrongly is struck, and then the assignment is as without it.
		says(t, record("strike 2025-07 13 --why fel"), recorded)
		says(t, record("strike 2025-07 12 --why fel"), recorded)
		out = s.does("assignment", "show", "2025-07", "--on", "2025-12-31")
		says(t, out, "started, from edition", "2025-07/report/1  2025-09-01  late", "(struck by 15)")
		says(t, s.does("assignment", "show", "2025-07"), "  number 12 does not hold: fel, by karin\n")
		says(t, record("deliver 2025-07/report/1 --on 2025-09-01 --receipt R1"), recorded)
		if d := s.listed("all", "--on", "2025-09-30")["2025-07/report/1"]; d["status"] != "delivered" {
			t.Errorf("%v", d)
		}
		says(t, record("deliver 2025-18 --on 2025-08-01 --diary 5"), "Recorded on 2025-18, 2025-08-01.") // it has no deadline
		says(t, s.does("assignment", "show", "2025-18"), "delivered, from edition 2025-1 line 224", "  with Migrationsverket\n")
		says(t, s.does("verify"), "0 problems")
	})
}

func TestAssignment_refusesWhatCannotBe(t *testing.T) {
	s := inUse(t, steering{t, fresh(t).db})
	s.does("assignment", "deliver", "2025-08/report/1", "--on", "2025-06-30", "--diary", "FK 2025/8", "--by", "karin")
	for _, c := range []struct {
		code int
		args string
		says []string
	}{
		{exitUsage, "frobnicate", []string{`"frobnicate"`, "balans help assignment"}},
		{exitUsage, "show", []string{"assignment show takes one assignment, such as 2025-07, not 0"}},
		{exitUsage, "list late due", []string{"assignment list takes one list, not 2"}},
		{exitUsage, "list tomorrow", []string{`"tomorrow"; the lists are due, late, reminders, joint,`}},
		{exitUsage, "list late --format xml", []string{"text, csv or json", `"xml"`}},
		{exitUsage, "show 2025-07 --format json", []string{"--format is text, csv or json of assignment list"}},
		{exitUsage, "calendar due", []string{`"due"`}},
		{exitUsage, "list due --days -1", []string{"--days is how many days ahead", "-1"}},
		{exitUsage, "list due --on 1800-01-01", []string{"--on 1800-01-01"}},
		{exitUsage, "list due --known-at 2079-01-01", []string{"--known-at 2079-01-01: that has not been yet"}},
		{exitFailed, "list due --known-at 2025-01-01", []string{"no letter is in use", "balans directive confirm"}},
		{exitFailed, "show 2025-99", []string{`there is no assignment "2025-99"`, "balans assignment list all"}},
		{exitUsage, "start 2025-07", []string{"--by is to name who records it"}},
		{exitUsage, "start 2025-07 --by \u00a0", []string{"--by is to name"}},
		{exitUsage, "start --by karin", []string{"assignment start takes 1 argument, not 0"}},
		{exitUsage, "unit 2025-07 --by karin", []string{"assignment unit takes 2 arguments, not 1"}},
		{exitUsage, "start 2025-07 --by karin --known-at 2025-06-30", []string{"--known-at is for what is shown"}},
		{exitUsage, "start 2025-07 --by karin --on 1800-01-01", []string{"--on 1800-01-01"}},
		{exitFailed, "start 2025-07 --by karin --on 2079-01-01", []string{"cannot lie in the future", "2079-01-01"}},
		{exitFailed, "start 2025-99 --by karin", []string{`no confirmed edition that applies has an assignment "2025-99"`, "look the id up"}},
		{exitFailed, "deliver 2025-08/report/1 --on 2025-07-01 --diary 9 --by karin", []string{"it was delivered on 2025-06-30 (FK 2025/8)", "file what came later as a document", "strike number 1 of assignment/2025-08"}},
		{exitFailed, "deliver 2025-07/report/1 --by karin", []string{"a diary number or a receipt is needed"}},
		{exitFailed, "deliver 2025-07 --diary 9 --by karin", []string{"say which deadline was delivered: 2025-07/report/1 (2025-06-16)"}},
		{exitFailed, "deliver 2025-07/report/2 --diary 9 --by karin", []string{"no deadline 2025-07/report/2; it has 2025-07/report/1"}},
		{exitUsage, "deliver 2025-07/raport/1 --diary 9 --by karin", []string{"such as 2025-07/report/1"}},
		{exitFailed, "deliver 2025-99/report/1 --diary 9 --by karin", []string{`"2025-99"`}},
		{exitFailed, "document 2025-07 PM --by karin", []string{"a diary number, the sha256 of the document or a reference"}},
		{exitFailed, "document 2025-07 PM --file missing.pdf --by karin", []string{"missing.pdf", "no such file"}},
		{exitUsage, "document 2025-07 PM --for 2025-07 --diary 1 --by karin", []string{"such as 2025-07/report/1"}},
		{exitFailed, "remind 2025-07 karin --days 401 --by karin", []string{"0 to 400"}},
		{exitFailed, "remind 2025-07 karin --remove --by karin", []string{"no reminder 60 days before to karin"}},
		{exitUsage, "extend 2025-07 2025-09-01 --by karin", []string{"such as 2025-07/report/1"}},
		{exitUsage, "extend 2025-07/report/1 2025-02-30 --by karin", []string{"2025-02-30"}},
		{exitFailed, "extend 2025-07/report/1 2025-09-01 --by karin", []string{"reference is missing"}},
		{exitFailed, "extend 2025-07/report/1 2025-06-16 --reference S1 --by karin", []string{"due on 2025-06-16 already"}},
		{exitFailed, "partner 2025-07 Skatteverket --remove --by karin", []string{"Skatteverket is not among those who take part"}},
		{exitFailed, "continues 2025-07 2025-07 --by karin", []string{"does not continue itself"}},
		{exitFailed, "continues 2025-07 2019-01 --by karin", []string{`"2019-01"`}},
		{exitFailed, "continues 2025-07 2025-E18 --not --by karin", []string{"why is missing"}},
		{exitUsage, "strike 2025-08 1x --why fel --by karin", []string{"strike takes the number of a fact", `"1x"`}},
		{exitUsage, "strike 2025-08 0 --why fel --by karin", []string{"strike takes the number of a fact"}},
		{exitUsage, "strike 2025-08 99999999999 --why fel --by karin", []string{"strike takes the number of a fact"}},
		{exitFailed, "strike 2025-08 7 --why fel --by karin", []string{"has no number 7 to strike"}},
		{exitFailed, "strike 2025-08 1 --by karin", []string{"why is missing"}},
	} {
		s.refuses(c.code, append([]string{"assignment"}, words(c.args)...), c.says...)
	}
	if out := s.does("assignment", "show", "2025-07"); strings.Contains(out, "recorded:") {
		t.Errorf("something that was refused was recorded: %s", out)
	}
}

// The calendar is read by another library than the one that wrote it, and has the dates
// that the lists have.
func TestAssignment_calendarHasTheDatesOfTheLists(t *testing.T) {
	s := demonstration(t)
	s.does("assignment", "extend", "2025-06/report/1", "2026-01-15", "--reference", "S2025/1", "--on", "2025-06-30", "--by", "karin")
	for _, on := range []string{"2025-06-18", "2025-12-31"} {
		calendar, err := ical.NewDecoder(strings.NewReader(s.does("assignment", "calendar", "--on", on))).Decode()
		if err != nil {
			t.Fatal(err)
		}
		days := map[string]string{}
		for _, e := range calendar.Events() {
			uid, err := e.Props.Text(ical.PropUID)
			start := e.Props.Get(ical.PropDateTimeStart)
			if err != nil || start == nil || days[uid] != "" {
				t.Fatalf("%s: %v", uid, err)
			}
			days[uid] = start.Value
		}
		dated := 0
		for ref, row := range s.listed("all", "--on", on) {
			if len(row["date"]) != len("2025-06-18") {
				continue
			}
			dated++
			uid := strings.ReplaceAll(ref, "/", "-") + "@balans"
			if days[uid] != strings.ReplaceAll(row["date"], "-", "") {
				t.Errorf("as of %s %s is due %s, and in the calendar %s", on, ref, row["date"], days[uid])
			}
		}
		if dated < 50 || dated > len(days) {
			t.Errorf("%d dates in the list, %d in the calendar", dated, len(days))
		}
		if moved := days["2025-06-report-1@balans"]; (on == "2025-12-31") != (moved == "20260115") {
			t.Errorf("as of %s the date that was moved is %s", on, moved)
		}
	}
}
