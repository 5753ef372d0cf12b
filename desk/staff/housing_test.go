package staff

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/testenv/browser"
)

// housingPages are the pages on housing allowance, of an agency that has some; the names are
// those of the golden files.
var housingPages = map[string]string{
	"housing_calc":             "/bostadsbidrag/rakna?example=single",
	"housing_calc-form":        "/bostadsbidrag/rakna",
	"housing_calc-spouses":     "/bostadsbidrag/rakna?example=spouses",
	"housing_calc-wealth":      "/bostadsbidrag/rakna?example=alternating",
	"housing_calc-young":       "/bostadsbidrag/rakna?example=young",
	"housing_calc-wrong":       "/bostadsbidrag/rakna?form=family&month=2026-13&home=0&cost=x&area=0&income=&wealth=-1&more=1&who=spouse",
	"housing_runs":             housingSection,
	"housing_run":              housingSection + "/2023-1",
	"housing_run-waiting":      housingSection + "/2023-1?list=waiting",
	"housing_run-manual":       housingSection + "/2023-1?list=manual",
	"housing_run-page":         housingSection + "/2023-1?page=2",
	"housing_run-wrong":        housingSection + "/2023-1?list=x&page=0",
	"housing_household":        "/bostadsbidrag/hushall/H-0001/2023?run=2023-1",
	"housing_household-again":  "/bostadsbidrag/hushall/H-0001/2023",
	"housing_household-spouse": "/bostadsbidrag/hushall/H-0002/2023",
	"housing_household-none":   "/bostadsbidrag/hushall/H-0003/2023",
	"housing_household-manual": "/bostadsbidrag/hushall/H-0006/2023",
	"housing_household-waits":  "/bostadsbidrag/hushall/W-0002/2025",
	"housing_rules":            "/bostadsbidrag/regler?year=2023&from=2025&to=2026&households=150000",
	"housing_rules-less":       "/bostadsbidrag/regler?year=2023&from=2026&to=2025",
	"housing_rules-wrong":      "/bostadsbidrag/regler?year=1999&from=x&to=2026&households=0",
	"housing_watch":            "/bostadsbidrag/bevakning",
	"housing_watch-unknown":    "/bostadsbidrag/bevakning?year=2023",
	"housing_watch-then":       "/bostadsbidrag/bevakning?year=2025&through=2",
	"housing_watch-before":     "/bostadsbidrag/bevakning?year=2025&through=1&known_on=2025-02-01",
	"housing_watch-wrong":      "/bostadsbidrag/bevakning?year=x&through=13&certainty=x&known_on=2025-02-30",
}

func TestHousing_pagesAreAsTheGoldenOnes(t *testing.T) {
	a, _ := housed(t)
	for name, target := range housingPages {
		t.Run(name, func(t *testing.T) {
			got := a.get(target)
			golden(t, name, got.body)
			checkIDs(t, name, got.body)
			en := a.get(target + map[bool]string{true: "&", false: "?"}[strings.Contains(target, "?")] + "lang=en")
			for _, bad := range []string{"⟦", "%!", "<no value>", " style=", "<script", "<b>2023"} {
				if strings.Contains(got.body, bad) || strings.Contains(en.body, bad) {
					t.Errorf("it holds %q", bad)
				}
			}
			if want := map[bool]int{true: http.StatusBadRequest, false: http.StatusOK}[strings.HasSuffix(name, "-wrong")]; got.StatusCode != want || en.StatusCode != want {
				t.Errorf("status %d and %d, want %d\n%s", got.StatusCode, en.StatusCode, want, a.faults())
			}
			if !strings.Contains(got.body, `<nav class="tabs" aria-label="Sidor om bostadsbidrag">`) && !strings.Contains(name, "household") {
				t.Error("the pages beside it are not offered")
			}
		})
	}
}

