package staff

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/report"
)

// assignmentPages are the pages on assignments, of an agency with letters; the names are
// those of the golden files.
var assignmentPages = map[string]string{
	"assignments":         "/assignments",
	"assignments-due":     "/assignments?list=due&on=2025-04-01&days=60&known_at=2025-04-01",
	"assignments-empty":   "/assignments?list=late&on=2024-12-20",
	"assignments-none":    "/assignments?on=2024-01-01",
	"assignments-wrong":   "/assignments?on=2025-02-30&days=x&unit=",
	"assignment":          "/assignment?id=2025-02",
	"assignment-moved":    "/assignment?id=2025-04",
	"assignment-dropped":  "/assignment?id=2025-03",
	"assignment-earlier":  "/assignment?id=2025-E01",
	"assignment-linked":   "/assignment?id=2025-05",
	"assignment-item":     "/assignment?id=2025-UO10-1:6-ap.2",
	"assignment-none":     "/assignment?id=2025-02&on=2024-01-01",
	"assignment-choose":   "/assignment",
	"assignment-not-said": "/assignment?id=2025-06",
}

func TestAssignments_areAsTheGoldenOnes(t *testing.T) {
	a := askedAgency(t)
	for name, target := range assignmentPages {
		t.Run(name, func(t *testing.T) {
			got := a.get(target)
			if want := map[bool]int{true: http.StatusBadRequest, false: http.StatusOK}[strings.HasSuffix(name, "-wrong")]; got.StatusCode != want {
				t.Fatalf("status %d, want %d\n%s", got.StatusCode, want, a.log)
			}
			if name == "assignments" || name == "assignment" {
				golden(t, name, got.body)
			}
			for _, lang := range []string{"sv", "en"} {
				page := a.get(target + "&lang=" + lang).body
				if !strings.Contains(target, "?") {
					page = a.get(target + "?lang=" + lang).body
				}
				for _, bad := range []string{"⟦", "%!", "<no value>", " style=", "<script", "<b>till</b>", ">None<"} {
					if strings.Contains(page, bad) {
						t.Errorf("in %s the page holds %q", lang, bad)
					}
				}
				if !strings.Contains(page, `<html lang="`+lang+`">`) || strings.Count(page, "<h1") != 1 {
					t.Errorf("in %s the page is not whole", lang)
				}
				checkIDs(t, name, page)
			}
		})
	}
}

// Every row of the register stands once in the list of all, and its link leads to it.
func TestAssignments_everyRowOpens(t *testing.T) {
	a := askedAgency(t)
	all := rowsOf(t, a, "/assignments.json")
	page := a.want(http.StatusOK, "/assignments")
	links := regexp.MustCompile(`<a href="(/assignment\?[^"]*)" lang="sv">`).FindAllStringSubmatch(page, -1)
	if len(links) != len(all) || len(all) < 15 {
		t.Fatalf("the page has %d rows, the file %d", len(links), len(all))
	}
	seen := map[string]bool{}
	for _, m := range links {
		target := strings.ReplaceAll(m[1], "&amp;", "&")
		if seen[target] {
			continue
		}
		seen[target] = true
		one := a.want(http.StatusOK, target)
		u, _ := url.Parse(target)
		if !strings.Contains(words(one), "Uppdrag "+u.Query().Get("id")+" så som det står den 24 april 2025") {
			t.Errorf("%s is another page: %s", target, words(one)[:200])
		}
	}
	for _, r := range all {
		if !seen[link("/assignment", "id", r.Assignment, "on", "2025-04-24")] {
			t.Errorf("%s has no link", r.Assignment)
		}
	}
}

