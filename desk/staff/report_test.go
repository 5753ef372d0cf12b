package staff

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
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
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"
	"balans/steer/report"
)

// caption is what a list says of itself: how many, and the sum in öre.
func caption(t *testing.T, page string) (count int64, sum money.Amount) {
	t.Helper()
	m := regexp.MustCompile(`<caption id="list"><span class="caption"><span class="number">([^<]*)</span> [a-z]+, <span class="number">([^<]*)</span>`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the list has no caption: %s", words(page))
	}
	n, err := money.Parse(m[1])
	if err != nil {
		t.Fatal(err)
	}
	if sum, err = money.Parse(m[2]); err != nil {
		t.Fatal(err)
	}
	return int64(n) / 100, sum
}

// TestReport_everyNumberOpensToItsClaims follows every link of the report and
// compares the list, its file and the cell.
func TestReport_everyNumberOpensToItsClaims(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for _, readings := range []string{"", "&authority=all", "&authority=pm&deferral=yes"} {
		for _, on := range []string{"2025-02-28", "2024-06-30"} {
			for _, known := range []string{"2025-04-24", "2024-07-01", ""} {
				question := "as_of=" + on + "&known_at=" + known + "&by=benefit" + readings
				a.checkReport(t, question)
			}
		}
	}
}

func (a *agency) checkReport(t *testing.T, question string) {
	t.Helper()
	c := &call{asked: &asked{values: queryOf(t, question), text: translator(report.Swedish), now: a.now()}}
	f := a.facts.Load()
	q := c.reportAsked(f)
	r, err := compute(f, q)
	if err != nil {
		t.Fatal(err)
	}
	page := a.want(http.StatusOK, "/report?"+question)
	b := tableBuilder{text: c.asked.text, q: q, r: r}
	opened := map[string]bool{}
	parts := []*report.Part{&r.Total}
	for i := range r.Benefits {
		parts = append(parts, &r.Benefits[i])
	}
	for _, p := range parts {
		for _, table := range r.Tables(p, report.Swedish) {
			for _, row := range table.Rows {
				for _, v := range row.Values {
					href := b.open(v)
					if v.Blank || href == "" {
						continue
					}
					if !strings.Contains(page, html.EscapeString(href)) {
						t.Fatalf("the report does not link to %s", href)
					}
					count, sum := caption(t, a.want(http.StatusOK, href))
					if v.Unit == report.Claims && count != v.Exact || v.Unit == report.Million && int64(sum) != v.Exact {
						t.Errorf("%s, %s: %d %s in the report, %d claims and %s kronor in the list %s", table.ID, row.Label, v.Exact, v.Unit, count, sum, href)
					}
					if !opened[href] {
						opened[href] = true
						a.checkFile(t, href, count, sum)
					}
				}
			}
		}
	}
	if len(opened) < 15 {
		t.Errorf("only %d lists were opened", len(opened))
	}
	if !r.Balanced() {
		t.Error("the small agency does not balance")
	}
}

// checkFile compares a list with its file.
func (a *agency) checkFile(t *testing.T, href string, count int64, sum money.Amount) {
	t.Helper()
	file := a.want(http.StatusOK, strings.Replace(href, "/claims?", "/claims.csv?", 1))
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	for _, row := range rows[1:] {
		ore, err := strconv.ParseInt(row[slices.Index(rows[0], "amount_ore")], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		total += ore
	}
	if int64(len(rows)-1) != count || total != int64(sum) {
		t.Errorf("%s: the file has %d claims and %d öre, the list %d and %d", href, len(rows)-1, total, count, int64(sum))
	}
}

func queryOf(t *testing.T, q string) map[string][]string {
	t.Helper()
	values := map[string][]string{}
	for pair := range strings.SplitSeq(q, "&") {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = []string{value}
	}
	return values
}

func TestReport_identityTablesOpenTheirStocks(t *testing.T) {
	a := newAgency(t, smallAgency...)
	page := a.want(http.StatusOK, "/report?"+dates)
	for _, id := range []string{"identity_old", "identity_new"} {
		_, table, ok := strings.Cut(page, `aria-labelledby="t-`+id+`"`)
		table, _, _ = strings.Cut(table, "</table>")
		links := regexp.MustCompile(`<a href="([^"]*)">([^<]*)<`).FindAllStringSubmatch(table, -1)
		if !ok || len(links) != 12 {
			t.Fatalf("%s: %d links, want 12 (opening and closing of three periods, number and amount)", id, len(links))
		}
		for i, l := range links {
			count, sum := caption(t, a.want(http.StatusOK, html.UnescapeString(l[1])))
			want := money.Kronor(count).Kronor()
			if i%2 == 1 {
				want = money.Kronor(money.Millions(sum)).Kronor()
			}
			if l[2] != want {
				t.Errorf("%s: %s in the table, %s in the list %s", id, l[2], want, l[1])
			}
		}
		if !strings.Contains(table, "row--difference") {
			t.Errorf("%s shows no difference", id)
		}
	}
	if !strings.Contains(page, "skillnaden är 0") || strings.Contains(page, "message-box--error") {
		t.Error("the page does not say that the stock adds up")
	}
}

func TestReport_warnsWhenTheStockDoesNotAddUp(t *testing.T) {
	a := newAgency(t, smallAgency...)
	c := &call{text: translator(report.Swedish), lang: report.Swedish, user: &visitor, r: newRequest("/report"), w: &discarded{},
		asked: &asked{values: queryOf(t, dates), text: translator(report.Swedish), now: a.now()}}
	v := reportView{Ready: true, Balanced: false, Chart: &chartView{}, page: a.page(c, "x", "/report")}
	var b bytes.Buffer
	if err := pages["report"].ExecuteTemplate(&b, "layout", v); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `message-box--error" role="alert"`) || !strings.Contains(words(b.String()), "stocken går inte ihop") {
		t.Error("no warning is shown")
	}
}