// A household's figures by hand: one child at home and a cost of 7 000 in 2023 is 1 950 + 1 500 =
// 3 450 a month, paid 3 400; an income of 200 000 takes 20 % of 50 000 = 10 000 of 41 400.
func TestHousing_householdTellsHowItsAmountCameAbout(t *testing.T) {
	a, _ := housed(t)
	page := words(a.want(http.StatusOK, "/bostadsbidrag/hushall/H-0001/2023?run=2023-1"))
	for _, want := range []string{"9 400\u00a0kr ska betalas tillbaka", "Betalat preliminärt 40 800\u00a0kr", "Slutligt bostadsbidrag 31 400\u00a0kr", "150 000 200 000 50 000 2024-06-10", "januari–december", "SFB 97:15", "SFB 98:6", "2 616,67", "A2023-1-0000", "Carin Lind"} {
		if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("%q is not said:\n%s", want, page)
		}
	}
	// The second run claims 20 % of 20 000 more.
	page = words(a.want(http.StatusOK, "/bostadsbidrag/hushall/H-0001/2023"))
	for _, want := range []string{"4 000\u00a0kr ska betalas tillbaka", "Årets avstämningar", "2023-2 visas här", "27 400"} {
		if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("%q is not said:\n%s", want, page)
		}
	}
}

// What is taken in after a settlement does not change what it rested on.
func TestHousing_accountIsOfWhatWasKnownThen(t *testing.T) {
	a, _ := housed(t)
	all := madeHouseholds(t)[:2]
	all[0].cost = 9000
	decided, _, _ := housingFiles(t, 2023, all)
	takeHouseholds(t, a, "rattat-2023.csv", decided)
	page := strings.NewReplacer("\u00a0", " ").Replace(words(a.want(http.StatusOK, "/bostadsbidrag/hushall/H-0001/2023?run=2023-1")))
	for _, want := range []string{"9 400 kr ska betalas tillbaka", "Bostadskostnaden som räknas är 7 000 kr", "har ändrats efter avstämningen"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not said:\n%s", want, page)
		}
	}
	if strings.Contains(page, "9 000 kr i månaden") || strings.Contains(page, "balans verify") {
		t.Errorf("what was taken in since is told of:\n%s", page)
	}
	if page := words(a.want(http.StatusOK, "/bostadsbidrag/hushall/M-0001/2023")); strings.Contains(page, "har ändrats") {
		t.Error("a household that was not in the later file is said to have changed")
	}
}

// The tenth file of the agency is later than its second, though its name comes before.
func TestHousing_theLastToldCountsWhateverItsName(t *testing.T) {
	a := newAgency(t)
	all := madeHouseholds(t)[:1]
	for i := range 11 {
		all[0].cost = 5000 + int64(i)*100
		decided, _, _ := housingFiles(t, 2023, all)
		takeHouseholds(t, a, fmt.Sprintf("fil-%d.csv", i), decided)
	}
	own, _, err := a.housingOf(t.Context(), all[0].party)
	if err != nil || len(own) != 1 || own[0].Stretches[0].Cost != money.Kronor(6000) {
		t.Errorf("%+v, %v", own, err)
	}
}

func TestHousing_runIsWhatTheReceiptSays(t *testing.T) {
	a, receipt := housed(t)
	l, err := a.housingNow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	y, err := l.year(a.Server, 2023)
	if err != nil {
		t.Fatal(err)
	}
	r := y.runs["2023-1"]
	if r.Totals != receipt.Totals || r.Automatic != receipt.Automatic || r.Letters != receipt.Letters || fmt.Sprint(r.Manual) != fmt.Sprint(receipt.Manual) {
		t.Errorf("the page counts\n%+v %+v %v %d\nthe receipt says\n%+v %+v %v %d", r.Totals, r.Automatic, r.Manual, r.Letters, receipt.Totals, receipt.Automatic, receipt.Manual, receipt.Letters)
	}
	if n := len(r.rows[housing.Claim]); n != receipt.Totals.By[housing.Claim].Count || len(y.waiting) != 1 || y.waiting[0].k.ID != "H-0005" {
		t.Errorf("%d claims, %d wait", n, len(y.waiting))
	}
	page := words(a.want(http.StatusOK, housingSection+"/2023-1"))
	for _, want := range []string{receipt.PayRun, "1–100 av ", "beloppet är över gränsen", "färdig"} {
		if want == "färdig" {
			page = words(a.want(http.StatusOK, housingSection))
		}
		if !strings.Contains(page, want) {
			t.Errorf("%q is not said:\n%s", want, page)
		}
	}
	if text := words(a.want(http.StatusOK, housingSection+"/2023-2")); !strings.Contains(text, "1 hushåll var avstämda förut") {
		t.Errorf("a changed tax decision is not told:\n%s", text)
	}
}

