package staff

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim/claimtest"
	"balans/steer/appropriation"
	"balans/steer/directive"
	"balans/testenv/browser"

	"pgregory.net/rapid"
)

// bookPages are the pages on the books, of an agency with letters and bookings; the names
// are those of the golden files.
var bookPages = map[string]string{
	"appropriations":       "/appropriations?year=2025&month=3&known_at=2025-04-24",
	"appropriations-then":  "/appropriations?month=1&known_at=2025-02-20",
	"appropriations-none":  "/appropriations?known_at=2024-01-01",
	"appropriations-wrong": "/appropriations?year=2031&month=13&known_at=2025-02-30",
	"appropriation":        "/appropriation?item=UO12+1:8+ap.2&year=2025&month=2&known_at=2025-04-24",
	"appropriation-late":   "/appropriation?item=UO12+1:8+ap.2&month=3&known_at=2025-04-24",
	"appropriation-most":   "/appropriation?item=UO10+2:1+ap.1&month=2&known_at=2025-04-24",
	"appropriation-less":   "/appropriation?item=UO10+1:1+ap.21&month=3&known_at=2025-04-24",
	"appropriation-wrong":  "/appropriation?item=UO10+2:1+ap.9",
	"conditions":           "/conditions?on=2025-04-15",
	"conditions-wrong":     "/conditions?on=2024-02-01&year=2025",
	"accounts":             "/accounts?year=2025&on=2025-04-24&known_at=2025-04-24",
	"repayments":           "/repayments?benefit=bostadsbidrag&from=2025-01-01&to=2025-03-31&known_at=2025-04-24",
	"repayments-empty":     "/repayments?benefit=sjukpenning&from=2025-01-01&to=2025-03-31",
	"repayments-wrong":     "/repayments?benefit=garantipension&from=2025-03-01&to=2025-02-01",
}

// smallBooks is what is booked; see bookEntries.
var smallBooks = []string{
	"2025-01-01 UO10 2:1 ap.1|opening|250 000",
	"2025-01-01 UO12 1:8 ap.2|opening|-40 000",
	"2025-01-24 interest account|transfer_in|5 000 000",
	"2025-01-31 UO10 2:1 ap.1|payment|820 000||löner <i>januari</i>",
	"2025-01-31 interest account|payment_out|5 200 000",
	"2025-01-31 UO12 1:8 ap.2|payment|1 400 000",
	"2025-02-03 loans|taken|500 000",
	"2025-02-04 commitments:UO10 1:6 ap.10|committed|150 000|2026",
	"2025-02-14 UO10 2:1 ap.1|payment|860 000|stodja-forskning",
	"2025-02-28 UO10 2:1 ap.1|payment|790 000,50||löner februari",
	"2025-02-28 UO12 1:8 ap.2|payment|1 350 000",
	"2025-02-28 UO12 1:8 ap.2|repayment|20 000",
	"2025-03-03 fee:Ersättning från försvaret|income|60 000",
	"2025-03-04 fee:Ersättning från försvaret|cost|45 000",
	"2025-03-05 interest account|transfer_in|900 000",
	"2025-03-14 UO9 4:4 ap.1|payment|6 100 000",
	"2025-03-17 UO9 4:4 ap.1|income|700 000",
	"2025-03-20 UO10 1:6 ap.2|payment|210 000|stodja-samordningsforbunden",
	"2025-03-27 UO10 1:1 ap.21|repayment|60 000",
	"2025-03-31 loans|amortised|50 000",
	"2025-03-31 UO12 1:8 ap.2|payment|1 380 000",
	"2025-04-03 UO10 1:1 ap.21|payment|90 000",
}

// bookEntries makes entries of lines: day and account, kind, kronor, purpose, text. Each
// is known at noon the day after, and vouchers are numbered.
func bookEntries(t testing.TB, lines []string) (all []appropriation.Entry) {
	t.Helper()
	for i, line := range lines {
		part := append(strings.Split(line, "|"), "", "")
		on, account, _ := strings.Cut(part[0], " ")
		amount, err := money.Parse(part[2])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, appropriation.Entry{Voucher: "A " + number(int64(i+1)), Day: day(t, on), Account: appropriation.Account(account),
			Kind: appropriation.Kind(part[1]), Amount: amount, Purpose: part[3], Text: part[4], Count: 1, KnownAt: noonOf(t, on) + 24*3600*1_000_000})
	}
	return all
}