func TestReport_choosesItsDates(t *testing.T) {
	a := newAgency(t, smallAgency...)
	page := words(a.want(http.StatusOK, "/report"))
	// The last fact was recorded on 2025-03-31.
	if want := "Per 31 mars 2025, så som det är känt idag (25 april 2025 kl. 12.30.00)."; !strings.Contains(page, want) {
		t.Errorf("want %q in\n%.300s", want, page)
	}
	page = words(a.want(http.StatusOK, "/report?known_at=2025-02-27"))
	if want := "Per 31 januari 2025, så som det är känt 27 februari 2025."; !strings.Contains(page, want) {
		t.Errorf("want %q in\n%.300s", want, page)
	}
	page = words(a.want(http.StatusOK, "/report?as_of=20250228&known_at=2025-04-24T08:00:00Z"))
	if want := "Per 28 februari 2025, så som det är känt 24 april 2025 kl. 10.00.00."; !strings.Contains(page, want) {
		t.Errorf("want %q in\n%.300s", want, page)
	}
}

func TestReport_changesWithWhatWasKnown(t *testing.T) {
	a := newAgency(t, smallAgency...)
	// The payment of 2025-02-10 was recorded 30 days late.
	before := a.want(http.StatusOK, "/claims?figure=new&on=2025-02-28&known_at=2025-03-01&id=2023-000101")
	after := a.want(http.StatusOK, "/claims?figure=new&on=2025-02-28&known_at=2025-03-20&id=2023-000101")
	_, s1 := caption(t, before)
	_, s2 := caption(t, after)
	if s1 != money.Kronor(6543-450) || s2 != money.Kronor(6543-450-460) {
		t.Errorf("%s and %s kronor", s1, s2)
	}
}

