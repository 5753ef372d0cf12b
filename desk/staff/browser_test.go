package staff

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/testenv/browser"
)

// site serves the small agency on this machine, with the claims that have
// something in every part of their page.
func site(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(stacked(t).Handler())
	t.Cleanup(server.Close)
	return server.URL
}

// looked are the pages a browser looks at: every page, and those that tell of
// something wrong.
func looked() map[string]string {
	pages := map[string]string{
		"report-wrong":   "/report?as_of=2025-02-30&authority=all",
		"series-bars":    "/series?figure=decided&from=2014-01&to=2025-02&show=amount",
		"claims-flow":    "/claims?figure=referred&from=2024-01-01&to=2025-02-28",
		"claims-empty":   "/claims?figure=stock&id=x",
		"claim-script":   "/claims?q=" + strings.NewReplacer("<", "%3C", ">", "%3E", "&", "%26", `"`, "%22").Replace(scriptID),
		"page-not-found": "/no/such/page",
		"sgi-form":       "/sgi",
		"sgi-gap":        "/sgi?example=gap",
		"sgi-child":      "/sgi?example=child",
		"sgi-income":     "/sgi?example=income",
	}
	maps.Copy(pages, everyPage)
	maps.Copy(pages, tellingPages)
	maps.Copy(pages, worklistPages)
	return pages
}

// tooWide lists what reaches out of the window, but for what scrolls in a region
// of its own.
const tooWide = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest(".table-region")).map(e => e.localName + "." + e.className).join(", ")`

func TestBrowser_everyPageIsAccessible(t *testing.T) { accessible(t, site(t), looked()) }

// accessible looks at pages of a site as the controller.
func accessible(t *testing.T, base string, pages map[string]string) {
	t.Helper()
	accessibleAs(t, base, "demo-controller", pages)
}

// accessibleAs looks at pages of a site as a user, in both languages and in a wide and a
// narrow window.
func accessibleAs(t *testing.T, base, user string, pages map[string]string) {
	t.Helper()
	axe := read(t, "testdata/axe.min.js")
	b := browser.Open(t)
	for _, lang := range []string{"sv", "en"} {
		b.Go(base + "/?lang=" + lang)
		if lang == "sv" {
			b.Follow(`button[value="` + user + `"]`)
		}
		for name, target := range pages {
			for _, width := range []int64{1280, 320} {
				t.Run(fmt.Sprintf("%s-%s-%d", name, lang, width), func(t *testing.T) {
					b := b.In(t)
					b.SetViewport(width, 900)
					b.Go(base + target)
					if got := browser.Eval[string](b, `document.documentElement.lang`); got != lang {
						t.Errorf("the language is %q", got)
					}
					// What is folded away is judged too.
					browser.Eval[int](b, `[...document.querySelectorAll("details")].map(d => d.open = true).length`)
					for _, v := range b.Axe(t, axe) {
						t.Error(v)
					}
					if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
						t.Errorf("the page is %d pixels wide in a window of %d: %s", got, width, browser.Eval[string](b, tooWide))
					}
					if dir := os.Getenv("BALANS_TEST_SCREENSHOTS"); dir != "" {
						b.Screenshot(filepath.Join(dir, fmt.Sprintf("%s-%s-%d.png", name, lang, width)))
					}
				})
			}
		}
	}
	for _, u := range b.Requests() {
		if !strings.HasPrefix(u, base+"/") {
			t.Errorf("asked for %s", u)
		}
	}
}

// tabTo presses Tab until the focus is on such an element whose name contains
// the text, and checks that each stop on the way shows where the focus is.
func tabTo(t *testing.T, b *browser.Browser, element, text string) {
	t.Helper()
	for range 400 {
		b.Key("Tab")
		if !browser.Eval[bool](b, `(() => { const s = getComputedStyle(document.activeElement); return s.boxShadow !== "none" || s.outlineStyle !== "none"; })()`) {
			t.Errorf("no ring around %s", b.Focused())
		}
		if got := b.Focused(); strings.HasPrefix(got, element) && strings.Contains(got, text) {
			return
		}
	}
	t.Fatalf("Tab does not come to %q", text)
}

func TestBrowser_keyboardLeadsFromTheReportToAClaim(t *testing.T) {
	b, base := browser.Open(t), site(t)
	b.Go(base + "/")
	tabTo(t, b, "button", "Välj Carin Lind")
	b.Loads(func() { b.Key("Enter") })
	tabTo(t, b, "a ", "Rapport")
	b.Loads(func() { b.Key("Enter") })
	b.Key("Tab")
	if got := b.Focused(); !strings.HasPrefix(got, "a Hoppa till innehållet") {
		t.Errorf("the first stop is %q", got)
	}
	b.Key("Enter")
	tabTo(t, b, "a ", "krav: Varav ej delgivna krav, 2025 03. Visa kraven")
	shown, _, _ := strings.Cut(strings.TrimPrefix(b.Focused(), "a "), " ")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("h1"); got != "Nya krav (efter lagändringen), varav ej delgivna krav" {
		t.Errorf("the list is %q", got)
	}
	if got := b.Text("caption"); !strings.HasPrefix(got, shown+" krav, ") {
		t.Errorf("the list has %q, the report %s", got, shown)
	}
	tabTo(t, b, "a ", "2023-000102")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("h1"); !strings.HasPrefix(got, "Krav 2023-000102") {
		t.Errorf("the claim is %q", got)
	}
	tabTo(t, b, "summary", "Fordringsstocken")
	b.Key("Enter")
	if !browser.Eval[bool](b, `document.activeElement.parentElement.open`) {
		t.Error("Enter does not open the reasons")
	}
	tabTo(t, b, "div", "Händelser som räknas")
	if got := browser.Eval[string](b, `document.activeElement.getAttribute("role")`); got != "region" {
		t.Errorf("the table of events is a %q", got)
	}
}

func TestBrowser_worksWithoutScript(t *testing.T) {
	b, base := browser.Open(t), site(t)
	b.DisableJavaScript()
	b.Go(base + "/claims/2023-000101?as_of=2025-02-28")
	if got := b.Text("h1"); got != "Välj vem du är först" {
		t.Errorf("a visitor sees %q", got)
	}
	b.Follow(`button[value="demo-handlaggare"]`)
	if got := b.Text("h1"); !strings.HasPrefix(got, "Krav 2023-000101") {
		t.Errorf("after the choice: %q", got)
	}
	b.Type("#q", "2024-000201")
	b.Follow(".page-search button")
	if got := b.Text("h1"); !strings.HasPrefix(got, "Krav 2024-000201") {
		t.Errorf("the search leads to %q", got)
	}
	b.Go(base + "/report?" + dates)
	b.Click("summary")
	b.Follow(".report-form button")
	if got := b.Text("h1") + b.URL(); !strings.HasPrefix(got, "Rapport om återkrav") || !strings.Contains(got, "as_of=2025-02-28") || !strings.Contains(got, "authority=fk") {
		t.Errorf("the form leads to %s", got)
	}
	b.Follow(`a[hreflang="en"]`)
	if got := b.Text("h1"); got != "Report on repayment claims" {
		t.Errorf("in English: %q", got)
	}
	b.Follow(`.report-table a`)
	b.Follow(`tbody th a`)
	if got := b.Text("h1"); !strings.HasPrefix(got, "Claim ") {
		t.Errorf("from the first figure to its first claim: %q", got)
	}
}