// bookEditions is what the letters of the journal are.
func bookEditions(t testing.TB, j *journal.Journal) []directive.Edition {
	t.Helper()
	editions, err := directive.Editions(context.Background(), j)
	if err != nil {
		t.Fatal(err)
	}
	return editions
}

// booked is an agency with two letters, one of which adds money and changes a condition,
// and with bookings; January was closed on 12 February and February on 10 March, before
// a payment of 10 February on a claim became known.
func booked(t testing.TB) *agency {
	t.Helper()
	return bookedWith(t, smallBooks, true)
}

func bookedWith(t testing.TB, lines []string, closing bool) *agency {
	t.Helper()
	a := newAgency(t, smallAgency...)
	ctx := context.Background()
	text := read(t, "testdata/letter-books.txt")
	for i, text := range []string{text, mend(t, text, "2024-12-19", "2025-04-10", "II:1", "II:7", "\t\t10 000\nap.1", "\t\t10 600\nap.1",
		"Förvaltningsmedel (ram)\t10 000", "Förvaltningsmedel (ram)\t10 600", "Högst 900 000 kronor", "Högst 950 000 kronor",
		"2025-07-25\t5 000\nSumma\t10 000", "2025-07-25\t5 600\nSumma\t10 600")} {
		by := directive.Entry{Actor: "karin", Cause: "test", KnownAt: noonOf(t, []string{"2024-12-20", "2025-04-11"}[i])}
		e, err := directive.TakeIn(ctx, a.j, "brev.txt", []byte(text), by, false)
		if err != nil {
			t.Fatal(err)
		}
		var accepted []string
		for _, d := range directive.Doubts(e.Letter) {
			accepted = append(accepted, d.ID)
		}
		if _, err := directive.Confirm(ctx, a.j, e.ID, calendar.None, accepted, directive.Entry{Actor: "omar", Cause: by.Cause, KnownAt: by.KnownAt}); err != nil {
			t.Fatal(err)
		}
	}
	editions := bookEditions(t, a.j)
	by := appropriation.By{Actor: "karin", Cause: "test"}
	book := func(from, to string) {
		var now []appropriation.Entry
		for _, e := range bookEntries(t, lines) {
			if e.Day >= day(t, from) && e.Day < day(t, to) {
				now = append(now, e)
			}
		}
		if len(now) == 0 {
			return
		}
		if _, err := appropriation.Record(ctx, a.j, appropriation.Sources{Editions: editions}, now, appropriation.Options{By: by, OverReason: "prövat av chefen"}); err != nil {
			t.Fatal(err)
		}
	}
	book("2025-01-01", "2025-05-01")
	if closing {
		closeMonth(t, a, editions, 1, "2025-02-12")
		closeMonth(t, a, editions, 2, "2025-03-10")
	}
	return a
}

// closeMonth closes a month at noon of a day, with a journal whose clock stands there.
func closeMonth(t testing.TB, a *agency, editions []directive.Edition, month int, on string) {
	t.Helper()
	then := noonOf(t, on).Time()
	j, err := journal.Open(context.Background(), a.path, journal.WithClock(func() time.Time { return then }))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if _, err := appropriation.Close(context.Background(), j, editions, 2025, month, appropriation.By{Actor: "karin", Cause: "test"}, false); err != nil {
		t.Fatal(err)
	}
}

func TestBooks_areAsTheGoldenOnes(t *testing.T) {
	a := booked(t)
	for name, target := range bookPages {
		t.Run(name, func(t *testing.T) { golden(t, name, a.get(target).body) })
	}
}

