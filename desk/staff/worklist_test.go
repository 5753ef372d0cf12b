package staff

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/night"
	"balans/recover/worklist"
	"balans/testenv/browser"
)

// worklistPages are pages of the lists that the stems do not show.
var worklistPages = map[string]string{
	"worklists-wrong":       "/worklists?on=2025-02-30",
	"worklists-ahead":       "/worklists?on=2025-03-31&known_at=2025-02-28",
	"worklist-months":       "/worklist?list=near_limitation&on=2025-02-28",
	"worklist-empty":        "/worklist?list=deceased&on=2014-01-01",
	"worklist-contradicted": "/worklist?list=contradictions&on=2025-02-28",
	"worklist-wrong":        "/worklist?list=late&age=x",
}

// stacked is the small agency with the telling claims, one that contradicts
// itself, some that will soon be time barred, and money on no claim.
func stacked(t testing.TB) *agency {
	t.Helper()
	a := tellingAgency(t)
	storeLife(t, a, newLifeOf(t, "2024-000901", "sjukpenning", "2024-06-10", 7_000, 9).
		add(t, claim.Dispatched, "2024-06-11", 0).
		add(t, claim.HandoverSent, "2024-06-12", 0))
	for i, decided := range []string{"2015-02-10", "2015-02-12", "2015-04-07", "2015-07-01"} {
		storeLife(t, a, newLifeOf(t, fmt.Sprintf("2015-00090%d", i), "bostadsbidrag", decided, 10_000, 10).add(t, claim.Dispatched, decided, 0))
	}
	receive(t, a, 2)
	return a
}

// receive puts payments into the journal that are on no claim.
func receive(t testing.TB, a *agency, n int) {
	t.Helper()
	for i := range n {
		w := journal.Append{Party: int64(person(t, 3)), Stream: fmt.Sprintf("payment/P%02d", i),
			Events: []journal.New{{Kind: "payment.received/1", OccurredOn: day(t, "2025-01-01").AddDays(i), Actor: "test", Body: "amount=100050 rest=100050"}}}
		if _, err := a.j.Append(context.Background(), w); err != nil {
			t.Fatal(err)
		}
	}
}

func captionOf(t *testing.T, page, id string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)<caption id="` + id + `">(.*?)</caption>`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no caption %s in\n%s", id, words(page))
	}
	return words(m[1])
}

func TestWorklists_everyNumberOpensAsManyClaims(t *testing.T) {
	a := stacked(t)
	opened := 0
	for _, on := range []string{"2023-12-31", "2025-02-28", "2025-04-24"} {
		page := a.want(http.StatusOK, "/worklists?on="+on)
		for _, m := range regexp.MustCompile(`<td class="table__column table__column--numeric"><a href="(/worklist\?[^"]*)">([0-9\s\x{a0}]+)<`).FindAllStringSubmatch(page, -1) {
			target, want := html.UnescapeString(m[1]), plain(m[2])
			list := a.want(http.StatusOK, target)
			if got := captionOf(t, list, "list"); !strings.HasPrefix(got, want+" krav,") {
				t.Errorf("%s: %q, and the table says %s", target, got, want)
			}
			if n := strings.Count(list, `<th scope="row" class="table__column table__column--date">`); strconv.Itoa(n) != want {
				t.Errorf("%s: %d rows, and the table says %s", target, n, want)
			}
			opened++
		}
		for _, l := range worklist.Lists() {
			if !strings.Contains(page, "/worklist?list="+l.ID+"&amp;on="+on) {
				t.Errorf("%s: the list %s is not linked", on, l.ID)
			}
		}
	}
	if opened < 20 {
		t.Errorf("only %d numbers could be opened: the agency has too little to do", opened)
	}
}