// The lists lead to claims and households, and those lead back; the letter is there.
func TestHousing_pagesLeadToEachOther(t *testing.T) {
	a, receipt := housed(t)
	number := ""
	for i := range receipt.Settled {
		if receipt.Settled[i].Household == "H-0001" {
			number = receipt.Settled[i].Number
		}
	}
	home := "/bostadsbidrag/hushall/H-0001/2023?run=2023-1"
	page := a.send(http.MethodGet, home, worker).body
	for _, want := range []string{`href="/claims/` + number + `"`, `href="/correspondence?id=` + number + `-beslut"`, `href="` + housingSection + `/2023-1"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the household does not lead to %s", want)
		}
	}
	if got := a.send(http.MethodGet, "/claims/"+number, worker); got.StatusCode != http.StatusOK || !strings.Contains(got.body, `href="`+home+`"`) {
		t.Errorf("the claim does not lead to its household: %d\n%s", got.StatusCode, words(got.body))
	}
	if got := a.send(http.MethodGet, "/correspondence?id="+number+"-beslut", worker); got.StatusCode != http.StatusOK {
		t.Errorf("the letter: %d", got.StatusCode)
	}
	for n, want := range map[int]string{21: "/bostadsbidrag/hushall/H-0001/2023", 5: "/bostadsbidrag/hushall/W-0002/2025", 6: "/bostadsbidrag/hushall/H-0002/2023"} {
		got := a.post("/person", worker, url.Values{"number": {person(t, n).String()}})
		if got.StatusCode != http.StatusOK || !strings.Contains(got.body, `href="`+want+`"`) {
			t.Errorf("person %d is not led to %s: %d\n%s", n, want, got.StatusCode, words(got.body))
		}
	}
	if got := a.send(http.MethodGet, "/bostadsbidrag/hushall/H-0006/2023", worker); !regexp.MustCompile(`href="/inquiry\?id=R25-\d+"`).MatchString(got.body) {
		t.Errorf("the household that a person decides about does not lead to its case:\n%s", words(got.body))
	}
}

func TestHousing_readingIsLoggedForBothAdultsFirst(t *testing.T) {
	a, _ := housed(t)
	before := [2]int{a.readings(person(t, 5)), a.readings(person(t, 6))}
	a.want(http.StatusOK, "/bostadsbidrag/hushall/H-0002/2023")
	if after := [2]int{a.readings(person(t, 5)), a.readings(person(t, 6))}; after != [2]int{before[0] + 1, before[1] + 1} {
		t.Errorf("readings %v, then %v", before, after)
	}
	for _, target := range []string{housingSection, housingSection + "/2023-1", "/bostadsbidrag/regler?year=2023", "/bostadsbidrag/bevakning"} {
		page := a.want(http.StatusOK, target)
		for _, n := range []int{5, 6, 10, 11, 12, 21, 24, 45} {
			p := person(t, n)
			for _, form := range []string{p.String(), p.String()[2:], p.Separated(), p.Separated()[2:], p.Masked()} {
				if strings.Contains(page, form) {
					t.Errorf("%s holds the identity number %s", target, form)
				}
			}
		}
	}
	if page := a.want(http.StatusOK, "/bostadsbidrag/hushall/H-0002/2023"); !strings.Contains(page, person(t, 5).Separated()) || strings.Contains(page, person(t, 6).Separated()) {
		t.Error("the household's page is to name the applicant in full, and of the spouse the masked number")
	}
}

// To all but those who handle protected persons such a household is not there.
func TestHousing_protectedHouseholdsAreForThoseWhoHandleThem(t *testing.T) {
	a, _ := housed(t)
	for _, target := range []string{"/bostadsbidrag/hushall/H-0004/2023", "/bostadsbidrag/hushall/W-0003/2025"} {
		before := a.readings(person(t, 24))
		if got := a.get(target); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, "210 000") || strings.Contains(words(got.body), "150 000") {
			t.Errorf("%s: status %d\n%s", target, got.StatusCode, words(got.body))
		}
		if a.readings(person(t, 24)) != before {
			t.Errorf("%s: a reading of what was not shown", target)
		}
		if got := a.send(http.MethodGet, target, "demo-skydd"); got.StatusCode != http.StatusOK || a.readings(person(t, 24)) != before+1 {
			t.Errorf("%s for who handles such: %d\n%s", target, got.StatusCode, a.faults())
		}
	}
	for target, id := range map[string]string{housingSection + "/2023-1?list=manual": "H-0004", "/bostadsbidrag/bevakning": "W-0003"} {
		if page := a.want(http.StatusOK, target); strings.Contains(page, id) || !strings.Contains(page, "skyddade personuppgifter visas bara") {
			t.Errorf("%s shows the household of somebody protected, or does not say that some are not shown", target)
		}
		if page := a.send(http.MethodGet, target, "demo-skydd").body; !strings.Contains(page, id) {
			t.Errorf("%s hides it from who handles such", target)
		}
	}
}

func TestHousing_whatIsNotThereIsNotFound(t *testing.T) {
	a, _ := housed(t)
	for _, target := range []string{housingSection + "/2099-1", housingSection + "/" + url.PathEscape("<script>"), "/bostadsbidrag/hushall/H-9999/2023", "/bostadsbidrag/hushall/H-0001/2024", "/bostadsbidrag/hushall/H-0001/x",
		"/bostadsbidrag/hushall/H-0001/99999999999999999999", "/bostadsbidrag/hushall/" + url.PathEscape(`"><script>`) + "/2023", "/bostadsbidrag/hushall/H-0001/2023?run=2023-9", "/bostadsbidrag/hushall/H-0005/2023?run=2023-1", "/bostadsbidrag/rakna?example=none"} {
		if page := a.want(http.StatusNotFound, target); strings.Contains(page, "<script") {
			t.Errorf("%s holds a script", target)
		}
	}
	for _, target := range []string{housingSection, "/bostadsbidrag/regler", "/bostadsbidrag/bevakning"} {
		if page := newAgency(t).want(http.StatusOK, target); !strings.Contains(page, "balans housing import") {
			t.Errorf("%s does not say how households come in", target)
		}
	}
	if got := a.send(http.MethodGet, "/bostadsbidrag/rakna", ""); got.StatusCode != http.StatusForbidden {
		t.Errorf("a visitor: %d", got.StatusCode)
	}
	if got := a.send(http.MethodGet, "/bostadsbidrag/regler", worker); got.StatusCode != http.StatusForbidden {
		t.Errorf("the comparison for a case worker: %d", got.StatusCode)
	}
}

