package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"balans/law/money"
	"balans/steer/directive"
	"balans/testenv/require"
)

// The letters of the demonstration.
const (
	letterBefore = "../../demo/letter-2024.txt"
	firstLetter  = "../../demo/letter-2025-1.txt"
	secondLetter = "../../demo/letter-2025-2.txt"
)

// steering runs commands on one journal.
type steering struct {
	t  *testing.T
	db string
}

// does runs a command that is to do what it is asked, and returns what it says on
// standard output.
func (s steering) does(args ...string) string {
	s.t.Helper()
	out, _ := balans(s.t, exitOK, append(args, "--db", s.db)...)
	return out
}

// refuses runs a command that is to fail with nothing on standard output, and a message
// that holds every one of the texts.
func (s steering) refuses(code int, args []string, says ...string) {
	s.t.Helper()
	out, errs := balans(s.t, code, append(slices.Clone(args), "--db", s.db)...)
	for _, want := range says {
		if !strings.Contains(soften(errs), want) {
			s.t.Errorf("balans %q says\n%s\nit should mention %q", args, errs, want)
		}
	}
	if out != "" {
		s.t.Errorf("balans %q failed and wrote %q", args, out)
	}
}

// says checks a text for others, in which a space may be a hard one.
func says(t *testing.T, text string, wanted ...string) {
	t.Helper()
	soft := soften(text)
	for _, want := range wanted {
		if !strings.Contains(soft, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

func soften(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// written is a file with a text.
func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func contents(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// words splits a command line at its plain spaces.
func words(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' })
}

// smallDemo is the small demonstration without its households, as a file of SQLite, made once.
var smallDemo = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "balans-demo")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db := filepath.Join(dir, "demo.db")
	var errs strings.Builder
	if code := run(context.Background(), &terminal{out: &errs, err: &errs}, []string{"demo", "--scale", "small", "--households", "0", "--no-serve", "--db", db}); code != exitOK {
		return nil, fmt.Errorf("demo left with %d: %s", code, errs.String())
	}
	return os.ReadFile(db)
})

// demonstration is a journal with the small demonstration without its households, of the
// test's own.
func demonstration(t *testing.T) steering {
	t.Helper()
	data, err := smallDemo()
	if err != nil {
		t.Fatal(err)
	}
	return steering{t, written(t, "demo.db", string(data))}
}

// fresh is a journal with a few claims and no letter.
func fresh(t *testing.T) steering {
	t.Helper()
	db := filepath.Join(t.TempDir(), "x.db")
	told(t, db)
	return steering{t, db}
}

// rowsOf reads CSV with semicolons.
func rowsOf(t *testing.T, text string) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = ';', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return rows
}

func TestDirective_readsALetter(t *testing.T) {
	out, errs := balans(t, exitOK, "directive", "read", secondLetter)
	says(t, out, "Försäkringskassan, budget year 2025", "Socialdepartementet II:7, decided 2025-06-26, S2025/09901 S2025/09902", "10 804 646")
	if errs != "" {
		t.Errorf("mended: %s", errs)
	}
	out, _ = balans(t, exitOK, "directive", "read", secondLetter, "--format", "json")
	var letter struct {
		Title string
		Year  int
	}
	if err := json.Unmarshal([]byte(out), &letter); err != nil || letter.Year != 2025 || letter.Title != "Regleringsbrev för budgetåret 2025 avseende Försäkringskassan" {
		t.Errorf("%+v, %v", letter, err)
	}
	out, _ = balans(t, exitOK, "directive", "read", secondLetter, "--format", "checklist")
	says(t, out, "KONTROLLISTA", "[ ]   548 UO10 2:1 ap.1: 3 % av 10 804 646 tkr är 324 139 tkr; som kredit står 322 519 tkr")

	out, _ = balans(t, exitOK, "directive", "read", secondLetter, "--format", "csv")
	rows := rowsOf(t, out)
	if len(rows) != 49 || strings.Join(rows[0], ";") != "line;item;name;disposer;amount_ore;credit_ore;carry_over;withdrawn_ore" {
		t.Fatalf("%d rows, %q", len(rows), rows[0])
	}
	lines := strings.Split(contents(t, secondLetter), "\n")
	sum := map[string]int64{}
	for _, r := range rows[1:] {
		var at, ore int64
		if _, err := fmt.Sscan(r[0]+" "+r[4], &at, &ore); err != nil {
			t.Fatal(err)
		}
		tkr := soften(money.Kronor(ore / 100_000).Kronor())
		if line := lines[at-1]; !strings.Contains(line, r[2]) || !strings.Contains(line, tkr) {
			t.Errorf("line %d is %q; it was read as %s, %s tkr", at, line, r[2], tkr)
		}
		sum[r[3]] += ore / 100_000
	}
	if sum["Försäkringskassan"] != 255_128_660 || sum["Socialstyrelsen"] != 8_500 || len(sum) < 3 {
		t.Errorf("%v", sum)
	}
}

// asPage writes a letter of the demonstration as a page of the web: tables where its lines
// have tabs. Amounts stay on one line.
func asPage(text, style string) string {
	mark := strings.NewReplacer("&lt;i&gt;", "<i>", "&lt;/i&gt;", "</i>")
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="sv"><meta charset="utf-8"><style>body{font:10pt serif}td{padding:0 12px;` + style + `</style><section id="letter">`)
	table := false
	for line := range strings.Lines(text) {
		line = mark.Replace(html.EscapeString(strings.TrimSuffix(line, "\n")))
		if is := strings.Contains(line, "\t"); is != table {
			b.WriteString(map[bool]string{true: "<table>\n", false: "</table>\n"}[is])
			table = is
		}
		switch {
		case table:
			b.WriteString("<tr><td>" + strings.ReplaceAll(line, "\t", "</td><td>") + "</td></tr>\n")
		case line != "":
			b.WriteString("<p>" + line + "</p>\n")
		}
	}
	b.WriteString("</section>\n")
	return b.String()
}

func TestDirective_readsAWebPageAsTheText(t *testing.T) {
	for _, letter := range []string{firstLetter, secondLetter} {
		page := written(t, "page.html", asPage(contents(t, letter), "}"))
		if out, _ := balans(t, exitOK, "directive", "compare", letter, page); !strings.HasPrefix(out, "Nothing differs.\n") {
			t.Error(out)
		}
	}
	bare := strings.NewReplacer(`<section id="letter">`, "", "</section>", "").Replace(asPage(contents(t, firstLetter), "}"))
	if _, errs := balans(t, exitOK, "directive", "read", written(t, "bare.html", bare)); !strings.Contains(errs, "bare.html:0: no part of the page is marked as the letter") {
		t.Errorf("what was mended is not told: %q", errs)
	}
}

// itemsOf is the items of a letter without the lines they stand on. The space before a per
// cent sign is too narrow to be seen in a PDF.
func itemsOf(t *testing.T, path string) (items []string) {
	t.Helper()
	out, _ := balans(t, exitOK, "directive", "read", path, "--format", "csv")
	for _, r := range rowsOf(t, out) {
		items = append(items, strings.ReplaceAll(strings.Join(r[1:], "|"), " %", "%"))
	}
	return items
}

func TestDirective_readsTheItemsOfAPDF(t *testing.T) {
	chromium := require.Chromium(t)
	if _, err := exec.LookPath("pdftotext"); err != nil && os.Getenv(require.EnvComplete) != "1" {
		t.Skip("pdftotext: install poppler-utils")
	}
	page := written(t, "letter.html", asPage(contents(t, secondLetter), "white-space:nowrap}@page{size:1600px 1100px}"))
	pdf := strings.TrimSuffix(page, "html") + "pdf"
	profile, err := os.MkdirTemp("", "balans-chromium") // the browser may still write there when it has ended
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(profile)
	printing := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
		"--user-data-dir="+profile, "--print-to-pdf="+pdf, "file://"+page)
	if out, err := printing.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, want := itemsOf(t, pdf), itemsOf(t, secondLetter)
	if len(got) != len(want) {
		t.Fatalf("the PDF has %d items, the text %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("the PDF has\n%s\nthe text has\n%s", got[i], want[i])
		}
	}
}

var checksLine = regexp.MustCompile(`(\d+) checks: (\d+) hold, (\d+) do not, (\d+) cannot be decided`)

func TestDirective_checksALetter(t *testing.T) {
	out, _ := balans(t, exitOK, "directive", "check", secondLetter)
	says(t, out, "does not hold (arithmetic)  credit UO10 2:1 ap.1  line 548, 758",
		"UO10 2:1 ap.1: 3 % of 10 804 646 tkr is 324 139 tkr; the credit printed is 322 519 tkr", "which is 54 000 tkr lower than the item's 10 804 646 tkr",
		"5.2: 2025-12-25 (Thursday) is no bank day; the next is 2025-12-29")
	if strings.Contains(out, "\nholds") {
		t.Error("checks that hold are shown without --all")
	}
	var all, held, broken, open int
	if _, err := fmt.Sscan(strings.Join(checksLine.FindStringSubmatch(out)[1:], " "), &all, &held, &broken, &open); err != nil {
		t.Fatal(err)
	}
	if all != held+broken+open || held < 50 {
		t.Errorf("%d checks, %d, %d and %d", all, held, broken, open)
	}
	if read, _ := balans(t, exitOK, "directive", "read", secondLetter); !strings.Contains(read, checksLine.FindString(out)) {
		t.Error("read and check count otherwise")
	}
	every, _ := balans(t, exitOK, "directive", "check", secondLetter, "--all")
	if n := len(regexp.MustCompile(`(?m)^holds \(`).FindAllString(every, -1)); n != held {
		t.Errorf("%d checks that hold are shown of %d", n, held)
	}
	rows, _ := balans(t, exitOK, "directive", "check", secondLetter, "--all", "--format", "csv")
	if n := len(rowsOf(t, rows)); n != all+1 {
		t.Errorf("%d rows of %d checks", n, all)
	}
	var findings []directive.Finding
	text, _ := balans(t, exitOK, "directive", "check", secondLetter, "--format", "json")
	if err := json.Unmarshal([]byte(text), &findings); err != nil || len(findings) != broken+open {
		t.Errorf("%d findings of %d, %v", len(findings), broken+open, err)
	}
}

func TestDirective_comparesLetters(t *testing.T) {
	rows, _ := balans(t, exitOK, "directive", "compare", firstLetter, secondLetter, "--format", "csv")
	changes := rowsOf(t, rows)
	var plan []string
	for _, c := range changes {
		if c[0] == "plan" && strings.HasPrefix(c[2], "2025-") {
			plan = append(plan, soften(c[2]+" "+c[5]+" → "+c[7]))
		}
	}
	if len(plan) != 6 || plan[0] != "2025-07-25 895 887 tkr → 904 887 tkr" || plan[5] != "2025-12-25 895 889 tkr → 904 889 tkr" {
		t.Errorf("%q", plan)
	}
	out, _ := balans(t, exitOK, "directive", "compare", firstLetter, secondLetter)
	says(t, out, "~ item UO10 2:1 ap.1, amount  (line 536, now 548)\n    was 10 750 646 tkr\n    is  10 804 646 tkr\n",
		"+ assignment Förbereda för högkostnadsskydd (el-stöd)  (line 275)", fmt.Sprintf("%d differences.", len(changes)-1))
	var all []directive.Change
	text, _ := balans(t, exitOK, "directive", "compare", firstLetter, secondLetter, "--format", "json")
	if err := json.Unmarshal([]byte(text), &all); err != nil || len(all) != len(changes)-1 {
		t.Errorf("%d of %d, %v", len(all), len(changes)-1, err)
	}
	// The other way round what was added is removed.
	back, _ := balans(t, exitOK, "directive", "compare", secondLetter, firstLetter)
	says(t, back, "- assignment Förbereda för högkostnadsskydd (el-stöd)  (line 275)", "    was 10 804 646 tkr\n    is  10 750 646 tkr\n", fmt.Sprintf("%d differences.", len(changes)-1))
	years, _ := balans(t, exitOK, "directive", "compare", letterBefore, secondLetter)
	says(t, years, "~ head, year  (line 15, now 15)\n    was 2024\n    is  2025", "continues Rätt från början: the title begins with the earlier one's")
}

// A letter is taken in, looked at and confirmed before anything rests on it, on both
// databases.
func TestDirective_isInUseOnceItIsConfirmed(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		s := steering{t, db()}
		told(t, s.db)
		says(t, s.does("directive", "list"), "No letter has been taken into")
		notYet := func() {
			t.Helper()
			s.refuses(exitFailed, []string{"assignment", "list", "all"}, "no letter is in use", "balans directive confirm")
			s.refuses(exitFailed, []string{"appropriation", "account", "--month", "2025-10"}, "no edition for 2025 was confirmed", "take one in and confirm it")
			s.refuses(exitFailed, []string{"appropriation", "book", written(t, "a.csv", bookingHeader+"1;2025-10-01;UO10 2:1 ap.1;payment;5;;;\n"), "--by", "karin"},
				"2: voucher 1 on UO10 2:1 ap.1: no edition of the letter for 2025", "take in and confirm")
		}
		notYet()
		says(t, s.does("directive", "take", secondLetter, "--by", "karin", "--dry-run"), "Would take in edition 2025-1")
		says(t, s.does("directive", "list"), "No letter has been taken into")
		out := s.does("directive", "take", secondLetter, "--by", "karin")
		says(t, out, "Took in edition 2025-1: Regleringsbrev för budgetåret 2025 avseende Försäkringskassan. It is not in use until it is confirmed.",
			"In doubt, to be looked at:", "  credit UO10 2:1 ap.1: UO10 2:1 ap.1: 3 % of 10 804 646 tkr")
		notYet()
		says(t, s.does("directive", "list"), "2025-1", "not confirmed", "letter-2025-2.txt")
		s.refuses(exitFailed, []string{"directive", "take", secondLetter, "--by", "karin"}, "taken in before, as 2025-1")

		confirm := []string{"directive", "confirm", "2025-1", "--by", "omar"}
		s.refuses(exitFailed, confirm, "in doubt and not accepted", "credit UO10 2:1 ap.1: ", "--accept ID,ID or --accept all")
		s.refuses(exitUsage, append(slices.Clone(confirm), "--accept", "credit UO10 2:1 ap.2"), `"credit UO10 2:1 ap.2"`, "in doubt are: credit UO10 2:1 ap.1")
		notYet()
		says(t, s.does(append(slices.Clone(confirm), "--accept", "credit UO10 2:1 ap.1")...), "Edition 2025-1 is in use from 2025-06-26, confirmed by omar; accepted: credit UO10 2:1 ap.1.")
		s.refuses(exitFailed, confirm, "confirmed before: 2025-1, by omar")

		says(t, s.does("directive", "list"), "2025-06-26")
		says(t, s.does("assignment", "list", "all", "--on", "2025-07-01"), "2025-07/report/1")
		if shown, read := s.does("directive", "show", "2025-1", "--format", "csv"), strings.Join(itemsOf(t, secondLetter), "\n"); len(rowsOf(t, shown)) != strings.Count(read, "\n")+1 {
			t.Errorf("the edition has other items than the file:\n%s", shown)
		}
		says(t, s.does("directive", "compare", "2025-1", secondLetter), "Nothing differs.")
		says(t, s.does("directive", "check", "2025-1"), "the credit printed is 322 519 tkr")

		// The next letter is held against the one in use.
		out = s.does("directive", "take", firstLetter, "--by", "karin")
		says(t, out, "Took in edition 2025-2", "Against edition 2025-1:", "    was 10 804 646 tkr\n    is  10 750 646 tkr\n")
		says(t, s.does("directive", "confirm", "2025-2", "--by", "olle", "--from", "2025-01-01", "--accept", "all"), "Edition 2025-2 is in use from 2025-01-01, confirmed by olle.")
	})
}

// The names of fee-based activities hold commas, and so do the doubts about them.
func TestDirective_acceptsDoubtsWhoseNamesHoldCommas(t *testing.T) {
	const row = "Datorbearbetningar, systemutveckling, statistik m.m.\t0\t0\t24 800\t24 800\t"
	text := contents(t, firstLetter)
	if strings.Count(text, row+"0\t0") != 1 {
		t.Fatal("the letter has no such row")
	}
	s := fresh(t)
	out := s.does("directive", "take", written(t, "letter.txt", strings.Replace(text, row+"0\t0", row+"7\t9", 1)), "--by", "karin")
	var ids []string
	for _, m := range regexp.MustCompile(`(?m)^  (fee [^:]*): `).FindAllStringSubmatch(out, -1) {
		ids = append(ids, m[1])
	}
	if !slices.Contains(ids, "fee result Datorbearbetningar, systemutveckling, statistik m.m.") || len(ids) < 3 {
		t.Fatalf("the doubts are %q", ids)
	}
	if next := s.does("directive", "take", firstLetter, "--by", "karin"); strings.Contains(next, "Against") {
		t.Errorf("it is held against an edition that is not in use:\n%s", next)
	}
	s.refuses(exitFailed, []string{"directive", "confirm", "2025-1", "--by", "omar", "--accept", strings.Join(ids[1:], ",")}, "1 things", ids[0])
	says(t, s.does("directive", "confirm", "2025-1", "--by", "omar", "--accept", " "+strings.Join(ids, " , ")), "is in use from 2024-12-19", "accepted: "+strings.Join(ids, ", "))
}

func TestSplitDoubts_takesTheLongestName(t *testing.T) {
	known := []string{"fee A", "fee A, b", "line 12", "line 1", "fee result "}
	for text, want := range map[string]string{
		"fee A, b,fee A": "fee A, b|fee A", "fee A": "fee A", "line 1 , line 12,": "line 1|line 12", "line 12,line 1": "line 12|line 1", "fee result, fee A": "fee result |fee A",
	} {
		if got, err := splitDoubts(text, known); err != nil || strings.Join(got, "|") != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"fee", "line 1 2", "fee A; line 1", "fee A b"} {
		if got, err := splitDoubts(text, known); err == nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestDirective_mistakesAreToldWithWhatToDo(t *testing.T) {
	s := fresh(t)
	s.does("directive", "take", letterBefore, "--by", "karin")
	undated := written(t, "undated.txt", strings.Replace(contents(t, letterBefore), "2023-12-21", "", 1))
	for _, c := range []struct {
		code int
		args string
		says []string
	}{
		{exitUsage, "", []string{"read, check, take, confirm, list, show or compare"}},
		{exitUsage, "print x", []string{"read, check, take, confirm, list, show or compare", `"print"`}},
		{exitUsage, "read", []string{"directive read takes 1 argument, not 0"}},
		{exitUsage, "compare 2024-1", []string{"directive compare takes 2 arguments, not 1"}},
		{exitUsage, "list all", []string{"directive list takes 0 arguments, not 1"}},
		{exitUsage, "read " + firstLetter + " --format pdf", []string{"text, json, csv, checklist", `"pdf"`}},
		{exitUsage, "check " + firstLetter + " --format checklist", []string{"--format of directive check is text, json, csv"}},
		{exitUsage, "compare 2024-1 2024-1 --format checklist", []string{"--format of directive compare is text, json, csv"}},
		{exitUsage, "list --format csv", []string{"--format of directive list is text"}},
		{exitUsage, "take " + firstLetter, []string{"--by is to name who takes the letter in"}},
		{exitUsage, "take " + firstLetter + " --by \u00a0", []string{"--by is to name"}},
		{exitUsage, "confirm 2024-1", []string{"--by is to name who confirms the letter"}},
		{exitUsage, "confirm 2024-1 --by karin --from 2025-02-30", []string{"-from", "2025-02-30"}},
		{exitUsage, "confirm 2024-1 --by karin --accept x", []string{`"x"`, "in doubt are: nothing"}},
		{exitFailed, "confirm 2024-2 --by karin", []string{`"2024-2"`, "balans directive list"}},
		{exitFailed, "show 2024-2", []string{`no edition "2024-2"`, "balans directive list"}},
		{exitFailed, "compare 2024-1 2024-9", []string{`no edition "2024-9"`}},
		{exitFailed, "read missing.txt", []string{"missing.txt", "no such file"}},
		{exitFailed, "read ../../README.md", []string{"README.md", "no appropriation letter"}},
		{exitFailed, "take ../../README.md --by karin", []string{"README.md", "no appropriation letter"}},
		{exitFailed, "check " + written(t, "empty.txt", ""), []string{"empty.txt"}},
	} {
		s.refuses(c.code, append([]string{"directive"}, words(c.args)...), c.says...)
	}
	s.does("directive", "take", undated, "--by", "karin")
	s.refuses(exitFailed, []string{"directive", "confirm", "2024-2", "--by", "omar", "--accept", "all"}, "does not say when it was decided", "--from DATE")
	says(t, s.does("directive", "confirm", "2024-2", "--by", "omar", "--accept", "all", "--from", "2024-01-02"), "in use from 2024-01-02")
}

// A letter that grants less than is booked already says so when it comes into use.
func TestDirective_confirmingTellsTheLimitsThatArePassed(t *testing.T) {
	s := demonstration(t)
	less := strings.NewReplacer("\t3 440 176\n", "\t40 176\n", " 3 440 176\n", " 40 176\n").Replace(contents(t, secondLetter))
	s.does("directive", "take", written(t, "less.txt", less), "--by", "karin")
	out := s.does("directive", "confirm", "2025-3", "--by", "omar", "--from", "2025-06-27", "--accept", "all")
	says(t, out, "PASSED by what is booked already: UO12 1:8 ap.2/disposable")
	if strings.Contains(out, "UO12 1:1 ap.1") {
		t.Errorf("an item that was not lowered is told:\n%s", out)
	}
}

// An agency may begin with its letter: taking it in makes the journal, but no file that is
// no letter does, and no dry run.
func TestDirective_takeMakesTheJournal(t *testing.T) {
	db := filepath.Join(t.TempDir(), "new.db")
	balans(t, exitFailed, "directive", "take", "../../README.md", "--by", "karin", "--db", db)
	balans(t, exitFailed, "directive", "take", secondLetter, "--by", "karin", "--db", db, "--dry-run")
	if _, err := os.Stat(db); err == nil {
		t.Fatal("a journal was made for nothing")
	}
	out, _ := balans(t, exitOK, "directive", "take", secondLetter, "--by", "karin", "--db", db)
	says(t, out, "Took in edition 2025-1: ", "The journal is "+db)
}
