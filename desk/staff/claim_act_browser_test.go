package staff

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/testenv/browser"
)

// looksRight judges the page the browser is on, in a wide and a narrow window.
func looksRight(t *testing.T, b *browser.Browser, axe, name string) {
	t.Helper()
	for _, width := range []int64{1280, 320} {
		b.SetViewport(width, 900)
		for _, v := range b.Axe(t, axe) {
			t.Errorf("%s, %d wide: %v", name, width, v)
		}
		if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("%s is %d pixels wide in a window of %d: %s", name, got, width, browser.Eval[string](b, tooWide))
		}
		if dir := os.Getenv("BALANS_TEST_SCREENSHOTS"); dir != "" {
			b.Screenshot(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)))
		}
	}
	b.SetViewport(1280, 900)
}

func TestBrowser_claimActFormsAreAccessible(t *testing.T) {
	server := httptest.NewServer(actAgency(t).Handler())
	t.Cleanup(server.Close)
	pages := map[string]string{"claim-acts": "/claims/2024-001001"}
	for _, do := range []string{"send", "plan_agree", "waive", "pay", "handover"} {
		pages["act-"+do] = actTarget("2025-001005") + "?do=" + do
	}
	pages["act-plan-several"] = actTarget("2024-001001") + "?do=plan_agree"
	accessibleAs(t, server.URL, worker, pages)
}

// A case worker does it all with the keyboard: from the claim to the form, to what would
// happen, to what was stored; and when somebody else was first, sees what.
func TestBrowser_keyboardCarriesOutAnAct(t *testing.T) {
	a := actAgency(t)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	b, axe := browser.Open(t), read(t, "testdata/axe.min.js")
	b.Go(server.URL + "/")
	b.Follow(`button[value="` + worker + `"]`)
	enter := func() { b.Loads(func() { b.Key("Enter") }) }

	b.Go(server.URL + "/claims/2024-001001")
	tabTo(t, b, "a ", "Avtala en avbetalningsplan")
	enter()
	tabTo(t, b, "input#act_months", "Antal månader")
	for _, digit := range "99" {
		b.Key(string(digit))
	}
	tabTo(t, b, "button ", "Visa vad som händer")
	enter()
	if got := b.Focused(); !strings.HasPrefix(got, "div") {
		t.Errorf("after a fault the focus is on %q", got)
	}
	looksRight(t, b, axe, "act-refused")
	b.Key("Tab") // the first fault names its field
	if got := browser.Eval[string](b, `document.activeElement.hash`); got != "#act_months" {
		t.Errorf("the fault leads to %q", got)
	}
	tabTo(t, b, "input#act_months", "Antal månader") // Tab marks what stands there
	b.Key("6")
	tabTo(t, b, "button ", "Visa vad som händer")
	enter()
	if got := browser.Eval[string](b, `document.activeElement.id`); got != "result" {
		t.Errorf("the trial begins at %q", got)
	}
	looksRight(t, b, axe, "act-preview")

	a.carriedOut("2024-001001", "remind") // by somebody else, meanwhile
	tabTo(t, b, "button ", "Genomför")
	enter()
	if !strings.Contains(b.Text("main"), "Någon annan har ändrat kravet") {
		t.Fatalf("no conflict: %s", b.Text("main"))
	}
	looksRight(t, b, axe, "act-conflict")
	tabTo(t, b, "button ", "Genomför")
	enter()
	if got := b.Text("#done"); !strings.Contains(got, "Sparat: Avbetalningsplan avtalad") {
		t.Errorf("stored: %q", got)
	}
	looksRight(t, b, axe, "act-done")
}
