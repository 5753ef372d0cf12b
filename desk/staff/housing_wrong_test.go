package staff

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"balans/prevent/housing"
	"balans/steer/report"
)

// A change from the first of a month is of that month's allowance (SFB 96:12): the page names the
// month it has computed, also December, after which there is none of the year.
func TestHousing_changeNamesTheMonthItComputes(t *testing.T) {
	a := newAgency(t)
	for month, name := range map[string]string{"5": "maj", "7": "juli", "12": "december"} {
		page := words(a.post("/bostadsbidrag/rakna", worker, url.Values{"form": {"family"}, "spouse": {"no"}, "month": {"2025-01"}, "home": {"2"}, "cost": {"9000"}, "area": {"75"}, "income": {"240000"},
			"more": {"9000"}, "from": {month}, "who": {"self"}}).body)
		for _, want := range []string{"Från och med " + name + " betalas", "Så räknas " + name + " efter ändringen"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, page)
			}
		}
	}
}

// No part of an income that a spouse is said to have is left out unseen.
func TestHousing_partOfASpouseWhoIsNotIsRefused(t *testing.T) {
	a := newAgency(t)
	for _, p := range incomeParts {
		got := a.post("/bostadsbidrag/rakna", worker, url.Values{"form": {"family"}, "spouse": {"no"}, "month": {"2026-01"}, "home": {"1"}, "cost": {"7000"}, "area": {"60"}, "income": {"150000"}, whoPrefix[1] + p.name: {"5"}})
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<a href="#spouse">`) || !strings.Contains(got.body, `value="5"`) {
			t.Errorf("%s: status %d\n%s", p.name, got.StatusCode, words(got.body))
		}
	}
}

// More is accepted for the young too, where somebody is disabled (SFB 97:27, 97:28).
func TestHousing_acceptedForTheYoung(t *testing.T) {
	a := newAgency(t)
	for name, x := range map[string]struct{ value, want string }{"accepted_cost": {"5000", "SFB 97:27"}, "accepted_area": {"90", "Bostadskostnaden som räknas är 6"}} {
		got := a.post("/bostadsbidrag/rakna", worker, url.Values{"form": {"young"}, "spouse": {"no"}, "month": {"2026-01"}, "cost": {"6000"}, "area": {"90"}, "income": {"50000"}, name: {x.value}})
		page := words(got.body)
		if got.StatusCode != http.StatusOK || !strings.Contains(page, x.want) || strings.Contains(page, "sänks i proportion") != (name == "accepted_cost") {
			t.Errorf("%s: status %d\n%s", name, got.StatusCode, page)
		}
	}
}

// Less income is more allowance: the page says so, and not that it falls by less than nothing.
func TestHousing_lessIncomeRaisesTheAllowance(t *testing.T) {
	a := newAgency(t)
	for more, want := range map[string][2]string{"-2000": {"Bidraget ökar med", "betalas ut i efterhand även när"}, "2000": {"Bidraget minskar med", "krävas tillbaka även när"}} {
		page := words(a.post("/bostadsbidrag/rakna", worker, url.Values{"form": {"family"}, "spouse": {"no"}, "month": {"2025-01"}, "home": {"2"}, "cost": {"9000"}, "area": {"75"}, "income": {"240000"},
			"more": {more}, "from": {"5"}, "who": {"self"}}).body)
		for _, w := range want {
			if !strings.Contains(page, w) || strings.Contains(page, "med −") {
				t.Errorf("%s: %q is not in\n%s", more, w, page)
			}
		}
	}
}

// One child is no children.
func TestHousing_groupsOfOneChild(t *testing.T) {
	for lang, want := range map[report.Language]string{report.English: "One adult, 1 child", report.Swedish: "En vuxen, 1 barn"} {
		if got := translator(lang).housingGroup(housing.Group{Form: housing.Family, Children: 1}); got != want {
			t.Errorf("%v: %q", lang, got)
		}
	}
}

// What a person is to decide about is not told as decided; what the program decided is.
func TestHousing_leftToAPersonIsNotToldAsDecided(t *testing.T) {
	a, _ := housed(t)
	for target, manual := range map[string]bool{"/bostadsbidrag/hushall/H-0006/2023": true, "/bostadsbidrag/hushall/H-0001/2023?run=2023-1": false} {
		page := words(a.want(http.StatusOK, target))
		lead, _, _ := strings.Cut(page, "Betalat preliminärt")
		if !strings.Contains(lead, "återkravsärende") != !manual || strings.Contains(lead, "ska betalas tillbaka") == manual || strings.Contains(lead, "beslutat den") == manual {
			t.Errorf("%s: %s", target, lead)
		}
	}
}

// A list of households without any says so.
func TestHousing_emptyListSaysSo(t *testing.T) {
	a, _ := housed(t)
	for _, list := range []string{"waiting", "payouts", "claims", "manual", "none"} {
		page := a.want(http.StatusOK, housingSection+"/2023-1?list="+list)
		if empty, row := strings.Contains(page, "<p>Inga hushåll.</p>"), strings.Contains(page, "/bostadsbidrag/hushall/"); empty == row && !strings.Contains(page, "skyddade personuppgifter") {
			t.Errorf("%s: %t, and rows: %t", list, empty, row)
		}
		if strings.Contains(page, "<p>Under gränsen</p>") {
			t.Errorf("%s: the name of another list stands for what is not there", list)
		}
	}
}

// The ordinance is the one that the command and the notes on law name.
func TestHousing_watchNamesTheOrdinance(t *testing.T) {
	for _, text := range housingMoreTexts["housing.watch.law.text"] {
		if !strings.Contains(text, "2001:588") {
			t.Errorf("the ordinance is not named by its number: %s", text)
		}
	}
}