// The form gives what the law gives, keeps what was typed, and stores nothing.
func TestHousing_calculationAnswersWhatWasTyped(t *testing.T) {
	a := newAgency(t)
	form := func(pairs ...string) url.Values {
		v := url.Values{"form": {"family"}, "spouse": {"no"}, "month": {"2026-01"}, "home": {"1"}, "cost": {"7 000"}, "area": {"60"}, "income": {"150 000"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	before, err := a.j.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plain := func(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(words(s)) }
	for _, x := range []struct {
		form url.Values
		want string
	}{
		{form(), "Bostadsbidraget är 4 200 kr för januari 2026"}, // 2 700 + 1 500
		{form("month", "2025-12"), "Bostadsbidraget är 3 400 kr för december 2025"},
		{form("home", "2", "spouse", "yes", "cost", "8500", "income", "180000", "spouse_income", "60000"), "Bostadsbidraget är 3 500 kr"},
		{form("home", "0", "form", "young", "cost", "3600", "area", "30", "income", "41000"), "Bostadsbidraget är 1 300 kr"},
		{form("income", "900000"), "Inget bostadsbidrag för januari 2026"},
		{form("wealth", "210 000"), "Förmögenhet"}, // 15 % of 110 000
		{form("month", "2025-01", "home", "2", "cost", "9000", "income", "240000", "more", "2000", "from", "5"), "2 000 kr mer i månaden från och med maj 2025: årets inkomst blir 256 000 kr i stället för 240 000 kr"},
	} {
		got := a.post("/bostadsbidrag/rakna", worker, x.form)
		if got.StatusCode != http.StatusOK || !strings.Contains(plain(got.body), x.want) {
			t.Errorf("%v: status %d, want %q\n%s", x.form, got.StatusCode, x.want, plain(got.body))
		}
		checkIDs(t, x.want, got.body)
	}
	for field, f := range map[string]url.Values{"home": form("home", "0"), "month": form("month", "1890-01"), "cost": form("cost", "7.000"), "area": form("area", "1000"), "rooms": form("rooms", "-1"), "income": form("income", ""), "spouse": form("spouse_income", "5"),
		"who": form("more", "1", "from", "2", "who", "spouse"), "from": form("more", "1", "from", "0"), "wealth": form("wealth", "99999999999999999999"), "alternating": form("alternating", `"><script>`), "form": form("form", "x")} {
		got := a.post("/bostadsbidrag/rakna", worker, f)
		for _, want := range []string{`<li><a href="#` + field + `">`, `id="` + field + `"`, `value="2026-01"`, "<title>Fel: "} {
			if field == "month" && strings.HasPrefix(want, "value") {
				want = `value="1890-01"`
			}
			if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, want) {
				t.Errorf("%s: status %d, %s is missing\n%s", field, got.StatusCode, want, words(got.body))
			}
		}
		if strings.Contains(got.body, "<script") || strings.Contains(got.body, "⟦") {
			t.Errorf("%s: the page holds a script, or a text is missing", field)
		}
	}
	if got := a.post("/bostadsbidrag/rakna", worker, url.Values{"form": {strings.Repeat("x", mostCalcBody)}}); got.StatusCode != http.StatusBadRequest {
		t.Errorf("a form beyond measure: %d", got.StatusCode)
	}
	after, err := a.j.Head(t.Context())
	if err != nil || after.Seq != before.Seq || strings.Contains(a.log.String(), "180000") {
		t.Errorf("something was stored or logged: %v, %v", after, err)
	}
}

// The comparison by hand: of a family with one child and a cost of 7 000 the limit goes from
// 5 300 to 6 800, so that half of 1 500 more is given each month; two children 1 000 more, three
// 1 000 more for eight months. The one with 400 000 has nothing by either law.
func TestHousing_comparisonIsOfTheSameHouseholds(t *testing.T) {
	a, _ := housed(t)
	plain := func(s string) string { return strings.NewReplacer("\u00a0", " ").Replace(words(s)) }
	page := plain(a.want(http.StatusOK, "/bostadsbidrag/regler?year=2023&from=2025&to=2026&households=150000"))
	for _, want := range []string{"Lagen för 2025 mot lagen för 2026, på 110 hushåll", "Regeringen har angett 655,0 miljoner kr", "En vuxen, ung utan barn 1 0 0", "En vuxen, 1 barn 107 106 0 4 051 340 5 005 340 954 000 743", "En vuxen, tre barn eller fler 1 1 0 30 000 38 000 8 000 667", "Två vuxna, 2 barn 1 1 0 34 500 46 500 12 000 1 000", "Inget regleringsbrev från 2025 tillbaka till 2023", "över 700 till 800 kr mer"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not said:\n%s", want, page)
		}
	}
	same := plain(a.want(http.StatusOK, "/bostadsbidrag/regler?year=2023&from=2025&to=2025"))
	if !strings.Contains(same, "Oförändrade 110") || strings.Contains(same, "Regeringen har angett") {
		t.Errorf("a law against itself:\n%s", same)
	}
	if got := a.get("/bostadsbidrag/regler?year=2023&from=2022&to=2023"); got.StatusCode != http.StatusOK {
		t.Errorf("2022 against 2023: %d", got.StatusCode)
	}
}

// The letter in force grants 4 000 thousand kronor for the item.
func TestHousing_comparisonIsHeldAgainstTheAppropriation(t *testing.T) {
	a := booked(t)
	decided, _, _ := housingFiles(t, 2023, madeHouseholds(t)[:2])
	takeHouseholds(t, a, "hushall.csv", decided)
	page := strings.NewReplacer("\u00a0", " ").Replace(words(a.want(http.StatusOK, "/bostadsbidrag/regler?year=2023&from=2025&to=2026&households=200")))
	if want := "4,0 miljoner kr. Skillnaden, 2,1 miljoner kr, är 52,5 % av det."; !strings.Contains(page, want) { // (9 000 + 12 000) × 100
		t.Errorf("%q is not said:\n%s", want, page)
	}
	a.goOn(300) // 2026 has no letter yet
	page = strings.NewReplacer("\u00a0", " ").Replace(words(a.want(http.StatusOK, "/bostadsbidrag/regler?year=2023&from=2026&to=2025&households=200")))
	if want := "Skillnaden, −2,1 miljoner kr, är −52,5 % av det."; !strings.Contains(page, want) || strings.Contains(page, "Regeringen har angett") {
		t.Errorf("%q is not said, or what was published is held against another change:\n%s", want, page)
	}
}

// What is known of three months is held against what was stated; who has no known income is
// not judged. In a month that is chosen, what was known in time for the next is used.
func TestHousing_watchJudgesThoseWhoseIncomesAreKnown(t *testing.T) {
	a, _ := housed(t)
	says := func(target string, texts ...string) string {
		t.Helper()
		page := strings.ReplaceAll(words(a.send(http.MethodGet, "/bostadsbidrag/bevakning"+target, "demo-skydd").body), "\u00a0", " ")
		for _, want := range texts {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %q is not said:\n%s", target, want, page)
			}
		}
		return page
	}
	if page := says("", "3 hushåll har inkomster som är kända till och med mars 2025, så som de var kända den 25 april 2025", "W-0001", "W-0002", "W-0003", "(2001:588) 7 §"); strings.Contains(page, "W-0004") {
		t.Error("a household is judged whose incomes nobody knows")
	}
	// W-0002 had earned as stated until March, which became known in April.
	if page := says("?through=2", "till och med februari 2025, så som de var kända den 20 mars 2025", "W-0001", "Blev känt efter den 20 mars 2025 och är inte med: 3 uppgifter"); strings.Contains(page, "W-0002") {
		t.Errorf("in February March is used:\n%s", page)
	}
	says("?through=2&known_on=2025-02-12", "så som de var kända den 12 februari 2025", "är inte med: 6 uppgifter")
	says("?through=1&known_on=2025-02-11", "Inga inkomster var kända då", "efter den 11 februari 2025")
	says("?year=2023", "Inga inkomster är inlästa för året", "balans housing incomes FILE --year 2023 --write")
}