func TestBooks_areWholeInBothLanguages(t *testing.T) {
	a := booked(t)
	for name, target := range bookPages {
		for _, lang := range []string{"sv", "en"} {
			got := a.get(target + "&lang=" + lang)
			want := http.StatusOK
			if strings.HasSuffix(name, "-wrong") {
				want = http.StatusBadRequest
			}
			if got.StatusCode != want {
				t.Errorf("%s in %s: status %d, want %d\n%s", name, lang, got.StatusCode, want, a.log)
			}
			for _, bad := range []string{"⟦", "%!", "<no value>", " style=", "<script", "<i>", "onclick"} {
				if strings.Contains(got.body, bad) {
					t.Errorf("%s in %s holds %q", name, lang, bad)
				}
			}
			if n := strings.Count(got.body, "<h1"); n != 1 {
				t.Errorf("%s in %s has %d h1", name, lang, n)
			}
			checkIDs(t, name, got.body)
		}
	}
}

// tableOf reads a table of a page by the id of its caption: rows of words.
func tableOf(t testing.TB, page, id string) (rows [][]string) {
	t.Helper()
	_, after, ok := strings.Cut(page, `<caption id="t-`+id+`"`)
	if !ok {
		t.Fatalf("there is no table %s", id)
	}
	body, _, _ := strings.Cut(after, "</table>")
	for _, row := range regexp.MustCompile(`(?s)<tr.*?</tr>`).FindAllString(body, -1) {
		var cells []string
		for _, cell := range regexp.MustCompile(`(?s)<t[hd][ >].*?</t[hd]>`).FindAllString(row, -1) {
			cells = append(cells, strings.ReplaceAll(words(cell), "\u00a0", " "))
		}
		rows = append(rows, cells)
	}
	return rows[1:]
}

// rowOf is the row that begins with a text.
func rowOf(t testing.TB, rows [][]string, begins string) []string {
	t.Helper()
	for _, r := range rows {
		if strings.HasPrefix(r[0], begins) {
			return r
		}
	}
	t.Fatalf("there is no row %q among %q", begins, rows)
	return nil
}

