package browser

import (
	"context"
	"os"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Go opens a URL and waits until the page is loaded, whatever its status code.
func (b *Browser) Go(url string) {
	b.t.Helper()
	b.run("go to "+url, chromedp.Navigate(url))
}

// URL returns the address of the page.
func (b *Browser) URL() string {
	b.t.Helper()
	return get(b, "address", chromedp.Location())
}

// Title returns the title of the page.
func (b *Browser) Title() string {
	b.t.Helper()
	return get(b, "title", chromedp.Title())
}

// Text returns the visible text of the first element that the CSS selector finds; it waits for one.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	return get(b, "text of "+selector, chromedp.Text(chromedp.CSS(selector)))
}

// HTML returns the first element that the CSS selector finds, itself included, as HTML.
func (b *Browser) HTML(selector string) string {
	b.t.Helper()
	return get(b, "HTML of "+selector, chromedp.OuterHTML(chromedp.CSS(selector)))
}

// Click clicks the first visible element that the CSS selector finds. It does not wait for a page that
// the click opens; Follow does.
func (b *Browser) Click(selector string) {
	b.t.Helper()
	b.run("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Follow clicks a link or a button and waits until the page that it opens is loaded.
func (b *Browser) Follow(selector string) {
	b.t.Helper()
	b.Loads(func() { b.Click(selector) })
}

// Loads does the steps and waits until the page that they open is loaded, as in
// b.Loads(func() { b.Key("Enter") }).
func (b *Browser) Loads(steps func()) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepPatience)
	defer cancel()
	loaded := chromedp.Events(ctx, page.LoadEventFired)
	steps()
	for _, err := range loaded {
		if err != nil {
			break
		}
		b.drawn()
		return
	}
	b.t.Fatal("no page was opened")
}

// drawn waits until the page has been drawn: only then has the focus moved to what has autofocus.
// Where scripts are switched off there is nobody to ask.
func (b *Browser) drawn() {
	b.t.Helper()
	if b.state.scriptless {
		return
	}
	Eval[bool](b, `new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))`)
}

// Type writes text into the first field that the CSS selector finds, key by key, after what is there.
func (b *Browser) Type(selector, text string) {
	b.t.Helper()
	b.run("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// keys are the names that Key takes, beside single characters.
var keys = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace,
	"Delete": kb.Delete, "Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
}

// modifiers are the names that may stand before a key, as in "Shift+Tab".
var modifiers = map[string]chromedp.Modifier{
	"Shift": chromedp.ModifierShift, "Ctrl": chromedp.ModifierCtrl, "Alt": chromedp.ModifierAlt,
}

// Key presses keys one after the other where the focus is: "Tab", "Shift+Tab", "Enter", "Space",
// "Escape", "ArrowDown", "Home", …, or a single character such as "a".
func (b *Browser) Key(names ...string) {
	b.t.Helper()
	for _, name := range names {
		var options []chromedp.KeyOption
		parts := strings.Split(name, "+")
		for _, m := range parts[:len(parts)-1] {
			modifier, ok := modifiers[m]
			if !ok {
				b.t.Fatalf("key %q: no such modifier %q", name, m)
			}
			options = append(options, chromedp.KeyModifiers(modifier))
		}
		last := parts[len(parts)-1]
		key, ok := keys[last]
		if !ok && len([]rune(last)) != 1 {
			b.t.Fatalf("key %q: no such key", name)
		}
		if !ok {
			key = last
		}
		b.run("key "+name, chromedp.KeyEvent(key, options...))
	}
}

// Focused returns the element that has the focus as `tag#id text`, text being its accessible name in
// short (aria-label, label, text or value); "body" when nothing has it.
func (b *Browser) Focused() string {
	b.t.Helper()
	return Eval[string](b, `(() => {
		const e = document.activeElement;
		if (!e || e === document.body) return "body";
		const label = e.labels && e.labels.length ? e.labels[0].innerText : "";
		const text = e.getAttribute("aria-label") || label || e.innerText || e.value || "";
		return (e.localName + (e.id ? "#" + e.id : "") + " " + text.trim().replace(/\s+/g, " ")).trim();
	})()`)
}

// SetViewport changes the size of the page's window in CSS pixels, such as 320 × 640.
func (b *Browser) SetViewport(width, height int64) {
	b.t.Helper()
	b.run("set viewport", chromedp.EmulateViewport(width, height))
}

// Eval returns the value of a JavaScript expression in the page; a promise is waited for.
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	what := expression
	if len(what) > 100 {
		what = what[:100] + "…" // a script may be as long as axe
	}
	return get(b, "evaluate "+what, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Screenshot writes the whole page, also what is below the window, to a PNG file.
func (b *Browser) Screenshot(path string) {
	b.t.Helper()
	png := get(b, "screenshot", chromedp.FullScreenshot(100))
	if err := os.WriteFile(path, png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