// Incomes that are taken in are seen at the next page, with what is corrected, and an
// interrupted intake of them is told.
func TestHousing_watchFollowsTheIncomesTakenIn(t *testing.T) {
	a, _ := housed(t)
	if page := a.want(http.StatusOK, "/bostadsbidrag/bevakning"); strings.Contains(page, "W-0004") {
		t.Fatal("W-0004 is judged before anything is known of it")
	}
	line := "household;person;month;amount;source;known_on\nW-0004;" + person(t, 10).String() + ";2025-03;%d;told;2025-04-%02d\n"
	takeIncomes(t, a, "mer.csv", fmt.Sprintf(line, 40_000, 14))
	if page := a.want(http.StatusOK, "/bostadsbidrag/bevakning"); !strings.Contains(page, "W-0004") {
		t.Errorf("the income is not seen:\n%s", words(page))
	}
	takeIncomes(t, a, "rättat.csv", fmt.Sprintf(line, 12_500, 22))
	if page := a.want(http.StatusOK, "/bostadsbidrag/bevakning"); strings.Contains(page, "W-0004") {
		t.Errorf("the correction is not seen:\n%s", words(page))
	}
	if page := a.want(http.StatusOK, "/bostadsbidrag/bevakning?through=3"); !strings.Contains(page, "W-0004") {
		t.Errorf("on 20 April the correction was not known:\n%s", words(page))
	}
	body, err := journal.Body(housing.IncomesInfo{Name: "2025-4", Year: 2025, File: "sist.csv", SHA256: strings.Repeat("ab", 32), Persons: 7})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.j.Append(t.Context(), journal.Append{Stream: "housing-income-intakes", Expected: 3, Events: []journal.New{{Kind: housing.KindIncomesIntake, OccurredOn: day(t, "2025-04-25"), Actor: "test", Body: body}}}); err != nil {
		t.Fatal(err)
	}
	if page := words(a.want(http.StatusOK, "/bostadsbidrag/bevakning")); !strings.Contains(page, "Inläsningen 2025-4 avbröts") {
		t.Errorf("the interruption is not told:\n%s", page)
	}
}

