package staff

import (
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

const dates = "as_of=2025-02-28&known_at=2025-04-24"

// everyPage is an address of each page, by its stem.
var everyPage = map[string]string{
	"start":     "/",
	"report":    "/report?" + dates + "&by=benefit",
	"series":    "/series?figure=new_not_served&from=2023-01&to=2025-02&known_at=2025-04-24",
	"claims":    "/claims?figure=new&on=2025-02-28&known_at=2025-04-24&sort=amount&order=desc",
	"claim":     "/claims/2023-000101?as_of=2025-02-28&known_at=2025-03-01",
	"figures":   "/figures",
	"worklists": "/worklists?on=2025-02-28&known_at=2025-04-24",
	"worklist":  "/worklist?list=not_served&on=2025-02-28&known_at=2025-04-24",
	"sgi":       "/sgi?example=proof",
	"failure":   "/claims?q=2099-1",
}

func TestPages_areAsTheGoldenOnes(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for name, target := range everyPage {
		t.Run(name, func(t *testing.T) { golden(t, name, a.get(target).body) })
	}
}

func TestPages_areWholeInBothLanguages(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for name, target := range everyPage {
		for _, lang := range []string{"sv", "en"} {
			sep := "?"
			if strings.Contains(target, "?") {
				sep = "&"
			}
			got := a.get(target + sep + "lang=" + lang)
			for _, want := range []string{`<html lang="` + lang + `">`, `<a class="skip-link" href="#main">`, `<main class="page" id="main"`, `<nav class="page-nav"`} {
				if !strings.Contains(got.body, want) {
					t.Errorf("%s in %s: %s is missing", name, lang, want)
				}
			}
			for _, bad := range []string{"⟦", "%!", "<no value>", " style=", "<script", "onclick"} {
				if strings.Contains(got.body, bad) {
					t.Errorf("%s in %s holds %q", name, lang, bad)
				}
			}
			if n := strings.Count(got.body, "<h1"); n != 1 {
				t.Errorf("%s in %s has %d h1", name, lang, n)
			}
			if !strings.Contains(got.Header.Get("Set-Cookie"), "balans_lang="+lang) {
				t.Errorf("%s in %s: the language is not kept: %s", name, lang, got.Header.Get("Set-Cookie"))
			}
			checkIDs(t, name, got.body)
		}
	}
	if got := a.send(http.MethodGet, "/", "", "Cookie", "balans_lang=en"); !strings.Contains(got.body, `<html lang="en">`) {
		t.Error("the language is not read from the cookie")
	}
}

// checkIDs finds ids that stand twice and references that lead nowhere.
func checkIDs(t *testing.T, name, page string) {
	t.Helper()
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("%s: the id %q stands twice", name, m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`\s(?:for|aria-labelledby|aria-describedby|href)="(#?[^"]*)"`).FindAllStringSubmatch(page, -1) {
		for _, id := range strings.Fields(m[1]) {
			if strings.Contains(m[0], "href=") && !strings.HasPrefix(id, "#") {
				continue
			}
			if !ids[strings.TrimPrefix(id, "#")] {
				t.Errorf("%s: %s leads nowhere", name, m[0])
			}
		}
	}
}

func TestPages_escapeWhatTheyShow(t *testing.T) {
	a := newAgency(t, smallAgency...)
	list := a.want(http.StatusOK, "/claims?figure=new&on=2025-02-28")
	link := regexp.MustCompile(`href="(/claims/2024-%3C[^"]*)"`).FindStringSubmatch(list)
	if link == nil {
		t.Fatal("the claim with a script for a number is not linked from the list")
	}
	page := a.want(http.StatusOK, strings.ReplaceAll(link[1], "&amp;", "&"))
	if !strings.Contains(words(page), "Krav "+scriptID) {
		t.Error("the claim's page does not name it")
	}
	for _, target := range []string{link[1], "/claims?q=" + url.QueryEscape("<script>"), "/report?as_of=" + url.QueryEscape(`"><script>alert(1)</script>`),
		"/claims?id=" + url.QueryEscape(`"><script>`), "/series?figure=" + url.QueryEscape("<script>"), "/claims/%3Cscript%3E", "/nowhere/%3Cscript%3E"} {
		if got := a.get(target); strings.Contains(got.body, "<script") {
			t.Errorf("%s: the page holds a script", target)
		}
	}
}

func TestPages_showNoIdentityNumberInLists(t *testing.T) {
	a := newAgency(t, smallAgency...)
	targets := []string{"/claims.csv?figure=stock&authority=all", "/series.csv", "/claims?figure=stock&authority=all", "/claims?figure=decided&from=2014-01-01&to=2025-04-25"}
	for name, target := range everyPage {
		if name != "claim" {
			targets = append(targets, target)
		}
	}
	for _, d := range downloads {
		targets = append(targets, "/report."+d.ending)
	}
	for _, target := range targets {
		page := a.want(map[bool]int{true: http.StatusNotFound, false: http.StatusOK}[target == everyPage["failure"]], target)
		for n := 1; n <= 13; n++ {
			p := person(t, n)
			for _, form := range []string{p.String(), p.String()[2:], p.Separated(), p.Separated()[2:], p.Masked()} {
				if strings.Contains(page, form) {
					t.Errorf("%s holds the identity number %s", target, form)
				}
			}
		}
	}
	page := a.want(http.StatusOK, "/claims/2024-000201")
	for _, n := range []int{7, 8} {
		if !strings.Contains(page, person(t, n).Separated()) {
			t.Errorf("the claim's own page does not name debtor %d", n)
		}
	}
}

func TestPages_tellWhatIsWrongAndLoseNothing(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for _, c := range []struct{ target, field, value string }{
		{"/report?as_of=2025-02-30&known_at=2025-04-01&authority=all&by=benefit", "as_of", "2025-02-30"},
		{"/report?as_of=februari&known_at=2025-04-01&authority=all&by=benefit", "as_of", "februari"},
		{"/report?as_of=2025-05-31&known_at=2025-04-01&authority=all&by=benefit", "as_of", "2025-05-31"},
		{"/report?as_of=1850-01-01&known_at=2025-04-01&authority=all&by=benefit", "as_of", "1850-01-01"},
		{"/report?known_at=2025-13-01&authority=all&by=benefit", "known_at", "2025-13-01"},
		{"/report?known_at=2026-01-01&authority=all&by=benefit", "known_at", "2026-01-01"},
		{"/series?figure=old&from=2025-03&to=2025-02", "from", "2025-03"},
		{"/series?figure=old&to=2025-04", "to", "2025-04"},
		{"/series?figure=old&from=x", "from", "x"},
		{"/claims/2023-000101?as_of=x", "as_of", "x"},
	} {
		page := a.want(http.StatusBadRequest, c.target)
		for _, want := range []string{`role="alert"`, `<li><a href="#` + c.field + `">`, `id="` + c.field + `"`, `value="` + c.value + `"`, `aria-invalid="true"`, "<title>Fel: "} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %s is missing", c.target, want)
			}
		}
		if strings.Contains(c.target, "authority=all") && (!strings.Contains(page, `<option value="all" selected>`) || !strings.Contains(page, `<option value="benefit" selected>`)) {
			t.Errorf("%s: what else was chosen is lost", c.target)
		}
		checkIDs(t, c.target, page)
	}
	for _, target := range []string{"/report?by=x", "/report?authority=x", "/claims?figure=x", "/claims?on=x", "/claims?page=0", "/claims?benefit=x",
		"/claims?figure=decided&from=2025-02-01&to=2025-01-01", "/series?from=1950-01", "/report.csv?as_of=x", "/claims.csv?on=x", "/series.csv?from=x"} {
		a.want(http.StatusBadRequest, target)
	}
}