func rowsOf(t *testing.T, a *agency, target string) []assignment.Row {
	t.Helper()
	var rows []assignment.Row
	if err := json.Unmarshal([]byte(a.want(http.StatusOK, target)), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAssignments_figuresAreTheListsThatTheyOpen(t *testing.T) {
	a := askedAgency(t)
	for _, question := range []string{"", "&unit=-", "&unit=" + url.QueryEscape("Återkravsavdelningen"), "&days=3"} {
		for _, on := range []string{"2025-01-15", "2025-04-24"} {
			page := a.want(http.StatusOK, "/assignments?on="+on+question)
			figures := regexp.MustCompile(`(?s)<span class="key-figure__label">([^<]*)</span><span class="key-figure__value">(?:<a href="([^"]*)">)?(\d+)`).FindAllStringSubmatch(page, -1)
			if len(figures) != 4 {
				t.Fatalf("%d figures", len(figures))
			}
			for _, m := range figures {
				if (m[2] == "") != (m[3] == "0") {
					t.Errorf("%s%s: %s is %s and leads to %q", on, question, m[1], m[3], m[2])
				}
				if m[2] == "" {
					continue
				}
				target := strings.ReplaceAll(m[2], "&amp;", "&")
				list := a.want(http.StatusOK, target)
				if got := words(list); !strings.Contains(got, m[1]+" Antal: "+m[3]+".") {
					t.Errorf("%s%s: %s is %s, but %s has something else", on, question, m[1], m[3], target)
				}
				if n := strings.Count(list, `class="agenda__row"`); m[3] != number(int64(n)) {
					t.Errorf("%s shows %d rows, the figure is %s", target, n, m[3])
				}
				if rows := rowsOf(t, a, strings.Replace(target, "/assignments?", "/assignments.json?", 1)); number(int64(len(rows))) != m[3] {
					t.Errorf("%s: the file has %d rows, the figure is %s", target, len(rows), m[3])
				}
			}
		}
	}
}

// The place of the chosen day stands once, after all that is before it.
func TestAssignments_theChosenDayHasItsPlace(t *testing.T) {
	a := askedAgency(t)
	for _, on := range []string{"2024-12-20", "2025-02-03", "2025-02-04", "2025-03-31", "2025-04-25"} {
		page := a.want(http.StatusOK, "/assignments?on="+on)
		before, after, ok := strings.Cut(page, `<li class="agenda__here" aria-current="date">`)
		if !ok || strings.Contains(after, "agenda__here") {
			t.Fatalf("%s: the place of the day stands not once", on)
		}
		dates := regexp.MustCompile(`<time datetime="(\d{4}-\d{2}-\d{2})"><strong>`)
		for _, m := range dates.FindAllStringSubmatch(before, -1) {
			if m[1] >= on {
				t.Errorf("%s stands before the place of %s", m[1], on)
			}
		}
		for _, m := range dates.FindAllStringSubmatch(after, -1) {
			if m[1] < on {
				t.Errorf("%s stands after the place of %s", m[1], on)
			}
		}
	}
}

func TestAssignments_tellWhatIsWrong(t *testing.T) {
	a := askedAgency(t)
	for _, c := range []struct{ target, field, value string }{
		{"/assignments?on=2025-02-30", "on", "2025-02-30"},
		{"/assignments?on=2025-04-26", "on", "2025-04-26"},
		{"/assignments?known_at=x", "known_at", "x"},
		{"/assignments?days=-1", "days", "-1"},
		{"/assignments?days=100000", "days", "100000"},
		{"/assignments?list=everything", "list", ""},
		{"/assignments?unit=Nowhere", "unit", ""},
		{"/assignment?id=2025-02&on=x", "on", "x"},
	} {
		page := a.want(http.StatusBadRequest, c.target)
		for _, want := range []string{`role="alert"`, `<li><a href="#` + c.field + `">`, `id="` + c.field + `"`, `aria-invalid="true"`, "<title>Fel: "} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %s is missing", c.target, want)
			}
		}
		if c.value != "" && !strings.Contains(page, `value="`+c.value+`"`) {
			t.Errorf("%s: what was written is lost", c.target)
		}
		if strings.Contains(page, "agenda__row") {
			t.Errorf("%s: a list is shown", c.target)
		}
		for _, ending := range []string{"csv", "json", "ics"} {
			if strings.HasPrefix(c.target, "/assignments?") {
				a.want(http.StatusBadRequest, strings.Replace(c.target, "/assignments?", "/assignments."+ending+"?", 1))
			}
		}
	}
	if page := words(a.want(http.StatusNotFound, "/assignment?id=2025-99")); !strings.Contains(page, "Uppdraget 2025-99 finns inte") {
		t.Errorf("an unknown assignment: %s", page)
	}
	a.want(http.StatusNotFound, "/assignment?id=2025-07&on=2025-03-01") // the second edition gave it
	if page := a.want(http.StatusOK, "/assignment"); !strings.Contains(page, `Välj ett på sidan <a href="/assignments?on=2025-04-24">`) {
		t.Errorf("without an id: %s", words(page))
	}
	if page := a.get("/assignment?id=" + url.QueryEscape("<script>")).body; strings.Contains(page, "<script") {
		t.Error("the page holds a script")
	}
}