// The bookings of smallBooks, added by hand.
func TestAppropriations_figuresAreTheBookings(t *testing.T) {
	page := booked(t).want(http.StatusOK, bookPages["appropriations"])
	// 48 000 + 1 300 + 10 000 + 26 000 + 4 000; the 600 of the second letter came in April.
	for _, want := range []string{"Tilldelat 89 300 tkr", "Öppen Räkenskaperna för mars 2025 är inte stängda.", "Regleringsbrev 2025-1, gäller från 19 december 2024"} {
		if !strings.Contains(strings.ReplaceAll(words(page), "\u00a0", " "), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	housing := rowOf(t, tableOf(t, page, "area-12"), "UO12 1:8 ap.2")
	// 4 000 allotted + 200 credit − 40 credit used; 1 400 + 1 350 + 1 380 − 20 paid, less 450 + 460 + 470 kronor that came back.
	for i, want := range []string{"UO12 1:8 ap.2 Bostadsbidrag", "98,8 % av disponibelt nära ramen varav anslagskredit 200 tkr", "4 000", "4 160", "4 109", "51"} {
		if housing[i] != want {
			t.Errorf("column %d of housing allowance is %q, want %q", i+1, housing[i], want)
		}
	}
	assistance := rowOf(t, tableOf(t, page, "area-9"), "UO9 4:4 ap.1")
	if assistance[4] != "5 400" {
		t.Errorf("income is not taken off: %q", assistance)
	}
	if got := rowOf(t, tableOf(t, page, "others"), "UO10 1:6 ap.3"); got[1] != "Kammarkollegiet" || got[2] != "500" {
		t.Errorf("what others dispose of: %q", got)
	}
	if got := strings.Join(rowOf(t, tableOf(t, page, "area-10"), "UO10 1:6 ap.2"), "|"); !strings.Contains(got, "1 000|1 000|210|790") {
		t.Errorf("another row: %q", got)
	}
}

// January was closed on 12 February, when the payment of 10 February was not yet known.
func TestAppropriations_closedMonthsStay(t *testing.T) {
	a := booked(t)
	for target, want := range map[string]string{"month=2&known_at=2025-04-24": "Stängd", "month=3&known_at=2025-04-24": "Öppen", "month=2&known_at=2025-03-01": "Öppen"} {
		page := a.want(http.StatusOK, "/appropriations?"+target)
		if got := regexp.MustCompile(`<span class="badge badge--(?:success|info)">([^<]*)</span>`).FindStringSubmatch(page); got == nil || got[1] != want {
			t.Errorf("%s: %q, want %s", target, got, want)
		}
	}
	// 1 350 000 − 20 000 in February; what came in on 10 February became known on 12 March
	// and is counted in March.
	february := rowOf(t, tableOf(t, a.want(http.StatusOK, bookPages["appropriation"]), "months"), "februari")
	if february[1] != "1 330 000" || february[2] != "2 730 000" {
		t.Errorf("February: %q", february)
	}
	march := a.want(http.StatusOK, bookPages["appropriation-late"])
	flows := tableOf(t, march, "flows")
	if len(flows) != 2 || !strings.Contains(flows[1][0], "redan var stängd") || flows[1][2] != "2025-02-10–2025-02-10" || flows[1][4] != "460" || flows[0][4] != "470" {
		t.Errorf("the flows of March: %q", flows)
	}
}

// What is behind a flow adds up to it, also for what became known late.
func TestRepayments_addUpToTheFlow(t *testing.T) {
	for _, closing := range []bool{true, false} {
		a := bookedWith(t, smallBooks, closing)
		seen := 0
		for _, month := range []string{"1", "2", "3", "4"} {
			page := a.want(http.StatusOK, "/appropriation?item=UO12+1:8+ap.2&year=2025&month="+month)
			if !strings.Contains(page, `id="t-flows"`) {
				continue
			}
			rows := tableOf(t, page, "flows")
			links := regexp.MustCompile(`href="(/repayments\?[^"]*)"`).FindAllStringSubmatch(page, -1)
			if len(links) != len(rows) {
				t.Fatalf("month %s: %d flows and %d links", month, len(rows), len(links))
			}
			for i, r := range rows {
				behind := a.want(http.StatusOK, html.UnescapeString(links[i][1]))
				if got := rowOf(t, tableOf(t, behind, "counted"), "Räknas på posten")[1]; got != r[4] {
					t.Errorf("closing %v, month %s: the flow is %s and what is behind it %s", closing, month, r[4], got)
				}
				if got := tableOf(t, behind, "claims"); len(got) != 1 || got[0][0] != "2023-000101" {
					t.Errorf("the claims behind: %q", got)
				}
				seen++
			}
		}
		if seen != 2 {
			t.Errorf("closing %v: %d flows were looked at", closing, seen)
		}
	}
}

// What the page says is counted is what the books take in, for any lives of claims; also
// what became known between two instants, which its lines add up to.
func TestRepayments_areWhatTheBooksTakeIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 1, 5)
		claimtest.Unbook(t, stock)
		columns, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		a, b := claimtest.Border(t, "from"), claimtest.Border(t, "to")
		k1, k2 := claimtest.Known(t, "then", stock), claimtest.Known(t, "now", stock)
		q := repaymentsAsked{from: min(a, b), to: max(a, b), known: known{at: max(k1, k2)}, since: min(k1, k2)}
		taken := func(at calendar.Instant) (sum money.Amount) {
			flows, err := appropriation.ClaimFlows(columns)(q.from, q.to, at)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range flows {
				if f.Ref == q.benefit.String() && f.Item != "" {
					sum += f.Amount
				}
			}
			return sum
		}
		for _, q.benefit = range returning() {
			r, err := q.read(columns)
			if err != nil {
				t.Fatal(err)
			}
			if want := taken(q.known.at) - taken(q.since); q.since != 0 && r.counted != want {
				t.Fatalf("%s: counted %s, the books take in %s", q.benefit, r.counted, want)
			}
			var lines money.Amount
			for _, l := range r.lines {
				if !l.IsTurned && !l.IsUnknown {
					lines += l.Capital + l.Recovered
				}
			}
			if lines != r.capital+r.recovered || r.counted != lines-r.out {
				t.Fatalf("%s: the lines are %s, capital %s, recovered %s, out %s, counted %s", q.benefit, lines, r.capital, r.recovered, r.out, r.counted)
			}
		}
	})
}