func TestTexts_areUsedAndComplete(t *testing.T) {
	used := map[string]bool{"language": true, "months": true}
	prefixes := map[string]bool{}
	for _, name := range sources(t) {
		text := read(t, name)
		for _, m := range regexp.MustCompile(`\bT "([a-z0-9_.A-Z]+)"`).FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`"([a-z]+\.[a-zA-Z0-9_.]*)"`).FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`\bt(?:ext)?\("([a-z.]+\.)"\s*\+`).FindAllStringSubmatch(text, -1) {
			prefixes[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`\bt\("([a-z]+)"\)`).FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`\bT "([a-z]+)"`).FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`"(failure\.[a-z]+)"`).FindAllStringSubmatch(text, -1) {
			used[m[1]+".title"], used[m[1]+".text"] = true, true
		}
	}
	for key, pair := range texts {
		known := used[key]
		for p := range prefixes {
			known = known || strings.HasPrefix(key, p)
		}
		if !known {
			t.Errorf("the text %q is not used", key)
		}
		// The English of a guard is its own sentence.
		if pair[0] == "" || pair[1] == "" && !strings.HasPrefix(key, "rule.") {
			t.Errorf("the text %q is missing in a language", key)
		}
		if strings.Count(pair[0], "%") != strings.Count(pair[1], "%") && pair[1] != "" {
			t.Errorf("the text %q takes different arguments in the two languages", key)
		}
	}
	for _, name := range sources(t) {
		for _, m := range regexp.MustCompile(`\bT "([^"]+)"`).FindAllStringSubmatch(read(t, name), -1) {
			if _, ok := texts[m[1]]; !ok {
				t.Errorf("%s uses the text %q, which does not exist", name, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`\b(?:t|text|v\.T)\("([a-z][a-zA-Z0-9_.]*[a-zA-Z0-9_])"[,)]`).FindAllStringSubmatch(read(t, name), -1) {
			if _, ok := texts[m[1]]; !ok {
				t.Errorf("%s uses the text %q, which does not exist", name, m[1])
			}
		}
	}
}

func TestViews_doNotHideTheFrame(t *testing.T) {
	frame := map[string]bool{}
	for f := range reflect.TypeFor[page]().Fields() {
		frame[f.Name] = true
	}
	for _, view := range []any{startView{}, reportView{}, seriesView{}, listView{}, claimView{}, figuresView{}, worklistsView{}, worklistView{}, assignmentsView{}, assignmentView{}, letterView{}, comparisonView{}, appropriationsView{}, appropriationView{}, conditionsView{}, accountsView{}, repaymentsView{}, noticesView{}, noticeView{}, planView{}, runsView{}, runView{}, findingsView{}, judgeView{}, rightView{}, yieldView{}, personView{}, sgiView{}, actView{}, deniedView{}, signedOutView{}, inquiriesView{}, inquiryView{}, caseActView{}, stepFormView{}, basisFormView{}, newCaseView{}, reviewView{}, followupView{}, correspondenceView{}, housingCalcView{}, housingRunsView{}, housingRunView{}, housingHouseholdView{}, housingCompareView{}, housingWatchView{}, casesTable{}, failureView{}, eventTable{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(view)) {
			of := reflect.TypeOf(view) // whose field it is: the view, or what is embedded in it
			if len(f.Index) > 1 {
				of = reflect.TypeOf(view).FieldByIndex(f.Index[:len(f.Index)-1]).Type
			}
			if !f.Anonymous && frame[f.Name] && of != reflect.TypeFor[page]() {
				t.Errorf("%T.%s hides the field of the frame", view, f.Name)
			}
		}
	}
}
