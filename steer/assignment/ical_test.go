package assignment_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

// parsed is the events of a file by their UID, read by a parser that is not the one that
// wrote it.
func parsed(t interface {
	Helper()
	Fatal(...any)
}, file []byte) map[string]ical.Event {
	t.Helper()
	dec := ical.NewDecoder(bytes.NewReader(file))
	cal, err := dec.Decode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dec.Decode(); err != io.EOF {
		t.Fatal("something stands after the calendar: ", err)
	}
	events := map[string]ical.Event{}
	for _, e := range cal.Events() {
		uid, err := e.Props.Text(ical.PropUID)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := events[uid]; twice || uid == "" {
			t.Fatal("the UID stands twice: ", uid)
		}
		events[uid] = e
	}
	return events
}

func text(t testing.TB, c *ical.Component, name string) string {
	t.Helper()
	s, err := c.Props.Text(name)
	if err != nil {
		t.Fatal(name, err)
	}
	return s
}

func makeCalendar(t testing.TB, r *assignment.Register, o assignment.CalendarOptions) []byte {
	t.Helper()
	file, err := assignment.Calendar(r, o)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCalendar_isReadByAnotherParser(t *testing.T) {
	events := []journal.Event{
		event(t, "2025-01", 1, "2025-02-20", "2025-02-20", assignment.Deliver{For: ref(t, "2025-01/action-plan/1"), Diary: "D 1"}),
		event(t, "2025-01", 2, "2025-01-20", "2025-01-20", assignment.SetReminder{Days: 14, To: "Åsa"}),
	}
	r := build(t, []directive.Edition{first(), second()}, events, "2025-07-01", "2025-07-01")
	file := makeCalendar(t, r, assignment.CalendarOptions{Stamp: noon("2025-07-02"), Host: "exempel"})
	all := parsed(t, file)
	dated := 0
	for _, e := range r.Entries {
		for _, d := range e.Deadlines {
			if d.Date == calendar.None {
				continue
			}
			dated++
			v, ok := all[strings.ReplaceAll(d.Ref.String(), "/", "-")+"@exempel"]
			if !ok {
				t.Errorf("%s is not in the file", d.Ref)
				continue
			}
			start, end := v.Props.Get(ical.PropDateTimeStart), v.Props.Get(ical.PropDateTimeEnd)
			if start.ValueType() != ical.ValueDate || start.Value != strings.ReplaceAll(d.Date.String(), "-", "") || end.Value != strings.ReplaceAll(d.Date.AddDays(1).String(), "-", "") {
				t.Errorf("%s: from %s to %s", d.Ref, start.Value, end.Value)
			}
			if stamp := v.Props.Get(ical.PropDateTimeStamp).Value; stamp != "20250702T100000Z" {
				t.Errorf("stamped %s", stamp)
			}
		}
	}
	if dated != len(all) {
		t.Errorf("%d deadlines have a date, %d events", dated, len(all))
	}
	for uid, want := range map[string]struct{ status, sequence, summary string }{
		"2025-01-report-2@exempel":      {"CONFIRMED", "1", "Redovisning: En plan för kortare köer"},
		"2025-01-report-3@exempel":      {"TENTATIVE", "0", "Redovisning: En plan för kortare köer (februari 2026, dagen är inte given)"},
		"2025-01-action-plan-1@exempel": {"CONFIRMED", "0", "Handlingsplan: En plan för kortare köer – lämnad"},
		"2025-03-report-1@exempel":      {"CANCELLED", "1", "Redovisning: Gemensamma rutiner (gemensam) – utgått ur regleringsbrevet"},
	} {
		v := all[uid]
		if v.Component == nil {
			t.Errorf("%s is missing", uid)
			continue
		}
		if got := text(t, v.Component, ical.PropSummary); got != want.summary || text(t, v.Component, ical.PropStatus) != want.status || v.Props.Get(ical.PropSequence).Value != want.sequence {
			t.Errorf("%s: %q %s %s", uid, got, text(t, v.Component, ical.PropStatus), v.Props.Get(ical.PropSequence).Value)
		}
	}
	moved := all["2025-01-report-2@exempel"]
	description := text(t, moved.Component, ical.PropDescription)
	for _, want := range []string{"Till: Regeringskansliet (Socialdepartementet)", "Tidigare datum: 2025-10-20 (2025-2)", "Regleringsbrev: 2025-2, rad 10", "Beteckning: 2025-01/report/2"} {
		if !strings.Contains(description, want) {
			t.Errorf("the description has no %q: %s", want, description)
		}
	}
	if len(moved.Children) != 2 || moved.Children[0].Props.Get(ical.PropTrigger).Value != "-P13DT16H" || text(t, moved.Children[0], ical.PropAction) != "DISPLAY" ||
		!strings.HasSuffix(text(t, moved.Children[0], ical.PropDescription), "Åsa") {
		t.Errorf("the alarms: %+v", moved.Children)
	}
	joint := all["2025-03-report-1@exempel"].Props.Values(ical.PropCategories)
	if len(joint) != 3 || joint[2].Value != "Gemensam" {
		t.Errorf("the categories of a joint report: %+v", joint)
	}
	if len(all["2025-01-action-plan-1@exempel"].Children) != 0 || len(all["2025-03-report-1@exempel"].Children) != 0 {
		t.Error("an alarm for what is delivered or dropped")
	}
}

func TestCalendar_choosesAndSaysWhatIsLeftOut(t *testing.T) {
	r := build(t, []directive.Edition{first()}, nil, "2025-07-01", "2025-07-01")
	file := makeCalendar(t, r, assignment.CalendarOptions{Language: assignment.English, Name: "Våra; egna, uppdrag"})
	if again := makeCalendar(t, r, assignment.CalendarOptions{Language: assignment.English, Name: "Våra; egna, uppdrag"}); !bytes.Equal(file, again) {
		t.Error("the same register gave other bytes")
	}
	if s := string(file); !strings.Contains(s, "X-WR-CALNAME:Våra\\; egna\\, uppdrag\r\n") || !strings.Contains(s, "As of 2025-07-01. 3 without date are left out.") {
		t.Errorf("%.400s", s)
	}
	file = makeCalendar(t, r, assignment.CalendarOptions{Select: func(e *assignment.Entry, d *assignment.Deadline) bool { return d.Letter.Joint }})
	if all := parsed(t, file); len(all) != 1 {
		t.Errorf("%d events were chosen", len(all))
	}
	if _, err := assignment.Calendar(r, assignment.CalendarOptions{Stamp: calendar.Instant(1) << 60}); err == nil {
		t.Error("a stamp after the year 9999 was written")
	}
	one := build(t, []directive.Edition{first()}, []journal.Event{event(t, "2025-03", 1, "2025-01-20", "2025-01-20", assignment.SetReminder{To: "x"}),
		event(t, "2025-03", 2, "2025-01-20", "2025-01-20", assignment.SetReminder{Days: 1, To: "x"})}, "2025-05-01", "2025-05-01")
	if s := string(makeCalendar(t, one, assignment.CalendarOptions{})); !strings.Contains(s, "TRIGGER:PT8H\r\n") || !strings.Contains(s, "TRIGGER:-PT16H\r\n") {
		t.Error("an alarm on the day itself or the day before is not at eight")
	}
}

// Lines are at most 75 octets of whole characters and end in CRLF; another parser reads the
// very text, wherever an å, a comma or a space falls on the fold.
func TestCalendar_foldsWithoutHarm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := first()
		title := rapid.StringMatching(`[a-c]{0,60}[åäöÅÄÖéü€😀 ,;:\\"<>-]{0,90}[a-zåäö \n\t]{0,80}x`).Draw(t, "title")
		e.Letter.Assignments[2].Title = title
		r, err := assignment.Build([]directive.Edition{e}, nil, day("2025-03-01"), noon("2025-03-01"), assignment.Parameters{})
		if err != nil {
			t.Fatal(err)
		}
		file, err := assignment.Calendar(r, assignment.CalendarOptions{})
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(file), "\r\n")
		if lines[len(lines)-1] != "" || strings.ContainsAny(strings.Join(lines, ""), "\r\n") {
			t.Fatal("a line does not end in CRLF")
		}
		for _, l := range lines {
			if len(l) > 75 || !utf8.ValidString(l) {
				t.Fatalf("%d octets, whole characters %v: %q", len(l), utf8.ValidString(l), l)
			}
		}
		v := parsed(t, file)["2025-03-report-1@balans"]
		got, err := v.Props.Text(ical.PropSummary)
		flat := strings.NewReplacer("\n", " ", "\t", " ").Replace(title)
		if want := "Redovisning: " + flat + " (gemensam)"; err != nil || got != want {
			t.Fatalf("%q came back as %q, %v", want, got, err)
		}
	})
}