func TestAppropriation_columnsAddUp(t *testing.T) {
	a := booked(t)
	page := a.want(http.StatusOK, bookPages["appropriation-most"])
	for i, want := range []string{"250 000", "10 000 000", "0", "0", "0", "10 250 000", "2 470 000,50", "0", "7 779 999,50"} {
		if got := tableOf(t, page, "nine")[i][1]; got != want {
			t.Errorf("column %d is %s, want %s", i+2, got, want)
		}
	}
	if n := strings.Count(page, "Stämmer: "); n != 3 || strings.Contains(page, "Stämmer inte") {
		t.Errorf("%d sums hold", n)
	}
	// 10 000 + 250 + 300 of credit.
	if got := rowOf(t, tableOf(t, page, "parts"), "Får disponeras"); got[1] != "10 550 000" {
		t.Errorf("what may be disposed of: %q", got)
	}
	if got := rowOf(t, tableOf(t, page, "limits"), "UO10 2:1 ap.1"); !strings.Contains(strings.Join(tableOf(t, page, "limits")[1], "|"), "900 000|860 000|40 000") || got == nil {
		t.Errorf("the limits: %q", tableOf(t, page, "limits"))
	}
	bookings := tableOf(t, page, "bookings")
	if len(bookings) != 2 || bookings[0][4] != "stodja-forskning" || bookings[1][3] != "790 000,50" {
		t.Errorf("the bookings: %q", bookings)
	}
	later := a.want(http.StatusOK, "/appropriation?item=UO10+2:1+ap.1&month=4&known_at=2025-04-24")
	if got := tableOf(t, later, "allotments"); len(got) != 2 || got[0][2] != "10 000 000" || got[1][2] != "10 600 000" {
		t.Errorf("the amounts by edition: %q", got)
	}
	if got := strings.Join(tableOf(t, later, "limits")[1], "|"); !strings.Contains(got, "950 000|860 000|90 000") {
		t.Errorf("the changed condition: %s", got)
	}
}

// Every link to a line of the letter leads to a line that says what the link stands by.
func TestBooks_linesAreInTheLetter(t *testing.T) {
	a := booked(t)
	seen := 0
	for _, name := range []string{"appropriations", "appropriation", "appropriation-most", "conditions", "accounts"} {
		for _, m := range regexp.MustCompile(`href="(/letter\?[^"#]*)#(rad\d+)"`).FindAllStringSubmatch(a.want(http.StatusOK, bookPages[name]), -1) {
			if page := a.want(http.StatusOK, html.UnescapeString(m[1])+"&lines=all"); !strings.Contains(page, `id="`+m[2]+`"`) {
				t.Errorf("%s: %s leads to no line %s", name, m[1], m[2])
			}
			seen++
		}
	}
	if seen < 30 {
		t.Errorf("only %d links lead to the letter", seen)
	}
}

func TestConditions_sayHowNear(t *testing.T) {
	page := booked(t).want(http.StatusOK, bookPages["conditions"])
	terms := tableOf(t, page, "letter")
	for item, want := range map[string]string{"Villkor för UO10 1:6 ap.2": "105,0 % över ramen|200 000|210 000|-10 000", "Villkor för UO10 2:1 ap.1": "90,5 % "} {
		if got := strings.Join(rowOf(t, terms, item)[1:], "|"); !strings.HasPrefix(strings.ReplaceAll(got, "−", "-"), want) {
			t.Errorf("%s: %s, want %s", item, got, want)
		}
	}
	if got := rowOf(t, tableOf(t, page, "beside"), "Låneram"); got[3] != "450 000 som mest 500 000" {
		t.Errorf("loans: %q", got)
	}
	if got := rowOf(t, tableOf(t, page, "beside"), "Räntekonto"); !strings.HasPrefix(got[3], "0 som mest 200 000") {
		t.Errorf("the interest account: %q", got)
	}
	if got := tableOf(t, page, "overrides"); len(got) == 0 || !strings.Contains(got[0][4], "prövat av chefen") {
		t.Errorf("overrides: %q", got)
	}
	if first := regexp.MustCompile(`<li><a href="#(limit-\d+)">([^<]*)</a>`).FindStringSubmatch(page); first == nil || !strings.HasSuffix(first[2], "över ramen") {
		t.Errorf("what is passed does not stand first: %q", first)
	}
}