func TestAssignments_withoutALetterSayHowToBringOne(t *testing.T) {
	a := newAgency(t)
	for _, target := range []string{"/assignments", "/assignment?id=2025-01"} {
		if page := words(a.want(http.StatusOK, target)); !strings.Contains(page, "Inget regleringsbrev är i bruk") || !strings.Contains(page, "balans directive take FILE") {
			t.Errorf("%s: %s", target, page)
		}
	}
	for _, ending := range []string{"csv", "json", "ics"} {
		a.want(http.StatusOK, "/assignments."+ending)
	}
}

// What became known later changes nothing of what was known.
func TestAssignments_areAsKnown(t *testing.T) {
	a := askedAgency(t)
	at := words(a.want(http.StatusOK, "/assignment?id=2025-04&on=2025-04-24&known_at=2025-03-27"))
	for text, want := range map[string]bool{"2025-06-16": true, "2025-11-14": false, "S2025/00077": false, "nämnd i brevet, medverkar inte": true} {
		if strings.Contains(at, text) != want {
			t.Errorf("as known before the second edition, %q is shown: %v", text, !want)
		}
	}
	now := words(a.want(http.StatusOK, "/assignment?id=2025-04"))
	for _, want := range []string{"2025-12-01", "Datumet har varit: 2025-06-16 enligt 2025-1", "2025-11-14 enligt 2025-2, gäller från 2025-03-27", "2025-12-01 enligt beslut S2025/00077", "om 221 dagar"} {
		if !strings.Contains(now, want) {
			t.Errorf("now %q is missing:\n%s", want, now)
		}
	}
	if page := words(a.want(http.StatusOK, "/assignment?id=2025-03")); !strings.Contains(page, "Uppdraget finns inte kvar i 2025-2") || !strings.Contains(page, "utgått ur regleringsbrevet") {
		t.Errorf("dropped: %s", page)
	}
	if page := words(a.want(http.StatusOK, "/assignments")); !strings.Contains(page, "Intagna brev som inte är bekräftade räknas inte: regleringsbrev 2025-3 .") {
		t.Error("the letter that is not confirmed is not named")
	}
}

func TestAssignments_filesHoldWhatThePageShows(t *testing.T) {
	a := askedAgency(t)
	question := "?list=late&unit=-&on=2025-04-24"
	rows := rowsOf(t, a, "/assignments.json"+question)
	if len(rows) == 0 {
		t.Fatal("nothing is late")
	}
	table, err := csv.NewReader(strings.NewReader(a.want(http.StatusOK, "/assignments.csv"+question))).ReadAll()
	if err != nil || len(table) != len(rows)+1 {
		t.Fatalf("the CSV has %d lines, the JSON %d rows: %v", len(table), len(rows), err)
	}
	page := a.want(http.StatusOK, "/assignments"+question)
	for _, r := range rows {
		if r.Unit != "" || r.Status != assignment.Late || !strings.Contains(page, r.Ref) {
			t.Errorf("%+v is not on the page, or not late, or a unit's", r)
		}
	}
	got := a.get("/assignments.csv" + question)
	if d := got.Header.Get("Content-Disposition"); d != `attachment; filename="balans-uppdrag-late-2025-04-24.csv"` {
		t.Errorf("the file is called %s", d)
	}
}