func TestWorklist_tellsEveryDefinitionInBothLanguages(t *testing.T) {
	a := stacked(t)
	credits := 0
	for _, l := range worklist.Lists() {
		for _, lang := range []string{"sv", "en"} {
			page := a.want(http.StatusOK, "/worklist?on=2025-02-28&list="+l.ID+"&lang="+lang)
			if strings.Contains(page, "⟦") || strings.Contains(page, "%!") {
				t.Errorf("%s in %s: a text is missing: %s", l.ID, lang, regexp.MustCompile("⟦.*?⟧|%!.{20}").FindString(page))
			}
			title := l.Title[map[string]int{"sv": 0, "en": 1}[lang]]
			if !strings.Contains(page, "<h1>"+html.EscapeString(title)+"</h1>") || l.Law != "" && !strings.Contains(page, html.EscapeString(l.Law.Citation())) {
				t.Errorf("%s in %s: the title or the paragraph is missing", l.ID, lang)
			}
			if i := strings.Index(page, `<th scope="col"`); i >= 0 && l.ID == "unallocated_money" {
				credit := map[string]string{"sv": "Till godo, kr", "en": "Credit, SEK"}[lang]
				if !strings.Contains(page[i:], credit) {
					t.Errorf("%s in %s: what is a credit is said to be owed", l.ID, lang)
				}
				credits++
			}
			conditions := 0
			for _, one := range l.Alternatives() {
				conditions += len(one)
			}
			definition, _, _ := strings.Cut(page[strings.Index(page, `id="definition"`):], "<dl")
			if n := strings.Count(definition, "<li>"); n != conditions {
				t.Errorf("%s in %s: %d conditions are told, it has %d", l.ID, lang, n, conditions)
			}
		}
	}
	if credits != 2 {
		t.Errorf("the list of credits has shown its column %d times, want 2", credits)
	}
}

func TestWorklist_explainsEveryScore(t *testing.T) {
	a := stacked(t)
	part := regexp.MustCompile(`<li class="number">[^<]*: (\d+) poäng × vikt (\d+) = (\d+)</li>`)
	row := regexp.MustCompile(`(?s)<tr class="table__row"><th scope="row".*?</tr>`)
	score := regexp.MustCompile(`</th><td class="table__column table__column--numeric">(\d+)</td>`)
	seen, last := 0, 1<<30
	for _, r := range row.FindAllString(a.want(http.StatusOK, "/worklist?list=late&on=2025-04-24"), -1) {
		sum := 0
		parts := part.FindAllStringSubmatch(r, -1)
		for _, p := range parts {
			points, _ := strconv.Atoi(p[1])
			weight, _ := strconv.Atoi(p[2])
			product, _ := strconv.Atoi(p[3])
			if points*weight != product {
				t.Errorf("%s", p[0])
			}
			sum += product
		}
		m := score.FindStringSubmatch(r)
		if m == nil || len(parts) != 5 || m[1] != strconv.Itoa(sum) || sum > last {
			t.Errorf("the parts make %d after %d: %s", sum, last, r)
		}
		last = sum
		seen++
	}
	if seen < 5 {
		t.Errorf("only %d rows", seen)
	}
}

func TestWorklist_groupsByMonthsLeft(t *testing.T) {
	a := stacked(t)
	page := a.want(http.StatusOK, "/worklist?list=near_limitation&on=2024-12-31")
	links := regexp.MustCompile(`href="([^"]*months=\d+)">(\d+)<`).FindAllStringSubmatch(page, -1)
	if len(links) == 0 {
		t.Fatalf("no months: %s", words(page))
	}
	sum := 0
	for _, m := range links {
		got := captionOf(t, a.want(http.StatusOK, html.UnescapeString(m[1])), "list")
		if !strings.HasPrefix(got, m[2]+" krav,") {
			t.Errorf("%s: %q", m[1], got)
		}
		n, _ := strconv.Atoi(m[2])
		sum += n
	}
	if got := captionOf(t, page, "list"); !strings.HasPrefix(got, strconv.Itoa(sum)+" krav,") {
		t.Errorf("the months have %d claims, the list %q", sum, got)
	}
	if page := a.want(http.StatusOK, "/worklist?list=late&on=2024-12-31"); strings.Contains(page, `id="months"`) {
		t.Error("a list that counts no days down shows months")
	}
}

func TestWorklist_saysWhatContradictsWhat(t *testing.T) {
	page := stacked(t).want(http.StatusOK, "/worklist?list=contradictions&on=2025-02-28")
	row := regexp.MustCompile(`(?s)<tr[^>]*><th[^>]*><a [^>]*>2024-000901</a>.*?</tr>`).FindString(page)
	if !strings.Contains(row, `<ul lang="en"><li>it was handed over on 2024-06-12 and could be from no day known</li>`) {
		t.Errorf("the row is %s", row)
	}
}