func TestAccounts_areTheBookings(t *testing.T) {
	page := booked(t).want(http.StatusOK, bookPages["accounts"])
	interest := tableOf(t, page, "interest")
	for name, want := range map[string]string{"Insatt": "5 900 000", "Utbetalt": "-5 200 000", "Utgående": "700 000", "Lägst": "-200 000"} {
		if got := strings.ReplaceAll(rowOf(t, interest, name)[1], "−", "-"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	plan := tableOf(t, page, "plan")
	if got := rowOf(t, plan, "2025-01-25"); !strings.Contains(got[0], "Ingen bankdag. Nästa är den 27 januari 2025") || got[1] != "5 000 000" || got[3] != "900 000 skiljer sig" {
		t.Errorf("January of the plan: %q", got)
	}
	if got := rowOf(t, plan, "2025-07-25"); got[1] != "5 600 000" || got[3] != "dagen har inte kommit" {
		t.Errorf("July of the plan: %q", got)
	}
	if got := rowOf(t, tableOf(t, page, "fees"), "Ersättning från försvaret"); got[6] != "15 000" || got[2] != "60 000" || got[3] != "200 000" {
		t.Errorf("fees: %q", got)
	}
	if got := tableOf(t, page, "due"); len(got) < 2 || got[0][2] != "150 000" || got[0][3] != "200 000" {
		t.Errorf("what falls due: %q", got)
	}
}

func TestBooks_withoutALetterSayHowToBringOne(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for _, target := range []string{"/appropriations", "/appropriation?item=UO10+2:1+ap.1", "/conditions?on=2025-02-01", "/accounts", "/appropriations?lang=en"} {
		if page := a.want(http.StatusOK, target); !strings.Contains(page, "balans directive take F") {
			t.Errorf("%s does not say how to bring a letter", target)
		}
	}
	for _, target := range []string{"/appropriations.csv", "/accounts.json", "/appropriation.csv"} {
		a.want(http.StatusNotFound, target)
	}
	a.want(http.StatusOK, "/repayments") // claims need no letter
}

func TestBooks_tellWhatIsWrong(t *testing.T) {
	a := booked(t)
	for target, field := range map[string]string{
		"/appropriations?year=2031": "year", "/appropriations?year=x": "year", "/appropriations?month=0": "month", "/appropriations?month=12": "month",
		"/appropriations?known_at=x": "known_at", "/appropriation?item=x": "item", "/appropriation?item=UO10+1:6+ap.3": "item", "/appropriation?month=x": "month",
		"/conditions?on=2025-02-30": "on", "/conditions?year=2025&on=2024-12-31": "on", "/accounts?on=2026-01-01": "on", "/accounts?year=1": "year",
		"/repayments?benefit=x": "benefit", "/repayments?from=x": "from", "/repayments?from=2025-03-01&to=2025-02-01": "from", "/repayments?since=x": "known_at",
	} {
		page := a.want(http.StatusBadRequest, target)
		for _, want := range []string{`<li><a href="#` + field + `">`, `id="` + field + `"`, `aria-invalid="true"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %s is missing", target, want)
			}
		}
		checkIDs(t, target, page)
	}
	for _, target := range []string{"/appropriations.csv?month=x", "/outcome.json?year=1", "/accounts.txt?on=x", "/appropriation.csv?item=x", "/repayments?page=x"} {
		a.want(http.StatusBadRequest, target)
	}
}

// The files hold what the pages show, exactly, and bookings can be read in again.
func TestBooks_filesHoldWhatThePageShows(t *testing.T) {
	a := booked(t)
	const q = "?year=2025&month=3&known_at=2025-04-24"
	r := csv.NewReader(strings.NewReader(a.want(http.StatusOK, "/appropriations.csv"+q)))
	r.Comma, r.FieldsPerRecord = ';', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, row := range rows {
		if row[0] == "account" && row[1] == "UO12 1:8 ap.2" {
			found = row[3] == "-40000,00" && row[4] == "4000000,00" && row[9] == "4109070,00"
		}
	}
	if !found {
		t.Errorf("the account has no such row: %q", rows)
	}
	for _, target := range []string{"/outcome.json", "/carry-over.json", "/conditions.json", "/accounts.json"} {
		var tables []struct{ Rows []any }
		if err := json.Unmarshal([]byte(a.want(http.StatusOK, target)), &tables); err != nil || len(tables) == 0 || len(tables[0].Rows) == 0 {
			t.Errorf("%s: %v", target, err)
		}
	}
	for _, target := range []string{"/budget-year.csv", "/budget-months.csv"} {
		if got := a.want(http.StatusOK, target+q); !strings.Contains(got, "Bostadsbidrag") || !strings.HasPrefix(got, "\ufeff") {
			t.Errorf("%s is not in the published form: %.80s", target, got)
		}
	}
	again, err := appropriation.ReadBookings("again.csv", strings.NewReader(a.want(http.StatusOK, "/appropriation.csv?item=UO10+2:1+ap.1&year=2025")))
	if err != nil || len(again) != 4 || again[1].Text != "löner <i>januari</i>" {
		t.Errorf("the bookings read again: %+v, %v", again, err)
	}
}

// A page shows what was known: nothing that was booked later.
func TestBooks_areAsKnown(t *testing.T) {
	a := booked(t)
	then := rowOf(t, tableOf(t, a.want(http.StatusOK, "/appropriations?month=2&known_at=2025-02-20"), "area-10"), "UO10 2:1 ap.1")
	if then[4] != "1 680" {
		t.Errorf("on 20 February the outcome was %q", then)
	}
	if page := a.want(http.StatusOK, "/appropriation?item=UO10+2:1+ap.1&month=2&known_at=2025-02-20"); !strings.Contains(page, "known_at=2025-02-20") {
		t.Error("the links forget what was known")
	}
}

// No page on the books shows a person, and the claims behind a flow are listed by number.
func TestBooks_showNoPerson(t *testing.T) {
	a := booked(t)
	for name, target := range bookPages {
		page := a.get(target).body
		for n := 1; n <= 13; n++ {
			p := person(t, n)
			for _, form := range []string{p.String(), p.Separated(), p.Masked(), p.String()[2:]} {
				if strings.Contains(page, form) {
					t.Errorf("%s holds an identity number", name)
				}
			}
		}
	}
}

func TestUsageBar_staysInItsFrame(t *testing.T) {
	k := knownFigure
	for _, c := range []struct{ amount, used, credit money.Amount }{{100, 50, 10}, {100, 0, 0}, {100, 250, 100}, {0, 10, 0}, {100, -50, 20}, {-5, 3, 0},
		{900_000_000_000_000, 899_999_999_999_999, 1}, {1, 900_000_000_000_000, 0}, {10, 5, 40}} {
		svg := string(usageBar(k(c.amount), k(c.used), k(c.credit)))
		for _, m := range regexp.MustCompile(`(?:x|width|M)="?(-?[\d.]+)`).FindAllStringSubmatch(svg, -1) {
			if strings.HasPrefix(m[1], "-") || len(m[1]) > 5 {
				t.Errorf("%+v: %s reaches out of the frame: %s", c, m[0], svg)
			}
		}
		if strings.Contains(svg, "usage__over") != (c.used > c.amount) {
			t.Errorf("%+v: %s", c, svg)
		}
	}
	if usageBar(appropriation.Figure{}, k(5), k(0)) != "" {
		t.Error("a bar of an unknown amount")
	}
}

func TestShareOf_isRoundedHalfUp(t *testing.T) {
	sv := translator("sv")
	for _, c := range []struct {
		used, amount money.Amount
		want         string
	}{{50, 100, "50,0 %"}, {1, 3, "33,3 %"}, {2, 3, "66,7 %"}, {-10, 100, "−10,0 %"}, {20, 10, "200,0 %"}, {5, 0, ""}} {
		if got := strings.ReplaceAll(sv.shareOf(knownFigure(c.used), knownFigure(c.amount)), "\u00a0", " "); got != c.want {
			t.Errorf("%d of %d is %q, want %q", c.used, c.amount, got, c.want)
		}
	}
}

func TestMonthBars_showMonthsBelowZero(t *testing.T) {
	months := tableOf(t, booked(t).want(http.StatusOK, bookPages["appropriation-less"]), "months")
	if months[2][1] != "−60 000" || months[3][1] != "inte slut" || months[3][2] != "inte slut" {
		t.Errorf("March and April: %q", months[2:4])
	}
	d := monthBars{ID: "x", Values: [12]int64{10, -30, 0, 25}, Known: [12]bool{true, true, true, true}}
	bars := regexp.MustCompile(`<rect[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"`).FindAllStringSubmatch(string(d.svg()), -1)
	// 10 stands on the axis, 30 hangs from it and is three times as high, 25 stands.
	if len(bars) != 3 {
		t.Fatalf("%d bars: %s", len(bars), d.svg())
	}
	var edge [3][2]int
	for i, m := range bars {
		y, _ := strconv.Atoi(m[1])
		h, _ := strconv.Atoi(m[2])
		edge[i] = [2]int{y, y + h}
	}
	axis := edge[0][1]
	if edge[1][0] != axis || edge[2][1] != axis || edge[1][1]-axis < 3*(axis-edge[0][0])-3 || edge[1][1] > chartHeight {
		t.Errorf("the bars do not meet at the axis: %v", edge)
	}
}

func TestBooks_everySentenceOfTheBooksHasSwedish(t *testing.T) {
	sv := translator("sv")
	for _, reason := range []string{"claims of Pensionsmyndigheten pass the central account (letter: SFB 108 kap. 14 a §)", "no item of the letter is known for the benefit",
		"it belongs to no item", "UO10 1:6 ap.3 is disposed of by Kammarkollegiet", "the letter for 2025 has no item UO9 9:9 ap.9", "no letter for 2024 is known",
		"the edition in force has no such condition", "interest and fees belong to no appropriation", "paid beyond what is owed: a debt to the person until it is refunded",
		"how much is principal rests on a rate that is not known; load the rate (`balans help law`)", "the claims say more than they can hold; look at them (`balans worklist contradictions`)",
		"moved from one claim to another: no money came in"} {
		if text, foreign := sv.booksSay(reason); foreign || strings.Contains(text, "⟦") || strings.Contains(text, "%!") {
			t.Errorf("%q is told as %q", reason, text)
		}
	}
	for _, k := range appropriation.Kinds(appropriation.ItemClass) {
		if text := sv.bookKind(k); text == string(k) {
			t.Errorf("the kind %s has no text", k)
		}
	}
}

func TestBrowser_bookPagesAreAccessible(t *testing.T) {
	server := httptest.NewServer(booked(t).Handler())
	t.Cleanup(server.Close)
	accessible(t, server.URL, bookPages)
}

func TestBrowser_keyboardLeadsFromAnItemToItsClaims(t *testing.T) {
	server := httptest.NewServer(booked(t).Handler())
	t.Cleanup(server.Close)
	b := browser.Open(t)
	b.Go(server.URL + "/appropriations?year=2025&month=3&known_at=" + url.QueryEscape("2025-04-24"))
	tabTo(t, b, "a ", "UO12 1:8 ap.2")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("h1"); got != "UO12 1:8 ap.2 Bostadsbidrag" {
		t.Errorf("the item is %q", got)
	}
	tabTo(t, b, "a ", "Återbetalt på krav: Bostadsbidrag")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("h1"); got != "Återbetalt på krav: Bostadsbidrag" {
		t.Errorf("the claims are %q", got)
	}
}