// The calendar has an event for each date of the list and nothing else, and can be read by
// a program that knows no cookies.
func TestAssignments_calendarHasTheDatesOfTheList(t *testing.T) {
	a := askedAgency(t)
	for _, question := range []string{"?", "?list=late", "?list=joint&lang=en", "?unit=" + url.QueryEscape("Återkravsavdelningen"), "?list=reminders&on=2025-04-24"} {
		got := a.send(http.MethodGet, "/assignments.ics"+question, "")
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "text/calendar; charset=utf-8" {
			t.Fatalf("%s: %d %s", question, got.StatusCode, got.Header.Get("Content-Type"))
		}
		var want, have []string
		for _, r := range rowsOf(t, a, "/assignments.json"+question) {
			if r.Date != "" {
				want = append(want, strings.ReplaceAll(r.Ref, "/", "-")+"@balans "+strings.ReplaceAll(r.Date, "-", ""))
			}
		}
		text := strings.ReplaceAll(got.body, "\r\n ", "")
		for _, m := range regexp.MustCompile(`(?s)BEGIN:VEVENT\r\nUID:([^\r]*).*?DTSTART;VALUE=DATE:(\d{8})`).FindAllStringSubmatch(text, -1) {
			have = append(have, m[1]+" "+m[2])
		}
		slices.Sort(want)
		slices.Sort(have)
		if !slices.Equal(slices.Compact(want), have) {
			t.Errorf("%s: the calendar has\n%s\nthe list\n%s", question, strings.Join(have, "\n"), strings.Join(want, "\n"))
		}
	}
	if page := a.want(http.StatusOK, "/assignments?on=2025-02-01&list=late"); !strings.Contains(page, `href="/assignments.ics?list=late"`) {
		t.Error("the calendar to subscribe to is bound to a day")
	}
}

// Every sort of fact is told in words, and every command the page shows is one that the
// state allows.
func TestAssignment_tellsEverySortOfFact(t *testing.T) {
	sorts := map[string]bool{}
	for _, lang := range []string{"sv", "en"} {
		text := translator(report.Language(lang))
		for _, x := range askedFacts(t) {
			said := text.recorded(x.body)
			if strings.Contains(said, "assignment.") || strings.Contains(said, "%!") {
				t.Errorf("%T is told as %q", x.body, said)
			}
			sorts[strings.TrimPrefix(fmt.Sprintf("%T", x.body), "assignment.")] = true
		}
	}
	if len(sorts) != 11 {
		t.Errorf("%d sorts of facts are tried: %v", len(sorts), sorts)
	}
	a := askedAgency(t)
	for id, want := range map[string][]string{
		"2025-02":  {"balans assignment deliver 2025-02/report/2 --diary DIARIENUMMER --by NAMN", "strike 2025-02", "close 2025-02"},
		"2025-06":  {"document 2025-06", "!deliver", "!start", "!close", "!extend", "!remind"},
		"2025-E01": {"deliver 2025-E01/report/1/2025", "start 2025-E01", "!strike"},
	} {
		page := words(a.want(http.StatusOK, "/assignment?id="+id))
		for _, w := range want {
			name, not := strings.CutPrefix(w, "!")
			if not {
				name = "balans assignment " + name
			}
			if strings.Contains(page, name) == not {
				t.Errorf("%s: %q is shown: %v", id, name, not)
			}
		}
	}
}