func TestReport_downloadsCanBeRead(t *testing.T) {
	a := newAgency(t, smallAgency...)
	page := a.want(http.StatusOK, "/report?"+dates+"&by=benefit&authority=all")
	links := regexp.MustCompile(`href="(/report\.[a-z]+\?[^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) != len(downloads) {
		t.Fatalf("%d downloads, want %d", len(links), len(downloads))
	}
	for i, d := range downloads {
		got := a.get(html.UnescapeString(links[i][1]))
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != d.contentType {
			t.Errorf("%s: %d, %s", d.ending, got.StatusCode, got.Header.Get("Content-Type"))
		}
		if want := `attachment; filename="balans-rapport-2025-02-28-kand-2025-04-24.` + d.ending + `"`; got.Header.Get("Content-Disposition") != want {
			t.Errorf("%s: %s", d.ending, got.Header.Get("Content-Disposition"))
		}
		switch d.ending {
		case "csv":
			if rows, err := csv.NewReader(strings.NewReader(got.body)).ReadAll(); err != nil || len(rows) < 50 || rows[1][0] != "2025-02-28" || rows[1][1] != "2025-04-24" {
				t.Errorf("csv: %d rows (%v)", len(rows), err)
			}
		case "json":
			var v map[string]any
			if err := json.Unmarshal([]byte(got.body), &v); err != nil || v["as_of"] != "2025-02-28" || v["by_benefit"] == nil {
				t.Errorf("json: %v", err)
			}
		case "xlsx":
			f, err := excelize.OpenReader(strings.NewReader(got.body))
			if err != nil || len(f.GetSheetList()) < 2 {
				t.Errorf("xlsx: %v", err)
			}
		default:
			if !strings.Contains(got.body, "2025-02-28") || !strings.Contains(got.body, "Beslutade återkrav") {
				t.Errorf("%s: %.200s", d.ending, got.body)
			}
		}
	}
}

func TestReport_warnsOfInterruptedWrites(t *testing.T) {
	a := newAgency(t, smallAgency...)
	if strings.Contains(a.want(http.StatusOK, "/report"), "message-box--warning") {
		t.Error("a warning without a reason")
	}
	_, err := a.j.Append(context.Background(), journal.Append{Stream: "import/abc", Events: []journal.New{
		{Kind: "write.started/1", OccurredOn: day(t, "2025-04-25"), Actor: "import"}}})
	if err != nil {
		t.Fatal(err)
	}
	if page := words(a.want(http.StatusOK, "/report")); !strings.Contains(page, "en inläsning blev inte klar") || !strings.Contains(page, "import/abc") {
		t.Errorf("no warning: %.600s", page)
	}
}

func TestFacts_followTheJournal(t *testing.T) {
	a := newAgency(t, smallAgency[:3]...)
	count := func() int64 {
		n, _ := caption(t, a.want(http.StatusOK, "/claims?figure=stock&on=2025-02-28&authority=all"))
		return n
	}
	before := count()
	store(t, a.j, smallAgency[4])
	if got := count(); got != before+1 {
		t.Errorf("%d claims after one more, want %d", got, before+1)
	}
	kept := a.facts.Load().evaluators
	a.want(http.StatusOK, "/claims/2023-000101?as_of=2025-02-28") // writes the reading log
	if n := count(); n != before+1 || a.facts.Load().evaluators != kept {
		t.Error("the reading log made the evaluators anew")
	}
	if got := a.metrics.refreshes.Load(); got != 2 {
		t.Errorf("%d refreshes, want 2", got)
	}
}

func TestFacts_areRebuiltAfterAMassWrite(t *testing.T) {
	a := newAgency(t, smallAgency[:3]...)
	n := 0
	_, err := a.j.Bulk(context.Background(), func() (*journal.Bundle, error) {
		if n++; n > 2100 {
			return nil, nil
		}
		c := smallClaim{id: fmt.Sprintf("2023-1%05d", n), benefit: "sjukpenning", decided: "2023-05-05", kronor: 100, debtors: []int{n % 40}}
		d, _ := c.life(t)
		return &journal.Bundle{Party: int64(d.Party()), Stream: claim.Stream(d.ID), Events: []journal.New{d.ToJournal(claim.Entry{Actor: "import", Cause: "import/test"})}}, nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.want(http.StatusOK, "/report")
	func() { // the rebuild holds the lock until it is done
		a.refreshing.Lock()
		defer a.refreshing.Unlock()
	}()
	if got, _ := caption(t, a.want(http.StatusOK, "/claims?figure=new&on=2025-02-28")); got != 2100 {
		t.Errorf("%d claims, want 2100", got)
	}
	page := a.want(http.StatusOK, "/claims?figure=new&on=2025-02-28&page=21")
	for _, want := range []string{`aria-current="page"><span class="sr-only">Sida </span>21</a>`, `rel="prev">`, `rel="next">`, "paginator__gap"} {
		if !strings.Contains(page, want) {
			t.Errorf("page 21 lacks %s", want)
		}
	}
	if w := words(page); !strings.Contains(w, "Visar 1 001–1 050 av 2 100.") {
		t.Errorf("page 21: %.600s", w)
	}
}

func TestLists_areSortedAndFiltered(t *testing.T) {
	a := newAgency(t, smallAgency...)
	first := func(query string) string {
		page := a.want(http.StatusOK, "/claims?figure=stock&on=2025-02-28&authority=all&"+query)
		m := regexp.MustCompile(`<th scope="row"[^>]*><a href="[^"]*">([^<]*)</a>`).FindStringSubmatch(page)
		if m == nil {
			return ""
		}
		return html.UnescapeString(m[1])
	}
	for query, want := range map[string]string{
		"": "2014-000001", "sort=id&order=desc": "2025-000001", "sort=decided": "2014-000001", "sort=decided&order=desc": "2025-000001",
		"sort=amount": scriptID, "sort=amount&order=desc": "2024-000201", "sort=benefit": "2014-000001", "id=2024": scriptIDFirst(), "benefit=sjukpenning": "2023-000102", "id=x": "",
	} {
		if got := first(query); got != want {
			t.Errorf("%q begins with %q, want %q", query, got, want)
		}
	}
	page := a.want(http.StatusOK, "/claims?figure=stock&sort=amount&order=desc&id=2024")
	if !strings.Contains(page, `aria-sort="descending"`) || strings.Count(page, "aria-sort") != 1 || !strings.Contains(words(page), "Listan är filtrerad på kravnummer") {
		t.Error("the sorting or the filter is not told")
	}
}