// What has come since is seen at the next page, and an interrupted run is told.
func TestHousing_pagesFollowTheJournal(t *testing.T) {
	a := newAgency(t)
	setHousing(t, a)
	a.want(http.StatusOK, housingSection)
	all := madeHouseholds(t)[:3]
	decided, assessed, _ := housingFiles(t, 2023, all)
	takeHouseholds(t, a, "hushall.csv", decided)
	if page := words(a.want(http.StatusOK, housingSection)); !strings.Contains(page, "2023-1 2023") || !strings.Contains(page, "Inget år är avstämt ännu") {
		t.Errorf("the intake is not seen:\n%s", page)
	}
	if page := words(a.want(http.StatusOK, "/bostadsbidrag/hushall/H-0001/2023")); !strings.Contains(page, "2023 är inte avstämt") {
		t.Errorf("the household is not seen to wait:\n%s", page)
	}
	p, err := settlementOf(t, a, 2023, "inkomster.csv", assessed).Prepare(t.Context(), a.j)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.List(t.Context(), a.j); err != nil { // and then the program is stopped
		t.Fatal(err)
	}
	for _, target := range []string{housingSection, housingSection + "/2023-1"} {
		if page := words(a.want(http.StatusOK, target)); !strings.Contains(page, "pågår eller avbruten") {
			t.Errorf("%s does not tell of the interruption:\n%s", target, page)
		}
	}
	if page := words(a.want(http.StatusOK, housingSection+"/2023-1")); !strings.Contains(page, "balans housing reconcile --year 2023 inkomster.csv --write") {
		t.Errorf("what to do is not said:\n%s", page)
	}
	settle(t, a, 2023, "inkomster.csv", assessed)
	if page := words(a.want(http.StatusOK, housingSection+"/2023-1")); strings.Contains(page, "avbruten") {
		t.Errorf("the completed run is not seen:\n%s", page)
	}
	if page := words(a.want(http.StatusOK, "/bostadsbidrag/hushall/H-0001/2023")); !strings.Contains(page, "ska betalas tillbaka") {
		t.Errorf("the settlement is not seen:\n%s", page)
	}
}

