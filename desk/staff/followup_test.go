package staff

import (
	"encoding/csv"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"balans/law/statute"
	"balans/recover/inquiry"
)

// Every number of follow-up opens just its cases.
func TestFollowup_everyNumberOpensItsCases(t *testing.T) {
	a := caseSite(t)
	for _, user := range []string{"demo-chef", "demo-revisor", "demo-controller"} {
		page := a.send(http.MethodGet, "/followup?people=2", user).body
		links := regexp.MustCompile(`<a href="(/followup\?[^"]*list=[^"]*)#list">([^<]*)<`).FindAllStringSubmatch(page, -1)
		if len(links) < 15 {
			t.Fatalf("as %s: %d numbers open anything", user, len(links))
		}
		numbers := 0
		for _, m := range links {
			got := a.send(http.MethodGet, html.UnescapeString(m[1]), user)
			_, list, ok := strings.Cut(got.body, `<caption id="list">`)
			if got.StatusCode != http.StatusOK || !ok {
				t.Fatalf("%s as %s: %d", m[1], user, got.StatusCode)
			}
			list, _, _ = strings.Cut(list, "</table>")
			rows := strings.Count(list, `<tr class="table__row"><th scope="row"`)
			if n, err := strconv.Atoi(m[2]); err == nil {
				numbers++
				if n != rows {
					t.Errorf("as %s: %s says %d and opens %d cases", user, m[1], n, rows)
				}
			}
			if linked := strings.Contains(list, `href="/inquiry?`); linked != (user == "demo-revisor") && rows > 0 {
				t.Errorf("as %s the cases are linked: %v", user, linked)
			}
		}
		if numbers < 10 {
			t.Errorf("as %s only %d counts were opened", user, numbers)
		}
	}
	if got := a.send(http.MethodGet, "/followup", worker); got.StatusCode != http.StatusForbidden {
		t.Errorf("as a case worker: %d", got.StatusCode)
	}
}

func TestFollowup_figures(t *testing.T) {
	a := settled(t)
	a.decidedCase(theCase)
	page := strings.ReplaceAll(words(a.send(http.MethodGet, "/followup?from=2025-04-01&to=2025-04-25&people=0,5", "demo-chef").body), "\u00a0", " ")
	for _, want := range []string{"Inkomna 1 Inkomna", "Beslutade 1 Beslutade", "Automatiseringsgrad 0,0 %", "Beslut per årsarbetare 2 "} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in %s", want, page)
		}
	}
	for query, at := range map[string]string{"people=x": "people", "unit=Nowhere": "unit", "people=0": "people", "people=1,234": "people", "from=2025-04-20&to=2025-04-01": "to", "from=x": "from", "to=2026-01-01": "to"} {
		got := a.send(http.MethodGet, "/followup?"+query, "demo-chef")
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `href="#`+at+`"`) || strings.Contains(got.body, "⟦") {
			t.Errorf("%s: %d %s", query, got.StatusCode, words(got.body))
		}
		checkIDs(t, query, got.body)
	}
}

// What leaves by benefit hides small numbers; no sum gives them away.
func TestFollowupCSV_hidesSmallNumbers(t *testing.T) {
	a := caseSite(t)
	limit, err := a.facts.Load().columns.LawBook().Parameters(a.now()).Value(statute.SmallCellLimit, a.now().Date())
	if err != nil {
		t.Fatal(err)
	}
	got := a.send(http.MethodGet, "/followup.csv?from=2025-04-01&to=2025-04-25", "demo-chef")
	rows, err := csv.NewReader(strings.NewReader(got.body)).ReadAll()
	if err != nil || got.StatusCode != http.StatusOK || len(rows) < 3 {
		t.Fatalf("%d %v %q", got.StatusCode, err, got.body)
	}
	hidden := 0
	for _, row := range rows[1:] {
		for _, cell := range row[4:] {
			n, err := strconv.ParseInt(cell, 10, 64)
			switch {
			case cell == "..":
				hidden++
			case err != nil || n > 0 && n < limit.Int64:
				t.Errorf("%v shows %q", row, cell)
			}
		}
	}
	if hidden == 0 {
		t.Error("nothing is hidden, though every number is small")
	}
	for _, person := range []int{21, 23, 26} {
		if strings.Contains(got.body, inquiry.Stream(theCase)) || strings.Contains(got.body, personText(t, person)) {
			t.Error("the file names a person")
		}
	}
	if got := a.send(http.MethodGet, "/followup.csv", worker); got.StatusCode != http.StatusForbidden {
		t.Errorf("as a case worker: %d", got.StatusCode)
	}
}