// manyClaims are as many claims that nobody has sent.
func manyClaims(n int) []smallClaim {
	var all []smallClaim
	for i := range n {
		code := "bostadsbidrag"
		if i%3 == 0 {
			code = "sjukpenning"
		}
		all = append(all, smallClaim{id: fmt.Sprintf("2024-%06d", i+1), benefit: code, decided: calendar.New(2024, 1, 1).AddDays(i).String(), kronor: 1_000 + int64(i), debtors: []int{1}})
	}
	return all
}

func TestWorklist_pagesAndFilesHoldTheSameClaims(t *testing.T) {
	a := newAgency(t, manyClaims(120)...)
	for _, filter := range []string{"", "&benefit=sjukpenning", "&age=older", "&benefit=bostadsbidrag&age=year"} {
		address := "list=not_dispatched&on=2025-02-28&known_at=2025-04-24" + filter
		var ids []string
		for target := "/worklist?" + address; target != ""; {
			page := a.want(http.StatusOK, target)
			for _, m := range regexp.MustCompile(`<a href="/claims/[^"]*">(2024-\d{6})</a>`).FindAllStringSubmatch(page, -1) {
				ids = append(ids, m[1])
			}
			next := regexp.MustCompile(`class="paginator__next" href="([^"]*)"`).FindStringSubmatch(page)
			target = ""
			if next != nil {
				target = html.UnescapeString(next[1])
			}
		}
		lines, err := csv.NewReader(strings.NewReader(a.want(http.StatusOK, "/worklist.csv?"+address))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(strings.NewReader(a.want(http.StatusOK, "/worklist.xlsx?"+address)))
		if err != nil {
			t.Fatal(err)
		}
		cells, err := book.GetRows("Balans", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) != len(ids)+1 || len(cells) != len(ids)+2 || len(ids) == 0 {
			t.Fatalf("%q: %d claims on the pages, %d lines of CSV, %d rows of the sheet", filter, len(ids), len(lines), len(cells))
		}
		for i, id := range ids {
			owed, err := strconv.ParseInt(lines[i+1][5], 10, 64)
			if lines[i+1][0] != id || cells[i+2][0] != id || err != nil || cells[i+2][5] != plainKronor(money.Amount(owed)) {
				t.Errorf("%q, claim %d: page %s, CSV %q, sheet %q", filter, i, id, lines[i+1], cells[i+2])
			}
		}
	}
	for _, target := range []string{"/worklist?list=x", "/worklist?page=0", "/worklist?months=x", "/worklist?age=x", "/worklist.csv?list=x", "/worklist.xlsx?on=x", "/worklists?on=x", "/worklists.csv?on=2099-01-01"} {
		a.want(http.StatusBadRequest, target)
	}
}

func TestSheet_escapesTextAndKeepsTheOre(t *testing.T) {
	table := sheetTable{title: "<a & \"b\">", names: []string{"claim_id", "owed", "days"}, rows: [][]any{{scriptID, money.Amount(-5), 7}, {" é ", money.Amount(9_007_199_254_740_993), 0}}}
	var b bytes.Buffer
	if err := table.writeXLSX(&b); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Balans", excelize.Options{RawCellValue: true})
	want := fmt.Sprint([][]string{{table.title}, table.names, {scriptID, "-0.05", "7"}, {" é ", "90071992547409.93", "0"}})
	if err != nil || fmt.Sprint(rows) != want {
		t.Errorf("%v (%v)\nwant %s", rows, err, want)
	}
	if err := (&sheetTable{rows: [][]any{{calendar.None}}}).writeXLSX(&b); err == nil {
		t.Error("a cell of a kind that the sheet does not know is written")
	}
	if _, err := zip.NewReader(bytes.NewReader(b.Bytes()), 1); err == nil {
		t.Error("half a workbook can be read")
	}
}

func TestWorklists_followTheJournal(t *testing.T) {
	a := newAgency(t, manyClaims(3)...)
	target := "/worklist?list=not_dispatched&on=2025-02-28"
	if got := captionOf(t, a.want(http.StatusOK, target), "list"); !strings.HasPrefix(got, "3 krav,") {
		t.Fatal(got)
	}
	before := a.facts.Load()
	a.want(http.StatusOK, "/claims/2024-000001") // moves the journal on, and no claim
	a.want(http.StatusOK, "/worklists")
	if got := a.facts.Load(); got == before || got.work != before.work || len(got.work.by) == 0 {
		t.Error("a line in the reading log forgets the lists")
	}
	store(t, a.j, smallClaim{id: "2024-999999", benefit: "sjukpenning", decided: "2024-12-01", kronor: 10, debtors: []int{2}})
	if got := captionOf(t, a.want(http.StatusOK, target), "list"); !strings.HasPrefix(got, "4 krav,") {
		t.Errorf("after a new claim: %s", got)
	}
	if got := captionOf(t, a.want(http.StatusOK, target+"&known_at=2024-11-30"), "list"); strings.HasPrefix(got, "4 krav,") {
		t.Errorf("before it was known: %s", got)
	}
}

func TestWorklists_tellOfTheNightAndOfMoneyOnNoClaim(t *testing.T) {
	a := newAgency(t, manyClaims(3)...)
	page := words(a.want(http.StatusOK, "/worklists?on=2025-02-28"))
	for _, want := range []string{"Ingen nattkörning är gjord ännu.", "Alla betalningar ligger på ett krav."} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing: %s", want, page)
		}
	}
	receive(t, a, shownLoose+3)
	columns, err := claim.ReadColumns(t.Context(), a.j, nil)
	if err != nil {
		t.Fatal(err)
	}
	run := night.Run{On: day(t, "2025-02-28"), KnownAt: calendar.EndOfDay(day(t, "2025-02-28")), Actor: "test"}
	receipt, err := run.Write(t.Context(), a.j, columns)
	if err != nil || receipt.Rows == 0 {
		t.Fatalf("%+v %v", receipt, err)
	}
	page = words(a.want(http.StatusOK, "/worklists?on=2025-02-28"))
	for _, want := range []string{"23 betalningar väntar på att föras till ett krav, tillsammans 23 011,50 kronor.", "P00 2025-01-01 114 1 000,50", "Ytterligare 3 betalningar visas inte.",
		"Gällde 28 februari 2025", fmt.Sprintf("Nya förslag %d", receipt.Rows)} {
		if !strings.Contains(page, plain(want)) {
			t.Errorf("%q is missing: %s", want, page)
		}
	}
	if strings.Contains(page, "P20") {
		t.Error("more payments are shown than are said to be")
	}
}