// Every line that an assignment's page names is there on the letter's page.
func TestAssignment_linesAreInTheLetter(t *testing.T) {
	a := askedAgency(t)
	letters := map[string]string{}
	n := 0
	for _, r := range rowsOf(t, a, "/assignments.json") {
		page := a.want(http.StatusOK, link("/assignment", "id", r.Assignment))
		for _, m := range regexp.MustCompile(`href="(/letter\?[^"#]*)#([^"]*)"`).FindAllStringSubmatch(page, -1) {
			target := strings.ReplaceAll(m[1], "&amp;", "&")
			if letters[target] == "" {
				letters[target] = a.want(http.StatusOK, target)
			}
			if n++; !strings.Contains(letters[target], `id="`+m[2]+`"`) {
				t.Errorf("%s leads to %s#%s, which is not there", r.Assignment, target, m[2])
			}
		}
	}
	if n < 40 || len(letters) != 2 {
		t.Errorf("%d lines of %d letters were looked up", n, len(letters))
	}
}

func TestAssignment_saysWhatContinuesWhat(t *testing.T) {
	a := askedAgency(t)
	later := words(a.want(http.StatusOK, "/assignment?id=2025-05"))
	for _, want := range []string{"Fortsätter Insatser för personer som är sjukskrivna och för unga med aktivitetsersättning (2025-E03) : samma insatser", "Fortsätter inte, enligt anteckning Mål om handläggningstider"} {
		if !strings.Contains(later, want) {
			t.Errorf("%q is missing:\n%s", want, later)
		}
	}
	if earlier := words(a.want(http.StatusOK, "/assignment?id=2025-E03")); !strings.Contains(earlier, "Fortsätts av Insatser för personer") || !strings.Contains(earlier, "(2025-05)") {
		t.Errorf("the earlier one does not name the later:\n%s", earlier)
	}
	// Before a person has decided, the likeness is a proposal with the command for each answer.
	before := words(a.want(http.StatusOK, "/assignment?id=2025-E03&on=2025-02-01&known_at=2025-02-01"))
	for _, want := range []string{"Kan fortsättas av Insatser", "balans assignment continues 2025-05 2025-E03 Nej: balans assignment continues 2025-05 2025-E03 --not --why SKÄL"} {
		if !strings.Contains(before, want) {
			t.Errorf("%q is missing:\n%s", want, before)
		}
	}
}

// What the page offers to record can be recorded.
func TestAssignment_commandsAreNotRefused(t *testing.T) {
	a := askedAgency(t)
	n, err := a.steeringNow(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r, err := n.registerAt(calendar.InstantOf(clockTime).Date(), noonOf(t, "2025-04-25"))
	if err != nil {
		t.Fatal(err)
	}
	text, tried := translator(report.Swedish), map[string]int{}
	for _, e := range r.Entries {
		for _, row := range commandsOf(text, e) {
			words := strings.Fields(row.Command)
			verb, of := words[2], words[3]
			ref, _ := assignment.ParseRef(of)
			body := map[string]assignment.Body{
				"unit": assignment.SetUnit{Unit: "A"}, "start": assignment.Start{}, "deliver": assignment.Deliver{For: ref, Diary: "1"},
				"document": assignment.AddDocument{Title: "A", Diary: "1"}, "remind": assignment.SetReminder{Days: 14, To: "A"},
				"extend": assignment.Extend{For: ref, Date: day(t, "2027-01-15"), Reference: "A"}, "partner": assignment.SetPartner{Agency: "A"},
				"continues": nil, "note": assignment.Note{Text: "A"}, "close": assignment.Close{Reason: "A"}, "strike": assignment.Strike{Event: 1, Why: "A"},
			}[verb]
			if body == nil {
				continue // what it continues is for the reader to say
			}
			tried[verb]++
			c := assignment.Command{Assignment: e.ID, Body: body, On: calendar.None, Actor: "karin", DryRun: true}
			if _, err := assignment.Record(context.Background(), a.j, r, c); err != nil {
				t.Errorf("%s in the state %s: %v", row.Command, e.State, err)
			}
		}
	}
	if len(tried) != 10 {
		t.Errorf("commands tried: %v", tried)
	}
}

func TestBrowser_assignmentsAreAccessible(t *testing.T) {
	server := httptest.NewServer(askedAgency(t).Handler())
	t.Cleanup(server.Close)
	accessible(t, server.URL, assignmentPages)
}