// scriptIDFirst is the first claim of 2024 that is in the stock.
func scriptIDFirst() string { return "2024-000201" }

func TestSeries_showsTheSameNumbersAsTheReport(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for _, f := range indicator.Figures() {
		question := "figure=" + f.ID + "&from=2024-01&to=2025-02&known_at=2025-04-24&authority=all"
		page := a.want(http.StatusOK, "/series?"+question)
		rows, err := csv.NewReader(strings.NewReader(a.want(http.StatusOK, "/series.csv?"+question))).ReadAll()
		if err != nil || len(rows) != 15 {
			t.Fatalf("%s: %d rows (%v)", f.ID, len(rows), err)
		}
		links := regexp.MustCompile(`(?s)<td class="table__column table__column--numeric"><a href="([^"]*)">([^<]*)<`).FindAllStringSubmatch(page, -1)
		if len(links) != 28 {
			t.Fatalf("%s: %d links, want 28", f.ID, len(links))
		}
		for i, row := range rows[1:] {
			l := links[2*(13-i)] // the page has the newest first
			count, sum := caption(t, a.want(http.StatusOK, html.UnescapeString(l[1])))
			if row[4] != strconv.FormatInt(count, 10) || row[5] != strconv.FormatInt(int64(sum), 10) || l[2] != number(count) {
				t.Errorf("%s %s: the file says %s and %s, the page %s, the list %d and %s", f.ID, row[2], row[4], row[5], l[2], count, sum)
			}
		}
		for _, show := range []string{"count", "amount"} {
			page := a.want(http.StatusOK, "/series?"+question+"&show="+show)
			if strings.Count(page, `role="img"`) != 1 || !strings.Contains(page, "<title id=\"chart-title\">") || !strings.Contains(page, "<desc id=\"chart-desc\">") {
				t.Errorf("%s: the drawing has no name", f.ID)
			}
		}
	}
}

func TestSeries_canShowOneBenefit(t *testing.T) {
	a := newAgency(t, smallAgency...)
	all, _ := caption(t, a.want(http.StatusOK, "/claims?figure=new&on=2025-02-28"))
	sum := int64(0)
	for _, b := range benefit.All() {
		rows, err := csv.NewReader(strings.NewReader(a.want(http.StatusOK, "/series.csv?figure=new&from=2025-02&to=2025-02&benefit="+b.String()))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		n, err := strconv.ParseInt(rows[1][4], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if all == 0 || sum != all {
		t.Errorf("the benefits add up to %d, all are %d", sum, all)
	}
}

func TestEmptyAgency_hasPages(t *testing.T) {
	a := newAgency(t)
	for _, target := range []string{"/", "/report", "/report?by=benefit", "/series", "/claims", "/figures", "/claims.csv", "/report.xlsx"} {
		a.want(http.StatusOK, target)
	}
	a.want(http.StatusNotFound, "/claims/2023-000101")
}

func TestKnownAt_isKeptToTheInstant(t *testing.T) {
	at := calendar.InstantOf(clockTime)
	if got, err := calendar.ParseInstant(knownParam(at)); err != nil || got != at {
		t.Errorf("%v comes back as %v (%v)", at, got, err)
	}
}

func TestServer_answersManyAtOnce(t *testing.T) {
	a := newAgency(t, smallAgency[:8]...)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for _, target := range []string{"/report", "/claims?figure=stock&authority=all", "/series", "/metrics", "/claims/2023-000101?as_of=2025-02-28"} {
				if got := a.get(target); got.StatusCode != http.StatusOK {
					t.Errorf("%d %s: %d", n, target, got.StatusCode)
				}
			}
		})
	}
	wg.Go(func() { store(t, a.j, smallAgency[8:]...) })
	wg.Wait()
	if n := len(readings(t, a, 5)); n != 8 {
		t.Errorf("%d lines in the reading log, want 8", n)
	}
	if got := a.facts.Load().columns.Len(); got < 8 {
		t.Errorf("%d claims", got)
	}
}