func TestWorkAnswers_areComputedOnceAndNeverInTheWay(t *testing.T) {
	w := &workAnswers{}
	slow, quick := workKey{list: "slow"}, workKey{list: "quick"}
	begun, goOn := make(chan struct{}), make(chan struct{})
	computed := 0
	var done sync.WaitGroup
	first := func(a *workAnswer) error {
		computed++
		close(begun)
		<-goOn
		a.months = []worklist.MonthGroup{{Left: 7}}
		return nil
	}
	again := func(*workAnswer) error { t.Error("computed twice"); return nil }
	done.Go(func() { _, _ = w.get(t.Context(), slow, first) })
	<-begun
	for range 3 {
		done.Go(func() {
			if a, err := w.get(t.Context(), slow, again); err != nil || a.months[0].Left != 7 {
				t.Errorf("%+v %v", a, err)
			}
		})
	}
	if _, err := w.get(t.Context(), quick, func(*workAnswer) error { return nil }); err != nil {
		t.Error(err) // came back while slow is still at it
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := w.get(gone, slow, again); !errors.Is(err, context.Canceled) {
		t.Errorf("who has left still waits: %v", err)
	}
	close(goOn)
	done.Wait()
	if computed != 1 {
		t.Errorf("computed %d times", computed)
	}
}

func TestWorkAnswers_keepNoFaultAndFewAnswers(t *testing.T) {
	w := &workAnswers{}
	key := workKey{list: "faulty"}
	fault := errors.New("fault")
	if _, err := w.get(t.Context(), key, func(*workAnswer) error { return fault }); !errors.Is(err, fault) {
		t.Errorf("%v", err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is swallowed")
			}
		}()
		_, _ = w.get(t.Context(), key, func(*workAnswer) error { panic("fault") })
	}()
	if _, err := w.get(t.Context(), key, func(*workAnswer) error { return nil }); err != nil {
		t.Errorf("a fault is remembered: %v", err)
	}
	for i := range 5 * keptAnswers {
		_, _ = w.get(t.Context(), workKey{on: calendar.Date(i)}, func(*workAnswer) error { return nil })
	}
	if len(w.by) != keptAnswers || len(w.order) != keptAnswers {
		t.Errorf("%d answers are kept, %d in order", len(w.by), len(w.order))
	}
}