// An intake that was listed and not written to its end is told, with what to do.
func TestHousing_interruptedIntakeIsTold(t *testing.T) {
	a := newAgency(t)
	decided, _, _ := housingFiles(t, 2023, madeHouseholds(t)[:2])
	takeHouseholds(t, a, "hushall.csv", decided)
	if page := words(a.want(http.StatusOK, housingSection)); strings.Contains(page, "avbruten") {
		t.Errorf("a complete intake is told as interrupted:\n%s", page)
	}
	body, err := journal.Body(housing.IntakeInfo{Name: "2024-2", Year: 2024, File: "mer.csv", SHA256: strings.Repeat("ab", 32), Households: 7})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.j.Append(t.Context(), journal.Append{Stream: "housing-intakes", Expected: 1, Events: []journal.New{{Kind: housing.KindIntake, OccurredOn: day(t, "2025-04-25"), Actor: "test", Body: body}}}); err != nil {
		t.Fatal(err)
	}
	if page := words(a.want(http.StatusOK, housingSection)); !strings.Contains(page, "Är 2024-2 avbruten: kör balans housing import mer.csv --write igen") || strings.Contains(page, "Är 2023-1") {
		t.Errorf("the interruption is not told:\n%s", page)
	}
	a.want(http.StatusOK, "/bostadsbidrag/regler?year=2024")
	a.want(http.StatusOK, "/bostadsbidrag/bevakning?year=2024")
	a.want(http.StatusNotFound, "/bostadsbidrag/hushall/H-0001/2024")
}

func TestBrowser_housingPagesAreAccessible(t *testing.T) {
	a, _ := housed(t)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	accessible(t, server.URL, housingPages)
}

func TestBrowser_housingIsCalculatedWithTheKeyboardAndWithoutScript(t *testing.T) {
	b, base := browser.Open(t), site(t)
	b.DisableJavaScript()
	b.Go(base + "/")
	b.Follow(`button[value="demo-handlaggare"]`)
	b.Go(base + "/bostadsbidrag/rakna?example=spouses")
	b.Type("#more", "1000")
	b.Follow(".report-form > .button")
	if got := b.Text("#whatif + p"); !strings.HasPrefix(got, "1\u00a0000\u00a0kr mer i månaden från och med januari 2026") {
		t.Errorf("the answer is %q", got)
	}
	b = browser.Open(t)
	b.Go(base + "/")
	b.Follow(`button[value="demo-handlaggare"]`)
	b.Go(base + "/bostadsbidrag/rakna")
	tabTo(t, b, "button", "Räkna")
	b.Loads(func() { b.Key("Enter") })
	tabTo(t, b, "div", "Så räknas det")
	tabTo(t, b, "summary", "Värden i lagen")
	b.Key("Enter")
	if !browser.Eval[bool](b, `document.activeElement.parentElement.open`) {
		t.Error("Enter does not open the values")
	}
}
