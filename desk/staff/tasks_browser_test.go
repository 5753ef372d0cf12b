package staff

import (
	"strings"
	"testing"

	"balans/testenv/browser"
)

func TestBrowser_searchAndTasksAreAccessible(t *testing.T) {
	a := namedAgency(t)
	accessibleAs(t, servedAt(t, a), "demo-handlaggare", map[string]string{"search": "/search", "tasks": "/tasks?who=all", "tasks-wrong": "/tasks?who=x&benefit=y", "start-work": "/"})
}

// With the keyboard alone, a case worker finds a person by a part of the name, opens her, takes
// the next task and hands it over.
func TestBrowser_keyboardSearchesAndTakesATask(t *testing.T) {
	a := namedAgency(t)
	b, base := browser.Open(t), servedAt(t, a)
	axe := read(t, "testdata/axe.min.js")
	judge := func(where string) {
		t.Helper()
		for _, v := range b.Axe(t, axe) {
			t.Errorf("%s: %s", where, v)
		}
	}
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
	b.SetViewport(320, 900)
	b.Go(base + "/")
	follow("button", "Välj Sara Ek")
	write("input#find", "oberg a")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("h2#hits"); got != "Träffar: 2" {
		t.Errorf("the search says %q", got)
	}
	judge("the hits")
	if got := b.URL(); !strings.HasSuffix(got, "/search") {
		t.Errorf("the address is %s", got)
	}
	follow("button", "Öppna Åsa Öberg")
	if got := b.Text("h1"); !strings.HasPrefix(got, "Åsa Öberg, ") {
		t.Errorf("the person is %q", got)
	}
	judge("the person")
	follow("a ", "Uppgifter")
	follow("button", "Nästa uppgift")
	if got := b.Text(".message-box--success"); got != "Uppgiften är din." {
		t.Errorf("it says %q", got)
	}
	tabTo(t, b, "summary", "Lämna till en kollega")
	b.Key("Enter")
	judge("the form")
	follow("button", "Lämna över")
	if got := b.Focused(); !strings.HasPrefix(got, "div#errors") {
		t.Errorf("after the mistake the focus is on %q", got)
	}
	judge("the mistake")
	tabTo(t, b, "a ", "Kollega")
	b.Key("Enter")
	if got := b.Focused(); !strings.HasPrefix(got, "select#to") {
		t.Errorf("the message leads to %q", got)
	}
	b.Key("j") // Johan Berg
	write("input#handwhy", "du kan det")
	follow("button", "Lämna över")
	if got := b.Text(".message-box--success"); !strings.HasPrefix(got, "Uppgiften är lämnad") {
		t.Errorf("it says %q", got)
	}
	if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > 320 {
		t.Errorf("the page is %d pixels wide", got)
	}
}