// What is known now is the same question from one moment to the next, and not
// the same as what was known before the last fact.
func TestWorkKey_followsWhatIsKnown(t *testing.T) {
	f := newAgency(t, smallAgency...).facts.Load()
	on := day(t, "2025-02-28")
	last := max(f.columns.LastRecorded(), calendar.EndOfDay(day(t, "2025-02-03")))
	key := func(at calendar.Instant) workKey { return f.workKey("late", worklist.Query{On: on, KnownAt: at}) }
	if key(last) != key(last+1) || key(last+1) != key(last+1_000_000_000) {
		t.Error("a later moment at which nothing more is known is another question")
	}
	if key(last-1) == key(last) {
		t.Error("an instant before the last fact is the same question as after it")
	}
}

// On a day with decisions too, "now" is the same question from one moment to the next.
func TestWorkKey_onADayWithDecisions(t *testing.T) {
	a := newAgency(t, smallAgency...)
	store(t, a.j, smallClaim{id: "2025-000777", benefit: "sjukpenning", decided: calendar.InstantOf(clockTime).Date().String(), kronor: 10, debtors: []int{2}})
	f, err := a.current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q := worklist.Query{On: day(t, "2025-04-25"), KnownAt: calendar.InstantOf(clockTime)}
	later := q
	later.KnownAt += 60_000_000
	if f.workKey("late", q) != f.workKey("late", later) {
		t.Error("a minute later it is another question")
	}
	for _, x := range []worklist.Query{q, later, {On: q.On, KnownAt: calendar.EndOfDay(day(t, "2025-03-01"))}} {
		got, err := f.count(x)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := worklist.CountAll(f.columns, x); err != nil || !slices.Equal(got, want) {
			t.Errorf("as known at %s: %v, and counting all says %v, %v", x.KnownAt, got, want, err)
		}
	}
}

func TestBrowser_keyboardLeadsFromTheListsToAClaim(t *testing.T) {
	b, base := browser.Open(t), site(t)
	b.DisableJavaScript()
	b.Go(base + "/")
	b.Follow(`button[value="demo-handlaggare"]`)
	b.Follow(`a[href="/worklists"].button`)
	b.Follow(`a[href*="list=near_limitation"]`)
	if got := b.Text("h1"); got != "Nära preskription" {
		t.Fatalf("the list is %q", got)
	}
	b.Follow(`#months-left ~ tbody a`)
	if got := b.Text("#list"); !strings.HasPrefix(got, "1 krav,") {
		t.Errorf("the month has %q", got)
	}
	b.Follow(`tbody th a[href^="/claims/"]`)
	if got := b.Text("h1"); !strings.HasPrefix(got, "Krav 2015-00090") {
		t.Errorf("the claim is %q", got)
	}
}

func TestBrowser_keyboardOpensAScore(t *testing.T) {
	b, base := browser.Open(t), site(t)
	b.Go(base + "/")
	b.Follow(`button[value="demo-handlaggare"]`)
	b.Go(base + "/worklist?list=late&on=2025-02-28")
	tabTo(t, b, "summary", "Visa poängen")
	b.Key("Enter")
	if !browser.Eval[bool](b, `document.activeElement.parentElement.open && document.activeElement.parentElement.innerText.includes("vikt")`) {
		t.Error("Enter does not open the points")
	}
}
