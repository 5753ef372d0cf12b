package staff

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/steer/directive"
	"balans/testenv/browser"
)

// letterPages are the pages on the letter: every edition, filter and message.
var letterPages = map[string]string{
	"letter":            "/letter?edition=2025-2&on=2025-04-25&lines=all",
	"letter-open":       "/letter?edition=2025-3&lines=findings",
	"letter-values":     "/letter?on=2025-02-01",
	"letter-none":       "/letter?on=2024-06-01",
	"letter-wrong":      "/letter?edition=2099-1&on=2025-02-30&lines=x",
	"comparison":        "/letter/compare?from=2025-1&to=2025-2",
	"comparison-open":   "/letter/compare?from=2025-2&to=2025-3",
	"comparison-same":   "/letter/compare?from=2025-1&to=2025-1",
	"comparison-before": "/letter/compare?known_at=2024-12-31",
	"comparison-wrong":  "/letter/compare?from=2099-1",
}

// lettered takes three editions of a small letter with every part into the agency's
// journal: one that was replaced, one in use, and one with doubts that nobody has
// confirmed.
func lettered(t testing.TB, a *agency) *agency {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "letter-parts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	first := string(text)
	second := mend(t, first, "2024-12-12", "2025-03-06", "II:3", "II:9", "Sjukpenning (ram)\t1 000 000", "Sjukpenning (ram)\t1 200 000",
		"\t\t1 023 000", "\t\t1 223 000", "den 30 april 2025", "den 16 juni 2025", "Högst 1 500 000 kronor", "Högst 2 000 000 kronor",
		"Datorbearbetningar\t1 000", "<script>alert(1)</script>\t1 000")
	third := mend(t, second, "ap.21\t50 000\tInget\t0", "ap.21\t5O 000\tInget\t0", "Prognoserna lämnas senast den:", "Prognoserna lämnas:",
		"Summa\t120 000", "Summa\t121 000", "4.3.3 Avslutade anslagsposter", "4.3.3 Avslutade poster på anslag")
	for i, edition := range []struct{ text, known string }{{first, "2024-12-20"}, {second, "2025-03-10"}, {third, "2025-04-22"}} {
		by := directive.Entry{Actor: "karin", Cause: "test", KnownAt: calendar.EndOfDay(day(t, edition.known))}
		e, err := directive.TakeIn(context.Background(), a.j, "brev.txt", []byte(edition.text), by, false)
		if err != nil {
			t.Fatal(err)
		}
		if i == 2 {
			continue
		}
		var accepted []string
		for _, d := range directive.Doubts(e.Letter) {
			accepted = append(accepted, d.ID)
		}
		if _, err := directive.Confirm(context.Background(), a.j, e.ID, calendar.None, accepted, directive.Entry{Actor: "omar", Cause: by.Cause, KnownAt: by.KnownAt}); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// mend replaces text that must be there, in pairs.
func mend(t testing.TB, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the letter has no %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

func TestLetterPages_areAsTheGoldenOnes(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	for _, name := range []string{"letter", "letter-open", "comparison"} {
		t.Run(name, func(t *testing.T) { golden(t, name, a.want(http.StatusOK, letterPages[name])) })
	}
}

func TestLetterPages_areWholeInBothLanguages(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	for name, target := range letterPages {
		status := http.StatusOK
		if strings.HasSuffix(name, "-wrong") {
			status = http.StatusBadRequest
		}
		for _, lang := range []string{"sv", "en"} {
			page := a.want(status, target+"&lang="+lang)
			for _, bad := range []string{"⟦", "%!", "<no value>", " style=", "<script", "\u00a0\u00a0"} {
				if strings.Contains(page, bad) {
					t.Errorf("%s in %s holds %q", name, lang, bad)
				}
			}
			if n := strings.Count(page, "<h1"); n != 1 {
				t.Errorf("%s in %s has %d h1", name, lang, n)
			}
			checkIDs(t, name+" in "+lang, page)
		}
	}
}

// Without a letter the pages say how to bring one, and the files are not there.
func TestLetter_saysHowToBringOne(t *testing.T) {
	a := newAgency(t, smallAgency...)
	if page := words(a.want(http.StatusOK, "/letter")); !strings.Contains(page, "Inget regleringsbrev är inläst") || !strings.Contains(page, "balans directive take FIL") {
		t.Errorf("without a letter: %s", page)
	}
	if page := words(a.want(http.StatusOK, "/letter/compare")); !strings.Contains(page, "Det behövs två inlästa brev") {
		t.Errorf("without two letters: %s", page)
	}
	for _, f := range letterFiles {
		a.want(http.StatusNotFound, "/"+f.path)
	}
	lettered(t, a)
	for _, f := range letterFiles {
		a.want(http.StatusBadRequest, "/"+f.path+"?edition=2099-1")
		a.want(http.StatusNotFound, "/"+f.path+"?on=2024-06-01")
	}
}

// The letter shown without being named is the one in use on the day, as known then.
func TestLetter_isTheOneInUse(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	for _, c := range []struct{ asked, want string }{
		{"", "Utgåva 2025-2"},
		{"on=2025-03-05", "Utgåva 2025-1"},
		{"on=2025-03-06", "Utgåva 2025-2"},
		{"on=2025-03-08&known_at=2025-03-09", "Utgåva 2025-1"}, // the second was not known yet
		{"on=2024-12-31", "Inget regleringsbrev gäller 31\u00a0december\u00a02024"},
		{"edition=2025-1", "Ersatt 6\u00a0mars\u00a02025 av 2025-2"},
		{"edition=2025-1&on=2024-12-01", "Gäller från 12\u00a0december\u00a02024"},
		{"edition=2025-3", "Inte bekräftad, används inte"},
	} {
		page := strings.ReplaceAll(a.want(http.StatusOK, "/letter?"+c.asked), "&#43;", "+")
		if !strings.Contains(page, c.want) {
			t.Errorf("%s: the page does not say %q", c.asked, c.want)
		}
	}
	if page := a.want(http.StatusOK, "/letter?known_at=2025-04-01"); strings.Contains(page, "2025-3") {
		t.Error("an edition shows before it was taken in")
	}
}

// A letter that is not confirmed says so, what is in doubt with the name the command
// wants, and how it is confirmed; every doubt is in Swedish.
func TestLetter_notConfirmedSaysWhatIsInDoubt(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	e := theEdition(t, a, "2025-3")
	page := a.want(http.StatusOK, "/letter?edition=2025-3")
	text := words(page)
	doubts := directive.Doubts(e.Letter)
	if len(doubts) < 3 || len(e.Letter.Unread) == 0 {
		t.Fatalf("the damaged letter has only %d doubts, %d unread lines", len(doubts), len(e.Letter.Unread))
	}
	for _, d := range doubts {
		if !strings.Contains(text, d.ID) {
			t.Errorf("the doubt %q is not on the page", d.ID)
		}
	}
	for _, want := range []string{"Brevet är inte bekräftat och används inte", "balans directive confirm 2025-3 --by NAMN --accept ID,ID"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Count(page, ` lang="en"`) > 1 { // beside the link to the page in English
		t.Error("a doubt is told in English on the Swedish page")
	}
	for _, u := range e.Letter.Unread {
		if !strings.Contains(page, fmt.Sprintf(`<li class="letter-line letter-line--notread" id="rad%d">`, u.Line)) {
			t.Errorf("line %d is not shown as not read", u.Line)
		}
	}
}

func theEdition(t *testing.T, a *agency, id string) *directive.Edition {
	t.Helper()
	all, err := directive.Editions(context.Background(), a.j)
	if err != nil {
		t.Fatal(err)
	}
	e := editionNamed(all, id)
	if e == nil {
		t.Fatalf("there is no edition %s", id)
	}
	return e
}

// All lines are there, each once and with its own text; what is to be looked at is there
// whatever is asked for.
func TestLetter_showsEveryLine(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	for _, id := range []string{"2025-1", "2025-2", "2025-3"} {
		l := theEdition(t, a, id).Letter
		all := a.want(http.StatusOK, "/letter?lines=all&edition="+id)
		values := a.want(http.StatusOK, "/letter?lines=values&edition="+id)
		findings := a.want(http.StatusOK, "/letter?lines=findings&edition="+id)
		open := map[int]bool{}
		for _, f := range directive.Check(l) {
			for _, line := range f.Lines {
				open[line] = open[line] || f.Verdict != directive.Holds
			}
		}
		for _, u := range l.Unread {
			open[u.Line] = true
		}
		for _, line := range l.Text {
			mark := fmt.Sprintf(`id="rad%d"`, line.No)
			wanted := 1
			if line.Role == directive.Empty {
				wanted = 0
			}
			if n := strings.Count(all, mark); n != wanted {
				t.Errorf("%s: line %d (%s) is there %d times of all lines", id, line.No, line.Role, n)
			}
			if is := strings.Contains(values, mark); (line.Role == directive.Value || open[line.No]) && !is {
				t.Errorf("%s: line %d (%s) is missing among the values", id, line.No, line.Role)
			} else if line.Role == directive.Prose && !open[line.No] && is {
				t.Errorf("%s: line %d of prose is among the values", id, line.No)
			}
			if is := strings.Contains(findings, mark); open[line.No] && !is {
				t.Errorf("%s: line %d is missing among what is to be looked at", id, line.No)
			} else if is && line.Role == directive.Value && !open[line.No] {
				t.Errorf("%s: line %d needs no look", id, line.No)
			}
		}
	}
}

// The values beside a line are those of the letter, at the letter's own lines.
func TestLetter_valuesStandAtTheirLines(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	e := theEdition(t, a, "2025-2")
	l, by := e.Letter, valuesOf(translator("sv"), e)
	line := func(text string) int {
		for _, x := range l.Text {
			if strings.HasPrefix(x.Text, text) {
				return x.No
			}
		}
		t.Fatalf("no line begins with %q", text)
		return 0
	}
	for _, c := range []struct{ line, name, text string }{
		{"II:9", "Beslutets nummer", ""},
		{"2025-03-06", "Beslutat", "2025-03-06"},
		{"S2024/09002", "Diarienummer", "S2024/09002"},
		{"Regleringsbrev för", "Brevet", "Försäkringskassan, budgetår 2025"},
		{"Mål för bemötandet", "Mål", "Mål för bemötandet, inget återrapporteringskrav"},
		{"- 25 april", "Tidpunkt", "prognos 2025-04-25 (året står inte i brevet utan är hämtat från budgetåret)"},
		{"Försäkringskassan och Skatteverket", "Tidpunkt", "redovisning 2025-06-16, gemensam, till Regeringskansliet (Socialdepartementet), Regeringskansliet (Finansdepartementet)"},
		{"ap.21\tSjukpenning", "Anslagspost", "UO10 1:1 ap.21, Sjukpenning, 1\u00a0200\u00a0000\u00a0000\u00a0kronor"},
		{"ap.21\tSjukpenning", "Anslagskredit", "50\u00a0000\u00a0000\u00a0kronor"},
		{"Avser preliminär", "Regleringsbelopp", "2022, −1\u00a0000\u00a0593\u00a0kronor"},
		{"ap.1\t3 600", "Finansiella villkor", "UO10 2:1 ap.1, anslagskredit 3\u00a0600\u00a0000\u00a0kronor, behållning som disponeras: 3 %, indrag 0\u00a0kronor"},
		{"ap.4\tram", "Avslutad anslagspost", "UO10 1:6 ap.4, ram"},
		{"ap.10\t32 000", "Åtaganden att infria", "2026, 16\u00a0000\u00a0000\u00a0kronor"},
		{"Räntekontokredit", "Låneram eller kredit", "räntekontokredit, Räntekontokredit, 5\u00a0000\u00a0000\u00a0kronor"},
		{"2025-05-25", "Utbetalning till räntekontot", "2025-05-25, 40\u00a0000\u00a0000\u00a0kronor"},
		{"- medel som", "Får betalas från statens centralkonto", ""},
		{"Skatteverket", "Kopia till", ""},
	} {
		found := false
		for _, v := range by[line(c.line)] {
			found = found || v.Name == c.name && v.Text == c.text
		}
		if !found {
			t.Errorf("line %q does not give %s: %q but %v", c.line, c.name, c.text, by[line(c.line)])
		}
	}
	opened := 0
	for at, values := range by {
		for _, v := range values {
			for _, see := range v.See {
				if !strings.HasPrefix(see.Href, "#") {
					opened++
					a.want(http.StatusOK, see.Href)
				}
			}
		}
		if role := l.Text[at-1].Role; role != directive.Value && role != directive.Heading {
			t.Errorf("line %d gives %v and is %s", at, values, role)
		}
	}
	if want := len(l.Assignments) + len(l.Earlier) + 4; opened != want { // and four items
		t.Errorf("%d pages of assignments and items are linked, want %d", opened, want)
	}
	for _, values := range valuesOf(translator("sv"), theEdition(t, a, "2025-3")) {
		for _, v := range values {
			for _, see := range v.See {
				if !strings.HasPrefix(see.Href, "#") {
					t.Errorf("a letter that is not in use leads to %s", see.Href)
				}
			}
		}
	}
}

// An amount that cannot be read is never shown as one.
func TestLetter_unreadAmountIsWords(t *testing.T) {
	tr := translator("sv")
	for _, c := range []struct {
		sum  directive.Sum
		want string
	}{
		{directive.Sum{}, "inget belopp"},
		{directive.Sum{Printed: "5O 000"}, "beloppet ”5O 000” kan inte läsas"},
		{directive.Sum{Known: true}, "0\u00a0kronor"},
		{directive.Sum{Known: true, Amount: 150}, "1,50\u00a0kronor"},
	} {
		if got := tr.sum(c.sum); got != c.want {
			t.Errorf("%+v is %q, want %q", c.sum, got, c.want)
		}
	}
}

// Every difference is on the page with links to both lines.
func TestComparison_tellsEveryDifference(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	older, newer := theEdition(t, a, "2025-1").Letter, theEdition(t, a, "2025-2").Letter
	page := a.want(http.StatusOK, "/letter/compare?from=2025-1&to=2025-2")
	body, _, _ := strings.Cut(page, `id="successions"`)
	changes := directive.Compare(older, newer)
	if rows := strings.Count(body, `<th scope="row"`); rows != len(changes) || rows < 5 {
		t.Errorf("%d rows of %d differences", rows, len(changes))
	}
	for _, c := range changes {
		if c.Old.Line > 0 && c.Kind != directive.Added && !strings.Contains(body, "/letter?edition=2025-1#rad"+strconv.Itoa(c.Old.Line)) {
			t.Errorf("%+v: no link to the old line", c)
		}
		if c.New.Line > 0 && c.Kind != directive.Removed && !strings.Contains(body, "/letter?edition=2025-2#rad"+strconv.Itoa(c.New.Line)) {
			t.Errorf("%+v: no link to the new line", c)
		}
	}
	for _, want := range []string{"1\u00a0000\u00a0000\u00a0000\u00a0kronor", "1\u00a0200\u00a0000\u00a0000\u00a0kronor", "Utgåva 2025-3 är inte bekräftad"} {
		if has := strings.Contains(page, want); has != !strings.Contains(want, "2025-3") {
			t.Errorf("%q on the page: %v", want, has)
		}
	}
	// A line that is linked to is there in what the link shows.
	for _, m := range regexp.MustCompile(`href="(/letter\?edition=[0-9-]+)#(rad\d+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(a.want(http.StatusOK, m[1]), `id="`+m[2]+`"`) {
			t.Errorf("%s#%s leads nowhere", m[1], m[2])
		}
	}
	same := words(a.want(http.StatusOK, letterPages["comparison-same"]))
	if !strings.Contains(same, "Inget skiljer.") || !strings.Contains(same, "samma utgåva på båda sidor") {
		t.Errorf("a letter against itself: %s", same)
	}
}

func TestLetterFiles_areTheLetter(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	l := theEdition(t, a, "2025-1").Letter
	got := a.get("/letter.json?edition=2025-1")
	var read directive.Letter
	if err := json.Unmarshal([]byte(got.body), &read); err != nil || read.Title != l.Title || len(read.Text) != len(l.Text) || read.Item("UO10 1:1 ap.21").Amount != l.Item("UO10 1:1 ap.21").Amount {
		t.Errorf("the JSON is not the letter (%v)", err)
	}
	if d := got.Header.Get("Content-Disposition"); d != `attachment; filename="balans-2025-1-letter.json"` {
		t.Errorf("Content-Disposition %q", d)
	}
	r := csv.NewReader(strings.NewReader(a.want(http.StatusOK, "/letter.csv")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 5 {
		t.Errorf("%d rows of CSV (%v)", len(rows), err)
	}
	if text := a.want(http.StatusOK, "/letter-checklist.txt"); !strings.HasPrefix(text, "KONTROLLISTA\n") {
		t.Errorf("the check list begins %.40q", text)
	}
}

// A reason for not reading a line that has no Swedish would be English on a Swedish page.
func TestTexts_everyReasonForNotReadingHasSwedish(t *testing.T) {
	files, err := filepath.Glob("../../steer/directive/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("the sources of the reader are not found", err)
	}
	reason := regexp.MustCompile(`\bunread(?:Line)?\(\*?\w+, (?:fmt\.Sprintf\()?"([^"]+)"(\+\S+\+"([^"]*)"|\+\w+\+"([^"]*)")?`)
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range reason.FindAllStringSubmatch(read(t, name), -1) {
			text := m[1]
			if m[2] != "" {
				text += "X" + m[3] + m[4]
			}
			n++
			if got, foreign := translator("sv").unread(strings.ReplaceAll(text, "%d", "6")); foreign {
				t.Errorf("%s: %q has no Swedish: %q", name, text, got)
			}
		}
	}
	amount := regexp.MustCompile(`\br\.sum\(.*, (?:fmt\.Sprintf\()?"([^"]+)"(?:\+[^"]+\+"([^"]+)")?`)
	for _, name := range files {
		for _, m := range amount.FindAllStringSubmatch(read(t, name), -1) {
			n++
			what := strings.ReplaceAll(m[1], "%d", "2027")
			if strings.HasSuffix(what, " ") {
				what += "X"
			}
			got, foreign := translator("sv").unread(what + m[2] + ": “1O” is not plainly one amount")
			if foreign || strings.HasPrefix(got, "The ") || strings.HasPrefix(got, "What ") {
				t.Errorf("%s: %q has no Swedish: %q", name, m[0], got)
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d reasons were found", n)
	}
}

func TestBrowser_letterPagesAreAccessible(t *testing.T) {
	server := httptest.NewServer(lettered(t, newAgency(t, smallAgency...)).Handler())
	t.Cleanup(server.Close)
	accessible(t, server.URL, letterPages)
}

func TestBrowser_keyboardLeadsFromAFindingToItsLine(t *testing.T) {
	server := httptest.NewServer(lettered(t, newAgency(t, smallAgency...)).Handler())
	t.Cleanup(server.Close)
	b := browser.Open(t)
	b.Go(server.URL + "/letter?edition=2025-3")
	tabTo(t, b, "a ", "rad ")
	b.Key("Enter")
	if !browser.Eval[bool](b, `document.querySelector(":target") !== null && /^#rad\d+$/.test(location.hash)`) {
		t.Error("the link of a finding leads to no line")
	}
	b.Go(server.URL + "/letter/compare?from=2025-1&to=2025-2")
	tabTo(t, b, "a ", "2025-2 rad ")
	b.Loads(func() { b.Key("Enter") })
	if !browser.Eval[bool](b, `document.querySelector(":target") !== null`) {
		t.Error("the link of a difference leads to no line")
	}
}
