package browser

import (
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const accessible = `<!doctype html><html lang="sv"><head><title>Fordran</title>
<style>body { min-height: 3000px; background: #fff; color: #000 }</style></head><body>
<header><a id="skip" href="#main">Hoppa till innehållet</a></header>
<main id="main" tabindex="-1"><h1>Fordran</h1>
<form action="/found"><label for="q">Sök</label> <input id="q" name="q"><button id="go">Visa</button></form>
<p id="script">utan skript</p><script src="/page.js"></script>
</main></body></html>`

const inaccessible = `<!doctype html><html><head><title></title></head><body>
<img src="/logo.png"><form><input name="q"></form><p style="color:#ccc;background:#fff">blekt</p></body></html>`

// site serves the two pages under a policy as strict as the one of the real pages.
func site(t *testing.T) string {
	mux := http.NewServeMux()
	serve := func(path, html string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'")
			fmt.Fprint(w, html)
		})
	}
	serve("/good", accessible)
	serve("/bad", inaccessible)
	mux.HandleFunc("/page.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, `document.getElementById("script").textContent = "med skript"`)
	})
	mux.HandleFunc("/found", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!doctype html><title>Träffar</title><h1>%s</h1>`, r.FormValue("q"))
	})
	mux.HandleFunc("/tracked", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<!doctype html><title>Spårad</title><img alt="" src="http://tracker.example/pixel.gif"><img alt="" src="data:,">`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile("../../desk/staff/testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func TestBrowser_readsClicksAndTypes(t *testing.T) {
	b, base := Open(t), site(t)
	b.Go(base + "/good")
	if got := b.Title() + ", " + b.Text("h1") + ", " + b.Text("#script"); got != "Fordran, Fordran, med skript" {
		t.Errorf("read %q", got)
	}
	if got := b.HTML("h1"); got != "<h1>Fordran</h1>" {
		t.Errorf("HTML = %q", got)
	}
	b.Type("#q", "åäö 1 234,50")
	b.Follow("#go")
	if got := b.Text("h1"); got != "åäö 1 234,50" {
		t.Errorf("typed text came as %q", got)
	}
	if got := b.URL(); !strings.HasPrefix(got, base+"/found?q=") {
		t.Errorf("at %s", got)
	}
}

func TestBrowser_walksWithTheKeyboard(t *testing.T) {
	b := Open(t)
	b.Go(site(t) + "/good")
	if got := b.Focused(); got != "body" {
		t.Errorf("before the first key the focus is on %q", got)
	}
	for _, want := range []string{"a#skip Hoppa till innehållet", "input#q Sök", "button#go Visa"} {
		b.Key("Tab")
		if got := b.Focused(); got != want {
			t.Errorf("focus on %q, want %q", got, want)
		}
	}
	b.Key("Shift+Tab", "7")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("h1"); got != "7" {
		t.Errorf("Enter sent %q", got)
	}
}

func TestBrowser_canDoWithoutJavaScript(t *testing.T) {
	b := Open(t)
	b.DisableJavaScript()
	b.Go(site(t) + "/good")
	if got := b.Text("#script"); got != "utan skript" {
		t.Errorf("the page's script ran: %q", got)
	}
	b.Type("#q", "ja")
	b.Follow("#go")
	if got := b.Text("h1"); got != "ja" {
		t.Errorf("typed text came as %q", got)
	}
}

func TestBrowser_photographsTheWholePage(t *testing.T) {
	b := Open(t)
	b.SetViewport(320, 640)
	b.Go(site(t) + "/good")
	if got := Eval[int](b, `document.documentElement.clientWidth`); got != 320 {
		t.Errorf("window is %d wide", got)
	}
	path := filepath.Join(t.TempDir(), "page.png")
	b.Screenshot(path)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.DecodeConfig(f)
	if err != nil || picture.Width != 320 || picture.Height < 3000 {
		t.Errorf("picture is %d × %d (%v), want 320 × 3000 or more", picture.Width, picture.Height, err)
	}
}

func TestBrowser_tellsWhatAPageAsksFor(t *testing.T) {
	b, base := Open(t), site(t)
	b.Go(base + "/tracked")
	if got, want := b.Requests(), []string{base + "/tracked", "http://tracker.example/pixel.gif"}; !slices.Equal(got, want) {
		t.Errorf("requests = %q, want %q", got, want)
	}
	if got := Eval[int](b, `document.querySelector("img").naturalWidth`); got != 0 {
		t.Error("a picture from another host was shown")
	}
}

func TestAxe(t *testing.T) {
	b, base, source := Open(t), site(t), axeSource(t)
	t.Run("finds nothing on an accessible page", func(t *testing.T) {
		b.In(t).Go(base + "/good")
		for _, v := range b.Axe(t, source) {
			t.Error(v)
		}
	})
	t.Run("finds what is wrong on an inaccessible one", func(t *testing.T) {
		b.In(t).Go(base + "/bad")
		found := map[string]Violation{}
		for _, v := range b.Axe(t, source) {
			found[v.ID] = v
		}
		for _, rule := range []string{"image-alt", "label", "html-has-lang", "document-title", "color-contrast", "landmark-one-main"} {
			v := found[rule]
			if v.Help == "" || v.Impact == "" || len(v.Targets) == 0 {
				t.Errorf("rule %s: %v", rule, v)
			}
		}
	})
	t.Run("works without JavaScript", func(t *testing.T) {
		b := b.In(t)
		b.DisableJavaScript()
		b.Go(base + "/good")
		for _, v := range b.Axe(t, source) {
			t.Error(v)
		}
		if got := b.Text("#script"); got != "utan skript" {
			t.Errorf("the page's script ran: %q", got)
		}
	})
}
