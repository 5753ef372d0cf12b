package staff

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/law/money"
	"balans/prevent/sample"
	"balans/testenv/browser"
)

func TestBrowser_controlPagesAreAccessible(t *testing.T) {
	accessibleAs(t, servedAt(t, settled(t)), "demo-utredare", controlPages)
}

// The pages that answer a form are accessible too: a person, and a form with mistakes.
func TestBrowser_personPageIsAccessible(t *testing.T) {
	b, base := browser.Open(t), servedAt(t, settled(t))
	axe := read(t, "testdata/axe.min.js")
	look := func(name string) {
		t.Helper()
		for _, width := range []int64{1280, 320} {
			b.SetViewport(width, 900)
			for _, v := range b.Axe(t, axe) {
				t.Errorf("%s at %d: %s", name, width, v)
			}
			if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
				t.Errorf("%s is %d pixels wide in a window of %d: %s", name, got, width, browser.Eval[string](b, tooWide))
			}
			if dir := os.Getenv("BALANS_TEST_SCREENSHOTS"); dir != "" {
				b.Screenshot(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)))
			}
		}
	}
	b.Go(base + "/person")
	b.Follow(`button[value="demo-utredare"]`)
	b.Type("#number", "1")
	b.Follow(`form[action="/person"] button`)
	look("person-wrong")
	b.Go(base + "/person")
	b.Type("#number", personText(t, 21))
	b.Follow(`form[action="/person"] button`)
	if got := b.Text("h1"); got != "Person "+personText(t, 21) {
		t.Errorf("the page is %q", got)
	}
	if strings.Contains(b.URL(), "19") && strings.Contains(b.URL(), person(t, 21).String()[:8]) {
		t.Errorf("the address is %s", b.URL())
	}
	look("person")
	b.Go(base + "/finding/right?" + stoppedFinding)
	b.Type("#gross", "x")
	b.Follow(`form[action="/finding/right"] button`)
	look("right-wrong")
}

// With the keyboard alone a finding is opened from the menu, judged wrongly and then
// rightly, and becomes a recovery case.
func TestBrowser_keyboardJudgesAndOpensACase(t *testing.T) {
	a := guarded(t)
	b, base := browser.Open(t), servedAt(t, a)
	b.Go(base + "/")
	tabTo(t, b, "button", "Välj Johan Berg")
	b.Loads(func() { b.Key("Enter") })
	follow := func(element, text string) {
		t.Helper()
		tabTo(t, b, element, text)
		b.Loads(func() { b.Key("Enter") })
	}
	write := func(field, text string) {
		t.Helper()
		tabTo(t, b, field, "")
		for _, r := range text {
			b.Key(strings.ReplaceAll(string(r), " ", "Space"))
		}
	}
	follow("a ", "Kontroller")
	follow("a ", "Körningar")
	follow("a ", "vab-efter")
	follow("a ", "uppgifter i vab-efter")
	follow("a ", "A1")
	tabTo(t, b, "input#verdict", "Ja, den är fel")
	b.Key("Space")
	write("textarea#reason", "Hon arbetade")
	b.Loads(func() { b.Key("Tab", "Enter") })
	if got := b.Focused(); !strings.HasPrefix(got, "div#errors") {
		t.Errorf("after the mistake the focus is on %q", got)
	}
	for _, v := range b.Axe(t, read(t, "testdata/axe.min.js")) {
		t.Error(v)
	}
	if got := browser.Eval[string](b, `document.querySelector("#reason").value`); got != "Hon arbetade" {
		t.Errorf("the reason is now %q", got)
	}
	tabTo(t, b, "a ", "Vem orsakade felet")
	b.Key("Enter")
	if got := b.Focused(); !strings.HasPrefix(got, "select#cause") {
		t.Errorf("the message leads to %q", got)
	}
	b.Key("d") // the applicant
	tabTo(t, b, "select#intent", "")
	b.Key("u") // unintended
	follow("button", "Spara bedömningen")
	t.Log(b.URL(), b.Text("main"))
	if got := b.Text(".message-box--success"); !strings.HasPrefix(got, "Bedömningen är sparad") {
		t.Errorf("it says %q", got)
	}
	follow("button", "Öppna återkravsärende")
	if got := b.Text(".message-box--success"); !strings.HasPrefix(got, "Återkravsärendet är öppnat") {
		t.Errorf("it says %q", got)
	}
	f := a.made("vab-efter", "A1", "tfp-absence")
	if f.Case == "" || f.Judged.Cause != sample.Applicant || f.Judged.Intent != sample.Unintended || f.Judged.Amount != money.Kronor(2000) {
		t.Errorf("%+v", f.Judged)
	}
}

// A form that stood open while somebody else judged is not stored: its reader sees the
// other judgement first, with what was typed kept.
func TestBrowser_staleFormShowsTheOtherJudgement(t *testing.T) {
	a := guarded(t)
	b, base := browser.Open(t), servedAt(t, a)
	b.DisableJavaScript()
	b.Go(base + "/finding?" + openFinding)
	b.Follow(`button[value="demo-utredare"]`)
	judged(t, a, "vab-fore", "P2", "application-time", 22, "2025-04-25", 500)
	b.Click("label[for=verdict-refuted]")
	b.Type("#reason", "Det var rätt")
	b.Follow(`form.judge button`)
	if got := b.Text("#errors"); !strings.Contains(got, "Någon annan har bedömt uppgiften") {
		t.Errorf("it says %q", got)
	}
	if f := a.made("vab-fore", "P2", "application-time"); f.Judgements() != 1 {
		t.Errorf("%d judgements", f.Judgements())
	}
	b.Follow(`form.judge button`) // the form came back with what was typed, and knows the other one
	if f := a.made("vab-fore", "P2", "application-time"); f.Judgements() != 2 || f.Judged.Reason != "Det var rätt" {
		t.Errorf("%d judgements: %+v", f.Judgements(), f.Judged)
	}
}
